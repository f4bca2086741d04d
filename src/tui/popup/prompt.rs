//! A text to filter or search by, at the foot of the screen.

use std::collections::VecDeque;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::recall::Recall;
use crate::tui::text;
use crate::tui::theme::Theme;
use crate::tui::widgets::input::TextInput;

/// What the line is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To filter the focused list while it is typed.
    Filter,
    /// To search in the source while it is typed.
    Search,
}

/// The prompt.
pub struct Prompt {
    /// What the line is for.
    pub purpose: Purpose,
    /// The line.
    pub input: TextInput,
    recall: Recall,
}

impl Prompt {
    /// One that holds a text already.
    pub fn holding(purpose: Purpose, text: &str) -> Prompt {
        Prompt { purpose, input: TextInput::holding(text), recall: Recall::default() }
    }

    /// Shows the text that was searched for before the one shown, or with -1 after it; what was typed is left behind.
    pub fn recall(&mut self, searches: &VecDeque<String>, step: isize) {
        if let Some(text) = self.recall.step(searches, step) {
            self.input = TextInput::holding(text);
        }
    }

    /// Draws it on the one line of `area`, and gives where the terminal's cursor belongs.
    pub fn draw(&self, area: Rect, buffer: &mut Buffer, theme: &Theme) -> Position {
        let lead = match self.purpose {
            Purpose::Filter => " filter: ",
            Purpose::Search => " search: ",
        };
        let width = u16::try_from(text::width(lead)).unwrap_or(0).min(area.width);
        buffer.set_stringn(area.x, area.y, lead, usize::from(area.width), theme.key);
        self.input.draw(Rect { x: area.x + width, width: area.width - width, ..area }, buffer, theme)
    }
}
