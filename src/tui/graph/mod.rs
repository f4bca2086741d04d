//! Graph: the selected symbol in the middle, what leads to it and where it leads; and the lists that lead here: ways,
//! impact, cycles, what nothing reaches.

mod act;
mod ask;
mod draw;
mod flow;
mod flow_draw;
mod layout;
mod list;
mod mouse;
mod web;

pub use ask::{Question, Reply};

use ratatui::layout::Rect;

use super::action::Context;
use super::data::graph::{Kind, Leaf};
use super::data::place::Place;
use super::services::{Services, Tone};
use flow::FlowView;
use list::Lists;
use web::{Item, Web};

/// What the screen shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum View {
    /// Boxes and lines.
    #[default]
    Boxes,
    /// The same as an indented tree.
    Tree,
    /// One of the lists.
    List(list::Subject),
    /// The control flow of a function.
    Flow,
}

/// What is to be done after an action.
#[derive(Debug, Clone, PartialEq)]
pub enum Then {
    /// Nothing more.
    Stay,
    /// To show a place in the sources.
    Go(Place),
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
    view: View,
    /// How the web was shown before a list was.
    as_tree: bool,
    web: Option<Web>,
    kind: Kind,
    /// The symbol that was selected in Explore when the screen was shown, or left for Explore, last.
    taken: Option<Place>,
    /// The symbols that were in the middle before.
    behind: Vec<Leaf>,
    ahead: Vec<Leaf>,
    /// The ends of the ways that are asked for.
    marks: [Option<Leaf>; 2],
    lists: Lists,
    flow: FlowView,
    tree_list: super::widgets::list::ListState,
    areas: Areas,
}

/// Symbols that are remembered.
const LONGEST_TRAIL: usize = 200;

impl Graph {
    /// The contexts of the screen, narrowest first.
    pub fn contexts(&self) -> &'static [Context] {
        &[Context::Graph, Context::Motion, Context::Browse, Context::Global]
    }

    /// Shows the symbol that is selected in Explore, where that is another one than before.
    pub fn take(&mut self, selected: Option<Place>, services: &mut Services) {
        let Some(place) = selected.filter(|place| place.symbol.is_some()) else { return };
        let is_same = |taken: &Place| taken.symbol == place.symbol && taken.path == place.path;
        if self.web.is_none() || !self.taken.as_ref().is_some_and(is_same) {
            self.centre(Leaf::from(&place), services);
        }
        self.taken = Some(place);
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
        self.show(leaf, services);
    }

    /// Reads everything again after the index has changed.
    pub fn refresh(&mut self, services: &mut Services) {
        self.lists.clear(services);
        if let Some(leaf) = self.middle().cloned() {
            self.show(leaf, services);
        }
    }

    /// The symbol in the middle.
    fn middle(&self) -> Option<&Leaf> {
        self.web.as_ref()?.leaf(0)
    }

    /// What is selected.
    fn selected(&self) -> Option<Leaf> {
        match self.view {
            View::List(subject) => self.lists.selected(subject).map(|spot| Leaf::from(&spot)),
            View::Flow => self.flow.here().map(|place| Leaf::from(&place)),
            View::Boxes | View::Tree => self.web.as_ref()?.selected_leaf().cloned(),
        }
    }

    /// Where the user is.
    pub fn here(&self) -> Option<Place> {
        self.selected().map(|leaf| leaf.place)
    }

    /// The filter of the list that is shown; `None` where no list is.
    pub fn filter(&self) -> Option<&str> {
        match self.view {
            View::List(subject) => Some(self.lists.filter(subject)),
            View::Boxes | View::Tree | View::Flow => None,
        }
    }

    /// Filters the list that is shown.
    pub fn set_filter(&mut self, text: &str) {
        if let View::List(subject) = self.view {
            self.lists.set_filter(subject, text);
        }
    }

    /// Stops what is being computed, else goes from a list back to the graph; `false` where neither is to be done.
    pub fn dismiss(&mut self, services: &mut Services) -> bool {
        match self.view {
            View::Boxes | View::Tree => return false,
            View::List(subject) if self.lists.stop(subject, services) => services.say(Tone::Done, "stopped"),
            View::List(_) | View::Flow => self.view = if self.as_tree { View::Tree } else { View::Boxes },
        }
        true
    }
}
