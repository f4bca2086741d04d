//! What a SQLite file is beside what we model of it: its schema, and its rows with their SQL types.
//!
//! A copy of such a file in the other engine carries all of it, so that it can become the same file again.

mod encode;

use serde::{Deserialize, Serialize};

use super::Engine;
use crate::model::RecordKind;

pub(crate) use encode::decode_row;
pub(super) use encode::encode_row;

/// A value of a row, of one of SQLite's five types.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(missing_docs)]
pub enum Value<'a> {
    Null,
    Integer(i64),
    Real(f64),
    /// As the file has it: in its own encoding, see [`Schema::encoding`], and not always well-formed.
    Text(&'a [u8]),
    Blob(&'a [u8]),
}

/// A row of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row<'a> {
    /// Its rowid; in a table without one its place in the order of the primary key, from 1.
    pub key: i64,
    /// The values of [`Table::columns`].
    pub values: &'a [Value<'a>],
}

/// A table whose rows are carried: an ordinary one, a shadow table of a virtual one, or one of SQLite's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name, as the file writes it.
    pub name: String,
    /// The columns whose values are kept, in order; those that are generated as they are read are not.
    pub columns: Vec<String>,
    /// A name by which its rowid can be spoken of; `None` in a table without rowid.
    pub rowid: Option<String>,
}

/// An entry of `sqlite_schema`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchemaEntry {
    /// Its rowid.
    pub row: i64,
    /// `table`, `index`, `view` or `trigger`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// The table that it belongs to.
    pub table: String,
    /// Whether pages of the file belong to it: not to views, triggers and virtual tables.
    pub has_pages: bool,
    /// What made it; `None` for an index that SQLite makes by itself.
    pub sql: Option<String>,
}

/// What makes a SQLite file what it is, its rows apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schema {
    /// `UTF-8`, `UTF-16le` or `UTF-16be`.
    pub encoding: String,
    /// Bytes of a page.
    pub page_size: u32,
    /// 0 none, 1 full, 2 incremental.
    pub auto_vacuum: u32,
    /// The number that belongs to the application (`user_version`).
    pub user_version: i32,
    /// The application's own number in the file's header.
    pub application_id: i32,
    /// Whether it has a write-ahead log.
    pub has_wal: bool,
    /// All of `sqlite_schema`, in its order.
    pub entries: Vec<SchemaEntry>,
    /// The tables whose rows are carried, in the order of `entries`.
    pub tables: Vec<Table>,
}

/// Which form the records of a database have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// An index of our own: each record belongs to a file, and lies in its range of ids.
    Own,
    /// What Magellan wrote, or changed: any ids, paths and edges.
    Foreign,
}

/// What a database is made of, for whoever copies it.
#[derive(Debug, Clone, PartialEq)]
pub struct Content {
    /// The form of its records.
    pub form: Form,
    /// What it is, or was, as a SQLite file; `None` for a folder that never was one.
    pub schema: Option<Schema>,
    /// Whether the rows still say what the records say. Not so in a folder that was brought up to date after
    /// it was copied from SQLite: then only the tables that an index of ours does not write are its own.
    pub rows_hold: bool,
}

impl Content {
    /// What a copy with this engine is to be given.
    pub fn wants(&self, engine: Engine) -> Wants {
        let is_rebuilt = self.rows_hold || self.form == Form::Foreign;
        let tables = self.own_tables();
        match (engine, self.form) {
            (Engine::Sqlite, _) if is_rebuilt => Wants { tables, files: false, records: Vec::new() },
            (_, Form::Own) => {
                Wants { tables, files: true, records: vec![RecordKind::Execution, RecordKind::Diagnostic] }
            }
            (_, Form::Foreign) => Wants { tables, files: false, records: RecordKind::ALL.to_vec() },
        }
    }

    /// The tables that say what the records do not: places in [`Schema::tables`].
    pub(super) fn own_tables(&self) -> Vec<usize> {
        let all = self.schema.iter().flat_map(|schema| schema.tables.iter().enumerate());
        let is_own = |table: &Table| self.rows_hold || self.form == Form::Foreign || !is_indexed(&table.name);
        all.filter(|(_, table)| is_own(table)).map(|(number, _)| number).collect()
    }
}

/// Whether an index of our own writes the table, or SQLite does by itself.
pub(super) fn is_indexed(table: &str) -> bool {
    const INDEXED: [&str; 14] = [
        "graph_entities",
        "graph_edges",
        "graph_labels",
        "graph_meta",
        "graph_meta_history",
        "magellan_meta",
        "code_chunks",
        "execution_log",
        "file_metrics",
        "symbol_metrics",
        "cross_file_refs",
        "ast_nodes",
        "cfg_blocks",
        "cfg_edges",
    ];
    let name = table.to_ascii_lowercase();
    INDEXED.contains(&name.as_str())
        || ["tui_", "symbol_fts", "sqlite_"].iter().any(|begin| name.starts_with(begin))
}

/// What an [`super::Importer`] is to be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wants {
    /// The tables whose rows it takes: places in [`Schema::tables`], in this order.
    pub tables: Vec<usize>,
    /// Whether it takes whole files, by their ids.
    pub files: bool,
    /// The records that it takes one by one, sort by sort in this order.
    pub records: Vec<RecordKind>,
}
