//! What entries that many leads stand in say.

use super::Lead;
use crate::model::{EdgeKind, NodeId};
use crate::store::codec::Undecodable;
use crate::store::kv::keys::{Key, Parts};

/// The symbols of a file that an entry of a column names, by id.
///
/// # Errors
/// Where they cannot be read.
pub(in crate::store::kv) fn measured(file: NodeId, mut value: &[u8]) -> Result<Vec<NodeId>, Undecodable> {
    let mut symbols = Vec::new();
    let mut last = 0u32;
    while !value.is_empty() {
        let (more, rest) = postcard::take_from_bytes::<u32>(value).map_err(|_| Undecodable::Damaged)?;
        last = last.checked_add(more).filter(|slot| within(*slot)).ok_or(Undecodable::Damaged)?;
        symbols.push(NodeId(file.0 + i64::from(last)));
        value = rest;
    }
    Ok(symbols)
}

/// The edges that an entry of one file names, and where they begin, by id.
///
/// # Errors
/// Where they cannot be read.
pub(in crate::store::kv) fn leading(
    file: NodeId,
    mut value: &[u8],
) -> Result<Vec<(i64, NodeId)>, Undecodable> {
    let mut edges = Vec::new();
    while !value.is_empty() {
        let ((edge, from), rest) =
            postcard::take_from_bytes::<(u32, u32)>(value).map_err(|_| Undecodable::Damaged)?;
        edges.push(at(file, edge, from)?);
        value = rest;
    }
    Ok(edges)
}

/// The edges of a kind that end at a node, and where they begin, by id, of a block of edges inside of a file.
///
/// # Errors
/// Where they cannot be read.
pub(in crate::store::kv) fn leading_inside(
    to: NodeId,
    kind: &EdgeKind,
    mut block: &[u8],
) -> Result<Vec<(i64, NodeId)>, Undecodable> {
    let file = to.file();
    let wanted = to.0 - file.0;
    let kind = Key::default().edge_kind(kind);
    let mut edges = Vec::new();
    while !block.is_empty() {
        let ((slot, known, edge, from), rest) =
            postcard::take_from_bytes::<(u32, &[u8], u32, u32)>(block).map_err(|_| Undecodable::Damaged)?;
        if i64::from(slot) > wanted {
            break;
        }
        if i64::from(slot) == wanted && known == kind.bytes() {
            edges.push(at(file, edge, from)?);
        }
        block = rest;
    }
    Ok(edges)
}

/// Where all edges of a block inside of a file begin and end.
///
/// # Errors
/// Where they cannot be read.
pub(in crate::store::kv) fn all_inside(
    file: NodeId,
    mut block: &[u8],
) -> Result<Vec<(NodeId, NodeId)>, Undecodable> {
    let mut edges = Vec::new();
    while !block.is_empty() {
        let ((to, _, edge, from), rest) =
            postcard::take_from_bytes::<(u32, &[u8], u32, u32)>(block).map_err(|_| Undecodable::Damaged)?;
        let ((_, from), (_, to)) = (at(file, edge, from)?, at(file, edge, to)?);
        edges.push((from, to));
        block = rest;
    }
    Ok(edges)
}

/// All edges of a block inside of a file.
///
/// # Errors
/// Where they cannot be read.
pub(super) fn block_leads(file: NodeId, mut block: &[u8]) -> Result<Vec<Lead>, Undecodable> {
    let mut edges = Vec::new();
    while !block.is_empty() {
        let ((to, kind, edge, from), rest) =
            postcard::take_from_bytes::<(u32, &[u8], u32, u32)>(block).map_err(|_| Undecodable::Damaged)?;
        let kind = Parts(kind).edge_kind().ok_or(Undecodable::Damaged)?;
        at(file, edge, from)?;
        let (to, _) = at(file, to, from)?;
        edges.push(Lead { to, kind, edge, from });
        block = rest;
    }
    Ok(edges)
}

fn at(file: NodeId, edge: u32, from: u32) -> Result<(i64, NodeId), Undecodable> {
    if !within(edge) || !within(from) {
        return Err(Undecodable::Damaged);
    }
    Ok((file.0 + i64::from(edge), NodeId(file.0 + i64::from(from))))
}

fn within(slot: u32) -> bool {
    slot < 1 << NodeId::SLOT_BITS
}
