//! Syntax trees and control flow.
//!
//! Rows of one tree or function stand in the order of their ids, outer nodes before inner ones.

use std::collections::HashMap;

use rusqlite::Row;

use super::super::columns::Columns;
use super::super::row::{MAX_TEXT, int, optional_int, text_up_to, unsigned};
use super::SqliteReader;
use crate::model::{AstNode, Cfg, CfgBlock, CfgEdge, NodeId, Position, Span};
use crate::store::Result;

/// A tree that is being read.
#[derive(Default)]
pub(in crate::store::sqlite) struct Tree {
    pub(in crate::store::sqlite) nodes: Vec<AstNode>,
    places: HashMap<i64, u32>,
}

impl Tree {
    /// Takes the next row of the columns [`ast_selected`].
    pub(in crate::store::sqlite) fn take(&mut self, row: &Row<'_>, most: usize) {
        let parent = optional_int(row, 1).and_then(|parent| self.places.get(&parent).copied());
        self.places.insert(int(row, 0), u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(AstNode {
            parent,
            kind: text_up_to(row, 2, most).unwrap_or_default(),
            byte_start: unsigned(row, 3),
            byte_end: unsigned(row, 4),
        });
    }
}

/// Id, parent, kind and span.
pub(super) fn ast_selected(columns: &Columns) -> String {
    columns.select("ast_nodes", &["id", "parent_id", "kind", "byte_start", "byte_end"])
}

/// The column that says which file a syntax node is of; files before Magellan's schema 6 do not say it.
pub(super) fn ast_file(columns: &Columns) -> &'static str {
    if columns.has_column("ast_nodes", "file_id") { "file_id" } else { "NULL" }
}

/// Conditions and orders in which all syntax nodes come file by file. Those of no file are of file 0, and come
/// first of it.
pub(super) fn ast_files(columns: &Columns) -> &'static [&'static str] {
    match ast_file(columns) {
        "NULL" => &["1 ORDER BY id"],
        _ => &["file_id IS NULL ORDER BY id", "file_id = 0 ORDER BY id", "file_id <> 0 ORDER BY file_id, id"],
    }
}

pub(super) fn ast(reader: &SqliteReader<'_>, file: NodeId) -> Result<Vec<AstNode>> {
    let mut tree = Tree::default();
    let (column, of_none) = (ast_file(reader.columns()), file == NodeId(0));
    for which in [of_none.then_some("IS NULL AND ?1 = 0"), Some("= ?1")].into_iter().flatten() {
        if !reader.columns().has_column("ast_nodes", "id") {
            break;
        }
        let selected = ast_selected(reader.columns());
        let sql = format!("SELECT {selected} FROM ast_nodes WHERE {column} {which} ORDER BY id");
        reader.each("ast_nodes", &sql, [file.0], |row| {
            tree.take(row, MAX_TEXT);
            true
        })?;
    }
    Ok(tree.nodes)
}

/// What selects all functions of which some control flow is kept, as `f`; `None` where no table keeps any.
pub(super) fn functions(columns: &Columns) -> Option<String> {
    let tables = ["cfg_blocks", "cfg_edges"].into_iter().filter(|table| has_cfg(columns, table));
    let functions = tables.map(|table| format!("SELECT DISTINCT function_id AS f FROM {table}"));
    Some(functions.collect::<Vec<_>>().join(" UNION ")).filter(|sql| !sql.is_empty())
}

/// Whether a table of control flow says what it must.
fn has_cfg(columns: &Columns, table: &str) -> bool {
    columns.has_column(table, "id") && columns.has_column(table, "function_id")
}

pub(super) fn cfg(reader: &SqliteReader<'_>, function: NodeId) -> Result<Option<Cfg>> {
    cfg_up_to(reader, function, MAX_TEXT)
}

/// The control flow of a function, with texts of at most `most` bytes.
pub(super) fn cfg_up_to(reader: &SqliteReader<'_>, function: NodeId, most: usize) -> Result<Option<Cfg>> {
    let columns = reader.columns();
    let mut cfg = Cfg { function, blocks: Vec::new(), edges: Vec::new() };
    if has_cfg(columns, "cfg_blocks") {
        let names = [
            "kind",
            "terminator",
            "byte_start",
            "byte_end",
            "start_line",
            "start_col",
            "end_line",
            "end_col",
            "cfg_hash",
            "statements",
            "cfg_condition",
        ];
        let sql = format!(
            "SELECT {} FROM cfg_blocks WHERE function_id = ?1 ORDER BY id",
            columns.select("cfg_blocks", &names)
        );
        cfg.blocks = reader.all("cfg_blocks", &sql, [function.0], |row| block_up_to(row, most))?;
    }
    if has_cfg(columns, "cfg_edges") {
        let sql = format!(
            "SELECT {} FROM cfg_edges WHERE function_id = ?1 ORDER BY id",
            columns.select("cfg_edges", &["source_idx", "target_idx", "edge_type"])
        );
        cfg.edges = reader.all("cfg_edges", &sql, [function.0], |row| edge_of_flow(row, most))?;
    }
    Ok((!cfg.blocks.is_empty() || !cfg.edges.is_empty()).then_some(cfg))
}

/// The way that a row of source, target and kind holds.
pub(in crate::store::sqlite) fn edge_of_flow(row: &Row<'_>, most: usize) -> CfgEdge {
    CfgEdge {
        source: place(row, 0),
        target: place(row, 1),
        kind: text_up_to(row, 2, most).unwrap_or_default(),
    }
}

/// The block that a row holds, from its kind to its condition.
pub(in crate::store::sqlite) fn block_up_to(row: &Row<'_>, most: usize) -> CfgBlock {
    let optional = |column| text_up_to(row, column, most);
    CfgBlock {
        kind: optional(0).unwrap_or_default(),
        terminator: optional(1).unwrap_or_default(),
        span: Span {
            byte_start: unsigned(row, 2),
            byte_end: unsigned(row, 3),
            start: Position { line: place(row, 4), column: place(row, 5) },
            end: Position { line: place(row, 6), column: place(row, 7) },
        },
        hash: optional(8),
        statements: optional(9),
        condition: optional(10),
    }
}

/// A small number; one that cannot be is the largest for a place that no block has.
fn place(row: &Row<'_>, column: usize) -> u32 {
    u32::try_from(unsigned(row, column)).unwrap_or(u32::MAX)
}
