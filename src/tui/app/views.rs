//! The screens that the explorer knows by nothing but [`View`].

use super::{App, Screen};
use crate::tui::chunks::Chunks;
use crate::tui::history::History;
use crate::tui::metrics::Metrics;
use crate::tui::services::Services;
use crate::tui::view::View;

/// One of each.
#[derive(Default)]
pub(super) struct Views {
    chunks: Chunks,
    metrics: Metrics,
    history: History,
}

impl Views {
    /// A screen; `None` for one that is more than a view.
    pub(super) fn get(&self, screen: Screen) -> Option<&dyn View> {
        match screen {
            Screen::Chunks => Some(&self.chunks),
            Screen::Metrics => Some(&self.metrics),
            Screen::History => Some(&self.history),
            Screen::Overview | Screen::Explore | Screen::Migrate => None,
        }
    }

    /// The same, to change it.
    pub(super) fn get_mut(&mut self, screen: Screen) -> Option<&mut dyn View> {
        match screen {
            Screen::Chunks => Some(&mut self.chunks),
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
}
