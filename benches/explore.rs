//! What the explorer's screens ask of a database, and how long each answer takes: the work behind a key, on a made
//! project of many symbols in both engines, and on databases that are there.
//!
//! `MAGELLAN_TUI_BENCH_SYMBOLS=2000000` says how many symbols the made project has, `MAGELLAN_TUI_BENCH_DATABASES=a,b`
//! which databases are asked as well, `MAGELLAN_TUI_BENCH_TABLE=FILE` where the table is written besides standard
//! output.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[path = "explore/asked.rs"]
mod asked;
#[allow(dead_code, reason = "another bench makes all of it")]
#[path = "store/made.rs"]
mod made;

use std::path::{Path, PathBuf};

use asked::Answered;
use magellan_tui::store::Engine;

const SYMBOLS: &str = "MAGELLAN_TUI_BENCH_SYMBOLS";
const DATABASES: &str = "MAGELLAN_TUI_BENCH_DATABASES";
const TABLE: &str = "MAGELLAN_TUI_BENCH_TABLE";

fn main() {
    // Who only tests that benchmarks run, or names one of another program's, wants no table.
    if !std::env::args().skip(1).all(|arg| arg == "--bench") {
        return;
    }
    let symbols = std::env::var(SYMBOLS).map_or(200_000, |symbols| symbols.trim().parse().unwrap());
    let place = tempfile::tempdir().unwrap();
    let files = (symbols / made::SYMBOLS) as i64;
    let mut databases: Vec<(String, PathBuf)> = Vec::new();
    for (engine, name) in [(Engine::Fjall, "made.fjall"), (Engine::Sqlite, "made.db")] {
        let path = place.path().join(name);
        make(&path, engine, files);
        databases.push((format!("{symbols} symbols, {name}"), path));
    }
    let others = std::env::var(DATABASES).unwrap_or_default();
    databases
        .extend(others.split(',').filter(|path| !path.is_empty()).map(|path| (path.into(), path.into())));
    let mut report = String::new();
    for (title, path) in databases {
        report.push_str(&table(&title, &asked::all(&path)));
    }
    println!("\n{report}");
    if let Some(path) = std::env::var_os(TABLE) {
        std::fs::write(path, report).unwrap();
    }
}

fn make(path: &Path, engine: Engine, files: i64) {
    let mut writer = made::begin(path, engine);
    let run = made::run(1, magellan_tui::model::Outcome::Running);
    writer.begin_run(&run).unwrap();
    for file in 0..files {
        writer.put_file(&made::file(file, files)).unwrap();
    }
    writer.finish_run(&made::run(1, magellan_tui::model::Outcome::Success), Some(&[])).unwrap();
    writer.commit().unwrap();
}

fn table(title: &str, answered: &[Answered]) -> String {
    let mut table = format!("### {title}\n\n| | median | 99th percentile |\n| --- | --: | --: |\n");
    for Answered { what, p50, p99 } in answered {
        table.push_str(&format!("| {what} | {:.2} ms | {:.2} ms |\n", p50 * 1e3, p99 * 1e3));
    }
    table + "\n"
}
