//! The schema of a file, read.

use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

use super::super::error::store_error;
use super::super::row::{int, optional_int, text, unsigned};
use super::Unfit;
use super::entries::is_table;
use super::layout::Layout;
use crate::store::{Result, Schema, SchemaEntry, StoreError, Table};

/// Most entries of a schema, and most bytes of their texts. SQLite takes longer for each table that is made the
/// more there are already.
pub(super) const MOST_ENTRIES: usize = 1 << 13;
pub(super) const MOST_TEXT: usize = 64 << 20;

/// Reads the schema of the file at `path`. `has_wal` says whether it has a log, where that is known.
pub(in crate::store::sqlite) fn schema(
    path: &Path,
    connection: &Connection,
    has_wal: Option<bool>,
) -> Result<Schema> {
    let failed = |error| store_error(path, Some("sqlite_schema"), "reading", &error);
    let mut schema = header(connection, has_wal).map_err(failed)?;
    schema.entries = entries(path, connection, &schema.encoding)?;
    for entry in schema.entries.iter().filter(|entry| is_table(entry)) {
        let layout = Layout::read(connection, &entry.name)
            .map_err(|unfit| unfit.error(path, format!("table {}", entry.name)))?;
        schema.tables.push(Table { name: entry.name.clone(), columns: layout.columns, rowid: layout.rowid });
    }
    Ok(schema)
}

fn header(connection: &Connection, has_wal: Option<bool>) -> rusqlite::Result<Schema> {
    let ask = |pragma: &str| {
        connection.query_row(&format!("PRAGMA main.{pragma}"), [], |row| {
            Ok((text(row, 0), int(row, 0), unsigned(row, 0)))
        })
    };
    let small = |number: u64| u32::try_from(number).unwrap_or_default();
    let signed = |number: i64| i32::try_from(number).unwrap_or_default();
    Ok(Schema {
        encoding: ask("encoding")?.0,
        page_size: small(ask("page_size")?.2),
        auto_vacuum: small(ask("auto_vacuum")?.2),
        user_version: signed(ask("user_version")?.1),
        application_id: signed(ask("application_id")?.1),
        has_wal: match has_wal {
            Some(known) => known,
            None => ask("journal_mode")?.0 == "wal",
        },
        entries: Vec::new(),
        tables: Vec::new(),
    })
}

fn entries(path: &Path, connection: &Connection, encoding: &str) -> Result<Vec<SchemaEntry>> {
    // As bytes: SQLite would make something else of a text that is none.
    let sql = "SELECT rowid, rootpage, typeof(type), CAST(type AS BLOB), typeof(name), CAST(name AS BLOB),
                      typeof(tbl_name), CAST(tbl_name AS BLOB), typeof(sql), CAST(sql AS BLOB)
               FROM main.sqlite_schema ORDER BY rowid";
    let (mut found, mut bytes) = (Vec::new(), 0_usize);
    let mut read = || -> std::result::Result<(), Unfit> {
        let mut statement = connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let entry = entry(row, encoding)?;
            bytes += entry.sql.as_ref().map_or(0, String::len);
            found.push(entry);
            if found.len() > MOST_ENTRIES || bytes > MOST_TEXT {
                return Err(Unfit::Why(format!(
                    "it has more than {MOST_ENTRIES} entries or {} MiB of text",
                    MOST_TEXT >> 20
                )));
            }
        }
        Ok(())
    };
    read().map_err(|unfit| match unfit {
        Unfit::Sql(error) => store_error(path, Some("sqlite_schema"), "reading", &error),
        Unfit::Why(why) => StoreError::CannotCarry { path: path.to_owned(), what: "schema".to_owned(), why },
    })?;
    Ok(found)
}

fn entry(row: &Row<'_>, encoding: &str) -> std::result::Result<SchemaEntry, Unfit> {
    let text = |column: usize, what: &str| {
        let number = int(row, 0);
        let refused = |why: &str| Unfit::Why(format!("the {what} of entry {number} {why}"));
        match (row.get_ref(column)?, row.get_ref(column + 1)?) {
            (_, ValueRef::Null) => Ok(None),
            (ValueRef::Text(b"text"), ValueRef::Blob(bytes)) => {
                let text = decoded(bytes, encoding);
                text.map(Some).ok_or_else(|| refused("is no text of the file's encoding"))
            }
            _ => Err(refused("is no text")),
        }
    };
    let needed = |column: usize, what: &str| {
        let missing = || Unfit::Why(format!("entry {} has no {what}", int(row, 0)));
        text(column, what)?.ok_or_else(missing)
    };
    let entry = SchemaEntry {
        row: int(row, 0),
        kind: needed(2, "type")?,
        name: needed(4, "name")?,
        table: needed(6, "table")?,
        has_pages: optional_int(row, 1).is_some_and(|page| page > 0),
        sql: text(8, "text")?,
    };
    let kind = entry.kind.as_str();
    if !["table", "index", "view", "trigger"].contains(&kind)
        || entry.has_pages && !["table", "index"].contains(&kind)
    {
        return Err(Unfit::Why(format!("entry {} is neither table, index, view nor trigger", entry.row)));
    }
    Ok(entry)
}

/// A text in a file's encoding; `None` where it is none.
fn decoded(bytes: &[u8], encoding: &str) -> Option<String> {
    let unit: fn([u8; 2]) -> u16 = match encoding {
        "UTF-16le" => u16::from_le_bytes,
        "UTF-16be" => u16::from_be_bytes,
        _ => return String::from_utf8(bytes.to_vec()).ok(),
    };
    let (units, rest) = bytes.as_chunks::<2>();
    let text = char::decode_utf16(units.iter().map(|bytes| unit(*bytes)))
        .collect::<std::result::Result<String, _>>();
    text.ok().filter(|_| rest.is_empty())
}
