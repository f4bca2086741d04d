//! Nodes: files, symbols, references, calls and imports.

use serde::{Deserialize, Serialize};

use super::{NodeId, Span, Symbol};

/// A JSON object whose keys keep their order.
pub type Json = serde_json::Map<String, serde_json::Value>;

/// Which sort of node; the text of `graph_entities.kind`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum NodeKind {
    File,
    Symbol,
    Reference,
    Call,
    Import,
    /// A kind that we do not model (`DisplayName` of Magellan 2.x, say).
    Other(String),
}

impl NodeKind {
    /// The text in the file.
    pub fn as_str(&self) -> &str {
        match self {
            NodeKind::File => "File",
            NodeKind::Symbol => "Symbol",
            NodeKind::Reference => "Reference",
            NodeKind::Call => "Call",
            NodeKind::Import => "Import",
            NodeKind::Other(name) => name,
        }
    }

    /// Reads the text in the file. Never fails.
    pub fn from_text(text: &str) -> NodeKind {
        match text {
            "File" => NodeKind::File,
            "Symbol" => NodeKind::Symbol,
            "Reference" => NodeKind::Reference,
            "Call" => NodeKind::Call,
            "Import" => NodeKind::Import,
            other => NodeKind::Other(other.to_owned()),
        }
    }
}

/// A source file that was indexed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct File {
    /// The node's id.
    pub id: NodeId,
    /// Its path, as the database writes it.
    pub path: String,
    /// Hash of its content in hex, in whichever of Magellan's forms (see [`crate::source`]).
    pub hash: String,
    /// When it was last indexed, in Unix seconds; 0 where the database does not say.
    pub last_indexed_at: i64,
    /// Its modification time when it was indexed, in Unix seconds; 0 where the database does not say.
    pub last_modified: i64,
    /// Fields of the node's JSON that we do not know.
    pub extra: Json,
}

/// A place that names a symbol without calling it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reference {
    /// The node's id.
    pub id: NodeId,
    /// The name that is referred to.
    pub target: String,
    /// The file that it stands in, as the database writes it.
    pub path: String,
    /// The name's span.
    pub span: Span,
    /// Fields of the node's JSON that we do not know.
    pub extra: Json,
}

/// How sure an edge from a use to a definition is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Certainty {
    /// Found in an enclosing scope of the same file.
    Scope,
    /// Found through an import.
    Import,
    /// Found through the type that the name is qualified with, or `self`.
    Type,
    /// The only symbol of that name in the whole index.
    UniqueName,
    /// A compiler says so.
    Compiler,
}

impl Certainty {
    /// The text in a node's JSON (`resolution`).
    pub fn as_str(self) -> &'static str {
        match self {
            Certainty::Scope => "scope",
            Certainty::Import => "import",
            Certainty::Type => "type",
            Certainty::UniqueName => "unique_name",
            Certainty::Compiler => "compiler",
        }
    }

    /// Reads the text in a node's JSON; `None` for anything else.
    pub fn from_text(text: &str) -> Option<Certainty> {
        match text {
            "scope" => Some(Certainty::Scope),
            "import" => Some(Certainty::Import),
            "type" => Some(Certainty::Type),
            "unique_name" => Some(Certainty::UniqueName),
            "compiler" => Some(Certainty::Compiler),
            _ => None,
        }
    }
}

/// A call site. The caller is at the other end of its `CALLER` edge, the callee at that of its
/// `CALLS` edge; one that could not be resolved has no `CALLS` edge.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Call {
    /// The node's id.
    pub id: NodeId,
    /// The file that it stands in, as the database writes it.
    pub path: String,
    /// Name of the symbol that calls.
    pub caller: String,
    /// Name that is called.
    pub callee: String,
    /// Stable id of the caller; empty where the database says none.
    pub caller_symbol_id: String,
    /// Stable id of the callee; empty where the database says none.
    pub callee_symbol_id: String,
    /// The call site's span: in an index of our own the called name, in Magellan's the whole call.
    pub span: Span,
    /// How the callee was found; `None` where it was not, or where the database does not say.
    pub certainty: Option<Certainty>,
    /// Stable ids of what it may call, where that is ambiguous.
    pub candidates: Vec<String>,
    /// Fields of the node's JSON that we do not know.
    pub extra: Json,
}

/// An import of a file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Import {
    /// The node's id.
    pub id: NodeId,
    /// The file that it stands in, as the database writes it.
    pub path: String,
    /// Magellan's name of its form (`plain_use`, `use_crate`, `from_import`, …).
    pub import_kind: String,
    /// The parts of the path that is imported from.
    pub import_path: Vec<String>,
    /// The names that it brings in, as they are called at their source.
    pub imported_names: Vec<String>,
    /// Whether it brings in everything (`*`).
    pub is_glob: bool,
    /// The whole import's span.
    pub span: Span,
    /// Fields of the node's JSON that we do not know.
    pub extra: Json,
}

/// A node of any kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs)]
pub enum NodeData {
    File(File),
    Symbol(Symbol),
    Reference(Reference),
    Call(Call),
    Import(Import),
    /// A kind that we do not model: its kind, name, path and JSON as they stand.
    Other {
        kind: String,
        name: String,
        path: Option<String>,
        data: String,
    },
}

/// A node with its id.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Node {
    /// The node's id.
    pub id: NodeId,
    /// What it is.
    pub data: NodeData,
}

impl Node {
    /// Which sort of node it is.
    pub fn kind(&self) -> NodeKind {
        match &self.data {
            NodeData::File(_) => NodeKind::File,
            NodeData::Symbol(_) => NodeKind::Symbol,
            NodeData::Reference(_) => NodeKind::Reference,
            NodeData::Call(_) => NodeKind::Call,
            NodeData::Import(_) => NodeKind::Import,
            NodeData::Other { kind, .. } => NodeKind::Other(kind.clone()),
        }
    }

    /// The file that it stands in, as the database writes it.
    pub fn path(&self) -> Option<&str> {
        match &self.data {
            NodeData::File(file) => Some(&file.path),
            NodeData::Symbol(symbol) => Some(&symbol.path),
            NodeData::Reference(reference) => Some(&reference.path),
            NodeData::Call(call) => Some(&call.path),
            NodeData::Import(import) => Some(&import.path),
            NodeData::Other { path, .. } => path.as_deref(),
        }
    }

    /// Its span, where its kind has one.
    pub fn span(&self) -> Option<Span> {
        match &self.data {
            NodeData::Symbol(symbol) => Some(symbol.span),
            NodeData::Reference(reference) => Some(reference.span),
            NodeData::Call(call) => Some(call.span),
            NodeData::Import(import) => Some(import.span),
            NodeData::File(_) | NodeData::Other { .. } => None,
        }
    }
}
