//! Reads of a large database, each timed by itself.

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use magellan_tui::model::{Direction, EdgeKind, NodeId};
use magellan_tui::store::{FileColumn, Order, SymbolColumn, open};

use crate::bare::{Fjall, Space};
use crate::made::{Random, SYMBOLS, file, id_of, path_of};

/// Look-ups and pages of which the percentiles are.
const LOOKUPS: usize = 20_000;
const PAGES: usize = 4_000;
/// Times that a database is opened.
const OPENS: usize = 31;
const PAGE: usize = 100;

/// The median and the 99th percentile, in seconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spread {
    pub(crate) p50: f64,
    pub(crate) p99: f64,
}

/// Times something so often, after a fifth of that to warm up.
fn spread(times: usize, mut work: impl FnMut()) -> Spread {
    (0..times / 5).for_each(|_| work());
    let mut took: Vec<Duration> = (0..times)
        .map(|_| {
            let begin = Instant::now();
            work();
            begin.elapsed()
        })
        .collect();
    took.sort_unstable();
    let at = |share: f64| took[((times - 1) as f64 * share) as usize].as_secs_f64();
    Spread { p50: at(0.5), p99: at(0.99) }
}

/// What is asked of a database through the store, by name.
pub(crate) fn of_store(path: &Path, files: i64) -> Vec<(&'static str, Spread)> {
    let mut random = Random(42);
    let mut asked = vec![
        (
            "open to first answer",
            spread(OPENS, || {
                let store = open(path).unwrap();
                let reader = store.reader().unwrap();
                assert!(reader.node(NodeId(id_of(files / 2, 1000))).unwrap().is_some());
            }),
        ),
        (
            "open, counts and languages (`status`)",
            spread(OPENS, || {
                let store = open(path).unwrap();
                let reader = store.reader().unwrap();
                assert_eq!(reader.counts().unwrap().files, files as u64);
                assert_eq!(reader.languages().unwrap().len(), 1);
                black_box(reader.meta().unwrap());
            }),
        ),
    ];
    let store = open(path).unwrap();
    let reader = store.reader().unwrap();
    let random_file = |random: &mut Random| random.below(files as usize) as i64;
    let random_symbol = |random: &mut Random| {
        let slot = 1000 + random.below(SYMBOLS) as i64 * 37;
        NodeId(id_of(random_file(random), slot))
    };
    asked.push((
        "look-up: a node by id",
        spread(LOOKUPS, || {
            assert!(reader.node(random_symbol(&mut random)).unwrap().is_some());
        }),
    ));
    asked.push((
        "look-up: a file by path",
        spread(LOOKUPS, || {
            assert!(reader.file(&path_of(random_file(&mut random))).unwrap().is_some());
        }),
    ));
    asked.push((
        "look-up: a chunk by file and span",
        spread(LOOKUPS, || {
            let start = random.below(SYMBOLS) as u64 * 250;
            assert!(reader.chunk(&path_of(random_file(&mut random)), start, start + 200).unwrap().is_some());
        }),
    ));
    // Some names that there are, to ask for.
    let names: Vec<_> = (0..200)
        .flat_map(|_| file(random_file(&mut random), files).symbols)
        .map(|symbol| (symbol.name, symbol.qualified))
        .collect();
    asked.push((
        "look-up: a symbol by qualified name",
        spread(LOOKUPS, || {
            let (_, qualified) = &names[random.below(names.len())];
            assert!(!reader.symbols_qualified(qualified, None, 1).unwrap().items.is_empty());
        }),
    ));
    asked.push((
        "page of 100: symbols by prefix",
        spread(PAGES, || {
            let (name, _) = &names[random.below(names.len())];
            let after = Some((name.as_str(), NodeId(0)));
            black_box(reader.symbols_prefixed("", after, PAGE).unwrap());
        }),
    ));
    let measures = reader.symbols_by(SymbolColumn::FanIn, Order::Descending, None, 5000).unwrap().items;
    asked.push((
        "page of 100: symbols by fan-in",
        spread(PAGES, || {
            let after = &measures[random.below(measures.len())];
            black_box(reader.symbols_by(SymbolColumn::FanIn, Order::Descending, Some(after), PAGE).unwrap());
        }),
    ));
    asked.push((
        "page of 100: files by path",
        spread(PAGES, || {
            black_box(reader.files_by(FileColumn::Path, Order::Ascending, None, PAGE).unwrap());
        }),
    ));
    asked.push((
        "page: the edges at a file",
        spread(PAGES, || {
            let node = NodeId(id_of(random_file(&mut random), 0));
            let page = reader.edges(node, Direction::Out, &EdgeKind::Defines, None, PAGE).unwrap();
            assert_eq!(page.items.len(), SYMBOLS);
        }),
    ));
    asked.push((
        "scan: all symbols of a prefix, in pages of 100",
        spread(5, || {
            let mut after: Option<(String, NodeId)> = None;
            loop {
                let key = after.as_ref().map(|(name, id)| (name.as_str(), *id));
                let page = reader.symbols_prefixed("re", key, PAGE).unwrap();
                after = page.items.last().map(|symbol| (symbol.name.clone(), symbol.id));
                if !page.more {
                    break;
                }
            }
            assert!(after.is_some());
        }),
    ));
    asked
}

/// The bare forms of a look-up by id and of a page, by the same names: keys of the same keyspace, found
/// and copied out, and nothing made of them.
pub(crate) fn of_bare_fjall(folder: &Path, records: &Space) -> Vec<(&'static str, Spread)> {
    let mut random = Random(42);
    let pairs = &records.pairs;
    let opened = spread(OPENS, || {
        let bare = Fjall::open(folder);
        assert!(bare.records.get(&pairs[pairs.len() / 2].0).unwrap().is_some());
    });
    let bare = Fjall::open(folder);
    let look_up = spread(LOOKUPS, || {
        let found = bare.records.get(&pairs[random.below(pairs.len())].0).unwrap();
        black_box(found.unwrap().to_vec());
    });
    let page = spread(PAGES, || {
        let key = pairs[random.below(pairs.len())].0.as_slice();
        for guard in bare.records.range(key..).take(PAGE) {
            let (key, value) = guard.into_inner().unwrap();
            black_box((key.to_vec(), value.to_vec()));
        }
    });
    vec![("open to first answer", opened), ("look-up: a node by id", look_up), ("page of 100: bare", page)]
}

/// As [`of_bare_fjall`].
pub(crate) fn of_bare_sqlite(file: &Path, records: &Space) -> Vec<(&'static str, Spread)> {
    let mut random = Random(42);
    let pairs = &records.pairs;
    let get = "SELECT value FROM records WHERE key = ?1";
    let opened = spread(OPENS, || {
        let connection = rusqlite::Connection::open(file).unwrap();
        let key = &pairs[pairs.len() / 2].0;
        let found: Vec<u8> = connection.query_row(get, [key], |row| row.get(0)).unwrap();
        black_box(found);
    });
    let connection = rusqlite::Connection::open(file).unwrap();
    let mut get = connection.prepare(get).unwrap();
    let look_up = spread(LOOKUPS, || {
        let key = &pairs[random.below(pairs.len())].0;
        let found: Vec<u8> = get.query_row([key], |row| row.get(0)).unwrap();
        black_box(found);
    });
    let mut from = connection.prepare("SELECT key, value FROM records WHERE key >= ?1 LIMIT 100").unwrap();
    let page = spread(PAGES, || {
        let mut rows = from.query([&pairs[random.below(pairs.len())].0]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let (key, value): (Vec<u8>, Vec<u8>) = (row.get(0).unwrap(), row.get(1).unwrap());
            black_box((key, value));
        }
    });
    vec![("open to first answer", opened), ("look-up: a node by id", look_up), ("page of 100: bare", page)]
}
