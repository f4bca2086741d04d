//! What the migration asks, and what it is told.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use super::{Facts, Told, Trouble};
use crate::migrate::{Plan, Report};
use crate::store::{Store, Verification};
use crate::tui::data::completion::Completion;
use crate::tui::data::target::Look;

/// A question of the migration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Question {
    /// What the source is.
    Facts,
    /// Whether it is sound.
    Check,
    /// Where a copy would usually be.
    Preset,
    /// What is at the path that is typed.
    Look,
    /// What the path may go on as.
    Complete,
    /// What the copy would do.
    Plan,
    /// The copy.
    Copy,
    /// The copy, opened.
    Open,
}

impl Question {
    /// All of them.
    pub(super) const ALL: [Question; 8] = [
        Question::Facts,
        Question::Check,
        Question::Preset,
        Question::Look,
        Question::Complete,
        Question::Plan,
        Question::Copy,
        Question::Open,
    ];
}

/// An answer to one.
#[derive(Debug)]
pub enum Reply {
    /// To [`Question::Facts`].
    Facts(Facts),
    /// To [`Question::Check`], several times: what is being checked, and how many of it are done.
    Checking(String, u64),
    /// To [`Question::Check`], at the end; whether it was stopped early.
    Checked(Verification, bool),
    /// To [`Question::Preset`].
    Preset(PathBuf),
    /// To [`Question::Look`].
    Look(Look),
    /// To [`Question::Complete`].
    Completed(Completion),
    /// To [`Question::Plan`].
    Planned(Result<Plan, Trouble>),
    /// To [`Question::Copy`], several times.
    Told(Vec<Told>),
    /// To [`Question::Copy`], at the end.
    Ended(Result<Report, Trouble>),
    /// To [`Question::Open`].
    Opened(Opened),
}

/// An open database.
pub struct Opened(pub Arc<dyn Store>);

impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Opened").field(&self.0.path()).finish()
    }
}
