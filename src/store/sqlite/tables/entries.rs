//! `sqlite_schema`, written by hand.

use std::collections::HashMap;

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::super::columns::quoted;
use super::super::row::{int, text};
use crate::store::SchemaEntry;

/// Whether an entry is of a table that holds rows itself.
pub(in crate::store::sqlite) fn is_table(entry: &SchemaEntry) -> bool {
    entry.has_pages && entry.kind == "table"
}

/// Whether an entry is of an index.
pub(in crate::store::sqlite) fn is_index(entry: &SchemaEntry) -> bool {
    entry.has_pages && entry.kind == "index"
}

/// Lets the schema be written.
pub(in crate::store::sqlite) fn free_hand(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)?;
    connection.execute_batch("PRAGMA writable_schema = ON")
}

/// The first page of each table, by its name.
pub(in crate::store::sqlite) fn pages(connection: &Connection) -> rusqlite::Result<HashMap<String, i64>> {
    let mut select = connection.prepare("SELECT name, rootpage FROM main.sqlite_schema")?;
    select.query_map([], |row| Ok((text(row, 0), int(row, 1))))?.collect()
}

/// Writes an entry with the first page of what it is of, 0 where it has none; at its place in the order or, where
/// that is `None`, as the last.
pub(in crate::store::sqlite) fn put_entry(
    connection: &Connection,
    place: Option<i64>,
    entry: &SchemaEntry,
    page: i64,
) -> rusqlite::Result<()> {
    let sql = "INSERT INTO main.sqlite_schema (rowid, type, name, tbl_name, rootpage, sql)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let SchemaEntry { kind, name, table, sql: made_by, .. } = entry;
    connection.prepare_cached(sql)?.execute((place, kind, name, table, page, made_by)).map(drop)
}

/// Has SQLite read the schema as it is now, and lets nobody write it any more.
pub(in crate::store::sqlite) fn read_again(connection: &Connection) -> rusqlite::Result<()> {
    connection.flush_prepared_statement_cache();
    connection.execute_batch("PRAGMA writable_schema = RESET")?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.query_row("SELECT count(*) FROM main.sqlite_schema", [], |_| Ok(()))
}

/// The statement that fills an index from its table. Functions in it are called, and nothing else that the
/// schema says is run.
pub(super) fn filling(index: &SchemaEntry) -> String {
    // With the name of the database before it, it is no name of a collation.
    format!("REINDEX main.{}", quoted(&index.name))
}

/// Fills an index from its table.
pub(in crate::store::sqlite) fn fill_index(
    connection: &Connection,
    index: &SchemaEntry,
) -> rusqlite::Result<()> {
    connection.prepare(&filling(index))?.execute([]).map(drop)
}
