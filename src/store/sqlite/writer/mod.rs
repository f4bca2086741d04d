//! The one writer of an index of our own.
//!
//! A new database is built beside its place, without journal and without indexes, and renamed when
//! it is whole; an existing one is changed in one transaction over its write-ahead log.
//!
//! # What is durable when
//!
//! Of an existing index: what [`Writer::begin_run`] has recorded is durable when it returns, and everything
//! else when [`Writer::commit`] does. SQLite syncs its log before a commit returns (`synchronous=FULL`), so
//! that holds after a crash of the program, of the system, and after a loss of power, as far as the disk
//! keeps what it says it has written. Until then nothing of it can be seen, and after a crash nothing of it
//! is there.
//!
//! Of a new one nothing is durable before [`Writer::commit`] returns: it is built without a journal and
//! without syncing, then synced as a whole (`fsync`), renamed to its place, and the folder synced. A crash
//! before the renaming leaves nothing at its place, and one after it the whole index.

mod build;
mod cross_refs;
mod encode;
mod graph;
mod import;
mod ledger;
mod metrics;
mod names;
mod nodes;
mod parked;
mod records;
mod retake;
mod runs;
mod search;
mod structure;
mod transaction;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::PathBuf;

pub(in crate::store) use self::build::NAMES;
pub(super) use self::cross_refs::{CrossRef, of_file as cross_refs};
pub(super) use self::encode::node as node_columns;
pub(super) use self::graph::{edge_data, labels};

use rusqlite::Connection;

use self::build::Building;
use self::ledger::Ledger;
use self::names::NamesIndex;
use self::nodes::Known;
use super::held::Held;
use super::json::is_span_alone;
use crate::model::{Diagnostic, Edge, Execution, FileRecords, FileState, NodeId};
use crate::store::codec::Totals;
use crate::store::lock::Lock;
use crate::store::{Rest, Result, Writer};

/// An index of our own that is being written.
pub(in crate::store) struct SqliteWriter {
    path: PathBuf,
    connection: Connection,
    index: Search,
    /// There while the database is under construction.
    building: Option<Building>,
    /// Whether the transaction that holds everything has begun.
    begun: bool,
    /// What will be kept of the whole. Of an existing database there once the transaction has begun.
    ledger: Ledger,
    /// Whether what is derived from all files is complete.
    settled: bool,
    _held: Held,
    /// Last: it goes when everything else is done. There is none where nobody else looks.
    _lock: Option<Lock>,
}

/// Who keeps the search index over names.
enum Search {
    /// A thread, while the database is under construction.
    Beside(NamesIndex),
    /// This writer, at the end.
    AtCommit,
    /// The triggers of a database that has others than we know.
    Triggers,
}

/// A failure, with the table it happened at; the path is added where it is known.
struct Failure {
    table: &'static str,
    error: rusqlite::Error,
}

/// Says which table a statement was at.
trait At<T> {
    fn at(self, table: &'static str) -> std::result::Result<T, Failure>;
}

impl<T> At<T> for rusqlite::Result<T> {
    fn at(self, table: &'static str) -> std::result::Result<T, Failure> {
        self.map_err(|error| Failure { table, error })
    }
}

impl SqliteWriter {
    /// Keeps a file's names of before for the search index, where no trigger sees what becomes of them.
    fn keep_names(&mut self, file: NodeId) -> Result<()> {
        match self.index {
            Search::AtCommit => self.change(|connection, _| search::keep(connection, file)),
            Search::Beside(_) | Search::Triggers => Ok(()),
        }
    }

    /// Replaces what some nodes of a file mean.
    fn put_nodes(&mut self, mut records: FileRecords, nodes: &BTreeSet<NodeId>) -> Result<()> {
        let file = records.file.id;
        let read = |connection: &Connection, _: &mut Ledger| match ledger::of_file(connection, file)? {
            Some(before) => Ok(Some((before, Known::read(connection, &records, nodes)?))),
            None => Ok(None),
        };
        let Some((before, known)) = self.change(read)? else { return Ok(()) };
        if known.moves_names(&records, nodes) {
            self.keep_names(file)?;
        }
        plainly(&mut records);
        self.change(|connection, ledger| known.replace(connection, &mut records, nodes, &before, ledger))
    }

    /// Removes a file from a database under construction. As a rule it is not there, and there is no
    /// index yet to find its rows by.
    fn take_back(&mut self, file: NodeId) -> Result<()> {
        let gone = self.change(|connection, _| records::names(connection, file))?;
        if gone.is_empty() {
            return Ok(());
        }
        self.change(|connection, ledger| remove(connection, file, ledger))?;
        if let Search::Beside(index) = &self.index {
            index.remove(gone);
        }
        Ok(())
    }
}

impl Writer for SqliteWriter {
    fn begin_run(&mut self, run: &Execution) -> Result<()> {
        if self.building.is_some() || self.begun {
            return self.change(|connection, ledger| runs::begin(connection, run, ledger));
        }
        self.begin()?;
        let recorded = runs::begin(&self.connection, run, &mut self.ledger)
            .and_then(|()| self.ledger.write(&self.connection))
            .and_then(|()| self.connection.execute_batch("COMMIT").at("sqlite_schema"));
        if recorded.is_err() {
            self.roll_back();
        }
        self.write(|_| recorded)
    }

    fn set_root(&mut self, root: &str) -> Result<()> {
        self.change(|connection, _| {
            let update = "UPDATE magellan_meta SET index_root = ?1";
            connection.execute(update, [root]).map(drop).at("magellan_meta")
        })
    }

    fn put_file(&mut self, records: &FileRecords) -> Result<()> {
        let records = &*plain(records);
        if self.building.is_none() {
            self.keep_names(records.file.id)?;
            return self.change(|connection, ledger| {
                let before = ledger::of_file(connection, records.file.id)?;
                let after = Totals::of_file(records, &mut ledger.encoder);
                ledger.replace(before.as_ref(), Some(&after));
                records::replace(connection, records, &after)
            });
        }
        self.take_back(records.file.id)?;
        let names = self.change(|connection, ledger| {
            let totals = Totals::of_file(records, &mut ledger.encoder);
            ledger.replace(None, Some(&totals));
            records::insert(connection, records, &totals)
        })?;
        if let Search::Beside(index) = &self.index {
            index.put(names);
        }
        Ok(())
    }

    fn put_meaning(&mut self, mut records: FileRecords, nodes: Option<&BTreeSet<NodeId>>) -> Result<()> {
        if let Some(nodes) = nodes {
            return self.put_nodes(records, nodes);
        }
        self.keep_names(records.file.id)?;
        self.change(|connection, ledger| {
            let Some(before) = ledger::of_file(connection, records.file.id)? else { return Ok(()) };
            metrics::keep_times(connection, &mut records)?;
            plainly(&mut records);
            let after = Totals::of_meaning(&records, &before, &mut ledger.encoder);
            ledger.replace(Some(&before), Some(&after));
            records::replace_meaning(connection, &records, &after)
        })
    }

    fn put_state(&mut self, state: &FileState) -> Result<()> {
        self.change(|connection, ledger| records::put_state(connection, state, ledger))
    }

    fn remove_file(&mut self, file: NodeId) -> Result<()> {
        if self.building.is_some() {
            return self.take_back(file);
        }
        self.keep_names(file)?;
        self.change(|connection, ledger| remove(connection, file, ledger))
    }

    fn finish_run(&mut self, run: &Execution, diagnostics: Option<&[Diagnostic]>) -> Result<()> {
        self.change(|connection, ledger| runs::finish(connection, run, diagnostics, ledger))
    }

    fn settle(&mut self) -> Result<()> {
        self.change(|connection, _| cross_refs::finish(connection))?;
        match self.index {
            Search::AtCommit => self.write(search::finish)?,
            Search::Beside(_) => self.write(|connection| build::index(connection).at("sqlite_schema"))?,
            Search::Triggers => {}
        }
        self.settled = true;
        Ok(())
    }

    fn commit(self: Box<Self>) -> Result<Rest> {
        self.complete(|_| Ok(()))
    }
}

/// Removes a file from the tables and from what is kept.
fn remove(connection: &Connection, file: NodeId, ledger: &mut Ledger) -> std::result::Result<(), Failure> {
    let before = ledger::of_file(connection, file)?;
    ledger.replace(before.as_ref(), None);
    records::remove(connection, file)
}

/// The records as they are read back.
fn plain(records: &FileRecords) -> Cow<'_, FileRecords> {
    if !records.edges.iter().any(says_little) {
        return Cow::Borrowed(records);
    }
    let mut records = records.clone();
    plainly(&mut records);
    Cow::Owned(records)
}

/// Makes records be as they are read back: an edge that says nothing but its span says nothing.
fn plainly(records: &mut FileRecords) {
    records.edges.iter_mut().filter(|edge| says_little(edge)).for_each(|edge| edge.data.clear());
}

fn says_little(edge: &Edge) -> bool {
    !edge.data.is_empty() && is_span_alone(edge.data.as_bytes())
}
