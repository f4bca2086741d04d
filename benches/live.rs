//! How long an edit takes from when it is noticed until it is in the index, in a large project: of a body, of a new
//! function, of what a function with a thousand callers gives, and of a file that comes and goes.
//!
//! `cargo bench --bench live -- DIR` copies a tree of sources (by default this project's own), puts files in C beside it, of
//! which two hundred call one function five times each, and edits those. The figures hold for the whole tree: all of its
//! names are in memory, and each of its files may be tied to what is edited.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use magellan_tui::index::{Live, Options, Scope, Update};
use magellan_tui::store::Engine;

/// Files that call the function that is edited, and how often each does.
const CALLERS: usize = 200;
const CALLS: usize = 5;

/// How often each edit is made.
const TIMES: usize = 11;

fn main() {
    let wanted = std::env::args().skip(1).find(|arg| !arg.starts_with('-'));
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let tree = wanted.map_or(own, PathBuf::from);
    for engine in [Engine::Fjall, Engine::Sqlite] {
        measure(&tree, engine);
    }
}

fn measure(tree: &Path, engine: Engine) {
    let place = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let root = place.path().join("tree");
    copy(tree, &root.join("rest"));
    fs::create_dir(root.join("probe")).unwrap();
    write(&root, "probe.h", &header("int", ""));
    for at in 0..CALLERS {
        let calls: String = (0..CALLS).map(|call| format!("  probe_value({call});\n")).collect();
        write(
            &root,
            &format!("c{at}.c"),
            &format!("#include \"probe.h\"\nvoid probe_caller_{at}(void) {{\n{calls}}}\n"),
        );
    }
    let options = Options {
        root: root.clone(),
        database: place.path().join("index"),
        engine,
        wait: Duration::ZERO,
        jobs: 0,
        args: Vec::new(),
        rules: Default::default(),
        scip: Vec::new(),
    };
    let never = AtomicBool::new(false);
    let begin = Instant::now();
    let (mut live, summary) = Live::begin(&options, &|_| {}, &never).unwrap();
    println!("{}: {} files, begun in {:.1} s", engine.as_str(), summary.files, begin.elapsed().as_secs_f64());
    println!("{:<34} {:>8} {:>8} {:>10} {:>10}", "edit", "resolved", "written", "median ms", "most ms");
    let types = ["int", "long"];
    let mut edit = |what: &str, make: &dyn Fn(usize) -> String| {
        let mut times = Vec::new();
        let mut last: Option<Update> = None;
        for round in 0..TIMES {
            let path = make(round);
            let begin = Instant::now();
            last = Some(live.update(&Scope::Within([format!("probe/{path}")].into())).unwrap());
            times.push(begin.elapsed().as_secs_f64() * 1000.0);
        }
        times.sort_by(f64::total_cmp);
        let update = last.unwrap();
        let (median, most) = (times[TIMES / 2], times[TIMES - 1]);
        println!("{what:<34} {:>8} {:>8} {median:>10.1} {most:>10.1}", update.resolved, update.written);
    };
    edit("a body", &|round| {
        write(
            &root,
            "c0.c",
            &format!("#include \"probe.h\"\nvoid probe_caller_0(void) {{\n  int x = {round};\n}}\n"),
        )
    });
    edit("a function more", &|round| {
        write(&root, "probe.h", &header("int", &"int probe_more(int);\n".repeat(round + 1)))
    });
    edit("what 1,000 calls give", &|round| write(&root, "probe.h", &header(types[round % 2], "")));
    edit("a function called otherwise", &|round| {
        let text = header("int", "");
        write(
            &root,
            "probe.h",
            &if round % 2 == 0 { text.replace("probe_value", "probe_other") } else { text },
        )
    });
    edit("a file that comes or goes", &|round| {
        if round % 2 == 0 {
            return write(&root, "new.c", "#include \"probe.h\"\nvoid probe_new(void) { probe_value(1); }\n");
        }
        fs::remove_file(root.join("probe/new.c")).unwrap();
        "new.c".to_owned()
    });
}

/// A header in which the function gives this, and more stands behind it.
fn header(gives: &str, more: &str) -> String {
    format!("struct probe {{ int field; }};\n{gives} probe_value(int n) {{ return n; }}\n{more}")
}

/// Writes one of the files that are edited; gives its name.
fn write(root: &Path, name: &str, text: &str) -> String {
    fs::write(root.join("probe").join(name), text).unwrap();
    name.to_owned()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let (kind, to) = (entry.file_type().unwrap(), to.join(entry.file_name()));
        if kind.is_dir() {
            copy(&entry.path(), &to);
        } else if kind.is_file() {
            // What cannot be read cannot be indexed either.
            let _ = fs::copy(entry.path(), to);
        }
    }
}
