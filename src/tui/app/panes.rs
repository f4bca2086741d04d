//! The panes of the screen that is shown: made larger and smaller by keys, their borders dragged by the mouse.

use std::collections::BTreeMap;

use ratatui::layout::Position;

use super::{App, Screen};
use crate::tui::action::Action;
use crate::tui::services::Tone;
use crate::tui::widgets::panes::{Panes, Way};

/// Columns and rows by which a key moves a border.
const STEP: (i16, i16) = (4, 2);

impl App {
    /// The panes of a screen; `None` where it has one.
    fn panes_of(&mut self, screen: Screen) -> Option<&mut Panes> {
        match screen {
            Screen::Overview => Some(&mut self.overview.panes),
            Screen::Explore => Some(&mut self.explore.panes),
            Screen::Migrate => self.migrate.as_mut().map(|migrate| &mut migrate.panes),
            screen => self.views.get_mut(screen)?.panes(),
        }
    }

    /// Whether one pane has the whole screen.
    pub(super) fn is_zoomed(&mut self) -> bool {
        let screen = self.screen;
        self.panes_of(screen).is_some_and(|panes| panes.is_zoomed())
    }

    /// Makes the focused pane larger or smaller, or gives it everything.
    pub(super) fn resize_pane(&mut self, action: Action) {
        let screen = self.screen;
        let Some(panes) = self.panes_of(screen) else {
            return self.services.say(Tone::Refusal, "there is one pane here");
        };
        let (way, by) = match action {
            Action::Zoom => return panes.zoom(),
            Action::Widen => (Way::Beside, STEP.0),
            Action::Narrow => (Way::Beside, -STEP.0),
            Action::Heighten => (Way::Below, STEP.1),
            _ => (Way::Below, -STEP.1),
        };
        if panes.is_zoomed() {
            self.services.say(Tone::Refusal, "this pane has the whole screen; z gives each its part again");
        } else if !panes.resize(way, by) {
            let told = match way {
                Way::Beside => "there is no border beside this pane that could be moved further",
                Way::Below => "there is no border above or below this pane that could be moved further",
            };
            self.services.say(Tone::Refusal, told);
        }
    }

    /// Takes hold of the border at a cell; `false` where none is.
    pub(super) fn grab_border(&mut self, at: Position) -> bool {
        let screen = self.screen;
        self.panes_of(screen).is_some_and(|panes| panes.grab(at))
    }

    /// Moves the border that the mouse holds.
    pub(super) fn drag_border(&mut self, at: Position) {
        let screen = self.screen;
        if let Some(panes) = self.panes_of(screen) {
            panes.drag(at);
        }
    }

    /// Lets go of it.
    pub(super) fn release_border(&mut self) {
        let screen = self.screen;
        if let Some(panes) = self.panes_of(screen) {
            panes.release();
        }
    }

    /// Puts all borders where they were at the last start.
    pub(super) fn restore_panes(&mut self) {
        Screen::ALL.into_iter().for_each(|screen| self.restore_panes_of(screen));
    }

    /// The same for one screen.
    pub(super) fn restore_panes_of(&mut self, screen: Screen) {
        let shares = self.memory.panes.get(screen.title()).cloned();
        if let Some((panes, shares)) = self.panes_of(screen).zip(shares) {
            panes.restore(&shares);
        }
    }

    /// Where the borders of all screens are that were moved, also of one that is not open now.
    pub(super) fn all_shares(&mut self) -> BTreeMap<String, BTreeMap<String, u16>> {
        let mut all = self.memory.panes.clone();
        for screen in Screen::ALL {
            if let Some(panes) = self.panes_of(screen).filter(|panes| !panes.shares().is_empty()) {
                all.insert(screen.title().to_owned(), panes.shares().clone());
            }
        }
        all
    }
}
