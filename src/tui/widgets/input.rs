//! A line of text that is being typed.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use tui_input::{Input, InputRequest};

use crate::tui::text;
use crate::tui::theme::Theme;

/// Longest text that is taken, in characters.
const LONGEST: usize = 1000;

/// A line of text that is being typed.
#[derive(Debug, Clone, Default)]
pub struct TextInput {
    input: Input,
}

impl TextInput {
    /// One that holds `text` already.
    pub fn holding(text: &str) -> TextInput {
        TextInput { input: Input::new(text.to_owned()) }
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Takes a key; `false` for one that changes neither text nor cursor.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        use InputRequest as R;
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        let request = match key.code {
            KeyCode::Char('a') if control => R::GoToStart,
            KeyCode::Char('e') if control => R::GoToEnd,
            KeyCode::Char('w') if control => R::DeletePrevWord,
            KeyCode::Char('u') if control => R::DeleteLine,
            KeyCode::Char('k') if control => R::DeleteTillEnd,
            KeyCode::Char('b') if alt => R::GoToPrevWord,
            KeyCode::Char('f') if alt => R::GoToNextWord,
            KeyCode::Char(_) if control || alt => return false,
            KeyCode::Char(c) if self.text().chars().count() < LONGEST => R::InsertChar(c),
            KeyCode::Backspace if alt || control => R::DeletePrevWord,
            KeyCode::Backspace => R::DeletePrevChar,
            KeyCode::Delete => R::DeleteNextChar,
            KeyCode::Left if control => R::GoToPrevWord,
            KeyCode::Right if control => R::GoToNextWord,
            KeyCode::Left => R::GoToPrevChar,
            KeyCode::Right => R::GoToNextChar,
            KeyCode::Home => R::GoToStart,
            KeyCode::End => R::GoToEnd,
            _ => return false,
        };
        self.input.handle(request).is_some()
    }

    /// Takes a pasted text: its first line, as far as it fits.
    pub fn paste(&mut self, pasted: &str) {
        let room = LONGEST.saturating_sub(self.text().chars().count());
        for character in pasted.lines().next().unwrap_or("").chars().take(room) {
            if !character.is_control() {
                self.input.handle(InputRequest::InsertChar(character));
            }
        }
    }

    /// Draws it on one line, and gives where the terminal's cursor belongs.
    pub fn draw(&self, area: Rect, buffer: &mut Buffer, theme: &Theme) -> Position {
        let room = usize::from(area.width.max(1)) - 1;
        let scroll = self.input.visual_scroll(room);
        let mut skipped = 0;
        let mut shown = String::new();
        for character in self.text().chars() {
            if skipped < scroll {
                skipped += text::char_width(character);
            } else {
                shown.push(character);
            }
        }
        let shown = text::clean(&shown);
        let end = shown
            .char_indices()
            .scan(0, |used, (at, c)| {
                *used += text::char_width(c);
                Some((*used, at + c.len_utf8()))
            })
            .take_while(|(used, _)| *used <= room)
            .last()
            .map_or(0, |(_, end)| end);
        buffer.set_string(area.x, area.y, shown.get(..end).unwrap_or(""), theme.base);
        let column = self.input.visual_cursor().max(scroll) - scroll;
        Position { x: area.x + u16::try_from(column.min(room)).unwrap_or(0), y: area.y }
    }
}
