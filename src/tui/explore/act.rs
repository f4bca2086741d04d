//! What the actions do in Explore.

use super::relations::Row as RelationRow;
use super::tree::{Item, Need};
use super::{Explore, Pane};
use crate::tui::action::Action;
use crate::tui::data::place::Place;
use crate::tui::data::relations::Sureness;
use crate::tui::services::{Services, Tone};

impl Explore {
    /// Shows what the tree has selected.
    pub(super) fn follow_tree(&mut self, services: &mut Services) {
        let Some(place) = self.tree.place() else { return };
        let known = |here: &Place| (here.file, here.symbol) == (place.file, place.symbol);
        if !self.place.as_ref().is_some_and(known) {
            self.show(place, services, false);
        }
    }

    /// Does what an action says; `false` for one that is not this screen's.
    pub fn act(&mut self, action: Action, services: &mut Services) -> bool {
        match action {
            Action::NextPane => self.step_focus(1),
            Action::PreviousPane => self.step_focus(2),
            Action::Back | Action::Forward => self.walk(action, services),
            _ => {
                return match self.focus {
                    Pane::Tree => self.act_in_tree(action, services),
                    Pane::Source => self.act_in_source(action, services),
                    Pane::Relations => self.act_in_relations(action, services),
                };
            }
        }
        true
    }

    fn step_focus(&mut self, by: usize) {
        const ORDER: [Pane; 3] = [Pane::Tree, Pane::Source, Pane::Relations];
        let at = ORDER.iter().position(|pane| *pane == self.focus).unwrap_or(0);
        self.focus = ORDER.get((at + by) % ORDER.len()).copied().unwrap_or_default();
    }

    fn walk(&mut self, action: Action, services: &mut Services) {
        let here = self.here();
        let (place, end) = match action {
            Action::Back => (self.trail.back(here), "this is where the trail begins"),
            _ => (self.trail.forward(here), "this is where the trail ends"),
        };
        match place {
            Some(place) => self.show(place, services, true),
            None => services.say(Tone::Refusal, end),
        }
    }

    pub(super) fn act_in_tree(&mut self, action: Action, services: &mut Services) -> bool {
        match action {
            Action::Expand => self.expand(services),
            Action::Collapse => {
                self.tree.collapse();
                self.follow_tree(services);
            }
            Action::Open => match self.tree.selected().map(|row| &row.item) {
                Some(Item::Symbol { .. }) => self.focus = Pane::Source,
                Some(Item::File { .. } | Item::Folder { .. })
                    if self.tree.selected().is_some_and(|r| r.open) =>
                {
                    self.tree.collapse();
                }
                _ => self.expand(services),
            },
            _ => {
                let len = self.tree.len();
                if !self.tree.list.act(action, len) {
                    return false;
                }
                self.follow_tree(services);
            }
        }
        true
    }

    fn expand(&mut self, services: &mut Services) {
        match self.tree.expand() {
            Some(Need::Folder(folder, after)) => self.ask_folder(services, folder, after),
            Some(Need::Symbols(file)) => self.ask_symbols(services, file),
            None => self.follow_tree(services),
        }
    }

    fn act_in_source(&mut self, action: Action, services: &mut Services) -> bool {
        match action {
            Action::Open => self.ask_definition(services),
            Action::NextHit | Action::PreviousHit => {
                if self.source.query.is_empty() {
                    services.say(Tone::Refusal, "nothing was searched for yet: / searches");
                } else if !self.source.seek(action == Action::PreviousHit, false) {
                    services.say(Tone::Refusal, format!("{:?} is not in this text", self.source.query));
                }
            }
            _ => return self.source.act(action),
        }
        true
    }

    pub(super) fn act_in_relations(&mut self, action: Action, services: &mut Services) -> bool {
        let rows = self.relations.rows();
        if action != Action::Open {
            let len = rows.len();
            return self.relations.list.act(action, len);
        }
        match rows.get(self.relations.list.selected) {
            Some(RelationRow::Step(step)) => {
                let place = step.place.clone();
                if step.sureness == Sureness::Unresolved {
                    services
                        .say(Tone::Refusal, "the index does not know what this is: showing where it is used");
                }
                self.focus = Pane::Source;
                self.go(place, services);
            }
            Some(RelationRow::More(kind, after)) => {
                let (kind, after) = (*kind, *after);
                if let Some(place) = self.place.clone() {
                    self.ask_relations(&place, kind, Some(after), services);
                }
            }
            _ => services.say(Tone::Refusal, "there is nothing to go to in this line"),
        }
        true
    }
}
