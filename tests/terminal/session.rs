//! The real program in a pseudo-terminal: keys in, a screen and the bytes that made it out.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write};
use std::num::NonZeroU16;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtyPair, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};
use rustix::termios::{LocalModes, Termios, tcgetattr};
use tempfile::TempDir;
use vt100::{MouseProtocolMode, Parser, Screen};

use crate::common;

/// How long anything may take before the test is given up.
const PATIENCE: Duration = Duration::from_secs(60);

/// A home of its own for the program, and a folder to run it in.
pub struct World {
    home: TempDir,
    pub dir: TempDir,
}

impl World {
    pub fn new() -> World {
        World { home: TempDir::new().unwrap(), dir: TempDir::new().unwrap() }
    }

    /// One with a copy of the fixture at `sample.db`.
    pub fn with_sample() -> World {
        let world = World::new();
        std::fs::copy(common::fixture("magellan-4.17.0.db"), world.path("sample.db")).unwrap();
        world
    }

    pub fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.dir.path().join(path)
    }

    /// A file that can be run.
    pub fn script(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let mut file = OpenOptions::new().create(true).write(true).mode(0o755).open(&path).unwrap();
        writeln!(file, "#!/bin/sh\n{text}").unwrap();
        path
    }

    /// What the program finds in its environment: nothing of the user's.
    pub fn environment(&self) -> Vec<(&'static str, PathBuf)> {
        let home = self.home.path();
        vec![
            ("HOME", home.into()),
            ("XDG_CONFIG_HOME", home.join("config")),
            ("XDG_STATE_HOME", home.join("state")),
            ("XDG_CACHE_HOME", home.join("cache")),
            ("XDG_DATA_HOME", home.join("data")),
            ("PATH", std::env::var_os("PATH").unwrap_or_default().into()),
            ("TERM", "xterm-256color".into()),
            ("COLORTERM", "truecolor".into()),
        ]
    }

    pub fn start(&self, args: &[&str]) -> Session {
        self.start_with(args, &[])
    }

    pub fn start_with(&self, args: &[&str], set: &[(&str, &str)]) -> Session {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_magellan-tui"));
        command.env_clear();
        for (name, value) in self.environment() {
            command.env(name, value);
        }
        for (name, value) in set {
            command.env(name, value);
        }
        command.args(args);
        command.cwd(self.dir.path());
        Session::start(command)
    }
}

/// What the terminal was sent.
struct Seen {
    parser: Parser,
    raw: Vec<u8>,
}

/// The program while it runs.
pub struct Session {
    child: Box<dyn Child + Send + Sync>,
    pty: PtyPair,
    writer: Box<dyn Write + Send>,
    /// The terminal as the program has it, to look at its modes.
    tty: File,
    modes_before: Termios,
    seen: Arc<Mutex<Seen>>,
}

const ROWS: u16 = 24;
const COLUMNS: u16 = 80;

fn cells(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).unwrap()
}

pub fn open_pty() -> PtyPair {
    let size = PtySize { rows: ROWS, cols: COLUMNS, pixel_width: 0, pixel_height: 0 };
    native_pty_system().openpty(size).unwrap()
}

/// The terminal's other end, without making it ours.
pub fn open_tty(master: &dyn MasterPty) -> File {
    let no_controlling_terminal = rustix::fs::OFlags::NOCTTY.bits().cast_signed();
    let mut options = OpenOptions::new();
    options.read(true).write(true).custom_flags(no_controlling_terminal);
    options.open(master.tty_name().unwrap()).unwrap()
}

impl Session {
    fn start(command: CommandBuilder) -> Session {
        let pty = open_pty();
        let tty = open_tty(&*pty.master);
        let modes_before = tcgetattr(&tty).unwrap();
        assert!(modes_before.local_modes.contains(LocalModes::ICANON | LocalModes::ECHO));
        let parser = Parser::new(cells(ROWS), cells(COLUMNS), 0);
        let seen = Arc::new(Mutex::new(Seen { parser, raw: Vec::new() }));
        let mut reader = pty.master.try_clone_reader().unwrap();
        let into = Arc::clone(&seen);
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                let mut seen = into.lock().unwrap_or_else(PoisonError::into_inner);
                seen.parser.process(&bytes[..count]);
                seen.raw.extend(&bytes[..count]);
            }
        });
        let writer = pty.master.take_writer().unwrap();
        let child = pty.slave.spawn_command(command).unwrap();
        Session { child, pty, writer, tty, modes_before, seen }
    }

    fn seen<T>(&self, look: impl FnOnce(&Seen) -> T) -> T {
        look(&self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Looks at the screen.
    pub fn screen<T>(&self, look: impl FnOnce(&Screen) -> T) -> T {
        self.seen(|seen| look(seen.parser.screen()))
    }

    /// What the screen shows.
    pub fn text(&self) -> String {
        self.screen(Screen::contents)
    }

    /// Everything that the program wrote.
    pub fn raw(&self) -> Vec<u8> {
        self.seen(|seen| seen.raw.clone())
    }

    /// Waits until something is so.
    pub fn wait_until(&self, what: &str, mut is_so: impl FnMut(&Session) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !is_so(self) {
            assert!(Instant::now() < end, "waited in vain for {what}; the screen shows\n{}", self.text());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until the screen shows a text.
    pub fn wait_for(&self, text: &str) {
        self.wait_until(text, |session| session.text().contains(text));
    }

    /// Waits until the program has written some bytes.
    pub fn wait_for_raw(&self, bytes: &str) {
        let has = |raw: &[u8]| raw.windows(bytes.len()).any(|window| window == bytes.as_bytes());
        self.wait_until(&format!("{bytes:?}"), |session| session.seen(|seen| has(&seen.raw)));
    }

    /// Types, as a terminal sends it.
    pub fn send(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    fn pid(&self) -> Pid {
        Pid::from_raw(self.child.process_id().unwrap().cast_signed()).unwrap()
    }

    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    /// Waits until the program has stopped and not ended.
    pub fn wait_until_stopped(&self) {
        self.wait_until("the program to stop", |session| {
            let status = waitpid(Some(session.pid()), WaitOptions::UNTRACED | WaitOptions::NOHANG).unwrap();
            status.is_some_and(|(_, status)| {
                assert!(status.stopped(), "it ended: {status:?}");
                true
            })
        });
    }

    /// Waits for the program's end.
    pub fn wait(&mut self) -> ExitStatus {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < end, "it does not end; the screen shows\n{}", self.text());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    pub fn resize(&self, rows: u16, cols: u16) {
        self.seen.lock().unwrap().parser.set_size(cells(rows), cells(cols));
        self.pty.master.resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
    }

    /// Waits until the terminal is the program's: its screen, its mouse, its keys one by one.
    pub fn wait_until_taken(&self) {
        self.wait_until("the terminal to be taken", |session| {
            let modes = tcgetattr(&session.tty).unwrap().local_modes;
            session.screen(|screen| {
                screen.alternate_screen()
                    && screen.bracketed_paste()
                    && screen.mouse_protocol_mode() != MouseProtocolMode::None
            }) && !modes.intersects(LocalModes::ICANON | LocalModes::ECHO)
        });
    }

    /// Waits until the terminal is as it was before the program came.
    pub fn wait_until_given_back(&self) {
        self.wait_until("the terminal to be given back", |session| {
            let now = tcgetattr(&session.tty).unwrap();
            let before = &session.modes_before;
            session.screen(|screen| {
                !screen.alternate_screen()
                    && !screen.hide_cursor()
                    && !screen.bracketed_paste()
                    && screen.mouse_protocol_mode() == MouseProtocolMode::None
            }) && now.local_modes == before.local_modes
                && now.input_modes == before.input_modes
                && now.output_modes == before.output_modes
        });
        let raw = self.raw();
        let last = |bytes: &[u8]| raw.windows(bytes.len()).rposition(|window| window == bytes);
        assert!(last(b"\x1b[?2026l") > last(b"\x1b[?2026h"), "a synchronized update is open still");
    }

    /// Leaves, and holds the program to a good end.
    pub fn quit(mut self) {
        self.send("q");
        assert!(self.wait().success());
        self.wait_until_given_back();
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // Where a test failed half-way; one that has ended cannot be ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
