//! Starting the explorer.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::interrupt::Interrupt;
use super::print::Failure;
use super::{args, config, index, remembered};
use crate::index::RuleOptions;
use crate::pages;
use crate::store::{self, Engine, Found, Origin, Store};
use crate::tui::keymap::Keymap;
use crate::tui::memory::Memory;
use crate::tui::{self, Options, Start};

/// Opens a database, or indexes a folder and opens that, and shows it.
pub(super) fn run(args: args::Explore) -> Result<(), Failure> {
    // Until the explorer takes the signals itself; first of all, so that none is lost.
    let interrupt = Interrupt::watch()?;
    let path = args.path.unwrap_or_else(|| PathBuf::from("."));
    // What is wrong with the path is the more useful thing to hear of, and looking changes nothing.
    store::identify(&path)?;
    check_terminal(&path)?;
    pages::be_small();
    let config = config::load()?;
    let root = args.root.as_deref().map(checked_root).transpose()?;
    let first = First {
        engine: args.engine.map(Engine::from),
        wait: Duration::from_secs(args.wait.unwrap_or_default().into()),
    };
    let opened = open(&path, &first, &interrupt)?;
    let root = match root {
        Some(root) => {
            remembered::save_root(opened.store.path(), &root);
            Some(root)
        }
        None => remembered::root(opened.store.path()),
    };
    let start = match (args.symbol, args.place) {
        (Some(symbol), _) => Start::Symbol(symbol),
        (None, Some(place)) => Start::Place { file: place.file, line: place.line },
        (None, None) => Start::Overview,
    };
    let theme = args.theme.or(config.theme).unwrap_or_default();
    let keymap = config.keymap.map_or_else(Keymap::built_in, Ok).map_err(anyhow::Error::msg)?;
    let Opened { store, project, update } = opened;
    if let Some(code) = interrupt.code() {
        return Err(Failure::interrupted(code, format!("{}: interrupted", path.display())));
    }
    drop(interrupt);
    let copier = Arc::new(tui::migrate::Disk);
    let database = store.path().to_owned();
    let memory = remembered::memory(&database);
    let remember = Box::new(move |memory: &Memory| remembered::save_memory(&database, memory));
    let plain = args.plain || config.plain.unwrap_or_default();
    Ok(tui::run(Options {
        store,
        root,
        project,
        update,
        start,
        theme,
        keymap,
        plain,
        memory,
        remember,
        copier,
    })?)
}

/// The explorer needs a terminal at both ends. Looked at before anything is opened or indexed.
fn check_terminal(path: &Path) -> Result<(), Failure> {
    let missing = match (std::io::stdin().is_terminal(), std::io::stdout().is_terminal()) {
        (true, true) => return Ok(()),
        (false, _) => "standard input",
        (true, false) => "standard output",
    };
    let path = path.display();
    Err(Failure::usage(format!(
        "{path}: {missing} is not a terminal, which the explorer needs; use `magellan-tui status {path}` instead"
    )))
}

fn checked_root(root: &Path) -> Result<PathBuf, Failure> {
    let wrong = |what: String| Failure::usage(format!("{}: {what}; --root takes a folder", root.display()));
    let canonical = root.canonicalize().map_err(|error| wrong(error.to_string()))?;
    if canonical.is_dir() { Ok(canonical) } else { Err(wrong("not a folder".to_owned())) }
}

struct Opened {
    store: Arc<dyn Store>,
    /// The folder that the index is of, where it is ours.
    project: Option<PathBuf>,
    update: bool,
}

/// What is said of the index of a folder that may have none yet.
struct First {
    /// What keeps it, where the user says so.
    engine: Option<Engine>,
    /// How long to wait while another program makes it.
    wait: Duration,
}

fn open(path: &Path, first: &First, interrupt: &Interrupt) -> Result<Opened, Failure> {
    if let Found::Database(_) = store::identify(path)? {
        index::engine_of(path, first.engine)?;
        let store = store::open(path)?;
        let project = match store.origin() {
            Origin::Own => store.reader()?.meta()?.root.map(PathBuf::from).filter(|root| root.is_dir()),
            Origin::Magellan => None,
        };
        return Ok(Opened { store, project, update: false });
    }
    let found = match first.engine {
        Some(engine) => store::find_index(path, Some(engine)),
        None => store::find_database(path),
    };
    let is_there = found.is_some();
    let database = match found {
        Some(database) => database,
        None => index_first(path, first, interrupt)?,
    };
    let store = store::open(&database)?;
    let is_own = store.origin() == Origin::Own;
    let project = is_own.then(|| path.canonicalize()).transpose()?;
    Ok(Opened { store, project, update: is_there && is_own })
}

fn index_first(folder: &Path, first: &First, interrupt: &Interrupt) -> Result<PathBuf, Failure> {
    let rules = RuleOptions::default();
    index::check_source(folder, &rules)?;
    let database = store::index_path(folder, first.engine)?;
    let how = index::How {
        engine: index::engine_of(&database, first.engine)?,
        wait: first.wait,
        jobs: 0,
        quiet: false,
        rules,
        scip: Vec::new(),
    };
    let summary = index::index(folder, &database, how, interrupt)?;
    index::go_on(folder, &summary, interrupt)?;
    Ok(database)
}
