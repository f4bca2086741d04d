//! Measures of files and symbols.

use rusqlite::Row;

use super::super::row::{int, real, text};
use super::SqliteReader;
use crate::model::{FileMetrics, NodeId, Symbol, SymbolMetrics};
use crate::store::{FileColumn, Order, Page, Result, SymbolColumn};

const SYMBOL_COLUMNS: [&str; 10] = [
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

const FILE_COLUMNS: [&str; 8] = [
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
    let sql = format!(
        "SELECT {} FROM symbol_metrics WHERE symbol_id = ?1",
        reader.columns().select("symbol_metrics", &SYMBOL_COLUMNS)
    );
    let found = reader.first("symbol_metrics", &sql, [symbol.id.0], read_symbol)?;
    Ok(found.filter(|metrics| metrics.name == symbol.name && metrics.path == symbol.path))
}

pub(super) fn file_metrics(reader: &SqliteReader<'_>, path: &str) -> Result<Option<FileMetrics>> {
    if !reader.columns().has_column("file_metrics", "file_path") {
        return Ok(None);
    }
    let sql = format!(
        "SELECT {} FROM file_metrics WHERE file_path = ?1",
        reader.columns().select("file_metrics", &FILE_COLUMNS)
    );
    for form in reader.forms_of(path)? {
        let found = reader.first("file_metrics", &sql, [form], read_file)?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

pub(super) fn symbols_by(
    reader: &SqliteReader<'_>,
    column: SymbolColumn,
    order: Order,
    after: Option<&SymbolMetrics>,
    limit: usize,
) -> Result<Page<SymbolMetrics>> {
    let column = match column {
        SymbolColumn::Name => "symbol_name",
        SymbolColumn::Complexity => "cyclomatic_complexity",
        SymbolColumn::FanIn => "fan_in",
        SymbolColumn::FanOut => "fan_out",
        SymbolColumn::Lines => "loc",
    };
    let _ = (order, after);
    top(reader, "symbol_metrics", &SYMBOL_COLUMNS, column, "symbol_id", limit, read_symbol)
}

pub(super) fn files_by(
    reader: &SqliteReader<'_>,
    column: FileColumn,
    order: Order,
    after: Option<&FileMetrics>,
    limit: usize,
) -> Result<Page<FileMetrics>> {
    let column = match column {
        FileColumn::Path => "file_path",
        FileColumn::Complexity => "complexity_score",
        FileColumn::FanIn => "fan_in",
        FileColumn::FanOut => "fan_out",
        FileColumn::Lines => "loc",
        FileColumn::Symbols => "symbol_count",
    };
    let _ = (order, after);
    top(reader, "file_metrics", &FILE_COLUMNS, column, "file_path", limit, read_file)
}

/// The rows with the largest values in `column`; among equals by `key`, so that the order is the
/// same every time.
fn top<T>(
    reader: &SqliteReader<'_>,
    table: &'static str,
    columns: &[&str],
    column: &str,
    key: &str,
    limit: usize,
    read: fn(&Row<'_>) -> T,
) -> Result<Page<T>> {
    let known = reader.columns();
    if !known.has_column(table, column) || !known.has_column(table, key) {
        return Ok(super::page(Vec::new(), limit));
    }
    let sql = format!(
        "SELECT {} FROM {table} ORDER BY {column} DESC, {key} LIMIT ?1",
        known.select(table, columns)
    );
    Ok(super::page(reader.all(table, &sql, [super::one_more(limit)], read)?, limit))
}

fn read_symbol(row: &Row<'_>) -> SymbolMetrics {
    SymbolMetrics {
        symbol: NodeId(int(row, 0)),
        name: text(row, 1),
        kind: text(row, 2),
        path: text(row, 3),
        loc: int(row, 4),
        estimated_loc: real(row, 5),
        fan_in: int(row, 6),
        fan_out: int(row, 7),
        cyclomatic_complexity: int(row, 8),
        last_updated: int(row, 9),
    }
}

fn read_file(row: &Row<'_>) -> FileMetrics {
    FileMetrics {
        path: text(row, 0),
        symbol_count: int(row, 1),
        loc: int(row, 2),
        estimated_loc: real(row, 3),
        fan_in: int(row, 4),
        fan_out: int(row, 5),
        complexity_score: real(row, 6),
        last_updated: int(row, 7),
    }
}
