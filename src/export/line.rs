//! The form of every line, field by field; `docs/export.md` says the same for people.

use serde::Serialize;
use serde_json::Value;

use crate::model::{CfgEdge, EdgeId, Json, NodeId};

/// What a line holds: the model's fields by their names. What a database does not say is left out.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Line<'a> {
    File {
        id: NodeId,
        path: &'a str,
        #[serde(skip_serializing_if = "is_empty")]
        hash: &'a str,
        #[serde(skip_serializing_if = "is_zero")]
        last_indexed_at: i64,
        #[serde(skip_serializing_if = "is_zero")]
        last_modified: i64,
        #[serde(skip_serializing_if = "has_no_fields")]
        extra: &'a Json,
    },
    Symbol {
        id: NodeId,
        name: &'a str,
        kind: &'a str,
        path: &'a str,
        #[serde(skip_serializing_if = "is_empty")]
        qualified: &'a str,
        #[serde(skip_serializing_if = "is_empty")]
        canonical: &'a str,
        #[serde(skip_serializing_if = "is_empty")]
        display: &'a str,
        #[serde(skip_serializing_if = "is_empty")]
        stable_id: &'a str,
        #[serde(flatten)]
        span: Place,
        #[serde(skip_serializing_if = "has_no_fields")]
        extra: &'a Json,
    },
    Reference {
        id: NodeId,
        target: &'a str,
        path: &'a str,
        #[serde(flatten)]
        span: Place,
        #[serde(skip_serializing_if = "has_no_fields")]
        extra: &'a Json,
    },
    Call {
        id: NodeId,
        path: &'a str,
        caller: &'a str,
        callee: &'a str,
        #[serde(skip_serializing_if = "is_empty")]
        caller_symbol_id: &'a str,
        #[serde(skip_serializing_if = "is_empty")]
        callee_symbol_id: &'a str,
        #[serde(flatten)]
        span: Place,
        #[serde(skip_serializing_if = "Option::is_none")]
        resolution: Option<&'a str>,
        #[serde(skip_serializing_if = "<[String]>::is_empty")]
        candidates: &'a [String],
        #[serde(skip_serializing_if = "has_no_fields")]
        extra: &'a Json,
    },
    Import {
        id: NodeId,
        path: &'a str,
        import_kind: &'a str,
        import_path: &'a [String],
        imported_names: &'a [String],
        is_glob: bool,
        #[serde(flatten)]
        span: Place,
        #[serde(skip_serializing_if = "has_no_fields")]
        extra: &'a Json,
    },
    Node {
        id: NodeId,
        kind: &'a str,
        name: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        path: Option<&'a str>,
        #[serde(flatten)]
        data: Data<'a>,
    },
    Edge {
        id: EdgeId,
        from: NodeId,
        to: NodeId,
        kind: &'a str,
        #[serde(flatten)]
        data: Data<'a>,
    },
    Chunk {
        path: &'a str,
        byte_start: u64,
        byte_end: u64,
        content: &'a str,
        content_hash: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        symbol_name: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        symbol_kind: Option<&'a str>,
        created_at: i64,
    },
    FileMetrics {
        path: &'a str,
        symbol_count: i64,
        loc: i64,
        estimated_loc: f64,
        fan_in: i64,
        fan_out: i64,
        complexity_score: f64,
        last_updated: i64,
    },
    SymbolMetrics {
        symbol: NodeId,
        name: &'a str,
        kind: &'a str,
        path: &'a str,
        loc: i64,
        estimated_loc: f64,
        fan_in: i64,
        fan_out: i64,
        cyclomatic_complexity: i64,
        last_updated: i64,
    },
    Ast {
        file: NodeId,
        nodes: Vec<AstLine<'a>>,
    },
    Cfg {
        function: NodeId,
        blocks: Vec<BlockLine<'a>>,
        edges: &'a [CfgEdge],
    },
    FileState {
        file: NodeId,
        path: &'a str,
        size: u64,
        modified_ns: i64,
        hash: &'a str,
        digest: String,
    },
    Facts {
        file: NodeId,
        bytes: usize,
        blake3: String,
    },
    Execution {
        execution_id: &'a str,
        tool_version: &'a str,
        #[serde(flatten)]
        args: Args<'a>,
        #[serde(skip_serializing_if = "Option::is_none")]
        root: Option<&'a str>,
        db_path: &'a str,
        started_at: i64,
        #[serde(skip_serializing_if = "Option::is_none")]
        finished_at: Option<i64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        duration_ms: Option<i64>,
        outcome: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        error_message: Option<&'a str>,
        files_indexed: i64,
        symbols_indexed: i64,
        references_indexed: i64,
    },
    Diagnostic {
        execution_id: &'a str,
        seq: u64,
        path: &'a str,
        line: u32,
        severity: &'a str,
        message: &'a str,
    },
}

/// A span without a level of its own.
#[derive(Serialize)]
pub(super) struct Place {
    pub(super) byte_start: u64,
    pub(super) byte_end: u64,
    pub(super) start_line: u32,
    pub(super) start_col: u32,
    pub(super) end_line: u32,
    pub(super) end_col: u32,
}

/// A database's own JSON: nothing, what it says, or the text as it stands where that is no JSON.
#[derive(Serialize)]
pub(super) struct Data<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) data: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) data_text: Option<&'a str>,
}

/// The arguments of a run, likewise.
#[derive(Serialize)]
pub(super) struct Args<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) args: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) args_text: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct AstLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) parent: Option<u32>,
    pub(super) kind: &'a str,
    pub(super) byte_start: u64,
    pub(super) byte_end: u64,
}

#[derive(Serialize)]
pub(super) struct BlockLine<'a> {
    pub(super) kind: &'a str,
    pub(super) terminator: &'a str,
    #[serde(flatten)]
    pub(super) span: Place,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) hash: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) statements: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) condition: Option<&'a str>,
}

fn is_empty(text: &&str) -> bool {
    text.is_empty()
}

fn is_zero(number: &i64) -> bool {
    *number == 0
}

fn has_no_fields(extra: &&Json) -> bool {
    extra.is_empty()
}
