//! What a folder holds when nobody is at it.

use std::fs;

use magellan_tui::store::open;

use crate::harness::{Lab, files_below, names_in};

#[test]
fn a_finished_index_leaves_an_empty_journal_and_nothing_that_nobody_needs() {
    let lab = Lab::new();
    for round in 1..=4 {
        let names = names_in(&lab.path());
        assert_eq!(names[..3], ["current", &format!("g{round}"), "magellan-tui.format"]);
        // The runs after the first one have read what was there.
        assert!(names[3..].iter().all(|name| name == "views") && names.len() <= 4, "{names:?}");
        let beside = ["clock", "clock.fjall", "clock.fjall.lock", "clock.fjall.ties"];
        assert_eq!(names_in(lab.folder.path()), beside);
        let generation = lab.generation();
        let journals: Vec<u64> = files_below(&generation)
            .iter()
            .filter(|name| name.extension().is_some_and(|extension| extension == "jnl"))
            .map(|name| fs::metadata(generation.join(name)).unwrap().len())
            .collect();
        assert_eq!(journals, [0]);
        lab.index();
    }
}

#[test]
fn views_are_gone_with_their_readers() {
    let lab = Lab::new();
    let views = lab.path().join("views");
    let store = open(&lab.path()).unwrap();
    assert_eq!(names_in(&views).len(), 2, "a folder and its lock");
    let reader = store.reader().unwrap();
    lab.index();
    let newer = store.reader().unwrap();
    assert_eq!(names_in(&views).len(), 4, "the older one is still read");
    drop(reader);
    assert_eq!(names_in(&views).len(), 2);
    drop(newer);
    drop(store);
    assert_eq!(names_in(&views), Vec::<String>::new());
}

#[test]
fn what_the_killed_left_is_cleared_away() {
    let lab = Lab::new();
    let views = lab.path().join("views");
    fs::create_dir_all(views.join("1-abc/clone")).unwrap();
    fs::write(views.join("1-abc.lock"), "").unwrap();
    fs::create_dir(lab.path().join("g7")).unwrap();
    fs::write(lab.path().join(".half-x"), "").unwrap();
    drop(open(&lab.path()).unwrap());
    assert_eq!(names_in(&views), Vec::<String>::new(), "by a reader");
    lab.index();
    assert_eq!(names_in(&lab.path()), ["current", "g2", "magellan-tui.format", "views"], "by a writer");
}
