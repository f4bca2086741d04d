//! How the tables were left: kept from one start to the next, and while they are read again.

use super::{Metrics, Sheet};
use crate::model::NodeData;
use crate::store::{Order, Reader, Result};
use crate::tui::data::definition;
use crate::tui::data::metrics::{Column, Measured, Row, Sort};
use crate::tui::data::place::Place;
use crate::tui::memory::{Measures, Spot, Table};

impl Metrics {
    /// How the tables are left.
    pub fn memory(&self) -> Measures {
        Measures {
            files_shown: self.measured == Measured::Files,
            symbols: self.table_memory(&self.symbols),
            files: self.table_memory(&self.files),
        }
    }

    fn table_memory(&self, sheet: &Sheet) -> Table {
        Table {
            sort: sheet.sort.column.as_str().to_owned(),
            is_ascending: sheet.sort.order == Order::Ascending,
            column: sheet.column.as_str().to_owned(),
            selected: self.spot(sheet),
        }
    }

    /// What is selected in a table, or is to be once it is read; `None` at its first row, where the user stays.
    pub(super) fn spot(&self, sheet: &Sheet) -> Option<Spot> {
        let Some(row) = sheet.window.selected() else { return sheet.resume.clone() };
        if sheet.window.position().0 == Some(1) {
            return None;
        }
        let known =
            self.place.as_ref().filter(|(known, _)| known == row).and_then(|(_, place)| place.as_ref());
        Some(known.map_or_else(
            || Spot { path: row.path().to_owned(), label: row.name().to_owned(), line: 1, column: 0 },
            Spot::from,
        ))
    }

    /// Leaves the tables as they were at the end of the last start.
    pub fn restore(&mut self, memory: &Measures) {
        if memory.files_shown {
            self.measured = Measured::Files;
        }
        for (measured, table) in [(Measured::Symbols, &memory.symbols), (Measured::Files, &memory.files)] {
            let known =
                |name: &str| Column::from_text(name).filter(|column| measured.columns().contains(column));
            let sheet = self.of(measured);
            sheet.resume = table.selected.clone();
            sheet.column = known(&table.column).unwrap_or(sheet.column);
            if let Some(column) = known(&table.sort) {
                let order = if table.is_ascending { Order::Ascending } else { Order::Descending };
                sheet.sort = Sort { column, order };
            }
        }
    }
}

/// The row of what was selected; `None` where it is gone. Cost: as [`Reader::symbols_qualified`].
///
/// # Errors
/// Where the database cannot be read.
pub(super) fn row_of(reader: &dyn Reader, measured: Measured, spot: &Spot) -> Result<Option<Row>> {
    if measured == Measured::Files {
        return Ok(reader.file_metrics(&spot.path)?.map(Row::File));
    }
    let place = definition::again(reader, &Place::from(spot))?.into_iter().next();
    let Some(symbol) = place.and_then(|place| place.symbol) else { return Ok(None) };
    match reader.node(symbol)?.map(|node| node.data) {
        Some(NodeData::Symbol(symbol)) => {
            let qualified = symbol.shown_name().to_owned();
            Ok(reader.symbol_metrics(&symbol)?.map(|row| Row::Symbol(row, qualified)))
        }
        _ => Ok(None),
    }
}
