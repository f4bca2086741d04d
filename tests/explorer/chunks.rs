//! The chunks, and the search in them.

use magellan_tui::store::Engine;
use magellan_tui::tui::services::Effect;

use crate::common;
use crate::harness::World;
use crate::pictures::{keep, pictures as pictures_of};

const SIZE: (u16, u16) = (120, 36);

#[test]
fn pictures() {
    let world = World::of_magellan("4.17.0");
    pictures_of(&world, "chunks", |explorer| explorer.press("4 j"));
    pictures_of(&world, "chunks-search", |explorer| explorer.press("4 j /").type_text("teeth"));
    let mut explorer = world.explore((40, 10));
    keep("chunks-text", explorer.press("4 tab j"));
}

#[test]
fn texts_are_searched_while_one_types_whatever_has_the_database() {
    for engine in [Engine::Fjall, Engine::Sqlite] {
        let dir = tempfile::tempdir().unwrap();
        common::write_clock(&dir.path().join("clock"));
        let world = World::indexed(dir, engine);
        let mut explorer = world.explore(SIZE);
        explorer.press("4 /").type_text("self.hour = af");
        explorer.shows("self.hour = after(self.hour);");
        explorer.press("enter").shows("1 of 1");
        explorer.press("enter").shows("src \u{203a} lib.rs \u{203a} Clock \u{203a} tick");
        explorer.press("4 esc").hides("1 of 1 ");
        // Inside of words, and by two letters.
        explorer.press("/").type_text("alf_d").press("enter").shows("fn half_day");
        explorer.shows("1 of 1");
        explorer.press("esc /").type_text("df").press("enter").shows("nothing passes");
        explorer.press("esc /").type_text("ck,").press("enter").shows("nothing passes");
        explorer.press("esc /").type_text("|_").press("enter").shows("(0..12).map(|_| clock.tick()).sum()");
        explorer.press("esc /").type_text("strike lang:python").press("enter").shows("tools/chime.py");
        explorer.hides("bell.rs");
        explorer.press("/").type_text(" colour:red").shows("there is no colour, but kind");
        explorer.press("esc /").type_text("nosuchword").shows("nothing passes");
    }
}

#[test]
fn chunks_go_by_file_name_and_kind() {
    let world = World::of_clock();
    let mut explorer = world.explore(SIZE);
    explorer.press("4").shows("Chunks by file");
    explorer.press("y");
    assert!(matches!(explorer.effect(), Effect::Copy(place) if place.starts_with("src/bell.rs:")));
    explorer.press("s").shows("Chunks by name");
    let first = |explorer: &mut crate::harness::Explorer| {
        let screen = explorer.text();
        screen.lines().nth(2).unwrap().split_whitespace().take(2).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(first(&mut explorer), "\u{2503}struct Bell");
    explorer.press("s").shows("Chunks by kind");
    explorer.press("G y");
    assert!(matches!(explorer.effect(), Effect::Copy(place) if place.starts_with("src/lib.rs:")));
}

#[test]
fn what_was_updated_is_searched_too() {
    let world = World::of_clock();
    let mut explorer = world.explore(SIZE);
    explorer.press("4 1");
    common::write(world.source("src/lib.rs"), "/// New.\npub fn cuckoo() -> &'static str { \"cuckoo\" }\n");
    let copier = std::sync::Arc::clone(&world.copier);
    let again = World { copier, ..World::indexed(world.dir, Engine::Fjall) };
    let mut explorer = again.explore(SIZE);
    explorer.press("4 /").type_text("cuck").press("enter").shows("fn cuckoo");
    explorer.press("/ ctrl-u").type_text("half_day").press("enter").shows("nothing passes");
}

#[test]
fn whoever_leaves_the_chunks_has_no_index_made_of_them_and_whoever_comes_back_has_the_rest() {
    let world = World::of_clock();
    let mut explorer = world.explore(SIZE);
    explorer.send("4");
    assert!(!explorer.app.is_idle(), "the index is being made");
    explorer.send("1");
    assert!(explorer.app.is_idle(), "nobody waits for it any more");
    explorer.press("4 /").type_text("alf_d").press("enter").shows("fn half_day");
    // What is whole is not begun again: there is nothing to wait for.
    explorer.press("1 4").shows("fn half_day");
}

/// A database that has gone is not read for ever.
#[test]
fn where_nothing_can_be_read_it_says_why_and_nothing_else() {
    let world = World::of_clock();
    let mut explorer = world.explore(SIZE);
    std::fs::remove_dir_all(world.dir.path().join("clock.index")).unwrap();
    explorer.press("4").shows("clock.index");
    explorer.hides("reading");
}
