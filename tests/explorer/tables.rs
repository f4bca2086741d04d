//! Every table and keyspace, row by row.

use std::path::Path;

use crate::common;
use crate::harness::World;
use crate::pictures::pictures as pictures_of;

const SIZE: (u16, u16) = (120, 36);

/// A table that nobody knows, with what may stand in one.
fn add_table(path: &Path) {
    let database = rusqlite::Connection::open(path).unwrap();
    let sql = "CREATE TABLE \"0 odd\" (word TEXT, number REAL, bytes BLOB);
               INSERT INTO \"0 odd\" VALUES ('plain', 1.5, x'00ff41');
               INSERT INTO \"0 odd\" VALUES (char(27) || '[31mred' || char(10) || 'second line', NULL, zeroblob(40));
               INSERT INTO \"0 odd\" (rowid, word) SELECT value * 1000003, 'row ' || value
               FROM (WITH RECURSIVE n(value) AS (SELECT 10 UNION ALL SELECT value + 1 FROM n LIMIT 3000)
                     SELECT value FROM n);";
    database.execute_batch(sql).unwrap();
}

/// The number of steps down the list to a table.
fn go_to(explorer: &mut crate::harness::Explorer, name: &str) {
    explorer.press("7");
    for _ in 0..200 {
        if explorer.text().contains(&format!(" {name} ")) {
            return;
        }
        explorer.press("j");
    }
    panic!("no {name} in\n{}", explorer.text());
}

#[test]
fn pictures() {
    let world = World::of_magellan("4.17.0");
    pictures_of(&world, "tables", |explorer| explorer.press("7"));
    pictures_of(&world, "tables-rows", |explorer| explorer.press("7 tab j"));
    pictures_of(&world, "tables-detail", |explorer| explorer.press("7 tab j tab"));
}

#[test]
fn a_table_that_nobody_knows_is_shown_with_all_that_is_in_it() {
    let world = World::of_changed_magellan("4.17.0", add_table);
    let mut explorer = world.explore(SIZE);
    go_to(&mut explorer, "0 odd");
    explorer.shows("00ff41");
    explorer.shows("CREATE TABLE \"0 odd\"");
    explorer.press("tab j tab").shows("\u{241b}[31mred");
    explorer.shows("second line");
    explorer.shows("bytes: blob, 40 bytes");
    explorer.shows("000010  00 00 00");
    explorer.press("backtab G").shows("row 3009");
    explorer.press("ctrl-u").shows("row 3000");
    explorer.press("home /").type_text("row 2999").press("enter").shows("1 of 1 ");
    explorer.hides("plain ");
}

#[test]
fn a_folder_is_shown_by_its_keyspaces() {
    let world = World::of_clock();
    let mut explorer = world.explore(SIZE);
    explorer.press("7");
    for name in ["records", "indexes", "texts", "log"] {
        explorer.shows(name);
    }
    explorer.press("tab / ").type_text("half_day").press("enter j j tab");
    explorer.shows("it is a record: symbol");
    explorer.shows("bytes: symbol");
    explorer.shows("\"name\": \"half_day\"");
    explorer.press("backtab esc G ctrl-u home tab G").shows("schema of records");
    explorer.press("tab j j tab").shows("chunk");
}

/// What leads to a record says whither, in letters, and its bytes have their letters beside them in any width.
#[test]
fn what_is_no_record_can_be_read_too() {
    let world = World::of_clock();
    for (size, dump) in
        [((120, 36), "000000  01 68 61 6c 66"), ((80, 24), "0000 01 68 61 6c 66"), ((40, 12), "0000 01 68")]
    {
        let mut explorer = world.explore(size);
        explorer.press("7 j tab /").type_text("half_day").press("enter");
        // A long key leaves room for what stands behind it.
        let row = explorer.row(if size.0 < 80 { "01 \"half_da" } else { "01 \"half_day\"" });
        assert!(row.contains("name half_day"), "{row}");
        assert!(size.0 < 80 || row.contains("names"), "{row}");
        explorer.press("tab").shows("names");
        explorer.shows(dump);
        explorer.shows(if size.0 < 120 { ".half_da" } else { ".half_day.." });
    }
}

#[test]
fn whoever_looks_at_a_row_stays_there_while_the_index_changes() {
    let world = World::of_clock();
    let mut explorer = world.explore(SIZE);
    explorer.press("7 tab").press(&"j ".repeat(9));
    let before = explorer.row("\u{2502}000000  ");
    common::write(world.source("src/bell.rs"), "pub struct Gong;\n");
    explorer.press("r");
    assert!(explorer.said().contains("1 file read again"), "{}", explorer.said());
    assert_eq!(explorer.row("\u{2502}000000  "), before);
    explorer.press("g g");
    assert_ne!(explorer.row("\u{2502}000000  "), before);
}

/// What leads to records is no record, and yet nobody has to read bytes.
#[test]
fn what_an_index_says_is_told_in_words() {
    let world = World::of_clock();
    let foreign = World::of_magellan("4.17.0").copied_to_fjall();
    let own: [(&str, &str, &[&str]); 6] = [
        ("j", "name half_day", &["name: half_day", "symbol: ", " half_day"]),
        ("j", "kind CALLS", &["kind: CALLS", " Bell::", "from the file: ", " src/lib.rs", "from: "]),
        ("j", "fan-in 1,", &["fan-in: 1", "file: ", "symbols: "]),
        ("j", ", path src/lib.rs", &["complexity: ", "path: src/lib.rs"]),
        ("j j j", "begun 20", &["begun: 20", "row: 1"]),
        ("j j j", "outcome success", &["outcome: success", "row: 1"]),
    ];
    let others: [(&str, &str, &[&str]); 3] = [
        ("j", "name from_teeth", &["name: from_teeth", "symbol: ", "train::GearTrain::from_teeth"]),
        ("j", "kind CALLS", &["kind: CALLS", "from: ", " Call", "to: ", "edge: "]),
        ("j", "complexity 12", &["complexity: 12", "symbol: ", "Orrery::attach"]),
    ];
    let all = own.iter().map(|case| (&world, case)).chain(others.iter().map(|case| (&foreign, case)));
    for (world, (keyspace, filter, told)) in all {
        let mut explorer = world.explore(SIZE);
        explorer.press("7").press(keyspace).press("tab /").type_text(filter).press("enter tab");
        explorer.shows("it says");
        for words in *told {
            explorer.shows(words);
        }
    }
}
