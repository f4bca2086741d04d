//! `magellan-tui migrate`.

use std::path::Path;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::interrupt::Interrupt;
use super::print::{self, Failure, grouped, harmless, harmless_json};
use super::{args, database};
use crate::migrate::{self, Event, MigrateError, Options, PartReport, Plan, Report};

/// How often the progress line moves while nothing is reported.
const TICK: Duration = Duration::from_millis(120);

/// Copies a database into another one, or says what that would do.
pub(super) fn run(args: &args::Migrate) -> Result<(), Failure> {
    // Before anything else, so that no signal is lost.
    let interrupt = Interrupt::watch()?;
    let options = Options {
        from: database::at(&args.from)?,
        to: args.to.clone(),
        engine: args.engine.map(Into::into),
        force: args.force,
        wait: Duration::from_secs(args.wait.into()),
    };
    let plan = migrate::plan(&options)?;
    if args.dry_run {
        return print::result(&if args.json { as_json(&plan)? } else { planned(&plan) });
    }
    let mut shown = Shown::new(&plan);
    let outcome = migrate::run(&options, &mut |event| shown.event(event), interrupt.flag());
    shown.bar.finish_and_clear();
    match outcome {
        Ok(report) => print::result(&if args.json { as_json(&report)? } else { done(&report) }),
        Err(error @ MigrateError::Cancelled { .. }) => match interrupt.code() {
            Some(code) => Err(Failure::interrupted(code, error)),
            None => Err(error.into()),
        },
        Err(error) => Err(error.into()),
    }
}

/// The progress line; none where standard error is no terminal.
struct Shown {
    bar: ProgressBar,
    /// Of each part its name, its rows, and how many of them are copied and read back.
    parts: Vec<(String, u64, u64, u64)>,
}

impl Shown {
    fn new(plan: &Plan) -> Shown {
        let rows: u64 = plan.parts.iter().map(|part| part.rows).sum();
        // Every row is copied, and read back.
        let bar = ProgressBar::new(rows.saturating_mul(2));
        let line = "{spinner} {percent:>3} % {per_sec}, {eta} left: {msg}";
        if let Ok(style) = ProgressStyle::with_template(line) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(TICK);
        let parts = plan.parts.iter().map(|part| (part.name.clone(), part.rows, 0, 0)).collect();
        Shown { bar, parts }
    }

    fn event(&mut self, event: Event) {
        let doing = match event {
            Event::Said(line) => {
                self.bar.set_message(harmless(&line));
                return;
            }
            Event::CleanedUp(left) => {
                let left = left.display();
                self.bar.suspend(|| {
                    print::message(&format!("{left}: left by a copy that did not come to its end; removed"));
                });
                return;
            }
            Event::Copied { part, rows, .. } => self.parts.get_mut(part).map(|part| {
                part.2 = rows;
                format!("copying {}", part.0)
            }),
            Event::Compared { part, rows } => self.parts.get_mut(part).map(|part| {
                part.3 = rows;
                format!("reading back {}", part.0)
            }),
            Event::Verified { part, report } => self.parts.get_mut(part).map(|part| {
                part.3 = report.rows[1];
                format!("reading back {}", part.0)
            }),
        };
        self.bar.set_position(self.parts.iter().map(|part| part.2 + part.3).sum());
        self.bar.set_message(harmless(&doing.unwrap_or_default()));
    }
}

pub(super) fn as_json(what: &impl serde::Serialize) -> anyhow::Result<String> {
    Ok(harmless_json(&serde_json::to_string_pretty(what)?) + "\n")
}

/// A size as people read it.
fn size(bytes: u64) -> String {
    indicatif::HumanBytes(bytes).to_string()
}

fn seconds(milliseconds: u64) -> String {
    format!("{:.1} s", milliseconds as f64 / 1000.0)
}

fn shown(path: &Path) -> String {
    harmless(&path.display().to_string())
}

fn planned(plan: &Plan) -> String {
    let mut text =
        format!("from      {} ({}, {})\n", shown(&plan.from), plan.from_engine, size(plan.from_bytes));
    text.push_str(&format!("to        {} ({})\n", shown(&plan.to), plan.to_engine));
    text.push_str(&format!(
        "takes     about {} of {} that are free\n",
        size(plan.expected_bytes),
        size(plan.free_bytes)
    ));
    text.push_str(&format!("time      about {}\n", seconds(plan.expected_ms)));
    if plan.replaces {
        text.push_str("replaces  what is there, once the copy is complete\n");
    }
    if let Some(left) = &plan.left_over {
        text.push_str(&format!("removes   {}, left by a copy that did not come to its end\n", shown(left)));
    }
    text.push('\n');
    let names = plan.parts.iter().map(|part| (part.name.as_str(), part.rows));
    let width = width(names.clone().map(|(name, _)| name));
    for (part, (name, rows)) in plan.parts.iter().zip(names).filter(|(_, (_, rows))| *rows > 0) {
        let becomes = match part.becomes {
            migrate::Becomes::Records => "records",
            migrate::Becomes::Rows => "rows, as they are",
        };
        text.push_str(&format!("{:<width$} {:>14}  {becomes}\n", harmless(name), grouped(rows)));
    }
    text.push_str(&empty(plan.parts.iter().filter(|part| part.rows == 0).count()));
    text
}

fn done(report: &Report) -> String {
    let mut text =
        format!("from      {} ({}, {})\n", shown(&report.from), report.from_engine, size(report.bytes[0]));
    text.push_str(&format!(
        "to        {} ({}, {})\n",
        shown(&report.to),
        report.to_engine,
        size(report.bytes[1])
    ));
    let [copied, compared] = report.duration_ms.map(seconds);
    let rate = grouped(report.rows_per_second);
    text.push_str(&format!(
        "copied    in {copied} ({rate} rows/s), checked, read back and compared in {compared}\n\n"
    ));
    text.push_str(&parts(&report.parts));
    text
}

/// Parts with both counts and hashes, a line each.
pub(super) fn parts(parts: &[PartReport]) -> String {
    let filled = |part: &&PartReport| part.rows != [0, 0] || !part.is_equal();
    let width = width(parts.iter().filter(filled).map(|part| part.name.as_str()));
    let mut text = String::new();
    for part in parts.iter().filter(filled) {
        let [a, b] = part.rows.map(grouped);
        let [hash, other] = [0, 1].map(|side| short(part, side));
        text.push_str(&match part.is_equal() {
            true => format!("{:<width$} {a:>14}  {hash}  equal\n", harmless(&part.name)),
            false => format!("{:<width$} {a:>14}  {hash}  {b} {other}  DIFFERS\n", harmless(&part.name)),
        });
    }
    text.push_str(&empty(parts.iter().filter(|part| !filled(part)).count()));
    text
}

/// The beginning of a hash.
fn short(part: &PartReport, side: usize) -> String {
    part.hashes.get(side).map(|hash| hash.chars().take(16).collect()).unwrap_or_default()
}

fn width<'a>(names: impl Iterator<Item = &'a str>) -> usize {
    names.map(|name| harmless(name).chars().count()).fold(20, usize::max)
}

fn empty(parts: usize) -> String {
    match parts {
        0 => String::new(),
        1 => "and one that is empty\n".to_owned(),
        _ => format!("and {parts} that are empty\n"),
    }
}
