//! Waiting for the terminal, for workers and for signals at once, without a thread for any of them
//! and without waking up for nothing.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::pipe::{PipeFlags, pipe_with};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};

/// Rings from any thread; costs a write to a pipe.
#[derive(Clone)]
pub struct Bell(Arc<OwnedFd>);

impl Bell {
    /// Wakes the waiting thread. A bell that nobody has answered yet is not rung again.
    pub fn ring(&self) {
        // The pipe is non-blocking: full means that there is enough to wake up for.
        let _ = rustix::io::write(&*self.0, b"!");
    }
}

/// Signals that were sent to the program.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Signals {
    /// It is to end, by this signal: SIGTERM, SIGHUP, or SIGINT that was not meant for somebody else.
    pub end: Option<i32>,
    /// It is to stop for now: SIGTSTP.
    pub suspend: bool,
    /// It was woken: SIGCONT. Whoever had the terminal meanwhile may have left it otherwise.
    pub resumed: bool,
}

/// What the waiting thread holds.
pub struct Wake {
    bell: Bell,
    reader: OwnedFd,
    terminate: Arc<AtomicBool>,
    hang_up: Arc<AtomicBool>,
    interrupt: Arc<AtomicBool>,
    suspend: Arc<AtomicBool>,
    resumed: Arc<AtomicBool>,
    /// Only wakes: the size is looked up for every frame.
    resized: Arc<AtomicBool>,
    /// Whether another program has the terminal.
    lent: Arc<AtomicBool>,
}

impl Wake {
    /// Makes the pipe and takes the signals.
    ///
    /// # Errors
    /// Where the system has no pipe or handler to give.
    pub fn new() -> io::Result<Wake> {
        let (reader, writer) = pipe_with(PipeFlags::CLOEXEC | PipeFlags::NONBLOCK)?;
        let wake = Wake {
            bell: Bell(Arc::new(writer)),
            reader,
            terminate: Arc::default(),
            hang_up: Arc::default(),
            interrupt: Arc::default(),
            lent: Arc::default(),
            suspend: Arc::default(),
            resumed: Arc::default(),
            resized: Arc::default(),
        };
        // An editor that is stopped stops its whole process group. This program has to stop with it,
        // or the shell would wait for ever for a job of which only a part is stopped.
        signal_hook::flag::register_conditional_default(SIGTSTP, Arc::clone(&wake.lent))?;
        for (signal, flag) in [
            (SIGTERM, &wake.terminate),
            (SIGHUP, &wake.hang_up),
            (SIGINT, &wake.interrupt),
            (SIGTSTP, &wake.suspend),
            (SIGCONT, &wake.resumed),
            (SIGWINCH, &wake.resized),
        ] {
            signal_hook::flag::register(signal, Arc::clone(flag))?;
            // Registered second, so that the flag is set when the bell is heard.
            signal_hook::low_level::pipe::register(signal, wake.bell.0.try_clone()?)?;
        }
        Ok(wake)
    }

    /// A bell to ring from another thread.
    pub fn bell(&self) -> Bell {
        self.bell.clone()
    }

    /// Waits until standard input can be read, a bell rings, a signal comes or `until` is reached.
    /// `Ok(false)` says that the terminal is gone.
    ///
    /// # Errors
    /// Where the system cannot wait.
    pub fn wait(&self, until: Option<Instant>) -> io::Result<bool> {
        let stdin = io::stdin();
        let mut waiting = [
            PollFd::from_borrowed_fd(stdin.as_fd(), PollFlags::IN),
            PollFd::new(&self.reader, PollFlags::IN),
        ];
        let left = until.map(|until| until.saturating_duration_since(Instant::now()));
        // A little more than what is left, so that the moment has passed when the wait ends.
        let timeout =
            left.map(|left| left + Duration::from_millis(1)).and_then(|left| Timespec::try_from(left).ok());
        match poll(&mut waiting, timeout.as_ref()) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let [input, bell] = &waiting;
        let gone = input.revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL);
        if bell.revents().contains(PollFlags::IN) {
            let mut rung = [0; 64];
            while rustix::io::read(&self.reader, &mut rung).is_ok_and(|count| count == rung.len()) {}
        }
        Ok(!gone)
    }

    /// Runs `program` while another program has the terminal. Its Ctrl-C is not ours, its Ctrl-Z is.
    pub fn lend<T>(&self, program: impl FnOnce() -> T) -> T {
        self.lent.store(true, Ordering::Relaxed);
        let done = program();
        self.lent.store(false, Ordering::Relaxed);
        self.interrupt.store(false, Ordering::Relaxed);
        self.suspend.store(false, Ordering::Relaxed);
        done
    }

    /// Signals since the last look.
    pub fn signals(&self) -> Signals {
        let ends = [(SIGTERM, &self.terminate), (SIGHUP, &self.hang_up), (SIGINT, &self.interrupt)];
        Signals {
            end: ends.iter().find(|(_, flag)| flag.swap(false, Ordering::Relaxed)).map(|(signal, _)| *signal),
            suspend: self.suspend.swap(false, Ordering::Relaxed),
            resumed: self.resumed.swap(false, Ordering::Relaxed),
        }
    }
}
