//! The first half of a run: which files there are, and what is in them.

use rayon::ThreadPool;
use rayon::prelude::*;

use super::Run;
use crate::index::kept::{Kept, Reading};
use crate::index::previous::Previous;
use crate::index::read::{Content, Done, Job, read_all};
use crate::index::rules::Class;
use crate::index::shelf::Taken;
use crate::index::walk::Found;
use crate::index::write::Seen;
use crate::index::{IndexError, Progress, Summary};
use crate::model::{FileState, Language};

/// Facts are fetched so many files at a time.
const BATCH: usize = 512;

impl Run<'_> {
    /// Reads what may have changed.
    ///
    /// # Errors
    /// Where what is found in files cannot be kept.
    pub(super) fn read(
        &mut self,
        found: Vec<Found>,
        previous: &Previous,
        of: u64,
    ) -> Result<Reading, IndexError> {
        let mut reading = Reading::default();
        let mut jobs = Vec::new();
        for found in found {
            match previous.states.get(&found.path) {
                Some(state)
                    if self.is_ruled(state)
                        && (state.size, state.modified_ns) == (found.size, found.modified_ns) =>
                {
                    reading.unchanged += u64::from(!Class::of_digest(&state.digest).is_left_out);
                    reading.kept.push(Kept::unchanged(state, &found));
                }
                state => {
                    let known = state.filter(|state| self.is_ruled(state));
                    jobs.push(Job { found, known_hash: known.map(|state| state.hash.clone()) });
                }
            }
        }
        self.read_jobs(jobs, previous, of, &mut reading)?;
        reading.kept.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(reading)
    }

    /// Whether a file, if it is as it was, is left out or not as the rules of this run say.
    fn is_ruled(&self, state: &FileState) -> bool {
        let class = Class::of_digest(&state.digest);
        class.is_left_out == class.mark.is_some_and(|mark| self.rules.content.leave_out(mark))
    }

    fn read_jobs(
        &mut self,
        jobs: Vec<Job>,
        previous: &Previous,
        of: u64,
        reading: &mut Reading,
    ) -> Result<(), IndexError> {
        let before = reading.kept.len() as u64;
        let each = |done| (self.progress)(Progress::Read { done: before + done, of });
        each(0);
        let found: Vec<Found> = jobs.iter().map(|job| job.found.clone()).collect();
        let (done, spent) =
            read_all(&self.root, jobs, self.rules.content, self.threads(), &self.shelf, self.cancel, &each);
        self.timings.read += spent.read;
        self.timings.parse += spent.parse;
        self.timings.extract += spent.extract;
        for (found, done) in found.into_iter().zip(done) {
            let state = previous.states.get(&found.path);
            match done {
                Done::Read(read) => {
                    let seen = Seen {
                        hash: read.hash,
                        size: read.size,
                        modified_ns: read.modified_ns,
                        trusted: read.trusted,
                        class: read.class,
                    };
                    let (taken, said) = match read.content {
                        Content::Same => (None, Vec::new()),
                        Content::New(taken, said) => (Some(taken), said),
                    };
                    match &taken {
                        Some(_) if read.class.is_left_out => reading.newly_left_out += 1,
                        None if read.class.is_left_out => {}
                        Some(_) => {
                            reading.parsed += 1;
                            self.diagnostics.extend(said);
                        }
                        None => reading.unchanged += 1,
                    }
                    reading.kept.push(Kept { path: found.path, seen, taken, is_frozen: false });
                }
                Done::Lost(source) => return Err(IndexError::Shelf { source }),
                Done::Failed(diagnostic) => {
                    reading.failed += 1;
                    self.diagnostics.push(diagnostic);
                    reading.kept.extend(state.map(|state| Kept::frozen(state, &found)));
                }
                Done::Skipped => {
                    reading.skipped += 1;
                    reading.kept.extend(state.map(|state| Kept::frozen(state, &found)));
                }
            }
        }
        Ok(())
    }

    /// Fetches the facts that are in the database; files whose facts are not there are parsed.
    ///
    /// # Errors
    /// Where the database cannot be read, or facts cannot be kept.
    pub(super) fn with_facts(
        &mut self,
        pool: &ThreadPool,
        kept: Vec<Kept>,
        previous: &Previous,
        summary: &mut Summary,
    ) -> Result<Vec<Kept>, IndexError> {
        let (mut ready, without): (Vec<Kept>, Vec<Kept>) =
            kept.into_iter().partition(|kept| kept.taken.is_some());
        let mut jobs = Vec::new();
        let mut without = without.into_iter();
        loop {
            let batch: Vec<Kept> = without.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                break;
            }
            let encoded = previous.encoded(batch.iter().map(|kept| kept.path.as_str()))?;
            let shelf = &self.shelf;
            let put = |(kept, encoded): (&Kept, Option<Vec<u8>>)| match encoded {
                Some(bytes) => Taken::put_known(shelf, &kept.path, &bytes),
                None => Ok(None),
            };
            let taken: Vec<_> = pool.install(|| batch.par_iter().zip(encoded).map(put).collect());
            for (mut kept, taken) in batch.into_iter().zip(taken) {
                match taken.map_err(|source| IndexError::Shelf { source })? {
                    Some(taken) => {
                        kept.taken = Some(Box::new(taken));
                        ready.push(kept);
                    }
                    None => jobs.push(Job {
                        found: Found {
                            language: Language::of_path(&kept.path),
                            path: kept.path,
                            size: kept.seen.size,
                            modified_ns: kept.seen.modified_ns,
                        },
                        known_hash: None,
                    }),
                }
            }
        }
        if !jobs.is_empty() {
            let again = jobs.len() as u64;
            let mut reading = Reading::default();
            self.read_jobs(jobs, previous, again, &mut reading)?;
            summary.unchanged = summary.unchanged.saturating_sub(again);
            summary.parsed += reading.parsed;
            ready.extend(reading.kept.into_iter().filter(|kept| kept.taken.is_some()));
        }
        ready.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(ready)
    }
}
