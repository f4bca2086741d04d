//! Explore: the tree, the source of what is selected, and where one can go from there.

mod act;
mod ask;
mod crumbs;
mod deliver;
mod detail;
mod draw;
mod folder;
mod mouse;
mod source;
mod source_draw;
mod trail;
mod tree;

pub use detail::{Question, Reply};
pub use draw::Areas;

use super::action::Context;
use super::answer::Slot;
use super::data::folder::FolderSummary;
use super::data::outline::Outlined;
use super::data::overview::RunRow;
use super::data::place::Place;
use super::data::subject::Subject;
use super::exporting::Export;
use super::services::{Loadable, Services, Tone};
use super::widgets::panes::Panes;
use crate::graph::Spot;
use crate::store::Origin;
use detail::{Detail, Tab};
use source::SourceView;
use trail::Trail;
use tree::Tree;

/// A pane of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pane {
    /// Folders, files and symbols.
    #[default]
    Tree,
    /// The text.
    Source,
    /// What is known of it: a tab a question.
    Detail,
}

/// The screen.
pub struct Explore {
    /// The pane that has the keys.
    pub focus: Pane,
    tree: Tree,
    source: SourceView,
    detail: Detail,
    pub(in crate::tui) trail: Trail,
    /// What was asked for last; its text may still be on its way.
    place: Option<Place>,
    subject: Option<Subject>,
    /// The folder that is selected while no file was yet, by its prefix, and what is below it.
    folder: Option<(String, Loadable<FolderSummary>)>,
    /// The symbols of the file that is shown, for the breadcrumbs, and the file.
    outline: (Option<String>, Vec<Outlined>),
    /// By what the text on the screen is known: path and hash.
    text_key: Option<(String, String)>,
    /// Where the selected symbol began before everything was read again: the cursor moves with it.
    symbol_line: Option<u32>,
    /// Whether what is selected was come upon by the cursor, which stays where it is then.
    is_come_upon: bool,
    /// What the tree cannot show, and why.
    trouble: Option<String>,
    areas: Areas,
    /// Who wrote the database: measures are explained by that.
    origin: Origin,
    /// Where the borders of the panes are.
    pub panes: Panes,
}

impl Explore {
    /// A screen over a database that somebody wrote.
    pub fn new(origin: Origin) -> Explore {
        Explore {
            focus: Pane::default(),
            tree: Tree::default(),
            source: SourceView::default(),
            detail: Detail::default(),
            trail: Trail::default(),
            place: None,
            subject: None,
            folder: None,
            outline: (None, Vec::new()),
            text_key: None,
            symbol_line: None,
            is_come_upon: false,
            trouble: None,
            areas: Areas::default(),
            origin,
            panes: Panes::default(),
        }
    }

    /// Whether something is searched for in the text.
    pub fn is_searching(&self) -> bool {
        self.source.is_searching()
    }

    /// The contexts of the focused pane, narrowest first.
    pub fn contexts(&self) -> &'static [Context] {
        match self.focus {
            Pane::Tree => &[
                Context::Tree,
                Context::Explore,
                Context::Motion,
                Context::Browse,
                Context::Panes,
                Context::Global,
            ],
            Pane::Source => &[
                Context::Source,
                Context::Explore,
                Context::Motion,
                Context::Browse,
                Context::Panes,
                Context::Global,
            ],
            Pane::Detail => {
                &[Context::Explore, Context::Motion, Context::Browse, Context::Panes, Context::Global]
            }
        }
    }

    /// The name of the tab that the detail shows.
    pub fn tab_name(&self) -> &'static str {
        let [name, _] = self.detail.tab().names();
        name
    }

    /// Shows the tab of a name, where there is one.
    pub fn restore_tab(&mut self, name: &str) {
        if let Some(tab) = Tab::ALL.into_iter().find(|tab| tab.names().first() == Some(&name)) {
            self.detail.turn_to(tab);
        }
    }

    /// Reads the top of the tree.
    pub fn start(&mut self, services: &mut Services) {
        let top = services.top();
        self.ask_folder(services, top, None);
    }

    /// Reads everything again after the index has changed, and goes back to where the user was.
    pub fn refresh(&mut self, services: &mut Services) {
        self.tree.clear();
        self.folder = None;
        self.text_key = None;
        self.symbol_line = self.subject.as_ref().and_then(Subject::symbol_line);
        self.start(services);
        if let Some(here) = self.here() {
            self.show(here, services, true);
        }
    }

    /// Asks again for what could not be read, and whether the files in the tree are still what they were.
    pub fn look_again(&mut self, services: &mut Services) {
        if self.trouble.is_some() {
            self.refresh(services);
        } else {
            self.ask_changes(services, String::new(), self.tree.files());
        }
    }

    /// Where the user is: what is selected, at the cursor's line.
    pub fn here(&self) -> Option<Place> {
        let mut place = self.place.clone()?;
        (place.line, place.column) = self.source.position();
        Some(place)
    }

    /// Where the selected symbol is defined, as far as that is known; of a file or folder its place.
    pub fn definition(&self) -> Option<Place> {
        let place = self.place.clone()?;
        let symbol = self.subject.as_ref().and_then(|subject| subject.symbol.as_ref());
        match symbol.filter(|symbol| Some(symbol.id) == place.symbol) {
            Some(symbol) => Some(Place { file: place.file, ..Place::from(&Spot::of(symbol)) }),
            None => Some(place),
        }
    }

    /// What is selected, once it is known.
    pub fn subject(&self) -> Option<&Subject> {
        self.subject.as_ref()
    }

    /// Goes to a place that was named elsewhere, leaving a step on the trail.
    pub fn go(&mut self, place: Place, services: &mut Services) {
        if let Some(here) = self.here() {
            self.trail.leave(here);
        }
        self.show(place, services, true);
    }

    /// Goes to a place where the user was at the last start, unless another was gone to since.
    pub fn resume(&mut self, place: Place, services: &mut Services) {
        if self.trail.can_go_back() || self.trail.can_go_forward() {
            return;
        }
        self.show(place, services, true);
    }

    /// The filter of the focused pane, or what is searched for in the source.
    pub fn filter(&self) -> &str {
        match self.focus {
            Pane::Tree => self.tree.filter(),
            Pane::Source => &self.source.query,
            Pane::Detail => self.detail.filter(),
        }
    }

    /// Whether what the focused pane shows can be filtered or searched.
    pub fn has_filter(&self) -> bool {
        self.focus != Pane::Detail || self.detail.has_filter()
    }

    /// Filters the focused pane, or searches the source, while it is being typed.
    pub fn set_filter(&mut self, text: &str, services: &mut Services) {
        match self.focus {
            Pane::Tree => {
                self.tree.set_filter(text);
                self.follow_tree(services);
            }
            Pane::Source => {
                self.source.search(text);
            }
            Pane::Detail => self.detail.set_filter(text),
        }
    }

    /// Ends the typing of a filter or search, and says where nothing was found.
    pub fn end_filter(&mut self, services: &mut Services) {
        self.source.end_search();
        // A hit under the cursor stays where it is.
        if self.focus == Pane::Source && !self.source.query.is_empty() && !self.source.seek(false, true) {
            services.say(Tone::Refusal, format!("{:?} is not in this text", self.source.query));
        }
        if self.focus == Pane::Source {
            self.follow_source(services);
        }
    }

    /// Goes to a line of the text, by its number from 1.
    pub fn goto_line(&mut self, line: u32, services: &mut Services) {
        self.source.jump_to(line, 0);
        self.follow_source(services);
        let (at, _) = self.source.position();
        if at != line {
            services.say(Tone::Refusal, format!("there is no line {line} in this text; this is line {at}"));
        }
    }

    /// Stops what the detail is reading or what a folder is summed up of, and shows what was found; `false` where nothing is
    /// read.
    pub fn stop(&self, services: &Services) -> bool {
        self.detail.stop(services) || services.jobs.stop(&Slot::Below)
    }

    /// The run that is selected in the history of the file, where the keys are there.
    pub fn run(&self) -> Option<&RunRow> {
        self.detail.run().filter(|_| self.focus == Pane::Detail)
    }

    /// What there is to export of what the detail shows, or why there is nothing.
    ///
    /// # Errors
    /// A line that says so.
    pub fn export(&self, services: &Services) -> Result<Export, &'static str> {
        let place = self.place.as_ref().ok_or("nothing is selected here")?;
        self.detail.export(place, self.origin, services)
    }

    /// Whether a text is shown, so that lines can be gone to.
    pub fn has_text(&self) -> bool {
        self.source.document.is_some()
    }
}
