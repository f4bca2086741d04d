//! The real binary, by its command line: results, messages and exit codes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod ask;
mod config;
mod engines;
mod export;
mod formats;
mod locks;
#[allow(dead_code, reason = "other tests use more of it")]
#[path = "../store_contract/made.rs"]
mod made;
mod rules;
mod scip;
mod signals;
mod unreached;
mod verify;
mod watch;
mod world;

use std::fs;

use world::{World, listing};

#[test]
fn help_and_version_are_results() {
    let world = World::new();
    let help = world.command().arg("--help").output().unwrap();
    let text = String::from_utf8(help.stdout).unwrap();
    assert!(help.status.success() && help.stderr.is_empty());
    for named in [
        "index",
        "status",
        "verify",
        "export",
        "--root",
        "--symbol",
        "--engine",
        "--wait",
        "--theme",
        "--log",
        "FILE:LINE",
        "Exit codes: 0 ",
        "3 another program",
    ] {
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
        &["index", ".", "--wait", "-1"],
        &["--wait", "soon", "."],
        &["verify"],
        &["export", "."],
        &["export", ".", "--format", "paper"],
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
    for args in [
        &["nowhere"][..],
        &["status", "nowhere"],
        &["index", "nowhere"],
        &["verify", "nowhere"],
        &["export", "nowhere", "--format", "jsonl"],
    ] {
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
    for args in [&["status", "notes"][..], &["verify", "notes"], &["export", "notes", "--format", "jsonl"]] {
        world.refuses(args, 1, &["notes", "no index", "magellan-tui index"]);
    }
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
