//! Who is told how far a copy is, and who may ask for an end.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::Event;

/// Time between two words on how far it is.
const PACE: Duration = Duration::from_millis(100);

/// Rows, or bytes of them, between two looks at the clock: a few rows may be very long ones.
const LOOK: u64 = 512;
const LOOK_BYTES: u64 = 4 << 20;

/// Who is told how far it is, and who may ask for an end.
pub(super) struct Watch<'a> {
    pub(super) to: &'a mut dyn FnMut(Event),
    cancel: &'a AtomicBool,
    last: Instant,
    /// Rows and bytes since the last look.
    rows: u64,
    bytes: u64,
}

impl<'a> Watch<'a> {
    pub(super) fn new(to: &'a mut dyn FnMut(Event), cancel: &'a AtomicBool) -> Watch<'a> {
        Watch { to, cancel, last: Instant::now(), rows: 0, bytes: 0 }
    }

    pub(super) fn said(&mut self, line: impl Into<String>) {
        let line = line.into();
        tracing::info!(%line, "migrate");
        (self.to)(Event::Said(line));
    }

    pub(super) fn is_cancelled(&self) -> bool {
        self.cancel.load(Ordering::SeqCst)
    }

    /// Notes that a row of so many bytes is done, and tells `event` if it is time again; `false` where it is to
    /// end.
    pub(super) fn step(&mut self, length: u64, event: impl FnOnce() -> Event) -> bool {
        self.rows += 1;
        self.bytes = self.bytes.saturating_add(length);
        if self.rows < LOOK && self.bytes < LOOK_BYTES {
            return true;
        }
        (self.rows, self.bytes) = (0, 0);
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
