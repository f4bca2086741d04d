//! What is typed to filter a list or to search a text, and what takes it back.

use std::sync::atomic::Ordering;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::{App, Screen};
use crate::tui::action::Action;
use crate::tui::popup::Popup;
use crate::tui::popup::prompt::{Prompt, Purpose};
use crate::tui::services::Tone;

impl App {
    pub(super) fn key_in_prompt(&mut self, key: KeyEvent) {
        let Some(Popup::Prompt(prompt)) = &mut self.popup else { return };
        let cancel = key.code == KeyCode::Esc
            || key.code == KeyCode::Char('c') && key.modifiers.contains(KeyModifiers::CONTROL);
        if cancel {
            self.set_filter("");
            self.end_prompt();
        } else if key.code == KeyCode::Enter {
            let text = prompt.input.text().to_owned();
            self.memory.searched(&text);
            self.end_prompt();
        } else {
            match key.code {
                KeyCode::Up => prompt.recall(&self.memory.searches, 1),
                KeyCode::Down => prompt.recall(&self.memory.searches, -1),
                _ => drop(prompt.input.key(key)),
            }
            self.follow_prompt();
        }
    }

    /// Filters or searches by what is typed so far.
    pub(super) fn follow_prompt(&mut self) {
        if let Some(Popup::Prompt(prompt)) = &self.popup {
            let text = prompt.input.text().to_owned();
            self.set_filter(&text);
        }
    }

    pub(super) fn end_prompt(&mut self) {
        self.popup = None;
        self.end_filter();
    }

    pub(super) fn end_filter(&mut self) {
        if self.screen == Screen::Explore {
            self.explore.end_filter(&mut self.services);
        }
    }

    pub(super) fn set_filter(&mut self, text: &str) {
        match self.screen {
            Screen::Overview => self.overview.set_filter(text),
            Screen::Explore => self.explore.set_filter(text, &mut self.services),
            Screen::Migrate => {}
            _ => {
                if let Some((view, services)) = self.view() {
                    view.set_filter(text, services);
                }
            }
        }
    }

    pub(super) fn ask_filter(&mut self, action: Action) {
        if self.screen == Screen::Explore && !self.explore.has_filter() {
            return self.services.say(Tone::Refusal, "there is no list here to filter");
        }
        let (purpose, text) = match (action, self.screen) {
            (Action::Search, Screen::Explore) => (Purpose::Search, ""),
            (_, Screen::Overview) => (Purpose::Filter, self.overview.filter()),
            (_, Screen::Explore) => (Purpose::Filter, self.explore.filter()),
            (_, Screen::Migrate) => return,
            (_, screen) => {
                let purpose = if action == Action::Search { Purpose::Search } else { Purpose::Filter };
                (purpose, self.views.get(screen).map_or("", |view| view.filter()))
            }
        };
        self.popup = Some(Popup::Prompt(Prompt::holding(purpose, text)));
    }

    /// Clears a filter, else stops an update; `false` where there was nothing of that.
    pub(super) fn dismiss(&mut self) -> bool {
        let filter = match self.screen {
            Screen::Overview => self.overview.filter(),
            Screen::Explore => self.explore.filter(),
            Screen::Migrate => "",
            screen => self.views.get(screen).map_or("", |view| view.filter()),
        };
        let filtered = !filter.is_empty();
        if self.stop_export() {
            // What becomes of it is told when it has ended.
        } else if self.screen == Screen::Explore && self.explore.stop(&self.services)
            || self.view().is_some_and(|(view, services)| view.stop(services))
        {
            self.services.say(Tone::Done, "stopped; what was found is shown");
        } else if filtered {
            self.set_filter("");
        } else if self.view().is_some_and(|(view, _)| view.close()) {
            // What was open in it is closed.
        } else if let Some(update) = &self.update {
            update.cancel.store(true, Ordering::Relaxed);
            self.services.say(Tone::Done, "stopping; what was read so far is kept");
        } else if self.screen == Screen::Overview && self.overview.offers_migration() {
            self.overview.dismiss_offer();
        } else {
            return false;
        }
        true
    }
}
