//! What a table stores of a row, and in which order.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

use super::super::columns::quoted;
use super::super::row::{int, optional_int, text};
use super::Unfit;

/// The names by which SQLite speaks of a rowid, unless columns have them.
const ROWID: [&str; 3] = ["rowid", "_rowid_", "oid"];

/// Generated as it is read: no row holds it.
const VIRTUAL: i64 = 2;

/// What a table stores of a row.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::store::sqlite) struct Layout {
    /// The columns that rows hold, in order: all but those that are generated as they are read.
    pub(super) columns: Vec<String>,
    /// A name by which the rowid can be spoken of, in a table that has one.
    pub(super) rowid: Option<String>,
    /// The place of the column that is another name of the rowid.
    pub(super) alias: Option<usize>,
    /// The primary key of a table without rowid.
    pub(super) key: Vec<KeyColumn>,
}

/// A column of a primary key.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct KeyColumn {
    /// Its place in [`Layout::columns`].
    pub(super) place: usize,
    pub(super) collation: String,
    pub(super) descending: bool,
}

/// A column as SQLite tells of it.
struct Column {
    number: i64,
    name: String,
    in_key: bool,
    is_stored: bool,
}

impl Layout {
    /// Finds it out for a table that is no virtual one.
    pub(super) fn read(connection: &Connection, table: &str) -> Result<Layout, Unfit> {
        let all = columns(connection, table)?;
        let stored: Vec<&Column> = all.iter().filter(|column| column.is_stored).collect();
        if stored.is_empty() {
            return Err(Unfit::Why("no table is made by what the schema says it was made by".to_owned()));
        }
        let mut layout = Layout {
            columns: stored.iter().map(|column| column.name.clone()).collect(),
            rowid: None,
            alias: None,
            key: key(connection, table, &stored)?,
        };
        if layout.key.is_empty() {
            if !has_key_index(connection, table)? {
                layout.alias = stored.iter().position(|column| column.in_key);
            }
            let hidden = |name: &&str| all.iter().any(|column| column.name.eq_ignore_ascii_case(name));
            let free = ROWID.into_iter().find(|name| !hidden(name)).map(str::to_owned);
            let alias = layout.alias.and_then(|place| layout.columns.get(place).cloned());
            layout.rowid = free.or(alias);
            if layout.rowid.is_none() {
                return Err(Unfit::Why(
                    "its columns hide every name of its rowid; rename one of rowid, _rowid_ and oid"
                        .to_owned(),
                ));
            }
        }
        Ok(layout)
    }
}

/// Runs a pragma of a table and reads its rows.
fn each<T>(
    connection: &Connection,
    pragma: &str,
    table: &str,
    read: impl FnMut(&Row<'_>) -> Result<T, Unfit>,
) -> Result<Vec<T>, Unfit> {
    if table.contains('\0') {
        return Err(Unfit::Why("its name holds a NUL".to_owned()));
    }
    // Not the table-valued function: a table of the file may have its name.
    let mut statement = connection.prepare(&format!("PRAGMA main.{pragma}({})", quoted(table)))?;
    let mut rows = statement.query([])?;
    let (mut read, mut found) = (read, Vec::new());
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

fn columns(connection: &Connection, table: &str) -> Result<Vec<Column>, Unfit> {
    each(connection, "table_xinfo", table, |row| {
        let ValueRef::Text(name) = row.get_ref(1)? else {
            return Err(Unfit::Why("a column has no name".to_owned()));
        };
        let Ok(name) = std::str::from_utf8(name) else {
            return Err(Unfit::Why("the name of a column is not UTF-8".to_owned()));
        };
        let (number, name) = (int(row, 0), name.to_owned());
        Ok(Column { number, name, in_key: int(row, 5) > 0, is_stored: int(row, 6) != VIRTUAL })
    })
}

/// The primary key of a table without rowid; empty for any other.
fn key(connection: &Connection, table: &str, stored: &[&Column]) -> Result<Vec<KeyColumn>, Unfit> {
    // The name of such a table stands for the index that it is.
    let found = each(connection, "index_xinfo", table, |row| {
        let number = optional_int(row, 1).unwrap_or(-1);
        Ok((number, int(row, 3) != 0, text(row, 4), int(row, 5) != 0))
    })?;
    if found.iter().any(|(number, ..)| *number < 0) {
        return Ok(Vec::new());
    }
    let place = |number: i64| stored.iter().position(|column| column.number == number);
    found
        .into_iter()
        .filter(|(.., in_key)| *in_key)
        .map(|(number, descending, collation, _)| match place(number) {
            Some(place) => Ok(KeyColumn { place, collation, descending }),
            None => Err(Unfit::Why("its primary key holds a column that it does not store".to_owned())),
        })
        .collect()
}

/// Whether the primary key has an index of its own: then no column of it is the rowid.
fn has_key_index(connection: &Connection, table: &str) -> Result<bool, Unfit> {
    Ok(each(connection, "index_list", table, |row| Ok(text(row, 3) == "pk"))?.contains(&true))
}
