//! Reading an indexed file, if it still is what was indexed.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use super::hash;

/// Largest file that is read for showing, in bytes.
pub const LARGEST_FILE: u64 = 32 * 1024 * 1024;

/// Why a file on disk cannot stand for what was indexed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unusable {
    /// It is not there.
    Missing,
    /// Its content is another one now.
    Changed,
    /// It is larger than [`LARGEST_FILE`].
    TooLarge,
    /// It is no regular file.
    NotAFile,
    /// The database holds a hash of a form that we do not know, so nobody can tell.
    UnknownHash,
    /// The system does not let us read it.
    Unreadable(String),
}

impl std::fmt::Display for Unusable {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Unusable::Missing => out.write_str("the file is gone"),
            Unusable::Changed => out.write_str("the file changed since it was indexed"),
            Unusable::TooLarge => out.write_str("the file is too large to show"),
            Unusable::NotAFile => out.write_str("the path is no regular file"),
            Unusable::UnknownHash => out.write_str("its hash is of an unknown form"),
            Unusable::Unreadable(why) => write!(out, "the file cannot be read: {why}"),
        }
    }
}

/// Reads the file at `path` if its content has the hash `recorded`.
///
/// Blocks on the disk and hashes the whole file: for a worker thread.
///
/// # Errors
/// Why the file cannot stand for what was indexed.
pub fn read_indexed(path: &Path, recorded: &str) -> Result<Vec<u8>, Unusable> {
    let content = read_limited(path)?;
    match hash::matches(&content, recorded) {
        Some(true) => Ok(content),
        Some(false) => Err(Unusable::Changed),
        None => Err(Unusable::UnknownHash),
    }
}

/// Reads a regular file of at most [`LARGEST_FILE`] bytes.
///
/// # Errors
/// Where it is missing, something else than a regular file, too large or unreadable.
pub fn read_limited(path: &Path) -> Result<Vec<u8>, Unusable> {
    let failed = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => Unusable::Missing,
        _ => Unusable::Unreadable(error.to_string()),
    };
    // Looked at before it is opened: opening a FIFO would wait for a writer.
    let found = std::fs::metadata(path).map_err(failed)?;
    if !found.is_file() {
        return Err(Unusable::NotAFile);
    }
    if found.len() > LARGEST_FILE {
        return Err(Unusable::TooLarge);
    }
    let mut content = Vec::with_capacity(usize::try_from(found.len()).unwrap_or(0));
    let file = File::open(path).map_err(failed)?;
    file.take(LARGEST_FILE + 1).read_to_end(&mut content).map_err(failed)?;
    if content.len() as u64 > LARGEST_FILE { Err(Unusable::TooLarge) } else { Ok(content) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_only_while_it_is_what_was_indexed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.rs");
        assert_eq!(read_indexed(&path, &hash::content_hash(b"fn")), Err(Unusable::Missing));
        std::fs::write(&path, "fn").unwrap();
        assert_eq!(read_indexed(&path, &hash::content_hash(b"fn")), Ok(b"fn".to_vec()));
        assert_eq!(read_indexed(&path, &hash::sha256(b"fn")), Ok(b"fn".to_vec()));
        assert_eq!(read_indexed(&path, &hash::content_hash(b"mod")), Err(Unusable::Changed));
        assert_eq!(read_indexed(&path, "12"), Err(Unusable::UnknownHash));
        assert_eq!(read_indexed(folder.path(), "12"), Err(Unusable::NotAFile));
    }
}
