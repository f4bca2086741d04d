//! The real binary, by its command line: results, messages and exit codes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

/// A home of its own for the program, and a folder for what it is given.
struct World {
    home: TempDir,
    dir: TempDir,
}

impl World {
    fn new() -> World {
        World { home: TempDir::new().unwrap(), dir: TempDir::new().unwrap() }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_magellan-tui"));
        command.env_clear().env("HOME", self.home.path()).current_dir(self.dir.path());
        command
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    fn project(&self) -> PathBuf {
        self.file("project/src/lib.rs", "pub fn outer() { inner() }\nfn inner() {}\n");
        self.file("project/tool.py", "def main():\n    helper()\n\ndef helper():\n    pass\n");
        self.dir.path().join("project")
    }

    /// Runs it and holds it to one clear line on standard error, nothing on standard output, and that
    /// nothing was made or changed.
    fn refuses(&self, args: &[&str], code: i32, says: &[&str]) {
        let before = listing(self.dir.path());
        let output = self.command().args(args).output().unwrap();
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{args:?}: {message}");
        assert_eq!(message.lines().count(), 1, "{args:?}: {message}");
        for said in says {
            assert!(message.contains(said), "{args:?}: {message}");
        }
        assert!(output.stdout.is_empty(), "{args:?}");
        assert_eq!(listing(self.dir.path()), before, "{args:?} made or changed a file");
    }

    /// The same of the bare command, of `status` and of `index --db`.
    fn is_no_database(&self, name: &str, says: &[&str]) {
        self.project();
        let mut named = vec![name];
        named.extend(says);
        self.refuses(&[name], 1, &named);
        self.refuses(&["status", name], 1, &named);
        self.refuses(&["index", "project", "--db", name], 1, &named);
    }
}

/// Every path below a folder with its content.
fn listing(folder: &Path) -> Vec<(PathBuf, Option<Vec<u8>>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path.clone());
            }
            found.push((path.clone(), fs::read(&path).ok()));
        }
    }
    found.sort();
    found
}

fn status_json(world: &World, path: &str) -> serde_json::Value {
    let output = world.command().args(["status", "--json", path]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn help_and_version_are_results() {
    let world = World::new();
    let help = world.command().arg("--help").output().unwrap();
    let text = String::from_utf8(help.stdout).unwrap();
    assert!(help.status.success() && help.stderr.is_empty());
    for named in ["index", "status", "--root", "--symbol", "--theme", "--log", "FILE:LINE"] {
        assert!(text.contains(named), "{named} is not in the help");
    }
    let version = world.command().arg("--version").output().unwrap();
    let expected = format!("magellan-tui {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(String::from_utf8(version.stdout).unwrap(), expected);
}

#[test]
fn wrong_usage_is_exit_2() {
    let world = World::new();
    for args in [
        &["--no-such-option"][..],
        &["index"],
        &["status"],
        &["index", ".", "--jobs", "0"],
        &["index", ".", "--engine", "paper"],
        &[".", "not-a-place"],
        &["--theme", "dark", "status", "db"],
        &["one", "two:2", "three"],
    ] {
        world.refuses(args, 2, &["magellan-tui: ", "; see --help"]);
    }
    world.refuses(&["--theme", "pink", "db"], 2, &["'pink'", "--theme", "auto, dark, light"]);
    world.refuses(&[".", "src/x.rs"], 2, &["src/x.rs", "a file and a line"]);
}

#[test]
fn a_message_never_steers_the_terminal() {
    let world = World::new();
    let name = "no\x1b[31mway\u{202e}";
    for args in [&[name][..], &["status", name], &["index", name], &["--theme", name]] {
        let output = world.command().args(args).output().unwrap();
        let message = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success());
        assert!(!message.contains(['\x1b', '\u{202e}']), "{message:?}");
        assert!(message.contains("way"), "{message}");
    }
}

#[test]
fn a_path_that_is_not_there() {
    let world = World::new();
    for args in [&["nowhere"][..], &["status", "nowhere"], &["index", "nowhere"]] {
        world.refuses(args, 1, &["nowhere", "no such file"]);
    }
}

#[test]
fn an_empty_file() {
    let world = World::new();
    world.file("empty.db", "");
    world.is_no_database("empty.db", &["empty", "index"]);
}

#[test]
fn a_text_file() {
    let world = World::new();
    world.file("notes.txt", "not a database\n");
    world.is_no_database("notes.txt", &["text"]);
    let output = world.command().args(["index", "notes.txt"]).output().unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(message, "magellan-tui: notes.txt: not a folder; give a folder of source\n");
}

#[test]
fn a_mag2_file() {
    let world = World::new();
    world.file("old.db", b"MAG2\0\0\0\x01more of it");
    world.is_no_database("old.db", &["MAG2", "index"]);
}

#[test]
fn a_sqlite_file_of_something_else() {
    let world = World::new();
    let path = world.dir.path().join("bookmarks.db");
    let database = rusqlite::Connection::open(&path).unwrap();
    database.execute_batch("CREATE TABLE places (url TEXT)").unwrap();
    database.close().unwrap();
    world.refuses(&["status", "bookmarks.db"], 1, &["bookmarks.db", "not Magellan's"]);
    world.project();
    let output = world.command().args(["index", "project", "--db", "bookmarks.db"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_truncated_database() {
    let world = World::new();
    world.project();
    world.command().args(["index", "project", "--db", "whole.db", "--quiet"]).assert().success();
    let whole = fs::read(world.dir.path().join("whole.db")).unwrap();
    world.file("cut.db", &whole[..whole.len() / 2]);
    let output = world.command().args(["status", "cut.db"]).output().unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(message.contains("cut.db") && message.contains("damaged"), "{message}");
    assert!(output.stdout.is_empty());
}

#[test]
fn a_folder_without_source() {
    let world = World::new();
    world.file("notes/readme.txt", "nothing to index");
    world.refuses(&["index", "notes"], 1, &["notes", "no source"]);
    world.refuses(&["index", "notes", "--db", "new.db"], 1, &["notes", "no source"]);
    world.refuses(&["status", "notes"], 1, &["notes", "no index", "magellan-tui index"]);
}

#[test]
fn a_database_without_a_folder_to_be_in() {
    let world = World::new();
    world.project();
    world.refuses(
        &["index", "project", "--db", "nowhere/x.db"],
        1,
        &["magellan-tui: nowhere: no such folder", "--db"],
    );
    let long = "x".repeat(3000);
    let message = world.command().args(["index", &long]).output().unwrap().stderr;
    assert!(message.len() < 400, "{}", String::from_utf8_lossy(&message));
}

#[test]
fn one_of_a_thing_is_one() {
    let world = World::new();
    world.file("one/a.py", "def a(): pass\n");
    let output = world.command().args(["index", "one"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.starts_with("1 file: 1 indexed (1 symbol, 0 references and calls)"), "{text}");
}

#[test]
fn a_locked_database() {
    let world = World::new();
    world.project();
    world.command().args(["index", "project", "--db", "held.db", "--quiet"]).assert().success();
    let holder = rusqlite::Connection::open(world.dir.path().join("held.db")).unwrap();
    holder.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE").unwrap();
    let output = world.command().args(["status", "held.db"]).output().unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{message}");
    assert!(message.contains("held.db") && message.contains("locked"), "{message}");
}

#[cfg(unix)]
#[test]
fn no_permission() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new();
    let path = world.file("secret.db", "SQLite format 3\0");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o0)).unwrap();
    if fs::read(&path).is_ok() {
        return; // The superuser may read everything.
    }
    world.is_no_database("secret.db", &["permission denied"]);
    let folder = world.dir.path().join("closed");
    fs::create_dir(&folder).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o0)).unwrap();
    for args in [["status", "closed"], ["index", "closed"]] {
        world.refuses(&args, 1, &["closed: Permission denied", "that you may read"]);
    }
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn the_explorer_needs_a_terminal_and_says_what_does_not() {
    let world = World::new();
    world.project();
    world.refuses(&["project"], 2, &["terminal", "magellan-tui status", "project"]);
    world.refuses(&[], 2, &["terminal"]);
}

#[test]
fn an_index_is_made_and_told_of() {
    let world = World::new();
    world.project();
    let output = world.command().args(["index", "project", "--timings"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for part in ["2 files", "walk", "read", "parse", "extract", "resolve", "write", "wall"] {
        assert!(text.contains(part), "{text}");
    }
    assert!(world.dir.path().join("project/.magellan/tui.db").is_file());
    // By the folder and by the file alike.
    let status = status_json(&world, "project");
    assert_eq!(status["engine"], "sqlite");
    assert_eq!(status["schema_version"], 21);
    assert_eq!(status["project"], "project");
    assert!(status["size_bytes"].as_u64().unwrap() > 0);
    let root = fs::canonicalize(world.dir.path().join("project")).unwrap();
    assert_eq!(status["root"], root.to_str().unwrap());
    let keys: Vec<&str> = status["counts"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        [
            "files",
            "symbols",
            "references",
            "calls",
            "imports",
            "edges",
            "chunks",
            "executions",
            "file_metrics",
            "symbol_metrics",
            "ast_nodes",
            "cfg_blocks",
            "cfg_edges"
        ]
    );
    assert_eq!(status["counts"]["files"], 2);
    assert_eq!(status["counts"]["symbols"], 4);
    assert_eq!(status["counts"]["calls"], 2);
    assert_eq!(status["counts"]["executions"], 1);
    assert_eq!(status, status_json(&world, "project/.magellan/tui.db"));
    let text = world.command().args(["status", "project"]).output().unwrap();
    assert!(String::from_utf8(text.stdout).unwrap().contains("sqlite"));
}

/// A project that takes long enough to index to be interrupted.
#[cfg(unix)]
fn long_project(world: &World) {
    let text: String = (0..2000).map(|at| format!("def f{at}(x):\n    return f{at}(x)\n\n")).collect();
    for at in 0..300 {
        world.file(&format!("long/m{at}.py"), &text);
    }
}

/// Waits until `seen`, for a minute at most.
#[cfg(unix)]
fn wait_until(seen: impl Fn() -> bool) {
    for _ in 0..6000 {
        if seen() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("waited in vain");
}

/// Whether this process was started with a signal ignored, as far as the system tells.
#[cfg(unix)]
fn is_ignored(signal: rustix::process::Signal) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default();
    mask >> (signal.as_raw() - 1) & 1 == 1
}

#[cfg(unix)]
#[test]
fn a_signal_stops_an_index_cleanly() {
    use rustix::process::{Pid, Signal, kill_process};
    use std::process::Stdio;
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143), (Signal::HUP, 129)] {
        if is_ignored(signal) {
            // Under `nohup`, and so in the program that is started here: it is to stay that way.
            continue;
        }
        let world = World::new();
        long_project(&world);
        let child = std::process::Command::new(env!("CARGO_BIN_EXE_magellan-tui"))
            .args(["index", "long", "--jobs", "1", "--db", "long.db"])
            .current_dir(world.dir.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // The files are being read: the database under construction is there.
        wait_until(|| world.dir.path().join("long.db.building").exists());
        kill_process(Pid::from_raw(child.id() as i32).unwrap(), signal).unwrap();
        let output = child.wait_with_output().unwrap();
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{message}");
        assert_eq!(message.lines().count(), 1, "{message}");
        assert!(message.contains("long: interrupted"), "{message}");
        assert!(!world.dir.path().join("long.db.building").exists());
        let database = world.dir.path().join("long.db");
        if !database.exists() {
            continue; // Interrupted before anything was read.
        }
        let database = rusqlite::Connection::open(database).unwrap();
        let row = "SELECT outcome, error_message FROM execution_log";
        let row: (String, String) =
            database.query_row(row, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        assert_eq!(row.0, "partial");
        assert!(row.1.starts_with("interrupted"), "{row:?}");
    }
}

#[test]
fn quiet_is_quiet() {
    let world = World::new();
    world.project();
    let output = world.command().args(["index", "project", "--quiet", "--jobs", "1"]).output().unwrap();
    assert!(output.status.success() && output.stdout.is_empty() && output.stderr.is_empty());
}

#[test]
fn a_log_is_written_on_request_alone() {
    let world = World::new();
    world.project();
    world.command().args(["index", "project", "--quiet"]).assert().success();
    let before = listing(world.home.path());
    world.command().args(["status", "nowhere", "--log", "run.log"]).assert().code(1);
    assert!(fs::read_to_string(world.dir.path().join("run.log")).unwrap().contains("nowhere"));
    world.command().env("MAGELLAN_TUI_LOG", "env.log").args(["status", "nowhere"]).assert().code(1);
    assert!(world.dir.path().join("env.log").is_file());
    assert_eq!(listing(world.home.path()), before);
}
