//! Where a writer works until its commit: beside the place, so that nothing half done is ever seen.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::super::clone::{self, Otherwise, Tables};
use super::super::error::io_error;
use super::super::folder::Folder;
use super::super::{durable, manifest, place};
use crate::store::lock::{Lock, beside};
use crate::store::{Rest, Result, StoreError};

/// The number of a new database's first generation.
const FIRST: u64 = 1;

/// A generation under construction. Dropped before it is published, it is gone.
#[derive(Debug)]
pub(super) struct Stage {
    folder: Folder,
    /// The generation that it will be.
    number: u64,
    /// The place of a new database; its folder is made beside that.
    place: Option<PathBuf>,
    published: bool,
    /// Last: it goes when everything else is done. Whoever else is alone at the place has none.
    _lock: Option<Lock>,
}

impl Stage {
    /// Begins a new database beside `place`.
    pub(super) fn create(place: &Path, wait: Duration) -> Result<Stage> {
        let lock = Lock::take(place, wait)?;
        free(place)?;
        let building = beside(place, ".building");
        // Left by one who was killed: whoever holds the lock is alone.
        remove(&building).map_err(|error| io_error(&building, "write", error))?;
        let folder = Folder::create(&building)?;
        let place = Some(place.to_owned());
        Ok(Stage { folder, number: FIRST, place, published: false, _lock: Some(lock) })
    }

    /// Begins a new database at just this path, where nobody else looks.
    pub(super) fn at(path: &Path) -> Result<Stage> {
        let folder = Folder::create(path)?;
        Ok(Stage { folder, number: FIRST, place: None, published: false, _lock: None })
    }

    /// Begins the next generation of the database at `path`.
    pub(super) fn follow(path: &Path, wait: Duration) -> Result<Stage> {
        let lock = Lock::take(path, wait)?;
        let folder = Folder::at(path);
        let current = folder.current()?;
        folder.clear(Some(current))?;
        place::sweep(&folder);
        let stage = Stage { number: current + 1, folder, place: None, published: false, _lock: Some(lock) };
        let (from, to) = (stage.folder.generation(current), stage.generation());
        clone::clone(&from, &to, Tables::Within(Otherwise::Copy)).map_err(|error| match error.kind() {
            ErrorKind::NotFound => stage.folder.damaged(format!("its generation g{current} is not whole")),
            _ => io_error(path, "write", error),
        })?;
        Ok(stage)
    }

    pub(super) fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Whether it is the first generation of a new database.
    pub(super) fn is_new(&self) -> bool {
        self.number == FIRST
    }

    /// Where the generation is made.
    pub(super) fn generation(&self) -> PathBuf {
        self.folder.generation(self.number)
    }

    /// Puts the generation, which nobody has open any more, into force: durably, and all at once. What is left to do is to remove the one
    /// before: that waits for the disk at each of its files.
    pub(super) fn publish(mut self) -> Result<Rest> {
        let path = self.folder.path().to_owned();
        let failed = |error| io_error(&path, "write", error);
        let generation = self.generation();
        let journal = clone::close(&generation).map_err(failed)?;
        let before = self.number.checked_sub(1).map(|number| self.folder.generation(number));
        let mut made = manifest::write(&generation, before.as_deref()).map_err(failed)?;
        made.push(journal);
        self.folder.publish(self.number, made)?;
        if let Some(place) = self.place.clone() {
            free(&place)?;
            fs::rename(&path, &place).map_err(failed)?;
            self.published = true;
            let place = std::path::absolute(&place).map_err(failed)?;
            place.parent().map_or(Ok(()), |folder| durable::sync(folder).map_err(failed))?;
            return Ok(Rest::default());
        }
        self.published = true;
        self.folder.note_running(&[])?;
        // What is committed stays so if the generation before cannot go: the next writer clears it.
        Ok(before.map_or_else(Rest::default, |before| Rest::of(move |_| drop(remove(&before)))))
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if !self.published {
            let left = if self.is_new() { self.folder.path().to_owned() } else { self.generation() };
            // Whatever stays is in nobody's way: the next writer clears it.
            let _ = remove(&left);
        }
    }
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

/// Nothing may stand at the place, not even a link that leads nowhere.
fn free(place: &Path) -> Result<()> {
    match fs::symlink_metadata(place) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(io_error(place, "write", error)),
        Ok(_) => Err(StoreError::Io { path: place.to_owned(), source: ErrorKind::AlreadyExists.into() }),
    }
}
