//! Rows with their SQL types, read.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row as SqlRow};

use super::super::columns::quoted;
use super::super::row::text;
use crate::store::{Row, Table, Value};

/// Calls `each` with the rows of a table by their keys, after the key `after`, until it gives `false`.
pub(in crate::store::sqlite) fn rows(
    connection: &Connection,
    table: &Table,
    after: Option<i64>,
    each: &mut dyn FnMut(Row<'_>) -> bool,
) -> rusqlite::Result<()> {
    let encoding = connection.query_row("PRAGMA main.encoding", [], |row| Ok(text(row, 0)))?;
    let is_utf8 = encoding == "UTF-8";
    let mut statement = connection.prepare_cached(&select(table, is_utf8, after.is_some()))?;
    if let Some(after) = after {
        statement.raw_bind_parameter(1, after)?;
    }
    let mut rows = statement.raw_query();
    let mut passed = if table.rowid.is_none() { after.unwrap_or_default() } else { 0 };
    let count = table.columns.len();
    let mut values: Vec<Value<'_>> = Vec::with_capacity(count);
    while let Some(row) = rows.next()? {
        passed = passed.saturating_add(1);
        let key = match row.get_ref(0)? {
            ValueRef::Integer(rowid) if table.rowid.is_some() => rowid,
            _ => passed,
        };
        let mut taken = emptied(values);
        if is_utf8 {
            take(row, count, &mut taken)?
        } else {
            take_utf16(row, count, &mut taken)?
        }
        let go_on = each(Row { key, values: &taken });
        values = emptied(taken);
        if !go_on {
            break;
        }
    }
    Ok(())
}

/// The statement that reads them: the key, where the table has rowids, and the columns. Other texts than
/// UTF-8 come as bytes, so that SQLite does not convert them, each with the name of its type before it.
pub(super) fn select(table: &Table, is_utf8: bool, after: bool) -> String {
    let mut sql = String::from("SELECT ");
    // With the table before it no name is ever taken for a text.
    sql.push_str(&table.rowid.as_ref().map_or("1".to_owned(), |rowid| format!("t.{}", quoted(rowid))));
    for column in &table.columns {
        let column = quoted(column);
        let part = match is_utf8 {
            true => format!(", t.{column}"),
            false => format!(
                ", typeof(t.{column}) = 'text',
                 CASE typeof(t.{column}) WHEN 'text' THEN CAST(t.{column} AS BLOB) ELSE t.{column} END"
            ),
        };
        sql.push_str(&part);
    }
    // Not by an index that holds all columns: what is in the table is what is asked for.
    sql.push_str(&format!(" FROM main.{} AS t NOT INDEXED", quoted(&table.name)));
    match &table.rowid {
        Some(rowid) => {
            let rowid = quoted(rowid);
            if after {
                sql.push_str(&format!(" WHERE t.{rowid} > ?1"));
            }
            sql.push_str(&format!(" ORDER BY t.{rowid}"));
        }
        // Such a table is its primary key's index, and is read in its order.
        None if after => sql.push_str(" LIMIT -1 OFFSET ?1"),
        None => {}
    }
    sql
}

/// The same memory for another row.
fn emptied<'a>(mut values: Vec<Value<'_>>) -> Vec<Value<'a>> {
    values.clear();
    values.into_iter().map(|_| Value::Null).collect()
}

fn take<'r>(row: &'r SqlRow<'_>, count: usize, to: &mut Vec<Value<'r>>) -> rusqlite::Result<()> {
    for column in 1..=count {
        to.push(match row.get_ref(column)? {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(integer) => Value::Integer(integer),
            ValueRef::Real(real) => Value::Real(real),
            ValueRef::Text(text) => Value::Text(text),
            ValueRef::Blob(blob) => Value::Blob(blob),
        });
    }
    Ok(())
}

fn take_utf16<'r>(row: &'r SqlRow<'_>, count: usize, to: &mut Vec<Value<'r>>) -> rusqlite::Result<()> {
    for column in 1..=count {
        let is_text = matches!(row.get_ref(2 * column - 1)?, ValueRef::Integer(1));
        to.push(match row.get_ref(2 * column)? {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(integer) => Value::Integer(integer),
            ValueRef::Real(real) => Value::Real(real),
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) if is_text => Value::Text(bytes),
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Value::Blob(bytes),
        });
    }
    Ok(())
}
