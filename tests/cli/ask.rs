//! Questions about the graph: the same answers from both engines, in lines and in JSON.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::world::{ENGINES, World};

const CLOCK: &str = "\
mod bell;

pub fn main() {
    tick();
    wind(tick);
}

fn tick() {
    bell::strike(1);
}

fn wind(step: fn()) {
    step();
    outer::toll(2);
}

fn even(n: u32) -> bool {
    n == 0 || odd(n - 1)
}

fn odd(n: u32) -> bool {
    n != 0 && even(n - 1)
}
";

const BELL: &str = "\
pub fn strike(times: u8) {
    ring(times);
}

fn ring(times: u8) {}

fn tick() {}
";

/// The clock, indexed by each engine.
fn clocks() -> (World, [&'static str; 2]) {
    let world = World::new();
    world.file("clock/Cargo.toml", "[package]\nname = \"clock\"\n");
    world.file("clock/src/main.rs", CLOCK);
    world.file("clock/src/bell.rs", BELL);
    for engine in ENGINES {
        world.run(&["index", "clock", "--quiet", "--db", engine, "--engine", engine]);
    }
    (world, ENGINES)
}

/// What both engines answer.
pub(crate) fn asked(world: &World, command: &str, args: &[&str]) -> String {
    let [one, other] = ENGINES.map(|engine| {
        let mut all = vec![command, engine];
        all.extend(args);
        world.run(&all)
    });
    assert_eq!(one, other);
    one
}

fn objects(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_symbol_is_found_by_whatever_names_it() {
    let (world, _) = clocks();
    for name in ["ring", "src/bell.rs:5", "src/bell.rs:5:4", "./src/bell.rs:5", "rin*"] {
        assert_eq!(asked(&world, "find", &[name]), "src/bell.rs:5: ring\n", "{name}");
    }
    let found = asked(&world, "find", &["tick"]);
    let mut lines: Vec<&str> = found.lines().collect();
    lines.sort_unstable();
    assert_eq!(lines, ["src/bell.rs:7: tick", "src/main.rs:8: tick"]);
    let ring = &objects(&asked(&world, "find", &["ring", "--json"]))[0];
    let of = |name: &str| ring[name].clone();
    assert_eq!([of("name"), of("kind"), of("path")], ["ring", "fn", "src/bell.rs"]);
    assert_eq!([of("line"), of("column")], [5, 0]);
    let exported = world.run(&["export", "fjall", "--format", "jsonl"]);
    let symbol =
        objects(&exported).into_iter().find(|o| o["type"] == "symbol" && o["name"] == "ring").unwrap();
    assert_eq!(ring["id"], symbol["id"]);
    let by_id = asked(&world, "find", &[symbol["stable_id"].as_str().unwrap()]);
    assert_eq!(by_id, "src/bell.rs:5: ring\n");
}

#[test]
fn callers_callees_and_references_are_where_they_stand() {
    let (world, _) = clocks();
    assert_eq!(asked(&world, "callers", &["strike"]), "src/main.rs:9: tick\n");
    assert_eq!(asked(&world, "callers", &["src/main.rs:8"]), "src/main.rs:4: main\n");
    assert_eq!(asked(&world, "callees", &["strike"]), "src/bell.rs:2: ring\n");
    assert_eq!(asked(&world, "callees", &["wind"]), "src/main.rs:14: toll (not resolved)\n");
    assert_eq!(asked(&world, "refs", &["src/main.rs:8"]), "src/main.rs:4: main\nsrc/main.rs:5: tick\n");
    assert_eq!(asked(&world, "callers", &["strike", "ring"]), "src/main.rs:9: tick\nsrc/bell.rs:2: strike\n");
    let callers = objects(&asked(&world, "callers", &["strike", "--json"]));
    assert_eq!(callers.len(), 1);
    let fields = ["of", "relation", "name", "path", "resolution"].map(|name| callers[0][name].clone());
    assert_eq!(fields, ["strike", "caller", "tick", "src/main.rs", "import"]);
    assert_eq!(callers[0]["line"], 9);
    assert_eq!(callers[0]["symbol"]["line"], 8);
}

#[test]
fn a_name_of_several_symbols_lists_them() {
    let (world, engines) = clocks();
    for engine in engines {
        let choices = ["2 symbols", "src/bell.rs:7 tick", "src/main.rs:8 tick", "--all"];
        world.fails(&["callers", engine, "tick"], 1, &choices);
        world.fails(&["path", engine, "tick", "ring"], 1, &choices);
        world.fails(&["callers", engine, "nothing"], 1, &["nothing", "no symbol", "find"]);
        world.fails(&["callers", engine, "Stirke"], 1, &["Stirke", "no symbol", "like it: strike"]);
        world.fails(&["find", engine, "noth*"], 1, &["noth*", "no symbol"]);
        world.fails(&["find", engine, "src/bell.rs:4"], 1, &["src/bell.rs:4", "no symbol is at this line"]);
    }
    assert_eq!(asked(&world, "callers", &["tick", "--all"]), "src/main.rs:4: main\n");
}

#[test]
fn the_ways_between_two_symbols() {
    let (world, engines) = clocks();
    let way = "src/main.rs:3: main\nsrc/main.rs:8: tick\nsrc/bell.rs:1: strike\nsrc/bell.rs:5: ring\n";
    assert_eq!(asked(&world, "path", &["main", "ring"]), way);
    let chains = objects(&asked(&world, "path", &["main", "ring", "--json"]));
    assert_eq!(chains.len(), 1);
    assert_eq!(chains[0]["calls"], 3);
    assert_eq!(chains[0]["symbols"][3]["name"], "ring");
    world.fails(&["path", engines[0], "ring", "main"], 1, &["no calls lead from ring to main"]);
}

#[test]
fn what_a_change_reaches() {
    let (world, _) = clocks();
    let near = "src/bell.rs:1: strike, 1 call away\n";
    let far = "src/main.rs:8: tick, 2 calls away\nsrc/main.rs:3: main, 3 calls away\n";
    assert_eq!(asked(&world, "impact", &["ring"]), format!("{near}{far}"));
    assert_eq!(asked(&world, "impact", &["ring", "--depth", "1"]), near);
    assert_eq!(objects(&asked(&world, "impact", &["ring", "--json"]))[2]["calls"], 3);
    assert_eq!(asked(&world, "impact", &["main"]), "");
}

#[test]
fn circles_and_what_nothing_reaches() {
    let (world, _) = clocks();
    assert_eq!(asked(&world, "cycles", &[]), "src/main.rs:17: even\nsrc/main.rs:21: odd\n");
    let cycle = &objects(&asked(&world, "cycles", &["--json"]))[0];
    assert_eq!(cycle["size"], 2);
    assert_eq!(
        asked(&world, "unreached", &[]),
        "src/bell.rs:7: tick\nsrc/main.rs:17: even\nsrc/main.rs:21: odd\n"
    );
    let is_called: Vec<Value> = objects(&asked(&world, "unreached", &["--json"]))
        .into_iter()
        .map(|found| found["is_called"].clone())
        .collect();
    assert_eq!(is_called, [json!(false), json!(true), json!(true)]);
}

/// What the README asks of this project's own source, asked of a part of it.
#[test]
fn what_the_readme_asks_is_answered() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let world = World::new();
    for name in ["src/store/place.rs", "src/store/kv/writer/mod.rs", "src/store/kv/writer/ingest.rs"] {
        world.file(&format!("part/{name}"), fs::read(project.join(name)).unwrap());
    }
    world.run(&["index", "part", "--quiet"]);
    let readme = fs::read_to_string(project.join("README.md")).unwrap();
    let (_, rest) = readme.split_once("On this project's own source:\n\n```sh\n").unwrap();
    let (asked, _) = rest.split_once("```").unwrap();
    assert_eq!(asked.lines().count(), 5);
    for line in asked.lines() {
        let command = line.split(['#', '|']).next().unwrap().replace('\'', "");
        let words: Vec<&str> = command.split_whitespace().skip(1).collect();
        let [question, _, names @ ..] = &words[..] else { panic!("{line}") };
        let answer = world.run(&[&[*question, "part"], names].concat());
        assert!(answer.lines().any(|line| line.starts_with("src/")), "{line}: {answer}");
    }
}

#[test]
fn what_magellan_wrote_is_asked_too() {
    let world = World::new();
    for version in ["2.1.0", "4.17.0"] {
        let name = format!("magellan-{version}.db");
        let from = format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
        world.file(&name, std::fs::read(from).unwrap());
        let callers = world.run(&["callers", &name, "attach"]);
        assert!(callers.lines().count() > 0, "{version}");
        assert!(callers.lines().all(|line| line.contains(".rs:")), "{version}: {callers}");
        let all = world.run(&["find", &name, "*"]);
        assert!(all.lines().count() > 20, "{version}");
        world.run(&["unreached", &name]);
        world.run(&["cycles", &name]);
    }
}

#[test]
fn names_in_answers_do_not_steer_the_terminal() {
    let world = World::new();
    let from = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/magellan-4.17.0.db");
    let path = world.file("x.db", std::fs::read(from).unwrap());
    let database = rusqlite::Connection::open(path).unwrap();
    database
        .execute(
            "UPDATE graph_entities SET name = 'attach', file_path = 'a' || char(27) || '[2Jb.rs' \
             WHERE kind = 'Symbol' AND name = 'attach'",
            [],
        )
        .unwrap();
    drop(database);
    for args in [&["find", "x.db", "attach"][..], &["find", "x.db", "attach", "--json"]] {
        let text = world.run(args);
        assert!(!text.contains('\x1b'), "{text:?}");
        assert!(text.contains("[2Jb.rs"), "{text:?}");
    }
}

#[test]
fn a_question_without_its_names_is_wrong_usage() {
    let world = World::new();
    for args in [
        &["find", "."][..],
        &["callers", "."],
        &["path", ".", "a"],
        &["cycles"],
        &["impact", ".", "a", "--depth", "0"],
    ] {
        world.refuses(args, 2, &["; see --help"]);
    }
    world.refuses(&["--theme", "dark", "cycles", "db"], 2, &["`cycles` takes no --theme"]);
}
