//! `magellan-tui index --watch`.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use super::args;
use super::index::{How, as_json, bar, counted, describe, go_on, left_out, show};
use super::interrupt::Interrupt;
use super::print::{self, Failure, harmless_json};
use crate::index::{Follow, IndexError, News, Update};

/// Brings an index up to date, and again whenever something happens in its folder, until a signal asks for an end.
pub(super) fn run(
    args: &args::Index,
    database: &Path,
    how: How,
    interrupt: &Interrupt,
) -> Result<(), Failure> {
    let bar = bar(how.quiet);
    let options = how.options(&args.folder, database);
    let follow = Follow::new(&options);
    let halt = follow.halt();
    interrupt.then(move || halt.halt())?;
    let mut interrupted = None;
    // That nobody reads on is told when there is something to tell.
    let mut printed = Ok(());
    let mut tell = |news: News| {
        bar.finish_and_clear();
        let said = match news {
            News::Follows(summary, trouble) => {
                let said = match args.json {
                    true => line(&as_json(&summary, database)),
                    false if args.quiet => Ok(()),
                    false => print::result(&describe(&summary, database)),
                };
                if args.verbose {
                    printed = print::result(&left_out(&summary));
                }
                if let Some(trouble) = trouble {
                    print::message(&format!("{trouble}; the folder is looked at every few seconds"));
                }
                // A signal that came before that interrupted the first run.
                interrupted = interrupt.code().map(|_| *summary);
                said
            }
            News::Updated(update, took) if args.json => line(&updated_json(&update, took)),
            News::Updated(update, took) if !args.quiet => {
                print::message(&updated(&update, took));
                Ok(())
            }
            News::Updated(..) => Ok(()),
            News::Waits => {
                print::message("waiting for another writer");
                Ok(())
            }
        };
        if printed.is_ok() {
            printed = said;
        }
    };
    let followed = follow.run(&options, &|progress| show(&bar, progress), &mut tell);
    bar.finish_and_clear();
    match (followed, interrupt.code()) {
        (Err(error @ IndexError::Interrupted { .. }), Some(code)) => {
            return Err(Failure::interrupted(code, error));
        }
        (followed, _) => followed?,
    }
    printed?;
    // What was asked for was done: to be told to end it is no failure.
    interrupted.map_or(Ok(()), |summary| go_on(&args.folder, &summary, interrupt))
}

/// One line of JSON.
fn line(json: &Value) -> Result<(), Failure> {
    print::result(&(harmless_json(&json.to_string()) + "\n"))
}

fn updated(update: &Update, took: Duration) -> String {
    let Update { summary, resolved, written } = update;
    let removed = match summary.removed {
        0 => String::new(),
        removed => format!(", {removed} removed"),
    };
    format!(
        "{} indexed{removed}, {resolved} resolved again, {} written in {} ms",
        counted(summary.parsed, "file"),
        counted(*written, "file"),
        took.as_millis()
    )
}

fn updated_json(update: &Update, took: Duration) -> Value {
    let Update { summary, resolved, written } = update;
    json!({
        "parsed": summary.parsed,
        "removed": summary.removed,
        "resolved": resolved,
        "written": written,
        "ms": took.as_secs_f64() * 1000.0,
    })
}
