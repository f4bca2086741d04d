//! The one table of actions, from which keys, help and the hints at the foot come.

use super::migrate::Step;

/// Where an action can be used. A key is looked up in the contexts of the focused pane, from the
/// narrowest to [`Context::Global`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    /// Everywhere but in a text input.
    Global,
    /// Where the index is looked at: not in a wizard.
    Browse,
    /// Wherever there are panes.
    Panes,
    /// Wherever something moves: lists and the source.
    Motion,
    /// The tree of folders, files and symbols.
    Tree,
    /// The source text.
    Source,
    /// The tree, the source and what is beside it.
    Explore,
    /// The graph, and the lists that lead there.
    Graph,
    /// The tables of measures.
    Metrics,
    /// The log of runs.
    History,
    /// Tables and keyspaces.
    Tables,
    /// The chunks of source text.
    Chunks,
    /// A step of the migration, while nothing is copied.
    Migrate(Step),
    /// The path of the copy, while it is typed.
    MigratePath,
    /// The steps in which a copy is made, while that goes on.
    Migrating,
    /// A step of the migration from which only back leads on: something failed.
    MigrateStuck,
}

impl Context {
    /// The name of its table in the key map.
    pub fn name(self) -> &'static str {
        match self {
            Context::Global => "global",
            Context::Browse => "browse",
            Context::Panes => "panes",
            Context::Motion => "motion",
            Context::Tree => "tree",
            Context::Source => "source",
            Context::Explore => "explore",
            Context::Graph => "graph",
            Context::Metrics => "metrics",
            Context::History => "history",
            Context::Chunks => "chunks",
            Context::Tables => "tables",
            Context::Migrate(Step::Source) => "migrate-source",
            Context::Migrate(Step::Target) => "migrate-target",
            Context::Migrate(Step::Plan) => "migrate-plan",
            Context::Migrate(Step::Run) => "migrate-run",
            Context::Migrate(Step::Verify) => "migrate-verify",
            Context::Migrate(Step::Done) => "migrate-done",
            Context::MigratePath => "migrate-path",
            Context::Migrating => "migrating",
            Context::MigrateStuck => "migrate-stuck",
        }
    }

    /// Whether it is a step of a wizard, which says by itself what can be done.
    pub fn is_step(self) -> bool {
        matches!(
            self,
            Context::Migrate(_) | Context::MigratePath | Context::Migrating | Context::MigrateStuck
        )
    }

    /// Its heading in the help.
    pub fn heading(self) -> &'static str {
        match self {
            Context::Global => "Everywhere",
            Context::Browse => "Where you look at the index",
            Context::Panes => "Panes",
            Context::Motion => "Moving",
            Context::Tree => "In the tree",
            Context::Source => "In the source",
            Context::Explore => "In Explore",
            Context::Graph => "In the graph",
            Context::Metrics => "In the metrics",
            Context::History => "In the history",
            Context::Chunks => "In the chunks",
            Context::Tables => "In the tables",
            Context::Migrate(_) | Context::MigrateStuck => "In this step",
            Context::MigratePath => "While you type the path",
            Context::Migrating => "While it runs",
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
    Palette,
    Bookmark,
    ShowBookmarks,
    ShowVisited,
    ShowOverview,
    ShowExplore,
    ShowGraph,
    ShowChunks,
    ShowMetrics,
    ShowHistory,
    ShowTables,
    ShowMigrate,
    NextPane,
    PreviousPane,
    Zoom,
    Widen,
    Narrow,
    Heighten,
    Lower,
    Back,
    Forward,
    Filter,
    Search,
    Update,
    Follow,
    Edit,
    CopyPlace,
    CopyName,
    Export,
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
    NextTab,
    PreviousTab,
    TabSource,
    TabRelations,
    TabFlow,
    TabSyntax,
    TabMetrics,
    TabHistory,
    ToggleTree,
    NextKind,
    Source,
    MarkA,
    MarkB,
    ShowWays,
    ShowImpact,
    ShowFlow,
    ShowCycles,
    ShowUnreached,
    ColumnLeft,
    ColumnRight,
    SortColumn,
    TurnCharts,
    ScatterAcross,
    CompareRun,
    NextOrder,
    NextStep,
    StepBack,
    LeaveSteps,
    CheckSource,
    TypePath,
    SwitchEngine,
    ReplaceThere,
    CompletePath,
    CompleteBack,
    KeepPath,
    UndoPath,
    StopCopy,
    AnotherCopy,
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
use Context::{
    Browse, Chunks, Explore, Global, Graph, History, Metrics, Migrate, MigratePath, MigrateStuck, Migrating,
    Motion, Panes, Source, Tables, Tree,
};

/// Every action, in the order in which the help shows them. Hints at the foot come in this order too.
pub const ACTIONS: &[Entry] = &[
    entry(A::NextStep, "next", Migrate(Step::Source), "target", "Go on: where the copy is to be"),
    entry(
        A::CheckSource,
        "check",
        Migrate(Step::Source),
        "check",
        "Stop the check of the source, or check it again",
    ),
    entry(A::LeaveSteps, "leave", Migrate(Step::Source), "leave", "Leave the migration; nothing was changed"),
    entry(A::NextStep, "next", Migrate(Step::Target), "plan", "Go on: what the copy would do"),
    entry(A::TypePath, "path", Migrate(Step::Target), "path", "Type the path of the copy"),
    entry(A::SwitchEngine, "engine", Migrate(Step::Target), "engine", "The other engine for the copy"),
    entry(
        A::ReplaceThere,
        "replace",
        Migrate(Step::Target),
        "replace",
        "Replace a database that is there, or not",
    ),
    entry(A::StepBack, "back", Migrate(Step::Target), "back", "Back to the source"),
    entry(A::KeepPath, "keep", MigratePath, "keep", "Take the path as it is typed"),
    entry(
        A::CompletePath,
        "complete",
        MigratePath,
        "complete",
        "Complete the path; again: the next name that fits",
    ),
    entry(A::CompleteBack, "complete-back", MigratePath, "", "The name before"),
    entry(A::Help, "help", MigratePath, "keys", "What the keys do here"),
    entry(A::UndoPath, "undo", MigratePath, "undo", "The path as it was before"),
    entry(A::NextStep, "next", Migrate(Step::Plan), "copy", "Go on: make the copy"),
    entry(A::StepBack, "back", Migrate(Step::Plan), "back", "Back to the target"),
    entry(A::StopCopy, "stop", Migrating, "stop", "Stop, and take away what was copied; asks first"),
    entry(A::NextStep, "next", Migrating, "", "To what is read back, once that has begun"),
    entry(A::StepBack, "back", Migrating, "", "From what is read back to what was copied"),
    entry(A::NextStep, "next", Migrate(Step::Run), "verify", "Go on: what was read back"),
    entry(A::StepBack, "back", Migrate(Step::Run), "", "Back; not where the copy is made"),
    entry(A::StepBack, "back", MigrateStuck, "back", "A step back, to try it another way"),
    entry(A::NextStep, "next", MigrateStuck, "", "To what was read back, where something was"),
    entry(A::NextStep, "next", Migrate(Step::Verify), "report", "Go on: the report"),
    entry(A::StepBack, "back", Migrate(Step::Verify), "back", "Back to what was copied"),
    entry(A::NextStep, "next", Migrate(Step::Done), "open the copy", "Open the copy now"),
    entry(A::LeaveSteps, "leave", Migrate(Step::Done), "keep the source", "Keep looking at the source"),
    entry(A::AnotherCopy, "another", Migrate(Step::Done), "another", "Make another copy"),
    entry(A::StepBack, "back", Migrate(Step::Done), "", "Back to what was read back"),
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
    entry(
        A::NextTab,
        "next-tab",
        Explore,
        "tabs",
        "To the next tab: what is known of the symbol and its file",
    ),
    entry(A::PreviousTab, "previous-tab", Explore, "", "To the tab before"),
    entry(A::TabSource, "tab-source", Explore, "", "The source, with all the room beside the tree"),
    entry(
        A::TabRelations,
        "tab-relations",
        Explore,
        "",
        "Its relations: callers, callees, references, imports",
    ),
    entry(
        A::TabFlow,
        "tab-flow",
        Explore,
        "",
        "Its control flow, with the selected block marked in the source",
    ),
    entry(
        A::TabSyntax,
        "tab-syntax",
        Explore,
        "",
        "The syntax tree of the file, with the selected node marked",
    ),
    entry(
        A::TabMetrics,
        "tab-metrics",
        Explore,
        "",
        "The metrics of the symbol and of its file, and what they mean",
    ),
    entry(A::TabHistory, "tab-history", Explore, "", "The history of the file: runs that touched it"),
    entry(
        A::Right,
        "right",
        Graph,
        "unfold",
        "To the right: unfold what is away from the middle, fold what is not",
    ),
    entry(A::Left, "left", Graph, "", "To the left, likewise"),
    entry(
        A::ToggleTree,
        "tree",
        Graph,
        "tree",
        "The same as a tree, or as boxes; of impact by distance, or by file",
    ),
    entry(A::NextKind, "kind", Graph, "kind", "Calls, references, what is implemented, imports"),
    entry(A::Source, "source", Graph, "source", "Go to its source"),
    entry(
        A::ShowImpact,
        "impact",
        Graph,
        "impact",
        "What a change of it reaches: who calls it, who calls those",
    ),
    entry(A::MarkA, "mark-a", Graph, "", "Ways begin here"),
    entry(A::MarkB, "mark-b", Graph, "", "Ways lead here"),
    entry(A::ShowWays, "ways", Graph, "ways", "The shortest ways from the one mark to the other"),
    entry(A::ShowFlow, "flow", Graph, "flow", "Its control flow, block by block, with the source beside it"),
    entry(A::ShowCycles, "cycles", Graph, "cycles", "Functions that call each other in a circle"),
    entry(A::ShowUnreached, "unreached", Graph, "unreached", "Functions that no entry reaches"),
    entry(A::ColumnRight, "column-right", Metrics, "", "To the next column: the histogram is of it"),
    entry(A::ColumnLeft, "column-left", Metrics, "", "To the column before"),
    entry(A::SortColumn, "sort", Metrics, "sort", "Sort by this column; again: the other way"),
    entry(
        A::ScatterAcross,
        "across",
        Metrics,
        "across",
        "What complexity is held against: lines, callers, calls",
    ),
    entry(A::TurnCharts, "charts", Metrics, "charts", "The charts away, or there again"),
    entry(A::CompareRun, "compare", History, "compare", "Mark this run: others are held against it"),
    entry(A::Search, "search", Chunks, "search", "Search the texts; kind:fn name:add* path:src/** lang:rust"),
    entry(A::NextOrder, "order", Chunks, "order", "By file, by name, by kind"),
    entry(A::ColumnRight, "column-right", Tables, "columns", "Further columns"),
    entry(A::ColumnLeft, "column-left", Tables, "", "The columns before"),
    entry(A::Find, "find", Global, "find", "Find any symbol or file by a part of its name"),
    entry(A::Palette, "palette", Global, "do", "Do anything by its name, or go to a line by its number"),
    entry(A::Filter, "filter", Browse, "filter", "Show only what holds a text"),
    entry(A::NextPane, "next-pane", Panes, "pane", "To the next pane"),
    entry(A::PreviousPane, "previous-pane", Panes, "", "To the pane before"),
    entry(A::Zoom, "zoom", Panes, "", "Give this pane the whole screen, or each its part again"),
    entry(A::Widen, "widen", Panes, "", "Make this pane wider"),
    entry(A::Narrow, "narrow", Panes, "", "Make this pane narrower"),
    entry(A::Heighten, "heighten", Panes, "", "Make this pane higher"),
    entry(A::Lower, "lower", Panes, "", "Make this pane lower"),
    entry(A::Back, "back", Browse, "back", "Back on the trail"),
    entry(A::Forward, "forward", Browse, "", "Forward on the trail"),
    entry(A::Bookmark, "bookmark", Browse, "", "Make a bookmark here, or take it away"),
    entry(A::ShowBookmarks, "show-bookmarks", Browse, "", "Go to a bookmark"),
    entry(A::ShowVisited, "show-visited", Browse, "", "Go to a place that was visited, newest first"),
    entry(A::ShowOverview, "show-overview", Global, "", "The overview"),
    entry(A::ShowExplore, "show-explore", Global, "", "Explore files, symbols and source"),
    entry(A::ShowGraph, "show-graph", Global, "", "The graph around the selected symbol"),
    entry(A::ShowChunks, "show-chunks", Global, "", "The chunks of source text, and a search in them"),
    entry(A::ShowMetrics, "show-metrics", Global, "", "Measures of symbols and files"),
    entry(A::ShowHistory, "show-history", Global, "", "The log of runs"),
    entry(A::ShowTables, "show-tables", Global, "", "Every table and keyspace, row by row"),
    entry(A::ShowMigrate, "show-migrate", Global, "", "Copy the database into the other engine"),
    entry(A::Edit, "edit", Browse, "edit", "Open the place in your editor ($VISUAL, $EDITOR)"),
    entry(A::CopyPlace, "copy-place", Browse, "copy", "Copy path:line"),
    entry(A::CopyName, "copy-name", Browse, "", "Copy the qualified name"),
    entry(
        A::Export,
        "export",
        Browse,
        "",
        "Export the table or graph that is shown: to a file or the clipboard",
    ),
    entry(A::Update, "update", Browse, "update", "Bring the index up to date"),
    entry(
        A::Follow,
        "follow",
        Browse,
        "",
        "Follow the folder: what happens there is shown at once; again: no longer",
    ),
    entry(A::Help, "help", Global, "keys", "What the keys do here"),
    entry(A::Dismiss, "dismiss", Global, "", "Close what is open, clear a filter, stop what is running"),
    entry(A::Redraw, "redraw", Global, "", "Draw the screen afresh"),
    entry(A::Suspend, "suspend", Global, "", "Put the program into the background"),
    entry(A::Quit, "quit", Global, "quit", "Leave"),
];
