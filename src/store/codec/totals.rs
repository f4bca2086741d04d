//! How much there is of everything, and a digest of it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::parts::{Part, TEXTS, meant, meant_of, parts};
use super::{Encoder, encode_record};
use crate::model::{Counts, FileRecords, Language, LanguageShare, NodeId, Record, RecordKind};

/// Counts and digests of some records: of one file's, or of a whole database's. They can be added and
/// taken away again, so that a database's are kept up to date by what changes.
///
/// A digest is the sum, modulo 2^128, of the digests of single records: it does not depend on their
/// order, and one record more, less or other shows (but for a chance of 2^-128).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(in crate::store) struct Totals {
    ast_nodes: u64,
    cfg_blocks: u64,
    cfg_edges: u64,
    /// Records of each sort.
    records: [u64; RecordKind::COUNT],
    digests: [u128; RecordKind::COUNT],
    /// Files and lines in each language.
    languages: BTreeMap<Language, (u64, u64)>,
}

impl Totals {
    /// What a file puts into a database.
    pub(in crate::store) fn of_file(file: &FileRecords, with: &mut Encoder) -> Totals {
        let mut totals = Totals::default();
        totals.add_parts(parts(file), with);
        totals.add_beside(file);
        totals
    }

    /// What a file puts into a database whose texts stay as they are: what `before` says of these is true of them still.
    pub(in crate::store) fn of_meaning(file: &FileRecords, before: &Totals, with: &mut Encoder) -> Totals {
        let mut totals = Totals::default();
        totals.add_parts(meant(file), with);
        totals.add_beside(file);
        totals.take_texts(before);
        totals
    }

    /// What a file puts into a database where only some of its nodes mean something else than before; `rest` is what stays.
    pub(in crate::store) fn of_nodes(
        file: &FileRecords,
        nodes: &BTreeSet<NodeId>,
        rest: Totals,
        with: &mut Encoder,
    ) -> Totals {
        let mut totals = rest;
        totals.add_parts(meant_of(file, nodes), with);
        totals
    }

    fn add_parts<'f>(&mut self, parts: impl Iterator<Item = Part<'f>>, with: &mut Encoder) {
        for part in parts {
            part.encode(with);
            self.note(part.kind(), with.digest());
        }
    }

    /// Takes over what others say of all that follows from the text of a file alone.
    pub(in crate::store) fn take_texts(&mut self, from: &Totals) {
        for kind in TEXTS.map(|kind| kind as usize) {
            if let (Some(records), Some(digest)) = (self.records.get_mut(kind), self.digests.get_mut(kind)) {
                *records = from.records.get(kind).copied().unwrap_or_default();
                *digest = from.digests.get(kind).copied().unwrap_or_default();
            }
        }
        (self.ast_nodes, self.cfg_blocks, self.cfg_edges) = (from.ast_nodes, from.cfg_blocks, from.cfg_edges);
    }

    /// Counts what is no record of its own: syntax nodes, blocks, edges of control flow, lines.
    pub(in crate::store) fn add_beside(&mut self, file: &FileRecords) {
        self.ast_nodes += file.ast.len() as u64;
        self.cfg_blocks += file.cfgs.iter().map(|cfg| cfg.blocks.len() as u64).sum::<u64>();
        self.cfg_edges += file.cfgs.iter().map(|cfg| cfg.edges.len() as u64).sum::<u64>();
        let share = self.languages.entry(Language::of_path(&file.file.path)).or_default();
        share.0 += 1;
        share.1 += u64::try_from(file.metrics.loc).unwrap_or_default();
    }

    /// Adds a record that was read back.
    pub(in crate::store) fn add_record(&mut self, record: &Record, with: &mut Encoder) {
        encode_record(with, record);
        self.note(record.kind(), with.digest());
        match record {
            Record::Ast { nodes, .. } => self.ast_nodes += nodes.len() as u64,
            Record::Cfg(cfg) => {
                self.cfg_blocks += cfg.blocks.len() as u64;
                self.cfg_edges += cfg.edges.len() as u64;
            }
            Record::FileMetrics(metrics) => {
                let share = self.languages.entry(Language::of_path(&metrics.path)).or_default();
                share.0 += 1;
                share.1 += u64::try_from(metrics.loc).unwrap_or_default();
            }
            _ => {}
        }
    }

    /// Adds one record of a sort by its digest.
    pub(in crate::store) fn note(&mut self, kind: RecordKind, digest: u128) {
        self.change(kind, digest, u64::wrapping_add, u128::wrapping_add);
    }

    /// Takes one record of a sort away again.
    pub(in crate::store) fn forget(&mut self, kind: RecordKind, digest: u128) {
        self.change(kind, digest, u64::wrapping_sub, u128::wrapping_sub);
    }

    fn change(
        &mut self,
        kind: RecordKind,
        digest: u128,
        count: impl Fn(u64, u64) -> u64,
        sum: impl Fn(u128, u128) -> u128,
    ) {
        if let Some(records) = self.records.get_mut(kind as usize) {
            *records = count(*records, 1);
        }
        if let Some(total) = self.digests.get_mut(kind as usize) {
            *total = sum(*total, digest);
        }
    }

    /// Adds all of `other`.
    pub(in crate::store) fn add(&mut self, other: &Totals) {
        self.merge(other, u64::wrapping_add, u128::wrapping_add);
    }

    /// Takes all of `other` away.
    pub(in crate::store) fn subtract(&mut self, other: &Totals) {
        self.merge(other, u64::wrapping_sub, u128::wrapping_sub);
    }

    fn merge(&mut self, other: &Totals, count: impl Fn(u64, u64) -> u64, sum: impl Fn(u128, u128) -> u128) {
        for (records, more) in self.records.iter_mut().zip(other.records) {
            *records = count(*records, more);
        }
        for (digest, more) in self.digests.iter_mut().zip(other.digests) {
            *digest = sum(*digest, more);
        }
        self.ast_nodes = count(self.ast_nodes, other.ast_nodes);
        self.cfg_blocks = count(self.cfg_blocks, other.cfg_blocks);
        self.cfg_edges = count(self.cfg_edges, other.cfg_edges);
        for (language, (files, lines)) in &other.languages {
            let share = self.languages.entry(*language).or_default();
            *share = (count(share.0, *files), count(share.1, *lines));
        }
        self.languages.retain(|_, share| *share != (0, 0));
    }

    /// The same without some sorts of records.
    pub(in crate::store) fn without(&self, kinds: &[RecordKind]) -> Totals {
        let mut rest = self.clone();
        for kind in kinds {
            let at = *kind as usize;
            if let (Some(records), Some(digest)) = (rest.records.get_mut(at), rest.digests.get_mut(at)) {
                (*records, *digest) = (0, 0);
            }
        }
        rest
    }

    /// Records of a sort.
    pub(in crate::store) fn records(&self, kind: RecordKind) -> u64 {
        self.records.get(kind as usize).copied().unwrap_or_default()
    }

    /// The digest of all records of a sort.
    pub(in crate::store) fn digest(&self, kind: RecordKind) -> u128 {
        self.digests.get(kind as usize).copied().unwrap_or_default()
    }

    /// What is shown of them.
    pub(in crate::store) fn counts(&self) -> Counts {
        Counts {
            files: self.records(RecordKind::File),
            symbols: self.records(RecordKind::Symbol),
            references: self.records(RecordKind::Reference),
            calls: self.records(RecordKind::Call),
            imports: self.records(RecordKind::Import),
            edges: self.records(RecordKind::Edge),
            chunks: self.records(RecordKind::Chunk),
            executions: self.records(RecordKind::Execution),
            file_metrics: self.records(RecordKind::FileMetrics),
            symbol_metrics: self.records(RecordKind::SymbolMetrics),
            ast_nodes: self.ast_nodes,
            cfg_blocks: self.cfg_blocks,
            cfg_edges: self.cfg_edges,
        }
    }

    /// How much is written in each language, most files first.
    pub(in crate::store) fn languages(&self) -> Vec<LanguageShare> {
        let share =
            |(&language, &(files, lines)): (&Language, &(u64, u64))| LanguageShare { language, files, lines };
        let mut shares: Vec<LanguageShare> = self.languages.iter().map(share).collect();
        shares.sort_by_key(|share| (std::cmp::Reverse(share.files), share.language));
        shares
    }
}
