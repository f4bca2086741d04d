//! How much memory an open database takes before anything is read: asked in a process of its own.

use std::path::Path;
use std::process::Command;

const OPEN: &str = "MAGELLAN_TUI_BENCH_OPEN";

/// Whether this process was started by [`of_open`]; then it has done its work.
pub(crate) fn is_child() -> bool {
    let Some(path) = std::env::var_os(OPEN) else { return false };
    let store = magellan_tui::store::open(Path::new(&path)).unwrap();
    let reader = store.reader().unwrap();
    println!("{}", resident());
    drop(reader);
    true
}

/// Resident memory of a process that has a database and a reader of it open, in bytes.
pub(crate) fn of_open(path: &Path) -> f64 {
    let output = Command::new(std::env::current_exe().unwrap()).env(OPEN, path).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().parse().unwrap()
}

fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    let kibibytes: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kibibytes * 1024
}
