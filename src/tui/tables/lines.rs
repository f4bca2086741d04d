//! The lines of a row in full: bytes stand in as many as the width of their pane asks for.

use std::borrow::Cow;

use crate::tui::data::tables::bytes;
use crate::tui::data::tables::detail::Line;

/// Lines, and how they stand in a pane.
#[derive(Debug, Clone, Default)]
pub(super) struct Lines {
    lines: Vec<Line>,
    /// How many bytes stand in a line.
    most: usize,
    /// Where bytes take more lines than one: the line, and which part of it. Empty where each stands as it is.
    parts: Vec<(usize, usize)>,
}

impl Lines {
    pub(super) fn of(lines: Vec<Line>) -> Lines {
        Lines { lines, most: bytes::LINE, parts: Vec::new() }
    }

    /// Fits them into a width.
    pub(super) fn fit(&mut self, columns: usize) {
        let most = bytes::fitting(columns);
        if std::mem::replace(&mut self.most, most) == most {
            return;
        }
        self.parts.clear();
        if most < bytes::LINE {
            let count = |line: &Line| match line {
                Line::Bytes(_, bytes) => bytes.len().div_ceil(most),
                Line::Heading(_) | Line::Text(_) => 1,
            };
            let all = self.lines.iter().enumerate();
            self.parts = all.flat_map(|(at, line)| (0..count(line)).map(move |part| (at, part))).collect();
        }
    }

    pub(super) fn len(&self) -> usize {
        if self.parts.is_empty() { self.lines.len() } else { self.parts.len() }
    }

    /// A line, and whether it is a heading.
    pub(super) fn get(&self, at: usize) -> Option<(Cow<'_, str>, bool)> {
        let (at, part) = if self.parts.is_empty() { (at, 0) } else { *self.parts.get(at)? };
        Some(match self.lines.get(at)? {
            Line::Bytes(from, all) => {
                let begin = part * self.most;
                let here = all.get(begin..(begin + self.most).min(all.len())).unwrap_or_default();
                (bytes::line(from + begin, here, self.most).into(), false)
            }
            Line::Heading(words) => (words.into(), true),
            Line::Text(words) => (words.into(), false),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn narrow_panes_have_more_lines_of_fewer_bytes() {
        let mut lines = Lines::of(vec![Line::Heading("word".to_owned()), Line::Bytes(0, (0..11).collect())]);
        let all = |lines: &Lines| -> Vec<String> {
            (0..lines.len()).filter_map(|at| Some(lines.get(at)?.0.into_owned())).collect()
        };
        lines.fit(100);
        assert_eq!(all(&lines).len(), 2);
        lines.fit(40);
        assert_eq!(
            all(&lines)[1..],
            ["0000 00 01 02 03 04 05 06 07 ........", "0008 08 09 0a                ..."]
        );
        lines.fit(20);
        assert_eq!(all(&lines).len(), 4);
        lines.fit(100);
        assert_eq!((all(&lines).len(), lines.get(2)), (2, None));
    }
}
