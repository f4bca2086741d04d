//! Measures of files and symbols.

use std::collections::HashMap;

use rusqlite::{Connection, Row, params};

use super::super::reader::{SLOT_MASK, symbol_up_to};
use super::{At, Failure};
use crate::model::{FileMetrics, FileRecords, NodeId, SymbolMetrics};

/// Writes those of a file and of its symbols, of which nothing is there.
pub(super) fn insert(connection: &Connection, records: &FileRecords) -> Result<(), Failure> {
    insert_file(connection, &records.metrics)?;
    insert_symbols(connection, records.symbol_metrics.iter())
}

/// Writes those of a file, of which nothing is there.
pub(super) fn insert_file(connection: &Connection, file: &FileMetrics) -> Result<(), Failure> {
    connection
        .prepare_cached(
            "INSERT INTO file_metrics (file_path, symbol_count, loc, estimated_loc, fan_in, fan_out,
                 complexity_score, last_updated)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )
        .and_then(|mut insert| {
            insert.execute(params![
                file.path,
                file.symbol_count,
                file.loc,
                file.estimated_loc,
                file.fan_in,
                file.fan_out,
                file.complexity_score,
                file.last_updated,
            ])
        })
        .map(drop)
        .at("file_metrics")
}

/// Writes those of symbols, of which nothing is there.
pub(super) fn insert_symbols<'m>(
    connection: &Connection,
    symbols: impl Iterator<Item = &'m SymbolMetrics>,
) -> Result<(), Failure> {
    let mut insert = connection
        .prepare_cached(
            "INSERT INTO symbol_metrics (symbol_id, symbol_name, kind, file_path, loc, estimated_loc, fan_in,
                 fan_out, cyclomatic_complexity, last_updated)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )
        .at("symbol_metrics")?;
    for symbol in symbols {
        insert
            .execute(params![
                symbol.symbol.0,
                symbol.name,
                symbol.kind,
                symbol.path,
                symbol.loc,
                symbol.estimated_loc,
                symbol.fan_in,
                symbol.fan_out,
                symbol.cyclomatic_complexity,
                symbol.last_updated,
            ])
            .at("symbol_metrics")?;
    }
    Ok(())
}

/// Removes those of a symbol.
pub(super) fn remove_symbol(connection: &Connection, symbol: NodeId) -> Result<(), Failure> {
    connection
        .prepare_cached("DELETE FROM symbol_metrics WHERE symbol_id = ?1")
        .and_then(|mut delete| delete.execute([symbol.0]))
        .map(drop)
        .at("symbol_metrics")
}

/// Gives the measures of symbols that are as they were the time at which they came to be so.
pub(super) fn keep_times(connection: &Connection, records: &mut FileRecords) -> Result<(), Failure> {
    let file = records.file.id;
    let before = symbols_between(connection, file.0, file.0 | SLOT_MASK)?;
    keep_times_of(before.iter(), records);
    Ok(())
}

/// Likewise, of those symbols whose measures of before these are.
pub(super) fn keep_times_of<'m>(before: impl Iterator<Item = &'m SymbolMetrics>, records: &mut FileRecords) {
    let before: HashMap<NodeId, &SymbolMetrics> = before.map(|metrics| (metrics.symbol, metrics)).collect();
    for metrics in &mut records.symbol_metrics {
        if let Some(before) = before.get(&metrics.symbol) {
            metrics.keep_time(before);
        }
    }
}

/// Those of symbols from one id to another.
pub(super) fn symbols_between(
    connection: &Connection,
    first: i64,
    last: i64,
) -> Result<Vec<SymbolMetrics>, Failure> {
    let sql = "SELECT symbol_id, symbol_name, kind, file_path, loc, estimated_loc, fan_in, fan_out,
         cyclomatic_complexity, last_updated FROM symbol_metrics WHERE symbol_id BETWEEN ?1 AND ?2";
    let read = |row: &Row<'_>| Ok(symbol_up_to(row, usize::MAX));
    let mut select = connection.prepare_cached(sql).at("symbol_metrics")?;
    let found = select.query_map([first, last], read).and_then(Iterator::collect);
    found.at("symbol_metrics")
}
