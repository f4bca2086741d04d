//! Files that somebody else works with.

use std::os::unix::fs::MetadataExt;
use std::sync::atomic::{AtomicBool, Ordering};

use magellan_tui::model::NodeKind;
use magellan_tui::store::{Engine, Found, StoreError, identify, open};
use rusqlite::Connection;

use crate::harness::{FIXTURES, copy};

#[test]
fn an_exclusively_locked_file_is_locked() {
    for mode in ["WAL", "DELETE"] {
        let (_folder, path) = copy(FIXTURES[1]);
        let holder = Connection::open(&path).unwrap();
        holder
            .execute_batch(&format!(
                "PRAGMA journal_mode = {mode}; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;
                 UPDATE magellan_meta SET created_at = 1;"
            ))
            .unwrap();
        let error = open(&path).err().unwrap();
        assert!(matches!(error, StoreError::Locked { .. }), "{mode}: {error:?}");
    }
}

#[test]
fn a_writer_at_work_disturbs_no_reader() {
    let (_folder, path) = copy(FIXTURES[1]);
    let done = AtomicBool::new(false);
    let store = open(&path).unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut connection = Connection::open(&path).unwrap();
            for number in 0..60 {
                let transaction = connection.transaction().unwrap();
                for half in 0..2 {
                    let name = format!("new/{number}-{half}.rs");
                    let sql = "INSERT INTO graph_entities(kind, name, data) VALUES ('File', ?1, '{}')";
                    transaction.execute(sql, [name]).unwrap();
                }
                transaction.commit().unwrap();
            }
            done.store(true, Ordering::Release);
        });
        for _ in 0..3 {
            scope.spawn(|| {
                let mut last = 0;
                loop {
                    let end = done.load(Ordering::Acquire);
                    let reader = store.reader().unwrap();
                    let files = reader.counts().unwrap().files;
                    assert!(files.is_multiple_of(2) && files >= last, "{files} after {last}");
                    assert_eq!(reader.count_nodes(&NodeKind::File).unwrap(), files);
                    last = files;
                    if end {
                        break;
                    }
                }
                assert_eq!(last, 10 + 120);
            });
        }
    });
}

/// SQLite's locks on a file that is open here must outlive a look at its first bytes.
#[test]
#[cfg(target_os = "linux")]
fn identifying_an_open_file_keeps_its_locks() {
    let (_folder, path) = copy(FIXTURES[1]);
    let inode = format!(":{} ", std::fs::metadata(&path).unwrap().ino());
    let locks = || std::fs::read_to_string("/proc/locks").unwrap().matches(&inode).count();
    let store = open(&path).unwrap();
    let _reader = store.reader().unwrap();
    let before = locks();
    assert!(before > 0);
    assert_eq!(identify(&path).unwrap(), Found::Database(Engine::Sqlite));
    assert!(open(&path).is_ok());
    assert_eq!(locks(), before);
}
