//! From the opening of a database to the commit: everything that one writer does is in one transaction.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use super::build::{self, Building};
use super::ledger::{self, Ledger};
use super::names::NamesIndex;
use super::parked::Parked;
use super::{At, Failure, Search, SqliteWriter, cross_refs, retake, search};
use crate::store::lock::Lock;
use crate::store::sqlite::error::{io_error, store_error};
use crate::store::sqlite::held::Held;
use crate::store::sqlite::open::connect_writing;
use crate::store::sqlite::store::{SqliteStore, TUI_FORMAT};
use crate::store::{NewDatabase, Origin, Rest, Result, Store, StoreError, Writer};

/// How often the totals are taken again while others go on writing.
const RETAKES: u32 = 3;

/// How much of the database is kept in memory while it is changed, in KiB below 0 as SQLite has it.
const CACHE: i64 = -64 * 1024;

impl SqliteWriter {
    /// Opens an index of our own.
    pub(in crate::store) fn open(path: &Path, wait: Duration) -> Result<SqliteWriter> {
        let store = SqliteStore::open(path)?;
        if store.origin() != Origin::Own {
            return Err(StoreError::Foreign { path: path.to_owned() });
        }
        if store.format < TUI_FORMAT {
            return Err(StoreError::Older { path: path.to_owned(), found: store.format, known: TUI_FORMAT });
        }
        drop(store);
        let lock = Lock::take(path, wait)?;
        let held = Held::new(path).map_err(|error| io_error(path, "write", error))?;
        let connection = connect_writing(path).map_err(|error| store_error(path, None, "opening", &error))?;
        let prepare = || {
            connection.pragma_update(None, "journal_mode", "WAL")?;
            connection.pragma_update(None, "synchronous", "FULL")?;
            connection.pragma_update(None, "cache_size", CACHE)?;
            connection.pragma_update(None, "temp_store", "MEMORY")?;
            connection.pragma_update(None, "wal_autocheckpoint", 0)?;
            search::take_over(&connection)
        };
        let is_ours = prepare().map_err(|error| store_error(path, None, "opening", &error))?;
        let index = if is_ours { Search::AtCommit } else { Search::Triggers };
        let mut writer = SqliteWriter::over(path, connection, index, held, lock);
        // Now, so that the states of files that somebody else has changed are read as such.
        if !writer.write(ledger::holds)? {
            retake::retake(&writer.path, &mut writer.connection)?;
        }
        Ok(writer)
    }

    /// A writer over an open connection to an index of our own.
    pub(super) fn over(
        path: &Path,
        connection: Connection,
        index: Search,
        held: Held,
        lock: Lock,
    ) -> SqliteWriter {
        SqliteWriter {
            path: path.to_owned(),
            connection,
            index,
            building: None,
            begun: false,
            ledger: Ledger::default(),
            settled: false,
            _held: held,
            _lock: Some(lock),
        }
    }

    /// Begins a new database beside `path`.
    pub(in crate::store) fn create(
        path: &Path,
        new: &NewDatabase<'_>,
        wait: Duration,
    ) -> Result<SqliteWriter> {
        let lock = Lock::take(path, wait)?;
        SqliteWriter::build(path, Building::start(path)?, new, Some(lock))
    }

    /// Begins a new database; errors name `path`.
    pub(super) fn build(
        path: &Path,
        building: Building,
        new: &NewDatabase<'_>,
        lock: Option<Lock>,
    ) -> Result<SqliteWriter> {
        let held = Held::new(building.path()).map_err(|error| io_error(path, "write", error))?;
        let connection = connect_writing(building.path())
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
            ledger: Ledger::default(),
            settled: false,
            _held: held,
            _lock: lock,
        })
    }

    pub(super) fn write<T>(
        &self,
        write: impl FnOnce(&Connection) -> std::result::Result<T, Failure>,
    ) -> Result<T> {
        write(&self.connection)
            .map_err(|failure| store_error(&self.path, Some(failure.table), "writing", &failure.error))
    }

    /// Runs `write` in the transaction that ends with the commit. It begins with the first change,
    /// so that others can write while files are still being read.
    pub(super) fn change<T>(
        &mut self,
        write: impl FnOnce(&Connection, &mut Ledger) -> std::result::Result<T, Failure>,
    ) -> Result<T> {
        if !self.begun {
            self.begin()?;
            self.begun = true;
            self.write(cross_refs::begin)?;
            self.write(search::begin)?;
        }
        write(&self.connection, &mut self.ledger)
            .map_err(|failure| store_error(&self.path, Some(failure.table), "writing", &failure.error))
    }

    /// Begins a transaction in which nobody else has written since the totals were kept.
    pub(super) fn begin(&mut self) -> Result<()> {
        let at = "sqlite_schema";
        for _ in 0..RETAKES {
            self.write(|connection| connection.execute_batch("BEGIN IMMEDIATE").at(at))?;
            if self.building.is_some() {
                return Ok(());
            }
            let read = |connection: &Connection| match ledger::holds(connection)? {
                true => Ledger::read(connection).map(Some),
                false => Ok(None),
            };
            match self.write(read) {
                Ok(Some(ledger)) => {
                    self.ledger = ledger;
                    return Ok(());
                }
                Ok(None) => {}
                Err(error) => {
                    self.roll_back();
                    return Err(error);
                }
            }
            self.roll_back();
            retake::retake(&self.path, &mut self.connection)?;
        }
        Err(StoreError::Locked { path: self.path.clone() })
    }

    pub(super) fn roll_back(&self) {
        // Where it fails the connection is of no more use, and the next statement says so.
        let _ = self.connection.execute_batch("ROLLBACK");
    }

    /// Commits. What `add` does comes into a database under construction as the last.
    pub(super) fn complete(mut self: Box<Self>, add: impl FnOnce(&Connection) -> Result<()>) -> Result<Rest> {
        if !self.settled {
            self.settle()?;
        }
        self.change(|connection, ledger| {
            ledger.write(connection)?;
            connection.execute_batch("COMMIT").at("sqlite_schema")
        })?;
        // In this order, so that where something fails the lock goes last.
        let SqliteWriter { _lock, _held: held, building, index, connection, path, .. } = *self;
        let is_ours = matches!(index, Search::AtCommit);
        if let Search::Beside(names) = index {
            names
                .finish(&connection)
                .and_then(|()| build::triggers(&connection))
                .map_err(|error| store_error(&path, Some("symbol_fts"), "writing", &error))?;
        }
        let Some(building) = building else {
            return Ok(Rest::of(Parked::new(path, connection, is_ours, held)));
        };
        add(&connection)?;
        connection
            .pragma_update(None, "journal_mode", "WAL")
            .and_then(|()| connection.close().map_err(|(_, error)| error))
            .map_err(|error| store_error(&path, None, "finishing", &error))?;
        drop(held);
        building.publish(&path).map(|()| Rest::default())
    }
}
