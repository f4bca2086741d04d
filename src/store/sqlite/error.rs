//! SQLite's error codes as ours.

use std::path::Path;

use rusqlite::ErrorCode;

use super::super::StoreError;

/// What an error of the engine means for a person. `table` is the one that was being read or
/// written, `doing` what was being done, for errors that have no better name.
pub(in crate::store) fn store_error(
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

#[cfg(test)]
mod tests {
    use super::*;

    fn mapped(code: i32) -> StoreError {
        let error = rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), Some("a\nb".to_owned()));
        store_error(Path::new("x.db"), Some("t"), "reading", &error)
    }

    #[test]
    fn each_code_has_its_meaning() {
        use rusqlite::ffi;
        for code in [ffi::SQLITE_CORRUPT, ffi::SQLITE_CORRUPT_INDEX, ffi::SQLITE_NOTADB] {
            let error = mapped(code);
            assert!(
                matches!(&error, StoreError::Damaged { table: Some(table), .. } if table == "t"),
                "{error:?}"
            );
            assert!(!error.to_string().contains('\n'), "one line");
        }
        for code in [ffi::SQLITE_BUSY, ffi::SQLITE_BUSY_SNAPSHOT, ffi::SQLITE_LOCKED, ffi::SQLITE_PROTOCOL] {
            assert!(matches!(mapped(code), StoreError::Locked { .. }), "{code}");
        }
        assert!(matches!(mapped(ffi::SQLITE_CANTOPEN), StoreError::Permission { access: "read", .. }));
        assert!(matches!(
            mapped(ffi::SQLITE_READONLY_DBMOVED),
            StoreError::Permission { access: "write", .. }
        ));
        assert!(matches!(mapped(ffi::SQLITE_IOERR), StoreError::Engine { .. }));
    }

    #[test]
    fn an_error_of_the_system_names_what_was_refused() {
        use std::io::ErrorKind;
        let error = |kind: ErrorKind| io_error(Path::new("x.db"), "write", kind.into());
        assert!(matches!(error(ErrorKind::PermissionDenied), StoreError::Permission { access: "write", .. }));
        assert!(matches!(
            error(ErrorKind::ReadOnlyFilesystem),
            StoreError::Permission { access: "write", .. }
        ));
        assert!(matches!(error(ErrorKind::NotFound), StoreError::Io { .. }), "a folder to write into");
    }
}
