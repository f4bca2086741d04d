//! Drawing the history.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use super::{History, Pane, chart, facts};
use crate::model::Execution;
use crate::tui::data::overview::RunRow;
use crate::tui::overview::outcome;
use crate::tui::text;
use crate::tui::theme::{Paint, Theme};
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
        let number = |number: Option<u64>| number.map_or_else(|| "?".to_owned(), text::grouped);
        let note = match self.window.position() {
            (None, _) => String::new(),
            (at, Some(of)) => format!("{} of {}", number(at), text::grouped(of)),
            (at, None) => number(at),
        };
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
        let (title, lines) = match (told, &self.marked) {
            (None, _) => ("Run", Vec::new()),
            (Some(told), Some(marked)) if marked.run.row != told.run.row => {
                ("The marked run \u{2502} this one", beside(marked, told, width, theme))
            }
            (Some(told), _) => ("Run", alone(told, width, theme)),
        };
        let note = match lines.len() {
            0 => String::new(),
            len => format!("{}/{len}", self.details.selected.min(len - 1) + 1),
        };
        let inside = pane::frame(area, buffer, theme, title, &note, focused);
        self.details_area = inside;
        self.detail_lines = lines.len();
        let mut list = self.details;
        let shown = list.view(lines.len(), usize::from(inside.height));
        for (line, (at, spans)) in
            lines.into_iter().enumerate().skip(shown.start).take(shown.len()).enumerate()
        {
            let Some(area) = pane::line(inside, line) else { break };
            let style = match focused && at == list.selected {
                true => theme.cursor_line.into(),
                false => Style::new(),
            };
            pane::row(area, buffer, spans, Span::raw(""), style);
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

/// All that there is to say of a run, a line a row.
fn alone(row: &RunRow, width: usize, theme: &Theme) -> Vec<Vec<Span<'static>>> {
    let broken = |(words, paint): (String, Paint)| {
        text::broken(&words, width, facts::NAMES).into_iter().map(move |line| vec![Span::styled(line, paint)])
    };
    facts::lines(row, theme).into_iter().flat_map(broken).collect()
}

/// Two runs side by side: what differs stands out. Of what they complained of only what one alone did.
fn beside(left: &RunRow, right: &RunRow, width: usize, theme: &Theme) -> Vec<Vec<Span<'static>>> {
    let room = width.saturating_sub(facts::NAMES + 3) / 2;
    let mut lines = Vec::new();
    let mut put = |name: &str, values: [&str; 2], paints: [Paint; 2]| {
        // What the colour says.
        let between = if values[0] == values[1] { " \u{2502} " } else { " \u{2260} " };
        let [left, right] = values.map(|value| text::broken(value, room, 0));
        for at in 0..left.len().max(right.len()) {
            let cell = |lines: &[String]| {
                let line = lines.get(at).map_or("", String::as_str);
                format!("{line}{}", " ".repeat(room.saturating_sub(text::width(line))))
            };
            let name = if at == 0 { name } else { "" };
            lines.push(vec![
                Span::styled(format!("{name:<width$}", width = facts::NAMES), theme.dim),
                Span::styled(cell(&left), paints[0]),
                Span::styled(if at == 0 { between } else { " \u{2502} " }, theme.border),
                Span::styled(cell(&right), paints[1]),
            ]);
        }
    };
    let ends = [left, right].map(|row| outcome(&row.run.outcome, theme));
    let said = [left, right].map(|row| row.run.outcome.as_str().to_owned());
    let said = [format!("{} {}", ends[0].0, said[0]), format!("{} {}", ends[1].0, said[1])];
    put("", [&said[0], &said[1]], [ends[0].1, ends[1].1]);
    let errors = [left, right].map(|row| row.run.error_message.as_deref().unwrap_or(""));
    if errors != ["", ""] {
        put("error", errors, [theme.error; 2]);
    }
    for ((name, one), (_, other)) in facts::facts(&left.run).iter().zip(facts::facts(&right.run)) {
        let paint = if *one == other { Paint::default() } else { theme.changed };
        put(name, [one, &other], [paint; 2]);
    }
    for told in left.diagnostics.iter().filter(|told| !right.diagnostics.contains(told)) {
        let (words, paint) = facts::complaint(told, theme);
        put("only here", [&words, ""], [paint; 2]);
    }
    for told in right.diagnostics.iter().filter(|told| !left.diagnostics.contains(told)) {
        let (words, paint) = facts::complaint(told, theme);
        put("only here", ["", &words], [paint; 2]);
    }
    lines
}
