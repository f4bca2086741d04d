//! What is on the screen, exported.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use magellan_tui::store::Engine;
use magellan_tui::tui::services::Effect;

use crate::common;
use crate::harness::{Explorer, World};
use crate::pictures::pictures as pictures_of;

const SIZE: (u16, u16) = (120, 36);

/// A function that 450 others call, and one with branches.
fn crowd(engine: Engine) -> World {
    let dir = tempfile::tempdir().unwrap();
    let mut source = "pub fn target(n: u32) -> u32 {\n    if n > 3 { 1 } else { n }\n}\n".to_owned();
    for number in 0..450 {
        writeln!(source, "pub fn caller_{number:03}() -> u32 {{ target({number}) }}").unwrap();
    }
    common::write(dir.path().join("clock/src/lib.rs"), &source);
    World::indexed(dir, engine)
}

/// Exports into a file of the world's folder, and gives what is in it.
fn exported(explorer: &mut Explorer, world: &World, name: &str) -> String {
    let path = world.dir.path().join(name);
    explorer.press("ctrl-u").type_text(&path.display().to_string()).press("enter");
    assert!(explorer.said().contains("written to"), "{}", explorer.said());
    fs::read_to_string(path).unwrap()
}

#[test]
fn pictures() {
    let world = World::of_magellan("4.17.0");
    pictures_of(&world, "export", |explorer| explorer.press("5 E"));
    pictures_of(&world, "export-graph", |explorer| {
        explorer.press("ctrl-p").type_text("attach").press("enter 3 E tab down")
    });
}

#[test]
fn all_rows_that_pass_are_exported_in_their_order() {
    for engine in [Engine::Fjall, Engine::Sqlite] {
        let world = crowd(engine);
        let mut explorer = world.explore(SIZE);
        let csv = exported(explorer.press("5 / c a l l e r enter h s E"), &world, "symbols.csv");
        let rows: Vec<&str> = csv.lines().collect();
        assert_eq!(rows[0], "symbol,kind,path,complexity,lines,called,calls");
        assert_eq!(rows.len(), 451);
        assert!(rows[1].starts_with("caller_000,fn,src/lib.rs,1,1,0,1"), "{}", rows[1]);
        assert!(rows.windows(2).skip(1).all(|pair| pair[0] < pair[1]), "they are sorted by name");
        assert!(explorer.said().starts_with("450 rows: written to "), "{}", explorer.said());
        // As JSON lines; the name goes with the format.
        explorer.press("E tab").shows("symbols.jsonl");
        let lines = exported(&mut explorer, &world, "symbols.jsonl");
        let first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
        assert_eq!(
            (lines.lines().count(), &first["symbol"], &first["calls"]),
            (450, &"caller_000".into(), &1.into())
        );
        let chunks = exported(explorer.press("4 / t a r g e t ( n enter E"), &world, "chunks.csv");
        assert_eq!(chunks.lines().count(), 2);
        assert!(chunks.contains("fn,target,src/lib.rs,0,"), "{chunks}");
        let runs = exported(explorer.press("6 E"), &world, "runs.csv");
        assert!(runs.starts_with("execution_id,outcome,") && runs.contains(",success,"), "{runs}");
    }
}

#[test]
fn relations_are_exported_to_their_end() {
    let world = crowd(Engine::Fjall);
    let mut explorer = world.explore(SIZE);
    explorer.press("ctrl-p").type_text("target").press("enter").shows("Callers  450");
    let csv = exported(explorer.press("E"), &world, "relations.csv");
    let callers = csv.lines().filter(|row| row.starts_with("Callers,")).count();
    assert_eq!(callers, 450, "{csv}");
    assert!(csv.starts_with("relation,name,path,line,found\n"), "{csv}");
    explorer.press("tab / 4 4 9 enter E");
    let csv = exported(&mut explorer, &world, "one.csv");
    assert_eq!(
        csv.lines().nth(1).map(|row| row.starts_with("Callers,caller_449,src/lib.rs,453,")),
        Some(true),
        "{csv}"
    );
}

#[test]
fn every_tab_of_explore_has_something_to_export() {
    let world = World::of_clock();
    let mut explorer = world.explore(SIZE);
    explorer.press("ctrl-p").type_text("tick").press("enter");
    for (keys, name, words) in [
        ("g f E", "flow.svg", "self.hour = after(self.hour);"),
        ("g f E tab", "flow.dot", "\"0\" -> \"1\""),
        ("g x E", "syntax.csv", "function_item"),
        ("g m E", "measures.csv", "symbol,complexity,1,"),
        ("g h E", "history.csv", ",success,"),
    ] {
        let text = exported(explorer.press(keys), &world, name);
        assert!(text.contains(words), "{name}: {text}");
    }
    explorer.press("g s E");
    assert!(explorer.said().starts_with("the text is a file already"), "{}", explorer.said());
}

#[test]
fn the_overview_is_exported_as_it_is_shown() {
    let world = World::of_magellan("4.17.0");
    let mut explorer = world.explore(SIZE);
    let csv = exported(explorer.press("1 E"), &world, "overview.csv");
    assert!(csv.starts_with("pane,name,value,path,line,note\n"), "{csv}");
    for row in ["database,engine,\"sqlite, ", "counts,files,10,,,", "languages,", "Most complex,", "runs,"] {
        assert!(csv.lines().any(|line| line.starts_with(row)), "no {row:?} in\n{csv}");
    }
    // What stands out is told with its place, and what is filtered away is not.
    let attach = |text: &str| text.lines().filter(|line| line.contains("Orrery::attach")).count();
    let row = csv.lines().find(|line| line.starts_with("Most complex,Orrery::attach,")).unwrap();
    assert!(row.ends_with(",src/lib.rs,106,decisions"), "{row}");
    let filtered = exported(explorer.press("/ m a i n enter E"), &world, "filtered.csv");
    assert_eq!((attach(&filtered), attach(&csv) > 0), (0, true), "{filtered}");
    let lines = exported(explorer.press("esc E tab"), &world, "overview.jsonl");
    assert_eq!(lines.lines().count(), csv.lines().count() - 1 - escaped_line_ends(&csv));
    let first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(first["pane"], "database");
    explorer.press("M enter : ").type_text("export").press("enter");
    assert!(explorer.said().starts_with("not here"), "{}", explorer.said());
}

/// Line ends within cells.
fn escaped_line_ends(csv: &str) -> usize {
    csv.split('"').skip(1).step_by(2).map(|cell| cell.matches('\n').count()).sum()
}

#[test]
fn the_graph_and_its_lists_are_exported() {
    let world = crowd(Engine::Fjall);
    let mut explorer = world.explore(SIZE);
    explorer.press("ctrl-p").type_text("target").press("enter 3");
    let svg = exported(explorer.press("E"), &world, "graph.svg");
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"), "{svg}");
    assert!(svg.contains(">caller_002</text>") && svg.contains(" more</text>"), "{svg}");
    let dot = exported(explorer.press("E tab"), &world, "graph.dot");
    assert!(dot.contains("digraph \"calls of target\"") && dot.contains("style=bold"), "{dot}");
    let impact = exported(explorer.press("i E"), &world, "impact.csv");
    assert_eq!(impact.lines().count(), 451);
    assert!(impact.starts_with("group,symbol,kind,path,line,note\n"), "{impact}");
    let filtered = exported(explorer.press("/ 4 4 enter E"), &world, "filtered.csv");
    assert_eq!(filtered.lines().count(), 1 + 14, "{filtered}");
    let unreached = exported(explorer.press("esc esc u E tab"), &world, "unreached.jsonl");
    assert!(
        unreached.is_empty() || unreached.lines().all(|line| line.starts_with("{\"group\"")),
        "{unreached}"
    );
}

#[test]
fn a_table_is_exported_with_its_whole_values() {
    let world = World::of_magellan("4.17.0");
    let mut explorer = world.explore(SIZE);
    explorer.press("7");
    while !explorer.row("\u{250f} Tables").contains("code_chunks") {
        let before = explorer.text();
        explorer.press("j");
        assert_ne!(explorer.text(), before, "there is a table of chunks");
    }
    let lines = exported(explorer.press("E tab"), &world, "code_chunks.jsonl");
    assert_eq!(lines.lines().count(), 83);
    let longest = lines.lines().map(|line| {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        row["content"].as_str().unwrap().len()
    });
    assert!(longest.max() > Some(1000));
}

#[test]
fn a_file_that_is_there_is_replaced_only_after_a_yes() {
    let world = World::of_clock();
    let path = world.dir.path().join("there.csv");
    fs::write(&path, "mine").unwrap();
    let mut explorer = world.explore(SIZE);
    let go = |explorer: &mut Explorer, keys: &str| {
        explorer.press("5 E ctrl-u").type_text(&path.display().to_string()).press("enter");
        explorer.shows("Replace the file?");
        explorer.press(keys);
        fs::read_to_string(&path).unwrap()
    };
    assert_eq!(go(&mut explorer, "n"), "mine");
    assert_eq!(go(&mut explorer, "esc"), "mine");
    assert!(go(&mut explorer, "y").starts_with("symbol,kind,"));
    // A database is not replaced at all, and nothing is written where there is no name.
    let database: PathBuf = world.dir.path().join("clock.index");
    explorer.press("E ctrl-u").type_text(&database.display().to_string()).press("enter");
    assert!(explorer.said().contains("a folder; name another file"), "{}", explorer.said());
    explorer.press("E ctrl-u enter");
    assert_eq!(explorer.said(), "name the file");
    explorer.press("esc").hides("the clipboard");
}

#[test]
fn the_clipboard_takes_it_too() {
    let world = World::of_clock();
    let mut explorer = world.explore(SIZE);
    explorer.press("5 tab E down").hides("files.csv");
    explorer.press("enter");
    let Effect::Copy(text) = explorer.effect() else { panic!("nothing is copied") };
    assert!(text.starts_with("path,score,lines,used,uses,symbols\nsrc/"), "{text}");
    assert_eq!(text.lines().count(), 4);
    assert!(!explorer.said().contains("written"));
}
