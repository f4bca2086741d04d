//! The tree of folders, files and symbols, a level at a time.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::UNIX_EPOCH;

use crate::model::{EdgeId, NodeData, NodeId, SymbolKind};
use crate::source::{Roots, Unusable, read_indexed};
use crate::store::{FolderEntry, Page, Reader, Result};

/// Entries of a folder that are read at once.
pub const FOLDER_PAGE: usize = 500;
/// Symbols of one file that the tree shows.
pub const MOST_SYMBOLS: usize = 10_000;
/// Entries of one folder that are read at most on the way to a place.
const MOST_ENTRIES: usize = 20_000;

/// Whether the paths of all files are stored absolute and lie below `root`, so that the tree can begin
/// there: every folder on the way to it holds nothing else. A few look-ups.
///
/// # Errors
/// Where the files cannot be read.
pub fn are_all_below(reader: &dyn Reader, root: &str) -> Result<bool> {
    if !root.starts_with('/') {
        return Ok(false);
    }
    let mut prefix = String::new();
    for part in root.trim_end_matches('/').split('/') {
        let page = reader.folder(&prefix, None, 2)?;
        let [FolderEntry::Folder { name }] = page.items.as_slice() else { return Ok(false) };
        if name != part || page.more {
            return Ok(false);
        }
        prefix.push_str(part);
        prefix.push('/');
    }
    Ok(true)
}

/// Some entries of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderPage {
    /// The folder, as a prefix of paths: empty or with a slash at its end.
    pub folder: String,
    /// Whether they follow entries that the screen has, or begin the list.
    pub follows: bool,
    /// The entries.
    pub entries: Vec<FolderEntry>,
    /// Whether there are more.
    pub more: bool,
}

/// Reads entries of a folder behind the one named `after`.
///
/// # Errors
/// Where the files cannot be read.
pub fn folder(reader: &dyn Reader, folder: &str, after: Option<&str>) -> Result<FolderPage> {
    let page = reader.folder(folder, after, FOLDER_PAGE)?;
    Ok(FolderPage {
        folder: folder.to_owned(),
        follows: after.is_some(),
        entries: page.items,
        more: page.more,
    })
}

/// Whether a file on disk is still what was indexed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Change {
    /// Nobody has looked, or nobody can tell.
    #[default]
    Unknown,
    /// It is.
    Same,
    /// Its content is another one.
    Changed,
    /// It is not there.
    Gone,
}

/// Holds files against what was indexed: by time, and where that differs by content. Files below a
/// root that is not there at all are left unknown. Reads from disk.
///
/// # Errors
/// Where the files' nodes cannot be read.
pub fn changes(
    reader: &dyn Reader,
    roots: &Roots,
    files: &[NodeId],
    cancel: &AtomicBool,
) -> Result<Vec<(NodeId, Change)>> {
    let mut changes = Vec::with_capacity(files.len());
    if !roots.folder().is_some_and(|root| root.is_dir()) {
        return Ok(changes);
    }
    for id in files {
        if cancel.load(Ordering::Relaxed) {
            break;
        }
        let Some(NodeData::File(file)) = reader.node(*id)?.map(|node| node.data) else { continue };
        let Some(path) = roots.locate(&file.path) else { continue };
        let modified = std::fs::metadata(&path).and_then(|found| found.modified()).ok();
        let modified = modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        // A file that was written in the second in which it was indexed may have been written again.
        let settled = file.last_indexed_at > file.last_modified + 1;
        let same_time =
            settled && modified.is_some_and(|t| i64::try_from(t.as_secs()) == Ok(file.last_modified));
        let change = if same_time {
            Change::Same
        } else {
            match read_indexed(&path, &file.hash) {
                Ok(_) => Change::Same,
                Err(Unusable::Missing) => Change::Gone,
                Err(Unusable::Changed | Unusable::NotAFile) => Change::Changed,
                Err(Unusable::TooLarge | Unusable::UnknownHash | Unusable::Unreadable(_)) => Change::Unknown,
            }
        };
        changes.push((*id, change));
    }
    Ok(changes)
}

/// A symbol in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SymbolRow {
    /// Its node.
    pub id: NodeId,
    /// Its bare name.
    pub name: String,
    /// What it is.
    pub kind: SymbolKind,
    /// How deep it is nested in other symbols of its file.
    pub depth: u16,
    /// Its first line, from 1.
    pub line: u32,
}

/// Reads the symbols of a file by their place, nested by their spans.
///
/// # Errors
/// Where the symbols cannot be read.
pub fn symbols(reader: &dyn Reader, file: NodeId) -> Result<Page<SymbolRow>> {
    let mut symbols = Vec::new();
    let mut after: Option<EdgeId> = None;
    let more = loop {
        let page = reader.symbols_of_file(file, after, FOLDER_PAGE)?;
        after = page.items.last().map(|(edge, _)| *edge);
        symbols.extend(page.items.into_iter().map(|(_, symbol)| symbol));
        if !page.more || after.is_none() || symbols.len() >= MOST_SYMBOLS {
            break page.more;
        }
    };
    symbols.sort_by(|a, b| {
        let key = |s: &crate::model::Symbol| (s.span.byte_start, u64::MAX - s.span.byte_end, s.id);
        key(a).cmp(&key(b))
    });
    let mut open: Vec<u64> = Vec::new();
    let items = symbols
        .into_iter()
        .map(|symbol| {
            while open.last().is_some_and(|end| *end <= symbol.span.byte_start) {
                open.pop();
            }
            let depth = u16::try_from(open.len()).unwrap_or(u16::MAX);
            open.push(symbol.span.byte_end);
            SymbolRow {
                id: symbol.id,
                name: symbol.name,
                kind: symbol.kind,
                depth,
                line: symbol.span.start.line,
            }
        })
        .collect();
    Ok(Page { items, more })
}

/// The way from the top of the tree to a file and a symbol in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Unfolded {
    /// Every folder on the way, outermost first, each with its entries at least up to the next one.
    pub folders: Vec<FolderPage>,
    /// The file.
    pub file: NodeId,
    /// The file's symbols.
    pub symbols: Page<SymbolRow>,
    /// The symbol, where one is meant.
    pub symbol: Option<NodeId>,
}

/// Reads the way to `path` (as files are stored) from `top`, a prefix of it.
///
/// # Errors
/// Where the files or symbols cannot be read.
pub fn unfold(
    reader: &dyn Reader,
    top: &str,
    path: &str,
    file: NodeId,
    symbol: Option<NodeId>,
) -> Result<Unfolded> {
    let mut folders = Vec::new();
    let mut prefix = top.to_owned();
    let rest = path.strip_prefix(top).unwrap_or(path);
    for part in rest.split('/') {
        let mut page = folder(reader, &prefix, None)?;
        while page.more
            && page.entries.len() < MOST_ENTRIES
            && page.entries.last().is_some_and(|last| last.name() < part)
        {
            let after = page.entries.last().map(|entry| entry.name().to_owned());
            let next = folder(reader, &prefix, after.as_deref())?;
            page.entries.extend(next.entries);
            page.more = next.more;
        }
        folders.push(page);
        prefix.push_str(part);
        prefix.push('/');
    }
    Ok(Unfolded { folders, file, symbols: symbols(reader, file)?, symbol })
}
