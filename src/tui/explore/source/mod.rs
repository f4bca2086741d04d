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
mod tests {
    use super::*;
    use crate::source::Origin;
    use crate::tui::action::Action;
    use crate::tui::widgets::code::hits_in;

    fn view(text: &str) -> SourceView {
        let mut view = SourceView::default();
        view.show(Ok(Arc::new(Document::new("a.rs", Origin::Disk, text.as_bytes(), 1, 0))));
        view.view(10, 40);
        view
    }

    #[test]
    fn the_cursor_keeps_its_column_over_short_lines() {
        let mut view = view("let long = 1;\nx\n\tlong\n");
        for _ in 0..9 {
            view.act(Action::Right);
        }
        assert_eq!(view.cursor, (0, 9));
        view.act(Action::Down);
        assert_eq!(view.cursor, (1, 0));
        view.act(Action::Up);
        assert_eq!(view.cursor, (0, 9));
        view.act(Action::Bottom);
        assert_eq!(view.cursor.0, 2);
        view.act(Action::LineStart);
        assert_eq!(view.token(), Some(("long".to_owned(), 17)));
    }

    #[test]
    fn words_and_searches_go_through_the_text() {
        let mut view = view("fn add(a: u8)\n\nadd(1) ADD\n");
        view.act(Action::WordRight);
        assert_eq!(view.token().unwrap().0, "add");
        view.query = "add".to_owned();
        assert!(view.seek(false, false));
        assert_eq!(view.cursor, (2, 0));
        assert!(view.seek(false, false));
        assert_eq!(view.cursor, (2, 7));
        assert!(view.seek(false, false));
        assert_eq!(view.cursor, (0, 3));
        assert!(view.seek(true, false));
        assert_eq!(view.cursor, (2, 7));
        view.query = "nowhere".to_owned();
        assert!(!view.seek(false, true));
        view.act(Action::WordLeft);
        view.act(Action::WordLeft);
        view.act(Action::WordLeft);
        assert_eq!(view.token().unwrap().0, "u8");
    }

    #[test]
    fn a_search_is_followed_while_it_is_typed_and_taken_back() {
        let mut view = view("a\nab\nabc\n");
        assert!(view.search("ab"));
        assert_eq!(view.cursor, (1, 0));
        assert!(view.search("abc"));
        assert_eq!(view.cursor, (2, 0));
        assert!(!view.search("abcd"));
        assert!(view.search("ab"));
        assert_eq!(view.cursor, (1, 0));
        assert!(view.search(""));
        assert_eq!(view.cursor, (0, 0));
    }

    #[test]
    fn hits_do_not_overlap_and_capitals_are_taken_as_meant() {
        assert_eq!(hits_in("aaaa", "aa").collect::<Vec<_>>(), [0..2, 2..4]);
        assert_eq!(hits_in("Aa a A", "A").collect::<Vec<_>>(), [0..1, 5..6]);
        assert_eq!(hits_in("\u{e9}x\u{e9}X", "x").collect::<Vec<_>>(), [2..3, 5..6]);
        assert_eq!(hits_in("x", "").count(), 0);
    }

    #[test]
    fn another_size_leaves_the_cursor_where_it_is() {
        let mut view = view(&"line\n".repeat(100));
        view.jump_to(50, 3);
        view.view(20, 40);
        view.act(Action::Left);
        assert!(view.view(5, 40).contains(&49));
        assert_eq!(view.position(), (50, 2));
    }

    #[test]
    fn the_wheel_moves_the_view_by_what_it_turned() {
        let mut view = view(&"line\n".repeat(100));
        for turn in 1..5 {
            view.scroll(3);
            assert_eq!(view.view(10, 40).start, turn * 3);
        }
        for _ in 0..50 {
            view.scroll(3);
            view.view(10, 40);
        }
        assert_eq!(view.view(10, 40), 90..100);
        view.scroll(-3);
        assert_eq!(view.view(10, 40).start, 87);
    }

    #[test]
    fn an_empty_text_has_a_cursor_too() {
        let mut view = view("");
        for action in [Action::Right, Action::Left, Action::WordRight, Action::WordLeft, Action::LineEnd] {
            view.act(action);
        }
        assert_eq!((view.cursor, view.token()), ((0, 0), None));
        assert!(!SourceView::default().seek(false, true));
    }
}
