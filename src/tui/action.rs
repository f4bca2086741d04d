//! The one table of actions, from which keys, help and the hints at the foot come.

/// Where an action can be used. A key is looked up in the contexts of the focused pane, from the
/// narrowest to [`Context::Global`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    /// Everywhere but in a text input.
    Global,
    /// Wherever something moves: lists and the source.
    Motion,
    /// The tree of folders, files and symbols.
    Tree,
    /// The source text.
    Source,
}

impl Context {
    /// The name of its table in the key map, and its heading in the help.
    pub fn name(self) -> &'static str {
        match self {
            Context::Global => "global",
            Context::Motion => "motion",
            Context::Tree => "tree",
            Context::Source => "source",
        }
    }
}

/// What a user can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Action {
    Quit,
    Help,
    Find,
    ShowOverview,
    ShowExplore,
    NextPane,
    PreviousPane,
    Back,
    Forward,
    Filter,
    Search,
    Update,
    Edit,
    CopyPlace,
    CopyName,
    Suspend,
    Redraw,
    Dismiss,
    Up,
    Down,
    PageUp,
    PageDown,
    HalfPageUp,
    HalfPageDown,
    Top,
    Bottom,
    Open,
    Expand,
    Collapse,
    Left,
    Right,
    WordLeft,
    WordRight,
    LineStart,
    LineEnd,
    NextHit,
    PreviousHit,
    GotoLine,
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The action.
    pub action: Action,
    /// Its name in the key map.
    pub name: &'static str,
    /// Where it can be used.
    pub context: Context,
    /// A word or two for the foot of the screen; empty for one that is never hinted at.
    pub hint: &'static str,
    /// A line for the help.
    pub description: &'static str,
}

const fn entry(
    action: Action,
    name: &'static str,
    context: Context,
    hint: &'static str,
    description: &'static str,
) -> Entry {
    Entry { action, name, context, hint, description }
}

use Action as A;
use Context::{Global, Motion, Source, Tree};

/// Every action, in the order in which the help shows them. Hints at the foot come in this order too.
pub const ACTIONS: &[Entry] = &[
    entry(A::Open, "open", Motion, "open", "Go there; in the source, to the definition"),
    entry(A::Down, "down", Motion, "", "Down"),
    entry(A::Up, "up", Motion, "", "Up"),
    entry(A::PageDown, "page-down", Motion, "", "A page down"),
    entry(A::PageUp, "page-up", Motion, "", "A page up"),
    entry(A::HalfPageDown, "half-page-down", Motion, "", "Half a page down"),
    entry(A::HalfPageUp, "half-page-up", Motion, "", "Half a page up"),
    entry(A::Top, "top", Motion, "", "To the first line"),
    entry(A::Bottom, "bottom", Motion, "", "To the last line"),
    entry(A::Expand, "expand", Tree, "unfold", "Unfold a folder or a file, or step into it"),
    entry(A::Collapse, "collapse", Tree, "fold", "Fold it, or go to what it is in"),
    entry(A::Left, "left", Source, "", "A character to the left"),
    entry(A::Right, "right", Source, "", "A character to the right"),
    entry(A::WordRight, "word-right", Source, "", "To the next name"),
    entry(A::WordLeft, "word-left", Source, "", "To the name before"),
    entry(A::LineStart, "line-start", Source, "", "To the start of the line"),
    entry(A::LineEnd, "line-end", Source, "", "To the end of the line"),
    entry(A::Search, "search", Source, "search", "Search in the text"),
    entry(A::NextHit, "next-hit", Source, "", "To the next place that was searched for"),
    entry(A::PreviousHit, "previous-hit", Source, "", "To the one before"),
    entry(A::GotoLine, "goto-line", Source, "line", "Go to a line by its number"),
    entry(A::Find, "find", Global, "find", "Find any symbol or file by a part of its name"),
    entry(A::Filter, "filter", Global, "filter", "Show only what holds a text"),
    entry(A::NextPane, "next-pane", Global, "pane", "To the next pane"),
    entry(A::PreviousPane, "previous-pane", Global, "", "To the pane before"),
    entry(A::Back, "back", Global, "back", "Back on the trail"),
    entry(A::Forward, "forward", Global, "", "Forward on the trail"),
    entry(A::ShowOverview, "show-overview", Global, "", "The overview"),
    entry(A::ShowExplore, "show-explore", Global, "", "Explore files, symbols and source"),
    entry(A::Edit, "edit", Global, "edit", "Open the place in your editor ($VISUAL, $EDITOR)"),
    entry(A::CopyPlace, "copy-place", Global, "copy", "Copy path:line"),
    entry(A::CopyName, "copy-name", Global, "", "Copy the qualified name"),
    entry(A::Update, "update", Global, "update", "Bring the index up to date"),
    entry(A::Help, "help", Global, "keys", "What the keys do here"),
    entry(A::Dismiss, "dismiss", Global, "", "Close what is open, clear a filter, stop what is running"),
    entry(A::Redraw, "redraw", Global, "", "Draw the screen afresh"),
    entry(A::Suspend, "suspend", Global, "", "Put the program into the background"),
    entry(A::Quit, "quit", Global, "quit", "Leave"),
];

impl Action {
    /// Its row of the table.
    pub fn entry(self) -> Option<&'static Entry> {
        ACTIONS.iter().find(|entry| entry.action == self)
    }
}
