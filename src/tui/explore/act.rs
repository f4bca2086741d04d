//! What the actions do in Explore.

use super::detail::Tab;
use super::detail::relations::Row as RelationRow;
use super::tree::{Item, Need};
use super::{Explore, Pane};
use crate::tui::action::Action;
use crate::tui::data::place::Place;
use crate::tui::data::relations::Sureness;
use crate::tui::services::{Services, Tone};

/// What is said where Enter leads nowhere.
const NOWHERE: &str = "there is nothing to go to in this line";

/// The pane in which a tab is.
fn pane_of(tab: Tab) -> Pane {
    if tab == Tab::Source { Pane::Source } else { Pane::Detail }
}

impl Explore {
    /// Shows what the tree has selected.
    pub(super) fn follow_tree(&mut self, services: &mut Services) {
        let Some(place) = self.tree.place() else { return self.ask_summary(services) };
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
            Action::NextTab => self.turn_by(1, services),
            Action::PreviousTab => self.turn_by(Tab::ALL.len() - 1, services),
            _ if Tab::of_action(action).is_some() => {
                if let Some(tab) = Tab::of_action(action) {
                    self.turn_to(tab, services);
                }
            }
            _ => {
                return match self.focus {
                    Pane::Tree => self.act_in_tree(action, services),
                    Pane::Source => self.act_in_source(action, services),
                    Pane::Detail => self.act_in_detail(action, services),
                };
            }
        }
        true
    }

    fn step_focus(&mut self, by: usize) {
        const ORDER: [Pane; 3] = [Pane::Tree, Pane::Source, Pane::Detail];
        // Where the source has the detail's room, there are two.
        let panes = ORDER.get(..if self.detail.tab() == Tab::Source { 2 } else { 3 }).unwrap_or(&ORDER);
        let at = panes.iter().position(|pane| *pane == self.focus).unwrap_or(0);
        let by = if by == 1 { 1 } else { panes.len() - 1 };
        self.focus = panes.get((at + by) % panes.len()).copied().unwrap_or_default();
    }

    /// Shows the tab that is so many further. Who is in the tree and sees the tab beside it stays there.
    fn turn_by(&mut self, by: usize, services: &mut Services) {
        let is_beside = self.focus == Pane::Tree && !self.areas.is_single;
        self.turn_to(self.tab().step(by), services);
        if is_beside {
            self.focus = Pane::Tree;
        }
    }

    /// Whether the action shows the tab that has the keys.
    pub fn is_at_tab(&self, action: Action) -> bool {
        Tab::of_action(action).is_some_and(|tab| tab == self.tab() && self.focus == pane_of(tab))
    }

    /// Shows a tab, and gives it the keys.
    pub(super) fn turn_to(&mut self, tab: Tab, services: &mut Services) {
        self.detail.turn_to(tab);
        self.focus = pane_of(tab);
        self.ask_detail(services);
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
            _ if !self.source.act(action) => return false,
            _ => {}
        }
        self.follow_source(services);
        true
    }

    /// Selects in the tree and in the detail what the cursor is in.
    pub(super) fn follow_source(&mut self, services: &mut Services) {
        if let Some(byte) = self.source.byte() {
            self.come_upon(byte, services);
            self.detail.follow(byte);
        }
    }

    /// Puts the cursor on what is selected in the detail.
    pub(super) fn follow_detail(&mut self) {
        if let Some(bytes) = self.detail.marked() {
            self.source.go_to_byte(bytes.start);
        }
    }

    fn act_in_detail(&mut self, action: Action, services: &mut Services) -> bool {
        match (self.detail.tab(), action) {
            (Tab::Relations, Action::Open) => self.open_relation(services),
            (Tab::Flow | Tab::Syntax, Action::Open) if self.detail.marked().is_some() => {
                self.follow_detail();
                self.focus = Pane::Source;
            }
            (_, Action::Open) => services.say(Tone::Refusal, NOWHERE),
            _ if !self.detail.act(action) => return false,
            _ => self.follow_detail(),
        }
        true
    }

    /// Goes where the selected relation leads.
    pub(super) fn open_relation(&mut self, services: &mut Services) {
        let relations = &self.detail.relations;
        match relations.rows().get(relations.list.selected) {
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
            _ => services.say(Tone::Refusal, NOWHERE),
        }
    }
}
