//! Indexing real trees: what goes in, what comes out, and what stays the same.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use magellan_tui::index::{self, IndexError, Options, Progress, Summary};
use magellan_tui::model::{
    Call, Certainty, Diagnostic, Direction, EdgeKind, Execution, NodeData, NodeId, Outcome, Severity, Symbol,
};
use magellan_tui::store::{self, Reader};
use proptest::prelude::*;
use tempfile::TempDir;

/// A folder of source and, apart from it, a database.
struct Lab {
    dir: TempDir,
}

impl Lab {
    fn new(files: &[(&str, &str)]) -> Lab {
        let lab = Lab { dir: TempDir::new().unwrap() };
        fs::create_dir(lab.root()).unwrap();
        for (path, text) in files {
            lab.write(path, text);
        }
        lab
    }

    fn root(&self) -> PathBuf {
        self.dir.path().join("src")
    }

    fn database(&self) -> PathBuf {
        self.dir.path().join("index.db")
    }

    /// Writes a file whose time is long past, so that it may be trusted.
    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        age(&path, 100);
    }

    fn run_with(
        &self,
        progress: &(dyn Fn(Progress) + Sync),
        cancel: &AtomicBool,
    ) -> Result<Summary, IndexError> {
        let options = Options {
            root: self.root(),
            database: self.database(),
            engine: magellan_tui::store::Engine::Sqlite,
            wait: std::time::Duration::ZERO,
            jobs: 2,
            args: vec!["index".to_owned()],
            rules: Default::default(),
            scip: Vec::new(),
        };
        index::run(&options, progress, cancel)
    }

    fn run(&self) -> Summary {
        self.run_with(&|_| {}, &AtomicBool::new(false)).unwrap()
    }

    fn read<T>(&self, read: impl FnOnce(&dyn Reader) -> T) -> T {
        let store = store::open(&self.database()).unwrap();
        let reader = store.reader().unwrap();
        read(reader.as_ref())
    }

    fn symbol(&self, name: &str) -> Symbol {
        self.read(|reader| reader.symbols_named(name, None, 10).unwrap().items.remove(0))
    }

    fn runs(&self) -> Vec<Execution> {
        self.read(|reader| reader.executions(None, 100).unwrap().items)
    }

    fn diagnostics(&self) -> Vec<Diagnostic> {
        let last = self.runs()[0].execution_id.clone();
        self.read(|reader| reader.diagnostics(&last, 0, 1000).unwrap().items)
    }

    /// Calls that a symbol makes, with the qualified name that each leads to.
    fn calls(&self, caller: &str) -> Vec<(Call, Option<String>)> {
        let caller = self.symbol(caller).id;
        self.read(|reader| {
            let to = |from: NodeId, kind: EdgeKind| {
                let edges = reader.edges(from, Direction::Out, &kind, None, 100).unwrap().items;
                edges.into_iter().map(|edge| reader.node(edge.to).unwrap().unwrap()).collect::<Vec<_>>()
            };
            let mut calls: Vec<_> = to(caller, EdgeKind::Caller)
                .into_iter()
                .map(|node| {
                    let callee =
                        to(node.id, EdgeKind::Calls).into_iter().next().map(|node| match node.data {
                            NodeData::Symbol(symbol) => symbol.qualified,
                            other => panic!("a call leads to {other:?}"),
                        });
                    match node.data {
                        NodeData::Call(call) => (call, callee),
                        other => panic!("a caller's edge leads to {other:?}"),
                    }
                })
                .collect();
            calls.sort_by_key(|(call, _)| call.span);
            calls
        })
    }

    /// Everything that the database says of its sources, but for times and the log of runs.
    fn content(&self) -> BTreeMap<String, Vec<String>> {
        let database = rusqlite::Connection::open(self.database()).unwrap();
        let mut content = BTreeMap::new();
        for table in [
            "graph_entities",
            "graph_edges",
            "graph_labels",
            "code_chunks",
            "file_metrics",
            "symbol_metrics",
            "ast_nodes",
            "cfg_blocks",
            "cfg_edges",
        ] {
            let mut rows = dump(&database, table);
            rows.sort();
            content.insert(table.to_owned(), rows);
        }
        content
    }
}

/// The rows of a table as text, with what only says when taken out.
fn dump(database: &rusqlite::Connection, table: &str) -> Vec<String> {
    let mut statement = database.prepare(&format!("SELECT * FROM {table}")).unwrap();
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let own_row = table == "code_chunks" || table == "graph_labels";
    let rows = statement.query_map([], |row| {
        let mut text = String::new();
        for (at, name) in names.iter().enumerate() {
            let is_time = matches!(name.as_str(), "created_at" | "last_updated");
            if is_time || (own_row && matches!(name.as_str(), "id" | "rowid")) {
                continue;
            }
            let value: rusqlite::types::Value = row.get(at)?;
            let mut value = format!("{value:?}");
            for time in ["last_indexed_at", "last_modified"] {
                if let Some(begin) = value.find(time) {
                    let end = value[begin..].find([',', '}']).unwrap() + begin;
                    value.replace_range(begin..end, "");
                }
            }
            text.push_str(&format!("{name}={value} "));
        }
        Ok(text)
    });
    rows.unwrap().map(Result::unwrap).collect()
}

fn age(path: &Path, seconds: u64) {
    let file = fs::File::options().append(true).open(path).unwrap();
    file.set_modified(SystemTime::now() - Duration::from_secs(seconds)).unwrap();
}

const PROJECT: &[(&str, &str)] = &[
    ("Cargo.toml", "[package]\nname = \"orrery\"\n"),
    (
        "src/lib.rs",
        "pub mod body;\nuse body::Body;\n\npub fn build() -> Body {\n    body::fresh(Body { mass: 1 })\n}\n",
    ),
    (
        "src/body.rs",
        "pub trait Weighed {\n    fn grams(&self) -> u64;\n}\n\npub struct Body {\n    pub mass: u64,\n}\n\n\
         impl Body {\n    pub fn heavier(&self) -> u64 {\n        self.doubled()\n    }\n    fn doubled(&self) -> u64 {\n        \
         self.mass * 2\n    }\n}\n\nimpl Weighed for Body {\n    fn grams(&self) -> u64 {\n        self.mass\n    }\n}\n\n\
         pub fn fresh(body: Body) -> Body {\n    body\n}\n",
    ),
    (
        "tests/it.rs",
        "use orrery::build;\n\n#[test]\nfn it() {\n    build();\n    let len = Vec::<u8>::new().len();\n}\n",
    ),
    (
        "tools/almanac/__init__.py",
        "from .calendar import Calendar as Cal\n\n\ndef today():\n    return Cal().day_of_year()\n",
    ),
    (
        "tools/almanac/calendar.py",
        "import os\n\n\nclass Base:\n    def day_of_year(self):\n        return self.offset()\n\n    def offset(self):\n        \
         return len(os.listdir('.'))\n\n\nclass Calendar(Base):\n    pass\n",
    ),
];

fn certain(lab: &Lab, caller: &str) -> Vec<(String, Option<String>, Option<Certainty>)> {
    lab.calls(caller).into_iter().map(|(call, to)| (call.callee, to, call.certainty)).collect()
}

fn to(name: &str, callee: &str, certainty: Certainty) -> (String, Option<String>, Option<Certainty>) {
    (name.to_owned(), Some(callee.to_owned()), Some(certainty))
}

#[test]
fn calls_lead_where_the_language_says() {
    let lab = Lab::new(PROJECT);
    let summary = lab.run();
    assert_eq!((summary.outcome, summary.files, summary.parsed), (Outcome::Success, 5, 5));
    assert_eq!(certain(&lab, "build"), [to("fresh", "fresh", Certainty::Import)]);
    assert_eq!(certain(&lab, "heavier"), [to("doubled", "Body::doubled", Certainty::Type)]);
    assert_eq!(certain(&lab, "day_of_year"), [to("offset", "Base.offset", Certainty::Type)]);
    let it = certain(&lab, "it");
    assert_eq!(it[0], to("build", "build", Certainty::Import));
    assert!(it[1..].iter().all(|(_, callee, certainty)| callee.is_none() && certainty.is_none()), "{it:?}");
    // What an import brings in from outside of the project is not guessed at.
    assert_eq!(certain(&lab, "offset").iter().filter(|(_, callee, _)| callee.is_some()).count(), 0);
    let today = certain(&lab, "today");
    assert!(today.contains(&to("Cal", "Calendar", Certainty::Import)), "{today:?}");
}

#[test]
fn a_call_outside_of_any_symbol_has_no_caller() {
    let lab =
        Lab::new(&[("a.py", "import atexit\n\ndef f(): pass\n\nf()\n\n@atexit.register\ndef g(): f()\n")]);
    lab.run();
    let database = rusqlite::Connection::open(lab.database()).unwrap();
    let mut select = database
        .prepare(
            "SELECT json_extract(data, '$.callee'), json_extract(data, '$.caller'), (SELECT count(*) FROM graph_edges \
             AS edge WHERE edge.to_id = node.id AND edge.edge_type = 'CALLER') \
             FROM graph_entities AS node WHERE kind = 'Call' ORDER BY json_extract(data, '$.byte_start')",
        )
        .unwrap();
    let calls = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    let calls: Vec<(String, String, i64)> = calls.map(Result::unwrap).collect();
    let call = |callee: &str, caller: &str, edges| (callee.to_owned(), caller.to_owned(), edges);
    assert!(calls.contains(&call("f", "", 0)) && calls.contains(&call("f", "g", 1)), "{calls:?}");
    assert!(calls.iter().all(|(_, caller, edges)| caller.is_empty() == (*edges == 0)), "{calls:?}");
}

#[test]
fn types_lead_to_what_they_implement_and_extend() {
    let lab = Lab::new(PROJECT);
    lab.run();
    for (of, base) in [("Body", "Weighed"), ("Calendar", "Base")] {
        let symbol = lab.symbol(of).id;
        let bases: Vec<NodeId> = lab.read(|reader| {
            let edges = reader.edges(symbol, Direction::Out, &EdgeKind::Implements, None, 10).unwrap();
            edges.items.iter().map(|edge| edge.to).collect()
        });
        assert_eq!(bases, [lab.symbol(base).id], "{of}");
    }
}

#[test]
fn measures_count_what_leads_in_and_out() {
    let lab = Lab::new(&[
        ("a.py", "def f(x):\n    if x and g():\n        return g()\n    return len(x)\n\ndef g(): pass\n"),
        ("b.py", "from a import g\n\ndef h():\n    return g\n"),
    ]);
    lab.run();
    let of = |name: &str| {
        let symbol = lab.symbol(name);
        let measures = lab.read(|reader| reader.symbol_metrics(&symbol)).unwrap().unwrap();
        (measures.fan_in, measures.fan_out, measures.cyclomatic_complexity, measures.loc)
    };
    assert_eq!(of("f"), (0, 3, 3, 4));
    // Two calls; that `h` gives it back is no call.
    assert_eq!(of("g"), (2, 0, 1, 1));
    let file = |path: &str| lab.read(|reader| reader.file_metrics(path)).unwrap().unwrap();
    let (a, b) = (file("a.py"), file("b.py"));
    // The import names it, and `h` gives it back.
    assert_eq!((a.symbol_count, a.loc, a.fan_in, a.fan_out), (2, 6, 2, 0));
    assert_eq!((b.symbol_count, b.loc, b.fan_in, b.fan_out), (1, 4, 0, 2));
    assert!((a.complexity_score - (6.0 * 0.1 + 2.0 * 0.5)).abs() < 1e-9);
    assert!((b.complexity_score - (4.0 * 0.1 + 2.0 * 0.3)).abs() < 1e-9);
}

#[test]
fn chunks_are_the_text_of_symbols() {
    let lab = Lab::new(PROJECT);
    lab.run();
    let symbol = lab.symbol("fresh");
    let chunk = lab.read(|reader| reader.chunk(&symbol.path, symbol.span.byte_start, symbol.span.byte_end));
    let chunk = chunk.unwrap().unwrap();
    assert_eq!(chunk.content, "pub fn fresh(body: Body) -> Body {\n    body\n}");
    assert_eq!((chunk.symbol_name.as_deref(), chunk.symbol_kind.as_deref()), (Some("fresh"), Some("fn")));
}

#[test]
fn a_second_run_parses_nothing_and_changes_nothing() {
    let lab = Lab::new(PROJECT);
    lab.run();
    let before = lab.content();
    let second = lab.run();
    assert_eq!((second.parsed, second.unchanged, second.removed), (0, 5, 0));
    assert_eq!(lab.content(), before);
    assert_eq!(
        lab.runs().iter().map(|run| run.outcome.clone()).collect::<Vec<_>>(),
        [Outcome::Success, Outcome::Success]
    );
}

#[test]
fn a_file_with_another_time_and_the_same_content_is_not_parsed() {
    let lab = Lab::new(PROJECT);
    lab.run();
    lab.write("src/lib.rs", PROJECT[1].1);
    age(&lab.root().join("src/lib.rs"), 50);
    let second = lab.run();
    assert_eq!((second.parsed, second.unchanged), (0, 5));
}

#[test]
fn a_change_in_the_same_tick_of_the_clock_is_seen() {
    let lab = Lab::new(&[("a.py", "def one(): pass\n")]);
    let path = lab.root().join("a.py");
    // As fresh as can be, with a time that a second write can have too.
    let now = SystemTime::now();
    let write = |text: &str| {
        fs::write(&path, text).unwrap();
        fs::File::options().append(true).open(&path).unwrap().set_modified(now).unwrap();
    };
    write("def one(): pass\n");
    lab.run();
    write("def two(): pass\n");
    assert_eq!(lab.run().parsed, 1);
    assert_eq!(lab.symbol("two").qualified, "two");
}

#[test]
fn an_edit_moves_only_what_it_touches() {
    let lab = Lab::new(PROJECT);
    lab.run();
    let ids =
        |lab: &Lab| ["Body", "heavier", "doubled", "fresh", "build"].map(|name| lab.symbol(name).stable_id);
    let before = ids(&lab);
    lab.write("src/body.rs", format!("//! New at the top.\nfn before() {{}}\n{}", PROJECT[2].1));
    let summary = lab.run();
    assert_eq!((summary.parsed, summary.unchanged), (1, 4));
    assert_eq!(ids(&lab), before);
    assert_eq!(certain(&lab, "build"), [to("fresh", "fresh", Certainty::Import)]);
}

#[test]
fn what_is_gone_goes_and_others_are_told() {
    let lab = Lab::new(PROJECT);
    lab.run();
    fs::remove_file(lab.root().join("src/body.rs")).unwrap();
    let summary = lab.run();
    assert_eq!((summary.parsed, summary.removed, summary.unchanged), (0, 1, 4));
    assert!(lab.read(|reader| reader.symbols_named("fresh", None, 10)).unwrap().items.is_empty());
    assert_eq!(lab.calls("build")[0].1, None);
}

#[test]
fn ids_do_not_depend_on_the_folder_or_the_threads() {
    let one = Lab::new(PROJECT);
    let two = Lab::new(PROJECT);
    one.run();
    let options = Options {
        root: two.root(),
        database: two.database(),
        engine: magellan_tui::store::Engine::Sqlite,
        wait: std::time::Duration::ZERO,
        jobs: 7,
        args: Vec::new(),
        rules: Default::default(),
        scip: Vec::new(),
    };
    index::run(&options, &|_| {}, &AtomicBool::new(false)).unwrap();
    assert_eq!(one.content(), two.content());
}

#[test]
fn an_interrupted_run_keeps_what_it_read_and_the_next_one_goes_on() {
    let text: String = (0..300).map(|n| format!("def f{n}():\n    return f{}()\n", (n + 1) % 300)).collect();
    let files: Vec<(String, &str)> = (0..60).map(|n| (format!("m{n}.py"), text.as_str())).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let lab = Lab::new(&files);
    let cancel = AtomicBool::new(false);
    let stop = |progress: Progress| {
        if let Progress::Read { done: 3.., .. } = progress {
            cancel.store(true, Ordering::Relaxed);
        }
    };
    let summary = lab.run_with(&stop, &cancel).unwrap();
    assert_eq!(summary.outcome, Outcome::Partial);
    assert!((3..60).contains(&summary.parsed), "{summary:?}");
    let run = &lab.runs()[0];
    assert_eq!(run.outcome, Outcome::Partial);
    assert!(run.error_message.as_ref().unwrap().starts_with("interrupted"), "{run:?}");
    let rest = lab.run();
    assert_eq!((rest.outcome, rest.parsed), (Outcome::Success, 60 - summary.parsed));
    let fresh = Lab::new(&files);
    fresh.run();
    assert_eq!(lab.content(), fresh.content());
}

#[test]
fn interrupted_before_anything_makes_nothing() {
    let lab = Lab::new(PROJECT);
    let outcome = lab.run_with(&|_| {}, &AtomicBool::new(true));
    assert!(matches!(outcome, Err(IndexError::Interrupted { .. })), "{outcome:?}");
    assert!(!lab.database().exists());
}

#[test]
fn an_interrupted_update_keeps_old_records() {
    let lab = Lab::new(PROJECT);
    lab.run();
    let before = lab.content();
    lab.write("src/lib.rs", "pub fn other() {}\n");
    let summary = lab.run_with(&|_| {}, &AtomicBool::new(true)).unwrap();
    assert_eq!((summary.outcome, summary.parsed, summary.removed), (Outcome::Partial, 0, 0));
    assert_eq!(lab.content(), before);
    assert_eq!(lab.run().parsed, 1);
    assert_eq!(lab.symbol("other").name, "other");
}

#[test]
fn a_folder_without_source_is_refused_and_nothing_made() {
    let lab = Lab::new(&[("readme.txt", "hello")]);
    let outcome = lab.run_with(&|_| {}, &AtomicBool::new(false));
    assert!(matches!(outcome, Err(IndexError::NoSource { .. })), "{outcome:?}");
    assert!(!lab.database().exists());
}

#[test]
fn the_index_of_another_folder_is_left_alone() {
    let lab = Lab::new(PROJECT);
    lab.run();
    let before = lab.content();
    let other = lab.dir.path().join("other");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("a.py"), "def a(): pass\n").unwrap();
    let into = |root: &Path, database: &Path| {
        let options = Options {
            root: root.to_owned(),
            database: database.to_owned(),
            engine: magellan_tui::store::Engine::Sqlite,
            wait: std::time::Duration::ZERO,
            jobs: 1,
            args: Vec::new(),
            rules: Default::default(),
            scip: Vec::new(),
        };
        index::run(&options, &|_| {}, &AtomicBool::new(false))
    };
    let refused = into(&other, &lab.database()).unwrap_err();
    assert!(matches!(refused, IndexError::OtherRoot { .. }), "{refused:?}");
    for named in [lab.root(), other.clone(), lab.database()] {
        let named = named.canonicalize().unwrap();
        assert!(refused.to_string().contains(named.to_str().unwrap()), "{refused}");
    }
    assert_eq!((lab.content(), lab.runs().len()), (before, 1));
    // A copy of a checkout brings its index along, and that one is its own.
    let own = store::index_path(&other, Some(magellan_tui::store::Engine::Sqlite)).unwrap();
    fs::copy(lab.database(), &own).unwrap();
    assert_eq!(into(&other, &own).unwrap().removed, 5);
    // Where the folder is gone, it was moved.
    let moved = lab.dir.path().join("moved");
    fs::rename(lab.root(), &moved).unwrap();
    let summary = into(&moved, &lab.database()).unwrap();
    assert_eq!((summary.parsed, summary.unchanged, summary.removed), (0, 5, 0));
    let recorded = lab.read(|reader| reader.meta().unwrap().root);
    assert_eq!(recorded, Some(moved.canonicalize().unwrap().display().to_string()));
}

#[test]
fn ignored_and_hidden_files_stay_out() {
    let lab = Lab::new(&[
        (".gitignore", "made/\n"),
        ("a.py", "def a(): pass\n"),
        ("made/b.py", "def b(): pass\n"),
        (".hidden/c.py", "def c(): pass\n"),
    ]);
    assert_eq!(lab.run().files, 1);
}

/// A manifest says what names mean also where a list names it, as of what a build makes anew.
#[test]
fn manifests_count_where_they_are_ignored() {
    let lab = Lab::new(&[
        (".gitignore", "package.json\nmade/\n"),
        ("package.json", "{\"name\": \"whole\"}"),
        ("made/package.json", "{\"name\": \"other\"}"),
        ("src/part.ts", "export function part() {}\n"),
        ("main.ts", "import { part } from 'whole/part';\npart();\n"),
    ]);
    assert_eq!(lab.run().files, 2);
    let part = lab.symbol("part").id;
    let calls = |reader: &dyn Reader| {
        reader.edges(part, Direction::In, &EdgeKind::Calls, None, 8).unwrap().items.len()
    };
    assert_eq!(lab.read(calls), 1);
}

#[test]
fn bad_files_are_indexed_as_far_as_they_go() {
    let lab = Lab::new(&[("good.py", "def good(): pass\n")]);
    lab.write("latin.py", b"# caf\xe9\ndef latin(): pass\n");
    lab.write("broken.rs", "fn before() {}\nfn broken( {\nfn after() {}\n");
    // Further on than where a NUL says that a file is no text.
    lab.write("nul.py", format!("def with_nul():\n    return '{}\0'\n", "x".repeat(9000)));
    lab.write("crlf.py", b"def crlf():\r\n    good()\r\n");
    lab.write("no_end.py", "def no_end(): pass");
    lab.write("empty.py", "");
    let mut long = b"def long_line(): pass\nx = '".to_vec();
    long.resize(15 << 20, b'y');
    lab.write("long.py", long);
    let summary = lab.run();
    assert_eq!(summary.files, 8);
    for name in ["good", "latin", "before", "with_nul", "crlf", "no_end", "long_line"] {
        assert_eq!(lab.symbol(name).name, name);
    }
    let told: Vec<String> = lab.diagnostics().into_iter().map(|diagnostic| diagnostic.path).collect();
    for path in ["latin.py", "broken.rs"] {
        assert!(told.iter().any(|told| told == path), "{path} is not in {told:?}");
    }
    assert!(!told.iter().any(|told| told == "good.py"));
}

#[test]
fn a_file_that_is_too_long_is_indexed_up_to_the_limit() {
    let lab = Lab::new(&[]);
    let comment = format!("// {}\n", "x".repeat(1020));
    let mut source = b"fn first() -> u8 {\n    1\n}\n".to_vec();
    source.extend_from_slice(comment.repeat(33 << 10).as_bytes());
    source.extend_from_slice(b"fn last() {}\n");
    lab.write("long.rs", &source);
    lab.write("magellan.toml", "[index]\nmax_file_bytes = 1_000_000_000\n");
    let summary = lab.run();
    assert_eq!((summary.outcome, summary.parsed), (Outcome::Success, 1));
    assert!(lab.read(|reader| reader.symbols_named("last", None, 10)).unwrap().items.is_empty());
    let first = lab.symbol("first");
    let chunk = lab.read(|reader| reader.chunk("long.rs", first.span.byte_start, first.span.byte_end));
    assert_eq!(chunk.unwrap().unwrap().content, "fn first() -> u8 {\n    1\n}");
    let told = lab.diagnostics();
    let bytes = source.len();
    assert!(
        matches!(told.as_slice(), [told] if told.severity == Severity::Warning
            && told.line == (32 << 10) + 3 && told.message.ends_with(&format!("of its {bytes} bytes are indexed"))),
        "{told:?}"
    );
    // Size and hash are the whole file's: it is known again, and a change behind the limit is seen.
    assert_eq!(lab.run().parsed, 0);
    age(&lab.root().join("long.rs"), 50);
    assert_eq!(lab.run().parsed, 0);
    let length = source.len();
    source[length - 3] = b'_';
    lab.write("long.rs", &source);
    assert_eq!(lab.run().parsed, 1);
    let measures = lab.read(|reader| reader.file_metrics("long.rs")).unwrap().unwrap();
    assert_eq!(measures.loc as usize, 4 + (33 << 10));
}

#[cfg(unix)]
#[test]
fn what_cannot_be_looked_at_is_told() {
    use std::os::unix::ffi::OsStrExt as _;
    let lab = Lab::new(&[("good.py", "def good(): pass\n"), ("sub/other.py", "def other(): pass\n")]);
    std::os::unix::fs::symlink(lab.root(), lab.root().join("sub/loop")).unwrap();
    fs::create_dir(lab.root().join("folder.rs")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(lab.root().join("socket.rs")).unwrap();
    let odd = std::ffi::OsStr::from_bytes(b"odd\xff.py");
    fs::write(lab.root().join(odd), "def odd(): pass\n").unwrap();
    fs::write(lab.root().join("line\nfeed.py"), "def feed(): pass\n").unwrap();
    let summary = lab.run();
    assert_eq!((summary.files, summary.outcome), (2, Outcome::Success));
    let told = lab.diagnostics();
    assert_eq!(told.len(), 4, "{told:?}");
    for noted in ["sub/loop", "socket.rs"] {
        let is_noted = |told: &Diagnostic| told.path == noted && told.severity == Severity::Note;
        assert!(told.iter().any(is_noted), "{told:?}");
    }
    assert!(told.iter().all(|told| !told.path.contains(char::is_control)));
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_told_and_keeps_its_records() {
    use std::os::unix::fs::PermissionsExt as _;
    let lab = Lab::new(PROJECT);
    lab.run();
    let path = lab.root().join("src/lib.rs");
    lab.write("src/lib.rs", "fn changed() {}\n");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o0)).unwrap();
    if fs::read(&path).is_ok() {
        return; // The superuser may read everything.
    }
    let summary = lab.run();
    assert_eq!(summary.outcome, Outcome::Partial);
    assert_eq!(lab.symbol("build").name, "build");
    assert!(
        lab.diagnostics().iter().any(|told| told.path == "src/lib.rs" && told.severity == Severity::Error)
    );
}

#[test]
fn progress_goes_up_to_its_end() {
    let lab = Lab::new(PROJECT);
    let [found, read, resolved, written] = [0; 4].map(AtomicUsize::new);
    let see = |progress: Progress| match progress {
        Progress::Found { files } => found.store(files as usize, Ordering::Relaxed),
        Progress::Read { done, of } => {
            assert!(done <= of);
            read.store(done as usize, Ordering::Relaxed);
        }
        Progress::Waiting => panic!("nobody else writes"),
        Progress::Resolving { done, of } => {
            assert!(done <= of);
            resolved.fetch_max(done as usize, Ordering::Relaxed);
        }
        Progress::Writing { done, of } => {
            assert!(done <= of);
            written.store(done as usize, Ordering::Relaxed);
        }
    };
    lab.run_with(&see, &AtomicBool::new(false)).unwrap();
    assert_eq!([found, read, resolved, written].map(AtomicUsize::into_inner), [5; 4]);
}

/// What is done to a tree between two runs.
#[derive(Debug, Clone)]
enum Edit {
    Write { file: usize, functions: Vec<(u8, u8)> },
    Remove { file: usize },
}

const NAMES: [&str; 5] = ["a.py", "pkg/__init__.py", "pkg/b.py", "src/lib.rs", "src/c.rs"];

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let functions = prop::collection::vec((0u8..8, 0u8..8), 0..5);
    let edit = prop_oneof![
        4 => (0..NAMES.len(), functions).prop_map(|(file, functions)| Edit::Write { file, functions }),
        1 => (0..NAMES.len()).prop_map(|file| Edit::Remove { file }),
    ];
    prop::collection::vec(edit, 1..6)
}

fn text(file: usize, functions: &[(u8, u8)]) -> String {
    let mut text = match NAMES[file] {
        "a.py" => "from pkg.b import f1\nfrom pkg import *\n".to_owned(),
        "pkg/__init__.py" => "from .b import *\n".to_owned(),
        "src/lib.rs" => "mod c;\nuse c::f2;\n".to_owned(),
        _ => String::new(),
    };
    for (name, callee) in functions {
        text.push_str(&if NAMES[file].ends_with(".py") {
            format!("def f{name}():\n    f{callee}()\n")
        } else {
            format!("pub fn f{name}() {{ f{callee}(); c::f{callee}(); }}\n")
        });
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn updates_end_where_a_fresh_index_does(rounds in prop::collection::vec(edits(), 1..4)) {
        let lab = Lab::new(&[("always.py", "def f0(): f1()\n")]);
        lab.run();
        for (round, edits) in rounds.iter().enumerate() {
            for edit in edits {
                match edit {
                    Edit::Write { file, functions } => {
                        lab.write(NAMES[*file], text(*file, functions));
                        age(&lab.root().join(NAMES[*file]), 1000 - round as u64);
                    }
                    Edit::Remove { file } => {
                        let _ = fs::remove_file(lab.root().join(NAMES[*file]));
                    }
                }
            }
            lab.run();
        }
        let updated = lab.content();
        fs::remove_file(lab.database()).unwrap();
        lab.run();
        prop_assert_eq!(updated, lab.content());
    }
}

#[test]
fn control_flow_leaves_no_gap_where_a_function_was() {
    let lab = Lab::new(&[("src/lib.rs", &text(3, &[(5, 0), (0, 0), (0, 0)]))]);
    lab.run();
    lab.write("src/lib.rs", text(3, &[(5, 0)]));
    lab.run();
    let updated = lab.content();
    fs::remove_file(lab.database()).unwrap();
    lab.run();
    assert_eq!(updated, lab.content());
}

#[test]
fn a_file_that_is_not_parsed_again_keeps_its_structure() {
    let caller =
        "use crate::a::help;\n\npub fn call(n: u32) -> u32 {\n    if n > 1 { help() } else { 0 }\n}\n";
    let lab = Lab::new(&[("src/lib.rs", "mod a;\nmod b;\n"), ("src/a.rs", ""), ("src/b.rs", caller)]);
    lab.run();
    let structure = || {
        let call = lab.symbol("call").id;
        lab.read(|reader| (reader.ast(call.file()).unwrap(), reader.cfg(call).unwrap()))
    };
    let before = structure();
    assert!(!before.0.is_empty());
    assert_eq!(before.1.as_ref().unwrap().blocks.len(), 4);
    assert_eq!(lab.calls("call")[0].1, None);
    lab.write("src/a.rs", "pub fn help() -> u32 {\n    7\n}\n");
    assert_eq!(lab.run().parsed, 1);
    assert_eq!(lab.calls("call")[0].1.as_deref(), Some("help"));
    assert_eq!(structure(), before);
}
