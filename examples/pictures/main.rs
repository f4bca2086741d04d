//! The README's pictures, taken of the real program: `cargo run --release --example pictures [FOLDER]` indexes this
//! project's sources, opens a screen after the other in a pseudo-terminal, and writes each as an SVG into FOLDER
//! (`assets/screens` unless told). The program must be built (`cargo build --release`).

mod svg;

use std::error::Error;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use vt100::Parser;

type Outcome<T> = Result<T, Box<dyn Error>>;

const SIZE: PtySize = PtySize { rows: 34, cols: 116, pixel_width: 0, pixel_height: 0 };

/// The screen is still when nothing was written for so long.
const STILL: Duration = Duration::from_millis(700);

/// A picture: its name, and the keys that lead there, each step followed by a pause.
const PICTURES: [(&str, &[&str]); 11] = [
    ("overview", &["1"]),
    ("explore", &[EXPLORED, "\t", "jjj"]),
    ("graph", &[EXPLORED, "3", "h", "l", "l"]),
    ("flow", &[EXPLORED, "3", "x"]),
    ("chunks", &["4", "/", "snapshot lang:rust"]),
    ("metrics", &["5", "l", "s"]),
    ("history", &["6"]),
    ("tables", &["7"]),
    ("migrate", &["M"]),
    ("finder", &["\x10", "digest"]),
    ("palette", &[":", "call"]),
];

/// Opens the symbol of which most pictures are.
const EXPLORED: &str = "\x10put_aside\r";

fn main() -> Outcome<()> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = std::env::args_os().nth(1).map_or_else(|| project.join("assets/screens"), PathBuf::from);
    let here = std::env::current_exe()?;
    let program =
        here.parent().and_then(Path::parent).ok_or("no folder above this program")?.join("magellan-tui");
    // Paths are in the pictures: of a folder that anybody may have.
    let sources = std::env::temp_dir().join("magellan-tui");
    std::fs::create_dir(&sources).map_err(|error| format!("{}: {error}", sources.display()))?;
    let taken = all(project, &sources, &program, &folder);
    std::fs::remove_dir_all(&sources)?;
    taken
}

fn all(project: &Path, sources: &Path, program: &Path, folder: &Path) -> Outcome<()> {
    copy(&project.join("src"), &sources.join("src"))?;
    std::fs::copy(project.join("Cargo.toml"), sources.join("Cargo.toml"))?;
    let indexed = Command::new(program).arg("index").arg(sources).output()?;
    if !indexed.status.success() {
        return Err(String::from_utf8_lossy(&indexed.stderr).into());
    }
    let home = tempfile::tempdir()?;
    let database = sources.join(".magellan/tui.fjall");
    for (name, steps) in PICTURES {
        let screen = Screen::open(program, &database, home.path())?;
        std::fs::write(folder.join(format!("{name}.svg")), screen.taken(steps)?)?;
        println!("{name}");
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?
        } else {
            std::fs::copy(entry.path(), to).map(drop)?
        }
    }
    Ok(())
}

/// The program in a terminal.
struct Screen {
    parser: Parser,
    written: Receiver<Vec<u8>>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn portable_pty::Child + Send + Sync>,
    /// Held open for as long as the program runs.
    _master: Box<dyn portable_pty::MasterPty + Send>,
}

impl Screen {
    fn open(program: &Path, database: &Path, home: &Path) -> Outcome<Screen> {
        let pair = native_pty_system().openpty(SIZE)?;
        let mut command = CommandBuilder::new(program);
        command.arg(database);
        // Nothing of the user's shows, and nothing of the picture before.
        let state = tempfile::tempdir_in(home)?.keep();
        for name in ["HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"] {
            command.env(name, &state);
        }
        command.env("TERM", "xterm-256color");
        command.env("COLORTERM", "truecolor");
        command.env_remove("NO_COLOR");
        let child = pair.slave.spawn_command(command)?;
        let mut from = pair.master.try_clone_reader()?;
        let keys = pair.master.take_writer()?;
        let (send, written) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 1 << 14];
            while let Ok(length @ 1..) = from.read(&mut buffer) {
                let Some(bytes) = buffer.get(..length) else { return };
                if send.send(bytes.to_vec()).is_err() {
                    return;
                }
            }
        });
        let (rows, columns) = (SIZE.rows.try_into()?, SIZE.cols.try_into()?);
        let parser = Parser::new(rows, columns, 0);
        Ok(Screen { parser, written, keys, child, _master: pair.master })
    }

    /// Presses keys, and gives the picture of what there is then.
    fn taken(mut self, steps: &[&str]) -> Outcome<String> {
        self.settle();
        for step in steps {
            // Return goes in by itself: what was typed before it is to be found first.
            for part in step.split_inclusive('\r') {
                let (typed, has_return) = match part.strip_suffix('\r') {
                    Some(typed) => (typed, true),
                    None => (part, false),
                };
                self.keys.write_all(typed.as_bytes())?;
                self.settle();
                if has_return {
                    self.keys.write_all(b"\r")?;
                    self.settle();
                }
            }
        }
        let picture = svg::of(self.parser.screen());
        self.child.kill()?;
        self.child.wait()?;
        Ok(picture)
    }

    fn settle(&mut self) {
        loop {
            match self.written.recv_timeout(STILL) {
                Ok(bytes) => self.parser.process(&bytes),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
            }
        }
    }
}
