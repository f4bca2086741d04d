//! What the tests of the screen share: databases and sources to explore.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// A file of this folder's `fixtures`.
pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

/// Writes a file whose time is long past, so that the index may trust that time.
pub fn write(path: impl AsRef<Path>, text: &str) {
    let path = path.as_ref();
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
    let file = fs::File::options().append(true).open(path).unwrap();
    file.set_modified(SystemTime::now() - Duration::from_secs(100)).unwrap();
}

/// Writes a small project of Rust and Python, in which `strike` has two definitions.
pub fn write_clock(root: &Path) {
    write(root.join("Cargo.toml"), "[package]\nname = \"clock\"\n");
    write(root.join("src/lib.rs"), CLOCK);
    write(root.join("src/bell.rs"), BELL);
    write(root.join("tools/chime.py"), CHIME);
}

pub const CLOCK: &str = r#"//! A clock that strikes the hours.

pub mod bell;

use bell::Bell;

/// A clock with one hand.
pub struct Clock {
    hour: u8,
    bell: Bell,
}

impl Clock {
    /// A clock that shows `hour`.
    pub fn set(hour: u8) -> Clock {
        Clock { hour, bell: Bell::cast("C") }
    }

    /// Moves on by an hour and strikes it.
    pub fn tick(&mut self) -> u8 {
        self.hour = after(self.hour);
        self.bell.strike(self.hour);
        self.hour
    }
}

fn after(hour: u8) -> u8 {
    if hour >= 12 { 1 } else { hour + 1 }
}

/// Half a day.
pub fn half_day() -> u8 {
    let mut clock = Clock::set(0);
    (0..12).map(|_| clock.tick()).sum()
}
"#;

const BELL: &str = r#"//! What a clock strikes.

/// A bell.
pub struct Bell {
    note: &'static str,
    struck: u32,
}

impl Bell {
    /// A bell of a note.
    pub fn cast(note: &'static str) -> Bell {
        Bell { note, struck: 0 }
    }

    /// Strikes it.
    pub fn strike(&mut self, times: u8) {
        self.struck += u32::from(times);
    }
}
"#;

const CHIME: &str = r#""""Chimes of a clock."""

from math import floor


def strike(hours):
    """Strikes some hours."""
    return ["ding"] * floor(hours)


def chime():
    return strike(3) + strike(4)
"#;
