//! The path of the copy: typed, completed, looked at.

use std::os::unix::fs::symlink;

use crossterm::event::Event;
use magellan_tui::migrate::Plan;
use magellan_tui::tui::data::target::Finding;

use super::script::{Script, plan};
use crate::common;
use crate::harness::{Explorer, World, key};

const SIZE: (u16, u16) = (160, 30);

/// A database of our own among things that are in the way, and the explorer at the second step.
fn at_target(script: &Script) -> (World, Explorer) {
    let mut world = World::of_clock();
    world.copier = script.copier.clone();
    let mut explorer = world.explore(SIZE);
    explorer.press("M enter").shows("clock.index.db");
    (world, explorer)
}

/// Gives another path, at once.
fn give(explorer: &mut Explorer, path: &str) {
    explorer.press("e").send("ctrl-u").paste(path);
    explorer.press("enter");
}

#[test]
fn every_bad_path_is_told_and_goes_no_further() {
    let script = Script::looking();
    let (world, mut explorer) = at_target(&script);
    let at = |name: &str| world.dir.path().join(name).display().to_string();
    std::fs::write(at("text"), "text").unwrap();
    std::fs::write(at("empty"), "").unwrap();
    std::fs::copy(common::fixture("magellan-4.17.0.db"), at("other.db")).unwrap();
    symlink("nowhere", at("link")).unwrap();
    for (path, words) in [
        (String::new(), "there is no path yet"),
        (at("clock.index"), "is the database that is to be copied"),
        (at("clock.index/inside.db"), "lies in the database that is to be copied"),
        (at("clock.index.lock"), "belongs to the database"),
        (world.dir.path().display().to_string(), "the database that is to be copied lies in this"),
        (at("nowhere/x.db"), "there is no folder"),
        (at("text/x.db"), "is no folder"),
        (at("text"), "a text file is there, no database"),
        (at("clock"), "a folder is there, no database"),
        (at("link"), "a link that leads nowhere is there"),
        (at("other.db"), "a SQLite database is there already: x replaces it"),
        (at("empty"), "an empty file is there already: x replaces it"),
    ] {
        give(&mut explorer, &path);
        explorer.shows(words);
        explorer.press("enter");
        assert!(explorer.said().contains(words), "{path}: {}", explorer.said());
        explorer.shows("replace ");
    }
    // What is a database may be replaced, if one says so; nothing else may.
    give(&mut explorer, &at("other.db"));
    explorer.press("x").shows("is replaced once the copy is whole");
    give(&mut explorer, &at("text"));
    explorer.shows("no database of ours or Magellan's, and is never replaced");
    give(&mut explorer, &at("other.db"));
    explorer.press("enter").shows("the database that is there, once the copy is whole");
}

#[test]
fn too_little_space_is_told_at_the_path() {
    let script = Script::new();
    script.plans(|options| Ok(Plan { expected_bytes: 41 << 30, ..plan(options) }));
    let world = script.world();
    let mut explorer = world.explore(SIZE);
    explorer.press("M enter").shows("too little space: the copy takes about 41.0 GiB, and 40.0 GiB are free");
    explorer.press("enter");
    assert!(explorer.said().contains("too little space"), "{}", explorer.said());
    // The other engine may need less; that is not known from the first.
    script.plans(|options| Ok(plan(options)));
    explorer.press("t").shows("\u{2713} nothing is there yet");
}

#[test]
fn a_path_is_looked_at_when_nothing_is_typed_for_a_moment() {
    let script = Script::new();
    let world = script.world();
    let mut explorer = world.explore(SIZE);
    explorer.press("M enter e ctrl-u");
    let before = script.looked().len();
    let path = "/a/long/path";
    for letter in path.chars() {
        explorer.app.terminal(Event::Key(key(&letter.to_string())));
    }
    explorer.shows("looking at it");
    explorer.settle();
    let looked = script.looked();
    assert_eq!(looked.last().unwrap(), path);
    assert!(looked.len() - before < path.len(), "{looked:?}");
    explorer.shows("\u{2713} nothing is there yet");
}

#[test]
fn enter_goes_on_as_soon_as_the_path_was_looked_at() {
    let script = Script::new();
    let world = script.world();
    let mut explorer = world.explore(SIZE);
    explorer.press("M enter e").send("2").send("enter").send("enter");
    explorer.settle();
    explorer.shows("databases/sample.fjall2 (fjall)");
    // But not where it is bad.
    script.finds(Finding::Refused("there is no such place".to_owned()));
    explorer.press("backspace e").send("3").send("enter").send("enter");
    explorer.settle();
    assert_eq!(explorer.said(), "there is no such place");
}

#[test]
fn tab_completes_and_then_goes_through_the_names() {
    let script = Script::looking();
    let (world, mut explorer) = at_target(&script);
    let at = |name: &str| world.dir.path().join(name).display().to_string();
    for folder in ["archive", "archive/old", "archive/older"] {
        std::fs::create_dir(at(folder)).unwrap();
    }
    std::fs::write(at("archive/\u{1b}[31mbad"), "").unwrap();
    explorer.press("e").send("ctrl-u").paste(&at("ar"));
    explorer.press("tab");
    explorer.shows(&format!("path      {}", at("archive/")));
    explorer.press("tab").shows(&at("archive/old"));
    explorer.shows("2 names, tab takes the next");
    explorer.press("tab").shows(&format!("{} ", at("archive/old/")));
    explorer.press("tab").shows(&format!("{} ", at("archive/older/")));
    explorer.press("tab").shows(&format!("{} ", at("archive/old/")));
    explorer.press("backtab").shows(&format!("{} ", at("archive/older/")));
    explorer.type_text("x.db").hides("names, tab");
    explorer.shows("\u{2713} nothing is there yet");
    explorer.press("tab").shows("no name goes on like this");
    explorer.press("esc").shows("clock.index.db");
}

#[test]
fn letters_are_letters_while_the_path_is_typed() {
    let script = Script::new();
    let world = script.world();
    let mut explorer = world.explore(SIZE);
    explorer.press("M enter e ctrl-u").type_text("q?M12x").shows("path      q?M12x");
    assert!(explorer.app.take_effects().is_empty());
    explorer.paste("/a/b\x1b\nsecond line");
    explorer.shows("q?M12x/a/b ");
    explorer.press("backspace backspace").shows("q?M12x/a ");
    explorer.press("f1").shows("While you type the path");
    explorer.press("esc ctrl-c").shows("path      databases/sample.fjall");
    explorer.press("e ctrl-l").app.take_effects();
    explorer.press("esc ?").shows("In this step");
    explorer.press("esc q");
    assert_eq!(explorer.app.take_effects().len(), 1);
}

#[test]
fn the_engine_takes_the_path_along_where_it_is_the_usual_one() {
    let script = Script::new();
    let world = script.world();
    let mut explorer = world.explore(SIZE);
    explorer.press("M enter").shows("path      databases/sample.fjall");
    explorer.press("t").shows("path      databases/sample.db");
    explorer.press("t e ctrl-u").type_text("own.fjall").press("enter t").shows("path      own.db");
    explorer.press("e ctrl-u").type_text("name").press("enter t").shows("path      name ");
}
