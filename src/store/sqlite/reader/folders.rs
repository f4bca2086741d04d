//! The tree of files, read off their paths.
//!
//! Entries come in the byte order of their *names*. Paths sort a little differently: `foo.rs` comes
//! before `foo/…`, since `.` is less than `/`, while the folder's name `foo` comes first. So each
//! name found on the way may be preceded by folders whose names are its own beginnings.

use std::collections::BTreeMap;

use super::super::row::{bytes, int};
use super::{SqliteReader, names, page};
use crate::model::NodeId;
use crate::store::{FolderEntry, Page, Result};

/// A database of absolute paths has at its top one folder with an empty name: `""` + `/` leads to
/// what is in `/`. Where a folder and a file have one name, the folder is shown.
pub(super) fn folder(
    reader: &SqliteReader<'_>,
    folder: &str,
    after: Option<&str>,
    limit: usize,
) -> Result<Page<FolderEntry>> {
    if limit == 0 || !names::present(reader) {
        return Ok(Page { items: Vec::new(), more: false });
    }
    let mut prefix = folder.as_bytes().to_vec();
    if !prefix.is_empty() && !prefix.ends_with(b"/") {
        prefix.push(b'/');
    }
    if reader.columns().names_indexed {
        seek(reader, &prefix, after, limit)
    } else {
        scan(reader, &prefix, after, limit)
    }
}

/// A few look-ups an entry, however much lies below it.
fn seek(
    reader: &SqliteReader<'_>,
    prefix: &[u8],
    after: Option<&str>,
    limit: usize,
) -> Result<Page<FolderEntry>> {
    let mut items = Vec::new();
    let mut last = after.map(str::to_owned);
    while items.len() <= limit {
        let Some(entry) = next_entry(reader, prefix, last.as_deref())? else { break };
        last = Some(entry.name().to_owned());
        items.push(entry);
    }
    Ok(page(items, limit))
}

/// The entry whose name follows `after` in byte order.
fn next_entry(reader: &SqliteReader<'_>, prefix: &[u8], after: Option<&str>) -> Result<Option<FolderEntry>> {
    let mut from = [prefix, after.unwrap_or_default().as_bytes()].concat();
    loop {
        let Some((id, path)) = first_file(reader, &from)? else { return Ok(None) };
        let Some(rest) = path.strip_prefix(prefix) else { return Ok(None) };
        let (name, is_folder) = first_part(rest);
        let shown = String::from_utf8_lossy(name);
        if after.is_some_and(|after| *shown <= *after) {
            // Seen before: go on behind it. `0` follows `/`, and NUL is the least that can follow.
            let behind: &[u8] = if is_folder { b"0" } else { b"\0" };
            let next = [prefix, name, behind].concat();
            // A path that is not UTF-8 may sort before its shown form: still go on behind it.
            from = next.max([&path, b"\0".as_slice()].concat());
            continue;
        }
        for (length, _) in name.iter().enumerate().filter(|(_, byte)| **byte < b'/') {
            let earlier = name.get(..length).unwrap_or_default();
            let shown = String::from_utf8_lossy(earlier);
            if after.is_none_or(|after| *shown > *after) && has_folder(reader, prefix, earlier)? {
                return Ok(Some(FolderEntry::Folder { name: shown.into_owned() }));
            }
        }
        let folder = is_folder || has_folder(reader, prefix, name)?;
        let name = shown.into_owned();
        return Ok(Some(if folder { FolderEntry::Folder { name } } else { FolderEntry::File { name, id } }));
    }
}

/// Whether a file lies below `prefix` + `name` + `/`.
fn has_folder(reader: &SqliteReader<'_>, prefix: &[u8], name: &[u8]) -> Result<bool> {
    let folder = [prefix, name, b"/"].concat();
    Ok(first_file(reader, &folder)?.is_some_and(|(_, path)| path.starts_with(&folder)))
}

/// The first file whose path is not before `from`.
fn first_file(reader: &SqliteReader<'_>, from: &[u8]) -> Result<Option<(NodeId, Vec<u8>)>> {
    // Text alone (every blob is greater), in the order of its bytes whatever the column says: else a
    // path could come before `from`, and the search would not end.
    let sql = "SELECT id, name FROM graph_entities
               WHERE kind = 'File' AND name COLLATE BINARY >= CAST(?1 AS TEXT) AND name < x''
               ORDER BY name COLLATE BINARY, id LIMIT 1";
    reader.first("graph_entities", sql, [from], |row| {
        (NodeId(int(row, 0)), bytes(row, 1).unwrap_or_default().to_vec())
    })
}

/// One pass over all files; keeps no more than the page.
fn scan(
    reader: &SqliteReader<'_>,
    prefix: &[u8],
    after: Option<&str>,
    limit: usize,
) -> Result<Page<FolderEntry>> {
    let mut found: BTreeMap<String, Option<NodeId>> = BTreeMap::new();
    reader.each(
        "graph_entities",
        "SELECT id, name FROM graph_entities WHERE kind = 'File' AND name < x'' ORDER BY id",
        [],
        |row| {
            let Some(rest) = bytes(row, 1).and_then(|path| path.strip_prefix(prefix)) else { return true };
            let (name, is_folder) = first_part(rest);
            let name = String::from_utf8_lossy(name);
            if after.is_some_and(|after| *name <= *after) {
                return true;
            }
            let id = (!is_folder).then(|| NodeId(int(row, 0)));
            let kept = found.entry(name.into_owned()).or_insert(id);
            if is_folder {
                *kept = None;
            }
            if found.len() > limit.saturating_add(1) {
                found.pop_last();
            }
            true
        },
    )?;
    let entry = |(name, id)| match id {
        Some(id) => FolderEntry::File { name, id },
        None => FolderEntry::Folder { name },
    };
    Ok(page(found.into_iter().map(entry).collect(), limit))
}

/// The part before the first `/`, and whether there is one.
fn first_part(rest: &[u8]) -> (&[u8], bool) {
    match rest.iter().position(|byte| *byte == b'/') {
        Some(end) => (rest.get(..end).unwrap_or_default(), true),
        None => (rest, false),
    }
}

pub(super) fn file(reader: &SqliteReader<'_>, path: &str) -> Result<Option<NodeId>> {
    if !names::present(reader) {
        return Ok(None);
    }
    let sql = "SELECT id FROM graph_entities WHERE kind = 'File' AND name = ?1 ORDER BY id LIMIT 1";
    for form in reader.forms_of(path)? {
        let found = reader.first("graph_entities", sql, [form], |row| NodeId(int(row, 0)))?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}
