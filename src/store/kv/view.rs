//! What a reader has open: a clone of the generation in force, its own alone.
//!
//! fjall lets one process into a folder and writes to it even to read. So every reader opens a clone. It
//! stands in the database's folder, where tables can be linked; where that cannot be written, in the
//! system's folder for temporary files.

use std::collections::HashMap;
use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tempfile::TempDir;

use super::clone::{self, Otherwise};
use super::error::io_error;
use super::folder::Folder;
use super::keyspaces::{Keyspaces, Space, Use};
use super::layout::{of_node, record};
use super::manifest;
use crate::model::NodeId;
use crate::store::{Result, StoreError};

/// How often a generation is looked for that is in force and still there.
const TRIES: u32 = 20;

/// Paths of files that are remembered.
const PATHS: usize = 16 << 10;

/// An open clone.
pub(super) struct View {
    pub(super) keyspaces: Keyspaces,
    /// The generation that it is a clone of.
    pub(super) number: u64,
    paths: Mutex<HashMap<NodeId, Arc<str>>>,
    /// Last: it goes when nobody has anything in it open.
    place: Place,
}

impl View {
    /// Opens a clone of the generation in force.
    pub(super) fn open(folder: &Folder) -> Result<View> {
        let mut last = None;
        for _ in 0..TRIES {
            let number = folder.current()?;
            let place = Place::make(folder)?;
            let to = place.clone_folder();
            match clone::clone(&folder.generation(number), &to, Otherwise::Symlink) {
                Ok(()) => return View::of_clone(folder, number, place),
                // Another one is in force by now, and this one is gone.
                Err(error) if error.kind() == ErrorKind::NotFound => last = Some(number),
                Err(error) => return Err(io_error(folder.path(), "read", error)),
            }
        }
        let name = last.map(|number| format!("g{number}")).unwrap_or_default();
        Err(folder.damaged(format!("its generation {name} is not whole")))
    }

    fn of_clone(folder: &Folder, number: u64, place: Place) -> Result<View> {
        let clone = place.clone_folder();
        let damage = manifest::check(&clone, false, &mut |_| true).map_err(|error| match error.kind() {
            ErrorKind::PermissionDenied => io_error(folder.path(), "read", error),
            _ => folder.damaged(error.to_string()),
        })?;
        if let Some(damage) = damage.into_iter().next() {
            return Err(folder.damaged(damage));
        }
        // fjall trusts some of what stands in its tables' ends, and panics where that is damaged.
        let open = || Keyspaces::open(folder.path(), &clone, Use::Read);
        let keyspaces = std::panic::catch_unwind(open)
            .unwrap_or_else(|_| Err(folder.damaged("its tables cannot be read".to_owned())))?;
        Ok(View { keyspaces, number, paths: Mutex::default(), place })
    }

    /// Whether it stands outside the database's folder, because that cannot be written.
    pub(super) fn is_elsewhere(&self) -> bool {
        matches!(self.place, Place::Elsewhere(_))
    }

    /// The path of a file.
    ///
    /// # Errors
    /// Where the database holds something of a file that it has no path of.
    pub(super) fn path_of(&self, file: NodeId) -> Result<Arc<str>> {
        let mut paths = self.paths.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(path) = paths.get(&file) {
            return Ok(Arc::clone(path));
        }
        let Some(path) = self.keyspaces.get(Space::Records, &of_node(file, record::PATH))? else {
            return Err(StoreError::Damaged {
                path: self.keyspaces.path().to_owned(),
                table: Some(Space::Records.name().to_owned()),
                detail: format!("there is no path of the file {}", file.0),
            });
        };
        if paths.len() >= PATHS {
            paths.clear();
        }
        let path: Arc<str> = String::from_utf8_lossy(&path).into();
        paths.insert(file, Arc::clone(&path));
        Ok(path)
    }
}

/// The folder that a clone stands in. Gone with it.
enum Place {
    /// In the database's folder: the folder, and a lock on a file beside it that says it is in use.
    Within { path: PathBuf, lock: PathBuf, _held: File },
    /// Somewhere else.
    Elsewhere(TempDir),
}

impl Place {
    fn make(folder: &Folder) -> Result<Place> {
        sweep(folder);
        match Place::within(&folder.views()) {
            Ok(place) => return Ok(place),
            Err(error) => tracing::debug!(%error, "no view in the database's folder"),
        }
        let elsewhere = tempfile::Builder::new().prefix("magellan-tui-").tempdir();
        elsewhere.map(Place::Elsewhere).map_err(|error| io_error(folder.path(), "read", error))
    }

    fn within(views: &Path) -> std::io::Result<Place> {
        fs::create_dir_all(views)?;
        // The name says whose it is: others are told from this process's own.
        let prefix = format!("{}-", std::process::id());
        loop {
            let lock = tempfile::Builder::new().prefix(&prefix).suffix(LOCK).tempfile_in(views)?;
            let (held, lock) = lock.keep().map_err(|error| error.error)?;
            // Somebody who sweeps may have been quicker: then its name is gone, too.
            if held.try_lock().is_ok() && lock.exists() {
                let path = lock.with_extension("");
                fs::create_dir(&path)?;
                return Ok(Place::Within { path, lock, _held: held });
            }
        }
    }

    fn clone_folder(&self) -> PathBuf {
        match self {
            Place::Within { path, .. } => path.join(CLONE),
            Place::Elsewhere(folder) => folder.path().join(CLONE),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Place::Within { path, lock, .. } = self {
            // What cannot be removed is swept by the next who comes.
            let _ = fs::remove_dir_all(path);
            let _ = fs::remove_file(lock);
        }
    }
}

/// The clone in its folder.
const CLONE: &str = "clone";
/// What the names of the files end in that say that a view is in use.
const LOCK: &str = ".lock";

/// Removes views of processes that are gone.
pub(super) fn sweep(folder: &Folder) {
    for (lock, _) in locks(folder) {
        if let Ok(file) = File::open(&lock)
            && file.try_lock().is_ok()
        {
            // What cannot be removed harms nobody.
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
    let entries = fs::read_dir(folder.views()).into_iter().flatten().flatten();
    entries.filter_map(|entry| {
        let name = entry.file_name();
        let name = name.to_str()?;
        let (process, _) = name.strip_suffix(LOCK)?.split_once('-')?;
        Some((entry.path(), process.to_owned()))
    })
}
