//! Ctrl-C, and being told to end: once to stop cleanly, twice to stop at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::{SigId, flag, low_level};

/// What a shell adds to the number of a signal for the exit code.
const BY_SIGNAL: i32 = 128;

/// Notices the signals that ask for an end, while it lives.
pub(super) struct Interrupt {
    flag: Arc<AtomicBool>,
    signal: Arc<AtomicUsize>,
    handlers: Vec<SigId>,
    noticed: Vec<i32>,
}

impl Interrupt {
    /// Begins to notice. A hang-up that is ignored already (`nohup`) stays so.
    pub(super) fn watch() -> std::io::Result<Interrupt> {
        let mut interrupt = Interrupt {
            flag: Arc::default(),
            signal: Arc::default(),
            handlers: Vec::new(),
            noticed: Vec::new(),
        };
        interrupt.notice(SIGINT)?;
        interrupt.notice(SIGTERM)?;
        if !is_hangup_ignored() {
            interrupt.notice(SIGHUP)?;
        }
        Ok(interrupt)
    }

    fn notice(&mut self, signal: i32) -> std::io::Result<()> {
        let code = BY_SIGNAL + signal;
        // In this order: the first signal finds the flag down, the second up; and whoever sees the flag
        // up finds the signal.
        self.handlers.push(flag::register_conditional_shutdown(signal, code, Arc::clone(&self.flag))?);
        self.handlers.push(flag::register_usize(signal, Arc::clone(&self.signal), code as usize)?);
        self.handlers.push(flag::register(signal, Arc::clone(&self.flag))?);
        self.noticed.push(signal);
        Ok(())
    }

    /// Does something at the first signal, on a thread of its own: for who waits for something else.
    pub(super) fn then(&self, call: impl FnOnce() + Send + 'static) -> std::io::Result<()> {
        let mut signals = Signals::new(&self.noticed)?;
        std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
            if signals.forever().next().is_some() {
                call();
            }
        })?;
        Ok(())
    }

    /// Is set at the first signal.
    pub(super) fn flag(&self) -> &AtomicBool {
        &self.flag
    }

    /// The exit code that says which signal came; `None` before one did.
    pub(super) fn code(&self) -> Option<u8> {
        let is_up = self.flag.load(Ordering::SeqCst);
        is_up.then(|| u8::try_from(self.signal.load(Ordering::SeqCst)).unwrap_or(u8::MAX))
    }
}

impl Drop for Interrupt {
    fn drop(&mut self) {
        for &handler in &self.handlers {
            low_level::unregister(handler);
        }
    }
}

/// Whether this process was started with hang-ups ignored, where the system has a file that says so.
fn is_hangup_ignored() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    ignores(&status, SIGHUP)
}

/// Whether the text of `/proc/self/status` has a signal among those that are ignored.
fn ignores(status: &str, signal: i32) -> bool {
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask >> (signal - 1) & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hangup_that_is_ignored_is_told_from_others() {
        assert!(ignores("Name:\tx\nSigIgn:\t0000000000000001\n", SIGHUP));
        assert!(ignores("SigIgn:\tffffffffffffffff\n", SIGHUP));
        assert!(!ignores("SigIgn:\t0000000000001002\nSigCgt:\t0000000000000001\n", SIGHUP));
        assert!(!ignores("", SIGHUP));
    }
}
