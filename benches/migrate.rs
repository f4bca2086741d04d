//! What a copy costs: rows a second in each direction, beside bare programs that load the same bytes with the
//! same engine. Reading back and comparing is told apart.
//!
//! `MAGELLAN_TUI_BENCH_ROWS=300000` says how many rows the databases hold, `MAGELLAN_TUI_BENCH_TABLE=FILE` where
//! the table is written besides standard output.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[allow(dead_code, reason = "shared with another benchmark")]
#[path = "store/bare.rs"]
mod bare;
#[path = "migrate/file.rs"]
mod file;
#[allow(dead_code, reason = "shared with another benchmark")]
#[path = "store/made.rs"]
mod made;
#[path = "migrate/rows.rs"]
mod rows;

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use magellan_tui::migrate::{self, Options, Report};
use magellan_tui::store::Engine;

const ROWS: &str = "MAGELLAN_TUI_BENCH_ROWS";
const TABLE: &str = "MAGELLAN_TUI_BENCH_TABLE";

/// Times that each is measured; the median counts.
const TIMES: usize = 5;

fn main() {
    let rows = std::env::var(ROWS).map_or(300_000, |rows| rows.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    file::magellan(&at("magellan.db"), rows);
    file::own(&at("own.fjall"), rows);
    copy(&at("own.fjall"), &at("own.db"), Engine::Sqlite);
    let mut table = String::from(
        "| | rows | copied in | rows a second | bare in | bare : copied | read back and compared in |\n\
         | --- | --: | --: | --: | --: | --: | --: |\n",
    );
    for (what, source) in [("a Magellan file", "magellan.db"), ("an index of ours", "own.db")] {
        let (there, back) = (at(&format!("{source}.fjall")), at(&format!("{source}.back")));
        table.push_str(&measured(&format!("{what}, SQLite to fjall"), &at(source), &there, Engine::Fjall));
        table.push_str(&measured(&format!("{what}, and back"), &there, &back, Engine::Sqlite));
    }
    let back = at("own.fjall.db");
    table.push_str(&measured("an index of ours, fjall to SQLite", &at("own.fjall"), &back, Engine::Sqlite));
    println!("\n{table}");
    if let Some(path) = std::env::var_os(TABLE) {
        std::fs::write(path, table).unwrap();
    }
}

/// Measures a copy, turn about with a bare program that loads what the copy holds.
fn measured(what: &str, from: &Path, to: &Path, engine: Engine) -> String {
    let mut times: [Vec<f64>; 3] = Default::default();
    let bare = to.with_extension("bare");
    let mut rows = 0;
    for _ in 0..TIMES {
        remove(to);
        let report = copy(from, to, engine);
        rows = report.parts.iter().map(|part| part.rows[0]).sum();
        times[0].push(report.duration_ms[0] as f64 / 1e3);
        times[1].push(report.duration_ms[1] as f64 / 1e3);
        remove(&bare);
        times[2].push(load(to, &bare, engine).as_secs_f64());
    }
    remove(&bare);
    let [copied, compared, bare] = times.map(median);
    format!(
        "| {what} | {rows} | {copied:.2} s | {:.0} | {bare:.2} s | {:.2} | {compared:.2} s |\n",
        rows as f64 / copied,
        bare / copied,
    )
}

fn copy(from: &Path, to: &Path, engine: Engine) -> Report {
    let options = Options {
        from: from.to_owned(),
        to: to.to_owned(),
        engine: Some(engine),
        force: false,
        wait: Duration::ZERO,
    };
    migrate::run(&options, &mut |_| {}, &AtomicBool::new(false)).unwrap()
}

/// Loads what a database holds into a new one, with the bare engine: the same keys and values, or the same rows,
/// tables and indexes, in order, synced at the end. They lie in memory before.
fn load(database: &Path, to: &Path, engine: Engine) -> Duration {
    match engine {
        Engine::Fjall => bare::load_fjall(to, &bare::read_raw(database)),
        Engine::Sqlite => rows::Tables::read(database).load(to),
    }
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn remove(path: &Path) {
    match std::fs::metadata(path) {
        Ok(found) if found.is_dir() => std::fs::remove_dir_all(path).unwrap(),
        Ok(_) => std::fs::remove_file(path).unwrap(),
        Err(_) => {}
    }
}
