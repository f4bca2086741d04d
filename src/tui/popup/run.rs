//! A run in full: its arguments, how it ended, what it complained of.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use super::{Areas, place, width_of};
use crate::tui::action::Action;
use crate::tui::data::overview::RunRow;
use crate::tui::history::facts;
use crate::tui::text;
use crate::tui::theme::{Paint, Theme};
use crate::tui::widgets::list::ListState;
use crate::tui::widgets::pane;

/// The popup.
pub struct RunDetails {
    row: RunRow,
    list: ListState,
    /// Columns that the lines were broken to when it was drawn last.
    width: usize,
    pub(super) areas: Areas,
}

impl RunDetails {
    /// The details of a run.
    pub fn new(row: RunRow) -> RunDetails {
        RunDetails { row, list: ListState::default(), width: usize::MAX, areas: Areas::default() }
    }

    fn lines(&self, theme: &Theme) -> Vec<(String, Paint)> {
        let lines = facts::lines(&self.row, theme);
        let broken = |(words, paint): (String, Paint)| {
            text::broken(&words, self.width, facts::NAMES).into_iter().map(move |line| (line, paint))
        };
        lines.into_iter().flat_map(broken).collect()
    }

    /// Scrolls as `action` says.
    pub fn act(&mut self, action: Action, theme: &Theme) {
        let len = self.lines(theme).len();
        self.list.act(action, len);
    }

    /// Draws it over `area`.
    pub fn draw(&mut self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let width = width_of(area, 6, 120);
        self.width = usize::from(width.saturating_sub(2));
        let lines = self.lines(theme);
        self.list.selected = self.list.selected.min(lines.len().saturating_sub(1));
        let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(2);
        let area = place(area, width, height.min(area.height), buffer, theme);
        self.areas.whole = area;
        let note = format!("{} \u{b7} esc closes", pane::position(self.list.selected, lines.len()));
        let inside = pane::frame(area, buffer, theme, "Run", &note, true);
        for (line, at) in self.list.view(lines.len(), usize::from(inside.height)).enumerate() {
            let (Some((words, paint)), Some(area)) = (lines.get(at), pane::line(inside, line)) else { break };
            let style = if at == self.list.selected { theme.cursor_line.into() } else { Style::new() };
            pane::row(area, buffer, vec![Span::styled(words.as_str(), *paint)], Span::raw(""), style);
        }
    }
}
