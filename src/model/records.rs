//! What is stored for one source file, as a whole.

use serde::Serialize;

use super::{AstNode, Call, Cfg, Edge, File, FileMetrics, Import, NodeId, Reference, Symbol, SymbolMetrics};

/// A piece of source text with its hash; a row of `code_chunks`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chunk {
    /// The row's id. Ignored when a chunk is written.
    pub row: i64,
    /// The file, as the database writes it.
    pub path: String,
    /// First byte in the file, from 0.
    pub byte_start: u64,
    /// The byte behind the last one.
    pub byte_end: u64,
    /// The text. Bytes that were not UTF-8 stand as U+FFFD.
    pub content: String,
    /// SHA-256 of the text, in hex.
    pub content_hash: String,
    /// Bare name of the symbol that it is the text of.
    pub symbol_name: Option<String>,
    /// That symbol's normalized kind.
    pub symbol_kind: Option<String>,
    /// When it was taken, in Unix seconds.
    pub created_at: i64,
}

/// Everything that one source file puts into the graph. It is replaced whole, in one commit.
///
/// Ids of nodes and edges are unique in the database and all lie in the file's own range; its edges begin at its nodes, and
/// end anywhere.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FileRecords {
    /// The file itself.
    pub file: File,
    /// How the file was found when it was indexed.
    pub state: FileState,
    /// What it defines.
    pub symbols: Vec<Symbol>,
    /// Where it names a symbol that is known.
    pub references: Vec<Reference>,
    /// Where it calls, resolved or not.
    pub calls: Vec<Call>,
    /// What it imports.
    pub imports: Vec<Import>,
    /// Edges that begin at one of the nodes above.
    pub edges: Vec<Edge>,
    /// A chunk a symbol; no two have the same span.
    pub chunks: Vec<Chunk>,
    /// Measures of the file.
    pub metrics: FileMetrics,
    /// Measures of its symbols.
    pub symbol_metrics: Vec<SymbolMetrics>,
    /// Its syntax tree.
    pub ast: Vec<AstNode>,
    /// The control flow of its functions, by their ids.
    pub cfgs: Vec<Cfg>,
    /// The extracted facts, encoded, from which the records are resolved again when other files
    /// change (see [`crate::index`]). The store does not look inside.
    pub facts: Vec<u8>,
}

impl FileRecords {
    /// Those of a file of which nothing else is known yet.
    pub fn of(file: File) -> FileRecords {
        FileRecords {
            metrics: FileMetrics::of(file.path.clone()),
            state: FileState {
                file: file.id,
                path: file.path.clone(),
                size: 0,
                modified_ns: 0,
                hash: String::new(),
                digest: [0; 16],
            },
            file,
            symbols: Vec::new(),
            references: Vec::new(),
            calls: Vec::new(),
            imports: Vec::new(),
            edges: Vec::new(),
            chunks: Vec::new(),
            symbol_metrics: Vec::new(),
            ast: Vec::new(),
            cfgs: Vec::new(),
            facts: Vec::new(),
        }
    }
}

/// By what a file is recognised as unchanged without reading or parsing it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileState {
    /// The file's node.
    pub file: NodeId,
    /// Its path, relative to the index's root.
    pub path: String,
    /// Its length in bytes.
    pub size: u64,
    /// Its modification time in nanoseconds since the Unix epoch.
    pub modified_ns: i64,
    /// Hash of its content, as [`File::hash`] has it.
    pub hash: String,
    /// Digest of all its records but times, to see whether they must be written again.
    pub digest: [u8; 16],
}
