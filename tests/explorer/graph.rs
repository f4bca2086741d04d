//! The graph: boxes, tree, ways, impact, cycles, and what nothing reaches.

use std::fmt::Write as _;

use magellan_tui::store::Engine;
use magellan_tui::tui::services::Effect;

use crate::common;
use crate::harness::{Explorer, World};
use crate::pictures::{SIZES, keep, pictures};

/// A clockwork in which `turn` has forty callers, `even` and `odd` call each other, and nothing calls `spare`.
fn wheels() -> World {
    wheels_of(40)
}

/// The same with so many callers of `turn`, and one.
fn wheels_of(count: usize) -> World {
    let dir = tempfile::tempdir().unwrap();
    let mut source = String::from(
        "pub fn main() {\n    wind(1);\n    even(4);\n    wheel00();\n}\n\n\
         fn wind(n: u32) {\n    turn(n);\n    turn(n + 1);\n}\n\n\
         fn turn(n: u32) {\n    rub(n);\n    outer::ring(n);\n}\n\n\
         fn rub(_: u32) {}\n\n\
         fn even(n: u32) -> bool {\n    n == 0 || odd(n - 1)\n}\n\n\
         fn odd(n: u32) -> bool {\n    n != 0 && even(n - 1)\n}\n\n\
         fn spare() {\n    washer();\n}\n\n\
         fn washer() {}\n\n",
    );
    for n in 0..count {
        writeln!(source, "fn wheel{n:02}() {{\n    turn({n});\n}}\n").unwrap();
    }
    common::write(dir.path().join("clock/src/main.rs"), &source);
    common::write(dir.path().join("clock/Cargo.toml"), "[package]\nname = \"wheels\"\n");
    World::indexed(dir, Engine::Fjall)
}

/// The graph around a symbol.
fn around(explorer: &mut Explorer, name: &str) {
    explorer.press("3 ctrl-p").type_text(name).press("enter");
}

fn picture(world: &World, name: &str, of: &str, keys: &str) {
    for size in SIZES {
        let mut explorer = world.explore(size);
        around(&mut explorer, of);
        explorer.press(keys);
        keep(name, &mut explorer);
    }
}

#[test]
fn pictures_of_the_graph() {
    let world = wheels();
    picture(&world, "graph", "wind", "l l");
    picture(&world, "graph-many", "turn", "h");
    picture(&world, "graph-tree", "wind", "t");
    picture(&World::of_clock(), "graph-clock", "tick", "");
}

#[test]
fn pictures_of_the_lists() {
    let world = wheels();
    picture(&world, "impact", "rub", "i");
    picture(&world, "ways", "main", "a l b p");
    picture(&world, "cycles", "main", "c");
    picture(&world, "unreached", "main", "u");
    pictures(&world, "graph-starts", |explorer| explorer.press("2 3"));
}

/// What is not resolved leads nowhere: it does not stand before what does.
#[test]
fn what_one_can_go_on_from_comes_first() {
    let dir = tempfile::tempdir().unwrap();
    let source = "fn wind() {\n    outer::toll();\n    turn();\n    outer::ring();\n    rub();\n}\nfn turn() {}\nfn rub() {}\n";
    common::write(dir.path().join("clock/src/main.rs"), source);
    let world = World::indexed(dir, Engine::Fjall);
    let mut explorer = world.explore((120, 36));
    around(&mut explorer, "wind");
    explorer.press("t");
    let screen = explorer.text();
    let place = |text: &str| screen.find(text).unwrap_or_else(|| panic!("no {text} in\n{screen}"));
    let places = ["\u{2192} turn", "\u{2192} rub", "\u{2192} ? toll", "\u{2192} ? ring"].map(place);
    assert!(places.is_sorted(), "{screen}");
}

/// Where nothing is selected there is something to begin with.
#[test]
fn where_no_symbol_is_in_the_middle_some_are_offered() {
    let world = wheels();
    let mut explorer = world.explore((120, 36));
    explorer.press("2 3").shows("where to begin");
    explorer.shows("fn main");
    let most_called = explorer.row("fn turn");
    assert!(most_called.contains("42 calls"), "{most_called}");
    // It is no list over a graph: there is none to go back to, and nothing to unfold.
    explorer.hides("esc graph");
    explorer.press("l");
    assert!(explorer.said().contains("no symbol is in the middle yet"), "{}", explorer.said());
    explorer.press("esc").shows("where to begin");
    explorer.press("c").shows("Cycle of 2");
    explorer.press("esc").shows("where to begin");
    explorer.press("/ t u r n enter j enter").shows("calls of turn");
    explorer.press("esc").shows("calls of turn");
    explorer.press("i esc").shows("calls of turn");
    // What was looked at before comes first, where it is there still.
    let mut explorer = world.explore((120, 36));
    explorer.find("spare").find("wind");
    let mut memory = explorer.app.memory().clone();
    (memory.here, memory.screen) = (None, "Graph".to_owned());
    memory.visited[1].path = "src/gone.rs".to_owned();
    let mut explorer = world.explore_remembering(memory, (120, 36));
    explorer.shows("Looked at last");
    explorer.hides("spare");
    explorer.press("enter").shows("calls of wind");
}

/// A run that changes the index changes what is offered.
#[test]
fn what_is_offered_is_of_the_index_as_it_is() {
    let world = World::of_clock();
    let mut explorer = world.explore((120, 36));
    explorer.press("2 3").hides("fn chimes_most");
    let more = format!("{}\nfn chimes_most() {{ {} }}\n", common::CLOCK, "after(1); ".repeat(30));
    common::write(world.source("src/lib.rs"), &more);
    explorer.press("r").shows("fn chimes_most");
}

#[test]
fn pictures_of_control_flow() {
    let dir = tempfile::tempdir().unwrap();
    let source = "pub fn count(limit: u32) -> u32 {\n    let mut n = 0;\n    while n < limit {\n        if n == 7 {\n            \
                  return 7;\n        }\n        n += step(n);\n    }\n    n\n}\n\nfn step(n: u32) -> u32 {\n    n + 1\n}\n\n\
                  pub struct Nothing;\n";
    common::write(dir.path().join("clock/src/lib.rs"), source);
    let world = World::indexed(dir, Engine::Fjall);
    picture(&world, "flow", "count", "x j j");
    let mut explorer = world.explore((120, 36));
    around(&mut explorer, "count");
    explorer.press("x j").shows("Control flow of count");
    explorer.shows("2 of ");
    explorer.click_on("3 then");
    explorer.shows("4 of 7");
    explorer.press("k k enter").shows("lib.rs \u{203a} count");
    explorer.shows(" 3:");
    explorer.press("3").shows("Control flow of count");
    explorer.press("esc").shows("calls of count");
    around(&mut explorer, "Nothing");
    explorer.press("x").shows("keeps no control flow");
}

#[test]
fn the_foot_of_a_list_has_no_keys_of_the_graph() {
    let world = wheels();
    let mut explorer = world.explore((120, 36));
    around(&mut explorer, "rub");
    explorer.shows("l unfold");
    explorer.hides("esc graph");
    for (keys, is_turned) in [("i", true), ("c", false), ("u", false), ("x", false)] {
        explorer.press(keys).shows("esc graph");
        explorer.hides("l unfold");
        assert_eq!(explorer.text().contains("t tree"), is_turned, "{keys}");
        explorer.press("f");
        assert!(explorer.said().contains("esc leads back"), "{keys}: {}", explorer.said());
        explorer.press("esc").hides("esc graph");
    }
    explorer.press("c /").type_text("zz").shows("nothing passes the filter");
    explorer.press("esc esc");
    // The palette knows why, and asks the graph for its own trail.
    explorer.press(":").type_text("forward on the").shows("this is where the trail ends");
}

#[test]
fn enter_puts_a_symbol_into_the_middle_and_the_trail_leads_back() {
    let world = wheels();
    let mut explorer = world.explore((120, 36));
    around(&mut explorer, "wind");
    explorer.shows("calls of wind");
    explorer.shows("turn \u{d7}2");
    explorer.press("/ t u r n enter enter").shows("calls of turn");
    explorer.press("[").shows("calls of wind");
    explorer.press("]").shows("calls of turn");
    explorer.press("]");
    assert_eq!(explorer.said(), "this is where the trail ends");
    // The middle itself leads to its source, and the graph is as it was.
    explorer.press("enter").shows("main.rs \u{203a} turn");
    explorer.press("3").shows("calls of turn");
}

#[test]
fn what_is_selected_in_explore_is_in_the_middle() {
    let world = wheels();
    let mut explorer = world.explore((120, 36));
    explorer.find("odd").press("3").shows("calls of odd");
    explorer.press("l enter").shows("calls of even");
    explorer.press("2 3").shows("calls of even");
    explorer.find("wind").press("3").shows("calls of wind");
    explorer.press("1 3").shows("calls of");
}

#[test]
fn forty_callers_are_some_and_a_number() {
    let world = wheels();
    let mut explorer = world.explore((80, 24));
    around(&mut explorer, "turn");
    explorer.shows("41 callers");
    explorer.shows(" more");
    explorer.press("h G").shows("37 more");
    explorer.press("enter G").shows("33 more");
    explorer.press("t g g").shows("\u{2190} wheel00");
    explorer.shows("wheel06");
}

/// A page holds two hundred calls.
#[test]
fn what_is_not_read_is_counted() {
    let world = wheels_of(450);
    let mut explorer = world.explore((80, 24));
    around(&mut explorer, "turn");
    explorer.shows("\u{2503}451 callers");
    explorer.press("h G").shows("447 more");
    explorer.press("enter G").shows("443 more");
    // In Explore each call is a line, and one caller calls twice.
    explorer.press("2").find("turn").press("g r").shows("Callers  452");
    explorer.press("/").type_text("wheel00").press("enter").shows("Callers  1+");
}

#[test]
fn kinds_of_edges_are_shown_one_by_one() {
    let world = World::of_magellan("4.17.0");
    let mut explorer = world.explore((120, 36));
    around(&mut explorer, "attach");
    explorer.press("f").shows("references of");
    explorer.press("f").shows("implements of");
    explorer.press("f").shows("imports of");
    explorer.press("f").shows("calls of");
}

#[test]
fn ways_need_two_ends() {
    let world = wheels();
    let mut explorer = world.explore((120, 36));
    around(&mut explorer, "main");
    explorer.press("p");
    assert!(explorer.said().contains("mark both ends"), "{}", explorer.said());
    explorer.press("a");
    assert!(explorer.said().starts_with("A is main"), "{}", explorer.said());
    around(&mut explorer, "rub");
    explorer.press("b p").shows("Way 1 of 2");
    explorer.shows("3 calls");
    explorer.press("j enter").shows("calls of wind");
    explorer.press("b").press("a p").shows("Way 1 of 1");
}

#[test]
fn lists_lead_to_the_graph_and_to_the_source() {
    let world = wheels();
    let mut explorer = world.explore((120, 36));
    around(&mut explorer, "rub");
    explorer.press("i").shows("Impact of rub, by distance");
    explorer.shows("1 call away");
    explorer.press("t").shows("by file");
    explorer.press("t / w i n d enter").hides("wheel07");
    explorer.press("esc").shows("wheel07");
    explorer.press("g g j y");
    assert_eq!(explorer.effect(), Effect::Copy("src/main.rs:12".to_owned()));
    explorer.press("o").shows("main.rs \u{203a} turn");
    explorer.press("3").shows("Impact of rub");
    explorer.press("esc").shows("calls of rub");
    explorer.press("u").shows("spare");
    explorer.shows("only others here call it");
    explorer.press("j enter").shows("calls of");
    explorer.press("c").shows("Cycle of 2");
    explorer.press("g g enter");
    assert_eq!(explorer.said(), "there is nothing to go to in this line");
}

#[test]
fn what_is_computed_is_stopped_by_esc() {
    let world = wheels();
    let mut explorer = world.explore((120, 36));
    explorer.press("3").send("c");
    explorer.shows("looking \u{2026} (esc stops it)");
    explorer.send("esc");
    assert!(explorer.said().starts_with("stopped"), "{}", explorer.said());
    assert!(explorer.app.is_idle(), "nobody waits for it any more");
    explorer.shows("It was stopped.");
    explorer.press("c").shows("Cycle of 2");
}

#[test]
fn boxes_are_clicked() {
    let world = wheels();
    let mut explorer = world.explore((120, 36));
    around(&mut explorer, "wind");
    explorer.click_on("turn \u{d7}2");
    explorer.click_on("turn \u{d7}2");
    explorer.shows("calls of turn");
}

#[test]
fn an_update_is_in_the_graph() {
    let world = wheels();
    let mut explorer = world.explore((120, 36));
    around(&mut explorer, "spare");
    explorer.shows("washer");
    let path = world.source("src/main.rs");
    let source = std::fs::read_to_string(&path).unwrap().replace("    washer();\n", "    rub(1);\n");
    common::write(&path, &source);
    explorer.press("r").shows("rub");
    explorer.hides("washer");
}
