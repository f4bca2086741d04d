//! Copying: every row, file and record that the new database wants.
//!
//! One thread reads the source, another hashes what was read and hands it to the new database, whose own
//! threads write it.

use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use super::sum::{PartKey, Sum};
use super::watch::Watch;
use super::{Event, MigrateError, Result};
use crate::model::{FileRecords, NodeId, Record, RecordKind};
use crate::store::{Canonical, Importer, Reader, Row, StoreError, Value, Wants, decode_row};

/// Bytes of rows, or records, that are handed over together.
const BATCH_BYTES: usize = 128 << 10;
const BATCH_RECORDS: usize = 512;

/// Batches that wait.
const WAITING: usize = 4;

/// About how many bytes a record has, where it is not looked at.
const RECORD: u64 = 100;

/// What is handed over.
enum Batch {
    /// Rows of a table: the part that it is, and its place in the schema.
    Rows {
        part: usize,
        table: usize,
        rows: Rows,
    },
    File(Box<FileRecords>),
    Records(Vec<Record>),
}

/// Rows in their canonical form, one behind the other.
#[derive(Default)]
struct Rows {
    bytes: Vec<u8>,
    /// Of each its key, where its values begin, and where it ends.
    ends: Vec<(i64, usize, usize)>,
}

/// A copy on its way.
pub(super) struct Copying<'a, 'w> {
    reader: &'a dyn Reader,
    parts: &'a [PartKey<'a>],
    watch: &'a mut Watch<'w>,
    /// The place, for errors.
    place: &'a Path,
    /// Of each part how many rows were read.
    read: Vec<u64>,
    bytes: u64,
}

/// What was read of each part; `None` of those whose records came as whole files.
pub(super) type Sums = Vec<Option<Sum>>;

impl<'a, 'w> Copying<'a, 'w> {
    pub(super) fn new(
        reader: &'a dyn Reader,
        parts: &'a [PartKey<'a>],
        watch: &'a mut Watch<'w>,
        place: &'a Path,
    ) -> Copying<'a, 'w> {
        Copying { reader, parts, watch, place, read: vec![0; parts.len()], bytes: 0 }
    }

    /// Copies everything, and completes the new database.
    pub(super) fn run(mut self, mut importer: Box<dyn Importer>) -> Result<Sums> {
        let wants = importer.wants().clone();
        let parts = self.parts;
        let sums = std::thread::scope(|scope| {
            let (to, batches) = sync_channel(WAITING);
            let to_fill = &mut *importer;
            let taking = scope.spawn(move || take(to_fill, parts, batches));
            let read = self.read_all(&wants, &to);
            drop(to);
            // Where the other end has failed, that is why nothing could be handed over any more.
            let taken = taking.join().unwrap_or_else(|_| Err(stopped(self.place)));
            taken.map_err(MigrateError::from).and_then(|sums| read.map(|()| sums))
        })?;
        self.watch.said("making the indexes");
        importer.finish()?;
        let is_read = |part: &PartKey<'_>| match part {
            PartKey::Table(_) => true,
            PartKey::Records(kind) => wants.records.contains(kind),
        };
        Ok(parts.iter().zip(sums).map(|(part, sum)| is_read(part).then_some(sum)).collect())
    }

    fn read_all(&mut self, wants: &Wants, to: &SyncSender<Batch>) -> Result<()> {
        for (part, &table) in wants.tables.iter().enumerate() {
            self.rows(part, table, to)?;
        }
        if wants.files {
            self.files(to)?;
        }
        if !wants.records.is_empty() {
            self.records(&wants.records, to)?;
        }
        if self.watch.is_cancelled() { Err(self.cancelled()) } else { Ok(()) }
    }

    fn rows(&mut self, part: usize, table: usize, to: &SyncSender<Batch>) -> Result<()> {
        let Some(PartKey::Table(of)) = self.parts.get(part) else { return Ok(()) };
        let reader = self.reader;
        let mut canonical = Canonical::default();
        let mut rows = Rows::default();
        let mut go_on = true;
        reader.rows(of, None, &mut |row| {
            let whole = canonical.row(of, &row);
            rows.add(row.key, whole.whole, of.rowid.is_some());
            go_on = self.step(part, whole.whole.len() as u64);
            if rows.bytes.len() >= BATCH_BYTES {
                let rows = std::mem::take(&mut rows);
                go_on = go_on && to.send(Batch::Rows { part, table, rows }).is_ok();
            }
            go_on
        })?;
        self.done(part, go_on && to.send(Batch::Rows { part, table, rows }).is_ok())
    }

    fn files(&mut self, to: &SyncSender<Batch>) -> Result<()> {
        let mut ids = Vec::new();
        self.reader.records(RecordKind::File, &mut |record| {
            if let Record::Node(node) = record {
                ids.push(node.id);
            }
            true
        })?;
        ids.sort_unstable();
        for id in ids {
            self.file(id, to)?;
        }
        self.all_done()
    }

    fn file(&mut self, id: NodeId, to: &SyncSender<Batch>) -> Result<()> {
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
        let handed = to.send(Batch::File(Box::new(file))).is_ok();
        let mut go_on = handed;
        for (kind, count) in counts {
            if let Some(part) = self.part_of(kind) {
                go_on = (0..count).all(|_| self.step(part, RECORD)) && go_on;
            }
        }
        if go_on { Ok(()) } else { Err(self.cancelled()) }
    }

    fn records(&mut self, kinds: &[RecordKind], to: &SyncSender<Batch>) -> Result<()> {
        let reader = self.reader;
        let mut records = Vec::with_capacity(BATCH_RECORDS);
        let mut go_on = true;
        reader.records_of(kinds, &mut |record| {
            if let Some(part) = self.part_of(record.kind()) {
                go_on = self.step(part, RECORD);
            }
            records.push(record);
            if records.len() >= BATCH_RECORDS {
                let records = std::mem::replace(&mut records, Vec::with_capacity(BATCH_RECORDS));
                go_on = go_on && to.send(Batch::Records(records)).is_ok();
            }
            go_on
        })?;
        if !(go_on && to.send(Batch::Records(records)).is_ok()) {
            return Err(self.cancelled());
        }
        self.all_done()
    }

    /// Notes that a row of a part was read; `false` where it is to end.
    fn step(&mut self, part: usize, length: u64) -> bool {
        self.bytes += length;
        let mut rows = 0;
        if let Some(read) = self.read.get_mut(part) {
            *read += 1;
            rows = *read;
        }
        let bytes = self.bytes;
        self.watch.step(|| Event::Copied { part, rows, bytes })
    }

    fn part_of(&self, kind: RecordKind) -> Option<usize> {
        // The sorts stand at the end, all of them in their order.
        let first = self.parts.len().checked_sub(RecordKind::COUNT)?;
        let part = first + kind as usize;
        (self.parts.get(part) == Some(&PartKey::Records(kind))).then_some(part)
    }

    /// Says that all records so far are read.
    fn all_done(&mut self) -> Result<()> {
        let parts: Vec<usize> = RecordKind::ALL.into_iter().filter_map(|kind| self.part_of(kind)).collect();
        parts.into_iter().try_for_each(|part| self.done(part, true))
    }

    /// Says that a part is read, or why it is not: because somebody asked for an end, or because nobody takes it
    /// any more, which the taker says.
    fn done(&mut self, part: usize, is_done: bool) -> Result<()> {
        if !is_done {
            return Err(self.cancelled());
        }
        let rows = self.read.get(part).copied().unwrap_or_default();
        (self.watch.to)(Event::Copied { part, rows, bytes: self.bytes });
        Ok(())
    }

    fn cancelled(&self) -> MigrateError {
        MigrateError::Cancelled { path: self.place.to_owned() }
    }
}

impl Rows {
    fn add(&mut self, key: i64, whole: &[u8], has_key: bool) {
        let begin = self.bytes.len();
        let values = if has_key { begin + size_of::<i64>() } else { begin };
        self.bytes.extend_from_slice(whole);
        self.ends.push((key, values, self.bytes.len()));
    }

    /// Each row: its key, its values as bytes, and all of it as bytes.
    fn iter(&self) -> impl Iterator<Item = (i64, &[u8], &[u8])> {
        let mut begin = 0;
        self.ends.iter().map(move |&(key, values, end)| {
            let bytes = |from| self.bytes.get(from..end).unwrap_or_default();
            let row = (key, bytes(values), bytes(begin));
            begin = end;
            row
        })
    }
}

/// Hashes what comes and hands it to the new database. Gives the sums of the parts.
fn take(
    importer: &mut dyn Importer,
    parts: &[PartKey<'_>],
    batches: Receiver<Batch>,
) -> crate::store::Result<Vec<Sum>> {
    let mut sums = vec![Sum::default(); parts.len()];
    let first = parts.len().saturating_sub(RecordKind::COUNT);
    let mut canonical = Canonical::default();
    for batch in batches {
        match batch {
            Batch::Rows { part, table, rows } => {
                for (key, values, whole) in rows.iter() {
                    if let Some(sum) = sums.get_mut(part) {
                        sum.add(whole);
                    }
                    // They were encoded a moment ago.
                    let values: Vec<Value<'_>> = decode_row(values).unwrap_or_default();
                    importer.row(table, &Row { key, values: &values })?;
                }
            }
            Batch::File(file) => importer.file(&file)?,
            Batch::Records(records) => {
                for record in records {
                    if let Some(sum) = sums.get_mut(first + record.kind() as usize) {
                        sum.add(canonical.record(&record).whole);
                    }
                    importer.record(&record)?;
                }
            }
        }
    }
    Ok(sums)
}

fn stopped(place: &Path) -> StoreError {
    StoreError::Engine {
        path: place.to_owned(),
        doing: "copying".to_owned(),
        detail: "the program failed; run it with --log FILE and report what it says".to_owned(),
    }
}
