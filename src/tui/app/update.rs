//! Bringing the index up to date while it is looked at.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::App;
use crate::index::{Progress, Summary};
use crate::model::Outcome;
use crate::store::{Engine, Origin};
use crate::tui::answer::{Answer, Slot};
use crate::tui::services::Tone;
use crate::tui::text;

/// The index being brought up to date.
pub(super) struct Update {
    /// Whether the user asked for it, and is to be told also that nothing had changed.
    pub(super) asked: bool,
    pub(super) progress: Option<Progress>,
    pub(super) cancel: Arc<AtomicBool>,
}

impl App {
    /// Tells an update that runs to stop and keep what it has; `false` where none runs.
    pub fn stop_update(&mut self) -> bool {
        let update = self.update.take();
        update.map(|update| update.cancel.store(true, Ordering::Relaxed)).is_some()
    }

    /// Why the index cannot be brought up to date now; `None` where it can.
    pub(super) fn why_no_update(&self) -> Option<String> {
        if self.update.is_some() {
            return Some("the index is being brought up to date already".to_owned());
        }
        if self.following.is_some() {
            return Some("the index follows the folder: it is up to date".to_owned());
        }
        if self.origin == Origin::Magellan {
            return Some(
                "Magellan wrote this database, it is only read here: `magellan watch` updates it".to_owned(),
            );
        }
        let unknown = "nobody knows where the sources are; --root DIR says it";
        self.project.is_none().then(|| unknown.to_owned())
    }

    /// How the project is indexed; `None` where nobody knows where it is.
    pub(super) fn index_options(&self) -> Option<crate::index::Options> {
        Some(crate::index::Options {
            root: self.project.clone()?,
            database: self.database.clone(),
            engine: self.meta.as_ref().map_or(Engine::Fjall, |meta| meta.engine),
            wait: std::time::Duration::ZERO,
            jobs: 0,
            args: std::env::args_os().map(|arg| arg.to_string_lossy().into_owned()).collect(),
            rules: Default::default(),
            scip: Vec::new(),
        })
    }

    /// Brings the index up to date, because the user `asked` for it or because the program starts.
    pub(super) fn start_update(&mut self, asked: bool) {
        if let Some(why) = self.why_no_update() {
            return self.services.say(Tone::Refusal, why);
        }
        let Some(options) = self.index_options() else { return };
        let cancel = Arc::new(AtomicBool::new(false));
        self.update = Some(Update { asked, progress: None, cancel: Arc::clone(&cancel) });
        self.services.ask(Slot::Update, move |desk| {
            if !options.root.is_dir() {
                return Ok(Answer::Updated(Err(not_there(&options.root))));
            }
            // Started off this thread, so that what it reports can be passed on from here.
            let done = update_reporting(&options, &cancel, desk.report);
            Ok(Answer::Updated(done))
        });
    }

    /// Reads everything again after the index was brought up to date, and says what was done.
    pub(super) fn updated(&mut self, result: Result<Summary, String>) {
        let asked = self.update.take().is_some_and(|update| update.asked);
        match result {
            Err(why) => self.services.say(Tone::Failure, why),
            Ok(summary) => {
                let what = match (summary.parsed, summary.removed) {
                    (0, 0) => "nothing had changed".to_owned(),
                    (parsed, 0) => format!("{} read again", text::counted(parsed, "file")),
                    (parsed, removed) => {
                        format!("{} read again, {removed} removed", text::counted(parsed, "file"))
                    }
                };
                let told = match summary.diagnostics {
                    0 => String::new(),
                    count => format!("; {}, see the run in the overview", text::counted(count, "complaint")),
                };
                let changed = summary.parsed + summary.removed > 0;
                if summary.outcome == Outcome::Success && !changed && !asked {
                    // Nobody waits to hear that there is nothing new.
                } else if summary.outcome == Outcome::Success {
                    self.services.say(Tone::Done, format!("the index is up to date: {what}{told}"));
                } else {
                    self.services.say(Tone::Refusal, format!("stopped: {what}{told}"));
                }
                self.read_again(changed);
            }
        }
    }
}

/// What to say of sources that are not where they were.
pub(super) fn not_there(path: &Path) -> String {
    format!("{} is not there; --root DIR says where the sources are", path.display())
}

/// Runs an update and passes on how far it is, at most some times a second.
fn update_reporting(
    options: &crate::index::Options,
    cancel: &AtomicBool,
    report: &dyn Fn(Answer),
) -> Result<crate::index::Summary, String> {
    let (sender, receiver) = crossbeam_channel::bounded(1);
    std::thread::scope(|scope| {
        let run = scope.spawn(|| {
            // The newest report is enough: one that finds the channel full is dropped.
            let tell = move |progress| {
                let _ = sender.try_send(progress);
            };
            crate::index::run(options, &tell, cancel)
        });
        for progress in receiver {
            report(Answer::Progress(progress));
            std::thread::sleep(crate::tui::PROGRESS_INTERVAL);
        }
        match run.join() {
            Ok(done) => done.map_err(|error| error.to_string()),
            Err(_) => Err("the index run failed; run `magellan-tui index` to see why".to_owned()),
        }
    })
}
