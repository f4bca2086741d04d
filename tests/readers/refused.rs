//! What is no database of ours or Magellan's.

use std::path::Path;

use magellan_tui::store::{Found, StoreError, identify, open, open_writer};

use crate::harness::change;

#[test]
fn what_is_no_database_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        open(&path).err().unwrap()
    };
    assert!(matches!(at("empty", b""), StoreError::Empty { .. }));
    assert!(matches!(at("text", b"fn main() {}\n"), StoreError::NotADatabase { what: "a text file", .. }));
    let cut = [vec![b'a'; 511], "é".as_bytes().to_vec()].concat();
    assert!(matches!(at("cut", &cut), StoreError::NotADatabase { what: "a text file", .. }));
    assert!(matches!(
        at("other", b"\x7fELF\0\0"),
        StoreError::NotADatabase { what: "a file of another kind", .. }
    ));
    assert!(matches!(at("mag2", b"MAG2\0\0\0\x01"), StoreError::Mag2 { .. }));
    assert!(matches!(at("header", b"SQLite for"), StoreError::Damaged { .. }));
    assert!(matches!(
        at("junk", &[b"SQLite format 3\0".as_slice(), &[7; 600]].concat()),
        StoreError::Damaged { .. }
    ));

    let missing = folder.path().join("missing/x.db");
    assert!(matches!(open(&missing), Err(StoreError::NotFound { .. })));
    assert!(matches!(open_writer(&missing, std::time::Duration::ZERO), Err(StoreError::NotFound { .. })));
    assert!(!missing.exists());
    let foreign = folder.path().join("foreign.db");
    change(&foreign, "CREATE TABLE t(x)");
    assert!(matches!(open(&foreign), Err(StoreError::NotMagellan { missing: "magellan_meta", .. })));
    assert_eq!(identify(folder.path()).unwrap(), Found::Folder);
    assert!(matches!(open(folder.path()), Err(StoreError::NotADatabase { .. })));

    let fifo = folder.path().join("fifo");
    rustix::fs::mknodat(rustix::fs::CWD, &fifo, rustix::fs::FileType::Fifo, rustix::fs::Mode::RWXU, 0)
        .unwrap();
    for path in [fifo.as_path(), Path::new("/dev/null")] {
        assert!(matches!(open(path), Err(StoreError::NotADatabase { what: "not a regular file", .. })));
    }
}
