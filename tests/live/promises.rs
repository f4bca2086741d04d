//! What is promised of an index that follows its project.

use magellan_tui::store::Engine;
use proptest::prelude::*;

use crate::edits::{Edit, edit};
use crate::harness::{Lab, Sources, told};
use crate::seeds;

/// Makes edits, some at a time, and holds the index against a fresh one after each time.
fn follow(engine: Engine, seed: &Sources, rounds: &[Vec<Edit>]) {
    let mut lab = Lab::new(engine, seed);
    let options = lab.options().clone();
    let mut live = Lab::begin(&options);
    let mut sources = seed.clone();
    for (round, edits) in rounds.iter().enumerate() {
        edits.iter().for_each(|edit| edit.make(&mut sources, seed));
        let scope = lab.write(&sources);
        live.update(&scope).unwrap();
        lab.assert_fresh(&format!("after round {round} of {rounds:#?}, with {sources:#?}"));
    }
    lab.assert_clean();
    assert_eq!(lab.runs(), 1);
}

fn rounds() -> impl Strategy<Value = Vec<Vec<Edit>>> {
    prop::collection::vec(prop::collection::vec(edit(), 1..3), 1..6)
}

macro_rules! promise {
    ($name:ident, $engine:expr, $seed:expr) => {
        proptest! {
            #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
            #[test]
            fn $name(rounds in rounds()) {
                follow($engine, &$seed, &rounds);
            }
        }
    };
}

promise!(edits_of_rust_are_followed, Engine::Fjall, seeds::rust());
promise!(edits_of_python_are_followed, Engine::Fjall, seeds::python());
promise!(edits_of_typescript_are_followed, Engine::Fjall, seeds::typescript());
promise!(edits_of_java_are_followed, Engine::Fjall, seeds::java());
promise!(edits_of_go_are_followed, Engine::Fjall, seeds::go());
promise!(edits_of_c_are_followed, Engine::Fjall, seeds::c());
promise!(edits_of_many_languages_are_followed, Engine::Sqlite, seeds::all());
