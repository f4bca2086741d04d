//! Chunks, facts, syntax trees and control flow.

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
    let Some(file) = files::file(reader, path)? else { return Ok(None) };
    let key = layout::chunk(file, byte_start, byte_end);
    let found = reader.view.keyspaces.get(Space::Texts, &key)?;
    found.map(|payload| read_chunk(reader, key.bytes(), &payload)).transpose()
}

/// Reads a chunk from what is kept of it.
pub(super) fn read_chunk(reader: &KvReader<'_>, key: &[u8], payload: &[u8]) -> Result<Chunk> {
    let mut parts = Parts(key);
    let (Some(file), Some(_), Some(start), Some(end)) =
        (parts.int(), parts.tag(), parts.size(), parts.size())
    else {
        return Err(reader.damaged(Space::Texts));
    };
    let chunk: ChunkPayload<'_> = decode(payload).map_err(|error| reader.unreadable(Space::Texts, &error))?;
    Ok(chunk.chunk(&reader.view.path_of(NodeId(file))?, start, end))
}

pub(super) fn chunks_of_file(
    reader: &KvReader<'_>,
    path: &str,
    after: Option<(u64, u64)>,
    limit: usize,
) -> Result<Page<Chunk>> {
    let Some(file) = files::file(reader, path)? else { return Ok(Page { items: Vec::new(), more: false }) };
    let prefix = of_node(file, text::CHUNK);
    let from = match after {
        Some((start, end)) => behind(layout::chunk(file, start, end).bytes()),
        None => prefix.bytes().to_vec(),
    };
    let pairs = reader.view.keyspaces.range(Space::Texts, &from, &behind(prefix.bytes()));
    page(pairs.map(|pair| pair.and_then(|(key, value)| read_chunk(reader, &key, &value))), limit)
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
