//! `export` as tables, as a graph of calls and as SCIP.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;

use magellan_tui::model::{Record, RecordKind};
use magellan_tui::store;
use protobuf::Message as _;
use scip::types::{Document, Index, SymbolRole, symbol_information::Kind};

use crate::world::{ENGINES, World, listing};

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/sample");
const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/");

fn indexed(folder: &str) -> World {
    let world = World::new();
    for engine in ENGINES {
        world.run(&["index", folder, "--quiet", "--db", engine, "--engine", engine]);
    }
    world
}

fn count(world: &World, database: &str, kind: RecordKind) -> usize {
    let store = store::open(&world.path(database)).unwrap();
    let mut count = 0;
    let each = &mut |_: Record| {
        count += 1;
        true
    };
    store.reader().unwrap().records(kind, each).unwrap();
    count
}

/// A table's rows, the names of its columns first.
fn rows(world: &World, path: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(world.path(path)).unwrap();
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn tables_hold_every_fact() {
    let world = indexed(SAMPLE);
    for engine in ENGINES {
        let folder = format!("{engine}.csv");
        assert_eq!(world.run(&["export", engine, "--format", "csv", "--output", &folder]), "");
        for kind in RecordKind::ALL {
            if matches!(kind, RecordKind::Ast | RecordKind::Cfg) {
                continue;
            }
            let rows = rows(&world, &format!("{folder}/{}.csv", kind.as_str()));
            assert_eq!(rows.len() - 1, count(&world, engine, kind), "{kind:?}");
        }
        let blocks = rows(&world, &format!("{folder}/cfg_block.csv"));
        let of_one: BTreeSet<&str> = blocks[1..].iter().map(|row| row[0].as_str()).collect();
        assert_eq!(of_one.len(), count(&world, engine, RecordKind::Cfg));
        assert!(rows(&world, &format!("{folder}/cfg_edge.csv")).len() > of_one.len() / 2);
        assert!(rows(&world, &format!("{folder}/ast.csv")).len() > 100);
    }
    // What says no times is the same from both.
    for table in
        ["symbol", "reference", "call", "import", "node", "edge", "ast", "cfg_block", "cfg_edge", "facts"]
    {
        let [one, other] =
            ENGINES.map(|engine| fs::read(world.path(&format!("{engine}.csv/{table}.csv"))).unwrap());
        assert_eq!(one, other, "{table}");
    }
    let symbols = rows(&world, "sqlite.csv/symbol.csv");
    let at = |name: &str| symbols[0].iter().position(|column| column == name).unwrap();
    let row = symbols.iter().find(|row| row[at("name")] == "größe").unwrap();
    assert_eq!((&*row[at("kind")], &*row[at("path")]), ("fn", "src/names.rs"));
}

#[test]
fn every_table_and_column_is_documented() {
    let world = indexed(SAMPLE);
    world.run(&["export", "sqlite", "--format", "csv", "--output", "csv"]);
    let guide = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/export.md")).unwrap();
    for entry in fs::read_dir(world.path("csv")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let table = name.strip_suffix(".csv").unwrap();
        // The two tables of control flow stand in one section.
        let section = if table.starts_with("cfg_") { "cfg" } else { table };
        let (_, section) =
            guide.split_once(&format!("\n## {section}\n")).unwrap_or_else(|| panic!("{table}"));
        let section = section.split("\n## ").next().unwrap();
        for column in &rows(&world, &format!("csv/{name}"))[0] {
            let is_span = ["byte_", "start_", "end_"].iter().any(|begin| column.starts_with(begin));
            let is_said = section.contains(&format!("`{column}`"))
                || (is_span && guide.contains(&format!("`{column}`")));
            assert!(is_said, "{table}.{column}");
        }
    }
}

#[test]
fn tables_appear_when_they_are_whole() {
    let world = indexed(SAMPLE);
    world.file("there/note.txt", "kept");
    world.file("there/symbol.csv", "of yesterday");
    world.run(&["export", "fjall", "--format", "csv", "--output", "there"]);
    world.run(&["export", "fjall", "--format", "csv", "--output", "new"]);
    let names = |folder: &str| {
        let names = fs::read_dir(world.path(folder)).unwrap();
        names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect::<BTreeSet<_>>()
    };
    let mut expected = names("new");
    assert_eq!(expected.len(), 17);
    expected.insert("note.txt".to_owned());
    assert_eq!(names("there"), expected);
    assert_eq!(
        fs::read(world.path("there/symbol.csv")).unwrap(),
        fs::read(world.path("new/symbol.csv")).unwrap()
    );
    // One that fails leaves the old ones alone, and makes nothing.
    let database = fs::read(world.path("sqlite")).unwrap();
    world.file("cut", &database[..database.len() / 2]);
    let before = listing(world.dir.path());
    for output in ["there", "other"] {
        world.command().args(["export", "cut", "--format", "csv", "--output", output]).assert().code(1);
    }
    let mut after = listing(world.dir.path());
    after.retain(|(path, _)| !path.ends_with("cut-wal") && !path.ends_with("cut-shm"));
    assert_eq!(after, before);
    let csv =
        |output| world.refuses(&["export", "fjall", "--format", "csv", "--output", output], 2, &[output]);
    csv("there/note.txt");
    csv("fjall");
    csv("fjall/in");
    world.refuses(&["export", "fjall", "--format", "csv"], 2, &["--output"]);
}

#[test]
fn the_graph_of_calls_has_a_cluster_a_file() {
    let world = World::new();
    world.file(
        "p/a.py",
        "from b import g\n\ndef f():\n    g()\n    g()\n    h()\n\ndef h(): pass\n\nclass \u{202e}C: pass\n",
    );
    world.file("p/b \"x\".py", "class K:\n    def __init__(self): pass\n\ndef k():\n    return K()\n");
    world.file("p/b.py", "def g():\n    pass\n\nunused = 1\n");
    let mut all = BTreeSet::new();
    for engine in ENGINES {
        world.run(&["index", "p", "--quiet", "--db", engine, "--engine", engine]);
        let text = world.run(&["export", engine, "--format", "dot"]);
        assert!(text.starts_with("digraph calls {\n") && text.ends_with("}\n"));
        let label = |line: &str| {
            line.split("label=\"").nth(1).and_then(|rest| rest.split('"').next().map(str::to_owned))
        };
        let id = |line: &str| line.trim().split('"').nth(1).unwrap().to_owned();
        let nodes: HashMap<String, String> = text
            .lines()
            .filter(|line| line.contains("tooltip="))
            .map(|line| (id(line), label(line).unwrap()))
            .collect();
        let edges: BTreeSet<(String, String, Option<String>)> = text
            .lines()
            .filter(|line| line.contains(" -> "))
            .map(|line| {
                let to = line.split('"').nth(3).unwrap();
                (nodes[&id(line)].clone(), nodes[to].clone(), label(line))
            })
            .collect();
        let edge = |from: &str, to: &str, count: Option<&str>| {
            (from.to_owned(), to.to_owned(), count.map(str::to_owned))
        };
        assert!(
            edges.contains(&edge("f", "g", Some("2"))) && edges.contains(&edge("f", "h", None)),
            "{text}"
        );
        assert!(edges.iter().any(|(from, to, _)| from == "k" && to.starts_with('K')), "{text}");
        assert!(!text.contains("unused") && !text.contains('\u{202e}'));
        assert_eq!(text.matches("subgraph").count(), 3);
        assert!(text.contains("label=\"b \\\"x\\\".py\";"), "{text}");
        all.insert(text);
    }
    assert_eq!(all.len(), 1);
}

/// A SCIP export, which is the same in both engines and each time.
fn scip(world: &World) -> Index {
    let mut all = BTreeSet::new();
    for engine in ENGINES {
        for name in ["one.scip", "other.scip"] {
            world.run(&["export", engine, "--format", "scip", "--output", name]);
            all.insert(fs::read(world.path(name)).unwrap());
        }
        all.insert(world.command().args(["export", engine, "--format", "scip"]).output().unwrap().stdout);
    }
    assert_eq!(all.len(), 1);
    Index::parse_from_bytes(&all.into_iter().next().unwrap()).unwrap()
}

/// The text at a range of bytes.
fn at<'t>(text: &'t str, range: &[i32]) -> &'t str {
    let line = text.split('\n').nth(range[0] as usize).unwrap();
    assert_eq!(range.len(), 3);
    &line[range[1] as usize..range[2] as usize]
}

fn is_definition(roles: i32) -> bool {
    roles & SymbolRole::Definition as i32 != 0
}

#[test]
fn scip_says_where_names_stand_and_what_they_mean() {
    let world = indexed(SAMPLE);
    let index = scip(&world);
    assert_eq!(index.metadata.tool_info.name, "magellan-tui");
    assert!(index.metadata.project_root.ends_with("/tests/fixtures/sample"));
    let mut names: BTreeMap<&str, &str> = BTreeMap::new();
    for information in index.documents.iter().flat_map(|document| &document.symbols) {
        scip::symbol::parse_symbol(&information.symbol).unwrap();
        assert!(names.insert(&information.symbol, &information.display_name).is_none(), "{information}");
        assert_ne!(information.kind.enum_value().unwrap(), Kind::UnspecifiedKind);
    }
    assert_eq!(names.len(), count(&world, "sqlite", RecordKind::Symbol));
    let (mut definitions, mut uses) = (BTreeSet::new(), 0);
    for document in &index.documents {
        let text = fs::read_to_string(format!("{SAMPLE}/{}", document.relative_path)).unwrap();
        for occurrence in &document.occurrences {
            let name = names[occurrence.symbol.as_str()];
            if is_definition(occurrence.symbol_roles) {
                definitions.insert(occurrence.symbol.as_str());
                assert!(occurrence.enclosing_range.len() >= 3);
                if occurrence.range[1] == occurrence.range[2] {
                    continue; // It has no name in the text.
                }
            } else {
                uses += 1;
            }
            // A type may be named by what it is to itself.
            let said = at(&text, &occurrence.range);
            assert!(said == name || said == "Self", "{said}: {} {occurrence}", document.relative_path);
        }
    }
    assert_eq!(definitions.len(), names.len());
    assert!(uses > 50, "{uses}");
    let of = |end: &str| {
        let all = index.documents.iter().flat_map(|document| &document.symbols);
        all.filter(|information| information.symbol.ends_with(end)).collect::<Vec<_>>()
    };
    let [body] = of("`src/body/mod.rs`/Body#")[..] else { panic!("no Body") };
    assert!(body.signature_documentation.text.contains("struct Body"), "{body}");
    let [pick] = of("`src/body/mod.rs`/pick().")[..] else { panic!("no pick") };
    assert_eq!(pick.documentation, ["The item no other item beats."]);
    let implemented: Vec<&str> = body
        .relationships
        .iter()
        .filter(|base| base.is_implementation)
        .map(|base| base.symbol.as_str())
        .collect();
    assert!(implemented.iter().any(|base| base.ends_with("/Weighed#")), "{body}");
}

#[test]
fn scip_and_tables_come_from_magellans_own_files_too() {
    let world = World::new();
    for name in ["magellan-2.1.0.db", "magellan-4.17.0.db"] {
        world.file(name, fs::read(format!("{FIXTURES}{name}")).unwrap());
        world.run(&["export", name, "--format", "scip", "--output", "x.scip"]);
        world.run(&["export", name, "--format", "csv", "--output", name.strip_suffix(".db").unwrap()]);
        let copy = format!("{name}.fjall");
        world.run(&["migrate", name, &copy]);
        world.run(&["export", &copy, "--format", "scip", "--output", "copy.scip"]);
        assert_eq!(
            fs::read(world.path("x.scip")).unwrap(),
            fs::read(world.path("copy.scip")).unwrap(),
            "{name}"
        );
        let index = Index::parse_from_bytes(&fs::read(world.path("x.scip")).unwrap()).unwrap();
        let paths: Vec<&str> =
            index.documents.iter().map(|document| document.relative_path.as_str()).collect();
        assert!(paths.is_sorted() && paths.contains(&"src/lib.rs"), "{paths:?}");
        let uses = |document: &Document| {
            document.occurrences.iter().filter(|occurrence| !is_definition(occurrence.symbol_roles)).count()
        };
        assert!(index.documents.iter().map(uses).sum::<usize>() > 30, "{name}");
        // The names of what is defined are found in the text.
        let document =
            index.documents.iter().find(|document| document.relative_path == "src/names.rs").unwrap();
        let text = fs::read_to_string(format!("{SAMPLE}/src/names.rs")).unwrap();
        let defined: BTreeSet<&str> = document
            .occurrences
            .iter()
            .filter(|occurrence| is_definition(occurrence.symbol_roles))
            .map(|occurrence| at(&text, &occurrence.range))
            .collect();
        assert!(defined.contains("größe") && defined.contains("惑星"), "{name}: {defined:?}");
        assert!(world.run(&["export", name, "--format", "dot"]).contains("label=\"größe\""));
    }
}
