//! Differences in words.

use super::super::sum::{Item, PartKey, What};
use crate::model::{NodeData, Record};
use crate::store::Value;

/// Longest value that is told, in characters.
const LONGEST: usize = 60;

/// An entry that may differ.
pub(super) struct Told {
    /// What it is called: `row 5`, `symbol 17 (parse)`.
    name: String,
    /// All that is known of it.
    pub(super) whole: Vec<u8>,
    /// Of a row its values as text.
    values: Vec<String>,
}

impl Told {
    pub(super) fn of(key: PartKey<'_>, item: &Item<'_>) -> Told {
        let (name, values) = match (item.what, key) {
            (What::Row(row), PartKey::Table(table)) => {
                let values: Vec<String> = row.values.iter().map(value).collect();
                let name = match table.rowid {
                    Some(_) => format!("row {}", row.key),
                    None => format!("row ({})", shortened(&values.join(", "))),
                };
                (name, values)
            }
            (What::Record(record), _) => (name_of(record), Vec::new()),
            (What::Row(row), _) => (format!("row {}", row.key), Vec::new()),
        };
        Told { name, whole: item.bytes.whole.to_vec(), values }
    }
}

/// The lines that say how entries of one key differ: those that only the first side has, and those that only the
/// second has.
pub(super) fn tell(key: PartKey<'_>, here: &[Told], there: &[Told]) -> Vec<String> {
    let part = key.name();
    let mut lines = Vec::new();
    for both in 0..here.len().max(there.len()) {
        lines.push(match (here.get(both), there.get(both)) {
            (Some(a), Some(b)) => format!("{part}: {}: {}", a.name, columns(key, a, b)),
            (Some(a), None) => format!("{part}: {}: only in the first", a.name),
            (None, Some(b)) => format!("{part}: {}: only in the second", b.name),
            (None, None) => continue,
        });
    }
    lines
}

/// In which columns two rows differ, and how.
fn columns(key: PartKey<'_>, a: &Told, b: &Told) -> String {
    let PartKey::Table(table) = key else { return "not the same on both sides".to_owned() };
    let differ = a.values.iter().zip(&b.values).zip(&table.columns).filter(|((a, b), _)| a != b);
    let lines: Vec<String> = differ.map(|((a, b), column)| format!("{column} is {a} and {b}")).collect();
    match lines.is_empty() {
        true => "not the same on both sides".to_owned(),
        false => lines.join("; "),
    }
}

/// A value as SQL writes it, cut where it is long.
fn value(value: &Value<'_>) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => format!("{number:?}"),
        Value::Text(text) => match std::str::from_utf8(text) {
            Ok(text) => format!("'{}'", shortened(text)),
            Err(_) => format!("text of {} bytes {}", text.len(), hex(text)),
        },
        Value::Blob(blob) => format!("blob of {} bytes {}", blob.len(), hex(blob)),
    }
}

/// The hash of bytes, so that different ones are told apart.
fn hex(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().chars().take(8).collect()
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((cut, _)) => {
            format!(
                "{}\u{2026} ({} bytes, {})",
                text.get(..cut).unwrap_or_default(),
                text.len(),
                hex(text.as_bytes())
            )
        }
        None => text.to_owned(),
    }
}

fn name_of(record: &Record) -> String {
    match record {
        Record::Node(node) => {
            let name = match &node.data {
                NodeData::File(file) => &file.path,
                NodeData::Symbol(symbol) => &symbol.name,
                NodeData::Reference(reference) => &reference.target,
                NodeData::Call(call) => &call.callee,
                NodeData::Import(import) => &import.import_kind,
                NodeData::Other { name, .. } => name,
            };
            format!("{} ({})", node.id.0, shortened(name))
        }
        Record::Edge(edge) => {
            format!("{} {} from {} to {}", edge.id.0, edge.kind.as_str(), edge.from.0, edge.to.0)
        }
        Record::Chunk(chunk) => {
            format!("{}:{}..{}", shortened(&chunk.path), chunk.byte_start, chunk.byte_end)
        }
        Record::FileMetrics(metrics) => shortened(&metrics.path),
        Record::SymbolMetrics(metrics) => format!("{} ({})", metrics.symbol.0, shortened(&metrics.name)),
        Record::Ast { file, .. } | Record::Facts { file, .. } => format!("of file {}", file.0),
        Record::Cfg(cfg) => format!("of function {}", cfg.function.0),
        Record::FileState(state) => shortened(&state.path),
        Record::Execution(run) => format!("{} ({})", run.row, shortened(&run.execution_id)),
        Record::Diagnostic { execution_id, seq, .. } => format!("{seq} of {}", shortened(execution_id)),
    }
}
