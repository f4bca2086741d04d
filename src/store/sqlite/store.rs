//! An open SQLite file: its connections, handed out one a reader.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use super::columns::Columns;
use super::error::{io_error, store_error};
use super::held::Held;
use super::look::look;
use super::open::Source;
use super::reader::SqliteReader;
use super::verify::{check_beside, verify};
use crate::store::{Origin, Reader, Result, Store, StoreError, Verification};

/// The newest schema of Magellan that we know.
pub(super) const MAGELLAN_SCHEMA: i64 = 21;

/// The newest version of our own tables that we know.
pub(super) const TUI_FORMAT: i64 = 2;

/// Connections that are kept for the next reader.
const IDLE: usize = 8;

/// An open SQLite file in Magellan's schema.
#[derive(Debug)]
pub(in crate::store) struct SqliteStore {
    path: PathBuf,
    origin: Origin,
    /// The version of our own tables; 0 in a foreign file.
    pub(super) format: i64,
    idle: Mutex<Vec<Connection>>,
    /// Never used for anything but asking for the data version: the pragma tells changes since this
    /// very connection asked last.
    watch: Mutex<Connection>,
    pub(super) columns: Columns,
    pub(super) notices: Vec<String>,
    source: Source,
    /// Last, so that it goes after the connections.
    held: Held,
}

impl SqliteStore {
    /// Opens a file for reading.
    pub(in crate::store) fn open(path: &Path) -> Result<SqliteStore> {
        let file = std::fs::canonicalize(path).map_err(|error| io_error(path, "read", error))?;
        look(path, &file)?;
        let held = Held::new(&file).map_err(|error| io_error(path, "read", error))?;
        let (source, connection, mut notices) = Source::find(path, file)?;
        let Inspected { columns, format, schema } = Inspected::read(path, &connection)?;
        if schema > MAGELLAN_SCHEMA {
            notices.push(format!(
                "schema {schema} is newer than the {MAGELLAN_SCHEMA} that this program knows: some things may be missing"
            ));
        }
        let watch = source.connect()?;
        Ok(SqliteStore {
            path: path.to_owned(),
            origin: if format.is_some() { Origin::Own } else { Origin::Magellan },
            format: format.unwrap_or_default(),
            idle: Mutex::new(vec![connection]),
            watch: Mutex::new(watch),
            columns,
            notices,
            source,
            held,
        })
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A reader of what is there now.
    pub(super) fn snapshot(&self) -> Result<SqliteReader<'_>> {
        let taken = self.idle().pop();
        self.check_in_place()?;
        let connection = match taken {
            Some(connection) => connection,
            None => {
                let connection = self.source.connect()?;
                self.check_in_place()?;
                connection
            }
        };
        SqliteReader::begin(self, connection)
    }

    /// Fails where another file stands in the place of the one that was opened, or none: connections that are made then are not to
    /// the same database as those before. Cost: a look at the file's inode.
    fn check_in_place(&self) -> Result<()> {
        let Some(file) = self.source.shared() else { return Ok(()) };
        match self.held.is_at(file) {
            Ok(true) => Ok(()),
            Ok(false) => Err(StoreError::Replaced { path: self.path.clone() }),
            Err(error) => Err(io_error(&self.path, "read", error)),
        }
    }

    /// Whether the file has a log, where a connection does not say.
    pub(super) fn has_log(&self) -> Option<bool> {
        self.source.has_log()
    }

    /// Takes a connection back from a reader.
    pub(super) fn give_back(&self, connection: Connection) {
        let mut idle = self.idle();
        if idle.len() < IDLE {
            idle.push(connection);
        }
    }
}

impl Store for SqliteStore {
    fn path(&self) -> &Path {
        &self.path
    }

    fn origin(&self) -> Origin {
        self.origin
    }

    fn reader(&self) -> Result<Box<dyn Reader + '_>> {
        Ok(Box::new(self.snapshot()?))
    }

    fn generation(&self) -> Result<u64> {
        self.check_in_place()?;
        let watch = self.watch.lock().unwrap_or_else(PoisonError::into_inner);
        let version = watch
            .query_row("PRAGMA data_version", [], |row| Ok(super::row::unsigned(row, 0)))
            .map_err(|error| store_error(&self.path, None, "asking for changes of", &error))?;
        Ok(version)
    }

    fn verify(&self, progress: &mut dyn FnMut(&str, u64) -> bool) -> Result<Verification> {
        verify(self, progress)
    }

    fn check_unchanged(&self) -> Result<()> {
        match self.source.is_changed() {
            true => Err(StoreError::Locked { path: self.path.clone() }),
            false => Ok(()),
        }
    }

    fn check_beside(&self, progress: &mut dyn FnMut(&str, u64) -> bool) -> Result<Vec<String>> {
        check_beside(self, progress)
    }
}

/// What must be known of a file before anything in it can be read.
pub(super) struct Inspected {
    columns: Columns,
    /// The version of our own tables, where it has them.
    format: Option<i64>,
    schema: i64,
}

impl Inspected {
    /// Finds it out, or why the file is refused.
    pub(super) fn read(path: &Path, connection: &Connection) -> Result<Inspected> {
        let failed = |error| store_error(path, Some("sqlite_schema"), "reading", &error);
        let columns = Columns::read(connection).map_err(failed)?;
        for missing in ["magellan_meta", "graph_entities"] {
            if !columns.has(missing) {
                return Err(StoreError::NotMagellan { path: path.to_owned(), missing });
            }
        }
        let format = format(path, connection, &columns)?;
        let schema = schema_version(path, connection, &columns)?;
        Ok(Inspected { columns, format, schema })
    }
}

/// The version of our own tables, where it has them: one that we know.
fn format(path: &Path, connection: &Connection, columns: &Columns) -> Result<Option<i64>> {
    if !columns.has("tui_meta") {
        return Ok(None);
    }
    let found: i64 = connection
        .query_row("SELECT max(CAST(value AS INTEGER)) FROM tui_meta WHERE key = 'format'", [], |row| {
            Ok(super::row::int(row, 0))
        })
        .map_err(|error| store_error(path, Some("tui_meta"), "reading", &error))?;
    if found > TUI_FORMAT {
        return Err(StoreError::Newer { path: path.to_owned(), found, known: TUI_FORMAT });
    }
    Ok(Some(found))
}

/// Magellan's schema version; 0 where the file does not say.
fn schema_version(path: &Path, connection: &Connection, columns: &Columns) -> Result<i64> {
    let sql = format!(
        "SELECT max({}) FROM magellan_meta",
        columns.select("magellan_meta", &["magellan_schema_version"])
    );
    connection
        .query_row(&sql, [], |row| Ok(super::row::int(row, 0)))
        .map_err(|error| store_error(path, Some("magellan_meta"), "reading", &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_takes_the_place_of_an_open_one_is_not_taken_for_it() {
        let folder = tempfile::tempdir().unwrap();
        let (path, other) = (folder.path().join("x.db"), folder.path().join("other.db"));
        for path in [&path, &other] {
            let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/magellan-4.17.0.db");
            std::fs::copy(fixture, path).unwrap();
        }
        let store = SqliteStore::open(&path).unwrap();
        let reader = store.reader().unwrap();
        std::fs::rename(&other, &path).unwrap();
        assert!(reader.counts().is_ok(), "what was begun goes on");
        drop(reader);
        assert!(matches!(store.reader().err(), Some(StoreError::Replaced { .. })));
        assert!(matches!(store.generation(), Err(StoreError::Replaced { .. })));
        std::fs::remove_file(&path).unwrap();
        assert!(matches!(store.reader().err(), Some(StoreError::NotFound { .. })));
    }

    #[test]
    fn reads_of_a_session_wait_longer_than_opening() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.db");
        let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/magellan-4.17.0.db");
        std::fs::copy(fixture, &path).unwrap();
        let store = SqliteStore::open(&path).unwrap();
        let waits = |connection: &Connection| -> u128 {
            connection
                .query_row("PRAGMA busy_timeout", [], |row| row.get::<_, i64>(0))
                .unwrap()
                .unsigned_abs()
                .into()
        };
        assert_eq!(
            store.idle().iter().map(waits).collect::<Vec<_>>(),
            [super::super::open::BUSY.as_millis()]
        );
        assert_eq!(waits(&store.watch.lock().unwrap()), super::super::open::BUSY.as_millis());
    }
}
