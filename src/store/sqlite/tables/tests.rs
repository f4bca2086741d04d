//! Files of all sorts, made again.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use tempfile::TempDir;

use super::super::open::{connect_writing, harden};
use super::*;
use crate::store::{Schema, Table, Value};

mod made;
mod refused;
mod sorts;

/// Rows as they can be compared: the bits of a real, not its value.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Kept {
    Null,
    Integer(i64),
    Real(u64),
    Text(Vec<u8>),
    Blob(Vec<u8>),
}

fn kept(value: &Value<'_>) -> Kept {
    match *value {
        Value::Null => Kept::Null,
        Value::Integer(integer) => Kept::Integer(integer),
        Value::Real(real) => Kept::Real(real.to_bits()),
        Value::Text(text) => Kept::Text(text.to_vec()),
        Value::Blob(blob) => Kept::Blob(blob.to_vec()),
    }
}

/// A file, and what is read from it.
struct File {
    path: PathBuf,
    connection: Connection,
    _folder: TempDir,
}

impl File {
    /// Makes one by SQL that is trusted.
    fn new(sql: &str) -> File {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let connection = Connection::open(&path).unwrap();
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false).unwrap();
        connection.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        connection.execute_batch(sql).unwrap();
        File { path, connection, _folder: folder }
    }

    fn schema(&self) -> crate::store::Result<Schema> {
        schema(&self.path, &reading(&self.path), None)
    }

    /// Makes it again beside it.
    fn again(&self) -> crate::store::Result<PathBuf> {
        let connection = reading(&self.path);
        let schema = schema(&self.path, &connection, None)?;
        let at = self.path.with_file_name("b.db");
        let rebuild = Rebuild::new(&at, Path::new("shown.db"), &schema)?;
        for (number, table) in schema.tables.iter().enumerate() {
            let mut failed = Ok(());
            rows(&connection, table, None, &mut |row| {
                failed = rebuild.row(number, &row);
                failed.is_ok()
            })
            .unwrap();
            failed?;
        }
        rebuild.finish()?;
        Ok(at)
    }
}

/// A connection as a reader has it.
fn reading(path: &Path) -> Connection {
    let connection = connect_writing(path).unwrap();
    harden(&connection).unwrap();
    connection
}

fn all_rows(connection: &Connection, table: &Table, after: Option<i64>) -> Vec<(i64, Vec<Kept>)> {
    let mut found = Vec::new();
    rows(connection, table, after, &mut |row| {
        found.push((row.key, row.values.iter().map(kept).collect()));
        true
    })
    .unwrap();
    found
}

fn integrity(connection: &Connection) -> Vec<String> {
    let mut statement = match connection.prepare("PRAGMA integrity_check") {
        Ok(statement) => statement,
        Err(error) => return vec![error.to_string()],
    };
    statement.query_map([], |row| row.get(0)).unwrap().map(|line| line.unwrap()).collect()
}

/// Makes the file of `sql` again, and checks that it is the same. Gives both, to be looked at.
#[track_caller]
fn assert_same(sql: &str) -> (File, Connection) {
    assert_file_same(File::new(sql))
}

#[track_caller]
fn assert_file_same(file: File) -> (File, Connection) {
    let at = file.again().unwrap();
    let beside: Vec<_> = std::fs::read_dir(at.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("b.db"))
        .collect();
    assert_eq!(beside, ["b.db"], "nothing is left beside it");
    let (before, after) = (reading(&file.path), reading(&at));
    let wanted = schema(&file.path, &before, None).unwrap();
    assert_eq!(schema(&at, &after, None).unwrap(), wanted);
    let is_whole = integrity(&before);
    for table in &wanted.tables {
        let there = all_rows(&before, table, None);
        assert_eq!(all_rows(&after, table, None), there, "{}", table.name);
        for (place, row) in there.iter().enumerate() {
            let rest = there.get(place + 1..).unwrap();
            assert_eq!(all_rows(&after, table, Some(row.0)), rest, "{} after {}", table.name, row.0);
        }
    }
    assert_eq!(integrity(&after), is_whole);
    (file, after)
}
