//! Measures of files and symbols: rows in the order of a column, by a filter, and a picture of all of them.

pub mod filter;
pub mod sample;
pub mod scan;

use crate::model::{FileMetrics, NodeData, SymbolMetrics};
use crate::store::{FileColumn, Order, Page, Reader, Result, SymbolColumn};

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Measured {
    /// A row a symbol.
    #[default]
    Symbols,
    /// A row a file.
    Files,
}

/// A column of either table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Column {
    /// A symbol's name or a file's path.
    Name,
    Complexity,
    Lines,
    FanIn,
    FanOut,
    Symbols,
}

impl Column {
    const ALL: [(Column, &'static str); 6] = [
        (Column::Name, "name"),
        (Column::Complexity, "complexity"),
        (Column::Lines, "lines"),
        (Column::FanIn, "callers"),
        (Column::FanOut, "calls"),
        (Column::Symbols, "symbols"),
    ];

    /// By what it is remembered.
    pub fn as_str(self) -> &'static str {
        Column::ALL.iter().find(|(column, _)| *column == self).map_or("", |(_, name)| name)
    }

    /// The column that is remembered so.
    pub fn from_text(text: &str) -> Option<Column> {
        Column::ALL.iter().find(|(_, name)| *name == text).map(|(column, _)| *column)
    }
}

impl Measured {
    /// Its columns, as they are shown.
    pub fn columns(self) -> &'static [Column] {
        use Column as C;
        match self {
            Measured::Symbols => &[C::Name, C::Complexity, C::Lines, C::FanIn, C::FanOut],
            Measured::Files => &[C::Name, C::Complexity, C::Lines, C::FanIn, C::FanOut, C::Symbols],
        }
    }

    /// The head of a column.
    pub fn head(self, column: Column) -> &'static str {
        match (column, self) {
            (Column::Name, Measured::Symbols) => "symbol",
            (Column::Name, Measured::Files) => "file",
            (Column::Complexity, Measured::Symbols) => "complexity",
            (Column::Complexity, Measured::Files) => "score",
            (Column::Lines, _) => "lines",
            // Who calls twice counts twice, so these are no callers; and files are not only called.
            (Column::FanIn, Measured::Symbols) => "called",
            (Column::FanIn, Measured::Files) => "used",
            (Column::FanOut, Measured::Symbols) => "calls",
            (Column::FanOut, Measured::Files) => "uses",
            (Column::Symbols, _) => "symbols",
        }
    }
}

/// A row of either table.
#[derive(Debug, Clone, PartialEq)]
pub enum Row {
    /// Of a symbol, with its qualified name: empty where that was not read, or the symbol is gone.
    Symbol(SymbolMetrics, String),
    /// Of a file.
    File(FileMetrics),
}

impl Row {
    /// The number in a column; `None` for names and for what is not counted of it.
    pub fn value(&self, column: Column) -> Option<f64> {
        let count = match (self, column) {
            (Row::File(row), Column::Complexity) => return Some(row.complexity_score),
            (_, Column::Name) | (Row::Symbol(..), Column::Symbols) => return None,
            (Row::Symbol(row, _), Column::Complexity) => row.cyclomatic_complexity,
            (Row::Symbol(row, _), Column::Lines) => row.loc,
            (Row::Symbol(row, _), Column::FanIn) => row.fan_in,
            (Row::Symbol(row, _), Column::FanOut) => row.fan_out,
            (Row::File(row), Column::Lines) => row.loc,
            (Row::File(row), Column::FanIn) => row.fan_in,
            (Row::File(row), Column::FanOut) => row.fan_out,
            (Row::File(row), Column::Symbols) => row.symbol_count,
        };
        Some(count as f64)
    }

    /// The symbol's bare name; empty for a file.
    pub fn name(&self) -> &str {
        match self {
            Row::Symbol(row, _) => &row.name,
            Row::File(_) => "",
        }
    }

    /// The name to show a person: the symbol's qualified one where it is known; empty for a file.
    pub fn shown_name(&self) -> &str {
        match self {
            Row::Symbol(_, qualified) if !qualified.is_empty() => qualified,
            _ => self.name(),
        }
    }

    /// Reads the symbol's qualified name, where it was not read. One that cannot be read is shown by its bare name: what
    /// was measured of it is there. Cost: a look-up.
    pub fn find_out_name(&mut self, reader: &dyn Reader) {
        if let Row::Symbol(row, qualified) = self
            && qualified.is_empty()
            && let Ok(Some(node)) = reader.node(row.symbol)
            && let NodeData::Symbol(symbol) = node.data
            && symbol.name == row.name
            && symbol.path == row.path
        {
            symbol.shown_name().clone_into(qualified);
        }
    }

    /// The symbol's kind; empty for a file.
    pub fn kind(&self) -> &str {
        match self {
            Row::Symbol(row, _) => &row.kind,
            Row::File(_) => "",
        }
    }

    /// Its file, as the database writes it.
    pub fn path(&self) -> &str {
        match self {
            Row::Symbol(row, _) => &row.path,
            Row::File(row) => &row.path,
        }
    }
}

/// The row of a symbol by its bare name.
pub fn unnamed(metrics: SymbolMetrics) -> Row {
    Row::Symbol(metrics, String::new())
}

/// A column, and which way the rows go by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// The column.
    pub column: Column,
    /// Which way.
    pub order: Order,
}

/// The other way.
pub fn reversed(order: Order) -> Order {
    match order {
        Order::Ascending => Order::Descending,
        Order::Descending => Order::Ascending,
    }
}

fn of_symbols(column: Column) -> SymbolColumn {
    match column {
        Column::Name | Column::Symbols => SymbolColumn::Name,
        Column::Complexity => SymbolColumn::Complexity,
        Column::Lines => SymbolColumn::Lines,
        Column::FanIn => SymbolColumn::FanIn,
        Column::FanOut => SymbolColumn::FanOut,
    }
}

fn of_files(column: Column) -> FileColumn {
    match column {
        Column::Name => FileColumn::Path,
        Column::Complexity => FileColumn::Complexity,
        Column::Lines => FileColumn::Lines,
        Column::FanIn => FileColumn::FanIn,
        Column::FanOut => FileColumn::FanOut,
        Column::Symbols => FileColumn::Symbols,
    }
}

/// A page of rows in the order of a column, after the row `after`.
///
/// # Errors
/// Where the measures cannot be read.
pub fn page(
    reader: &dyn Reader,
    measured: Measured,
    sort: Sort,
    after: Option<&Row>,
    limit: usize,
) -> Result<Page<Row>> {
    match measured {
        Measured::Symbols => {
            let after = after.and_then(|row| if let Row::Symbol(row, _) = row { Some(row) } else { None });
            let page = reader.symbols_by(of_symbols(sort.column), sort.order, after, limit)?;
            Ok(Page { items: page.items.into_iter().map(unnamed).collect(), more: page.more })
        }
        Measured::Files => {
            let after = after.and_then(|row| if let Row::File(row) = row { Some(row) } else { None });
            let page = reader.files_by(of_files(sort.column), sort.order, after, limit)?;
            Ok(Page { items: page.items.into_iter().map(Row::File).collect(), more: page.more })
        }
    }
}

/// Gives every row in the order of a column, in one pass, until `each` gives `false`.
///
/// # Errors
/// Where the measures cannot be read.
pub fn each(
    reader: &dyn Reader,
    measured: Measured,
    sort: Sort,
    each: &mut dyn FnMut(Row) -> bool,
) -> Result<()> {
    match measured {
        Measured::Symbols => {
            reader.each_symbol_by(of_symbols(sort.column), sort.order, &mut |row| each(unnamed(row)))
        }
        Measured::Files => {
            reader.each_file_by(of_files(sort.column), sort.order, &mut |row| each(Row::File(row)))
        }
    }
}
