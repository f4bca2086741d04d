//! What goes wrong in fjall, in the store's words.

use std::io::ErrorKind;
use std::path::Path;

use fjall::LsmError;

use crate::store::StoreError;
use crate::store::codec::Undecodable;

/// An error of fjall while `doing` something with the database at `path`.
pub(super) fn fjall_error(path: &Path, doing: &str, error: fjall::Error) -> StoreError {
    let damaged = |detail: String| StoreError::Damaged { path: path.to_owned(), table: None, detail };
    match error {
        fjall::Error::Io(source) | fjall::Error::Storage(LsmError::Io(source)) => match source.kind() {
            // A table that is not there, or ends too early.
            ErrorKind::NotFound | ErrorKind::UnexpectedEof | ErrorKind::InvalidData => {
                damaged(source.to_string())
            }
            _ => io_error(path, "read", source),
        },
        fjall::Error::Storage(LsmError::ChecksumMismatch { .. }) => {
            damaged("a block does not have the checksum that was kept of it".to_owned())
        }
        fjall::Error::Storage(error) => damaged(error.to_string()),
        fjall::Error::JournalRecovery(_)
        | fjall::Error::InvalidTrailer
        | fjall::Error::InvalidTag(_)
        | fjall::Error::InvalidVersion(_)
        | fjall::Error::Decompress(_)
        | fjall::Error::Unrecoverable => damaged(error.to_string()),
        fjall::Error::Locked => StoreError::Locked { path: path.to_owned() },
        _ => StoreError::Engine { path: path.to_owned(), doing: doing.to_owned(), detail: error.to_string() },
    }
}

/// An error of the system while reading or writing at `path`.
pub(super) fn io_error(path: &Path, access: &'static str, source: std::io::Error) -> StoreError {
    let path = path.to_owned();
    match source.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            StoreError::Permission { path, access }
        }
        _ => StoreError::Io { path, source },
    }
}

/// A record in `keyspace` that cannot be read.
pub(super) fn undecodable(path: &Path, keyspace: &str, error: &Undecodable) -> StoreError {
    StoreError::Damaged { path: path.to_owned(), table: Some(keyspace.to_owned()), detail: error.to_string() }
}
