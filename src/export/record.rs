//! One fact, one line of JSON.

use std::io::{self, Write};

use serde::Serialize as _;
use serde_json::Value;

use super::escape::Harmless;
use super::line::{Args, AstLine, BlockLine, Data, Line, Place};
use crate::model::{AstNode, CfgBlock, Node, NodeData, Record, Span};

/// Writes a record, and ends the line.
pub(super) fn write(out: &mut dyn Write, record: &Record) -> io::Result<()> {
    Line::of(record).serialize(&mut serde_json::Serializer::with_formatter(&mut *out, Harmless))?;
    out.write_all(b"\n")
}

/// A record as it stands in its line.
pub fn json(record: &Record) -> String {
    let mut text = Vec::new();
    // Writing to memory cannot fail.
    let _ = write(&mut text, record);
    text.pop();
    String::from_utf8(text).unwrap_or_default()
}

/// The same over many lines, for people.
pub fn pretty(record: &Record) -> String {
    let line = json(record);
    let value = serde_json::from_str::<Value>(&line).and_then(|value| serde_json::to_string_pretty(&value));
    value.unwrap_or(line)
}

impl<'a> Line<'a> {
    fn of(record: &'a Record) -> Line<'a> {
        match record {
            Record::Node(node) => Line::of_node(node),
            Record::Edge(edge) => Line::Edge {
                id: edge.id,
                from: edge.from,
                to: edge.to,
                kind: edge.kind.as_str(),
                data: Data::of(&edge.data),
            },
            Record::Chunk(chunk) => Line::Chunk {
                path: &chunk.path,
                byte_start: chunk.byte_start,
                byte_end: chunk.byte_end,
                content: &chunk.content,
                content_hash: &chunk.content_hash,
                symbol_name: chunk.symbol_name.as_deref(),
                symbol_kind: chunk.symbol_kind.as_deref(),
                created_at: chunk.created_at,
            },
            Record::FileMetrics(metrics) => Line::FileMetrics {
                path: &metrics.path,
                symbol_count: metrics.symbol_count,
                loc: metrics.loc,
                estimated_loc: metrics.estimated_loc,
                fan_in: metrics.fan_in,
                fan_out: metrics.fan_out,
                complexity_score: metrics.complexity_score,
                last_updated: metrics.last_updated,
            },
            Record::SymbolMetrics(metrics) => Line::SymbolMetrics {
                symbol: metrics.symbol,
                name: &metrics.name,
                kind: &metrics.kind,
                path: &metrics.path,
                loc: metrics.loc,
                estimated_loc: metrics.estimated_loc,
                fan_in: metrics.fan_in,
                fan_out: metrics.fan_out,
                cyclomatic_complexity: metrics.cyclomatic_complexity,
                last_updated: metrics.last_updated,
            },
            Record::Ast { file, nodes } => {
                Line::Ast { file: *file, nodes: nodes.iter().map(AstLine::of).collect() }
            }
            Record::Cfg(cfg) => Line::Cfg {
                function: cfg.function,
                blocks: cfg.blocks.iter().map(BlockLine::of).collect(),
                edges: &cfg.edges,
            },
            Record::FileState(state) => Line::FileState {
                file: state.file,
                path: &state.path,
                size: state.size,
                modified_ns: state.modified_ns,
                hash: &state.hash,
                digest: format!("{:032x}", u128::from_be_bytes(state.digest)),
            },
            Record::Facts { file, bytes } => Line::Facts {
                file: *file,
                bytes: bytes.len(),
                blake3: blake3::hash(bytes).to_hex().to_string(),
            },
            Record::Execution(run) => Line::Execution {
                execution_id: &run.execution_id,
                tool_version: &run.tool_version,
                args: Args::of(&run.args),
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
            },
            Record::Diagnostic { execution_id, seq, diagnostic } => Line::Diagnostic {
                execution_id,
                seq: *seq,
                path: &diagnostic.path,
                line: diagnostic.line,
                severity: diagnostic.severity.as_str(),
                message: &diagnostic.message,
            },
        }
    }

    fn of_node(node: &'a Node) -> Line<'a> {
        let id = node.id;
        match &node.data {
            NodeData::File(file) => Line::File {
                id,
                path: &file.path,
                hash: &file.hash,
                last_indexed_at: file.last_indexed_at,
                last_modified: file.last_modified,
                extra: &file.extra,
            },
            NodeData::Symbol(symbol) => Line::Symbol {
                id,
                name: &symbol.name,
                kind: symbol.kind.label(),
                path: &symbol.path,
                qualified: &symbol.qualified,
                canonical: &symbol.canonical,
                display: &symbol.display,
                stable_id: &symbol.stable_id,
                span: symbol.span.into(),
                extra: &symbol.extra,
            },
            NodeData::Reference(reference) => Line::Reference {
                id,
                target: &reference.target,
                path: &reference.path,
                span: reference.span.into(),
                extra: &reference.extra,
            },
            NodeData::Call(call) => Line::Call {
                id,
                path: &call.path,
                caller: &call.caller,
                callee: &call.callee,
                caller_symbol_id: &call.caller_symbol_id,
                callee_symbol_id: &call.callee_symbol_id,
                span: call.span.into(),
                resolution: call.certainty.map(|certainty| certainty.as_str()),
                candidates: &call.candidates,
                extra: &call.extra,
            },
            NodeData::Import(import) => Line::Import {
                id,
                path: &import.path,
                import_kind: &import.import_kind,
                import_path: &import.import_path,
                imported_names: &import.imported_names,
                is_glob: import.is_glob,
                span: import.span.into(),
                extra: &import.extra,
            },
            NodeData::Other { kind, name, path, data } => {
                Line::Node { id, kind, name, path: path.as_deref(), data: Data::of(data) }
            }
        }
    }
}

impl From<Span> for Place {
    fn from(span: Span) -> Place {
        Place {
            byte_start: span.byte_start,
            byte_end: span.byte_end,
            start_line: span.start.line,
            start_col: span.start.column,
            end_line: span.end.line,
            end_col: span.end.column,
        }
    }
}

impl<'a> Data<'a> {
    fn of(text: &'a str) -> Data<'a> {
        let (data, data_text) = parsed(text);
        Data { data, data_text }
    }
}

impl<'a> Args<'a> {
    fn of(text: &'a str) -> Args<'a> {
        let (args, args_text) = parsed(text);
        Args { args, args_text }
    }
}

/// What a text says as JSON, or the text where it is none; neither of an empty one.
fn parsed(text: &str) -> (Option<Value>, Option<&str>) {
    match serde_json::from_str(text) {
        Ok(value) => (Some(value), None),
        Err(_) => (None, Some(text).filter(|text| !text.is_empty())),
    }
}

impl<'a> AstLine<'a> {
    fn of(node: &'a AstNode) -> AstLine<'a> {
        let AstNode { parent, kind, byte_start, byte_end } = node;
        AstLine { parent: *parent, kind, byte_start: *byte_start, byte_end: *byte_end }
    }
}

impl<'a> BlockLine<'a> {
    fn of(block: &'a CfgBlock) -> BlockLine<'a> {
        BlockLine {
            kind: &block.kind,
            terminator: &block.terminator,
            span: block.span.into(),
            hash: block.hash.as_deref(),
            statements: block.statements.as_deref(),
            condition: block.condition.as_deref(),
        }
    }
}
