//! Whole or not at all: whatever ends a copy early leaves the place as it was.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use magellan_tui::migrate::{Event, MigrateError, Options};
use magellan_tui::store::{Engine, StoreError};

use crate::made::{Place, change, copy, differences, options, run, watched};

#[test]
fn a_copy_that_is_cancelled_leaves_nothing() {
    let place = Place::new();
    let (path, to) = (place.fixture("magellan-4.17.0.db"), place.at("copy.fjall"));
    let engines = [Engine::Fjall, Engine::Sqlite];
    for engine in engines {
        let options = Options { engine: Some(engine), ..options(&path, &to) };
        // As often as it says something: whenever it is cancelled, nothing is left.
        let mut words = 0;
        watched(&options, &AtomicBool::new(false), &mut |_| words += 1).unwrap();
        remove(&to);
        assert!(words > 10, "{words}");
        let mut cancelled = 0;
        for stop in (1..words).step_by(1 + words / 40) {
            let cancel = AtomicBool::new(false);
            let mut heard = 0;
            let outcome = watched(&options, &cancel, &mut |_| {
                heard += 1;
                cancel.store(heard >= stop, Ordering::SeqCst);
            });
            // How often it tells of rows depends on the clock, so one run may have fewer words than
            // another; and after its last word nobody can cancel any more.
            match outcome {
                Ok(_) => {
                    assert!(heard <= stop, "{stop} of {heard}");
                    remove(&to);
                }
                Err(error) => {
                    assert!(matches!(error, MigrateError::Cancelled { .. }), "{stop} of {heard}: {error:?}");
                    cancelled += 1;
                }
            }
            assert!(!to.exists() && !place.at("copy.fjall.building").exists(), "{stop}");
        }
        assert!(cancelled > 5, "{cancelled}");
    }
    let names: Vec<String> = place.names().into_iter().filter(|name| name.starts_with("copy")).collect();
    assert_eq!(names, ["copy.fjall.lock"]);
}

fn remove(path: &Path) {
    match path.is_dir() {
        true => fs::remove_dir_all(path).unwrap(),
        false => fs::remove_file(path).unwrap(),
    }
}

#[test]
fn what_is_there_is_replaced_only_when_it_is_asked_for_and_only_when_the_copy_is_whole() {
    let place = Place::new();
    let source = place.with("magellan-4.17.0.db", "CREATE TABLE mine (a); INSERT INTO mine VALUES (1);");
    for (name, engine) in [("there.db", Engine::Fjall), ("there.db", Engine::Sqlite)] {
        // An older copy of another file stands there, in either engine.
        for old in [Engine::Fjall, Engine::Sqlite] {
            let to = place.at(name);
            let other = place.fixture("magellan-2.1.0.db");
            run(&Options { engine: Some(old), ..options(&other, &to) }).unwrap();
            let refused = run(&Options { engine: Some(engine), ..options(&source, &to) });
            assert!(matches!(refused, Err(MigrateError::Exists { .. })), "{refused:?}");
            let forced = Options { engine: Some(engine), force: true, ..options(&source, &to) };
            let cancel = AtomicBool::new(false);
            let stopped = watched(&forced, &cancel, &mut |event| {
                cancel.store(matches!(event, Event::Verified { .. }), Ordering::SeqCst);
            });
            assert!(matches!(stopped, Err(MigrateError::Cancelled { .. })), "{stopped:?}");
            assert_eq!(differences(&other, &to), Vec::<String>::new(), "it is as it was");
            run(&forced).unwrap();
            assert_eq!(differences(&source, &to), Vec::<String>::new());
            assert!(!place.names().iter().any(|name| name.contains(".building")));
            remove(&to);
        }
    }
}

#[test]
fn a_file_that_is_replaced_takes_its_log_with_it() {
    let place = Place::new();
    let (source, to) = (place.fixture("magellan-2.1.0.db"), place.fixture("magellan-4.17.0.db"));
    change(&to, "PRAGMA journal_mode = WAL;");
    let reader = rusqlite::Connection::open(&to).unwrap();
    reader.execute_batch("CREATE TABLE in_the_log (a); INSERT INTO in_the_log VALUES (1);").unwrap();
    let forced = Options { engine: Some(Engine::Sqlite), force: true, ..options(&source, &to) };
    let refused = run(&forced);
    assert!(
        matches!(refused, Err(MigrateError::Store(StoreError::Locked { .. }))),
        "somebody has it open: {refused:?}"
    );
    assert_eq!(
        reader.query_row("SELECT count(*) FROM in_the_log", [], |row| row.get::<_, i64>(0)).unwrap(),
        1
    );
    // One that was killed leaves its log.
    let log = fs::read(place.at("magellan-4.17.0.db-wal")).unwrap();
    drop(reader);
    fs::write(place.at("magellan-4.17.0.db-wal"), log).unwrap();
    run(&forced).unwrap();
    assert_eq!(differences(&source, &to), Vec::<String>::new());
}

#[test]
fn what_a_killed_copy_left_is_told_and_removed() {
    let place = Place::new();
    let (path, to) = (place.fixture("magellan-4.17.0.db"), place.at("copy.fjall"));
    fs::create_dir(place.at("copy.fjall.building")).unwrap();
    fs::create_dir(place.at("copy.fjall.building/g1")).unwrap();
    fs::write(place.at("copy.fjall.building/g1/half"), "half of something").unwrap();
    let planned = magellan_tui::migrate::plan(&options(&path, &to)).unwrap();
    assert_eq!(planned.left_over, Some(place.at("copy.fjall.building")));
    let mut told = Vec::new();
    watched(&options(&path, &to), &AtomicBool::new(false), &mut |event| {
        if let Event::CleanedUp(left) = event {
            told.push(left.clone());
        }
    })
    .unwrap();
    assert_eq!(told, [place.at("copy.fjall.building")]);
    assert!(!place.at("copy.fjall.building").exists() && to.exists());
    assert_eq!(magellan_tui::migrate::plan(&options(&path, &place.at("other"))).unwrap().left_over, None);
}

#[test]
fn one_copy_at_a_time_is_made_at_a_place() {
    let place = Place::new();
    let (path, to) = (place.fixture("magellan-4.17.0.db"), place.at("copy.fjall"));
    let mut inner = None;
    watched(&options(&path, &to), &AtomicBool::new(false), &mut |event| {
        if matches!(event, Event::Copied { .. }) && inner.is_none() {
            inner = Some(run(&options(&path, &to)));
        }
    })
    .unwrap();
    assert!(matches!(inner, Some(Err(MigrateError::Store(StoreError::Locked { .. })))), "{inner:?}");
    assert_eq!(differences(&path, &to), Vec::<String>::new());
}

#[test]
fn a_source_in_a_folder_keeps_its_records() {
    let place = Place::new();
    let folder = place.own(Engine::Fjall);
    let before = place.at("before.fjall");
    crate::made::copy_with(&folder, &before, Engine::Fjall);
    copy(&folder, &place.at("copy.db"));
    assert_eq!(differences(&before, &folder), Vec::<String>::new());
    crate::contents::assert_clean(&*magellan_tui::store::open(&folder).unwrap());
}

#[test]
fn an_index_is_copied_where_a_killed_copy_of_one_has_left_its_names() {
    let place = Place::new();
    let (path, to) = (place.own(Engine::Fjall), place.at("copy.db"));
    // As it looks while the rows come.
    fs::write(place.at("copy.db.building"), "").unwrap();
    let names = rusqlite::Connection::open(place.at("copy.db.building-names")).unwrap();
    names.execute_batch("CREATE VIRTUAL TABLE symbol_fts USING fts5(name)").unwrap();
    drop(names);
    copy(&path, &to);
    let left = || place.names().into_iter().filter(|name| name.contains(".building")).collect::<Vec<_>>();
    assert_eq!(left(), Vec::<String>::new());

    // Killed while it cleaned up.
    fs::write(place.at("again.db.building-names"), "").unwrap();
    let plan = magellan_tui::migrate::plan(&options(&path, &place.at("again.db"))).unwrap();
    assert_eq!(plan.left_over, Some(place.at("again.db.building-names")));
    copy(&path, &place.at("again.db"));
    assert_eq!(left(), Vec::<String>::new());
}

#[test]
fn what_no_copy_has_left_is_not_removed() {
    let place = Place::new();
    let path = place.fixture("magellan-4.17.0.db");
    fs::create_dir(place.at("house.building")).unwrap();
    fs::write(place.at("house.building/plan"), "mine").unwrap();
    fs::write(place.at("shed.building"), "mine, too").unwrap();
    std::os::unix::fs::symlink("nowhere", place.at("barn.building")).unwrap();
    for name in ["house", "shed", "barn"] {
        let to = options(&path, &place.at(name));
        for outcome in [magellan_tui::migrate::plan(&to).map(drop), run(&to).map(drop)] {
            let refused = matches!(&outcome, Err(MigrateError::InTheWay { path })
                if *path == place.at(&format!("{name}.building")));
            assert!(refused, "{outcome:?}");
        }
    }
    assert_eq!(fs::read_to_string(place.at("house.building/plan")).unwrap(), "mine");
    assert_eq!(fs::read_to_string(place.at("shed.building")).unwrap(), "mine, too");
    assert!(place.at("barn.building").is_symlink());
}

#[test]
fn what_somebody_puts_there_meanwhile_is_not_replaced() {
    let place = Place::new();
    let path = place.fixture("magellan-4.17.0.db");
    for engine in [Engine::Fjall, Engine::Sqlite] {
        let to = place.at(engine.as_str());
        let options = Options { engine: Some(engine), force: true, ..options(&path, &to) };
        let outcome = watched(&options, &AtomicBool::new(false), &mut |event| {
            if matches!(event, Event::Verified { .. }) && !to.exists() {
                fs::create_dir(&to).unwrap();
                fs::write(to.join("plan"), "mine").unwrap();
            }
        });
        assert!(matches!(outcome, Err(MigrateError::NotReplaced { .. })), "{outcome:?}");
        assert_eq!(fs::read_to_string(to.join("plan")).unwrap(), "mine");
        assert!(!place.names().iter().any(|name| name.contains(".building")));
    }
}

#[test]
fn a_path_that_is_no_text_is_reported_all_the_same() {
    use std::os::unix::ffi::OsStrExt;
    let place = Place::new();
    let path = place.fixture("magellan-4.17.0.db");
    let to = place.at("x").with_file_name(std::ffi::OsStr::from_bytes(b"\xFF.fjall"));
    let planned = magellan_tui::migrate::plan(&options(&path, &to)).unwrap();
    let planned: serde_json::Value = serde_json::to_value(&planned).unwrap();
    assert!(planned["to"].as_str().unwrap().ends_with("\u{FFFD}.fjall"));
    let report = copy(&path, &to);
    let written: serde_json::Value = serde_json::to_value(&report).unwrap();
    let kept = fs::read_to_string(to.join("copied")).unwrap();
    assert_eq!(serde_json::from_str::<serde_json::Value>(&kept).unwrap(), written);
}
