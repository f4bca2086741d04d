//! Opening a path: which engine is it, and is it a database at all?

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::kv::{self, KvImport, KvStore, KvWriter, identify_folder};
use super::sqlite::{self, SqliteImport, SqliteStore, SqliteWriter, reading};
use super::{Content, Engine, Importer, NewDatabase, Reader, Result, Schema, Store, StoreError, Writer};

/// The bytes that a SQLite file begins with.
pub(super) const SQLITE_MAGIC: &[u8] = b"SQLite format 3\0";

/// The bytes that a file of Magellan's removed engine begins with.
const MAG2_MAGIC: &[u8] = b"MAG2";

/// How much of a file is looked at to tell what it is.
const HEAD: u64 = 512;

/// What stands at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A database of an engine.
    Database(Engine),
    /// A folder that is no database: source, perhaps.
    Folder,
}

/// Looks what stands at `path`, by its first bytes alone. Makes and changes nothing.
///
/// # Errors
/// Where it is neither a database nor a folder, or cannot be read: each its own [`StoreError`].
pub fn identify(path: &Path) -> Result<Found> {
    let failed = |source: std::io::Error| {
        let path = path.to_owned();
        match source.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => StoreError::NotFound { path },
            ErrorKind::PermissionDenied => StoreError::Permission { path, access: "read" },
            _ => StoreError::Io { path, source },
        }
    };
    let metadata = std::fs::metadata(path).map_err(failed)?;
    if metadata.is_dir() {
        return Ok(if identify_folder(path)? { Found::Database(Engine::Fjall) } else { Found::Folder });
    }
    if !metadata.is_file() {
        return Err(StoreError::NotADatabase { path: path.to_owned(), what: "not a regular file" });
    }
    if metadata.len() == 0 {
        return Err(StoreError::Empty { path: path.to_owned() });
    }
    let read = || {
        let mut head = Vec::new();
        File::open(path)?.take(HEAD).read_to_end(&mut head)?;
        Ok(head)
    };
    match reading(&metadata, read) {
        // What SQLite has open in this process is a SQLite file.
        None => Ok(Found::Database(Engine::Sqlite)),
        Some(head) => identify_head(path, &head.map_err(failed)?),
    }
}

/// Tells what a file is by its first bytes.
fn identify_head(path: &Path, head: &[u8]) -> Result<Found> {
    let path = path.to_owned();
    if head.starts_with(SQLITE_MAGIC) {
        Ok(Found::Database(Engine::Sqlite))
    } else if head.starts_with(MAG2_MAGIC) {
        Err(StoreError::Mag2 { path })
    } else if head.is_empty() {
        Err(StoreError::Empty { path })
    } else if SQLITE_MAGIC.starts_with(head) {
        let detail = "the file ends within its header".to_owned();
        Err(StoreError::Damaged { path, table: None, detail })
    } else if is_text(head) {
        Err(StoreError::NotADatabase { path, what: "a text file" })
    } else {
        Err(StoreError::NotADatabase { path, what: "a file of another kind" })
    }
}

/// Whether the bytes look like text: UTF-8, but for a character cut off at the end, and no NUL.
fn is_text(head: &[u8]) -> bool {
    let utf8 = match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    utf8 && !head.contains(&0)
}

/// Opens a database for reading. Never creates one.
///
/// # Errors
/// Where it is no database that we can read; the error says why and what to do.
pub fn open(path: &Path) -> Result<Arc<dyn Store>> {
    match identify(path)? {
        Found::Database(Engine::Fjall) => Ok(Arc::new(KvStore::open(path)?)),
        Found::Database(Engine::Sqlite) => Ok(Arc::new(SqliteStore::open(path)?)),
        Found::Folder => Err(StoreError::NotADatabase { path: path.to_owned(), what: "a folder" }),
    }
}

/// Opens an index of our own for writing, and takes its lock; waits for it up to `wait` while another
/// writer, of this process or another, has it.
///
/// # Errors
/// [`StoreError::Foreign`] for a file that Magellan made, [`StoreError::Locked`] while another
/// writer is at it, and as [`open`].
pub fn open_writer(path: &Path, wait: Duration) -> Result<Box<dyn Writer>> {
    match identify(path)? {
        Found::Database(Engine::Fjall) => Ok(Box::new(KvWriter::open(path, wait)?)),
        Found::Database(Engine::Sqlite) => Ok(Box::new(SqliteWriter::open(path, wait)?)),
        Found::Folder => Err(StoreError::NotADatabase { path: path.to_owned(), what: "a folder" }),
    }
}

/// Begins a new database beside `path`; it appears there when the writer commits. Waits up to `wait` while
/// another is making it.
///
/// # Errors
/// Where something is there already, another writer is making it, or the folder is not there
/// ([`StoreError::NoFolder`]) or cannot be written.
pub fn create(path: &Path, engine: Engine, new: &NewDatabase<'_>, wait: Duration) -> Result<Box<dyn Writer>> {
    match engine {
        Engine::Fjall => Ok(Box::new(KvWriter::create(path, new, wait)?)),
        Engine::Sqlite => Ok(Box::new(SqliteWriter::create(path, new, wait)?)),
    }
}

/// What is noted in a database of how it was made of another one: the JSON of a report; `None` where it was
/// not, or is a SQLite file, which has no place for that.
pub fn read_note(path: &Path) -> Option<String> {
    kv::read_note(path)
}

/// Refuses a schema, of the database at `path`, by the name of what no SQLite file can be made of again: an
/// index by a function that this program does not have, say. Cost: the schema is made in memory.
///
/// # Errors
/// [`StoreError::CannotCarry`].
pub fn check_schema(path: &Path, schema: &Schema) -> Result<()> {
    sqlite::check_schema(path, schema)
}

/// Begins a database of the content of another one, `source`, at just the path `at`, where nobody else looks: nothing is to
/// be there, and no lock is taken. Errors name `shown`.
///
/// # Errors
/// Where the place cannot be written.
pub fn import(
    at: &Path,
    shown: &Path,
    engine: Engine,
    content: &Content,
    source: &dyn Reader,
) -> Result<Box<dyn Importer>> {
    match engine {
        Engine::Fjall => Ok(Box::new(KvImport::new(at, shown, content, source)?)),
        Engine::Sqlite => Ok(Box::new(SqliteImport::new(at, shown, content, &source.meta()?)?)),
    }
}
