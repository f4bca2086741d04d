//! Work off the screen's thread: a pool of workers, and slots in which newer work replaces older.
//!
//! A slot is one question that the screen asks ("the source to show"). It has at most one job that
//! runs and one that waits; a newer one takes the waiting one's place and tells the running one to
//! stop. An answer that comes too late is not delivered.
//!
//! Workers are hired when there is work, and go home when there has been none for a while: what an
//! allocator keeps for a thread it gives back when that ends.

mod worker;

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::answer::{Answer, Slot};
use crate::store::{Store, StoreError};
use worker::hire;

/// Where answers go. Called on worker threads; must not block.
pub type Outbox = Arc<dyn Fn(Delivery) + Send + Sync>;

/// What a job is given.
pub struct Desk<'a> {
    /// The open database.
    pub store: &'a dyn Store,
    /// Set when the answer is not wanted any more.
    pub cancel: &'a AtomicBool,
    /// Gives a part of the answer before the job ends.
    pub report: &'a (dyn Fn(Answer) + Sync),
}

/// An answer, or a part of one, on its way to the screen.
#[derive(Debug)]
pub struct Delivery {
    /// The question.
    pub slot: Slot,
    /// Which asking of it; see [`Jobs::accept`].
    pub asked: u64,
    /// The answer, or one line that says why there is none.
    pub answer: Result<Answer, String>,
    /// Whether the job is done.
    pub last: bool,
}

/// How long a worker waits for more to do. Longer than an allocator keeps freed memory (mimalloc: a second), so that
/// what was freed while it worked goes back to the system when it ends.
const IDLE: Duration = Duration::from_secs(2);

type Work = Box<dyn FnOnce(&Desk<'_>) -> Result<Answer, StoreError> + Send>;

struct Waiting {
    slot: Slot,
    asked: u64,
    cancel: Arc<AtomicBool>,
    work: Work,
}

struct Current {
    asked: u64,
    cancel: Arc<AtomicBool>,
    since: Instant,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Waiting>,
    running: Vec<Slot>,
    /// How many workers there are, and how many of them wait.
    workers: usize,
    idle: usize,
    /// Whether nothing is to be begun for the moment.
    held: bool,
    closed: bool,
}

struct Shared {
    state: Mutex<State>,
    ready: Condvar,
    store: Arc<dyn Store>,
    outbox: Outbox,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The workers, seen from the screen.
pub struct Jobs {
    shared: Arc<Shared>,
    /// How many workers there may be.
    most: usize,
    workers: Vec<JoinHandle<()>>,
    current: HashMap<Slot, Current>,
    asked: u64,
}

impl Jobs {
    /// Answers from `store` into `outbox`, with at most `most` threads.
    pub fn new(store: Arc<dyn Store>, most: usize, outbox: Outbox) -> Jobs {
        let shared = Arc::new(Shared { state: Mutex::default(), ready: Condvar::new(), store, outbox });
        Jobs { shared, most: most.max(1), workers: Vec::new(), current: HashMap::new(), asked: 0 }
    }

    /// Answers from another store from now on. Nothing that was asked of the one before is wanted any more; its
    /// jobs come to their ends by themselves, and are waited for where this is dropped.
    pub fn reopen(&mut self, store: Arc<dyn Store>) {
        let outbox = Arc::clone(&self.shared.outbox);
        self.close();
        self.current.clear();
        self.shared = Arc::new(Shared { state: Mutex::default(), ready: Condvar::new(), store, outbox });
    }

    /// Tells every job to stop, and the workers to go home.
    fn close(&mut self) {
        for current in self.current.values() {
            current.cancel.store(true, Ordering::Relaxed);
        }
        let mut state = self.shared.state();
        state.closed = true;
        state.waiting.clear();
        drop(state);
        self.shared.ready.notify_all();
    }

    /// Tells a question's job to end soon, whose answer is wanted all the same; `false` where none is open.
    pub fn stop(&self, slot: &Slot) -> bool {
        let current = self.current.get(slot);
        current.map(|current| current.cancel.store(true, Ordering::Relaxed)).is_some()
    }

    /// Whether a question is open.
    pub fn is_open(&self, slot: &Slot) -> bool {
        self.current.contains_key(slot)
    }

    /// Asks a question; what was asked in the same slot before is not wanted any more.
    pub fn ask(
        &mut self,
        slot: Slot,
        work: impl FnOnce(&Desk<'_>) -> Result<Answer, StoreError> + Send + 'static,
    ) {
        self.asked += 1;
        let cancel = Arc::new(AtomicBool::new(false));
        let current = Current { asked: self.asked, cancel: Arc::clone(&cancel), since: Instant::now() };
        if let Some(older) = self.current.insert(slot.clone(), current) {
            older.cancel.store(true, Ordering::Relaxed);
        }
        let waiting = Waiting { slot, asked: self.asked, cancel, work: Box::new(work) };
        let mut state = self.shared.state();
        state.waiting.retain(|other| other.slot != waiting.slot);
        state.waiting.push_back(waiting);
        let is_held = state.held;
        drop(state);
        if !is_held {
            self.begin();
        }
    }

    /// Puts off what is asked until [`Jobs::release`]: workers that wake up would take the processor from the frame that a key is
    /// waiting for.
    pub fn hold(&self) {
        self.shared.state().held = true;
    }

    /// Begins what was put off.
    pub fn release(&mut self) {
        self.shared.state().held = false;
        self.begin();
    }

    /// Sees to it that somebody does what waits.
    fn begin(&mut self) {
        let mut state = self.shared.state();
        let mut missing =
            state.waiting.len().saturating_sub(state.idle).min(self.most.saturating_sub(state.workers));
        if missing > 0 {
            self.workers.retain(|worker| !worker.is_finished());
        }
        while missing > 0 {
            missing -= 1;
            self.workers.extend(hire(&self.shared, &mut state));
        }
        let is_wanted = !state.waiting.is_empty();
        drop(state);
        if is_wanted {
            self.shared.ready.notify_all();
        }
    }

    /// Takes a question back.
    pub fn cancel(&mut self, slot: &Slot) {
        if let Some(current) = self.current.remove(slot) {
            current.cancel.store(true, Ordering::Relaxed);
        }
        self.shared.state().waiting.retain(|other| other.slot != *slot);
    }

    /// Whether a delivery is still wanted. After the last one of a job its slot is free.
    pub fn accept(&mut self, delivery: &Delivery) -> bool {
        let wanted = self.current.get(&delivery.slot).is_some_and(|current| current.asked == delivery.asked);
        if wanted && delivery.last {
            self.current.remove(&delivery.slot);
        }
        wanted
    }

    /// Since when the longest-open question waits for its answer, apart from those that tell how far they are.
    pub fn waiting_since(&self) -> Option<Instant> {
        let untold = self.current.iter().filter(|(slot, _)| !slot.tells_progress());
        untold.map(|(_, current)| current.since).min()
    }

    /// Whether no question is open.
    pub fn is_idle(&self) -> bool {
        self.current.is_empty()
    }
}

impl Drop for Jobs {
    /// Tells every job to stop and waits for the workers.
    fn drop(&mut self) {
        self.close();
        for worker in self.workers.drain(..) {
            // A worker catches its jobs' panics; were one to die all the same, there is nobody to tell.
            let _ = worker.join();
        }
    }
}

#[cfg(test)]
mod tests;
