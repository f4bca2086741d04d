//! A copy of a database in the other engine, or in the same one: planned, made beside its place, read back
//! and compared, and only then put there.
//!
//! `plan → copy into a staging place → read back and compare → rename`. The source is only read, in one
//! snapshot. Nothing here knows a screen: progress is told to whoever asked, from the thread that works.
//!
//! A database has *parts*: the tables of a SQLite file, row by row with their SQL types, and the sorts of
//! [`RecordKind`](crate::model::RecordKind) that the explorer reads. What is copied is compared part by part, by
//! counts and by hashes that do not depend on the order.

mod compare;
mod copy;
mod diff;
mod error;
mod plan;
mod report;
mod schema;
mod sum;
mod target;
mod watch;
mod weight;

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

pub use error::{MigrateError, Result};
pub use report::{Becomes, Difference, Part, PartReport, Plan, Report};

use self::compare::compare;
use self::copy::Copying;
use self::plan::{Prepared, prepare};
use self::sum::PartKey;
use self::watch::Watch;
use crate::store::{self, Engine, Reader, Staging, Store, StoreError};

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
    /// What a copy that did not come to its end had left beside the place was found and removed.
    CleanedUp(PathBuf),
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
    let store = store::open(&options.from)?;
    plan::plan(options, &*store)
}

/// Makes a copy. `watch` is called from this thread, some ten times a second. Cost: a read of the source, a
/// write of the copy and a read of that; memory does not grow with the database.
///
/// # Errors
/// As [`plan`], and where writing or comparing fails or `cancel` was set. The place is as it was then.
pub fn run(options: &Options, watch: &mut dyn FnMut(Event), cancel: &AtomicBool) -> Result<Report> {
    let store = store::open(&options.from)?;
    // What was read of a source that changed meanwhile may look damaged, or not equal to itself.
    make(options, &*store, &mut Watch::new(watch, cancel)).map_err(|error| match error {
        MigrateError::Cancelled { .. } => error,
        error => store.check_unchanged().err().map_or(error, MigrateError::from),
    })
}

fn make(options: &Options, store: &dyn Store, watch: &mut Watch<'_>) -> Result<Report> {
    let started = Instant::now();
    let made_at = now();
    let reader = store.reader()?;
    let prepared = prepare(options, plan::engine_of(&options.from)?, &*reader)?;
    let place = &prepared.target.path;
    let staging = Staging::begin(place, options.wait)?;
    if let Some(left) = prepared.target.left_over.clone() {
        (watch.to)(Event::CleanedUp(left));
    }
    let parts = prepared.parts();
    check_source(&*reader, &parts, watch, &options.from)?;

    watch.said(format!("copying to {}", options.to.display()));
    let begin = Instant::now();
    let importer = store::import(staging.path(), place, prepared.to, &prepared.content, &*reader)?;
    let read = Copying::new(&*reader, &parts, watch, place).run(importer)?;
    let copied = begin.elapsed();

    watch.said("checking the copy");
    let copy = store::open(staging.path())?;
    check_schema(&*copy, &prepared)?;
    let reports = compare(&parts, &read, &*reader, &*copy, watch, place)?;
    let bytes = [prepared.meta.size_bytes, copy.reader()?.meta()?.size_bytes];
    drop(copy);

    let rows: u64 = reports.iter().map(|report| report.rows[0]).sum();
    let milliseconds = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    let report = Report {
        from: options.from.clone(),
        to: options.to.clone(),
        from_engine: prepared.from.as_str().to_owned(),
        to_engine: prepared.to.as_str().to_owned(),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        schema_version: prepared.meta.schema_version,
        made_at,
        parts: reports,
        bytes,
        duration_ms: [milliseconds(copied), milliseconds(started.elapsed().saturating_sub(copied))],
        rows_per_second: (rows as f64 / copied.as_secs_f64().max(0.001)) as u64,
    };
    if watch.is_cancelled() {
        return Err(MigrateError::Cancelled { path: options.to.clone() });
    }
    if prepared.to == Engine::Fjall {
        staging.note(&serde_json::to_string(&report).unwrap_or_default())?;
    }
    store.check_unchanged()?;
    target::check_place(place, options)?;
    staging.publish(options.force)?;
    watch.said(format!("the copy is at {}", options.to.display()));
    Ok(report)
}

/// Compares two databases of any engines, part by part. `watch` is called with the name of the part and
/// the rows of it that are done.
///
/// # Errors
/// Where one of them cannot be read, or `cancel` was set.
pub fn diff(a: &Path, b: &Path, watch: &mut dyn FnMut(&str, u64), cancel: &AtomicBool) -> Result<Difference> {
    diff::diff([a, b], watch, cancel)
}

/// Has the engine check the source's pages: what is damaged is told before anything is made of it.
fn check_source(
    reader: &dyn Reader,
    parts: &[PartKey<'_>],
    watch: &mut Watch<'_>,
    path: &Path,
) -> Result<()> {
    watch.said(format!("checking {}", path.display()));
    for part in parts {
        let PartKey::Table(table) = part else { continue };
        if watch.is_cancelled() {
            return Err(MigrateError::Cancelled { path: path.to_owned() });
        }
        if let Some(line) = reader.check_table(table)?.into_iter().next() {
            let table = Some(table.name.clone());
            return Err(StoreError::Damaged { path: path.to_owned(), table, detail: line }.into());
        }
    }
    Ok(())
}

/// Holds the schema of the copy against that of its source: what no row says.
fn check_schema(copy: &dyn Store, prepared: &Prepared) -> Result<()> {
    // An index of our own that is written anew has a schema of its own.
    let is_carried = prepared.to == Engine::Fjall || !prepared.wants.files;
    let copied = copy.reader()?.content()?.schema;
    let differs = match (&prepared.content.schema, &copied) {
        (Some(source), Some(copied)) if is_carried => schema::differences([source, copied]),
        (Some(_), None) => vec!["its schema is not there".to_owned()],
        _ => Vec::new(),
    };
    match differs.into_iter().next() {
        None => Ok(()),
        Some(what) => Err(MigrateError::NotEqual { path: prepared.target.path.clone(), what }),
    }
}

/// Unix seconds.
fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
