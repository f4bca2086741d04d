//! The search index over names, built on a thread of its own while the rows are written.
//!
//! Building it takes as long as writing all rows. FTS5 keeps an index in ordinary tables, which do
//! not say where they are: so it is built in a file beside the one under construction, and copied
//! over page by page at the end.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;

/// Batches of names that wait for the index, a source file each.
const WAITING: usize = 64;

const INDEX: &str = include_str!("../../../../assets/schema/magellan-21-names.sql");

/// Tables in which FTS5 keeps an index, the configuration apart, which is the same in every new one.
const TABLES: [&str; 3] = ["symbol_fts_data", "symbol_fts_idx", "symbol_fts_docsize"];

/// Ids of nodes with their names.
pub(super) type Names = Vec<(i64, String)>;

/// The index under construction.
pub(super) struct NamesIndex {
    path: PathBuf,
    names: SyncSender<Names>,
    builder: JoinHandle<rusqlite::Result<()>>,
}

impl NamesIndex {
    /// Begins an index in a new file at `path`.
    pub(super) fn begin(path: &Path) -> rusqlite::Result<NamesIndex> {
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "page_size", 4096)?;
        connection.pragma_update(None, "journal_mode", "OFF")?;
        connection.pragma_update(None, "synchronous", "OFF")?;
        connection.execute_batch(INDEX)?;
        let (names, waiting) = sync_channel(WAITING);
        let builder = std::thread::Builder::new()
            .name("names".to_owned())
            .spawn(move || build(&connection, &waiting))
            .map_err(|_| rusqlite::Error::InvalidQuery)?;
        Ok(NamesIndex { path: path.to_owned(), names, builder })
    }

    /// Takes the names of one file.
    pub(super) fn put(&self, names: Names) {
        // A builder that failed takes nothing any more; why is said at the end.
        let _ = self.names.send(names);
    }

    /// Completes the index and puts it into `connection`, which must not be in a transaction. Makes the
    /// index's table there.
    pub(super) fn finish(self, connection: &Connection) -> rusqlite::Result<()> {
        drop(self.names);
        // A panic in the builder is a fault of SQLite's callbacks: there are none.
        self.builder.join().unwrap_or(Err(rusqlite::Error::InvalidQuery))?;
        // Both files are new and our own: what guards against a stranger's is not needed here.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)?;
        let before = connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 1)?;
        connection.execute_batch(INDEX)?;
        connection.execute("ATTACH ?1 AS names", [self.path.to_string_lossy()])?;
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

fn build(connection: &Connection, waiting: &Receiver<Names>) -> rusqlite::Result<()> {
    connection.execute_batch("BEGIN")?;
    {
        let mut insert = connection.prepare("INSERT INTO symbol_fts(rowid, name) VALUES (?1, ?2)")?;
        for names in waiting {
            for (id, name) in names {
                insert.execute((id, name))?;
            }
        }
    }
    connection.execute_batch("COMMIT")
}
