//! Edges between nodes.

use serde::Serialize;

use super::{EdgeId, NodeId};

/// Which sort of edge; the text of `graph_edges.edge_type`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum EdgeKind {
    /// File → Symbol.
    Defines,
    /// Symbol → Call: who calls.
    Caller,
    /// Call → Symbol: who is called.
    Calls,
    /// Reference → Symbol.
    References,
    /// File → Import.
    Imports,
    /// Symbol → Symbol: a type and the trait or class that it implements or extends.
    Implements,
    /// One that we do not model.
    Other(String),
}

impl EdgeKind {
    /// The text in the file.
    pub fn as_str(&self) -> &str {
        match self {
            EdgeKind::Defines => "DEFINES",
            EdgeKind::Caller => "CALLER",
            EdgeKind::Calls => "CALLS",
            EdgeKind::References => "REFERENCES",
            EdgeKind::Imports => "IMPORTS",
            EdgeKind::Implements => "IMPLEMENTS",
            EdgeKind::Other(name) => name,
        }
    }

    /// Reads the text in the file. Never fails.
    pub fn from_text(text: &str) -> EdgeKind {
        match text {
            "DEFINES" => EdgeKind::Defines,
            "CALLER" => EdgeKind::Caller,
            "CALLS" => EdgeKind::Calls,
            "REFERENCES" => EdgeKind::References,
            "IMPORTS" => EdgeKind::Imports,
            "IMPLEMENTS" => EdgeKind::Implements,
            other => EdgeKind::Other(other.to_owned()),
        }
    }
}

/// Which way to look along edges from a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Edges that begin at the node.
    Out,
    /// Edges that end at the node.
    In,
}

/// An edge.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Edge {
    /// Its id.
    pub id: EdgeId,
    /// Where it begins.
    pub from: NodeId,
    /// Where it ends. Real files hold edges whose end is gone.
    pub to: NodeId,
    /// What it says.
    pub kind: EdgeKind,
    /// Its JSON, as it stands. Empty in an index of our own where it would say no more than the span of
    /// the node that it is about.
    pub data: String,
}
