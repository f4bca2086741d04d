//! Drawing the history.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use super::details::Laid;
use super::{History, Pane, chart};
use crate::model::Execution;
use crate::tui::overview::outcome;
use crate::tui::text;
use crate::tui::theme::Theme;
use crate::tui::widgets::pane;
use crate::tui::widgets::panes::{Division, Size};

/// Columns and rows below which only the focused pane is shown.
const NARROW: (u16, u16) = (64, 14);

impl History {
    pub(super) fn draw_screen(&mut self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        (self.runs_area, self.details_area) = (Rect::default(), Rect::default());
        self.charts.clear();
        let runs = Size::Share(if self.marked.is_some() && area.width >= 110 { 360 } else { 460 });
        let lists = Division::beside("run", runs, Division::Pane(Pane::Runs), Division::Pane(Pane::Details));
        let charts = Size::Second((area.height / 4).clamp(6, 12));
        let is_single = self.panes.is_zoomed() || area.width < NARROW.0 || area.height < NARROW.1;
        let fitting = chart::fitting(area.width);
        self.chart_count = if is_single { chart::COUNT } else { fitting };
        if let Pane::Chart(at) = self.focus {
            self.focus = Pane::Chart(at.min(self.chart_count - 1));
        }
        let division = Division::below("charts", charts, lists, chart::division(fitting));
        for (pane, area) in self.panes.divide(area, NARROW, self.focus, &division) {
            match pane {
                Pane::Runs => self.draw_runs(area, buffer, theme),
                Pane::Details => self.draw_details(area, buffer, theme),
                Pane::Chart(at) => self.draw_chart(at, area, buffer, theme),
            }
        }
    }

    fn draw_runs(&mut self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let focused = self.focus == Pane::Runs;
        let (at, of) = self.window.position();
        let note = pane::number_of(at, of);
        let title = pane::titled("Runs", &self.typed);
        let mut inside = pane::frame(area, buffer, theme, &title, &note, focused);
        let mistake = self.mistake.as_ref().map(|words| (format!("! {words}"), theme.warning));
        let trouble = self.trouble.as_ref().map(|words| (words.clone(), theme.error));
        if let Some((words, paint)) = mistake.or(trouble) {
            inside = pane::notice(inside, buffer, &words, paint);
        }
        self.runs_area = inside;
        let mut list = self.window.list;
        for (line, at) in list.view(self.window.len(), usize::from(inside.height)).enumerate() {
            let (Some(run), Some(area)) = (self.window.row(at), pane::line(inside, line)) else { break };
            let is_marked = self.marked.as_ref().is_some_and(|marked| marked.run.row == run.row);
            let (left, right) = run_row(run, is_marked, usize::from(area.width), theme);
            pane::row(area, buffer, left, right, pane::selection(at == list.selected, focused, theme));
        }
        if self.window.is_empty() && self.trouble.is_none() {
            let words = match (self.window.is_at_end(), self.filter.is_empty()) {
                _ if self.stopped => "stopped before anything was found",
                (true, true) => "no runs",
                (true, false) if self.mistake.is_some() => "nothing passed what the filter said before",
                (true, false) => "no run passes the filter",
                (false, _) => "reading \u{2026}",
            };
            pane::paragraph(inside, buffer, words, theme.dim);
        }
        self.window.list = list;
    }

    fn draw_details(&mut self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let focused = self.focus == Pane::Details;
        let width = usize::from(area.width.saturating_sub(2));
        let told = self.told.as_ref().filter(|_| !self.window.is_empty());
        let other =
            self.marked.as_ref().filter(|marked| told.is_some_and(|told| told.run.row != marked.run.row));
        let Laid { title, lines, .. } = self.laid.of(told, other, width, theme);
        let note = pane::position(self.details.selected, lines.len());
        let inside = pane::frame(area, buffer, theme, title, &note, focused);
        self.details_area = inside;
        self.detail_lines = lines.len();
        let mut list = self.details;
        let shown = list.view(lines.len(), usize::from(inside.height));
        for (line, (at, spans)) in lines.iter().enumerate().skip(shown.start).take(shown.len()).enumerate() {
            let Some(area) = pane::line(inside, line) else { break };
            let style = match focused && at == list.selected {
                true => theme.cursor_line.into(),
                false => Style::new(),
            };
            pane::row(area, buffer, spans.clone(), Span::raw(""), style);
        }
        self.details = list;
    }
}

/// A run in the list.
fn run_row(
    run: &Execution,
    is_marked: bool,
    width: usize,
    theme: &Theme,
) -> (Vec<Span<'static>>, Span<'static>) {
    let (sign, ended) = outcome(&run.outcome, theme);
    let mark = if is_marked { "\u{25c7}" } else { " " };
    let mut left = vec![
        Span::styled(mark, theme.key),
        Span::styled(format!("{sign} {:<8}", text::fit(run.outcome.as_str(), 8)), ended),
        Span::raw(text::time(run.started_at)),
    ];
    if width >= 50 {
        left.push(Span::styled(format!("  {:<8}", text::fit(&run.tool_version, 8)), theme.dim));
    }
    if width >= 64 {
        let files = format!("  {:>12}", text::counted(run.files_indexed.max(0).unsigned_abs(), "file"));
        left.push(Span::styled(files, theme.dim));
    }
    left.extend(run.error_message.iter().map(|error| Span::styled(format!("  {error}"), theme.error)));
    (left, Span::styled(run.duration_ms.map(text::duration).unwrap_or_default(), theme.dim))
}
