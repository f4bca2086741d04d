//! Many at one database at once: threads and processes that read it while others write.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

#[path = "concurrency/child.rs"]
mod child;
#[allow(dead_code, reason = "shared with other tests")]
#[path = "common/contents.rs"]
mod contents;
#[path = "concurrency/crowd.rs"]
mod crowd;
#[path = "concurrency/numbered.rs"]
mod numbered;
#[path = "concurrency/race.rs"]
mod race;

#[allow(dead_code, reason = "shared with other tests")]
#[path = "store_contract/made.rs"]
mod made;

use std::path::Path;
use std::time::Duration;

use magellan_tui::store::{Engine, NewDatabase, Writer, create, open_writer};

/// Longer than any of these tests has to wait for its turn.
const PATIENCE: Duration = Duration::from_secs(300);

/// Runs each test for an engine.
macro_rules! on {
    ($name:ident, $engine:expr) => {
        mod $name {
            use super::*;

            #[test]
            fn ten_threads_keep_all_that_they_store() {
                crowd::ten_threads_keep_all_that_they_store($engine);
            }

            #[test]
            fn every_read_beside_a_writer_is_what_a_commit_made() {
                numbered::every_read_beside_a_writer_is_what_a_commit_made($engine);
            }

            #[test]
            fn every_read_beside_a_writing_process_is_what_a_commit_made() {
                numbered::every_read_beside_a_writing_process_is_what_a_commit_made($engine);
            }

            #[test]
            fn threads_that_race_for_a_file_lose_no_work() {
                race::threads_that_race_for_a_file_lose_no_work($engine);
            }

            #[test]
            fn processes_that_race_for_a_file_lose_no_work() {
                race::processes_that_race_for_a_file_lose_no_work($engine);
            }
        }
    };
}

on!(on_sqlite, Engine::Sqlite);
on!(on_fjall, Engine::Fjall);

/// Makes a database with what `fill` puts into it.
fn make(path: &Path, engine: Engine, fill: impl FnOnce(&mut dyn Writer)) {
    let new = NewDatabase { root: "/src/lab", project: "lab", created_at: 1_700_000_000 };
    let mut writer = create(path, engine, &new, Duration::ZERO).unwrap();
    fill(&mut *writer);
    writer.commit().unwrap();
}

/// Commits one change, when it is this writer's turn.
fn commit(path: &Path, change: impl FnOnce(&mut dyn Writer)) {
    let mut writer = open_writer(path, PATIENCE).unwrap();
    change(&mut *writer);
    writer.commit().unwrap();
}
