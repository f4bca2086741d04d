//! Files that are cut or have other bytes.

use std::os::unix::fs::FileExt;

use magellan_tui::store::{FileColumn, StoreError};
use rusqlite::Connection;

use crate::harness::{FIXTURES, copy, names, open_and_ask, read};

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

#[test]
fn damage_is_told_with_its_table() {
    let (_folder, path) = copy(FIXTURES[1]);
    let connection = Connection::open(&path).unwrap();
    let root: u32 = connection
        .query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'file_metrics'", [], |row| row.get(0))
        .unwrap();
    drop(connection);
    let file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    file.write_all_at(&[0xEE; 512], u64::from(root - 1) * 512).unwrap();
    read(&path, |reader| {
        let error = reader.top_files(FileColumn::Lines, 5).unwrap_err();
        assert!(
            matches!(&error, StoreError::Damaged { table: Some(table), .. } if table == "file_metrics"),
            "{error:?}"
        );
        assert!(!names(reader).unwrap().is_empty(), "the rest can be read");
    });
}
