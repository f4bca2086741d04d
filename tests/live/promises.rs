//! What is promised of an index that follows its project.

use magellan_tui::index::Live;
use magellan_tui::store::Engine;
use proptest::prelude::*;

use crate::edits::{Edit, edit};
use crate::harness::{Lab, Sources};
use crate::seeds;

/// Makes edits, some at a time, and holds the index against a fresh one after each time; then there is time for something else to be
/// done.
pub fn follow(
    lab: &mut Lab,
    seed: &Sources,
    rounds: &[Vec<Edit>],
    mut pause: impl FnMut(usize, &mut Live<'_>),
) {
    let options = lab.options().clone();
    let mut live = Lab::begin(&options);
    let mut sources = seed.clone();
    for (round, edits) in rounds.iter().enumerate() {
        edits.iter().for_each(|edit| edit.make(&mut sources, seed));
        let scope = lab.write(&sources);
        live.update(&scope).unwrap();
        lab.assert_fresh(&format!("after round {round} of {rounds:#?}, with {sources:#?}"));
        pause(round, &mut live);
    }
    lab.assert_clean();
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
                let seed = $seed;
                let mut lab = Lab::new($engine, &seed);
                follow(&mut lab, &seed, &rounds, |_, _| ());
                assert_eq!(lab.runs(), 1);
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
promise!(edits_of_barrels_are_followed, Engine::Fjall, seeds::barrels());
promise!(edits_of_long_files_are_followed, Engine::Fjall, seeds::long());
promise!(edits_of_all_that_is_extracted_are_followed, Engine::Sqlite, seeds::extracted());

/// Makes one change after another, and tells for each how many files were resolved again and written.
fn costs(seed: &Sources, changes: &[&[(&str, Option<&str>)]]) -> Vec<(u64, u64)> {
    let mut lab = Lab::new(Engine::Fjall, seed);
    let options = lab.options().clone();
    let mut live = Lab::begin(&options);
    let mut sources = seed.clone();
    let cost = |change: &&[(&str, Option<&str>)]| {
        for (path, text) in *change {
            match text {
                Some(text) => drop(sources.insert((*path).to_owned(), (*text).to_owned())),
                None => drop(sources.remove(*path)),
            }
        }
        let update = live.update(&lab.write(&sources)).unwrap();
        lab.assert_fresh(&format!("{change:?}"));
        (update.resolved, update.written)
    };
    changes.iter().map(cost).collect()
}

#[test]
fn an_edit_costs_what_it_changes() {
    let util = |more: &str| format!("{}{more}", seeds::rust()["src/util.rs"]);
    let body = util("").replace("n * two()", "n + two()");
    let (added, returned) = (util("fn lonely() {}\n"), util("").replace("two() -> u32", "two() -> u64"));
    let costs = costs(
        &seeds::rust(),
        &[
            &[("src/util.rs", Some(&body))],
            &[("src/util.rs", Some(&added))],
            // Two files call it.
            &[("src/util.rs", Some(&returned))],
            &[("src/lonely.rs", Some("fn nobody() {}\n"))],
            &[("src/lonely.rs", None)],
        ],
    );
    assert_eq!(costs, [(1, 1), (1, 1), (3, 1), (1, 1), (0, 1)]);
}

#[test]
fn a_header_of_another_language_is_another_one() {
    let base = |more: &str| format!("{}{more}", seeds::c()["include/base.h"]);
    let main = format!("int size(struct base *base);\n{}", seeds::c()["cpp/main.cpp"]);
    costs(
        &seeds::c(),
        &[
            &[("cpp/main.cpp", Some(&main))],
            &[("include/base.h", Some(&base("namespace model { int more(); }\n")))],
            &[("include/base.h", Some(&base("")))],
        ],
    );
}

#[test]
fn a_manifest_alone_that_changes_is_noticed() {
    let seed = seeds::rust();
    let lab = Lab::new(Engine::Fjall, &seed);
    lab.index();
    std::fs::write(lab.root().join("Cargo.toml"), "[package]\nname = \"other\"\n").unwrap();
    lab.index();
    lab.assert_fresh("the package is called otherwise");
}
