//! The screens that the explorer knows by nothing but [`View`].

use super::{App, Screen};
use crate::tui::chunks::Chunks;
use crate::tui::data::graph::Leaf;
use crate::tui::data::place::Place;
use crate::tui::graph::Graph;
use crate::tui::history::History;
use crate::tui::metrics::Metrics;
use crate::tui::overview::Opened;
use crate::tui::services::Services;
use crate::tui::tables::Tables;
use crate::tui::view::View;

/// One of each.
#[derive(Default)]
pub(super) struct Views {
    pub(super) graph: Graph,
    pub(super) chunks: Chunks,
    pub(super) metrics: Metrics,
    pub(super) history: History,
    pub(super) tables: Tables,
}

impl Views {
    /// A screen; `None` for one that is more than a view.
    pub(super) fn get(&self, screen: Screen) -> Option<&dyn View> {
        match screen {
            Screen::Graph => Some(&self.graph),
            Screen::Chunks => Some(&self.chunks),
            Screen::Tables => Some(&self.tables),
            Screen::Metrics => Some(&self.metrics),
            Screen::History => Some(&self.history),
            Screen::Overview | Screen::Explore | Screen::Migrate => None,
        }
    }

    /// The same, to change it.
    pub(super) fn get_mut(&mut self, screen: Screen) -> Option<&mut dyn View> {
        match screen {
            Screen::Graph => Some(&mut self.graph),
            Screen::Chunks => Some(&mut self.chunks),
            Screen::Tables => Some(&mut self.tables),
            Screen::Metrics => Some(&mut self.metrics),
            Screen::History => Some(&mut self.history),
            Screen::Overview | Screen::Explore | Screen::Migrate => None,
        }
    }

    /// Tells all of them that the index has changed.
    pub(super) fn refresh(&mut self, shown: Screen, services: &mut Services) {
        for screen in Screen::ALL {
            if let Some(view) = self.get_mut(screen) {
                view.refresh(screen == shown, services);
            }
        }
    }
}

impl App {
    /// The screen that is shown, where it is a view.
    pub(super) fn view(&mut self) -> Option<(&mut dyn View, &mut Services)> {
        let view = self.views.get_mut(self.screen)?;
        Some((view, &mut self.services))
    }

    /// Puts the symbol that is selected on the screen `before` into the middle of the graph, or else the one in Explore.
    /// Where there is none, the graph offers some.
    pub(super) fn put_into_graph(&mut self, before: Screen) {
        let selected = match (before, self.overview.opened()) {
            (Screen::Overview, Some(Opened::Place(place))) => Some(place),
            (Screen::Overview | Screen::Explore | Screen::Graph | Screen::Migrate, _) => None,
            (screen, _) => self.views.get(screen).and_then(|view| view.here()),
        };
        let selected = selected.filter(|place| place.symbol.is_some()).or_else(|| self.explore.definition());
        self.views.graph.take(selected, &mut self.services);
        let recent = self.memory.visited.iter().map(Place::from).collect();
        self.views.graph.offer(recent, &mut self.services);
    }

    /// Goes where a name leads: in the graph to that symbol in its middle, else to the text there.
    pub(super) fn follow(&mut self, place: Place) {
        if self.screen == Screen::Graph && place.symbol.is_some() {
            self.views.graph.centre(Leaf::from(&place), &mut self.services);
        } else {
            self.go(place);
        }
    }
}
