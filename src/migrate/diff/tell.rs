//! Differences in words.

use std::collections::BTreeMap;

use super::super::sum::{Item, PartKey, What};
use crate::model::{NodeData, Record};
use crate::store::{Schema, SchemaEntry, Value};

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

/// In what two files differ beside their rows.
pub(super) fn schemas([a, b]: [&Schema; 2]) -> Vec<String> {
    let mut lines = Vec::new();
    let settings = [
        ("encoding", a.encoding.clone(), b.encoding.clone()),
        ("page size", a.page_size.to_string(), b.page_size.to_string()),
        ("auto-vacuum", a.auto_vacuum.to_string(), b.auto_vacuum.to_string()),
        ("user_version", a.user_version.to_string(), b.user_version.to_string()),
        ("application_id", a.application_id.to_string(), b.application_id.to_string()),
    ];
    for (what, a, b) in settings {
        if a != b {
            lines.push(format!("{what}: {a} and {b}"));
        }
    }
    let entries = |schema: &Schema| -> BTreeMap<(String, String), SchemaEntry> {
        let key = |entry: &SchemaEntry| ((entry.kind.clone(), entry.name.clone()), entry.clone());
        schema.entries.iter().map(key).collect()
    };
    let (a, mut b) = (entries(a), entries(b));
    for ((kind, name), entry) in a {
        match b.remove(&(kind.clone(), name.clone())) {
            None => lines.push(format!("{kind} {name}: only in the first")),
            Some(other) if other.sql != entry.sql || other.table != entry.table => {
                lines.push(format!("{kind} {name}: made in another way"));
            }
            Some(_) => {}
        }
    }
    lines.extend(b.into_keys().map(|(kind, name)| format!("{kind} {name}: only in the second")));
    lines
}
