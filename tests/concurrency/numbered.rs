//! States that carry a number everywhere, so that a read of two states at once is seen.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use magellan_tui::model::{
    Direction, EdgeKind, Execution, FileRecords, NodeData, NodeId, Outcome, Record, RecordKind,
};
use magellan_tui::store::{Engine, FileColumn, Order, Store, open};

use crate::child::{Other, Task};
use crate::contents::{assert_clean, records_of};
use crate::made::{named, run, slot};
use crate::{commit, make};

/// Files that every commit rewrites.
const FILES: i64 = 4;
/// How long readers and writers are at it.
const CONTENTION: Duration = Duration::from_secs(3);
/// Commits that there are at least, however slow the machine.
const COMMITS: i64 = 4;

/// How many symbols each file of the `number`-th state has: the counts tell the state, too.
fn symbols_of(number: i64) -> usize {
    1 + (number % 7) as usize
}

/// A file of the `number`-th state.
fn numbered(file: i64, number: i64) -> FileRecords {
    let names: Vec<String> = (0..symbols_of(number)).map(|at| format!("s{at}_{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut made = named(file, &format!("src/f{file}.rs"), &names);
    let text = number.to_string();
    made.file.hash.clone_from(&text);
    made.state.hash.clone_from(&text);
    made.facts = text.clone().into_bytes();
    made.metrics.fan_in = number;
    made.metrics.loc = 10;
    made.symbols.iter_mut().for_each(|symbol| symbol.qualified = format!("All::{text}"));
    made.chunks.iter_mut().for_each(|chunk| chunk.content.clone_from(&text));
    made.symbol_metrics.iter_mut().for_each(|metrics| metrics.fan_in = number);
    made.edges.iter_mut().for_each(|edge| edge.data = format!(r#"{{"state":{text}}}"#));
    made
}

/// Makes the `number`-th state, in one commit.
fn write(path: &Path, number: i64) {
    let id = format!("tui-{number}");
    commit(path, |writer| {
        writer.begin_run(&run(&id, Outcome::Running)).unwrap();
        for file in 1..=FILES {
            writer.put_file(&numbered(file, number)).unwrap();
        }
        let ended = Execution { files_indexed: number, ..run(&id, Outcome::Success) };
        writer.finish_run(&ended, Some(&[])).unwrap();
    });
}

/// Makes one state after another, from that on which is there; gives the last one's number.
pub(crate) fn write_until(path: &Path, stop: &AtomicBool) -> i64 {
    let first = read_state(&*open(path).unwrap()) + 1;
    let mut number = first;
    loop {
        write(path, number);
        if stop.load(Ordering::Relaxed) && number - first >= COMMITS {
            return number;
        }
        number += 1;
    }
}

/// Reads states until it is told to stop: each whole, none older than one that was read before. Gives how
/// many different ones it saw.
pub(crate) fn read_until(store: &dyn Store, stop: &AtomicBool) -> usize {
    let mut seen = BTreeSet::new();
    loop {
        let is_last = stop.load(Ordering::Relaxed);
        let found = read_state(store);
        assert!(seen.last().is_none_or(|last| *last <= found), "state {found} after {:?}", seen.last());
        seen.insert(found);
        if is_last {
            return seen.len();
        }
    }
}

/// Reads everything through one snapshot, and asserts that it is of one state. Gives its number.
fn read_state(store: &dyn Store) -> i64 {
    let reader = store.reader().unwrap();
    let number = reader.file_metrics("src/f1.rs").unwrap().unwrap().fan_in;
    let text = number.to_string();
    let symbols = symbols_of(number);
    for file in 1..=FILES {
        let wanted = numbered(file, number);
        let (id, path) = (wanted.file.id, &wanted.file.path);
        assert_eq!(reader.node(id).unwrap().unwrap().data, NodeData::File(wanted.file.clone()));
        let edges = reader.edges(id, Direction::Out, &EdgeKind::Defines, None, 100).unwrap().items;
        assert_eq!(edges, wanted.edges, "state {number}");
        let defined = reader.symbols_of_file(id, None, 100).unwrap().items;
        assert_eq!(defined.into_iter().map(|(_, symbol)| symbol).collect::<Vec<_>>(), wanted.symbols);
        let chunks = reader.chunks_of_file(path, None, 100).unwrap().items;
        assert_eq!(chunks.len(), symbols, "state {number}");
        assert!(chunks.iter().all(|chunk| chunk.content == text), "state {number}");
        assert_eq!(reader.facts(id).unwrap().unwrap(), wanted.facts, "state {number}");
        let to = reader.edges(NodeId(slot(file, 1)), Direction::In, &EdgeKind::Defines, None, 9).unwrap();
        assert_eq!(to.items, wanted.edges[..1], "state {number}");
    }
    let qualified = reader.symbols_qualified(&format!("All::{text}"), None, 100).unwrap().items;
    assert_eq!(qualified.len(), symbols * FILES as usize, "state {number}");
    let prefixed = reader.symbols_prefixed("s", None, 100).unwrap().items;
    assert_eq!(prefixed.len(), symbols * FILES as usize, "state {number}");
    assert!(prefixed.iter().all(|symbol| symbol.name.ends_with(&format!("_{text}"))), "state {number}");
    let sorted = reader.files_by(FileColumn::FanIn, Order::Ascending, None, 100).unwrap().items;
    assert_eq!(sorted.iter().map(|row| row.fan_in).collect::<Vec<_>>(), [number; FILES as usize]);
    let counts = reader.counts().unwrap();
    assert_eq!((counts.files, counts.symbols), (FILES as u64, (symbols as u64) * FILES as u64));
    assert_eq!((counts.chunks, counts.edges), (counts.symbols, counts.symbols), "state {number}");
    let mut scanned = 0;
    for record in records_of(&*reader, RecordKind::SymbolMetrics) {
        let Record::SymbolMetrics(metrics) = record else { panic!("{record:?}") };
        assert_eq!(metrics.fan_in, number, "{}", metrics.path);
        scanned += 1;
    }
    assert_eq!(scanned, symbols * FILES as usize);
    if number > 0 {
        let run = reader.execution(&format!("tui-{number}")).unwrap().unwrap();
        assert_eq!((run.outcome, run.files_indexed), (Outcome::Success, number), "the commit's own run");
    }
    number
}

fn first_state(path: &Path, engine: Engine) {
    make(path, engine, |writer| {
        (1..=FILES).for_each(|file| writer.put_file(&numbered(file, 0)).unwrap());
    });
}

pub(crate) fn every_read_beside_a_writer_is_what_a_commit_made(engine: Engine) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index.db");
    first_state(&path, engine);
    let store: Arc<dyn Store> = open(&path).unwrap();
    let (stop, written) = (AtomicBool::new(false), AtomicBool::new(false));
    let last = std::thread::scope(|scope| {
        let readers: Vec<_> = (0..3)
            .map(|_| {
                let (store, written) = (Arc::clone(&store), &written);
                scope.spawn(move || read_until(&*store, written))
            })
            .collect();
        let writer = scope.spawn(|| {
            let last = write_until(&path, &stop);
            written.store(true, Ordering::Relaxed);
            last
        });
        let begin = Instant::now();
        while begin.elapsed() < CONTENTION && !writer.is_finished() {
            std::thread::sleep(Duration::from_millis(20));
        }
        stop.store(true, Ordering::Relaxed);
        let last = writer.join();
        // A writer that failed must not leave the readers at it for ever.
        written.store(true, Ordering::Relaxed);
        for reader in readers {
            assert!(reader.join().unwrap() > 1, "a reader saw no commit");
        }
        last.unwrap()
    });
    assert_eq!(read_state(&*store), last);
    assert_eq!(store.reader().unwrap().counts().unwrap().executions, last as u64);
    assert_clean(&*store);
}

pub(crate) fn every_read_beside_a_writing_process_is_what_a_commit_made(engine: Engine) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index.db");
    first_state(&path, engine);
    let store: Arc<dyn Store> = open(&path).unwrap();
    let reading = Other::start(Task::Read, &path);
    let writing = Other::start(Task::Write, &path);
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..2).map(|_| scope.spawn(|| read_until(&*store, &stop))).collect();
        let begin = Instant::now();
        while begin.elapsed() < CONTENTION && !readers.iter().any(|reader| reader.is_finished()) {
            std::thread::sleep(Duration::from_millis(20));
        }
        writing.stop();
        reading.stop();
        stop.store(true, Ordering::Relaxed);
        for reader in readers {
            assert!(reader.join().unwrap() > 1, "a reader saw no commit");
        }
    });
    let last = read_state(&*store);
    assert!(last >= COMMITS);
    assert_eq!(read_state(&*open(&path).unwrap()), last, "what was open all the time sees the last state");
    assert_clean(&*store);
}
