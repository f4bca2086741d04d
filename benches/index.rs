//! What a first index costs, beside tree-sitter alone, which parses the same files on as many threads in the same run:
//! over real trees, as far as this machine has them, else over this project's own sources. Also what a second run
//! costs, beside a walk that asks for each file's state, and whether the cost of a file stays the same where there are
//! many.
//!
//! `MAGELLAN_TUI_BENCH_TREES=go,python=/usr/lib/python3` says which trees, of those that are known by name
//! (`index/trees.rs`) or wherever they are; `MAGELLAN_TUI_BENCH_TABLE=FILE` where the tables are written besides
//! standard output. Every step runs in a process of its own, so that its memory is known.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[path = "index/bare.rs"]
mod bare;
#[path = "index/parse.rs"]
mod parse;
#[path = "migrate/rows.rs"]
mod rows;
#[path = "index/scale.rs"]
mod scale;
#[path = "index/steps.rs"]
mod steps;
#[path = "index/table.rs"]
mod table;
#[path = "index/trees.rs"]
mod trees;

use steps::Step;
use table::Row;
use trees::Tree;

/// The program's own, so that the bare parser has the same.
#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const TABLE: &str = "MAGELLAN_TUI_BENCH_TABLE";

/// Trees whose first index takes longer, in seconds, are measured with one engine and all threads alone.
const LONG: f64 = 90.0;

fn main() {
    if steps::is_child() {
        return;
    }
    // Who only tests that benchmarks run, or names one of another program's, wants no tables.
    if !std::env::args().skip(1).all(|arg| arg == "--bench") {
        return;
    }
    let trees = trees::chosen();
    let (rows, paths): (Vec<Row>, Vec<Vec<String>>) = trees.iter().map(measured).unzip();
    let mut report = table::first_index(&rows);
    println!("\n{report}");
    let all = trees.iter().zip(&rows).zip(&paths);
    if let Some(((tree, row), paths)) = all.max_by_key(|(_, paths)| paths.len()) {
        let scaled = scale::measured(tree, row, paths);
        println!("\n{scaled}");
        report.push_str(&format!("\n{scaled}"));
    }
    if let Some(path) = std::env::var_os(TABLE) {
        std::fs::write(path, report).unwrap();
    }
}

/// What a tree costs, and which of its files are indexed.
fn measured(tree: &Tree) -> (Row, Vec<String>) {
    eprintln!("{}: {}", tree.name, tree.root.display());
    let place = tempfile::tempdir().unwrap();
    let at = |name: &str| place.path().join(name);
    let threads = std::thread::available_parallelism().unwrap().get();
    let run = |step: Step| steps::run(tree, step);
    let fjall = run(Step::Index { database: at("first.fjall"), threads });
    let parsed = run(Step::Parse { database: at("first.fjall"), threads });
    let second = run(Step::Index { database: at("first.fjall"), threads });
    let walked = run(Step::Walk);
    let is_long = fjall.seconds > LONG;
    let once = |step: Step| if is_long { None } else { Some(run(step)) };
    let bare = once(Step::Load { database: at("first.fjall"), to: at("bare.fjall") });
    let one = once(Step::Index { database: at("one.fjall"), threads: 1 });
    let sqlite = once(Step::Index { database: at("first.db"), threads });
    let loaded = once(Step::Load { database: at("first.db"), to: at("bare.db") });
    let row =
        Row { name: tree.name.clone(), threads, parsed, fjall, bare, one, sqlite, loaded, second, walked };
    (row, parse::paths(&at("first.fjall")))
}
