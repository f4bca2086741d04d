//! No change of a byte passes unseen.

use std::fs;
use std::path::Path;

use magellan_tui::store::{StoreError, open};

use crate::contents::assert_clean;
use crate::harness::{Lab, files_below};

/// Places in each file at which a byte is changed.
const PLACES: usize = 6;

/// What a user is told of the database: why it cannot be opened, or what is wrong with it.
fn told(path: &Path) -> Vec<String> {
    let verified = open(path).and_then(|store| store.verify(&mut |_, _| true));
    match verified {
        Ok(found) => found.damage,
        Err(error) => vec![error.to_string()],
    }
}

#[test]
fn a_changed_byte_is_seen_wherever_it_is() {
    let lab = Lab::new();
    assert_eq!(told(&lab.path()), Vec::<String>::new());
    let mut changed = 0;
    for name in files_below(&lab.path()) {
        let file = lab.path().join(&name);
        let whole = fs::read(&file).unwrap();
        let step = (whole.len() / PLACES).max(1);
        for place in (0..whole.len()).step_by(step).chain(whole.len().checked_sub(1)) {
            let mut bytes = whole.clone();
            bytes[place] ^= 0x20;
            fs::write(&file, &bytes).unwrap();
            assert_ne!(told(&lab.path()), Vec::<String>::new(), "{} at {place}", name.display());
            changed += 1;
        }
        fs::write(&file, &whole).unwrap();
    }
    assert!(changed > 50, "{changed} bytes were changed");
    assert_clean(&*open(&lab.path()).unwrap());
}

#[test]
fn a_file_that_is_short_or_gone_is_named() {
    let lab = Lab::new();
    let generation = lab.generation();
    for name in files_below(&generation) {
        let file = generation.join(&name);
        let whole = fs::read(&file).unwrap();
        if whole.is_empty() {
            continue;
        }
        fs::write(&file, &whole[..whole.len() / 2]).unwrap();
        let short = told(&lab.path());
        fs::remove_file(&file).unwrap();
        let gone = told(&lab.path());
        fs::write(&file, &whole).unwrap();
        let name =
            if name == Path::new("files") { "files" } else { name.file_name().unwrap().to_str().unwrap() };
        for told in [short, gone] {
            assert!(told.iter().any(|line| line.contains(name)), "{name}: {told:?}");
        }
    }
    assert_clean(&*open(&lab.path()).unwrap());
}

/// Neither what leads elsewhere nor what never ends is followed.
#[test]
fn what_is_no_plain_file_is_damage() {
    for name in ["keyspaces/1/tables/0", "version", "keyspaces/2/current"] {
        let lab = Lab::new();
        let file = lab.generation().join(name);
        fs::remove_file(&file).unwrap();
        std::os::unix::fs::symlink("/dev/zero", &file).unwrap();
        let error = open(&lab.path()).err().unwrap();
        assert!(matches!(&error, StoreError::Damaged { detail, .. } if detail.contains("plain")), "{error}");
    }
    // A pipe that nobody writes to.
    for name in ["running", "current", "magellan-tui.format"] {
        let lab = Lab::new();
        let pipe = lab.path().join(name);
        // Only one of them is not there.
        let _ = fs::remove_file(&pipe);
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert!(open(&lab.path()).and_then(|store| store.reader().map(drop)).is_err(), "{name}");
    }
}

/// A list of files may name anything; a folder of views may lead anywhere.
#[test]
fn nothing_outside_of_the_folder_is_looked_at_or_removed() {
    let lab = Lab::new();
    for path in ["/dev/zero", "../../outside"] {
        let list = format!("{:032x} 0 {path}\n", 0);
        let hash = twox_hash::XxHash3_128::oneshot(list.as_bytes());
        fs::write(lab.generation().join("files"), format!("{list}{hash:032x}\n")).unwrap();
        assert!(told(&lab.path()).iter().any(|line| line.contains("`files`")), "{path}");
    }
    let lab = Lab::new();
    let others = lab.folder.path().join("others");
    fs::create_dir_all(others.join("1-theirs")).unwrap();
    fs::write(others.join("1-theirs.lock"), "").unwrap();
    std::os::unix::fs::symlink(&others, lab.path().join("views")).unwrap();
    drop(open(&lab.path()).unwrap());
    lab.index();
    assert_eq!(crate::harness::names_in(&others), ["1-theirs", "1-theirs.lock"]);
}

#[test]
fn a_generation_that_is_gone_is_no_reason_to_wait() {
    let lab = Lab::new();
    fs::remove_dir_all(lab.generation()).unwrap();
    let error = open(&lab.path()).err().unwrap();
    assert!(matches!(&error, StoreError::Damaged { detail, .. } if detail.contains("g1")), "{error}");
}

/// A snapshot that is open sees nothing of what becomes of the files it was made from.
#[test]
fn an_open_reader_outlives_the_generation_it_reads() {
    let lab = Lab::new();
    let store = open(&lab.path()).unwrap();
    let reader = store.reader().unwrap();
    let before = crate::contents::contents(&*reader);
    for _ in 0..3 {
        lab.index();
    }
    assert_eq!(crate::contents::contents(&*reader), before);
    assert_eq!(store.reader().unwrap().counts().unwrap().executions, 4);
}
