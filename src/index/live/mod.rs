//! An index that is kept up to date: the project stays in memory between commits, so that an edit costs what it
//! changes.

mod follow;
mod scope;
mod watch;

pub use follow::{Follow, Halt, News};
pub use scope::Scope;
pub(super) use watch::Watch;

use std::sync::atomic::AtomicBool;

use super::run::{Keep, Run, Standing};
use super::{IndexError, Options, Progress, Summary};
use crate::store::StoreError;

/// A project whose index follows it.
pub struct Live<'a> {
    run: Run<'a>,
    standing: Option<Standing>,
}

/// What an update did.
#[derive(Debug, Clone, PartialEq)]
pub struct Update {
    /// As of a run; `files` are those that were looked at.
    pub summary: Summary,
    /// Files whose names were resolved again, for what changed or because they are tied to it.
    pub resolved: u64,
    /// Files whose records are others now.
    pub written: u64,
}

impl<'a> Live<'a> {
    /// Brings the index up to date as [`super::run`] does, and keeps the project in memory. Cost: that of a run, also
    /// where nothing changed; where the last one left nothing to go on from, of one in which all names are resolved.
    ///
    /// # Errors
    /// Those of [`super::run`].
    pub fn begin(
        options: &'a Options,
        progress: &'a (dyn Fn(Progress) + Sync),
        cancel: &'a AtomicBool,
    ) -> Result<(Live<'a>, Summary), IndexError> {
        Live::watched(options, progress, cancel, None)
    }

    /// Likewise, and watches each folder that is looked into.
    fn watched(
        options: &'a Options,
        progress: &'a (dyn Fn(Progress) + Sync),
        cancel: &'a AtomicBool,
        watch: Option<&'a Watch>,
    ) -> Result<(Live<'a>, Summary), IndexError> {
        let mut run = Run::begin(options, progress, cancel)?.watched(watch);
        let (summary, standing) = run.whole(Keep::Project)?;
        Ok((Live { run, standing }, summary))
    }

    /// Brings the index up to date with what changed in `scope`. It is as an index built afresh then, unless something
    /// changed elsewhere. All updates are one row in the log of runs. Cost: that of the files that changed and of those
    /// whose names may mean something else by that; of a look at each file in the scope. Where somebody else
    /// wrote to the index meanwhile, and where a file could not be read, that of [`Live::begin`].
    ///
    /// # Errors
    /// Those of [`super::run`]. The index is then as before, and the next update looks at all of the project.
    pub fn update(&mut self, scope: &Scope) -> Result<Update, IndexError> {
        let Some(mut standing) = self.standing.take() else { return self.anew() };
        match self.run.follow(&mut standing, scope) {
            Ok(Some((update, goes_on))) => {
                self.standing = goes_on.then_some(standing);
                Ok(update)
            }
            Ok(None) => self.anew(),
            Err(error) => {
                self.standing = is_passing(&error).then_some(standing);
                Err(error)
            }
        }
    }

    /// Does what the last commit has left to do, and finds out more of what edits need, where the project was taken up from what a run
    /// had left: how long the first ones take depends on it. Gives whether there is more to find out. Cost: that of resolving a few files.
    pub fn learn(&mut self) -> bool {
        self.run.tidy();
        let Some(standing) = &mut self.standing else { return false };
        match self.run.learn(standing) {
            Ok(is_more) => is_more,
            Err(error) => {
                // The index was changed by another program, or there is no room: the next update sees.
                tracing::debug!(%error, "the project in memory is made anew");
                self.standing = None;
                false
            }
        }
    }

    /// Leaves beside the index what a later run can go on from, where the project is known.
    fn leave(&self) {
        if let Some(standing) = &self.standing {
            self.run.leave_standing(standing);
        }
    }

    /// Makes everything anew, unless it is to end.
    fn anew(&mut self) -> Result<Update, IndexError> {
        self.run.renew()?;
        let (summary, standing) = self.run.whole(Keep::Project)?;
        let written = summary.parsed + summary.removed;
        self.standing = standing;
        Ok(Update { resolved: summary.files, written, summary })
    }
}

/// Whether nothing was touched yet, and things may be otherwise in a while: another writer is in the way, or the rules are
/// being edited.
fn is_passing(error: &IndexError) -> bool {
    matches!(error, IndexError::Store(StoreError::Locked { .. }) | IndexError::Settings { .. })
}
