//! One writer at a time.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::Path;

use super::super::error::io_error;
use super::super::open::beside;
use crate::store::{Result, StoreError};

/// The lock on `<database>.lock`. The system lets go of it when the process ends, however it ends;
/// the file stays, since whoever removed it could take it from under one who just opened it.
#[derive(Debug)]
pub(super) struct Lock(#[expect(dead_code, reason = "held, not used")] File);

impl Lock {
    /// Takes the lock, or says at once that another has it.
    pub(super) fn take(path: &Path) -> Result<Lock> {
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(beside(path, ".lock"))
            .map_err(|error| refused(path, error))?;
        match file.try_lock() {
            Ok(()) => Ok(Lock(file)),
            Err(TryLockError::WouldBlock) => Err(StoreError::Locked { path: path.to_owned() }),
            Err(TryLockError::Error(error)) => Err(io_error(path, "write", error)),
        }
    }
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
        _ => io_error(path, "write", error),
    }
}
