//! A worker: hired when there is work, gone when there has been none for a while.

use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, PoisonError};
use std::thread::JoinHandle;

use super::{Delivery, Desk, IDLE, Shared, State, Waiting};
use crate::store::StoreError;
use crate::tui::gently::{ASKED, WAITED_FOR, gently, step_back};

/// Starts a worker. Where no thread can be had, those that there are do the work, and where there are none, what waits
/// is answered by that.
pub(super) fn hire(shared: &Arc<Shared>, state: &mut State) -> Option<JoinHandle<()>> {
    let theirs = Arc::clone(shared);
    match std::thread::Builder::new().name("job".to_owned()).spawn(move || work(&theirs)) {
        Ok(worker) => {
            state.workers += 1;
            Some(worker)
        }
        Err(error) => {
            tracing::warn!(%error, "there are fewer workers than there might be");
            let unanswered =
                if state.workers == 0 { std::mem::take(&mut state.waiting) } else { VecDeque::new() };
            for Waiting { slot, asked, .. } in unanswered {
                let answer = Err(format!("starting a thread: {error}; end other programs"));
                (shared.outbox)(Delivery { slot, asked, answer, last: true });
            }
            None
        }
    }
}

/// A worker's life.
fn work(shared: &Shared) {
    step_back(ASKED);
    while let Some(Waiting { slot, asked, cancel, work }) = next(shared) {
        let deliver = |answer, last| {
            (shared.outbox)(Delivery { slot: slot.clone(), asked, answer, last });
        };
        let report = |answer| deliver(Ok(answer), false);
        let desk = Desk { store: &*shared.store, cancel: &cancel, report: &report };
        let path = || shared.store.path().to_owned();
        let answer = std::panic::catch_unwind(AssertUnwindSafe(|| match slot.is_long() {
            true => gently(WAITED_FOR, || work(&desk))
                .map_err(|source| StoreError::Io { path: path(), source })?,
            false => work(&desk),
        }))
        .unwrap_or_else(|_| {
            Err(StoreError::Engine {
                path: path(),
                doing: "answering the screen".to_owned(),
                detail: "the program failed; run it with --log FILE and report what it says".to_owned(),
            })
        })
        .map_err(|error| {
            tracing::warn!(?slot, %error, "a job failed");
            error.to_string()
        });
        shared.state().running.retain(|other| *other != slot);
        deliver(answer, true);
        shared.ready.notify_all();
    }
}

/// Waits for a job whose slot has none running; `None` where the worker is to go home.
fn next(shared: &Shared) -> Option<Waiting> {
    let mut state = shared.state();
    // What the others freed when they ended is given back when the last one does: it waits once more.
    let mut is_last = false;
    loop {
        let is_free = |job: &Waiting| !state.held && !state.running.contains(&job.slot);
        let free = state.waiting.iter().position(is_free);
        if state.closed {
            state.workers -= 1;
            return None;
        }
        if let Some(job) = free.and_then(|at| state.waiting.remove(at)) {
            state.running.push(job.slot.clone());
            return Some(job);
        }
        state.idle += 1;
        let waited = shared.ready.wait_timeout(state, IDLE);
        let (guard, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
        state = guard;
        state.idle -= 1;
        if timeout.timed_out() && state.waiting.is_empty() {
            if is_last || state.workers > 1 {
                state.workers -= 1;
                return None;
            }
            is_last = true;
        }
    }
}
