//! What the text at a place leads to.

use super::{SqliteReader, edges, names, nodes};
use crate::model::{Direction, EdgeKind, Node, NodeId, NodeKind, Span};
use crate::store::{Origin, Result, Store};

/// In an index of our own a file's nodes have ids whose lowest bits count inside the file.
pub(in crate::store::sqlite) const SLOT_MASK: i64 = (1 << 23) - 1;

/// Edges that are followed from one node; a call or reference has one.
const EDGES: usize = 64;

pub(super) fn targets_at(
    reader: &SqliteReader<'_>,
    file: NodeId,
    path: &str,
    enclosing: Option<NodeId>,
    offset: u64,
) -> Result<Vec<NodeId>> {
    if !names::present(reader) {
        return Ok(Vec::new());
    }
    let mut uses = match reader.store.origin() {
        Origin::Own => uses_of_own(reader, file, offset)?,
        Origin::Magellan => uses_of_magellan(reader, path, enclosing, offset)?,
    };
    // The narrowest first: Magellan's calls span their arguments, where other calls may stand.
    uses.sort_by_key(|(span, id, _)| (span.byte_end.saturating_sub(span.byte_start), *id));
    let mut targets = Vec::new();
    for (_, id, kind) in uses {
        for edge in edges::edges(reader, id, Direction::Out, &kind, None, EDGES)?.items {
            if !targets.contains(&edge.to) {
                targets.push(edge.to);
            }
        }
    }
    Ok(targets)
}

/// A use of a name: where it stands, its node, and the edge that leads to what it means.
type Use = (Span, NodeId, EdgeKind);

/// The use that a node is, if it is one and its span holds `offset`.
fn use_at(node: &Node, offset: u64) -> Option<Use> {
    let edge = match node.kind() {
        NodeKind::Call => EdgeKind::Calls,
        NodeKind::Reference => EdgeKind::References,
        _ => return None,
    };
    let span = node.span()?;
    span.contains(offset).then_some((span, node.id, edge))
}

fn uses_of_own(reader: &SqliteReader<'_>, file: NodeId, offset: u64) -> Result<Vec<Use>> {
    let sql = format!(
        "SELECT {} FROM graph_entities WHERE id BETWEEN ?1 AND ?2 AND +kind IN ('Call', 'Reference')",
        nodes::selected(reader.columns())
    );
    let mut uses = Vec::new();
    reader.each("graph_entities", &sql, [file.0, file.0 | SLOT_MASK], |row| {
        uses.extend(use_at(&nodes::read_node(row), offset));
        true
    })?;
    Ok(uses)
}

/// Calls are found through the symbol that makes them. References have no edge from their file, and
/// Magellan does not always write `cross_file_refs`: so all references are looked through.
fn uses_of_magellan(
    reader: &SqliteReader<'_>,
    path: &str,
    enclosing: Option<NodeId>,
    offset: u64,
) -> Result<Vec<Use>> {
    let columns = reader.columns();
    let mut uses = Vec::new();
    if let Some(enclosing) = enclosing
        && edges::present(reader)
    {
        let sql = format!(
            "SELECT {} FROM graph_entities WHERE +kind = 'Call'
             AND id IN (SELECT to_id FROM graph_edges WHERE from_id = ?1 AND +edge_type = 'CALLER')",
            nodes::selected(columns)
        );
        reader.each("graph_entities", &sql, [enclosing.0], |row| {
            uses.extend(use_at(&nodes::read_node(row), offset));
            true
        })?;
    }
    if columns.has_column("graph_entities", "file_path") {
        let sql = format!(
            "SELECT {} FROM graph_entities WHERE kind = 'Reference' AND file_path IN (?1, ?2, ?3)",
            nodes::selected(columns)
        );
        let forms = reader.forms_of(path)?;
        let form = |index| forms.get(index).or(forms.first());
        reader.each("graph_entities", &sql, (form(0), form(1), form(2)), |row| {
            uses.extend(use_at(&nodes::read_node(row), offset));
            true
        })?;
    }
    Ok(uses)
}
