//! The screens, and what their tabs say.

use crate::tui::action::Action;

/// A screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Screen {
    /// What the database is.
    #[default]
    Overview,
    /// Its files, symbols and sources.
    Explore,
    /// What calls what.
    Graph,
    /// Its texts, and a search in them.
    Chunks,
    /// How large and how complex it is.
    Metrics,
    /// How it came to be.
    History,
    /// All that is in it, as it lies there.
    Tables,
    /// A copy of it in the other engine.
    Migrate,
}

impl Screen {
    pub(super) const ALL: [Screen; 8] = [
        Screen::Overview,
        Screen::Explore,
        Screen::Graph,
        Screen::Chunks,
        Screen::Metrics,
        Screen::History,
        Screen::Tables,
        Screen::Migrate,
    ];

    pub(super) fn title(self) -> &'static str {
        match self {
            Screen::Overview => "Overview",
            Screen::Explore => "Explore",
            Screen::Graph => "Graph",
            Screen::Chunks => "Chunks",
            Screen::Metrics => "Metrics",
            Screen::History => "History",
            Screen::Tables => "Tables",
            Screen::Migrate => "Migrate",
        }
    }

    /// The action that shows it.
    pub(super) fn action(self) -> Action {
        match self {
            Screen::Overview => Action::ShowOverview,
            Screen::Explore => Action::ShowExplore,
            Screen::Graph => Action::ShowGraph,
            Screen::Chunks => Action::ShowChunks,
            Screen::Metrics => Action::ShowMetrics,
            Screen::History => Action::ShowHistory,
            Screen::Tables => Action::ShowTables,
            Screen::Migrate => Action::ShowMigrate,
        }
    }
}
