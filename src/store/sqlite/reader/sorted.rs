//! Measures in the order of a column, in pages by key.
//!
//! Rows with equal values come by their key, so a page begins at a value and a key: first those rows that
//! have the value and a key behind that one, then those whose value is behind.

use rusqlite::Row;
use rusqlite::types::Value;

use super::super::row::MAX_TEXT;
use super::keys::{Column, Key};
use super::metrics::{FILE_COLUMNS, SYMBOL_COLUMNS, file_up_to, symbol_up_to};
use super::{SqliteReader, one_more, page};
use crate::model::{FileMetrics, SymbolMetrics};
use crate::store::alike::{MOST_ALIKE, same_page};
use crate::store::{FileColumn, Order, Origin, Page, Result, Store, SymbolColumn};

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Integer,
    Real,
    Text,
}

/// The value or key of the row that a page comes after.
enum Last<'a> {
    Integer(i64),
    Real(f64),
    Text(&'a str),
}

pub(super) fn symbols_by(
    reader: &SqliteReader<'_>,
    column: SymbolColumn,
    order: Order,
    after: Option<&SymbolMetrics>,
    limit: usize,
) -> Result<Page<SymbolMetrics>> {
    let last = |row: &'_ SymbolMetrics| match column {
        SymbolColumn::Name => None,
        SymbolColumn::Complexity => Some(row.cyclomatic_complexity),
        SymbolColumn::FanIn => Some(row.fan_in),
        SymbolColumn::FanOut => Some(row.fan_out),
        SymbolColumn::Lines => Some(row.loc),
    };
    let after = after
        .map(|row| (last(row).map_or(Last::Text(&row.name), Last::Integer), Last::Integer(row.symbol.0)));
    // Each has a number of its own.
    let alike = |_: &_, _: &_| false;
    List::of_symbols(column).page(reader, order, after, limit, |row| symbol_up_to(row, MAX_TEXT), alike)
}

pub(super) fn each_symbol_by(
    reader: &SqliteReader<'_>,
    column: SymbolColumn,
    order: Order,
    each: &mut dyn FnMut(SymbolMetrics) -> bool,
) -> Result<()> {
    List::of_symbols(column).each(reader, order, |row| each(symbol_up_to(row, MAX_TEXT)))
}

pub(super) fn files_by(
    reader: &SqliteReader<'_>,
    column: FileColumn,
    order: Order,
    after: Option<&FileMetrics>,
    limit: usize,
) -> Result<Page<FileMetrics>> {
    let after = after.map(|row| {
        let value = match column {
            FileColumn::Path => Last::Text(&row.path),
            FileColumn::Complexity => Last::Real(row.complexity_score),
            FileColumn::FanIn => Last::Integer(row.fan_in),
            FileColumn::FanOut => Last::Integer(row.fan_out),
            FileColumn::Lines => Last::Integer(row.loc),
            FileColumn::Symbols => Last::Integer(row.symbol_count),
        };
        (value, Last::Text(&row.path))
    });
    let alike = |one: &FileMetrics, other: &FileMetrics| one.path == other.path;
    List::of_files(column).page(reader, order, after, limit, |row| file_up_to(row, MAX_TEXT), alike)
}

pub(super) fn each_file_by(
    reader: &SqliteReader<'_>,
    column: FileColumn,
    order: Order,
    each: &mut dyn FnMut(FileMetrics) -> bool,
) -> Result<()> {
    List::of_files(column).each(reader, order, |row| each(file_up_to(row, MAX_TEXT)))
}

/// Which way a term of the order runs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Up,
    Down,
}

impl Way {
    fn word(self) -> &'static str {
        match self {
            Way::Up => "ASC",
            Way::Down => "DESC",
        }
    }
}

/// A list: its table, what is read of a row, by which column it goes, and the key that no two rows share.
struct List<'a> {
    table: &'static str,
    columns: &'a [&'a str],
    column: (&'static str, Holds),
    key: (&'static str, Holds),
}

/// How a list is asked for.
struct Terms {
    /// What it goes by, and what settles equals.
    value: String,
    key: String,
    /// Which way each of them goes.
    ways: (Way, Way),
    /// What is read of a row.
    columns: String,
    /// The condition that a row is what it is to be.
    sane: String,
}

/// A condition with its parameters, `?1` and `?2`.
type Part = (String, [Value; 2]);

impl List<'_> {
    fn of_symbols(column: SymbolColumn) -> List<'static> {
        let column = match column {
            SymbolColumn::Name => ("symbol_name", Holds::Text),
            SymbolColumn::Complexity => ("cyclomatic_complexity", Holds::Integer),
            SymbolColumn::FanIn => ("fan_in", Holds::Integer),
            SymbolColumn::FanOut => ("fan_out", Holds::Integer),
            SymbolColumn::Lines => ("loc", Holds::Integer),
        };
        let key = ("symbol_id", Holds::Integer);
        List { table: "symbol_metrics", columns: &SYMBOL_COLUMNS, column, key }
    }

    fn of_files(column: FileColumn) -> List<'static> {
        let column = match column {
            FileColumn::Path => ("file_path", Holds::Text),
            FileColumn::Complexity => ("complexity_score", Holds::Real),
            FileColumn::FanIn => ("fan_in", Holds::Integer),
            FileColumn::FanOut => ("fan_out", Holds::Integer),
            FileColumn::Lines => ("loc", Holds::Integer),
            FileColumn::Symbols => ("symbol_count", Holds::Integer),
        };
        let key = ("file_path", Holds::Text);
        List { table: "file_metrics", columns: &FILE_COLUMNS, column, key }
    }

    /// A page of the list. Rows that nobody can tell apart (they are `alike`) stand on one page, however many it is to hold:
    /// the next one begins behind all of them.
    fn page<T>(
        &self,
        reader: &SqliteReader<'_>,
        order: Order,
        after: Option<(Last<'_>, Last<'_>)>,
        limit: usize,
        read: impl Fn(&Row<'_>) -> T,
        alike: impl Fn(&T, &T) -> bool,
    ) -> Result<Page<T>> {
        let Some(terms) = self.terms(reader, order) else { return Ok(page(Vec::new(), limit)) };
        let parts = self.parts(reader, &terms, after)?;
        let mut most = limit;
        loop {
            let mut rows = Vec::new();
            for (condition, [first, second]) in &parts {
                if rows.len() > most {
                    break;
                }
                let sql = format!("{} LIMIT ?3", self.sql(&terms, condition));
                let params = (first, second, one_more(most - rows.len()));
                rows.extend(reader.all(self.table, &sql, params, &read)?);
            }
            let end = same_page(&rows, limit, &alike);
            if end < rows.len() || rows.len() <= most || most > limit.saturating_add(MOST_ALIKE) {
                return Ok(page(rows, end));
            }
            most = most.saturating_mul(4).max(64);
        }
    }

    /// Gives every row in one pass, until `each` gives `false`.
    fn each(
        &self,
        reader: &SqliteReader<'_>,
        order: Order,
        each: impl FnMut(&Row<'_>) -> bool,
    ) -> Result<()> {
        let Some(terms) = self.terms(reader, order) else { return Ok(()) };
        reader.each(self.table, &self.sql(&terms, "true"), [], each)
    }

    fn sql(&self, terms: &Terms, condition: &str) -> String {
        let Terms { value, key, columns, sane, ways: (way, key_way) } = terms;
        let order = match self.column.0 == self.key.0 {
            true => format!("{value} {}", way.word()),
            false => format!("{value} {}, {key} {}", way.word(), key_way.word()),
        };
        format!("SELECT {columns} FROM {} WHERE {sane} AND {condition} ORDER BY {order}", self.table)
    }

    /// How the list is asked for; `None` where the file does not have what it is of.
    fn terms(&self, reader: &SqliteReader<'_>, order: Order) -> Option<Terms> {
        let known = reader.columns();
        if !known.has_column(self.table, self.column.0) || !known.has_column(self.table, self.key.0) {
            return None;
        }
        let ways = match order {
            Order::Descending => (Way::Down, Way::Up),
            Order::Ascending => (Way::Up, Way::Down),
        };
        let own = reader.store.origin() == Origin::Own;
        let value = expression(self.column, own);
        let columns: Vec<String> = self
            .columns
            .iter()
            .map(|column| match *column {
                // What is shown is what is sorted by, or the next page would begin elsewhere.
                column if column == self.column.0 => value.clone(),
                column => known.select(self.table, &[column]),
            })
            .collect();
        let mut sane = vec![sound(self.key)];
        if own || self.column.1 == Holds::Text {
            sane.push(sound(self.column));
        }
        let (columns, sane) = (columns.join(", "), sane.join(" AND "));
        Some(Terms { value, key: expression(self.key, true), columns, sane, ways })
    }

    /// What follows the row `after`, in parts.
    fn parts(
        &self,
        reader: &SqliteReader<'_>,
        terms: &Terms,
        after: Option<(Last<'_>, Last<'_>)>,
    ) -> Result<Vec<Part>> {
        let Terms { value, key, ways: (way, key_way), .. } = terms;
        let (way, key_way) = (*way, *key_way);
        let Some((last, last_key)) = after else {
            return Ok(vec![("?1 IS ?2".to_owned(), [Value::Null, Value::Null])]);
        };
        // A number tells the row, and so what is shown cut in it.
        let row = match last_key {
            Last::Integer(number) => Some((self.key.0, number)),
            Last::Real(_) | Last::Text(_) => None,
        };
        let last = self.point(reader, (self.column.0, way), last, row)?;
        let mut parts = Vec::new();
        if self.column.0 != self.key.0
            && let Some((equal, last_value)) = last.equal(value)
            && let Some((beyond, last_key)) =
                self.point(reader, (self.key.0, key_way), last_key, None)?.beyond(key, key_way, "?2")
        {
            parts.push((format!("{equal} AND {beyond}"), [last_value, last_key]));
        }
        parts.extend(last.beyond(value, way, "?1").map(|(beyond, last)| {
            // The second parameter is not asked for here.
            (format!("{beyond} AND ?2 IS NULL"), [last, Value::Null])
        }));
        Ok(parts)
    }

    fn point<'a>(
        &self,
        reader: &SqliteReader<'_>,
        (name, way): (&str, Way),
        last: Last<'a>,
        row: Option<(&str, i64)>,
    ) -> Result<Point<'a>> {
        Ok(match last {
            Last::Integer(number) => Point::Number(Value::Integer(number)),
            Last::Real(number) => Point::Number(Value::Real(number)),
            Last::Text(text) => {
                let is_descending = way == Way::Down;
                let column = Column { table: self.table, rows: "true", name, is_descending };
                Point::Text(Key::find(reader, column, text, row)?)
            }
        })
    }
}

/// Where a list goes on.
enum Point<'a> {
    Number(Value),
    Text(Key<'a>),
}

impl Point<'_> {
    /// The condition that `what` is that, with its parameter `?1`; `None` where it is not known.
    fn equal(&self, what: &str) -> Option<(String, Value)> {
        match self {
            Point::Number(number) => Some((format!("{what} = ?1"), number.clone())),
            Point::Text(key) if key.exact => Some((format!("{what} = CAST(?1 AS TEXT)"), key.before())),
            Point::Text(_) => None,
        }
    }

    /// The condition that `what` comes after that, with its parameter; `None` where nothing can.
    fn beyond(&self, what: &str, way: Way, parameter: &str) -> Option<(String, Value)> {
        match (self, way) {
            (Point::Number(number), Way::Up) => Some((format!("{what} > {parameter}"), number.clone())),
            (Point::Number(number), Way::Down) => Some((format!("{what} < {parameter}"), number.clone())),
            (Point::Text(key), Way::Up) => {
                Some((format!("{what} >= CAST({parameter} AS TEXT)"), key.behind()?))
            }
            (Point::Text(key), Way::Down) => {
                Some((format!("{what} < CAST({parameter} AS TEXT)"), key.before()))
            }
        }
    }
}

/// A column as what it is to hold. In an index of our own it is the bare column, which its index is of;
/// another file may hold anything, which counts as 0 then, and is scanned all the same.
fn expression((column, holds): (&str, Holds), bare: bool) -> String {
    match holds {
        Holds::Text => format!("{column} COLLATE BINARY"),
        Holds::Integer | Holds::Real if bare => column.to_owned(),
        Holds::Integer => format!(
            "CASE typeof({column}) WHEN 'integer' THEN {column}
             WHEN 'real' THEN CAST({column} AS INTEGER) ELSE 0 END"
        ),
        Holds::Real => format!(
            "CASE WHEN typeof({column}) IN ('integer', 'real') THEN CAST({column} AS REAL) ELSE 0.0 END"
        ),
    }
}

/// The condition that a column holds what it is to hold: anything else would come again and again behind
/// what it is shown as.
fn sound((column, holds): (&str, Holds)) -> String {
    let wanted = match holds {
        Holds::Integer => "integer",
        Holds::Real => "real",
        Holds::Text => "text",
    };
    format!("typeof({column}) = '{wanted}'")
}
