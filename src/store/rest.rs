//! What a commit leaves behind.

use std::path::Path;
use std::time::Duration;

use super::{Result, Writer, open_writer};

/// What is left behind a commit that is durable already: what there is to do is done where this is dropped, on that
/// thread, and what stays open until then serves the next writer.
#[derive(Default)]
pub struct Rest {
    left: Option<Box<dyn Left>>,
    /// Whether as much of it was done as can be before the database is closed.
    is_begun: bool,
}

/// How much of a [`Rest`] is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Until {
    /// What nobody sees who has the database open: [`super::Store::generation`] stays what it is.
    NextCommit,
    /// All of it.
    Closed,
}

/// What an engine leaves behind a commit.
pub(super) trait Left: Send {
    /// Does what there is to do. Asked for at most once each way.
    fn tidy(&mut self, until: Until);

    /// A writer of the database at `path` that goes on with what the last one had open, under the lock, for which it waits up
    /// to `wait`; `None` where that is of no more use, as somebody else has written. Nothing is left to do then: it is left
    /// behind the writer's commit.
    ///
    /// # Errors
    /// Those of [`open_writer`].
    fn writer(&mut self, _path: &Path, _wait: Duration) -> Result<Option<Box<dyn Writer>>> {
        Ok(None)
    }
}

impl<F: FnMut(Until) + Send> Left for F {
    fn tidy(&mut self, until: Until) {
        self(until);
    }
}

impl Rest {
    pub(super) fn of(left: impl Left + 'static) -> Rest {
        Rest { left: Some(Box::new(left)), is_begun: false }
    }

    /// Does as much of it as can be done while more commits are to follow. Nothing where that was done.
    pub fn meanwhile(&mut self) {
        if let Some(left) = self.left.as_mut().filter(|_| !self.is_begun) {
            self.is_begun = true;
            left.tidy(Until::NextCommit);
        }
    }

    /// Leaves it to what is left behind the next commit, which was done by now.
    pub fn leave_to_next(mut self) {
        self.left = None;
    }

    /// What [`open_writer`] gives, and for less where this is of the last commit to that database: SQLite's connection has
    /// in memory what it read and wrote.
    ///
    /// # Errors
    /// Those of [`open_writer`].
    pub fn open_writer(&mut self, path: &Path, wait: Duration) -> Result<Box<dyn Writer>> {
        match self.left.as_mut().map(|left| left.writer(path, wait)).transpose()?.flatten() {
            Some(writer) => Ok(writer),
            None => open_writer(path, wait),
        }
    }
}

impl Drop for Rest {
    fn drop(&mut self) {
        if let Some(mut left) = self.left.take() {
            left.tidy(Until::Closed);
        }
    }
}
