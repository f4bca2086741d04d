//! A file as SQLite has it: its whole schema, and rows with their SQL types, whatever they are of; and the same
//! file made of them again.
//!
//! # How a file is made again
//!
//! No statement of a schema is ever run. Each table and index gets its first page from a *frame*: a plain
//! table of our own, with as many columns as the table stores, of no type and without any constraint. Rows go
//! into frames, so nothing converts, checks, counts or refuses them. Then `sqlite_schema` is written over with the
//! rows of the schema, each with the page of its frame, and SQLite reads it as it does when it opens a file.
//! The indexes, which are empty so far, are filled at the end. What SQLite stores for a row depends on the row alone
//! but for the column that is another name of the rowid: that is kept as NULL.

mod check;
mod entries;
mod frame;
mod layout;
mod rebuild;
mod rows;
mod schema;
#[cfg(test)]
mod tests;

pub(in crate::store) use check::check_schema;
pub(super) use check::layouts;
pub(super) use entries::{fill_index, free_hand, is_index, is_table, pages, put_entry, read_again};
pub(super) use frame::Frame;
pub(super) use layout::Layout;
pub(super) use rebuild::Rebuild;
pub(super) use rows::rows;
pub(super) use schema::schema;

use std::path::Path;

use rusqlite::Connection;

use super::error::store_error;
use crate::store::{Result, Row, StoreError};

/// Why something cannot be carried.
#[derive(Debug)]
pub(super) enum Unfit {
    /// SQLite fails.
    Sql(rusqlite::Error),
    /// It is something that cannot be.
    Why(String),
}

impl From<rusqlite::Error> for Unfit {
    fn from(error: rusqlite::Error) -> Unfit {
        Unfit::Sql(error)
    }
}

impl Unfit {
    /// The error, of the database at `path`. What SQLite cannot do with a table or index (`what`) it is not able
    /// to carry; damage and failures of the system are what they are.
    pub(super) fn error(self, path: &Path, what: String) -> StoreError {
        use rusqlite::ErrorCode::{ApiMisuse, ConstraintViolation, Unknown};
        let why = match self {
            Unfit::Why(why) => why,
            Unfit::Sql(error) => match error.sqlite_error_code() {
                // SQLITE_ERROR: SQL that it does not take.
                Some(Unknown | ApiMisuse | ConstraintViolation) | None => {
                    error.to_string().replace('\n', " ")
                }
                _ => {
                    let table = what.split_once(' ').map(|(_, name)| name);
                    return store_error(path, table, "reading", &error);
                }
            },
        };
        StoreError::CannotCarry { path: path.to_owned(), what, why }
    }
}

/// Puts a row of `table` into its frame; errors name `path`.
pub(super) fn put_row(
    path: &Path,
    connection: &Connection,
    frame: Option<&Frame>,
    table: &str,
    row: &Row<'_>,
) -> Result<()> {
    let missing = || Unfit::Why("the schema does not have it".to_owned());
    let put = frame.ok_or_else(missing).and_then(|frame| frame.put(connection, row));
    put.map_err(|unfit| match unfit {
        Unfit::Sql(error) => store_error(path, Some(table), "writing", &error),
        unfit => unfit.error(path, format!("table {table}")),
    })
}
