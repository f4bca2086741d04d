//! Source text in, facts out: `walk → parse → extract → resolve → write`.
//!
//! Extraction is a pure function of (path, bytes, language); files are independent until the resolver
//! sees them all; one writer commits everything of a run at once. A bad file becomes a diagnostic, never
//! a stop.

mod bytes;
mod chunks;
mod clock;
mod crates;
mod encoding;
pub mod extract;
mod facts;
mod features;
pub mod flow;
mod graph;
mod ids;
mod kept;
mod limits;
mod links;
mod lists;
mod literals;
mod live;
mod log;
mod measure;
mod packages;
mod previous;
mod read;
mod records;
mod resolve;
mod rules;
mod run;
mod scip;
mod script_packages;
mod script_paths;
mod shelf;
mod shelved;
mod text;
mod ties_file;
mod walk;
mod write;

pub use facts::{
    Arity, Detail, FileFacts, ImportFact, ImportedName, LocalFact, Qualifier, SymbolFact, SymbolFlags,
    TypeFact, UseFact, UseKind, ValueFact,
};

pub use live::{Follow, Halt, Live, News, Scope, Update};
pub use rules::{Reason, RuleOptions, SETTINGS, Skip, glob_mistake};
pub use scip::Heard;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use rules::Rules;
use walk::Walk;

use crate::model::{FileRecords, NodeId, Outcome};
use crate::store::Engine;

/// What to index, and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder of source.
    pub root: PathBuf,
    /// Where the index lives.
    pub database: PathBuf,
    /// What keeps a new index. One that is there is brought up to date in its own engine.
    pub engine: Engine,
    /// How long to wait while somebody else writes to the index. Cancelling ends the wait.
    pub wait: Duration,
    /// Worker threads; 0 for one a core.
    pub jobs: usize,
    /// The command line, for the log of runs.
    pub args: Vec<String>,
    /// Which files are indexed, where that is to be otherwise than `magellan.toml` in the folder says.
    pub rules: RuleOptions,
    /// SCIP indexes of the same sources, whose word goes before our own. Of several for a file, the first.
    pub scip: Vec<PathBuf>,
}

/// How far a run is. Called from any thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// So many files have been found to look at; the walk may still go on.
    Found {
        /// Files found so far.
        files: u64,
    },
    /// So many files are done, of those found.
    Read {
        /// Files that were parsed or found unchanged.
        done: u64,
        /// Files found.
        of: u64,
    },
    /// Somebody else writes to the index, and is waited for.
    Waiting,
    /// It is found out what names mean.
    Resolving {
        /// Files whose names are resolved.
        done: u64,
        /// Files to resolve.
        of: u64,
    },
    /// What was found is being written.
    Writing {
        /// Files written.
        done: u64,
        /// Files to write.
        of: u64,
    },
}

/// Time spent in each part, added up over all threads, and the whole run's by the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub struct Timings {
    pub walk: Duration,
    pub read: Duration,
    pub parse: Duration,
    pub extract: Duration,
    pub resolve: Duration,
    pub write: Duration,
    pub wall: Duration,
}

/// What a run did.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// How it ended: success, or partial where it was interrupted.
    pub outcome: Outcome,
    /// Files of source that the rules let in.
    pub files: u64,
    /// Files that were parsed.
    pub parsed: u64,
    /// Files whose content had not changed.
    pub unchanged: u64,
    /// Files that are gone and were removed from the index.
    pub removed: u64,
    /// Symbols in the index afterwards, of the files that were parsed.
    pub symbols: u64,
    /// References and calls, likewise.
    pub references: u64,
    /// Diagnostics stored with the run.
    pub diagnostics: u64,
    /// Files of source that were left out, and folders that were not looked into, by path.
    pub skipped: Vec<Skip>,
    /// What became of the SCIP indexes, where there were some.
    pub heard: Option<Heard>,
    /// Where the time went.
    pub timings: Timings,
}

/// Why a run failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IndexError {
    /// The root cannot be walked.
    #[error("{}: {source}; give a folder that you may read", path.display())]
    Root {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// There is nothing to index.
    #[error("{}: no source that can be indexed in this folder; give one that holds some", path.display())]
    NoSource {
        /// The folder.
        path: PathBuf,
    },
    /// There is source, but the rules leave all of it out.
    #[error("{}: all source in this folder is left out ({}); see --ignored, --include, --exclude and magellan.toml", path.display(), told(skipped))]
    AllSkipped {
        /// The folder.
        path: PathBuf,
        /// What was left out, by path.
        skipped: Vec<Skip>,
    },
    /// What `magellan.toml` says cannot be understood.
    #[error("{}: {what}; correct or remove what is wrong", path.display())]
    Settings {
        /// The folder that it is in.
        path: PathBuf,
        /// Each mistake, with its line.
        what: String,
    },
    /// A SCIP index cannot be read.
    #[error("{}: {what}; name a SCIP index of these sources", path.display())]
    Scip {
        /// The index.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// The database is the index of another folder, which is still there: all of it would be replaced.
    #[error("{}: the index of {}, not of {}; name another database", database.display(), recorded.display(), root.display())]
    OtherRoot {
        /// The database.
        database: PathBuf,
        /// The folder that it is of.
        recorded: PathBuf,
        /// The folder that was to be indexed.
        root: PathBuf,
    },
    /// What is kept on disk during a run could not be written or read.
    #[error("what a run keeps beside the index until its end: {source}; make room there")]
    Shelf {
        /// What the system says.
        source: std::io::Error,
    },
    /// Interrupted before anything could be kept.
    #[error("{}: interrupted before any file was read; nothing was changed", path.display())]
    Interrupted {
        /// The folder.
        path: PathBuf,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] crate::store::StoreError),
}

/// Brings the index at [`Options::database`] up to date with [`Options::root`], making it where
/// there is none. Setting `cancel` stops reading further files; what was read until then is kept.
///
/// # Errors
/// Where the folder holds no source or cannot be walked, the database is of another folder or locked by
/// another writer for longer than [`Options::wait`], or it fails; it is then as before.
pub fn run(
    options: &Options,
    progress: &(dyn Fn(Progress) + Sync),
    cancel: &AtomicBool,
) -> Result<Summary, IndexError> {
    run::run(options, progress, cancel)
}

/// Makes sure that there is something to index in a folder by its rules, without making anything. Cost: a walk
/// up to the first file of source.
///
/// # Errors
/// [`IndexError::NoSource`] or [`IndexError::AllSkipped`] where there is none, [`IndexError::Root`] where it
/// cannot be walked, [`IndexError::Settings`] where its `magellan.toml` cannot be understood.
pub fn check_source(root: &Path, rules: &RuleOptions) -> Result<(), IndexError> {
    let rules = rules_of(root, rules)?;
    let walk = walk::first_source(root, &rules)?;
    if walk.files.is_empty() { Err(no_source(root, walk)) } else { Ok(()) }
}

/// The rules of a folder: what `said` says, else its `magellan.toml`.
fn rules_of(root: &Path, said: &RuleOptions) -> Result<Rules, IndexError> {
    let settings = rules::read_settings(root);
    let settings = settings.map_err(|what| IndexError::Settings { path: root.to_owned(), what })?;
    Ok(Rules::new(&said.clone().or(settings)))
}

/// Why a walk found nothing.
fn no_source(root: &Path, walk: Walk) -> IndexError {
    let path = root.to_owned();
    // A folder that was left out may be all that there is: a packager's `.gitignore` that names everything.
    if walk.skips.is_empty() {
        IndexError::NoSource { path }
    } else {
        IndexError::AllSkipped { path, skipped: walk.skips }
    }
}

/// The byte at which the name of each symbol begins that a file of an index of our own defines; nothing where its facts
/// are of another version of this program.
pub fn name_starts(records: &FileRecords) -> HashMap<NodeId, u64> {
    let Some((mut facts, word)) = encoding::decode(&records.file.path, &records.facts) else {
        return HashMap::new();
    };
    if let Some(word) = word {
        word.extend(&mut facts);
    }
    let ids = records::symbol_ids(records.file.id, &resolve::Glance::of(&facts, None).keys);
    ids.into_iter().zip(facts.symbols.iter().map(|symbol| symbol.name_bytes.0)).collect()
}

/// How many files and folders were left out, by reason.
pub fn told(skipped: &[Skip]) -> String {
    let of = |reason: Reason| {
        let all = || skipped.iter().filter(|skip| skip.reason == reason);
        let folders = all().filter(|skip| skip.is_folder).count();
        let count = |number: usize, thing: &str| match number {
            0 => None,
            1 => Some(format!("1 {thing}")),
            _ => Some(format!("{number} {thing}s")),
        };
        let counts = [count(all().count() - folders, "file"), count(folders, "folder")];
        let counts: Vec<String> = counts.into_iter().flatten().collect();
        (!counts.is_empty()).then(|| format!("{} {}", counts.join(" and "), reason.as_str()))
    };
    Reason::ALL.into_iter().filter_map(of).collect::<Vec<_>>().join(", ")
}
