//! Files by their paths.

use std::path::Path;

use super::super::keys::{Key, Parts};
use super::super::keyspaces::{Space, behind};
use super::super::layout::{index, of_node, record};
use super::{KvReader, nodes};
use crate::model::{FileState, NodeId};
use crate::store::codec::{StatePayload, decode};
use crate::store::{FolderEntry, Page, Result, folders};

pub(super) fn folder(
    reader: &KvReader<'_>,
    folder: &str,
    after: Option<&str>,
    limit: usize,
) -> Result<Page<FolderEntry>> {
    if limit == 0 {
        return Ok(Page { items: Vec::new(), more: false });
    }
    let first = |from: &[u8]| first_file(reader, from);
    folders::folder(&first, folder, after, limit)
}

/// The first file whose path is not before `from`.
fn first_file(reader: &KvReader<'_>, from: &[u8]) -> Result<Option<(NodeId, Vec<u8>)>> {
    let from = Key::tagged(index::PATH).begin_of_text(from);
    let end = behind(&[index::PATH]);
    let found = reader.view.keyspaces.range(Space::Indexes, from.bytes(), &end).next().transpose()?;
    found.map(|(key, value)| path_and_file(reader, &key, &value)).transpose()
}

/// The id that is the value of an entry.
pub(super) fn id_of(reader: &KvReader<'_>, value: &[u8]) -> Result<NodeId> {
    Parts(value).int().map(NodeId).ok_or_else(|| reader.damaged(Space::Indexes))
}

/// What an entry of the index of paths says.
fn path_and_file(reader: &KvReader<'_>, key: &[u8], value: &[u8]) -> Result<(NodeId, Vec<u8>)> {
    let id = id_of(reader, value)?;
    let mut parts = Parts(key);
    let path = parts.tag().and_then(|_| parts.text());
    match path {
        Some(path) => Ok((id, path)),
        // Too long for a key.
        None => Ok((id, path_of(reader, id)?.into_bytes())),
    }
}

/// The path of a file that is there.
fn path_of(reader: &KvReader<'_>, file: NodeId) -> Result<String> {
    let value = reader.view.keyspaces.get(Space::Records, &of_node(file, record::NODE))?;
    let value = value.ok_or_else(|| reader.damaged(Space::Indexes))?;
    Ok(reader.view.path(Space::Records, file, &value)?.to_owned())
}

pub(super) fn file(reader: &KvReader<'_>, path: &str) -> Result<Option<NodeId>> {
    for form in reader.forms_of(path) {
        let key = Key::tagged(index::PATH).text(form.as_bytes());
        let found = match reader.view.foreign {
            None => reader.view.keyspaces.get(Space::Indexes, &key)?,
            // Several files may have one path: the first stands for all.
            Some(_) => {
                let first = reader.view.keyspaces.prefix(Space::Indexes, &key).next().transpose()?;
                first.map(|(_, value)| value)
            }
        };
        if let Some(value) = found {
            return id_of(reader, &value).map(Some);
        }
    }
    Ok(None)
}

/// Calls `each` with every file, by path, until it gives `false`.
pub(super) fn each(reader: &KvReader<'_>, each: &mut dyn FnMut(NodeId, &[u8]) -> Result<bool>) -> Result<()> {
    for pair in reader.view.keyspaces.prefix(Space::Indexes, &Key::tagged(index::PATH)) {
        let (key, value) = pair?;
        let (id, path) = path_and_file(reader, &key, &value)?;
        if !each(id, &path)? {
            break;
        }
    }
    Ok(())
}

pub(super) fn states(reader: &KvReader<'_>, each_state: &mut dyn FnMut(FileState) -> bool) -> Result<()> {
    if reader.view.foreign.is_some() {
        for pair in reader.view.keyspaces.prefix(Space::Indexes, &Key::tagged(index::STATE)) {
            let id = nodes::last_id(reader, &pair?.0)?;
            if !each_state(state(reader, id)?) {
                break;
            }
        }
        return Ok(());
    }
    for pair in reader.view.keyspaces.prefix(Space::Indexes, &Key::tagged(index::STATE)) {
        let (key, value) = pair?;
        let damaged = || reader.damaged(Space::Indexes);
        let mut parts = Parts(&value);
        let id = parts.int().map(NodeId).ok_or_else(damaged)?;
        let mut named = Parts(&key);
        let path = match named.tag().and_then(|_| named.text()) {
            Some(path) => String::from_utf8(path).map_err(|_| damaged())?,
            // Too long for a key.
            None => path_of(reader, id)?,
        };
        let state: StatePayload<'_> =
            decode(parts.0).map_err(|error| reader.unreadable(Space::Indexes, &error))?;
        if !each_state(state.state(id, &path)) {
            break;
        }
    }
    Ok(())
}

/// The state of a file that is there.
fn state(reader: &KvReader<'_>, file: NodeId) -> Result<FileState> {
    let found = reader.view.keyspaces.get(Space::Records, &of_node(file, record::STATE))?;
    read_state(reader, file, &found.ok_or_else(|| reader.damaged(Space::Records))?)
}

/// Reads a state from what is kept of it.
pub(super) fn read_state(reader: &KvReader<'_>, file: NodeId, value: &[u8]) -> Result<FileState> {
    let payload = reader.view.payload(Space::Records, value)?;
    let state: StatePayload<'_> =
        decode(payload).map_err(|error| reader.unreadable(Space::Records, &error))?;
    Ok(state.state(file, &reader.view.path(Space::Records, file, value)?))
}

/// Bytes of all files below a folder; 0 for what is gone.
pub(super) fn size_on_disk(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.metadata() {
            Ok(found) if found.is_dir() => size_on_disk(&entry.path()),
            Ok(found) => found.len(),
            Err(_) => 0,
        })
        .sum()
}
