//! Which files are indexed, which are left out, and that it is told.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, SystemTime};

use magellan_tui::index::{self, IndexError, Options, Reason, RuleOptions, Summary};
use magellan_tui::model::{Diagnostic, Language, RecordKind, Severity};
use magellan_tui::store::{self, Engine};
use tempfile::TempDir;

const ENGINES: [Engine; 2] = [Engine::Fjall, Engine::Sqlite];

struct Lab {
    dir: TempDir,
    engine: Engine,
}

impl Lab {
    fn new(files: &[(&str, &str)]) -> Lab {
        Lab::of(Engine::Sqlite, files)
    }

    fn of(engine: Engine, files: &[(&str, &str)]) -> Lab {
        let lab = Lab { dir: TempDir::new().unwrap(), engine };
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
        self.dir.path().join("index")
    }

    /// Writes a file whose time is long past, so that it may be trusted.
    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        let file = fs::File::options().append(true).open(path).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(100)).unwrap();
    }

    fn try_run(&self, rules: RuleOptions) -> Result<Summary, IndexError> {
        let options = Options {
            root: self.root(),
            database: self.database(),
            engine: self.engine,
            wait: Duration::ZERO,
            jobs: 2,
            args: vec!["index".to_owned()],
            rules,
            scip: Vec::new(),
        };
        index::run(&options, &|_| {}, &AtomicBool::new(false))
    }

    fn run(&self, rules: RuleOptions) -> Summary {
        self.try_run(rules).unwrap()
    }

    /// The names of all symbols, in order.
    fn symbols(&self) -> Vec<String> {
        let store = store::open(&self.database()).unwrap();
        let mut names = Vec::new();
        let symbols = &mut |record| {
            if let magellan_tui::model::Record::Node(node) = record
                && let magellan_tui::model::NodeData::Symbol(symbol) = node.data
            {
                names.push(symbol.name);
            }
            true
        };
        store.reader().unwrap().records(RecordKind::Symbol, symbols).unwrap();
        names.sort();
        names
    }

    fn diagnostics(&self) -> Vec<Diagnostic> {
        let store = store::open(&self.database()).unwrap();
        let reader = store.reader().unwrap();
        let last = reader.executions(None, 1).unwrap().items.remove(0).execution_id;
        reader.diagnostics(&last, 0, 1000).unwrap().items
    }

    fn verify(&self) {
        let store = store::open(&self.database()).unwrap();
        let found = store.verify(&mut |_, _| true).unwrap();
        assert!(found.damage.is_empty(), "{:?}", found.damage);
    }
}

/// What was left out: paths (folders with a slash) and why.
fn left_out(summary: &Summary) -> Vec<(String, Reason)> {
    let name = |skip: &index::Skip| format!("{}{}", skip.path, if skip.is_folder { "/" } else { "" });
    summary.skipped.iter().map(|skip| (name(skip), skip.reason)).collect()
}

fn list(texts: &[&str]) -> Option<Vec<String>> {
    Some(texts.iter().map(|&text| text.to_owned()).collect())
}

const TREE: &[(&str, &str)] = &[
    (".gitignore", "/made/\n*.tmp.py\n!keep.tmp.py\n"),
    ("a.py", "def a(): pass\n"),
    ("made/b.py", "def b(): pass\n"),
    ("x.tmp.py", "def x(): pass\n"),
    ("keep.tmp.py", "def keep(): pass\n"),
    (".config/c.py", "def c(): pass\n"),
    (".d.py", "def d(): pass\n"),
    (".wanted/.ignore", "!e.py\n"),
    ("deep/.ignore", "f.py\n"),
    ("deep/f.py", "def f(): pass\n"),
    ("deep/sub/f.py", "def f2(): pass\n"),
    ("deep/sub/.gitignore", "!f.py\n"),
    ("notes.txt", "not source\n"),
    (".git/g.py", "def g(): pass\n"),
    ("vendor/v.rs", "fn v() {}\n"),
];

#[test]
fn what_is_ignored_or_hidden_is_left_out_and_told() {
    for engine in ENGINES {
        let lab = Lab::of(engine, TREE);
        let summary = lab.run(RuleOptions::default());
        // A list of .ignore goes before any of .gitignore.
        assert_eq!(lab.symbols(), ["a", "keep", "v"]);
        let expected = [
            (".config/", Reason::Hidden),
            (".d.py", Reason::Hidden),
            (".wanted/", Reason::Hidden),
            ("deep/f.py", Reason::Ignored),
            ("deep/sub/f.py", Reason::Ignored),
            ("made/", Reason::Ignored),
            ("x.tmp.py", Reason::Ignored),
        ];
        assert_eq!(left_out(&summary), expected.map(|(path, reason)| (path.to_owned(), reason)));
        assert_eq!(summary.files, 3);
        assert_eq!(
            index::told(&summary.skipped),
            "3 files and 1 folder ignored, 1 file and 2 folders hidden"
        );
        let told = lab.diagnostics();
        let is_told =
            |path: &str| told.iter().any(|told| told.path == path && told.severity == Severity::Note);
        assert!(expected.iter().all(|(path, _)| is_told(path.trim_end_matches('/'))), "{told:?}");
        assert_eq!(left_out(&lab.run(RuleOptions::default())), left_out(&summary));
        lab.verify();
    }
}

#[test]
fn rules_can_be_changed_and_changed_back() {
    let lab = Lab::new(TREE);
    let fresh = |rules: RuleOptions| {
        let fresh = Lab::new(TREE);
        fresh.run(rules);
        fresh.symbols()
    };
    let with = |change: fn(&mut RuleOptions)| {
        let mut rules = RuleOptions::default();
        change(&mut rules);
        rules
    };
    for (rules, expected) in [
        (RuleOptions::default(), vec!["a", "keep", "v"]),
        (with(|rules| rules.hidden = Some(true)), vec!["a", "c", "d", "keep", "v"]),
        (with(|rules| rules.ignored = Some(true)), vec!["a", "b", "f", "f2", "keep", "v", "x"]),
        (with(|rules| rules.include = list(&["vendor", "a.*"])), vec!["a", "v"]),
        (with(|rules| rules.exclude = list(&["vendor/", "*.py", "!a.py"])), vec!["a"]),
        (with(|rules| rules.languages = Some(vec![Language::Rust])), vec!["v"]),
        (with(|rules| rules.max_file_bytes = Some(13)), vec!["v"]),
        (RuleOptions::default(), vec!["a", "keep", "v"]),
    ] {
        lab.run(rules.clone());
        assert_eq!(lab.symbols(), expected, "{rules:?}");
        assert_eq!(fresh(rules.clone()), expected, "{rules:?}");
    }
}

const GENERATED: &str = "# Generated by the protocol buffer compiler.  DO NOT EDIT!\ndef made(): pass\n";

#[test]
fn generated_and_binary_files_are_left_out_and_not_opened_again() {
    for engine in ENGINES {
        let lab = Lab::of(
            engine,
            &[("a.py", "def a(): pass\n"), ("made.py", GENERATED), ("x_pb2.py", "def named(): pass\n")],
        );
        lab.write("b.py", b"def b(): pass\n\0");
        let first = lab.run(RuleOptions::default());
        let expected =
            [("b.py", Reason::Binary), ("made.py", Reason::Generated), ("x_pb2.py", Reason::Generated)];
        let expected = expected.map(|(path, reason)| (path.to_owned(), reason));
        assert_eq!((first.files, first.parsed), (1, 1));
        assert_eq!(left_out(&first), expected);
        assert_eq!(lab.symbols(), ["a"]);
        lab.verify();
        // What is not opened may as well hold something else: only size and time are looked at.
        let changed = GENERATED.replace("Generated by", "Not made by:");
        assert_eq!(changed.len(), GENERATED.len());
        let path = lab.root().join("made.py");
        fs::write(&path, changed).unwrap();
        let time = time_of(&lab, "made.py");
        fs::File::options().append(true).open(&path).unwrap().set_modified(time).unwrap();
        let second = lab.run(RuleOptions::default());
        assert_eq!((second.files, second.parsed, second.unchanged), (1, 0, 1));
        assert_eq!(left_out(&second), expected);
        lab.verify();
    }
}

/// The time that the index remembers of a file.
fn time_of(lab: &Lab, path: &str) -> SystemTime {
    let store = store::open(&lab.database()).unwrap();
    let mut found = None;
    let states = &mut |state: magellan_tui::model::FileState| {
        if state.path == path {
            found = Some(state.modified_ns);
        }
        true
    };
    store.reader().unwrap().file_states(states).unwrap();
    SystemTime::UNIX_EPOCH + Duration::from_nanos(found.unwrap().try_into().unwrap())
}

#[test]
fn generated_and_binary_files_come_and_go_with_the_rules() {
    for engine in ENGINES {
        let lab = Lab::of(engine, &[("a.py", "def a(): made()\n"), ("made.py", GENERATED)]);
        lab.write("b.py", b"def b(): pass\n\0");
        let all = RuleOptions { generated: Some(true), binary: Some(true), ..RuleOptions::default() };
        for _ in 0..2 {
            lab.run(RuleOptions::default());
            assert_eq!(lab.symbols(), ["a"]);
            let summary = lab.run(all.clone());
            assert_eq!((summary.files, summary.parsed, summary.unchanged), (3, 2, 1));
            assert!(summary.skipped.is_empty());
            assert_eq!(lab.symbols(), ["a", "b", "made"]);
            assert_eq!(lab.run(all.clone()).parsed, 0);
            lab.verify();
        }
        // One that is no longer generated is a file like others.
        lab.run(RuleOptions::default());
        lab.write("made.py", "def by_hand(): pass\n");
        assert_eq!(lab.run(RuleOptions::default()).parsed, 1);
        assert_eq!(lab.symbols(), ["a", "by_hand"]);
        // And the other way round.
        lab.write("a.py", "# @generated\ndef a(): pass\n");
        let summary = lab.run(RuleOptions::default());
        assert_eq!((summary.files, summary.parsed), (1, 0));
        assert_eq!(lab.symbols(), ["by_hand"]);
        lab.verify();
    }
}

#[test]
fn the_project_says_its_rules() {
    let lab = Lab::new(TREE);
    lab.write("magellan.toml", "[index]\nexclude = ['vendor']\nhidden = true\n");
    lab.run(RuleOptions::default());
    assert_eq!(lab.symbols(), ["a", "c", "d", "keep"]);
    // What is said of the run goes before it.
    lab.run(RuleOptions { hidden: Some(false), ..RuleOptions::default() });
    assert_eq!(lab.symbols(), ["a", "keep"]);
    lab.write("magellan.toml", "[index]\n\nhidden = 3\n");
    let error = lab.try_run(RuleOptions::default()).unwrap_err();
    assert!(error.to_string().contains("magellan.toml:3: `hidden` must be true or false"), "{error}");
    assert_eq!(lab.symbols(), ["a", "keep"]);
}

#[test]
fn nothing_is_made_where_the_rules_leave_nothing() {
    let lab = Lab::new(&[("a.py", "def a(): pass\n")]);
    let rules = RuleOptions { exclude: list(&["*.py"]), ..RuleOptions::default() };
    let error = lab.try_run(rules.clone()).unwrap_err();
    assert!(matches!(&error, IndexError::AllSkipped { skipped, .. } if skipped.len() == 1), "{error}");
    assert!(error.to_string().contains("1 file excluded"), "{error}");
    assert!(matches!(index::check_source(&lab.root(), &rules), Err(IndexError::AllSkipped { .. })));
    assert!(!lab.database().exists());
}

#[test]
fn a_list_that_ignores_everything_is_told() {
    let lab = Lab::new(&[("src/a.py", "def a(): pass\n"), (".gitignore", "/*\n!/debian/\n")]);
    let error = lab.try_run(RuleOptions::default()).unwrap_err().to_string();
    assert!(error.contains("1 folder ignored") && error.contains("--ignored"), "{error}");
    lab.run(RuleOptions { ignored: Some(true), ..RuleOptions::default() });
    assert_eq!(lab.symbols(), ["a"]);
}

#[test]
fn a_repository_around_the_folder_has_its_say() {
    let lab =
        Lab::new(&[("a.py", "def a(): pass\n"), ("b.py", "def b(): pass\n"), ("c.py", "def c(): pass\n")]);
    fs::create_dir_all(lab.dir.path().join(".git/info")).unwrap();
    fs::write(lab.dir.path().join(".gitignore"), "/src/a.py\n").unwrap();
    fs::write(lab.dir.path().join(".git/info/exclude"), "b.py\n").unwrap();
    lab.run(RuleOptions::default());
    assert_eq!(lab.symbols(), ["c"]);
    // A repository of its own has not.
    fs::create_dir(lab.root().join(".git")).unwrap();
    lab.run(RuleOptions::default());
    assert_eq!(lab.symbols(), ["a", "b", "c"]);
    // A folder that is ignored as a whole is indexed where somebody names it.
    fs::remove_dir(lab.root().join(".git")).unwrap();
    fs::write(lab.dir.path().join(".gitignore"), "src\n").unwrap();
    fs::write(lab.dir.path().join(".git/info/exclude"), "*.py\n").unwrap();
    lab.run(RuleOptions::default());
    assert_eq!(lab.symbols(), ["a", "b", "c"]);
}

#[test]
fn a_list_that_is_wrong_is_told_and_holds_as_far_as_it_goes() {
    let lab = Lab::new(&[("a.py", "def a(): pass\n"), ("b.py", "def b(): pass\n")]);
    lab.write(".gitignore", b"a{\n\xff\r\nb.py\r\n");
    lab.run(RuleOptions::default());
    assert_eq!(lab.symbols(), ["a"]);
    let told = lab.diagnostics();
    assert!(
        told.iter().any(|told| told.path == ".gitignore"
            && told.severity == Severity::Warning
            && told.message.starts_with("line 1: ")),
        "{told:?}"
    );
}

/// Where git is at hand, it is asked what it ignores.
#[test]
fn git_ignores_the_same() {
    let lab = Lab::new(&[
        (
            ".gitignore",
            "*.gen.py\nout/\n!out/keep.py\n/top.py\ndoc/**/x.py\n**/deep/y.py\na/*/z.py\n\\!odd.py\n",
        ),
        ("one.gen.py", ""),
        ("sub/.gitignore", "!two.gen.py\nlocal.py\n/only.py\nempty/\n"),
        ("sub/two.gen.py", ""),
        ("sub/local.py", ""),
        ("sub/only.py", ""),
        ("sub/in/only.py", ""),
        ("sub/in/local.py", ""),
        ("out/keep.py", ""),
        ("top.py", ""),
        ("sub/top.py", ""),
        ("doc/x.py", ""),
        ("doc/1/2/x.py", ""),
        ("deep/y.py", ""),
        ("1/deep/y.py", ""),
        ("a/b/z.py", ""),
        ("a/b/c/z.py", ""),
        ("!odd.py", ""),
        ("kept.py", ""),
    ]);
    let git = |args: &[&str]| {
        let mut git = std::process::Command::new("git");
        git.args(args).current_dir(lab.root()).env("HOME", lab.dir.path()).env_remove("GIT_DIR").output()
    };
    let Ok(made) = git(&["init", "--quiet"]) else { return };
    assert!(made.status.success());
    let listed = git(&["ls-files", "--others", "--exclude-standard"]).unwrap();
    let mut listed: Vec<String> = String::from_utf8(listed.stdout)
        .unwrap()
        .lines()
        .filter(|path| Path::new(path).extension().is_some_and(|extension| extension == "py"))
        .map(str::to_owned)
        .collect();
    listed.sort();
    lab.run(RuleOptions::default());
    let store = store::open(&lab.database()).unwrap();
    let mut found = Vec::new();
    let states = &mut |state: magellan_tui::model::FileState| {
        found.push(state.path);
        true
    };
    store.reader().unwrap().file_states(states).unwrap();
    found.sort();
    assert_eq!(found, listed);
    assert!(found.len() == 5, "{found:?}");
}
