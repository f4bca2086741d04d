//! Filling the tree: what was read of folders and files is put where it belongs.

use std::collections::HashMap;

use super::{Item, Row, Tree};
use crate::model::NodeId;
use crate::store::{FolderEntry, Page};
use crate::tui::data::tree::{Change, FolderPage, SymbolRow, Unfolded};

impl Tree {
    /// Whether a folder's entries are here. `top` is the prefix of the whole tree.
    pub fn holds(&self, top: &str, folder: &str) -> bool {
        if folder == top {
            return !self.rows.is_empty();
        }
        let is_it = |row: &Row| matches!(&row.item, Item::Folder { prefix } if prefix == folder);
        self.rows.iter().position(is_it).is_some_and(|at| !self.inside(at).is_empty())
    }

    /// Puts a folder's entries where they belong. `top` is the prefix of the whole tree.
    pub fn put_folder(&mut self, top: &str, page: FolderPage) {
        let (at, depth) = if page.folder == top {
            (None, 0)
        } else {
            let found = self
                .rows
                .iter()
                .position(|row| matches!(&row.item, Item::Folder { prefix } if *prefix == page.folder));
            let Some(at) = found else { return };
            let Some(row) = self.rows.get_mut(at) else { return };
            row.open = true;
            (Some(at), row.depth + 1)
        };
        let inside = at.map_or(0..self.rows.len(), |at| self.inside(at));
        let range =
            if page.follows {
                let more =
                    self.rows.get(inside.clone()).unwrap_or_default().iter().position(
                        |row| matches!(&row.item, Item::More { prefix, .. } if *prefix == page.folder),
                    );
                let Some(more) = more else { return };
                inside.start + more..inside.start + more + 1
            } else {
                inside
            };
        let last = page.entries.last().map(|entry| entry.name().to_owned());
        let mut rows: Vec<Row> =
            page.entries.into_iter().map(|entry| entry_row(&page.folder, entry, depth)).collect();
        if let Some(after) = last.filter(|_| page.more) {
            let item = Item::More { prefix: page.folder, after };
            rows.push(Row { item, name: "more \u{2026}".to_owned(), depth, open: false });
        } else if rows.is_empty() {
            let name = "nothing indexed here".to_owned();
            rows.push(Row { item: Item::Notice, name, depth, open: false });
        }
        self.rows.splice(range, rows);
        self.refilter();
    }

    /// Puts a file's symbols where they belong.
    pub fn put_symbols(&mut self, file: NodeId, symbols: &Page<SymbolRow>) {
        let found =
            self.rows.iter().position(|row| matches!(&row.item, Item::File { id, .. } if *id == file));
        let Some(at) = found else { return };
        let inside = self.inside(at);
        let Some(row) = self.rows.get_mut(at) else { return };
        row.open = true;
        let depth = row.depth + 1;
        let Item::File { path, .. } = &row.item else { return };
        let path = path.clone();
        let notice = |name: &str| Row { item: Item::Notice, name: name.to_owned(), depth, open: false };
        let mut rows: Vec<Row> = symbols
            .items
            .iter()
            .map(|symbol| Row {
                item: Item::Symbol {
                    id: symbol.id,
                    file: (file, path.clone()),
                    kind: symbol.kind.clone(),
                    line: symbol.line,
                },
                name: symbol.name.clone(),
                depth: depth.saturating_add(symbol.depth),
                open: false,
            })
            .collect();
        if symbols.more {
            rows.push(notice("more symbols than are shown"));
        } else if rows.is_empty() {
            rows.push(notice("no symbols"));
        }
        self.rows.splice(inside, rows);
        self.refilter();
    }

    /// Unfolds the way to a place and selects it.
    pub fn unfold(&mut self, top: &str, way: Unfolded) {
        for page in way.folders {
            let known = page.folder == top && !self.rows.is_empty()
                || self.rows.iter().any(|row| {
                    row.open && matches!(&row.item, Item::Folder { prefix } if *prefix == page.folder)
                });
            let reaches = |tree: &Tree| {
                page.entries.last().is_none_or(|entry| {
                    let last = format!("{}{}", page.folder, entry.name());
                    tree.rows.iter().any(|row| match &row.item {
                        Item::File { path, .. } => *path == last,
                        Item::Folder { prefix } => prefix.trim_end_matches('/') == last,
                        _ => false,
                    })
                })
            };
            // What is unfolded already stays as the user has it.
            if !known || !reaches(self) {
                self.put_folder(top, page);
            }
        }
        self.put_symbols(way.file, &way.symbols);
        let target = self.rows.iter().position(|row| match (&row.item, way.symbol) {
            (Item::Symbol { id, .. }, Some(symbol)) => *id == symbol,
            (Item::File { id, .. }, None) => *id == way.file,
            _ => false,
        });
        if let Some(target) = target {
            if self.passed.as_ref().is_some_and(|passed| !passed.contains(&target)) {
                self.set_filter("");
            }
            self.select(target);
        }
    }

    /// The files that have rows.
    pub fn files(&self) -> Vec<NodeId> {
        let file = |row: &Row| match row.item {
            Item::File { id, .. } => Some(id),
            _ => None,
        };
        self.rows.iter().filter_map(file).collect()
    }

    /// Marks files as changed, gone, or as indexed.
    pub fn mark(&mut self, changes: &[(NodeId, Change)]) {
        let changes: HashMap<NodeId, Change> = changes.iter().copied().collect();
        for row in &mut self.rows {
            if let Item::File { id, change, .. } = &mut row.item
                && let Some(found) = changes.get(id)
            {
                *change = *found;
            }
        }
    }

    /// Forgets every row, but not where the selection was.
    pub fn clear(&mut self) {
        *self = Tree { list: self.list, ..Tree::default() };
    }
}

fn entry_row(folder: &str, entry: FolderEntry, depth: u16) -> Row {
    match entry {
        FolderEntry::Folder { name } => {
            let item = Item::Folder { prefix: format!("{folder}{name}/") };
            Row { item, name, depth, open: false }
        }
        FolderEntry::File { name, id } => {
            let item = Item::File { id, path: format!("{folder}{name}"), change: Change::Unknown };
            Row { item, name, depth, open: false }
        }
    }
}
