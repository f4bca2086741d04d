//! The facts of a code graph: what a database holds, as plain data.
//!
//! Nothing here does I/O or knows an engine. Conventions that hold everywhere:
//!
//! - byte offsets count from 0 and spans are half-open (`start..end`);
//! - lines count from 1, columns count bytes from 0 (tree-sitter's and Magellan's convention);
//! - times are whole Unix seconds unless a name says otherwise (`_ms`, `_ns`);
//! - paths are the text that the database holds. In an index of our own they are relative to the
//!   index's root and use `/`; a foreign file may hold absolute ones (see
//!   [`crate::store::Meta::root`]).

mod counts;
mod edge;
mod execution;
mod id;
mod language;
mod metrics;
mod node;
mod record;
mod records;
mod span;
mod symbol;
mod syntax_tree;

pub use counts::{Counts, LanguageShare};
pub use edge::{Direction, Edge, EdgeKind};
pub use execution::{Diagnostic, Execution, Outcome, Severity};
pub use id::{EdgeId, NodeId};
pub use language::Language;
pub use metrics::{FileMetrics, SymbolMetrics};
pub use node::{Call, Certainty, File, Import, Json, Node, NodeData, NodeKind, Reference};
pub use record::{Record, RecordKind};
pub use records::{Chunk, FileRecords, FileState};
pub use span::{Position, Span};
pub use symbol::{Says, Symbol, SymbolKind};
pub use syntax_tree::{AstNode, Cfg, CfgBlock, CfgEdge};
