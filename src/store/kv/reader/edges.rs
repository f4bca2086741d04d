//! Edges, and what they say of files and symbols.

use super::super::keys::Key;
use super::super::keyspaces::{Space, behind};
use super::super::layout::{self, index};
use super::super::leads;
use super::super::pairs::{Pair, Pairs};
use super::{KvReader, files, nodes, page};
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
    if direction == Direction::Out {
        let prefix = layout::edges(node, kind);
        let pairs = behind_edge(reader, Space::Records, prefix, after).map(|pair| {
            let (key, value) = pair?;
            read(reader, &value, EdgeId(nodes::last_id(reader, &key)?.0), node, kind)
        });
        return page(pairs, limit);
    }
    let leads: Box<dyn Iterator<Item = Result<(i64, NodeId)>>> = match reader.view.foreign {
        None => Box::new(own_leads(reader, node, kind, after)),
        Some(_) => {
            let pairs = behind_edge(reader, Space::Indexes, leads::from_file(node, kind), after);
            Box::new(pairs.map(|pair| {
                let (key, value) = pair?;
                Ok((nodes::last_id(reader, &key)?.0, files::id_of(reader, &value)?))
            }))
        }
    };
    let edges = leads.map(|lead| {
        let (id, from) = lead?;
        let edge = reader.view.keyspaces.get(Space::Records, &layout::edges(from, kind).int(id))?;
        read(reader, &edge.ok_or_else(|| reader.damaged(Space::Indexes))?, EdgeId(id), from, kind)
    });
    page(edges, limit)
}

/// The entries whose keys begin with `prefix` and go on with an edge, after one of these.
fn behind_edge<'a>(reader: &'a KvReader<'_>, space: Space, prefix: Key, after: Option<EdgeId>) -> Pairs<'a> {
    let end = behind(prefix.bytes());
    let from = match after {
        Some(after) => behind(prefix.int(after.0).bytes()),
        None => prefix.into_bytes(),
    };
    reader.view.keyspaces.range(space, &from, &end)
}

/// In an index of our own: the edges of a kind that end at a node, and where they begin, by id. Ids go up with those of
/// the files that the edges are of.
fn own_leads<'a>(
    reader: &'a KvReader<'_>,
    node: NodeId,
    kind: &EdgeKind,
    after: Option<EdgeId>,
) -> impl Iterator<Item = Result<(i64, NodeId)>> + 'a {
    let prefix = leads::from_file(node, kind);
    let end = behind(prefix.bytes());
    let from = match after {
        // Of the file of the last edge there may be more.
        Some(after) => prefix.int(NodeId(after.0).file().0),
        None => prefix,
    };
    let mut groups = reader.view.keyspaces.range(Space::Indexes, from.bytes(), &end);
    let mut inside = Some(leads_inside(reader, node, kind));
    let read = move |(key, value): Pair| {
        let file = nodes::last_id(reader, &key)?;
        let leads = leads::leading(file, &value).map_err(|error| reader.unreadable(Space::Indexes, &error));
        leads.map(|leads| (file, leads))
    };
    let mut next = None;
    let groups = std::iter::from_fn(move || {
        let group = match next.take() {
            Some(group) => Some(group),
            None => groups.next().map(|pair| pair.and_then(read)),
        };
        let is_behind = |group: &Result<(NodeId, _)>| group.as_ref().is_ok_and(|(file, _)| *file > node);
        if group.as_ref().is_none_or(is_behind)
            && let Some(inside) = inside.take()
        {
            next = group;
            return Some(inside);
        }
        group.map(|group| group.map(|(_, leads)| leads))
    });
    let after = after.map_or(i64::MIN, |after| after.0);
    groups.flat_map(each_of).filter(move |lead| lead.as_ref().map_or(true, |(edge, _)| *edge > after))
}

/// Those of the node's own file.
fn leads_inside(reader: &KvReader<'_>, node: NodeId, kind: &EdgeKind) -> Result<Vec<(i64, NodeId)>> {
    let block = Key::tagged(index::EDGE_INSIDE);
    let (from, to) = (block.clone().int(node.0), block.int(node.last_of_file().0));
    let mut blocks = reader.view.keyspaces.range(Space::Indexes, from.bytes(), &behind(to.bytes()));
    let Some((_, value)) = blocks.next().transpose()? else { return Ok(Vec::new()) };
    leads::leading_inside(node, kind, &value).map_err(|error| reader.unreadable(Space::Indexes, &error))
}

/// What was read, one by one.
pub(super) fn each_of<T>(read: Result<Vec<T>>) -> impl Iterator<Item = Result<T>> {
    let (items, error) = match read {
        Ok(items) => (items, None),
        Err(error) => (Vec::new(), Some(Err(error))),
    };
    items.into_iter().map(Ok).chain(error)
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
