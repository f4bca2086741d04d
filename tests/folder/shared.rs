//! Two processes at one folder.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use magellan_tui::store::{StoreError, open, open_writer};

use crate::harness::Lab;

/// Not a test of its own: has a database open, or holds its lock, until its input ends.
#[test]
#[ignore = "started by other tests, as a process of its own"]
fn another_process() {
    let path = PathBuf::from(std::env::var_os("LAB").unwrap());
    let what = std::env::var("DOING").unwrap();
    let store = open(&path).unwrap();
    let writer = (what == "writing").then(|| open_writer(&path, std::time::Duration::ZERO).unwrap());
    println!("\nready");
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    drop((store, writer));
}

/// Runs `then` while another process has the database open.
fn beside(lab: &Lab, doing: &str, then: impl FnOnce()) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "shared::another_process", "--ignored", "--nocapture"])
        .env("LAB", lab.path())
        .env("DOING", doing)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap() == "ready"), "the other process did not come so far");
    then();
    child.stdin.take().unwrap().write_all(b"\n").unwrap();
    assert!(child.wait().unwrap().success());
}

fn notices(lab: &Lab) -> Vec<String> {
    open(&lab.path()).unwrap().reader().unwrap().meta().unwrap().notices
}

#[test]
fn a_second_reader_is_let_in_and_says_so() {
    let lab = Lab::new();
    assert_eq!(notices(&lab), Vec::<String>::new());
    beside(&lab, "reading", || {
        let notices = notices(&lab);
        assert!(notices.iter().any(|notice| notice.contains("read-only")), "{notices:?}");
        // Who reads is in nobody's way, and sees what is committed.
        let store = open(&lab.path()).unwrap();
        assert_eq!(store.reader().unwrap().counts().unwrap().executions, 1);
        lab.index();
        assert_eq!(store.reader().unwrap().counts().unwrap().executions, 2);
    });
    assert_eq!(notices(&lab), Vec::<String>::new());
}

#[test]
fn a_second_writer_waits_or_is_told_which_database() {
    let lab = Lab::new();
    beside(&lab, "writing", || {
        let error = open_writer(&lab.path(), std::time::Duration::from_millis(50)).err().unwrap();
        assert!(matches!(error, StoreError::Locked { .. }), "{error}");
        assert!(error.to_string().contains("clock.fjall"), "{error}");
        assert_eq!(open(&lab.path()).unwrap().reader().unwrap().counts().unwrap().files, 3, "readers go on");
    });
    drop(open_writer(&lab.path(), std::time::Duration::from_secs(30)).unwrap());
}
