//! `index --scip`: a compiler's word on the command line.

use serde_json::Value;

use crate::world::World;

#[test]
fn a_compilers_word_is_heard_and_told() {
    let world = World::new();
    world.project();
    world.run(&["index", "project", "--quiet", "--db", "own"]);
    world.run(&["export", "own", "--format", "scip", "--output", "own.scip"]);
    let text = world.run(&["index", "project", "--db", "own", "--scip", "own.scip"]);
    assert!(text.contains("\nscip: heard of 2 files\n"), "{text}");
    let calls = world.run(&["export", "own", "--format", "jsonl"]);
    let resolutions: Vec<Value> = calls
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|fact| fact["type"] == "call")
        .map(|fact| fact["resolution"].clone())
        .collect();
    assert_eq!(resolutions, ["compiler", "compiler"]);
    world.file("project/tool.py", "def other():\n    pass\n\ndef main():\n    other()\n");
    world.file("project/src/lib.rs", "");
    let text = world.run(&["index", "project", "--db", "own", "--scip", "own.scip", "--json"]);
    let summary: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(summary["scip"], serde_json::json!({"files": 0, "stale": 2, "elsewhere": 0}), "{text}");
    assert_eq!(
        serde_json::from_str::<Value>(&world.run(&["index", "project", "--db", "own", "--json"])).unwrap()["scip"],
        Value::Null
    );
}

#[test]
fn what_is_no_index_is_refused() {
    let world = World::new();
    world.project();
    world.file("not.scip", "def a(): pass\n");
    world.refuses(&["index", "project", "--db", "own", "--scip", "not.scip"], 1, &["not.scip", "SCIP index"]);
    world.refuses(&["index", "project", "--db", "own", "--scip", "none"], 1, &["none"]);
}
