//! Who holds a database, and who waits for it.

use std::fs::{self, File};
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::world::{ENGINES, World, status_json};

/// A world with an index of `project` at `held`, and its writers' lock, taken.
fn held(engine: &str) -> (World, File) {
    let world = World::new();
    world.project();
    world.run(&["index", "project", "--db", "held", "--quiet", "--engine", engine]);
    let lock = File::options().write(true).open(world.path("held.lock")).unwrap();
    lock.try_lock().unwrap();
    (world, lock)
}

fn spawn(world: &World, args: &[&str]) -> Child {
    std::process::Command::new(env!("CARGO_BIN_EXE_magellan-tui"))
        .args(args)
        .env_clear()
        .env("HOME", world.home.path())
        .current_dir(world.dir.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn a_second_writer_is_told_which_database_and_what_to_do() {
    for engine in ENGINES {
        let (world, _lock) = held(engine);
        let says = ["held: ", "locked", "wait", "--wait SECONDS", "end it"];
        world.fails(&["index", "project", "--db", "held"], 3, &says);
        world.fails(&["index", "project", "--db", "held", "--wait", "1"], 3, &says);
        // Readers do not care.
        assert_eq!(status_json(&world, "held")["counts"]["executions"], 1);
        world.run(&["verify", "held"]);
        world.run(&["export", "held", "--format", "jsonl"]);
    }
}

#[test]
fn a_second_writer_waits_when_it_is_told_to() {
    for engine in ENGINES {
        let (world, lock) = held(engine);
        let mut child = spawn(&world, &["index", "project", "--db", "held", "--wait", "600"]);
        // Long enough that one which does not wait would be gone.
        std::thread::sleep(Duration::from_millis(300));
        assert!(child.try_wait().unwrap().is_none(), "it did not wait");
        drop(lock);
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(status_json(&world, "held")["counts"]["executions"], 2);
    }
}

#[test]
fn one_that_waited_for_the_first_index_brings_that_up_to_date() {
    for engine in ENGINES {
        let world = World::new();
        world.project();
        let lock = File::create(world.path("new.lock")).unwrap();
        lock.try_lock().unwrap();
        world.refuses(&["index", "project", "--db", "new", "--engine", engine], 3, &["new: ", "locked"]);
        let child = spawn(&world, &["index", "project", "--db", "new", "--engine", engine, "--wait", "600"]);
        // What the other makes appears whole, while the lock is still held.
        world.run(&["index", "project", "--db", "other", "--engine", engine, "--quiet"]);
        fs::rename(world.path("other"), world.path("new")).unwrap();
        drop(lock);
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(status_json(&world, "new")["counts"]["executions"], 2);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_wait_can_be_interrupted() {
    use crate::signals::{interrupt, is_ready};
    for engine in ENGINES {
        let (world, _lock) = held(engine);
        let child = spawn(&world, &["index", "project", "--db", "held", "--wait", "600"]);
        crate::signals::wait_until(|| is_ready(&child));
        interrupt(&child);
        let output = child.wait_with_output().unwrap();
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(130), "{message}");
        assert!(
            message.contains("project: interrupted") && message.contains("nothing was changed"),
            "{message}"
        );
        assert_eq!(status_json(&world, "held")["counts"]["executions"], 1);
    }
}

#[test]
fn a_sqlite_file_that_is_held_is_not_read() {
    let world = World::new();
    world.project();
    world.run(&["index", "project", "--db", "held.db", "--quiet"]);
    let holder = rusqlite::Connection::open(world.path("held.db")).unwrap();
    holder.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE").unwrap();
    for args in
        [&["status", "held.db"][..], &["verify", "held.db"], &["export", "held.db", "--format", "jsonl"]]
    {
        let output = world.command().args(args).output().unwrap();
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(3), "{message}");
        assert!(message.contains("held.db") && message.contains("locked"), "{message}");
    }
}
