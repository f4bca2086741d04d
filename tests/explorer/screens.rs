//! Every screen and popup as a picture in text.

use std::fmt::Write as _;

use magellan_tui::store::Engine;
use magellan_tui::tui::Start;
use magellan_tui::tui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

use crate::common;
use crate::harness::{Explorer, World};

pub const SIZES: [(u16, u16); 4] = [(80, 24), (120, 36), (200, 60), (40, 10)];

pub fn check(name: &str, picture: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../screens");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, picture));
}

/// Holds what `keys` lead to against its pictures, at every size.
fn picture(world: &World, name: &str, keys: impl Fn(&mut Explorer) -> &mut Explorer) {
    for size in SIZES {
        picture_at(world, name, size, &keys);
    }
}

fn picture_at(world: &World, name: &str, size: (u16, u16), keys: impl Fn(&mut Explorer) -> &mut Explorer) {
    let mut explorer = world.explore(size);
    keys(&mut explorer);
    check(&format!("{name}-{}x{}", size.0, size.1), &explorer.text());
}

#[test]
fn overview() {
    let world = World::of_magellan("4.17.0");
    picture(&world, "overview", |explorer| explorer);
    picture_at(&world, "overview-runs", (40, 10), |explorer| explorer.press("tab"));
    picture_at(&world, "overview-facts", (40, 10), |explorer| explorer.press("backtab G"));
    picture_at(&World::of_magellan("2.1.0"), "overview-2.1.0", (120, 36), |explorer| explorer);
}

#[test]
fn explore() {
    let world = World::of_clock();
    picture(&world, "tree", |explorer| explorer.press("2 enter j enter j j enter"));
    picture(&world, "source", |explorer| explorer.find("tick").press("tab"));
    picture(&world, "relations", |explorer| explorer.find("tick").press("tab tab"));
}

#[test]
fn explore_what_magellan_wrote() {
    for version in ["4.17.0", "2.1.0"] {
        let world = World::of_magellan(version);
        picture_at(&world, &format!("chunk-{version}"), (120, 36), |explorer| {
            explorer.find("attach").press("tab")
        });
    }
    let world = World::of_magellan("4.17.0");
    picture_at(&world, "stitched", (80, 24), |explorer| explorer.find("gear.rs").press("tab"));
    picture_at(&world, "wide-names", (80, 24), |explorer| {
        explorer.find("gerade").press("tab").press("k k k k k k k")
    });
}

#[test]
fn source_that_is_missing() {
    let world = World::of_changed_magellan("4.17.0", |path| {
        let database = rusqlite::Connection::open(path).unwrap();
        database.execute_batch("DELETE FROM code_chunks").unwrap();
    });
    picture_at(&world, "missing", (80, 24), |explorer| explorer.find("attach").press("tab"));
}

#[test]
fn finder() {
    let world = World::of_magellan("4.17.0");
    picture(&world, "finder", |explorer| explorer.press("ctrl-p").type_text("gea").press("down"));
    picture_at(&world, "finder-empty", (80, 24), |explorer| explorer.press("ctrl-p"));
    picture_at(&world, "finder-none", (80, 24), |explorer| {
        explorer.press("ctrl-p").type_text("no such name")
    });
}

#[test]
fn help() {
    let world = World::of_clock();
    picture(&world, "help", |explorer| explorer.find("tick").press("tab ?"));
}

#[test]
fn prompts() {
    let world = World::of_clock();
    picture_at(&world, "filter", (80, 24), |explorer| explorer.press("2 enter j enter / b e l"));
    picture_at(&world, "search", (80, 24), |explorer| explorer.find("tick").press("tab / h o u r"));
    picture_at(&world, "search", (40, 10), |explorer| explorer.find("tick").press("tab / h o u r"));
    picture_at(&world, "palette", (80, 24), |explorer| explorer.find("tick").press("tab :"));
    picture_at(&world, "palette", (120, 36), |explorer| explorer.find("tick").press(": c o p y"));
    picture_at(&world, "palette", (40, 10), |explorer| explorer.find("tick").press("tab : 2 7"));
}

#[test]
fn choose() {
    let world = World::of_clock();
    for size in SIZES {
        let mut explorer = world.explore_from(Start::Symbol("strike".to_owned()), size);
        check(&format!("choose-{}x{}", size.0, size.1), &explorer.text());
    }
}

#[test]
fn run_details() {
    let world = World::of_magellan("4.17.0");
    picture(&world, "run", |explorer| explorer.press("tab enter"));
}

#[test]
fn messages() {
    let world = World::of_magellan("4.17.0");
    picture_at(&world, "message", (80, 24), |explorer| explorer.press("r"));
    picture_at(&world, "message", (40, 10), |explorer| explorer.press("r"));
}

#[test]
fn files_that_changed() {
    let world = World::of_clock();
    std::fs::write(world.source("src/bell.rs"), "pub struct Gong;\n").unwrap();
    std::fs::remove_file(world.source("tools/chime.py")).unwrap();
    picture_at(&world, "changed", (120, 36), |explorer| explorer.find("chime.py").find("cast").press("tab"));
}

#[test]
fn an_update() {
    let world = World::of_clock();
    common::write(world.source("src/bell.rs"), "pub struct Gong;\n");
    picture_at(&world, "updated", (120, 36), |explorer| explorer.press("2 enter j enter r"));
}

#[test]
fn too_small() {
    let world = World::of_magellan("4.17.0");
    picture_at(&world, "too-small", (39, 9), |explorer| explorer);
    picture_at(&world, "too-small", (12, 4), |explorer| explorer);
    picture_at(&world, "too-small", (1, 1), |explorer| explorer);
}

/// Every run of cells of one style, row by row.
pub fn styles(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let mut runs: Vec<(String, String)> = Vec::new();
        for x in 0..buffer.area.width {
            let cell = &buffer[(x, y)];
            let mut style = String::new();
            for (sign, color) in [("", cell.fg), ("on ", cell.bg)] {
                match color {
                    Color::Reset => {}
                    Color::Rgb(r, g, b) => write!(style, "{sign}#{r:02x}{g:02x}{b:02x} ").unwrap(),
                    other => write!(style, "{sign}{other} ").unwrap(),
                }
            }
            for (name, _) in cell.modifier.iter_names() {
                write!(style, "{} ", name.to_lowercase()).unwrap();
            }
            match runs.last_mut() {
                Some((text, last)) if *last == style => text.push_str(cell.symbol()),
                _ => runs.push((cell.symbol().to_owned(), style)),
            }
        }
        for (text, style) in runs {
            if !(style.is_empty() && text.trim().is_empty()) {
                writeln!(out, "{y:>2} {:<30} {text:?}", style.trim_end()).unwrap();
            }
        }
    }
    out
}

#[test]
fn colours_are_those_of_the_theme() {
    let world = World::of_clock();
    for (name, theme) in [("dark", Theme::dark()), ("light", Theme::light()), ("mono", Theme::mono())] {
        let mut explorer = world.explore_in(Start::Overview, theme, (64, 14));
        explorer.find("tick").press("tab / h o u r enter");
        check(&format!("styles-{name}"), &styles(explorer.draw()));
    }
}

#[test]
fn without_colour_what_is_selected_is_reversed() {
    let world = World::of_magellan("4.17.0");
    for keys in ["2", "ctrl-p g", "2 enter"] {
        let mut explorer = world.explore_in(Start::Overview, Theme::mono(), (80, 24));
        explorer.press(keys);
        let buffer = explorer.draw();
        assert!(buffer.content.iter().all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset));
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
                // What a file takes, when it was made, and where it stands differs.
                let is_same = |line: &&str| {
                    !["KiB", "/tmp", "UTC", "ago", "ms", "\u{b7}"].iter().any(|other| line.contains(other))
                };
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
