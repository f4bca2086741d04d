//! SQLite's error codes as ours.

use std::path::Path;

use rusqlite::ErrorCode;

use super::super::StoreError;

/// What an error of the engine means for a person. `table` is the one that was being read or
/// written, `doing` what was being done, for errors that have no better name.
pub(super) fn store_error(
    path: &Path,
    table: Option<&str>,
    doing: &str,
    error: &rusqlite::Error,
) -> StoreError {
    let path = path.to_owned();
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            StoreError::Damaged { path, table: table.map(str::to_owned), detail: detail(error) }
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed) => {
            StoreError::Locked { path }
        }
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            StoreError::Permission { path, access: "read" }
        }
        Some(ErrorCode::ReadOnly) => StoreError::Permission { path, access: "write" },
        Some(ErrorCode::DiskFull) => {
            StoreError::Io { path, source: std::io::Error::from(std::io::ErrorKind::StorageFull) }
        }
        _ => {
            let doing = match table {
                Some(table) => format!("{doing} table {table}"),
                None => doing.to_owned(),
            };
            StoreError::Engine { path, doing, detail: detail(error) }
        }
    }
}

/// An error of the system while reading or writing at `path`.
pub(super) fn io_error(path: &Path, access: &'static str, source: std::io::Error) -> StoreError {
    let path = path.to_owned();
    match source.kind() {
        std::io::ErrorKind::NotFound if access == "read" => StoreError::NotFound { path },
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            StoreError::Permission { path, access }
        }
        _ => StoreError::Io { path, source },
    }
}

/// The engine's own words, on one line.
fn detail(error: &rusqlite::Error) -> String {
    let text = match error {
        rusqlite::Error::SqliteFailure(_, Some(text)) => text.clone(),
        other => other.to_string(),
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
