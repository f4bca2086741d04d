//! Small commits, each synced to disk when it returns, and the reads that go with them.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Duration;

use criterion::{BatchSize, Criterion};
use magellan_tui::model::{EdgeKind, FileRecords, Outcome};
use magellan_tui::store::{Engine, open, open_writer};
use tempfile::TempDir;

use crate::made::{begin, file, run};

const ENGINES: [Engine; 2] = [Engine::Fjall, Engine::Sqlite];

/// A database of files in a folder of its own.
fn database(engine: Engine, files: &[FileRecords]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index.db");
    let mut writer = begin(&path, engine);
    files.iter().for_each(|file| writer.put_file(file).unwrap());
    writer.commit().unwrap();
    (folder, path)
}

fn project(files: i64) -> Vec<FileRecords> {
    (0..files).map(|number| file(number, files)).collect()
}

fn put(path: &Path, files: &[FileRecords]) {
    let mut writer = open_writer(path, Duration::ZERO).unwrap();
    files.iter().for_each(|file| writer.put_file(file).unwrap());
    writer.commit().unwrap();
}

pub(crate) fn small(criterion: &mut Criterion) {
    for (name, bench) in [
        ("store 100 chunks", store_chunks as fn(&mut Criterion, &str, Engine)),
        ("fetch 100 chunks", fetch_chunks),
        ("log 100 executions", log_executions),
        ("one execution, begun and ended", one_execution),
        ("upsert 100 file metrics", upsert_metrics),
        ("index, update, read", workflow),
    ] {
        ENGINES.into_iter().for_each(|engine| bench(criterion, name, engine));
    }
}

fn bench(criterion: &mut Criterion, name: &str, engine: Engine, mut work: impl FnMut()) {
    let mut group = criterion.benchmark_group(name);
    group.sample_size(20).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(3));
    group.bench_function(engine.as_str(), |bencher| bencher.iter(&mut work));
    group.finish();
}

/// Five files with twenty chunks each, in one commit; every time other texts.
fn store_chunks(criterion: &mut Criterion, name: &str, engine: Engine) {
    let mut files = project(5);
    let (_folder, path) = database(engine, &files);
    let mut turn = 0_u64;
    bench(criterion, name, engine, || {
        turn += 1;
        for chunk in files.iter_mut().flat_map(|file| &mut file.chunks) {
            chunk.content.replace_range(..16, &format!("{turn:016x}"));
        }
        put(&path, &files);
    });
}

fn fetch_chunks(criterion: &mut Criterion, name: &str, engine: Engine) {
    let files = project(5);
    let (_folder, path) = database(engine, &files);
    let store = open(&path).unwrap();
    bench(criterion, name, engine, || {
        let reader = store.reader().unwrap();
        for chunk in files.iter().flat_map(|file| &file.chunks) {
            let found = reader.chunk(&chunk.path, chunk.byte_start, chunk.byte_end).unwrap();
            assert!(black_box(found).is_some());
        }
    });
}

/// All become durable together, with the commit.
fn log_executions(criterion: &mut Criterion, name: &str, engine: Engine) {
    let (_folder, path) = database(engine, &project(1));
    let mut number = 0;
    bench(criterion, name, engine, || {
        let mut writer = open_writer(&path, Duration::ZERO).unwrap();
        for _ in 0..100 {
            number += 1;
            writer.finish_run(&run(number, Outcome::Success), Some(&[])).unwrap();
        }
        writer.commit().unwrap();
    });
}

/// Durable when it has begun, and again when it has ended: what every run of the indexer costs.
fn one_execution(criterion: &mut Criterion, name: &str, engine: Engine) {
    let (_folder, path) = database(engine, &project(1));
    let mut number = 0;
    bench(criterion, name, engine, || {
        number += 1;
        let mut writer = open_writer(&path, Duration::ZERO).unwrap();
        writer.begin_run(&run(number, Outcome::Running)).unwrap();
        writer.finish_run(&run(number, Outcome::Success), Some(&[])).unwrap();
        writer.commit().unwrap();
    });
}

fn upsert_metrics(criterion: &mut Criterion, name: &str, engine: Engine) {
    let mut files = project(100);
    for file in &mut files {
        // Measures are put with their file: one that holds nothing else.
        (file.symbols, file.chunks, file.symbol_metrics) = Default::default();
        (file.references, file.calls, file.imports, file.edges) = Default::default();
    }
    let (_folder, path) = database(engine, &files);
    bench(criterion, name, engine, || {
        files.iter_mut().for_each(|file| file.metrics.fan_in += 1);
        put(&path, &files);
    });
}

/// An index of fifty files made, brought up to date, and looked at.
fn workflow(criterion: &mut Criterion, name: &str, engine: Engine) {
    let files = project(50);
    let mut group = criterion.benchmark_group(name);
    group.sample_size(20).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(3));
    let work = |folder: TempDir| {
        let path = folder.path().join("index.db");
        let mut writer = begin(&path, engine);
        writer.begin_run(&run(1, Outcome::Running)).unwrap();
        files.iter().for_each(|file| writer.put_file(file).unwrap());
        writer.settle().unwrap();
        writer.finish_run(&run(1, Outcome::Success), Some(&[])).unwrap();
        writer.commit().unwrap();
        let mut writer = open_writer(&path, Duration::ZERO).unwrap();
        writer.begin_run(&run(2, Outcome::Running)).unwrap();
        for file in &files[..5] {
            let mut file = file.clone();
            file.edges.retain(|edge| edge.kind != EdgeKind::Calls);
            writer.put_file(&file).unwrap();
        }
        writer.remove_file(files[10].file.id).unwrap();
        writer.settle().unwrap();
        writer.finish_run(&run(2, Outcome::Success), Some(&[])).unwrap();
        writer.commit().unwrap();
        let store = open(&path).unwrap();
        let reader = store.reader().unwrap();
        assert_eq!(reader.counts().unwrap().files, 49);
        for symbol in files[20..].iter().flat_map(|file| &file.symbols) {
            assert!(reader.node(symbol.id).unwrap().is_some());
        }
        drop(reader);
        drop(store);
        folder
    };
    let folder = || tempfile::tempdir().unwrap();
    group.bench_function(engine.as_str(), |bencher| {
        bencher.iter_batched(folder, work, BatchSize::PerIteration);
    });
    group.finish();
}
