//! Where a reader's clone stands, and how it goes when the reader is gone.
//!
//! Tables can only be linked on their own file system: they stand in the folder `views` of the database.
//! All else is a few small files that fjall syncs when it opens them, though they are worth nothing
//! tomorrow: they stand in memory where the system has a folder for that. Where the database's folder cannot be
//! written, everything stands in the system's folder for temporary files.

use std::fs::{self, File, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::clone::{Otherwise, Tables};
use super::error::io_error;
use super::folder::Folder;
use crate::store::Result;

/// What the names of folders outside the database begin with.
const PREFIX: &str = "magellan-tui-";
/// The clone in its folder.
const CLONE: &str = "clone";
/// What the names of the files end in that say that a view is in use.
const LOCK: &str = ".lock";
/// Longest name of a folder in memory, in bytes.
const MAX_NAME: u64 = 256;

/// Whether small files may stand in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Memory {
    Use,
    Avoid,
}

/// The place of a clone. Gone with it.
pub(super) enum Place {
    /// In the database's folder.
    Within(Within),
    /// Somewhere else.
    Elsewhere(TempDir),
}

/// A folder in the database's, and a locked file beside it that says that it is in use.
pub(super) struct Within {
    folder: PathBuf,
    lock: PathBuf,
    _held: File,
    /// Where the small files are; its name stands in the locked file.
    memory: Option<TempDir>,
}

impl Place {
    /// Makes one; whatever goes wrong with the better ones leads to the next best.
    pub(super) fn make(folder: &Folder, memory: Memory) -> Result<Place> {
        sweep(folder);
        match Within::make(&folder.views(), memory) {
            Ok(place) => return Ok(Place::Within(place)),
            Err(error) => tracing::debug!(%error, "no view in the database's folder"),
        }
        let elsewhere = tempfile::Builder::new().prefix(PREFIX).tempdir();
        elsewhere.map(Place::Elsewhere).map_err(|error| io_error(folder.path(), "read", error))
    }

    /// Where the clone is to be made.
    pub(super) fn clone_folder(&self) -> PathBuf {
        match self {
            Place::Within(Within { memory: Some(memory), .. }) => memory.path().join(CLONE),
            Place::Within(Within { folder, .. }) => folder.join(CLONE),
            Place::Elsewhere(folder) => folder.path().join(CLONE),
        }
    }

    /// Where its tables are to be.
    pub(super) fn tables(&self) -> Tables<'_> {
        match self {
            Place::Within(Within { memory: Some(_), folder, .. }) => Tables::At(folder),
            _ => Tables::Within(Otherwise::Symlink),
        }
    }
}

impl Within {
    fn make(views: &Path, memory: Memory) -> std::io::Result<Within> {
        fs::create_dir_all(views)?;
        if !own_folder(views) {
            return Err(std::io::ErrorKind::NotADirectory.into());
        }
        // The name says whose it is: others are told from this process's own.
        let prefix = format!("{}-", std::process::id());
        loop {
            let lock = tempfile::Builder::new().prefix(&prefix).suffix(LOCK).tempfile_in(views)?;
            let (mut held, lock) = lock.keep().map_err(|error| error.error)?;
            // Somebody who sweeps may have been quicker: then its name is gone, too.
            if held.try_lock().is_ok() && lock.exists() {
                let folder = lock.with_extension("");
                fs::create_dir(&folder)?;
                let memory = memories()
                    .filter(|_| memory == Memory::Use)
                    .find_map(|memory| tempfile::Builder::new().prefix(PREFIX).tempdir_in(memory).ok());
                if let Some(name) = memory.as_ref().and_then(|memory| memory.path().file_name()) {
                    held.write_all(name.as_encoded_bytes())?;
                }
                return Ok(Within { folder, lock, _held: held, memory });
            }
        }
    }
}

impl Drop for Within {
    fn drop(&mut self) {
        // What cannot be removed is swept by the next who comes.
        let _ = fs::remove_dir_all(&self.folder);
        let _ = fs::remove_file(&self.lock);
    }
}

/// Whether a folder is one itself, and no link to somebody's.
fn own_folder(folder: &Path) -> bool {
    fs::symlink_metadata(folder).is_ok_and(|found| found.is_dir())
}

/// Folders that are kept in memory, where the system has them.
fn memories() -> impl Iterator<Item = PathBuf> {
    let own = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    own.into_iter()
        .chain([PathBuf::from("/dev/shm")])
        .filter(|folder| folder.is_absolute() && folder.is_dir())
}

/// Removes views of processes that are gone.
pub(super) fn sweep(folder: &Folder) {
    for (lock, _) in locks(folder) {
        if let Ok(file) = File::open(&lock)
            && file.try_lock().is_ok()
        {
            let mut name = String::new();
            let read = file.take(MAX_NAME).read_to_string(&mut name);
            // What cannot be removed harms nobody.
            if read.is_ok() && name.starts_with(PREFIX) && !name.contains('/') {
                memories().for_each(|memory| drop(fs::remove_dir_all(memory.join(&name))));
            }
            let _ = fs::remove_dir_all(lock.with_extension(""));
            let _ = fs::remove_file(&lock);
        }
    }
}

/// Whether another process has the database open.
pub(super) fn is_shared(folder: &Folder) -> bool {
    let own = std::process::id().to_string();
    locks(folder).any(|(lock, process)| {
        process != own
            && File::open(lock).is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
    })
}

/// The locks of all views, with the processes that they are of.
fn locks(folder: &Folder) -> impl Iterator<Item = (PathBuf, String)> {
    let entries = own_folder(&folder.views()).then(|| fs::read_dir(folder.views()));
    let entries = entries.into_iter().flatten().flatten().flatten();
    entries.filter(|entry| entry.file_type().is_ok_and(|sort| sort.is_file())).filter_map(|entry| {
        let name = entry.file_name();
        let name = name.to_str()?;
        let (process, _) = name.strip_suffix(LOCK)?.split_once('-')?;
        Some((entry.path(), process.to_owned()))
    })
}
