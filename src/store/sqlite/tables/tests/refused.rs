//! What is refused, and by which name.

use super::*;
use crate::store::StoreError;

#[track_caller]
fn refused(sql: &str) -> String {
    let file = File::new(sql);
    let at = file.path.with_file_name("b.db");
    let error = match file.schema() {
        Ok(schema) => {
            let error = check_schema(Path::new("shown.db"), &schema).unwrap_err();
            assert!(Rebuild::new(&at, Path::new("shown.db"), &schema).is_err(), "{error}");
            error
        }
        Err(error) => error,
    };
    assert!(!at.exists(), "refused before anything is made");
    match error {
        StoreError::CannotCarry { what, why, .. } => format!("{what}: {why}"),
        error => panic!("{error:?}"),
    }
}

#[test]
fn a_table_that_hides_its_rowid() {
    let why = refused("CREATE TABLE ok(a); CREATE TABLE \"x y\"(rowid, OID, _rowid_ AS (1))");
    assert!(why.starts_with("table x y: its columns hide every name of its rowid"), "{why}");
}

#[test]
fn an_index_by_what_this_program_lacks() {
    let with = |sql: &str| {
        refused(&format!(
            "CREATE TABLE t(a); CREATE INDEX i ON t(a); INSERT INTO t VALUES (1);
             PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = '{sql}' WHERE name = 'i';
             PRAGMA writable_schema = RESET;"
        ))
    };
    let why = with("CREATE INDEX i ON t(no_such(a))");
    assert!(why.starts_with("index i: ") && why.contains("no_such"), "{why}");
    let why = with("CREATE INDEX i ON t(a COLLATE nowhere)");
    assert!(why.starts_with("index i: ") && why.contains("nowhere"), "{why}");
    let why = with("CREATE INDEX i ON t(a) WHERE no_such(a)");
    assert!(why.starts_with("index i: ") && why.contains("no_such"), "{why}");
}

#[test]
fn a_key_by_a_collation_that_this_program_lacks() {
    let why = refused(
        "CREATE TABLE t(a TEXT PRIMARY KEY) WITHOUT ROWID; PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET sql = 'CREATE TABLE t(a TEXT COLLATE nowhere PRIMARY KEY) WITHOUT ROWID';
         PRAGMA writable_schema = RESET;",
    );
    assert!(why.starts_with("table t: ") && why.contains("nowhere"), "{why}");
}

#[test]
fn a_schema_that_is_no_text() {
    for (encoding, value) in [
        ("UTF-8", "sql || CAST(x'202D2DFF' AS TEXT)"),
        ("UTF-8", "CAST(sql AS BLOB)"),
        ("UTF-16le", "sql || CAST(x'20002D002D0000D8' AS TEXT)"),
    ] {
        let why = refused(&format!(
            "PRAGMA encoding = '{encoding}'; CREATE TABLE t(a); CREATE VIEW v AS SELECT 'x';
             PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = {value} WHERE name = 'v';"
        ));
        assert!(why.starts_with("schema: the text of entry 2 is no text"), "{value}: {why}");
    }
}

#[test]
fn rows_that_are_not_of_the_schema() {
    let file =
        File::new("CREATE TABLE t(id INTEGER PRIMARY KEY, b); CREATE TABLE w(a PRIMARY KEY) WITHOUT ROWID;");
    let schema = file.schema().unwrap();
    let check = |change: &dyn Fn(&mut Schema)| {
        let mut schema = schema.clone();
        change(&mut schema);
        check_schema(Path::new("shown.db"), &schema).is_ok()
    };
    assert!(check(&|_| {}));
    assert!(!check(&|schema| schema.tables[0].columns.push("c".to_owned())));
    assert!(!check(&|schema| schema.tables[1].rowid = Some("rowid".to_owned())));
    assert!(!check(&|schema| schema.tables[0].rowid = None));
    assert!(!check(&|schema| drop(schema.tables.pop())));
    assert!(!check(&|schema| schema.tables.push(schema.tables[0].clone())));
    assert!(!check(&|schema| schema.page_size = 1000));
    assert!(!check(&|schema| schema.encoding = "UTF-8'; ATTACH 'x' AS y; --".to_owned()));
    assert!(!check(&|schema| schema.entries[0].sql = Some("CREATE TABLE t(".to_owned())));
    assert!(!check(&|schema| schema.entries[0].sql = Some("CREATE TABLE t(a, b); DROP TABLE w".to_owned())));
    assert!(!check(&|schema| schema.entries[0].sql = Some("ATTACH 'x' AS y".to_owned())));

    let at = file.path.with_file_name("b.db");
    let rebuild = Rebuild::new(&at, Path::new("shown.db"), &schema).unwrap();
    let put = |key, values: &[Value<'_>]| rebuild.row(0, &Row { key, values }).is_ok();
    assert!(put(1, &[Value::Integer(1), Value::Null]));
    assert!(!put(2, &[Value::Integer(1), Value::Null]), "the rowid has two names and two values");
    assert!(!put(2, &[Value::Integer(2)]), "too short");
    assert!(!put(1, &[Value::Integer(1), Value::Null]), "the same row again");
    assert!(rebuild.row(2, &Row { key: 1, values: &[Value::Null] }).is_err(), "no such table");
    assert!(Rebuild::new(&at, Path::new("shown.db"), &schema).is_err(), "something is there");
}

#[test]
fn a_damaged_page_is_damage_of_its_table() {
    let file = File::new(
        "CREATE TABLE t(a); WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 500)
         INSERT INTO t SELECT zeroblob(100) FROM n;",
    );
    let schema = file.schema().unwrap();
    let File { path, connection, _folder } = file;
    drop(connection);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[4 * 4096..5 * 4096].fill(0x55);
    std::fs::write(&path, bytes).unwrap();
    let error = rows(&reading(&path), &schema.tables[0], None, &mut |_| true).unwrap_err();
    let error = store_error(&path, Some("t"), "reading", &error);
    assert!(matches!(error, StoreError::Damaged { table: Some(table), .. } if table == "t"));
}

#[test]
fn two_rows_that_an_index_takes_for_one() {
    let file = File::new("CREATE TABLE t(a UNIQUE)");
    let schema = file.schema().unwrap();
    let at = file.path.with_file_name("b.db");
    let rebuild = Rebuild::new(&at, Path::new("shown.db"), &schema).unwrap();
    for key in 1..3 {
        rebuild.row(0, &Row { key, values: &[Value::Integer(5)] }).unwrap();
    }
    let error = rebuild.finish().unwrap_err();
    assert!(
        matches!(&error, StoreError::CannotCarry { what, .. } if what == "index sqlite_autoindex_t_1"),
        "{error:?}"
    );
}
