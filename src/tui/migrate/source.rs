//! The first step: what is to be copied, and whether it is sound.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::lines::{self, Line, named};
use super::sides::Pane;
use super::{Migrate, Question, Reply};
use crate::model::Counts;
use crate::store::{Meta, Verification};
use crate::tui::answer::{Answer, Slot};
use crate::tui::services::{Loadable, Services};
use crate::tui::text;
use crate::tui::theme::{Paint, Theme};
use crate::tui::widgets::list::ListState;
use crate::tui::widgets::pane;
use crate::tui::widgets::panes::{Division, Size};

/// Columns from which the counts have a pane of their own.
const WIDE: u16 = 70;
/// Columns of that pane.
const COUNTS: u16 = 28;

/// What the source is.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// What it says of itself.
    pub meta: Meta,
    /// What it holds.
    pub counts: Counts,
    /// When its last run began, in Unix seconds.
    pub last_run_at: Option<i64>,
    /// When it was asked, in Unix seconds.
    pub now: i64,
}

/// The check of the source.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Check {
    /// It begins.
    #[default]
    Begins,
    /// It checks this, of which so many are done.
    Runs(String, u64),
    /// It found this.
    Done {
        /// What.
        found: Verification,
        /// Whether it was stopped early.
        stopped: bool,
    },
    /// It could not be made.
    Failed(String),
}

/// The state of the step.
#[derive(Debug, Default)]
pub(super) struct Source {
    pub(super) facts: Loadable<Facts>,
    pub(super) check: Check,
    pub(super) list: ListState,
    /// Lines when it was drawn last.
    pub(super) len: usize,
}

impl Migrate {
    pub(super) fn ask_facts(&mut self, services: &mut Services) {
        self.source.facts = Loadable::Loading;
        let copier = std::sync::Arc::clone(&self.copier);
        Migrate::ask(services, Question::Facts, move |desk| {
            let reader = desk.store.reader()?;
            let last = reader.executions(None, 1)?.items.into_iter().next();
            Ok(Reply::Facts(Facts {
                meta: reader.meta()?,
                counts: reader.counts()?,
                last_run_at: last.map(|run| run.started_at),
                now: copier.now(),
            }))
        });
    }

    pub(super) fn ask_check(&mut self, services: &mut Services) {
        self.source.check = Check::Begins;
        Migrate::ask(services, Question::Check, |desk| {
            let is_wanted = || !desk.cancel.load(std::sync::atomic::Ordering::Relaxed);
            let mut told = std::time::Instant::now();
            let mut progress = |what: &str, done: u64| {
                if told.elapsed() >= crate::tui::PROGRESS_INTERVAL {
                    told = std::time::Instant::now();
                    let reply = Reply::Checking(what.to_owned(), done);
                    (desk.report)(Answer::Migrate(Box::new(reply)));
                }
                is_wanted()
            };
            let found = desk.store.verify(&mut progress)?;
            Ok(Reply::Checked(found, !is_wanted()))
        });
    }

    /// Stops the check, or begins it again.
    pub(super) fn toggle_check(&mut self, services: &mut Services) {
        if !services.jobs.stop(&Slot::Migrate(Question::Check)) {
            self.ask_check(services);
        }
    }

    /// What the check says: a sign, words and their colour.
    pub(super) fn check_line(&self, theme: &Theme) -> (String, Paint) {
        match &self.source.check {
            Check::Begins => ("\u{2026} begins".to_owned(), theme.bar),
            Check::Runs(what, done) => {
                (format!("\u{2026} {what}: {}; c stops it", text::grouped(*done)), theme.bar)
            }
            Check::Failed(why) => (format!("\u{2717} {why}"), theme.error),
            Check::Done { found, .. } if !found.damage.is_empty() => {
                let count = found.damage.len() as u64;
                let faults = text::counted(count, "fault");
                (format!("\u{2717} {faults}; what is damaged may not be copied"), theme.error)
            }
            Check::Done { stopped: true, .. } => {
                ("! stopped early; c checks again".to_owned(), theme.warning)
            }
            Check::Done { found, .. } => {
                // Bytes that were read are counted there as well.
                let counts = found.checked.iter().filter(|(what, _)| !what.starts_with("bytes"));
                let checked = counts.fold(0, |sum: u64, (_, count)| sum.saturating_add(*count));
                (format!("\u{2713} sound: {} read", text::counted(checked, "record")), theme.ok)
            }
        }
    }

    pub(super) fn draw_source(&mut self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let counts = self.count_lines(theme);
        if area.width < WIDE {
            return self.draw_about(area, counts, buffer, theme);
        }
        let [list, other] = [Division::Pane(Pane::List), Division::Pane(Pane::Other)];
        let division = Division::beside("counts", Size::Second(COUNTS), list, other);
        for (pane, area) in self.divide(area, &[Pane::List, Pane::Other], &division) {
            match pane {
                Pane::Other => self.draw_side((pane, area), ("Counts", &counts), false, buffer, theme),
                _ => self.draw_about(area, Vec::new(), buffer, theme),
            }
        }
    }

    /// What it says of itself and what the check says, with what else is to be in that pane.
    fn draw_about(&mut self, area: Rect, rest: Vec<Line>, buffer: &mut Buffer, theme: &Theme) {
        let mut all = self.about_lines(usize::from(area.width.saturating_sub(2)), theme);
        all.extend(rest);
        self.source.len = all.len();
        let fits = all.len() + 2 <= usize::from(area.height);
        let note = if fits { String::new() } else { pane::position(self.source.list.selected, all.len()) };
        let inside = pane::frame(area, buffer, theme, "Source", &note, self.is_focused(Pane::List));
        self.list_area = inside;
        lines::scroll(&all, &mut self.source.list, inside, buffer, theme);
    }

    fn about_lines(&self, width: usize, theme: &Theme) -> Vec<Line> {
        let plain = Paint::default();
        let mut all = named("path", &self.from.to_string_lossy(), plain, width, theme);
        let (words, paint) = self.check_line(theme);
        all.extend(named("check", &words, paint, width, theme));
        match &self.source.facts {
            Loadable::Ready(facts) => {
                let meta = &facts.meta;
                let schema = format!("{}, by {}", meta.schema_version, meta.made_by());
                let indexed = facts.last_run_at.map_or_else(
                    || "never, as far as its log says".to_owned(),
                    |at| format!("{}, {} UTC", text::ago(facts.now.saturating_sub(at)), text::time(at)),
                );
                for (name, value) in [
                    ("engine", meta.engine.as_str().to_owned()),
                    ("schema", schema),
                    ("size", text::size(meta.size_bytes)),
                    ("indexed", indexed),
                ] {
                    all.extend(named(name, &value, plain, width, theme));
                }
            }
            Loadable::Loading => all.extend(named("engine", "reading \u{2026}", theme.dim, width, theme)),
            Loadable::Failed(why) => all.extend(named("trouble", why, theme.error, width, theme)),
        }
        if let Check::Done { found, .. } = &self.source.check {
            for fault in &found.damage {
                all.extend(named("", &format!("\u{2717} {fault}"), theme.error, width, theme));
            }
            for note in &found.notes {
                all.extend(named("", &format!("! {note}"), theme.warning, width, theme));
            }
        }
        if let Some(facts) = self.source.facts.get() {
            for notice in &facts.meta.notices {
                all.extend(named("note", notice, theme.warning, width, theme));
            }
        }
        all
    }

    fn count_lines(&self, theme: &Theme) -> Vec<Line> {
        let Some(facts) = self.source.facts.get() else { return Vec::new() };
        let line = |(name, count): (&'static str, u64)| {
            let style = if count == 0 { theme.dim } else { theme.heading };
            Line {
                left: vec![Span::styled(name, theme.dim)],
                right: Span::styled(text::grouped(count), style),
            }
        };
        facts.counts.entries().into_iter().map(line).collect()
    }
}
