//! What the documents say of keys, held against the table of actions.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use magellan_tui::tui::action::ACTIONS;
use magellan_tui::tui::keymap::Keymap;

/// The README, and all that stands beside it.
fn documents() -> Vec<PathBuf> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let beside = fs::read_dir(project.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let beside = beside.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    std::iter::once(project.join("README.md")).chain(beside).collect()
}

/// The keys in the first column of tables whose head says `key`, with the line that they stand in.
fn told(text: &str) -> Vec<(usize, String)> {
    let mut is_of_keys = false;
    let mut told = Vec::new();
    for (line, text) in (1..).zip(text.lines()) {
        let Some(cell) = text.strip_prefix("| ").and_then(|row| row.split(" |").next()) else {
            is_of_keys = false;
            continue;
        };
        if cell == "key" {
            is_of_keys = true;
        } else if is_of_keys && !cell.starts_with("---") {
            // A backtick itself stands between two of them.
            let cell = cell.replace("`` ` ``", "\u{0}");
            let keys = cell.split('`').skip(1).step_by(2).map(str::to_owned);
            told.extend(keys.map(|key| (line, key)));
            told.extend(cell.contains('\u{0}').then(|| (line, "`".to_owned())));
        }
    }
    told
}

#[test]
fn every_key_that_documents_tell_does_something() {
    let keymap = Keymap::built_in().unwrap();
    let bound: BTreeSet<String> = ACTIONS.iter().flat_map(|entry| keymap.keys(entry.action)).collect();
    let mut count = 0;
    for path in documents() {
        for (line, key) in told(&fs::read_to_string(&path).unwrap()) {
            assert!(bound.contains(&key), "{}:{line}: `{key}` does nothing", path.display());
            count += 1;
        }
    }
    assert!(count > 40, "keys were found in the documents: {count}");
}

#[test]
fn every_action_that_a_key_does_is_told_in_the_help() {
    let keymap = Keymap::built_in().unwrap();
    for entry in ACTIONS.iter().filter(|entry| !keymap.keys(entry.action).is_empty()) {
        assert!(!entry.description.is_empty(), "{}", entry.name);
    }
}
