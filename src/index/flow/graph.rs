//! The control flow of one function: basic blocks, and typed edges between them.

use serde::{Deserialize, Serialize};

use crate::model::{Cfg, CfgBlock, CfgEdge, NodeId, Position, Span};

/// Makes an enum and the names that a database has for its variants.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$why:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub(in crate::index) enum $name { $($(#[$why])* $variant,)* }

        impl $name {
            /// The name that a database has for it.
            pub(super) fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)* }
            }
        }
    };
}

named! {
    /// What a block is.
    BlockKind {
        Entry = "entry",
        /// Where the function is left, whatever way. Empty, and always the last.
        Exit = "exit",
        Then = "then",
        Else = "else",
        /// Where several ways come together.
        Merge = "merge",
        /// What goes on behind something that may have left.
        Next = "next",
        /// The head of a loop, to which it comes back.
        Loop = "loop",
        Body = "body",
        /// What a `for` does between two rounds.
        Update = "update",
        Arm = "arm",
        /// The right side of `&&` or `||`, the next condition of a chain.
        Operand = "operand",
        Try = "try",
        Catch = "catch",
        Finally = "finally",
        Closure = "closure",
        /// The target of a `goto`.
        Label = "label",
        /// No way leads there.
        Unreachable = "unreachable",
    }
}

named! {
    /// How control goes from a block to another.
    EdgeKind {
        Fallthrough = "fallthrough",
        True = "conditional_true",
        False = "conditional_false",
        LoopEntry = "loop_entry",
        LoopExit = "loop_exit",
        Back = "back_edge",
        Case = "case",
        Default = "default",
        /// No case fits, and there is no default.
        NoMatch = "no_match",
        Break = "break",
        Continue = "continue",
        Goto = "goto",
        Return = "return",
        Throw = "throw",
        /// Something in a `try` threw.
        Exception = "exception",
        /// `?` found an error.
        Error = "error",
        /// A closure is made; that it runs, and when, is decided elsewhere.
        Closure = "closure",
        /// The preprocessor chooses it.
        Alternative = "alternative",
        /// A jump that went through a `finally` goes on to where it was going; or a `with` swallowed it.
        Resume = "resume",
    }
}

impl EdgeKind {
    /// Whether taking it or not is decided elsewhere than at its source.
    fn is_decided_elsewhere(self) -> bool {
        matches!(self, EdgeKind::Closure | EdgeKind::Alternative | EdgeKind::Resume)
    }

    /// How a block that is left by it ends; `None` where another edge of the block may say more.
    fn terminator(self) -> Option<&'static str> {
        match self {
            EdgeKind::True | EdgeKind::False | EdgeKind::LoopEntry | EdgeKind::LoopExit | EdgeKind::Error => {
                Some("conditional")
            }
            EdgeKind::Case | EdgeKind::Default | EdgeKind::NoMatch => Some("switch"),
            EdgeKind::Break | EdgeKind::Continue | EdgeKind::Goto => Some("jump"),
            EdgeKind::Return => Some("return"),
            EdgeKind::Throw => Some("throw"),
            EdgeKind::Fallthrough
            | EdgeKind::Back
            | EdgeKind::Exception
            | EdgeKind::Closure
            | EdgeKind::Alternative
            | EdgeKind::Resume => None,
        }
    }
}

/// A place in the text: byte from 0, line from 1, column in bytes from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(in crate::index) struct Place {
    pub(in crate::index) byte: u32,
    pub(in crate::index) line: u32,
    pub(in crate::index) column: u32,
}

/// A basic block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::index) struct Block {
    pub(in crate::index) kind: BlockKind,
    pub(in crate::index) start: Place,
    pub(in crate::index) end: Place,
}

/// A way from block to block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::index) struct Edge {
    pub(in crate::index) source: u32,
    pub(in crate::index) target: u32,
    pub(in crate::index) kind: EdgeKind,
}

/// The control flow of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::index) struct Graph {
    pub(in crate::index) blocks: Vec<Block>,
    pub(in crate::index) edges: Vec<Edge>,
}

impl Graph {
    /// Decisions + 1: each block decides once for each way out of it beyond the first, ways that are decided
    /// elsewhere apart. That is E − N + 2 of the graph without those ways.
    pub(super) fn complexity(&self) -> u32 {
        let mut ways = vec![0u32; self.blocks.len()];
        for edge in self.edges.iter().filter(|edge| !edge.kind.is_decided_elsewhere()) {
            if let Some(ways) = ways.get_mut(edge.source as usize) {
                *ways += 1;
            }
        }
        ways.into_iter().map(|ways| ways.saturating_sub(1)).fold(1, u32::saturating_add)
    }

    /// Marks the blocks to which no way leads.
    pub(super) fn mark_unreachable(&mut self) {
        let mut first = vec![0u32; self.blocks.len() + 1];
        for edge in &self.edges {
            if let Some(count) = first.get_mut(edge.source as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for count in &mut first {
            sum += *count;
            *count = sum;
        }
        let mut next = first.clone();
        let mut targets = vec![0u32; self.edges.len()];
        for edge in &self.edges {
            let Some(at) = next.get_mut(edge.source as usize) else { continue };
            if let Some(target) = targets.get_mut(*at as usize) {
                *target = edge.target;
            }
            *at += 1;
        }
        let mut reached = vec![false; self.blocks.len()];
        let mut waiting = vec![0u32];
        while let Some(block) = waiting.pop() {
            let at = block as usize;
            match reached.get_mut(at) {
                Some(reached) if !*reached => *reached = true,
                _ => continue,
            }
            let range = first.get(at).zip(first.get(at + 1)).map(|(&from, &to)| from as usize..to as usize);
            waiting.extend(range.and_then(|range| targets.get(range)).unwrap_or_default());
        }
        for (block, reached) in self.blocks.iter_mut().zip(reached) {
            if !reached && block.kind != BlockKind::Exit {
                block.kind = BlockKind::Unreachable;
            }
        }
    }

    /// The graph as a record of the function whose node is `function`.
    pub(in crate::index) fn record(&self, function: NodeId) -> Cfg {
        let mut terminators: Vec<Option<&str>> = vec![None; self.blocks.len()];
        for edge in &self.edges {
            if let Some(terminator @ None) = terminators.get_mut(edge.source as usize) {
                *terminator = edge.kind.terminator();
            }
        }
        let blocks = self.blocks.iter().zip(terminators).map(|(block, terminator)| {
            let otherwise = if block.kind == BlockKind::Exit { "exit" } else { "fallthrough" };
            CfgBlock {
                kind: block.kind.as_str().to_owned(),
                terminator: terminator.unwrap_or(otherwise).to_owned(),
                span: span(block),
                hash: None,
                statements: None,
                condition: None,
            }
        });
        let edges = self.edges.iter().map(|edge| CfgEdge {
            source: edge.source,
            target: edge.target,
            kind: edge.kind.as_str().to_owned(),
        });
        Cfg { function, blocks: blocks.collect(), edges: edges.collect() }
    }
}

fn span(block: &Block) -> Span {
    let position = |place: Place| Position { line: place.line, column: place.column };
    Span {
        byte_start: u64::from(block.start.byte),
        byte_end: u64::from(block.end.byte),
        start: position(block.start),
        end: position(block.end),
    }
}
