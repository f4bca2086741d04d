//! A place beside another one, where a database is made before it appears there.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::{CWD, RenameFlags, renameat_with};

use super::detect::SQLITE_MAGIC;
use super::lock::{Lock, beside};
use super::{Engine, Found, Result, StoreError, identify, kv, sqlite};

/// What is added to a place's name for what is made beside it.
const BUILDING: &str = ".building";

/// What SQLite keeps beside a file.
const SIDECARS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// What is left beside a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeftOver {
    /// A copy that did not come to its end, or what it was to replace.
    OfACopy(PathBuf),
    /// Something else, which is not ours to remove.
    InTheWay(PathBuf),
}

/// A place beside another one. Dropped before it is published, what was made there is gone.
#[derive(Debug)]
pub struct Staging {
    place: PathBuf,
    path: PathBuf,
    /// Last: it goes when everything else is done.
    _lock: Lock,
}

impl Staging {
    /// What one that did not come to its end has left beside `place`.
    ///
    /// # Errors
    /// Where it cannot be looked at.
    pub fn left_over(place: &Path) -> Result<Option<LeftOver>> {
        let path = beside(place, BUILDING);
        match is_of_a_copy(&path) {
            // It may have been stopped before the file itself was there, or while it cleaned up.
            Ok(None) => {
                Ok(parts(&path).find(|part| fs::symlink_metadata(part).is_ok()).map(LeftOver::OfACopy))
            }
            Ok(Some(true)) => Ok(Some(LeftOver::OfACopy(path))),
            Ok(Some(false)) => Ok(Some(LeftOver::InTheWay(path))),
            Err(source) => Err(StoreError::Io { path, source }),
        }
    }

    /// Takes the lock on `place`, waiting for it up to `wait`, and removes what another has left there.
    ///
    /// # Errors
    /// [`StoreError::Locked`] while another has it; where the folder is not there or cannot be written, or where
    /// something stands there that no copy has left.
    pub fn begin(place: &Path, wait: Duration) -> Result<Staging> {
        let lock = Lock::take(place, wait)?;
        if let Some(LeftOver::InTheWay(path)) = Staging::left_over(place)? {
            return Err(StoreError::Io { path, source: ErrorKind::AlreadyExists.into() });
        }
        let staging = Staging { place: place.to_owned(), path: beside(place, BUILDING), _lock: lock };
        staging.clear().map_err(|source| staging.failed(source))?;
        Ok(staging)
    }

    /// Where the database is to be made: nothing is there yet.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Keeps a note in the folder that was made, of how it was made.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn note(&self, note: &str) -> Result<()> {
        kv::note(&self.path, note)
    }

    /// Puts what was made at its place, durably and all at once. What stands there is removed where
    /// `replace`.
    ///
    /// # Errors
    /// Where something stands there and is not to be replaced, or another program has it open.
    pub fn publish(self, replace: bool) -> Result<()> {
        if replace && fs::symlink_metadata(&self.place).is_ok() {
            self.swap()?;
        } else {
            self.appear()?;
        }
        let place = std::path::absolute(&self.place).map_err(|source| self.failed(source))?;
        let folder = place.parent().unwrap_or(&place);
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(|source| self.failed(source))
    }

    /// Renames what was made to its place, where nothing is.
    fn appear(&self) -> Result<()> {
        let renamed = renameat_with(CWD, &self.path, CWD, &self.place, RenameFlags::NOREPLACE);
        let renamed = renamed.map_err(std::io::Error::from).or_else(|error| match is_unknown(&error) {
            // The lock keeps our own writers away, others have this moment.
            true if fs::symlink_metadata(&self.place).is_err() => fs::rename(&self.path, &self.place),
            true => Err(ErrorKind::AlreadyExists.into()),
            false => Err(error),
        });
        renamed.map_err(|source| self.failed(source))
    }

    /// Puts what was made in the place of what stands there, which goes.
    fn swap(&self) -> Result<()> {
        if let Ok(Found::Database(Engine::Sqlite)) = identify(&self.place) {
            match sqlite::let_go(&self.place) {
                Err(error @ StoreError::Locked { .. }) => return Err(error),
                // What cannot be read is replaced all the same.
                _ => self.clear_sidecars(&self.place).map_err(|source| self.failed(source))?,
            }
        }
        let swapped = renameat_with(CWD, &self.path, CWD, &self.place, RenameFlags::EXCHANGE);
        let swapped = swapped.map_err(std::io::Error::from).or_else(|error| match is_unknown(&error) {
            true if self.path.is_file() && self.place.is_file() => fs::rename(&self.path, &self.place),
            true => {
                remove(&self.place)?;
                fs::rename(&self.path, &self.place)
            }
            false => Err(error),
        });
        // What stood there is now where the copy was made, and goes from there.
        swapped.map_err(|source| self.failed(source))
    }

    fn clear(&self) -> std::io::Result<()> {
        parts(&self.path).try_for_each(|part| remove(&part))?;
        remove(&self.path)
    }

    fn clear_sidecars(&self, of: &Path) -> std::io::Result<()> {
        SIDECARS.iter().try_for_each(|suffix| remove(&beside(of, suffix)))
    }

    fn failed(&self, source: std::io::Error) -> StoreError {
        match source.kind() {
            ErrorKind::PermissionDenied => {
                StoreError::Permission { path: self.place.clone(), access: "write" }
            }
            _ => StoreError::Io { path: self.place.clone(), source },
        }
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // What stays is in nobody's way: the next one clears it.
        let _ = self.clear();
    }
}

/// What may stand beside a database that is being made.
fn parts(of: &Path) -> impl Iterator<Item = PathBuf> {
    SIDECARS.iter().chain(&[sqlite::NAMES]).map(move |suffix| beside(of, suffix))
}

/// Whether the file system or the system does not know such a way of renaming.
fn is_unknown(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::InvalidInput)
}

/// Whether what stands at a path may be what a copy has left, by what it begins with; `None` where nothing does.
fn is_of_a_copy(path: &Path) -> std::io::Result<Option<bool>> {
    let found = match fs::symlink_metadata(path) {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    if found.is_dir() {
        return kv::is_part_of_one(path).map(Some);
    }
    if !found.is_file() {
        return Ok(Some(false));
    }
    let mut head = Vec::new();
    File::open(path)?.take(SQLITE_MAGIC.len() as u64).read_to_end(&mut head)?;
    // The first page may be written last: till then zeros stand for it.
    Ok(Some(head.iter().all(|byte| *byte == 0) || head == SQLITE_MAGIC))
}

/// Removes a folder or file, if it is there.
fn remove(path: &Path) -> std::io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}
