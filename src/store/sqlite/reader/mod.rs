//! One snapshot of a SQLite file.

mod chunks;
mod edges;
mod executions;
mod folders;
mod keys;
mod meta;
mod metrics;
mod names;
mod nodes;
#[cfg(test)]
mod plans;
mod records;
mod snapshot;
mod sorted;
mod structure;
mod targets;
mod whole;

pub(super) use chunks::state_up_to;
pub(super) use edges::edge_up_to;
pub(super) use executions::{diagnostic_up_to, execution_up_to};
pub(super) use meta::{Depth, check_table};
pub(super) use metrics::{file_up_to, symbol_up_to};
pub(super) use nodes::node_up_to;
pub(super) use snapshot::SqliteReader;
pub(super) use structure::{Tree, block_up_to, edge_of_flow};
pub(super) use targets::SLOT_MASK;

use std::ops::Range;

use crate::model::{
    AstNode, Cfg, Chunk, Counts, Diagnostic, Direction, Edge, EdgeId, EdgeKind, Execution, FileMetrics,
    FileRecords, FileState, LanguageShare, Node, NodeId, NodeKind, Outcome, Record, RecordKind, Symbol,
    SymbolMetrics,
};
use crate::store::tables::{self, Content, Table};
use crate::store::{
    Entry, FileColumn, FolderEntry, Meta, NameRow, Order, Page, Reader, Result, SymbolColumn,
};

/// A bound on rows for SQLite: one more than asked for, to see whether more follow.
fn one_more(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1)
}

/// Makes a page of up to `limit` + 1 items.
fn page<T>(mut items: Vec<T>, limit: usize) -> Page<T> {
    let more = items.len() > limit;
    items.truncate(limit);
    Page { items, more }
}

impl Reader for SqliteReader<'_> {
    fn meta(&self) -> Result<Meta> {
        meta::meta(self)
    }

    fn counts(&self) -> Result<Counts> {
        meta::counts(self)
    }

    fn languages(&self) -> Result<Vec<LanguageShare>> {
        meta::languages(self)
    }

    fn node(&self, id: NodeId) -> Result<Option<Node>> {
        nodes::node(self, id)
    }

    fn edges(
        &self,
        node: NodeId,
        direction: Direction,
        kind: &EdgeKind,
        after: Option<EdgeId>,
        limit: usize,
    ) -> Result<Page<Edge>> {
        edges::edges(self, node, direction, kind, after, limit)
    }

    fn folder(&self, folder: &str, after: Option<&str>, limit: usize) -> Result<Page<FolderEntry>> {
        folders::folder(self, folder, after, limit)
    }

    fn file(&self, path: &str) -> Result<Option<NodeId>> {
        folders::file(self, path)
    }

    fn symbols_named(&self, name: &str, after: Option<NodeId>, limit: usize) -> Result<Page<Symbol>> {
        names::symbols_named(self, name, after, limit)
    }

    fn symbols_prefixed(
        &self,
        prefix: &str,
        after: Option<(&str, NodeId)>,
        limit: usize,
    ) -> Result<Page<Symbol>> {
        names::symbols_prefixed(self, prefix, after, limit)
    }

    fn symbols_qualified(
        &self,
        qualified: &str,
        after: Option<NodeId>,
        limit: usize,
    ) -> Result<Page<Symbol>> {
        names::symbols_qualified(self, qualified, after, limit)
    }

    fn symbols_with_stable_id(
        &self,
        stable_id: &str,
        after: Option<NodeId>,
        limit: usize,
    ) -> Result<Page<Symbol>> {
        names::symbols_with_stable_id(self, stable_id, after, limit)
    }

    fn symbols_of_file(
        &self,
        file: NodeId,
        after: Option<EdgeId>,
        limit: usize,
    ) -> Result<Page<(EdgeId, Symbol)>> {
        edges::symbols_of_file(self, file, after, limit)
    }

    fn file_of_symbol(&self, symbol: NodeId) -> Result<Option<NodeId>> {
        edges::file_of_symbol(self, symbol)
    }

    fn targets_at(
        &self,
        file: NodeId,
        path: &str,
        enclosing: Option<NodeId>,
        offset: u64,
    ) -> Result<Vec<NodeId>> {
        targets::targets_at(self, file, path, enclosing, offset)
    }

    fn names(&self, each: &mut dyn FnMut(NameRow<'_>) -> bool) -> Result<()> {
        names::names(self, each)
    }

    fn chunk(&self, path: &str, byte_start: u64, byte_end: u64) -> Result<Option<Chunk>> {
        chunks::chunk(self, path, byte_start, byte_end)
    }

    fn chunks_of_file(&self, path: &str, after: Option<(u64, u64)>, limit: usize) -> Result<Page<Chunk>> {
        chunks::chunks_of_file(self, path, after, limit)
    }

    fn ast(&self, file: NodeId) -> Result<Vec<AstNode>> {
        structure::ast(self, file)
    }

    fn cfg(&self, function: NodeId) -> Result<Option<Cfg>> {
        structure::cfg(self, function)
    }

    fn execution(&self, execution_id: &str) -> Result<Option<Execution>> {
        executions::execution(self, execution_id)
    }

    fn executions_ended(
        &self,
        outcome: &Outcome,
        before: Option<i64>,
        limit: usize,
    ) -> Result<Page<Execution>> {
        executions::executions_ended(self, outcome, before, limit)
    }

    fn executions_between(
        &self,
        started: Range<i64>,
        before: Option<(i64, i64)>,
        limit: usize,
    ) -> Result<Page<Execution>> {
        executions::executions_between(self, started, before, limit)
    }

    fn executions(&self, before: Option<i64>, limit: usize) -> Result<Page<Execution>> {
        executions::executions(self, before, limit)
    }

    fn diagnostics(&self, execution_id: &str, skip: usize, limit: usize) -> Result<Page<Diagnostic>> {
        executions::diagnostics(self, execution_id, skip, limit)
    }

    fn symbol_metrics(&self, symbol: &Symbol) -> Result<Option<SymbolMetrics>> {
        metrics::symbol_metrics(self, symbol)
    }

    fn file_metrics(&self, path: &str) -> Result<Option<FileMetrics>> {
        metrics::file_metrics(self, path)
    }

    fn symbols_by(
        &self,
        column: SymbolColumn,
        order: Order,
        after: Option<&SymbolMetrics>,
        limit: usize,
    ) -> Result<Page<SymbolMetrics>> {
        sorted::symbols_by(self, column, order, after, limit)
    }

    fn files_by(
        &self,
        column: FileColumn,
        order: Order,
        after: Option<&FileMetrics>,
        limit: usize,
    ) -> Result<Page<FileMetrics>> {
        sorted::files_by(self, column, order, after, limit)
    }

    fn each_symbol_by(
        &self,
        column: SymbolColumn,
        order: Order,
        each: &mut dyn FnMut(SymbolMetrics) -> bool,
    ) -> Result<()> {
        sorted::each_symbol_by(self, column, order, each)
    }

    fn each_file_by(
        &self,
        column: FileColumn,
        order: Order,
        each: &mut dyn FnMut(FileMetrics) -> bool,
    ) -> Result<()> {
        sorted::each_file_by(self, column, order, each)
    }

    fn file_states(&self, each: &mut dyn FnMut(FileState) -> bool) -> Result<()> {
        chunks::file_states(self, each)
    }

    fn facts(&self, file: NodeId) -> Result<Option<Vec<u8>>> {
        chunks::facts(self, file)
    }

    fn count_nodes(&self, kind: &NodeKind) -> Result<u64> {
        meta::count_nodes(self, kind)
    }

    fn records(&self, kind: RecordKind, each: &mut dyn FnMut(Record) -> bool) -> Result<()> {
        records::records(self, kind, each)
    }

    fn records_of(&self, kinds: &[RecordKind], each: &mut dyn FnMut(Record) -> bool) -> Result<()> {
        records::records_of(self, kinds, each)
    }

    fn content(&self) -> Result<Content> {
        whole::content(self)
    }

    fn rows(
        &self,
        table: &Table,
        after: Option<i64>,
        each: &mut dyn FnMut(tables::Row<'_>) -> bool,
    ) -> Result<()> {
        whole::rows(self, table, after, each)
    }

    fn count_rows(&self, table: &Table) -> Result<u64> {
        meta::count_rows(self, table)
    }

    fn keyspaces(&self) -> &'static [&'static str] {
        &[]
    }

    fn entries(&self, _: &str, _: Order, _: Option<&[u8]>, limit: usize) -> Result<Page<Entry>> {
        Ok(page(Vec::new(), limit))
    }

    fn check_table(&self, table: &Table) -> Result<Vec<String>> {
        meta::check_table(self, table, meta::Depth::Pages)
    }

    fn count_records(&self, kind: RecordKind) -> Result<u64> {
        meta::count_records(self, kind)
    }

    fn file_records(&self, file: NodeId) -> Result<Option<FileRecords>> {
        whole::file_records(self, file)
    }
}
