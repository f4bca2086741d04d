//! Who makes copies: what stands between the wizard and the work, off the screen's thread.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant, SystemTime};

use crossbeam_channel::Receiver;

use crate::migrate::{self, Event, MigrateError, Options, Plan, Report};
use crate::store::Engine;
use crate::tui::data::target::{self, Look};
use crate::tui::text;

/// What is told of a copy, and how long after it began.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// How long after the copy began.
    pub at: Duration,
    /// What is told.
    pub event: Event,
}

/// What the wizard has done for it. Called on worker threads.
pub trait Copier: Send + Sync {
    /// Now, in Unix seconds.
    fn now(&self) -> i64;

    /// Where a copy of `from` in `engine` would usually be, under a name that is free.
    fn preset(&self, from: &Path, engine: Engine) -> PathBuf;

    /// What is at the path that the user typed for a copy of `from`.
    fn look(&self, from: &Path, typed: &str) -> Look;

    /// What a copy would do.
    ///
    /// # Errors
    /// As [`migrate::plan`].
    fn plan(&self, options: &Options) -> migrate::Result<Plan>;

    /// Makes a copy.
    ///
    /// # Errors
    /// As [`migrate::run`].
    fn run(
        &self,
        options: &Options,
        watch: &mut dyn FnMut(Told),
        cancel: &AtomicBool,
    ) -> migrate::Result<Report>;
}

/// Makes real copies, on this machine's disks.
pub struct Disk;

impl Copier for Disk {
    fn now(&self) -> i64 {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    }

    fn preset(&self, from: &Path, engine: Engine) -> PathBuf {
        target::preset(from, engine)
    }

    fn look(&self, from: &Path, typed: &str) -> Look {
        target::look(from, typed)
    }

    fn plan(&self, options: &Options) -> migrate::Result<Plan> {
        migrate::plan(options)
    }

    fn run(
        &self,
        options: &Options,
        watch: &mut dyn FnMut(Told),
        cancel: &AtomicBool,
    ) -> migrate::Result<Report> {
        let began = Instant::now();
        migrate::run(options, &mut |event| watch(Told { at: began.elapsed(), event }), cancel)
    }
}

/// Why there is no copy, as the wizard says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Whether it was only asked to stop.
    pub stopped: bool,
    /// What happened, and what to do.
    pub words: String,
    /// Bytes that the copy takes, where there are too few.
    pub wanted: Option<u64>,
}

impl Trouble {
    /// Something that failed.
    pub(super) fn failure(words: impl Into<String>) -> Trouble {
        Trouble { stopped: false, words: words.into(), wanted: None }
    }
}

impl From<MigrateError> for Trouble {
    fn from(error: MigrateError) -> Trouble {
        let words = match &error {
            MigrateError::Exists { path } => {
                format!(
                    "{}: a database is there already; give another path, or say that it is to be replaced",
                    path.display()
                )
            }
            MigrateError::NoSpace { path, wanted, free } => format!(
                "{}: too little space: the copy takes about {}, and {} are free; make room, or give another path",
                path.display(),
                text::size(*wanted),
                text::size(*free)
            ),
            _ => error.to_string(),
        };
        let wanted = match &error {
            MigrateError::NoSpace { wanted, .. } => Some(*wanted),
            _ => None,
        };
        Trouble { stopped: matches!(error, MigrateError::Cancelled { .. }), words, wanted }
    }
}

/// Makes a copy and passes on what is told of it, in lots, some ten times a second.
pub(super) fn run_reporting(
    copier: &dyn Copier,
    options: &Options,
    cancel: &AtomicBool,
    report: &dyn Fn(Vec<Told>),
) -> Result<Report, Trouble> {
    let (sender, receiver) = crossbeam_channel::unbounded();
    std::thread::scope(|scope| {
        let run = scope.spawn(move || {
            // The listener is there until this thread drops its end.
            let mut watch = |told| drop(sender.send(told));
            copier.run(options, &mut watch, cancel)
        });
        while let Some(lot) = lot(&receiver) {
            report(lot);
            std::thread::sleep(crate::tui::PROGRESS_INTERVAL);
        }
        match run.join() {
            Ok(done) => done.map_err(Trouble::from),
            Err(_) => {
                let words =
                    "the program failed; run `magellan-tui migrate` with --log FILE and report what it says";
                Err(Trouble::failure(words))
            }
        }
    })
}

/// Waits for something that is told, and takes what else is there. Of reports that follow each other on one
/// part only the newest counts. `None` when nothing more will come.
fn lot(receiver: &Receiver<Told>) -> Option<Vec<Told>> {
    let mut lot = vec![receiver.recv().ok()?];
    for told in receiver.try_iter() {
        match (lot.last_mut(), &told.event) {
            (Some(last), Event::Copied { part, .. }) if matches!(&last.event, Event::Copied { part: before, .. } if before == part) =>
            {
                *last = told;
            }
            (Some(last), Event::Compared { part, .. }) if matches!(&last.event, Event::Compared { part: before, .. } if before == part) =>
            {
                *last = told;
            }
            _ => lot.push(told),
        }
    }
    Some(lot)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_reports_on_one_part_the_newest_counts() {
        let (sender, receiver) = crossbeam_channel::unbounded();
        let copied = |part, rows| Event::Copied { part, rows, bytes: rows * 10 };
        let said = || Event::Said("copying".to_owned());
        for event in [copied(0, 1), copied(0, 2), said(), copied(0, 3), copied(1, 1), copied(1, 9)] {
            sender.send(Told { at: Duration::ZERO, event }).unwrap();
        }
        drop(sender);
        let events: Vec<Event> = lot(&receiver).unwrap().into_iter().map(|told| told.event).collect();
        assert_eq!(events, [copied(0, 2), said(), copied(0, 3), copied(1, 9)]);
        assert_eq!(lot(&receiver), None);
    }
}
