//! Ctrl-C: once to stop cleanly, twice to stop at once.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use signal_hook::consts::SIGINT;
use signal_hook::{SigId, flag, low_level};

/// Notices Ctrl-C while it lives.
pub(super) struct Interrupt {
    flag: Arc<AtomicBool>,
    handlers: Vec<SigId>,
}

impl Interrupt {
    /// Begins to notice.
    pub(super) fn watch() -> std::io::Result<Interrupt> {
        let flag = Arc::new(AtomicBool::new(false));
        // In this order: the first signal finds the flag down, the second up.
        let handlers = vec![
            flag::register_conditional_shutdown(SIGINT, 130, Arc::clone(&flag))?,
            flag::register(SIGINT, Arc::clone(&flag))?,
        ];
        Ok(Interrupt { flag, handlers })
    }

    /// Is set at the first Ctrl-C.
    pub(super) fn flag(&self) -> &AtomicBool {
        &self.flag
    }
}

impl Drop for Interrupt {
    fn drop(&mut self) {
        for &handler in &self.handlers {
            low_level::unregister(handler);
        }
    }
}
