//! One run, from the walk to the commit.

mod database;
mod follow;
mod gather;
mod resume;
mod settle;
mod standing;

use database::named;
use settle::Change;
pub(super) use standing::Standing;
use standing::{Known, is_spent};

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use ahash::AHashSet;
use rayon::ThreadPool;

use super::kept::{keep_unseen, put_times};
use super::live::Watch;
use super::log::RunLog;
use super::packages::Packages;
use super::previous::{INTERRUPTED, Previous};
use super::rules::{Rules, diagnostics as skips_told};
use super::shelf::Shelf;
use super::ties_file;
use super::walk::{Walk, walk};
use super::{IndexError, Options, Progress, Summary, Timings, no_source, records, rules_of, scip};
use crate::model::{Diagnostic, Outcome};
use crate::pages;
use crate::store::{self, Rest, Writer};

/// Bytes of source from which on a project is to take little memory rather than little time.
const LARGE: u64 = 256 << 20;

/// What `index::run` does.
pub(in crate::index) fn run(
    options: &Options,
    progress: &(dyn Fn(Progress) + Sync),
    cancel: &AtomicBool,
) -> Result<Summary, IndexError> {
    let (summary, _) = Run::begin(options, progress, cancel)?.whole(Keep::Nothing)?;
    Ok(summary)
}

/// What is kept in memory when a run is at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::index) enum Keep {
    Nothing,
    /// The whole project.
    Project,
}

/// One run, or several that are one row in the log.
pub(in crate::index) struct Run<'a> {
    options: &'a Options,
    rules: Rules,
    root: PathBuf,
    database: PathBuf,
    progress: &'a (dyn Fn(Progress) + Sync),
    cancel: &'a AtomicBool,
    timings: Timings,
    diagnostics: Vec<Diagnostic>,
    /// What the log says that this run complained of, once it says so.
    told: Option<Vec<Diagnostic>>,
    /// What was found in files, until it is written.
    shelf: Arc<Shelf>,
    log: RunLog,
    /// What the last commit has left to do.
    rest: Rest,
    /// What watches the folders that are looked into.
    watch: Option<&'a Watch>,
    /// Its threads, once there are any. Those of the next edit have at hand what memory they took for this one.
    pool: OnceLock<Arc<ThreadPool>>,
}

impl<'a> Run<'a> {
    /// A run that is to begin.
    ///
    /// # Errors
    /// Where the folder's rules, or a SCIP index, cannot be read.
    pub(in crate::index) fn begin(
        options: &'a Options,
        progress: &'a (dyn Fn(Progress) + Sync),
        cancel: &'a AtomicBool,
    ) -> Result<Run<'a>, IndexError> {
        let root = options.root.canonicalize();
        let root = root.map_err(|source| IndexError::Root { path: options.root.clone(), source })?;
        let database = std::path::absolute(&options.database).unwrap_or_else(|_| options.database.clone());
        let shelf = Shelf::new(&database).map_err(|source| IndexError::Shelf { source })?;
        let log = RunLog::begin(&options.args, &root, &database);
        let rules = rules_of(&root, &options.rules)?;
        options.scip.iter().try_for_each(|index| scip::check(index))?;
        Ok(Run {
            options,
            rules,
            root,
            database,
            progress,
            cancel,
            timings: Timings::default(),
            diagnostics: Vec::new(),
            told: None,
            shelf: Arc::new(shelf),
            log,
            rest: Rest::default(),
            watch: None,
            pool: OnceLock::new(),
        })
    }

    /// Does what the last commit has left to do.
    pub(in crate::index) fn tidy(&mut self) {
        self.rest.meanwhile();
    }

    /// Has each folder watched that is looked into.
    pub(in crate::index) fn watched(self, watch: Option<&'a Watch>) -> Run<'a> {
        Run { watch, ..self }
    }

    /// Gets ready to look at everything once more: rules may be others, and nothing that was found in files is needed
    /// any longer.
    ///
    /// # Errors
    /// Where the folder's rules cannot be read, or an end is wanted.
    pub(in crate::index) fn renew(&mut self) -> Result<(), IndexError> {
        if self.cancel.load(Ordering::Relaxed) {
            return Err(IndexError::Interrupted { path: self.options.root.clone() });
        }
        self.rules = rules_of(&self.root, &self.options.rules)?;
        let shelf = Shelf::new(&self.database).map_err(|source| IndexError::Shelf { source })?;
        self.shelf = Arc::new(shelf);
        self.diagnostics.clear();
        // Somebody else may have put another database there.
        self.told = None;
        self.timings = Timings::default();
        Ok(())
    }

    /// All that the folder holds, by its rules.
    fn walk(&self) -> Result<Walk, IndexError> {
        let found = |files| (self.progress)(Progress::Found { files });
        walk(&self.root, &self.rules, &|folder| self.enter(folder), &found, self.cancel)
    }

    /// Has a folder watched that is about to be looked into.
    fn enter(&self, folder: &Path) {
        if let Some(watch) = self.watch {
            watch.enter(folder);
        }
    }

    /// Looks at all of the project.
    ///
    /// # Errors
    /// Those of [`super::run`].
    pub(in crate::index) fn whole(&mut self, keep: Keep) -> Result<(Summary, Option<Standing>), IndexError> {
        let begin = Instant::now();
        let found = self.walk()?;
        self.timings.walk += begin.elapsed();
        if found.files.is_empty() && !self.cancel.load(Ordering::Relaxed) {
            return Err(no_source(&self.options.root, found));
        }
        if found.files.iter().map(|file| file.size).sum::<u64>() > LARGE {
            pages::be_small();
        }
        let parents = found.parents;
        let packages = Packages::read(&self.root, &found.manifests);
        let (writer, is_new) = self.writer(&packages)?;
        let (summary, project) = if is_new {
            self.create(writer, found, &packages, keep)?
        } else {
            self.update(writer, found, &packages, keep)?
        };
        match &project {
            Some(Known { graph, print, .. }) => self.leave(*print, graph),
            None => ties_file::tidy(&self.database),
        }
        let project = project.filter(|project| keep == Keep::Project && !project.is_spent);
        let standing = project.map(|project| self.standing(project.graph, packages, parents)).transpose()?;
        Ok((summary, standing.flatten()))
    }
}

impl Run<'_> {
    fn create(
        &mut self,
        mut writer: Box<dyn Writer>,
        found: Walk,
        packages: &Packages,
        keep: Keep,
    ) -> Result<(Summary, Option<Known>), IndexError> {
        writer.begin_run(self.log.execution())?;
        let (summary, project) = self.fill(writer.as_mut(), found, packages, &Previous::default(), keep)?;
        if summary.parsed == 0 && self.cancel.load(Ordering::Relaxed) {
            return Err(IndexError::Interrupted { path: self.options.root.clone() });
        }
        Ok((self.end(writer, summary)?, project))
    }

    fn update(
        &mut self,
        mut writer: Box<dyn Writer>,
        found: Walk,
        packages: &Packages,
        keep: Keep,
    ) -> Result<(Summary, Option<Known>), IndexError> {
        // Read while the lock is held: nobody changes it between here and the commit.
        let previous = Previous::read(&self.database)?;
        self.check_root(&previous)?;
        writer.begin_run(self.log.execution())?;
        let root = self.root.to_string_lossy();
        if previous.root.as_deref() != Some(&*root) {
            writer.set_root(&root)?;
        }
        let filled = self.fill(writer.as_mut(), found, packages, &previous, keep);
        drop(previous);
        match filled {
            Ok((summary, project)) => Ok((self.end(writer, summary)?, project)),
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
        let recorded = store::open_writer(&self.database, self.options.wait).and_then(|mut writer| {
            writer.finish_run(&execution, Some(&self.diagnostics))?;
            writer.commit().map(drop)
        });
        if let Err(error) = recorded {
            tracing::warn!(%error, "the failed run could not be recorded");
        }
    }

    fn end(&mut self, mut writer: Box<dyn Writer>, mut summary: Summary) -> Result<Summary, IndexError> {
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
        writer.settle()?;
        let execution = self.log.finish(summary.outcome.clone(), message, counts);
        let is_told = self.told.as_ref() == Some(&self.diagnostics);
        writer.finish_run(execution, (!is_told).then_some(&self.diagnostics))?;
        std::mem::replace(&mut self.rest, writer.commit()?).leave_to_next();
        if !is_told {
            self.told = Some(self.diagnostics.clone());
        }
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
        keep: Keep,
    ) -> Result<(Summary, Option<Known>), IndexError> {
        let files = found.files.len() as u64;
        let was_walked = !self.cancel.load(Ordering::Relaxed);
        self.diagnostics.extend(found.diagnostics);
        let mut skipped = found.skips;
        let mut reading = self.read(found.files, previous, files)?;
        let left_out = reading.skips();
        let files = files.saturating_sub(left_out.len() as u64);
        skipped.extend(left_out);
        skipped.sort_unstable();
        self.diagnostics.extend(skips_told(&skipped));
        if !was_walked {
            // Files that the walk did not come to are not gone.
            keep_unseen(&mut reading, previous);
        }
        let paths: AHashSet<&str> = reading.kept.iter().map(|kept| kept.path.as_str()).collect();
        let removed = previous.states.keys().filter(|path| !paths.contains(path.as_str())).count() as u64;
        // Files of which nobody knows what is in them now are not gone on from.
        let is_known = was_walked && reading.skipped == 0 && !reading.kept.iter().any(|kept| kept.is_frozen);
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
            skipped,
            heard: None,
            timings: Timings::default(),
        };
        let print = packages.print(&self.project_name(packages));
        let is_ruled = previous.states.values().all(|state| records::has_print(&state.digest, print));
        let goes_on = is_ruled && !previous.is_stale && self.options.scip.is_empty();
        let is_same = goes_on && reading.parsed + reading.newly_left_out + removed == 0;
        if is_same && keep == Keep::Nothing {
            put_times(writer, &reading.kept, previous)?;
            return Ok((summary, None));
        }
        let pool = self.pool()?;
        let resumed = match goes_on && is_known {
            true => self.resumed(writer, &pool, reading, packages, previous)?,
            false => Err(reading),
        };
        let (mut graph, change) = match resumed {
            Ok(resumed) => resumed,
            Err(reading) => self.graph(&pool, reading, packages, previous, &mut summary, keep)?,
        };
        let written = self.settle(writer, &pool, &mut graph, &change, previous, &mut summary)?;
        if keep == Keep::Nothing {
            // Who closes a SQLite file last tidies up, which a reader may not.
            graph.shelved.close();
        }
        let (print, is_spent) = (written.print(graph.paths(), previous), is_spent(&graph, &change));
        Ok((summary, is_known.then_some(Known { graph, print, is_spent })))
    }

    fn pool(&self) -> Result<Arc<ThreadPool>, IndexError> {
        if let Some(pool) = self.pool.get() {
            return Ok(Arc::clone(pool));
        }
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.threads()).build();
        let pool = pool.map_err(|error| self.failed(std::io::Error::other(error)))?;
        Ok(Arc::clone(self.pool.get_or_init(|| Arc::new(pool))))
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
