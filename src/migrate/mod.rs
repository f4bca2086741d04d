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
    let started = Instant::now();
    let made_at = now();
    let mut watch = Watch::new(watch, cancel);
    let store = store::open(&options.from)?;
    let reader = store.reader()?;
    let prepared = prepare(options, plan::engine_of(&options.from)?, &*reader)?;
    let place = &prepared.target.path;
    let staging = Staging::begin(place, options.wait)?;
    if let Some(left) = prepared.target.left_over.clone() {
        (watch.to)(Event::CleanedUp(left));
    }
    let parts = prepared.parts();
    check_source(&*reader, &parts, &mut watch, &options.from)?;

    watch.said(format!("copying to {}", options.to.display()));
    let begin = Instant::now();
    let importer = store::import(staging.path(), place, prepared.to, &prepared.content, &*reader)?;
    let read = Copying::new(&*reader, &parts, &mut watch, place).run(importer)?;
    let copied = begin.elapsed();

    watch.said("checking the copy");
    let copy = store::open(staging.path())?;
    let copy_reader = copy.reader()?;
    check_copy(&*copy, &*copy_reader, &prepared, &mut watch)?;
    let reports = compare(&parts, &read, [&*reader, &*copy_reader], &mut watch, place)?;
    let bytes = [prepared.meta.size_bytes, copy_reader.meta()?.size_bytes];
    drop(copy_reader);
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

/// Holds what the copy is made of against its source, and has the engine check it: what no row says.
fn check_copy(
    copy: &dyn Store,
    reader: &dyn Reader,
    prepared: &Prepared,
    watch: &mut Watch<'_>,
) -> Result<()> {
    let place = &prepared.target.path;
    let mut wrong = Vec::new();
    let is_rebuilt = prepared.to == Engine::Sqlite && !prepared.wants.files;
    let content = reader.content()?;
    if let (Some(source), Some(copied)) = (&prepared.content.schema, &content.schema)
        && (is_rebuilt || prepared.to == Engine::Fjall)
    {
        wrong.extend(schema::differences([source, copied]));
    }
    wrong.extend(copy.check_beside(&mut |_, _| !watch.is_cancelled())?);
    if watch.is_cancelled() {
        return Err(MigrateError::Cancelled { path: place.clone() });
    }
    match wrong.into_iter().next() {
        None => Ok(()),
        Some(what) => Err(MigrateError::NotEqual { path: place.clone(), what }),
    }
}

/// Unix seconds.
fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
