//! Pages of a list of which only those rows are wanted that pass a filter.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::store::{Page, Result};
use crate::tui::widgets::window::{PAGE, Part, Wanted};

/// How often what was found so far is told.
const TELL_EVERY: Duration = Duration::from_millis(50);

/// Reads what is wanted: a page of rows that pass, or as many as there are when it is told to stop. `read` gives the
/// rows behind one; `tell` is given what was found meanwhile. Cost: of the rows that are looked at.
///
/// # Errors
/// Those of `read`.
pub fn seek<T: Clone>(
    wanted: Wanted<T>,
    read: &dyn Fn(Option<&T>) -> Result<Page<T>>,
    passes: &dyn Fn(&T) -> bool,
    cancel: &AtomicBool,
    tell: &mut dyn FnMut(Part<T>),
) -> Result<Part<T>> {
    let mut part = Part { way: wanted.way, rows: Vec::new(), reached: wanted.after, more: true };
    let (mut found, mut told) = (0, Instant::now());
    loop {
        let page = read(part.reached.as_ref())?;
        part.more = page.more;
        part.reached = page.items.last().cloned().or(part.reached);
        let before = part.rows.len();
        part.rows.extend(page.items.into_iter().filter(|row| passes(row)));
        found += part.rows.len() - before;
        if !part.more || found >= PAGE || cancel.load(Ordering::Relaxed) {
            return Ok(part);
        }
        if told.elapsed() >= TELL_EVERY {
            told = Instant::now();
            let rest = Part { rows: Vec::new(), ..part.clone() };
            tell(std::mem::replace(&mut part, rest));
        }
    }
}
