//! `verify`: what is said of a database that is whole, and of one that is not.

use crate::world::{ENGINES, World, listing, status_json};

#[test]
fn a_whole_database_is_said_to_be() {
    for engine in ENGINES {
        let world = World::new();
        world.project();
        world.run(&["index", "project", "--quiet", "--engine", engine]);
        let text = world.run(&["verify", "project"]);
        // Of a folder's, the first reader makes a place for what readers have open.
        let before = listing(world.dir.path());
        let rows: Vec<(&str, &str)> = text.lines().filter_map(|line| line.rsplit_once("  ")).collect();
        let row = |name: &str| {
            let named = rows.iter().filter(|(found, _)| found.trim() == name).map(|(_, value)| *value);
            named.collect::<Vec<_>>()
        };
        assert!(row("database")[0].starts_with("project/.magellan/tui."), "{text}");
        for (name, count) in [("files", "2"), ("symbols", "4"), ("calls", "2")] {
            assert_eq!(row(name), [count], "{text}");
        }
        let counted: Vec<usize> = text.lines().skip(2).map(|line| line.chars().count()).collect();
        assert!(counted.iter().all(|width| *width == counted[0]), "the counts are not aligned: {text}");
        assert!(!text.contains("damage:"), "{text}");
        let found: serde_json::Value =
            serde_json::from_str(&world.run(&["verify", "--json", "project"])).unwrap();
        assert_eq!(found["damage"], serde_json::json!([]));
        let counts = &status_json(&world, "project")["counts"];
        let sorts = ["files", "symbols", "references", "calls", "imports", "edges", "chunks"];
        for sort in sorts.into_iter().chain(["file_metrics", "symbol_metrics"]) {
            assert_eq!(found["checked"][sort], counts[sort], "{sort}");
        }
        assert!(listing(world.dir.path()) == before, "a check left something behind");
    }
}

#[test]
fn each_damage_is_a_line_and_exit_1() {
    let world = World::new();
    world.project();
    world.run(&["index", "project", "--quiet", "--db", "own.db"]);
    let database = rusqlite::Connection::open(world.path("own.db")).unwrap();
    let change = "UPDATE code_chunks SET content = content || ' ' WHERE symbol_name = 'main'";
    assert_eq!(database.execute(change, []).unwrap(), 1);
    database.close().unwrap();
    let output = world.command().args(["verify", "own.db"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).unwrap();
    let damage: Vec<&str> = text.lines().filter(|line| line.starts_with("damage: ")).collect();
    assert!(damage.iter().any(|line| line.contains("chunk")), "{text}");
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(message.lines().count(), 1, "{message}");
    assert!(message.contains("own.db: damaged") && message.contains("index the sources again"), "{message}");
    let output = world.command().args(["verify", "own.db", "--json"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(found["damage"].as_array().unwrap().len(), damage.len());
}

#[test]
fn a_flipped_byte_of_a_folder_does_not_pass() {
    let world = World::new();
    world.project();
    world.run(&["index", "project", "--quiet", "--db", "own.fjall"]);
    let whole = listing(&world.path("own.fjall"));
    // The largest file holds records, whatever the engine calls it.
    let (path, content) = whole
        .iter()
        .filter_map(|(path, content)| Some((path, content.as_ref()?)))
        .max_by_key(|(_, content)| content.iter().filter(|byte| **byte != 0).count())
        .unwrap();
    let mut flipped = content.clone();
    let at = flipped.iter().position(|byte| *byte != 0).unwrap() + 100;
    flipped[at] ^= 0x20;
    std::fs::write(path, flipped).unwrap();
    let output = world.command().args(["verify", "own.fjall"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn magellans_own_files_are_checked_too() {
    let world = World::new();
    for name in ["magellan-2.1.0.db", "magellan-4.17.0.db"] {
        let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/");
        world.file(name, std::fs::read(format!("{fixture}{name}")).unwrap());
        let text = world.run(&["verify", name]);
        assert!(text.contains("symbols"), "{text}");
    }
}
