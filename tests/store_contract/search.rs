//! The search index over names that Magellan keeps in a SQLite file, after everything that a writer does.

use magellan_tui::model::FileRecords;
use magellan_tui::store::{Engine, NewDatabase, Writer, create};
use rusqlite::Connection;

use crate::lab::Lab;
use crate::made::{project, records};

fn schema(lab: &Lab) -> Vec<String> {
    let connection = Connection::open(lab.path()).unwrap();
    let mut statement = connection
        .prepare("SELECT type || ' ' || name || ' ' || ifnull(sql, '') FROM sqlite_schema")
        .unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.collect::<rusqlite::Result<_>>().unwrap()
}

/// How many nodes a word finds, in an index that holds just the names of all nodes.
fn found(lab: &Lab, word: &str) -> i64 {
    let connection = Connection::open(lab.path()).unwrap();
    let whole: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(whole, "ok");
    connection
        .execute_batch("INSERT INTO symbol_fts(symbol_fts, rank) VALUES ('integrity-check', 1)")
        .unwrap();
    let sql = "SELECT count(*) FROM symbol_fts WHERE symbol_fts MATCH ?1";
    connection.query_row(sql, [word], |row| row.get(0)).unwrap()
}

fn named(mut file: FileRecords, name: &str) -> FileRecords {
    file.symbols[0].name = name.to_owned();
    file
}

/// What a writer may do to two files of which the first is there; how often `fresh` is found then.
type Change = fn(&mut dyn Writer, &[FileRecords]);
const CHANGES: [(&str, Change, i64); 8] = [
    ("the same", |writer, files| writer.put_file(&files[0]).unwrap(), 0),
    ("renamed", |writer, files| writer.put_file(&named(files[0].clone(), "fresh")).unwrap(), 1),
    ("new", |writer, files| writer.put_file(&named(files[1].clone(), "fresh")).unwrap(), 1),
    ("removed", |writer, files| writer.remove_file(files[0].file.id).unwrap(), 0),
    (
        "renamed twice",
        |writer, files| {
            writer.put_file(&named(files[0].clone(), "between")).unwrap();
            writer.put_file(&named(files[0].clone(), "fresh")).unwrap();
        },
        1,
    ),
    (
        "renamed and back",
        |writer, files| {
            writer.put_file(&named(files[0].clone(), "fresh")).unwrap();
            writer.put_file(&files[0]).unwrap();
        },
        0,
    ),
    (
        "removed and put",
        |writer, files| {
            writer.remove_file(files[0].file.id).unwrap();
            writer.put_file(&named(files[0].clone(), "fresh")).unwrap();
            writer.put_state(&files[0].state).unwrap();
        },
        1,
    ),
    (
        "new and removed",
        |writer, files| {
            writer.put_file(&named(files[1].clone(), "fresh")).unwrap();
            writer.remove_file(files[1].file.id).unwrap();
            writer.remove_file(files[1].file.id).unwrap();
        },
        0,
    ),
];

#[test]
fn the_search_index_holds_the_names_after_every_change() {
    let files = project(2);
    for (what, change, wanted) in CHANGES {
        let lab = Lab::with(Engine::Sqlite, &files[..1]);
        let before = schema(&lab);
        lab.change(|writer| change(writer, &files));
        assert_eq!(found(&lab, "fresh"), wanted, "{what}");
        assert_eq!(found(&lab, "between"), 0, "{what}");
        assert_eq!(schema(&lab), before, "{what}");
    }
}

#[test]
fn the_search_index_of_a_new_database_holds_the_names_after_every_change() {
    let files = project(2);
    for (what, change, wanted) in CHANGES {
        let lab = Lab::new(Engine::Sqlite);
        let mut writer = lab.create().unwrap();
        writer.put_file(&files[0]).unwrap();
        change(&mut *writer, &files);
        writer.commit().unwrap();
        assert_eq!(found(&lab, "fresh"), wanted, "{what}");
        assert_eq!(found(&lab, "between"), 0, "{what}");
        assert_eq!(schema(&lab), schema(&Lab::with(Engine::Sqlite, &[])), "{what}");
    }
}

#[test]
fn many_files_are_found_after_a_change_of_all() {
    let files = project(150);
    let lab = Lab::with(Engine::Sqlite, &files);
    lab.change(|writer| {
        for file in &files[..100] {
            writer.put_file(&named(file.clone(), "fresh")).unwrap();
        }
    });
    assert_eq!(found(&lab, "fresh"), 100);
    lab.change(|writer| files.iter().for_each(|file| writer.remove_file(file.file.id).unwrap()));
    assert_eq!(found(&lab, "fresh"), 0);
}

#[test]
fn triggers_of_somebody_else_stay_at_work() {
    let files = project(1);
    let lab = Lab::with(Engine::Sqlite, &files);
    Connection::open(lab.path())
        .unwrap()
        .execute_batch(
            "CREATE TABLE seen(name);
             CREATE TRIGGER later AFTER INSERT ON graph_entities BEGIN INSERT INTO seen VALUES (new.name); END",
        )
        .unwrap();
    lab.change(|writer| writer.put_file(&named(files[0].clone(), "fresh")).unwrap());
    assert_eq!(found(&lab, "fresh"), 1);
    let connection = Connection::open(lab.path()).unwrap();
    let seen: i64 = connection.query_row("SELECT count(*) FROM seen", [], |row| row.get(0)).unwrap();
    assert_eq!(seen, 1, "the node that has another name");
}

/// The index is built in a file of its own, whose name SQLite must not take for anything else.
#[test]
fn a_database_may_stand_at_any_path() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join(std::ffi::OsStr::from_bytes(b"file:\xFF%41?mode=memory"));
    std::fs::create_dir(&place).unwrap();
    let new = NewDatabase { root: "/x", project: "x", created_at: 1 };
    let mut writer = create(&place.join("x.db"), Engine::Sqlite, &new, std::time::Duration::ZERO).unwrap();
    writer.put_file(&records(1, "a.rs", 1)).unwrap();
    writer.commit().unwrap();
    let mut files: Vec<_> =
        std::fs::read_dir(&place).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    files.sort();
    assert_eq!(files, ["x.db", "x.db.lock"]);
}
