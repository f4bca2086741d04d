//! `magellan-tui diff`.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::interrupt::Interrupt;
use super::migrate::{as_json, parts};
use super::print::{self, Failure, harmless};
use super::{args, database};
use crate::migrate::{self, Difference, MigrateError};

/// How often the progress line moves while nothing is reported.
const TICK: Duration = Duration::from_millis(120);

/// Compares two databases. Fails with code 1 where they differ, and with 2 where they cannot be compared.
pub(super) fn run(args: &args::Diff) -> Result<(), Failure> {
    let interrupt = Interrupt::watch()?;
    let [a, b] = [database::at(&args.a), database::at(&args.b)].map(|found| found.map_err(Failure::trouble));
    let (a, b) = (a?, b?);
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} comparing {msg}: {human_pos}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(TICK);
    let outcome = migrate::diff(
        &a,
        &b,
        &mut |part, rows| {
            bar.set_message(harmless(part));
            bar.set_position(rows);
        },
        interrupt.flag(),
    );
    bar.finish_and_clear();
    let found = outcome.map_err(|error| match (&error, interrupt.code()) {
        (MigrateError::Cancelled { .. }, Some(code)) => Failure::interrupted(code, error),
        _ => Failure::from(error).trouble(),
    })?;
    print::result(&if args.json { as_json(&found)? } else { as_text(&found) })?;
    match found.is_empty() {
        true => Ok(()),
        false => Err(anyhow::anyhow!("{} and {} are not the same", a.display(), b.display()).into()),
    }
}

fn as_text(found: &Difference) -> String {
    let mut text = parts(&found.parts);
    if !found.first.is_empty() {
        text.push('\n');
    }
    for line in &found.first {
        text.push_str(&format!("{}\n", harmless(line)));
    }
    text
}
