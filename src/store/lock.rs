//! One writer at a time, in this process or another.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::{Result, StoreError};

/// How often a lock that another holds is tried again.
const AGAIN: Duration = Duration::from_millis(10);

/// The lock on `<database>.lock`. The system lets go of it when the process ends, however it ends;
/// the file stays, since whoever removed it could take it from under one who just opened it.
#[derive(Debug)]
pub(super) struct Lock(#[expect(dead_code, reason = "held, not used")] File);

impl Lock {
    /// Takes the lock, within `wait` if another has it.
    ///
    /// # Errors
    /// [`StoreError::Locked`] where another still has it then; [`StoreError::NoFolder`] or
    /// [`StoreError::Permission`] where there can be no lock.
    pub(super) fn take(path: &Path, wait: Duration) -> Result<Lock> {
        let begin = Instant::now();
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(beside(path, ".lock"))
            .map_err(|error| refused(path, error))?;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Lock(file)),
                Err(TryLockError::WouldBlock) if begin.elapsed() < wait => std::thread::sleep(AGAIN),
                Err(TryLockError::WouldBlock) => return Err(StoreError::Locked { path: path.to_owned() }),
                Err(TryLockError::Error(source)) => {
                    return Err(StoreError::Io { path: path.to_owned(), source });
                }
            }
        }
    }
}

/// A path with `suffix` added to its name: something that is kept beside a database.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.components().as_path().as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Why there can be no lock, said of the database: nobody asked for the lock's own file.
fn refused(path: &Path, error: std::io::Error) -> StoreError {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => {
            StoreError::NoFolder { path: path.to_owned(), folder: folder.to_owned() }
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            StoreError::Permission { path: folder.to_owned(), access: "write" }
        }
        _ => StoreError::Io { path: path.to_owned(), source: error },
    }
}
