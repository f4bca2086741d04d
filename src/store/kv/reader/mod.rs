//! One state of a database, read.

mod edges;
mod files;
mod measures;
mod nodes;
mod raw;
mod runs;
mod says;
mod scan;
mod shown;
mod targets;
mod texts;
mod whole;

use std::ops::Range;
use std::sync::Arc;

use self::shown::Shown;
use super::error::undecodable;
use super::keyspaces::{self, Space};
use super::store::KvStore;
use super::tables::{self, Carried};
use super::view::View;
use super::writer::{About, about, totals};
use crate::model::{
    AstNode, Cfg, Chunk, Counts, Diagnostic, Direction, Edge, EdgeId, EdgeKind, Execution, FileMetrics,
    FileRecords, FileState, LanguageShare, Node, NodeId, NodeKind, Outcome, Record, RecordKind, Symbol,
    SymbolMetrics,
};
use crate::store::codec::{Totals, Undecodable};
use crate::store::{
    Content, Engine, Entry, FileColumn, FolderEntry, Form, Meta, NameRow, Order, Origin, Page, Reader,
    Result, Row, Store, StoreError, SymbolColumn, Table,
};

/// The version of Magellan's schema that says the same.
const SCHEMA: i64 = 21;

/// A reader of a view.
pub(super) struct KvReader<'s> {
    store: &'s KvStore,
    view: Arc<View>,
    about: About,
    /// Runs that are not in the log yet, with the rows that they will have, oldest first.
    begun: Vec<Execution>,
}

impl<'s> KvReader<'s> {
    pub(super) fn new(store: &'s KvStore, view: Arc<View>, begun: Vec<Execution>) -> Result<KvReader<'s>> {
        let about = about(&view.keyspaces)?;
        let mut reader = KvReader { store, view, about, begun: Vec::new() };
        reader.begun = runs::not_in_log(&reader, begun)?;
        Ok(reader)
    }

    /// The error of a record that cannot be read.
    fn unreadable(&self, space: Space, error: &Undecodable) -> StoreError {
        undecodable(Store::path(self.store), space.name(), error)
    }

    fn damaged(&self, space: Space) -> StoreError {
        self.unreadable(space, &Undecodable::Damaged)
    }

    fn totals(&self) -> Result<Totals> {
        totals(&self.view.keyspaces)
    }

    /// The ways in which the database may write a path.
    fn forms_of(&self, path: &str) -> Vec<String> {
        match &self.view.foreign {
            Some(foreign) => foreign.forms_of(path),
            None => vec![path.to_owned(), self.below_root(path).to_owned()],
        }
    }

    /// A path as an index of our own writes it: below its root.
    fn below_root<'p>(&self, path: &'p str) -> &'p str {
        let root = self.about.root.trim_end_matches('/');
        path.strip_prefix(root).and_then(|rest| rest.strip_prefix('/')).unwrap_or(path)
    }
}

/// Makes a page of the first `limit` items.
fn page<T>(items: impl Iterator<Item = Result<T>>, limit: usize) -> Result<Page<T>> {
    let mut page = Page { items: Vec::new(), more: false };
    for item in items {
        let item = item?;
        if page.items.len() == limit {
            page.more = true;
            break;
        }
        page.items.push(item);
    }
    Ok(page)
}

impl Reader for KvReader<'_> {
    fn meta(&self) -> Result<Meta> {
        let newest = |what: &dyn Fn(&Execution) -> String| -> Result<Option<String>> {
            let run = runs::newest(self)?;
            Ok(run.map(|run| what(&run)).filter(|text| !text.is_empty()))
        };
        let said = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let own = Meta {
            engine: Engine::Fjall,
            origin: Origin::Own,
            schema_version: SCHEMA,
            tool_version: newest(&|run| run.tool_version.clone())?,
            project: said(&self.about.project),
            root: said(&self.about.root),
            created_at: Some(self.about.created_at),
            size_bytes: files::size_on_disk(&self.store.folder().generation(self.view.number)),
            notices: self.store.notices(&self.view),
        };
        Ok(match self.view.foreign.clone() {
            None => own,
            Some(foreign) => Meta {
                origin: Origin::Magellan,
                schema_version: foreign.schema_version,
                tool_version: foreign.tool_version,
                project: foreign.project,
                root: foreign.root,
                created_at: foreign.created_at,
                ..own
            },
        })
    }

    fn counts(&self) -> Result<Counts> {
        let counts = self.totals()?.counts();
        Ok(Counts { executions: counts.executions + self.begun.len() as u64, ..counts })
    }

    fn languages(&self) -> Result<Vec<LanguageShare>> {
        match &self.view.foreign {
            Some(foreign) => Ok(foreign.languages.clone()),
            None => Ok(self.totals()?.languages()),
        }
    }

    fn node(&self, id: NodeId) -> Result<Option<Node>> {
        nodes::node(self, id).map(Shown::shown)
    }

    fn edges(
        &self,
        node: NodeId,
        direction: Direction,
        kind: &EdgeKind,
        after: Option<EdgeId>,
        limit: usize,
    ) -> Result<Page<Edge>> {
        edges::edges(self, node, direction, kind, after, limit).map(Shown::shown)
    }

    fn folder(&self, folder: &str, after: Option<&str>, limit: usize) -> Result<Page<FolderEntry>> {
        files::folder(self, folder, after, limit)
    }

    fn file(&self, path: &str) -> Result<Option<NodeId>> {
        files::file(self, path)
    }

    fn symbols_named(&self, name: &str, after: Option<NodeId>, limit: usize) -> Result<Page<Symbol>> {
        nodes::symbols_named(self, name, after, limit).map(Shown::shown)
    }

    fn symbols_prefixed(
        &self,
        prefix: &str,
        after: Option<(&str, NodeId)>,
        limit: usize,
    ) -> Result<Page<Symbol>> {
        nodes::symbols_prefixed(self, prefix, after, limit).map(Shown::shown)
    }

    fn symbols_qualified(
        &self,
        qualified: &str,
        after: Option<NodeId>,
        limit: usize,
    ) -> Result<Page<Symbol>> {
        nodes::symbols_qualified(self, qualified, after, limit).map(Shown::shown)
    }

    fn symbols_with_stable_id(
        &self,
        stable_id: &str,
        after: Option<NodeId>,
        limit: usize,
    ) -> Result<Page<Symbol>> {
        nodes::symbols_with_stable_id(self, stable_id, after, limit).map(Shown::shown)
    }

    fn symbols_of_file(
        &self,
        file: NodeId,
        after: Option<EdgeId>,
        limit: usize,
    ) -> Result<Page<(EdgeId, Symbol)>> {
        edges::symbols_of_file(self, file, after, limit).map(Shown::shown)
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
        scan::names(self, each)
    }

    fn chunk(&self, path: &str, byte_start: u64, byte_end: u64) -> Result<Option<Chunk>> {
        texts::chunk(self, path, byte_start, byte_end).map(Shown::shown)
    }

    fn chunks_of_file(&self, path: &str, after: Option<(u64, u64)>, limit: usize) -> Result<Page<Chunk>> {
        texts::chunks_of_file(self, path, after, limit).map(Shown::shown)
    }

    fn ast(&self, file: NodeId) -> Result<Vec<AstNode>> {
        texts::ast(self, file).map(Shown::shown)
    }

    fn cfg(&self, function: NodeId) -> Result<Option<Cfg>> {
        texts::cfg(self, function).map(Shown::shown)
    }

    fn executions(&self, before: Option<i64>, limit: usize) -> Result<Page<Execution>> {
        runs::executions(self, before, limit).map(Shown::shown)
    }

    fn execution(&self, execution_id: &str) -> Result<Option<Execution>> {
        runs::execution(self, execution_id).map(Shown::shown)
    }

    fn executions_ended(
        &self,
        outcome: &Outcome,
        before: Option<i64>,
        limit: usize,
    ) -> Result<Page<Execution>> {
        runs::executions_ended(self, outcome, before, limit).map(Shown::shown)
    }

    fn executions_between(
        &self,
        started: Range<i64>,
        before: Option<(i64, i64)>,
        limit: usize,
    ) -> Result<Page<Execution>> {
        runs::executions_between(self, started, before, limit).map(Shown::shown)
    }

    fn diagnostics(&self, execution_id: &str, skip: usize, limit: usize) -> Result<Page<Diagnostic>> {
        runs::diagnostics(self, execution_id, skip, limit).map(Shown::shown)
    }

    fn symbol_metrics(&self, symbol: &Symbol) -> Result<Option<SymbolMetrics>> {
        let found = measures::of_symbol(self, symbol.id)?;
        let found = found.map(Shown::shown);
        Ok(found.filter(|metrics| metrics.name == symbol.name && metrics.path == symbol.path))
    }

    fn file_metrics(&self, path: &str) -> Result<Option<FileMetrics>> {
        measures::of_path(self, path).map(Shown::shown)
    }

    fn symbols_by(
        &self,
        column: SymbolColumn,
        order: Order,
        after: Option<&SymbolMetrics>,
        limit: usize,
    ) -> Result<Page<SymbolMetrics>> {
        measures::symbols_by(self, column, order, after, limit).map(Shown::shown)
    }

    fn files_by(
        &self,
        column: FileColumn,
        order: Order,
        after: Option<&FileMetrics>,
        limit: usize,
    ) -> Result<Page<FileMetrics>> {
        measures::files_by(self, column, order, after, limit).map(Shown::shown)
    }

    fn file_states(&self, each: &mut dyn FnMut(FileState) -> bool) -> Result<()> {
        files::states(self, &mut |state| each(state.shown()))
    }

    fn facts(&self, file: NodeId) -> Result<Option<Vec<u8>>> {
        texts::facts(self, file)
    }

    fn count_nodes(&self, kind: &NodeKind) -> Result<u64> {
        let counts = self.counts()?;
        Ok(match kind {
            NodeKind::File => counts.files,
            NodeKind::Symbol => counts.symbols,
            NodeKind::Reference => counts.references,
            NodeKind::Call => counts.calls,
            NodeKind::Import => counts.imports,
            NodeKind::Other(kind) => nodes::count_others(self, kind)?,
        })
    }

    fn records(&self, kind: RecordKind, each: &mut dyn FnMut(Record) -> bool) -> Result<()> {
        scan::records(self, kind, each)
    }

    fn records_of(&self, kinds: &[RecordKind], each: &mut dyn FnMut(Record) -> bool) -> Result<()> {
        scan::records_of(self, kinds, each)
    }

    fn content(&self) -> Result<Content> {
        let carried = Carried::read(&self.view.keyspaces)?;
        let rows_hold = carried.as_ref().is_some_and(|carried| carried.rows_hold);
        let form = if self.view.foreign.is_some() { Form::Foreign } else { Form::Own };
        Ok(Content { form, schema: carried.map(|carried| carried.schema), rows_hold })
    }

    fn rows(&self, table: &Table, after: Option<i64>, each: &mut dyn FnMut(Row<'_>) -> bool) -> Result<()> {
        tables::rows(&self.view.keyspaces, table, after, each)
    }

    fn count_rows(&self, table: &Table) -> Result<u64> {
        Ok(Carried::read(&self.view.keyspaces)?.map_or(0, |carried| carried.count(table)))
    }

    fn keyspaces(&self) -> &'static [&'static str] {
        &keyspaces::NAMES
    }

    fn entries(
        &self,
        keyspace: &str,
        order: Order,
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Page<Entry>> {
        raw::entries(self, keyspace, order, after, limit)
    }

    fn check_table(&self, _: &Table) -> Result<Vec<String>> {
        Ok(Vec::new())
    }

    fn count_records(&self, kind: RecordKind) -> Result<u64> {
        let begun = if kind == RecordKind::Execution { self.begun.len() } else { 0 };
        Ok(self.totals()?.records(kind) + begun as u64)
    }

    fn file_records(&self, file: NodeId) -> Result<Option<FileRecords>> {
        whole::file_records(self, file)
    }
}
