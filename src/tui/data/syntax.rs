//! The syntax tree of a file, in the order of its text.

use std::cmp::Reverse;
use std::ops::Range;

use crate::model::NodeId;
use crate::store::{Reader, Result};

/// Nodes that are shown of a file at most; a database may claim any number.
const MOST: usize = 300_000;
/// The deepest place that a node is said to have.
const DEEPEST: usize = 1000;

/// A node of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxNode {
    /// The grammar's name of it (`function_item`).
    pub kind: String,
    /// In how many others it is.
    pub depth: u16,
    /// Its bytes in the file.
    pub bytes: Range<u64>,
}

/// The nodes of a file that the database keeps, outer before inner.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SyntaxTree {
    /// The nodes.
    pub nodes: Vec<SyntaxNode>,
    /// Whether there are more than are shown.
    pub is_cut: bool,
}

impl SyntaxTree {
    /// The innermost node that holds all of some bytes; of several alike the outermost. Cost: of the nodes before it.
    pub fn around(&self, bytes: &Range<u64>) -> Option<usize> {
        let behind = self.nodes.partition_point(|node| node.bytes.start <= bytes.start);
        let before = self.nodes.get(..behind)?;
        let found = before.iter().rposition(|node| node.bytes.end >= bytes.end)?;
        let is_alike = |node: &SyntaxNode| self.nodes.get(found).is_some_and(|of| of.bytes == node.bytes);
        before.iter().position(is_alike)
    }

    /// The innermost node that holds a byte. Cost: of the nodes before it.
    pub fn at(&self, byte: u64) -> Option<usize> {
        let behind = self.nodes.partition_point(|node| node.bytes.start <= byte);
        self.nodes.get(..behind)?.iter().rposition(|node| node.bytes.end > byte)
    }
}

/// Reads the syntax tree of a file; one without nodes where the database keeps none. What is in what is told by the
/// nodes' bytes: a foreign file may claim anything of their parents.
///
/// # Errors
/// Where the database cannot be read.
pub fn syntax(reader: &dyn Reader, file: NodeId) -> Result<SyntaxTree> {
    let mut kept = reader.ast(file)?;
    let is_cut = kept.len() > MOST;
    kept.truncate(MOST);
    kept.sort_by_key(|node| (node.byte_start, Reverse(node.byte_end)));
    let mut ends: Vec<u64> = Vec::new();
    let nodes = kept.into_iter().map(|node| {
        while ends.last().is_some_and(|end| *end < node.byte_end || *end <= node.byte_start) {
            ends.pop();
        }
        let depth = u16::try_from(ends.len().min(DEEPEST)).unwrap_or(u16::MAX);
        ends.push(node.byte_end);
        SyntaxNode { kind: node.kind, depth, bytes: node.byte_start..node.byte_end.max(node.byte_start) }
    });
    Ok(SyntaxTree { nodes: nodes.collect(), is_cut })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(spans: &[Range<u64>]) -> SyntaxTree {
        let node = |bytes: &Range<u64>| SyntaxNode { kind: String::new(), depth: 0, bytes: bytes.clone() };
        SyntaxTree { nodes: spans.iter().map(node).collect(), is_cut: false }
    }

    #[test]
    fn the_innermost_node_is_found_by_bytes() {
        let tree = tree(&[0..100, 10..50, 10..50, 12..20, 30..40, 60..90]);
        assert_eq!(tree.around(&(10..50)), Some(1), "the outermost of those alike");
        assert_eq!(tree.around(&(13..14)), Some(3));
        assert_eq!(tree.around(&(21..45)), Some(1));
        assert_eq!(tree.around(&(55..95)), Some(0));
        assert_eq!(tree.around(&(90..120)), None);
        assert_eq!([tree.at(35), tree.at(55), tree.at(99), tree.at(100)], [Some(4), Some(0), Some(0), None]);
    }
}
