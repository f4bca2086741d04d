//! A question with yes and no.

use std::path::PathBuf;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use super::{place, width_of};
use crate::tui::text;
use crate::tui::theme::Theme;
use crate::tui::widgets::pane;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Confirm {
    /// Whether the copy that is being made is to be stopped.
    StopCopy,
    /// Whether to leave although a copy is being made.
    Leave,
    /// Whether an export is to take the place of the file that is there.
    ReplaceFile(PathBuf),
}

impl Confirm {
    /// Draws it over `area`.
    pub fn draw(&self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let (title, words, yes, no) = match self {
            Confirm::StopCopy => (
                "Stop the copy?",
                "What was copied so far is taken away; source and target are as they were.".to_owned(),
                "stop it",
                "go on copying",
            ),
            Confirm::Leave => (
                "Leave?",
                "A copy is being made. Leaving stops it, and takes away what was copied so far.".to_owned(),
                "stop it and leave",
                "go on copying",
            ),
            Confirm::ReplaceFile(path) => {
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
        let keys = vec![
            Span::styled(" y ", theme.key),
            Span::raw(yes),
            Span::styled("   n esc ", theme.key),
            Span::raw(no),
        ];
        if let Some(row) = pane::line(inside, usize::from(inside.height.saturating_sub(1))) {
            pane::row(row, buffer, keys, Span::raw(""), Style::new());
        }
    }
}
