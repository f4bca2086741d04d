//! `export`: every fact, the same from every engine, and to a file that is whole or not there.

use std::fs;
use std::io::Read as _;
use std::process::Stdio;
use std::time::Duration;

use magellan_tui::model::{
    AstNode, Cfg, CfgBlock, CfgEdge, Diagnostic, FileRecords, Outcome, RecordKind, Severity,
};
use magellan_tui::store::{Engine, NewDatabase, create};
use serde_json::Value;

use crate::made;
use crate::world::{ENGINES, World, listing};

/// Three files with a record of every sort that an index of our own has.
fn files() -> Vec<FileRecords> {
    let mut files = made::project(3);
    for file in &mut files {
        let (kind, terminator) = ("entry".to_owned(), "return".to_owned());
        let span = made::span(10, 90);
        let block = CfgBlock { kind, terminator, span, hash: None, statements: None, condition: None };
        let edges = vec![CfgEdge { source: 0, target: 1, kind: "true".to_owned() }];
        let blocks = vec![block.clone(), CfgBlock { condition: Some("x > 0".to_owned()), ..block }];
        file.cfgs = vec![Cfg { function: file.symbols[0].id, blocks, edges }];
        let node = |parent| AstNode { parent, kind: "item".to_owned(), byte_start: 10, byte_end: 90 };
        file.ast = vec![node(None), node(Some(0))];
        file.edges[0].data = r#"{ "at" : 3 }"#.to_owned();
    }
    files
}

/// Makes a database of them.
fn make(world: &World, name: &str, engine: Engine) {
    let new = NewDatabase { root: "/src/lab", project: "lab", created_at: 1_700_000_000 };
    let mut writer = create(&world.path(name), engine, &new, Duration::ZERO).unwrap();
    writer.begin_run(&made::run("tui-1", Outcome::Running)).unwrap();
    for file in files() {
        writer.put_file(&file).unwrap();
    }
    let complaint = Diagnostic {
        path: "src/f01.rs".to_owned(),
        line: 3,
        severity: Severity::Warning,
        message: "odd \u{1b}[2J".to_owned(),
    };
    writer.finish_run(&made::run("tui-1", Outcome::Partial), Some(&[complaint])).unwrap();
    writer.commit().unwrap();
}

fn lines(text: &str) -> Vec<Value> {
    assert!(text.is_empty() || text.ends_with('\n'));
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn export(world: &World, database: &str) -> String {
    world.run(&["export", database, "--format", "jsonl"])
}

#[test]
fn the_same_facts_are_the_same_bytes_from_both_engines() {
    let world = World::new();
    make(&world, "one", Engine::Sqlite);
    make(&world, "two", Engine::Fjall);
    let text = export(&world, "one");
    let other = export(&world, "two");
    for (one, other) in text.lines().zip(other.lines()) {
        assert_eq!(one, other);
    }
    assert_eq!(text.len(), other.len());
    for named in ["sqlite", "fjall", world.dir.path().to_str().unwrap()] {
        assert!(!text.contains(named), "{named} is in the export");
    }
}

#[test]
fn every_fact_is_an_object_a_line() {
    for engine in [Engine::Sqlite, Engine::Fjall] {
        let world = World::new();
        make(&world, "own", engine);
        let text = export(&world, "own");
        let found = lines(&text);
        for (line, value) in text.lines().zip(&found) {
            let sort = value["type"].as_str().unwrap();
            assert!(line.starts_with(&format!("{{\"type\":\"{sort}\",")), "{line}");
            assert_eq!(line, serde_json::to_string(value).unwrap(), "not compact");
            assert!(value.get("row").is_none(), "{line}");
        }
        let all = files();
        let of = |count: fn(&FileRecords) -> usize| all.iter().map(count).sum::<usize>();
        let count = |kind| match kind {
            RecordKind::File | RecordKind::FileMetrics | RecordKind::Ast => all.len(),
            RecordKind::FileState | RecordKind::Facts => all.len(),
            RecordKind::Symbol => of(|file| file.symbols.len()),
            RecordKind::Reference => of(|file| file.references.len()),
            RecordKind::Call => of(|file| file.calls.len()),
            RecordKind::Import => of(|file| file.imports.len()),
            RecordKind::OtherNode => 0,
            RecordKind::Edge => of(|file| file.edges.len()),
            RecordKind::Chunk => of(|file| file.chunks.len()),
            RecordKind::SymbolMetrics => of(|file| file.symbol_metrics.len()),
            RecordKind::Cfg => of(|file| file.cfgs.len()),
            RecordKind::Execution | RecordKind::Diagnostic => 1,
        };
        let expected: Vec<&str> = RecordKind::ALL
            .into_iter()
            .flat_map(|kind| std::iter::repeat_n(kind.as_str(), count(kind)))
            .collect();
        let sorts: Vec<&str> = found.iter().map(|value| value["type"].as_str().unwrap()).collect();
        assert_eq!(sorts, expected);
        let edge = found.iter().find(|value| value["type"] == "edge").unwrap();
        assert_eq!(edge["data"], serde_json::json!({"at": 3}));
    }
}

#[test]
fn every_type_and_field_is_documented() {
    let world = World::new();
    make(&world, "own", Engine::Sqlite);
    let guide = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/export.md")).unwrap();
    let section = |sort: &str| {
        let (_, rest) = guide.split_once(&format!("\n## {sort}\n")).unwrap_or_else(|| panic!("{sort}"));
        rest.split("\n## ").next().unwrap().to_owned()
    };
    for kind in RecordKind::ALL {
        section(kind.as_str());
    }
    fn fields(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(map) => {
                for (name, value) in map {
                    found.push(name.clone());
                    // What a database or a grammar says is its own to describe.
                    if !matches!(name.as_str(), "data" | "extra") {
                        fields(value, found);
                    }
                }
            }
            Value::Array(values) => values.iter().for_each(|value| fields(value, found)),
            _ => {}
        }
    }
    let places = ["type", "byte_start", "byte_end", "start_line", "start_col", "end_line", "end_col"];
    for value in lines(&export(&world, "own")) {
        let section = section(value["type"].as_str().unwrap());
        let mut names = Vec::new();
        fields(&value, &mut names);
        names.retain(|name| !places.contains(&name.as_str()));
        for name in names {
            assert!(section.contains(&format!("`{name}`")), "{name} of {}", value["type"]);
        }
    }
}

#[test]
fn an_index_of_real_sources_is_exported_by_folder_and_by_database() {
    for engine in ENGINES {
        let world = World::new();
        world.project();
        world.run(&["index", "project", "--quiet", "--engine", engine]);
        let text = export(&world, "project");
        let names: Vec<Value> = lines(&text)
            .into_iter()
            .filter(|value| value["type"] == "symbol")
            .map(|value| value["name"].clone())
            .collect();
        let mut names: Vec<&str> = names.iter().map(|name| name.as_str().unwrap()).collect();
        names.sort_unstable();
        assert_eq!(names, ["helper", "inner", "main", "outer"]);
        let name = if engine == "fjall" { "tui.fjall" } else { "tui.db" };
        assert_eq!(export(&world, &format!("project/.magellan/{name}")), text);
    }
}

#[test]
fn the_same_sources_are_the_same_facts_from_both_engines() {
    let world = World::new();
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/sample");
    let facts = |engine| {
        world.run(&["index", sample, "--quiet", "--db", engine, "--engine", engine]);
        let mut facts = lines(&export(&world, engine));
        facts.retain(|fact| fact["type"] != "execution");
        for fact in &mut facts {
            // When it was indexed, and whether that was long enough after the last change.
            for time in ["last_indexed_at", "last_updated", "created_at", "modified_ns"] {
                fact.as_object_mut().unwrap().shift_remove(time);
            }
        }
        facts
    };
    let [one, other] = ENGINES.map(facts);
    assert!(one.len() > 300, "{}", one.len());
    for (one, other) in one.iter().zip(&other) {
        assert_eq!(one.to_string(), other.to_string());
    }
    assert_eq!(one.len(), other.len());
}

#[test]
fn magellans_own_files_are_exported() {
    let world = World::new();
    for name in ["magellan-2.1.0.db", "magellan-4.17.0.db"] {
        let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/");
        world.file(name, fs::read(format!("{fixture}{name}")).unwrap());
        let found = lines(&export(&world, name));
        for sort in ["file", "symbol", "edge", "execution"] {
            assert!(found.iter().any(|value| value["type"] == sort), "{name} has no {sort}");
        }
    }
}

#[test]
fn nobody_has_to_read_it_all() {
    let world = World::new();
    make(&world, "own", Engine::Sqlite);
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_magellan-tui"))
        .args(["export", "own", "--format", "jsonl"])
        .current_dir(world.dir.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut message = String::new();
    child.stderr.take().unwrap().read_to_string(&mut message).unwrap();
    assert!(child.wait().unwrap().success(), "{message}");
    assert_eq!(message, "");
}

#[test]
fn a_file_is_there_when_it_is_whole() {
    let world = World::new();
    make(&world, "own", Engine::Sqlite);
    world.file("out/old.jsonl", "an export of yesterday\n");
    let text = export(&world, "own");
    for output in ["out/old.jsonl", "out/new.jsonl"] {
        let printed = world.run(&["export", "own", "--format", "jsonl", "--output", output]);
        assert_eq!(printed, "");
        assert_eq!(fs::read_to_string(world.path(output)).unwrap(), text);
    }
    assert_eq!(fs::read_dir(world.path("out")).unwrap().count(), 2, "something is left beside them");
    // One that fails leaves the old one alone.
    let cut = fs::read(world.path("own")).unwrap();
    world.file("cut", &cut[..cut.len() / 2]);
    let before = listing(&world.path("out"));
    let args = ["export", "cut", "--format", "jsonl", "--output", "out/old.jsonl"];
    world.command().args(args).assert().code(1);
    assert_eq!(listing(&world.path("out")), before);
}

#[cfg(unix)]
#[test]
fn a_new_file_is_as_any_other() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new();
    make(&world, "own", Engine::Sqlite);
    let plain = fs::metadata(world.file("plain", "")).unwrap().permissions().mode();
    world.run(&["export", "own", "--format", "jsonl", "--output", "new"]);
    assert_eq!(fs::metadata(world.path("new")).unwrap().permissions().mode(), plain);
    // What is no file is written to, not replaced; and a link stays one.
    std::os::unix::fs::symlink("plain", world.path("link")).unwrap();
    world.run(&["export", "own", "--format", "jsonl", "--output", "link"]);
    assert!(fs::symlink_metadata(world.path("link")).unwrap().is_symlink());
    assert_eq!(fs::read(world.path("plain")).unwrap(), fs::read(world.path("new")).unwrap());
    let printed = world.run(&["export", "own", "--format", "jsonl", "--output", "/dev/stdout"]);
    assert_eq!(printed.as_bytes(), fs::read(world.path("new")).unwrap());
}

#[test]
fn an_export_never_takes_the_place_of_a_database() {
    let world = World::new();
    for (engine, name) in [(Engine::Sqlite, "own.db"), (Engine::Fjall, "own.fjall")] {
        make(&world, name, engine);
    }
    for output in
        ["own.db", "own.db-wal", "own.db-journal", "own.db.lock", "own.fjall.lock", "own.fjall/current"]
    {
        let args = ["export", "own.db", "--format", "jsonl", "--output", output];
        world.refuses(&args, 2, &[output, "database", "another file"]);
    }
    let args = ["export", "own.db", "--format", "jsonl", "--output"];
    let with = |output| args.iter().copied().chain([output]).collect::<Vec<_>>();
    world.refuses(&with("own.fjall"), 2, &["own.fjall", "a folder"]);
    world.refuses(&with("nowhere/x.jsonl"), 1, &["nowhere/x.jsonl"]);
}
