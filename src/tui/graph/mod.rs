//! Graph: the selected symbol in the middle, what leads to it and where it leads; and the lists that lead here: ways,
//! impact, cycles, what nothing reaches.

mod act;
mod ask;
mod boxes;
mod draw;
mod export;
mod layout;
mod list;
mod mouse;
mod web;

pub use ask::{Question, Reply};

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::action::{Action, Context};
use super::answer::{Answer, Slot};
use super::data::graph::{Kind, Leaf};
use super::data::place::Place;
use super::exporting::Export;
use super::flow::FlowView;
use super::services::Services;
use super::theme::Theme;
use super::view::View;
use super::widgets::list::ListState;
use super::widgets::panes::Panes;
use list::Lists;
use web::{Item, Web};

/// What the screen shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shows {
    /// Boxes and lines.
    Boxes,
    /// The same as an indented tree.
    Tree,
    /// One of the lists.
    List(list::Subject),
    /// The control flow of a function.
    Flow,
}

impl Default for Shows {
    fn default() -> Shows {
        Shows::List(list::Subject::Starts)
    }
}

/// Where something was drawn, for the mouse.
#[derive(Debug, Clone, Default)]
struct Areas {
    boxes: Vec<(Rect, Item)>,
    rows: Rect,
}

/// The screen.
#[derive(Default)]
pub struct Graph {
    shows: Shows,
    /// How the web was shown before a list was.
    as_tree: bool,
    web: Option<Web>,
    kind: Kind,
    /// The symbol that was selected in Explore when the screen was shown, or left for Explore, last.
    taken: Option<Place>,
    /// The places that were looked at last when symbols to begin with were listed; `None` where they were not yet.
    recent: Option<Vec<Place>>,
    /// The symbols that were in the middle before.
    behind: Vec<Leaf>,
    ahead: Vec<Leaf>,
    /// The ends of the ways that are asked for.
    marks: [Option<Leaf>; 2],
    lists: Lists,
    flow: FlowView,
    tree_list: ListState,
    areas: Areas,
    panes: Panes,
}

/// Symbols that are remembered.
const LONGEST_TRAIL: usize = 200;

/// Why something cannot be done.
const TRAIL_BEGINS: &str = "this is where the trail begins";
const TRAIL_ENDS: &str = "this is where the trail ends";
const UNMARKED: &str = "mark both ends first: a where the ways begin, b where they lead";
const ONE_PANE: &str = "there is one pane here";
const NO_MIDDLE: &str = "no symbol is in the middle yet; enter puts the selected one there";
const UNSELECTED: &str = "no symbol is selected here";

impl Graph {
    /// Shows the symbol that is selected in Explore, where that is another one than before.
    pub fn take(&mut self, selected: Option<Place>, services: &mut Services) {
        let Some(place) = selected.filter(|place| place.symbol.is_some()) else { return };
        let is_same = |taken: &Place| taken.symbol == place.symbol && taken.path == place.path;
        if self.web.is_none() || !self.taken.as_ref().is_some_and(is_same) {
            self.centre(Leaf::from(&place), services);
        }
        self.taken = Some(place);
    }

    /// Whether no symbol was in the middle yet.
    pub fn is_empty(&self) -> bool {
        self.web.is_none()
    }

    /// Lists symbols to begin with, where none is in the middle: those that were looked at last, `recent`, are the first.
    pub fn offer(&mut self, recent: Vec<Place>, services: &mut Services) {
        if self.is_empty()
            && (self.recent.as_ref() != Some(&recent) || !self.lists.is_here(list::Subject::Starts))
        {
            self.recent = Some(recent);
            self.ask_starts(services);
        }
    }

    fn ask_starts(&mut self, services: &mut Services) {
        if self.is_empty() {
            self.lists.ask_starts(self.recent.clone().unwrap_or_default(), services);
        }
    }

    /// Shows a place in its source. Who comes back from there finds the graph as it was.
    fn leave(&mut self, place: Place, services: &mut Services) {
        self.taken = Some(place.clone());
        services.ask(Slot::Locate, move |_| Ok(Answer::Places(place.label.clone(), vec![place])));
    }

    /// Puts a symbol into the middle, leaving the one that is there on the trail.
    pub fn centre(&mut self, leaf: Leaf, services: &mut Services) {
        if let Some(before) = self.middle().filter(|before| !before.is_same(&leaf)).cloned() {
            self.ahead.clear();
            self.behind.push(before);
            if self.behind.len() > LONGEST_TRAIL {
                self.behind.remove(0);
            }
        }
        self.put(leaf, services);
    }

    /// The symbol in the middle.
    fn middle(&self) -> Option<&Leaf> {
        self.web.as_ref()?.leaf(0)
    }

    /// How the web is shown, and what is shown where there is none.
    fn as_web(&self) -> Shows {
        match (self.is_empty(), self.as_tree) {
            (true, _) => Shows::List(list::Subject::Starts),
            (false, true) => Shows::Tree,
            (false, false) => Shows::Boxes,
        }
    }

    /// Whether something lies over the web.
    fn is_covered(&self) -> bool {
        matches!(self.shows, Shows::List(_) | Shows::Flow) && self.shows != Shows::List(list::Subject::Starts)
    }

    /// What is selected.
    fn selected(&self) -> Option<Leaf> {
        match self.shows {
            Shows::List(subject) => self.lists.selected(subject).map(|spot| Leaf::from(&spot)),
            Shows::Flow => self.flow.here().map(|place| Leaf::from(&place)),
            Shows::Boxes | Shows::Tree => self.web.as_ref()?.selected_leaf().cloned(),
        }
    }
}

impl View for Graph {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Graph, Context::Motion, Context::Browse, Context::Panes, Context::Global]
    }

    fn show(&mut self, _: &mut Services) {}

    fn refresh(&mut self, shown: bool, services: &mut Services) {
        self.lists.clear(services);
        self.shows = self.as_web();
        match self.middle().cloned() {
            Some(leaf) => self.put(leaf, services),
            None if shown => self.ask_starts(services),
            None => {}
        }
    }

    fn draw(&mut self, area: Rect, buffer: &mut Buffer, services: &Services, theme: &Theme) {
        self.draw_screen(area, buffer, services, theme);
    }

    fn panes(&mut self) -> Option<&mut Panes> {
        (self.shows == Shows::Flow).then_some(&mut self.panes)
    }

    fn act(&mut self, action: Action, services: &mut Services) -> bool {
        self.do_action(action, services)
    }

    fn mouse(&mut self, x: u16, y: u16, wheel: Option<isize>, services: &mut Services) {
        self.take_mouse(Position { x, y }, wheel, services);
    }

    fn filter(&self) -> &str {
        match self.shows {
            Shows::List(subject) => self.lists.filter(subject),
            Shows::Flow => self.flow.filter(),
            Shows::Boxes | Shows::Tree => "",
        }
    }

    /// Filters a list or control flow; of the graph, goes to what has a name like this.
    fn set_filter(&mut self, text: &str, _: &mut Services) {
        match (self.shows, &mut self.web) {
            (Shows::List(subject), _) => self.lists.set_filter(subject, text),
            (Shows::Flow, _) => self.flow.set_filter(text),
            (Shows::Boxes | Shows::Tree, Some(web)) => web.seek(text),
            _ => {}
        }
    }

    fn stop(&mut self, services: &mut Services) -> bool {
        match (self.shows, &self.web) {
            (Shows::List(subject), _) => self.lists.stop(subject, services),
            (Shows::Boxes | Shows::Tree, Some(web)) => {
                let stop = |(node, side)| services.jobs.stop(&Slot::Graph(Question::Branch(node, side)));
                web.open_questions().into_iter().map(stop).fold(false, |any, stopped| any | stopped)
            }
            _ => false,
        }
    }

    fn close(&mut self) -> bool {
        let is_open = self.is_covered();
        if is_open {
            self.shows = self.as_web();
        }
        is_open
    }

    fn under(&self) -> Option<&'static str> {
        let back = if self.is_empty() { "back" } else { "graph" };
        self.is_covered().then_some(back)
    }

    fn lacks(&self, action: Action) -> Option<&'static str> {
        // Where it was stopped or has failed the same key asks again.
        let shown = match action {
            Action::ShowCycles => Some(list::Subject::Cycles),
            Action::ShowUnreached => Some(list::Subject::Unreached),
            _ => None,
        };
        if shown.is_some_and(|subject| self.shows == Shows::List(subject) && self.lists.is_here(subject)) {
            return Some("it is shown now");
        }
        let is_of_web = match self.shows {
            Shows::List(list::Subject::Impact) => {
                matches!(action, Action::Left | Action::Right | Action::NextKind)
            }
            Shows::List(_) => {
                matches!(action, Action::Left | Action::Right | Action::NextKind | Action::ToggleTree)
            }
            Shows::Flow => {
                let is_shown = action == Action::ShowFlow;
                is_shown
                    || matches!(action, Action::Left | Action::Right | Action::NextKind | Action::ToggleTree)
            }
            Shows::Boxes | Shows::Tree => false,
        };
        let why = if self.is_empty() { NO_MIDDLE } else { "this is for the graph; esc leads back there" };
        is_of_web.then_some(why)
    }

    fn why_not(&self, action: Action) -> Option<&'static str> {
        let unless = |holds: bool, why: &'static str| (!holds).then_some(why);
        if let Some(why) = self.lacks(action) {
            return Some(why);
        }
        match action {
            Action::Back => unless(!self.behind.is_empty(), TRAIL_BEGINS),
            Action::Forward => unless(!self.ahead.is_empty(), TRAIL_ENDS),
            Action::ShowWays => unless(self.marks.iter().all(Option::is_some), UNMARKED),
            Action::MarkA | Action::MarkB | Action::ShowImpact | Action::ShowFlow => {
                let is_symbol = self.selected().is_some_and(|leaf| leaf.symbol.is_some());
                unless(is_symbol, UNSELECTED)
            }
            Action::Source => unless(self.selected().is_some(), UNSELECTED),
            Action::NextPane | Action::PreviousPane => Some(ONE_PANE),
            Action::Zoom | Action::Widen | Action::Narrow | Action::Heighten | Action::Lower => {
                unless(self.shows == Shows::Flow, ONE_PANE)
            }
            _ => None,
        }
    }

    fn export(&self, services: &Services) -> Result<Export, &'static str> {
        self.drawn_or_listed(services)
    }

    fn here(&self) -> Option<Place> {
        self.selected().map(|leaf| leaf.place)
    }
}
