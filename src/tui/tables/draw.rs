//! Drawing the tables.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use super::lines::Lines;
use super::{Pane, Tables};
use crate::tui::data::tables::detail::Line;
use crate::tui::text;
use crate::tui::theme::{Paint, Theme};
use crate::tui::widgets::pane;
use crate::tui::widgets::panes::{Division, Size};

/// Columns and rows below which only the focused pane is shown.
const NARROW: (u16, u16) = (64, 14);
/// Columns of a cell at most, but for the last.
const LONGEST: usize = 28;
/// Columns that a long key has at least.
const SHORTEST_KEY: usize = 12;

impl Tables {
    pub(super) fn draw_screen(&mut self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let none = Rect::default();
        (self.tables_area, self.rows_area, self.detail_area) = (none, none, none);
        let pane = Division::Pane;
        let detail = Size::Share(if self.focus == Pane::Detail { 400 } else { 600 });
        let rest = Division::below("detail", detail, pane(Pane::Rows), pane(Pane::Detail));
        let tables = Size::First((area.width * 27 / 100).clamp(24, 44));
        let division = Division::beside("tables", tables, pane(Pane::Tables), rest);
        for (pane, area) in self.panes.divide(area, NARROW, self.focus, &division) {
            match pane {
                Pane::Tables => self.draw_tables(area, buffer, theme),
                Pane::Rows => self.draw_rows(area, buffer, theme),
                Pane::Detail => self.draw_detail(area, buffer, theme),
            }
        }
    }

    fn draw_tables(&mut self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let focused = self.focus == Pane::Tables;
        let len = self.listed.get().map_or(0, Vec::len);
        let note = pane::position(self.list.selected, len);
        let inside = pane::frame(area, buffer, theme, "Tables", &note, focused);
        self.tables_area = inside;
        let Some(listed) = self.listed.get() else {
            let is_failed = !matches!(self.listed, super::Loadable::Loading);
            let paint = if is_failed { theme.error } else { theme.dim };
            return pane::paragraph(inside, buffer, self.listed.note().unwrap_or_default(), paint);
        };
        let mut list = self.list;
        for (line, at) in list.view(listed.len(), usize::from(inside.height)).enumerate() {
            let (Some(table), Some(area)) = (listed.get(at), pane::line(inside, line)) else { break };
            let paint = if table.source.is_some() { Paint::default() } else { theme.dim };
            let right = match (table.count, table.kind.as_str()) {
                (Some(count), _) => Span::styled(text::grouped(count), theme.bar),
                (None, "table") => Span::raw(""),
                (None, kind) => Span::styled(text::fit(kind, 10), theme.kind),
            };
            let style = pane::selection(at == list.selected, focused, theme);
            pane::row(area, buffer, vec![Span::styled(table.name.as_str(), paint)], right, style);
        }
        self.list = list;
    }

    fn draw_rows(&mut self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let focused = self.focus == Pane::Rows;
        let name = self.table().map_or("Rows", |table| table.name.as_str());
        let title = pane::titled(name, &self.filter);
        let count = self.table().and_then(|table| table.count).filter(|_| self.filter.is_empty());
        let (at, of) = self.window.position();
        let note = pane::number_of(at, of.or(count));
        let mut inside = pane::frame(area, buffer, theme, &title, &note, focused);
        if let Some(why) = &self.trouble {
            inside = pane::notice(inside, buffer, why, theme.error);
        }
        let Some(table) = self.table() else { return };
        let Some(head) = pane::line(inside, 0) else { return };
        let inside = Rect { y: inside.y + 1, height: inside.height - 1, ..inside };
        let mut list = self.window.list;
        let shown = list.view(self.window.len(), usize::from(inside.height));
        let widths = self.widths(shown.clone(), usize::from(inside.width));
        let heads = table.columns.iter().map(String::as_str);
        let line = self.cells(heads, &widths, theme.heading, theme);
        pane::row(head, buffer, line, Span::raw(""), Style::new());
        for (line, at) in shown.enumerate() {
            let (Some(row), Some(area)) = (self.window.row(at), pane::line(inside, line)) else { break };
            let cells = self.cells(row.cells.iter().map(String::as_str), &widths, Paint::default(), theme);
            pane::row(
                area,
                buffer,
                cells,
                Span::raw(""),
                pane::selection(at == list.selected, focused, theme),
            );
        }
        if self.window.is_empty() && self.trouble.is_none() {
            let words = match (table.source.is_none(), self.window.is_at_end(), self.filter.is_empty()) {
                (true, ..) => "it has no rows of its own",
                _ if self.stopped => "stopped before anything was found",
                (_, true, true) => "no rows",
                (_, true, false) => "no row holds that",
                (_, false, _) => "reading \u{2026}",
            };
            pane::paragraph(inside, buffer, words, theme.dim);
        }
        self.rows_area = inside;
        self.window.list = list;
    }

    /// How wide each column is in so many columns of the screen, by what is seen of it.
    fn widths(&self, shown: std::ops::Range<usize>, room: usize) -> Vec<usize> {
        let heads = self.table().map(|table| table.columns.as_slice()).unwrap_or_default();
        let mut widths: Vec<usize> = heads.iter().map(|head| text::width(&text::clean(head))).collect();
        for row in shown.filter_map(|at| self.window.row(at)) {
            for (width, cell) in widths.iter_mut().zip(&row.cells) {
                *width = (*width).max(text::width(&text::clean(cell)));
            }
        }
        // The key always stands there, and leaves room for what is behind it.
        let longest_key = (room / 3).clamp(SHORTEST_KEY, LONGEST);
        let longest = std::iter::once(longest_key).chain(std::iter::repeat(LONGEST));
        widths.into_iter().zip(longest).map(|(width, longest)| width.min(longest)).collect()
    }

    /// A line of cells: the key, then those from the first column that is seen on.
    fn cells<'a>(
        &self,
        cells: impl Iterator<Item = &'a str>,
        widths: &[usize],
        paint: Paint,
        theme: &Theme,
    ) -> Vec<Span<'static>> {
        let last = widths.len().saturating_sub(1);
        let mut spans = Vec::new();
        for (at, (cell, width)) in cells.zip(widths).enumerate() {
            if at > 0 && at <= self.column {
                continue;
            }
            // The last one has all the room that is left.
            let cell = if at == last { text::clean(cell).into_owned() } else { text::fit(cell, *width) };
            let pad = " ".repeat(width.saturating_sub(text::width(&cell)) + 2);
            let paint = if at == 0 && paint == Paint::default() { theme.dim } else { paint };
            spans.push(Span::styled(format!("{cell}{pad}"), paint));
        }
        spans
    }

    fn draw_detail(&mut self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let focused = self.focus == Pane::Detail;
        if let Some((_, lines)) = &mut self.detail {
            lines.fit(usize::from(area.width.saturating_sub(2)));
        }
        let has_rows = !self.window.is_empty();
        let count = self.detail_len();
        let title = if has_rows { "Row" } else { "Schema" };
        let note = pane::position(self.detail_list.selected, count);
        let inside = pane::frame(area, buffer, theme, title, &note, focused);
        let width = usize::from(inside.width);
        let mut list = self.detail_list;
        let mut row = 0;
        for at in list.view(count, usize::from(inside.height)) {
            let Some((words, is_heading)) = self.detail_line(at) else { break };
            let paint = if is_heading { theme.heading } else { Paint::default() };
            // The selected line is seen whole, as long as it is; the others as far as they fit.
            let is_selected = focused && at == list.selected;
            let shown = match is_selected {
                true => text::broken(&words, width, 0),
                false => vec![text::fit(&words, width)],
            };
            for words in shown {
                let Some(area) = pane::line(inside, row) else { break };
                row += 1;
                let style = if is_selected { theme.cursor_line.into() } else { Style::new() };
                pane::row(area, buffer, vec![Span::styled(words, paint)], Span::raw(""), style);
            }
        }
        self.detail_list = list;
        self.detail_area = inside;
    }

    /// How many lines there are to be seen in full: of the selected row, and of what made its table.
    pub(super) fn detail_len(&self) -> usize {
        self.row_lines().map_or(0, Lines::len) + self.table().map_or(0, |table| table.schema.len())
    }

    /// A line, and whether it is a heading.
    fn detail_line(&self, at: usize) -> Option<(Cow<'_, str>, bool)> {
        let row = self.row_lines();
        if let Some(line) = row.and_then(|lines| lines.get(at)) {
            return Some(line);
        }
        match self.table()?.schema.get(at.checked_sub(row.map_or(0, Lines::len))?)? {
            Line::Heading(words) => Some((words.into(), true)),
            Line::Text(words) => Some((words.into(), false)),
            Line::Bytes(..) => None,
        }
    }

    fn row_lines(&self) -> Option<&Lines> {
        let detail = self.detail.as_ref().filter(|_| !self.window.is_empty());
        detail.map(|(_, lines)| lines)
    }
}
