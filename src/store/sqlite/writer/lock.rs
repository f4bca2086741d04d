//! One writer at a time.

use std::fs::{File, OpenOptions, TryLockError};
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
        let file = beside(path, ".lock");
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(&file)
            .map_err(|error| io_error(&file, "write", error))?;
        match file.try_lock() {
            Ok(()) => Ok(Lock(file)),
            Err(TryLockError::WouldBlock) => Err(StoreError::Locked { path: path.to_owned() }),
            Err(TryLockError::Error(error)) => Err(io_error(path, "write", error)),
        }
    }
}
