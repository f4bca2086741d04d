//! What cannot be copied is refused before anything is made, and the message says what to do.

use std::fs;

use magellan_tui::migrate::{MigrateError, Options};
use magellan_tui::store::{Engine, StoreError};

use crate::made::{Place, options, run};

/// Asserts that a copy is refused with these words, and that nothing was made.
fn assert_refused(place: &Place, options: &Options, words: &str) {
    let before = place.names();
    let planned = magellan_tui::migrate::plan(options).map(drop).unwrap_err().to_string();
    assert!(planned.contains(words), "{planned}");
    let error = run(options).map(drop).unwrap_err().to_string();
    assert!(error.contains(words), "{error}");
    assert!(!error.contains('\n'), "{error}");
    assert_eq!(place.names(), before, "{words}");
}

#[test]
fn a_table_that_hides_every_name_of_its_rowid_is_named() {
    let place = Place::new();
    let sql = "CREATE TABLE \"my hidden\" (rowid TEXT, _rowid_ TEXT, oid TEXT); INSERT INTO \"my hidden\" VALUES (1, 2, 3);";
    let path = place.with("magellan-4.17.0.db", sql);
    for engine in [Engine::Fjall, Engine::Sqlite] {
        let options = Options { engine: Some(engine), ..options(&path, &place.at("copy")) };
        assert_refused(&place, &options, "the table my hidden cannot be carried over");
    }
}

#[test]
fn an_index_that_needs_a_function_of_another_program_is_named() {
    let place = Place::new();
    let path = place.fixture("magellan-4.17.0.db");
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.execute_batch("CREATE TABLE mine (a); CREATE INDEX by_fold ON mine (lower(a));").unwrap();
    connection
        .execute_batch(
            "PRAGMA writable_schema = ON;
             UPDATE sqlite_schema SET sql = 'CREATE INDEX by_fold ON mine (fold(a))' WHERE name = 'by_fold';
             PRAGMA writable_schema = RESET;",
        )
        .unwrap_or_default();
    connection.close().unwrap();
    assert_refused(&place, &options(&path, &place.at("copy")), "the index by_fold cannot be carried over");
}

#[test]
fn a_place_that_cannot_take_a_copy_is_refused() {
    let place = Place::new();
    let path = place.fixture("magellan-4.17.0.db");
    let folder = place.own(Engine::Fjall);
    let refused = |to: &str, force: bool, words: &str| {
        assert_refused(&place, &Options { force, ..options(&path, &place.at(to)) }, words);
    };
    fs::write(place.at("notes.txt"), "do not lose me").unwrap();
    fs::create_dir(place.at("folder")).unwrap();
    rusqlite::Connection::open(place.at("places.sqlite"))
        .unwrap()
        .execute_batch("CREATE TABLE a (b);")
        .unwrap();
    std::os::unix::fs::symlink("nowhere", place.at("link")).unwrap();
    refused("nowhere/copy", false, "there is no folder");
    refused("notes.txt/copy", false, "there is no folder");
    refused("magellan-4.17.0.db", true, "is the database that is to be copied");
    refused("magellan-4.17.0.db-wal", true, "is the database that is to be copied");
    refused("magellan-4.17.0.db.lock", true, "is the database that is to be copied");
    for there in ["notes.txt", "folder", "places.sqlite", "link", "own.fjall"] {
        refused(there, false, "something is there already");
    }
    for there in ["notes.txt", "folder", "places.sqlite", "link"] {
        refused(there, true, "which is never replaced");
    }
    assert_eq!(fs::read_to_string(place.at("notes.txt")).unwrap(), "do not lose me");
    let inside = Options { ..options(&folder, &folder.join("copy.db")) };
    assert_refused(&place, &inside, "lies in it");
    // A link to the database is the database.
    std::os::unix::fs::symlink(&path, place.at("same")).unwrap();
    refused("same", true, "is the database that is to be copied");
}

#[test]
fn what_is_no_database_is_not_copied() {
    let place = Place::new();
    fs::write(place.at("text"), "text").unwrap();
    fs::write(place.at("empty"), "").unwrap();
    let cases = [("text", "not a database"), ("empty", "the file is empty"), ("nothing", "no such file")];
    for (name, words) in cases {
        assert_refused(&place, &options(&place.at(name), &place.at("copy")), words);
    }
}

#[test]
fn a_disk_that_is_too_small_is_told_before_anything_is_made() {
    let error = MigrateError::NoSpace { path: "x.fjall".into(), wanted: 5_000_000_000, free: 12 };
    assert!(
        error.to_string().starts_with("x.fjall: the copy takes about 5000000000 bytes, and 12 are free;")
    );
    let folder = StoreError::NoFolder { path: "a/b".into(), folder: "a".into() };
    assert!(MigrateError::from(folder).to_string().contains("there is no folder a"));
}
