//! Overview: what the database is, what stands out in it, how it came to be.

mod draw;
mod export;
mod rows;
mod runs;

pub use runs::outcome;

use super::action::{Action, Context};
use super::answer::{Answer, Slot};
use super::data::overview::{self, RunRow, Standouts};
use super::data::place::Place;
use super::services::{Loadable, Services, Tone};
use super::widgets::list::ListState;
use super::widgets::panes::Panes;
use crate::model::{Counts, LanguageShare};
use crate::store::{Engine, Meta};
use ratatui::layout::Rect;
use rows::StandoutRow;

/// Bytes from which a SQLite file is worth copying into the other engine: in less everything is found at once.
const LARGE: u64 = 16 << 20;

/// A pane that has a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pane {
    /// Files and symbols that stand out.
    #[default]
    Standouts,
    /// The last runs.
    Runs,
    /// What the database is and holds: a list of its own only where the screen is small.
    Facts,
}

/// What opening a row leads to.
#[derive(Debug, Clone, PartialEq)]
pub enum Opened {
    /// A place in the sources.
    Place(Place),
    /// A run's details.
    Run(RunRow),
}

/// The screen.
#[derive(Default)]
pub struct Overview {
    /// The pane that has the keys.
    pub focus: Pane,
    meta: Loadable<Meta>,
    counts: Loadable<Counts>,
    languages: Loadable<Vec<LanguageShare>>,
    standouts: Loadable<Standouts>,
    runs: Loadable<Vec<RunRow>>,
    standouts_list: ListState,
    runs_list: ListState,
    facts_list: ListState,
    /// Whether the screen has no room for everything at once.
    small: bool,
    standouts_filter: String,
    runs_filter: String,
    standouts_area: Rect,
    runs_area: Rect,
    /// Where the borders of the panes are.
    pub panes: Panes,
    path: String,
    /// Whether the user does not want to hear of the other engine.
    offer_dismissed: bool,
}

impl Overview {
    /// The contexts of the focused pane, narrowest first.
    pub fn contexts(&self) -> &'static [Context] {
        &[Context::Motion, Context::Browse, Context::Panes, Context::Global]
    }

    /// A screen for the database at `path`.
    pub fn new(path: &std::path::Path) -> Overview {
        Overview { path: path.display().to_string(), ..Overview::default() }
    }

    /// Reads everything.
    pub fn start(&mut self, services: &mut Services) {
        services.ask(Slot::Counts, |desk| Ok(Answer::Counts(desk.store.reader()?.counts()?)));
        services.ask(Slot::Runs, |desk| Ok(Answer::Runs(overview::runs(&*desk.store.reader()?)?)));
        services
            .ask(Slot::Standouts, |desk| Ok(Answer::Standouts(overview::standouts(&*desk.store.reader()?)?)));
        services.ask(Slot::Languages, |desk| Ok(Answer::Languages(desk.store.reader()?.languages()?)));
    }

    /// Asks again for what could not be read.
    pub fn look_again(&mut self, services: &mut Services) {
        let failed = [
            matches!(self.counts, Loadable::Failed(_)),
            matches!(self.languages, Loadable::Failed(_)),
            matches!(self.standouts, Loadable::Failed(_)),
            matches!(self.runs, Loadable::Failed(_)),
        ];
        if failed.contains(&true) {
            self.start(services);
        }
    }

    /// Takes an answer, or why there is none.
    pub fn deliver(&mut self, slot: &Slot, answer: Result<Answer, String>) {
        match (slot, answer) {
            (_, Ok(Answer::Counts(counts))) => self.counts = Loadable::Ready(counts),
            (_, Ok(Answer::Languages(languages))) => self.languages = Loadable::Ready(languages),
            (_, Ok(Answer::Standouts(standouts))) => {
                let first = self.standouts.get().is_none();
                self.standouts = Loadable::Ready(standouts);
                if first {
                    self.standouts_list.selected = 1;
                }
            }
            (_, Ok(Answer::Runs(runs))) => self.runs = Loadable::Ready(runs),
            (Slot::Meta, Err(why)) => self.meta = Loadable::Failed(why),
            (Slot::Counts, Err(why)) => self.counts = Loadable::Failed(why),
            (Slot::Languages, Err(why)) => self.languages = Loadable::Failed(why),
            (Slot::Standouts, Err(why)) => self.standouts = Loadable::Failed(why),
            (Slot::Runs, Err(why)) => self.runs = Loadable::Failed(why),
            _ => {}
        }
    }

    /// Takes what the database says of itself.
    pub fn set_meta(&mut self, meta: Meta) {
        self.meta = Loadable::Ready(meta);
    }

    /// Whether the database would be faster in the other engine, and the user has not waved that away.
    pub fn offers_migration(&self) -> bool {
        let is_large = |meta: &Meta| meta.engine == Engine::Sqlite && meta.size_bytes >= LARGE;
        !self.offer_dismissed && self.meta.get().is_some_and(is_large)
    }

    /// Takes the offer of the other engine from the screen.
    pub fn dismiss_offer(&mut self) {
        self.offer_dismissed = true;
    }

    fn list(&mut self) -> (&mut ListState, usize) {
        match self.focus {
            Pane::Standouts => {
                let len = self.standout_rows().len();
                (&mut self.standouts_list, len)
            }
            Pane::Runs => {
                let len = self.run_rows().len();
                (&mut self.runs_list, len)
            }
            Pane::Facts => {
                let len = self.facts().len();
                (&mut self.facts_list, len)
            }
        }
    }

    /// What the selected row leads to.
    pub fn opened(&self) -> Option<Opened> {
        match self.focus {
            Pane::Standouts => match self.standout_rows().get(self.standouts_list.selected) {
                Some(StandoutRow::Item(item)) => item.place.clone().map(Opened::Place),
                _ => None,
            },
            Pane::Runs => self.run_rows().get(self.runs_list.selected).map(|row| Opened::Run((*row).clone())),
            Pane::Facts => None,
        }
    }

    /// Does what an action says; `false` for one that is not this screen's.
    pub fn act(&mut self, action: Action, services: &mut Services) -> bool {
        match action {
            Action::NextPane | Action::PreviousPane => {
                self.focus = match (self.focus, self.small, action == Action::NextPane) {
                    (Pane::Standouts, true, false) | (Pane::Runs, true, true) => Pane::Facts,
                    (Pane::Standouts, ..) | (Pane::Facts, _, false) => Pane::Runs,
                    _ => Pane::Standouts,
                };
            }
            Action::Open => services.say(Tone::Refusal, "there is nothing to go to in this line"),
            _ => {
                let (list, len) = self.list();
                return list.act(action, len);
            }
        }
        true
    }

    /// The filter of the focused list.
    pub fn filter(&self) -> &str {
        match self.focus {
            Pane::Standouts => &self.standouts_filter,
            Pane::Runs => &self.runs_filter,
            Pane::Facts => "",
        }
    }

    /// Filters the focused list.
    pub fn set_filter(&mut self, text: &str) {
        let filter = match self.focus {
            Pane::Standouts => &mut self.standouts_filter,
            Pane::Runs => &mut self.runs_filter,
            Pane::Facts => return,
        };
        text.clone_into(filter);
        self.list().0.selected = 0;
    }

    /// A click (which may open a row) or a turn of the wheel at a cell of the screen.
    pub fn mouse(&mut self, x: u16, y: u16, wheel: Option<isize>) -> bool {
        let at = ratatui::layout::Position { x, y };
        let panes = [(self.standouts_area, Pane::Standouts), (self.runs_area, Pane::Runs)];
        let Some((area, pane)) = panes.into_iter().find(|(area, _)| area.contains(at)) else {
            return false;
        };
        let before = std::mem::replace(&mut self.focus, pane);
        let (list, len) = self.list();
        match wheel {
            Some(rows) => {
                list.scroll(rows, len);
                self.focus = before;
                false
            }
            None => match list.row_at(usize::from(y - area.y), len) {
                Some(row) => std::mem::replace(&mut list.selected, row) == row,
                None => false,
            },
        }
    }
}
