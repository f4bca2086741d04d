//! The one writer of an index of our own.
//!
//! A new database is built beside its place, without journal and without indexes, and renamed when
//! it is whole; an existing one is changed in one transaction over its write-ahead log.

mod build;
mod cross_refs;
mod encode;
mod graph;
mod names;
mod records;
mod runs;
mod search;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use self::build::Building;
use self::names::NamesIndex;
use super::error::{io_error, store_error};
use super::held::Held;
use super::open::{BUSY, harden, uri};
use super::store::SqliteStore;
use crate::model::{Diagnostic, Execution, FileRecords, FileState, NodeId};
use crate::store::lock::Lock;
use crate::store::{NewDatabase, Origin, Result, Store, StoreError, Writer};

/// How long the log is waited for at the end; readers that are still at it only keep it longer.
const CHECKPOINT_BUSY: Duration = Duration::from_millis(100);

/// How much of the database is kept in memory while it is changed, in KiB below 0 as SQLite has it.
const CACHE: i64 = -64 * 1024;

/// An index of our own that is being written.
pub(in crate::store) struct SqliteWriter {
    path: PathBuf,
    connection: Connection,
    index: Search,
    /// There while the database is under construction.
    building: Option<Building>,
    /// Whether the transaction that holds everything has begun.
    begun: bool,
    /// Whether what is derived from all files is complete.
    settled: bool,
    _held: Held,
    /// Last: it goes when everything else is done.
    _lock: Lock,
}

/// Who keeps the search index over names.
enum Search {
    /// A thread, while the database is under construction.
    Beside(NamesIndex),
    /// This writer, at the end.
    AtCommit,
    /// The triggers of a database that has others than we know.
    Triggers,
}

/// A failure, with the table it happened at; the path is added where it is known.
struct Failure {
    table: &'static str,
    error: rusqlite::Error,
}

/// Says which table a statement was at.
trait At<T> {
    fn at(self, table: &'static str) -> std::result::Result<T, Failure>;
}

impl<T> At<T> for rusqlite::Result<T> {
    fn at(self, table: &'static str) -> std::result::Result<T, Failure> {
        self.map_err(|error| Failure { table, error })
    }
}

impl SqliteWriter {
    /// Opens an index of our own.
    pub(in crate::store) fn open(path: &Path, wait: Duration) -> Result<SqliteWriter> {
        if SqliteStore::open(path)?.origin() != Origin::Own {
            return Err(StoreError::Foreign { path: path.to_owned() });
        }
        let lock = Lock::take(path, wait)?;
        let held = Held::new(path).map_err(|error| io_error(path, "write", error))?;
        let connection = connect(path).map_err(|error| store_error(path, None, "opening", &error))?;
        let prepare = || {
            connection.pragma_update(None, "journal_mode", "WAL")?;
            connection.pragma_update(None, "synchronous", "FULL")?;
            connection.pragma_update(None, "cache_size", CACHE)?;
            connection.pragma_update(None, "temp_store", "MEMORY")?;
            search::take_over(&connection)
        };
        let is_ours = prepare().map_err(|error| store_error(path, None, "opening", &error))?;
        let path = path.to_owned();
        Ok(SqliteWriter {
            path,
            connection,
            index: if is_ours { Search::AtCommit } else { Search::Triggers },
            building: None,
            begun: false,
            settled: false,
            _held: held,
            _lock: lock,
        })
    }

    /// Begins a new database beside `path`.
    pub(in crate::store) fn create(
        path: &Path,
        new: &NewDatabase<'_>,
        wait: Duration,
    ) -> Result<SqliteWriter> {
        let lock = Lock::take(path, wait)?;
        let building = Building::start(path)?;
        let held = Held::new(building.path()).map_err(|error| io_error(path, "write", error))?;
        let connection = connect(building.path())
            .and_then(|connection| build::prepare(&connection, new).map(|()| connection))
            .map_err(|error| store_error(path, None, "creating", &error))?;
        let names = NamesIndex::begin(&building.names_path())
            .map_err(|error| store_error(path, Some("symbol_fts"), "creating", &error))?;
        Ok(SqliteWriter {
            path: path.to_owned(),
            connection,
            index: Search::Beside(names),
            building: Some(building),
            begun: false,
            settled: false,
            _held: held,
            _lock: lock,
        })
    }

    fn write<T>(&self, write: impl FnOnce(&Connection) -> std::result::Result<T, Failure>) -> Result<T> {
        write(&self.connection)
            .map_err(|failure| store_error(&self.path, Some(failure.table), "writing", &failure.error))
    }

    /// Runs `write` in the transaction that ends with the commit. It begins with the first change,
    /// so that others can write while files are still being read.
    fn change<T>(&mut self, write: impl FnOnce(&Connection) -> std::result::Result<T, Failure>) -> Result<T> {
        if !self.begun {
            self.write(|connection| connection.execute_batch("BEGIN IMMEDIATE").at("sqlite_schema"))?;
            self.begun = true;
            self.write(cross_refs::begin)?;
            self.write(search::begin)?;
        }
        self.write(write)
    }

    /// Keeps a file's names of before for the search index, where no trigger sees what becomes of them.
    fn keep_names(&mut self, file: NodeId) -> Result<()> {
        match self.index {
            Search::AtCommit => self.change(|connection| search::keep(connection, file)),
            Search::Beside(_) | Search::Triggers => Ok(()),
        }
    }

    /// Removes a file from a database under construction. As a rule it is not there, and there is no
    /// index yet to find its rows by.
    fn take_back(&mut self, file: NodeId) -> Result<()> {
        let gone = self.change(|connection| records::names(connection, file))?;
        if gone.is_empty() {
            return Ok(());
        }
        self.change(|connection| records::remove(connection, file))?;
        if let Search::Beside(index) = &self.index {
            index.remove(gone);
        }
        Ok(())
    }
}

impl Writer for SqliteWriter {
    fn begin_run(&mut self, run: &Execution) -> Result<()> {
        self.write(|connection| runs::begin(connection, run))
    }

    fn set_root(&mut self, root: &str) -> Result<()> {
        self.change(|connection| {
            let update = "UPDATE magellan_meta SET index_root = ?1";
            connection.execute(update, [root]).map(drop).at("magellan_meta")
        })
    }

    fn put_file(&mut self, records: &FileRecords) -> Result<()> {
        if self.building.is_none() {
            self.keep_names(records.file.id)?;
            return self.change(|connection| records::replace(connection, records));
        }
        self.take_back(records.file.id)?;
        let names = self.change(|connection| records::insert(connection, records))?;
        if let Search::Beside(index) = &self.index {
            index.put(names);
        }
        Ok(())
    }

    fn put_state(&mut self, state: &FileState) -> Result<()> {
        self.change(|connection| records::put_state(connection, state))
    }

    fn remove_file(&mut self, file: NodeId) -> Result<()> {
        if self.building.is_some() {
            return self.take_back(file);
        }
        self.keep_names(file)?;
        self.change(|connection| records::remove(connection, file))
    }

    fn finish_run(&mut self, run: &Execution, diagnostics: &[Diagnostic]) -> Result<()> {
        self.change(|connection| runs::finish(connection, run, diagnostics))
    }

    fn settle(&mut self) -> Result<()> {
        self.change(cross_refs::finish)?;
        match self.index {
            Search::AtCommit => self.write(search::finish)?,
            Search::Beside(_) => self.write(|connection| build::index(connection).at("sqlite_schema"))?,
            Search::Triggers => {}
        }
        self.settled = true;
        Ok(())
    }

    fn commit(mut self: Box<Self>) -> Result<()> {
        if !self.settled {
            self.settle()?;
        }
        self.write(|connection| connection.execute_batch("COMMIT").at("sqlite_schema"))?;
        // In this order, so that where something fails the lock goes last.
        let SqliteWriter { _lock, _held, building, index, connection, path, .. } = *self;
        if let Search::Beside(names) = index {
            names
                .finish(&connection)
                .and_then(|()| build::triggers(&connection))
                .map_err(|error| store_error(&path, Some("symbol_fts"), "writing", &error))?;
        }
        let Some(building) = building else {
            // What is committed is durable already; this only makes the log short again.
            let _ = connection.busy_timeout(CHECKPOINT_BUSY);
            let _ = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
            return Ok(());
        };
        connection
            .pragma_update(None, "journal_mode", "WAL")
            .and_then(|()| connection.close().map_err(|(_, error)| error))
            .map_err(|error| store_error(&path, None, "finishing", &error))?;
        drop(_held);
        building.publish(&path)
    }
}

/// A connection that writes.
fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let path = std::path::absolute(path).map_err(|_| rusqlite::Error::InvalidPath(path.to_owned()))?;
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(uri(&path, "?mode=rw"), flags)?;
    harden(&connection)?;
    connection.busy_timeout(BUSY)?;
    Ok(connection)
}
