//! The database that a run writes to: whether it is the one that is meant, and who else writes there.

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::Run;
use crate::index::packages::Packages;
use crate::index::previous::Previous;
use crate::index::{IndexError, Progress, clock};
use crate::store::{self, NewDatabase, StoreError, Writer};

/// How long a wait for another writer goes on before it is seen whether somebody wants an end of it.
const PATIENCE: Duration = Duration::from_millis(100);

impl Run<'_> {
    /// Whether there is an index to bring up to date.
    fn is_there(&self) -> Result<bool, IndexError> {
        match store::identify(&self.database) {
            Ok(_) => Ok(true),
            Err(StoreError::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Makes sure that the index is of this folder, or of one that is gone: a checkout that was moved. One
    /// that lies at the folder's own place for it came with the folder, also where that was copied.
    pub(super) fn check_root(&self, previous: &Previous) -> Result<(), IndexError> {
        let Some(recorded) = previous.root.as_ref().map(PathBuf::from) else { return Ok(()) };
        let is_same = recorded == self.root || recorded.canonicalize().is_ok_and(|path| path == self.root);
        if is_same || store::is_own_index(&self.root, &self.database) || !recorded.is_dir() {
            return Ok(());
        }
        let (database, root) = (self.options.database.clone(), self.root.clone());
        Err(IndexError::OtherRoot { database, recorded, root })
    }

    /// The index's writer, and whether it makes a new index. While somebody else writes, it is waited for
    /// as long as the options say; that one may have made the index by then.
    pub(super) fn writer(&self, packages: &Packages) -> Result<(Box<dyn Writer>, bool), IndexError> {
        let root = self.root.to_string_lossy();
        let name = named(&self.root, packages.root_title());
        let new = NewDatabase { root: &root, project: &name, created_at: clock::now() };
        let begin = Instant::now();
        loop {
            let is_new = !self.is_there()?;
            let wait = self.options.wait.saturating_sub(begin.elapsed()).min(PATIENCE);
            let writer = if is_new {
                store::create(&self.database, self.options.engine, &new, wait)
            } else {
                store::open_writer(&self.database, wait)
            };
            match writer {
                Ok(writer) => return Ok((writer, is_new)),
                Err(StoreError::Locked { .. }) if self.cancel.load(Ordering::Relaxed) => {
                    return Err(IndexError::Interrupted { path: self.options.root.clone() });
                }
                Err(StoreError::Locked { .. }) if !wait.is_zero() => (self.progress)(Progress::Waiting),
                // Made since it was looked for.
                Err(_) if is_new && self.is_there()? => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}

/// What the project is called: as its manifest says, else as its folder.
pub(super) fn named(root: &Path, manifest: Option<&str>) -> String {
    let folder = || root.file_name().map(|name| name.to_string_lossy().into_owned());
    manifest.map(str::to_owned).or_else(folder).unwrap_or_else(|| "project".to_owned())
}
