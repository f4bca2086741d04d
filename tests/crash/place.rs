//! A small tree of source in two versions, and a database of it.

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, SystemTime};

use magellan_tui::index::{self, Options};
use magellan_tui::model::{Execution, Record};
use magellan_tui::store::{Engine, open};
use tempfile::TempDir;

use crate::contents::{complaints, timeless};
use crate::victim::{Kind, Victim};

/// Files that both versions have.
const FILES: usize = 8;

/// Which sources there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    Old,
    New,
}

/// A tree of source, and apart from it, in a folder of its own, a database.
pub(crate) struct Place {
    pub(crate) engine: Engine,
    folder: TempDir,
    first: Cell<Duration>,
    update: Cell<Duration>,
}

impl Place {
    /// Makes the tree, and measures how long its index takes in a process that nobody kills.
    pub(crate) fn new(engine: Engine) -> Place {
        let zero = Cell::new(Duration::ZERO);
        let place = Place { engine, folder: tempfile::tempdir().unwrap(), first: zero.clone(), update: zero };
        for folder in ["sources", "database"] {
            fs::create_dir(place.folder.path().join(folder)).unwrap();
        }
        place.write(Version::Old);
        place.first.set(Victim::start(&place).finish());
        place.write(Version::New);
        place.update.set(Victim::start(&place).finish());
        place
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("sources")
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.folder.path().join("database/index.db")
    }

    /// How long a run takes, as far as is known.
    pub(crate) fn duration(&self, kind: Kind) -> Duration {
        self.of(kind).get()
    }

    /// Notes that a run had ended after this time, which says that it takes less than was thought.
    pub(crate) fn took_less(&self, kind: Kind, than: Duration) {
        let known = self.of(kind);
        known.set(known.get().min(than.mul_f64(1.2)).max(Duration::from_millis(2)));
    }

    fn of(&self, kind: Kind) -> &Cell<Duration> {
        match kind {
            Kind::First => &self.first,
            Kind::Update => &self.update,
        }
    }

    /// Writes the sources of a version: some files differ, one is only in the old one, one in the new.
    pub(crate) fn write(&self, version: Version) {
        for number in 0..FILES {
            let is_changed = version == Version::New && number % 3 == 0;
            self.file(&format!("src/part{number}.rs"), Some(part(number, is_changed)), is_changed);
        }
        let old = (version == Version::Old).then(|| part(70, false));
        let new = (version == Version::New).then(|| part(80, false));
        self.file("src/only_old.rs", old, false);
        self.file("src/only_new.rs", new, false);
        self.file("tool.py", Some("def tool():\n    return part_1()\n".to_owned()), false);
    }

    /// Writes a file, with a time that is long past and its own in each version, or removes it.
    fn file(&self, path: &str, text: Option<String>, is_changed: bool) {
        let path = self.root().join(path);
        let Some(text) = text else {
            return fs::remove_file(&path).unwrap_or_default();
        };
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        let seconds = if is_changed { 1_600_000_000 } else { 1_500_000_000 };
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        fs::File::options().append(true).open(&path).unwrap().set_modified(time).unwrap();
    }

    /// Removes the database and all that belongs to it.
    pub(crate) fn forget(&self) {
        let folder = self.folder.path().join("database");
        fs::remove_dir_all(&folder).unwrap();
        fs::create_dir(&folder).unwrap();
    }

    /// Indexes here, in this process.
    pub(crate) fn index(&self) {
        index(&self.root(), &self.database(), self.engine);
    }

    /// What the database holds, its runs and times apart.
    pub(crate) fn records(&self) -> Vec<Record> {
        let store = open(&self.database()).unwrap();
        let reader = store.reader().unwrap();
        assert_eq!(complaints(&*reader), []);
        let records = timeless(&*reader);
        assert!(records.len() > 100, "the database holds something");
        records
    }

    /// The runs in its log, newest first.
    pub(crate) fn runs(&self) -> Vec<Execution> {
        let store = open(&self.database()).unwrap();
        let runs = store.reader().unwrap().executions(None, 10_000).unwrap();
        assert!(!runs.more);
        runs.items
    }

    /// Every file and folder beside and in the database, without their numbers. What is inside a
    /// generation is fjall's, and depends on how it came about. What a run leaves for the next one it leaves last, and
    /// one that finds nothing changed leaves nothing.
    pub(crate) fn names(&self) -> Vec<String> {
        let top = self.folder.path().join("database");
        let mut names = Vec::new();
        let mut folders = vec![top.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let name = path.strip_prefix(&top).unwrap().to_str().unwrap();
                let name: String = name.chars().filter(|letter| !letter.is_ascii_digit()).collect();
                let is_generation = name == "index.db/g";
                if name != "index.db.ties" {
                    names.push(name);
                }
                if path.is_dir() && !is_generation {
                    folders.push(path);
                }
            }
        }
        names.sort();
        names
    }
}

/// A file that calls into others.
fn part(number: usize, is_changed: bool) -> String {
    let more = if is_changed { "pub fn fresh() { let _ = 1; }\n" } else { "" };
    let name = if is_changed { "changed" } else { "plain" };
    format!(
        "use crate::part{next}::part_{next};\n\n/// The {number}th.\npub struct Part{number} {{ inner: u{bits} }}\n\n\
         impl Part{number} {{\n    pub fn {name}(&self) -> bool {{\n        if self.inner > {number} {{ part_{next}() }} else {{ false }}\n    }}\n}}\n\n\
         pub fn part_{number}() -> bool {{\n    helper_{number}(Part{number} {{ inner: {number} }})\n}}\n\n\
         fn helper_{number}(part: Part{number}) -> bool {{\n    part.{name}() || part_{next}()\n}}\n{more}",
        next = (number + 1) % FILES,
        bits = if is_changed { 64 } else { 32 },
    )
}

/// Brings a database up to date.
pub(crate) fn index(root: &Path, database: &Path, engine: Engine) {
    let options = Options {
        root: root.to_owned(),
        database: database.to_owned(),
        engine,
        wait: Duration::ZERO,
        jobs: 1,
        args: vec!["index".to_owned()],
        rules: Default::default(),
        scip: Vec::new(),
    };
    index::run(&options, &|_| {}, &AtomicBool::new(false)).unwrap();
}
