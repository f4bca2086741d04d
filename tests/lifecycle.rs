//! The life of an index: made, read, brought up to date, rid of a file, and opened again.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

#[allow(dead_code, reason = "shared with other tests")]
#[path = "common/contents.rs"]
mod contents;
#[path = "lifecycle/look.rs"]
mod look;
#[path = "lifecycle/raw.rs"]
mod raw;
#[path = "lifecycle/tree.rs"]
mod tree;

use std::collections::BTreeSet;

use magellan_tui::model::{NodeData, NodeId, Outcome, Record, RecordKind};
use magellan_tui::store::{Engine, Reader, open};

use contents::{assert_clean, assert_same, contents, facts_of, records_of};
use tree::Tree;

/// What no index holds: kinds of nodes that only Magellan writes.
const ABSENT: [RecordKind; 1] = [RecordKind::OtherNode];

#[test]
fn an_index_lives_on_sqlite() {
    lives(Engine::Sqlite);
}

#[test]
fn an_index_lives_on_fjall() {
    lives(Engine::Fjall);
}

fn lives(engine: Engine) {
    let tree = Tree::new(engine);

    // Made: every sort of record is there, and every way to it leads there.
    let first = tree.index();
    assert_eq!((first.files, first.parsed, first.outcome), (4, 4, Outcome::Success));
    tree.read(|reader| {
        for kind in RecordKind::ALL {
            assert_eq!(records_of(reader, kind).is_empty(), ABSENT.contains(&kind), "{kind:?}");
        }
        look::every_record_is_found(reader);
    });
    let made = tree.read(facts_of);

    // Edited: what the file was is gone, what it is now is there, and all others are as they were.
    let clerk = tree.file("src/clerk.rs");
    tree.edit_clerk();
    let second = tree.index();
    assert_eq!((second.parsed, second.unchanged, second.removed), (1, 3, 0));
    let edited = tree.read(facts_of);
    let (of_clerk, others) = parted(&edited, clerk, "src/clerk.rs");
    let (of_clerk_before, others_before) = parted(&made, clerk, "src/clerk.rs");
    assert_same(&others, &others_before, "what was not edited");
    assert!(holds(&of_clerk_before, "stamp_old") && !holds(&of_clerk_before, "stamp_new"));
    assert!(holds(&of_clerk, "stamp_new") && !holds(&edited, "stamp_old"));
    assert_ne!(of_clerk, of_clerk_before);
    assert_eq!(raw::traces(&tree, &["stamp_old".to_owned()], &BTreeSet::new()), Vec::<String>::new());
    tree.read(|reader| {
        assert_eq!(reader.symbols_named("stamp_old", None, 9).unwrap().items, []);
        assert_eq!(reader.symbols_prefixed("stamp_", None, 9).unwrap().items.len(), 1);
        look::every_record_is_found(reader);
    });

    // Deleted: nothing of the file is left in any table or keyspace. Before, there was.
    let quagga = tree.file("src/quagga.rs");
    let ids = ids_of(&edited, quagga, "src/quagga.rs");
    assert!(ids.len() > 10, "{ids:?}");
    let words = tree::QUAGGA_WORDS.map(str::to_owned);
    let found = raw::traces(&tree, &words, &ids);
    for word in &words {
        assert!(found.iter().any(|trace| trace.contains(word.as_str())), "{word}: {found:#?}");
    }
    assert!(found.iter().any(|trace| trace.contains("the id")), "{found:#?}");
    tree.delete_quagga();
    let third = tree.index();
    assert_eq!((third.parsed, third.unchanged, third.removed), (0, 3, 1));
    assert_eq!(raw::traces(&tree, &words, &ids), Vec::<String>::new());
    tree.read(|reader| {
        assert_eq!(reader.file("src/quagga.rs").unwrap(), None);
        assert!(ids.iter().all(|id| reader.node(NodeId(*id)).unwrap().is_none()));
        look::every_record_is_found(reader);
    });

    // Opened again, and made afresh elsewhere: the same.
    let last = tree.read(contents);
    assert_clean(&*open(&tree.database()).unwrap());
    assert_same(&tree.read(contents), &last, "opened again");
    let wanted = tree.read(contents::timeless);
    tree.forget();
    tree.index();
    assert_same(&tree.read(contents::timeless), &wanted, "made afresh");
}

/// The file that a record is of: by the ids of its nodes, or by its path.
fn is_of(record: &Record, file: NodeId, path: &str) -> bool {
    let is_its = |id: i64| id >> 23 == file.0 >> 23;
    match record {
        Record::Node(node) => is_its(node.id.0),
        Record::Edge(edge) => is_its(edge.from.0),
        Record::Chunk(chunk) => chunk.path == path,
        Record::FileMetrics(metrics) => metrics.path == path,
        Record::SymbolMetrics(metrics) => is_its(metrics.symbol.0),
        Record::Ast { file, .. } | Record::Facts { file, .. } => is_its(file.0),
        Record::Cfg(cfg) => is_its(cfg.function.0),
        Record::FileState(state) => is_its(state.file.0),
        Record::Execution(_) | Record::Diagnostic { .. } => false,
    }
}

/// The records of a file, and all others.
fn parted(records: &[Record], file: NodeId, path: &str) -> (Vec<Record>, Vec<Record>) {
    records.iter().cloned().partition(|record| is_of(record, file, path))
}

/// Whether a name stands anywhere in the records.
fn holds(records: &[Record], name: &str) -> bool {
    records.iter().any(|record| format!("{record:?}").contains(name))
}

/// The ids of all nodes and edges of a file.
fn ids_of(records: &[Record], file: NodeId, path: &str) -> BTreeSet<i64> {
    let of_file = records.iter().filter(|record| is_of(record, file, path));
    of_file
        .filter_map(|record| match record {
            Record::Node(node) => Some(node.id.0),
            Record::Edge(edge) => Some(edge.id.0),
            _ => None,
        })
        .collect()
}

/// Symbols of a reader, with their files.
fn symbols(reader: &dyn Reader) -> Vec<magellan_tui::model::Symbol> {
    records_of(reader, RecordKind::Symbol)
        .into_iter()
        .filter_map(|record| match record {
            Record::Node(node) => match node.data {
                NodeData::Symbol(symbol) => Some(symbol),
                _ => None,
            },
            _ => None,
        })
        .collect()
}
