//! The kept totals, while they change.

use rusqlite::{Connection, OptionalExtension, ffi};

use super::super::kept::{Kept, encode_totals};
use super::super::row::bytes;
use super::{At, Failure};
use crate::model::{NodeId, Record};
use crate::store::codec::{Encoder, Totals, decode};

/// What will be kept of the database with the transaction.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    pub(super) totals: Totals,
    /// Whether somebody else has changed more than the log, see [`Kept`].
    pub(super) is_mixed: bool,
    pub(super) encoder: Encoder,
}

impl Ledger {
    /// Reads what is kept, whether it still holds or not.
    pub(super) fn read(connection: &Connection) -> Result<Ledger, Failure> {
        let Kept { totals, is_mixed, .. } = kept(connection)?;
        Ok(Ledger { totals, is_mixed, encoder: Encoder::default() })
    }

    /// Keeps them.
    pub(super) fn write(&self, connection: &Connection) -> Result<(), Failure> {
        Kept::write(connection, &self.totals, self.is_mixed).at("tui_meta")
    }

    /// Takes away what a file holds, and adds what it will hold.
    pub(super) fn replace(&mut self, old: Option<&Totals>, new: Option<&Totals>) {
        if let Some(old) = old {
            self.totals.subtract(old);
        }
        if let Some(new) = new {
            self.totals.add(new);
        }
    }

    /// Adds a record that is of no file.
    pub(super) fn note(&mut self, record: &Record) {
        self.totals.add_record(record, &mut self.encoder);
    }

    /// Takes away a record that is of no file.
    pub(super) fn forget(&mut self, record: &Record) {
        let mut one = Totals::default();
        one.add_record(record, &mut self.encoder);
        self.totals.subtract(&one);
    }
}

fn kept(connection: &Connection) -> Result<Kept, Failure> {
    match Kept::read(connection).at("tui_meta")? {
        Some(Ok(kept)) => Ok(kept),
        _ => Err(damaged("tui_meta", "the kept totals are missing or cannot be read")),
    }
}

/// Whether nobody else has written since the totals were kept.
pub(super) fn holds(connection: &Connection) -> Result<bool, Failure> {
    kept(connection)?.holds(connection).at("execution_log")
}

/// What is kept of a file; `None` where the file is not there.
pub(super) fn of_file(connection: &Connection, file: NodeId) -> Result<Option<Totals>, Failure> {
    let at = "tui_files";
    let mut select = connection.prepare_cached("SELECT totals FROM tui_files WHERE file_id = ?1").at(at)?;
    let found = select.query_row([file.0], |row| Ok(decode(bytes(row, 0).unwrap_or_default())));
    match found.optional().at(at)? {
        None => Ok(None),
        Some(Ok(totals)) => Ok(Some(totals)),
        Some(Err(_)) => Err(damaged(at, "what is kept of a file cannot be read")),
    }
}

/// Keeps what a file holds.
pub(super) fn put(connection: &Connection, file: NodeId, totals: &Totals) -> Result<(), Failure> {
    connection
        .prepare_cached("UPDATE tui_files SET totals = ?2 WHERE file_id = ?1")
        .and_then(|mut update| update.execute((file.0, encode_totals(totals))))
        .map(drop)
        .at("tui_files")
}

/// Damage that SQLite itself does not see.
fn damaged(table: &'static str, detail: &str) -> Failure {
    let code = ffi::Error::new(ffi::SQLITE_CORRUPT);
    Failure { table, error: rusqlite::Error::SqliteFailure(code, Some(detail.to_owned())) }
}
