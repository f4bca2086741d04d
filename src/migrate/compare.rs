//! Reading a copy back, and holding it against what was read of its source.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

use super::copy::stopped;
use super::sum::{PartKey, Sum};
use super::watch::Watch;
use super::{Event, MigrateError, PartReport, Result};
use crate::model::RecordKind;
use crate::store::{Canonical, Reader, Store};

/// Records between two words of the other thread.
const STEP: u64 = 8192;

/// Time between two looks at whether somebody asked for an end.
const PATIENCE: Duration = Duration::from_millis(50);

/// Reads every part of the copy back, and has its engine check what is kept beside them. Of parts whose source
/// was not read while it was copied (`None` in `read`), the source is read now. Gives how each came out.
///
/// Two threads share the work: this one reads the source and the copy's tables, another the copy's records.
///
/// # Errors
/// [`MigrateError::NotEqual`] for the first that differs; where one of the two cannot be read.
pub(super) fn compare(
    parts: &[PartKey<'_>],
    read: &[Option<Sum>],
    source: &dyn Reader,
    copy: &dyn Store,
    watch: &mut Watch<'_>,
    place: &Path,
) -> Result<Vec<PartReport>> {
    let is_table = |part: &usize| matches!(parts.get(*part), Some(PartKey::Table(_)));
    let (tables, records): (Vec<usize>, Vec<usize>) = (0..parts.len()).partition(is_table);
    let unread: Vec<usize> = (0..parts.len()).filter(|part| read.get(*part) == Some(&None)).collect();
    let mut before: Vec<Sum> = read.iter().map(|sum| sum.unwrap_or_default()).collect();
    let mut after = vec![Sum::default(); parts.len()];
    watch.said("reading the copy back");
    let is_over = AtomicBool::new(false);
    let (to, told) = channel();
    let (here, there) = std::thread::scope(|scope| {
        let other = Other { parts, records: &records, copy, is_over: &is_over, place };
        let other = scope.spawn(move || other.run(&to));
        let mut here = || -> Result<()> {
            // What the other thread has to tell is told between the rows of this one.
            let mut again = |_, _, _| {
                told.try_iter().for_each(|event| (watch.to)(event));
                !watch.is_cancelled()
            };
            add(parts, &unread, source, &mut before, &mut again, place)?;
            let mut step = |part, rows, length| {
                told.try_iter().for_each(|event| (watch.to)(event));
                watch.step(length, || Event::Compared { part, rows })
            };
            add(parts, &tables, &*copy.reader()?, &mut after, &mut step, place)
        };
        let here = here();
        is_over.store(here.is_err(), Ordering::SeqCst);
        loop {
            match told.recv_timeout(PATIENCE) {
                Ok(event) => (watch.to)(event),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            is_over.fetch_or(watch.is_cancelled(), Ordering::SeqCst);
        }
        (here, other.join().unwrap_or_else(|_| Err(stopped(place).into())))
    });
    here?;
    let (of_records, wrong) = there?;
    for (part, sum) in records.iter().zip(of_records) {
        if let Some(after) = after.get_mut(*part) {
            *after = sum;
        }
    }
    let mut reports = Vec::new();
    for (part, (key, (before, after))) in parts.iter().zip(before.iter().zip(&after)).enumerate() {
        let (rows, hashes) = ([before.rows, after.rows], [before.hex(), after.hex()]);
        let report = PartReport { name: key.name(), rows, hashes };
        (watch.to)(Event::Verified { part, report: report.clone() });
        reports.push(report);
    }
    let differs = reports.iter().find(|report| !report.is_equal()).map(PartReport::difference);
    match differs.or(wrong.into_iter().next()) {
        None => Ok(reports),
        Some(what) => Err(MigrateError::NotEqual { path: place.to_owned(), what }),
    }
}

/// What the other thread does: it reads the records of the copy, and has the engine check the rest.
struct Other<'a> {
    parts: &'a [PartKey<'a>],
    records: &'a [usize],
    copy: &'a dyn Store,
    is_over: &'a AtomicBool,
    place: &'a Path,
}

impl Other<'_> {
    /// Gives the sums of the records, and what the engine finds wrong.
    fn run(self, to: &Sender<Event>) -> Result<(Vec<Sum>, Vec<String>)> {
        let mut sums = vec![Sum::default(); self.parts.len()];
        let mut step = |part, rows: u64, _| {
            if rows.is_multiple_of(STEP) {
                // Nobody listens any more where the other side has failed.
                let _ = to.send(Event::Compared { part, rows });
            }
            !self.is_over.load(Ordering::SeqCst)
        };
        add(self.parts, self.records, &*self.copy.reader()?, &mut sums, &mut step, self.place)?;
        let wrong = self.copy.check_beside(&mut |_, _| !self.is_over.load(Ordering::SeqCst))?;
        if self.is_over.load(Ordering::SeqCst) {
            return Err(MigrateError::Cancelled { path: self.place.to_owned() });
        }
        let of_records = self.records.iter().filter_map(|part| sums.get(*part).copied());
        Ok((of_records.collect(), wrong))
    }
}

/// Counts and hashes some of the parts into `sums`; `step` is called with the part, how many rows of it are
/// read and the bytes of the last, and ends it with `false`.
///
/// # Errors
/// Where they cannot be read, or it was ended.
fn add(
    parts: &[PartKey<'_>],
    which: &[usize],
    reader: &dyn Reader,
    sums: &mut [Sum],
    step: &mut dyn FnMut(usize, u64, u64) -> bool,
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

fn note(sums: &mut [Sum], part: usize, whole: &[u8], step: &mut dyn FnMut(usize, u64, u64) -> bool) -> bool {
    let Some(sum) = sums.get_mut(part) else { return true };
    sum.add(whole);
    step(part, sum.rows, whole.len() as u64)
}
