//! Source text in, facts out: `walk → parse → extract → resolve → write`.
//!
//! Extraction is a pure function of (path, bytes, language); files are independent until the resolver
//! sees them all; one writer commits everything of a run at once. A bad file becomes a diagnostic, never
//! a stop.

mod chunks;
mod clock;
mod encoding;
pub mod extract;
mod facts;
pub mod flow;
mod ids;
mod kept;
mod limits;
mod log;
mod measure;
mod packages;
mod previous;
mod read;
mod records;
mod resolve;
mod run;
mod text;
mod walk;
mod write;

pub use facts::{
    Arity, Detail, FileFacts, ImportFact, ImportedName, LocalFact, Qualifier, SymbolFact, SymbolFlags,
    TypeFact, UseFact, UseKind, ValueFact,
};

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use crate::model::Outcome;
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
    /// Names are being resolved and written.
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
    /// Files of source found.
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
    #[error("{}: no source that can be indexed (Rust, Python) in this folder; give one that holds some", path.display())]
    NoSource {
        /// The folder.
        path: PathBuf,
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

/// Makes sure that there is something to index in a folder, without making anything. Cost: a walk up to
/// the first file of source.
///
/// # Errors
/// [`IndexError::NoSource`] where there is none, [`IndexError::Root`] where it cannot be walked.
pub fn check_source(root: &Path) -> Result<(), IndexError> {
    if walk::has_source(root)? { Ok(()) } else { Err(IndexError::NoSource { path: root.to_owned() }) }
}
