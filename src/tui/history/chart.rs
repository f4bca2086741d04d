//! How long the runs around the selected one took and how much they indexed, a column a run.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{History, Pane};
use crate::model::{Execution, Outcome};
use crate::tui::overview::outcome;
use crate::tui::text;
use crate::tui::theme::Theme;
use crate::tui::widgets::pane;
use crate::tui::widgets::panes::{Division, Size};

/// Columns that a chart is to have at least.
const WIDTH: u16 = 38;

const EIGHTHS: [&str; 9] =
    [" ", "\u{2581}", "\u{2582}", "\u{2583}", "\u{2584}", "\u{2585}", "\u{2586}", "\u{2587}", "\u{2588}"];

/// What a chart is of.
struct Measure {
    title: &'static str,
    of: fn(&Execution) -> i64,
    shown: fn(i64) -> String,
}

/// How many charts there are.
pub(super) const COUNT: usize = 3;

const MEASURES: [Measure; COUNT] = [
    Measure { title: "Took", of: |run| run.duration_ms.unwrap_or_default(), shown: text::duration },
    Measure { title: "Files", of: |run| run.files_indexed, shown: count },
    Measure { title: "Symbols", of: |run| run.symbols_indexed, shown: count },
];

fn count(number: i64) -> String {
    text::grouped(number.max(0).unsigned_abs())
}

/// How many charts fit beside each other.
pub(super) fn fitting(width: u16) -> usize {
    usize::from(width / WIDTH).clamp(1, COUNT)
}

/// So many charts beside each other.
pub(super) fn division(count: usize) -> Division<Pane> {
    let chart = |at| Division::Pane(Pane::Chart(at));
    let files = match count {
        0 | 1 => return chart(0),
        2 => chart(1),
        _ => Division::beside("symbols", Size::Share(500), chart(1), chart(2)),
    };
    Division::beside("files", Size::Share(if count == 2 { 500 } else { 333 }), chart(0), files)
}

impl History {
    /// The chart at a cell of the screen, and the run whose column that is.
    pub(super) fn run_at(&self, at: Position) -> Option<(usize, Option<usize>)> {
        let (chart, area) = self.charts.iter().find(|(_, area)| area.contains(at))?;
        let (first, last) = self.shown_runs(usize::from(area.width));
        let run = last.checked_sub(usize::from(at.x - area.x) + 1).filter(|run| *run >= first);
        Some((*chart, run))
    }

    pub(super) fn draw_chart(&mut self, at: usize, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let Some(measure) = MEASURES.get(at) else { return };
        let columns = usize::from(area.width.saturating_sub(2));
        let (first, last) = self.shown_runs(columns);
        let runs: Vec<(usize, &Execution)> =
            (first..last).rev().filter_map(|at| Some((at, self.window.row(at)?))).collect();
        let most = runs.iter().map(|(_, run)| (measure.of)(run)).max().unwrap_or(0).max(0);
        let day = |run: Option<&(usize, &Execution)>| {
            run.map(|(_, run)| text::time(run.started_at).chars().take(10).collect::<String>())
        };
        let note = match (day(runs.first()), day(runs.last())) {
            (Some(from), Some(to)) if from != to => format!("{from} \u{2013} {to}"),
            (from, _) => from.unwrap_or_default(),
        };
        let selected = self.window.selected().map(|run| (measure.shown)((measure.of)(run)));
        let title = match selected {
            Some(value) => format!("{} {value} of at most {}", measure.title, (measure.shown)(most)),
            None => measure.title.to_owned(),
        };
        let inside = pane::frame(area, buffer, theme, &title, &note, self.focus == Pane::Chart(at));
        let marked = self.marked.as_ref().map(|marked| marked.run.row);
        for ((at, run), x) in runs.into_iter().zip(inside.x..inside.right()) {
            let eighths = u128::from((measure.of)(run).clamp(0, most).unsigned_abs())
                * u128::from(inside.height.saturating_sub(1))
                * 8
                / u128::from(most.unsigned_abs().max(1));
            let mut left = usize::try_from(eighths).unwrap_or(0).max(1);
            let is_selected = at == self.window.list.selected;
            let paint = if is_selected { theme.key } else { outcome(&run.outcome, theme).1 };
            for y in (inside.y..inside.bottom().saturating_sub(1)).rev() {
                let part = left.min(8);
                left -= part;
                buffer.set_string(x, y, EIGHTHS.get(part).copied().unwrap_or(" "), paint);
            }
            // What the column's colour says.
            let (ended, ended_paint) = outcome(&run.outcome, theme);
            let (sign, paint) = match (is_selected, marked == Some(run.row)) {
                (true, _) => ("\u{25b2}", theme.key),
                (false, true) => ("\u{25c7}", theme.key),
                (false, false) if run.outcome == Outcome::Success => (" ", ended_paint),
                (false, false) => (ended, ended_paint),
            };
            buffer.set_string(x, inside.bottom().saturating_sub(1), sign, paint);
        }
        self.charts.push((at, inside));
    }

    /// The runs that `columns` columns are of, in the order of the list: the selected one is among them.
    fn shown_runs(&self, columns: usize) -> (usize, usize) {
        let selected = self.window.list.selected;
        let first = (selected + 1 + columns / 4).saturating_sub(columns);
        (first, (first + columns).min(self.window.len()))
    }
}
