//! A copy of a database in the other engine, or in the same one: planned, made beside its place, read back
//! and compared, and only then put there.
//!
//! `plan → copy into a staging place → read back and compare → rename`. The source is only read, in one
//! snapshot. Nothing here knows a screen: progress is told to whoever asked, from the thread that works.
//!
//! A database has *parts*: the tables of a SQLite file, row by row with their SQL types, and the sorts of
//! [`RecordKind`](crate::model::RecordKind) that the explorer reads. What is copied is compared part by part, by
//! counts and by hashes that do not depend on the order.

mod error;
mod report;

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

pub use error::{MigrateError, Result};
pub use report::{Becomes, Difference, Part, PartReport, Plan, Report};

use crate::store::Engine;

/// What is to be copied where.
#[derive(Debug, Clone)]
pub struct Options {
    /// The database to copy.
    pub from: PathBuf,
    /// Where the copy is to be.
    pub to: PathBuf,
    /// The engine of the copy; by default the other one than the source's.
    pub engine: Option<Engine>,
    /// Whether a database that stands there may be replaced, once the copy is complete.
    pub force: bool,
    /// How long to wait while another process makes something there.
    pub wait: Duration,
}

/// What is told while a copy is made.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// Another step of the work begins: one line for a log.
    Said(String),
    /// So many rows of a part (its place in [`Plan::parts`]) are copied.
    Copied {
        /// The part.
        part: usize,
        /// Rows of it that are done.
        rows: u64,
        /// Bytes that are done, of all parts.
        bytes: u64,
    },
    /// So many rows of a part are read back.
    Compared {
        /// The part.
        part: usize,
        /// Rows of it that are done.
        rows: u64,
    },
    /// A part was read back whole.
    Verified {
        /// The part.
        part: usize,
        /// How it came out.
        report: PartReport,
    },
}

/// Finds out what a copy would do. Makes and changes nothing. Cost: a count of each part.
///
/// # Errors
/// Where the source cannot be read or carried, or the place cannot take the copy.
pub fn plan(options: &Options) -> Result<Plan> {
    let _ = options;
    todo!()
}

/// Makes a copy. `watch` is called from this thread, some ten times a second. Cost: a read of the source, a
/// write of the copy and a read of that; memory does not grow with the database.
///
/// # Errors
/// As [`plan`], and where writing or comparing fails or `cancel` was set. The place is as it was then.
pub fn run(options: &Options, watch: &mut dyn FnMut(Event), cancel: &AtomicBool) -> Result<Report> {
    let _ = (options, watch, cancel);
    todo!()
}

/// Compares two databases of any engines, part by part. `watch` is called with the name of the part and
/// the rows of it that are done.
///
/// # Errors
/// Where one of them cannot be read, or `cancel` was set.
pub fn diff(a: &Path, b: &Path, watch: &mut dyn FnMut(&str, u64), cancel: &AtomicBool) -> Result<Difference> {
    let _ = (a, b, watch, cancel);
    todo!()
}
