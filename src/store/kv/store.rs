//! An open folder: a view that all readers share, and the next one when something was committed.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use twox_hash::XxHash3_64;

use super::folder::Folder;
use super::place;
use super::reader::KvReader;
use super::view::View;
use super::{running, verify};
use crate::store::{Origin, Reader, Result, Store, Verification};

/// A database in a folder.
pub(in crate::store) struct KvStore {
    path: PathBuf,
    folder: Folder,
    view: Mutex<Arc<View>>,
    /// Whether another process had it open when this one came.
    is_shared: bool,
}

impl KvStore {
    /// Opens a folder, which is known to be one of ours, for reading.
    pub(in crate::store) fn open(path: &Path) -> Result<KvStore> {
        let folder = Folder::at(path);
        let is_shared = place::is_shared(&folder);
        let view = Mutex::new(Arc::new(View::open(&folder)?));
        Ok(KvStore { path: path.to_owned(), folder, view, is_shared })
    }

    /// The view of the generation in force.
    pub(super) fn view(&self) -> Result<Arc<View>> {
        let mut view = self.view.lock().unwrap_or_else(PoisonError::into_inner);
        if self.folder.current()? != view.number {
            *view = Arc::new(View::open(&self.folder)?);
        }
        Ok(Arc::clone(&view))
    }

    pub(super) fn folder(&self) -> &Folder {
        &self.folder
    }

    /// What a user should know of the way in which it is open.
    pub(super) fn notices(&self, view: &View) -> Vec<String> {
        let mut notices = Vec::new();
        if view.is_elsewhere() {
            notices.push(
                "read-only: the folder cannot be written; shown through a temporary folder that leads to its tables"
                    .to_owned(),
            );
        }
        if self.is_shared {
            notices.push(
                "read-only: another process has this database open; what it commits is shown here, too"
                    .to_owned(),
            );
        }
        notices
    }
}

impl Store for KvStore {
    fn path(&self) -> &Path {
        &self.path
    }

    fn origin(&self) -> Origin {
        let view = self.view.lock().unwrap_or_else(PoisonError::into_inner);
        if view.foreign.is_some() { Origin::Magellan } else { Origin::Own }
    }

    fn reader(&self) -> Result<Box<dyn Reader + '_>> {
        // The runs first: one that ends meanwhile is then in the log as well, and told once.
        let begun = running::read(&self.folder)?;
        Ok(Box::new(KvReader::new(self, self.view()?, begun)?))
    }

    fn generation(&self) -> Result<u64> {
        let running = fs::metadata(self.folder.running())
            .map(|file| (file.ino(), file.mtime(), file.mtime_nsec(), file.len()))
            .ok();
        Ok(XxHash3_64::oneshot(format!("{} {running:?}", self.folder.current()?).as_bytes()))
    }

    fn verify(&self, progress: &mut dyn FnMut(&str, u64) -> bool) -> Result<Verification> {
        verify::verify(self, progress)
    }

    fn check_beside(&self, progress: &mut dyn FnMut(&str, u64) -> bool) -> Result<Vec<String>> {
        verify::verify_beside(self, progress).map(|found| found.damage)
    }
}
