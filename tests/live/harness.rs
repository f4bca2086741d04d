//! A project on the disk, an index that follows it, and one built afresh to hold it against.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use magellan_tui::index::{self, Live, Options, Progress, Scope};
use magellan_tui::model::Record;
use magellan_tui::store::{self, Engine};
use tempfile::TempDir;

use crate::contents::{assert_clean, assert_same, timeless};

/// Paths and texts.
pub type Sources = BTreeMap<String, String>;

static NEVER: AtomicBool = AtomicBool::new(false);

/// A folder of sources and a database.
pub struct Lab {
    dir: TempDir,
    options: Options,
    /// What stands on the disk.
    now: Sources,
}

impl Lab {
    pub fn new(engine: Engine, sources: &Sources) -> Lab {
        let dir = TempDir::new().unwrap();
        let root = dir.path().join("project");
        fs::create_dir(&root).unwrap();
        let options = options(root, dir.path().join("index"), engine);
        let mut lab = Lab { dir, options, now: Sources::new() };
        lab.write(sources);
        lab
    }

    pub fn root(&self) -> &Path {
        &self.options.root
    }

    pub fn options(&self) -> &Options {
        &self.options
    }

    pub fn begin(options: &Options) -> Live<'_> {
        Live::begin(options, &|_| {}, &NEVER).unwrap().0
    }

    /// Makes the disk hold these sources. Gives what changed.
    pub fn write(&mut self, sources: &Sources) -> Scope {
        let mut scope = Scope::nothing();
        for (path, text) in sources {
            if self.now.get(path) != Some(text) {
                write(&self.root().join(path), text);
                scope.add(path.clone());
            }
        }
        for path in self.now.keys().filter(|path| !sources.contains_key(*path)) {
            fs::remove_file(self.root().join(path)).unwrap();
            scope.add(path.clone());
        }
        self.now = sources.clone();
        let is_rule = |path: &String| path.ends_with("Cargo.toml") || path.ends_with("go.mod");
        match &scope {
            Scope::Within(paths) if paths.iter().any(is_rule) => Scope::All,
            _ => scope,
        }
    }

    /// Asserts that the index is as one built afresh.
    pub fn assert_fresh(&self, what: &str) {
        assert_same(&read(&self.options.database), &self.fresh(), what);
    }

    /// Whether it is.
    pub fn is_fresh(&self) -> bool {
        read(&self.options.database) == self.fresh()
    }

    /// What an index holds that is built afresh.
    fn fresh(&self) -> Vec<Record> {
        let folder = TempDir::new_in(self.dir.path()).unwrap();
        let options = options(self.root().to_owned(), folder.path().join("fresh"), self.options.engine);
        index::run(&options, &|_| {}, &NEVER).unwrap();
        read(&options.database)
    }

    /// Brings the index up to date, as another program would. Gives how many files' names were resolved.
    pub fn index(&self) -> u64 {
        let options = Options { wait: Duration::from_secs(60), ..self.options.clone() };
        let resolved = AtomicU64::new(0);
        let progress = |progress| {
            if let Progress::Resolving { done, .. } = progress {
                resolved.fetch_max(done, Ordering::Relaxed);
            }
        };
        index::run(&options, &progress, &NEVER).unwrap();
        resolved.into_inner()
    }

    /// What a run leaves beside the index for the next one.
    pub fn left(&self) -> PathBuf {
        self.dir.path().join("index.ties")
    }

    /// Asserts that a check of the index finds nothing.
    pub fn assert_clean(&self) {
        assert_clean(store::open(&self.options.database).unwrap().as_ref());
    }

    /// How many rows the log of runs has.
    pub fn runs(&self) -> usize {
        let store = store::open(&self.options.database).unwrap();
        store.reader().unwrap().executions(None, 1000).unwrap().items.len()
    }
}

fn options(root: PathBuf, database: PathBuf, engine: Engine) -> Options {
    Options {
        root,
        database,
        engine,
        wait: Duration::ZERO,
        jobs: 2,
        args: vec!["index".to_owned()],
        rules: Default::default(),
        scip: Vec::new(),
    }
}

fn read(database: &Path) -> Vec<Record> {
    timeless(store::open(database).unwrap().reader().unwrap().as_ref())
}

/// Writes a file whose time is long past and another one than before.
fn write(path: &Path, text: &str) {
    static TICKS: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
    let file = fs::File::options().append(true).open(path).unwrap();
    let tick = TICKS.fetch_add(1, Ordering::Relaxed);
    file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000 + tick)).unwrap();
}
