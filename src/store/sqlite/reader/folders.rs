//! The tree of files, read off their paths.

use std::collections::BTreeMap;

use super::super::row::{bytes, int};
use super::{SqliteReader, names, page};
use crate::model::NodeId;
use crate::store::folders::{first_part, prefix};
use crate::store::{FolderEntry, Page, Result, folders};

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
    if reader.columns().names_indexed {
        folders::folder(&|from| first_file(reader, from), folder, after, limit)
    } else {
        scan(reader, &prefix(folder), after, limit)
    }
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
