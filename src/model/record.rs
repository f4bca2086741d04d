//! Everything that a database holds, as a stream of records.

use super::{
    AstNode, Cfg, Chunk, Diagnostic, Edge, Execution, FileMetrics, FileState, Node, NodeId, NodeKind,
    SymbolMetrics,
};

/// Which sort of record. The order is the one in which records are exported and compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordKind {
    /// Nodes of kind `File`.
    File,
    /// Nodes of kind `Symbol`.
    Symbol,
    /// Nodes of kind `Reference`.
    Reference,
    /// Nodes of kind `Call`.
    Call,
    /// Nodes of kind `Import`.
    Import,
    /// Nodes of a kind that we do not model.
    OtherNode,
    /// Edges of every kind.
    Edge,
    /// Chunks.
    Chunk,
    /// Measures of files.
    FileMetrics,
    /// Measures of symbols.
    SymbolMetrics,
    /// Syntax trees, one record a file.
    Ast,
    /// Control flow, one record a function.
    Cfg,
    /// States of files, in an index of our own.
    FileState,
    /// Extracted facts of files, in an index of our own.
    Facts,
    /// Runs.
    Execution,
    /// What runs complained of.
    Diagnostic,
}

impl RecordKind {
    /// How many sorts there are.
    pub const COUNT: usize = 16;

    /// All sorts, in order.
    pub const ALL: [RecordKind; RecordKind::COUNT] = [
        RecordKind::File,
        RecordKind::Symbol,
        RecordKind::Reference,
        RecordKind::Call,
        RecordKind::Import,
        RecordKind::OtherNode,
        RecordKind::Edge,
        RecordKind::Chunk,
        RecordKind::FileMetrics,
        RecordKind::SymbolMetrics,
        RecordKind::Ast,
        RecordKind::Cfg,
        RecordKind::FileState,
        RecordKind::Facts,
        RecordKind::Execution,
        RecordKind::Diagnostic,
    ];

    /// What an export calls one of them (`symbol`).
    pub fn as_str(self) -> &'static str {
        match self {
            RecordKind::File => "file",
            RecordKind::Symbol => "symbol",
            RecordKind::Reference => "reference",
            RecordKind::Call => "call",
            RecordKind::Import => "import",
            RecordKind::OtherNode => "node",
            RecordKind::Edge => "edge",
            RecordKind::Chunk => "chunk",
            RecordKind::FileMetrics => "file_metrics",
            RecordKind::SymbolMetrics => "symbol_metrics",
            RecordKind::Ast => "ast",
            RecordKind::Cfg => "cfg",
            RecordKind::FileState => "file_state",
            RecordKind::Facts => "facts",
            RecordKind::Execution => "execution",
            RecordKind::Diagnostic => "diagnostic",
        }
    }
}

/// One record of a database.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub enum Record {
    Node(Node),
    Edge(Edge),
    Chunk(Chunk),
    FileMetrics(FileMetrics),
    SymbolMetrics(SymbolMetrics),
    Ast {
        file: NodeId,
        nodes: Vec<AstNode>,
    },
    Cfg(Cfg),
    FileState(FileState),
    Facts {
        file: NodeId,
        bytes: Vec<u8>,
    },
    Execution(Execution),
    /// The `seq`-th complaint of a run, from 0.
    Diagnostic {
        execution_id: String,
        seq: u64,
        diagnostic: Diagnostic,
    },
}

impl Record {
    /// Which sort it is of.
    pub fn kind(&self) -> RecordKind {
        match self {
            Record::Node(node) => match node.kind() {
                NodeKind::File => RecordKind::File,
                NodeKind::Symbol => RecordKind::Symbol,
                NodeKind::Reference => RecordKind::Reference,
                NodeKind::Call => RecordKind::Call,
                NodeKind::Import => RecordKind::Import,
                NodeKind::Other(_) => RecordKind::OtherNode,
            },
            Record::Edge(_) => RecordKind::Edge,
            Record::Chunk(_) => RecordKind::Chunk,
            Record::FileMetrics(_) => RecordKind::FileMetrics,
            Record::SymbolMetrics(_) => RecordKind::SymbolMetrics,
            Record::Ast { .. } => RecordKind::Ast,
            Record::Cfg(_) => RecordKind::Cfg,
            Record::FileState(_) => RecordKind::FileState,
            Record::Facts { .. } => RecordKind::Facts,
            Record::Execution(_) => RecordKind::Execution,
            Record::Diagnostic { .. } => RecordKind::Diagnostic,
        }
    }
}
