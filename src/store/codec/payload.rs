//! The payload of each sort of record.

use serde::{Deserialize, Serialize};

use super::hex::Hex;
use super::{Encoder, Undecodable, VERSION};
use crate::model::{
    AstNode, Call, Certainty, Cfg, CfgBlock, CfgEdge, Chunk, Diagnostic, Edge, EdgeId, EdgeKind, Execution,
    File, FileMetrics, FileState, Import, Json, Node, NodeData, NodeId, Outcome, Record, RecordKind,
    Reference, Span, Symbol, SymbolKind, SymbolMetrics,
};

/// Reads a payload that [`Encoder::fields`] wrote.
pub(in crate::store) fn decode<'a, T: Deserialize<'a>>(payload: &'a [u8]) -> Result<T, Undecodable> {
    match payload.split_first() {
        Some((&VERSION, fields)) => match postcard::take_from_bytes(fields) {
            Ok((record, [])) => Ok(record),
            _ => Err(Undecodable::Damaged),
        },
        Some((&version, _)) if version > VERSION => Err(Undecodable::Version(version)),
        _ => Err(Undecodable::Damaged),
    }
}

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
    pub(in crate::store) stable_id: String,
}

/// The names of the symbol that a node is; `None` for other nodes.
pub(in crate::store) fn symbol_names(payload: &[u8]) -> Result<Option<SymbolNames<'_>>, Undecodable> {
    if node_kind(payload) != Some(RecordKind::Symbol) {
        return Ok(None);
    }
    match decode(payload)? {
        NodePayload::Symbol { name, qualified, stable_id, .. } => {
            Ok(Some(SymbolNames { name, qualified, stable_id: stable_id.text() }))
        }
        _ => Err(Undecodable::Damaged),
    }
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

/// What an edge holds beside its id, where it begins and its kind.
#[derive(Serialize, Deserialize)]
pub(in crate::store) struct EdgePayload<'a> {
    to: i64,
    data: &'a str,
}

impl EdgePayload<'_> {
    pub(in crate::store) fn encode(to: &mut Encoder, edge: &Edge) {
        let kind = edge.kind.as_str().as_bytes();
        to.begin(RecordKind::Edge, &[&edge.id.0.to_be_bytes(), &edge.from.0.to_be_bytes(), kind]);
        to.fields(&EdgePayload { to: edge.to.0, data: &edge.data });
    }

    /// Where the edge ends.
    pub(in crate::store) fn to(&self) -> i64 {
        self.to
    }

    pub(in crate::store) fn edge(&self, id: EdgeId, from: NodeId, kind: EdgeKind) -> Edge {
        Edge { id, from, to: NodeId(self.to), kind, data: self.data.to_owned() }
    }
}

/// What a chunk holds beside its file and span.
#[derive(Serialize, Deserialize)]
pub(in crate::store) struct ChunkPayload<'a> {
    content: &'a str,
    #[serde(borrow)]
    hash: Hex<'a>,
    symbol_name: Option<&'a str>,
    symbol_kind: Option<&'a str>,
    created_at: i64,
}

impl ChunkPayload<'_> {
    pub(in crate::store) fn encode(to: &mut Encoder, chunk: &Chunk) {
        let span = [chunk.byte_start.to_be_bytes(), chunk.byte_end.to_be_bytes()];
        to.begin(RecordKind::Chunk, &[chunk.path.as_bytes(), span.as_flattened()]);
        to.fields(&ChunkPayload {
            content: &chunk.content,
            hash: Hex::of(&chunk.content_hash),
            symbol_name: chunk.symbol_name.as_deref(),
            symbol_kind: chunk.symbol_kind.as_deref(),
            created_at: chunk.created_at,
        });
    }

    pub(in crate::store) fn chunk(&self, path: &str, byte_start: u64, byte_end: u64) -> Chunk {
        Chunk {
            row: 0,
            path: path.to_owned(),
            byte_start,
            byte_end,
            content: self.content.to_owned(),
            content_hash: self.hash.text(),
            symbol_name: self.symbol_name.map(str::to_owned),
            symbol_kind: self.symbol_kind.map(str::to_owned),
            created_at: self.created_at,
        }
    }
}

/// A file's measures, its path apart.
#[derive(Serialize, Deserialize)]
pub(in crate::store) struct FileMetricsPayload {
    symbol_count: i64,
    loc: i64,
    estimated_loc: f64,
    fan_in: i64,
    fan_out: i64,
    complexity_score: f64,
    last_updated: i64,
}

impl FileMetricsPayload {
    pub(in crate::store) fn encode(to: &mut Encoder, metrics: &FileMetrics) {
        to.begin(RecordKind::FileMetrics, &[metrics.path.as_bytes()]);
        to.fields(&FileMetricsPayload {
            symbol_count: metrics.symbol_count,
            loc: metrics.loc,
            estimated_loc: metrics.estimated_loc,
            fan_in: metrics.fan_in,
            fan_out: metrics.fan_out,
            complexity_score: metrics.complexity_score,
            last_updated: metrics.last_updated,
        });
    }

    pub(in crate::store) fn metrics(&self, path: &str) -> FileMetrics {
        FileMetrics {
            path: path.to_owned(),
            symbol_count: self.symbol_count,
            loc: self.loc,
            estimated_loc: self.estimated_loc,
            fan_in: self.fan_in,
            fan_out: self.fan_out,
            complexity_score: self.complexity_score,
            last_updated: self.last_updated,
        }
    }
}

/// A symbol's measures, its id and path apart.
#[derive(Serialize, Deserialize)]
pub(in crate::store) struct SymbolMetricsPayload<'a> {
    name: &'a str,
    kind: &'a str,
    loc: i64,
    estimated_loc: f64,
    fan_in: i64,
    fan_out: i64,
    cyclomatic_complexity: i64,
    last_updated: i64,
}

impl SymbolMetricsPayload<'_> {
    pub(in crate::store) fn encode(to: &mut Encoder, metrics: &SymbolMetrics) {
        let id = metrics.symbol.0.to_be_bytes();
        to.begin(RecordKind::SymbolMetrics, &[&id, metrics.path.as_bytes()]);
        to.fields(&SymbolMetricsPayload {
            name: &metrics.name,
            kind: &metrics.kind,
            loc: metrics.loc,
            estimated_loc: metrics.estimated_loc,
            fan_in: metrics.fan_in,
            fan_out: metrics.fan_out,
            cyclomatic_complexity: metrics.cyclomatic_complexity,
            last_updated: metrics.last_updated,
        });
    }

    pub(in crate::store) fn metrics(&self, symbol: NodeId, path: &str) -> SymbolMetrics {
        SymbolMetrics {
            symbol,
            name: self.name.to_owned(),
            kind: self.kind.to_owned(),
            path: path.to_owned(),
            loc: self.loc,
            estimated_loc: self.estimated_loc,
            fan_in: self.fan_in,
            fan_out: self.fan_out,
            cyclomatic_complexity: self.cyclomatic_complexity,
            last_updated: self.last_updated,
        }
    }
}

/// Encodes a file's syntax tree; its payload is a list of [`AstNode`].
pub(in crate::store) fn encode_ast(to: &mut Encoder, file: NodeId, nodes: &[AstNode]) {
    to.begin(RecordKind::Ast, &[&file.0.to_be_bytes()]);
    to.fields(&nodes);
}

/// A function's control flow.
#[derive(Serialize, Deserialize)]
pub(in crate::store) struct CfgPayload {
    blocks: Vec<CfgBlock>,
    edges: Vec<CfgEdge>,
}

impl CfgPayload {
    pub(in crate::store) fn encode(to: &mut Encoder, cfg: &Cfg) {
        to.begin(RecordKind::Cfg, &[&cfg.function.0.to_be_bytes()]);
        to.fields(&(&cfg.blocks, &cfg.edges));
    }

    pub(in crate::store) fn cfg(self, function: NodeId) -> Cfg {
        Cfg { function, blocks: self.blocks, edges: self.edges }
    }
}

/// How a file was found, its id and path apart.
#[derive(Serialize, Deserialize)]
pub(in crate::store) struct StatePayload<'a> {
    size: u64,
    modified_ns: i64,
    #[serde(borrow)]
    hash: Hex<'a>,
    digest: [u8; 16],
}

impl StatePayload<'_> {
    pub(in crate::store) fn encode(to: &mut Encoder, state: &FileState) {
        to.begin(RecordKind::FileState, &[&state.file.0.to_be_bytes(), state.path.as_bytes()]);
        to.fields(&StatePayload {
            size: state.size,
            modified_ns: state.modified_ns,
            hash: Hex::of(&state.hash),
            digest: state.digest,
        });
    }

    pub(in crate::store) fn state(&self, file: NodeId, path: &str) -> FileState {
        FileState {
            file,
            path: path.to_owned(),
            size: self.size,
            modified_ns: self.modified_ns,
            hash: self.hash.text(),
            digest: self.digest,
        }
    }
}

/// Encodes a file's facts: they are kept as they are.
pub(in crate::store) fn encode_facts(to: &mut Encoder, file: NodeId, facts: &[u8]) {
    to.begin(RecordKind::Facts, &[&file.0.to_be_bytes()]);
    to.raw(facts);
}

/// A run, its row apart.
#[derive(Serialize, Deserialize)]
pub(in crate::store) struct ExecutionPayload<'a> {
    execution_id: &'a str,
    tool_version: &'a str,
    args: &'a str,
    root: Option<&'a str>,
    db_path: &'a str,
    started_at: i64,
    finished_at: Option<i64>,
    duration_ms: Option<i64>,
    outcome: &'a str,
    error_message: Option<&'a str>,
    files_indexed: i64,
    symbols_indexed: i64,
    references_indexed: i64,
}

impl ExecutionPayload<'_> {
    pub(in crate::store) fn encode(to: &mut Encoder, run: &Execution) {
        to.begin(RecordKind::Execution, &[]);
        to.fields(&ExecutionPayload {
            execution_id: &run.execution_id,
            tool_version: &run.tool_version,
            args: &run.args,
            root: run.root.as_deref(),
            db_path: &run.db_path,
            started_at: run.started_at,
            finished_at: run.finished_at,
            duration_ms: run.duration_ms,
            outcome: run.outcome.as_str(),
            error_message: run.error_message.as_deref(),
            files_indexed: run.files_indexed,
            symbols_indexed: run.symbols_indexed,
            references_indexed: run.references_indexed,
        });
    }

    pub(in crate::store) fn execution(&self, row: i64) -> Execution {
        Execution {
            row,
            execution_id: self.execution_id.to_owned(),
            tool_version: self.tool_version.to_owned(),
            args: self.args.to_owned(),
            root: self.root.map(str::to_owned),
            db_path: self.db_path.to_owned(),
            started_at: self.started_at,
            finished_at: self.finished_at,
            duration_ms: self.duration_ms,
            outcome: Outcome::from_text(self.outcome),
            error_message: self.error_message.map(str::to_owned),
            files_indexed: self.files_indexed,
            symbols_indexed: self.symbols_indexed,
            references_indexed: self.references_indexed,
        }
    }
}

/// Encodes the `seq`-th complaint of a run; its payload is a [`Diagnostic`].
pub(in crate::store) fn encode_diagnostic(to: &mut Encoder, execution_id: &str, seq: u64, told: &Diagnostic) {
    to.begin(RecordKind::Diagnostic, &[execution_id.as_bytes(), &seq.to_be_bytes()]);
    to.fields(told);
}

/// Encodes any record.
pub(in crate::store) fn encode_record(to: &mut Encoder, record: &Record) {
    match record {
        Record::Node(node) => encode_node(to, node.into()),
        Record::Edge(edge) => EdgePayload::encode(to, edge),
        Record::Chunk(chunk) => ChunkPayload::encode(to, chunk),
        Record::FileMetrics(metrics) => FileMetricsPayload::encode(to, metrics),
        Record::SymbolMetrics(metrics) => SymbolMetricsPayload::encode(to, metrics),
        Record::Ast { file, nodes } => encode_ast(to, *file, nodes),
        Record::Cfg(cfg) => CfgPayload::encode(to, cfg),
        Record::FileState(state) => StatePayload::encode(to, state),
        Record::Facts { file, bytes } => encode_facts(to, *file, bytes),
        Record::Execution(run) => ExecutionPayload::encode(to, run),
        Record::Diagnostic { execution_id, seq, diagnostic } => {
            encode_diagnostic(to, execution_id, *seq, diagnostic);
        }
    }
}
