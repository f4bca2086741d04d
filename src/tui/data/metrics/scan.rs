//! The rows that a filter lets pass, in the order of a column.

use std::sync::atomic::{AtomicBool, Ordering};

use super::filter::Filter;
use super::{Measured, Row, Sort, page, reversed};
use crate::export::ExportError;
use crate::store::{Reader, Result};
use crate::tui::data::seek::seek;
use crate::tui::widgets::window::{PAGE, Part, Wanted, Way};

/// Rows that are looked at between two looks at whether to stop.
const STEP: usize = 1000;

/// What is read.
#[derive(Debug, Clone)]
pub struct Query {
    /// Of what.
    pub measured: Measured,
    /// In which order.
    pub sort: Sort,
    /// Which rows.
    pub filter: Filter,
}

/// Reads what is wanted, with the names of what is found; see [`seek`].
///
/// # Errors
/// Where the measures cannot be read.
pub fn rows(
    reader: &dyn Reader,
    query: &Query,
    wanted: Wanted<Row>,
    cancel: &AtomicBool,
    tell: &mut dyn FnMut(Part<Row>),
) -> Result<Part<Row>> {
    let order = if wanted.way == Way::Up { reversed(query.sort.order) } else { query.sort.order };
    let sort = Sort { order, ..query.sort };
    let step = if query.filter.is_empty() { PAGE } else { STEP };
    let read = |after: Option<&Row>| {
        let mut page = page(reader, query.measured, sort, after, step)?;
        page.items.iter_mut().for_each(|row| query.filter.find_out(row, reader));
        page.more &= !page.items.last().is_some_and(|last| query.filter.is_past(last, sort));
        Ok(page)
    };
    let name = |mut part: Part<Row>| {
        part.rows.iter_mut().for_each(|row| row.find_out_name(reader));
        part
    };
    seek(wanted, &read, &|row| query.filter.passes(row), cancel, &mut |part| tell(name(part))).map(name)
}

/// Gives every row that passes, in their order. Cost: one pass over the rows that are looked at.
///
/// # Errors
/// Where the measures cannot be read, those of `each`, and where it was cancelled.
pub fn each_row(
    reader: &dyn Reader,
    query: &Query,
    cancel: &AtomicBool,
    each: &mut dyn FnMut(&Row) -> std::result::Result<(), ExportError>,
) -> std::result::Result<(), ExportError> {
    let mut done = Ok(());
    super::each(reader, query.measured, query.sort, &mut |mut row| {
        query.filter.find_out(&mut row, reader);
        if cancel.load(Ordering::Relaxed) {
            done = Err(ExportError::Interrupted);
        } else if query.filter.passes(&row) {
            row.find_out_name(reader);
            done = each(&row);
        }
        done.is_ok() && !query.filter.is_past(&row, query.sort)
    })?;
    done
}
