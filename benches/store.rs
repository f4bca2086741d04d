//! What the store costs, both engines side by side: small commits and reads (criterion), and loading and
//! reading large databases beside bare programs that move the same bytes (tables of our own, since what
//! counts there is the 99th percentile).
//!
//! `MAGELLAN_TUI_BENCH_SIZES=100000,1000000` says how many records the large databases hold,
//! `MAGELLAN_TUI_BENCH_TABLE=FILE` where the tables are written besides standard output.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[path = "store/bare.rs"]
mod bare;
#[path = "store/large.rs"]
mod large;
#[path = "store/made.rs"]
mod made;
#[path = "store/memory.rs"]
mod memory;
#[path = "store/reads.rs"]
mod reads;
#[path = "store/small.rs"]
mod small;
#[path = "store/table.rs"]
mod table;

use criterion::Criterion;

const SIZES: &str = "MAGELLAN_TUI_BENCH_SIZES";
const TABLE: &str = "MAGELLAN_TUI_BENCH_TABLE";

fn main() {
    if memory::is_child() {
        return;
    }
    let mut criterion = Criterion::default().configure_from_args();
    small::small(&mut criterion);
    criterion.final_summary();
    // Whoever names a benchmark, or only tests that they run, wants no others.
    let is_whole = std::env::args().skip(1).all(|arg| arg == "--bench");
    if !is_whole {
        return;
    }
    let sizes = std::env::var(SIZES).unwrap_or_else(|_| "100000,1000000".to_owned());
    let mut report = String::new();
    for size in sizes.split(',') {
        let table = large::measured(size.trim().parse().unwrap());
        println!("\n{table}");
        report.push_str(&format!("{table}\n"));
    }
    if let Some(path) = std::env::var_os(TABLE) {
        std::fs::write(path, report).unwrap();
    }
}
