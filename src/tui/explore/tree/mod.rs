//! The tree of folders, files and symbols: which rows it has, unfolded as far as the user did.

mod fill;

use crate::model::{NodeId, SymbolKind};
use crate::tui::data::place::Place;
use crate::tui::data::tree::Change;
use crate::tui::widgets::list::ListState;

/// What a row stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A folder, by the prefix of its files' paths.
    Folder {
        /// Ends in a slash.
        prefix: String,
    },
    /// A file.
    File {
        /// Its node.
        id: NodeId,
        /// Its path, as the database writes it.
        path: String,
        /// Whether it is still what was indexed.
        change: Change,
    },
    /// A symbol.
    Symbol {
        /// Its node.
        id: NodeId,
        /// Its file's node and path.
        file: (NodeId, String),
        /// What it is.
        kind: SymbolKind,
        /// Its first line, from 1.
        line: u32,
    },
    /// More entries of a folder, behind the one named.
    More {
        /// The folder's prefix.
        prefix: String,
        /// The last name that is here.
        after: String,
    },
    /// A line that stands for nothing.
    Notice,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it stands for.
    pub item: Item,
    /// What it is called.
    pub name: String,
    /// How deep it is.
    pub depth: u16,
    /// Whether what is in it follows.
    pub open: bool,
}

/// What the tree lacks to unfold further.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// Entries of a folder behind the one named.
    Folder(String, Option<String>),
    /// The symbols of a file.
    Symbols(NodeId),
}

/// The tree.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    rows: Vec<Row>,
    /// Rows that the filter lets through, where there is one.
    passed: Option<Vec<usize>>,
    filter: String,
    /// The selection, among the rows that are shown.
    pub list: ListState,
}

impl Tree {
    /// How many rows are shown.
    pub fn len(&self) -> usize {
        self.passed.as_ref().map_or(self.rows.len(), Vec::len)
    }

    /// Whether it has no row at all.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The row that is shown at `shown`.
    pub fn row(&self, shown: usize) -> Option<&Row> {
        self.rows.get(self.index(shown)?)
    }

    fn index(&self, shown: usize) -> Option<usize> {
        match &self.passed {
            Some(passed) => passed.get(shown).copied(),
            None => (shown < self.rows.len()).then_some(shown),
        }
    }

    /// The selected row.
    pub fn selected(&self) -> Option<&Row> {
        self.row(self.list.selected)
    }

    /// The place that the selected row stands for.
    pub fn place(&self) -> Option<Place> {
        match &self.selected()?.item {
            Item::File { id, path, .. } => Some(Place {
                file: Some(*id),
                path: path.clone(),
                symbol: None,
                label: String::new(),
                line: 1,
                column: 0,
            }),
            Item::Symbol { id, file, line, .. } => Some(Place {
                file: Some(file.0),
                path: file.1.clone(),
                symbol: Some(*id),
                label: self.selected()?.name.clone(),
                line: *line,
                column: 0,
            }),
            _ => None,
        }
    }

    /// The prefix of the folder that is selected.
    pub fn folder(&self) -> Option<&str> {
        match &self.selected()?.item {
            Item::Folder { prefix } => Some(prefix),
            _ => None,
        }
    }

    /// The text that rows must hold to be shown.
    pub fn filter(&self) -> &str {
        &self.filter
    }

    /// Shows only rows whose name holds `filter` (whatever the case), and what they are in.
    pub fn set_filter(&mut self, filter: &str) {
        let selected = self.index(self.list.selected);
        filter.clone_into(&mut self.filter);
        self.refilter();
        if let Some(selected) = selected {
            self.select(selected);
        }
    }

    fn refilter(&mut self) {
        if self.filter.is_empty() {
            self.passed = None;
            return;
        }
        let wanted = self.filter.to_lowercase();
        let mut passed = Vec::new();
        // From the end: a row is kept for its own sake, or because one inside it was.
        let mut inside: Vec<u16> = Vec::new();
        for (index, row) in self.rows.iter().enumerate().rev() {
            let holds_one = inside.last().is_some_and(|depth| *depth > row.depth);
            while inside.last().is_some_and(|depth| *depth > row.depth) {
                inside.pop();
            }
            if holds_one || row.name.to_lowercase().contains(&wanted) {
                passed.push(index);
                inside.push(row.depth);
            }
        }
        passed.reverse();
        self.passed = Some(passed);
    }

    /// Selects a folder by its prefix; `false` where it has no row.
    pub fn select_folder(&mut self, folder: &str) -> bool {
        let is_it = |row: &Row| matches!(&row.item, Item::Folder { prefix } if prefix == folder);
        let found = self.rows.iter().position(is_it);
        found.inspect(|at| self.select(*at)).is_some()
    }

    /// Selects a symbol, where its file is unfolded and nothing is filtered.
    pub fn select_symbol(&mut self, wanted: NodeId) {
        let is_it = |row: &Row| matches!(&row.item, Item::Symbol { id, .. } if *id == wanted);
        if let Some(at) = self.rows.iter().position(is_it).filter(|_| self.passed.is_none()) {
            self.select(at);
        }
    }

    fn select(&mut self, index: usize) {
        let shown = match &self.passed {
            Some(passed) => passed.partition_point(|at| *at < index).min(passed.len().saturating_sub(1)),
            None => index,
        };
        self.list.reveal(shown);
    }

    /// The rows inside the one at `index`.
    fn inside(&self, index: usize) -> std::ops::Range<usize> {
        let Some(row) = self.rows.get(index) else { return 0..0 };
        let rest = self.rows.get(index + 1..).unwrap_or_default();
        let count = rest.iter().take_while(|other| other.depth > row.depth).count();
        index + 1..index + 1 + count
    }

    /// Unfolds the selected row, or steps into it where it is unfolded; what is lacking is asked for.
    pub fn expand(&mut self) -> Option<Need> {
        let index = self.index(self.list.selected)?;
        let inside = self.inside(index);
        let row = self.rows.get_mut(index)?;
        if row.open {
            if !inside.is_empty() {
                self.list.selected = (self.list.selected + 1).min(self.len().saturating_sub(1));
            }
            return None;
        }
        match &row.item {
            Item::Folder { prefix } => {
                row.open = true;
                Some(Need::Folder(prefix.clone(), None))
            }
            Item::File { id, .. } => {
                row.open = true;
                Some(Need::Symbols(*id))
            }
            Item::More { prefix, after } => Some(Need::Folder(prefix.clone(), Some(after.clone()))),
            _ => None,
        }
    }

    /// Folds the selected row, or selects the one that it is in.
    pub fn collapse(&mut self) {
        let Some(index) = self.index(self.list.selected) else { return };
        let inside = self.inside(index);
        let Some(row) = self.rows.get_mut(index) else { return };
        if row.open {
            row.open = false;
            self.rows.drain(inside);
            self.refilter();
            return;
        }
        let depth = row.depth;
        let before = self.rows.get(..index).unwrap_or_default();
        if let Some(parent) = before.iter().rposition(|other| other.depth < depth) {
            self.select(parent);
        }
    }
}

#[cfg(test)]
mod tests;
