//! A SQLite file as SQLite shows it, without any code of ours: every setting, every entry of the schema and
//! every value with its type.

use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

/// A connection that changes nothing.
pub fn connect(path: &Path) -> Connection {
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap()
}

/// Everything that makes the file what it is, a line each.
pub fn dump(path: &Path) -> Vec<String> {
    let connection = connect(path);
    let mut lines = Vec::new();
    for setting in ["encoding", "page_size", "auto_vacuum", "user_version", "application_id", "journal_mode"]
    {
        let value = connection.query_row(&format!("PRAGMA {setting}"), [], |row| Ok(shown(row.get_ref(0)?)));
        lines.push(format!("{setting} = {}", value.unwrap()));
    }
    let mut statement = connection
        .prepare("SELECT rowid, type, name, tbl_name, rootpage > 0, sql FROM sqlite_schema ORDER BY rowid")
        .unwrap();
    let mut rows = statement.query([]).unwrap();
    let mut tables = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        let line: Vec<String> = (0..6).map(|at| shown(row.get_ref(at).unwrap())).collect();
        lines.push(line.join(" | "));
        let (kind, name): (String, String) = (row.get(1).unwrap(), row.get(2).unwrap());
        if kind == "table" && row.get::<_, bool>(4).unwrap() {
            tables.push(name);
        }
    }
    for table in tables {
        lines.extend(table_lines(&connection, &table));
    }
    let checked: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    lines.push(format!("integrity_check = {checked}"));
    lines
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// All rows of a table, in no order of their own.
fn table_lines(connection: &Connection, table: &str) -> Vec<String> {
    let columns: Vec<String> = connection
        .prepare("SELECT name FROM pragma_table_xinfo(?1)")
        .unwrap()
        .query_map([table], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let without: bool = connection
        .query_row("SELECT wr FROM pragma_table_list WHERE name = ?1 AND schema = 'main'", [table], |row| {
            row.get(0)
        })
        .unwrap();
    let hidden = |name: &&&str| columns.iter().any(|column| column.eq_ignore_ascii_case(name));
    let rowid = ["rowid", "_rowid_", "oid"].iter().find(|name| !hidden(name));
    let rowid = if without { None } else { rowid };
    // Text as its bytes in the file's own encoding.
    let value = |column: &String| {
        let column = quoted(column);
        format!(
            "typeof({column}), CASE typeof({column}) WHEN 'text' THEN CAST({column} AS BLOB) ELSE {column} END"
        )
    };
    let mut selected: Vec<String> = rowid.iter().map(|rowid| format!("'rowid', {rowid}")).collect();
    selected.extend(columns.iter().map(value));
    let sql = format!("SELECT {} FROM {}", selected.join(", "), quoted(table));
    let mut statement = connection.prepare(&sql).unwrap();
    let many = statement.column_count();
    let mut rows = statement.query([]).unwrap();
    let mut lines = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        let values: Vec<String> = (0..many).map(|at| shown(row.get_ref(at).unwrap())).collect();
        lines.push(format!("{table}: {}", values.join(" ")));
    }
    lines.sort();
    lines
}

fn shown(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "NULL".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => format!("{number:?}#{:x}", number.to_bits()),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
        ValueRef::Blob(blob) => {
            format!("x'{}'", blob.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
        }
    }
}

/// Asserts that two files are the same in everything that SQLite shows.
pub fn assert_same(a: &Path, b: &Path) {
    let (a, b) = (dump(a), dump(b));
    for (number, (a, b)) in a.iter().zip(&b).enumerate() {
        assert_eq!(a, b, "line {number}");
    }
    assert_eq!(a.len(), b.len());
}
