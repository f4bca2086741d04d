//! Keys that a popup tells of, where a click is as good as the key.

use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::tui::text;
use crate::tui::theme::Theme;

/// A key that a popup tells of: what it is called, what it does, and the key itself.
pub type Told = (&'static str, &'static str, KeyCode);

/// Where the keys were drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Buttons(Vec<(Rect, KeyCode)>);

impl Buttons {
    /// Draws keys on a line, as many as it holds, with what they do in `words`.
    pub fn draw(told: &[Told], area: Rect, buffer: &mut Buffer, theme: &Theme, words: Style) -> Buttons {
        let mut buttons = Vec::new();
        let mut x = area.x;
        let mut put = |text: &str, style: Style| {
            let room = usize::from(area.right().saturating_sub(x));
            let text = text::fit(text, room);
            buffer.set_string(x, area.y, &text, style);
            x += u16::try_from(text::width(&text)).unwrap_or(0);
            x
        };
        let mut from = area.x;
        for (key, does, code) in told {
            put(&format!(" {key} "), theme.key.into());
            let end = put(&format!("{does} "), words);
            buttons.push((Rect { x: from, width: end - from, ..area }, *code));
            from = end;
        }
        Buttons(buttons)
    }

    /// The key that stands there.
    pub fn at(&self, at: Position) -> Option<KeyCode> {
        self.0.iter().find_map(|(area, code)| area.contains(at).then_some(*code))
    }
}
