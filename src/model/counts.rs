//! How much a database holds.

use serde::{Deserialize, Serialize};

use super::Language;

/// Counts of everything, in the order in which they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[allow(missing_docs)]
pub struct Counts {
    pub files: u64,
    pub symbols: u64,
    pub references: u64,
    pub calls: u64,
    pub imports: u64,
    pub edges: u64,
    pub chunks: u64,
    pub executions: u64,
    pub file_metrics: u64,
    pub symbol_metrics: u64,
    pub ast_nodes: u64,
    pub cfg_blocks: u64,
    pub cfg_edges: u64,
}

impl Counts {
    /// Name and number of each count, in order.
    pub fn entries(&self) -> [(&'static str, u64); 13] {
        [
            ("files", self.files),
            ("symbols", self.symbols),
            ("references", self.references),
            ("calls", self.calls),
            ("imports", self.imports),
            ("edges", self.edges),
            ("chunks", self.chunks),
            ("executions", self.executions),
            ("file metrics", self.file_metrics),
            ("symbol metrics", self.symbol_metrics),
            ("AST nodes", self.ast_nodes),
            ("CFG blocks", self.cfg_blocks),
            ("CFG edges", self.cfg_edges),
        ]
    }
}

/// How much of a project is written in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LanguageShare {
    /// The language.
    pub language: Language,
    /// Files in it.
    pub files: u64,
    /// Lines in those files; 0 where the database does not say.
    pub lines: u64,
}
