//! Making a file whole again without what stands beside it.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::error::store_error;
use super::open::{BUSY, harden, holds_bytes, uri};
use crate::store::lock::beside;
use crate::store::{Result, StoreError};

/// Takes what stands in a database's log into the database, so that the file can be removed or replaced
/// without its log outliving it.
///
/// # Errors
/// [`StoreError::Locked`] while another program has it open; where the database cannot be opened.
pub(in crate::store) fn let_go(path: &Path) -> Result<()> {
    let failed = |error| store_error(path, None, "opening", &error);
    let file = std::fs::canonicalize(path).map_err(|error| super::error::io_error(path, "read", error))?;
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(uri(&file, "?mode=rw"), flags).map_err(failed)?;
    harden(&connection).and_then(|()| connection.busy_timeout(BUSY)).map_err(failed)?;
    let taken = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    taken.map_err(failed)?;
    connection.close().map_err(|(_, error)| failed(error))?;
    // Whoever comes last removes the log.
    match holds_bytes(&beside(&file, "-wal")) || beside(&file, "-shm").exists() {
        true => Err(StoreError::Locked { path: path.to_owned() }),
        false => Ok(()),
    }
}
