//! A line of source text, coloured and cut to the columns that are seen.

use std::ops::Range;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::source::Document;
use crate::syntax::Highlight;
use crate::tui::text::{TAB_WIDTH, char_width, shown};
use crate::tui::theme::Theme;

/// What is laid over the syntax colours of a line.
#[derive(Debug, Clone, Copy)]
pub struct Overlay {
    /// First byte in the text, from 0.
    pub start: usize,
    /// The byte behind the last.
    pub end: usize,
    /// How it looks.
    pub style: Style,
}

/// Draws line `index` of a document, its columns from `left` on, `width` of them. `overlays` count
/// bytes of the whole text.
pub fn line(
    document: &Document,
    index: usize,
    highlights: &[Highlight],
    overlays: &[Overlay],
    (left, width): (usize, usize),
    theme: &Theme,
) -> Line<'static> {
    let Some((start, line)) = document.line(index) else { return Line::default() };
    let mut next = highlights.partition_point(|h| h.end as usize <= start);
    let mut spans: Vec<Span<'static>> = Vec::new();
    let mut run = String::new();
    let mut run_style = Style::new();
    let mut column = 0;
    for (at, character) in line.char_indices() {
        let at = start + at;
        while highlights.get(next).is_some_and(|h| h.end as usize <= at) {
            next += 1;
        }
        let mut style = match highlights.get(next) {
            Some(h) if h.start as usize <= at => theme.syntax(h.role),
            _ => Style::new(),
        };
        for overlay in overlays.iter().filter(|o| (o.start..o.end).contains(&at)) {
            style = style.patch(overlay.style);
        }
        let (cell, cells) = cell(character, column);
        if column + cells > left + width {
            break;
        }
        if column >= left {
            if style != run_style && !run.is_empty() {
                spans.push(Span::styled(std::mem::take(&mut run), run_style));
            }
            run_style = style;
            match cell {
                Some(cell) => run.push(cell),
                None => run.extend(std::iter::repeat_n(' ', cells)),
            }
        } else if column + cells > left {
            // A wide character or a tab that begins left of what is seen.
            run.extend(std::iter::repeat_n(' ', column + cells - left));
        }
        column += cells;
    }
    if !run.is_empty() {
        spans.push(Span::styled(run, run_style));
    }
    if document.is_cut(index) {
        spans.push(Span::styled("\u{2026}", theme.dim));
    }
    Line::from(spans)
}

/// What a character is drawn as at a column (`None` for blanks), and the columns that it takes.
fn cell(character: char, column: usize) -> (Option<char>, usize) {
    match character {
        '\t' => (None, TAB_WIDTH - column % TAB_WIDTH),
        other => match shown(other) {
            Some(cell) => (Some(cell), char_width(cell)),
            None => (None, 0),
        },
    }
}

/// Where `query` stands in a line. A query without capitals matches capitals too.
pub fn hits_in<'l>(line: &'l str, query: &'l str) -> impl Iterator<Item = Range<usize>> + 'l {
    let exact = query.chars().any(char::is_uppercase);
    let mut from = 0;
    std::iter::from_fn(move || {
        if query.is_empty() {
            return None;
        }
        let rest = line.get(from..)?;
        let found = if exact {
            rest.find(query)
        } else {
            rest.as_bytes()
                .windows(query.len())
                .position(|window| window.eq_ignore_ascii_case(query.as_bytes()))
        };
        let start = from + found?;
        from = start + query.len();
        Some(start..from)
    })
}

/// The column at which byte `byte` of a line is drawn.
pub fn column_of_byte(line: &str, byte: usize) -> usize {
    line.char_indices().take_while(|(at, _)| *at < byte).fold(0, |column, (_, c)| column + cell(c, column).1)
}

/// The byte of a line that is drawn at `column`: of the last character for one behind the end.
pub fn byte_of_column(line: &str, column: usize) -> usize {
    let mut at_column = 0;
    for (at, character) in line.char_indices() {
        let cells = cell(character, at_column).1;
        if at_column + cells > column {
            return at;
        }
        at_column += cells;
    }
    line.char_indices().next_back().map_or(0, |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Origin;

    fn draw(content: &str, left: usize, width: usize) -> String {
        let document = Document::new("a.rs", Origin::Disk, content.as_bytes(), 1, 0);
        let line = line(&document, 0, &[], &[], (left, width), &Theme::default());
        line.spans.iter().map(|span| span.content.as_ref()).collect()
    }

    #[test]
    fn tabs_wide_characters_and_controls_keep_their_columns() {
        assert_eq!(draw("\tx\ty", 0, 20), "    x   y");
        assert_eq!(draw("\tx", 2, 20), "  x");
        assert_eq!(draw("\u{6f22}\u{5b57}x", 1, 20), " \u{5b57}x");
        assert_eq!(draw("\u{6f22}\u{5b57}x", 0, 3), "\u{6f22}");
        assert_eq!(draw("a\x1b[0mb", 0, 20), "a\u{241b}[0mb");
        assert_eq!(column_of_byte("\t\u{6f22}x", 4), 6);
        assert_eq!(byte_of_column("\t\u{6f22}x", 5), 1);
        assert_eq!(byte_of_column("\t\u{6f22}x", 6), 4);
        assert_eq!(byte_of_column("abc", 99), 2);
        assert_eq!(byte_of_column("", 3), 0);
    }
}
