//! What is no database of ours is told so, by its name, and nothing is made.

use std::fs;

use magellan_tui::store::{Found, StoreError, identify, open, open_writer};

use crate::harness::{Lab, names_in};

#[test]
fn another_format_is_refused() {
    let lab = Lab::new();
    let marker = lab.path().join("magellan-tui.format");
    let words = fs::read_to_string(&marker).unwrap();
    let ours: i64 = words.trim_end().rsplit(' ').next().unwrap().parse().unwrap();
    for other in (1..=ours + 1).filter(|other| *other != ours) {
        fs::write(&marker, format!("magellan-tui fjall {other}\n")).unwrap();
        let before = names_in(&lab.path());
        for error in [
            identify(&lab.path()).err(),
            open(&lab.path()).err(),
            open_writer(&lab.path(), std::time::Duration::ZERO).err(),
        ] {
            let error = error.unwrap();
            let told = match error {
                StoreError::Older { found, known, .. } if found < known => (found, known),
                StoreError::Newer { found, known, .. } if found > known => (found, known),
                _ => panic!("{error}"),
            };
            assert_eq!(told, (other, ours));
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
