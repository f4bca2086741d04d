//! Files that are cut or have other bytes.

use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use magellan_tui::store::{FileColumn, Order, StoreError, open};
use rusqlite::Connection;
use tempfile::TempDir;

use crate::harness::{FIXTURES, change, copy, names, open_and_ask, read};

#[test]
fn a_cut_file_is_damaged_at_any_length() {
    for name in FIXTURES {
        let (folder, path) = copy(name);
        let whole = std::fs::read(&path).unwrap();
        let lengths = [
            1,
            15,
            16,
            99,
            100,
            511,
            512,
            513,
            4095,
            4096,
            8192,
            whole.len() / 2,
            whole.len() - 512,
            whole.len() - 1,
        ];
        for length in lengths {
            let cut = folder.path().join(format!("{length}.db"));
            std::fs::write(&cut, &whole[..length]).unwrap();
            let error = open_and_ask(&cut).expect_err(&format!("{name} cut to {length}"));
            assert!(matches!(error, StoreError::Damaged { .. }), "{name} cut to {length}: {error:?}");
        }
    }
}

#[test]
fn flipped_bytes_are_errors_and_never_panics() {
    let (_folder, path) = copy(FIXTURES[1]);
    let whole = std::fs::read(&path).unwrap();
    let file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    let mut damaged = 0;
    for at in (0..100).chain((100..whole.len()).step_by(797)) {
        file.write_all_at(&[!whole[at]], at as u64).unwrap();
        // The byte may also be a part of a name or a number, or say which tables there are.
        if let Err(StoreError::Damaged { .. }) = open_and_ask(&path) {
            damaged += 1;
        }
        file.write_all_at(&whole[at..=at], at as u64).unwrap();
    }
    assert!(damaged > 20, "{damaged}");
    assert!(open_and_ask(&path).unwrap() > 100);
}

/// Overwrites the first page of a table's rows.
fn damage_table(path: &Path, table: &str) {
    let connection = Connection::open(path).unwrap();
    let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, u32>(0)).unwrap();
    let root = number(&format!("SELECT rootpage FROM sqlite_schema WHERE name = '{table}'"));
    let page = number("PRAGMA page_size");
    drop(connection);
    let file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
    file.write_all_at(&[0xEE; 512], u64::from(root - 1) * u64::from(page)).unwrap();
}

#[test]
fn damage_is_told_with_its_table() {
    let (_folder, path) = copy(FIXTURES[1]);
    damage_table(&path, "file_metrics");
    read(&path, |reader| {
        let error = reader.files_by(FileColumn::Lines, Order::Descending, None, 5).unwrap_err();
        assert!(
            matches!(&error, StoreError::Damaged { table: Some(table), .. } if table == "file_metrics"),
            "{error:?}"
        );
        assert!(!names(reader).unwrap().is_empty(), "the rest can be read");
    });
}

/// A copy of a fixture that keeps a log, with the log written back.
fn with_log() -> (TempDir, PathBuf) {
    let (folder, path) = copy(FIXTURES[1]);
    change(&path, "PRAGMA journal_mode = WAL; UPDATE magellan_meta SET created_at = 5");
    assert_eq!(files_in(folder.path()), ["copy.db"]);
    (folder, path)
}

fn files_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut files: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    files.sort();
    files
}

#[test]
fn a_refused_file_with_a_log_is_left_alone() {
    type Spoil = fn(&Path, u64);
    fn cut(path: &Path, size: u64) {
        std::fs::OpenOptions::new().write(true).open(path).unwrap().set_len(size).unwrap();
    }
    let spoils: [(&str, Spoil); 5] = [
        ("within a page", |path, size| cut(path, size - 100)),
        ("by a page", |path, size| cut(path, size - 512)),
        ("within the header", |path, _| cut(path, 60)),
        ("schema", |path, _| {
            let file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
            file.write_all_at(&[0xEE; 8], 100).unwrap();
        }),
        ("magellan_meta", |path, _| damage_table(path, "magellan_meta")),
    ];
    for (what, spoil) in spoils {
        let (folder, path) = with_log();
        spoil(&path, std::fs::metadata(&path).unwrap().len());
        for side in ["copy.db-wal", "copy.db-shm"] {
            let _ = std::fs::remove_file(folder.path().join(side));
        }
        let before = std::fs::read(&path).unwrap();
        let error = open(&path).err().unwrap();
        assert!(matches!(error, StoreError::Damaged { .. }), "{what}: {error:?}");
        assert_eq!(files_in(folder.path()), ["copy.db"], "{what}");
        assert!(std::fs::read(&path).unwrap() == before, "{what}");
    }
    let (folder, path) = with_log();
    change(&path, "DROP TABLE magellan_meta");
    assert!(matches!(open(&path), Err(StoreError::NotMagellan { .. })));
    assert_eq!(files_in(folder.path()), ["copy.db"]);
}

#[test]
fn a_log_makes_a_short_file_whole() {
    let (_folder, path) = with_log();
    let writer = Connection::open(&path).unwrap();
    writer
        .execute_batch(
            "PRAGMA wal_autocheckpoint = 0; CREATE TABLE more(x); INSERT INTO more VALUES (zeroblob(9000));
             UPDATE magellan_meta SET project_name = 'in the log'",
        )
        .unwrap();
    let crashed = tempfile::tempdir().unwrap();
    let left = crashed.path().join("left.db");
    for side in ["", "-wal"] {
        std::fs::copy(
            path.with_file_name(format!("copy.db{side}")),
            crashed.path().join(format!("left.db{side}")),
        )
        .unwrap();
    }
    // As a crash within a checkpoint leaves it: the last page cut, and whole in the log.
    let file = std::fs::OpenOptions::new().append(true).open(&left).unwrap();
    file.set_len(std::fs::metadata(&left).unwrap().len() + 100).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let link = elsewhere.path().join("link.db");
    std::os::unix::fs::symlink(&left, &link).unwrap();
    for path in [&left, &link] {
        read(path, |reader| {
            let meta = reader.meta().unwrap();
            assert_eq!(meta.project.as_deref(), Some("in the log"));
            let log = std::fs::metadata(crashed.path().join("left.db-wal")).unwrap().len();
            assert_eq!(meta.size_bytes, std::fs::metadata(&left).unwrap().len() + log);
        });
    }
}

#[test]
fn a_damaged_log_of_runs_leaves_the_rest_of_meta() {
    for (name, root) in [(FIXTURES[0], None), (FIXTURES[1], Some("/srv/code/sample"))] {
        let (_folder, path) = copy(name);
        damage_table(&path, "execution_log");
        read(&path, |reader| {
            let meta = reader.meta().unwrap();
            assert_eq!((meta.tool_version, meta.root.as_deref()), (None, root), "{name}");
            assert!(meta.created_at.is_some());
            assert_eq!(meta.notices.len(), 1, "said once: {:?}", meta.notices);
            assert!(meta.notices[0].contains("execution_log"), "{:?}", meta.notices);
            let symbol = reader.symbols_named("main", None, 1).unwrap().items.remove(0);
            let chunk = reader.chunk(&symbol.path, symbol.span.byte_start, symbol.span.byte_end);
            assert!(chunk.unwrap().is_some(), "{name}");
            let error = reader.executions(None, 5).unwrap_err();
            assert!(
                matches!(&error, StoreError::Damaged { table: Some(table), .. } if table == "execution_log")
            );
        });
    }
}
