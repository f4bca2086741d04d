//! Edges, and what they say of files, symbols and places.

use super::super::keys::{Key, Parts};
use super::super::keyspaces::{Space, behind};
use super::super::layout::{self, record};
use super::{KvReader, nodes, page};
use crate::model::{Direction, Edge, EdgeId, EdgeKind, NodeData, NodeId, RecordKind, Symbol};
use crate::store::codec::{EdgePayload, decode, node_kind};
use crate::store::{Page, Result};

/// Edges that are followed from one node; a call or reference has one.
const EDGES: usize = 64;

pub(super) fn edges(
    reader: &KvReader<'_>,
    node: NodeId,
    direction: Direction,
    kind: &EdgeKind,
    after: Option<EdgeId>,
    limit: usize,
) -> Result<Page<Edge>> {
    let prefix = layout::edges(node, direction, kind);
    let end = behind(prefix.bytes());
    let from = match after {
        Some(after) => behind(prefix.int(after.0).bytes()),
        None => prefix.into_bytes(),
    };
    let space = match direction {
        Direction::Out => Space::Records,
        Direction::In => Space::Indexes,
    };
    let pairs = reader.view.keyspaces.range(space, &from, &end).map(|pair| {
        let (key, value) = pair?;
        let id = EdgeId(nodes::last_id(reader, &key)?.0);
        match direction {
            Direction::Out => read(reader, &value, id, node, kind),
            Direction::In => {
                let begin = Parts(&value).int().map(NodeId).ok_or_else(|| reader.damaged(space))?;
                let key = layout::edges(begin, Direction::Out, kind).int(id.0);
                let edge = reader.view.keyspaces.get(Space::Records, &key)?;
                read(reader, &edge.ok_or_else(|| reader.damaged(space))?, id, begin, kind)
            }
        }
    });
    page(pairs, limit)
}

/// Reads an edge from what is kept of it.
pub(super) fn read(
    reader: &KvReader<'_>,
    payload: &[u8],
    id: EdgeId,
    from: NodeId,
    kind: &EdgeKind,
) -> Result<Edge> {
    let edge: EdgePayload<'_> = decode(payload).map_err(|error| reader.unreadable(Space::Records, &error))?;
    Ok(edge.edge(id, from, kind.clone()))
}

pub(super) fn symbols_of_file(
    reader: &KvReader<'_>,
    file: NodeId,
    after: Option<EdgeId>,
    limit: usize,
) -> Result<Page<(EdgeId, Symbol)>> {
    let mut found = Page { items: Vec::new(), more: false };
    let mut after = after;
    loop {
        // What a file defines is symbols; anything else is passed over.
        let edges = edges(reader, file, Direction::Out, &EdgeKind::Defines, after, limit.saturating_add(1))?;
        for edge in edges.items {
            after = Some(edge.id);
            if let Some(NodeData::Symbol(symbol)) = nodes::node(reader, edge.to)?.map(|node| node.data) {
                if found.items.len() == limit {
                    found.more = true;
                    return Ok(found);
                }
                found.items.push((edge.id, symbol));
            }
        }
        if !edges.more {
            return Ok(found);
        }
    }
}

pub(super) fn file_of_symbol(reader: &KvReader<'_>, symbol: NodeId) -> Result<Option<NodeId>> {
    let edges = edges(reader, symbol, Direction::In, &EdgeKind::Defines, None, 1)?;
    Ok(edges.items.first().map(|edge| edge.from))
}

pub(super) fn targets_at(reader: &KvReader<'_>, file: NodeId, offset: u64) -> Result<Vec<NodeId>> {
    let file = file.file();
    let end = behind(Key::of(file.last_of_file().0).bytes());
    let mut uses = Vec::new();
    for pair in reader.view.keyspaces.range(Space::Records, Key::of(file.0).bytes(), &end) {
        let (key, value) = pair?;
        let mut parts = Parts(&key);
        let (Some(id), Some(record::NODE)) = (parts.int(), parts.tag()) else { continue };
        let kind = match node_kind(&value) {
            Some(RecordKind::Call) => EdgeKind::Calls,
            Some(RecordKind::Reference) => EdgeKind::References,
            _ => continue,
        };
        let span = nodes::read(reader, NodeId(id), &value)?.span().filter(|span| span.contains(offset));
        uses.extend(span.map(|span| (span.byte_end.saturating_sub(span.byte_start), NodeId(id), kind)));
    }
    // The narrowest first.
    uses.sort_by_key(|(length, id, _)| (*length, *id));
    let mut targets = Vec::new();
    for (_, id, kind) in uses {
        for edge in edges(reader, id, Direction::Out, &kind, None, EDGES)?.items {
            if !targets.contains(&edge.to) {
                targets.push(edge.to);
            }
        }
    }
    Ok(targets)
}
