//! Moving the cursor: by lines, characters and names.

use std::ops::Range;

use super::SourceView;
use crate::tui::action::Action;

impl SourceView {
    /// Moves as `action` says; `false` for an action that moves nothing.
    pub fn act(&mut self, action: Action) -> bool {
        let (at, byte) = self.cursor;
        let page = self.size.0.max(2) - 1;
        match action {
            Action::Down => self.set_line(at + 1),
            Action::Up => self.set_line(at.saturating_sub(1)),
            Action::PageDown => self.set_line(at + page),
            Action::PageUp => self.set_line(at.saturating_sub(page)),
            Action::HalfPageDown => self.set_line(at + page / 2 + 1),
            Action::HalfPageUp => self.set_line(at.saturating_sub(page / 2 + 1)),
            Action::Top => self.set_line(0),
            Action::Bottom => self.set_line(usize::MAX),
            Action::Left => {
                let before = self.line(at).get(..byte).and_then(|text| text.char_indices().next_back());
                self.set_byte(before.map_or(0, |(at, _)| at));
            }
            Action::Right => {
                let width = self.line(at).get(byte..).and_then(|text| text.chars().next());
                self.set_byte(byte + width.map_or(0, char::len_utf8));
            }
            Action::LineStart => {
                let indent = self.line(at).find(|c: char| !c.is_whitespace()).unwrap_or(0);
                self.set_byte(if byte == indent { 0 } else { indent });
            }
            Action::LineEnd => self.set_byte(usize::MAX),
            Action::WordRight => self.word_right(),
            Action::WordLeft => self.word_left(),
            _ => return false,
        }
        true
    }

    fn word_right(&mut self) {
        let (at, byte) = self.cursor;
        let next = names(self.line(at)).find(|name| name.start > byte);
        match next {
            Some(name) => self.set_byte(name.start),
            None => {
                let last = self.document.as_ref().map_or(0, |document| document.line_count() - 1);
                if let Some(next) = (at + 1..=last).find(|index| names(self.line(*index)).next().is_some()) {
                    self.cursor.0 = next;
                    let start = names(self.line(next)).next().map_or(0, |name| name.start);
                    self.set_byte(start);
                }
            }
        }
    }

    fn word_left(&mut self) {
        let (at, byte) = self.cursor;
        let before = names(self.line(at)).take_while(|name| name.start < byte).last();
        match before {
            Some(name) => self.set_byte(name.start),
            None => {
                if let Some(before) = (0..at).rev().find(|index| names(self.line(*index)).next().is_some()) {
                    self.cursor.0 = before;
                    let start = names(self.line(before)).last().map_or(0, |name| name.start);
                    self.set_byte(start);
                }
            }
        }
    }

    /// The name under the cursor, and its first byte in the file.
    pub fn token(&self) -> Option<(String, u64)> {
        let document = self.document.as_ref()?;
        let (start, line) = document.line(self.cursor.0)?;
        let name = names(line).find(|name| name.contains(&self.cursor.1))?;
        let offset = document.first_byte + (start + name.start) as u64;
        Some((line.get(name)?.to_owned(), offset))
    }
}

/// The names in a line: runs of letters, digits and underscores.
fn names(line: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut rest = line.char_indices().peekable();
    std::iter::from_fn(move || {
        let part = |c: char| c.is_alphanumeric() || c == '_';
        let (start, first) = rest.find(|(_, c)| part(*c))?;
        let mut end = start + first.len_utf8();
        while let Some((at, c)) = rest.next_if(|(_, c)| part(*c)) {
            end = at + c.len_utf8();
        }
        Some(start..end)
    })
}
