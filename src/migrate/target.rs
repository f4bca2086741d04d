//! Whether a copy can be made at a place.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rustix::fs::{Access, access, statvfs};

use super::{MigrateError, Options, Result};
use crate::store::{self, LeftOver, Staging, StoreError};

/// A place that a copy can be made at.
#[derive(Debug)]
pub(super) struct Target {
    /// The place, free of links where something is there.
    pub(super) path: PathBuf,
    /// Whether something stands there that is to be replaced.
    pub(super) replaces: bool,
    /// Bytes that are free.
    pub(super) free: u64,
    /// What another copy has left.
    pub(super) left_over: Option<PathBuf>,
}

/// What stands or may stand beside a database, and is a part of it.
const SUFFIXES: [&str; 5] = ["-wal", "-shm", "-journal", ".lock", ".building"];

impl Target {
    /// Looks at the place that is asked for.
    ///
    /// # Errors
    /// Where it cannot take a copy of the source.
    pub(super) fn find(options: &Options) -> Result<Target> {
        let Options { from, to, .. } = options;
        let from = fs::canonicalize(from).map_err(|source| at(from, source))?;
        let replaces = fs::symlink_metadata(to).is_ok();
        // A link that leads nowhere is something, too, and is not followed.
        let path = if replaces { fs::canonicalize(to).unwrap_or_else(|_| to.clone()) } else { to.clone() };
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let whole = match fs::canonicalize(folder) {
            Ok(folder) if folder.is_dir() => folder.join(path.file_name().unwrap_or_default()),
            Ok(_) => return Err(StoreError::NoFolder { path: to.clone(), folder: folder.to_owned() }.into()),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                return Err(StoreError::NoFolder { path: to.clone(), folder: folder.to_owned() }.into());
            }
            Err(source) => return Err(at(to, source)),
        };
        let same = || MigrateError::SamePlace { path: to.clone() };
        if whole.starts_with(&from) || from.starts_with(&whole) || is_beside(&whole, &from) {
            return Err(same());
        }
        check_place(&path, options)?;
        let left_over = match Staging::left_over(&path)? {
            Some(LeftOver::OfACopy(left)) => Some(left),
            Some(LeftOver::InTheWay(path)) => return Err(MigrateError::InTheWay { path }),
            None => None,
        };
        access(folder, Access::WRITE_OK | Access::EXEC_OK).map_err(|error| at(to, error.into()))?;
        let space = statvfs(folder).map_err(|error| at(to, error.into()))?;
        Ok(Target { replaces, free: space.f_bavail.saturating_mul(space.f_frsize), left_over, path })
    }
}

/// Makes sure that nothing stands at `path`, or what may be replaced. It is asked again when the copy is made: that
/// takes a while, and somebody may have put something there.
///
/// # Errors
/// [`MigrateError::Exists`] and [`MigrateError::NotReplaced`].
pub(super) fn check_place(path: &Path, options: &Options) -> Result<()> {
    let to = &options.to;
    match fs::symlink_metadata(path).is_ok() {
        true if !options.force => Err(MigrateError::Exists { path: to.clone() }),
        true if !is_replaceable(path) => Err(MigrateError::NotReplaced { path: to.clone() }),
        _ => Ok(()),
    }
}

/// Whether a path is that of something which stands beside the database at `from` and belongs to it.
fn is_beside(path: &Path, from: &Path) -> bool {
    let (path, from) = (path.as_os_str().as_encoded_bytes(), from.as_os_str().as_encoded_bytes());
    path.strip_prefix(from).is_some_and(|rest| SUFFIXES.iter().any(|suffix| suffix.as_bytes() == rest))
}

/// Whether what stands at a path is a database of Magellan's or ours, damaged perhaps, or an empty file.
fn is_replaceable(path: &Path) -> bool {
    match store::open(path) {
        Ok(_) => true,
        Err(StoreError::Empty { .. } | StoreError::Damaged { .. } | StoreError::Newer { .. }) => true,
        Err(_) => false,
    }
}

fn at(path: &Path, source: std::io::Error) -> MigrateError {
    let path = path.to_owned();
    let error = match source.kind() {
        ErrorKind::NotFound => StoreError::NotFound { path },
        ErrorKind::PermissionDenied => StoreError::Permission { path, access: "write" },
        _ => StoreError::Io { path, source },
    };
    error.into()
}
