//! Databases that mean harm or are damaged, and users who press anything at any time.

use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use magellan_tui::store;
use magellan_tui::tui::jobs::Delivery;
use magellan_tui::tui::migrate::Disk;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Widget};
use rusqlite::Connection;

use crate::harness::{Explorer, World, key, text};
use crate::migrate::script::Quick;
use crate::states;

/// What steers a terminal, reorders or hides text, or is not one column wide.
const EVIL: &str = "\u{1b}[31m\u{1b}]52;c;eA==\u{7}\u{202e}\u{9b}2J\r\u{6f22}e\u{301}\u{200b}\u{1f468}\u{200d}\u{1f469}\u{feff}";

/// Puts [`EVIL`] into every name, path, text and message of a copy of the fixture.
fn poison(path: &Path) {
    let database = Connection::open(path).unwrap();
    let escaped = serde_json::to_string(EVIL).unwrap();
    let escaped = escaped.trim_matches('"');
    for (table, columns, text) in [
        ("graph_entities", &["name", "file_path"][..], EVIL),
        ("graph_entities", &["data"], escaped),
        ("graph_edges", &["data"], escaped),
        ("file_metrics", &["file_path"], EVIL),
        ("symbol_metrics", &["file_path", "symbol_name"], EVIL),
        ("code_chunks", &["file_path", "content", "symbol_name"], EVIL),
    ] {
        for column in columns {
            for name in ["gear", "attach", "kind"] {
                // The key of a JSON object is no name.
                let sql = format!(
                    "UPDATE {table} SET {column} = replace(replace(replace({column}, ?1, ?1 || ?2),
                     '\"kind' || ?2, '\"kind'), '_kind' || ?2, '_kind')"
                );
                database.execute(&sql, (name, text)).unwrap();
            }
        }
    }
    database
        .execute(
            "UPDATE execution_log SET args = ?1, error_message = ?1, tool_version = ?1, outcome = 'error'",
            [EVIL],
        )
        .unwrap();
    database.execute("UPDATE magellan_meta SET project_name = ?1 || 'orrery'", [EVIL]).unwrap();
}

/// Fails where a cell holds what a terminal would act on, or a frame is out of line.
fn is_harmless(explorer: &mut Explorer, at: &str) {
    let screen = explorer.text();
    let buffer = explorer.draw();
    for cell in &buffer.content {
        for character in cell.symbol().chars() {
            let steers = character.is_control()
                || matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
            assert!(!steers, "{at}: {:?} in\n{screen}", cell.symbol());
        }
    }
    // A message may lie over the last rows.
    let last = buffer.area.width - 1;
    for y in 2..buffer.area.height.saturating_sub(5) {
        let end = buffer[(last, y)].symbol();
        assert!(
            "\u{2502}\u{2503}\u{2513}\u{251b}\u{2510}\u{2518}".contains(end),
            "{at}: row {y} in\n{screen}"
        );
    }
}

#[test]
fn names_never_steer_the_terminal() {
    let world = World::of_changed_magellan("4.17.0", poison);
    for size in [(80, 24), (200, 60), (40, 10)] {
        let mut explorer = world.explore(size);
        is_harmless(&mut explorer, "overview");
        for keys in [
            "tab",
            "enter",
            "esc 2 enter",
            "j j j enter j j enter",
            "ctrl-p g e a r",
            "down down enter",
            "tab",
            "tab tab",
            "esc ctrl-p a t t a c h",
            "enter tab w w w j j l l l $",
            "/ 3 1 enter n n",
            "tab enter",
            "[ y",
            "e",
            "g f",
            "j j",
            "g x j j",
            "/ b l o c k enter",
            "esc g m",
            "g h",
            "z",
            "z > > +",
            "E",
            "esc g r",
            "3",
            "E",
            "esc",
            "f",
            "f f f l",
            "t",
            "i",
            "x",
            "c",
            "u",
            "esc t 2",
            "4",
            "j j tab",
            "/ a t t a c h enter",
            "5",
            "j tab",
            "6",
            "c tab",
            "7",
            "tab j l",
            "tab j",
        ] {
            explorer.press(keys);
            is_harmless(&mut explorer, keys);
        }
        explorer.press("esc esc ctrl-p").type_text("attach").press("enter");
        explorer.shows("attach");
    }
}

#[test]
fn a_pasted_text_is_taken_as_text() {
    let world = World::of_magellan("4.17.0");
    let mut explorer = world.explore((80, 24));
    explorer.press("ctrl-p");
    explorer.app.terminal(Event::Paste(format!("att{EVIL}ach\nq\n")));
    explorer.settle();
    is_harmless(&mut explorer, "paste");
    assert!(explorer.app.take_effects().is_empty());
}

/// Makes nonsense of the first page of a table.
fn break_table(path: &Path, table: &str) {
    let database = Connection::open(path).unwrap();
    let (page, size): (u64, u64) = database
        .query_row(
            "SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_schema WHERE name = ?1",
            [table],
            |row| Ok((row.get::<_, i64>(0)? as u64, row.get::<_, i64>(1)? as u64)),
        )
        .unwrap();
    drop(database);
    let file = std::fs::File::options().write(true).open(path).unwrap();
    file.write_all_at(&vec![0xff; size as usize], (page - 1) * size).unwrap();
}

#[test]
fn damage_is_named_in_the_pane_that_met_it() {
    for (table, keys) in [
        ("execution_log", "1"),
        ("symbol_metrics", "1"),
        ("code_chunks", "4"),
        ("symbol_metrics", "5"),
        ("execution_log", "6"),
        ("graph_entities", "7"),
        ("graph_entities", "2 enter j enter j j"),
        ("graph_edges", "ctrl-p a t t a c h enter tab tab"),
        ("code_chunks", "ctrl-p a t t a c h enter tab"),
    ] {
        let world = World::of_changed_magellan("4.17.0", |path| break_table(path, table));
        let mut explorer = world.explore((200, 60));
        explorer.press(keys);
        let screen = explorer.text();
        assert!(screen.contains(&format!("damaged in table {table}")), "{table} in\n{screen}");
        // What is whole is shown.
        explorer.press("esc 1").shows("/srv/code/sample");
    }
}

#[test]
fn a_database_with_any_page_broken_is_survived() {
    let pages = std::fs::metadata(crate::common::fixture("magellan-4.17.0.db")).unwrap().len() / 512;
    for page in (1..pages).step_by(23) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("broken.db");
        std::fs::copy(crate::common::fixture("magellan-4.17.0.db"), &path).unwrap();
        let file = std::fs::File::options().write(true).open(&path).unwrap();
        let noise: Vec<u8> = (0..512u64).map(|at| (at * 31 + page * 17) as u8).collect();
        file.write_all_at(&noise, page * 512).unwrap();
        // Refusing it is right too.
        let Ok(store) = store::open(&path) else { continue };
        let world = World { dir, store, root: None, copier: Arc::new(Disk) };
        let mut explorer = world.explore((120, 36));
        for keys in [
            "tab enter",
            "esc 2 enter",
            "j l j l j",
            "ctrl-p a t t a c h",
            "enter tab enter",
            "tab enter",
            "esc esc 4 tab j",
            "backtab g f",
            "g x",
            "g m",
            "g h",
            "5 tab",
            "E down enter",
            "6 tab",
            "7 tab j tab",
            "1 M",
            "enter",
            "enter",
            "enter",
            "enter",
        ] {
            explorer.press(keys);
            explorer.hides("the program failed");
        }
    }
}

/// Something that happens to the explorer.
#[derive(Debug, Clone)]
enum Happening {
    Key(KeyEvent),
    Mouse(MouseEventKind, u16, u16),
    Paste(String),
    Resize(u16, u16),
    /// The answer with this number, of those that wait, comes.
    Answer(usize),
    Settle,
}

fn happening() -> impl Strategy<Value = Happening> {
    use Happening as H;
    // Some lead further than others.
    let often =
        ["enter", "enter", "tab", "esc", "up", "down", "3", "M", "c", "ctrl-c", "f12"].map(str::to_owned);
    let names = prop::sample::select(often.into_iter().chain(states::bound()).collect::<Vec<String>>());
    let kinds = prop::sample::select(vec![
        MouseEventKind::Down(MouseButton::Left),
        MouseEventKind::Drag(MouseButton::Left),
        MouseEventKind::Up(MouseButton::Left),
        MouseEventKind::ScrollDown,
        MouseEventKind::ScrollUp,
    ]);
    prop_oneof![
        10 => names.prop_map(|name| H::Key(key(&name))),
        1 => any::<char>().prop_map(|c| H::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE))),
        3 => (kinds, 0..130u16, 0..50u16).prop_map(|(kind, x, y)| H::Mouse(kind, x, y)),
        1 => ".{0,12}".prop_map(H::Paste),
        2 => (1..320u16, 1..90u16).prop_map(|(width, height)| H::Resize(width, height)),
        4 => (0..8usize).prop_map(H::Answer),
        4 => Just(H::Settle),
    ]
}

/// Draws twice: one state has one picture. The foot is left out while something runs: it says so after
/// some time.
fn draws_the_same_twice(explorer: &mut Explorer) {
    let picture = |explorer: &mut Explorer| -> Buffer {
        let mut buffer = explorer.draw().clone();
        if !explorer.app.is_idle() {
            let foot = Rect { y: buffer.area.height - 1, height: 1, ..buffer.area };
            Clear.render(foot, &mut buffer);
        }
        buffer
    };
    let first = picture(explorer);
    let second = picture(explorer);
    assert!(first == second, "{}\n{}", text(&first), text(&second));
}

/// A database of one sort or another, and the name of a symbol in it.
fn some_world(of_whom: u8) -> (World, &'static str) {
    let (mut world, name) = match of_whom {
        0 => (World::of_magellan("4.17.0"), "attach"),
        1 => (World::of_magellan("2.1.0"), "attach"),
        _ => (World::of_clock(), "tick"),
    };
    // An index that followed its folder would go on for ever: without one it says so.
    if of_whom > 1 {
        std::fs::remove_dir_all(world.source("")).unwrap();
    }
    world.copier = Arc::new(Quick { folder: world.dir.path().to_owned() });
    (world, name)
}

/// Lets things happen to an explorer, and looks at it after each.
fn survives(mut explorer: Explorer, happenings: Vec<Happening>) -> Result<(), TestCaseError> {
    let mut waiting: Vec<Delivery> = Vec::new();
    let mut is_seen = true;
    for happening in happenings {
        match happening {
            // Nothing is written where the tests are run: what is exported goes to the clipboard. Where the screen is
            // too small nobody sees whether it would be.
            Happening::Key(KeyEvent { code: KeyCode::Enter, .. })
            | Happening::Mouse(MouseEventKind::Down(_), ..)
                if !is_seen || explorer.text().contains("\u{2503} file ") => {}
            Happening::Key(key) => explorer.app.terminal(Event::Key(key)),
            Happening::Mouse(kind, column, row) => {
                let modifiers = KeyModifiers::NONE;
                explorer.app.terminal(Event::Mouse(MouseEvent { kind, column, row, modifiers }));
            }
            Happening::Paste(text) => explorer.app.terminal(Event::Paste(text)),
            Happening::Resize(width, height) => {
                is_seen = width >= magellan_tui::tui::SMALLEST_WIDTH
                    && height >= magellan_tui::tui::SMALLEST_HEIGHT;
                explorer.set_size((width, height));
            }
            Happening::Answer(number) => {
                waiting.extend(explorer.deliveries.try_iter());
                if !waiting.is_empty() {
                    let delivery = waiting.remove(number % waiting.len());
                    explorer.app.deliver(delivery);
                }
            }
            Happening::Settle => {
                waiting.drain(..).for_each(|delivery| explorer.app.deliver(delivery));
                explorer.settle();
            }
        }
        explorer.app.take_effects();
        draws_the_same_twice(&mut explorer);
        let screen = explorer.text();
        prop_assert!(!screen.contains("the program failed"), "{}", screen);
    }
    // Every question is answered, whatever was asked before: nothing is waited for for ever.
    waiting.drain(..).for_each(|delivery| explorer.app.deliver(delivery));
    explorer.settle();
    draws_the_same_twice(&mut explorer);
    Ok(())
}

/// From everything that there is to be seen, so that nothing is missed because no random keys open it.
#[test]
fn anything_may_happen_at_any_time() {
    let popups = states::POPUPS.iter().map(|(keys, title)| (*keys, *title));
    for (keys, title) in states::SCREENS.iter().map(|keys| (*keys, "")).chain(popups) {
        let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2) };
        // `PROPTEST_CASES` asks for more.
        let config = match std::env::var("PROPTEST_CASES") {
            Ok(_) => ProptestConfig { failure_persistence: None, ..ProptestConfig::default() },
            Err(_) => config,
        };
        let mut runner = TestRunner::new(config);
        let strategy = (0..3u8, prop::collection::vec(happening(), 1..40));
        let ran = runner.run(&strategy, |(of_whom, happenings)| {
            let (world, name) = some_world(of_whom);
            let mut explorer = states::at(&world, keys, name, (120, 36));
            explorer.shows(title);
            survives(explorer, happenings)
        });
        if let Err(failure) = ran {
            panic!("{keys:?}: {failure}");
        }
    }
}
