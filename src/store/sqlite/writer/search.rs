//! The search index over names in a database that is whole.
//!
//! Magellan's triggers keep it row by row, and FTS5 then writes a piece of index for every row. Most
//! names are the same after a file is put again: so the triggers are turned off for our connection
//! alone, and what has changed is told to the index at the end, all at once.

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::super::reader::SLOT_MASK;
use super::super::row::optional_text;
use super::build::TRIGGERS;
use super::{At, Failure};
use crate::model::NodeId;

/// Takes over from the triggers; `false` where they are not the ones that this file knows how to do
/// without. Then they stay at work.
pub(super) fn take_over(connection: &Connection) -> rusqlite::Result<bool> {
    let mut statement = connection
        .prepare("SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name <> 'token_content'")?;
    let found: Vec<Option<String>> =
        statement.query_map([], |row| Ok(optional_text(row, 0)))?.collect::<rusqlite::Result<_>>()?;
    let is_known = |sql: &Option<String>| sql.as_ref().is_some_and(|sql| TRIGGERS.contains(sql.as_str()));
    let known = found.len() == TRIGGERS.matches("CREATE TRIGGER").count() && found.iter().all(is_known);
    if known {
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    }
    Ok(known)
}

/// Makes a place for the names of before.
pub(super) fn begin(connection: &Connection) -> Result<(), Failure> {
    connection
        .execute_batch(
            "CREATE TEMP TABLE IF NOT EXISTS touched (file INTEGER PRIMARY KEY);
             CREATE TEMP TABLE IF NOT EXISTS names_before (id INTEGER PRIMARY KEY, name TEXT);",
        )
        .at("symbol_fts")
}

/// Keeps a file's names before it is changed for the first time.
pub(super) fn keep(connection: &Connection, file: NodeId) -> Result<(), Failure> {
    let is_first = connection
        .prepare_cached("INSERT OR IGNORE INTO temp.touched VALUES (?1)")
        .and_then(|mut insert| insert.execute([file.0]))
        .at("symbol_fts")?
        > 0;
    if is_first {
        connection
            .prepare_cached(
                "INSERT INTO temp.names_before SELECT id, name FROM graph_entities WHERE id BETWEEN ?1 AND ?2",
            )
            .and_then(|mut insert| insert.execute([file.0, file.0 | SLOT_MASK]))
            .at("symbol_fts")?;
    }
    Ok(())
}

/// Tells the index which names are gone and which have come. One statement each: FTS5 writes out what
/// it has at the end of every statement.
pub(super) fn finish(connection: &Connection) -> Result<(), Failure> {
    connection
        .execute_batch(&format!(
            "INSERT INTO symbol_fts(symbol_fts, rowid, name)
             SELECT 'delete', b.id, b.name FROM temp.names_before AS b
             LEFT JOIN graph_entities AS e ON e.id = b.id WHERE e.name IS NOT b.name;
             INSERT INTO symbol_fts(rowid, name)
             SELECT e.id, e.name FROM temp.touched AS t
             CROSS JOIN graph_entities AS e ON e.id BETWEEN t.file AND t.file | {SLOT_MASK}
             LEFT JOIN temp.names_before AS b ON b.id = e.id WHERE b.name IS NOT e.name;
             DELETE FROM temp.touched; DELETE FROM temp.names_before;"
        ))
        .at("symbol_fts")
}
