//! Work that steps back behind the screen, and behind all else that the machine has to do.

use std::io;
use std::thread::Builder;

/// How far a thread steps back that answers what the screen asks: the screen itself goes first, so that a key is on it at once while
/// what it asked for is still read.
pub const ASKED: i32 = 3;

/// How far a thread steps back where somebody waits for its work. That is enough for a key to be answered at once while
/// all cores are busy with it. Threads that it starts step back as far.
pub const WAITED_FOR: i32 = 5;

/// How far where nobody waits: others have about ten times its share of a core that both want.
pub const UNNOTICED: i32 = 10;

/// Does some work on a thread of its own that steps back, and waits for it. Where the system knows no niceness of single
/// threads it is one like the others.
///
/// # Errors
/// Where no thread can be had; the work is not done then.
pub fn gently<T: Send>(niceness: i32, work: impl FnOnce() -> T + Send) -> io::Result<T> {
    let work = || {
        step_back(niceness);
        work()
    };
    std::thread::scope(|scope| {
        let thread = Builder::new().name("background".to_owned()).spawn_scoped(scope, work)?;
        thread.join().map_err(|panic| std::panic::resume_unwind(panic))
    })
}

/// Makes the calling thread step back, on Linux it alone.
#[cfg(target_os = "linux")]
pub fn step_back(niceness: i32) {
    // Who has stepped back further already stays there. Without it the work is done all the same.
    let now = rustix::process::getpriority_process(None).unwrap_or_default();
    if let Err(error) = rustix::process::setpriority_process(None, now.max(niceness)) {
        tracing::debug!(%error, "a thread in the background has the priority of others");
    }
}

/// Makes the calling thread step back, where the system knows a niceness of single threads.
#[cfg(not(target_os = "linux"))]
pub fn step_back(_: i32) {}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn the_work_steps_back_and_nobody_else() {
        fn niceness() -> i32 {
            rustix::process::getpriority_process(None).unwrap()
        }
        let before = niceness();
        let started = || std::thread::spawn(niceness).join().unwrap();
        for wanted in [WAITED_FOR, UNNOTICED] {
            assert_eq!(gently(wanted, niceness).unwrap(), before.max(wanted));
            assert_eq!(gently(wanted, started).unwrap(), before.max(wanted));
        }
        assert_eq!(niceness(), before);
    }
}
