//! The rows of a table or keyspace with their whole values.

use std::sync::atomic::{AtomicBool, Ordering};

use super::{Encoding, Source, cell, of_entry};
use crate::export::sheet::Cell;
use crate::export::{self, ExportError};
use crate::store::{Order, Reader, Row, Value};
use crate::tui::data::terms::holds;
use crate::tui::exporting::Each;

/// Entries that are read at once.
const STEP: usize = 100;

/// Gives every row that shows a filter's text, as it lies there, by [`super::Listed::columns`]. Cost: a scan.
///
/// # Errors
/// Where the rows cannot be read, those of `each`, and where it was cancelled.
pub fn each_row(
    reader: &dyn Reader,
    source: &Source,
    filter: &str,
    cancel: &AtomicBool,
    each: &mut Each<'_>,
) -> Result<(), ExportError> {
    let passes = |cells: &[String]| filter.is_empty() || cells.iter().any(|cell| holds(cell, filter));
    let (table, encoding) = match source {
        Source::Table(table, encoding) => (table, *encoding),
        Source::Keyspace(name) => return each_entry(reader, name, &passes, cancel, each),
    };
    let mut done = Ok(());
    reader.rows(table, None, &mut |row| {
        // What is shown of it is what is filtered.
        let shown: Vec<String> = std::iter::once(row.key.to_string())
            .chain(row.values.iter().map(|value| cell(value, encoding)))
            .collect();
        done = match () {
            () if cancel.load(Ordering::Relaxed) => Err(ExportError::Interrupted),
            () if passes(&shown) => each(&cells(&row, encoding)),
            () => Ok(()),
        };
        done.is_ok()
    })?;
    done
}

fn cells(row: &Row<'_>, encoding: Encoding) -> Vec<Cell<'static>> {
    let whole = |value: &Value<'_>| match value {
        Value::Null => Cell::Nothing,
        Value::Integer(number) => Cell::Whole(*number),
        Value::Real(number) => Cell::Real(*number),
        Value::Text(bytes) => encoding.decode(bytes).into(),
        Value::Blob(bytes) => format!("x'{}'", hex(bytes)).into(),
    };
    std::iter::once(Cell::Whole(row.key)).chain(row.values.iter().map(whole)).collect()
}

fn each_entry(
    reader: &dyn Reader,
    keyspace: &str,
    passes: &dyn Fn(&[String]) -> bool,
    cancel: &AtomicBool,
    each: &mut Each<'_>,
) -> Result<(), ExportError> {
    let mut after: Option<Vec<u8>> = None;
    loop {
        let page = reader.entries(keyspace, Order::Ascending, after.as_deref(), STEP)?;
        for entry in page.items.iter().filter(|entry| passes(&of_entry(entry).cells)) {
            let value = entry.record.as_ref().map_or_else(|| hex(&entry.value), export::json);
            each(&[hex(&entry.key).into(), entry.what.into(), value.into()])?;
        }
        if cancel.load(Ordering::Relaxed) {
            return Err(ExportError::Interrupted);
        }
        after = page.items.into_iter().next_back().map(|entry| entry.key);
        if !page.more || after.is_none() {
            return Ok(());
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
        out.extend([digit(byte >> 4), digit(byte & 15)]);
        out
    })
}
