//! The rows of a SQLite file, and loading them into another one as fast as SQLite does.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};

/// Everything that a file holds, in memory.
pub(crate) struct Tables {
    page_size: i64,
    tables: Vec<Table>,
    /// What makes the indexes.
    indexes: Vec<String>,
}

struct Table {
    name: String,
    sql: String,
    columns: usize,
    rows: Vec<Vec<Value>>,
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

impl Tables {
    pub(crate) fn read(path: &Path) -> Tables {
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        let made = |kind: &str| -> Vec<(String, String)> {
            let sql = "SELECT name, sql FROM sqlite_schema
                       WHERE type = ?1 AND rootpage > 0 AND sql IS NOT NULL AND name NOT LIKE 'sqlite_%'";
            let mut statement = connection.prepare(sql).unwrap();
            let rows = statement.query_map([kind], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
            rows.map(Result::unwrap).collect()
        };
        let tables = made("table").into_iter().map(|(name, sql)| {
            let mut statement = connection.prepare(&format!("SELECT * FROM {}", quoted(&name))).unwrap();
            let columns = statement.column_count();
            let rows = statement.query_map([], |row| (0..columns).map(|at| row.get(at)).collect()).unwrap();
            Table { columns, rows: rows.map(Result::unwrap).collect(), name, sql }
        });
        Tables {
            page_size: connection.query_row("PRAGMA page_size", [], |row| row.get(0)).unwrap(),
            tables: tables.collect(),
            indexes: made("index").into_iter().map(|(_, sql)| sql).collect(),
        }
    }

    /// Loads everything into a new file: tables, rows in the order of their keys in one transaction, then indexes;
    /// no journal, nothing synced before the end.
    pub(crate) fn load(&self, to: &Path) -> Duration {
        let begin = Instant::now();
        let connection = Connection::open(to).unwrap();
        let settings = format!(
            "PRAGMA page_size = {}; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
             PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -32768; PRAGMA foreign_keys = OFF; BEGIN;",
            self.page_size
        );
        connection.execute_batch(&settings).unwrap();
        for Table { name, sql, columns, rows } in &self.tables {
            connection.execute_batch(sql).unwrap();
            let places = vec!["?"; *columns].join(", ");
            let insert = format!("INSERT INTO {} VALUES ({places})", quoted(name));
            let mut insert = connection.prepare(&insert).unwrap();
            for row in rows {
                insert.execute(rusqlite::params_from_iter(row)).unwrap();
            }
        }
        self.indexes.iter().for_each(|sql| connection.execute_batch(sql).unwrap());
        connection.execute_batch("COMMIT").unwrap();
        connection.close().map_err(|(_, error)| error).unwrap();
        std::fs::File::open(to).unwrap().sync_all().unwrap();
        begin.elapsed()
    }
}
