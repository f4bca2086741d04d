//! A question with yes and no.

use std::path::PathBuf;

use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use super::buttons::Buttons;
use super::{place, width_of};
use crate::tui::text;
use crate::tui::theme::Theme;
use crate::tui::widgets::pane;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// Whether the copy that is being made is to be stopped.
    StopCopy,
    /// Whether to leave although a copy is being made.
    Leave,
    /// Whether an export is to take the place of the file that is there.
    ReplaceFile(PathBuf),
}

/// The popup.
pub struct Confirm {
    /// What is asked.
    pub asked: Asked,
    pub(super) buttons: Buttons,
}

impl Confirm {
    /// One that asks this.
    pub fn new(asked: Asked) -> Confirm {
        Confirm { asked, buttons: Buttons::default() }
    }

    /// Draws it over `area`.
    pub fn draw(&mut self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let (title, words, yes, no) = match &self.asked {
            Asked::StopCopy => (
                "Stop the copy?",
                "What was copied so far is taken away; source and target are as they were.".to_owned(),
                "stop it",
                "go on copying",
            ),
            Asked::Leave => (
                "Leave?",
                "A copy is being made. Leaving stops it, and takes away what was copied so far.".to_owned(),
                "stop it and leave",
                "go on copying",
            ),
            Asked::ReplaceFile(path) => {
                let words = format!("{} is there already. What is in it goes.", path.display());
                ("Replace the file?", words, "replace it", "leave it as it is")
            }
        };
        let width = width_of(area, 8, 60);
        let lines = text::broken(&words, usize::from(width.saturating_sub(4)), 0);
        let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(4);
        let inside = pane::frame(place(area, width, height, buffer, theme), buffer, theme, title, "", true);
        for (number, words) in lines.iter().enumerate() {
            let Some(row) = pane::line(inside, number) else { break };
            pane::row(row, buffer, vec![Span::raw(format!(" {words}"))], Span::raw(""), Style::new());
        }
        let keys = [("y", yes, KeyCode::Char('y')), ("n esc", no, KeyCode::Esc)];
        self.buttons = match pane::line(inside, usize::from(inside.height.saturating_sub(1))) {
            Some(row) => Buttons::draw(&keys, row, buffer, theme, Style::new()),
            None => Buttons::default(),
        };
    }
}
