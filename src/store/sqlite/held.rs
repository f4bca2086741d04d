//! Which database files this process has open.
//!
//! POSIX drops all locks that a process has on a file when it closes *any* descriptor of it, so a
//! plain read of a database that SQLite has open here would take its locks away, and another
//! process could then truncate the write-ahead log under it. Whoever reads a database's bytes
//! without SQLite asks here first.

use std::collections::HashMap;
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

/// Device and inode: what a file is, whatever it is called.
type Identity = (u64, u64);

static OPEN: LazyLock<Mutex<HashMap<Identity, usize>>> = LazyLock::new(Mutex::default);

fn open_files() -> MutexGuard<'static, HashMap<Identity, usize>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn identity(metadata: &Metadata) -> Identity {
    (metadata.dev(), metadata.ino())
}

/// Says that SQLite has the file open, while it lives. Take it before a connection is opened, and
/// drop it after the last one is closed.
#[derive(Debug)]
pub(super) struct Held(Identity);

impl Held {
    /// Marks the file at `path` as open.
    pub(super) fn new(path: &Path) -> std::io::Result<Held> {
        let identity = identity(&std::fs::metadata(path)?);
        *open_files().entry(identity).or_insert(0) += 1;
        Ok(Held(identity))
    }

    /// Whether the file is still the one at `path`.
    pub(super) fn is_at(&self, path: &Path) -> std::io::Result<bool> {
        Ok(identity(&std::fs::metadata(path)?) == self.0)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut files = open_files();
        if let Some(count) = files.get_mut(&self.0) {
            *count -= 1;
            if *count == 0 {
                files.remove(&self.0);
            }
        }
    }
}

/// Runs `read`, which may open and close the file, unless SQLite has it open here: then `None`.
/// No connection is opened meanwhile.
pub(in crate::store) fn reading<T>(metadata: &Metadata, read: impl FnOnce() -> T) -> Option<T> {
    let files = open_files();
    if files.contains_key(&identity(metadata)) { None } else { Some(read()) }
}
