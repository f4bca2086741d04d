//! Damage is told, and never becomes a copy.

use std::fs;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use magellan_tui::migrate::{Event, MigrateError, Options};
use magellan_tui::store::{Engine, StoreError};

use crate::made::{Place, change, copy, options, run, watched};
use crate::raw;

/// A file with enough rows that each table has pages of its own.
fn large(place: &Place) -> PathBuf {
    place.with(
        "magellan-4.17.0.db",
        "PRAGMA journal_mode = DELETE;
         CREATE TABLE mine (a INTEGER, b TEXT);
         CREATE INDEX by_b ON mine (b);
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
             INSERT INTO mine SELECT i, printf('%0200d', i) FROM n;",
    )
}

/// Where the pages of a table or index begin, and how long one is.
fn pages(path: &Path, name: &str) -> (Vec<u64>, u64) {
    let connection = raw::connect(path);
    let size: i64 = connection.query_row("PRAGMA page_size", [], |row| row.get(0)).unwrap();
    let mut statement =
        connection.prepare("SELECT pageno FROM dbstat WHERE name = ?1 ORDER BY pageno").unwrap();
    let pages = statement.query_map([name], |row| row.get::<_, i64>(0)).unwrap();
    (pages.map(|page| (page.unwrap() - 1) as u64 * size as u64).collect(), size as u64)
}

fn overwrite(path: &Path, at: u64, bytes: &[u8]) {
    fs::File::options().write(true).open(path).unwrap().write_all_at(bytes, at).unwrap();
}

#[test]
fn a_damaged_page_of_the_source_is_told_with_its_table() {
    for (what, table) in [("mine", "mine"), ("by_b", "mine"), ("graph_entities", "graph_entities")] {
        for which in [0, 1, 2] {
            let place = Place::new();
            let (path, to) = (large(&place), place.at("copy.fjall"));
            let (pages, _) = pages(&path, what);
            let page = pages[which * (pages.len() - 1) / 2];
            overwrite(&path, page, &[0xA5; 64]);
            for engine in [Engine::Fjall, Engine::Sqlite] {
                let outcome = run(&Options { engine: Some(engine), ..options(&path, &to) });
                let error = outcome.unwrap_err();
                // Where the table is needed to open the file at all, opening says so.
                let named = matches!(
                    &error,
                    MigrateError::Store(StoreError::Damaged { table: Some(found), .. }) if found == table
                );
                assert!(named, "{what}, page at {page}: {error}");
                assert!(!to.exists() && !place.at("copy.fjall.building").exists());
            }
        }
    }
}

#[test]
fn one_flipped_byte_of_the_copy_is_found() {
    let place = Place::new();
    let path = large(&place);
    for engine in [Engine::Fjall, Engine::Sqlite] {
        let to = place.at(engine.as_str());
        let options = Options { engine: Some(engine), ..options(&path, &to) };
        let mut tried = 0;
        for at in 0..12 {
            let mut flipped = None;
            let outcome = watched(&options, &AtomicBool::new(false), &mut |event| {
                if matches!(event, Event::Said(line) if line.starts_with("checking the copy")) {
                    flipped = flip(&place.at(&format!("{}.building", engine.as_str())), at);
                }
            });
            let Some(flipped) = flipped else { continue };
            tried += 1;
            assert!(outcome.is_err(), "{engine:?}: a byte was flipped in {flipped}, and nobody saw it");
            assert!(!to.exists(), "{flipped}");
        }
        assert!(tried >= 10, "{tried}");
        copy_again(&options);
    }
}

fn copy_again(options: &Options) {
    run(options).unwrap();
}

/// Flips a byte of what was made: in a folder of the largest files, in a file of the rows of a table. Gives
/// where.
fn flip(made: &Path, number: u64) -> Option<String> {
    let (file, at) = if made.is_dir() {
        let mut files = Vec::new();
        walk(made, &mut files);
        files.sort_by_key(|(length, path)| (std::cmp::Reverse(*length), path.clone()));
        let (length, path) = files[number as usize % 3].clone();
        (path, length * (number + 1) / 14)
    } else {
        let (pages, size) = pages(made, "mine");
        let page = pages[(pages.len() as u64 * (number + 1) / 14) as usize];
        // The end of a leaf's page is the text of a row.
        (made.to_owned(), page + size - 20 - number)
    };
    let mut byte = [0];
    fs::File::open(&file).unwrap().read_exact_at(&mut byte, at).unwrap();
    overwrite(&file, at, &[byte[0] ^ 4]);
    Some(format!("{} at {at}", file.display()))
}

fn walk(folder: &Path, files: &mut Vec<(u64, PathBuf)>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        match entry.metadata().unwrap() {
            found if found.is_dir() => walk(&entry.path(), files),
            found => files.push((found.len(), entry.path())),
        }
    }
}

#[test]
fn a_damaged_folder_does_not_become_a_file() {
    let place = Place::new();
    let (path, folder, back) = (large(&place), place.at("copy.fjall"), place.at("back.db"));
    copy(&path, &folder);
    let mut files = Vec::new();
    walk(&folder, &mut files);
    files.sort();
    let (length, largest) = files.last().unwrap().clone();
    let kept = fs::read(&largest).unwrap();
    for part in 1..8 {
        let mut damaged = kept.clone();
        damaged[(length * part / 9) as usize] ^= 1;
        // A file of its own: hard links to the table may stand elsewhere.
        fs::remove_file(&largest).unwrap();
        fs::write(&largest, &damaged).unwrap();
        let outcome = run(&options(&folder, &back));
        assert!(outcome.is_err(), "a byte at part {part} of {} was flipped", largest.display());
        assert!(!back.exists());
    }
    fs::remove_file(&largest).unwrap();
    fs::write(&largest, &kept).unwrap();
    run(&options(&folder, &back)).unwrap();
}

#[test]
fn rows_that_break_their_tables_rules_are_no_damage() {
    let place = Place::new();
    let path = place.fixture("magellan-4.17.0.db");
    change(
        &path,
        "CREATE TABLE ruled (a INTEGER CHECK (a > 0), b TEXT NOT NULL DEFAULT 'x');
         PRAGMA ignore_check_constraints = ON;
         INSERT INTO ruled VALUES (-1, 'broken');",
    );
    change(
        &path,
        "PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET sql = 'CREATE TABLE ruled (a INTEGER CHECK (a > 0), b TEXT)' WHERE name = 'ruled';
         PRAGMA writable_schema = RESET;",
    );
    change(&path, "PRAGMA ignore_check_constraints = ON; INSERT INTO ruled VALUES (-2, NULL);");
    change(
        &path,
        "PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET sql = 'CREATE TABLE ruled (a INTEGER CHECK (a > 0), b TEXT NOT NULL)'
             WHERE name = 'ruled';
         PRAGMA writable_schema = RESET;",
    );
    let (folder, back) = (place.at("copy.fjall"), place.at("back.db"));
    copy(&path, &folder);
    copy(&folder, &back);
    raw::assert_same(&path, &back);
}
