//! Control flow and syntax trees: what is kept of the structure of a file's text.
//!
//! A function's graph is made of basic blocks, of which the first is where it begins and the last, which is
//! empty, where it is left, whatever way. The edges say how control goes (`docs/control-flow.md` has the list).
//! One builder makes the graphs of all languages during the walk that extraction makes anyway; what a node is to
//! control flow, and what its children are to it, tables say (`languages`).
//!
//! The builder goes by events: a node is entered, its children begin and end, it is left. A construct's state
//! stands in a frame, and ways out of blocks whose target is not known yet are kept in lists, so that nothing is
//! ever done by recursion, and time and memory are linear in the text.

mod body;
mod branches;
mod frame;
mod functions;
mod graph;
mod languages;
mod loops;
mod packed;
mod scopes;
mod switches;
mod table;
mod tree;
mod tries;
mod visit;

use crate::model::{AstNode, Cfg};

pub(crate) use packed::FileFlow;
pub(super) use visit::Flow;

/// The structure of a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Structure {
    /// What is kept of its syntax tree.
    pub nodes: Vec<AstNode>,
    /// Its functions, also those that are no symbols, inner before outer.
    pub functions: Vec<FunctionFlow>,
}

/// A function's control flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionFlow {
    /// Its first byte, and the byte behind its last one.
    pub bytes: (u64, u64),
    /// Decisions + 1.
    pub complexity: u32,
    /// Its graph, of the node 0.
    pub cfg: Cfg,
}
