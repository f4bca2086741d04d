//! The payload of a node.

use serde::{Deserialize, Serialize};

use super::hex::Hex;
use super::payload::decode;
use super::{Encoder, Undecodable};
use crate::model::{
    Call, Certainty, File, Import, Json, Node, NodeData, NodeId, RecordKind, Reference, Span, Symbol,
    SymbolKind,
};

/// What a node holds beside its id and path.
#[derive(Serialize, Deserialize)]
enum NodePayload<'a> {
    File {
        #[serde(borrow)]
        hash: Hex<'a>,
        last_indexed_at: i64,
        last_modified: i64,
        extra: &'a str,
    },
    Symbol {
        name: &'a str,
        kind: &'a str,
        qualified: &'a str,
        canonical: &'a str,
        display: &'a str,
        stable_id: Hex<'a>,
        span: Span,
        extra: &'a str,
    },
    Reference {
        target: &'a str,
        span: Span,
        extra: &'a str,
    },
    Call {
        caller: &'a str,
        callee: &'a str,
        caller_symbol_id: Hex<'a>,
        callee_symbol_id: Hex<'a>,
        span: Span,
        certainty: Option<Certainty>,
        candidates: Vec<Hex<'a>>,
        extra: &'a str,
    },
    Import {
        kind: &'a str,
        path: Vec<&'a str>,
        names: Vec<&'a str>,
        is_glob: bool,
        span: Span,
        extra: &'a str,
    },
    Other {
        kind: &'a str,
        name: &'a str,
        data: &'a str,
        has_path: bool,
    },
}

/// A node's JSON fields that we do not know, as text; empty where there are none.
fn extra_text(extra: &Json) -> String {
    // Values that came from JSON can be written as JSON.
    if extra.is_empty() { String::new() } else { serde_json::to_string(extra).unwrap_or_default() }
}

fn extra_fields(text: &str) -> Result<Json, Undecodable> {
    if text.is_empty() {
        Ok(Json::new())
    } else {
        serde_json::from_str(text).map_err(|_| Undecodable::Damaged)
    }
}

/// A node that is written: borrowed, since nodes are many.
#[derive(Clone, Copy)]
#[allow(missing_docs)]
pub(in crate::store) enum NodeRef<'a> {
    File(&'a File),
    Symbol(&'a Symbol),
    Reference(&'a Reference),
    Call(&'a Call),
    Import(&'a Import),
    Other { id: NodeId, kind: &'a str, name: &'a str, path: Option<&'a str>, data: &'a str },
}

impl<'a> From<&'a Node> for NodeRef<'a> {
    fn from(node: &'a Node) -> NodeRef<'a> {
        match &node.data {
            NodeData::File(file) => NodeRef::File(file),
            NodeData::Symbol(symbol) => NodeRef::Symbol(symbol),
            NodeData::Reference(reference) => NodeRef::Reference(reference),
            NodeData::Call(call) => NodeRef::Call(call),
            NodeData::Import(import) => NodeRef::Import(import),
            NodeData::Other { kind, name, path, data } => {
                NodeRef::Other { id: node.id, kind, name, path: path.as_deref(), data }
            }
        }
    }
}

impl NodeRef<'_> {
    pub(in crate::store) fn kind(self) -> RecordKind {
        match self {
            NodeRef::File(_) => RecordKind::File,
            NodeRef::Symbol(_) => RecordKind::Symbol,
            NodeRef::Reference(_) => RecordKind::Reference,
            NodeRef::Call(_) => RecordKind::Call,
            NodeRef::Import(_) => RecordKind::Import,
            NodeRef::Other { .. } => RecordKind::OtherNode,
        }
    }

    pub(in crate::store) fn id(self) -> NodeId {
        match self {
            NodeRef::File(file) => file.id,
            NodeRef::Symbol(symbol) => symbol.id,
            NodeRef::Reference(reference) => reference.id,
            NodeRef::Call(call) => call.id,
            NodeRef::Import(import) => import.id,
            NodeRef::Other { id, .. } => id,
        }
    }

    fn path(&self) -> &str {
        match self {
            NodeRef::File(file) => &file.path,
            NodeRef::Symbol(symbol) => &symbol.path,
            NodeRef::Reference(reference) => &reference.path,
            NodeRef::Call(call) => &call.path,
            NodeRef::Import(import) => &import.path,
            NodeRef::Other { path, .. } => path.unwrap_or_default(),
        }
    }
}

/// Encodes a node: found by its id and path.
pub(in crate::store) fn encode_node(to: &mut Encoder, node: NodeRef<'_>) {
    to.begin(node.kind(), &[&node.id().0.to_be_bytes(), node.path().as_bytes()]);
    let extra;
    let payload = match node {
        NodeRef::File(file) => {
            extra = extra_text(&file.extra);
            NodePayload::File {
                hash: Hex::of(&file.hash),
                last_indexed_at: file.last_indexed_at,
                last_modified: file.last_modified,
                extra: &extra,
            }
        }
        NodeRef::Symbol(symbol) => {
            extra = extra_text(&symbol.extra);
            NodePayload::Symbol {
                name: &symbol.name,
                kind: symbol.kind.label(),
                qualified: &symbol.qualified,
                canonical: &symbol.canonical,
                display: &symbol.display,
                stable_id: Hex::of(&symbol.stable_id),
                span: symbol.span,
                extra: &extra,
            }
        }
        NodeRef::Reference(reference) => {
            extra = extra_text(&reference.extra);
            NodePayload::Reference { target: &reference.target, span: reference.span, extra: &extra }
        }
        NodeRef::Call(call) => {
            extra = extra_text(&call.extra);
            NodePayload::Call {
                caller: &call.caller,
                callee: &call.callee,
                caller_symbol_id: Hex::of(&call.caller_symbol_id),
                callee_symbol_id: Hex::of(&call.callee_symbol_id),
                span: call.span,
                certainty: call.certainty,
                candidates: call.candidates.iter().map(|candidate| Hex::of(candidate)).collect(),
                extra: &extra,
            }
        }
        NodeRef::Import(import) => {
            extra = extra_text(&import.extra);
            NodePayload::Import {
                kind: &import.import_kind,
                path: import.import_path.iter().map(String::as_str).collect(),
                names: import.imported_names.iter().map(String::as_str).collect(),
                is_glob: import.is_glob,
                span: import.span,
                extra: &extra,
            }
        }
        NodeRef::Other { kind, name, path, data, .. } => {
            NodePayload::Other { kind, name, data, has_path: path.is_some() }
        }
    };
    to.fields(&payload);
}

/// Reads a node that [`encode_node`] wrote.
pub(in crate::store) fn decode_node(id: NodeId, path: &str, payload: &[u8]) -> Result<Node, Undecodable> {
    let path = path.to_owned();
    let data = match decode(payload)? {
        NodePayload::File { hash, last_indexed_at, last_modified, extra } => NodeData::File(File {
            id,
            path,
            hash: hash.text(),
            last_indexed_at,
            last_modified,
            extra: extra_fields(extra)?,
        }),
        NodePayload::Symbol { name, kind, qualified, canonical, display, stable_id, span, extra } => {
            NodeData::Symbol(Symbol {
                id,
                name: name.to_owned(),
                kind: SymbolKind::from_label(kind),
                path,
                qualified: qualified.to_owned(),
                canonical: canonical.to_owned(),
                display: display.to_owned(),
                stable_id: stable_id.text(),
                span,
                extra: extra_fields(extra)?,
            })
        }
        NodePayload::Reference { target, span, extra } => NodeData::Reference(Reference {
            id,
            target: target.to_owned(),
            path,
            span,
            extra: extra_fields(extra)?,
        }),
        NodePayload::Call {
            caller,
            callee,
            caller_symbol_id,
            callee_symbol_id,
            span,
            certainty,
            candidates,
            extra,
        } => NodeData::Call(Call {
            id,
            path,
            caller: caller.to_owned(),
            callee: callee.to_owned(),
            caller_symbol_id: caller_symbol_id.text(),
            callee_symbol_id: callee_symbol_id.text(),
            span,
            certainty,
            candidates: candidates.iter().map(Hex::text).collect(),
            extra: extra_fields(extra)?,
        }),
        NodePayload::Import { kind, path: from, names, is_glob, span, extra } => NodeData::Import(Import {
            id,
            path,
            import_kind: kind.to_owned(),
            import_path: from.into_iter().map(str::to_owned).collect(),
            imported_names: names.into_iter().map(str::to_owned).collect(),
            is_glob,
            span,
            extra: extra_fields(extra)?,
        }),
        NodePayload::Other { kind, name, data, has_path } => NodeData::Other {
            kind: kind.to_owned(),
            name: name.to_owned(),
            path: has_path.then_some(path),
            data: data.to_owned(),
        },
    };
    Ok(Node { id, data })
}

/// The names by which a symbol is looked up.
pub(in crate::store) struct SymbolNames<'a> {
    pub(in crate::store) name: &'a str,
    pub(in crate::store) qualified: &'a str,
    /// Empty where there is none.
    pub(in crate::store) stable_id: Hex<'a>,
}

/// The names of the symbol that a node is; `None` for other nodes.
pub(in crate::store) fn symbol_names(payload: &[u8]) -> Result<Option<SymbolNames<'_>>, Undecodable> {
    if node_kind(payload) != Some(RecordKind::Symbol) {
        return Ok(None);
    }
    match decode(payload)? {
        NodePayload::Symbol { name, qualified, stable_id, .. } => {
            Ok(Some(SymbolNames { name, qualified, stable_id }))
        }
        _ => Err(Undecodable::Damaged),
    }
}

/// By what a node is looked up beside its id and path.
pub(in crate::store) enum Sought<'a> {
    /// A file: by nothing else.
    File,
    Symbol(SymbolNames<'a>),
    /// A reference: by where it stands.
    Reference(Span),
    /// A node of a kind that we do not model.
    Kind(&'a str),
    Nothing,
}

/// By what the node is looked up that [`encode_node`] wrote.
pub(in crate::store) fn sought(payload: &[u8]) -> Result<Sought<'_>, Undecodable> {
    Ok(match node_kind(payload) {
        Some(RecordKind::File) => Sought::File,
        Some(RecordKind::Symbol) => symbol_names(payload)?.map_or(Sought::Nothing, Sought::Symbol),
        Some(RecordKind::Reference | RecordKind::OtherNode) => match decode(payload)? {
            NodePayload::Reference { span, .. } => Sought::Reference(span),
            NodePayload::Other { kind, .. } => Sought::Kind(kind),
            _ => return Err(Undecodable::Damaged),
        },
        Some(_) => Sought::Nothing,
        None => return Err(Undecodable::Damaged),
    })
}

/// Which sort of node a payload is of. Postcard begins an enum with its place, so that what is not asked
/// for need not be read.
pub(in crate::store) fn node_kind(payload: &[u8]) -> Option<RecordKind> {
    const NODES: [RecordKind; 6] = [
        RecordKind::File,
        RecordKind::Symbol,
        RecordKind::Reference,
        RecordKind::Call,
        RecordKind::Import,
        RecordKind::OtherNode,
    ];
    NODES.get(usize::from(*payload.get(1)?)).copied()
}
