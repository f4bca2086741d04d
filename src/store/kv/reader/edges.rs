//! Edges, and what they say of files and symbols.

use super::super::keys::Parts;
use super::super::keyspaces::{Space, behind};
use super::super::layout;
use super::{KvReader, nodes, page};
use crate::model::{Direction, Edge, EdgeId, EdgeKind, NodeData, NodeId, Symbol};
use crate::store::codec::{EdgePayload, decode};
use crate::store::{Page, Result};

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
    value: &[u8],
    id: EdgeId,
    from: NodeId,
    kind: &EdgeKind,
) -> Result<Edge> {
    let payload = reader.view.payload(Space::Records, value)?;
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
