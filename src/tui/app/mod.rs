//! The whole explorer without a terminal: events in, frames and effects out.

mod deliver;
mod draw;
mod export;
mod filter;
mod follow;
mod keys;
mod memory;
mod migrate;
mod mouse;
mod palette;
mod panes;
mod screen;
mod update;
mod views;

pub use screen::Screen;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use crossterm::event::Event;

use super::answer::{Answer, Slot};
use super::data::place::Place;
use super::data::{definition, tree};
use super::explore::{Explore, Pane};
use super::jobs::{Jobs, Outbox};
use super::keymap::{Keymap, Pending};
use super::memory::Memory;
use super::migrate::{Copier, Migrate};
use super::overview::Overview;
use super::popup::Popup;
use super::services::{Effect, Message, Services, Tone};
use super::theme::Theme;
use super::{Options, Start};
use crate::source::Roots;
use crate::store::{Meta, Origin};
use export::Exporting;
use follow::Following;
use ratatui::layout::Rect;
use update::Update;
use views::Views;

/// Worker threads: three for the screens' questions, and one for each job that takes long, so that no
/// question waits for it: an update, the check of a database, a copy, a run that is waited for, the
/// index of words, an index that follows its folder, an export.
const WORKERS: usize = 10;

/// The explorer's state.
pub struct App {
    /// Before the services: it is halted before its job is waited for.
    following: Option<Following>,
    services: Services,
    keymap: Keymap,
    /// Keys that may be the beginning of more.
    pending: Pending,
    theme: Theme,
    /// Whether to draw without boxes and arrows.
    plain: bool,
    memory: Memory,
    screen: Screen,
    overview: Overview,
    explore: Explore,
    views: Views,
    /// The migration, once it was begun.
    migrate: Option<Migrate>,
    copier: Arc<dyn Copier>,
    /// The screen that was shown before the migration.
    before: Screen,
    popup: Option<Popup>,
    update: Option<Update>,
    meta: Option<Box<Meta>>,
    origin: Origin,
    database: PathBuf,
    project: Option<PathBuf>,
    current_root: Option<PathBuf>,
    start: Option<Start>,
    update_first: bool,
    tabs: Vec<(Rect, Screen)>,
    /// Whether the screen is large enough to show anything.
    is_seen: bool,
    exporting: Option<Exporting>,
}

impl App {
    /// The explorer over an open database. Answers to its questions go to `outbox`, from where they
    /// are to be given to [`App::deliver`].
    pub fn new(options: Options, theme: Theme, outbox: Outbox) -> App {
        let Options {
            store,
            root,
            project,
            update,
            start,
            theme: _,
            keymap,
            plain,
            memory,
            remember: _,
            copier,
        } = options;
        let project = root.clone().or(project);
        let database = store.path().to_owned();
        let origin = store.origin();
        let mut app = App {
            services: Services {
                jobs: Jobs::new(store, WORKERS, outbox),
                roots: Roots::new(None, root.as_deref()),
                absolute: false,
                message: None,
                effects: Vec::new(),
            },
            keymap,
            pending: Pending::default(),
            plain,
            memory,
            theme,
            screen: Screen::default(),
            overview: Overview::new(&database),
            explore: Explore::new(origin),
            views: Views::default(),
            migrate: None,
            copier,
            before: Screen::default(),
            popup: None,
            update: None,
            following: None,
            meta: None,
            origin,
            database,
            project,
            current_root: root,
            start: Some(start),
            update_first: update,
            tabs: Vec::new(),
            is_seen: true,
            exporting: None,
        };
        app.restore_panes();
        app.explore.restore_tab(&app.memory.tab);
        app.views.metrics.restore(&app.memory.metrics);
        app.ask_meta();
        app.overview.start(&mut app.services);
        if let Some((note, others)) = app.keymap.notes().split_first() {
            let more = match others.len() {
                0 => String::new(),
                count => format!("; {count} more: magellan-tui config --check"),
            };
            let note = format!("{note}{more}");
            app.services.say(Tone::Refusal, note);
        }
        app
    }

    /// Draws in other colours from now on.
    pub fn set_theme(&mut self, theme: Theme) {
        self.theme = theme;
    }

    /// Takes what the terminal says.
    pub fn terminal(&mut self, event: Event) {
        match event {
            Event::Key(key) if key.kind != crossterm::event::KeyEventKind::Release => {
                self.services.message = None;
                if self.is_seen { self.key(key) } else { self.key_unseen(key) }
            }
            Event::Mouse(_) | Event::Paste(_) if !self.is_seen => {}
            Event::Mouse(mouse) => {
                self.pending.clear();
                self.mouse(mouse);
            }
            Event::Paste(text) => self.paste(&text),
            _ => {}
        }
    }

    /// What is to be done to the terminal now.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.services.effects)
    }

    /// Says something at the foot of the screen.
    pub fn say(&mut self, tone: Tone, text: impl Into<String>) {
        self.services.say(tone, text);
    }

    /// What the foot says.
    pub fn message(&self) -> Option<&Message> {
        self.services.message.as_ref()
    }

    /// Whether no question is open and nothing runs.
    pub fn is_idle(&self) -> bool {
        self.services.jobs.is_idle()
    }

    /// Puts off what is asked of the database until [`App::begin_asked`]: the frame goes first.
    pub fn put_off_asked(&self) {
        self.services.jobs.hold();
    }

    /// Has begun what was asked since.
    pub fn begin_asked(&mut self) {
        self.services.jobs.release();
    }

    /// When to draw although nothing happened.
    pub fn busy_from(&self) -> Option<Instant> {
        self.services.busy_from()
    }

    /// Looks again at what may have been edited.
    pub fn edited(&mut self) {
        self.explore.refresh(&mut self.services);
    }

    fn ask_meta(&mut self) {
        self.services.ask(Slot::Meta, |desk| {
            let reader = desk.store.reader()?;
            let meta = reader.meta()?;
            let below_root = tree::are_all_below(&*reader, meta.root.as_deref().unwrap_or_default())?;
            Ok(Answer::Meta(Box::new(meta), below_root))
        });
    }

    /// Starts where the command line says, once the database has said what it is.
    fn begin(&mut self) {
        self.explore.start(&mut self.services);
        let root = self.services.roots.clone();
        match self.start.take() {
            Some(Start::Symbol(name)) => {
                self.screen = Screen::Explore;
                self.services.ask(Slot::Locate, move |desk| {
                    let places = definition::named(&*desk.store.reader()?, &name, "")?;
                    Ok(Answer::Places(name, places))
                });
            }
            Some(Start::Place { file, line }) => {
                self.screen = Screen::Explore;
                self.services.ask(Slot::Locate, move |desk| {
                    let paths = root.stored(&file);
                    let places = definition::at_line(&*desk.store.reader()?, &paths, line)?;
                    Ok(Answer::Places(file, places))
                });
            }
            Some(Start::Overview) => self.go_on(),
            None => {}
        }
        if std::mem::take(&mut self.update_first) {
            self.start_update(false);
        }
    }

    /// Shows a screen. What could not be read there before is asked for again.
    fn show(&mut self, screen: Screen) {
        let before = self.turn_to(screen);
        if screen == Screen::Graph {
            self.put_into_graph(before);
        }
        match screen {
            Screen::Overview => self.overview.look_again(&mut self.services),
            Screen::Explore => self.explore.look_again(&mut self.services),
            Screen::Migrate => self.show_migrate(before),
            _ => {
                if let Some((view, services)) = self.view() {
                    view.show(services);
                }
            }
        }
    }

    /// Puts a screen in the place of another one, which it gives.
    fn turn_to(&mut self, screen: Screen) -> Screen {
        let before = std::mem::replace(&mut self.screen, screen);
        if before != screen
            && let Some(view) = self.views.get_mut(before)
        {
            view.hide(&mut self.services);
        }
        before
    }

    /// Shows the text at a place. One that comes from another start is looked for first.
    fn go(&mut self, place: Place) {
        if place.file.is_none() && place.symbol.is_none() {
            return self.find_again(place, false);
        }
        self.memory.visit(&place);
        self.turn_to(Screen::Explore);
        self.explore.focus = Pane::Source;
        self.explore.go(place, &mut self.services);
    }
}
