//! Reading a copy back, and holding it against what was read of its source.

use std::path::Path;

use super::copy::Watch;
use super::sum::{PartKey, Sum};
use super::{Event, MigrateError, PartReport, Result};
use crate::store::Reader;

/// Reads every part of the copy back. Of parts whose source was not read while it was copied (`None` in
/// `read`), the source is read now. Gives how each came out.
///
/// # Errors
/// [`MigrateError::NotEqual`] for the first that differs; where one of the two cannot be read.
pub(super) fn compare(
    parts: &[PartKey<'_>],
    read: &[Option<Sum>],
    [source, copy]: [&dyn Reader; 2],
    watch: &mut Watch<'_>,
    place: &Path,
) -> Result<Vec<PartReport>> {
    let mut reports = Vec::new();
    for (number, (part, read)) in parts.iter().zip(read).enumerate() {
        let before = match read {
            Some(sum) => *sum,
            None => sum(*part, source, &mut |_| !watch.is_cancelled(), place)?,
        };
        let after =
            sum(*part, copy, &mut |rows| watch.step(|| Event::Compared { part: number, rows }), place)?;
        let report = PartReport {
            name: part.name(),
            rows: [before.rows, after.rows],
            hashes: [before.hex(), after.hex()],
        };
        (watch.to)(Event::Verified { part: number, report: report.clone() });
        reports.push(report);
    }
    match reports.iter().find(|report| !report.is_equal()) {
        None => Ok(reports),
        Some(report) => Err(MigrateError::NotEqual { path: place.to_owned(), what: report.difference() }),
    }
}

/// Counts and hashes a part; `step` is called with each row, and ends it with `false`.
///
/// # Errors
/// Where it cannot be read, or was ended.
pub(super) fn sum(
    part: PartKey<'_>,
    reader: &dyn Reader,
    step: &mut dyn FnMut(u64) -> bool,
    place: &Path,
) -> Result<Sum> {
    let mut sum = Sum::default();
    let mut go_on = true;
    part.read(reader, &mut |item| {
        sum.add(item.bytes.whole);
        go_on = step(sum.rows);
        go_on
    })?;
    if go_on { Ok(sum) } else { Err(MigrateError::Cancelled { path: place.to_owned() }) }
}
