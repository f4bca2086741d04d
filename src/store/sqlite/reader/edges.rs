//! Edges, and what they say of files and symbols.

use rusqlite::Row;

use super::super::columns::Columns;
use super::super::json;
use super::super::row::{MAX_TEXT, bytes, int, text_up_to, whole_text};
use super::{SqliteReader, names, nodes, one_more, page};
use crate::model::{Direction, Edge, EdgeId, EdgeKind, NodeId, Symbol};
use crate::store::{Origin, Page, Result, Store};

/// The columns that an edge cannot do without.
pub(super) fn present(reader: &SqliteReader<'_>) -> bool {
    ["id", "from_id", "to_id", "edge_type"]
        .iter()
        .all(|column| reader.columns().has_column("graph_edges", column))
}

pub(super) fn edges(
    reader: &SqliteReader<'_>,
    node: NodeId,
    direction: Direction,
    kind: &EdgeKind,
    after: Option<EdgeId>,
    limit: usize,
) -> Result<Page<Edge>> {
    if !present(reader) {
        return Ok(page(Vec::new(), limit));
    }
    let end = match direction {
        Direction::Out => "from_id",
        Direction::In => "to_id",
    };
    // The `+` keeps SQLite from using the index on the type, of which a file has thousands of each.
    let sql = format!(
        "SELECT {} FROM graph_edges WHERE {end} = ?1 AND id >= ?2 AND +edge_type = ?3 ORDER BY id LIMIT ?4",
        selected(reader.columns())
    );
    let Some(from) = following(after.map(|edge| edge.0)) else { return Ok(page(Vec::new(), limit)) };
    let params = (node.0, from, kind.as_str(), one_more(limit));
    let origin = reader.store.origin();
    let edges = reader.all("graph_edges", &sql, params, |row| edge_up_to(row, origin, MAX_TEXT))?;
    Ok(page(edges, limit))
}

/// The columns that [`edge_up_to`] expects, in order.
pub(super) fn selected(columns: &Columns) -> String {
    columns.select("graph_edges", &["id", "from_id", "to_id", "edge_type", "data"])
}

/// The first key after `after`; `None` where there can be none.
pub(super) fn following(after: Option<i64>) -> Option<i64> {
    match after {
        None => Some(i64::MIN),
        Some(after) => after.checked_add(1),
    }
}

/// The edge that a row holds, its kind of at most `most` bytes.
pub(in crate::store::sqlite) fn edge_up_to(row: &Row<'_>, origin: Origin, most: usize) -> Edge {
    let data = bytes(row, 4).unwrap_or_default();
    // In an index of our own the writer adds the span for Magellan's sake.
    let is_added = origin == Origin::Own && json::is_span_alone(data);
    Edge {
        id: EdgeId(int(row, 0)),
        from: NodeId(int(row, 1)),
        to: NodeId(int(row, 2)),
        kind: EdgeKind::from_text(&text_up_to(row, 3, most).unwrap_or_default()),
        data: if is_added { String::new() } else { whole_text(row, 4) },
    }
}

pub(super) fn symbols_of_file(
    reader: &SqliteReader<'_>,
    file: NodeId,
    after: Option<EdgeId>,
    limit: usize,
) -> Result<Page<(EdgeId, Symbol)>> {
    let Some(from) = following(after.map(|edge| edge.0)) else { return Ok(page(Vec::new(), limit)) };
    if !present(reader) || !names::present(reader) {
        return Ok(page(Vec::new(), limit));
    }
    // CROSS JOIN fixes the order: the edges of the file first, then a look-up for each.
    let sql = format!(
        "SELECT {}, e.edge FROM
           (SELECT id AS edge, to_id AS node FROM graph_edges
            WHERE from_id = ?1 AND id >= ?2 AND +edge_type = 'DEFINES') AS e
         CROSS JOIN graph_entities ON id = e.node
         WHERE +kind = 'Symbol' ORDER BY e.edge LIMIT ?3",
        nodes::selected(reader.columns())
    );
    let read = |row: &Row<'_>| (EdgeId(int(row, 5)), nodes::read_symbol(row));
    Ok(page(reader.all("graph_edges", &sql, (file.0, from, one_more(limit)), read)?, limit))
}

pub(super) fn file_of_symbol(reader: &SqliteReader<'_>, symbol: NodeId) -> Result<Option<NodeId>> {
    if !present(reader) {
        return Ok(None);
    }
    let sql =
        "SELECT from_id FROM graph_edges WHERE to_id = ?1 AND +edge_type = 'DEFINES' ORDER BY id LIMIT 1";
    reader.first("graph_edges", sql, [symbol.0], |row| NodeId(int(row, 0)))
}
