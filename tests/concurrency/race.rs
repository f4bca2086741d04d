//! Writers that count up what one file holds: each reads while it has the lock, so nothing may be lost.

use std::path::Path;

use magellan_tui::model::FileRecords;
use magellan_tui::store::{Engine, open};

use crate::child::{Other, Task};
use crate::contents::assert_clean;
use crate::made::records;
use crate::{commit, make};

/// How often each writer counts up.
pub(crate) const TURNS: i64 = 10;

const PATH: &str = "src/counted.rs";

fn counted(number: i64) -> FileRecords {
    let mut made = records(1, PATH, 1);
    made.metrics.fan_in = number;
    made
}

fn number(path: &Path) -> i64 {
    open(path).unwrap().reader().unwrap().file_metrics(PATH).unwrap().unwrap().fan_in
}

/// Counts up so often.
pub(crate) fn count_up(path: &Path, turns: i64) {
    for _ in 0..turns {
        commit(path, |writer| writer.put_file(&counted(number(path) + 1)).unwrap());
    }
}

pub(crate) fn threads_that_race_for_a_file_lose_no_work(engine: Engine) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index.db");
    make(&path, engine, |writer| writer.put_file(&counted(0)).unwrap());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| count_up(&path, TURNS));
        }
    });
    assert_eq!(number(&path), 4 * TURNS);
    assert_clean(&*open(&path).unwrap());
}

pub(crate) fn processes_that_race_for_a_file_lose_no_work(engine: Engine) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index.db");
    make(&path, engine, |writer| writer.put_file(&counted(0)).unwrap());
    let others = [Other::start(Task::Count, &path), Other::start(Task::Count, &path)];
    count_up(&path, TURNS);
    others.into_iter().for_each(Other::stop);
    assert_eq!(number(&path), 3 * TURNS);
    assert_clean(&*open(&path).unwrap());
}
