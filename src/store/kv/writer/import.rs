//! A new database of another one's content.

use std::path::Path;

use super::super::entries::Entries;
use super::super::foreign::{Places, Putter};
use super::super::keyspaces::{Keyspaces, Use};
use super::super::tables::{Carried, Sum, add, row_key};
use super::ingest::{Keys, Worker};
use super::runs::Log;
use super::stage::Stage;
use super::{KvWriter, PIECE};
use crate::model::{FileRecords, Record};
use crate::store::{
    Content, Engine, Form, Importer, Meta, NewDatabase, Reader, Result, Row, Wants, Writer, tables,
};

/// Bytes of sorted pieces that wait to be merged: the memory that a copy takes is not to grow with it.
const MERGED: usize = 16 << 20;

/// A new database of another one's content.
pub(in crate::store) struct KvImport {
    /// Before the writer, whose database it writes to.
    rows: Option<Rows>,
    writer: KvWriter,
    wants: Wants,
    /// In the foreign form: what places its records.
    foreign: Option<Foreign>,
}

/// The records of a database of the foreign form on their way.
struct Foreign {
    putter: Putter,
    meta: Meta,
}

/// The rows of tables on their way.
struct Rows {
    worker: Worker,
    gathered: Entries,
    carried: Carried,
    buffer: Vec<u8>,
}

impl KvImport {
    /// Begins one at just the path `at`, where nobody else looks; errors name `shown`.
    pub(in crate::store) fn new(
        at: &Path,
        shown: &Path,
        content: &Content,
        source: &dyn Reader,
    ) -> Result<KvImport> {
        let meta = source.meta()?;
        let stage = Stage::at(at)?;
        let used = if content.schema.is_some() { Use::Carry } else { Use::Write };
        let keyspaces = Keyspaces::open(shown, &stage.generation(), used)?;
        let rows = content.schema.as_ref().zip(keyspaces.tables()).map(|(schema, keyspace)| Rows {
            worker: Worker::start(shown, keyspace.clone(), Keys::GoUp),
            gathered: Entries::default(),
            carried: Carried {
                schema: schema.clone(),
                rows_hold: content.rows_hold,
                sums: vec![Sum::default(); schema.tables.len()],
            },
            buffer: Vec::new(),
        });
        let new = NewDatabase {
            root: meta.root.as_deref().unwrap_or_default(),
            project: meta.project.as_deref().unwrap_or_default(),
            created_at: meta.created_at.unwrap_or_default(),
        };
        let mut writer = KvWriter::begin(stage, keyspaces, Log::new(&new), MERGED);
        let foreign = (content.form == Form::Foreign).then(|| {
            // Its ids say nothing of the order in which its records come.
            writer.ingest.take_any_order();
            Foreign { putter: Putter::default(), meta: meta.clone() }
        });
        Ok(KvImport { rows, writer, wants: content.wants(Engine::Fjall), foreign })
    }
}

impl Importer for KvImport {
    fn wants(&self) -> &Wants {
        &self.wants
    }

    fn row(&mut self, table: usize, row: &Row<'_>) -> Result<()> {
        let Some(rows) = &mut self.rows else { return Ok(()) };
        rows.buffer.clear();
        tables::encode_row(row, &mut rows.buffer);
        let key = row_key(table, row.key);
        if let Some(sum) = rows.carried.sums.get_mut(table) {
            add(sum, key.bytes(), &rows.buffer);
        }
        rows.gathered.put(key.bytes(), &rows.buffer);
        if rows.gathered.size() < PIECE {
            return Ok(());
        }
        match rows.worker.piece(std::mem::take(&mut rows.gathered)) {
            Some(empty) => {
                rows.gathered = empty;
                Ok(())
            }
            None => self.rows.take().map_or(Ok(()), |rows| rows.worker.complete()),
        }
    }

    fn file(&mut self, file: &FileRecords) -> Result<()> {
        self.writer.put_file(file)
    }

    fn record(&mut self, record: &Record) -> Result<()> {
        let KvWriter { gathered: [records, indexes, texts, log], with, log: kept, .. } = &mut self.writer;
        match (&mut self.foreign, record) {
            (Some(Foreign { putter, .. }), _) => {
                let places = Places { records, indexes, texts, log };
                let put = putter.put(record, &mut kept.totals, with, places);
                put.map_err(|error| self.writer.unreadable(&error))?;
            }
            (None, Record::Execution(run)) => kept.import_run(run, with, log),
            (None, Record::Diagnostic { execution_id, seq, diagnostic }) => {
                kept.import_diagnostic(execution_id, *seq, diagnostic, with, log);
            }
            // All others come with their files.
            (None, _) => {}
        }
        self.writer.hand_over(PIECE)
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        if let Some(rows) = self.rows.take() {
            let Rows { worker, gathered, carried, .. } = rows;
            // One that has stopped says why when it is completed.
            let _ = worker.piece(gathered);
            worker.complete()?;
            let [.., log] = &mut self.writer.gathered;
            carried.encode(&mut self.writer.with);
            log.put(Carried::key().bytes(), self.writer.with.payload());
        }
        if let Some(Foreign { putter, meta }) = self.foreign.take() {
            let [.., log] = &mut self.writer.gathered;
            putter.finish(&meta, &mut self.writer.with, log);
        }
        Box::new(self.writer).commit().map(drop)
    }
}
