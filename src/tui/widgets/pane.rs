//! The frame around a pane, and rows inside it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Widget};

use crate::tui::text;
use crate::tui::theme::Theme;

/// Draws a pane's frame with its title, and a note at the right of its foot. Gives the area inside.
pub fn frame(area: Rect, buffer: &mut Buffer, theme: &Theme, title: &str, note: &str, focused: bool) -> Rect {
    let (border, style, kind) = if focused {
        (theme.border_focused, theme.title_focused, BorderType::Thick)
    } else {
        (theme.border, theme.title, BorderType::Plain)
    };
    let room = usize::from(area.width.saturating_sub(4));
    let mut block = Block::bordered().border_type(kind).border_style(border);
    block = block.title(Line::styled(format!(" {} ", text::fit_end(title, room)), style));
    if !note.is_empty() {
        let note = Line::styled(format!(" {} ", text::fit(note, room)), theme.dim);
        block = block.title_bottom(note.right_aligned());
    }
    let inside = block.inner(area);
    block.render(area, buffer);
    inside
}

/// Draws one row: what is at the left is cut to leave room for what is at the right. A colour of
/// `style` comes before those of the pieces, so that a selected row is readable in any theme.
pub fn row(area: Rect, buffer: &mut Buffer, left: Vec<Span<'_>>, right: Span<'_>, style: Style) {
    let room = usize::from(area.width);
    let right_width = text::width(&right.content);
    let left_room = if right_width == 0 { room } else { room.saturating_sub(right_width + 1) };
    let mut used = 0;
    for span in left {
        let content = text::fit(&span.content, left_room.saturating_sub(used));
        let x = area.x.saturating_add(u16::try_from(used).unwrap_or(u16::MAX));
        used += text::width(&content);
        buffer.set_span(x, area.y, &Span::styled(content, span.style), area.right().saturating_sub(x));
    }
    if right_width > 0 && right_width <= room {
        let width = u16::try_from(right_width).unwrap_or(0);
        buffer.set_span(area.right() - width, area.y, &right, width);
    }
    buffer.set_style(area, style);
}

/// A symbol's qualified name in at most `room` columns, with what stands before its bare name drawn back.
pub fn qualified(name: &str, bare: &str, room: usize, theme: &Theme) -> Vec<Span<'static>> {
    let fitted = text::fit_name(name, room);
    match fitted.strip_suffix(&*text::clean(bare)) {
        Some(scopes) if !bare.is_empty() => {
            let scopes = Span::styled(scopes.to_owned(), theme.dim);
            vec![scopes, Span::raw(text::clean(bare).into_owned())]
        }
        _ => vec![Span::raw(fitted)],
    }
}

/// The style of a row of a list.
pub fn selection(selected: bool, focused: bool, theme: &Theme) -> Style {
    match (selected, focused) {
        (true, true) => theme.selection.into(),
        (true, false) => theme.selection_unfocused.into(),
        (false, _) => Style::new(),
    }
}

/// Where the selection is in a list, for a pane's foot; nothing where the list is empty.
pub fn position(selected: usize, len: usize) -> String {
    let number = (len > 0).then(|| selected.min(len - 1) as u64 + 1);
    number_of(number, Some(len as u64))
}

/// A number among so many, from 1, as far as both are known.
pub fn number_of(number: Option<u64>, all: Option<u64>) -> String {
    match (number, all) {
        (None, _) => String::new(),
        (Some(number), Some(all)) => format!("{} of {}", text::grouped(number), text::grouped(all)),
        (Some(number), None) => text::grouped(number),
    }
}

/// A pane's title, with the filter that is on.
pub fn titled(title: &str, filter: &str) -> String {
    if filter.is_empty() { title.to_owned() } else { format!("{title} /{filter}") }
}

/// Draws a text over the lines of an area, broken between words.
pub fn paragraph(area: Rect, buffer: &mut Buffer, words: &str, style: impl Into<Style>) {
    let clean = text::clean(words);
    ratatui::widgets::Paragraph::new(clean.as_ref())
        .style(style)
        .wrap(ratatui::widgets::Wrap { trim: true })
        .render(area, buffer);
}

/// Draws words above what is in an area, in half of it at most. Gives the area that is left.
pub fn notice(area: Rect, buffer: &mut Buffer, words: &str, style: impl Into<Style>) -> Rect {
    let lines = text::broken(words, usize::from(area.width), 0).len();
    let height = u16::try_from(lines).unwrap_or(u16::MAX).min(area.height / 2);
    paragraph(Rect { height, ..area }, buffer, words, style);
    Rect { y: area.y + height, height: area.height - height, ..area }
}

/// The line of `area` with number `line`, from 0; `None` below its end.
pub fn line(area: Rect, line: usize) -> Option<Rect> {
    let line = u16::try_from(line).ok().filter(|line| *line < area.height)?;
    Some(Rect { y: area.y + line, height: 1, ..area })
}
