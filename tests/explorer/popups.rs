//! What opens over a screen, under the mouse; and what the name of an export says.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, MouseEventKind};
use magellan_tui::store::Engine;
use magellan_tui::tui::services::Effect;

use crate::common;
use crate::harness::World;

const SIZE: (u16, u16) = (120, 36);

#[test]
fn a_click_selects_what_is_listed_another_opens_it_and_one_beside_it_closes() {
    let world = World::of_magellan("4.17.0");
    let mut explorer = world.explore(SIZE);
    explorer.press("ctrl-p").type_text("gear");
    let rows: Vec<String> =
        explorer.text().lines().filter(|row| row.contains(" src/")).map(str::to_owned).collect();
    let second =
        rows[1].trim_matches(|c: char| !c.is_alphanumeric()).split_whitespace().nth(1).unwrap().to_owned();
    let at = explorer.position(&rows[1]).unwrap();
    explorer.click((20, at.1));
    explorer.shows("Find a symbol or file");
    explorer.click((20, at.1));
    explorer.hides("Find a symbol or file");
    explorer.shows(&second);
    // Where there is nothing to choose, nothing happens; beside it, it closes.
    explorer.press("ctrl-p");
    explorer.click((20, 12));
    explorer.shows("Find a symbol or file");
    explorer.click((1, 1));
    explorer.hides("Find a symbol or file");
    let popups = [
        ("?", "\u{250f} Keys"),
        (":", "\u{250f} Do"),
        ("1 tab enter", "esc closes"),
        ("m '", "\u{250f} Bookmarks"),
    ];
    for (keys, title) in popups {
        explorer.press("esc 2").press(keys).shows(title);
        explorer.mouse(MouseEventKind::ScrollDown, (1, 30));
        explorer.shows(title);
        explorer.click((0, 20));
        explorer.hides(title);
    }
}

#[test]
fn actions_and_places_are_chosen_by_clicks() {
    let world = World::of_clock();
    let mut explorer = world.explore(SIZE);
    explorer.press(":").type_text("the log");
    explorer.click_on("The log of runs");
    explorer.shows("\u{250f} Runs");
    explorer.find("tick").press("m").find("cast").press("m '").shows("\u{250f} Bookmarks");
    let at = explorer.position("src/lib.rs:20").unwrap();
    explorer.click(at);
    explorer.shows("\u{250f} Bookmarks");
    explorer.click(at);
    explorer.hides("\u{250f} Bookmarks");
    explorer.shows("lib.rs \u{203a} Clock \u{203a} tick");
}

/// What is called `graph.dot` is no picture.
#[test]
fn the_name_of_an_export_says_in_which_format_it_is() {
    let world = World::of_clock();
    let mut explorer = world.explore(SIZE);
    explorer.find("tick").press("3 E").shows("graph.svg");
    let name = |name: &str| world.dir.path().join(name).display().to_string();
    explorer.press("ctrl-u").type_text(&name("calls.dot")).press("enter");
    let written = std::fs::read_to_string(name("calls.dot")).unwrap();
    assert!(written.starts_with("digraph"), "{written}");
    explorer.press("6 E ctrl-u").paste(&name("runs.JSONL"));
    explorer.press("enter");
    let written = std::fs::read_to_string(name("runs.JSONL")).unwrap();
    assert!(written.starts_with('{'), "{written}");
    // Any other name leaves it as it is.
    explorer.press("E tab ctrl-u").type_text(&name("runs.txt")).press("enter");
    assert!(std::fs::read_to_string(name("runs.txt")).unwrap().starts_with('{'));
}

/// A key that can do nothing now is not praised at the foot.
#[test]
fn the_foot_has_keys_that_can_be_used() {
    let mut explorer = World::of_magellan("4.17.0").explore((200, 60));
    explorer.shows("enter open");
    explorer.hides("r update");
    explorer.press("7").hides("e edit");
    let world = World::of_clock();
    let mut explorer = world.explore((200, 60));
    explorer.find("tick").press("3").hides("p ways");
    explorer.shows("a mark ");
    explorer.press("a b").press("j k").shows("p ways");
    explorer.press("x").hides("x flow");
}

#[test]
fn of_one_name_the_finder_has_the_most_used_first() {
    let dir = tempfile::tempdir().unwrap();
    let files = [
        ("lib.rs", "pub mod a;\npub mod b;\npub mod c;\npub mod d;\n"),
        ("a.rs", "pub fn spin() {}\npub struct Reel;\n"),
        ("b.rs", "pub fn spin() {}\npub struct Reel;\npub fn wind(_: Reel, _: &Reel) { spin(); spin(); }\n"),
        ("c.rs", "pub fn spin() {}\npub struct Reel;\npub fn wind(_: Reel) { spin(); }\n"),
        ("d.rs", "pub struct Wheel { pub spin: u8 }\n"),
    ];
    for (name, text) in files {
        common::write(dir.path().join("clock/src").join(name), text);
    }
    common::write(dir.path().join("clock/Cargo.toml"), "[package]\nname = \"reels\"\n");
    let world = World::indexed(dir, Engine::Fjall);
    let mut explorer = world.explore(SIZE);
    for (name, wanted) in [("spin", "b.rs:1 c.rs:1 a.rs:1 d.rs:1"), ("Reel", "b.rs:2 c.rs:2 a.rs:2")] {
        explorer.press("esc ctrl-p").type_text(name);
        let screen = explorer.text();
        let places: Vec<&str> = screen
            .lines()
            .filter_map(|row| row.split_once(" src/")?.1.split(['\u{2503}', ' ']).next())
            .filter(|place| place.contains(':'))
            .collect();
        assert_eq!(places.join(" "), wanted, "{screen}");
    }
}

/// What is exported, and where to, is chosen by clicks as well.
#[test]
fn an_export_is_made_by_clicks() {
    let world = World::of_clock();
    let mut explorer = world.explore(SIZE);
    explorer.find("tick").press("3 E").shows("graph.svg");
    explorer.click_on(" DOT ");
    explorer.shows("graph.dot");
    explorer.click_on(" DOT ");
    explorer.shows("graph.dot");
    explorer.click_on(" SVG ");
    explorer.shows("graph.svg");
    explorer.click_on(" the clipboard ");
    explorer.hides("graph.svg");
    explorer.click_on(" a file ");
    explorer.shows("graph.svg");
    explorer.click_on("format");
    explorer.shows("graph.dot");
    // Beside it nothing happens: what was typed is not given up.
    explorer.click((1, 20));
    explorer.shows("graph.dot");
    explorer.click_on("close");
    explorer.hides("graph.dot");
    explorer.press("E").click_on(" the clipboard ");
    explorer.click_on("export ");
    let Effect::Copy(copied) = explorer.effect() else { panic!("{:?}", explorer.said()) };
    assert!(copied.starts_with("<svg"), "{copied}");
}

#[test]
fn a_question_is_answered_by_a_click() {
    let world = World::of_clock();
    let mut explorer = world.explore(SIZE);
    let name = world.dir.path().join("runs.csv");
    std::fs::write(&name, "mine").unwrap();
    let typed = name.display().to_string();
    for (answer, is_kept) in [("leave it as it is", true), ("replace it", false)] {
        explorer.press("6 E ctrl-u").paste(&typed);
        explorer.press("enter").shows("Replace the file?");
        explorer.click((1, 1));
        explorer.shows("Replace the file?");
        explorer.click_on(answer);
        explorer.hides("Replace the file?");
        assert_eq!(std::fs::read_to_string(&name).unwrap() == "mine", is_kept, "{answer}");
    }
}

/// Who types faster than names are found goes where the name leads all the same.
#[test]
fn enter_waits_for_the_matches_of_what_is_typed() {
    let world = World::of_magellan("4.17.0");
    let mut explorer = world.explore(SIZE);
    explorer.press("ctrl-p");
    let typed = "attach".chars().map(KeyCode::Char).chain([KeyCode::Enter]);
    for code in typed {
        explorer.app.terminal(Event::Key(KeyEvent::new(code, KeyModifiers::NONE)));
    }
    explorer.settle();
    explorer.hides("Find a symbol or file");
    explorer.shows("Relations of Orrery::attach");
}
