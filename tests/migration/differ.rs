//! What two databases differ in is found, and named.

use magellan_tui::store::Engine;

use crate::made::{Place, change, copy, copy_with, differences};

#[test]
fn a_changed_value_is_named_with_its_row_and_column() {
    let place = Place::new();
    let path = place.with(
        "magellan-4.17.0.db",
        "CREATE TABLE mine (a, b); INSERT INTO mine (rowid, a, b) VALUES (5, 'x', 1), (6, 'y', 2), (7, 'z', 3);",
    );
    let (other, folder) = (place.at("other.db"), place.at("folder"));
    copy_with(&path, &other, Engine::Sqlite);
    copy(&path, &folder);
    change(&other, "UPDATE mine SET a = x'79' WHERE b = 2; DELETE FROM mine WHERE b = 3;");
    let wanted = [
        "table mine: 3 rows on one side, 2 on the other",
        "table mine: row 6: a is 'y' and blob of 1 bytes ",
        "table mine: row 7: only in the first",
    ];
    for first in [&path, &folder] {
        let found = differences(first, &other);
        assert_eq!(found.len(), wanted.len(), "{found:?}");
        for (found, wanted) in found.iter().zip(wanted) {
            assert!(found.starts_with(wanted), "{found}");
        }
    }
}

#[test]
fn types_that_look_alike_differ() {
    for (one, other) in [("1", "1.0"), ("'1'", "1"), ("x'31'", "'1'"), ("NULL", "''"), ("0.0", "-0.0")] {
        let place = Place::new();
        let make = |value: &str| format!("CREATE TABLE mine (a); INSERT INTO mine VALUES ({value});");
        let path = place.with("magellan-4.17.0.db", &make(one));
        std::fs::rename(&path, place.at("a.db")).unwrap();
        let path = place.with("magellan-4.17.0.db", &make(other));
        assert_eq!(differences(&place.at("a.db"), &path).len(), 2, "{one} and {other}");
    }
}

#[test]
fn what_is_no_row_is_compared_too() {
    let cases = [
        ("PRAGMA user_version = 9;", "user_version: 0 and 9"),
        ("PRAGMA application_id = 9;", "application_id: 0 and 9"),
        ("CREATE INDEX mine ON graph_entities (file_path);", "index mine: only in the second"),
        ("CREATE TABLE mine (a);", "table mine: only in the second"),
        ("DROP TRIGGER graph_entities_au;", "trigger graph_entities_au: only in the first"),
    ];
    for (sql, wanted) in cases {
        let place = Place::new();
        let path = place.fixture("magellan-4.17.0.db");
        std::fs::copy(&path, place.at("a.db")).unwrap();
        change(&path, sql);
        assert_eq!(differences(&place.at("a.db"), &path), [wanted]);
    }
}

#[test]
fn indexes_of_our_own_are_compared_by_their_records() {
    let place = Place::new();
    let (a, b) = (place.own(Engine::Fjall), place.own(Engine::Sqlite));
    let of_records = |lines: Vec<String>| -> Vec<String> {
        // Two runs at two times.
        lines.into_iter().filter(|line| !line.starts_with("execution") && !line.contains("metrics")).collect()
    };
    let before = of_records(differences(&a, &b));
    crate::common::write(place.at("clock/src/more.rs"), "pub fn more() { crate::half_day(); }\n");
    place.index(&b, Engine::Sqlite);
    let after = differences(&a, &b);
    assert!(after.len() > before.len());
    assert!(after.iter().any(|line| line.ends_with("(src/more.rs): only in the second")), "{after:#?}");
    assert!(after.iter().any(|line| line.ends_with("(more): only in the second")), "{after:#?}");
}

#[test]
fn a_table_that_is_nobodys_is_told_where_only_records_can_be_compared() {
    let place = Place::new();
    let own = place.own(Engine::Fjall);
    let (plain, with) = (place.at("plain.db"), place.at("with.db"));
    copy(&own, &plain);
    std::fs::copy(&plain, &with).unwrap();
    change(&with, "CREATE TABLE notes (a); INSERT INTO notes VALUES (1); CREATE TABLE empty (a);");
    assert_eq!(differences(&own, &plain), Vec::<String>::new());
    assert_eq!(differences(&with, &own), ["table notes: only in the first, with 1 rows"]);
    // A copy that goes on as an index still has it.
    let (again, other) = (place.at("again.fjall"), place.at("other.fjall"));
    copy(&with, &again);
    assert_eq!(differences(&with, &again), Vec::<String>::new());
    change(&with, "UPDATE notes SET a = 2");
    copy(&with, &other);
    crate::common::write(place.at("clock/src/more.rs"), "pub fn more() { crate::half_day(); }\n");
    for copied in [&again, &other] {
        place.index(copied, Engine::Fjall);
    }
    let found = differences(&again, &other);
    assert!(found.contains(&"table notes: row 1: a is 1 and 2".to_owned()), "{found:#?}");
}
