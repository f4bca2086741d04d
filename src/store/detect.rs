//! Opening a path: which engine is it, and is it a database at all?

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Engine, NewDatabase, Result, Store, StoreError, Writer};

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
    Err(StoreError::NotFound { path: path.to_owned() })
}

/// Opens a database for reading. Never creates one.
///
/// # Errors
/// Where it is no database that we can read; the error says why and what to do.
pub fn open(path: &Path) -> Result<Arc<dyn Store>> {
    Err(StoreError::NotFound { path: path.to_owned() })
}

/// Opens an index of our own for writing, and takes its lock.
///
/// # Errors
/// [`StoreError::Foreign`] for a file that Magellan made, [`StoreError::Locked`] while another
/// writer is at it, and as [`open`].
pub fn open_writer(path: &Path) -> Result<Box<dyn Writer>> {
    Err(StoreError::NotFound { path: path.to_owned() })
}

/// Begins a new database beside `path`; it appears there when the writer commits.
///
/// # Errors
/// Where something is there already, another writer is making it, or the folder cannot be written.
pub fn create(path: &Path, engine: Engine, new: &NewDatabase<'_>) -> Result<Box<dyn Writer>> {
    let _ = (engine, new);
    Err(StoreError::NotFound { path: path.to_owned() })
}

/// The database to explore for a folder of source: our index (`.magellan/tui.db`, or that in the
/// user's cache folder), else Magellan's own (`.magellan/magellan.db`); `None` where there is none.
pub fn find_database(folder: &Path) -> Option<PathBuf> {
    let _ = folder;
    None
}

/// Where the index of a folder is to be kept: its `.magellan/tui.db`, or where that cannot be written,
/// a place under the user's cache folder that is this folder's own. Makes the folder, with a
/// `.gitignore` of its own.
///
/// # Errors
/// Where neither can be written.
pub fn default_index_path(folder: &Path) -> Result<PathBuf> {
    Ok(folder.join(".magellan/tui.db"))
}
