//! Whether a schema can be made again: tried in memory, without a row.

use std::collections::HashMap;
use std::path::Path;

use rusqlite::Connection;

use super::super::open::harden;
use super::Unfit;
use super::entries::{filling, free_hand, is_index, is_table, pages, put_entry, read_again};
use super::frame::making;
use super::layout::Layout;
use super::rows::select;
use super::schema::{MOST_ENTRIES, MOST_TEXT};
use crate::store::{Result, Schema, SchemaEntry, StoreError};

/// Refuses the schema of the database at `path` by name of what cannot be made of it again: an index by a
/// function or collation that this program does not have, and whatever else SQLite does not take. Cost: that of
/// reading a schema, twice.
///
/// # Errors
/// [`StoreError::CannotCarry`].
pub(in crate::store) fn check_schema(path: &Path, schema: &Schema) -> Result<()> {
    layouts(path, schema).map(drop)
}

/// As [`check_schema`]; gives what each of [`Schema::tables`] stores.
pub(in crate::store::sqlite) fn layouts(path: &Path, schema: &Schema) -> Result<Vec<Layout>> {
    let of_schema = |unfit: Unfit| unfit.error(path, "schema".to_owned());
    check_numbers(schema).map_err(of_schema)?;
    let connection = made(schema).map_err(|error| match error {
        // What SQLite says of a schema that it cannot read, as it would of a damaged file.
        error if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseCorrupt) => {
            of_schema(Unfit::Why(error.to_string()))
        }
        error => of_schema(Unfit::Sql(error)),
    })?;
    let empty = Connection::open_in_memory().map_err(|error| of_schema(Unfit::Sql(error)))?;
    let named =
        |unfit: Unfit, entry: &SchemaEntry| unfit.error(path, format!("{} {}", entry.kind, entry.name));
    let mut tables = schema.tables.iter();
    let mut layouts = Vec::new();
    for entry in schema.entries.iter().filter(|entry| is_table(entry)) {
        let failed = |unfit| named(unfit, entry);
        let layout = Layout::read(&connection, &entry.name).map_err(failed)?;
        let table = tables.next().filter(|table| {
            (&table.name, &table.columns, &table.rowid) == (&entry.name, &layout.columns, &layout.rowid)
        });
        let Some(table) = table else {
            return Err(failed(Unfit::Why(
                "its rows are not of the columns that the schema gives it".to_owned(),
            )));
        };
        let tried = empty
            .prepare(&making("frame", &layout))
            .and_then(|_| connection.prepare(&select(table, schema.encoding == "UTF-8", false)));
        tried.map_err(|error| failed(Unfit::Sql(error)))?;
        layouts.push(layout);
    }
    if let Some(table) = tables.next() {
        return Err(StoreError::CannotCarry {
            path: path.to_owned(),
            what: format!("table {}", table.name),
            why: "the schema does not have it".to_owned(),
        });
    }
    for index in schema.entries.iter().filter(|entry| is_index(entry)) {
        connection.prepare(&filling(index)).map_err(|error| named(Unfit::Sql(error), index))?;
    }
    Ok(layouts)
}

fn check_numbers(schema: &Schema) -> std::result::Result<(), Unfit> {
    let text: usize = schema.entries.iter().map(|entry| entry.sql.as_ref().map_or(0, String::len)).sum();
    if schema.entries.len() > MOST_ENTRIES || text > MOST_TEXT {
        return Err(Unfit::Why("it is too large".to_owned()));
    }
    let size = schema.page_size;
    if !(512..=65_536).contains(&size) || !size.is_power_of_two() || schema.auto_vacuum > 2 {
        return Err(Unfit::Why("no file has such pages".to_owned()));
    }
    if !["UTF-8", "UTF-16le", "UTF-16be"].contains(&schema.encoding.as_str()) {
        return Err(Unfit::Why("no file has such an encoding".to_owned()));
    }
    Ok(())
}

/// A database in memory that has the schema. Its pages are few, of the wrong sort and used again and again: nobody
/// looks at them, but no two indexes of a table may have the same.
fn made(schema: &Schema) -> rusqlite::Result<Connection> {
    let connection = Connection::open_in_memory()?;
    harden(&connection)?;
    connection.pragma_update(None, "page_size", 512)?;
    let mut of_tables: HashMap<&str, usize> = HashMap::new();
    let mut places = Vec::new();
    for entry in &schema.entries {
        let next = of_tables.entry(&entry.table).or_default();
        *next += usize::from(entry.has_pages);
        places.push(if entry.has_pages { *next } else { 0 });
    }
    connection.execute_batch("BEGIN")?;
    for place in 1..=places.iter().max().copied().unwrap_or_default() {
        connection.execute_batch(&format!("CREATE TABLE p{place}(c)"))?;
    }
    free_hand(&connection)?;
    let pages = pages(&connection)?;
    connection.execute_batch("DELETE FROM main.sqlite_schema")?;
    for (entry, place) in schema.entries.iter().zip(places) {
        let page = pages.get(&format!("p{place}")).copied().unwrap_or_default();
        put_entry(&connection, Some(entry.row), entry, page)?;
    }
    connection.execute_batch("COMMIT")?;
    read_again(&connection)?;
    Ok(connection)
}
