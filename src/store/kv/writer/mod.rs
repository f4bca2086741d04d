//! The one writer of an index of our own.
//!
//! It works on a generation that nobody else sees, a clone of the one in force, and puts that into force
//! at its commit. Durable when: a run that has begun is in the file `running` and synced when
//! [`Writer::begin_run`] returns (in a new database it comes with the commit); all else when
//! [`Writer::commit`] returns. Before that, a crash or a kill leaves the database as it was.

mod held;
mod import;
mod ingest;
mod runs;
mod spill;
mod stage;

pub(in crate::store) use self::import::KvImport;
pub(super) use self::runs::{About, about, read_run, totals};

use std::collections::{BTreeSet, HashSet};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use self::held::{Held, missing};
use self::ingest::{Ingest, MERGED};
use self::runs::Log;
use self::stage::Stage;
use super::entries::Entries;
use super::error::undecodable;
use super::foreign::Foreign;
use super::keys::{ID, Key};
use super::keyspaces::{Keyspaces, Space, Use};
use super::layout::{self, Extent};
use super::leads::{Leads, Regroup, follow};
use super::long;
use super::packed::{self, Packer};
use super::running;
use super::tables::Carried;
use crate::model::{Diagnostic, Execution, FileRecords, FileState, NodeId, RecordKind};
use crate::store::codec::{Encoder, Undecodable};
use crate::store::{NewDatabase, Rest, Result, StoreError, Writer};

/// Bytes of entries that are gathered for a keyspace before they are handed over. Little, so that all cores
/// are at work and what is gathered stays in their caches.
const PIECE: usize = 4 << 20;

/// An index of our own that is being written.
pub(in crate::store) struct KvWriter {
    /// Before the stage and the keyspaces: it writes to them.
    ingest: Ingest,
    keyspaces: Arc<Keyspaces>,
    gathered: [Entries; 4],
    /// Files of which something is gathered, or written since this writer began.
    touched: HashSet<NodeId>,
    log: Log,
    with: Encoder,
    /// Last: the generation goes when nobody writes to it any more.
    stage: Stage,
}

impl KvWriter {
    /// Opens an index of our own.
    pub(in crate::store) fn open(path: &Path, wait: Duration) -> Result<KvWriter> {
        let stage = Stage::follow(path, wait)?;
        let keyspaces = Keyspaces::open(path, &stage.generation(), Use::Write)?;
        if Foreign::read(&keyspaces)?.is_some() {
            return Err(StoreError::Foreign { path: path.to_owned() });
        }
        let log = Log::read(&keyspaces, stage.folder())?;
        Ok(KvWriter::begin(stage, keyspaces, log, MERGED))
    }

    /// Begins a new database beside `path`.
    pub(in crate::store) fn create(path: &Path, new: &NewDatabase<'_>, wait: Duration) -> Result<KvWriter> {
        let stage = Stage::create(path, wait)?;
        let keyspaces = Keyspaces::open(path, &stage.generation(), Use::Write)?;
        Ok(KvWriter::begin(stage, keyspaces, Log::new(new), MERGED))
    }

    fn begin(stage: Stage, keyspaces: Keyspaces, log: Log, merged: usize) -> KvWriter {
        let keyspaces = Arc::new(keyspaces);
        KvWriter {
            ingest: Ingest::new(Arc::clone(&keyspaces), merged),
            keyspaces,
            gathered: Default::default(),
            touched: HashSet::new(),
            log,
            with: Encoder::default(),
            stage,
        }
    }

    /// Hands over what is gathered for keyspaces that have more than `most` bytes of it.
    fn hand_over(&mut self, most: usize) -> Result<()> {
        for (space, gathered) in Space::ALL.into_iter().zip(&mut self.gathered) {
            if gathered.size() > most {
                *gathered = self.ingest.piece(space, std::mem::take(gathered))?;
            }
        }
        Ok(())
    }

    /// Makes sure that the keyspaces hold all that there is of a file. Gives whether this writer came by it
    /// before.
    fn touch(&mut self, file: NodeId) -> Result<bool> {
        let is_touched = !self.touched.insert(file);
        if is_touched {
            self.hand_over(0)?;
            self.ingest.wait()?;
        }
        Ok(is_touched)
    }

    /// What there is of a file; `None` where it is not there.
    fn held(&mut self, file: NodeId) -> Result<Option<Held>> {
        let is_touched = self.touch(file)?;
        if !is_touched && self.stage.is_new() { Ok(None) } else { Held::read(&self.keyspaces, file, true) }
    }

    fn unreadable(&self, error: &Undecodable) -> StoreError {
        undecodable(self.keyspaces.path(), Space::Records.name(), error)
    }

    /// Gathers a file of which nothing is there. One alone may have a million records, so pieces are handed over as they
    /// are full.
    fn put_new(&mut self, file: &FileRecords) -> Result<()> {
        let KvWriter { gathered: [records, indexes, texts, _], ingest, with, log, keyspaces, .. } = self;
        let (mut packer, mut leads) = (Packer::default(), Leads::default());
        let mut followed = Ok(());
        let each = &mut |space: Space, key: Key, value: &[u8]| -> Result<()> {
            if space == Space::Texts {
                return long::put(&key, value, &mut |key, value| {
                    if texts.size() + value.len() > PIECE && !texts.is_empty() {
                        *texts = ingest.piece(space, std::mem::take(texts))?;
                    }
                    texts.put(key, value);
                    Ok(())
                });
            }
            let key = key.bytes();
            // What is of one node is in no order: it goes together.
            let is_next = || records.last_key().is_some_and(|last| last.get(..ID) != key.get(..ID));
            if records.size() + value.len() > PIECE && is_next() {
                *records = ingest.piece(space, std::mem::take(records))?;
            }
            let lead = &mut |key: Key, value: &[u8]| indexes.put(key.bytes(), value);
            let alone = follow(key, value, &file.file.path, lead);
            followed = followed.clone().and(alone).and(leads.gather(key, value));
            packer.put(key, value, &mut |key, value| records.put(key, value));
            if indexes.size() > PIECE {
                *indexes = ingest.piece(Space::Indexes, std::mem::take(indexes))?;
            }
            Ok(())
        };
        let totals = layout::put_file(file, Extent::All, with, each)?;
        log.totals.add(&totals);
        packer.end(&mut |key, value| records.put(key, value));
        leads.end(&mut |key, value| indexes.put(key.bytes(), value));
        followed.map_err(|error| undecodable(keyspaces.path(), Space::Records.name(), &error))
    }

    /// Gathers what becomes other of a file.
    fn change(&mut self, before: &Held, after: &Held) -> Result<()> {
        let leads = before.leads().and_then(|before| Ok((before, after.leads()?)));
        let (leads_before, leads_after) = leads.map_err(|error| self.unreadable(&error))?;
        self.change_records(before, after)?;
        let [_, indexes, texts, _] = &mut self.gathered;
        for (gathered, before, after) in
            [(indexes, &leads_before, &leads_after), (texts, &before.texts, &after.texts)]
        {
            missing(before, after).for_each(|(key, _)| gathered.remove(key));
            missing(after, before).for_each(|(key, value)| gathered.put(key, value));
        }
        Ok(())
    }

    /// Gathers what becomes other of some of a file's nodes.
    fn change_nodes(&mut self, file: &mut FileRecords, nodes: &BTreeSet<NodeId>) -> Result<()> {
        let id = file.file.id;
        let Some(before) = Held::read_nodes(&self.keyspaces, id, nodes)? else { return Ok(()) };
        if before.path != file.file.path {
            return Ok(());
        }
        let rest = before.keep_times(file).and_then(|()| before.rest(&mut self.with));
        let rest = rest.map_err(|error| self.unreadable(&error))?;
        let after = Held::of(file, Extent::Nodes(&rest, nodes), &mut self.with);
        let leads = before.gathered().and_then(|before| Ok((before, after.gathered()?)));
        let leads = leads.map_err(|error| self.unreadable(&error))?;
        let edges = |held: &Held| held.totals.records(RecordKind::Edge);
        self.regroup(Regroup::new(id, leads, (edges(&before), edges(&after))))?;
        self.change_records(&before, &after)
    }

    /// Gathers what becomes other of that which follows from all of a file's records together.
    fn regroup(&mut self, regroup: Regroup) -> Result<()> {
        let mut held = Entries::default();
        for key in regroup.keys() {
            if let Some(value) = self.keyspaces.stored_at(Space::Indexes, &key)? {
                held.put(key.bytes(), &value);
            }
        }
        if let Some((from, to)) = regroup.all_blocks() {
            for pair in self.keyspaces.stored(Space::Indexes, from.bytes(), &to) {
                let (key, value) = pair?;
                held.put(&key, &value);
            }
        }
        let [_, indexes, ..] = &mut self.gathered;
        let mut each = |key: Key, value: Option<&[u8]>| match value {
            Some(value) => indexes.put(key.bytes(), value),
            None => indexes.remove(key.bytes()),
        };
        let held = held.iter().filter_map(|(key, value)| Some((key, value?)));
        let regrouped = regroup.end(held, &mut each);
        regrouped.map_err(|error| undecodable(self.keyspaces.path(), Space::Indexes.name(), &error))
    }

    /// Gathers what becomes other of a file's records, and what follows from each of these alone.
    fn change_records(&mut self, before: &Held, after: &Held) -> Result<()> {
        let [records, indexes, ..] = &mut self.gathered;
        let mut followed = Ok(());
        // What goes goes first, so that what comes stays where it has the same key.
        for (key, value) in missing(&before.records, &after.records) {
            records.remove(key);
            let gone = &mut |key: Key, _: &[u8]| indexes.remove(key.bytes());
            let each = &mut |key: &[u8], value: &[u8]| follow(key, value, &before.path, gone);
            followed = followed.and(packed::each_record(key, value, each));
        }
        for (key, value) in missing(&after.records, &before.records) {
            records.put(key, value);
            let come = &mut |key: Key, value: &[u8]| indexes.put(key.bytes(), value);
            let each = &mut |key: &[u8], value: &[u8]| follow(key, value, &after.path, come);
            followed = followed.and(packed::each_record(key, value, each));
        }
        self.log.totals.subtract(&before.totals);
        self.log.totals.add(&after.totals);
        followed.map_err(|error| self.unreadable(&error))
    }
}

impl Writer for KvWriter {
    fn begin_run(&mut self, run: &Execution) -> Result<()> {
        let begun = self.log.begin_run(run, &self.keyspaces)?;
        // A new database has no history that anybody could see.
        if self.stage.is_new() { Ok(()) } else { running::write(self.stage.folder(), &begun) }
    }

    fn set_root(&mut self, root: &str) -> Result<()> {
        root.clone_into(&mut self.log.about.root);
        Ok(())
    }

    fn put_file(&mut self, file: &FileRecords) -> Result<()> {
        match self.held(file.file.id)? {
            None => self.put_new(file)?,
            Some(before) => {
                let after = Held::of(file, Extent::All, &mut self.with);
                if before.path == after.path {
                    self.change(&before, &after)?;
                } else {
                    // What follows from a record holds its path, too.
                    self.change(&before, &Held::default())?;
                    self.change(&Held::default(), &after)?;
                }
            }
        }
        self.hand_over(PIECE)
    }

    fn put_meaning(&mut self, mut file: FileRecords, nodes: Option<&BTreeSet<NodeId>>) -> Result<()> {
        self.touch(file.file.id)?;
        if let Some(nodes) = nodes {
            self.change_nodes(&mut file, nodes)?;
            return self.hand_over(PIECE);
        }
        let before = Held::read(&self.keyspaces, file.file.id, false)?;
        let Some(before) = before.filter(|before| before.path == file.file.path) else { return Ok(()) };
        before.keep_times(&mut file).map_err(|error| self.unreadable(&error))?;
        let after = Held::of(&file, Extent::Meaning(&before.totals), &mut self.with);
        self.change(&before, &after)?;
        self.hand_over(PIECE)
    }

    fn put_state(&mut self, state: &FileState) -> Result<()> {
        self.touch(state.file)?;
        let Some(before) = Held::read_state(&self.keyspaces, state.file)? else { return Ok(()) };
        let mut after = before.clone();
        after.put_state(state, &mut self.with).map_err(|error| self.unreadable(&error))?;
        self.change(&before, &after)?;
        self.hand_over(PIECE)
    }

    fn remove_file(&mut self, file: NodeId) -> Result<()> {
        let Some(before) = self.held(file)? else { return Ok(()) };
        self.change(&before, &Held::default())?;
        self.hand_over(PIECE)
    }

    fn finish_run(&mut self, run: &Execution, diagnostics: Option<&[Diagnostic]>) -> Result<()> {
        self.log.finish_run(run, diagnostics, &self.keyspaces)
    }

    fn settle(&mut self) -> Result<()> {
        let is_much = self.ingest.has_begun();
        self.hand_over(0)?;
        // A little goes onto the disk together with the log.
        if is_much { self.ingest.wait() } else { Ok(()) }
    }

    fn commit(mut self: Box<Self>) -> Result<Rest> {
        let [.., log] = &mut self.gathered;
        self.log.complete(&self.keyspaces, &mut self.with, log)?;
        if let Some(mut carried) = Carried::read(&self.keyspaces)?.filter(|carried| carried.rows_hold) {
            // What the rows of a SQLite file said is no longer what the records say.
            carried.rows_hold = false;
            carried.encode(&mut self.with);
            log.put(Carried::key().bytes(), self.with.payload());
        }
        self.hand_over(0)?;
        self.ingest.wait()?;
        self.ingest.end()?;
        let KvWriter { ingest, keyspaces, stage, .. } = *self;
        // fjall must have ended before its files are those of a generation.
        drop(ingest);
        drop(keyspaces);
        stage.publish()
    }
}
