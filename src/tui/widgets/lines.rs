//! The lines of a text with their numbers before them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::code::{self, Overlay};
use super::pane;
use crate::source::Document;
use crate::syntax::Highlight;
use crate::tui::theme::Theme;

/// Columns of text below which numbers are left out.
const FEWEST: u16 = 10;

/// Draws the lines of a text from index `top` on. `overlays` says of a line, by the byte of the text at which it
/// begins and what it holds, what is laid over it.
pub fn numbered(
    area: Rect,
    buffer: &mut Buffer,
    (document, highlights): (&Document, &[Highlight]),
    top: usize,
    overlays: impl Fn(usize, &str) -> Vec<Overlay>,
    theme: &Theme,
) {
    let last = document.number_of_line(document.line_count().saturating_sub(1)).to_string();
    let gutter = u16::try_from(last.len()).unwrap_or(FEWEST) + 1;
    let gutter = if area.width > gutter + FEWEST { gutter } else { 0 };
    let code = Rect { x: area.x + gutter, width: area.width - gutter, ..area };
    for (row, index) in (top..document.line_count()).take(usize::from(area.height)).enumerate() {
        let (Some(at), Some((start, content))) = (pane::line(code, row), document.line(index)) else { break };
        let overlays = overlays(start, content);
        let columns = (0, usize::from(code.width));
        let line = code::line(document, index, highlights, &overlays, columns, theme);
        buffer.set_line(at.x, at.y, &line, at.width);
        if gutter > 0 {
            let width = usize::from(gutter) - 1;
            let number = format!("{:>width$}", document.number_of_line(index));
            buffer.set_string(area.x, at.y, number, theme.line_number);
        }
    }
}
