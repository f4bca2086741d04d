//! Nodes by their id.

use rusqlite::Row;

use super::super::columns::Columns;
use super::super::json;
use super::super::row::{bytes, int, optional_text, text};
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
    let kind = text(row, 1);
    json::node(columns_of(row, &kind))
}

pub(super) fn read_symbol(row: &Row<'_>) -> Symbol {
    json::symbol(columns_of(row, "Symbol"))
}

fn columns_of<'a>(row: &'a Row<'_>, kind: &'a str) -> json::Row<'a> {
    json::Row {
        id: NodeId(int(row, 0)),
        kind,
        name: text(row, 2),
        path: optional_text(row, 3),
        data: bytes(row, 4).unwrap_or_default(),
    }
}
