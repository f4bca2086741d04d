//! Which tables and columns a file has: Magellan's versions differ, and any may be missing.

use std::collections::{HashMap, HashSet};

use rusqlite::Connection;

/// The tables of a file that we read, with their columns.
#[derive(Debug, Default)]
pub(super) struct Columns {
    tables: HashMap<String, HashSet<String>>,
    /// Whether `graph_entities` has an index that begins with (kind, name).
    pub(super) names_indexed: bool,
    /// Whether symbols are indexed by their qualified name, as in an index of our own.
    pub(super) qualified_indexed: bool,
}

impl Columns {
    /// Reads them. Views and virtual tables do not count: they can run any query, at any cost.
    pub(super) fn read(connection: &Connection) -> rusqlite::Result<Columns> {
        let mut tables: HashMap<String, HashSet<String>> = HashMap::new();
        let mut statement = connection.prepare(
            "SELECT t.name, c.name FROM pragma_table_list AS t, pragma_table_info(t.name) AS c
             WHERE t.schema = 'main' AND t.type = 'table'",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            tables.entry(super::row::text(row, 0)).or_default().insert(super::row::text(row, 1));
        }
        let names_indexed = connection
            .prepare(
                "SELECT count(*) FROM pragma_index_list('graph_entities') AS i
                 WHERE i.partial = 0
                   AND (SELECT name FROM pragma_index_info(i.name) WHERE seqno = 0) = 'kind'
                   AND (SELECT name FROM pragma_index_info(i.name) WHERE seqno = 1) = 'name'",
            )?
            .query_row([], |row| Ok(super::row::int(row, 0)))?
            > 0;
        let qualified_indexed = connection
            .prepare(
                "SELECT count(*) FROM pragma_index_list('graph_entities')
                 WHERE name = 'tui_symbols_by_qualified'",
            )?
            .query_row([], |row| Ok(super::row::int(row, 0)))?
            > 0;
        Ok(Columns { tables, names_indexed, qualified_indexed })
    }

    /// Whether there is such a table.
    pub(super) fn has(&self, table: &str) -> bool {
        self.tables.contains_key(table)
    }

    /// Whether the table has such a column.
    pub(super) fn has_column(&self, table: &str, column: &str) -> bool {
        self.tables.get(table).is_some_and(|columns| columns.contains(column))
    }

    /// `columns` as a list to select from `table`, with `NULL` for those that it lacks.
    pub(super) fn select(&self, table: &str, columns: &[&str]) -> String {
        let parts: Vec<&str> = columns
            .iter()
            .map(|column| if self.has_column(table, column) { *column } else { "NULL" })
            .collect();
        parts.join(", ")
    }
}

/// A name as SQL writes it, whatever is in it.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
