//! Entries on their way into the tables, on a thread for each keyspace.
//!
//! Everything goes in by ingestion: sorted, straight into tables, past journal and memory tables. So there
//! is nothing to flush at the end and nothing to replay at the next start.
//!
//! Files come in the order of their ids, and so do their records and texts: those flow into one ingestion
//! as they come. What leads to them comes in no order: it is sorted piece by piece while files still come,
//! put aside on disk where it is much, and merged at the end.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use fjall::Keyspace;

use super::super::entries::{Bounds, Entries, merged, parted};
use super::super::error::fjall_error;
use super::super::keyspaces::{Keyspaces, Space};
use super::spill::Spilled;
use crate::store::{Result, StoreError};

/// Pieces that wait for a thread.
const WAITING: usize = 2;

/// Pieces that wait to be filled again at most: memory that was used is quicker than new, and kept from others.
const EMPTIED: usize = 4;

/// Bytes of sorted pieces that wait in memory to be merged; more of them wait on disk.
pub(super) const MERGED: usize = 64 << 20;

/// Bytes of a piece that is kept to be filled again: one of a very large file is let go.
const KEPT: usize = 16 << 20;

/// Bytes of pieces that are worth a thread of their own when they are merged.
const PART: usize = 16 << 20;
/// Threads that merge at most: fewer than as many tables over each other as have fjall merge them once more.
const PARTS: usize = 3;

/// The threads that write, one for each keyspace that there is something for.
pub(super) struct Ingest {
    keyspaces: Arc<Keyspaces>,
    workers: [Option<Worker>; 4],
    /// Bytes of sorted pieces that a keyspace may keep waiting.
    merged: usize,
    /// Whether also records and texts come in no order.
    any_order: bool,
}

/// In which order the keys of a keyspace come.
#[derive(Debug, Clone, Copy)]
pub(super) enum Keys {
    /// From one piece to the next they go up, as a rule.
    GoUp,
    /// In any; so many bytes are sorted together.
    Any(usize),
}

/// A thread that writes to one keyspace.
pub(super) struct Worker {
    path: PathBuf,
    jobs: SyncSender<Job>,
    thread: JoinHandle<Result<()>>,
    /// Pieces that were written, emptied, to be filled again: memory that was used is quicker than new.
    emptied: Receiver<Entries>,
}

enum Job {
    /// Entries to write.
    Piece(Entries),
    /// Tells when all before it is in the keyspace.
    Done(SyncSender<()>),
}

impl Ingest {
    /// Threads that keep up to `merged` bytes of entries waiting in each keyspace whose keys come in no order.
    pub(super) fn new(keyspaces: Arc<Keyspaces>, merged: usize) -> Ingest {
        Ingest { keyspaces, workers: Default::default(), merged, any_order: false }
    }

    /// From now on records and texts may come in any order, not only file by file.
    pub(super) fn take_any_order(&mut self) {
        self.any_order = true;
    }

    /// Whether anything was handed over.
    pub(super) fn has_begun(&self) -> bool {
        self.workers.iter().any(Option::is_some)
    }

    /// Hands over entries for a keyspace. Gives room for the next ones.
    ///
    /// # Errors
    /// Those of an earlier piece, too.
    pub(super) fn piece(&mut self, space: Space, entries: Entries) -> Result<Entries> {
        if entries.is_empty() {
            return Ok(entries);
        }
        let Some(worker) = self.workers.get_mut(space as usize) else { return Ok(entries) };
        let keys = match space {
            Space::Records | Space::Texts if !self.any_order => Keys::GoUp,
            _ => Keys::Any(self.merged),
        };
        let worker = worker.get_or_insert_with(|| {
            Worker::start(self.keyspaces.path(), self.keyspaces.keyspace(space).clone(), keys)
        });
        match worker.piece(entries) {
            Some(empty) => Ok(empty),
            None => {
                self.end()?;
                Err(stopped(self.keyspaces.path()))
            }
        }
    }

    /// Waits until all that was handed over is in its keyspace.
    pub(super) fn wait(&mut self) -> Result<()> {
        let mut waiting = Vec::new();
        for worker in self.workers.iter().flatten() {
            let (done, is_done) = sync_channel(1);
            // One that has failed answers nothing.
            let _ = worker.jobs.send(Job::Done(done));
            waiting.push(is_done);
        }
        if waiting.iter().all(|is_done| is_done.recv().is_ok()) {
            return Ok(());
        }
        self.end()?;
        Err(stopped(self.keyspaces.path()))
    }

    /// Ends the threads, and gives what they have to say. What was not waited for is thrown away.
    pub(super) fn end(&mut self) -> Result<()> {
        let mut said = Ok(());
        for worker in self.workers.iter_mut().filter_map(Option::take) {
            said = said.and(worker.end());
        }
        said
    }
}

impl Drop for Ingest {
    fn drop(&mut self) {
        // What it could say was wanted by nobody.
        let _ = self.end();
    }
}

impl Worker {
    /// Starts a thread that writes to `keyspace`; errors name `path`.
    pub(super) fn start(path: &Path, keyspace: Keyspace, keys: Keys) -> Worker {
        let (jobs, waiting) = sync_channel(WAITING);
        let (give_back, emptied) = sync_channel(EMPTIED);
        let named = path.to_owned();
        let thread = std::thread::spawn(move || {
            let done = match keys {
                Keys::GoUp => stream(&keyspace, &waiting, &give_back),
                Keys::Any(merged) => gather(&keyspace, &waiting, &give_back, merged),
            };
            done.map_err(|error| fjall_error(&named, "writing", error))
        });
        Worker { path: path.to_owned(), jobs, thread, emptied }
    }

    /// Hands over entries. Gives room for the next ones; `None` where the thread has stopped, and
    /// [`Worker::end`] says why.
    pub(super) fn piece(&self, entries: Entries) -> Option<Entries> {
        self.jobs.send(Job::Piece(entries)).ok()?;
        Some(self.emptied.try_recv().unwrap_or_default())
    }

    /// Waits until all that was handed over is in the keyspace, and ends the thread.
    ///
    /// # Errors
    /// Where something could not be written.
    pub(super) fn complete(self) -> Result<()> {
        let (done, is_done) = sync_channel(1);
        // One that has failed answers nothing.
        let _ = self.jobs.send(Job::Done(done));
        let is_complete = is_done.recv().is_ok();
        let path = self.path.clone();
        self.end()?;
        if is_complete { Ok(()) } else { Err(stopped(&path)) }
    }

    /// Ends the thread, and gives what it has to say.
    fn end(self) -> Result<()> {
        drop(self.jobs);
        self.thread.join().unwrap_or_else(|_| Err(stopped(&self.path)))
    }
}

/// Writes pieces as they come, into one ingestion for as long as their keys go up.
fn stream(keyspace: &Keyspace, jobs: &Receiver<Job>, emptied: &SyncSender<Entries>) -> fjall::Result<()> {
    let mut open = None;
    let mut last = Vec::new();
    for job in jobs {
        match job {
            Job::Piece(mut entries) => {
                entries.sort();
                let goes_up = entries.first_key().is_some_and(|first| *first > *last);
                let mut ingestion = match open.take() {
                    None => keyspace.start_ingestion()?,
                    Some(ingestion) if goes_up => ingestion,
                    Some(before) => {
                        before.finish()?;
                        keyspace.start_ingestion()?
                    }
                };
                for (key, value) in entries.iter() {
                    match value {
                        Some(value) => ingestion.write(key, value)?,
                        None => ingestion.write_tombstone(key)?,
                    }
                }
                last = entries.last_key().unwrap_or_default().to_vec();
                open = Some(ingestion);
                give_back(entries, emptied);
            }
            Job::Done(done) => {
                if let Some(ingestion) = open.take() {
                    ingestion.finish()?;
                }
                last.clear();
                // Whoever asked may have given up.
                let _ = done.send(());
            }
        }
    }
    Ok(())
}

/// Has a piece that was written filled again.
fn give_back(mut entries: Entries, emptied: &SyncSender<Entries>) {
    entries.clear();
    if entries.room() <= KEPT {
        // Where nobody waits for it, it is let go.
        let _ = emptied.try_send(entries);
    }
}

/// Sorts pieces as they come, and writes them merged.
fn gather(
    keyspace: &Keyspace,
    jobs: &Receiver<Job>,
    emptied: &SyncSender<Entries>,
    merged: usize,
) -> fjall::Result<()> {
    let mut gathered: Vec<Entries> = Vec::new();
    let mut spilled = None;
    for job in jobs {
        match job {
            Job::Piece(mut entries) => {
                entries.sort();
                gathered.push(entries);
                if gathered.iter().map(Entries::size).sum::<usize>() > merged {
                    put_aside(keyspace, &gathered, &mut spilled)?;
                    gathered.drain(..).for_each(|piece| give_back(piece, emptied));
                }
            }
            Job::Done(done) => {
                if spilled.is_some() {
                    put_aside(keyspace, &gathered, &mut spilled)?;
                    gathered.clear();
                }
                match spilled.take() {
                    Some(spilled) => write_spilled(keyspace, &spilled)?,
                    None => write_merged(keyspace, &mut gathered)?,
                }
                // Whoever asked may have given up.
                let _ = done.send(());
            }
        }
    }
    Ok(())
}

/// Puts pieces aside on disk, merged.
fn put_aside(keyspace: &Keyspace, pieces: &[Entries], spilled: &mut Option<Spilled>) -> fjall::Result<()> {
    let mut to = match spilled.take() {
        Some(spilled) => spilled,
        None => Spilled::new(keyspace.path())?,
    };
    to.put(merged(pieces, (None, None)))?;
    *spilled = Some(to);
    Ok(())
}

fn write_spilled(keyspace: &Keyspace, spilled: &Spilled) -> fjall::Result<()> {
    in_parts(spilled.parted(parts()), &|bounds| {
        let mut ingestion = keyspace.start_ingestion()?;
        spilled.merge(bounds, |key, value| match value {
            Some(value) => ingestion.write(key, value),
            None => ingestion.write_tombstone(key),
        })?;
        ingestion.finish()
    })
}

fn write_merged(keyspace: &Keyspace, gathered: &mut Vec<Entries>) -> fjall::Result<()> {
    let pieces = std::mem::take(gathered);
    if pieces.is_empty() {
        return Ok(());
    }
    let size: usize = pieces.iter().map(Entries::size).sum();
    let parts = (size / PART).clamp(1, parts());
    in_parts(parted(&pieces, parts), &|bounds| write_part(keyspace, &pieces, bounds))
}

/// How many threads merge.
fn parts() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(PARTS)
}

/// Writes parts of the keys at once. Nothing else is left to do by then.
fn in_parts(
    bounds: Vec<Bounds<'_>>,
    write: &(dyn Fn(Bounds<'_>) -> fjall::Result<()> + Sync),
) -> fjall::Result<()> {
    std::thread::scope(|scope| {
        let start = |bounds| scope.spawn(move || write(bounds));
        let threads: Vec<_> = bounds.into_iter().map(start).collect();
        threads.into_iter().try_for_each(|thread| thread.join().unwrap_or(Err(fjall::Error::Poisoned)))
    })
}

fn write_part(keyspace: &Keyspace, pieces: &[Entries], bounds: Bounds<'_>) -> fjall::Result<()> {
    let mut ingestion = keyspace.start_ingestion()?;
    for (key, value) in merged(pieces, bounds) {
        match value {
            Some(value) => ingestion.write(key, value)?,
            None => ingestion.write_tombstone(key)?,
        }
    }
    ingestion.finish()
}

fn stopped(path: &Path) -> StoreError {
    StoreError::Engine {
        path: path.to_owned(),
        doing: "writing".to_owned(),
        detail: "the program failed; run it with --log FILE and report what it says".to_owned(),
    }
}
