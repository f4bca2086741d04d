//! The log of runs: which of them a filter lets pass, read newest first.

pub mod filter;
pub mod moment;

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::backwards;
use super::overview::RunRow;
use super::seek::seek;
use crate::model::Execution;
use crate::store::{Page, Reader, Result, Store};
use crate::tui::widgets::window::{PAGE, Part, Wanted, Way};
use filter::Filter;

/// Diagnostics that are read for a run.
const DIAGNOSTICS: usize = 1000;
/// How often it is looked whether a run has gone on, at first and at last.
const LOOK_EVERY: [Duration; 2] = [Duration::from_millis(200), Duration::from_secs(2)];
/// How often a job that waits looks whether it is to stop.
const NAP: Duration = Duration::from_millis(20);

/// Reads what is wanted of the log; see [`seek`].
///
/// # Errors
/// Where the log cannot be read.
pub fn runs(
    reader: &dyn Reader,
    filter: &Filter,
    wanted: Wanted<Execution>,
    cancel: &AtomicBool,
    tell: &mut dyn FnMut(Part<Execution>),
) -> Result<Part<Execution>> {
    let way = wanted.way;
    let read = |after: Option<&Execution>| page(reader, filter, way, after);
    seek(wanted, &read, &|run| filter.passes(run), cancel, tell)
}

/// A page of the log behind a run, of those that end as the filter says.
fn page(
    reader: &dyn Reader,
    filter: &Filter,
    way: Way,
    after: Option<&Execution>,
) -> Result<Page<Execution>> {
    let read = |before: Option<i64>, limit: usize| match filter.outcome() {
        Some(outcome) => reader.executions_ended(outcome, before, limit),
        None => reader.executions(before, limit),
    };
    let row = after.map(|run| run.row);
    if way == Way::Down {
        return read(row, PAGE);
    }
    // Newest first: places ascend where rows descend. `!` turns them around, the smallest row too.
    backwards::before(row.map(|row| !row), PAGE, &|after, limit| {
        let page = read(after.map(|place| !place), limit)?;
        Ok(Page { items: page.items.into_iter().map(|run| (!run.row, run)).collect(), more: page.more })
    })
}

/// What a run complained of.
///
/// # Errors
/// Where the log cannot be read.
pub fn told(reader: &dyn Reader, run: Execution) -> Result<RunRow> {
    let diagnostics = reader.diagnostics(&run.execution_id, 0, DIAGNOSTICS)?;
    Ok(RunRow { run, diagnostics: diagnostics.items, more: diagnostics.more })
}

/// Waits until the database is not of the generation `seen` any more, and gives the one that it is of then. Where it
/// is not to `wait`, or no longer, it gives the one that it finds.
///
/// # Errors
/// Where the database cannot be read any more.
pub fn changed(store: &dyn Store, seen: Option<u64>, wait: bool, cancel: &AtomicBool) -> Result<u64> {
    let [mut pause, longest] = LOOK_EVERY;
    loop {
        let generation = store.generation()?;
        if seen != Some(generation) || !wait || cancel.load(Ordering::Relaxed) {
            return Ok(generation);
        }
        let until = Instant::now() + pause;
        while Instant::now() < until && !cancel.load(Ordering::Relaxed) {
            std::thread::sleep(NAP);
        }
        pause = (pause * 2).min(longest);
    }
}
