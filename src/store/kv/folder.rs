//! The folder that is a database, and how one state of it follows another.
//!
//! ```text
//! tui.fjall/
//!   magellan-tui.format   says that it is ours, and of which version
//!   current               names the generation that is in force
//!   g7/                   that generation: a fjall database that nobody opens and nothing changes
//!     files               length and hash of every file in it
//!   running               runs that have begun and are not in the log yet
//!   copied                of what database it is a copy, where it is one: a JSON object
//!   views/                what readers have open (see `view`)
//! ```
//!
//! A writer makes a *clone* of the generation in force, tables as hard links, changes that, closes it and
//! puts its name into `current` with a rename: everything of a commit becomes visible in that moment, and
//! nothing of one that is not finished ever does. What stands in a generation is on disk before its name
//! is: fjall syncs its tables and manifests, we sync the rest (see `durable`).

use std::fs::{self, File};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::durable::{self, sync};
use super::error::io_error;
use crate::store::{Result, StoreError};

/// The version of the folder and of all keys and records in it.
pub(super) const FORMAT: i64 = 5;

const MARKER: &str = "magellan-tui.format";
/// What the marker says before the version.
const MARKER_WORDS: &str = "magellan-tui fjall ";
const CURRENT: &str = "current";
const RUNNING: &str = "running";
const VIEWS: &str = "views";
const COPIED: &str = "copied";

/// The longest note of a copy that is read.
const MAX_NOTE: u64 = 1 << 20;

/// The longest marker or name of a generation that is read.
const MAX_NAME: u64 = 64;

/// Whether a folder is one of ours. Looks at its marker alone.
///
/// # Errors
/// [`StoreError::Newer`] where a later version of this program made it, [`StoreError::Older`] where an earlier one
/// did; where the marker is damaged or
/// cannot be read.
pub(in crate::store) fn identify_folder(path: &Path) -> Result<bool> {
    let marker = match read_small(&path.join(MARKER)) {
        Ok(marker) => marker,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::PermissionDenied) => {
            return Ok(false);
        }
        Err(error) => return Err(io_error(path, "read", error)),
    };
    let version = marker.strip_prefix(MARKER_WORDS).and_then(|version| version.trim_end().parse().ok());
    match version {
        Some(FORMAT) => Ok(true),
        Some(found) if found > FORMAT => {
            Err(StoreError::Newer { path: path.to_owned(), found, known: FORMAT })
        }
        Some(found) if found > 0 => Err(StoreError::Older { path: path.to_owned(), found, known: FORMAT }),
        _ => Err(StoreError::Damaged {
            path: path.to_owned(),
            table: None,
            detail: format!("{MARKER} does not say which version of the format it is"),
        }),
    }
}

/// A folder that is one of ours.
#[derive(Debug, Clone)]
pub(super) struct Folder {
    path: PathBuf,
}

impl Folder {
    /// The folder at `path`, which is known to be one of ours.
    pub(super) fn at(path: &Path) -> Folder {
        Folder { path: path.to_owned() }
    }

    /// Makes an empty folder of ours that names no generation yet.
    pub(super) fn create(path: &Path) -> Result<Folder> {
        let folder = Folder::at(path);
        let failed = |error| io_error(path, "write", error);
        fs::create_dir(path).map_err(failed)?;
        folder.write(MARKER, format!("{MARKER_WORDS}{FORMAT}\n").as_bytes())?;
        Ok(folder)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The number of the generation in force.
    pub(super) fn current(&self) -> Result<u64> {
        let name = read_small(&self.path.join(CURRENT)).map_err(|error| match error.kind() {
            // Removed while somebody has it open.
            ErrorKind::NotFound if !self.path.exists() => StoreError::NotFound { path: self.path.clone() },
            ErrorKind::NotFound => self.damaged(format!("it has no file `{CURRENT}`")),
            _ => io_error(&self.path, "read", error),
        })?;
        let number = name.strip_prefix('g').and_then(|number| number.trim_end().parse().ok());
        number.ok_or_else(|| self.damaged(format!("its file `{CURRENT}` names no generation")))
    }

    /// Where a generation stands.
    pub(super) fn generation(&self, number: u64) -> PathBuf {
        self.path.join(format!("g{number}"))
    }

    /// Where readers keep what they have open.
    pub(super) fn views(&self) -> PathBuf {
        self.path.join(VIEWS)
    }

    /// Where runs are noted that have begun and are not in the log yet.
    pub(super) fn running(&self) -> PathBuf {
        self.path.join(RUNNING)
    }

    /// Puts a generation into force, durably: `made` is what has to be durable before.
    pub(super) fn publish(&self, number: u64, mut made: Vec<PathBuf>) -> Result<()> {
        let mut publish = || {
            let name = self.half(format!("g{number}\n").as_bytes())?;
            made.extend([self.path.clone(), name.path().to_owned()]);
            durable::sync_all(&made)?;
            self.put(name, CURRENT)
        };
        publish().map_err(|error| io_error(&self.path, "write", error))
    }

    /// Notes the runs that are not in the log yet, durably; none: removes the note.
    pub(super) fn note_running(&self, note: &[u8]) -> Result<()> {
        if !note.is_empty() {
            return self.write(RUNNING, note);
        }
        let removed = match fs::remove_file(self.running()) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            removed => removed.and_then(|()| sync(&self.path)),
        };
        removed.map_err(|error| io_error(&self.path, "write", error))
    }

    /// Removes generations that are not in force: what a writer left that did not come to its end, and
    /// those that others have followed, some of which may be being removed. To be called by who holds the lock.
    pub(super) fn clear(&self, current: Option<u64>) -> Result<()> {
        let failed = |error| io_error(&self.path, "write", error);
        for entry in fs::read_dir(&self.path).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name();
            let Some(name) = name.to_str() else { continue };
            let number = name.strip_prefix('g').and_then(|number| number.parse::<u64>().ok());
            let is_left = number.is_some_and(|number| Some(number) != current);
            if is_left && entry.file_type().map_err(failed)?.is_dir() {
                match fs::remove_dir_all(entry.path()) {
                    Err(error) if error.kind() != ErrorKind::NotFound => return Err(failed(error)),
                    _ => {}
                }
            }
            if name.starts_with(HALF) {
                fs::remove_file(entry.path()).map_err(failed)?;
            }
        }
        Ok(())
    }

    /// Writes a small file whole or not at all, durably.
    fn write(&self, name: &str, content: &[u8]) -> Result<()> {
        let write = || {
            let half = self.half(content)?;
            half.as_file().sync_all()?;
            self.put(half, name)
        };
        write().map_err(|error| io_error(&self.path, "write", error))
    }

    /// A small file that has no name yet and is not durable.
    fn half(&self, content: &[u8]) -> std::io::Result<NamedTempFile> {
        let mut half =
            tempfile::Builder::new().prefix(HALF).permissions(everybody()).tempfile_in(&self.path)?;
        half.write_all(content)?;
        Ok(half)
    }

    /// Gives one that is durable its name, durably.
    fn put(&self, half: NamedTempFile, name: &str) -> std::io::Result<()> {
        half.persist(self.path.join(name)).map_err(|error| error.error)?;
        sync(&self.path)
    }

    /// An error that says what is wrong with the folder.
    pub(super) fn damaged(&self, detail: String) -> StoreError {
        StoreError::Damaged { path: self.path.clone(), table: None, detail }
    }
}

/// Whether all that stands in a folder has the name of something that this program makes there: it is one of
/// ours then, or the beginning of one, or what is left of one that was being removed.
pub(in crate::store) fn is_part_of_one(path: &Path) -> std::io::Result<bool> {
    for entry in fs::read_dir(path)? {
        let name = entry?.file_name();
        let is_ours = name.to_str().is_some_and(|name| {
            let number = name.strip_prefix('g').is_some_and(|number| number.parse::<u64>().is_ok());
            number || [MARKER, CURRENT, RUNNING, VIEWS, COPIED].contains(&name) || name.starts_with(HALF)
        });
        if !is_ours {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Notes in the folder at `path` of what database it is a copy, durably.
pub(in crate::store) fn note(path: &Path, note: &str) -> Result<()> {
    Folder::at(path).write(COPIED, note.as_bytes())
}

/// What is noted there; `None` where the folder is no copy, or nothing can be read of it.
pub(in crate::store) fn read_note(path: &Path) -> Option<String> {
    let mut bytes = Vec::new();
    open_plain(&path.join(COPIED)).ok()?.take(MAX_NOTE).read_to_end(&mut bytes).ok()?;
    String::from_utf8(bytes).ok()
}

/// What the name of a small file begins with while it is written.
const HALF: &str = ".half-";

/// What others may do with the small files is left to the process's mask, as for all that fjall makes.
fn everybody() -> fs::Permissions {
    fs::Permissions::from_mode(0o666)
}

/// Reads a small text; more than [`MAX_NAME`] bytes of it are nobody's.
fn read_small(path: &Path) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    open_plain(path)?.take(MAX_NAME).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Opens a file to read it, if it is one: a pipe would wait for somebody to write, a device never end.
pub(super) fn open_plain(path: &Path) -> std::io::Result<File> {
    if fs::metadata(path)?.is_file() { File::open(path) } else { Err(ErrorKind::InvalidData.into()) }
}
