//! The syntax tree's nodes that are kept.

use std::ops::Range;

/// Nodes that are kept of a file at most.
const MAX_NODES: usize = 1 << 20;

/// A node that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kept {
    /// The number of the nearest one around it, plus one.
    pub(super) parent: u32,
    /// The number of its kind in the language's table.
    pub(super) kind: u16,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// The nodes that are kept of a file, in the order of the text.
#[derive(Default)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Kept>,
    /// Depth and number, plus one, of those around the place where the walk is.
    open: Vec<(u32, u32)>,
}

impl Tree {
    pub(super) fn open(&mut self, kind: u16, bytes: Range<usize>, depth: u32) {
        if self.nodes.len() >= MAX_NODES {
            return;
        }
        let small = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        let parent = self.open.last().map_or(0, |(_, number)| *number);
        self.nodes.push(Kept { parent, kind, start: small(bytes.start), end: small(bytes.end) });
        self.open.push((depth, self.nodes.len() as u32));
    }

    pub(super) fn close(&mut self, depth: u32) {
        self.open.pop_if(|(open, _)| *open == depth);
    }
}
