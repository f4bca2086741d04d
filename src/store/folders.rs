//! The tree of files, read off their paths.
//!
//! Entries come in the byte order of their *names*. Paths sort a little differently: `foo.rs` comes
//! before `foo/…`, since `.` is less than `/`, while the folder's name `foo` comes first. So each
//! name found on the way may be preceded by folders whose names are its own beginnings.

use super::{FolderEntry, Page, Result};
use crate::model::NodeId;

/// The first file whose path is not before some bytes, with its whole path.
pub(super) type FirstFile<'a> = &'a dyn Fn(&[u8]) -> Result<Option<(NodeId, Vec<u8>)>>;

/// What stands in a folder (see [`super::Reader::folder`]). A few look-ups an entry, however much lies
/// below it.
pub(super) fn folder(
    first: FirstFile<'_>,
    folder: &str,
    after: Option<&str>,
    limit: usize,
) -> Result<Page<FolderEntry>> {
    let prefix = prefix(folder);
    let mut items = Vec::new();
    let mut last = after.map(str::to_owned);
    while items.len() <= limit {
        let Some(entry) = next_entry(first, &prefix, last.as_deref())? else { break };
        last = Some(entry.name().to_owned());
        items.push(entry);
    }
    let more = items.len() > limit;
    items.truncate(limit);
    Ok(Page { items, more })
}

/// What the paths of all files in a folder begin with.
pub(super) fn prefix(folder: &str) -> Vec<u8> {
    let mut prefix = folder.as_bytes().to_vec();
    if !prefix.is_empty() && !prefix.ends_with(b"/") {
        prefix.push(b'/');
    }
    prefix
}

/// The entry whose name follows `after` in byte order.
fn next_entry(first: FirstFile<'_>, prefix: &[u8], after: Option<&str>) -> Result<Option<FolderEntry>> {
    let mut from = [prefix, after.unwrap_or_default().as_bytes()].concat();
    loop {
        let Some((id, path)) = first(&from)? else { return Ok(None) };
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
            if after.is_none_or(|after| *shown > *after) && has_folder(first, prefix, earlier)? {
                return Ok(Some(FolderEntry::Folder { name: shown.into_owned() }));
            }
        }
        let folder = is_folder || has_folder(first, prefix, name)?;
        let name = shown.into_owned();
        return Ok(Some(if folder { FolderEntry::Folder { name } } else { FolderEntry::File { name, id } }));
    }
}

/// Whether a file lies below `prefix` + `name` + `/`.
fn has_folder(first: FirstFile<'_>, prefix: &[u8], name: &[u8]) -> Result<bool> {
    let folder = [prefix, name, b"/"].concat();
    Ok(first(&folder)?.is_some_and(|(_, path)| path.starts_with(&folder)))
}

/// The part before the first `/`, and whether there is one.
pub(super) fn first_part(rest: &[u8]) -> (&[u8], bool) {
    match rest.iter().position(|byte| *byte == b'/') {
        Some(end) => (rest.get(..end).unwrap_or_default(), true),
        None => (rest, false),
    }
}
