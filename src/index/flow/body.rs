//! A function's graph while the walk is in it.

use smallvec::{SmallVec, smallvec};
use tree_sitter::{Node, Point};

use super::graph::{Block, BlockKind, Edge, EdgeKind, Graph, Place};
use super::scopes::{Nearest, Scope};

/// A way out of a block that does not lead anywhere yet.
#[derive(Debug, Clone, Copy)]
pub(super) struct End {
    pub(super) block: u32,
    pub(super) kind: EdgeKind,
}

pub(super) type Ends = SmallVec<[End; 2]>;

/// A single way out.
pub(super) fn end(block: u32, kind: EdgeKind) -> Ends {
    smallvec![End { block, kind }]
}

/// Puts lists together, the shorter to the longer: so the cost of a chain is no more than its length.
pub(super) fn join(into: &mut Ends, mut other: Ends) {
    if into.len() < other.len() {
        std::mem::swap(into, &mut other);
    }
    into.extend(other);
}

/// The same ways, of another kind.
pub(super) fn of_kind(mut ends: Ends, kind: EdgeKind) -> Ends {
    for end in &mut ends {
        end.kind = kind;
    }
    ends
}

/// Where control is: in a block, or on its way to the next one, or (with neither) nowhere.
#[derive(Debug)]
pub(super) struct At {
    open: Option<u32>,
    ends: Ends,
    /// What the next block is, where it is made.
    next: BlockKind,
    /// Ways that are taken only where there is no other one, and something stands there.
    pub(super) otherwise: Ends,
    /// Where an expression ended behind which the rest of its statement goes on.
    rest: Option<Place>,
}

impl At {
    pub(super) fn nowhere() -> At {
        At { open: None, ends: Ends::new(), next: BlockKind::Next, otherwise: Ends::new(), rest: None }
    }
}

/// A function whose graph is being made.
pub(super) struct Body {
    pub(super) blocks: Vec<Block>,
    /// Whether the start of the last block is settled, by number: only open blocks ask.
    touched: Vec<bool>,
    pub(super) edges: Vec<Edge>,
    pub(super) at: At,
    /// Ways that leave the function.
    pub(super) returns: Ends,
    pub(super) scopes: Vec<Scope>,
    pub(super) nearest: Nearest,
    /// Where a `goto` starts, and the bytes of its label.
    pub(super) gotos: Vec<(Ends, std::ops::Range<usize>)>,
    pub(super) labels: Vec<(u32, std::ops::Range<usize>)>,
}

impl Body {
    pub(super) fn new(start: Place) -> Body {
        let mut body = Body {
            blocks: Vec::new(),
            touched: Vec::new(),
            edges: Vec::new(),
            at: At::nowhere(),
            returns: Ends::new(),
            scopes: Vec::new(),
            nearest: Nearest::default(),
            gotos: Vec::new(),
            labels: Vec::new(),
        };
        let entry = body.add(BlockKind::Entry, start);
        body.at.open = Some(entry);
        body
    }

    /// Adds a block to which no way leads yet.
    pub(super) fn add(&mut self, kind: BlockKind, start: Place) -> u32 {
        let number = self.blocks.len() as u32;
        self.blocks.push(Block { kind, start, end: start });
        self.touched.push(false);
        number
    }

    /// Takes back all blocks from `first` on, and all edges from `edge` on.
    pub(super) fn cut(&mut self, first: u32, edge: usize) {
        self.blocks.truncate(first as usize);
        self.touched.truncate(first as usize);
        self.edges.truncate(edge);
    }

    pub(super) fn edge(&mut self, source: u32, target: u32, kind: EdgeKind) {
        self.edges.push(Edge { source, target, kind });
    }

    pub(super) fn connect(&mut self, ends: Ends, target: u32) {
        self.edges.extend(ends.into_iter().map(|end| Edge { source: end.block, target, kind: end.kind }));
    }

    /// Leaves the place where control is: the ways out of it.
    pub(super) fn take(&mut self) -> Ends {
        self.at.rest = None;
        self.at.otherwise.clear();
        match self.at.open.take() {
            Some(block) => end(block, EdgeKind::Fallthrough),
            None => std::mem::take(&mut self.at.ends),
        }
    }

    /// Leaves the place where control is, to come back to it.
    pub(super) fn leave(&mut self) -> At {
        std::mem::replace(&mut self.at, At::nowhere())
    }

    /// Makes one block of several ways, so that one way leads on.
    pub(super) fn close_block(&mut self, at: Place) {
        if self.at.open.is_none() && !self.at.ends.is_empty() {
            self.force(BlockKind::Merge, at);
        }
    }

    /// Goes on from `ends`; a block that is made there is a `next`.
    pub(super) fn go_on(&mut self, ends: Ends, next: BlockKind) {
        self.at = At { ends, next, ..At::nowhere() };
    }

    /// Goes on from `ends` behind a statement.
    pub(super) fn merge(&mut self, ends: Ends) {
        let next = if ends.len() > 1 { BlockKind::Merge } else { BlockKind::Next };
        self.go_on(ends, next);
    }

    /// Goes on from `ends` behind an expression that ended at `rest`.
    pub(super) fn merge_within(&mut self, ends: Ends, rest: Place) {
        self.merge(ends);
        self.at.rest = Some(rest);
    }

    /// Whether no way leads on.
    pub(super) fn is_nowhere(&self) -> bool {
        self.at.open.is_none() && self.at.ends.is_empty()
    }

    /// Goes on in a block.
    pub(super) fn reopen(&mut self, block: u32) {
        self.at = At { open: Some(block), ..At::nowhere() };
    }

    /// The block where control is, made where there is none.
    pub(super) fn block(&mut self, start: Place) -> u32 {
        if let Some(block) = self.at.open {
            return block;
        }
        if self.at.ends.is_empty() {
            self.at.ends = std::mem::take(&mut self.at.otherwise);
        }
        let kind = if self.at.ends.is_empty() { BlockKind::Unreachable } else { self.at.next };
        let start = self.at.rest.filter(|rest| rest.byte > start.byte).unwrap_or(start);
        self.force(kind, start)
    }

    /// Begins a new block.
    pub(super) fn force(&mut self, kind: BlockKind, start: Place) -> u32 {
        let ends = self.take();
        let block = self.add(kind, start);
        self.connect(ends, block);
        self.at.open = Some(block);
        block
    }

    /// Something begins here.
    pub(super) fn touch(&mut self, start: Place) -> u32 {
        let is_new = self.at.open.is_none();
        let number = self.block(start);
        let at = number as usize;
        if let (Some(block), Some(touched)) = (self.blocks.get_mut(at), self.touched.get_mut(at))
            && !*touched
        {
            *touched = true;
            if !is_new && block.end.byte <= block.start.byte {
                (block.start, block.end) = (start, start);
            }
        }
        number
    }

    /// Something that control went through ends here. The rest of a statement behind an expression that has
    /// blocks of its own is a block, unless it is a mark alone.
    pub(super) fn extend(&mut self, to: Place) {
        if let Some(rest) = self.at.rest
            && !self.at.ends.is_empty()
            && to.byte > rest.byte.saturating_add(1)
        {
            self.block(rest);
        }
        let open = self.at.open.and_then(|open| self.blocks.get_mut(open as usize));
        if let Some(block) = open
            && block.end.byte < to.byte
        {
            block.end = to;
        }
    }

    /// A condition from `start` to `to` is decided: the ways where it is true, and where it is false.
    pub(super) fn decide(&mut self, start: Place, to: Place) -> (Ends, Ends) {
        let block = self.touch(start);
        self.extend(to);
        self.take();
        (end(block, EdgeKind::True), end(block, EdgeKind::False))
    }

    /// Leaves by a statement that ends at `to`: the ways out, of this kind.
    pub(super) fn depart(&mut self, start: Place, to: Place, kind: EdgeKind) -> Ends {
        let is_new = self.at.open.is_none();
        if is_new && let [End { kind: EdgeKind::Fallthrough, .. }] = self.at.ends.as_slice() {
            return of_kind(self.take(), kind);
        }
        let rest = self.at.rest;
        let block = self.touch(start);
        if !is_new || rest.is_none_or(|rest| to.byte > rest.byte.saturating_add(1)) {
            self.extend(to);
        }
        self.take();
        end(block, kind)
    }

    /// The graph, when the function ends.
    pub(super) fn finish(mut self, to: Place, source: &[u8]) -> Graph {
        let exit = self.add(BlockKind::Exit, to);
        let ends = self.take();
        self.connect(ends, exit);
        let returns = std::mem::take(&mut self.returns);
        self.connect(returns, exit);
        let text = |range: &std::ops::Range<usize>| source.get(range.clone()).unwrap_or_default();
        let labels: std::collections::HashMap<&[u8], u32> =
            self.labels.iter().map(|(block, range)| (text(range), *block)).collect();
        for (ends, label) in std::mem::take(&mut self.gotos) {
            let target = labels.get(text(&label)).copied().unwrap_or(exit);
            self.connect(ends, target);
        }
        let mut graph = Graph { blocks: self.blocks, edges: self.edges };
        graph.mark_unreachable();
        graph
    }
}

/// Where a node begins.
pub(super) fn start(node: Node) -> Place {
    place(node.start_byte(), node.start_position())
}

/// Where a node ends.
pub(super) fn behind(node: Node) -> Place {
    place(node.end_byte(), node.end_position())
}

fn place(byte: usize, point: Point) -> Place {
    let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Place { byte: small(byte), line: small(point.row.saturating_add(1)), column: small(point.column) }
}
