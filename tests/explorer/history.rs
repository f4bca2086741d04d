//! The log of runs.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::harness::World;
use crate::pictures::pictures as pictures_of;

const SIZE: (u16, u16) = (120, 36);

/// Adds runs with the rows of a range, of which every seventh failed.
fn add_runs(path: &Path, rows: std::ops::Range<i64>) {
    let database = rusqlite::Connection::open(path).unwrap();
    let sql = "INSERT INTO execution_log (id, execution_id, tool_version, args, root, db_path, started_at,
               finished_at, duration_ms, outcome, error_message, files_indexed, symbols_indexed,
               references_indexed) VALUES (?1, ?2, '4.17.0', ?3, '/srv', 'x.db', ?4, ?4 + 5, ?5, ?6, ?7, ?8, ?9, 0)";
    database.execute_batch("BEGIN").unwrap();
    for row in rows {
        let failed = row % 7 == 0;
        let (outcome, error) = if failed { ("error", Some("no space left")) } else { ("success", None) };
        let args = format!("[\"magellan\",\"run{row}\"]");
        let began = 1_795_392_000 + row * 3_600;
        let counts = (row * 37 % 5_000, row % 40, row * 11 % 900);
        let id = format!("run-{row}");
        let values = rusqlite::params![row, id, args, began, counts.0, outcome, error, counts.1, counts.2];
        database.execute(sql, values).unwrap();
    }
    database.execute_batch("COMMIT").unwrap();
}

#[test]
fn pictures() {
    let world = World::of_changed_magellan("4.17.0", |path| add_runs(path, 2..90));
    pictures_of(&world, "history", |explorer| explorer.press("6 j j"));
    pictures_of(&world, "history-compare", |explorer| explorer.press("6 j j c j tab"));
}

#[test]
fn a_long_log_is_walked_from_end_to_end() {
    let world = World::of_changed_magellan("4.17.0", |path| add_runs(path, 2..6_000));
    let mut explorer = world.explore(SIZE);
    explorer.press("6").shows("run5999");
    explorer.press("G").shows("4.17.0");
    explorer.hides("run5999");
    for _ in 0..200 {
        explorer.press("ctrl-u");
    }
    explorer.shows("run");
    explorer.press("home").shows("run5999");
}

#[test]
fn runs_are_filtered_by_outcome_text_and_time() {
    let world = World::of_changed_magellan("4.17.0", |path| add_runs(path, 2..400));
    let mut explorer = world.explore(SIZE);
    explorer.press("6 /").type_text("outcome:error before:2026-11-24 -run21").press("enter");
    explorer.shows("1 of 2");
    explorer.shows("run14");
    explorer.press("j").shows("run7");
    explorer.press("/").type_text(" took>1y").shows("a length of time is to follow");
    explorer.press("esc").shows("run399");
}

#[test]
fn another_programs_run_is_followed() {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() as i64;
    let change = |path: &Path, sql: &str| {
        rusqlite::Connection::open(path).unwrap().execute_batch(sql).unwrap();
    };
    let begin = format!(
        "INSERT INTO execution_log (id, execution_id, tool_version, args, db_path, started_at, outcome,
         files_indexed, symbols_indexed, references_indexed)
         VALUES (900, 'live', '4.17.0', '[\"watch-live\"]', 'x.db', {now}, 'running', 0, 0, 0)"
    );
    let world = World::of_changed_magellan("4.17.0", |path| change(path, &begin));
    let mut explorer = world.explore(SIZE);
    explorer.send("6").wait_for("watch-live");
    explorer.shows("running");
    assert!(!explorer.app.is_idle(), "it waits for what comes of the run");
    let end = "UPDATE execution_log SET outcome = 'success', files_indexed = 77 WHERE id = 900";
    change(&world.dir.path().join("sample.db"), end);
    explorer.wait_for("77 files");
    explorer.hides("running");
    // Nothing waits any more.
    explorer.settle();
}

#[test]
fn what_came_while_another_screen_was_shown_is_there() {
    let world = World::of_magellan("4.17.0");
    let mut explorer = world.explore(SIZE);
    explorer.press("6 1");
    add_runs(&world.dir.path().join("sample.db"), 500..501);
    explorer.press("6").shows("run500");
}
