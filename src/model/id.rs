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
