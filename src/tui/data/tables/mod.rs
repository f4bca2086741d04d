//! Tables and keyspaces, row by row, as they lie in the database.

pub mod bytes;
pub mod detail;
mod says;
pub mod whole;

use std::sync::atomic::AtomicBool;

use self::detail::Line;
use super::backwards;
use super::seek::seek;
use super::terms::holds;
use crate::export;
use crate::source::cut;
use crate::store::{Entry, Order, Page, Reader, Result, Table, Value};
use crate::tui::widgets::window::{Part, Wanted, Way};

/// Rows that are read at once: a row may be long.
const STEP: usize = 100;
/// Longest part of a value that is shown in a row, in bytes.
const LONGEST_CELL: usize = 200;

/// Where rows come from.
#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    /// A table of what is, or was, a SQLite file, and how its texts are encoded.
    Table(Table, Encoding),
    /// A keyspace of a folder.
    Keyspace(&'static str),
}

/// How a SQLite file encodes texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Encoding {
    Utf8,
    Utf16Little,
    Utf16Big,
}

impl Encoding {
    fn of(name: &str) -> Encoding {
        match name {
            "UTF-16le" => Encoding::Utf16Little,
            "UTF-16be" => Encoding::Utf16Big,
            _ => Encoding::Utf8,
        }
    }

    /// A text; what is not well-formed is marked.
    pub fn decode(self, bytes: &[u8]) -> String {
        let units = |read: fn([u8; 2]) -> u16| {
            let units = bytes.chunks(2).map(|pair| pair.try_into().map_or(0xFFFD, read));
            char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        };
        match self {
            Encoding::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
            Encoding::Utf16Little => units(u16::from_le_bytes),
            Encoding::Utf16Big => units(u16::from_be_bytes),
        }
    }
}

/// What the database is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// `table`, `keyspace`, `view`, `index`, `trigger`.
    pub kind: String,
    /// Where its rows come from; `None` for what has none of its own.
    pub source: Option<Source>,
    /// What its columns are called.
    pub columns: Vec<String>,
    /// What made it, or what it is.
    pub schema: Vec<Line>,
    /// How many rows it has, once that is known.
    pub count: Option<u64>,
}

/// Reads what there is: what has rows first.
///
/// # Errors
/// Where the schema cannot be read.
pub fn listed(reader: &dyn Reader) -> Result<Vec<Listed>> {
    let mut listed: Vec<Listed> = reader.keyspaces().iter().map(|name| keyspace(name)).collect();
    let Some(schema) = reader.content()?.schema else { return Ok(listed) };
    let encoding = Encoding::of(&schema.encoding);
    let made_by = |name: &str| {
        let entry = schema.entries.iter().find(|entry| entry.name == name);
        told(name, entry.and_then(|entry| entry.sql.as_deref()).unwrap_or("made by SQLite itself"))
    };
    for table in &schema.tables {
        let mut columns = vec![table.rowid.clone().unwrap_or_else(|| "#".to_owned())];
        columns.extend(table.columns.iter().cloned());
        listed.push(Listed {
            name: table.name.clone(),
            kind: "table".to_owned(),
            source: Some(Source::Table(table.clone(), encoding)),
            columns,
            schema: made_by(&table.name),
            count: None,
        });
    }
    let others = schema
        .entries
        .iter()
        .filter(|entry| entry.kind != "table" || !schema.tables.iter().any(|table| table.name == entry.name));
    listed.extend(others.map(|entry| Listed {
        name: entry.name.clone(),
        kind: entry.kind.clone(),
        source: None,
        columns: Vec::new(),
        schema: told(&entry.name, entry.sql.as_deref().unwrap_or("made by SQLite itself")),
        count: None,
    }));
    Ok(listed)
}

/// What made something, in lines.
fn told(name: &str, sql: &str) -> Vec<Line> {
    let lines = sql.lines().map(|line| Line::Text(line.to_owned()));
    std::iter::once(Line::Heading(format!("schema of {name}"))).chain(lines).collect()
}

fn keyspace(name: &'static str) -> Listed {
    Listed {
        name: name.to_owned(),
        kind: "keyspace".to_owned(),
        source: Some(Source::Keyspace(name)),
        columns: ["key", "what", "value"].map(str::to_owned).to_vec(),
        schema: told(name, "A keyspace of the folder: keys in byte order, each with a value."),
        count: None,
    }
}

/// What tells a row from all others of its table.
#[derive(Debug, Clone, PartialEq)]
pub enum RowKey {
    /// Its rowid, or its place in the order of the primary key.
    Number(i64),
    /// A key of a keyspace.
    Bytes(Vec<u8>),
}

/// A row to show.
#[derive(Debug, Clone, PartialEq)]
pub struct TableRow {
    /// Its key.
    pub key: RowKey,
    /// The beginnings of its values, by [`Listed::columns`].
    pub cells: Vec<String>,
}

/// Reads what is wanted of the rows in which `filter` stands; see [`seek`].
///
/// # Errors
/// Where the rows cannot be read.
pub fn rows(
    reader: &dyn Reader,
    source: &Source,
    filter: &str,
    wanted: Wanted<TableRow>,
    cancel: &AtomicBool,
    tell: &mut dyn FnMut(Part<TableRow>),
) -> Result<Part<TableRow>> {
    let way = wanted.way;
    let read = |after: Option<&TableRow>| match (source, after.map(|row| &row.key)) {
        (Source::Keyspace(name), after) => {
            let order = if way == Way::Up { Order::Descending } else { Order::Ascending };
            let after = after.and_then(|key| if let RowKey::Bytes(key) = key { Some(key) } else { None });
            let page = reader.entries(name, order, after.map(Vec::as_slice), STEP)?;
            Ok(Page { items: page.items.iter().map(of_entry).collect(), more: page.more })
        }
        (Source::Table(table, encoding), after) => {
            let after = after.and_then(|key| if let RowKey::Number(key) = key { Some(*key) } else { None });
            let read = |after, limit| of_table(reader, table, *encoding, after, limit);
            match way {
                Way::Up => backwards::before(after, STEP, &read),
                Way::Down => {
                    let page = read(after, STEP)?;
                    Ok(Page { items: page.items.into_iter().map(|(_, row)| row).collect(), more: page.more })
                }
            }
        }
    };
    seek(wanted, &read, &|row| passes(row, filter), cancel, tell)
}

/// Whether what is shown of a row holds a text.
fn passes(row: &TableRow, filter: &str) -> bool {
    filter.is_empty() || row.cells.iter().any(|cell| holds(cell, filter))
}

/// The row with a key as it is now, or the one behind it where that is gone; `None` where it does not pass the filter.
///
/// # Errors
/// Where the rows cannot be read.
pub fn row_from(
    reader: &dyn Reader,
    source: &Source,
    filter: &str,
    key: &RowKey,
) -> Result<Option<TableRow>> {
    let found = match (source, key) {
        (Source::Table(table, encoding), RowKey::Number(key)) => {
            // The row itself is the first behind the number before.
            let page = of_table(reader, table, *encoding, key.checked_sub(1), 1)?;
            page.items.into_iter().next().map(|(_, row)| row)
        }
        (Source::Keyspace(name), RowKey::Bytes(key)) => {
            // The key itself is the first before the one that is a zero longer.
            let behind = [key.as_slice(), &[0]].concat();
            let itself = reader.entries(name, Order::Descending, Some(&behind), 1)?.items.into_iter().next();
            match itself.filter(|entry| entry.key == *key) {
                Some(entry) => Some(of_entry(&entry)),
                None => reader.entries(name, Order::Ascending, Some(key), 1)?.items.first().map(of_entry),
            }
        }
        _ => None,
    };
    Ok(found.filter(|row| passes(row, filter)))
}

fn of_table(
    reader: &dyn Reader,
    table: &Table,
    encoding: Encoding,
    after: Option<i64>,
    limit: usize,
) -> Result<Page<(i64, TableRow)>> {
    let mut page = Page { items: Vec::new(), more: false };
    reader.rows(table, after, &mut |row| {
        page.more = page.items.len() == limit;
        if !page.more {
            let values = row.values.iter().map(|value| cell(value, encoding));
            let cells = std::iter::once(row.key.to_string()).chain(values).collect();
            page.items.push((row.key, TableRow { key: RowKey::Number(row.key), cells }));
        }
        !page.more
    })?;
    Ok(page)
}

fn of_entry(entry: &Entry) -> TableRow {
    let value = match &entry.record {
        Some(record) => cut(&export::json(record), LONGEST_CELL).to_owned(),
        None if entry.says.is_empty() => bytes::readable(&entry.value, LONGEST_CELL),
        None => cut(&says::line(&entry.says), LONGEST_CELL).to_owned(),
    };
    let key = bytes::readable(&entry.key, LONGEST_CELL);
    TableRow { key: RowKey::Bytes(entry.key.clone()), cells: vec![key, entry.what.to_owned(), value] }
}

/// The beginning of a value.
fn cell(value: &Value<'_>, encoding: Encoding) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(bytes) => {
            let begin = bytes.get(..LONGEST_CELL * 2).unwrap_or(bytes);
            cut(&encoding.decode(begin), LONGEST_CELL).to_owned()
        }
        Value::Blob(bytes) => bytes::readable(bytes, LONGEST_CELL),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_in_the_encoding_of_their_file() {
        let little: Vec<u8> = "\u{e9}\u{1f600}".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "\u{e9}\u{1f600}".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(Encoding::of("UTF-16le").decode(&little), "\u{e9}\u{1f600}");
        assert_eq!(Encoding::of("UTF-16be").decode(&big), "\u{e9}\u{1f600}");
        assert_eq!(Encoding::of("UTF-16be").decode(&[0, 0x61, 0x62]), "a\u{fffd}");
        assert_eq!(Encoding::of("UTF-8").decode(&[0x61, 0xFF]), "a\u{fffd}");
    }

    #[test]
    fn a_cell_is_the_beginning_of_a_value() {
        let cell = |value| cell(&value, Encoding::Utf8);
        assert_eq!(
            [cell(Value::Null), cell(Value::Integer(-7)), cell(Value::Real(0.5))],
            ["NULL", "-7", "0.5"]
        );
        assert_eq!(cell(Value::Blob(&[0, 255])), "00ff");
        assert_eq!(cell(Value::Text("\u{e9}".repeat(9_000).as_bytes())).len(), LONGEST_CELL);
    }
}
