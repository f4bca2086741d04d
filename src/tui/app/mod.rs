//! The whole explorer without a terminal: events in, frames and effects out.

mod deliver;
mod draw;
mod export;
mod follow;
mod keys;
mod memory;
mod migrate;
mod mouse;
mod palette;
mod panes;
mod views;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use crossterm::event::Event;

use super::action::Action;
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
use crate::index::Progress;
use crate::source::Roots;
use crate::store::{Engine, Meta, Origin};
use export::Exporting;
use follow::Following;
use ratatui::layout::Rect;
use views::Views;

/// Worker threads: three for the screens' questions, and one for each job that takes long, so that no
/// question waits for it: an update, the check of a database, a copy, a run that is waited for, the
/// index of words, an index that follows its folder, an export.
const WORKERS: usize = 10;

/// A screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Screen {
    /// What the database is.
    #[default]
    Overview,
    /// Its files, symbols and sources.
    Explore,
    /// What calls what.
    Graph,
    /// Its texts, and a search in them.
    Chunks,
    /// How large and how complex it is.
    Metrics,
    /// How it came to be.
    History,
    /// All that is in it, as it lies there.
    Tables,
    /// A copy of it in the other engine.
    Migrate,
}

impl Screen {
    const ALL: [Screen; 8] = [
        Screen::Overview,
        Screen::Explore,
        Screen::Graph,
        Screen::Chunks,
        Screen::Metrics,
        Screen::History,
        Screen::Tables,
        Screen::Migrate,
    ];

    fn title(self) -> &'static str {
        match self {
            Screen::Overview => "Overview",
            Screen::Explore => "Explore",
            Screen::Graph => "Graph",
            Screen::Chunks => "Chunks",
            Screen::Metrics => "Metrics",
            Screen::History => "History",
            Screen::Tables => "Tables",
            Screen::Migrate => "Migrate",
        }
    }

    /// The action that shows it.
    fn action(self) -> Action {
        match self {
            Screen::Overview => Action::ShowOverview,
            Screen::Explore => Action::ShowExplore,
            Screen::Graph => Action::ShowGraph,
            Screen::Chunks => Action::ShowChunks,
            Screen::Metrics => Action::ShowMetrics,
            Screen::History => Action::ShowHistory,
            Screen::Tables => Action::ShowTables,
            Screen::Migrate => Action::ShowMigrate,
        }
    }
}

/// The index being brought up to date.
struct Update {
    /// Whether the user asked for it, and is to be told also that nothing had changed.
    asked: bool,
    progress: Option<Progress>,
    cancel: Arc<AtomicBool>,
}

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
            exporting: None,
        };
        app.restore_panes();
        app.explore.restore_tab(&app.memory.tab);
        app.views.metrics.restore(&app.memory.metrics);
        app.ask_meta();
        app.overview.start(&mut app.services);
        if let Some(note) = app.keymap.notes().first().cloned() {
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
                self.key(key);
            }
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

    /// When to draw although nothing happened.
    pub fn busy_from(&self) -> Option<Instant> {
        self.services.busy_from()
    }

    /// Tells an update that runs to stop and keep what it has; `false` where none runs.
    pub fn stop_update(&mut self) -> bool {
        let update = self.update.take();
        update.map(|update| update.cancel.store(true, Ordering::Relaxed)).is_some()
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

    /// Why the index cannot be brought up to date now; `None` where it can.
    fn why_no_update(&self) -> Option<String> {
        if self.update.is_some() {
            return Some("the index is being brought up to date already".to_owned());
        }
        if self.following.is_some() {
            return Some("the index follows the folder: it is up to date".to_owned());
        }
        if self.origin == Origin::Magellan {
            return Some(
                "Magellan wrote this database, it is only read here: `magellan watch` updates it".to_owned(),
            );
        }
        let unknown = "nobody knows where the sources are; --root DIR says it";
        self.project.is_none().then(|| unknown.to_owned())
    }

    /// How the project is indexed; `None` where nobody knows where it is.
    fn index_options(&self) -> Option<crate::index::Options> {
        Some(crate::index::Options {
            root: self.project.clone()?,
            database: self.database.clone(),
            engine: self.meta.as_ref().map_or(Engine::Fjall, |meta| meta.engine),
            wait: std::time::Duration::ZERO,
            jobs: 0,
            args: std::env::args_os().map(|arg| arg.to_string_lossy().into_owned()).collect(),
            rules: Default::default(),
            scip: Vec::new(),
        })
    }

    /// Brings the index up to date, because the user `asked` for it or because the program starts.
    fn start_update(&mut self, asked: bool) {
        if let Some(why) = self.why_no_update() {
            return self.services.say(Tone::Refusal, why);
        }
        let Some(options) = self.index_options() else { return };
        let cancel = Arc::new(AtomicBool::new(false));
        self.update = Some(Update { asked, progress: None, cancel: Arc::clone(&cancel) });
        self.services.ask(Slot::Update, move |desk| {
            if !options.root.is_dir() {
                return Ok(Answer::Updated(Err(not_there(&options.root))));
            }
            // Started off this thread, so that what it reports can be passed on from here.
            let done = update_reporting(&options, &cancel, desk.report);
            Ok(Answer::Updated(done))
        });
    }
}

/// What to say of sources that are not where they were.
fn not_there(path: &Path) -> String {
    format!("{} is not there; --root DIR says where the sources are", path.display())
}

/// Runs an update and passes on how far it is, at most some times a second.
fn update_reporting(
    options: &crate::index::Options,
    cancel: &AtomicBool,
    report: &dyn Fn(Answer),
) -> Result<crate::index::Summary, String> {
    let (sender, receiver) = crossbeam_channel::bounded(1);
    std::thread::scope(|scope| {
        let run = scope.spawn(|| {
            // The newest report is enough: one that finds the channel full is dropped.
            let tell = move |progress| {
                let _ = sender.try_send(progress);
            };
            crate::index::run(options, &tell, cancel)
        });
        for progress in receiver {
            report(Answer::Progress(progress));
            std::thread::sleep(super::PROGRESS_INTERVAL);
        }
        match run.join() {
            Ok(done) => done.map_err(|error| error.to_string()),
            Err(_) => Err("the index run failed; run `magellan-tui index` to see why".to_owned()),
        }
    })
}
