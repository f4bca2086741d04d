//! What is promised of runs one after another, of which each goes on from what the last one left.

use std::fs;

use magellan_tui::store::Engine;
use proptest::prelude::*;

use crate::edits::{Edit, edit};
use crate::harness::{Lab, Sources};
use crate::promises::follow;
use crate::seeds;

/// Makes edits, some at a time, and holds the index against a fresh one after the run that follows each time.
fn run_after(engine: Engine, seed: &Sources, rounds: &[Vec<Edit>]) {
    let mut lab = Lab::new(engine, seed);
    lab.index();
    let mut sources = seed.clone();
    for (round, edits) in rounds.iter().enumerate() {
        edits.iter().for_each(|edit| edit.make(&mut sources, seed));
        lab.write(&sources);
        lab.index();
        lab.assert_fresh(&format!("after round {round} of {rounds:#?}, with {sources:#?}"));
    }
    lab.assert_clean();
}

/// Likewise, where a folder is followed whose index an earlier run left; some edits come before all is learned, and some after.
fn follow_after(engine: Engine, seed: &Sources, rounds: &[Vec<Edit>]) {
    let mut lab = Lab::new(engine, seed);
    lab.index();
    follow(&mut lab, seed, rounds, |round, live| while round == 1 && live.learn() {});
}

macro_rules! promise {
    ($name:ident, $kept:ident, $engine:expr, $seed:expr) => {
        proptest! {
            #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]
            #[test]
            fn $name(rounds in prop::collection::vec(prop::collection::vec(edit(), 1..3), 1..6)) {
                $kept($engine, &$seed, &rounds);
            }
        }
    };
}

promise!(runs_after_edits_of_rust_come_to_a_fresh_index, run_after, Engine::Fjall, seeds::rust());
promise!(runs_after_edits_of_c_come_to_a_fresh_index, run_after, Engine::Fjall, seeds::c());
promise!(runs_after_edits_of_long_files_come_to_a_fresh_index, run_after, Engine::Fjall, seeds::long());
promise!(runs_after_edits_of_many_languages_come_to_a_fresh_index, run_after, Engine::Sqlite, seeds::all());
promise!(edits_of_java_are_followed_after_a_run, follow_after, Engine::Sqlite, seeds::java());
promise!(edits_of_many_languages_are_followed_after_a_run, follow_after, Engine::Fjall, seeds::all());

/// `src/util.rs` with a body that is another one.
fn with_another_body(seed: &Sources) -> Sources {
    let mut sources = seed.clone();
    let util = sources.get_mut("src/util.rs").unwrap();
    *util = util.replace("n * two()", "n + two()");
    sources
}

#[test]
fn a_run_resolves_what_may_mean_something_else() {
    for engine in [Engine::Fjall, Engine::Sqlite] {
        let seed = seeds::rust();
        let mut lab = Lab::new(engine, &seed);
        assert!(lab.index() > 3);
        let body = with_another_body(&seed);
        lab.write(&body);
        assert_eq!(lab.index(), 1, "nobody sees what is in a body");
        lab.assert_fresh("a body");
        let mut returned = body.clone();
        let util = returned.get_mut("src/util.rs").unwrap();
        *util = util.replace("two() -> u32", "two() -> u64");
        lab.write(&returned);
        assert_eq!(lab.index(), 3, "two files call it");
        lab.assert_fresh("a type");
        assert_eq!(lab.index(), 0);
        lab.write(&body);
        assert_eq!(lab.index(), 3, "a run that finds nothing changed takes nothing away");
        lab.assert_fresh("as before");
    }
}

#[test]
fn what_is_left_of_another_state_is_not_believed() {
    let seed = seeds::rust();
    let body = with_another_body(&seed);
    let mut lab = Lab::new(Engine::Fjall, &seed);
    let all = lab.index();
    let of_the_seed = fs::read(lab.left()).unwrap();
    lab.write(&body);
    assert_eq!(lab.index(), 1);
    for left in [Some(of_the_seed), Some(b"mgt-ties and more".to_vec()), None] {
        match left {
            Some(left) => fs::write(lab.left(), left).unwrap(),
            None => fs::remove_file(lab.left()).unwrap(),
        }
        lab.write(&seed);
        assert_eq!(lab.index(), all);
        lab.assert_fresh("all resolved");
        lab.write(&body);
        assert_eq!(lab.index(), 1);
    }
}

#[test]
fn who_follows_goes_on_and_leaves_something() {
    let seed = seeds::rust();
    let mut lab = Lab::new(Engine::Fjall, &seed);
    lab.index();
    let options = lab.options().clone();
    let body = with_another_body(&seed);
    let scope = lab.write(&body);
    let mut live = Lab::begin(&options);
    live.update(&scope).unwrap();
    lab.assert_fresh("followed");
    lab.write(&seed);
    assert_eq!(lab.index(), 1, "beginning to follow left it");
    lab.assert_fresh("after a run");
    // The run was another program's, for one who follows.
    lab.write(&body);
    live.update(&magellan_tui::index::Scope::All).unwrap();
    lab.assert_fresh("followed again");
}

#[test]
fn a_change_of_everything_is_gone_on_from() {
    // The first file of C++ gives names scopes, in every file.
    let of = |parts: &[(&str, &str)]| -> Sources {
        parts.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
    };
    let called = ("a.c", "int one(void) { return 1; }\n");
    let caller = ("b.c", "int one(void);\nint two(void) { return one() + one(); }\n");
    let scopes = ("c.cpp", "namespace n { int one(); }\nint three() { return n::one(); }\n");
    let seed = of(&[called, caller, ("d.c", "int four(void);\n")]);
    let whole = of(&[called, caller, ("d.c", "int four(void);\n"), scopes]);
    let edited =
        of(&[("a.c", "int one(int n) { return n; }\n"), caller, ("d.c", "int four(void);\n"), scopes]);
    for is_first in [false, true] {
        let mut lab = Lab::new(Engine::Fjall, &seed);
        lab.index();
        let options = lab.options().clone();
        if is_first {
            lab.write(&whole);
        }
        let mut live = Lab::begin(&options);
        for sources in [&whole, &edited, &whole] {
            let scope = lab.write(sources);
            live.update(&scope).unwrap();
            lab.assert_fresh(&format!("{sources:?}"));
            live.learn();
        }
    }
}
