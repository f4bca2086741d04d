//! A look at a file before it is opened the usual way, which leaves no trace beside it.
//!
//! SQLite makes `-wal` and `-shm` files as soon as it reads a database that has a log, whatever it
//! finds in it then, and a connection that only reads cannot remove them again. A file that is refused
//! is to be left as it was.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::error::io_error;
use super::header::{Header, LENGTH};
use super::held::reading;
use super::open::{connect_immutable, holds_bytes, stamps};
use super::store::Inspected;
use crate::store::lock::beside;
use crate::store::{Result, StoreError};

/// Refuses a file that opening would refuse, as far as can be told without its log: one that has
/// something in its log is passed, as is one that changes meanwhile or is open in this process.
/// `path` is what errors name, `file` what is looked at.
pub(super) fn look(path: &Path, file: &Path) -> Result<()> {
    let metadata = std::fs::metadata(file).map_err(|error| io_error(path, "read", error))?;
    let before = stamps(file);
    if has_unsaved(file) {
        return Ok(());
    }
    let refused = match reading(&metadata, || judge(path, file, metadata.len())) {
        None | Some(Ok(())) => return Ok(()),
        Some(Err(error)) => error,
    };
    if has_unsaved(file) || stamps(file) != before { Ok(()) } else { Err(refused) }
}

/// Whether a log or journal beside the file holds a part of it.
fn has_unsaved(file: &Path) -> bool {
    ["-wal", "-journal"].iter().any(|suffix| holds_bytes(&beside(file, suffix)))
}

fn judge(path: &Path, file: &Path, size: u64) -> Result<()> {
    let mut head = [0; LENGTH];
    let header = File::open(file).and_then(|mut file| file.read_exact(&mut head));
    let header = match header {
        Ok(()) => Header::read(&head, size),
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Header::read(&[], size),
        Err(error) => return Err(io_error(path, "read", error)),
    };
    let damaged =
        |detail: &str| StoreError::Damaged { path: path.to_owned(), table: None, detail: detail.to_owned() };
    let header = header.map_err(damaged)?;
    // Without a log nothing is made on opening, and only opening takes the locks that keep a writer out.
    if header.has_log {
        Inspected::read(path, &connect_immutable(path, file)?)?;
    }
    Ok(())
}
