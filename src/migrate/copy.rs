//! Copying: every row, file and record that the new database wants, each hashed as it goes by.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::sum::{PartKey, Sum};
use super::{Event, MigrateError, Result};
use crate::model::{NodeId, Record, RecordKind};
use crate::store::{Canonical, Importer, Reader, StoreError};

/// Time between two words on how far it is.
const PACE: Duration = Duration::from_millis(100);

/// Rows between two looks at the clock.
const LOOK: u64 = 512;

/// Who is told how far it is, and who may ask for an end.
pub(super) struct Watch<'a> {
    pub(super) to: &'a mut dyn FnMut(Event),
    pub(super) cancel: &'a AtomicBool,
    last: Instant,
    looks: u64,
}

impl<'a> Watch<'a> {
    pub(super) fn new(to: &'a mut dyn FnMut(Event), cancel: &'a AtomicBool) -> Watch<'a> {
        Watch { to, cancel, last: Instant::now(), looks: 0 }
    }

    pub(super) fn said(&mut self, line: impl Into<String>) {
        (self.to)(Event::Said(line.into()));
    }

    pub(super) fn is_cancelled(&self) -> bool {
        self.cancel.load(Ordering::SeqCst)
    }

    /// Tells `event` if it is time again; `false` where it is to end.
    pub(super) fn step(&mut self, event: impl FnOnce() -> Event) -> bool {
        self.looks += 1;
        if self.looks % LOOK != 0 {
            return true;
        }
        if self.is_cancelled() {
            return false;
        }
        if self.last.elapsed() >= PACE {
            self.last = Instant::now();
            (self.to)(event());
        }
        true
    }
}

/// A copy on its way.
pub(super) struct Copying<'a, 'w> {
    pub(super) reader: &'a dyn Reader,
    pub(super) importer: Box<dyn Importer>,
    pub(super) parts: &'a [PartKey<'a>],
    pub(super) watch: &'a mut Watch<'w>,
    /// The place, for errors.
    pub(super) place: &'a Path,
    /// Of each part what was read of it.
    sums: Vec<Sum>,
    bytes: u64,
}

impl<'a, 'w> Copying<'a, 'w> {
    pub(super) fn new(
        reader: &'a dyn Reader,
        importer: Box<dyn Importer>,
        parts: &'a [PartKey<'a>],
        watch: &'a mut Watch<'w>,
        place: &'a Path,
    ) -> Copying<'a, 'w> {
        Copying { reader, importer, parts, watch, place, sums: vec![Sum::default(); parts.len()], bytes: 0 }
    }

    /// Copies everything and completes the new database. Gives what was read of each part; of records that
    /// came as whole files, nothing.
    pub(super) fn run(mut self) -> Result<Vec<Option<Sum>>> {
        let wants = self.importer.wants().clone();
        for (part, &table) in wants.tables.iter().enumerate() {
            self.rows(part, table)?;
        }
        if wants.files {
            self.files()?;
        }
        for &kind in &wants.records {
            self.records(kind)?;
        }
        if self.watch.is_cancelled() {
            return Err(self.cancelled());
        }
        self.watch.said("making the indexes");
        self.importer.finish()?;
        let is_read = |part: &PartKey<'_>| match part {
            PartKey::Table(_) => true,
            PartKey::Records(kind) => wants.records.contains(kind),
        };
        Ok(self.parts.iter().zip(self.sums).map(|(part, sum)| is_read(part).then_some(sum)).collect())
    }

    fn rows(&mut self, part: usize, number: usize) -> Result<()> {
        let Some(PartKey::Table(table)) = self.parts.get(part) else { return Ok(()) };
        let mut canonical = Canonical::default();
        let mut outcome = Ok(true);
        self.reader.rows(table, None, &mut |row| {
            let whole = canonical.row(table, &row).whole;
            let length = whole.len();
            if let Some(sum) = self.sums.get_mut(part) {
                sum.add(whole);
            }
            outcome = self.importer.row(number, &row).map(|()| true);
            go_on(&mut outcome, step(&mut self.bytes, &self.sums, self.watch, part, length))
        })?;
        self.done(part, outcome)
    }

    fn files(&mut self) -> Result<()> {
        let mut ids = Vec::new();
        self.reader.records(RecordKind::File, &mut |record| {
            if let Record::Node(node) = record {
                ids.push(node.id);
            }
            true
        })?;
        ids.sort_unstable();
        for id in ids {
            self.file(id)?;
        }
        Ok(())
    }

    fn file(&mut self, id: NodeId) -> Result<()> {
        let Some(file) = self.reader.file_records(id)? else {
            let detail = format!("there is nothing of the file {} that is listed", id.0);
            return Err(StoreError::Damaged { path: self.place.to_owned(), table: None, detail }.into());
        };
        let counts = [
            (RecordKind::File, 1),
            (RecordKind::Symbol, file.symbols.len()),
            (RecordKind::Reference, file.references.len()),
            (RecordKind::Call, file.calls.len()),
            (RecordKind::Import, file.imports.len()),
            (RecordKind::Edge, file.edges.len()),
            (RecordKind::Chunk, file.chunks.len()),
            (RecordKind::FileMetrics, 1),
            (RecordKind::SymbolMetrics, file.symbol_metrics.len()),
            (RecordKind::Ast, usize::from(!file.ast.is_empty())),
            (RecordKind::Cfg, file.cfgs.len()),
            (RecordKind::FileState, 1),
            (RecordKind::Facts, 1),
        ];
        self.importer.file(&file)?;
        for (kind, count) in counts {
            let Some(part) = self.part_of(kind) else { continue };
            if let Some(sum) = self.sums.get_mut(part) {
                sum.rows += count as u64;
            }
            let more = if kind == RecordKind::Facts { file.facts.len() } else { count * RECORD };
            for _ in 0..count.min(1) {
                if !step(&mut self.bytes, &self.sums, self.watch, part, more) {
                    return Err(self.cancelled());
                }
            }
        }
        Ok(())
    }

    fn records(&mut self, kind: RecordKind) -> Result<()> {
        let Some(part) = self.part_of(kind) else { return Ok(()) };
        let mut canonical = Canonical::default();
        let mut outcome = Ok(true);
        self.reader.records(kind, &mut |record| {
            let whole = canonical.record(&record).whole;
            let length = whole.len();
            if let Some(sum) = self.sums.get_mut(part) {
                sum.add(whole);
            }
            outcome = self.importer.record(&record).map(|()| true);
            go_on(&mut outcome, step(&mut self.bytes, &self.sums, self.watch, part, length))
        })?;
        self.done(part, outcome)
    }

    fn part_of(&self, kind: RecordKind) -> Option<usize> {
        self.parts.iter().position(|part| *part == PartKey::Records(kind))
    }

    /// Says that a part is done, or why it is not.
    fn done(&mut self, part: usize, outcome: crate::store::Result<bool>) -> Result<()> {
        if !outcome? {
            return Err(self.cancelled());
        }
        let rows = self.sums.get(part).map_or(0, |sum| sum.rows);
        (self.watch.to)(Event::Copied { part, rows, bytes: self.bytes });
        Ok(())
    }

    fn cancelled(&self) -> MigrateError {
        MigrateError::Cancelled { path: self.place.to_owned() }
    }
}

/// About how many bytes a record has, where it is not looked at.
const RECORD: usize = 100;

/// Counts what went by, and tells it when it is time; `false` where it is to end.
fn step(bytes: &mut u64, sums: &[Sum], watch: &mut Watch<'_>, part: usize, length: usize) -> bool {
    *bytes += length as u64;
    let (rows, bytes) = (sums.get(part).map_or(0, |sum| sum.rows), *bytes);
    watch.step(|| Event::Copied { part, rows, bytes })
}

/// Whether to go on after what came out; `false` in `outcome` says that it was asked to end.
fn go_on(outcome: &mut crate::store::Result<bool>, is_to_go_on: bool) -> bool {
    if let Ok(went) = outcome {
        *went = is_to_go_on;
    }
    matches!(outcome, Ok(true))
}
