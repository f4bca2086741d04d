//! What happens in a folder is in the index, whoever does it and however.

use std::fs;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use magellan_tui::index::{Follow, Halt, IndexError, News};
use magellan_tui::store::Engine;

use crate::harness::{Lab, Sources};
use crate::seeds;

/// How long news may take before the test is given up.
const PATIENCE: Duration = Duration::from_secs(300);

/// An index that follows a folder, on a thread of its own.
struct Following {
    lab: Lab,
    halt: Halt,
    news: Receiver<News>,
    thread: JoinHandle<Result<(), IndexError>>,
}

impl Following {
    fn new(seed: &Sources) -> Following {
        let lab = Lab::new(Engine::Fjall, seed);
        let options = lab.options().clone();
        let follow = Arc::new(Follow::new(&options));
        let halt = follow.halt();
        let (send, news) = channel();
        let thread =
            std::thread::spawn(move || follow.run(&options, &|_| {}, &mut |news| drop(send.send(news))));
        let News::Follows(_, trouble) = news.recv_timeout(PATIENCE).unwrap() else { panic!("not yet") };
        assert_eq!(trouble, None);
        Following { lab, halt, news, thread }
    }

    /// Waits until the index is as one built afresh.
    fn wait(&self, what: &str) {
        let begin = Instant::now();
        while !self.lab.is_fresh() {
            assert!(begin.elapsed() < PATIENCE, "{what}: waited in vain");
            let _ = self.news.recv_timeout(Duration::from_millis(100));
        }
    }

    fn end(self) {
        self.halt.halt();
        self.thread.join().unwrap().unwrap();
        assert_eq!(self.lab.runs(), 1);
        self.lab.assert_clean();
    }

    fn path(&self, path: &str) -> std::path::PathBuf {
        self.lab.root().join(path)
    }
}

#[test]
fn files_that_are_written_renamed_and_removed_are_followed() {
    let following = Following::new(&seeds::python());
    fs::write(following.path("app/tools.py"), "def fix(thing):\n    return None\n").unwrap();
    following.wait("a file was written");
    // As an editor does it: beside the file, then over it.
    fs::write(following.path("app/.core.py.swp"), "x").unwrap();
    fs::write(following.path("app/core.py~new"), "def start():\n    return fix(1)\nfrom .tools import fix\n")
        .unwrap();
    fs::rename(following.path("app/core.py~new"), following.path("app/core.py")).unwrap();
    following.wait("a file was renamed over another");
    fs::rename(following.path("main.py"), following.path("other.py")).unwrap();
    following.wait("a file was renamed");
    fs::remove_file(following.path("app/base.py")).unwrap();
    following.wait("a file was removed");
    following.end();
}

#[test]
fn folders_that_come_move_and_go_are_followed() {
    let following = Following::new(&seeds::python());
    fs::create_dir_all(following.path("app/deep/deeper")).unwrap();
    fs::write(following.path("app/deep/deeper/new.py"), "from app import start\nstart()\n").unwrap();
    following.wait("folders came");
    fs::write(following.path("app/deep/deeper/new.py"), "from app import start\n").unwrap();
    following.wait("a file in a new folder was written");
    fs::rename(following.path("app/deep"), following.path("moved")).unwrap();
    following.wait("a folder moved");
    fs::write(following.path("moved/deeper/new.py"), "from app import kit\nkit.fix(1)\n").unwrap();
    following.wait("a file in a moved folder was written");
    fs::remove_dir_all(following.path("moved")).unwrap();
    following.wait("a folder went");
    following.end();
}

#[test]
fn rules_and_manifests_that_change_are_followed() {
    let following = Following::new(&seeds::rust());
    fs::write(following.path(".gitignore"), "/other\n").unwrap();
    following.wait("files are ignored");
    fs::write(following.path(".gitignore"), "").unwrap();
    following.wait("they are not");
    fs::write(following.path("Cargo.toml"), "[package]\nname = \"renamed\"\n").unwrap();
    following.wait("the package is called otherwise");
    fs::write(following.path("magellan.toml"), "[index]\nexclude = [\"tests\"]\n").unwrap();
    following.wait("files are excluded");
    following.end();
}

#[test]
fn another_branch_with_thousands_of_files_is_followed() {
    let following = Following::new(&seeds::python());
    let path = |at: usize| following.path(&format!("many/d{}/m{at}.py", at % 40));
    for at in 0..2000 {
        fs::create_dir_all(path(at).parent().unwrap()).unwrap();
        fs::write(path(at), format!("from many.d0.m0 import f0\ndef f{at}():\n    f0()\n")).unwrap();
    }
    following.wait("thousands of files came");
    for at in 0..2000 {
        match at % 3 {
            0 => fs::remove_file(path(at)).unwrap(),
            1 => fs::write(path(at), format!("def f{at}():\n    f{at}()\n")).unwrap(),
            _ => fs::rename(path(at), path(at).with_file_name(format!("n{at}.py"))).unwrap(),
        }
    }
    following.wait("thousands of files are others");
    following.end();
}

#[test]
fn who_writes_meanwhile_loses_nothing() {
    let following = Following::new(&seeds::python());
    fs::write(following.path("app/tools.py"), "def fix(thing):\n    return None\n").unwrap();
    following.wait("a file was written");
    // Somebody else brings the index up to date.
    following.lab.index();
    fs::write(following.path("app/base.py"), "def make_wheel():\n    pass\n").unwrap();
    following.wait("a file was written after another writer");
    following.halt.halt();
    following.thread.join().unwrap().unwrap();
    following.lab.assert_clean();
}

#[test]
fn a_folder_that_goes_is_followed_no_longer() {
    let following = Following::new(&seeds::python());
    fs::remove_dir_all(following.lab.root()).unwrap();
    let ended = following.thread.join().unwrap();
    assert!(matches!(ended, Err(IndexError::Root { .. })), "{ended:?}");
}
