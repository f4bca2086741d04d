//! What is remembered of a database, while it is looked at: bookmarks, places that were visited, searches.

use super::{App, Screen};
use crate::tui::answer::{Answer, Slot};
use crate::tui::data::definition;
use crate::tui::data::place::Place;
use crate::tui::memory::{Memory, Spot};
use crate::tui::popup::Popup;
use crate::tui::popup::choose::Choose;
use crate::tui::services::Tone;

impl App {
    /// What is to be remembered until the next start.
    pub fn memory(&mut self) -> &Memory {
        // A wizard is not gone on with.
        let screen = if self.screen == Screen::Migrate { self.before } else { self.screen };
        screen.title().clone_into(&mut self.memory.screen);
        self.memory.here = self.explore.here().as_ref().map(Spot::from);
        self.explore.tab_name().clone_into(&mut self.memory.tab);
        self.memory.panes = self.all_shares();
        self.memory.metrics = self.views.metrics.memory();
        &self.memory
    }

    /// Goes on where the user was at the last start.
    pub(super) fn go_on(&mut self) {
        let screen = Screen::ALL.into_iter().find(|screen| screen.title() == self.memory.screen);
        if let Some(here) = self.memory.here.clone() {
            self.find_again(Place::from(&here), true);
        }
        if let Some(screen) = screen.filter(|screen| *screen != Screen::Migrate) {
            // Nobody was at another one: what is selected there by itself is not what the graph is to be of.
            self.screen = screen;
            self.show(screen);
        }
    }

    /// Looks for a place in the database that is known by its path and name alone. One where the user merely goes on
    /// brings no screen with it, and nobody is told where it is gone.
    pub(super) fn find_again(&mut self, place: Place, is_quiet: bool) {
        let slot = if is_quiet { Slot::Resume } else { Slot::Locate };
        self.services.ask(slot, move |desk| {
            let places = definition::again(&*desk.store.reader()?, &place)?;
            let what = if place.label.is_empty() { place.path } else { place.label };
            Ok(Answer::Places(what, places))
        });
    }

    /// Makes a bookmark of where the user is, or takes it away.
    pub(super) fn toggle_bookmark(&mut self) {
        let Some(place) = self.place() else {
            return self.services.say(Tone::Refusal, "no file or symbol is selected here");
        };
        let said = if self.memory.toggle_bookmark(&place) {
            "a bookmark is here now"
        } else {
            "the bookmark is gone"
        };
        self.services.say(Tone::Done, said);
    }

    /// Offers the bookmarks.
    pub(super) fn show_bookmarks(&mut self) {
        let places = self.memory.bookmarks.iter().map(Place::from).collect();
        self.offer("Bookmarks", places, "there are no bookmarks yet: m makes one");
    }

    /// Offers the places that were visited.
    pub(super) fn show_visited(&mut self) {
        let places = self.memory.visited.iter().map(Place::from).collect();
        self.offer("Visited", places, "no place was gone to yet");
    }

    fn offer(&mut self, title: &str, places: Vec<Place>, none: &str) {
        if places.is_empty() {
            return self.services.say(Tone::Refusal, none);
        }
        let title = title.to_owned();
        self.popup = Some(Popup::Choose(Choose::new(title, places)));
    }
}
