//! Work that nobody waits for: the machine does it when nothing else is to be done.

use std::io;
use std::thread::Builder;

/// By how much such a thread steps back: others have about ten times its share of a core that both want.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 10;

/// Does some work on a thread of its own that steps back behind all others, and waits for it. Where the system knows
/// no niceness of single threads it is one like the others.
///
/// # Errors
/// Where no thread can be had; the work is not done then.
pub fn gently<T: Send>(work: impl FnOnce() -> T + Send) -> io::Result<T> {
    let work = || {
        step_back();
        work()
    };
    std::thread::scope(|scope| {
        let thread = Builder::new().name("background".to_owned()).spawn_scoped(scope, work)?;
        thread.join().map_err(|panic| std::panic::resume_unwind(panic))
    })
}

/// On Linux this concerns the calling thread alone.
#[cfg(target_os = "linux")]
fn step_back() {
    // Who has stepped back further already stays there. Without it the work is done all the same.
    let now = rustix::process::getpriority_process(None).unwrap_or_default();
    if let Err(error) = rustix::process::setpriority_process(None, now.max(NICENESS)) {
        tracing::debug!(%error, "a thread in the background has the priority of others");
    }
}

#[cfg(not(target_os = "linux"))]
fn step_back() {}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn the_work_steps_back_and_nobody_else() {
        let niceness = || rustix::process::getpriority_process(None).unwrap();
        let before = niceness();
        let meanwhile = gently(niceness).unwrap();
        assert_eq!(meanwhile, before.max(NICENESS));
        assert_eq!(niceness(), before);
    }
}
