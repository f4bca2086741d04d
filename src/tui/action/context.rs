//! Where actions can be used.

use crate::tui::migrate::Step;

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
            Context::Browse => "On every screen but in a migration",
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
