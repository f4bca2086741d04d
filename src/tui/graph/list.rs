//! The lists that lead to the graph: ways, impact, cycles, what nothing reaches.

use super::ask::{Question, Reply};
use crate::graph::Spot;
use crate::model::NodeId;
use crate::tui::action::Action;
use crate::tui::answer::{Answer, Slot};
use crate::tui::data::place::Place;
use crate::tui::data::reach::{self, Row};
use crate::tui::data::starts;
use crate::tui::services::Services;
use crate::tui::widgets::list::ListState;

/// What a list is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// Symbols to begin with, where none is in the middle.
    Starts,
    /// The shortest ways from A to B.
    Ways,
    /// What a change of a symbol reaches.
    Impact,
    /// Cycles among calls.
    Cycles,
    /// What nothing reaches.
    Unreached,
}

impl Subject {
    const ALL: [Subject; 5] =
        [Subject::Starts, Subject::Ways, Subject::Impact, Subject::Cycles, Subject::Unreached];
}

/// How far a list is.
#[derive(Debug, Clone, Default)]
enum Found {
    /// Nothing was asked.
    #[default]
    Nothing,
    /// So many steps are done.
    Looking(u64),
    /// The user stopped it.
    Stopped,
    /// It cannot be had.
    Failed(String),
    /// Here it is.
    Rows(Vec<Row>),
}

/// A list.
#[derive(Debug, Clone, Default)]
struct List {
    /// What it is about, for its title.
    title: String,
    found: Found,
    filter: String,
    state: ListState,
}

/// All lists.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    starts: List,
    ways: List,
    impact: List,
    cycles: List,
    unreached: List,
    /// What a change reaches, and whether that is all.
    reached: (Vec<(u32, Spot)>, bool),
    /// Whether that is shown by file.
    by_file: bool,
}

impl Lists {
    fn of(&self, subject: Subject) -> &List {
        match subject {
            Subject::Starts => &self.starts,
            Subject::Ways => &self.ways,
            Subject::Impact => &self.impact,
            Subject::Cycles => &self.cycles,
            Subject::Unreached => &self.unreached,
        }
    }

    fn of_mut(&mut self, subject: Subject) -> &mut List {
        match subject {
            Subject::Starts => &mut self.starts,
            Subject::Ways => &mut self.ways,
            Subject::Impact => &mut self.impact,
            Subject::Cycles => &mut self.cycles,
            Subject::Unreached => &mut self.unreached,
        }
    }

    /// Forgets everything, and stops what is being computed.
    pub fn clear(&mut self, services: &mut Services) {
        for subject in Subject::ALL {
            services.jobs.cancel(&Slot::Graph(Question::List(subject)));
        }
        *self = Lists { by_file: self.by_file, ..Lists::default() };
    }

    fn begin(&mut self, subject: Subject, title: String) {
        *self.of_mut(subject) = List { title, found: Found::Looking(0), ..List::default() };
    }

    /// Asks for symbols to begin with, of which the first are those that were looked at last.
    pub fn ask_starts(&mut self, recent: Vec<Place>, services: &mut Services) {
        self.begin(Subject::Starts, String::new());
        ask(Subject::Starts, services, move |reader, watch| {
            Ok(Reply::Rows(starts::starts(reader, &recent, watch)?))
        });
    }

    /// Asks for the ways between two symbols.
    pub fn ask_ways(&mut self, from: (NodeId, &str), to: (NodeId, &str), services: &mut Services) {
        self.begin(Subject::Ways, format!("{} \u{2192} {}", from.1, to.1));
        let (from, to) = (from.0, to.0);
        ask(Subject::Ways, services, move |reader, watch| {
            Ok(Reply::Rows(reach::ways(reader, from, to, watch)?))
        });
    }

    /// Asks what a change of a symbol reaches.
    pub fn ask_impact(&mut self, of: NodeId, name: &str, services: &mut Services) {
        self.begin(Subject::Impact, name.to_owned());
        ask(Subject::Impact, services, move |reader, watch| {
            let (reached, is_whole) = reach::impact(reader, of, watch)?;
            Ok(Reply::Impact(reached, is_whole))
        });
    }

    /// Asks for the cycles, or for what nothing reaches, where that was not done.
    pub fn ask_whole(&mut self, subject: Subject, services: &mut Services) {
        if self.is_here(subject) {
            return;
        }
        self.begin(subject, String::new());
        ask(subject, services, move |reader, watch| {
            Ok(Reply::Rows(match subject {
                Subject::Cycles => reach::cycles(reader, watch)?,
                _ => reach::unreached(reader, watch)?,
            }))
        });
    }

    /// Takes an answer, or why there is none.
    pub fn deliver(&mut self, subject: Subject, reply: Result<Reply, String>) {
        let rows = match reply {
            Ok(Reply::Progress(done)) => {
                self.of_mut(subject).found = Found::Looking(done);
                return;
            }
            Ok(Reply::Rows(rows)) => rows,
            Ok(Reply::Impact(reached, is_whole)) => {
                self.reached = (reached, is_whole);
                reach::impact_rows(&self.reached, self.by_file)
            }
            Ok(Reply::Branch(_) | Reply::Extent(_) | Reply::Flow(_)) => return,
            Err(why) => {
                self.of_mut(subject).found = Found::Failed(why);
                return;
            }
        };
        let list = self.of_mut(subject);
        list.found = Found::Rows(rows);
        list.state.selected = 1;
    }

    /// Shows what a change reaches the other way: by distance, or by file.
    pub fn turn(&mut self) {
        self.by_file = !self.by_file;
        if matches!(self.impact.found, Found::Rows(_)) {
            self.impact.found = Found::Rows(reach::impact_rows(&self.reached, self.by_file));
            self.impact.state.selected = 1;
        }
    }

    /// Stops what is being computed; `false` where nothing is.
    pub fn stop(&mut self, subject: Subject, services: &mut Services) -> bool {
        let list = self.of_mut(subject);
        let is_running = matches!(list.found, Found::Looking(_));
        if is_running {
            list.found = Found::Stopped;
            services.jobs.cancel(&Slot::Graph(Question::List(subject)));
        }
        is_running
    }

    /// The title of a list's pane.
    pub fn title(&self, subject: Subject) -> String {
        let title = &self.of(subject).title;
        match (subject, self.by_file) {
            (Subject::Starts, _) => "Graph \u{203a} where to begin".to_owned(),
            (Subject::Ways, _) => format!("Ways {title}"),
            (Subject::Impact, false) => format!("Impact of {title}, by distance"),
            (Subject::Impact, true) => format!("Impact of {title}, by file"),
            (Subject::Cycles, _) => "Cycles among calls".to_owned(),
            (Subject::Unreached, _) => "Unreached functions".to_owned(),
        }
    }

    /// What to show instead of rows.
    pub fn note(&self, subject: Subject) -> Option<String> {
        match &self.of(subject).found {
            Found::Rows(_) => None,
            Found::Nothing => Some("Nothing was asked for yet.".to_owned()),
            Found::Looking(0) => Some("looking \u{2026} (esc stops it)".to_owned()),
            Found::Looking(done) => {
                Some(format!("looking: {} steps (esc stops it)", crate::tui::text::grouped(*done)))
            }
            Found::Stopped => Some("It was stopped. The same key asks again.".to_owned()),
            Found::Failed(why) => Some(why.clone()),
        }
    }

    /// The rows that pass the filter: those that hold it, whatever the case, and headings.
    pub fn rows(&self, subject: Subject) -> Vec<&Row> {
        let list = self.of(subject);
        let wanted = list.filter.to_lowercase();
        let passes = |row: &&Row| match row {
            Row::Spot(spot, _) => {
                wanted.is_empty()
                    || spot.name.to_lowercase().contains(&wanted)
                    || spot.path.to_lowercase().contains(&wanted)
            }
            Row::Heading(..) | Row::Note(_) => wanted.is_empty(),
        };
        match &list.found {
            Found::Rows(rows) => rows.iter().filter(passes).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether a list is here, or on its way.
    pub fn is_here(&self, subject: Subject) -> bool {
        matches!(self.of(subject).found, Found::Rows(_) | Found::Looking(_))
    }

    /// How many symbols a list holds.
    pub fn count(&self, subject: Subject) -> usize {
        self.rows(subject).iter().filter(|row| matches!(row, Row::Spot(..))).count()
    }

    /// The number of the selected symbol among them; `None` where none is selected.
    pub fn number(&self, subject: Subject) -> Option<u64> {
        let rows = self.rows(subject);
        let here = rows.get(..=self.of(subject).state.selected)?;
        let is_spot = |row: &&&Row| matches!(row, Row::Spot(..));
        here.last().filter(is_spot)?;
        Some(here.iter().filter(is_spot).count() as u64)
    }

    /// The symbol that is selected.
    pub fn selected(&self, subject: Subject) -> Option<Spot> {
        match self.rows(subject).get(self.of(subject).state.selected) {
            Some(Row::Spot(spot, _)) => Some(spot.clone()),
            _ => None,
        }
    }

    /// The text that rows must hold.
    pub fn filter(&self, subject: Subject) -> &str {
        &self.of(subject).filter
    }

    /// Shows only rows that hold a text.
    pub fn set_filter(&mut self, subject: Subject, text: &str) {
        let list = self.of_mut(subject);
        text.clone_into(&mut list.filter);
        list.state.selected = 0;
    }

    /// Moves the selection; `false` for an action that moves nothing.
    pub fn act(&mut self, subject: Subject, action: Action) -> bool {
        let len = self.rows(subject).len();
        self.of_mut(subject).state.act(action, len)
    }

    /// The selection of a list.
    pub fn state(&mut self, subject: Subject) -> &mut ListState {
        &mut self.of_mut(subject).state
    }
}

/// Asks for what a list shows, and passes on how far that is.
fn ask(
    subject: Subject,
    services: &mut Services,
    work: impl FnOnce(&dyn crate::store::Reader, &crate::graph::Watch<'_>) -> crate::graph::Result<Reply>
    + Send
    + 'static,
) {
    services.ask(Slot::Graph(Question::List(subject)), move |desk| {
        let reader = desk.store.reader()?;
        let report = |done| (desk.report)(Answer::Graph(Box::new(Reply::Progress(done))));
        let reply = reach::watched(desk.cancel, &report, |watch| work(&*reader, watch))?;
        Ok(reply.map_or(Answer::Done, |reply| Answer::Graph(Box::new(reply))))
    });
}
