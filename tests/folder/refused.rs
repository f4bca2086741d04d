//! What is no database of ours is told so, by its name, and nothing is made.

use std::fs;

use magellan_tui::store::{Found, StoreError, identify, open, open_writer};

use crate::harness::{Lab, names_in};

#[test]
fn another_format_is_refused() {
    let lab = Lab::new();
    for other in [1, 3] {
        let marker = format!("magellan-tui fjall {other}\n");
        fs::write(lab.path().join("magellan-tui.format"), marker).unwrap();
        let before = names_in(&lab.path());
        for error in [
            identify(&lab.path()).err(),
            open(&lab.path()).err(),
            open_writer(&lab.path(), std::time::Duration::ZERO).err(),
        ] {
            let error = error.unwrap();
            let is_told = match other {
                1 => matches!(error, StoreError::Older { found: 1, known: 2, .. }),
                _ => matches!(error, StoreError::Newer { found: 3, known: 2, .. }),
            };
            assert!(is_told, "{error}");
            assert!(error.to_string().contains("clock.fjall"), "{error}");
        }
        assert_eq!(names_in(&lab.path()), before);
    }
}

#[test]
fn other_folders_are_folders() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(identify(folder.path()).unwrap(), Found::Folder);
    // Another program's fjall database.
    fs::create_dir(folder.path().join("keyspaces")).unwrap();
    fs::write(folder.path().join("version"), "FJL\x03").unwrap();
    assert_eq!(identify(folder.path()).unwrap(), Found::Folder);
    let error = open(folder.path()).err().unwrap();
    assert!(matches!(error, StoreError::NotADatabase { .. }), "{error}");
    assert_eq!(names_in(folder.path()), ["keyspaces", "version"], "nothing was made");
}

#[test]
fn a_marker_that_says_no_version_is_damage() {
    let lab = Lab::new();
    for marker in
        ["", "magellan-tui", "magellan-tui fjall x", "magellan-tui fjall 0", "magellan-tui fjall -1"]
    {
        fs::write(lab.path().join("magellan-tui.format"), marker).unwrap();
        let error = open(&lab.path()).err().unwrap();
        assert!(matches!(error, StoreError::Damaged { .. }), "{marker:?}: {error}");
    }
}

#[test]
fn a_folder_that_names_no_generation_is_damage() {
    let lab = Lab::new();
    for current in ["", "7", "g", "g-1", "gx", "../g1", "g999"] {
        fs::write(lab.path().join("current"), current).unwrap();
        let error = open(&lab.path()).err().unwrap();
        assert!(matches!(error, StoreError::Damaged { .. }), "{current:?}: {error}");
    }
    fs::remove_file(lab.path().join("current")).unwrap();
    assert!(matches!(open(&lab.path()).err().unwrap(), StoreError::Damaged { .. }));
}
