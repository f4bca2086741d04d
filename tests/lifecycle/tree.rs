//! A small tree of source, and its index.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, SystemTime};

use magellan_tui::index::{self, Options, Summary};
use magellan_tui::model::NodeId;
use magellan_tui::store::{Engine, Reader, open};
use tempfile::TempDir;

/// What only the file that is deleted says.
pub(crate) const QUAGGA_WORDS: [&str; 5] = ["quagga", "zebroid", "Hemionus", "onager", "kulan"];

/// It is called by another file, which stays and goes on naming what it calls.
const QUAGGA: &str = "use std::collections::BTreeMap as onager;

/// One of a herd.
pub struct Hemionus { herd: u32 }

impl Hemionus {
    pub fn zebroid(&self) -> u32 { if self.herd > 1 { far_call() } else { self.herd } }
}

pub fn far_call() -> u32 {
    let kulan: onager<u32, u32> = onager::new();
    Hemionus { herd: kulan.len() as u32 }.zebroid()
}
";

const LIB: &str = "//! A post office.

pub mod clerk;

use clerk::Clerk;

pub trait Works { fn work(&self) -> u32; }

impl Works for Clerk {
    fn work(&self) -> u32 { self.stamps + far_call() }
}

pub fn open() -> u32 { Clerk { stamps: 3 }.work() }
";

const CLERK: &str = "pub struct Clerk { pub stamps: u32 }

fn stamp_old(clerk: &Clerk) -> u32 {
    if clerk.stamps > 3 { clerk.stamps } else { 0 }
}
";

/// Ends in the middle of a function, so that there is something to complain of.
const HALF: &str = "def half(letter):\n    whole(letter)\n\ndef whole(letter:\n";

pub(crate) struct Tree {
    pub(crate) engine: Engine,
    folder: TempDir,
}

impl Tree {
    pub(crate) fn new(engine: Engine) -> Tree {
        let tree = Tree { engine, folder: tempfile::tempdir().unwrap() };
        tree.write("src/lib.rs", LIB, 100);
        tree.write("src/clerk.rs", CLERK, 100);
        tree.write("src/quagga.rs", QUAGGA, 100);
        tree.write("half.py", HALF, 100);
        tree
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("sources")
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.folder.path().join("index.db")
    }

    /// Writes a file that was changed so many seconds ago.
    fn write(&self, path: &str, text: &str, ago: u64) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        let file = fs::File::options().append(true).open(path).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(ago)).unwrap();
    }

    pub(crate) fn edit_clerk(&self) {
        self.write("src/clerk.rs", &CLERK.replace("stamp_old", "stamp_new"), 50);
    }

    pub(crate) fn delete_quagga(&self) {
        fs::remove_file(self.root().join("src/quagga.rs")).unwrap();
    }

    /// Brings the index up to date.
    pub(crate) fn index(&self) -> Summary {
        let options = Options {
            root: self.root(),
            database: self.database(),
            engine: self.engine,
            wait: Duration::ZERO,
            jobs: 2,
            args: vec!["index".to_owned()],
            rules: Default::default(),
            scip: Vec::new(),
        };
        index::run(&options, &|_| {}, &AtomicBool::new(false)).unwrap()
    }

    /// Removes the index.
    pub(crate) fn forget(&self) {
        match self.engine {
            Engine::Fjall => fs::remove_dir_all(self.database()).unwrap(),
            Engine::Sqlite => fs::remove_file(self.database()).unwrap(),
        }
    }

    /// What a new reader sees.
    pub(crate) fn read<T>(&self, read: impl FnOnce(&dyn Reader) -> T) -> T {
        let store = open(&self.database()).unwrap();
        let reader = store.reader().unwrap();
        read(&*reader)
    }

    pub(crate) fn file(&self, path: &str) -> NodeId {
        self.read(|reader| reader.file(path).unwrap()).unwrap()
    }
}
