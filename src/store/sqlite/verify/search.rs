//! FTS5's own check, on a copy.
//!
//! SQLite's check does not see an index that disagrees with the table that it is of; FTS5's does, but it is
//! asked for with an INSERT. So it runs on a temporary copy, and never on the file itself.

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, ErrorCode};
use tempfile::TempDir;

use super::super::error::io_error;
use super::super::open::{BUSY, harden};
use super::super::reader::SqliteReader;
use super::super::row::text;
use crate::store::verify::Progress;
use crate::store::{Result, Store, Verification};

/// Pages that are copied between two calls of `progress`.
const PAGES: i32 = 4096;

/// Checks every FTS5 table; `false` where `progress` ended it.
pub(super) fn check(
    reader: &SqliteReader<'_>,
    found: &mut Verification,
    progress: Progress<'_>,
) -> Result<bool> {
    let tables = match reader.all(
        "sqlite_schema",
        "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%'",
        [],
        |row| (text(row, 0), text(row, 1).to_lowercase()),
    ) {
        Ok(tables) => tables,
        Err(error) => {
            found.damage.push(super::told(error)?);
            return Ok(true);
        }
    };
    let tables: Vec<(String, String)> = tables.into_iter().filter(|(_, sql)| sql.contains("fts5")).collect();
    if tables.is_empty() {
        return Ok(true);
    }
    let views =
        reader.all("sqlite_schema", "SELECT name FROM sqlite_schema WHERE type = 'view'", [], |row| {
            text(row, 0).to_lowercase()
        })?;
    let folder = TempDir::new().map_err(|error| io_error(reader.store.path(), "read", error))?;
    let copied = reader.with("sqlite_schema", |connection| copy(connection, &folder, progress));
    let copied = match copied {
        Ok(Some(copied)) => copied,
        Ok(None) => {
            found.notes.push("ended early, before the search indexes were checked".to_owned());
            return Ok(false);
        }
        Err(error) => {
            found
                .notes
                .push(format!("the search indexes were not checked, since no copy could be made: {error}"));
            return Ok(true);
        }
    };
    for (table, sql) in &tables {
        // A view can run any query, at any cost.
        if views.iter().any(|view| sql.contains(view.as_str())) {
            found.notes.push(format!("{table}: not checked, since it is of a view"));
            continue;
        }
        found.checked.push((format!("search index {table}"), 1));
        let quoted = format!("\"{}\"", table.replace('"', "\"\""));
        let insert = format!("INSERT INTO {quoted}({quoted}, rank) VALUES ('integrity-check', 1)");
        match copied.execute(&insert, []) {
            Ok(_) => {}
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt) => {
                found.damage.push(format!("{table}: the search index does not agree with what it is of"));
            }
            Err(error) => found.notes.push(format!("{table}: cannot be checked: {error}")),
        }
    }
    Ok(true)
}

/// Copies the database as the reader sees it.
fn copy(from: &Connection, folder: &TempDir, progress: Progress<'_>) -> rusqlite::Result<Option<Connection>> {
    let mut to = Connection::open(folder.path().join("copy.db"))?;
    harden(&to)?;
    to.busy_timeout(BUSY)?;
    to.pragma_update(None, "synchronous", "OFF")?;
    let backup = Backup::new(from, &mut to)?;
    let mut copied = 0;
    loop {
        match backup.step(PAGES)? {
            StepResult::Done => break,
            StepResult::More => copied += PAGES.unsigned_abs(),
            // Another process is about to write: it is soon done.
            _ => std::thread::sleep(std::time::Duration::from_millis(5)),
        }
        if !progress("a copy for the search indexes", copied.into()) {
            return Ok(None);
        }
    }
    drop(backup);
    Ok(Some(to))
}
