//! How SQLite answers in an index of our own: by an index, whatever is asked.

use std::cell::RefCell;
use std::collections::BTreeSet;

use rusqlite::Connection;

use crate::model::{
    Direction, EdgeKind, File, FileMetrics, FileRecords, NodeId, NodeKind, Outcome, RecordKind, Symbol,
    SymbolKind, SymbolMetrics,
};
use crate::store::{Engine, FileColumn, NewDatabase, Order, Reader, SymbolColumn, create, open};

thread_local! {
    static ASKED: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
}

/// Notes what SQLite is asked.
pub(super) fn note(sql: &str) {
    ASKED.with_borrow_mut(|asked| asked.insert(sql.to_owned()));
}

fn symbol_metrics() -> SymbolMetrics {
    SymbolMetrics {
        symbol: NodeId(1),
        name: "a".to_owned(),
        kind: String::new(),
        path: String::new(),
        loc: 1,
        estimated_loc: 1.0,
        fan_in: 1,
        fan_out: 1,
        cyclomatic_complexity: 1,
        last_updated: 1,
    }
}

fn file_metrics() -> FileMetrics {
    FileMetrics {
        path: "a".to_owned(),
        symbol_count: 1,
        loc: 1,
        estimated_loc: 1.0,
        fan_in: 1,
        fan_out: 1,
        complexity_score: 1.0,
        last_updated: 1,
    }
}

/// Asks everything that a screen does, with and without the key of a page.
fn ask(reader: &dyn Reader) {
    let node = NodeId(1 << 23);
    reader.counts().unwrap();
    reader.languages().unwrap();
    reader.count_nodes(&NodeKind::Call).unwrap();
    reader.node(node).unwrap();
    reader.file("a").unwrap();
    reader.file_of_symbol(node).unwrap();
    reader.folder("a/", Some("a"), 5).unwrap();
    reader.targets_at(node, "a", None, 5).unwrap();
    reader.chunk("a", 1, 2).unwrap();
    reader.ast(node).unwrap();
    reader.cfg(node).unwrap();
    reader.execution("tui-1").unwrap();
    reader.file_metrics("a").unwrap();
    reader.facts(node).unwrap();
    for direction in [Direction::In, Direction::Out] {
        reader.edges(node, direction, &EdgeKind::Calls, None, 5).unwrap();
    }
    for after in [None, Some(node)] {
        reader.symbols_named("a", after, 5).unwrap();
        reader.symbols_qualified("a", after, 5).unwrap();
        reader.symbols_with_stable_id("000000000000000a", after, 5).unwrap();
        for prefix in ["", "a"] {
            reader.symbols_prefixed(prefix, after.map(|after| ("ab", after)), 5).unwrap();
        }
    }
    reader.symbols_of_file(node, None, 5).unwrap();
    reader.chunks_of_file("a", Some((1, 2)), 5).unwrap();
    for before in [None, Some(9)] {
        reader.executions(before, 5).unwrap();
        reader.executions_ended(&Outcome::Success, before, 5).unwrap();
        reader.executions_between(1..9, before.map(|row| (3, row)), 5).unwrap();
    }
    let symbol = Symbol {
        id: node,
        name: String::new(),
        kind: SymbolKind::Function,
        path: String::new(),
        qualified: String::new(),
        canonical: String::new(),
        display: String::new(),
        stable_id: String::new(),
        span: Default::default(),
        extra: Default::default(),
    };
    reader.symbol_metrics(&symbol).unwrap();
    let (symbol, file) = (symbol_metrics(), file_metrics());
    for order in [Order::Ascending, Order::Descending] {
        for column in SymbolColumn::ALL {
            reader.symbols_by(column, order, None, 5).unwrap();
            reader.symbols_by(column, order, Some(&symbol), 5).unwrap();
        }
        for column in FileColumn::ALL {
            reader.files_by(column, order, None, 5).unwrap();
            reader.files_by(column, order, Some(&file), 5).unwrap();
        }
    }
}

/// What SQLite would do, a line a step.
fn plan(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let mut rows = statement.raw_query();
    let mut steps = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        steps.push(row.get(3).unwrap());
    }
    steps
}

/// Asks on a new database; what was asked, and a connection to have it explained.
fn asked(ask: impl Fn(&dyn Reader)) -> (BTreeSet<String>, Connection, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.db");
    let new = NewDatabase { root: "/x", project: "x", created_at: 1 };
    create(&path, Engine::Sqlite, &new, std::time::Duration::ZERO).unwrap().commit().unwrap();
    let store = open(&path).unwrap();
    let reader = store.reader().unwrap();
    ASKED.take();
    ask(&*reader);
    (ASKED.take(), Connection::open(&path).unwrap(), folder)
}

#[test]
fn nothing_that_a_screen_asks_scans_or_sorts() {
    let (asked, connection, _folder) = asked(ask);
    assert!(asked.len() > 60, "{}", asked.len());
    let mut slow = Vec::new();
    for sql in asked {
        // Tables of a few rows.
        if sql.contains("FROM magellan_meta") || sql.contains("FROM tui_meta") {
            continue;
        }
        for step in plan(&connection, &sql) {
            // A list without beginning walks along its index, or by row, as far as its limit.
            let walks = sql.contains("LIMIT") && (step.contains("USING") || sql.contains("ORDER BY rowid"));
            // All rows of a kind: a scan by another name.
            let of_kind =
                ["(kind=?)", "(kind=? AND id>?)", "(edge_type=?)"].iter().any(|by| step.ends_with(by));
            if step.contains("TEMP B-TREE") || step.starts_with("SCAN") && !walks || of_kind {
                slow.push(format!("{step}: {sql}"));
            }
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}

#[test]
fn what_is_read_whole_comes_in_its_order_without_being_sorted() {
    let (asked, connection, _folder) = asked(|reader| {
        for kind in RecordKind::ALL {
            reader.records(kind, &mut |_| true).unwrap();
        }
        reader.names(&mut |_| true).unwrap();
        for order in [Order::Ascending, Order::Descending] {
            for column in SymbolColumn::ALL {
                reader.each_symbol_by(column, order, &mut |_| true).unwrap();
            }
            for column in FileColumn::ALL {
                reader.each_file_by(column, order, &mut |_| true).unwrap();
            }
        }
    });
    assert!(asked.len() >= 38, "{}", asked.len());
    for sql in asked {
        for step in plan(&connection, &sql) {
            assert!(!step.contains("TEMP B-TREE"), "{step}: {sql}");
        }
    }
}

#[test]
fn a_file_is_read_whole_without_a_scan() {
    let file = File {
        id: NodeId(1 << 23),
        path: "a".to_owned(),
        hash: String::new(),
        last_indexed_at: 1,
        last_modified: 1,
        extra: Default::default(),
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.db");
    let new = NewDatabase { root: "/x", project: "x", created_at: 1 };
    let mut writer = create(&path, Engine::Sqlite, &new, std::time::Duration::ZERO).unwrap();
    writer.put_file(&FileRecords::of(file.clone())).unwrap();
    writer.commit().unwrap();
    let store = open(&path).unwrap();
    let reader = store.reader().unwrap();
    ASKED.take();
    assert!(reader.file_records(file.id).unwrap().is_some());
    let asked = ASKED.take();
    assert_eq!(asked.len(), 9);
    let connection = Connection::open(&path).unwrap();
    for sql in asked {
        for step in plan(&connection, &sql) {
            assert!(step.starts_with("SEARCH"), "{step}: {sql}");
        }
    }
}
