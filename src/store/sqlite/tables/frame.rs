//! Frames: plain tables that rows are put into before it is said what table they are of.

use rusqlite::Connection;
use rusqlite::types::{ToSqlOutput, ValueRef};

use super::super::columns::quoted;
use super::Unfit;
use super::layout::Layout;
use crate::store::{Row, Value};

/// A plain table whose pages will be those of another one.
#[derive(Debug)]
pub(in crate::store::sqlite) struct Frame {
    name: String,
    /// The statement that puts a row into it.
    insert: String,
    columns: usize,
    has_rowid: bool,
    alias: Option<usize>,
    is_utf8: bool,
}

impl Frame {
    /// Makes one for the rows of a table, under a name that the file does not have.
    pub(in crate::store::sqlite) fn make(
        connection: &Connection,
        name: String,
        layout: &Layout,
        is_utf8: bool,
    ) -> rusqlite::Result<Frame> {
        connection.execute_batch(&making(&name, layout))?;
        let has_rowid = layout.key.is_empty();
        let columns = layout.columns.len();
        let (mut names, mut values) = (Vec::new(), Vec::new());
        if has_rowid {
            names.push("rowid".to_owned());
            values.push("?".to_owned());
        }
        for place in 0..columns {
            names.push(format!("c{place}"));
            let first = 2 * place + usize::from(has_rowid) + 1;
            values.push(match is_utf8 {
                true => "?".to_owned(),
                // As bytes, which SQLite is told are a text: it would convert one.
                false => format!("iif(?{first}, CAST(?{0} AS TEXT), ?{0})", first + 1),
            });
        }
        let insert =
            format!("INSERT INTO {}({}) VALUES({})", quoted(&name), names.join(","), values.join(","));
        Ok(Frame { name, insert, columns, has_rowid, alias: layout.alias, is_utf8 })
    }

    /// Makes one for an index.
    pub(in crate::store::sqlite) fn of_index(connection: &Connection, name: &str) -> rusqlite::Result<()> {
        connection.execute_batch(&format!("CREATE TABLE {}(c PRIMARY KEY) WITHOUT ROWID", quoted(name)))
    }

    pub(in crate::store::sqlite) fn name(&self) -> &str {
        &self.name
    }

    /// Puts a row into it.
    pub(super) fn put(&self, connection: &Connection, row: &Row<'_>) -> Result<(), Unfit> {
        if row.values.len() != self.columns {
            let (found, columns) = (row.values.len(), self.columns);
            return Err(Unfit::Why(format!("a row has {found} values, and the table {columns} columns")));
        }
        let mut insert = connection.prepare_cached(&self.insert)?;
        let mut at = 1;
        if self.has_rowid {
            insert.raw_bind_parameter(at, row.key)?;
            at += 1;
        }
        for (place, value) in row.values.iter().enumerate() {
            let value = if self.alias == Some(place) { self.named(row.key, value)? } else { *value };
            if !self.is_utf8 {
                insert.raw_bind_parameter(at, matches!(value, Value::Text(_)))?;
                at += 1;
            }
            insert.raw_bind_parameter(at, ToSqlOutput::Borrowed(self.bound(value)?))?;
            at += 1;
        }
        insert.raw_execute()?;
        Ok(())
    }

    /// What is stored in the column that is another name of the rowid.
    fn named(&self, key: i64, value: &Value<'_>) -> Result<Value<'static>, Unfit> {
        match value {
            Value::Integer(integer) if *integer == key => Ok(Value::Null),
            _ => Err(Unfit::Why(format!("in row {key} its integer primary key is another number"))),
        }
    }

    fn bound<'a>(&self, value: Value<'a>) -> Result<ValueRef<'a>, Unfit> {
        Ok(match value {
            Value::Null => ValueRef::Null,
            Value::Integer(integer) => ValueRef::Integer(integer),
            Value::Real(real) => ValueRef::Real(real),
            Value::Text(text) if self.is_utf8 => ValueRef::Text(text),
            Value::Text(text) if text.len() % 2 != 0 => {
                return Err(Unfit::Why("a text in it has half a character".to_owned()));
            }
            Value::Text(bytes) | Value::Blob(bytes) => ValueRef::Blob(bytes),
        })
    }
}

/// The statement that makes a frame.
pub(super) fn making(name: &str, layout: &Layout) -> String {
    let mut parts: Vec<String> = (0..layout.columns.len()).map(|place| format!("c{place}")).collect();
    let mut rest = "";
    if !layout.key.is_empty() {
        let key = layout.key.iter().map(|column| {
            let order = if column.descending { "DESC" } else { "ASC" };
            format!("c{} COLLATE {} {order}", column.place, quoted(&column.collation))
        });
        parts.push(format!("PRIMARY KEY ({})", key.collect::<Vec<_>>().join(",")));
        rest = " WITHOUT ROWID";
    }
    format!("CREATE TABLE {}({}){rest}", quoted(name), parts.join(","))
}
