//! A second process: this test program again, told by its environment what to do.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::{numbered, race};

/// Says what the process is to do.
const TASK: &str = "MAGELLAN_TUI_TEST_TASK";
/// Says at which database.
const DATABASE: &str = "MAGELLAN_TUI_TEST_DATABASE";

/// What another process does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Task {
    /// Writes numbered states until it is told to stop.
    Write,
    /// Reads them.
    Read,
    /// Counts up a file.
    Count,
}

const TASKS: [(Task, &str); 3] = [(Task::Write, "write"), (Task::Read, "read"), (Task::Count, "count")];

/// A process that works until [`Other::stop`].
pub(crate) struct Other(Child);

impl Other {
    pub(crate) fn start(task: Task, database: &Path) -> Other {
        let (_, name) = TASKS.iter().find(|(known, _)| *known == task).unwrap();
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child::another_process", "--ignored", "--nocapture"])
            .env(TASK, name)
            .env(DATABASE, database)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        Other(child)
    }

    /// Tells it to stop, and asserts that nothing was wrong there.
    pub(crate) fn stop(self) {
        // Its standard input ends here.
        let output = self.0.wait_with_output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        assert!(output.status.success(), "the other process: {said}");
        assert!(said.contains("1 passed"), "the other process did nothing: {said}");
    }
}

/// Not a test of its own: what [`Other::start`] starts.
#[test]
#[ignore = "started by other tests, as a process of its own"]
fn another_process() {
    let (Ok(task), Some(database)) = (std::env::var(TASK), std::env::var_os(DATABASE)) else { return };
    let database = PathBuf::from(database);
    let (task, _) = TASKS.iter().find(|(_, name)| *name == task).unwrap();
    if *task == Task::Count {
        return race::count_up(&database, race::TURNS);
    }
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            // Ends when the process that started this one closes it, or dies.
            let _ = std::io::stdin().read_to_end(&mut Vec::new());
            stop.store(true, std::sync::atomic::Ordering::Relaxed);
        });
        match task {
            Task::Write => drop(numbered::write_until(&database, &stop)),
            _ => drop(numbered::read_until(&*magellan_tui::store::open(&database).unwrap(), &stop)),
        }
    });
}
