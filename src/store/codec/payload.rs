//! The payload of each other sort of record.

use serde::{Deserialize, Serialize};

use super::hex::Hex;
use super::node::encode_node;
use super::{Encoder, Undecodable, VERSION};
use crate::model::{
    AstNode, Cfg, CfgBlock, CfgEdge, Chunk, Diagnostic, Edge, EdgeId, EdgeKind, Execution, FileMetrics,
    FileState, NodeId, Outcome, Record, RecordKind, SymbolMetrics,
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
            name: self.name.to_owned(),
            kind: self.kind.to_owned(),
            path: path.to_owned(),
            ..self.numbers(symbol)
        }
    }

    /// The measures without a text.
    pub(in crate::store) fn numbers(&self, symbol: NodeId) -> SymbolMetrics {
        SymbolMetrics {
            symbol,
            name: String::new(),
            kind: String::new(),
            path: String::new(),
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
    begin_facts(to, file);
    to.raw(facts);
}

/// Begins the facts of a file.
pub(super) fn begin_facts(to: &mut Encoder, file: NodeId) {
    to.begin(RecordKind::Facts, &[&file.0.to_be_bytes()]);
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
