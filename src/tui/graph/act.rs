//! What the actions do.

use super::ask::{Question, Reply};
use super::list::Subject;
use super::web::Item;
use super::{Graph, ONE_PANE, Shows, TRAIL_BEGINS, TRAIL_ENDS, UNMARKED, UNSELECTED, layout};
use crate::tui::action::Action;
use crate::tui::answer::{Answer, Slot};
use crate::tui::data::graph::{Leaf, Side};
use crate::tui::services::{Services, Tone};
use crate::tui::view::View as _;

/// Steps of a page, among boxes.
const PAGE: usize = 5;

impl Graph {
    /// Does what an action says; `false` for one that is not this screen's.
    pub(super) fn do_action(&mut self, action: Action, services: &mut Services) -> bool {
        if let Some(why) = self.lacks(action) {
            services.say(Tone::Refusal, why);
            return true;
        }
        match action {
            Action::ToggleTree => self.turn(),
            Action::NextKind => self.next_kind(services),
            Action::MarkA => self.mark(0, services),
            Action::MarkB => self.mark(1, services),
            Action::ShowWays => self.show_ways(services),
            Action::ShowImpact => self.show_impact(services),
            Action::ShowFlow => self.show_flow(services),
            Action::ShowCycles => self.show_whole(Subject::Cycles, services),
            Action::ShowUnreached => self.show_whole(Subject::Unreached, services),
            Action::Back | Action::Forward => self.walk(action, services),
            Action::Source => match self.here() {
                Some(place) => self.leave(place, services),
                None => services.say(Tone::Refusal, UNSELECTED),
            },
            Action::NextPane | Action::PreviousPane => {
                services.say(Tone::Refusal, ONE_PANE);
            }
            Action::Open => self.open(services),
            _ => return self.go(action, services),
        }
        true
    }

    fn go(&mut self, action: Action, services: &mut Services) -> bool {
        if let Shows::List(subject) = self.shows {
            return self.lists.act(subject, action);
        }
        if self.shows == Shows::Flow {
            return self.flow.act(action);
        }
        let is_tree = self.shows == Shows::Tree;
        let Some(web) = &mut self.web else { return true };
        let need = match action {
            Action::Left if !is_tree => web.step(Side::Left),
            Action::Right if !is_tree => web.step(Side::Right),
            Action::Right => web.step(web.side(web.selected).unwrap_or(Side::Right)),
            Action::Left => match web.side(web.selected) {
                Some(Side::Left) => web.step(Side::Right),
                Some(Side::Right) => web.step(Side::Left),
                None => None,
            },
            _ => return self.select(action),
        };
        if let Some(need) = need {
            self.ask_branch(need, services);
        }
        true
    }

    /// Moves the selection up and down: in the tree by rows, among boxes in their column.
    fn select(&mut self, action: Action) -> bool {
        let Some(web) = &mut self.web else { return true };
        if self.shows == Shows::Tree {
            let rows = web.rows();
            self.tree_list.selected = rows.iter().position(|(item, _)| *item == web.selected).unwrap_or(0);
            let is_motion = self.tree_list.act(action, rows.len());
            if let Some((item, _)) = rows.get(self.tree_list.selected) {
                web.selected = *item;
            }
            return is_motion;
        }
        let plane = layout::plane(web);
        let (by, times) = match action {
            Action::Down => (1, 1),
            Action::Up => (-1, 1),
            Action::PageDown | Action::HalfPageDown => (1, PAGE),
            Action::PageUp | Action::HalfPageUp => (-1, PAGE),
            Action::Bottom => (1, usize::MAX),
            Action::Top => (-1, usize::MAX),
            _ => return false,
        };
        for _ in 0..times {
            match plane.beside(web.selected, by) {
                Some(item) => web.selected = item,
                None => break,
            }
        }
        true
    }

    /// Puts what is selected into the middle; what is there already, or is no symbol, is shown in its source.
    pub(super) fn open(&mut self, services: &mut Services) {
        if let (Shows::Boxes | Shows::Tree, Some(web)) = (self.shows, &mut self.web)
            && let Item::More(node, side) = web.selected
        {
            if let Some(need) = web.more(node, side) {
                self.ask_branch(need, services);
            }
            return;
        }
        let Some(leaf) = self.selected() else {
            return services.say(Tone::Refusal, "there is nothing to go to in this line");
        };
        let is_middle = self.web.as_ref().is_some_and(|web| web.selected == Item::Node(0))
            && !matches!(self.shows, Shows::List(_));
        if self.shows == Shows::Flow || leaf.symbol.is_none() || is_middle {
            return self.leave(leaf.place, services);
        }
        self.centre(leaf, services);
    }

    fn turn(&mut self) {
        match self.shows {
            Shows::List(Subject::Impact) => self.lists.turn(),
            Shows::List(_) | Shows::Flow => {}
            Shows::Boxes | Shows::Tree => {
                self.as_tree = self.shows == Shows::Boxes;
                self.shows = self.as_web();
            }
        }
    }

    fn next_kind(&mut self, services: &mut Services) {
        self.kind = self.kind.next();
        if let Some(leaf) = self.middle().cloned() {
            self.put(leaf, services);
        }
    }

    fn mark(&mut self, which: usize, services: &mut Services) {
        let Some(leaf) = self.selected().filter(|leaf| leaf.symbol.is_some()) else {
            return services.say(Tone::Refusal, UNSELECTED);
        };
        let (name, other) = if which == 0 { ("A", "b") } else { ("B", "a") };
        let told = format!("{name} is {}; {other} marks the other end, p shows the ways", leaf.name);
        services.say(Tone::Done, told);
        if let Some(mark) = self.marks.get_mut(which) {
            *mark = Some(leaf);
        }
    }

    fn show_ways(&mut self, services: &mut Services) {
        let end =
            |leaf: &Option<Leaf>| leaf.as_ref().and_then(|leaf| Some((leaf.symbol?, leaf.name.clone())));
        let [Some(from), Some(to)] = [end(&self.marks[0]), end(&self.marks[1])] else {
            return services.say(Tone::Refusal, UNMARKED);
        };
        self.shows = Shows::List(Subject::Ways);
        self.lists.ask_ways((from.0, &from.1), (to.0, &to.1), services);
    }

    fn show_impact(&mut self, services: &mut Services) {
        match self.selected().and_then(|leaf| Some((leaf.symbol?, leaf.name))) {
            Some((symbol, name)) => {
                self.shows = Shows::List(Subject::Impact);
                self.lists.ask_impact(symbol, &name, services);
            }
            None => services.say(Tone::Refusal, UNSELECTED),
        }
    }

    fn show_flow(&mut self, services: &mut Services) {
        match self.selected().filter(|leaf| leaf.symbol.is_some()) {
            Some(leaf) => {
                self.shows = Shows::Flow;
                let answer = |flow| Answer::Graph(Box::new(Reply::Flow(flow)));
                self.flow.ask(leaf.place, Slot::Graph(Question::Flow), answer, services);
            }
            None => services.say(Tone::Refusal, UNSELECTED),
        }
    }

    fn show_whole(&mut self, subject: Subject, services: &mut Services) {
        self.shows = Shows::List(subject);
        self.lists.ask_whole(subject, services);
    }

    /// A step on the trail of the symbols that were in the middle.
    fn walk(&mut self, action: Action, services: &mut Services) {
        let is_back = action == Action::Back;
        let (from, to, end) = if is_back {
            (&mut self.behind, &mut self.ahead, TRAIL_BEGINS)
        } else {
            (&mut self.ahead, &mut self.behind, TRAIL_ENDS)
        };
        let Some(leaf) = from.pop() else { return services.say(Tone::Refusal, end) };
        to.extend(self.web.as_ref().and_then(|web| web.leaf(0)).cloned());
        self.put(leaf, services);
    }
}
