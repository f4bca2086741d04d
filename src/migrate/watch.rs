//! Who is told how far a copy is, and who may ask for an end.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::Event;

/// Time between two words on how far it is.
const PACE: Duration = Duration::from_millis(100);

/// Rows between two looks at the clock.
const LOOK: u64 = 512;

/// Who is told how far it is, and who may ask for an end.
pub(super) struct Watch<'a> {
    pub(super) to: &'a mut dyn FnMut(Event),
    cancel: &'a AtomicBool,
    last: Instant,
    looks: u64,
}

impl<'a> Watch<'a> {
    pub(super) fn new(to: &'a mut dyn FnMut(Event), cancel: &'a AtomicBool) -> Watch<'a> {
        Watch { to, cancel, last: Instant::now(), looks: 0 }
    }

    pub(super) fn said(&mut self, line: impl Into<String>) {
        (self.to)(Event::Said(line.into()));
    }

    pub(super) fn is_cancelled(&self) -> bool {
        self.cancel.load(Ordering::SeqCst)
    }

    /// Tells `event` if it is time again; `false` where it is to end.
    pub(super) fn step(&mut self, event: impl FnOnce() -> Event) -> bool {
        self.looks += 1;
        if !self.looks.is_multiple_of(LOOK) {
            return true;
        }
        if self.is_cancelled() {
            return false;
        }
        if self.last.elapsed() >= PACE {
            self.last = Instant::now();
            (self.to)(event());
        }
        true
    }
}
