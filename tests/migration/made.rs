//! Databases to copy, and copying them.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use magellan_tui::index;
use magellan_tui::migrate::{self, Event, MigrateError, Options, Report};
use magellan_tui::store::Engine;
use rusqlite::Connection;
use tempfile::TempDir;

use crate::common;

/// The files that both versions of Magellan wrote.
pub const FIXTURES: [&str; 2] = ["magellan-2.1.0.db", "magellan-4.17.0.db"];

/// A folder for the databases of a test.
pub struct Place(TempDir);

impl Place {
    pub fn new() -> Place {
        Place(tempfile::tempdir().unwrap())
    }

    pub fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A copy of a fixture, to be changed.
    pub fn fixture(&self, name: &str) -> PathBuf {
        let path = self.at(name);
        std::fs::copy(common::fixture(name), &path).unwrap();
        path
    }

    /// A fixture with more in it, which `sql` says.
    pub fn with(&self, fixture: &str, sql: &str) -> PathBuf {
        let path = self.fixture(fixture);
        change(&path, sql);
        path
    }

    /// An index of our own over the small project.
    pub fn own(&self, engine: Engine) -> PathBuf {
        let sources = self.at("clock");
        if !sources.exists() {
            common::write_clock(&sources);
        }
        let path = self.at(match engine {
            Engine::Fjall => "own.fjall",
            Engine::Sqlite => "own.db",
        });
        self.index(&path, engine);
        path
    }

    /// Brings an index of the small project up to date.
    pub fn index(&self, path: &Path, engine: Engine) {
        let options = index::Options {
            root: self.at("clock"),
            database: path.to_owned(),
            engine,
            wait: Duration::from_secs(10),
            jobs: 1,
            args: vec!["index".to_owned()],
            rules: Default::default(),
            scip: Vec::new(),
        };
        index::run(&options, &|_| {}, &AtomicBool::new(false)).unwrap();
    }

    /// The names of all that stands in the folder; what SQLite leaves where a file with a write-ahead log was
    /// read apart.
    pub fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.retain(|name| !name.ends_with("-wal") && !name.ends_with("-shm"));
        names.sort();
        names
    }
}

/// Runs SQL on a file.
pub fn change(path: &Path, sql: &str) {
    let connection = Connection::open(path).unwrap();
    connection.pragma_update(None, "foreign_keys", false).unwrap();
    connection.execute_batch(sql).unwrap();
    connection.close().unwrap();
}

pub fn options(from: &Path, to: &Path) -> Options {
    Options { from: from.to_owned(), to: to.to_owned(), engine: None, force: false, wait: Duration::ZERO }
}

/// Copies a database with the other engine.
pub fn copy(from: &Path, to: &Path) -> Report {
    run(&options(from, to)).unwrap()
}

/// Copies a database with just this engine.
pub fn copy_with(from: &Path, to: &Path, engine: Engine) -> Report {
    run(&Options { engine: Some(engine), ..options(from, to) }).unwrap()
}

pub fn run(options: &Options) -> Result<Report, MigrateError> {
    migrate::run(options, &mut |_| {}, &AtomicBool::new(false))
}

/// Copies a database, and calls `seen` with all that is told meanwhile.
pub fn watched(
    options: &Options,
    cancel: &AtomicBool,
    seen: &mut dyn FnMut(&Event),
) -> Result<Report, MigrateError> {
    migrate::run(options, &mut |event| seen(&event), cancel)
}

/// What two databases differ in.
pub fn differences(a: &Path, b: &Path) -> Vec<String> {
    let found = migrate::diff(a, b, &mut |_, _| {}, &AtomicBool::new(false)).unwrap();
    assert_eq!(found.is_empty(), found.first.is_empty(), "{found:?}");
    found.first
}
