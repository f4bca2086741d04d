//! Where the program is run: its home, what it is given, and what it is held to.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

/// The names of all engines.
pub const ENGINES: [&str; 2] = ["fjall", "sqlite"];

/// A home of its own for the program, and a folder for what it is given.
pub struct World {
    pub home: TempDir,
    pub dir: TempDir,
}

impl World {
    pub fn new() -> World {
        World { home: TempDir::new().unwrap(), dir: TempDir::new().unwrap() }
    }

    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_magellan-tui"));
        command.env_clear().env("HOME", self.home.path()).current_dir(self.dir.path());
        command
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Runs it to success, and gives what it printed.
    pub fn run(&self, args: &[&str]) -> String {
        let output = self.command().args(args).output().unwrap();
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    pub fn project(&self) -> PathBuf {
        self.file("project/src/lib.rs", "pub fn outer() { inner() }\nfn inner() {}\n");
        self.file("project/tool.py", "def main():\n    helper()\n\ndef helper():\n    pass\n");
        self.dir.path().join("project")
    }

    /// Runs it and holds it to one clear line on standard error, and nothing on standard output.
    pub fn fails(&self, args: &[&str], code: i32, says: &[&str]) {
        let output = self.command().args(args).output().unwrap();
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{args:?}: {message}");
        assert_eq!(message.lines().count(), 1, "{args:?}: {message}");
        for said in says {
            assert!(message.contains(said), "{args:?}: {message}");
        }
        assert!(output.stdout.is_empty(), "{args:?}");
    }

    /// The same, and that nothing was made or changed.
    pub fn refuses(&self, args: &[&str], code: i32, says: &[&str]) {
        let before = listing(self.dir.path());
        self.fails(args, code, says);
        assert_eq!(listing(self.dir.path()), before, "{args:?} made or changed a file");
    }

    /// The same of the bare command and of every other that takes a database.
    pub fn is_no_database(&self, name: &str, says: &[&str]) {
        self.project();
        let mut named = vec![name];
        named.extend(says);
        self.refuses(&[name], 1, &named);
        self.refuses(&["status", name], 1, &named);
        self.refuses(&["verify", name], 1, &named);
        self.refuses(&["export", name, "--format", "jsonl"], 1, &named);
        self.refuses(&["index", "project", "--db", name], 1, &named);
    }
}

/// Every path below a folder with its content.
pub fn listing(folder: &Path) -> Vec<(PathBuf, Option<Vec<u8>>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path.clone());
            }
            found.push((path.clone(), fs::read(&path).ok()));
        }
    }
    found.sort();
    found
}

pub fn status_json(world: &World, path: &str) -> serde_json::Value {
    let output = world.command().args(["status", "--json", path]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}
