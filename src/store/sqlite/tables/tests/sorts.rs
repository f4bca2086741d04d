//! One sort of table after the other.

use super::*;

#[test]
fn values_keep_their_types() {
    let sql = "CREATE TABLE t(i INTEGER, n NUMERIC, r REAL, t TEXT, b BLOB, x);
        INSERT INTO t(rowid, i, n, r, t, b, x) VALUES
          (-9223372036854775808, 9223372036854775807, 'no number', 1.0, 'ä', x'00FF', 1.0),
          (0, 'text', x'31', -0.0, 5, 'text', '5'),
          (3, NULL, 1e300, 9007199254740993, CAST(x'FF00FE' AS TEXT), '', x''),
          (9223372036854775807, -1, 0.1, 'text', CAST(x'610062' AS TEXT), zeroblob(5), -0.0);";
    assert_same(sql);
    for encoding in ["UTF-16le", "UTF-16be"] {
        assert_same(&format!("PRAGMA encoding = '{encoding}'; {sql}"));
    }
}

#[test]
fn text_in_halves_of_characters_is_kept() {
    for (encoding, half) in [("UTF-16le", "00D8"), ("UTF-16be", "D800")] {
        let (_file, after) = assert_same(&format!(
            "PRAGMA encoding = '{encoding}'; CREATE TABLE t(a TEXT);
             INSERT INTO t VALUES (CAST(x'{half}' AS TEXT)), ('ab'), (x'D800')"
        ));
        let hex: String =
            after.query_row("SELECT hex(CAST(a AS BLOB)) FROM t", [], |row| row.get(0)).unwrap();
        assert_eq!(hex, half);
    }
}

#[test]
fn values_that_their_column_would_convert_stay_as_they_are() {
    // As nothing but a changed schema makes them.
    assert_same(
        "CREATE TABLE t(a, b, c); INSERT INTO t VALUES ('12', 5, 1.0), (1.0, '1e3', 7);
         PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET sql = 'CREATE TABLE t(a INTEGER, b TEXT, c NUMERIC)';
         PRAGMA writable_schema = RESET;",
    );
}

#[test]
fn names_of_all_sorts() {
    assert_same(
        "CREATE TABLE \"select\"(\"from\", \"a\"\"b\", [c d], `e.f`, '', \"ä\nö\");
         INSERT INTO \"select\" VALUES (1, 2, 3, 4, 5, 6);
         CREATE INDEX \"in\"\"dex\" ON \"select\"(\"a\"\"b\", \"\");
         CREATE TABLE \"a'b\"\"c;--\"(x UNIQUE); INSERT INTO \"a'b\"\"c;--\" VALUES ('z'), ('y');
         CREATE TABLE \"\"(a); INSERT INTO \"\" VALUES (1);
         CREATE TABLE \"nocase\"(a TEXT COLLATE NOCASE PRIMARY KEY); INSERT INTO \"nocase\" VALUES ('A'), ('b');
         CREATE INDEX expressions ON \"nocase\"(lower(a));
         CREATE TABLE frame0(c0, c1); INSERT INTO frame0 VALUES (1, 2);",
    );
}

#[test]
fn a_hidden_name_of_the_rowid_is_another_name() {
    let (file, _) = assert_same(
        "CREATE TABLE a(RowID, x); INSERT INTO a(_rowid_, rowid) VALUES (7, 'seven'), (-3, 'less');
         CREATE TABLE b(rowid, _rowid_, x); INSERT INTO b(oid, x) VALUES (9, 1);
         CREATE TABLE c(rowid, _rowid_, oid INTEGER PRIMARY KEY); INSERT INTO c VALUES (1, 2, 33);
         CREATE TABLE d(rowid AS (x * 2), x); INSERT INTO d(oid, x) VALUES (5, 5);
         CREATE TABLE e(rowid INTEGER PRIMARY KEY, x); INSERT INTO e VALUES (8, 8);",
    );
    let names: Vec<_> = file.schema().unwrap().tables.into_iter().map(|table| table.rowid).collect();
    assert_eq!(names, ["_rowid_", "oid", "oid", "_rowid_", "_rowid_"].map(|name| Some(name.to_owned())));
}

#[test]
fn keys_of_tables_without_rowid() {
    let (file, _) = assert_same(
        "CREATE TABLE a(v, k TEXT PRIMARY KEY, w) WITHOUT ROWID;
         INSERT INTO a VALUES (1, 'b', 2), (3, 'a', 4), (5, 'c', NULL);
         CREATE TABLE b(x, y INTEGER, z TEXT COLLATE NOCASE, PRIMARY KEY(z DESC, x, z COLLATE BINARY)) WITHOUT ROWID;
         INSERT INTO b VALUES (1, 1, 'B'), (1, 2, 'b'), (2, 3, 'a'), (0, 4, 'B');
         CREATE INDEX bi ON b(y DESC) WHERE y > 1;
         CREATE TABLE c(id INTEGER PRIMARY KEY, g AS (id + 1), s AS (id * 2) STORED, t UNIQUE) WITHOUT ROWID;
         INSERT INTO c VALUES (4, 'x'), (-4, 'y');",
    );
    let schema = file.schema().unwrap();
    assert!(schema.tables.iter().all(|table| table.rowid.is_none()));
    let keys: Vec<i64> =
        all_rows(&reading(&file.path), &schema.tables[0], Some(1)).into_iter().map(|row| row.0).collect();
    assert_eq!(keys, [2, 3], "their places in the order of the key");
}

#[test]
fn generated_columns_and_what_depends_on_them() {
    let (_file, after) = assert_same(
        "CREATE TABLE t(a INTEGER, v AS (a + 1), b, s TEXT AS (a || 'x') STORED, c, UNIQUE(v, s));
         INSERT INTO t VALUES (1, 'b', 'c'), (2, NULL, x'00');
         CREATE INDEX i ON t(v DESC, s) WHERE v > 1;
         CREATE INDEX e ON t(a * 2, substr(b, 1, 1) COLLATE RTRIM);",
    );
    let found: (i64, String, String) = after
        .query_row("SELECT v, s, c FROM t INDEXED BY i WHERE v = 2 AND v > 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .unwrap();
    assert_eq!(found, (2, "1x".to_owned(), "c".to_owned()));
}

#[test]
fn constraints_hold_nothing_up() {
    let (_file, after) = assert_same(
        "CREATE TABLE parent(id INTEGER PRIMARY KEY);
         CREATE TABLE child(p REFERENCES parent(id) ON DELETE CASCADE, n NOT NULL DEFAULT 'd');
         INSERT INTO child VALUES (77, 1);
         PRAGMA ignore_check_constraints = ON;
         CREATE TABLE c(a CHECK (a > 5)); INSERT INTO c VALUES (1);
         CREATE TABLE s(a INT, b TEXT, c ANY) STRICT; INSERT INTO s VALUES (1, 'a', 1.5);
         CREATE TABLE more(a); INSERT INTO more VALUES (1); ALTER TABLE more ADD COLUMN b DEFAULT 'later';
         CREATE TABLE log(x);
         CREATE TRIGGER noisy AFTER INSERT ON c BEGIN INSERT INTO log VALUES (new.a); END;",
    );
    let logged: i64 = after.query_row("SELECT count(*) FROM log", [], |row| row.get(0)).unwrap();
    assert_eq!(logged, 0, "no trigger was at work");
    after.execute_batch("PRAGMA ignore_check_constraints = OFF; INSERT INTO c VALUES (6)").unwrap();
    let logged: i64 = after.query_row("SELECT count(*) FROM log", [], |row| row.get(0)).unwrap();
    assert_eq!(logged, 1, "but it is there");
}

#[test]
fn what_sqlite_keeps_for_itself() {
    let (_file, after) = assert_same(
        "CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, a);
         CREATE TABLE u(id INTEGER PRIMARY KEY AUTOINCREMENT);
         INSERT INTO t(a) VALUES (1), (2), (3); DELETE FROM t WHERE id = 3;
         INSERT INTO sqlite_sequence(rowid, name, seq) VALUES (40, 'gone', 5), (41, 't', 'text');
         CREATE INDEX i ON t(a); ANALYZE;
         PRAGMA user_version = -5; PRAGMA application_id = 1299079028; PRAGMA journal_mode = WAL;",
    );
    after.execute("INSERT INTO u DEFAULT VALUES", []).unwrap();
    let stat: i64 = after.query_row("SELECT count(*) FROM sqlite_stat4", [], |row| row.get(0)).unwrap();
    assert!(stat > 0);
    // Left without any table that needs it.
    assert_same(
        "CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT); INSERT INTO t VALUES (9); DROP TABLE t;
         CREATE TABLE after(a);",
    );
}

#[test]
fn virtual_tables_and_their_shadows() {
    let (_file, after) = assert_same(
        "CREATE TABLE docs(id INTEGER PRIMARY KEY, body TEXT);
         CREATE VIRTUAL TABLE outside USING fts5(body, content='docs', content_rowid='id');
         CREATE TRIGGER keep AFTER INSERT ON docs BEGIN
           INSERT INTO outside(rowid, body) VALUES (new.id, new.body); END;
         INSERT INTO docs(body) VALUES ('one two'), ('two three');
         CREATE VIRTUAL TABLE none USING fts5(a, b, content='', contentless_delete=1);
         INSERT INTO none VALUES ('x y', 'z'); DELETE FROM none WHERE none MATCH 'q';
         CREATE VIRTUAL TABLE inside USING fts5(a, prefix='2 3', tokenize='trigram');
         INSERT INTO inside VALUES ('some text'), ('more text');
         CREATE VIRTUAL TABLE old USING fts4(a); INSERT INTO old VALUES ('word other');
         CREATE VIRTUAL TABLE boxes USING rtree(id, x0, x1, +note);
         INSERT INTO boxes VALUES (1, 0.5, 2, 'n'), (2, 5, 6, NULL);
         CREATE VIEW seen AS SELECT body FROM docs; CREATE VIEW broken AS SELECT * FROM nothing_there;",
    );
    let count = |sql: &str| after.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM outside WHERE outside MATCH 'two'"), 2);
    assert_eq!(count("SELECT count(*) FROM none WHERE none MATCH 'y'"), 1);
    assert_eq!(count("SELECT count(*) FROM inside WHERE inside MATCH 'text'"), 2);
    assert_eq!(count("SELECT count(*) FROM old WHERE old MATCH 'other'"), 1);
    assert_eq!(count("SELECT count(*) FROM boxes WHERE x0 < 1"), 1);
    assert_eq!(count("SELECT count(*) FROM seen"), 2);
    after.execute_batch("INSERT INTO outside(outside) VALUES ('integrity-check')").unwrap();
}

#[test]
fn what_this_program_does_not_know_is_carried_where_nothing_needs_it() {
    assert_same(
        "CREATE TABLE t(a); INSERT INTO t VALUES (1);
         PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET sql = 'CREATE TABLE t(a CHECK (no_such(a)), g AS (no_such(a)))' WHERE name = 't';
         INSERT INTO sqlite_schema(type, name, tbl_name, rootpage, sql) VALUES
           ('table', 'v', 'v', 0, 'CREATE VIRTUAL TABLE v USING no_such_module(a, b)'),
           ('view', 'w', 'w', 0, 'create  view w as select no_such(a) from t -- as it was'),
           ('trigger', 'r', 't', 0, 'CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT no_such(1); END');
         PRAGMA writable_schema = RESET;",
    );
}

#[test]
fn pages_of_every_size_and_every_vacuum() {
    for size in [512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536] {
        for vacuum in 0..3 {
            assert_same(&format!(
                "PRAGMA page_size = {size}; PRAGMA auto_vacuum = {vacuum};
                 CREATE TABLE t(a, b UNIQUE); CREATE INDEX i ON t(a); CREATE TABLE w(k PRIMARY KEY, v) WITHOUT ROWID;
                 WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 60)
                 INSERT INTO t SELECT x % 7, zeroblob(x * 50) || x FROM n;
                 INSERT INTO w SELECT rowid, randomblob(700) FROM t;"
            ));
        }
    }
}

#[test]
fn the_order_of_the_schema_is_kept() {
    let (file, _) = assert_same(
        "CREATE TABLE a(x); CREATE TABLE b(x); CREATE INDEX i ON a(x); DROP TABLE b; CREATE VIEW c AS SELECT 1;
         CREATE TABLE d(x PRIMARY KEY); ALTER TABLE d RENAME TO \"a new name\";",
    );
    let rows: Vec<i64> = file.schema().unwrap().entries.iter().map(|entry| entry.row).collect();
    assert_eq!(rows, [1, 3, 4, 5, 6]);
    drop(file.connection);
}
