//! An index of the chunks of a database: of the texts in them, by the three letters at each place, and of their names
//! and kinds.
//!
//! It stands in a SQLite file of its own, whatever engine has the database, and is made when it is first asked for:
//! a first index of a project takes no longer for it. What it says of a file is as good as that file's hash: an
//! update looks at those alone that have another one. Nothing in it is not in the database, so it may be thrown away
//! at any time, and is where it is damaged or another version made it.

mod find;
mod grams;
mod update;

pub use find::{ChunkKey, ChunkOrder, Wanted};

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;
use tempfile::TempPath;

use super::sqlite::store_error;
use super::{Origin, Result, Store, StoreError};

/// Another one for every change of what stands in the index.
const VERSION: i64 = 3;
/// How long one waits for another program that writes to the index.
const PATIENCE: Duration = Duration::from_secs(5);

const SCHEMA: &str = "
    CREATE TABLE files (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, hash TEXT NOT NULL);
    CREATE TABLE chunks (
        id INTEGER PRIMARY KEY,
        file INTEGER NOT NULL,
        byte_start INTEGER NOT NULL,
        byte_end INTEGER NOT NULL,
        name TEXT NOT NULL,
        qualified TEXT NOT NULL,
        kind TEXT NOT NULL
    );
    CREATE INDEX chunks_by_file ON chunks (file, byte_start, byte_end);
    CREATE INDEX chunks_by_name ON chunks (name);
    CREATE INDEX chunks_by_kind ON chunks (kind);
    CREATE VIRTUAL TABLE words USING fts5(
        text, content='', contentless_delete=1, detail=none, tokenize='trigram'
    );
    CREATE VIRTUAL TABLE grams USING fts5vocab('words', 'row');
";

/// Where the index of a database is.
#[derive(Debug, Clone)]
pub struct WordsPlace {
    path: PathBuf,
    /// One that is there for this program alone, and goes with it.
    _passing: Option<Arc<TempPath>>,
}

impl WordsPlace {
    /// The place for a database: beside it, where it is an index of our own and its folder can be written, else among
    /// the system's temporary files for as long as somebody has this.
    ///
    /// # Errors
    /// Where not even a temporary file can be made.
    pub fn of(store: &dyn Store) -> Result<WordsPlace> {
        if store.origin() == Origin::Own {
            let mut name = OsString::from(store.path());
            name.push(".words");
            let path = PathBuf::from(name);
            if fs::File::options().create(true).append(true).open(&path).is_ok() {
                return Ok(WordsPlace { path, _passing: None });
            }
        }
        let failed = |source| StoreError::Io { path: std::env::temp_dir(), source };
        let file = tempfile::Builder::new().prefix("magellan-tui-words-").tempfile().map_err(failed)?;
        let passing = file.into_temp_path();
        Ok(WordsPlace { path: passing.to_path_buf(), _passing: Some(Arc::new(passing)) })
    }
}

/// The index, open.
pub struct Words {
    connection: Connection,
    path: PathBuf,
}

impl Words {
    /// Opens the index, and makes an empty one where there is none that is whole and of this version.
    ///
    /// # Errors
    /// Where it can be neither read nor made.
    pub fn open(place: &WordsPlace) -> Result<Words> {
        let path = place.path.as_path();
        if let Ok(words) = Words::connect(path)
            && words.is_current()
        {
            return Ok(words);
        }
        Words::remove(path)?;
        let words = Words::connect(path)?;
        let made = format!("BEGIN IMMEDIATE; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;");
        match words.connection.execute_batch(&made) {
            // Another program was as fast.
            Err(_) if words.is_current() => Ok(words),
            made => made.map(|()| words).map_err(|error| failed(path, "making", &error)),
        }
    }

    /// Whether it is of this version.
    fn is_current(&self) -> bool {
        let version = self.connection.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0));
        version.is_ok_and(|version| version == VERSION)
    }

    fn connect(path: &Path) -> Result<Words> {
        let open = || -> rusqlite::Result<Connection> {
            let connection = Connection::open(path)?;
            connection.busy_timeout(PATIENCE)?;
            // What is lost when the machine fails can be made again.
            connection.execute_batch(
                "PRAGMA trusted_schema = OFF; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF",
            )?;
            Ok(connection)
        };
        let connection = open().map_err(|error| failed(path, "opening", &error))?;
        Ok(Words { connection, path: path.to_owned() })
    }

    fn remove(path: &Path) -> Result<()> {
        for ending in ["", "-wal", "-shm"] {
            let mut name = OsString::from(path);
            name.push(ending);
            match fs::remove_file(&name) {
                Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                    return Err(StoreError::Io { path: name.into(), source });
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn failed(&self, doing: &str, error: &rusqlite::Error) -> StoreError {
        failed(&self.path, doing, error)
    }
}

fn failed(path: &Path, doing: &str, error: &rusqlite::Error) -> StoreError {
    store_error(path, None, doing, error)
}
