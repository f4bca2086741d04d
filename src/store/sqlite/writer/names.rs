//! The search index over names, built on a thread of its own while the rows are written.
//!
//! Building it takes as long as writing all rows. FTS5 keeps an index in ordinary tables, which do
//! not say where they are: so it is built in a file beside the one under construction, and copied
//! over page by page at the end.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};

use super::super::open::uri;

/// Batches of names that wait for the index, a source file each.
const WAITING: usize = 64;

const INDEX: &str = include_str!("../../../../assets/schema/magellan-21-names.sql");

/// Tables in which FTS5 keeps an index, the configuration apart, which is the same in every new one.
const TABLES: [&str; 3] = ["symbol_fts_data", "symbol_fts_idx", "symbol_fts_docsize"];

/// Ids of nodes with their names.
pub(super) type Names = Vec<(i64, String)>;

/// What happens to a source file's names.
enum Change {
    Come(Names),
    Gone(Names),
}

/// The index under construction.
pub(super) struct NamesIndex {
    path: PathBuf,
    /// There until the index is complete.
    changes: Option<SyncSender<Change>>,
    builder: Option<JoinHandle<rusqlite::Result<()>>>,
}

impl NamesIndex {
    /// Begins an index in a new file at `path`.
    pub(super) fn begin(path: &Path) -> rusqlite::Result<NamesIndex> {
        let path = std::path::absolute(path).map_err(|_| rusqlite::Error::InvalidPath(path.to_owned()))?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_URI
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(uri(&path, "?mode=rwc"), flags)?;
        connection.pragma_update(None, "page_size", 4096)?;
        connection.pragma_update(None, "journal_mode", "OFF")?;
        connection.pragma_update(None, "synchronous", "OFF")?;
        connection.execute_batch(INDEX)?;
        let (changes, waiting) = sync_channel(WAITING);
        let builder = std::thread::Builder::new()
            .name("names".to_owned())
            .spawn(move || build(&connection, &waiting))
            .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
        Ok(NamesIndex { path, changes: Some(changes), builder: Some(builder) })
    }

    /// Takes the names of one file.
    pub(super) fn put(&self, names: Names) {
        self.send(Change::Come(names));
    }

    /// Takes the names of one file back.
    pub(super) fn remove(&self, names: Names) {
        self.send(Change::Gone(names));
    }

    fn send(&self, change: Change) {
        if let Some(changes) = &self.changes {
            // A builder that failed takes nothing any more; why is said at the end.
            let _ = changes.send(change);
        }
    }

    /// Waits until everything that was sent is in the index.
    fn complete(&mut self) -> rusqlite::Result<()> {
        self.changes = None;
        match self.builder.take() {
            Some(builder) => builder.join().unwrap_or(Err(rusqlite::Error::UnwindingPanic)),
            None => Ok(()),
        }
    }

    /// Completes the index and puts it into `connection`, which must not be in a transaction. Makes the
    /// index's table there.
    pub(super) fn finish(mut self, connection: &Connection) -> rusqlite::Result<()> {
        self.complete()?;
        // Both files are new and our own: what guards against a stranger's is not needed here.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)?;
        let before = connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 1)?;
        connection.execute_batch(INDEX)?;
        connection.execute("ATTACH ?1 AS names", [uri(&self.path, "?mode=ro")])?;
        for table in TABLES {
            // Emptied first: SQLite copies whole pages into an empty table of the same shape.
            connection.execute_batch(&format!(
                "DELETE FROM main.{table}; INSERT INTO main.{table} SELECT * FROM names.{table};"
            ))?;
        }
        connection.execute_batch("DETACH names")?;
        connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, before)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        Ok(())
    }
}

impl Drop for NamesIndex {
    fn drop(&mut self) {
        // Not left to run on: its file is about to be removed. Whoever drops it wants no index.
        let _ = self.complete();
    }
}

fn build(connection: &Connection, waiting: &Receiver<Change>) -> rusqlite::Result<()> {
    connection.execute_batch("BEGIN")?;
    {
        let mut insert = connection.prepare("INSERT INTO symbol_fts(rowid, name) VALUES (?1, ?2)")?;
        for change in waiting {
            match change {
                Change::Come(names) => {
                    for (id, name) in names {
                        insert.execute((id, name))?;
                    }
                }
                Change::Gone(names) => {
                    let mut remove = connection.prepare(
                        "INSERT INTO symbol_fts(symbol_fts, rowid, name) VALUES ('delete', ?1, ?2)",
                    )?;
                    for (id, name) in names {
                        remove.execute((id, name))?;
                    }
                }
            }
        }
    }
    connection.execute_batch("COMMIT")
}
