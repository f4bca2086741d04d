//! The screen: `key → action → update(state) → view(state)`.
//!
//! What needs the store, a parse or the disk is a job on a worker thread ([`jobs`]), and its answer
//! comes back as an event. A frame is drawn when something happened and at no other time, all events
//! of a moment in one frame, inside a synchronized update. [`app::App`] is the whole explorer without
//! a terminal, [`run`] the loop around it.

pub mod action;
pub mod answer;
pub mod app;
pub mod chunks;
mod clipboard;
pub mod data;
mod editor;
pub mod explore;
pub mod exporting;
pub mod flow;
mod gently;
pub mod graph;
pub mod history;
pub mod jobs;
pub mod keymap;
pub mod memory;
pub mod metrics;
pub mod migrate;
pub mod overview;
pub mod popup;
mod run;
pub mod services;
pub mod tables;
mod terminal;
pub mod text;
pub mod theme;
pub mod view;
mod wake;
pub mod widgets;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

pub use run::run;
pub use terminal::is_terminal;

use crate::store::Store;
use keymap::Keymap;
use memory::Memory;
use migrate::Copier;

/// The smallest screen that is drawn, in columns.
pub const SMALLEST_WIDTH: u16 = 40;
/// The smallest screen that is drawn, in rows.
pub const SMALLEST_HEIGHT: u16 = 10;
/// How long a question may be open before the foot says that something runs.
pub const BUSY_AFTER: Duration = Duration::from_millis(100);
/// How often a run says how far it is.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(100);
/// How long the terminal may take to say what background it has.
const BACKGROUND_PATIENCE: Duration = Duration::from_millis(300);

/// Where to start.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Start {
    /// On the overview.
    #[default]
    Overview,
    /// At a symbol, by its name.
    Symbol(String),
    /// At a line (from 1) of a file.
    Place {
        /// The file, as the user wrote it.
        file: String,
        /// The line, from 1.
        line: u32,
    },
}

/// Which colours.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum ThemeChoice {
    /// The dark or the light theme, as the terminal's background is.
    #[default]
    Auto,
    /// These.
    Fixed(Box<theme::Theme>),
}

/// What the explorer is started with.
pub struct Options {
    /// The open database.
    pub store: Arc<dyn Store>,
    /// Where the sources are now, where that is known better than the database does.
    pub root: Option<PathBuf>,
    /// The folder whose index this is, where it is ours: `r` brings it up to date.
    pub project: Option<PathBuf>,
    /// Whether to bring it up to date at once, in the background.
    pub update: bool,
    /// Where to start.
    pub start: Start,
    /// Which colours.
    pub theme: ThemeChoice,
    /// Which key does what.
    pub keymap: Keymap,
    /// Whether to draw without boxes and arrows.
    pub plain: bool,
    /// What is remembered of the database from the last start.
    pub memory: Memory,
    /// Takes what is to be remembered until the next, once, when the explorer ends.
    pub remember: Box<dyn Fn(&Memory)>,
    /// What makes copies for the migration.
    pub copier: Arc<dyn Copier>,
}
