//! What the text at a place leads to.

use super::super::foreign::references;
use super::super::keys::{ID, Key, Parts};
use super::super::keyspaces::{Space, behind};
use super::super::layout::{self, record};
use super::{KvReader, edges, nodes};
use crate::model::{Direction, EdgeKind, Node, NodeId, NodeKind, RecordKind};
use crate::store::Result;
use crate::store::codec::node_kind;

/// Edges that are followed from one node; a call or reference has one.
const EDGES: usize = 64;

/// A use of a name: the length of its text, its node, and the edge that leads to what it means.
type Use = (u64, NodeId, EdgeKind);

pub(super) fn targets_at(
    reader: &KvReader<'_>,
    file: NodeId,
    path: &str,
    enclosing: Option<NodeId>,
    offset: u64,
) -> Result<Vec<NodeId>> {
    let mut uses = match &reader.view.foreign {
        None => uses_of_own(reader, file, offset)?,
        Some(_) => uses_of_foreign(reader, path, enclosing, offset)?,
    };
    // The narrowest first: Magellan's calls span their arguments, where other calls may stand.
    uses.sort_by_key(|(length, id, _)| (*length, *id));
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

/// The use that a node is, if it is one and its span holds `offset`.
fn use_at(node: &Node, offset: u64) -> Option<Use> {
    let kind = match node.kind() {
        NodeKind::Call => EdgeKind::Calls,
        NodeKind::Reference => EdgeKind::References,
        _ => return None,
    };
    let span = node.span().filter(|span| span.contains(offset))?;
    Some((span.byte_end.saturating_sub(span.byte_start), node.id, kind))
}

/// In an index of our own all that stands in a file lies together.
fn uses_of_own(reader: &KvReader<'_>, file: NodeId, offset: u64) -> Result<Vec<Use>> {
    let file = file.file();
    let end = behind(Key::of(file.last_of_file().0).bytes());
    let mut uses = Vec::new();
    for pair in reader.view.keyspaces.range(Space::Records, Key::of(file.0).bytes(), &end) {
        let (key, value) = pair?;
        let mut parts = Parts(&key);
        let (Some(id), Some(record::NODE)) = (parts.int(), parts.tag()) else { continue };
        if matches!(node_kind(&value), Some(RecordKind::Call | RecordKind::Reference)) {
            uses.extend(use_at(&nodes::read(reader, NodeId(id), &value)?, offset));
        }
    }
    Ok(uses)
}

/// In a foreign one calls are found through the symbol that makes them, references by where they stand.
fn uses_of_foreign(
    reader: &KvReader<'_>,
    path: &str,
    enclosing: Option<NodeId>,
    offset: u64,
) -> Result<Vec<Use>> {
    let mut uses = Vec::new();
    if let Some(enclosing) = enclosing {
        let calls = layout::edges(enclosing, &EdgeKind::Caller);
        for pair in reader.view.keyspaces.prefix(Space::Records, &calls) {
            let (key, value) = pair?;
            let id = crate::model::EdgeId(nodes::last_id(reader, &key)?.0);
            let call = edges::read(reader, &value, id, enclosing, &EdgeKind::Caller)?.to;
            if let Some(node) = nodes::node(reader, call)?.filter(|node| node.kind() == NodeKind::Call) {
                uses.extend(use_at(&node, offset));
            }
        }
    }
    for form in reader.forms_of(path) {
        let prefix = references(&form);
        let to = behind(references(&form).size(offset).bytes());
        for pair in reader.view.keyspaces.range(Space::Indexes, prefix.bytes(), &to) {
            let (key, end) = pair?;
            let end = end.first_chunk::<ID>().map(|end| u64::from_be_bytes(*end));
            if end.ok_or_else(|| reader.damaged(Space::Indexes))? <= offset {
                continue;
            }
            let id = nodes::last_id(reader, &key)?;
            let node = nodes::node(reader, id)?.ok_or_else(|| reader.damaged(Space::Indexes))?;
            if node.path() == Some(form.as_str()) {
                uses.extend(use_at(&node, offset));
            }
        }
    }
    Ok(uses)
}
