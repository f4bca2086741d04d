//! Reading a copy back, and holding it against what was read of its source.

use std::path::Path;

use super::sum::{PartKey, Sum};
use super::watch::Watch;
use super::{Event, MigrateError, PartReport, Result};
use crate::model::RecordKind;
use crate::store::{Canonical, Reader};

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
    let mut before: Vec<Sum> = read.iter().map(|sum| sum.unwrap_or_default()).collect();
    let unread: Vec<usize> = (0..parts.len()).filter(|part| read.get(*part) == Some(&None)).collect();
    if !unread.is_empty() {
        watch.said("reading the source once more");
        add(parts, &unread, source, &mut before, &mut |_, _| !watch.is_cancelled(), place)?;
    }
    watch.said("reading the copy back");
    let all: Vec<usize> = (0..parts.len()).collect();
    let mut after = vec![Sum::default(); parts.len()];
    let mut step = |part, rows| watch.step(|| Event::Compared { part, rows });
    add(parts, &all, copy, &mut after, &mut step, place)?;
    let mut reports = Vec::new();
    for (part, (key, (before, after))) in parts.iter().zip(before.iter().zip(&after)).enumerate() {
        let (rows, hashes) = ([before.rows, after.rows], [before.hex(), after.hex()]);
        let report = PartReport { name: key.name(), rows, hashes };
        (watch.to)(Event::Verified { part, report: report.clone() });
        reports.push(report);
    }
    match reports.iter().find(|report| !report.is_equal()) {
        None => Ok(reports),
        Some(report) => Err(MigrateError::NotEqual { path: place.to_owned(), what: report.difference() }),
    }
}

/// Counts and hashes some of the parts into `sums`; `step` is called with the part and how many rows of it are
/// read, and ends it with `false`.
///
/// # Errors
/// Where they cannot be read, or it was ended.
fn add(
    parts: &[PartKey<'_>],
    which: &[usize],
    reader: &dyn Reader,
    sums: &mut [Sum],
    step: &mut dyn FnMut(usize, u64) -> bool,
    place: &Path,
) -> Result<()> {
    let mut canonical = Canonical::default();
    let mut go_on = true;
    let mut part_of = [None; RecordKind::COUNT];
    let mut kinds = Vec::new();
    for &part in which {
        match parts.get(part) {
            Some(PartKey::Table(table)) if go_on => reader.rows(table, None, &mut |row| {
                go_on = note(sums, part, canonical.row(table, &row).whole, step);
                go_on
            })?,
            Some(PartKey::Records(kind)) => {
                kinds.push(*kind);
                if let Some(of) = part_of.get_mut(*kind as usize) {
                    *of = Some(part);
                }
            }
            _ => {}
        }
    }
    if go_on && !kinds.is_empty() {
        reader.records_of(&kinds, &mut |record| {
            let part = part_of.get(record.kind() as usize).copied().flatten();
            go_on = part.is_none_or(|part| note(sums, part, canonical.record(&record).whole, step));
            go_on
        })?;
    }
    if go_on { Ok(()) } else { Err(MigrateError::Cancelled { path: place.to_owned() }) }
}

fn note(sums: &mut [Sum], part: usize, whole: &[u8], step: &mut dyn FnMut(usize, u64) -> bool) -> bool {
    let Some(sum) = sums.get_mut(part) else { return true };
    sum.add(whole);
    step(part, sum.rows)
}
