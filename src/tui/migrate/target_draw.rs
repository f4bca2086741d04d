//! Drawing the second step.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Span;

use super::Migrate;
use super::lines::{self, Line, NAMES, named};
use super::target::Verdict;
use crate::store::Engine;
use crate::tui::text;
use crate::tui::theme::{Paint, Theme};
use crate::tui::widgets::pane;

impl Migrate {
    /// Draws the step, and gives where the terminal's cursor belongs while the path is typed.
    pub(super) fn draw_target(&mut self, area: Rect, buffer: &mut Buffer, theme: &Theme) -> Option<Position> {
        let inside = pane::frame(area, buffer, theme, "Target", "", true);
        let width = usize::from(inside.width);
        let (engine, why) = match self.target.engine {
            Engine::Fjall => ("fjall", "a folder: small, quick to search"),
            Engine::Sqlite => ("sqlite", "a file: the released magellan reads it"),
        };
        let left = vec![
            Span::styled(format!("{:<NAMES$}", "engine"), theme.dim),
            Span::styled(format!("\u{2039}{engine}\u{203a}"), theme.heading),
            Span::styled(format!("  {why}"), theme.dim),
        ];
        let rest = lines::put(&[Line { left, right: Span::raw("") }], inside, buffer);
        let (rest, cursor) = self.draw_path(rest, buffer, theme);
        let force = if self.target.force {
            "[x] what is there, once the copy is whole"
        } else {
            "[ ] nothing that is there"
        };
        let mut all = named("replace", force, Paint::default(), width, theme);
        let (sign, words, paint) = match self.verdict() {
            Verdict::Looking => ("\u{2026}", "looking at it".to_owned(), theme.bar),
            Verdict::Good(words) => ("\u{2713}", words, theme.ok),
            Verdict::Replaces(words) => ("!", words, theme.warning),
            Verdict::Bad(words) => ("\u{2717}", words, theme.error),
        };
        all.extend(named("", &format!("{sign} {words}"), paint, width, theme));
        all.extend(self.space_lines(width, theme));
        if let Some(look) = self.target.look.get()
            && look.path.to_string_lossy() != self.target.input.text()
        {
            all.extend(named("in full", &look.path.to_string_lossy(), theme.dim, width, theme));
        }
        // Where one types there has to be room for what may follow.
        let most =
            if self.target.completion.is_some() { usize::from(rest.height / 2).max(1) } else { all.len() };
        all.truncate(most);
        let rest = lines::put(&all, rest, buffer);
        self.draw_offers(rest, buffer, theme);
        cursor
    }

    /// The path: a line to type in, or as many lines as it takes.
    fn draw_path(&self, area: Rect, buffer: &mut Buffer, theme: &Theme) -> (Rect, Option<Position>) {
        let names = u16::try_from(NAMES).unwrap_or(0);
        if !self.target.is_typing() {
            let width = usize::from(area.width);
            let all = named("path", self.target.input.text(), Paint::default(), width, theme);
            return (lines::put(&all, area, buffer), None);
        }
        let Some(row) = pane::line(area, 0) else { return (area, None) };
        let name = Span::styled(format!("{:<NAMES$}", "path"), theme.key);
        pane::row(row, buffer, vec![name], Span::raw(""), Style::new());
        let field = Rect { x: row.x + names, width: row.width.saturating_sub(names), ..row };
        buffer.set_style(field, theme.cursor_line);
        let cursor = self.target.input.draw(field, buffer, theme);
        buffer.set_style(field, theme.cursor_line);
        (Rect { y: area.y + 1, height: area.height - 1, ..area }, Some(cursor))
    }

    fn space_lines(&self, width: usize, theme: &Theme) -> Vec<Line> {
        let wanted =
            self.plan.expected(self.target.engine).map(|bytes| format!("about {} wanted", text::size(bytes)));
        let free = self.target.look.get().and_then(|look| look.free_bytes);
        let free = free.map(|bytes| format!("{} free", text::size(bytes)));
        let words: Vec<String> = wanted.into_iter().chain(free).collect();
        if words.is_empty() {
            return Vec::new();
        }
        named("space", &words.join(", "), Paint::default(), width, theme)
    }

    /// The names that the path may go on as.
    fn draw_offers(&mut self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let Some(completion) = &self.target.completion else {
            self.target.len = 0;
            return;
        };
        let title = match completion.paths.len() {
            0 => "no name goes on like this".to_owned(),
            count => format!("{}, tab takes the next", text::counted(count as u64, "name")),
        };
        let rest = lines::put(&[Line::of(title, theme.dim)], area, buffer);
        let chosen = |path: &String| path == self.target.input.text();
        let is_chosen = completion.paths.get(self.target.list.selected).is_some_and(chosen);
        let name = |path: &String| {
            let end = path.trim_end_matches('/').rfind('/').map_or(0, |slash| slash + 1);
            Line::of(format!("  {}", path.get(end..).unwrap_or(path)), Paint::default())
        };
        self.target.len = completion.paths.len();
        self.list_area = rest;
        let view = &mut self.target.list;
        if is_chosen {
            lines::list(&completion.paths, name, (view, true), rest, buffer, theme);
        } else {
            let all: Vec<Line> = completion.paths.iter().map(name).collect();
            lines::scroll(&all, view, rest, buffer, theme);
        }
    }
}
