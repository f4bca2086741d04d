//! A source that somebody writes to all the while is copied as it was at one moment.

use std::sync::atomic::{AtomicBool, Ordering};

use magellan_tui::store::{Engine, open};

use crate::made::{Place, change, copy_with};
use crate::raw;

#[test]
fn a_file_that_is_written_to_is_copied_as_of_one_moment() {
    let place = Place::new();
    let path = place.fixture("magellan-4.17.0.db");
    // In every commit both tables have as many rows, and the sum of each is the same.
    change(&path, "PRAGMA journal_mode = WAL; CREATE TABLE a_first (n); CREATE TABLE z_last (n);");
    let is_over = AtomicBool::new(false);
    let commits = std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut connection = rusqlite::Connection::open(&path).unwrap();
            connection.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
            let mut number = 0_i64;
            while !is_over.load(Ordering::SeqCst) {
                number += 1;
                let transaction = connection.transaction().unwrap();
                transaction.execute("INSERT INTO a_first VALUES (?1)", [number]).unwrap();
                transaction.execute("INSERT INTO z_last VALUES (?1)", [number]).unwrap();
                transaction.commit().unwrap();
            }
            number
        });
        for round in 0..6 {
            for engine in [Engine::Fjall, Engine::Sqlite] {
                let to = place.at(&format!("{}-{round}", engine.as_str()));
                copy_with(&path, &to, engine);
                let file = if engine == Engine::Sqlite {
                    to
                } else {
                    let back = place.at(&format!("back-{round}.db"));
                    copy_with(&to, &back, Engine::Sqlite);
                    back
                };
                let connection = raw::connect(&file);
                let sums = ["a_first", "z_last"].map(|table| {
                    let sql = format!("SELECT count(*), ifnull(sum(n), 0) FROM {table}");
                    connection
                        .query_row(&sql, [], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))
                        .unwrap()
                });
                assert_eq!(sums[0], sums[1]);
            }
        }
        is_over.store(true, Ordering::SeqCst);
        writer.join().unwrap()
    });
    assert!(commits > 20, "{commits}");
}

#[test]
fn a_folder_that_is_committed_to_is_copied_as_of_one_moment() {
    let place = Place::new();
    let folder = place.own(Engine::Fjall);
    for round in 0..4 {
        let to = place.at(&format!("copy-{round}.db"));
        std::thread::scope(|scope| {
            let copied = scope.spawn(|| copy_with(&folder, &to, Engine::Sqlite));
            crate::common::write(place.at("clock/src/more.rs"), &format!("pub fn more_{round}() {{}}\n"));
            place.index(&folder, Engine::Fjall);
            copied.join().unwrap();
        });
        crate::contents::assert_clean(&*open(&to).unwrap());
    }
}
