//! Following a folder: waiting for what happens there, and bringing the index up to date with it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::watch::{Stop, Watch};
use super::{Live, Scope, Update, is_passing};
use crate::index::{IndexError, Options, Progress, Summary};

/// How long is waited before an index is tried again that somebody else writes to.
const AGAIN: Duration = Duration::from_millis(500);

/// Where folders cannot be watched they are looked at so often; or where a look takes long, less often by as much.
const POLL: Duration = Duration::from_secs(2);

/// So many looks' time is left between looks.
const REST: u32 = 20;

/// An index that is to follow its folder.
pub struct Follow {
    watch: Watch,
    halt: Halt,
}

/// Ends the following, from any thread.
#[derive(Clone)]
pub struct Halt {
    stop: Stop,
    flag: Arc<AtomicBool>,
}

impl Halt {
    /// What is being done is brought to an end early, and nothing more is begun.
    pub fn halt(&self) {
        self.flag.store(true, Ordering::SeqCst);
        self.stop.stop();
    }
}

/// What there is to tell of an index that follows its folder.
#[derive(Debug, Clone, PartialEq)]
pub enum News {
    /// It is up to date, and follows from here on. Where folders cannot be watched, why: they are looked at every few
    /// seconds instead.
    Follows(Box<Summary>, Option<String>),
    /// It is up to date again; and how long that took since it was noticed.
    Updated(Box<Update>, Duration),
    /// It cannot be brought up to date for now, and why: somebody else writes to it, or the rules are being edited.
    Waits(String),
}

impl Follow {
    /// Gets ready to follow the folder that options name.
    pub fn new(options: &Options) -> Follow {
        let watch = Watch::new(&options.root);
        let halt = Halt { stop: watch.stop(), flag: Arc::default() };
        Follow { watch, halt }
    }

    /// What ends it.
    pub fn halt(&self) -> Halt {
        self.halt.clone()
    }

    /// Brings the index up to date, and again whenever something happens in the folder, until it is halted. Nothing
    /// wakes it up while nothing happens. Cost: that of [`Live::begin`], then of [`Live::update`].
    ///
    /// # Errors
    /// Those of [`Live::begin`]; and where the folder is gone, or the index cannot be read or written any more.
    pub fn run(
        &self,
        options: &Options,
        progress: &(dyn Fn(Progress) + Sync),
        tell: &mut dyn FnMut(News),
    ) -> Result<(), IndexError> {
        let begin = Instant::now();
        let (mut live, summary) = Live::watched(options, progress, &self.halt.flag, Some(&self.watch))?;
        let mut whole = begin.elapsed();
        tell(News::Follows(Box::new(summary), self.watch.trouble()));
        let mut left = Scope::nothing();
        let (mut is_locked, mut is_learning) = (false, true);
        while !self.halt.flag.load(Ordering::SeqCst) {
            // Where nothing happens that could be told, something is done all the same.
            let patience = match self.watch.trouble() {
                _ if is_locked => Some(AGAIN),
                _ if is_learning => Some(Duration::ZERO),
                Some(_) => Some(POLL.max(whole * REST)),
                None => None,
            };
            if patience.is_some() && !is_locked && !is_learning {
                left = Scope::All;
            }
            let Some(scope) = self.watch.wait(patience, left) else { break };
            (left, is_locked) = (Scope::nothing(), false);
            if is_learning && scope.is_empty() {
                is_learning = live.learn();
                continue;
            }
            let begin = Instant::now();
            match live.update(&scope) {
                Ok(update) => {
                    is_learning = true;
                    if scope == Scope::All {
                        whole = begin.elapsed();
                    }
                    if update.summary.parsed + update.summary.removed + update.written > 0 {
                        tell(News::Updated(Box::new(update), begin.elapsed()));
                    }
                }
                Err(error) if is_passing(&error) => {
                    is_locked = matches!(error, IndexError::Store(_));
                    tell(News::Waits(error.to_string()));
                    left = scope;
                }
                Err(_) if self.halt.flag.load(Ordering::SeqCst) => {}
                Err(error) => return Err(error),
            }
        }
        live.leave();
        Ok(())
    }
}
