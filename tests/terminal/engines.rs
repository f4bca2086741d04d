//! Which index the explorer takes for a folder, and who else may have it open.

use std::fs::File;

use crate::common;
use crate::session::World;

/// What the overview counts after an index was made and brought up to date.
const SECOND_RUN: &str = "executions             2";

#[test]
fn the_first_start_makes_an_index_of_the_engine_that_is_asked_for() {
    let world = World::new();
    common::write_clock(&world.path("clock"));
    let session = world.start(&["clock", "--engine", "sqlite", "--theme", "dark"]);
    session.wait_for("Stands out");
    assert!(world.path("clock/.magellan/tui.db").is_file());
    session.quit();
    // What is there is taken.
    let session = world.start(&["clock", "--theme", "dark"]);
    session.wait_for(SECOND_RUN);
    session.wait_for("engine   sqlite");
    session.quit();
    assert!(!world.path("clock/.magellan/tui.fjall").exists());
    let session = world.start(&["clock", "--engine", "fjall", "--theme", "dark"]);
    session.wait_for("engine   fjall");
    session.quit();
    assert!(world.path("clock/.magellan/tui.fjall").is_dir());
}

#[test]
fn two_explorers_have_one_index_open() {
    for engine in ["fjall", "sqlite"] {
        let world = World::new();
        common::write_clock(&world.path("clock"));
        let mut first = world.start(&["clock", "--engine", engine, "--theme", "dark"]);
        first.wait_for("Stands out");
        let second = world.start(&["clock", "--engine", engine, "--theme", "dark"]);
        // It brings the index up to date, under the first one's eyes.
        second.wait_for(SECOND_RUN);
        common::write(world.path("clock/src/lib.rs"), &format!("{}\npub fn wind() {{}}\n", common::CLOCK));
        first.send("r");
        first.wait_for("the index is up to date: 1 file read again");
        second.quit();
        first.send("\x10wind");
        first.wait_for("src/lib.rs:37");
        first.send("\r");
        first.wait_for("src \u{203a} lib.rs \u{203a} wind");
        first.quit();
    }
}

#[test]
fn an_index_that_another_program_makes_is_waited_for_on_request_alone() {
    for engine in ["fjall", "sqlite"] {
        let world = World::new();
        common::write_clock(&world.path("clock"));
        let name = if engine == "fjall" { "tui.fjall.lock" } else { "tui.db.lock" };
        std::fs::create_dir(world.path("clock/.magellan")).unwrap();
        let lock = File::create(world.path("clock/.magellan").join(name)).unwrap();
        lock.try_lock().unwrap();
        let mut session = world.start(&["clock", "--engine", engine, "--theme", "dark"]);
        assert_eq!(session.wait().exit_code(), 3);
        let session = world.start(&["clock", "--engine", engine, "--wait", "600", "--theme", "dark"]);
        session.wait_for("waiting for another writer");
        drop(lock);
        session.wait_for("Stands out");
        session.quit();
    }
}

#[test]
fn a_folder_that_is_followed_is_on_the_screen_as_it_is() {
    let world = World::new();
    common::write_clock(&world.path("clock"));
    let mut session = world.start(&["clock", "--theme", "dark", "--symbol", "tick"]);
    session.wait_for("src \u{203a} lib.rs \u{203a} Clock \u{203a} tick");
    session.send("W");
    session.wait_for("\u{25cf} following");
    common::write(world.path("clock/src/lib.rs"), &format!("pub fn wind() {{}}\n{}", common::CLOCK));
    session.wait_for("1 file changed");
    // The same symbol is selected, a line further down.
    session.wait_for("src \u{203a} lib.rs \u{203a} Clock \u{203a} tick");
    session.wait_for("fn wind");
    session.send("r");
    session.wait_for("it is up to date");
    session.send("W");
    session.wait_for("does not follow the folder any more");
    session.quit();
}
