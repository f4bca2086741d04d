//! Where an export is to stand: a file appears when it is whole, and nothing takes the place of a database.

use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::ExportError;
use crate::store::{self, Found, StoreError};

/// How much is collected before it is written, in bytes.
const BUFFER: usize = 64 << 10;

/// How the name of what is being written begins and ends.
const STAGED: (&str, &str) = (".magellan-tui-", ".part");

/// What stands beside a database and is a part of it, by what is added to the database's name.
const PARTS: [&str; 6] = ["-wal", "-shm", "-journal", ".lock", ".ties", ".words"];

/// Why an export cannot stand somewhere.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PlaceError {
    /// Something stands there that an export would destroy.
    #[error("{}: {what}", path.display())]
    Refused {
        /// Where.
        path: PathBuf,
        /// What stands there.
        what: &'static str,
    },
    /// It cannot be looked at, or nothing can be written there.
    #[error("{}: {source}", path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Where an export of one file is to stand.
pub struct Output {
    to: To,
    is_there: bool,
}

enum To {
    /// A file beside it that takes its place when it is whole.
    Staged(NamedTempFile, PathBuf),
    /// What is no file, as a terminal or a pipe: written to as it comes.
    Direct(File),
}

impl Output {
    /// Looks what stands at a path, and refuses one that an export would destroy.
    ///
    /// # Errors
    /// Where it is refused, and where nothing can be written.
    pub fn at(path: &Path) -> Result<Output, PlaceError> {
        let refused = |what| PlaceError::Refused { path: path.to_owned(), what };
        let failed = |source| PlaceError::Io { path: path.to_owned(), source };
        let place = resolved(path).map_err(failed)?;
        let found = fs::metadata(&place);
        if found.as_ref().is_ok_and(fs::Metadata::is_dir) {
            return Err(refused("a folder"));
        }
        if is_of_database(&place) {
            return Err(refused("a database or a part of one, which an export never replaces"));
        }
        let is_there = found.is_ok();
        let to = match found {
            Ok(found) if !found.is_file() => File::options().write(true).open(&place).map(To::Direct),
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => stage(&place).map(|file| To::Staged(file, place)),
        };
        Ok(Output { to: to.map_err(failed)?, is_there })
    }

    /// Whether something stands there already.
    pub fn is_there(&self) -> bool {
        self.is_there
    }

    /// Has the export written, and puts it at its place when it is whole; what stands there is replaced.
    ///
    /// # Errors
    /// Those of `write`, and where it cannot be put there.
    pub fn fill(
        self,
        write: impl FnOnce(&mut dyn Write) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        match self.to {
            To::Direct(file) => buffered(file, write).map(drop),
            To::Staged(file, place) => {
                let file = buffered(file, write)?;
                file.as_file().sync_all()?;
                // What has come there meanwhile is not replaced, where nothing was to be.
                let kept = if self.is_there { file.persist(place) } else { file.persist_noclobber(place) };
                kept.map(drop).map_err(|error| ExportError::Write(error.error))
            }
        }
    }
}

/// A path without links in it: one that leads to a file stays, and the file it leads to is replaced.
///
/// # Errors
/// Where its folder is not there.
pub fn resolved(path: &Path) -> io::Result<PathBuf> {
    let absolute = std::path::absolute(path)?;
    match (absolute.canonicalize(), absolute.parent(), absolute.file_name()) {
        (Ok(place), ..) => Ok(place),
        (Err(_), Some(folder), Some(name)) => Ok(folder.canonicalize()?.join(name)),
        (Err(error), ..) => Err(error),
    }
}

/// What makes a file or folder that is to take its place when it is whole, readable as new ones with `mode` are: a
/// temporary one would be its owner's alone.
pub fn staged(mode: u32) -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(STAGED.0).suffix(STAGED.1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(mode));
    }
    builder
}

fn stage(place: &Path) -> io::Result<NamedTempFile> {
    staged(0o666).tempfile_in(place.parent().unwrap_or(Path::new("/")))
}

/// Writes through a buffer, and gives back what was written to.
///
/// # Errors
/// Those of `write`, and where what was collected cannot be written.
pub fn buffered<W: Write>(
    out: W,
    write: impl FnOnce(&mut dyn Write) -> Result<(), ExportError>,
) -> Result<W, ExportError> {
    let mut out = BufWriter::with_capacity(BUFFER, out);
    write(&mut out)?;
    out.into_inner().map_err(|error| ExportError::Write(error.into_error()))
}

/// Whether a file is a database, stands beside one as a part of it, or in the folder that is one.
pub fn is_of_database(path: &Path) -> bool {
    let is_database = |path: &Path| {
        let found = store::identify(path);
        matches!(found, Ok(Found::Database(_)) | Err(StoreError::Mag2 { .. } | StoreError::Damaged { .. }))
    };
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut whole =
        PARTS.iter().filter_map(|part| name.strip_suffix(part)).map(|name| path.with_file_name(name));
    is_database(path) || whole.any(|path| is_database(&path)) || path.ancestors().skip(1).any(is_database)
}
