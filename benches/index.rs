//! How long indexing takes: parsing and extraction alone, and a whole run, over this project's own
//! sources.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use magellan_tui::index::{self, Options, extract};
use magellan_tui::model::Language;

fn sources(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut sources = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                sources.push((path.clone(), std::fs::read(path).unwrap()));
            }
        }
    }
    sources
}

fn index_own_sources(criterion: &mut Criterion) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let sources = sources(&root);
    let bytes: usize = sources.iter().map(|(_, text)| text.len()).sum();
    let mut group = criterion.benchmark_group("index");
    group.sample_size(20).throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("extract", |bencher| {
        bencher.iter(|| {
            let facts = sources.iter().map(|(path, text)| {
                let path = path.strip_prefix(&root).unwrap().to_str().unwrap();
                extract::extract(path, text, Language::Rust).symbols.len()
            });
            facts.sum::<usize>()
        });
    });
    group.bench_function("whole", |bencher| {
        bencher.iter_batched(
            || tempfile::tempdir().unwrap(),
            |place| {
                let database = place.path().join("index.db");
                let options = Options {
                    root: root.clone(),
                    database,
                    engine: magellan_tui::store::Engine::Sqlite,
                    wait: std::time::Duration::ZERO,
                    jobs: 0,
                    args: Vec::new(),
                    rules: Default::default(),
                    scip: Vec::new(),
                };
                index::run(&options, &|_| {}, &AtomicBool::new(false)).unwrap();
                place
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

criterion_group!(benches, index_own_sources);
criterion_main!(benches);
