//! A small index of ours in a folder, made by the indexer.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use magellan_tui::index::{self, Options};
use magellan_tui::store::Engine;
use tempfile::TempDir;

use crate::common;

/// A folder of its own with sources and their index.
pub(crate) struct Lab {
    pub(crate) folder: TempDir,
}

impl Lab {
    pub(crate) fn new() -> Lab {
        let lab = Lab { folder: tempfile::tempdir().unwrap() };
        common::write_clock(&lab.sources());
        lab.index();
        lab
    }

    pub(crate) fn sources(&self) -> PathBuf {
        self.folder.path().join("clock")
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("clock.fjall")
    }

    /// Brings the index up to date.
    pub(crate) fn index(&self) {
        let options = Options {
            root: self.sources(),
            database: self.path(),
            engine: Engine::Fjall,
            wait: Duration::ZERO,
            jobs: 1,
            args: vec!["index".to_owned()],
            rules: Default::default(),
            scip: Vec::new(),
        };
        index::run(&options, &|_| {}, &AtomicBool::new(false)).unwrap();
    }

    /// The folder of the generation in force.
    pub(crate) fn generation(&self) -> PathBuf {
        let name = fs::read_to_string(self.path().join("current")).unwrap();
        self.path().join(name.trim())
    }
}

/// The files below a folder, with their paths from there.
pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(folder).unwrap().to_owned());
            }
        }
    }
    found.sort();
    found
}

/// Names in a folder, in order.
pub(crate) fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_str().unwrap().to_owned()).collect();
    names.sort();
    names
}
