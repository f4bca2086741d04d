//! History: the log of runs, what each did and complained of, and two of them side by side.

mod ask;
mod chart;
mod details;
mod draw;
mod export;
pub mod facts;

pub use ask::{Question, Reply};

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use self::details::Laid;
use super::action::{Action, Context};
use super::answer::Slot;
use super::data::history::filter::Filter;
use super::data::overview::RunRow;
use super::data::place::Place;
use super::exporting::Export;
use super::services::Services;
use super::theme::Theme;
use super::view::View;
use super::widgets::list::ListState;
use super::widgets::panes::Panes;
use super::widgets::window::Window;
use crate::model::{Execution, Outcome};

/// Seconds after which nobody waits for the end of a run any more.
const LONGEST_RUN: i64 = 86_400;

/// A pane of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Pane {
    /// The runs.
    #[default]
    Runs,
    /// The selected run in full, beside the marked one where one is marked.
    Details,
    /// One of the charts, by its place among them.
    Chart(usize),
}

/// The screen.
#[derive(Default)]
pub struct History {
    focus: Pane,
    window: Window<Execution>,
    /// The filter as it was typed, and what is wrong with it.
    typed: String,
    mistake: Option<String>,
    filter: Filter,
    /// Why the log could not be read.
    trouble: Option<String>,
    /// Whether the user has stopped the search for more runs.
    stopped: bool,
    /// The selected run with what it complained of.
    told: Option<Arc<RunRow>>,
    /// The run that others are held against.
    marked: Option<Arc<RunRow>>,
    details: ListState,
    laid: Laid,
    /// Lines of the details when they were drawn last.
    detail_lines: usize,
    /// Which commit of the database the runs are of.
    generation: Option<u64>,
    /// Whether the log is read again; what was read before is shown until then.
    stale: bool,
    /// The run that is to be selected again then.
    before: Option<i64>,
    runs_area: Rect,
    details_area: Rect,
    /// The charts that are drawn, and where their columns are.
    charts: Vec<(usize, Rect)>,
    /// How many charts there is room for.
    chart_count: usize,
    panes: Panes,
}

impl History {
    /// Whether the newest run goes on: somebody waits for what comes of it.
    fn is_running(&self, now: i64) -> bool {
        let newest = self.window.row(0).filter(|_| self.window.position().0.is_some());
        newest.is_some_and(|run| run.outcome == Outcome::Running && now - run.started_at < LONGEST_RUN)
    }

    /// Marks the selected run, or none where it is marked.
    fn mark(&mut self) {
        let is_it =
            |marked: &Arc<RunRow>| self.told.as_ref().is_some_and(|told| told.run.row == marked.run.row);
        self.marked = match &self.marked {
            Some(marked) if is_it(marked) => None,
            _ => self.told.clone(),
        };
        self.details = ListState::default();
    }

    /// The pane that is so many further, around the end.
    fn step(&self, by: usize) -> Pane {
        let charts = (0..self.chart_count).map(Pane::Chart);
        let all: Vec<Pane> = [Pane::Runs, Pane::Details].into_iter().chain(charts).collect();
        let at = all.iter().position(|pane| *pane == self.focus).unwrap_or(0);
        let by = if by == 1 { 1 } else { all.len() - 1 };
        all.get((at + by) % all.len()).copied().unwrap_or_default()
    }

    fn select(&mut self, services: &mut Services) {
        if let Some(selected) = self.window.selected()
            && self.told.as_ref().is_none_or(|told| told.run != *selected)
        {
            self.details = ListState::default();
        }
        self.fill(services);
    }
}

/// Now, in Unix seconds.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

impl View for History {
    fn contexts(&self) -> &'static [Context] {
        &[Context::History, Context::Motion, Context::Browse, Context::Panes, Context::Global]
    }

    fn show(&mut self, services: &mut Services) {
        if self.trouble.is_some() {
            return self.refresh(true, services);
        }
        self.fill(services);
        if self.generation.is_some() {
            self.watch(services);
        }
    }

    fn hide(&mut self, services: &mut Services) {
        services.jobs.cancel(&Slot::History(Question::Change));
    }

    fn refresh(&mut self, shown: bool, services: &mut Services) {
        services.jobs.cancel(&Slot::History(Question::Runs));
        // Who is at the newest run stays at the newest.
        let is_newest = self.window.position().0 == Some(1);
        self.before = self.window.selected().filter(|_| !is_newest).map(|run| run.row);
        (self.stale, self.trouble, self.stopped) = (true, None, false);
        if shown {
            self.fill(services);
        }
    }

    fn run_goes_on(&mut self, services: &mut Services) {
        if !services.jobs.is_open(&Slot::History(Question::Change)) {
            self.watch(services);
        }
    }

    fn draw(&mut self, area: Rect, buffer: &mut Buffer, _: &Services, theme: &Theme) {
        self.draw_screen(area, buffer, theme);
    }

    fn panes(&mut self) -> Option<&mut Panes> {
        Some(&mut self.panes)
    }

    fn act(&mut self, action: Action, services: &mut Services) -> bool {
        match (action, self.focus) {
            (Action::NextPane, _) => self.focus = self.step(1),
            (Action::PreviousPane, _) => self.focus = self.step(2),
            (Action::Open, Pane::Details) => self.focus = Pane::Runs,
            (Action::Open, _) => self.focus = Pane::Details,
            (Action::CompareRun, _) => self.mark(),
            (_, Pane::Details) => return self.details.act(action, self.detail_lines),
            (_, Pane::Runs | Pane::Chart(_)) => {
                self.stopped = false;
                let moved = self.window.act(action);
                self.select(services);
                return moved;
            }
        }
        true
    }

    fn mouse(&mut self, x: u16, y: u16, wheel: Option<isize>, services: &mut Services) {
        let at = Position { x, y };
        if self.details_area.contains(at) {
            match wheel {
                Some(rows) => self.details.scroll(rows, self.detail_lines),
                None => self.focus = Pane::Details,
            }
        } else if self.runs_area.contains(at) {
            let len = self.window.len();
            match wheel {
                Some(rows) => self.window.list.scroll(rows, len),
                None => {
                    self.focus = Pane::Runs;
                    let row = self.window.list.row_at(usize::from(y - self.runs_area.y), len);
                    self.window.list.selected = row.unwrap_or(self.window.list.selected);
                }
            }
            self.select(services);
        } else if let Some((chart, run)) = self.run_at(at) {
            match wheel {
                Some(rows) => self.window.list.scroll(rows, self.window.len()),
                None => {
                    self.focus = Pane::Chart(chart);
                    self.window.list.selected = run.unwrap_or(self.window.list.selected);
                }
            }
            self.select(services);
        }
    }

    fn filter(&self) -> &str {
        &self.typed
    }

    fn set_filter(&mut self, text: &str, services: &mut Services) {
        if self.typed == text {
            return;
        }
        text.clone_into(&mut self.typed);
        match Filter::parse(text, now()) {
            Ok(filter) => {
                (self.filter, self.mistake) = (filter, None);
                self.refresh(true, services);
            }
            Err(mistake) => self.mistake = Some(mistake),
        }
    }

    fn stop(&mut self, services: &mut Services) -> bool {
        let stopped = services.jobs.stop(&Slot::History(Question::Runs));
        self.stopped |= stopped;
        stopped
    }

    fn export(&self, _: &Services) -> Result<Export, &'static str> {
        Ok(self.log())
    }

    fn here(&self) -> Option<Place> {
        None
    }
}
