//! Who waits for a long question: is told how far it is, and may end it.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{GraphError, Result};

/// Steps between two looks at the flag, and two reports. A step is a record, or the neighbours of a symbol: a fraction
/// of a millisecond.
const STRIDE: u64 = 64;

/// Who waits for a long question.
pub struct Watch<'a> {
    cancel: &'a AtomicBool,
    tell: &'a dyn Fn(u64),
    done: Cell<u64>,
}

impl<'a> Watch<'a> {
    /// One who sets `cancel` to end the question, and is told how many steps are done, often.
    pub fn new(cancel: &'a AtomicBool, tell: &'a dyn Fn(u64)) -> Watch<'a> {
        Watch { cancel, tell, done: Cell::new(0) }
    }

    /// Counts a step.
    ///
    /// # Errors
    /// [`GraphError::Stopped`] some steps after the question was cancelled.
    pub fn step(&self) -> Result<()> {
        let done = self.done.get() + 1;
        self.done.set(done);
        if !done.is_multiple_of(STRIDE) {
            return Ok(());
        }
        (self.tell)(done);
        self.look()
    }

    /// Looks whether the question was cancelled.
    ///
    /// # Errors
    /// [`GraphError::Stopped`] where it was.
    pub fn look(&self) -> Result<()> {
        if self.is_cancelled() { Err(GraphError::Stopped) } else { Ok(()) }
    }

    /// Whether the question was cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }
}
