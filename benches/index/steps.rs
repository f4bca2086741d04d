//! What is measured, each in a process of its own.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use magellan_tui::index::{self, Options};
use magellan_tui::store::Engine;

use crate::bare::Entries;
use crate::parse;
use crate::rows::Tables;
use crate::trees::{self, Tree};

const STEP: &str = "MAGELLAN_TUI_BENCH_STEP";

/// One thing to measure.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// Bringing an index up to date, or making it.
    Index { database: PathBuf, threads: usize },
    /// Parsing the files that are in an index.
    Parse { database: PathBuf, threads: usize },
    /// Loading what is in a database into another one of its engine, by rows and indexes or by entries, without any of our code.
    Load { database: PathBuf, to: PathBuf },
    /// Walking a folder, and asking for the state of each file.
    Walk,
}

/// What it took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) seconds: f64,
    /// The most memory that was resident, in bytes.
    pub(crate) peak: f64,
    /// How many files there were.
    pub(crate) files: usize,
}

impl Step {
    fn words(&self) -> Vec<String> {
        let path = |path: &Path| path.to_str().unwrap().to_owned();
        match self {
            Step::Index { database, threads } => {
                vec!["index".to_owned(), path(database), threads.to_string()]
            }
            Step::Parse { database, threads } => {
                vec!["parse".to_owned(), path(database), threads.to_string()]
            }
            Step::Load { database, to } => vec!["load".to_owned(), path(database), path(to)],
            Step::Walk => vec!["walk".to_owned()],
        }
    }
}

/// Takes a step in another process.
pub(crate) fn run(tree: &Tree, step: Step) -> Cost {
    let words = step.words();
    let mut command = Command::new(std::env::current_exe().unwrap());
    let output = command.arg(&tree.root).args(&words).env(STEP, "1").output().unwrap();
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).unwrap();
    let numbers: Vec<f64> = said.split_whitespace().map(|number| number.parse().unwrap()).collect();
    let [seconds, files, peak] = numbers[..] else { panic!("{said}") };
    eprintln!("    {:<5} {seconds:>8.2} s", words[0]);
    Cost { seconds, peak, files: files as usize }
}

/// Whether this process was started for a step; then it has taken it.
pub(crate) fn is_child() -> bool {
    if std::env::var_os(STEP).is_none() {
        return false;
    }
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (seconds, files) = match words[..] {
        [root, "index", database, threads] => index_tree(root.as_ref(), database.as_ref(), threads),
        [root, "parse", database, threads] => {
            let paths = parse::paths(database.as_ref());
            (parse::all(root.as_ref(), &paths, threads.parse().unwrap()), paths.len())
        }
        [_, "load", database, to] if is_file(database.as_ref()) => {
            (Tables::read(database.as_ref()).load(to.as_ref()).as_secs_f64(), 0)
        }
        [_, "load", database, to] => (Entries::read(database.as_ref()).load(to.as_ref()).as_secs_f64(), 0),
        [root, "walk"] => {
            let begin = Instant::now();
            let files = walk(root.as_ref());
            (begin.elapsed().as_secs_f64(), files)
        }
        _ => panic!("{words:?}"),
    };
    println!("{seconds} {files} {}", peak());
    true
}

/// Whether a database is a SQLite file.
fn is_file(database: &Path) -> bool {
    database.extension().is_some_and(|extension| extension == "db")
}

fn index_tree(root: &Path, database: &Path, threads: &str) -> (f64, usize) {
    let options = Options {
        root: root.to_owned(),
        database: database.to_owned(),
        engine: if is_file(database) { Engine::Sqlite } else { Engine::Fjall },
        wait: Duration::ZERO,
        jobs: threads.parse().unwrap(),
        args: Vec::new(),
        rules: trees::rules(),
        scip: Vec::new(),
    };
    if options.jobs == 1 {
        // What reads, parses and resolves is one thread then; what writes beside it is to have no processor of its own.
        on_one_processor();
    }
    let begin = Instant::now();
    let summary = index::run(&options, &|_| {}, &AtomicBool::new(false)).unwrap();
    (begin.elapsed().as_secs_f64(), summary.files as usize)
}

#[cfg(target_os = "linux")]
fn on_one_processor() {
    let mut first = rustix::thread::CpuSet::new();
    first.set(0);
    rustix::thread::sched_setaffinity(None, &first).unwrap();
}

#[cfg(not(target_os = "linux"))]
fn on_one_processor() {}

fn walk(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let of = |entry: std::fs::DirEntry| match std::fs::symlink_metadata(entry.path()) {
        Ok(found) if found.is_dir() => walk(&entry.path()),
        Ok(_) => 1,
        Err(_) => 0,
    };
    entries.map(of).sum()
}

fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kibibytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kibibytes.unwrap_or_default() * 1024
}
