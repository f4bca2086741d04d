//! Ten threads that each store a hundred of everything.

use std::path::Path;
use std::sync::Arc;

use magellan_tui::model::{Chunk, Execution, FileRecords, Outcome, Record, RecordKind};
use magellan_tui::store::{Engine, Store, open};

use crate::contents::{assert_clean, records_of};
use crate::made::{records, run};
use crate::{commit, make};

const THREADS: i64 = 10;
const COMMITS: i64 = 10;
/// Files and runs of one commit.
const EACH: i64 = 10;

/// The `number`-th file of a thread: one chunk, and measures.
fn file(thread: i64, number: i64) -> FileRecords {
    let id = 1 + thread * COMMITS * EACH + number;
    let mut made = records(id, &format!("t{thread}/f{number}.rs"), id);
    made.symbols.truncate(1);
    made.chunks.truncate(1);
    made.symbol_metrics.truncate(1);
    made.references.clear();
    let gone = |node: i64| node & 0x7F_FFFF == 2 || node & 0x7F_FFFF == 3;
    made.edges.retain(|edge| !gone(edge.from.0) && !gone(edge.to.0));
    made.chunks[0].content = format!("fn text_of_{id}() {{}} // {}", "long ".repeat(id as usize % 50));
    made.metrics.fan_in = id;
    made.symbol_metrics[0].fan_out = id;
    made
}

/// The `number`-th run of a thread, begun or ended.
fn execution(thread: i64, number: i64, outcome: Outcome) -> Execution {
    let started_at = 1_000_000 + thread * 1000 + number;
    let files_indexed = if outcome == Outcome::Running { 0 } else { thread * 1000 + number };
    Execution { started_at, files_indexed, ..run(&format!("tui-{thread}-{number}"), outcome) }
}

/// What one thread does: ten commits, and after each it reads back, through the store that all share.
fn work(thread: i64, path: &Path, store: &dyn Store) {
    for turn in 0..COMMITS {
        let numbers = turn * EACH..(turn + 1) * EACH;
        let mut before = store.generation().unwrap();
        commit(path, |writer| {
            for number in numbers.clone() {
                writer.begin_run(&execution(thread, number, Outcome::Running)).unwrap();
                writer.put_file(&file(thread, number)).unwrap();
                writer.finish_run(&execution(thread, number, Outcome::Success), Some(&[])).unwrap();
            }
        });
        assert_ne!(
            std::mem::replace(&mut before, store.generation().unwrap()),
            before,
            "a commit is noticed"
        );
        let reader = store.reader().unwrap();
        for number in 0..numbers.end {
            let wanted = file(thread, number);
            let path = &wanted.file.path;
            let found = reader.chunks_of_file(path, None, 10).unwrap().items;
            let found: Vec<_> = found.into_iter().map(|chunk| Chunk { row: 0, ..chunk }).collect();
            assert_eq!(found, wanted.chunks, "{path}");
            assert_eq!(reader.file_metrics(path).unwrap().as_ref(), Some(&wanted.metrics), "{path}");
            let run = reader.execution(&format!("tui-{thread}-{number}")).unwrap().unwrap();
            assert_eq!(Execution { row: 0, ..run }, execution(thread, number, Outcome::Success));
        }
    }
}

pub(crate) fn ten_threads_keep_all_that_they_store(engine: Engine) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index.db");
    make(&path, engine, |_| {});
    let store: Arc<dyn Store> = open(&path).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let (path, store) = (&path, Arc::clone(&store));
            scope.spawn(move || work(thread, path, &*store));
        }
    });
    // Once through the store that was there all the time, once through a new one.
    for store in [store, open(&path).unwrap()] {
        assert_all(&*store);
        assert_clean(&*store);
    }
}

/// Asserts that all 3,000 records are there, equal to what was written, and no others.
fn assert_all(store: &dyn Store) {
    let reader = store.reader().unwrap();
    let all = || (0..THREADS).flat_map(|thread| (0..COMMITS * EACH).map(move |number| (thread, number)));
    let files: Vec<FileRecords> = all().map(|(thread, number)| file(thread, number)).collect();
    let counts = reader.counts().unwrap();
    assert_eq!((counts.chunks, counts.executions, counts.file_metrics), (1000, 1000, 1000));
    let chunks: Vec<_> = files.iter().flat_map(|file| &file.chunks).cloned().map(Record::Chunk).collect();
    assert_eq!(records_of(&*reader, RecordKind::Chunk), chunks);
    let metrics: Vec<_> = files.iter().map(|file| Record::FileMetrics(file.metrics.clone())).collect();
    assert_eq!(records_of(&*reader, RecordKind::FileMetrics), metrics);
    let mut runs: Vec<Execution> = records_of(&*reader, RecordKind::Execution)
        .into_iter()
        .map(|record| match record {
            Record::Execution(run) => run,
            other => panic!("{other:?}"),
        })
        .collect();
    assert!(runs.is_sorted_by(|older, newer| older.row < newer.row), "each run has a row of its own");
    runs.sort_by_key(|run| run.started_at);
    let wanted: Vec<_> = all().map(|(thread, number)| execution(thread, number, Outcome::Success)).collect();
    assert_eq!(runs.into_iter().map(|run| Execution { row: 0, ..run }).collect::<Vec<_>>(), wanted);
}
