//! What every screen may use: jobs, the way from paths to files, messages, effects on the terminal.

use std::path::PathBuf;
use std::time::Instant;

use super::answer::{Answer, Slot};
use super::jobs::{Desk, Jobs};
use crate::source::Roots;
use crate::store::StoreError;

/// How a message is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Done,
    /// Something cannot be done, or not now.
    Refusal,
    /// Something failed.
    Failure,
}

/// One line for the foot of the screen, until the next key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// How it is meant.
    pub tone: Tone,
    /// What it says.
    pub text: String,
}

/// What only the terminal's owner can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Leave.
    Quit,
    /// Give the terminal back and stop until the shell wakes us.
    Suspend,
    /// Draw everything afresh.
    Redraw,
    /// Open the user's editor.
    Edit {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u32,
    },
    /// Put a text on the clipboard.
    Copy(String),
}

/// What every screen may use.
pub struct Services {
    /// Work off the screen's thread.
    pub jobs: Jobs,
    /// The way from a path of the database to a file on disk.
    pub roots: Roots,
    /// Whether files' paths are stored absolute.
    pub absolute: bool,
    /// What the foot says.
    pub message: Option<Message>,
    /// What is to be done to the terminal after this event.
    pub effects: Vec<Effect>,
}

impl Services {
    /// Asks a question of the store, off the screen's thread.
    pub fn ask(
        &mut self,
        slot: Slot,
        work: impl FnOnce(&Desk<'_>) -> Result<Answer, StoreError> + Send + 'static,
    ) {
        self.jobs.ask(slot, work);
    }

    /// Says something at the foot.
    pub fn say(&mut self, tone: Tone, text: impl Into<String>) {
        self.message = Some(Message { tone, text: text.into() });
    }

    /// The prefix of the stored paths of files right below the root.
    pub fn top(&self) -> String {
        self.roots.prefix(self.absolute)
    }

    /// When the screen is to be drawn although nothing happened: when a question has been open for
    /// so long that the user should see that something runs.
    pub fn busy_from(&self) -> Option<Instant> {
        self.jobs.waiting_since().map(|since| since + super::BUSY_AFTER)
    }
}

/// Something that is being read.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Loadable<T> {
    /// Not here yet.
    #[default]
    Loading,
    /// Here.
    Ready(T),
    /// It cannot be had; one line says why.
    Failed(String),
}

impl<T> Loadable<T> {
    /// What is here.
    pub fn get(&self) -> Option<&T> {
        match self {
            Loadable::Ready(value) => Some(value),
            _ => None,
        }
    }

    /// What to show instead of what is not here.
    pub fn note(&self) -> Option<&str> {
        match self {
            Loadable::Ready(_) => None,
            Loadable::Loading => Some("reading \u{2026}"),
            Loadable::Failed(why) => Some(why),
        }
    }
}
