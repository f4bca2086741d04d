//! The graph's answers from real databases of both engines, against the simplest algorithms over the same calls.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

#[allow(dead_code, reason = "other tests use more of it")]
#[path = "store_contract/made.rs"]
mod made;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use magellan_tui::graph::{self, CallGraph, Relation, Watch};
use magellan_tui::model::{
    Call, Direction, Edge, EdgeId, EdgeKind, FileRecords, Import, NodeId, Outcome, Reference, Says,
    SymbolKind,
};
use magellan_tui::store::{Engine, NewDatabase, Reader, Store, create, open};
use proptest::prelude::*;
use tempfile::TempDir;

/// Symbols in each of the two files.
const IN_FILE: usize = 6;

/// The `n`-th symbol: the first half in one file, the others in another.
fn id(n: usize) -> NodeId {
    NodeId(made::slot((n / IN_FILE + 1) as i64, (n % IN_FILE + 1) as i64))
}

/// Two files of functions that call each other so.
fn files(calls: &[(usize, usize)]) -> Vec<FileRecords> {
    let names: Vec<String> = (0..2 * IN_FILE).map(|n| format!("f{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut files: Vec<FileRecords> = (0..2)
        .map(|at| {
            made::named(at as i64 + 1, &format!("src/{at}.rs"), &names[at * IN_FILE..(at + 1) * IN_FILE])
        })
        .collect();
    for symbol in files.iter_mut().flat_map(|file| &mut file.symbols) {
        symbol.qualified = format!("Scope::{}", symbol.name);
    }
    for (number, &(from, to)) in calls.iter().enumerate() {
        let at = from / IN_FILE;
        let call = NodeId(made::slot(at as i64 + 1, 100 + number as i64));
        add_call(&mut files[at], call, &format!("f{to}"));
        for (slot, from, to, kind) in
            [(0, id(from), call, EdgeKind::Caller), (1, call, id(to), EdgeKind::Calls)]
        {
            let id = EdgeId(made::slot(at as i64 + 1, 1000 + 2 * number as i64 + slot));
            files[at].edges.push(Edge { id, from, to, kind, data: String::new() });
        }
    }
    files
}

fn add_call(file: &mut FileRecords, id: NodeId, callee: &str) {
    file.calls.push(Call {
        id,
        path: file.file.path.clone(),
        caller: String::new(),
        callee: callee.to_owned(),
        caller_symbol_id: String::new(),
        callee_symbol_id: String::new(),
        span: made::span(5, 9),
        certainty: None,
        candidates: Vec::new(),
        extra: Default::default(),
    });
}

fn add_edge(file: &mut FileRecords, slot: i64, from: NodeId, to: NodeId, kind: EdgeKind) {
    let id = EdgeId(made::slot(file.file.id.0 >> 23, slot));
    file.edges.push(Edge { id, from, to, kind, data: String::new() });
}

/// A database of these files in each engine.
fn databases(files: &[FileRecords]) -> Vec<(TempDir, Arc<dyn Store>)> {
    let make = |engine| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("index");
        let new = NewDatabase { root: "/src/lab", project: "lab", created_at: 1 };
        let mut writer = create(&path, engine, &new, Duration::ZERO).unwrap();
        writer.begin_run(&made::run("tui-1", Outcome::Running)).unwrap();
        for file in files {
            writer.put_file(file).unwrap();
        }
        writer.finish_run(&made::run("tui-1", Outcome::Success), Some(&[])).unwrap();
        writer.commit().unwrap();
        (folder, open(&path).unwrap())
    };
    [Engine::Fjall, Engine::Sqlite].map(make).into()
}

fn watched<T>(ask: impl FnOnce(&Watch<'_>) -> graph::Result<T>) -> T {
    let never = AtomicBool::new(false);
    ask(&Watch::new(&never, &|_| {})).unwrap()
}

/// Every pair of a caller and a callee, by steps in pages.
fn by_steps(reader: &dyn Reader, relation: Relation) -> Vec<(NodeId, NodeId)> {
    let mut pairs = Vec::new();
    for symbol in (0..2 * IN_FILE).map(id) {
        let mut after = None;
        loop {
            let page = graph::steps(reader, relation, symbol, after, 2).unwrap();
            assert!(page.items.len() <= 2);
            for step in page.items {
                let other = step.to.unwrap().id;
                pairs.push(if relation == Relation::Callers { (other, symbol) } else { (symbol, other) });
            }
            after = page.next;
            if after.is_none() {
                break;
            }
        }
    }
    pairs.sort_unstable();
    pairs
}

/// The fewest calls from each symbol that leads to `to`.
fn distances(calls: &BTreeSet<(NodeId, NodeId)>, to: NodeId) -> BTreeMap<NodeId, u32> {
    let mut found = BTreeMap::from([(to, 0)]);
    for distance in 1.. {
        let is_next = |(from, to): &&(NodeId, NodeId)| {
            found.get(to) == Some(&(distance - 1)) && !found.contains_key(from)
        };
        let next: BTreeSet<NodeId> = calls.iter().filter(is_next).map(|(from, _)| *from).collect();
        if next.is_empty() {
            break;
        }
        found.extend(next.into_iter().map(|from| (from, distance)));
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_answer_is_that_of_the_simplest_algorithm(
        calls in prop::collection::vec((0..2 * IN_FILE, 0..2 * IN_FILE), 0..24),
        from in 0..2 * IN_FILE,
        to in 0..2 * IN_FILE,
    ) {
        let mut sites: Vec<_> = calls.iter().map(|&(from, to)| (id(from), id(to))).collect();
        sites.sort_unstable();
        let pairs: BTreeSet<(NodeId, NodeId)> = sites.iter().copied().collect();
        let away = distances(&pairs, id(to));
        for (_folder, store) in databases(&files(&calls)) {
            let reader = store.reader().unwrap();
            let reader = &*reader;
            prop_assert_eq!(&by_steps(reader, Relation::Callers), &sites);
            prop_assert_eq!(&by_steps(reader, Relation::Callees), &sites);

            let whole = watched(|watch| CallGraph::read(reader, watch));
            let mut read = BTreeSet::new();
            for number in 0..whole.len() as u32 {
                let callees = whole.callees(number).iter();
                let symbol = |number: u32| whole.symbol(number).unwrap();
                read.extend(callees.map(|callee| (symbol(number), symbol(*callee))));
            }
            prop_assert_eq!(&read, &pairs);

            let ways = watched(|watch| graph::paths(reader, &[id(from)], &[id(to)], 100, watch));
            prop_assert_eq!(ways.chains.is_empty(), !away.contains_key(&id(from)));
            for chain in &ways.chains {
                let ids: Vec<NodeId> = chain.iter().map(|spot| spot.id).collect();
                prop_assert_eq!((ids[0], ids[ids.len() - 1]), (id(from), id(to)));
                prop_assert_eq!(ids.len() as u32 - 1, away[&id(from)]);
                prop_assert!(ids.windows(2).all(|step| pairs.contains(&(step[0], step[1]))));
            }

            let mut reached = BTreeMap::from([(id(to), 0)]);
            watched(|watch| graph::impact(reader, &[id(to)], u32::MAX, watch, &mut |calls, spot| {
                reached.insert(spot.id, calls);
                true
            }));
            prop_assert_eq!(&reached, &away);
        }
    }
}

#[test]
fn what_nothing_reaches_is_what_no_entry_leads_to() {
    // f0 → f1; f2 ↔ f3; f4 is passed on; f5 is called by the file itself; f6 is what an unresolved call may mean and
    // calls f7; f8 is a test; f9 is no function, and calls f10; nothing is known of f11 but that it is imported.
    let mut files = files(&[(0, 1), (2, 3), (3, 2), (6, 7), (9, 10)]);
    let reference = NodeId(made::slot(1, 50));
    let path = files[0].file.path.clone();
    let target = "f4".to_owned();
    files[0].references.push(Reference {
        id: reference,
        target,
        path,
        span: made::span(1, 2),
        extra: Default::default(),
    });
    add_edge(&mut files[0], 900, reference, id(4), EdgeKind::References);
    let import = Import {
        id: NodeId(made::slot(1, 52)),
        path: files[0].file.path.clone(),
        import_kind: "plain_use".to_owned(),
        import_path: vec!["crate".to_owned()],
        imported_names: vec!["f11".to_owned()],
        is_glob: false,
        span: made::span(20, 30),
        extra: Default::default(),
    };
    let name = Reference {
        id: NodeId(made::slot(1, 51)),
        target: "f11".to_owned(),
        path: import.path.clone(),
        span: made::span(24, 27),
        extra: Default::default(),
    };
    add_edge(&mut files[0], 903, name.id, id(11), EdgeKind::References);
    files[0].references.push(name);
    files[0].imports.push(import);
    for (slot, name) in [(60, "f5"), (61, "f6")] {
        add_call(&mut files[0], NodeId(made::slot(1, slot)), name);
    }
    add_edge(&mut files[0], 901, NodeId(made::slot(1, 60)), id(5), EdgeKind::Calls);
    add_edge(&mut files[1], 902, id(11), NodeId(made::slot(1, 61)), EdgeKind::Caller);
    files[1].symbols[2].describe("", "", &[], Says { is_test: true, ..Says::default() });
    files[1].symbols[3].kind = SymbolKind::Struct;
    for (_folder, store) in databases(&files) {
        let reader = store.reader().unwrap();
        let found = watched(|watch| graph::unreached(&*reader, watch));
        let found: Vec<_> = found.iter().map(|one| (one.spot.name.as_str(), one.is_called)).collect();
        let expected = [
            ("Scope::f0", false),
            ("Scope::f1", true),
            ("Scope::f2", true),
            ("Scope::f3", true),
            ("Scope::f11", false),
        ];
        assert_eq!(found, expected);
    }
}

#[test]
fn symbols_are_named_by_as_many_scopes_as_one_likes() {
    let mut files = files(&[]);
    for (symbol, qualified) in files[0].symbols.iter_mut().zip(["Clock::tick", "Block::tick", "tick"]) {
        (symbol.name, symbol.qualified) = ("tick".to_owned(), qualified.to_owned());
        (symbol.canonical, symbol.display) = Default::default();
    }
    for (_folder, store) in databases(&files) {
        let reader = store.reader().unwrap();
        let named = |name: &str| {
            let found = graph::named(&*reader, name, 10).unwrap();
            found.items.iter().map(|symbol| symbol.qualified.clone()).collect::<Vec<_>>()
        };
        assert_eq!(named("tick"), ["Clock::tick", "Block::tick", "tick"]);
        assert_eq!(named("Clock::tick"), ["Clock::tick"]);
        assert!(named("lock::tick").is_empty());
        assert_eq!(named(&files[0].symbols[1].stable_id), ["Block::tick"]);
        let some = graph::named(&*reader, "tick", 2).unwrap();
        assert_eq!((some.items.len(), some.more), (2, true));
    }
}

#[test]
fn a_call_may_lead_to_several_symbols_and_nowhere() {
    let mut files = files(&[(0, 1)]);
    let call = files[0].calls[0].id;
    add_edge(&mut files[0], 900, call, id(2), EdgeKind::Calls);
    add_edge(&mut files[0], 901, NodeId(made::slot(1, 77)), id(3), EdgeKind::Calls);
    add_edge(&mut files[0], 902, id(3), NodeId(78), EdgeKind::Caller);
    for (_folder, store) in databases(&files) {
        let reader = store.reader().unwrap();
        let whole = watched(|watch| CallGraph::read(&*reader, watch));
        let callees = whole.callees(whole.number(id(0)).unwrap());
        let callees: Vec<NodeId> = callees.iter().map(|callee| whole.symbol(*callee).unwrap()).collect();
        assert_eq!(callees, [id(1), id(2)]);
        assert_eq!(whole.number(id(3)), None);
        assert!(graph::steps(&*reader, Relation::Callers, id(3), None, 9).unwrap().items.is_empty());
        let edges = reader.edges(id(3), Direction::In, &EdgeKind::Calls, None, 9).unwrap();
        assert_eq!(edges.items.len(), 1, "the edge is there, its call is not");
    }
}
