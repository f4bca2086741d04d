//! Where a file's uses and edges stand among its ids, as bytes that are looked into where they lie: so that where a few
//! names lead elsewhere nobody makes all of the file's ids again.

use std::collections::BTreeMap;

use super::layout::Layout;
use crate::model::NodeId;

/// The slots of a file's uses, and of its edges with those of the nodes that they begin at.
///
/// As bytes, all numbers little-endian, of 32 bits: how many uses there are; of each its slot, 0 where it has no node; and of
/// each edge, in order, its slot and that of its beginning.
#[derive(Debug)]
pub(crate) struct Places<'b> {
    uses: &'b [[u8; 4]],
    edges: &'b [[u8; 8]],
    /// Edges that came or went since, by their slots.
    moved: BTreeMap<u32, Option<u32>>,
}

impl<'b> Places<'b> {
    /// From what [`encode`] or [`Places::encode`] gave; `None` where it is nothing of the kind.
    pub(super) fn read(bytes: &'b [u8]) -> Option<Places<'b>> {
        let (count, rest) = bytes.split_first_chunk()?;
        let (uses, rest) = rest.split_at_checked((u32::from_le_bytes(*count) as usize).checked_mul(4)?)?;
        let ((uses, _), (edges, behind)) = (uses.as_chunks(), rest.as_chunks());
        behind.is_empty().then_some(Places { uses, edges, moved: BTreeMap::new() })
    }

    /// The slot of a use; `None` where there is no such use.
    pub(super) fn of_use(&self, at: u32) -> Option<u32> {
        self.uses.get(at as usize).map(|slot| u32::from_le_bytes(*slot))
    }

    /// The slot that the edge in this one begins at, if there is one. Cost: a search.
    pub(super) fn of_edge(&self, slot: u32) -> Option<u32> {
        if let Some(moved) = self.moved.get(&slot) {
            return *moved;
        }
        let at = self.edges.binary_search_by_key(&slot, |edge| parts(edge).0).ok()?;
        self.edges.get(at).map(|edge| parts(edge).1)
    }

    /// Puts an edge into a slot, or takes the one out that is there.
    pub(super) fn set_edge(&mut self, slot: u32, from: Option<u32>) {
        self.moved.insert(slot, from);
    }

    /// As bytes, with what was moved.
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut bytes =
            Vec::with_capacity(4 + 4 * self.uses.len() + 8 * (self.edges.len() + self.moved.len()));
        bytes.extend_from_slice(&(self.uses.len() as u32).to_le_bytes());
        bytes.extend_from_slice(self.uses.as_flattened());
        let mut edges = self.edges;
        for (&slot, from) in &self.moved {
            let (before, rest) = edges.split_at(edges.partition_point(|edge| parts(edge).0 < slot));
            bytes.extend_from_slice(before.as_flattened());
            if let Some(from) = from {
                put_edge(slot, *from, &mut bytes);
            }
            edges = match rest.split_first() {
                Some((edge, behind)) if parts(edge).0 == slot => behind,
                _ => rest,
            };
        }
        bytes.extend_from_slice(edges.as_flattened());
        bytes
    }
}

/// The places of a layout, of the file with this node, for [`Places::read`].
pub(crate) fn encode(layout: &Layout, file: NodeId) -> Vec<u8> {
    let slot = |id: i64| u32::try_from(id - file.0).unwrap_or_default();
    let mut bytes = Vec::with_capacity(4 + 4 * layout.uses.len() + 8 * layout.edges.len());
    bytes.extend_from_slice(&(layout.uses.len() as u32).to_le_bytes());
    for node in &layout.uses {
        bytes.extend_from_slice(&node.map_or(0, |node| slot(node.0)).to_le_bytes());
    }
    for edge in &layout.edges {
        put_edge(slot(edge.id.0), slot(edge.from.0), &mut bytes);
    }
    bytes
}

fn put_edge(slot: u32, from: u32, bytes: &mut Vec<u8>) {
    bytes.extend_from_slice(&slot.to_le_bytes());
    bytes.extend_from_slice(&from.to_le_bytes());
}

/// An edge's slot, and that of its beginning.
fn parts([a, b, c, d, e, f, g, h]: &[u8; 8]) -> (u32, u32) {
    (u32::from_le_bytes([*a, *b, *c, *d]), u32::from_le_bytes([*e, *f, *g, *h]))
}
