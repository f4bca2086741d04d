//! A copy into the other engine, step by step, on real disks.

use std::path::Path;

use crate::common;
use crate::session::{Session, World};

const DARK: [&str; 3] = ["sample.db", "--theme", "dark"];

/// At the plan of the usual copy.
fn at_plan(session: &mut Session) {
    session.wait_for("Stands out");
    session.send("M");
    session.wait_for("\u{2713} sound");
    session.send("\r");
    session.wait_for("\u{2713} nothing is there yet");
    session.send("\r");
    session.wait_for("parts to copy");
}

/// A table of its own with so many rows that copying them is no matter of a moment.
fn enlarge(path: &Path) {
    let database = rusqlite::Connection::open(path).unwrap();
    database
        .execute_batch(
            "CREATE TABLE ballast AS
             WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600000)
             SELECT i, 'ballast ' || i AS words FROM n",
        )
        .unwrap();
}

/// What stands in the folder, but for what engines keep beside databases.
fn names(world: &World) -> Vec<String> {
    let names = std::fs::read_dir(world.path("")).unwrap();
    let mut names: Vec<String> =
        names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| ![".lock", "-wal", "-shm"].iter().any(|ending| name.ends_with(ending)));
    names.sort();
    names
}

#[test]
fn there_and_back_to_the_first_step_and_a_bad_path() {
    let world = World::with_sample();
    let mut session = world.start(&DARK);
    at_plan(&mut session);
    session.send("\x7f");
    session.wait_for("\u{2039}fjall\u{203a}");
    session.send("t");
    session.wait_for("\u{2039}sqlite\u{203a}");
    session.wait_for("path      sample-2.db");
    session.send("e\x15nowhere/copy.db");
    session.wait_for("\u{2717} there is no folder");
    session.send("\r\r");
    session.wait_for("! there is no folder");
    session.send("e\x15sample.db\r");
    session.wait_for("is the database that is to be copied");
    session.send("\x1b");
    session.wait_for("\u{2713} sound");
    session.send("\x1b");
    session.wait_for("Stands out");
    session.quit();
    assert_eq!(names(&world), ["sample.db"]);
}

#[test]
fn a_copy_is_made_and_opened_and_copied_back() {
    let world = World::with_sample();
    let before = std::fs::read(world.path("sample.db")).unwrap();
    let mut session = world.start(&DARK);
    at_plan(&mut session);
    session.send("\r");
    session.wait_for("every part of the copy is the same");
    session.send("\r");
    session.wait_for("The copy is made, and is the same as its source.");
    session.send("\r");
    session.wait_for("this is the copy");
    session.wait_for("engine   fjall");
    session.wait_for("Orrery::attach");
    session.send("\x10gearerr");
    session.wait_for("1 of 93");
    session.send("\r");
    session.wait_for("src \u{203a} gear.rs \u{203a} GearError");
    // And into SQLite again, beside what is there.
    session.send("M");
    session.wait_for("\u{2713} sound");
    session.send("\r");
    session.wait_for("\u{2039}sqlite\u{203a}");
    session.wait_for("sample-2.db");
    session.send("\r");
    session.wait_for("parts to copy");
    session.send("\r");
    session.wait_for("every part of the copy is the same");
    session.send("\r");
    session.wait_for("The copy is made");
    session.send("\x1b");
    session.wait_for("src \u{203a} gear.rs \u{203a} GearError");
    session.quit();
    assert_eq!(names(&world), ["sample-2.db", "sample.db", "sample.fjall"]);
    assert_eq!(std::fs::read(world.path("sample.db")).unwrap(), before);
}

#[test]
fn a_copy_is_stopped_in_the_middle_and_leaves_nothing() {
    let world = World::with_sample();
    enlarge(&world.path("sample.db"));
    let mut session = world.start(&DARK);
    at_plan(&mut session);
    session.send("\r");
    session.wait_for("of 60");
    session.wait_for("M Migrate ");
    session.send("2");
    session.wait_for("tools/");
    session.send("M\x1b");
    session.wait_for("Stop the copy?");
    session.send("y");
    session.wait_for("stopped; what is there is as it was");
    assert_eq!(names(&world), ["sample.db"]);
    // Leaving asks, and takes away what there is.
    session.send("\x7f");
    session.wait_for("parts to copy");
    session.send("\r");
    session.wait_for("of 60");
    session.send("q");
    session.wait_for("Leave?");
    session.send("n");
    session.wait_until("the question to go", |session| !session.text().contains("Leave?"));
    session.send("q");
    session.wait_for("Leave?");
    session.send("y");
    assert!(session.wait().success());
    session.wait_until_given_back();
    session.wait_for("taking away what was copied");
    assert_eq!(names(&world), ["sample.db"]);
}

#[test]
fn nothing_is_drawn_without_a_cause() {
    let world = World::new();
    common::write_clock(&world.path("clock"));
    let mut session = world.start(&["clock", "--theme", "dark"]);
    session.wait_for("Stands out");
    session.send("M");
    session.wait_for("\u{2713} sound");
    let steps = [
        ("", "indexed "),
        ("\r", "\u{2713} nothing is there yet"),
        ("\r", "parts to copy"),
        ("\r", "every part"),
    ];
    for (key, shown) in steps {
        session.send(key);
        session.wait_for(shown);
        // What is still on its way.
        std::thread::sleep(std::time::Duration::from_millis(500));
        let before = session.raw().len();
        std::thread::sleep(std::time::Duration::from_millis(500));
        assert_eq!(session.raw().len(), before, "{shown}");
    }
    session.quit();
}
