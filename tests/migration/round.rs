//! From SQLite to fjall and back: the same file in everything that SQLite shows.

use std::path::Path;

use magellan_tui::model::FileMetrics;
use magellan_tui::store::{Engine, FileColumn, Order, open};

use crate::made::{FIXTURES, Place, change, copy, copy_with, differences};
use crate::raw;

/// A table, or another thing, of every sort that SQLite has.
const ZOO: &str = r#"
    CREATE TABLE "user's own" ("a ""b""" TEXT, "select" INTEGER, ünïcode REAL, " " BLOB, "" NUMERIC);
    INSERT INTO "user's own" VALUES (NULL, 9223372036854775807, -0.0, x'00ff00', 1e300),
        ('', -9223372036854775808, 3.5, x'', 'text'), (CAST(x'61ff62' AS TEXT), 'no number', 9e999, 'text', x'31'),
        ('a' || char(0) || 'b', 1.5, -9e999, 7, '007');
    CREATE TABLE without_rowid (b TEXT COLLATE NOCASE, a INTEGER, c, PRIMARY KEY (b DESC, a)) WITHOUT ROWID;
    INSERT INTO without_rowid VALUES ('x', 2, NULL), ('X', 1, 2.5), ('a', 1, x'01'), ('b', NULL IS NULL, 'z');
    CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE);
    INSERT INTO counted VALUES (-5, 'minus'), (7, 'seven'), (1000, 'gone');
    DELETE FROM counted WHERE id = 1000;
    CREATE TABLE gaps (name TEXT);
    INSERT INTO gaps (rowid, name) VALUES (-9223372036854775808, 'first'), (0, 'zero'), (9223372036854775807, 'last');
    CREATE TABLE hides ("rowid" TEXT, _ROWID_ TEXT, x);
    INSERT INTO hides VALUES ('not me', 'nor me', 1), ('not me', 'nor me', 2);
    CREATE TABLE alias ("rowid" INTEGER PRIMARY KEY, _rowid_ TEXT, oid TEXT);
    INSERT INTO alias VALUES (12, 'a', 'b');
    CREATE TABLE made (a INTEGER, b AS (a * 2) STORED, c TEXT AS (a || '!') VIRTUAL, d DEFAULT (1 + 1), CHECK (a < 100));
    INSERT INTO made (a) VALUES (1), (2), (NULL);
    CREATE TABLE strict_one (i INT, r REAL, t TEXT, b BLOB, a ANY) STRICT;
    INSERT INTO strict_one VALUES (1, 2, '3', x'04', '05'), (NULL, 1e10, NULL, NULL, 6);
    CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER NOT NULL REFERENCES counted(id) ON DELETE CASCADE);
    INSERT INTO child VALUES (1, 7), (2, 424242);
    CREATE INDEX by_expression ON gaps (lower(name), name DESC);
    CREATE UNIQUE INDEX partial ON made (a) WHERE a > 1;
    CREATE INDEX "odd ""index""" ON "user's own" ("a ""b""" COLLATE NOCASE);
    CREATE VIEW seen AS SELECT name, (SELECT count(*) FROM made) AS many FROM gaps;
    CREATE TRIGGER on_insert AFTER INSERT ON gaps BEGIN INSERT INTO made (a) VALUES (NULL); END;
    CREATE TRIGGER instead INSTEAD OF DELETE ON seen BEGIN SELECT RAISE(ABORT, 'no'); END;
    CREATE VIRTUAL TABLE words USING fts5(body, tokenize = 'trigram');
    INSERT INTO words (rowid, body) VALUES (5, 'the quick brown fox'), (-3, 'jumps over'), (900, 'the lazy dog');
    DELETE FROM words WHERE rowid = 900;
    CREATE VIRTUAL TABLE outside USING fts5(name, content = 'gaps', content_rowid = 'rowid');
    INSERT INTO outside (outside) VALUES ('rebuild');
    CREATE VIRTUAL TABLE no_content USING fts5(body, content = '');
    INSERT INTO no_content (rowid, body) VALUES (1, 'nothing is kept of this');
    CREATE VIRTUAL TABLE boxes USING rtree(id, x0, x1);
    INSERT INTO boxes VALUES (1, 0, 10), (2, -5, 5);
    CREATE TABLE empty_one (a, b, c);
    CREATE TABLE renamed (old INTEGER);
    INSERT INTO renamed VALUES (1), (2);
    ALTER TABLE renamed RENAME COLUMN old TO new;
    ALTER TABLE renamed ADD COLUMN added TEXT DEFAULT 'by alter';
    INSERT INTO renamed VALUES (3, NULL);
    ALTER TABLE renamed RENAME TO "renamed twice";
    CREATE VIEW broken AS SELECT * FROM nowhere;
    PRAGMA user_version = -77;
    PRAGMA application_id = 1234567890;
    ANALYZE;
    INSERT INTO telemetry_events (execution_id, event_type, event_name, timestamp_ns, value)
        VALUES ('x', 'y', 'z', 1, 0.1);
    INSERT INTO hnsw_indexes VALUES (3, 'v', 2, 4, 8, 'cosine', 1, 5, 6);
    INSERT INTO hnsw_vectors VALUES (9, 3, x'0000803f00000040', NULL, 1, 2, 'default');
"#;

/// Copies to fjall and back, and asserts that it is the same file.
fn assert_round(place: &Place, path: &Path) {
    let before = std::fs::read(path).unwrap();
    let (folder, back) = (place.at("copy.fjall"), place.at("back.db"));
    let report = copy(path, &folder);
    assert_eq!((report.from_engine.as_str(), report.to_engine.as_str()), ("sqlite", "fjall"));
    assert!(report.parts.iter().all(|part| part.is_equal()));
    assert_eq!(std::fs::read(path).unwrap(), before, "the source is as it was, byte for byte");
    let found = open(&folder).unwrap().verify(&mut |_, _| true).unwrap();
    assert_eq!(found.damage, Vec::<String>::new());
    assert_eq!(differences(path, &folder), Vec::<String>::new());
    copy(&folder, &back);
    raw::assert_same(path, &back);
    assert_eq!(differences(path, &back), Vec::<String>::new());
    // And once more to fjall: equal content.
    let again = place.at("again.fjall");
    copy(&back, &again);
    assert_eq!(differences(&folder, &again), Vec::<String>::new());
}

#[test]
fn the_files_of_both_magellans_come_back() {
    for fixture in FIXTURES {
        let place = Place::new();
        assert_round(&place, &place.fixture(fixture));
    }
}

#[test]
fn everything_that_sqlite_has_comes_back() {
    let place = Place::new();
    assert_round(&place, &place.with("magellan-4.17.0.db", ZOO));
}

#[test]
fn a_compacted_copy_of_a_file_is_the_same_file() {
    let place = Place::new();
    let path = place.with("magellan-4.17.0.db", ZOO);
    let copied = place.at("copied.db");
    copy_with(&path, &copied, Engine::Sqlite);
    raw::assert_same(&path, &copied);
}

#[test]
fn a_compacted_copy_of_a_folder_is_the_same_folder() {
    let place = Place::new();
    let path = place.with("magellan-4.17.0.db", ZOO);
    let (folder, compacted, back) = (place.at("a.fjall"), place.at("b.fjall"), place.at("back.db"));
    copy(&path, &folder);
    copy_with(&folder, &compacted, Engine::Fjall);
    assert_eq!(differences(&folder, &compacted), Vec::<String>::new());
    copy(&compacted, &back);
    raw::assert_same(&path, &back);
}

#[test]
fn every_page_size_encoding_and_way_of_vacuuming_comes_back() {
    let settings = [
        ("512", "UTF-8", "0", "delete"),
        ("1024", "UTF-16le", "1", "delete"),
        ("8192", "UTF-16be", "2", "delete"),
        ("65536", "UTF-8", "2", "wal"),
    ];
    for (page_size, encoding, vacuum, journal) in settings {
        let place = Place::new();
        let path = remade(&place, page_size, encoding, vacuum);
        change(&path, ZOO);
        // Text that no conversion leaves as it is: half of a surrogate pair.
        if encoding != "UTF-8" {
            change(
                &path,
                "INSERT INTO gaps (rowid, name) VALUES (77, CAST(x'00d8' AS TEXT)), (78, CAST(x'd800' AS TEXT));",
            );
        }
        change(&path, &format!("PRAGMA journal_mode = {journal};"));
        let dumped = raw::dump(&path);
        assert!(dumped.contains(&format!("page_size = {page_size}")), "{page_size}");
        assert!(dumped.contains(&format!("encoding = {encoding}")), "{encoding}");
        assert!(dumped.contains(&format!("auto_vacuum = {vacuum}")), "{vacuum}");
        assert_round(&place, &path);
    }
}

/// A Magellan file with other settings: the tables of a fixture, made anew.
fn remade(place: &Place, page_size: &str, encoding: &str, vacuum: &str) -> std::path::PathBuf {
    let from = place.fixture("magellan-4.17.0.db");
    let path = place.at("remade.db");
    let settings = format!(
        "PRAGMA page_size = {page_size}; PRAGMA encoding = '{encoding}'; PRAGMA auto_vacuum = {vacuum};"
    );
    change(&path, &settings);
    let source = raw::connect(&from);
    let mut statement = source
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%' AND name NOT LIKE '%fts%' AND name NOT LIKE 'sqlite_%'")
        .unwrap();
    let tables: Vec<(String, String)> =
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect();
    let target = rusqlite::Connection::open(&path).unwrap();
    target.execute_batch(&settings).unwrap();
    target.pragma_update(None, "foreign_keys", false).unwrap();
    for (name, sql) in tables {
        target.execute_batch(&sql).unwrap();
        let mut rows = source.prepare(&format!("SELECT * FROM {name}")).unwrap();
        let many = rows.column_count();
        let places = vec!["?"; many].join(", ");
        let mut rows = rows.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values = (0..many).map(|at| row.get::<_, rusqlite::types::Value>(at).unwrap());
            let insert = format!("INSERT INTO {name} VALUES ({places})");
            target.execute(&insert, rusqlite::params_from_iter(values)).unwrap();
        }
    }
    target.close().unwrap();
    path
}

#[test]
fn a_table_of_a_module_that_nobody_has_comes_back() {
    let place = Place::new();
    let path = place.with(
        "magellan-4.17.0.db",
        "CREATE TABLE vectors_data (id INTEGER PRIMARY KEY, vector BLOB);
         INSERT INTO vectors_data VALUES (1, x'0102');
         PRAGMA writable_schema = ON;
         INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql)
             VALUES ('table', 'vectors', 'vectors', 0, 'CREATE VIRTUAL TABLE vectors USING vec0(v float[2])');
         PRAGMA writable_schema = RESET;",
    );
    let (folder, back) = (place.at("copy.fjall"), place.at("back.db"));
    copy(&path, &folder);
    copy(&folder, &back);
    raw::assert_same(&path, &back);
}

/// A page begins behind a row of the one before, so those that are like it stand beside it.
#[test]
fn measures_of_files_that_nobody_can_tell_apart_are_all_there_in_pages_of_any_size() {
    let place = Place::new();
    let from = place.with(
        FIXTURES[1],
        "CREATE TABLE other AS SELECT * FROM file_metrics;
         INSERT INTO other SELECT other.* FROM other, (VALUES (1), (2), (3)) WHERE other.file_path LIKE '%lib%';
         DROP TABLE file_metrics;
         ALTER TABLE other RENAME TO file_metrics",
    );
    let to = place.at("copy.fjall");
    copy(&from, &to);
    for path in [&from, &to] {
        let store = open(path).unwrap();
        let reader = store.reader().unwrap();
        for column in FileColumn::ALL {
            for order in [Order::Descending, Order::Ascending] {
                let mut wanted: Vec<FileMetrics> = Vec::new();
                let mut each = |row| {
                    wanted.push(row);
                    true
                };
                reader.each_file_by(column, order, &mut each).unwrap();
                assert!(wanted.windows(4).any(|rows| rows.iter().all(|row| *row == rows[0])));
                for limit in [1, 2, 3, 1000] {
                    let mut found: Vec<FileMetrics> = Vec::new();
                    loop {
                        let page = reader.files_by(column, order, found.last(), limit).unwrap();
                        found.extend(page.items);
                        if !page.more {
                            break;
                        }
                    }
                    assert_eq!(found, wanted, "{path:?}: {column:?} {order:?} in pages of {limit}");
                }
            }
        }
    }
}
