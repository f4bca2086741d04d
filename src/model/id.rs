//! Identities of nodes and edges.

use serde::{Deserialize, Serialize};

/// The id of a node: `graph_entities.id` in a Magellan file.
///
/// In an index of our own it is made from what the node names, so that the same sources give the
/// same ids everywhere (see [`crate::index`]); in a foreign file it is whatever stands there and is
/// only meaningful inside that file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NodeId(pub i64);

/// The id of an edge: `graph_edges.id` in a Magellan file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EdgeId(pub i64);

impl NodeId {
    /// How many of an id's lowest bits tell the nodes (or edges) of one file apart in an index of our own.
    pub const SLOT_BITS: u32 = 23;

    /// In an index of our own: the node of the file that this node stands in. (An edge's number lies in
    /// its file's range as well.)
    pub fn file(self) -> NodeId {
        NodeId(self.0 & !((1 << NodeId::SLOT_BITS) - 1))
    }

    /// In an index of our own: the last id that can belong to this file.
    pub fn last_of_file(self) -> NodeId {
        NodeId(self.0 | ((1 << NodeId::SLOT_BITS) - 1))
    }
}
