//! Every screen and popup as a picture in text.

use magellan_tui::store::Engine;
use magellan_tui::tui::Start;
use magellan_tui::tui::theme::Theme;
use ratatui::style::Modifier;

use crate::common;
use crate::harness::{Explorer, World};
use crate::pictures::{SIZES, is_without_colour, keep, pictures};

fn picture_at(world: &World, name: &str, size: (u16, u16), keys: impl Fn(&mut Explorer) -> &mut Explorer) {
    let mut explorer = world.explore(size);
    keep(name, keys(&mut explorer));
}

#[test]
fn overview() {
    let world = World::of_magellan("4.17.0");
    pictures(&world, "overview", |explorer| explorer);
    picture_at(&world, "overview-runs", (40, 10), |explorer| explorer.press("tab"));
    picture_at(&world, "overview-facts", (40, 10), |explorer| explorer.press("backtab G"));
    pictures(&World::of_magellan("2.1.0"), "overview-2.1.0", |explorer| explorer);
}

#[test]
fn explore() {
    let world = World::of_clock();
    pictures(&world, "folder", |explorer| explorer.press("2"));
    pictures(&world, "tree", |explorer| explorer.press("2 enter j enter j j enter"));
    pictures(&world, "source", |explorer| explorer.find("tick").press("tab"));
    pictures(&world, "relations", |explorer| explorer.find("tick").press("tab tab"));
}

#[test]
fn explore_what_magellan_wrote() {
    for version in ["4.17.0", "2.1.0"] {
        let world = World::of_magellan(version);
        pictures(&world, &format!("chunk-{version}"), |explorer| explorer.find("attach").press("tab"));
    }
    let world = World::of_magellan("4.17.0");
    pictures(&world, "stitched", |explorer| explorer.find("gear.rs").press("tab"));
    pictures(&world, "wide-names", |explorer| explorer.find("gerade").press("tab").press("k k k k k k k"));
}

#[test]
fn source_that_is_missing() {
    let world = World::of_changed_magellan("4.17.0", |path| {
        let database = rusqlite::Connection::open(path).unwrap();
        database.execute_batch("DELETE FROM code_chunks").unwrap();
    });
    pictures(&world, "missing", |explorer| explorer.find("attach").press("tab"));
}

#[test]
fn finder() {
    let world = World::of_magellan("4.17.0");
    pictures(&world, "finder", |explorer| explorer.press("ctrl-p").type_text("gea").press("down"));
    pictures(&world, "finder-empty", |explorer| explorer.press("ctrl-p"));
    pictures(&world, "finder-none", |explorer| explorer.press("ctrl-p").type_text("no such name"));
    // Where the sources are there is a glance at what is selected.
    pictures(&World::of_clock(), "finder-text", |explorer| explorer.press("2 ctrl-p").type_text("tick"));
}

#[test]
fn help() {
    let world = World::of_clock();
    pictures(&world, "help", |explorer| explorer.find("tick").press("tab ?"));
}

#[test]
fn prompts() {
    let world = World::of_clock();
    pictures(&world, "keys-pending", |explorer| explorer.find("tick").press("tab g"));
    pictures(&world, "filter", |explorer| explorer.press("2 enter j enter / b e l"));
    pictures(&world, "search", |explorer| explorer.find("tick").press("tab / h o u r"));
    pictures(&world, "palette", |explorer| explorer.find("tick").press("tab :"));
    pictures(&world, "palette-words", |explorer| explorer.find("tick").press(": c o p y"));
    pictures(&world, "palette-line", |explorer| explorer.find("tick").press("tab : 2 7"));
}

#[test]
fn places() {
    let world = World::of_clock();
    pictures(&world, "bookmarks", |explorer| explorer.find("tick").press("m").find("ring").press("m '"));
    pictures(&world, "visited", |explorer| explorer.find("tick").find("ring").press("`"));
}

#[test]
fn choose() {
    let world = World::of_clock();
    for size in SIZES {
        let mut explorer = world.explore_from(Start::Symbol("strike".to_owned()), size);
        keep("choose", &mut explorer);
    }
}

#[test]
fn run_details() {
    let world = World::of_magellan("4.17.0");
    pictures(&world, "run", |explorer| explorer.press("tab enter"));
}

#[test]
fn messages() {
    let world = World::of_magellan("4.17.0");
    pictures(&world, "message", |explorer| explorer.press("r"));
}

#[test]
fn files_that_changed() {
    let world = World::of_clock();
    std::fs::write(world.source("src/bell.rs"), "pub struct Gong;\n").unwrap();
    std::fs::remove_file(world.source("tools/chime.py")).unwrap();
    pictures(&world, "changed", |explorer| explorer.find("chime.py").find("cast").press("tab"));
}

#[test]
fn an_update() {
    for size in SIZES {
        let world = World::of_clock();
        common::write(world.source("src/bell.rs"), "pub struct Gong;\n");
        let mut explorer = world.explore(size);
        keep("updated", explorer.press("2 enter j enter r"));
    }
}

#[test]
fn too_small() {
    let world = World::of_magellan("4.17.0");
    picture_at(&world, "too-small", (39, 9), |explorer| explorer);
    picture_at(&world, "too-small", (12, 4), |explorer| explorer);
    picture_at(&world, "too-small", (1, 1), |explorer| explorer);
}

#[test]
fn without_colour_what_is_selected_is_reversed() {
    let world = World::of_magellan("4.17.0");
    for keys in ["2", "ctrl-p g", "2 enter"] {
        let mut explorer = world.explore_in(Start::Overview, Theme::mono(), (80, 24));
        explorer.press(keys);
        let buffer = explorer.draw();
        assert!(is_without_colour(buffer));
        let selected = buffer
            .content
            .chunks(80)
            .filter(|row| row.iter().filter(|c| c.modifier.contains(Modifier::REVERSED)).count() > 10)
            .count();
        assert!(selected >= 1, "{keys}: nothing is reversed");
    }
}

/// No screen knows which engine it has, but for the two places that name it.
#[test]
fn both_engines_look_the_same() {
    let steps = [
        "",
        "tab",
        "2 enter j enter j j enter",
        "2 enter j enter j j enter tab",
        "2 enter j enter j j enter tab tab",
        "ctrl-p s t r i",
        "ctrl-p t i c k enter tab tab j enter",
        "2 / b e l l",
        "ctrl-p t i c k enter 3",
        "ctrl-p t i c k enter 3 l l t",
        "ctrl-p t i c k enter 3 f",
        "ctrl-p t i c k enter 3 i",
        "ctrl-p t i c k enter 3 x",
        "3 u",
        "?",
    ];
    let pictures = |engine: Engine| {
        let dir = tempfile::tempdir().unwrap();
        common::write_clock(&dir.path().join("clock"));
        let world = World::indexed(dir, engine);
        let mut pictures = Vec::new();
        for size in SIZES {
            for keys in steps {
                let mut explorer = world.explore(size);
                let text = explorer.press(keys).text();
                let text =
                    text.replace(&*world.source("").to_string_lossy(), "").replace(engine.as_str(), "");
                // What a file takes, when it was made and how long that took, and where it stands differs.
                let others = ["KiB", "/tmp", "UTC", "ago", "ms", " s\u{2502}", "\u{2713} success", "\u{b7}"];
                let is_same = |line: &&str| !others.iter().any(|other| line.contains(other));
                let lines: Vec<String> = text.lines().filter(is_same).map(str::to_owned).collect();
                assert!(lines.len() > 3, "{keys}: there is a picture");
                pictures.push((size, keys, lines));
            }
        }
        pictures
    };
    let [fjall, sqlite] = [Engine::Fjall, Engine::Sqlite].map(pictures);
    for (fjall, sqlite) in fjall.iter().zip(&sqlite) {
        assert_eq!(fjall, sqlite);
    }
}
