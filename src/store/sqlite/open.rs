//! Opening a file for reading, without ever changing it.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use tempfile::TempDir;

use super::error::{io_error, store_error};
use super::header::{Header, LENGTH};
use crate::store::lock::beside;
use crate::store::{Result, StoreError};

/// How long a statement waits for another process's lock.
pub(super) const BUSY: Duration = Duration::from_secs(2);

/// How long opening waits for it: somebody looks at an empty screen meanwhile.
const OPEN_BUSY: Duration = Duration::from_millis(400);

/// Longest text, blob or row that is read or written, in bytes.
const MAX_VALUE: i32 = 256 << 20;

/// How often a copy is tried while another process writes to the original.
const COPY_TRIES: u32 = 3;

/// From where and how the connections of a store are opened.
#[derive(Debug)]
pub(super) struct Source {
    /// The path that was asked for; errors name it.
    pub(super) path: PathBuf,
    /// The file that is opened, free of links (SQLite's own files stand beside that), or a copy.
    file: PathBuf,
    access: Access,
    /// How the file and what stands beside it looked before it was read.
    before: Vec<Option<Stamp>>,
    /// The folder that a copy lives in; goes with the store.
    _copy: Option<TempDir>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Access {
    /// The usual way.
    ReadOnly,
    /// Nobody can change the file: SQLite takes no locks and makes no files beside it.
    Immutable,
    /// A copy of our own, which SQLite may recover from its journal.
    Copy,
}

impl Source {
    /// Finds a way to read the file at `path`, which is `file` without links, and opens a first
    /// connection; with what the user should know about that way.
    pub(super) fn find(path: &Path, file: PathBuf) -> Result<(Source, Connection, Vec<String>)> {
        let before = stamps(&file);
        let mut source =
            Source { path: path.to_owned(), file, access: Access::ReadOnly, before, _copy: None };
        let error = match try_connect(&source.file, source.access, OPEN_BUSY) {
            Ok(connection) => {
                let patient = connection.busy_timeout(BUSY);
                patient.map_err(|error| store_error(path, None, "opening", &error))?;
                return Ok((source, connection, Vec::new()));
            }
            Err(error) => error,
        };
        // A database with a write-ahead log needs a file beside it, even to be read, and one with a
        // left-over journal needs to be recovered: neither works in a folder that we may not write.
        if !matches!(error.sqlite_error_code(), Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly)) {
            return Err(store_error(path, None, "opening", &error));
        }
        let mut notices = Vec::new();
        if holds_bytes(&beside(&source.file, "-wal")) || holds_bytes(&beside(&source.file, "-journal")) {
            let folder = copy(path, &source.file)?;
            source.file = folder.path().join(COPY_NAME);
            source.access = Access::Copy;
            source._copy = Some(folder);
            notices.push(
                "shown from a temporary copy: the folder cannot be written and the database has unsaved \
                 changes in its log; later changes will not be seen"
                    .to_owned(),
            );
        } else {
            source.access = Access::Immutable;
        }
        let connection = source.connect()?;
        Ok((source, connection, notices))
    }

    /// Whether the file has a log, where SQLite does not say: in a file that nobody changes it needs none.
    pub(super) fn has_log(&self) -> Option<bool> {
        if self.access != Access::Immutable {
            return None;
        }
        // No lock is lost by it: SQLite takes none on such a file.
        let mut head = [0; LENGTH];
        File::open(&self.file).and_then(|mut file| file.read_exact(&mut head)).ok()?;
        Header::read(&head, std::fs::metadata(&self.file).ok()?.len()).ok().map(|header| header.has_log)
    }

    /// Whether somebody has changed a file since it was opened that was taken for one that nobody changes. What
    /// was read of it may be of several commits then, and looks damaged at worst.
    pub(super) fn is_changed(&self) -> bool {
        self.access == Access::Immutable && stamps(&self.file) != self.before
    }

    /// The file that is opened, where that is no copy of our own.
    pub(super) fn shared(&self) -> Option<&Path> {
        (self.access != Access::Copy).then_some(&self.file)
    }

    /// Opens another connection.
    pub(super) fn connect(&self) -> Result<Connection> {
        let connection = try_connect(&self.file, self.access, BUSY);
        connection.map_err(|error| store_error(&self.path, None, "opening", &error))
    }
}

/// A connection to a file that takes no locks and makes nothing beside it: for one that nobody changes.
pub(super) fn connect_immutable(path: &Path, file: &Path) -> Result<Connection> {
    let connection = try_connect(file, Access::Immutable, BUSY);
    connection.map_err(|error| store_error(path, None, "opening", &error))
}

/// A connection that writes.
pub(super) fn connect_writing(path: &Path) -> rusqlite::Result<Connection> {
    let path = std::path::absolute(path).map_err(|_| rusqlite::Error::InvalidPath(path.to_owned()))?;
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(uri(&path, "?mode=rw"), flags)?;
    harden(&connection)?;
    connection.busy_timeout(BUSY)?;
    Ok(connection)
}

fn try_connect(file: &Path, access: Access, busy: Duration) -> rusqlite::Result<Connection> {
    let (mode, flags) = match access {
        Access::ReadOnly => ("?mode=ro", OpenFlags::SQLITE_OPEN_READ_ONLY),
        Access::Immutable => ("?mode=ro&immutable=1", OpenFlags::SQLITE_OPEN_READ_ONLY),
        Access::Copy => ("?mode=rw", OpenFlags::SQLITE_OPEN_READ_WRITE),
    };
    let flags = flags | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(uri(file, mode), flags)?;
    harden(&connection)?;
    connection.busy_timeout(busy)?;
    connection.pragma_update(None, "query_only", true)?;
    // SQLite opens lazily: this is the first read of the file.
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(connection)
}

/// Settings of every connection: the file is not trusted.
pub(super) fn harden(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, MAX_VALUE)?;
    connection.set_limit(Limit::SQLITE_LIMIT_SQL_LENGTH, 1 << 20)?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    connection.set_limit(Limit::SQLITE_LIMIT_EXPR_DEPTH, 100)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "mmap_size", 0)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// The path as SQLite's URI, so that a `?`, `#` or `%` in it stays a part of it.
pub(super) fn uri(path: &Path, query: &str) -> String {
    let mut uri = String::from("file:");
    for &byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_' | b'~') {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri.push_str(query);
    uri
}

/// Whether there is a file that is not empty.
pub(super) fn holds_bytes(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|metadata| metadata.len() > 0)
}

/// What the copied database is called in its folder.
const COPY_NAME: &str = "copy.db";

/// Copies a database with its log and journal into a folder of its own.
fn copy(path: &Path, file: &Path) -> Result<TempDir> {
    let failed = |error| io_error(path, "read", error);
    for _ in 0..COPY_TRIES {
        let folder = TempDir::new().map_err(failed)?;
        let before = stamps(file);
        for suffix in SUFFIXES {
            let Some(mut from) = open_existing(&beside(file, suffix)).map_err(failed)? else { continue };
            let mut to = File::create(folder.path().join(format!("{COPY_NAME}{suffix}"))).map_err(failed)?;
            std::io::copy(&mut from, &mut to).map_err(failed)?;
        }
        if stamps(file) == before {
            return Ok(folder);
        }
    }
    Err(StoreError::Locked { path: path.to_owned() })
}

/// The database itself and what may stand beside it and belongs to it.
const SUFFIXES: [&str; 3] = ["", "-wal", "-journal"];

fn open_existing(path: &Path) -> std::io::Result<Option<File>> {
    match File::open(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Length and time of a file.
type Stamp = (u64, std::time::SystemTime);

/// Those of the file and of what may stand beside it, to see whether what was read is of one moment.
pub(super) fn stamps(file: &Path) -> Vec<Option<Stamp>> {
    let stamp = |suffix: &&str| {
        let metadata = std::fs::metadata(beside(file, suffix)).ok()?;
        Some((metadata.len(), metadata.modified().ok()?))
    };
    SUFFIXES.iter().map(stamp).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_signs_of_a_uri_stays_itself() {
        let uri = uri(Path::new("/a b/100%?x=1#y.db"), "?mode=ro");
        assert_eq!(uri, "file:/a%20b/100%25%3Fx%3D1%23y.db?mode=ro");
    }

    #[test]
    fn a_file_that_nobody_should_change_is_watched() {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("x.db");
        std::fs::write(&file, b"database").unwrap();
        let with = |access, file: &Path| Source {
            path: file.to_owned(),
            file: file.to_owned(),
            access,
            before: stamps(file),
            _copy: None,
        };
        let (locked, unlocked) = (with(Access::ReadOnly, &file), with(Access::Immutable, &file));
        assert!(!unlocked.is_changed());
        std::fs::write(beside(&file, "-wal"), b"log").unwrap();
        assert!(unlocked.is_changed());
        assert!(!locked.is_changed(), "SQLite sees to that itself");
        let unlocked = with(Access::Immutable, &file);
        std::fs::write(&file, b"other database").unwrap();
        assert!(unlocked.is_changed());
    }

    #[test]
    fn a_copy_takes_the_log_along() {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("x.db");
        std::fs::write(&file, b"database").unwrap();
        std::fs::write(beside(&file, "-wal"), b"log").unwrap();
        let copied = copy(&file, &file).unwrap();
        assert_eq!(std::fs::read(copied.path().join("copy.db")).unwrap(), b"database");
        assert_eq!(std::fs::read(copied.path().join("copy.db-wal")).unwrap(), b"log");
        assert!(!copied.path().join("copy.db-journal").exists());
    }
}
