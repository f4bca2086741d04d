//! Nodes by their id.

use rusqlite::Row;

use super::super::columns::Columns;
use super::super::json;
use super::super::row::{MAX_TEXT, bytes, int, text_up_to};
use super::SqliteReader;
use crate::model::{Node, NodeId, Symbol};
use crate::store::Result;

/// The columns that [`read_node`] and [`read_symbol`] expect, in order.
pub(super) fn selected(columns: &Columns) -> String {
    columns.select("graph_entities", &["id", "kind", "name", "file_path", "data"])
}

pub(super) fn node(reader: &SqliteReader<'_>, id: NodeId) -> Result<Option<Node>> {
    if !reader.columns().has_column("graph_entities", "id") {
        return Ok(None);
    }
    let sql = format!("SELECT {} FROM graph_entities WHERE id = ?1", selected(reader.columns()));
    reader.first("graph_entities", &sql, [id.0], read_node)
}

pub(super) fn read_node(row: &Row<'_>) -> Node {
    node_up_to(row, MAX_TEXT)
}

/// As [`read_node`], with texts of at most `most` bytes.
pub(in crate::store::sqlite) fn node_up_to(row: &Row<'_>, most: usize) -> Node {
    let kind = text_up_to(row, 1, most).unwrap_or_default();
    json::node(columns_of(row, &kind, most))
}

pub(super) fn read_symbol(row: &Row<'_>) -> Symbol {
    json::symbol(columns_of(row, "Symbol", MAX_TEXT))
}

fn columns_of<'a>(row: &'a Row<'_>, kind: &'a str, most: usize) -> json::Row<'a> {
    json::Row {
        id: NodeId(int(row, 0)),
        kind,
        name: text_up_to(row, 2, most).unwrap_or_default(),
        path: text_up_to(row, 3, most),
        data: bytes(row, 4).unwrap_or_default(),
    }
}
