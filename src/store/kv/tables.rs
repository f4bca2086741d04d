//! What a folder carries of the SQLite file that it was made of.
//!
//! All rows of all tables stand in a keyspace of their own, under the number of the table and their key.
//! The schema, and counts and digests of the tables, stand in the log.

use serde::{Deserialize, Serialize};
use twox_hash::XxHash3_128;

use super::error::undecodable;
use super::keys::{Key, Parts};
use super::keyspaces::{Keyspaces, Space};
use super::layout::log;
use crate::store::codec::{Encoder, Undecodable, decode};
use crate::store::verify::Progress;
use crate::store::{Result, Row, Schema, StoreError, Table, Verification, tables};

/// Rows between two calls of `progress`.
const STEP: u64 = 16 << 10;

/// How many rows a table has, and the sum of their digests.
pub(super) type Sum = (u64, u128);

/// What is kept of a SQLite file beside its rows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Carried {
    pub(super) schema: Schema,
    /// Whether nobody has written to the records since.
    pub(super) rows_hold: bool,
    /// Of each table of the schema.
    pub(super) sums: Vec<Sum>,
}

impl Carried {
    /// Reads it; `None` where the folder was not made of a SQLite file.
    pub(super) fn read(keyspaces: &Keyspaces) -> Result<Option<Carried>> {
        let value = keyspaces.get(Space::Log, &Carried::key())?;
        let read = |value: &[u8]| decode(value).map_err(|error| unreadable(keyspaces, &error));
        value.map(|value| read(&value)).transpose()
    }

    pub(super) fn key() -> Key {
        Key::tagged(log::CARRIED)
    }

    /// Encodes it.
    pub(super) fn encode(&self, with: &mut Encoder) {
        with.begin(crate::model::RecordKind::Execution, &[]);
        with.fields(self);
    }

    /// The place of a table in the schema.
    fn number(&self, table: &Table) -> Option<usize> {
        self.schema.tables.iter().position(|known| known.name == table.name)
    }

    /// How many rows a table has.
    pub(super) fn count(&self, table: &Table) -> u64 {
        let sum = self.number(table).and_then(|number| self.sums.get(number));
        sum.map_or(0, |sum| sum.0)
    }
}

fn unreadable(keyspaces: &Keyspaces, error: &Undecodable) -> StoreError {
    undecodable(keyspaces.path(), "tables", error)
}

/// The key of a row.
pub(super) fn row_key(table: usize, key: i64) -> Key {
    of_table(table).int(key)
}

fn of_table(table: usize) -> Key {
    Key::default().size(table as u64)
}

/// Counts a row with the bytes that are kept of it.
pub(super) fn add(sum: &mut Sum, key: &[u8], value: &[u8]) {
    let mut hasher = XxHash3_128::with_seed(key.len() as u64);
    hasher.write(key);
    hasher.write(value);
    sum.0 += 1;
    sum.1 = sum.1.wrapping_add(hasher.finish_128());
}

/// Calls `each` with the rows of a table, after the key `after`, until it gives `false`.
pub(super) fn rows(
    keyspaces: &Keyspaces,
    table: &Table,
    after: Option<i64>,
    each: &mut dyn FnMut(Row<'_>) -> bool,
) -> Result<()> {
    let carried = Carried::read(keyspaces)?;
    let Some(number) = carried.and_then(|carried| carried.number(table)) else { return Ok(()) };
    let from = match after {
        None => of_table(number),
        Some(after) => match after.checked_add(1) {
            Some(next) => row_key(number, next),
            None => return Ok(()),
        },
    };
    let damaged = || unreadable(keyspaces, &Undecodable::Damaged);
    for pair in keyspaces.carried(&from, &of_table(number + 1)).into_iter().flatten() {
        let (key, value) = pair?;
        let mut parts = Parts(&key);
        let key = parts.size().and_then(|_| parts.int()).ok_or_else(damaged)?;
        let values = tables::decode_row(&value).ok_or_else(damaged)?;
        if !each(Row { key, values: &values }) {
            break;
        }
    }
    Ok(())
}

/// Reads all rows back, and holds them against what is kept of them. `false` where `progress` ended it.
pub(super) fn verify(
    keyspaces: &Keyspaces,
    found: &mut Verification,
    progress: Progress<'_>,
) -> Result<bool> {
    let Some(carried) = Carried::read(keyspaces)? else { return Ok(true) };
    let mut done = 0;
    for (number, (table, kept)) in carried.schema.tables.iter().zip(&carried.sums).enumerate() {
        let mut sum = Sum::default();
        for pair in keyspaces.carried(&of_table(number), &of_table(number + 1)).into_iter().flatten() {
            let (key, value) = pair?;
            add(&mut sum, &key, &value);
            if tables::decode_row(&value).is_none_or(|values| values.len() != table.columns.len()) {
                found.damage.push(format!("table {}: a row that cannot be read", table.name));
            }
            done += 1;
            if done % STEP == 0 && !progress("rows of tables", done) {
                found.notes.push("ended early, at the rows of tables".to_owned());
                return Ok(false);
            }
        }
        if sum.0 != kept.0 {
            let name = &table.name;
            found.damage.push(format!("table {name}: {} rows are there, and {} were written", sum.0, kept.0));
        } else if sum != *kept {
            found.damage.push(format!("table {}: its rows are not what was written", table.name));
        }
    }
    found.checked.push(("rows of tables".to_owned(), done));
    Ok(true)
}
