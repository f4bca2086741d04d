//! Lines that scroll: what the steps are made of.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use crate::tui::text;
use crate::tui::theme::{Paint, Theme};
use crate::tui::widgets::list::ListState;
use crate::tui::widgets::pane;

/// Columns of the names before values.
pub const NAMES: usize = 10;

/// A line: what is at its left is cut for what is at its right.
#[derive(Debug, Clone)]
pub struct Line {
    /// At the left.
    pub left: Vec<Span<'static>>,
    /// At the right.
    pub right: Span<'static>,
}

impl Line {
    /// A line of one piece.
    pub fn of(words: impl Into<String>, paint: impl Into<Style>) -> Line {
        Line { left: vec![Span::styled(words.into(), paint)], right: Span::raw("") }
    }
}

/// A name and its value; a long value goes on in lines below.
pub fn named(name: &str, value: &str, paint: Paint, width: usize, theme: &Theme) -> Vec<Line> {
    let values = text::broken(value, width.saturating_sub(NAMES).max(1), 0);
    let lines = values.into_iter().enumerate().map(|(number, value)| {
        let name = if number == 0 { text::fit(name, NAMES - 1) } else { String::new() };
        let left = vec![Span::styled(format!("{name:<NAMES$}"), theme.dim), Span::styled(value, paint)];
        Line { left, right: Span::raw("") }
    });
    lines.collect()
}

/// A text over as many lines as it takes.
pub fn words(words: &str, paint: Paint, width: usize) -> Vec<Line> {
    text::broken(words, width.max(1), 2).into_iter().map(|line| Line::of(line, paint)).collect()
}

/// Draws lines that do not scroll, as many as there is room for, and gives the room that is left.
pub fn put(lines: &[Line], area: Rect, buffer: &mut Buffer) -> Rect {
    let mut used = 0;
    for (number, line) in lines.iter().enumerate() {
        let Some(area) = pane::line(area, number) else { break };
        used += 1;
        pane::row(area, buffer, line.left.clone(), line.right.clone(), Style::new());
    }
    Rect { y: area.y + used, height: area.height - used, ..area }
}

/// Draws lines that scroll; one is marked where all cannot be seen.
pub fn scroll(lines: &[Line], list: &mut ListState, area: Rect, buffer: &mut Buffer, theme: &Theme) {
    let is_marked = lines.len() > usize::from(area.height);
    for (number, at) in list.view(lines.len(), usize::from(area.height)).enumerate() {
        let (Some(line), Some(area)) = (lines.get(at), pane::line(area, number)) else { break };
        let is_marked = is_marked && at == list.selected;
        let style = if is_marked { theme.cursor_line.into() } else { Style::new() };
        pane::row(area, buffer, line.left.clone(), line.right.clone(), style);
    }
}

/// Draws a list of things, of which one is selected, and whether it has the keys. Lines are made of those that are seen alone: there may be
/// very many.
pub fn list<T>(
    things: &[T],
    line_of: impl Fn(&T) -> Line,
    (list, is_focused): (&mut ListState, bool),
    area: Rect,
    buffer: &mut Buffer,
    theme: &Theme,
) {
    for (number, at) in list.view(things.len(), usize::from(area.height)).enumerate() {
        let (Some(thing), Some(area)) = (things.get(at), pane::line(area, number)) else { break };
        let Line { left, right } = line_of(thing);
        pane::row(area, buffer, left, right, pane::selection(at == list.selected, is_focused, theme));
    }
}
