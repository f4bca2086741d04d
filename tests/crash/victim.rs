//! The process that is killed: this test program again, told by its environment what to index.

use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use magellan_tui::store::Engine;

use crate::place::{Place, index};

const ROOT: &str = "MAGELLAN_TUI_TEST_ROOT";
const DATABASE: &str = "MAGELLAN_TUI_TEST_DATABASE";
const ENGINE: &str = "MAGELLAN_TUI_TEST_ENGINE";

/// What the process says when it is about to begin, and when it is done.
const READY: &str = "ready to index";
const DONE: &str = "indexed";

/// Which sort of run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    First,
    Update,
}

/// A process that indexes.
pub(crate) struct Victim {
    child: Child,
    output: BufReader<ChildStdout>,
}

impl Victim {
    /// Starts it, up to where the index begins.
    pub(crate) fn start(place: &Place) -> Victim {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "victim::the_process_that_is_killed", "--ignored", "--nocapture"])
            .env(ROOT, place.root())
            .env(DATABASE, place.database())
            .env(ENGINE, place.engine.as_str())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        while !line.contains(READY) {
            line.clear();
            assert_ne!(output.read_line(&mut line).unwrap(), 0, "the process ended before it began");
        }
        Victim { child, output }
    }

    /// Kills it so long after its beginning. Gives whether that was before its end; one that came to its
    /// end did so well.
    pub(crate) fn kill_after(mut self, moment: Duration) -> bool {
        std::thread::sleep(moment);
        self.child.kill().unwrap();
        let status = self.child.wait().unwrap();
        let mut said = String::new();
        self.output.read_to_string(&mut said).unwrap();
        if std::os::unix::process::ExitStatusExt::signal(&status) == Some(9) {
            return !said.contains(DONE);
        }
        assert!(status.success() && said.contains(DONE), "the process failed by itself: {said}");
        false
    }

    /// Waits for its end. Gives how long that took.
    pub(crate) fn finish(mut self) -> Duration {
        let begin = Instant::now();
        let mut said = String::new();
        while !said.contains(DONE) {
            assert_ne!(self.output.read_line(&mut said).unwrap(), 0, "the process failed: {said}");
        }
        let took = begin.elapsed();
        assert!(self.child.wait().unwrap().success());
        took
    }
}

/// Not a test of its own: what [`Victim::start`] starts.
#[test]
#[ignore = "started by other tests, as a process of its own"]
fn the_process_that_is_killed() {
    let path = |name| std::env::var_os(name).map(PathBuf::from);
    let (Some(root), Some(database)) = (path(ROOT), path(DATABASE)) else { return };
    let engine = [Engine::Fjall, Engine::Sqlite].into_iter();
    let engine =
        engine.clone().find(|engine| std::env::var(ENGINE).is_ok_and(|name| name == engine.as_str()));
    println!("\n{READY}");
    index(&root, &database, engine.unwrap());
    println!("{DONE}");
}
