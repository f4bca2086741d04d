//! The syntax tree as a list of rows that are set in.

use std::ops::Range;

use crate::tui::data::syntax::{SyntaxNode, SyntaxTree};
use crate::tui::services::Loadable;
use crate::tui::widgets::list::ListState;

/// The view.
#[derive(Debug, Clone, Default)]
pub struct SyntaxView {
    /// The path of the file that the tree is of.
    pub path: String,
    /// The tree.
    pub found: Loadable<SyntaxTree>,
    /// Nodes that the filter lets through, where there is one.
    passed: Option<Vec<usize>>,
    filter: String,
    /// The selection, among the rows that are shown.
    pub list: ListState,
}

impl SyntaxView {
    /// Forgets everything but the filter: the tree of another file is on its way.
    pub fn clear(&mut self, path: &str) {
        let filter = std::mem::take(&mut self.filter);
        *self = SyntaxView { path: path.to_owned(), filter, ..SyntaxView::default() };
    }

    /// Takes the tree, or why there is none.
    pub fn deliver(&mut self, found: Result<SyntaxTree, String>) {
        self.found = found.map_or_else(Loadable::Failed, Loadable::Ready);
        self.refilter();
    }

    /// The text that the kind of a node must hold to be shown.
    pub fn filter(&self) -> &str {
        &self.filter
    }

    /// Shows only nodes whose kind holds a text.
    pub fn set_filter(&mut self, text: &str) {
        let selected = self.index(self.list.selected);
        text.clone_into(&mut self.filter);
        self.refilter();
        if let Some(selected) = selected {
            self.select(selected);
        }
    }

    fn refilter(&mut self) {
        let wanted = self.filter.to_lowercase();
        self.passed = (!wanted.is_empty()).then(|| {
            let nodes = self.found.get().map(|tree| tree.nodes.as_slice()).unwrap_or_default();
            let passes =
                |at: &usize| nodes.get(*at).is_some_and(|node| node.kind.to_lowercase().contains(&wanted));
            (0..nodes.len()).filter(passes).collect()
        });
    }

    /// How many rows are shown.
    pub fn len(&self) -> usize {
        match &self.passed {
            Some(passed) => passed.len(),
            None => self.found.get().map_or(0, |tree| tree.nodes.len()),
        }
    }

    fn index(&self, row: usize) -> Option<usize> {
        match &self.passed {
            Some(passed) => passed.get(row).copied(),
            None => Some(row),
        }
    }

    /// The node that is shown in a row.
    pub fn row(&self, row: usize) -> Option<&SyntaxNode> {
        self.found.get()?.nodes.get(self.index(row)?)
    }

    /// The selected node.
    pub fn selected(&self) -> Option<&SyntaxNode> {
        self.row(self.list.selected)
    }

    /// Selects the node that is made of some bytes of the file, or holds all of them.
    pub fn select_around(&mut self, bytes: &Range<u64>) {
        if let Some(node) = self.found.get().and_then(|tree| tree.around(bytes)) {
            self.select(node);
        }
    }

    /// Selects the innermost node that holds a byte of the file.
    pub fn select_at(&mut self, byte: u64) {
        if let Some(node) = self.found.get().and_then(|tree| tree.at(byte)) {
            self.select(node);
        }
    }

    /// Selects a node, or the one that is shown before it.
    fn select(&mut self, node: usize) {
        let row = match &self.passed {
            Some(passed) => passed.partition_point(|at| *at <= node).saturating_sub(1),
            None => node,
        };
        self.list.reveal(row);
    }
}
