//! The source pane: a text with a cursor, searched and scrolled.

mod motion;
mod search;

use std::ops::Range;
use std::sync::Arc;

use crate::source::Document;
use crate::syntax::Highlight;
use crate::tui::widgets::code;

/// A place in the text: line index from 0, and byte in that line.
pub type Cursor = (usize, usize);

/// The source pane.
#[derive(Debug, Clone, Default)]
pub struct SourceView {
    /// The text.
    pub document: Option<Arc<Document>>,
    /// Its colours, once they are here.
    pub highlights: Vec<Highlight>,
    /// Why there is no text.
    pub notice: Option<String>,
    /// The cursor.
    pub cursor: Cursor,
    /// The first line that is seen.
    pub top: usize,
    /// The first column that is seen.
    pub left: usize,
    /// What is searched for.
    pub query: String,
    /// Where the cursor was when the search began, while it is being typed.
    search_from: Option<Cursor>,
    /// Column that the cursor keeps to when it moves over shorter lines.
    column: usize,
    /// Lines and columns that were seen when it was drawn last.
    size: (usize, usize),
    /// Line (from 1) and column in bytes to go to when the text is here.
    jump: Option<(u32, u32)>,
}

impl SourceView {
    /// Shows a text; the cursor goes where [`SourceView::jump_to`] was told.
    pub fn show(&mut self, document: Result<Arc<Document>, String>) {
        self.highlights.clear();
        match document {
            Ok(document) => {
                self.notice = None;
                // A file that was read again stays as far scrolled as it was.
                if self.document.as_ref().is_none_or(|before| before.path != document.path) {
                    self.top = 0;
                    self.left = 0;
                }
                self.document = Some(document);
                self.cursor = (0, 0);
                if let Some((line, column)) = self.jump {
                    self.jump_to(line, column);
                }
            }
            Err(why) => {
                self.document = None;
                self.notice = Some(why);
            }
        }
    }

    /// Puts the cursor on a line (from 1, of the file) and a column (bytes), now or when the text
    /// comes.
    pub fn jump_to(&mut self, line: u32, column: u32) {
        self.jump = Some((line, column));
        let Some(document) = &self.document else { return };
        let index = document.index_of_line(line);
        self.cursor = (index, 0);
        self.set_byte(column as usize);
        self.left = 0;
        self.bring_into_view();
    }

    /// Scrolls so that what follows the cursor's line is seen too.
    fn bring_into_view(&mut self) {
        let (at, height) = (self.cursor.0, self.size.0.max(1));
        if at < self.top || at + 3 >= self.top + height {
            self.top = at.saturating_sub(height / 4);
        }
    }

    /// The number of the cursor's line in the file, from 1, and its column in bytes.
    pub fn position(&self) -> (u32, u32) {
        match &self.document {
            Some(document) => {
                (document.number_of_line(self.cursor.0), u32::try_from(self.cursor.1).unwrap_or(u32::MAX))
            }
            None => self.jump.unwrap_or((1, 0)),
        }
    }

    /// The byte of the file that is under the cursor; where that is before the text of its line, the text's first.
    pub fn byte(&self) -> Option<u64> {
        let document = self.document.as_ref()?;
        let (start, line) = document.line(self.cursor.0)?;
        let indent = line.find(|c: char| !c.is_whitespace()).unwrap_or(0);
        Some(document.first_byte + (start + self.cursor.1.max(indent)) as u64)
    }

    /// Puts the cursor on a byte of the file, where the text holds it.
    pub fn go_to_byte(&mut self, byte: u64) {
        let Some(document) = &self.document else { return };
        let at = byte.checked_sub(document.first_byte).and_then(|at| usize::try_from(at).ok());
        let Some(at) = at.filter(|at| *at < document.text().len()) else { return };
        let index = document.line_at(at);
        let start = document.line(index).map_or(at, |(start, _)| start);
        let (line, column) = (document.number_of_line(index), u32::try_from(at - start).unwrap_or(u32::MAX));
        self.jump_to(line, column);
    }

    fn line(&self, index: usize) -> &str {
        self.document.as_deref().and_then(|document| document.line(index)).map_or("", |(_, line)| line)
    }

    /// Puts the cursor on the character of its line that holds `byte`.
    fn set_byte(&mut self, byte: usize) {
        let line = self.line(self.cursor.0);
        let last = line.char_indices().next_back().map_or(0, |(at, _)| at);
        self.cursor.1 = line.floor_char_boundary(byte.min(last));
        self.column = code::column_of_byte(self.line(self.cursor.0), self.cursor.1);
    }

    /// Puts the cursor on a line, at the column that it keeps to.
    fn set_line(&mut self, index: usize) {
        let last = self.document.as_ref().map_or(0, |document| document.line_count() - 1);
        self.cursor.0 = index.min(last);
        self.cursor.1 = code::byte_of_column(self.line(self.cursor.0), self.column);
    }

    /// Moves the view by lines, and the cursor with it where it would leave the view.
    pub fn scroll(&mut self, lines: isize) {
        let count = self.document.as_ref().map_or(1, |document| document.line_count());
        let height = self.size.0.max(1);
        self.top = self.top.saturating_add_signed(lines).min(count.saturating_sub(height));
        let margin = margin(height);
        let above = if self.top == 0 { 0 } else { margin };
        let below = if self.top + height >= count { 0 } else { margin };
        let line = self.cursor.0.clamp(self.top + above, self.top + height - 1 - below);
        if line != self.cursor.0 {
            self.set_line(line);
        }
    }

    /// Puts the cursor where the mouse clicked: line and column of the text's area.
    pub fn click(&mut self, line: usize, column: usize) {
        self.column = self.left + column;
        self.set_line(self.top + line);
    }

    /// Fits the view to `height` lines of `width` columns and gives the lines to draw.
    pub fn view(&mut self, height: usize, width: usize) -> Range<usize> {
        if self.size.0 != height
            && let Some((line, _)) = self.jump
        {
            // The first frame of a text, or another size: the line that was asked for is kept in view.
            self.size = (height, width);
            if self.position().0 == line {
                self.bring_into_view();
            }
        }
        self.size = (height, width);
        let count = self.document.as_ref().map_or(0, |document| document.line_count());
        let margin = margin(height);
        let (at, byte) = self.cursor;
        if at < self.top + margin {
            self.top = at.saturating_sub(margin);
        }
        if at + margin >= self.top + height {
            self.top = (at + margin + 1).saturating_sub(height);
        }
        self.top = self.top.min(count.saturating_sub(height));
        let column = code::column_of_byte(self.line(at), byte);
        if column < self.left {
            self.left = column.saturating_sub(width / 4);
        } else if column >= self.left + width {
            self.left = column + 1 + width / 4 - width;
        }
        self.top..(self.top + height).min(count)
    }
}

/// Lines that are kept in view above and below the cursor.
fn margin(height: usize) -> usize {
    2.min(height.saturating_sub(1) / 2)
}

#[cfg(test)]
mod tests;
