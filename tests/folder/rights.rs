//! A folder that cannot be written is read through another one.

use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use magellan_tui::store::{StoreError, open, open_writer};

use crate::contents::{assert_clean, contents};
use crate::harness::{Lab, files_below, names_in};

fn set_modes(folder: &Path, folders: u32, files: u32) {
    let mode = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    for file in files_below(folder) {
        mode(&folder.join(&file), files);
        file.ancestors().skip(1).for_each(|parent| mode(&folder.join(parent), folders));
    }
}

#[test]
fn a_folder_that_cannot_be_written_can_be_read() {
    let test = "rights::a_folder_that_cannot_be_written_can_be_read";
    if let Some(path) = std::env::var_os("LAB") {
        return look(&PathBuf::from(path));
    }
    let lab = Lab::new();
    let wanted = contents(&*open(&lab.path()).unwrap().reader().unwrap());
    std::fs::remove_dir(lab.path().join("views")).unwrap();
    std::fs::write(lab.folder.path().join("wanted"), format!("{wanted:?}")).unwrap();
    // Root may do anything: the test is run again as somebody without rights.
    let program = lab.folder.path().join("test-program");
    std::fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    set_modes(&lab.path(), 0o555, 0o444);
    std::fs::set_permissions(lab.folder.path(), std::fs::Permissions::from_mode(0o555)).unwrap();
    let before = names_in(&lab.path());
    let mut command = Command::new(program);
    command.args(["--exact", test, "--nocapture"]).env("LAB", lab.path()).current_dir("/");
    if rustix::process::geteuid().is_root() {
        command.uid(65534).gid(65534);
    }
    let output = command.output().unwrap();
    std::fs::set_permissions(lab.folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    set_modes(&lab.path(), 0o755, 0o644);
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && text.contains("1 passed"), "{text}{errors}");
    assert_eq!(names_in(&lab.path()), before);
}

/// What somebody without rights sees.
fn look(path: &Path) {
    assert!(std::fs::File::create(path.join("new")).is_err(), "the folder can be written");
    let store = open(path).unwrap();
    let reader = store.reader().unwrap();
    let wanted = std::fs::read_to_string(path.with_file_name("wanted")).unwrap();
    assert_eq!(format!("{:?}", contents(&*reader)), wanted);
    let notices = reader.meta().unwrap().notices;
    assert!(notices.iter().any(|notice| notice.contains("read-only")), "{notices:?}");
    assert_clean(&*store);
    let error = open_writer(path, std::time::Duration::ZERO).err().unwrap();
    assert!(matches!(error, StoreError::Permission { .. }), "{error}");
}
