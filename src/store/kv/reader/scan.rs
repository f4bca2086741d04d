//! Everything of a sort, one after the other.

use super::super::foreign::split;
use super::super::keys::{Key, Parts};
use super::super::keyspaces::{Space, behind};
use super::super::layout::{index, log, record, text};
use super::super::log_keys;
use super::super::pairs::Pairs;
use super::super::writer::read_run;
use super::shown::MAX_TEXT;
use super::{KvReader, edges, files, measures, nodes, texts};
use crate::model::{Edge, EdgeId, EdgeKind, NodeId, Record, RecordKind};
use crate::store::codec::{decode, node_kind};
use crate::store::{NameRow, Result};

pub(super) fn names(reader: &KvReader<'_>, each: &mut dyn FnMut(NameRow<'_>) -> bool) -> Result<()> {
    let mut go_on = true;
    files::each(reader, &mut |id, path| {
        go_on = each(NameRow { id, is_file: true, name: &shown(path) });
        Ok(go_on)
    })?;
    let symbols = reader.view.keyspaces.prefix(Space::Indexes, &Key::tagged(index::NAME));
    for pair in symbols {
        if !go_on {
            break;
        }
        let (key, _) = pair?;
        let id = nodes::last_id(reader, &key)?;
        let mut parts = Parts(&key);
        let name = match parts.tag().and_then(|_| parts.text()) {
            Some(name) => name,
            None => nodes::symbol(reader, id)?.name.into_bytes(),
        };
        go_on = each(NameRow { id, is_file: false, name: &shown(&name) });
    }
    Ok(())
}

/// A text to show, cut where it is too long.
fn shown(text: &[u8]) -> std::borrow::Cow<'_, str> {
    match text.get(..MAX_TEXT) {
        Some(begin) if begin.len() < text.len() => {
            let begin = String::from_utf8_lossy(begin);
            format!("{}\u{2026}", begin.trim_end_matches('\u{fffd}')).into()
        }
        _ => String::from_utf8_lossy(text),
    }
}

pub(super) fn records(
    reader: &KvReader<'_>,
    kind: RecordKind,
    each: &mut dyn FnMut(Record) -> bool,
) -> Result<()> {
    let keyspaces = &reader.view.keyspaces;
    match kind {
        RecordKind::Edge => edges_by_id(reader, each),
        RecordKind::Execution => {
            let runs = keyspaces.prefix(Space::Log, &Key::tagged(log::RUN));
            let mut go_on = true;
            for pair in runs {
                let (key, _) = pair?;
                let row = nodes::last_id(reader, &key)?.0;
                let run = read_run(keyspaces, row)?;
                go_on = run.is_none_or(|run| each(Record::Execution(run)));
                if !go_on {
                    break;
                }
            }
            for run in reader.begun.iter().filter(|_| go_on) {
                if !each(Record::Execution(run.clone())) {
                    break;
                }
            }
            Ok(())
        }
        RecordKind::Diagnostic => diagnostics(reader, each),
        RecordKind::Chunk | RecordKind::Ast | RecordKind::Cfg | RecordKind::Facts => {
            pairs(keyspaces.all(Space::Texts), each, |key, value| of_texts(reader, kind, key, value))
        }
        _ => pairs(keyspaces.all(Space::Records), each, |key, value| of_records(reader, kind, key, value)),
    }
}

/// Each keyspace is scanned once, whatever lies in it.
pub(super) fn records_of(
    reader: &KvReader<'_>,
    kinds: &[RecordKind],
    each: &mut dyn FnMut(Record) -> bool,
) -> Result<()> {
    let space_of = |kind: &RecordKind| match kind {
        RecordKind::Chunk | RecordKind::Ast | RecordKind::Cfg | RecordKind::Facts => Space::Texts,
        RecordKind::Execution | RecordKind::Diagnostic => Space::Log,
        _ => Space::Records,
    };
    let mut go_on = true;
    let keyspaces = &reader.view.keyspaces;
    if kinds.iter().any(|kind| space_of(kind) == Space::Records) {
        let mut each = |record| {
            go_on = each(record);
            go_on
        };
        pairs(keyspaces.all(Space::Records), &mut each, |key, value| {
            kind_of_record(reader, key, value)?
                .filter(|kind| kinds.contains(kind))
                .map_or(Ok(None), |kind| of_records(reader, kind, key, value))
        })?;
    }
    if go_on && kinds.iter().any(|kind| space_of(kind) == Space::Texts) {
        pairs(
            keyspaces.all(Space::Texts),
            &mut |record| {
                go_on = each(record);
                go_on
            },
            |key, value| {
                let kind = kind_of_text(reader, key)?;
                if kinds.contains(&kind) { of_texts(reader, kind, key, value) } else { Ok(None) }
            },
        )?;
    }
    for kind in kinds.iter().filter(|kind| space_of(kind) == Space::Log) {
        if go_on {
            records(reader, *kind, &mut |record| {
                go_on = each(record);
                go_on
            })?;
        }
    }
    Ok(())
}

/// Which sort of record an entry of `records` is; `None` for what is none by itself.
fn kind_of_record(reader: &KvReader<'_>, key: &[u8], value: &[u8]) -> Result<Option<RecordKind>> {
    let (_, tag) = texts::node_and_tag(key).ok_or_else(|| reader.damaged(Space::Records))?;
    Ok(match tag {
        record::NODE => node_kind(reader.view.payload(Space::Records, value)?),
        record::EDGE => Some(RecordKind::Edge),
        record::STATE => Some(RecordKind::FileState),
        record::FILE_METRICS => Some(RecordKind::FileMetrics),
        record::SYMBOL_METRICS => Some(RecordKind::SymbolMetrics),
        _ => None,
    })
}

/// Which sort of record an entry of `texts` is.
fn kind_of_text(reader: &KvReader<'_>, key: &[u8]) -> Result<RecordKind> {
    match texts::node_and_tag(key) {
        Some((_, text::FACTS)) => Ok(RecordKind::Facts),
        Some((_, text::AST)) => Ok(RecordKind::Ast),
        Some((_, text::CHUNK)) => Ok(RecordKind::Chunk),
        Some((_, text::CFG)) => Ok(RecordKind::Cfg),
        _ => Err(reader.damaged(Space::Texts)),
    }
}

/// The record that an entry is; `None` for what is none by itself.
pub(super) fn record_of(
    reader: &KvReader<'_>,
    space: Space,
    key: &[u8],
    value: &[u8],
) -> Result<Option<Record>> {
    match space {
        Space::Records => {
            kind_of_record(reader, key, value)?.map_or(Ok(None), |kind| of_records(reader, kind, key, value))
        }
        Space::Texts => of_texts(reader, kind_of_text(reader, key)?, key, value),
        Space::Log if key.first() == Some(&log::RUN) => {
            let row = nodes::last_id(reader, key)?.0;
            Ok(read_run(&reader.view.keyspaces, row)?.map(Record::Execution))
        }
        Space::Indexes | Space::Log => Ok(None),
    }
}

/// Calls `each` with what `read` makes of keys and values.
fn pairs(
    pairs: Pairs<'_>,
    each: &mut dyn FnMut(Record) -> bool,
    read: impl Fn(&[u8], &[u8]) -> Result<Option<Record>>,
) -> Result<()> {
    for pair in pairs {
        let (key, value) = pair?;
        if let Some(record) = read(&key, &value)?
            && !each(record)
        {
            break;
        }
    }
    Ok(())
}

/// What an entry of `texts` is, if it is of the sort that is asked for.
fn of_texts(reader: &KvReader<'_>, kind: RecordKind, key: &[u8], value: &[u8]) -> Result<Option<Record>> {
    let (id, tag) = texts::node_and_tag(key).ok_or_else(|| reader.damaged(Space::Texts))?;
    Ok(match (kind, tag) {
        (RecordKind::Facts, text::FACTS) => Some(Record::Facts { file: id, bytes: value.to_vec() }),
        (RecordKind::Ast, text::AST) => {
            Some(Record::Ast { file: id, nodes: texts::read_ast(reader, value)? })
        }
        (RecordKind::Chunk, text::CHUNK) => Some(Record::Chunk(texts::read_chunk(reader, key, value)?)),
        (RecordKind::Cfg, text::CFG) => Some(Record::Cfg(texts::read_cfg(reader, id, value)?)),
        (_, text::FACTS | text::AST | text::CHUNK | text::CFG) => None,
        _ => return Err(reader.damaged(Space::Texts)),
    })
}

/// What an entry of `records` is, if it is of the sort that is asked for.
fn of_records(reader: &KvReader<'_>, kind: RecordKind, key: &[u8], value: &[u8]) -> Result<Option<Record>> {
    let (id, tag) = texts::node_and_tag(key).ok_or_else(|| reader.damaged(Space::Records))?;
    Ok(match (kind, tag) {
        (RecordKind::FileState, record::STATE) => {
            Some(Record::FileState(files::read_state(reader, id, value)?))
        }
        (RecordKind::FileMetrics, record::FILE_METRICS) => {
            Some(Record::FileMetrics(measures::read_file(reader, id, value)?))
        }
        (RecordKind::SymbolMetrics, record::SYMBOL_METRICS) => {
            Some(Record::SymbolMetrics(measures::read_symbol(reader, id, value)?))
        }
        (RecordKind::Edge, record::EDGE) => Some(Record::Edge(edge(reader, key, value)?)),
        (kind, record::NODE) if node_kind(reader.view.payload(Space::Records, value)?) == Some(kind) => {
            Some(Record::Node(nodes::read(reader, id, value)?))
        }
        _ => None,
    })
}

/// Edges by where they begin, then by id: they are kept by kind, so those of one node are sorted.
fn edges_by_id(reader: &KvReader<'_>, each: &mut dyn FnMut(Record) -> bool) -> Result<()> {
    let mut of_node = Vec::new();
    let mut node = None;
    let give = |edges: &mut Vec<_>, each: &mut dyn FnMut(Record) -> bool| {
        edges.sort_by_key(|edge: &crate::model::Edge| edge.id);
        edges.drain(..).all(|edge| each(Record::Edge(edge)))
    };
    for pair in reader.view.keyspaces.all(Space::Records) {
        let (key, value) = pair?;
        let Some((from, record::EDGE)) = texts::node_and_tag(&key) else { continue };
        if node.replace(from) != Some(from) && !give(&mut of_node, each) {
            return Ok(());
        }
        of_node.push(edge(reader, &key, &value)?);
    }
    give(&mut of_node, each);
    Ok(())
}

/// Reads an edge from its key and value.
fn edge(reader: &KvReader<'_>, key: &[u8], value: &[u8]) -> Result<Edge> {
    let id = EdgeId(nodes::last_id(reader, key)?.0);
    let mut parts = Parts(key);
    let from = parts.int().map(NodeId).ok_or_else(|| reader.damaged(Space::Records))?;
    // The tag is known.
    let _ = parts.tag();
    let kind = kind_of_edge(reader, parts, value)?;
    edges::read(reader, value, id, from, &kind)
}

/// The kind of an edge: its key says it where it is not too long, and in the foreign form its value as well.
fn kind_of_edge(reader: &KvReader<'_>, mut key: Parts<'_>, value: &[u8]) -> Result<EdgeKind> {
    let in_key = key.edge_kind();
    if reader.view.foreign.is_some() && in_key.is_none() {
        let name = split(value).map_err(|error| reader.unreadable(Space::Records, &error))?.0;
        return Ok(EdgeKind::from_text(name));
    }
    in_key.ok_or_else(|| reader.damaged(Space::Records))
}

/// What runs complained of, by run and number; then what is of no run.
fn diagnostics(reader: &KvReader<'_>, each: &mut dyn FnMut(Record) -> bool) -> Result<()> {
    let mut ids = Vec::new();
    records(reader, RecordKind::Execution, &mut |record| {
        if let Record::Execution(run) = record {
            ids.push(run.execution_id);
        }
        true
    })?;
    for execution_id in ids {
        if !diagnostics_of(reader, &execution_id, each)? {
            return Ok(());
        }
    }
    let mut from = vec![log::DIAGNOSTIC];
    while let Some(pair) = reader.view.keyspaces.range(Space::Log, &from, &behind(&[log::DIAGNOSTIC])).next()
    {
        let (key, _) = pair?;
        let mut parts = Parts(&key);
        let id = parts.tag().and_then(|_| parts.text()).and_then(|id| String::from_utf8(id).ok());
        let id = id.ok_or_else(|| reader.damaged(Space::Log))?;
        let is_of_run = reader.view.keyspaces.holds(Space::Log, &log_keys::run_by_id(&id))?;
        if !is_of_run && !diagnostics_of(reader, &id, each)? {
            break;
        }
        from = behind(log_keys::diagnostics(&id).bytes());
    }
    Ok(())
}

/// What a run complained of, by number; `false` where `each` ended it.
fn diagnostics_of(
    reader: &KvReader<'_>,
    execution_id: &str,
    each: &mut dyn FnMut(Record) -> bool,
) -> Result<bool> {
    let mut told = Vec::new();
    for pair in reader.view.keyspaces.prefix(Space::Log, &log_keys::diagnostics(execution_id)) {
        let (key, value) = pair?;
        let seq = log_keys::diagnostic_seq(&key).ok_or_else(|| reader.damaged(Space::Log))?;
        let diagnostic = decode(&value).map_err(|error| reader.unreadable(Space::Log, &error))?;
        told.push((seq, diagnostic));
    }
    told.sort_by_key(|(seq, _)| *seq);
    let mut told = told.into_iter();
    Ok(told.all(|(seq, diagnostic)| {
        each(Record::Diagnostic { execution_id: execution_id.to_owned(), seq, diagnostic })
    }))
}
