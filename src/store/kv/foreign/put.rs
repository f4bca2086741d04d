//! Where the records of a foreign database go.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::convert::Infallible;

use super::super::entries::Entries;
use super::super::keys::Key;
use super::super::layout::{self, of_node, record, text};
use super::super::log_keys;
use super::super::long;
use super::{Foreign, follow, join, owner};
use crate::model::{EdgeKind, Language, LanguageShare, NodeKind, Record, RecordKind};
use crate::store::Meta;
use crate::store::codec::{Encoder, Totals, Undecodable};

/// Puts the records of a foreign database where they belong.
#[derive(Debug, Default)]
pub(in crate::store::kv) struct Putter {
    /// Of measures of files: what tells those of one path apart.
    number: u64,
    /// Files by the languages of their nodes, and lines by those of their measures.
    files: BTreeMap<Language, u64>,
    lines: BTreeMap<Language, u64>,
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
    /// Adds a record and what leads to it, and counts it into `totals`. Runs and chunks keep their rows.
    ///
    /// # Errors
    /// Where it does not come back from its bytes.
    pub(in crate::store::kv) fn put(
        &mut self,
        record: &Record,
        totals: &mut Totals,
        with: &mut Encoder,
        to: Places<'_>,
    ) -> Result<(), Undecodable> {
        totals.add_record(record, with);
        let payload = with.payload();
        match record {
            Record::Node(node) => {
                let path = node.path().unwrap_or_default();
                if node.kind() == NodeKind::File {
                    *self.files.entry(Language::of_path(path)).or_default() += 1;
                }
                return self.put_record(of_node(node.id, record::NODE), path, payload, to);
            }
            Record::Edge(edge) => {
                let kind = match &edge.kind {
                    EdgeKind::Other(name) => name.as_str(),
                    _ => "",
                };
                let key = layout::edges(edge.from, &edge.kind).int(edge.id.0);
                return self.put_record(key, kind, payload, to);
            }
            Record::SymbolMetrics(metrics) => {
                let key = of_node(metrics.symbol, record::SYMBOL_METRICS);
                return self.put_record(key, &metrics.path, payload, to);
            }
            Record::FileMetrics(metrics) => {
                let lines = self.lines.entry(Language::of_path(&metrics.path)).or_default();
                *lines = lines.saturating_add(u64::try_from(metrics.loc).unwrap_or_default());
                let key = of_node(owner(&metrics.path), record::FILE_METRICS).size(self.number);
                self.number += 1;
                return self.put_record(key, &metrics.path, payload, to);
            }
            Record::FileState(state) => {
                return self.put_record(of_node(state.file, record::STATE), &state.path, payload, to);
            }
            Record::Chunk(chunk) => {
                let key = layout::chunk(owner(&chunk.path), chunk.byte_start, chunk.byte_end).int(chunk.row);
                join(&chunk.path, payload, &mut self.value);
                to.texts.put(key.bytes(), &self.value);
            }
            Record::Facts { file, .. } => put_long(&of_node(*file, text::FACTS), payload, to.texts),
            Record::Ast { file, .. } => put_long(&of_node(*file, text::AST), payload, to.texts),
            Record::Cfg(cfg) => to.texts.put(of_node(cfg.function, text::CFG).bytes(), payload),
            Record::Execution(run) => log_keys::put_run(run, with, to.log),
            Record::Diagnostic { execution_id, seq, diagnostic } => {
                to.log.put(log_keys::diagnostic(execution_id, *seq, diagnostic).bytes(), payload);
            }
        }
        Ok(())
    }

    /// Adds to `records`, and what follows from it.
    fn put_record(
        &mut self,
        key: Key,
        text: &str,
        payload: &[u8],
        to: Places<'_>,
    ) -> Result<(), Undecodable> {
        join(text, payload, &mut self.value);
        to.records.put(key.bytes(), &self.value);
        follow(key.bytes(), &self.value, &mut |key, value| to.indexes.put(key.bytes(), value))
    }

    /// Adds what says that the database is a foreign one, when all records are put.
    pub(in crate::store::kv) fn finish(self, meta: &Meta, with: &mut Encoder, log: &mut Entries) {
        let share = |(language, files)| {
            let lines = self.lines.get(&language).copied().unwrap_or_default();
            LanguageShare { language, files, lines }
        };
        let mut languages: Vec<LanguageShare> = self.files.into_iter().map(share).collect();
        languages.sort_by_key(|share| (Reverse(share.files), share.language));
        let foreign = Foreign {
            schema_version: meta.schema_version,
            tool_version: meta.tool_version.clone(),
            root: meta.root.clone(),
            project: meta.project.clone(),
            created_at: meta.created_at,
            languages,
        };
        with.begin(RecordKind::Execution, &[]);
        with.fields(&foreign);
        log.put(Key::tagged(layout::log::FOREIGN).bytes(), with.payload());
    }
}

/// Adds a text that may be long.
fn put_long(key: &Key, text: &[u8], to: &mut Entries) {
    let put = &mut |key: &[u8], value: &[u8]| {
        to.put(key, value);
        Ok::<(), Infallible>(())
    };
    let Ok(()) = long::put(key, text, put);
}
