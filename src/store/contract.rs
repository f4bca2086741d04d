//! The contract: [`Store`], [`Reader`], [`Writer`] and [`Importer`].

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use super::tables::{Content, Row, Table, Wants};
use super::terms::{
    Entry, FileColumn, FolderEntry, Meta, NameRow, Order, Origin, Page, SymbolColumn, Verification,
};
use super::{Rest, Result};
use crate::model::{
    AstNode, Cfg, Chunk, Counts, Diagnostic, Direction, Edge, EdgeId, EdgeKind, Execution, FileMetrics,
    FileRecords, FileState, LanguageShare, Node, NodeId, NodeKind, Outcome, Record, RecordKind, Symbol,
    SymbolMetrics,
};

/// Rows that are read at once where all are wanted.
const STEP: usize = 5000;

/// Gives `each` what stands in pages, one behind the other, until it gives `false`.
fn each_of_pages<T: Clone>(
    read: impl Fn(Option<&T>) -> Result<Page<T>>,
    each: &mut dyn FnMut(T) -> bool,
) -> Result<()> {
    let mut after: Option<T> = None;
    loop {
        let page = read(after.as_ref())?;
        after = page.items.last().cloned();
        if !page.items.into_iter().all(&mut *each) || !page.more || after.is_none() {
            return Ok(());
        }
    }
}

/// An open database.
pub trait Store: Send + Sync {
    /// The path that it was opened by.
    fn path(&self) -> &Path;

    /// Whether it is an index of our own.
    fn origin(&self) -> Origin;

    /// A consistent snapshot: everything read through it is of one commit. Meant for a job, not for
    /// a session. Cheap: it opens nothing that is open already.
    ///
    /// # Errors
    /// Where the database cannot be read any more.
    fn reader(&self) -> Result<Box<dyn Reader + '_>>;

    /// A number that is another one after any commit, also another process's. For noticing that what
    /// is on the screen is out of date.
    ///
    /// # Errors
    /// Where the database cannot be read any more.
    fn generation(&self) -> Result<u64>;

    /// Fails where snapshots cannot be relied upon: the database is read without a lock, since none can be taken
    /// there, and somebody has changed it since it was opened.
    ///
    /// # Errors
    /// [`super::StoreError::Locked`].
    fn check_unchanged(&self) -> Result<()> {
        Ok(())
    }

    /// Reads everything back and holds it against the counts and digests that are kept with it, each
    /// index against its records and each edge against its ends; has the engine check itself. `progress`
    /// is called with what is being checked and how many records are done; where it gives `false`, the
    /// check ends early with what it found. Cost: a scan of the whole database; memory of 8 bytes a node.
    ///
    /// # Errors
    /// Where the database cannot be read at all. Damage is no error but a finding.
    fn verify(&self, progress: &mut dyn FnMut(&str, u64) -> bool) -> Result<Verification>;

    /// What is wrong with all that is kept beside rows and records, a line each: files and pages, indexes, kept
    /// counts. For who has compared the rows and records themselves; otherwise see [`Store::verify`]. Ends
    /// early where `progress` gives `false`. Cost: a scan of the whole database; memory does not grow with it.
    ///
    /// # Errors
    /// Where the database cannot be read at all.
    fn check_beside(&self, progress: &mut dyn FnMut(&str, u64) -> bool) -> Result<Vec<String>>;
}

/// One snapshot of a database. Every call can fail with [`super::StoreError`], which names the path
/// and, where the file is damaged, the table.
///
/// Names, paths, messages and other texts to show are cut at 64 KiB, and end in `…` then. What only
/// makes sense as a whole comes whole: source text, a node's and an edge's JSON, and the entries of a
/// folder, whose names are keys.
pub trait Reader {
    /// What the database says of itself.
    fn meta(&self) -> Result<Meta>;

    /// Counts of everything. Tables that the file lacks count 0. Cost: a look-up in an index of our own,
    /// where they are kept; a scan of the smallest index of each table in a file that Magellan wrote last.
    fn counts(&self) -> Result<Counts>;

    /// How much is written in each language, most files first. Cost: as [`Reader::counts`].
    fn languages(&self) -> Result<Vec<LanguageShare>>;

    /// A node; `None` where there is none.
    fn node(&self, id: NodeId) -> Result<Option<Node>>;

    /// Edges at `node` of one kind, by id, after `after`.
    fn edges(
        &self,
        node: NodeId,
        direction: Direction,
        kind: &EdgeKind,
        after: Option<EdgeId>,
        limit: usize,
    ) -> Result<Page<Edge>>;

    /// What stands in a folder of the files' paths, folders and files mixed, by name in byte order.
    /// `folder` is empty for the top, else ends in `/`; `after` is the name of the last entry seen.
    /// Absolute paths stand at the top in a folder with the empty name, before all others: what it
    /// holds is in `/`. A file gives way to a folder of the same name.
    /// Cost: a look-up an entry where paths are indexed (ours and 4.x), else a scan of the files.
    fn folder(&self, folder: &str, after: Option<&str>, limit: usize) -> Result<Page<FolderEntry>>;

    /// The file node with just this path. Cost: as [`Reader::folder`].
    fn file(&self, path: &str) -> Result<Option<NodeId>>;

    /// Symbols with just this bare name, by id. Cost: a look-up, or a scan in files before 4.x.
    fn symbols_named(&self, name: &str, after: Option<NodeId>, limit: usize) -> Result<Page<Symbol>>;

    /// Symbols whose bare name begins with `prefix`, by name in byte order and id, after the name and id
    /// `after`. Cost: as [`Reader::symbols_named`].
    fn symbols_prefixed(
        &self,
        prefix: &str,
        after: Option<(&str, NodeId)>,
        limit: usize,
    ) -> Result<Page<Symbol>>;

    /// Symbols with just this qualified name, by id. Cost: a look-up in our index and in any folder, elsewhere a
    /// scan of the symbols.
    fn symbols_qualified(&self, qualified: &str, after: Option<NodeId>, limit: usize)
    -> Result<Page<Symbol>>;

    /// Symbols with just this stable id, by id: one in our index, possibly several in a foreign file.
    /// Cost: as [`Reader::symbols_qualified`].
    fn symbols_with_stable_id(
        &self,
        stable_id: &str,
        after: Option<NodeId>,
        limit: usize,
    ) -> Result<Page<Symbol>>;

    /// Symbols that a file defines, by id of the edge that says so.
    /// The key of the page is that edge's id, given beside the symbol.
    fn symbols_of_file(
        &self,
        file: NodeId,
        after: Option<EdgeId>,
        limit: usize,
    ) -> Result<Page<(EdgeId, Symbol)>>;

    /// The file node that defines `symbol`.
    fn file_of_symbol(&self, symbol: NodeId) -> Result<Option<NodeId>>;

    /// References and calls in a file whose span holds byte `offset`, with the symbol that each leads
    /// to. `enclosing` is the symbol whose text `offset` lies in. Cost: a range scan of the file's
    /// own nodes in our index; elsewhere the calls of `enclosing` and a scan of all references, in a folder of
    /// those before `offset` in the file.
    fn targets_at(
        &self,
        file: NodeId,
        path: &str,
        enclosing: Option<NodeId>,
        offset: u64,
    ) -> Result<Vec<NodeId>>;

    /// Calls `each` with every file's and then every symbol's name, until it gives `false`; symbols of one name come
    /// one after the other. Cost: a scan of all symbols and files; nothing is kept. Of a file without an index of
    /// names also a sort.
    fn names(&self, each: &mut dyn FnMut(NameRow<'_>) -> bool) -> Result<()>;

    /// The chunk with just this span.
    fn chunk(&self, path: &str, byte_start: u64, byte_end: u64) -> Result<Option<Chunk>>;

    /// The chunks of a file, by span, after the span `after`. Cost: a look-up.
    fn chunks_of_file(&self, path: &str, after: Option<(u64, u64)>, limit: usize) -> Result<Page<Chunk>>;

    /// The syntax tree of a file; empty where none is kept. Cost: a look-up in our index and in files from
    /// 4.x, else a scan of all syntax trees.
    fn ast(&self, file: NodeId) -> Result<Vec<AstNode>>;

    /// The control flow of a function. Cost: a look-up.
    fn cfg(&self, function: NodeId) -> Result<Option<Cfg>>;

    /// Runs, newest first: those with a row below `before`.
    fn executions(&self, before: Option<i64>, limit: usize) -> Result<Page<Execution>>;

    /// The run with this id. Cost: a look-up.
    fn execution(&self, execution_id: &str) -> Result<Option<Execution>>;

    /// Runs that ended so, newest first: those with a row below `before`. Cost: a look-up where the
    /// database has an index for it (ours and 4.x), else a scan of the log.
    fn executions_ended(
        &self,
        outcome: &Outcome,
        before: Option<i64>,
        limit: usize,
    ) -> Result<Page<Execution>>;

    /// Runs that began in a range of Unix seconds, newest first, by their beginning and row: those before
    /// the beginning and row `before`. Cost: as [`Reader::executions_ended`].
    fn executions_between(
        &self,
        started: Range<i64>,
        before: Option<(i64, i64)>,
        limit: usize,
    ) -> Result<Page<Execution>>;

    /// What a run complained of, from the `skip`-th on, worst first.
    fn diagnostics(&self, execution_id: &str, skip: usize, limit: usize) -> Result<Page<Diagnostic>>;

    /// Measures of a symbol; `None` also where the row belongs to another one by now.
    fn symbol_metrics(&self, symbol: &Symbol) -> Result<Option<SymbolMetrics>>;

    /// Measures of a file, by the path that the metrics know it by.
    fn file_metrics(&self, path: &str) -> Result<Option<FileMetrics>>;

    /// Measures of symbols in the order of a column, after the row `after`. Cost: a look-up a row in our
    /// index and in any folder, a scan of the measures elsewhere.
    fn symbols_by(
        &self,
        column: SymbolColumn,
        order: Order,
        after: Option<&SymbolMetrics>,
        limit: usize,
    ) -> Result<Page<SymbolMetrics>>;

    /// Measures of files in the order of a column, after the row `after`. Rows that have the same path and value, as only files
    /// of foreign hands do, stand on one page, which may hold more than `limit` for that. Cost: as [`Reader::symbols_by`].
    fn files_by(
        &self,
        column: FileColumn,
        order: Order,
        after: Option<&FileMetrics>,
        limit: usize,
    ) -> Result<Page<FileMetrics>>;

    /// Calls `each` with the measures of every symbol, in the order in which [`Reader::symbols_by`] gives them, until it
    /// gives `false`. Cost: one pass; where that is a scan, one scan and a sort, and not one for each page.
    fn each_symbol_by(
        &self,
        column: SymbolColumn,
        order: Order,
        each: &mut dyn FnMut(SymbolMetrics) -> bool,
    ) -> Result<()> {
        each_of_pages(|after| self.symbols_by(column, order, after, STEP), each)
    }

    /// The same of files, as [`Reader::files_by`].
    fn each_file_by(
        &self,
        column: FileColumn,
        order: Order,
        each: &mut dyn FnMut(FileMetrics) -> bool,
    ) -> Result<()> {
        each_of_pages(|after| self.files_by(column, order, after, STEP), each)
    }

    /// Calls `each` with the state of every file of our own index, by path, until it gives `false`.
    /// A foreign file has none.
    fn file_states(&self, each: &mut dyn FnMut(FileState) -> bool) -> Result<()>;

    /// The encoded facts of a file of our own index.
    fn facts(&self, file: NodeId) -> Result<Option<Vec<u8>>>;

    /// How many nodes of one kind there are. Cost: as [`Reader::counts`].
    fn count_nodes(&self, kind: &NodeKind) -> Result<u64>;

    /// Calls `each` with every record of a sort until it gives `false`. An index of our own gives them in
    /// the same order from either engine: nodes, syntax trees, control flow, measures and chunks by the
    /// ids of nodes (chunks and measures of a file by that of the file), then by span; edges by where they
    /// begin, then by id; states and facts by file; runs and what they complained of by row. Cost: a scan.
    fn records(&self, kind: RecordKind, each: &mut dyn FnMut(Record) -> bool) -> Result<()>;

    /// Calls `each` with every record of some sorts until it gives `false`, in any order: in one scan where
    /// those of several sorts lie together.
    fn records_of(&self, kinds: &[RecordKind], each: &mut dyn FnMut(Record) -> bool) -> Result<()>;

    /// What the database is made of. Cost: a scan of the schema.
    fn content(&self) -> Result<Content>;

    /// Calls `each` with the rows of one of [`super::Schema::tables`], by their keys, after the key `after`,
    /// until it gives `false`. Cost: a look-up a row; in a SQLite table without rowid those before `after`
    /// are passed over one by one.
    fn rows(&self, table: &Table, after: Option<i64>, each: &mut dyn FnMut(Row<'_>) -> bool) -> Result<()>;

    /// How many rows one of [`super::Schema::tables`] has. Cost: a look-up in a folder, in SQLite a scan of
    /// the table's smallest index.
    fn count_rows(&self, table: &Table) -> Result<u64>;

    /// The names of the keyspaces that a folder is made of; none of a SQLite file, which is made of tables.
    fn keyspaces(&self) -> &'static [&'static str];

    /// Entries of one of [`Reader::keyspaces`], by their keys in byte order or against it, behind the key `after`. What
    /// is damaged is given as it lies there. Cost: a look-up an entry.
    fn entries(
        &self,
        keyspace: &str,
        order: Order,
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Page<Entry>>;

    /// What the engine's own check says is wrong with the pages of a table and of its indexes, a line each. Cost: a
    /// read of all of them; nothing where every block that is read is held against a checksum anyway.
    fn check_table(&self, table: &Table) -> Result<Vec<String>>;

    /// How many records of a sort [`Reader::records`] gives. Cost: as [`Reader::counts`].
    fn count_records(&self, kind: RecordKind) -> Result<u64>;

    /// All that the database holds of a file, in the form [`super::Form::Own`]; `None` where it is not there.
    /// Cost: a scan of the file's records.
    fn file_records(&self, file: NodeId) -> Result<Option<FileRecords>>;
}

/// The one writer of an index of our own. It holds the database's lock while it lives.
///
/// Changes become visible together at [`Writer::commit`] and are durable when it returns (the run's
/// own row apart, see [`Writer::begin_run`]). Dropped without it, they are gone. A writer that gave an
/// error may hold half of a file: drop it.
pub trait Writer: Send {
    /// Records that a run has begun, durably and at once, so that one that is killed is seen. Runs
    /// of ours (see [`super::RUN_PREFIX`]) that say `running` from before are marked as interrupted: this writer
    /// holds the lock, so their process is gone. In a database under construction the row comes with the
    /// commit.
    fn begin_run(&mut self, run: &Execution) -> Result<()>;

    /// Records that the sources stand in another folder now (`root`, absolute): [`Meta::root`].
    fn set_root(&mut self, root: &str) -> Result<()>;

    /// Replaces all that the index holds of a file. An edge that is not of the file's own range, or begins outside of it, may be
    /// refused.
    fn put_file(&mut self, records: &FileRecords) -> Result<()>;

    /// Replaces what the index holds of a file whose text is what it was: all but chunks, syntax tree, control flow and
    /// facts. These stay as they are, whatever `records` says of them. Measures of symbols that are what they were keep
    /// the time of their last change. Nothing is done for a file that is not there. Where `nodes` are given, they are all
    /// nodes beside the file's own of which something may be other than it was (a node of before or of now, its measures, an edge
    /// that begins there); no edge that begins at the file's own is then, and `records` need not have other symbols, references,
    /// calls, imports, edges and measures. Cost: that of the file's nodes and edges, and of
    /// what there is to change; where there are `nodes`, what these cost and what stands in one entry with what leads from them (in
    /// SQLite, where a reference is among them, a look at all references and symbols of the file).
    fn put_meaning(&mut self, records: FileRecords, nodes: Option<&BTreeSet<NodeId>>) -> Result<()>;

    /// Notes that a file was found with another time but the same content.
    fn put_state(&mut self, state: &FileState) -> Result<()>;

    /// Removes all that the index holds of a file.
    fn remove_file(&mut self, file: NodeId) -> Result<()>;

    /// Records how the run ended and what it complained of, in place of what it did before; `None` where that is what it
    /// was. Cost: that of all complaints, where they are given.
    fn finish_run(&mut self, run: &Execution, diagnostics: Option<&[Diagnostic]>) -> Result<()>;

    /// Completes what is derived from all files together, as indexes are: what takes long of a commit, so
    /// that a run's row can say how long the run took. No file is put or removed after it; a commit does
    /// it where it was not done.
    fn settle(&mut self) -> Result<()>;

    /// Makes everything so far visible and durable. A database under construction appears at its
    /// place now. What is left to do then, nobody has to wait for; others may write meanwhile.
    fn commit(self: Box<Self>) -> Result<Rest>;
}

/// A database that is made of another one's content, at a place that nobody else looks at. What it takes is
/// what [`Importer::wants`] says, in that order: rows, then files, then records. Dropped before it is
/// finished, it leaves what it has made for its caller to remove.
pub trait Importer: Send {
    /// What it is to be given.
    fn wants(&self) -> &Wants;

    /// Carries a row of a table, by its place in [`super::Schema::tables`]. Rows of a table come by their keys.
    fn row(&mut self, table: usize, row: &Row<'_>) -> Result<()>;

    /// Adds all that there is of a file. Files come by their ids.
    fn file(&mut self, file: &FileRecords) -> Result<()>;

    /// Adds a record. A run keeps its row.
    fn record(&mut self, record: &Record) -> Result<()>;

    /// Completes it: everything is durable when it returns, and nothing has the database open.
    fn finish(self: Box<Self>) -> Result<()>;
}
