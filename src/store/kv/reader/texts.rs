//! Chunks, facts, syntax trees and control flow.

use super::super::foreign;
use super::super::keys::Parts;
use super::super::keyspaces::{Space, behind};
use super::super::layout::{self, of_node, text};
use super::{KvReader, files, page};
use crate::model::{AstNode, Cfg, Chunk, NodeId};
use crate::store::codec::{CfgPayload, ChunkPayload, decode};
use crate::store::{Page, Result};

pub(super) fn chunk(
    reader: &KvReader<'_>,
    path: &str,
    byte_start: u64,
    byte_end: u64,
) -> Result<Option<Chunk>> {
    for (owner, path) in owners(reader, path)? {
        let key = layout::chunk(owner, byte_start, byte_end);
        match path {
            None => {
                let found = reader.view.keyspaces.get(Space::Texts, &key)?;
                return found.map(|value| read_chunk(reader, key.bytes(), &value)).transpose();
            }
            Some(path) => {
                let found = chunks(reader, key.bytes(), &behind(key.bytes()), Some(&path)).next();
                if found.is_some() {
                    return found.transpose();
                }
            }
        }
    }
    Ok(None)
}

/// What the chunks of a file may stand under, with the path that they must have where others may stand there,
/// too.
fn owners(reader: &KvReader<'_>, path: &str) -> Result<Vec<(NodeId, Option<String>)>> {
    Ok(match reader.view.foreign {
        None => files::file(reader, path)?.map(|file| (file, None)).into_iter().collect(),
        Some(_) => {
            let forms = reader.forms_of(path).into_iter();
            forms.map(|form| (foreign::owner(&form), Some(form))).collect()
        }
    })
}

/// The chunks whose keys are between `from` and `to`: those of `path` alone, where there is one.
fn chunks<'a>(
    reader: &'a KvReader<'_>,
    from: &[u8],
    to: &[u8],
    path: Option<&'a str>,
) -> impl Iterator<Item = Result<Chunk>> + 'a {
    let pairs = reader.view.keyspaces.range(Space::Texts, from, to);
    let read = pairs.map(|pair| pair.and_then(|(key, value)| read_chunk(reader, &key, &value)));
    read.filter(move |chunk| match (chunk, path) {
        (Ok(chunk), Some(path)) => chunk.path == path,
        _ => true,
    })
}

/// Reads a chunk from what is kept of it.
pub(super) fn read_chunk(reader: &KvReader<'_>, key: &[u8], value: &[u8]) -> Result<Chunk> {
    let mut parts = Parts(key);
    let (Some(file), Some(_), Some(start), Some(end)) =
        (parts.int(), parts.tag(), parts.size(), parts.size())
    else {
        return Err(reader.damaged(Space::Texts));
    };
    let payload = reader.view.payload(Space::Texts, value)?;
    let chunk: ChunkPayload<'_> = decode(payload).map_err(|error| reader.unreadable(Space::Texts, &error))?;
    let chunk = chunk.chunk(&reader.view.path(Space::Texts, NodeId(file), value)?, start, end);
    // In an index of our own a key says no row.
    Ok(Chunk { row: parts.int().unwrap_or_default(), ..chunk })
}

pub(super) fn chunks_of_file(
    reader: &KvReader<'_>,
    path: &str,
    after: Option<(u64, u64)>,
    limit: usize,
) -> Result<Page<Chunk>> {
    for (owner, path) in owners(reader, path)? {
        let prefix = of_node(owner, text::CHUNK);
        let (begin, end) = (prefix.bytes(), behind(prefix.bytes()));
        // A foreign database writes the path of a file in one of several ways.
        if path.is_some() && chunks(reader, begin, &end, path.as_deref()).next().transpose()?.is_none() {
            continue;
        }
        let from = match after {
            Some((start, end)) => behind(layout::chunk(owner, start, end).bytes()),
            None => begin.to_vec(),
        };
        return page(chunks(reader, &from, &end, path.as_deref()), limit);
    }
    Ok(Page { items: Vec::new(), more: false })
}

pub(super) fn ast(reader: &KvReader<'_>, file: NodeId) -> Result<Vec<AstNode>> {
    let found = reader.view.keyspaces.get(Space::Texts, &of_node(file, text::AST))?;
    found.map_or(Ok(Vec::new()), |payload| read_ast(reader, &payload))
}

pub(super) fn read_ast(reader: &KvReader<'_>, payload: &[u8]) -> Result<Vec<AstNode>> {
    decode(payload).map_err(|error| reader.unreadable(Space::Texts, &error))
}

pub(super) fn cfg(reader: &KvReader<'_>, function: NodeId) -> Result<Option<Cfg>> {
    let found = reader.view.keyspaces.get(Space::Texts, &of_node(function, text::CFG))?;
    found.map(|payload| read_cfg(reader, function, &payload)).transpose()
}

pub(super) fn read_cfg(reader: &KvReader<'_>, function: NodeId, payload: &[u8]) -> Result<Cfg> {
    let cfg: CfgPayload = decode(payload).map_err(|error| reader.unreadable(Space::Texts, &error))?;
    Ok(cfg.cfg(function))
}

pub(super) fn facts(reader: &KvReader<'_>, file: NodeId) -> Result<Option<Vec<u8>>> {
    let found = reader.view.keyspaces.get(Space::Texts, &of_node(file, text::FACTS))?;
    // A value keeps the whole block that it came from.
    Ok(found.map(|facts| facts.to_vec()))
}

/// The node that a key of `texts` or `records` is of, and what it holds of it.
pub(super) fn node_and_tag(key: &[u8]) -> Option<(NodeId, u8)> {
    let mut parts: Parts<'_> = Parts(key);
    Some((NodeId(parts.int()?), parts.tag()?))
}
