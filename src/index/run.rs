//! One run, from the walk to the commit.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use rayon::ThreadPool;
use rayon::prelude::*;

use super::kept::{Kept, Reading, keep_unseen, put_times};
use super::log::RunLog;
use super::measure::FanIn;
use super::packages::Packages;
use super::previous::{INTERRUPTED, Previous};
use super::read::{Content, Done, Job, read_all};
use super::records::{Project, symbol_ids};
use super::resolve::{self, Resolved, Table, Unit, Verdict};
use super::walk::{Found, Walk, walk};
use super::write::{Seen, Writing};
use super::{IndexError, Options, Progress, Summary, Timings, UseKind, clock, ids};
use crate::model::{Diagnostic, FileState, Language, NodeId, Outcome};
use crate::store::{self, Engine, NewDatabase, StoreError, Writer};

/// What `index::run` does.
pub(super) fn run(
    options: &Options,
    progress: &(dyn Fn(Progress) + Sync),
    cancel: &AtomicBool,
) -> Result<Summary, IndexError> {
    let root = options.root.canonicalize();
    let root = root.map_err(|source| IndexError::Root { path: options.root.clone(), source })?;
    let database = std::path::absolute(&options.database).unwrap_or_else(|_| options.database.clone());
    let log = RunLog::begin(&options.args, &root, &database);
    let mut run = Run {
        options,
        root,
        database,
        progress,
        cancel,
        timings: Timings::default(),
        diagnostics: Vec::new(),
        log,
    };
    let begin = Instant::now();
    let found = walk(&run.root, &|files| progress(Progress::Found { files }), cancel)?;
    run.timings.walk = begin.elapsed();
    if found.files.is_empty() && !cancel.load(Ordering::Relaxed) {
        return Err(IndexError::NoSource { path: options.root.clone() });
    }
    let exists = match store::identify(&run.database) {
        Ok(_) => true,
        Err(StoreError::NotFound { .. }) => false,
        Err(error) => return Err(error.into()),
    };
    if exists { run.update(found) } else { run.create(found) }
}

struct Run<'a> {
    options: &'a Options,
    root: PathBuf,
    database: PathBuf,
    progress: &'a (dyn Fn(Progress) + Sync),
    cancel: &'a AtomicBool,
    timings: Timings,
    diagnostics: Vec<Diagnostic>,
    log: RunLog,
}

impl Run<'_> {
    fn create(mut self, found: Walk) -> Result<Summary, IndexError> {
        let root = self.root.to_string_lossy().into_owned();
        let packages = Packages::read(&self.root, &found.manifests);
        let name = named(&self.root, packages.root_title());
        let new = NewDatabase { root: &root, project: &name, created_at: clock::now() };
        let mut writer = store::create(&self.database, Engine::Sqlite, &new)?;
        writer.begin_run(self.log.execution())?;
        let summary = self.fill(writer.as_mut(), found, &packages, &Previous::default())?;
        if summary.parsed == 0 && self.cancel.load(Ordering::Relaxed) {
            return Err(IndexError::Interrupted { path: self.options.root.clone() });
        }
        self.end(writer, summary)
    }

    fn update(mut self, found: Walk) -> Result<Summary, IndexError> {
        let mut writer = store::open_writer(&self.database)?;
        // Read while the lock is held: nobody changes it between here and the commit.
        let previous = Previous::read(&self.database)?;
        writer.begin_run(self.log.execution())?;
        let packages = Packages::read(&self.root, &found.manifests);
        let filled = self.fill(writer.as_mut(), found, &packages, &previous);
        drop(previous);
        match filled {
            Ok(summary) => self.end(writer, summary),
            Err(error) => {
                drop(writer);
                self.record_failure(&error);
                Err(error)
            }
        }
    }

    /// Says in the log that the run failed, if the database still lets us.
    fn record_failure(&mut self, error: &IndexError) {
        let execution = self.log.finish(Outcome::Error, Some(error.to_string()), [0; 3]).clone();
        let recorded = store::open_writer(&self.database).and_then(|mut writer| {
            writer.finish_run(&execution, &self.diagnostics)?;
            writer.commit()
        });
        if let Err(error) = recorded {
            tracing::warn!(%error, "the failed run could not be recorded");
        }
    }

    fn end(mut self, mut writer: Box<dyn Writer>, mut summary: Summary) -> Result<Summary, IndexError> {
        let begin = Instant::now();
        self.diagnostics.sort();
        self.diagnostics.dedup();
        let message = match summary.outcome {
            Outcome::Partial if self.cancel.load(Ordering::Relaxed) => {
                let done = summary.parsed + summary.unchanged;
                Some(format!("{INTERRUPTED}: {done} of {} files indexed", summary.files))
            }
            Outcome::Partial => Some("some files could not be read; see the diagnostics".to_owned()),
            _ => None,
        };
        let counts = [summary.parsed, summary.symbols, summary.references];
        let execution = self.log.finish(summary.outcome.clone(), message, counts);
        writer.finish_run(execution, &self.diagnostics)?;
        writer.commit()?;
        self.timings.write += begin.elapsed();
        self.timings.wall = self.log.elapsed();
        summary.diagnostics = self.diagnostics.len() as u64;
        summary.timings = self.timings;
        Ok(summary)
    }

    /// Reads, resolves and puts what changed.
    fn fill(
        &mut self,
        writer: &mut dyn Writer,
        found: Walk,
        packages: &Packages,
        previous: &Previous,
    ) -> Result<Summary, IndexError> {
        let files = found.files.len() as u64;
        let was_walked = !self.cancel.load(Ordering::Relaxed);
        self.diagnostics.extend(found.diagnostics);
        let mut reading = self.read(found.files, previous, files);
        if !was_walked {
            // Files that the walk did not come to are not gone.
            keep_unseen(&mut reading, previous);
        }
        let paths: HashSet<&str> = reading.kept.iter().map(|kept| kept.path.as_str()).collect();
        let removed = previous.states.keys().filter(|path| !paths.contains(path.as_str())).count() as u64;
        let is_partial = reading.skipped > 0 || reading.failed > 0 || !was_walked;
        let mut summary = Summary {
            outcome: if is_partial { Outcome::Partial } else { Outcome::Success },
            files,
            parsed: reading.parsed,
            unchanged: reading.unchanged,
            removed,
            symbols: 0,
            references: 0,
            diagnostics: 0,
            timings: Timings::default(),
        };
        if reading.parsed == 0 && removed == 0 && !previous.is_stale {
            put_times(writer, &reading.kept, previous)?;
            return Ok(summary);
        }
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.threads()).build();
        let pool = pool.map_err(|error| self.failed(std::io::Error::other(error)))?;
        self.resolve_and_write(writer, &pool, reading, packages, previous, &mut summary)?;
        Ok(summary)
    }

    /// Reads what may have changed.
    fn read(&mut self, found: Vec<Found>, previous: &Previous, of: u64) -> Reading {
        let mut reading = Reading::default();
        let mut jobs = Vec::new();
        for found in found {
            match previous.states.get(&found.path) {
                Some(state) if (state.size, state.modified_ns) == (found.size, found.modified_ns) => {
                    reading.unchanged += 1;
                    reading.kept.push(Kept::unchanged(state, &found));
                }
                state => jobs.push(Job { found, known_hash: state.map(|state| state.hash.clone()) }),
            }
        }
        self.read_jobs(jobs, previous, of, &mut reading);
        reading.kept.sort_by(|a, b| a.path.cmp(&b.path));
        reading
    }

    fn read_jobs(&mut self, jobs: Vec<Job>, previous: &Previous, of: u64, reading: &mut Reading) {
        let before = reading.unchanged;
        let each = |done| (self.progress)(Progress::Read { done: before + done, of });
        each(0);
        let found: Vec<Found> = jobs.iter().map(|job| job.found.clone()).collect();
        let (done, spent) = read_all(&self.root, jobs, self.threads(), self.cancel, &each);
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
                    };
                    let facts = match read.content {
                        Content::Same => None,
                        Content::Facts(facts) => Some(facts),
                    };
                    match &facts {
                        Some(facts) => {
                            reading.parsed += 1;
                            self.diagnostics.extend(facts.diagnostics.iter().cloned());
                        }
                        None => reading.unchanged += 1,
                    }
                    reading.kept.push(Kept { path: found.path, seen, facts, is_frozen: false });
                }
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
    }

    fn resolve_and_write(
        &mut self,
        writer: &mut dyn Writer,
        pool: &ThreadPool,
        reading: Reading,
        packages: &Packages,
        previous: &Previous,
        summary: &mut Summary,
    ) -> Result<(), IndexError> {
        let begin = Instant::now();
        let parsed: HashSet<String> =
            reading.kept.iter().filter(|kept| kept.facts.is_some()).map(|kept| kept.path.clone()).collect();
        let kept = self.with_facts(pool, reading.kept, previous, summary)?;
        let mut units = Vec::with_capacity(kept.len());
        let mut seen = Vec::with_capacity(kept.len());
        for kept in kept {
            let Some(facts) = kept.facts else { continue };
            seen.push((kept.seen, kept.is_frozen));
            units.push(Unit { path: kept.path, facts: *facts });
        }
        let paths: Vec<&str> = units.iter().map(|unit| unit.path.as_str()).collect();
        let files = ids::file_ids(&paths);
        let (symbols, resolved, fan_in) = pool.install(|| {
            let symbols: Vec<Vec<NodeId>> =
                units.par_iter().zip(&files).map(|(unit, &file)| symbol_ids(file, &unit.facts)).collect();
            let table = Table::build(&units, packages);
            let resolved: Vec<Resolved> =
                (0..units.len() as u32).into_par_iter().map(|file| resolve::resolve(&table, file)).collect();
            let fan_in = FanIn::count(&units, &resolved);
            (symbols, resolved, fan_in)
        });
        self.timings.resolve = begin.elapsed();
        let changed = units.iter().zip(&resolved).filter(|(unit, _)| parsed.contains(&unit.path));
        for (unit, resolved) in changed {
            summary.symbols += unit.facts.symbols.len() as u64;
            summary.references += count_uses(unit, resolved);
        }
        let begin = Instant::now();
        remove_gone(writer, &units, &files, previous)?;
        let name = named(&self.root, packages.root_library());
        let project = Project {
            name: &name,
            units: &units,
            files: &files,
            symbols: &symbols,
            resolved: &resolved,
            fan_in: &fan_in,
        };
        let writing = Writing {
            root: &self.root,
            project: &project,
            seen: &seen,
            states: &previous.states,
            now: clock::now(),
        };
        let of = units.len() as u64;
        let each = |done| (self.progress)(Progress::Writing { done, of });
        let complaints = writing.write(pool, writer, &each)?;
        self.diagnostics.extend(complaints);
        self.timings.write += begin.elapsed();
        Ok(())
    }

    /// Fetches the facts that are in the database; files whose facts are not there are parsed.
    fn with_facts(
        &mut self,
        pool: &ThreadPool,
        kept: Vec<Kept>,
        previous: &Previous,
        summary: &mut Summary,
    ) -> Result<Vec<Kept>, IndexError> {
        let (mut ready, without): (Vec<Kept>, Vec<Kept>) =
            kept.into_iter().partition(|kept| kept.facts.is_some());
        let states: Vec<&FileState> =
            without.iter().filter_map(|kept| previous.states.get(&kept.path)).collect();
        let facts = pool.install(|| previous.facts(&states))?;
        let mut jobs = Vec::new();
        for (mut kept, facts) in without.into_iter().zip(facts) {
            match facts {
                Some(facts) => {
                    kept.facts = Some(Box::new(facts));
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
        if !jobs.is_empty() {
            let again = jobs.len() as u64;
            let mut reading = Reading::default();
            self.read_jobs(jobs, previous, again, &mut reading);
            summary.unchanged = summary.unchanged.saturating_sub(again);
            summary.parsed += reading.parsed;
            ready.extend(reading.kept.into_iter().filter(|kept| kept.facts.is_some()));
        }
        ready.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(ready)
    }

    fn threads(&self) -> usize {
        match self.options.jobs {
            0 => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            jobs => jobs.min(256),
        }
    }

    fn failed(&self, source: std::io::Error) -> IndexError {
        IndexError::Root { path: self.root.clone(), source }
    }
}

/// Removes the files that are gone, and those whose id went to another path.
fn remove_gone(
    writer: &mut dyn Writer,
    units: &[Unit],
    files: &[NodeId],
    previous: &Previous,
) -> Result<(), StoreError> {
    let now: HashSet<(&str, NodeId)> =
        units.iter().map(|unit| unit.path.as_str()).zip(files.iter().copied()).collect();
    let mut gone: Vec<NodeId> = previous
        .states
        .values()
        .filter(|state| !now.contains(&(state.path.as_str(), state.file)))
        .map(|state| state.file)
        .collect();
    gone.sort_unstable();
    gone.into_iter().try_for_each(|file| writer.remove_file(file))
}

/// References and calls that a file puts into the index.
fn count_uses(unit: &Unit, resolved: &Resolved) -> u64 {
    let uses = unit.facts.uses.iter().zip(&resolved.uses);
    let stored = uses.filter(|(used, verdict)| match used.kind {
        UseKind::Reference => matches!(verdict, Verdict::Known(..)),
        UseKind::Call | UseKind::MacroCall => **verdict != Verdict::Local,
    });
    stored.count() as u64
}

/// What the project is called: as its manifest says, else as its folder.
fn named(root: &Path, manifest: Option<&str>) -> String {
    let folder = || root.file_name().map(|name| name.to_string_lossy().into_owned());
    manifest.map(str::to_owned).or_else(folder).unwrap_or_else(|| "project".to_owned())
}
