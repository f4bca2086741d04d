//! The same facts as JSON lines have, as tables; `docs/export.md` says what stands in each.

use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use super::ExportError;
use crate::model::{
    Call, CfgEdge, Chunk, Execution, FileMetrics, FileState, Import, Json, Node, NodeData, Record,
    RecordKind, Reference, Span, Symbol, SymbolMetrics,
};
use crate::store::Reader;

/// What a span's columns are called.
const SPAN: [&str; 6] = ["byte_start", "byte_end", "start_line", "start_col", "end_line", "end_col"];

/// A cell. What a database does not say is empty.
type Cell<'a> = Cow<'a, str>;

/// A table: its name, and those of its columns, where `SPAN` stands for six.
type Table = (&'static str, &'static [&'static str]);

/// The tables that a sort of record goes into.
fn tables(kind: RecordKind) -> &'static [Table] {
    match kind {
        RecordKind::File => &[("file", &["id", "path", "hash", "last_indexed_at", "last_modified", "extra"])],
        RecordKind::Symbol => &[(
            "symbol",
            &[
                "id",
                "name",
                "kind",
                "path",
                "qualified",
                "canonical",
                "display",
                "stable_id",
                "SPAN",
                "extra",
            ],
        )],
        RecordKind::Reference => &[("reference", &["id", "target", "path", "SPAN", "extra"])],
        RecordKind::Call => &[(
            "call",
            &[
                "id",
                "path",
                "caller",
                "callee",
                "caller_symbol_id",
                "callee_symbol_id",
                "SPAN",
                "resolution",
                "candidates",
                "extra",
            ],
        )],
        RecordKind::Import => &[(
            "import",
            &["id", "path", "import_kind", "import_path", "imported_names", "is_glob", "SPAN", "extra"],
        )],
        RecordKind::OtherNode => &[("node", &["id", "kind", "name", "path", "data"])],
        RecordKind::Edge => &[("edge", &["id", "from", "to", "kind", "data"])],
        RecordKind::Chunk => &[(
            "chunk",
            &[
                "path",
                "byte_start",
                "byte_end",
                "content",
                "content_hash",
                "symbol_name",
                "symbol_kind",
                "created_at",
            ],
        )],
        RecordKind::FileMetrics => &[(
            "file_metrics",
            &[
                "path",
                "symbol_count",
                "loc",
                "estimated_loc",
                "fan_in",
                "fan_out",
                "complexity_score",
                "last_updated",
            ],
        )],
        RecordKind::SymbolMetrics => &[(
            "symbol_metrics",
            &[
                "symbol",
                "name",
                "kind",
                "path",
                "loc",
                "estimated_loc",
                "fan_in",
                "fan_out",
                "cyclomatic_complexity",
                "last_updated",
            ],
        )],
        RecordKind::Ast => &[("ast", &["file", "node", "parent", "kind", "byte_start", "byte_end"])],
        RecordKind::Cfg => &[
            (
                "cfg_block",
                &["function", "block", "kind", "terminator", "SPAN", "hash", "statements", "condition"],
            ),
            ("cfg_edge", &["function", "source", "target", "kind"]),
        ],
        RecordKind::FileState => {
            &[("file_state", &["file", "path", "size", "modified_ns", "hash", "digest"])]
        }
        RecordKind::Facts => &[("facts", &["file", "bytes", "blake3"])],
        RecordKind::Execution => &[(
            "execution",
            &[
                "execution_id",
                "tool_version",
                "args",
                "root",
                "db_path",
                "started_at",
                "finished_at",
                "duration_ms",
                "outcome",
                "error_message",
                "files_indexed",
                "symbols_indexed",
                "references_indexed",
            ],
        )],
        RecordKind::Diagnostic => {
            &[("diagnostic", &["execution_id", "seq", "path", "line", "severity", "message"])]
        }
    }
}

/// A table that is being written.
type Out = csv::Writer<Box<dyn Write>>;

/// Writes every fact of a snapshot as tables, a row a fact, below a row of the columns' names. `open` is asked
/// for what each table is written to, by its name, one after another; a table is flushed before the next but one.
/// Setting `cancel` ends it. Cost: a scan of the whole database; memory for one record.
///
/// # Errors
/// Where the database cannot be read or a table not be written, and where it was cancelled.
pub fn tables_of(
    reader: &dyn Reader,
    open: &mut dyn FnMut(&str) -> io::Result<Box<dyn Write>>,
    cancel: &AtomicBool,
) -> Result<(), ExportError> {
    for kind in RecordKind::ALL {
        let mut outs: Vec<Out> = Vec::new();
        for (name, columns) in tables(kind) {
            let mut out = csv::Writer::from_writer(open(name)?);
            let names = columns.iter().flat_map(|column| match *column {
                "SPAN" => SPAN.to_vec(),
                other => vec![other],
            });
            out.write_record(names).map_err(io::Error::from)?;
            outs.push(out);
        }
        let mut done = Ok(());
        reader.records(kind, &mut |record| {
            done = if cancel.load(Ordering::Relaxed) {
                Err(ExportError::Interrupted)
            } else {
                write(&mut outs, &record).map_err(|error| ExportError::Write(error.into()))
            };
            done.is_ok()
        })?;
        done?;
        for mut out in outs {
            out.flush()?;
        }
    }
    Ok(())
}

/// Writes a record into its tables.
fn write(outs: &mut [Out], record: &Record) -> csv::Result<()> {
    match (record, outs) {
        (Record::Ast { file, nodes }, [out]) => {
            for (at, node) in nodes.iter().enumerate() {
                let bytes = [node.byte_start, node.byte_end].map(number);
                let parent = node.parent.map_or(NOTHING, number);
                let row = [number(file.0), number(at), parent, node.kind.as_str().into()];
                out.write_record(row.iter().chain(&bytes).map(AsRef::<str>::as_ref))?;
            }
            Ok(())
        }
        (Record::Cfg(cfg), [blocks, edges]) => {
            let function = number(cfg.function.0);
            for (at, block) in cfg.blocks.iter().enumerate() {
                let mut row: Vec<Cell<'_>> =
                    vec![function.clone(), number(at), (&*block.kind).into(), (&*block.terminator).into()];
                row.extend(span(block.span));
                row.extend(
                    [&block.hash, &block.statements, &block.condition].map(|text| optional(text.as_deref())),
                );
                put(blocks, &row)?;
            }
            for CfgEdge { source, target, kind } in &cfg.edges {
                put(edges, &[function.clone(), number(source), number(target), kind.as_str().into()])?;
            }
            Ok(())
        }
        (record, [out, ..]) => put(out, &row(record)),
        (_, []) => Ok(()),
    }
}

fn put(out: &mut Out, row: &[Cell<'_>]) -> csv::Result<()> {
    out.write_record(row.iter().map(AsRef::<str>::as_ref))
}

/// The row of a record that is one.
fn row(record: &Record) -> Vec<Cell<'_>> {
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

const NOTHING: Cell<'static> = Cow::Borrowed("");

fn number<'a>(number: impl ToString) -> Cell<'a> {
    number.to_string().into()
}

fn optional(text: Option<&str>) -> Cell<'_> {
    text.map_or(NOTHING, Cell::from)
}

fn span<'a>(span: Span) -> [Cell<'a>; 6] {
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
