//! Files and folders that may not be written.

use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use magellan_tui::store::{Engine, NewDatabase, StoreError, create, open};
use rusqlite::Connection;

use crate::harness::{FIXTURES, copy, fixture, open_and_ask, read};

/// Runs this test again as a user without rights, with `LAB` as the folder to look at; root may do
/// anything. `true` in the run that is to look.
fn without_rights(test: &str, lab: &Path) -> bool {
    if std::env::var_os("LAB").is_some() {
        return true;
    }
    let program = lab.join("test-program");
    std::fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    let mut command = Command::new(program);
    command.args(["--exact", test, "--nocapture"]).env("LAB", lab).current_dir("/");
    if rustix::process::geteuid().is_root() {
        command.uid(65534).gid(65534);
    }
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    false
}

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_folder_that_cannot_be_written_can_be_read() {
    let lab = match std::env::var_os("LAB") {
        Some(lab) => PathBuf::from(lab),
        None => {
            let lab = tempfile::tempdir().unwrap();
            set_mode(lab.path(), 0o755);
            let plain = lab.path().join("plain");
            let logged = lab.path().join("logged");
            let hidden = lab.path().join("hidden");
            for folder in [&plain, &logged, &hidden] {
                std::fs::create_dir(folder).unwrap();
                std::fs::copy(fixture(FIXTURES[1]), folder.join("x.db")).unwrap();
                set_mode(&folder.join("x.db"), 0o444);
            }
            set_mode(&hidden.join("x.db"), 0o000);
            // A commit that is only in the log, of a writer that is gone.
            let (_folder, path) = copy(FIXTURES[1]);
            let writer = Connection::open(&path).unwrap();
            writer.execute_batch("UPDATE magellan_meta SET project_name = 'in the log'").unwrap();
            let log = logged.join("x.db-wal");
            std::fs::copy(path.with_file_name("copy.db-wal"), &log).unwrap();
            set_mode(&log, 0o444);
            for folder in [&plain, &logged, &hidden] {
                set_mode(folder, 0o555);
            }
            assert!(!without_rights("rights::a_folder_that_cannot_be_written_can_be_read", lab.path()));
            for folder in [&plain, &logged, &hidden] {
                set_mode(folder, 0o755);
            }
            let files = |folder: &Path| std::fs::read_dir(folder).unwrap().count();
            assert_eq!([files(&plain), files(&logged), files(&hidden)], [1, 2, 1], "nothing was made");
            return;
        }
    };
    assert!(std::fs::File::create(lab.join("plain/new")).is_err(), "the folder can be written");
    let plain = lab.join("plain/x.db");
    assert!(open_and_ask(&plain).unwrap() > 100);
    read(&plain, |reader| assert!(reader.meta().unwrap().notices.is_empty()));
    let logged = lab.join("logged/x.db");
    assert!(open_and_ask(&logged).unwrap() > 100);
    read(&logged, |reader| {
        let meta = reader.meta().unwrap();
        assert_eq!(meta.project.as_deref(), Some("in the log"));
        assert!(meta.notices[0].contains("temporary copy"), "{:?}", meta.notices);
    });
    let error = open(&lab.join("hidden/x.db")).err().unwrap();
    assert!(matches!(error, StoreError::Permission { access: "read", .. }), "{error:?}");
    let new = NewDatabase { root: "/x", project: "x", created_at: 1 };
    let error =
        create(&lab.join("plain/new.db"), Engine::Sqlite, &new, std::time::Duration::ZERO).err().unwrap();
    assert!(matches!(error, StoreError::Permission { access: "write", .. }), "{error:?}");
}
