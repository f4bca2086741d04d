//! Records as rows: what stands in the columns of a table.

use std::borrow::Cow;

use crate::model::{
    Call, Chunk, Execution, FileMetrics, FileState, Import, Json, Node, NodeData, Record, Reference, Span,
    Symbol, SymbolMetrics,
};

/// A cell. What a database does not say is empty.
pub(super) type Cell<'a> = Cow<'a, str>;

/// The row of a record that is one.
pub(super) fn row(record: &Record) -> Vec<Cell<'_>> {
    match record {
        Record::Node(node) => of_node(node),
        Record::Edge(edge) => {
            let ids = [edge.id.0, edge.from.0, edge.to.0].map(number);
            let texts = [edge.kind.as_str(), &*edge.data].map(Cell::from);
            ids.into_iter().chain(texts).collect()
        }
        Record::Chunk(chunk) => {
            let Chunk { row: _, path, byte_start, byte_end, content, content_hash, .. } = chunk;
            vec![
                path.into(),
                number(byte_start),
                number(byte_end),
                content.into(),
                content_hash.into(),
                optional(chunk.symbol_name.as_deref()),
                optional(chunk.symbol_kind.as_deref()),
                number(chunk.created_at),
            ]
        }
        Record::FileMetrics(metrics) => {
            let FileMetrics { path, symbol_count, loc, estimated_loc, fan_in, fan_out, .. } = metrics;
            vec![
                path.into(),
                number(symbol_count),
                number(loc),
                number(estimated_loc),
                number(fan_in),
                number(fan_out),
                number(metrics.complexity_score),
                number(metrics.last_updated),
            ]
        }
        Record::SymbolMetrics(metrics) => {
            let SymbolMetrics { symbol, name, kind, path, loc, estimated_loc, fan_in, fan_out, .. } = metrics;
            vec![
                number(symbol.0),
                name.into(),
                kind.into(),
                path.into(),
                number(loc),
                number(estimated_loc),
                number(fan_in),
                number(fan_out),
                number(metrics.cyclomatic_complexity),
                number(metrics.last_updated),
            ]
        }
        Record::FileState(state) => {
            let FileState { file, path, size, modified_ns, hash, digest } = state;
            let digest = format!("{:032x}", u128::from_be_bytes(*digest));
            vec![number(file.0), path.into(), number(size), number(modified_ns), hash.into(), digest.into()]
        }
        Record::Facts { file, bytes } => {
            vec![number(file.0), number(bytes.len()), blake3::hash(bytes).to_hex().to_string().into()]
        }
        Record::Execution(run) => of_run(run),
        Record::Diagnostic { execution_id, seq, diagnostic } => vec![
            execution_id.into(),
            number(seq),
            (&diagnostic.path).into(),
            number(diagnostic.line),
            diagnostic.severity.as_str().into(),
            (&diagnostic.message).into(),
        ],
        // They are more than one row.
        Record::Ast { .. } | Record::Cfg(_) => Vec::new(),
    }
}

fn of_run(run: &Execution) -> Vec<Cell<'_>> {
    vec![
        (&run.execution_id).into(),
        (&run.tool_version).into(),
        (&run.args).into(),
        optional(run.root.as_deref()),
        (&run.db_path).into(),
        number(run.started_at),
        run.finished_at.map_or(NOTHING, number),
        run.duration_ms.map_or(NOTHING, number),
        run.outcome.as_str().into(),
        optional(run.error_message.as_deref()),
        number(run.files_indexed),
        number(run.symbols_indexed),
        number(run.references_indexed),
    ]
}

fn of_node(node: &Node) -> Vec<Cell<'_>> {
    let mut row = vec![number(node.id.0)];
    match &node.data {
        NodeData::File(file) => row.extend([
            (&file.path).into(),
            (&file.hash).into(),
            number(file.last_indexed_at),
            number(file.last_modified),
            object(&file.extra),
        ]),
        NodeData::Symbol(symbol) => {
            let Symbol { name, kind, path, qualified, canonical, display, stable_id, .. } = symbol;
            row.extend([name, kind.label(), path, qualified, canonical, display, stable_id].map(Cell::from));
            row.extend(span(symbol.span));
            row.push(object(&symbol.extra));
        }
        NodeData::Reference(reference) => {
            let Reference { target, path, .. } = reference;
            row.extend([target.into(), path.into()]);
            row.extend(span(reference.span));
            row.push(object(&reference.extra));
        }
        NodeData::Call(call) => {
            let Call { path, caller, callee, caller_symbol_id, callee_symbol_id, .. } = call;
            row.extend([path, caller, callee, caller_symbol_id, callee_symbol_id].map(Cell::from));
            row.extend(span(call.span));
            row.push(optional(call.certainty.map(|certainty| certainty.as_str())));
            row.push(list(&call.candidates));
            row.push(object(&call.extra));
        }
        NodeData::Import(import) => {
            let Import { path, import_kind, import_path, imported_names, is_glob, .. } = import;
            row.extend([path.into(), import_kind.into(), list(import_path), list(imported_names)]);
            row.push(number(is_glob));
            row.extend(span(import.span));
            row.push(object(&import.extra));
        }
        NodeData::Other { kind, name, path, data } => {
            row.extend([kind.into(), name.into(), optional(path.as_deref()), data.into()]);
        }
    }
    row
}

pub(super) const NOTHING: Cell<'static> = Cow::Borrowed("");

pub(super) fn number<'a>(number: impl ToString) -> Cell<'a> {
    number.to_string().into()
}

pub(super) fn optional(text: Option<&str>) -> Cell<'_> {
    text.map_or(NOTHING, Cell::from)
}

pub(super) fn span<'a>(span: Span) -> [Cell<'a>; 6] {
    let Span { byte_start, byte_end, start, end } = span;
    let [from, to] = [byte_start, byte_end].map(number);
    let [a, b, c, d] = [start.line, start.column, end.line, end.column].map(number);
    [from, to, a, b, c, d]
}

/// A list as JSON.
fn list(texts: &[String]) -> Cell<'_> {
    serde_json::Value::from(texts.to_vec()).to_string().into()
}

/// An object as JSON; nothing of one without fields.
fn object(fields: &Json) -> Cell<'_> {
    if fields.is_empty() { NOTHING } else { serde_json::Value::from(fields.clone()).to_string().into() }
}
