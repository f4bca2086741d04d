//! Questions over a store: who calls whom, the ways between two symbols, what a change reaches, cycles, and what
//! nothing reaches.
//!
//! What lies around one symbol is read in pages, so that an answer costs what it holds ([`steps()`], [`paths()`],
//! [`impact()`]). What is about all symbols is answered from [`CallGraph`], the graph of calls in numbers, which one
//! scan of the edges makes ([`cycles()`], [`unreached()`]). `docs/graph.md` says what each answer means.

mod calls;
mod cycles;
mod dispatch;
mod impact;
mod named;
mod outside;
mod path;
mod spot;
mod step;
#[cfg(test)]
mod tests;
mod unreached;
mod watch;

pub use calls::CallGraph;
pub use cycles::cycles;
pub use impact::impact;
pub use named::{at_line, named};
pub use path::{Paths, paths};
pub use spot::Spot;
pub use step::{Relation, Step, Steps, count, steps};
pub use unreached::{ENTRIES, Unreached, unreached};
pub use watch::Watch;

use crate::store::StoreError;

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GraphError {
    /// The database could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It was cancelled.
    #[error("the question was interrupted")]
    Stopped,
}

/// What a question is answered with.
pub type Result<T> = std::result::Result<T, GraphError>;
