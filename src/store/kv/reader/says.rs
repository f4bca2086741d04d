//! What an entry says that is no record, part by part, for who looks at a keyspace row by row. Nothing is looked up for
//! it: what it says of nodes are their ids.

use super::super::keys::Parts;
use super::super::keyspaces::Space;
use super::super::layout::{FILE_COLUMNS, SYMBOL_COLUMNS, index, log, record};
use super::super::leads;
use super::super::writer::About;
use super::KvReader;
use crate::model::{Diagnostic, NodeId, RecordKind};
use crate::store::codec::{Totals, decode};
use crate::store::{FileColumn, Said, Saying, SymbolColumn};

/// What an entry says; nothing where it is a record or cannot be read.
pub(super) fn says(reader: &KvReader<'_>, space: Space, key: &[u8], value: &[u8]) -> Vec<Saying> {
    let is_foreign = reader.view.foreign.is_some();
    let said = match space {
        Space::Records => of_records(key, value),
        Space::Indexes => of_indexes(key, value, is_foreign),
        Space::Log => of_log(key, value),
        Space::Texts => None,
    };
    said.unwrap_or_default()
}

fn saying(name: &'static str, value: impl Into<Said>) -> Saying {
    Saying { name, value: value.into() }
}

fn node(name: &'static str, id: i64) -> Saying {
    saying(name, vec![NodeId(id)])
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn of_records(key: &[u8], value: &[u8]) -> Option<Vec<Saying>> {
    let mut parts = Parts(key);
    let id = parts.int()?;
    match parts.tag()? {
        record::PATH => Some(vec![node("file", id), saying("path", words(value))]),
        record::TOTALS => {
            let file = node("file", NodeId(id).file().0);
            Some([vec![file], totals(value)?].concat())
        }
        _ => None,
    }
}

fn of_indexes(key: &[u8], value: &[u8], is_foreign: bool) -> Option<Vec<Saying>> {
    let mut parts = Parts(key);
    match parts.tag()? {
        index::EDGE_IN => {
            let to = node("to", parts.int()?);
            let kind = saying("kind", parts.edge_kind()?.as_str().to_owned());
            let last = parts.int()?;
            if is_foreign {
                let from = node("from", Parts(value).int()?);
                return Some(vec![kind, from, to, saying("edge", last.to_string())]);
            }
            let leading = leads::leading(NodeId(last), value).ok()?;
            let from: Vec<NodeId> = leading.into_iter().map(|(_, from)| from).collect();
            Some(vec![kind, to, node("from the file", last), saying("from", from)])
        }
        index::EDGE_INSIDE => {
            let file = NodeId(parts.int()?).file();
            let (from, to): (Vec<NodeId>, Vec<NodeId>) =
                leads::all_inside(file, value).ok()?.into_iter().unzip();
            Some(vec![node("file", file.0), saying("from", from), saying("to", to)])
        }
        index::NAME => Some(vec![saying("name", words(&parts.text()?)), node("symbol", parts.int()?)]),
        index::QUALIFIED | index::STABLE_ID => {
            Some(vec![saying("hash", format!("{:016x}", parts.size()?)), node("symbol", parts.int()?)])
        }
        index::PATH => Some(vec![saying("path", words(&parts.text()?)), node("file", Parts(value).int()?)]),
        index::SYMBOL_MEASURE => symbol_measure(parts, value, is_foreign),
        index::FILE_MEASURE => {
            let tag = parts.tag()?;
            if tag == FileColumn::Path as u8 {
                return Some(vec![saying("path", words(&parts.text()?))]);
            }
            let column = FILE_COLUMNS.into_iter().find(|column| *column as u8 == tag)?;
            let measure = match column {
                FileColumn::Complexity => parts.real_down()?.to_string(),
                _ => parts.int_down()?.to_string(),
            };
            Some(vec![saying(file_column(column), measure), saying("path", words(&parts.text()?))])
        }
        index::STATE => Some(vec![saying("path", words(&parts.text()?)), node("file", Parts(value).int()?)]),
        index::REFERENCE if is_foreign => {
            let (_, begin, reference) = (parts.size()?, parts.size()?, parts.int()?);
            let end = u64::from_be_bytes(*value.first_chunk()?);
            Some(vec![saying("bytes", format!("{begin}\u{2013}{end}")), node("reference", reference)])
        }
        index::KIND if is_foreign => {
            Some(vec![saying("kind", words(&parts.text()?)), node("node", parts.int()?)])
        }
        _ => None,
    }
}

fn symbol_measure(mut parts: Parts<'_>, value: &[u8], is_foreign: bool) -> Option<Vec<Saying>> {
    let tag = parts.tag()?;
    if tag == SymbolColumn::Name as u8 {
        return Some(vec![saying("name", words(&parts.text()?)), node("symbol", Parts(value).int()?)]);
    }
    let column = SYMBOL_COLUMNS.into_iter().find(|column| *column as u8 == tag)?;
    let measure = saying(symbol_column(column), parts.int_down()?.to_string());
    let last = parts.int()?;
    if is_foreign {
        return Some(vec![measure, node("symbol", last)]);
    }
    let symbols = leads::measured(NodeId(last), value).ok()?;
    Some(vec![measure, node("file", last), saying("symbols", symbols)])
}

fn symbol_column(column: SymbolColumn) -> &'static str {
    match column {
        SymbolColumn::Name => "name",
        SymbolColumn::Complexity => "complexity",
        SymbolColumn::FanIn => "fan-in",
        SymbolColumn::FanOut => "fan-out",
        SymbolColumn::Lines => "lines",
    }
}

fn file_column(column: FileColumn) -> &'static str {
    match column {
        FileColumn::Path => "path",
        FileColumn::Complexity => "complexity",
        FileColumn::FanIn => "fan-in",
        FileColumn::FanOut => "fan-out",
        FileColumn::Lines => "lines",
        FileColumn::Symbols => "symbols",
    }
}

fn of_log(key: &[u8], value: &[u8]) -> Option<Vec<Saying>> {
    let mut parts = Parts(key);
    match parts.tag()? {
        log::META => {
            let about: About = decode(value).ok()?;
            let made = saying("made", Said::Moment(about.created_at));
            Some(vec![saying("root", about.root), saying("project", about.project), made])
        }
        log::TOTALS => totals(value),
        log::RUN_BY_ID => {
            let id = saying("id", words(&parts.text()?));
            Some(vec![id, saying("row", Parts(value).int()?.to_string())])
        }
        log::RUN_BY_OUTCOME => {
            let outcome = saying("outcome", words(&parts.text()?));
            Some(vec![outcome, saying("row", parts.int()?.to_string())])
        }
        log::RUN_BY_TIME => {
            let begun = saying("begun", Said::Moment(parts.int()?));
            Some(vec![begun, saying("row", parts.int()?.to_string())])
        }
        log::DIAGNOSTIC => {
            let run = saying("run", words(&parts.text()?));
            let told: Diagnostic = decode(value).ok()?;
            let place = format!("{}:{}", told.path, told.line);
            Some(vec![
                saying("severity", told.severity.as_str().to_owned()),
                saying("at", place),
                saying("message", told.message),
                run,
            ])
        }
        _ => None,
    }
}

fn totals(value: &[u8]) -> Option<Vec<Saying>> {
    let totals: Totals = decode(value).ok()?;
    let counts = RecordKind::ALL.into_iter().map(|kind| (kind, totals.records(kind)));
    let counts = counts.filter(|(_, count)| *count > 0);
    Some(counts.map(|(kind, count)| saying(kind.as_str(), count.to_string())).collect())
}
