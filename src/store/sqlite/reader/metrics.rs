//! Measures of files and symbols.

use rusqlite::Row;

use super::super::columns::Columns;
use super::super::row::{MAX_TEXT, int, real, text_up_to};
use super::SqliteReader;
use crate::model::{FileMetrics, NodeId, Symbol, SymbolMetrics};
use crate::store::Result;

pub(super) const SYMBOL_COLUMNS: [&str; 10] = [
    "symbol_id",
    "symbol_name",
    "kind",
    "file_path",
    "loc",
    "estimated_loc",
    "fan_in",
    "fan_out",
    "cyclomatic_complexity",
    "last_updated",
];

pub(super) const FILE_COLUMNS: [&str; 8] = [
    "file_path",
    "symbol_count",
    "loc",
    "estimated_loc",
    "fan_in",
    "fan_out",
    "complexity_score",
    "last_updated",
];

pub(super) fn symbol_metrics(reader: &SqliteReader<'_>, symbol: &Symbol) -> Result<Option<SymbolMetrics>> {
    if !reader.columns().has_column("symbol_metrics", "symbol_id") {
        return Ok(None);
    }
    let sql =
        format!("SELECT {} FROM symbol_metrics WHERE symbol_id = ?1", symbol_selected(reader.columns()));
    let found = reader.first("symbol_metrics", &sql, [symbol.id.0], |row| symbol_up_to(row, MAX_TEXT))?;
    Ok(found.filter(|metrics| metrics.name == symbol.name && metrics.path == symbol.path))
}

pub(super) fn file_metrics(reader: &SqliteReader<'_>, path: &str) -> Result<Option<FileMetrics>> {
    if !reader.columns().has_column("file_metrics", "file_path") {
        return Ok(None);
    }
    let sql = format!("SELECT {} FROM file_metrics WHERE file_path = ?1", file_selected(reader.columns()));
    for form in reader.forms_of(path)? {
        let found = reader.first("file_metrics", &sql, [form], |row| file_up_to(row, MAX_TEXT))?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// The columns that [`symbol_up_to`] expects, in order.
pub(super) fn symbol_selected(columns: &Columns) -> String {
    columns.select("symbol_metrics", &SYMBOL_COLUMNS)
}

/// The columns that [`file_up_to`] expects, in order.
pub(super) fn file_selected(columns: &Columns) -> String {
    columns.select("file_metrics", &FILE_COLUMNS)
}

/// The symbol's measures that a row holds, with texts of at most `most` bytes.
pub(in crate::store::sqlite) fn symbol_up_to(row: &Row<'_>, most: usize) -> SymbolMetrics {
    let text = |column| text_up_to(row, column, most).unwrap_or_default();
    SymbolMetrics {
        symbol: NodeId(int(row, 0)),
        name: text(1),
        kind: text(2),
        path: text(3),
        loc: int(row, 4),
        estimated_loc: real(row, 5),
        fan_in: int(row, 6),
        fan_out: int(row, 7),
        cyclomatic_complexity: int(row, 8),
        last_updated: int(row, 9),
    }
}

/// The file's measures that a row holds, with texts of at most `most` bytes.
pub(in crate::store::sqlite) fn file_up_to(row: &Row<'_>, most: usize) -> FileMetrics {
    FileMetrics {
        path: text_up_to(row, 0, most).unwrap_or_default(),
        symbol_count: int(row, 1),
        loc: int(row, 2),
        estimated_loc: real(row, 3),
        fan_in: int(row, 4),
        fan_out: int(row, 5),
        complexity_score: real(row, 6),
        last_updated: int(row, 7),
    }
}
