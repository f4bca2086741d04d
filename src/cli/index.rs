//! `magellan-tui index`.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use serde_json::{Value, json};

use super::args;
use super::interrupt::Interrupt;
use super::print::{self, Failure, harmless, harmless_json};
use super::watch;
use crate::index::{self, Heard, IndexError, Options, Progress, RuleOptions, Skip, Summary, Timings};
use crate::model::Outcome;
use crate::store::{self, Engine, Found};

/// Indexes a folder, or brings its index up to date.
pub(super) fn run(args: &args::Index) -> Result<(), Failure> {
    // Before anything else, so that no signal is lost.
    let interrupt = Interrupt::watch()?;
    let rules = RuleOptions::from(args.rules.clone());
    check_source(&args.folder, &rules)?;
    let wanted = args.engine.map(Engine::from);
    let database = match &args.db {
        Some(path) => {
            check_place(path)?;
            path.clone()
        }
        None => store::index_path(&args.folder, wanted)?,
    };
    let how = How {
        engine: engine_of(&database, wanted)?,
        wait: Duration::from_secs(args.wait.into()),
        jobs: args.jobs.map_or(0, usize::from),
        quiet: args.quiet || args.json,
        rules,
        scip: args.scip.clone(),
    };
    if args.watch {
        return watch::run(args, &database, how, &interrupt);
    }
    let summary = index(&args.folder, &database, how, &interrupt)?;
    let mut text = String::new();
    if args.json {
        let summary =
            serde_json::to_string_pretty(&as_json(&summary, &database)).map_err(anyhow::Error::from)?;
        text.push_str(&(harmless_json(&summary) + "\n"));
    } else if !args.quiet {
        text.push_str(&describe(&summary, &database));
    }
    if args.verbose {
        text.push_str(&left_out(&summary));
    }
    if args.timings {
        text.push_str(&timings(&summary.timings));
    }
    print::result(&text)?;
    go_on(&args.folder, &summary, &interrupt)
}

/// How a folder is indexed.
pub(super) struct How {
    /// What keeps the index, where it is a new one.
    pub(super) engine: Engine,
    /// How long to wait while another program writes to it.
    pub(super) wait: Duration,
    /// Worker threads; 0 for one a core.
    pub(super) jobs: usize,
    /// Whether no progress is shown.
    pub(super) quiet: bool,
    /// Which files.
    pub(super) rules: RuleOptions,
    /// SCIP indexes to be heard.
    pub(super) scip: Vec<PathBuf>,
}

impl How {
    /// The same for the index.
    pub(super) fn options(self, folder: &Path, database: &Path) -> Options {
        let How { engine, wait, jobs, rules, scip, .. } = self;
        let args = std::env::args_os().skip(1).map(|arg| arg.to_string_lossy().into_owned()).collect();
        Options {
            root: folder.to_owned(),
            database: database.to_owned(),
            engine,
            wait,
            jobs,
            args,
            rules,
            scip,
        }
    }
}

/// The engine of the database at a path; of a new one the engine that is `wanted`, else the one that its
/// name tells.
///
/// # Errors
/// Where another engine than the wanted one keeps it.
pub(super) fn engine_of(database: &Path, wanted: Option<Engine>) -> Result<Engine, Failure> {
    match (store::identify(database), wanted) {
        (Ok(Found::Database(has)), Some(wanted)) if has != wanted => Err(Failure::usage(format!(
            "{}: a database of {}, not of {}; leave --engine out, or name another database",
            database.display(),
            has.as_str(),
            wanted.as_str()
        ))),
        (Ok(Found::Database(has)), _) => Ok(has),
        // What is wrong with the path is for those to say who open it.
        (_, wanted) => Ok(wanted.unwrap_or_else(|| store::engine_by_name(database))),
    }
}

/// Fails where a signal asked for an end meanwhile.
pub(super) fn go_on(folder: &Path, summary: &Summary, interrupt: &Interrupt) -> Result<(), Failure> {
    let Some(code) = interrupt.code() else { return Ok(()) };
    let what = if summary.outcome == Outcome::Partial {
        "interrupted; what was read is kept, index it again for the rest"
    } else {
        "interrupted when all was read; the index is complete"
    };
    Err(Failure::interrupted(code, format!("{}: {what}", folder.display())))
}

/// Makes sure that a folder holds source, before anything is made in it.
pub(super) fn check_source(folder: &Path, rules: &RuleOptions) -> Result<(), Failure> {
    let what = match std::fs::metadata(folder) {
        Ok(metadata) if metadata.is_dir() => {
            return index::check_source(folder, rules).map_err(|error| match error {
                IndexError::Settings { .. } => Failure::usage(error),
                error => error.into(),
            });
        }
        Ok(_) => "not a folder".to_owned(),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            "no such file or folder".to_owned()
        }
        Err(error) => error.to_string(),
    };
    Err(anyhow::anyhow!("{}: {what}; give a folder of source", folder.display()).into())
}

/// Makes sure that files can be made where a database is to be kept: beside it there is a lock, too.
fn check_place(database: &Path) -> Result<(), Failure> {
    let folder = match database.parent() {
        Some(folder) if folder.as_os_str().is_empty() => Path::new("."),
        Some(folder) => folder,
        None => database,
    };
    let what = match tempfile::tempfile_in(folder) {
        Ok(_) => return Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound => "no such folder".to_owned(),
        Err(error) => error.kind().to_string(),
    };
    let message = format!("{}: {what}; give --db a path in a folder that you may write to", folder.display());
    Err(anyhow::anyhow!(message).into())
}

/// Indexes with a progress line. Where a signal asks for an end, it stops early, and the summary is of
/// what was done until then.
pub(super) fn index(
    folder: &Path,
    database: &Path,
    how: How,
    interrupt: &Interrupt,
) -> Result<Summary, Failure> {
    let bar = bar(how.quiet);
    let options = how.options(folder, database);
    let summary = index::run(&options, &|progress| show(&bar, progress), interrupt.flag());
    bar.finish_and_clear();
    summary.map_err(|error| match (&error, interrupt.code()) {
        (IndexError::Interrupted { .. }, Some(code)) => Failure::interrupted(code, error),
        _ => error.into(),
    })
}

/// The progress line; none where standard error is no terminal.
pub(super) fn bar(quiet: bool) -> ProgressBar {
    let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let bar = ProgressBar::with_draw_target(Some(0), target);
    let template = "{msg} {wide_bar} {done} done, {left} left, {rate}";
    if let Ok(style) = ProgressStyle::with_template(template) {
        let left = |state: &ProgressState, out: &mut dyn std::fmt::Write| {
            // A progress line that cannot be written is no reason to stop.
            let _ = write!(out, "{}", state.len().unwrap_or_default().saturating_sub(state.pos()));
        };
        let rate = |state: &ProgressState, out: &mut dyn std::fmt::Write| {
            let _ = write!(out, "{}/s", counted(state.per_sec().round() as u64, "file"));
        };
        let done = |state: &ProgressState, out: &mut dyn std::fmt::Write| {
            let _ = write!(out, "{}", counted(state.pos(), "file"));
        };
        bar.set_style(style.with_key("done", done).with_key("left", left).with_key("rate", rate));
    }
    bar
}

pub(super) fn show(bar: &ProgressBar, progress: Progress) {
    let (message, done, of) = match progress {
        Progress::Found { files } => ("finding", 0, files),
        Progress::Read { done, of } => ("reading", done, of),
        Progress::Waiting => ("waiting for another writer", 0, bar.length().unwrap_or_default()),
        Progress::Resolving { done, of } => ("resolving", done, of),
        Progress::Writing { done, of } => ("writing", done, of),
    };
    if bar.message() != message {
        bar.set_message(message);
        bar.reset_eta();
    }
    bar.set_length(of);
    bar.set_position(done);
}

pub(super) fn describe(summary: &Summary, database: &Path) -> String {
    let Summary { files, parsed, unchanged, removed, symbols, references, diagnostics, skipped, .. } =
        summary;
    let path: PathBuf = std::path::absolute(database).unwrap_or_else(|_| database.to_owned());
    let mut text = format!(
        "{}: {parsed} indexed ({}, {}), {unchanged} unchanged, {removed} removed\nindex: {}\n",
        counted(*files, "file"),
        counted(*symbols, "symbol"),
        match references {
            1 => "1 reference or call".to_owned(),
            _ => format!("{references} references and calls"),
        },
        harmless(&path.display().to_string())
    );
    if let Some(heard) = &summary.heard {
        text.push_str(&format!("scip: heard of {}", counted(heard.files, "file")));
        if heard.stale > 0 {
            text.push_str(&format!(", {} changed since", counted(heard.stale, "file")));
        }
        if heard.elsewhere > 0 {
            text.push_str(&format!(", {} not indexed", counted(heard.elsewhere, "document")));
        }
        text.push('\n');
    }
    if !skipped.is_empty() {
        text.push_str(&format!("left out: {}\n", index::told(skipped)));
    }
    if *diagnostics > 0 {
        text.push_str(&format!("diagnostics: {diagnostics}, stored with the run\n"));
    }
    text
}

/// What was left out, a line each.
pub(super) fn left_out(summary: &Summary) -> String {
    let line = |skip: &Skip| {
        let slash = if skip.is_folder { "/" } else { "" };
        format!("left out: {}{slash}: {}\n", harmless(&skip.path), skip.reason.told())
    };
    summary.skipped.iter().map(line).collect()
}

pub(super) fn as_json(summary: &Summary, database: &Path) -> Value {
    let Timings { walk, read, parse, extract, resolve, write, wall } = &summary.timings;
    let seconds = Duration::as_secs_f64;
    let skip =
        |skip: &Skip| json!({ "path": skip.path, "folder": skip.is_folder, "reason": skip.reason.as_str() });
    json!({
        "database": std::path::absolute(database).unwrap_or_else(|_| database.to_owned()).to_string_lossy(),
        "outcome": summary.outcome.as_str(),
        "files": summary.files,
        "parsed": summary.parsed,
        "unchanged": summary.unchanged,
        "removed": summary.removed,
        "symbols": summary.symbols,
        "references": summary.references,
        "diagnostics": summary.diagnostics,
        "scip": summary.heard.map(|Heard { files, stale, elsewhere }| {
            json!({ "files": files, "stale": stale, "elsewhere": elsewhere })
        }),
        "left_out": summary.skipped.iter().map(skip).collect::<Vec<_>>(),
        "seconds": {
            "walk": seconds(walk),
            "read": seconds(read),
            "parse": seconds(parse),
            "extract": seconds(extract),
            "resolve": seconds(resolve),
            "write": seconds(write),
            "wall": seconds(wall),
        },
    })
}

/// A number of things, in words that fit it.
pub(super) fn counted(number: u64, thing: &str) -> String {
    let s = if number == 1 { "" } else { "s" };
    format!("{number} {thing}{s}")
}

fn timings(timings: &Timings) -> String {
    let Timings { walk, read, parse, extract, resolve, write, wall } = timings;
    let total: Duration = [walk, read, parse, extract, resolve, write].into_iter().sum();
    let rows = [
        ("walk", walk),
        ("read", read),
        ("parse", parse),
        ("extract", extract),
        ("resolve", resolve),
        ("write", write),
    ];
    let mut text = String::new();
    for (name, time) in rows {
        let share = 100.0 * time.as_secs_f64() / total.as_secs_f64().max(f64::MIN_POSITIVE);
        text.push_str(&format!("{name:<8}{:>9.3} s {share:>5.1} %\n", time.as_secs_f64()));
    }
    text.push_str(&format!("{:<8}{:>9.3} s by the clock\n", "wall", wall.as_secs_f64()));
    text
}
