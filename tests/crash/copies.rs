//! A process that copies a database is killed at random moments, or finds that nothing more can be written:
//! the place is as it was, or holds the whole copy, and the next run completes it and leaves no litter.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use magellan_tui::migrate;
use magellan_tui::store::open;
use tempfile::TempDir;

use crate::contents::assert_clean;
use crate::{KILLS, RUNS, SEED, unit};

/// A folder with a database to copy, and an older one that may stand at the place.
struct Folder {
    folder: TempDir,
    source: &'static str,
}

impl Folder {
    /// One whose source is a file, or a folder, of a few thousand rows.
    fn new(source: &'static str) -> Folder {
        let folder = Folder { folder: tempfile::tempdir().unwrap(), source };
        let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/magellan-4.17.0.db");
        for name in ["source.db", "old.db"] {
            std::fs::copy(&fixture, folder.at(name)).unwrap();
        }
        let connection = rusqlite::Connection::open(folder.at("source.db")).unwrap();
        let sql = "CREATE TABLE mine (a INTEGER, b TEXT);
                   WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
                       INSERT INTO mine SELECT i, printf('%0100d', i) FROM n;
                   CREATE INDEX by_b ON mine (b);";
        connection.execute_batch(sql).unwrap();
        connection.close().unwrap();
        assert!(folder.migrate("source.db", "source.fjall", &[]).status.success());
        folder
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, from: &str, to: &str, options: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_magellan-tui"));
        command.arg("migrate").args([self.at(from), self.at(to)]).args(options);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn migrate(&self, from: &str, to: &str, options: &[&str]) -> Output {
        self.command(from, to, options).output().unwrap()
    }

    fn same(&self, a: &str, b: &str) -> bool {
        migrate::diff(&self.at(a), &self.at(b), &mut |_, _| {}, &AtomicBool::new(false)).unwrap().is_empty()
    }

    /// Puts an older database at the place, or nothing.
    fn prepare(&self, with_old: bool) {
        remove(&self.at("to"));
        if with_old {
            let engine = if self.source == "source.db" { "sqlite" } else { "fjall" };
            assert!(self.migrate("old.db", "to", &["--engine", engine]).status.success());
        }
    }

    /// Asserts that the place is as it was, or holds the copy. Gives which.
    fn assert_whole(&self, with_old: bool) -> bool {
        match self.at("to").exists() {
            false => {
                assert!(!with_old, "what stood at the place is gone");
                false
            }
            true => {
                let is_copied = self.same(self.source, "to");
                assert!(
                    is_copied || with_old && self.same("old.db", "to"),
                    "neither the old one nor the copy"
                );
                is_copied
            }
        }
    }

    /// What stands beside the place and is not to stay.
    fn litter(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.contains(".building")).collect()
    }

    /// Copies once more, to its end.
    fn complete(&self) {
        let had_left = !self.litter().is_empty();
        let output = self.migrate(self.source, "to", &["--force"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{said}");
        assert_eq!(said.contains("did not come to its end"), had_left, "{said}");
        assert!(self.same(self.source, "to"));
        assert_eq!(self.litter(), Vec::<String>::new());
        assert_clean(&*open(&self.at("to")).unwrap());
    }
}

fn remove(path: &Path) {
    match std::fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => std::fs::remove_dir_all(path).unwrap(),
        Ok(_) => std::fs::remove_file(path).unwrap(),
        Err(_) => {}
    }
}

#[test]
fn a_copy_that_is_killed_leaves_the_place_as_it_was() {
    let seed = std::env::var(SEED).ok().and_then(|seed| seed.parse().ok());
    let seed = seed.unwrap_or_else(|| std::time::UNIX_EPOCH.elapsed().unwrap().as_nanos() as u64);
    println!("{SEED}={seed}");
    let mut random = seed;
    let (mut killed, mut copied) = (0, 0);
    for source in ["source.db", "source.fjall"] {
        let folder = Folder::new(source);
        let begin = Instant::now();
        folder.prepare(false);
        folder.complete();
        let whole = begin.elapsed();
        let mut hits = 0;
        for round in 0..RUNS {
            let with_old = round % 2 == 1;
            folder.prepare(with_old);
            let mut child = folder.command(source, "to", &["--force"]).spawn().unwrap();
            std::thread::sleep(whole.mul_f64(unit(&mut random)));
            child.kill().unwrap();
            let status = child.wait().unwrap();
            hits += usize::from(!status.success());
            copied += usize::from(folder.assert_whole(with_old));
            if round % 5 == 0 || !folder.litter().is_empty() && round % 2 == 0 {
                folder.complete();
            }
            if hits >= KILLS / 2 {
                break;
            }
        }
        killed += hits;
    }
    println!("{killed} killed, {copied} of all copies were there");
    assert!(killed >= KILLS, "{killed}");
}

#[test]
fn a_disk_that_fills_up_leaves_the_place_as_it_was() {
    for source in ["source.db", "source.fjall"] {
        for with_old in [false, true] {
            let folder = Folder::new(source);
            folder.prepare(with_old);
            let mut refused = 0;
            // No file may have more than so many blocks of 512 bytes.
            for blocks in [0, 1, 8, 64, 400, 1000, 3000] {
                let program = folder.command(source, "to", &["--force"]);
                let mut shell = Command::new("sh");
                // The signal that comes with it is ignored, so that writing fails as on a full disk.
                shell.arg("-c").arg(format!("trap '' 25; ulimit -f {blocks}; exec \"$@\"")).arg("sh");
                shell.arg(program.get_program()).args(program.get_args());
                let output = shell.stdin(Stdio::null()).output().unwrap();
                let said = String::from_utf8_lossy(&output.stderr).into_owned();
                assert!(!said.contains("panicked"), "{said}");
                if output.status.success() {
                    break;
                }
                refused += 1;
                assert_eq!(output.status.code(), Some(1), "{blocks}: {said}");
                assert!(said.contains(&folder.folder.path().display().to_string()), "{blocks}: {said}");
                assert!(!folder.assert_whole(with_old), "{blocks}");
            }
            assert!(refused >= 3, "{refused}");
            folder.complete();
        }
    }
}

#[test]
fn a_copy_that_is_told_to_end_cleans_up() {
    let folder = Folder::new("source.db");
    folder.prepare(false);
    let mut ended = 0;
    for wait in [20, 60, 120, 250, 400] {
        let child = folder.command("source.db", "to", &[]).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        let told = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
        assert!(told.success());
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.code() == Some(130) {
            ended += 1;
            assert!(said.contains("stopped; what is there is as it was"), "{said}");
            assert!(!folder.at("to").exists());
        }
        remove(&folder.at("to"));
        assert_eq!(folder.litter(), Vec::<String>::new(), "{said}");
    }
    assert!(ended > 0);
}
