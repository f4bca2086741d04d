//! Sorted runs of entries on their way into the tables, on a thread of their own.
//!
//! Everything goes in by ingestion: sorted, straight into tables, past journal and memory tables. So there
//! is nothing to flush at the end and nothing to replay at the next start.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use super::super::entries::Entries;
use super::super::error::fjall_error;
use super::super::keyspaces::{Keyspaces, Space};
use crate::store::{Result, StoreError};

/// Runs that wait for the thread.
const WAITING: usize = 1;

/// The thread that writes.
pub(super) struct Ingest {
    jobs: Option<SyncSender<Job>>,
    thread: Option<JoinHandle<Result<()>>>,
}

enum Job {
    /// Entries for a keyspace.
    Run(Space, Entries),
    /// Tells when all before it is done.
    Done(SyncSender<()>),
}

impl Ingest {
    pub(super) fn start(keyspaces: Arc<Keyspaces>) -> Ingest {
        let (jobs, waiting) = sync_channel(WAITING);
        let thread = std::thread::spawn(move || work(&keyspaces, &waiting));
        Ingest { jobs: Some(jobs), thread: Some(thread) }
    }

    /// Hands over entries for a keyspace.
    ///
    /// # Errors
    /// Those of an earlier run, too.
    pub(super) fn run(&mut self, space: Space, entries: Entries) -> Result<()> {
        if entries.is_empty() { Ok(()) } else { self.send(Job::Run(space, entries)) }
    }

    /// Waits until all that was handed over is in its keyspace.
    pub(super) fn wait(&mut self) -> Result<()> {
        let (done, is_done) = sync_channel(1);
        self.send(Job::Done(done))?;
        match is_done.recv() {
            Ok(()) => Ok(()),
            Err(_) => self.end(),
        }
    }

    fn send(&mut self, job: Job) -> Result<()> {
        match self.jobs.as_ref().map(|jobs| jobs.send(job)) {
            Some(Ok(())) => Ok(()),
            _ => self.end(),
        }
    }

    /// Ends the thread, and gives what it has to say.
    pub(super) fn end(&mut self) -> Result<()> {
        self.jobs = None;
        let thread = self.thread.take();
        thread.map_or(Ok(()), |thread| thread.join().unwrap_or_else(|_| Err(stopped())))
    }
}

impl Drop for Ingest {
    fn drop(&mut self) {
        // What it could say was wanted by nobody.
        let _ = self.end();
    }
}

fn stopped() -> StoreError {
    StoreError::Engine {
        path: std::path::PathBuf::new(),
        doing: "writing".to_owned(),
        detail: "the program failed; run it with --log FILE and report what it says".to_owned(),
    }
}

fn work(keyspaces: &Keyspaces, jobs: &Receiver<Job>) -> Result<()> {
    for job in jobs {
        match job {
            Job::Run(space, mut entries) => {
                entries.sort();
                write(keyspaces, space, &entries)
                    .map_err(|error| fjall_error(keyspaces.path(), "writing", error))?;
            }
            // Whoever asked may have given up.
            Job::Done(done) => drop(done.send(())),
        }
    }
    Ok(())
}

fn write(keyspaces: &Keyspaces, space: Space, entries: &Entries) -> fjall::Result<()> {
    let mut ingestion = keyspaces.keyspace(space).start_ingestion()?;
    for (key, value) in entries.iter() {
        match value {
            Some(value) => ingestion.write(key, value)?,
            None => ingestion.write_tombstone(key)?,
        }
    }
    ingestion.finish()
}
