//! Syntax trees and control flow: what is kept of a file's and a function's structure.

use serde::{Deserialize, Serialize};

use super::{NodeId, Span};

/// A node of a file's syntax tree; a row of `ast_nodes`. A file keeps a chosen set of kinds, in the
/// order of the text, outer before inner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AstNode {
    /// Place in the file's list, from 0, of the nearest kept node that encloses it.
    pub parent: Option<u32>,
    /// The grammar's name of it (`function_item`).
    pub kind: String,
    /// First byte, from 0.
    pub byte_start: u64,
    /// The byte behind the last one.
    pub byte_end: u64,
}

/// The control flow of one function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cfg {
    /// The function's node.
    pub function: NodeId,
    /// Its basic blocks; the first is where it begins.
    pub blocks: Vec<CfgBlock>,
    /// How control goes from block to block.
    pub edges: Vec<CfgEdge>,
}

/// A basic block; a row of `cfg_blocks`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CfgBlock {
    /// What it is (`entry`, `if`, `loop`, …).
    pub kind: String,
    /// How it ends (`fallthrough`, `return`, …).
    pub terminator: String,
    /// Its text.
    pub span: Span,
    /// Hash of its content, where the database says one.
    pub hash: Option<String>,
    /// Its statements, where the database says them.
    pub statements: Option<String>,
    /// The condition under which it is entered, where the database says one.
    pub condition: Option<String>,
}

/// A way from block to block; a row of `cfg_edges`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CfgEdge {
    /// Place of the block that it leaves, from 0. Real files hold places that no block has.
    pub source: u32,
    /// Place of the block that it leads to, from 0.
    pub target: u32,
    /// Which sort of way it is (`fallthrough`, `true`, `back`, …).
    pub kind: String,
}
