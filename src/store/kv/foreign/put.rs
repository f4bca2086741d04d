//! Where the records of a foreign database go.

use super::super::entries::Entries;
use super::super::keys::Key;
use super::super::layout::{self, of_node, record, text};
use super::super::writer::{About, put_about};
use super::{Foreign, follow, join, owner};
use crate::model::{Direction, EdgeKind, NodeId, Record, RecordKind};
use crate::store::codec::{Encoder, Totals, Undecodable};

/// Puts records where they belong, and counts them.
#[derive(Debug, Default)]
pub(in crate::store::kv) struct Putter {
    totals: Totals,
    with: Encoder,
    /// Of measures of files: what tells those of one path apart.
    number: u64,
    value: Vec<u8>,
}

/// What is gathered for each keyspace.
#[derive(Debug)]
pub(in crate::store::kv) struct Places<'a> {
    pub(in crate::store::kv) records: &'a mut Entries,
    pub(in crate::store::kv) indexes: &'a mut Entries,
    pub(in crate::store::kv) texts: &'a mut Entries,
    pub(in crate::store::kv) log: &'a mut Entries,
}

impl Putter {
    /// Adds a record and what leads to it. Runs keep their rows, chunks as well.
    ///
    /// # Errors
    /// Where it does not come back from its bytes.
    pub(in crate::store::kv) fn put(&mut self, record: &Record, to: Places<'_>) -> Result<(), Undecodable> {
        self.totals.add_record(record, &mut self.with);
        match record {
            Record::Node(node) => {
                self.record(of_node(node.id, record::NODE), node.path().unwrap_or_default(), to)
            }
            Record::Edge(edge) => {
                let kind = match &edge.kind {
                    EdgeKind::Other(name) => name.as_str(),
                    _ => "",
                };
                self.record(layout::edges(edge.from, Direction::Out, &edge.kind).int(edge.id.0), kind, to)
            }
            Record::SymbolMetrics(metrics) => {
                self.record(of_node(metrics.symbol, record::SYMBOL_METRICS), &metrics.path, to)
            }
            Record::FileMetrics(metrics) => {
                let key = of_node(owner(&metrics.path), record::FILE_METRICS).size(self.number);
                self.number += 1;
                self.record(key, &metrics.path, to)
            }
            Record::FileState(state) => self.record(of_node(state.file, record::STATE), &state.path, to),
            Record::Chunk(chunk) => {
                let key = layout::chunk(owner(&chunk.path), chunk.byte_start, chunk.byte_end).int(chunk.row);
                join(&chunk.path, self.with.payload(), &mut self.value);
                to.texts.put(key.bytes(), &self.value);
                Ok(())
            }
            Record::Facts { file, .. } => self.text(*file, text::FACTS, to),
            Record::Ast { file, .. } => self.text(*file, text::AST, to),
            Record::Cfg(cfg) => self.text(cfg.function, text::CFG, to),
            Record::Execution(run) => {
                layout::put_run(run, &self.with, to.log);
                Ok(())
            }
            Record::Diagnostic { execution_id, seq, diagnostic } => {
                let key = layout::diagnostic(execution_id, *seq, diagnostic);
                to.log.put(key.bytes(), self.with.payload());
                Ok(())
            }
        }
    }

    /// Adds what has been encoded to `records`, and what follows from it.
    fn record(&mut self, key: Key, text: &str, to: Places<'_>) -> Result<(), Undecodable> {
        join(text, self.with.payload(), &mut self.value);
        to.records.put(key.bytes(), &self.value);
        follow(key.bytes(), &self.value, &mut |key, value| to.indexes.put(key.bytes(), value))
    }

    fn text(&self, of: NodeId, tag: u8, to: Places<'_>) -> Result<(), Undecodable> {
        to.texts.put(of_node(of, tag).bytes(), self.with.payload());
        Ok(())
    }

    /// Adds what the database says of itself, when all records are put. Gives their totals.
    pub(in crate::store::kv) fn finish(mut self, foreign: &Foreign, log: &mut Entries) -> Totals {
        let about = About {
            root: foreign.root.clone().unwrap_or_default(),
            project: foreign.project.clone().unwrap_or_default(),
            created_at: foreign.created_at.unwrap_or_default(),
        };
        put_about(&about, &self.totals, &mut self.with, log);
        self.with.begin(RecordKind::Execution, &[]);
        self.with.fields(foreign);
        log.put(Key::tagged(layout::log::FOREIGN).bytes(), self.with.payload());
        self.totals
    }
}
