//! Any changes, in any commits, come to the same as a database made of what is left.

use std::collections::{BTreeMap, BTreeSet};

use magellan_tui::model::{EdgeKind, FileRecords, NodeId, SymbolKind};
use magellan_tui::store::{Engine, open};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::contents::{assert_clean, assert_same, facts_of};
use crate::lab::Lab;
use crate::made::{ast, cfg, named, records, slot};
use crate::scans::assert_counted;

/// What is done to one of a few files.
#[derive(Debug, Clone)]
enum Change {
    Put(i64, Form),
    Remove(i64),
    /// Its names mean something else; and whether it is told of which nodes that is.
    Mean(i64, u8, bool),
    State(i64, u8),
    Commit,
    /// What was done since the last commit is given up.
    Drop,
}

/// How a file looks.
#[derive(Debug, Clone, Default)]
struct Form {
    name: u8,
    symbols: u8,
    is_bare: bool,
    leads_to_hub: bool,
    value: u8,
}

/// The file that is always there, so that others can lead to it.
const HUB: i64 = 1;

fn path(file: i64) -> String {
    // Longer paths have smaller ids, and one path is another one's beginning.
    format!("src/{}.rs", "d/".repeat(5 - file as usize))
}

fn made(file: i64, form: &Form) -> FileRecords {
    let path = path(file);
    let mut made = if form.symbols == 0 {
        records(file, &path, if form.leads_to_hub { HUB } else { file })
    } else {
        let names = ["one", "two", "three", "one"];
        named(file, &path, &names[..usize::from(form.symbols)])
    };
    made.symbols[0].name = format!("name{}", form.name);
    made.symbols[0].qualified = format!("Scope::name{}", form.name / 2);
    made.symbols[0].kind =
        if form.value.is_multiple_of(2) { SymbolKind::Method } else { SymbolKind::Function };
    made.symbol_metrics[0].name.clone_from(&made.symbols[0].name);
    made.symbol_metrics[0].fan_in = form.value.into();
    made.metrics.loc = i64::from(form.value) * 3;
    made.chunks[0].content = format!("text {}", form.value);
    made.edges[0].data = format!(r#"{{"value":{}}}"#, form.value % 3);
    made.state.digest = [form.value; 16];
    made.facts = vec![form.value; form.value.into()];
    if form.is_bare {
        made.ast.clear();
        made.cfgs.clear();
        made.chunks.clear();
        made.edges.retain(|edge| edge.kind == EdgeKind::Defines);
    } else {
        made.ast = ast().into_iter().take(1 + usize::from(form.value % 3)).collect();
        made.cfgs = vec![cfg(made.symbols[0].id)];
        made.cfgs[0].edges.truncate(usize::from(form.value % 4));
    }
    made
}

/// Makes the names of a file mean something else.
fn mean(file: &mut FileRecords, value: u8) {
    file.symbol_metrics[0].fan_in = value.into();
    file.metrics.fan_in = value.into();
    file.metrics.last_updated += 1;
    file.file.last_indexed_at += 1;
    file.state.digest = [value; 16];
    for edge in file.edges.iter_mut().filter(|edge| edge.kind == EdgeKind::Calls) {
        edge.to = NodeId(slot(HUB, i64::from(value) % 3));
    }
    file.references.truncate(usize::from(value));
    let kept: Vec<NodeId> = file.references.iter().map(|reference| reference.id).collect();
    file.edges.retain(|edge| edge.kind != EdgeKind::References || kept.contains(&edge.from));
}

/// The nodes of a file of which something is other than it was, and one of which nothing is.
fn altered(before: &FileRecords, after: &FileRecords) -> BTreeSet<NodeId> {
    let said = |file: &FileRecords| {
        let mut said: BTreeSet<(NodeId, String)> = BTreeSet::new();
        said.extend(file.symbols.iter().map(|node| (node.id, format!("{node:?}"))));
        said.extend(file.references.iter().map(|node| (node.id, format!("{node:?}"))));
        said.extend(file.calls.iter().map(|node| (node.id, format!("{node:?}"))));
        said.extend(file.edges.iter().map(|edge| (edge.from, format!("{edge:?}"))));
        said.extend(file.symbol_metrics.iter().map(|metrics| (metrics.symbol, format!("{metrics:?}"))));
        said
    };
    let others = &said(before) ^ &said(after);
    let others = others.iter().map(|(node, _)| *node);
    others.chain(after.symbols.last().map(|symbol| symbol.id)).collect()
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let form = (0u8..4, 0u8..5, any::<bool>(), any::<bool>(), 0u8..8).prop_map(
        |(name, symbols, is_bare, leads_to_hub, value)| Form { name, symbols, is_bare, leads_to_hub, value },
    );
    let change = prop_oneof![
        5 => (2i64..5, form).prop_map(|(file, form)| Change::Put(file, form)),
        2 => (2i64..5).prop_map(Change::Remove),
        3 => (2i64..5, 0u8..8, any::<bool>()).prop_map(|(file, value, is_told)| Change::Mean(file, value, is_told)),
        1 => (2i64..5, any::<u8>()).prop_map(|(file, value)| Change::State(file, value)),
        2 => Just(Change::Commit),
        1 => Just(Change::Drop),
    ];
    prop::collection::vec(change, 1..20)
}

pub(crate) fn any_changes_come_to_the_same_as_a_new_database(engine: Engine) {
    let hub = records(HUB, &path(HUB), HUB);
    let config = Config { cases: 12, failure_persistence: None, ..Config::default() };
    let check = |changes: Vec<Change>| {
        let lab = Lab::with(engine, std::slice::from_ref(&hub));
        let mut committed = BTreeMap::from([(HUB, hub.clone())]);
        let mut done = committed.clone();
        let mut writer = None;
        for change in &changes {
            let open = || magellan_tui::store::open_writer(&lab.path(), std::time::Duration::ZERO).unwrap();
            match change {
                Change::Put(file, form) => {
                    let made = made(*file, form);
                    writer.get_or_insert_with(open).put_file(&made).unwrap();
                    done.insert(*file, made);
                }
                Change::Remove(file) => {
                    writer.get_or_insert_with(open).remove_file(NodeId(slot(*file, 0))).unwrap();
                    done.remove(file);
                }
                Change::Mean(file, value, is_told) => {
                    let Some(found) = done.get_mut(file) else {
                        let absent = made(*file, &Form::default());
                        writer.get_or_insert_with(open).put_meaning(absent, None).unwrap();
                        continue;
                    };
                    let was = found.clone();
                    let before = found.symbol_metrics[0].fan_in;
                    mean(found, *value);
                    let nodes = is_told.then(|| altered(&was, found));
                    // What follows from the text alone is not looked at.
                    let mut told = found.clone();
                    told.facts.clear();
                    told.chunks.clear();
                    told.ast = ast();
                    told.cfgs.clear();
                    // Measures that are what they were are no newer than they were.
                    told.symbol_metrics.iter_mut().for_each(|metrics| metrics.last_updated += 1);
                    found.symbol_metrics[0].last_updated +=
                        i64::from(found.symbol_metrics[0].fan_in != before);
                    let writer = writer.get_or_insert_with(open);
                    if let Some(nodes) = &nodes {
                        told.symbols.retain(|symbol| nodes.contains(&symbol.id));
                        told.references.retain(|reference| nodes.contains(&reference.id));
                        told.calls.retain(|call| nodes.contains(&call.id));
                        told.imports.retain(|import| nodes.contains(&import.id));
                        told.edges.retain(|edge| nodes.contains(&edge.from));
                        told.symbol_metrics.retain(|metrics| nodes.contains(&metrics.symbol));
                    }
                    writer.put_meaning(told, nodes.as_ref()).unwrap();
                }
                Change::State(file, value) => {
                    let Some(found) = done.get_mut(file) else { continue };
                    found.state.size = u64::from(*value) * 100;
                    found.state.modified_ns = i64::from(*value) * 1_000_000_000 + 5;
                    found.file.last_modified = i64::from(*value);
                    writer.get_or_insert_with(open).put_state(&found.state).unwrap();
                }
                Change::Commit => {
                    if let Some(writer) = writer.take() {
                        writer.commit().unwrap();
                    }
                    committed.clone_from(&done);
                }
                Change::Drop => {
                    writer = None;
                    done.clone_from(&committed);
                }
            }
        }
        drop(writer);
        let afresh = Lab::with(engine, &committed.into_values().collect::<Vec<_>>());
        let wanted = afresh.read(facts_of);
        assert_same(&lab.read(facts_of), &wanted, "after all changes");
        assert_counted(&lab);
        assert_clean(&*open(&lab.path()).unwrap());
        for node in 0..6 {
            for kind in [EdgeKind::Calls, EdgeKind::References, EdgeKind::Defines] {
                let to_hub = |lab: &Lab| {
                    let node = NodeId(slot(HUB, node));
                    let direction = magellan_tui::model::Direction::In;
                    lab.read(|reader| reader.edges(node, direction, &kind, None, 100).unwrap())
                };
                prop_assert_eq!(to_hub(&lab), to_hub(&afresh));
            }
        }
        Ok(())
    };
    TestRunner::new(config).run(&changes(), check).unwrap();
}
