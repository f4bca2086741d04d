//! What a writer leaves open behind its commit.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;

use super::{Search, SqliteWriter};
use crate::store::lock::Lock;
use crate::store::rest::{Left, Until};
use crate::store::sqlite::error::store_error;
use crate::store::sqlite::held::Held;
use crate::store::sqlite::open::BUSY;
use crate::store::sqlite::row::unsigned;
use crate::store::{Result, Writer};

/// How long the log is waited for at the end; readers that are still at it only keep it longer.
const CHECKPOINT_BUSY: Duration = Duration::from_millis(100);

/// The connection of a writer that has committed, for the next one: what it read is in its memory, and what it did is
/// compiled.
pub(super) struct Parked {
    path: PathBuf,
    /// SQLite's number for the state of the file as this connection left it.
    version: Option<u64>,
    /// Until another writer has it.
    opened: Option<Opened>,
}

/// What both writers have open.
struct Opened {
    connection: Connection,
    is_ours: bool,
    // Last: it goes when the connection is closed.
    held: Held,
}

impl Parked {
    /// Keeps a connection outside of any transaction; `is_ours` where the search index is kept at commits.
    pub(super) fn new(path: PathBuf, connection: Connection, is_ours: bool, held: Held) -> Parked {
        let version = version(&connection).ok();
        Parked { path, version, opened: Some(Opened { connection, is_ours, held }) }
    }

    /// Whether the file at `path` is the one that was committed to, in that state.
    fn is_as_left(&self, path: &Path) -> bool {
        let Some(Opened { connection, held, .. }) = &self.opened else { return false };
        let is_at = || held.is_at(path).unwrap_or(false);
        self.path == path && is_at() && self.version.is_some() && version(connection).ok() == self.version
    }
}

impl Left for Parked {
    fn tidy(&mut self, until: Until) {
        let Some(Opened { connection, .. }) = &self.opened else { return };
        // What is committed is durable already; this only makes the log short again.
        let checkpoint = match until {
            // Readers see no difference, and the next transaction begins at the log's start.
            Until::NextCommit => "PRAGMA wal_checkpoint(PASSIVE)",
            Until::Closed => "PRAGMA wal_checkpoint(TRUNCATE)",
        };
        let _ = connection.busy_timeout(CHECKPOINT_BUSY);
        let _ = connection.query_row(checkpoint, [], |_| Ok(()));
    }

    fn writer(&mut self, path: &Path, wait: Duration) -> Result<Option<Box<dyn Writer>>> {
        if self.opened.is_none() {
            return Ok(None);
        }
        let lock = Lock::take(path, wait)?;
        // Under the lock, so that no writer of ours comes in between.
        if !self.is_as_left(path) {
            return Ok(None);
        }
        let Some(Opened { connection, is_ours, held }) = self.opened.take() else { return Ok(None) };
        let patient = connection.busy_timeout(BUSY);
        patient.map_err(|error| store_error(path, None, "opening", &error))?;
        let index = if is_ours { Search::AtCommit } else { Search::Triggers };
        Ok(Some(Box::new(SqliteWriter::over(path, connection, index, held, lock))))
    }
}

fn version(connection: &Connection) -> rusqlite::Result<u64> {
    connection.query_row("PRAGMA data_version", [], |row| Ok(unsigned(row, 0)))
}
