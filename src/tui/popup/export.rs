//! How and where what is on the screen is exported.

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Span;

use super::{place, width_of};
use crate::tui::exporting::{Export, Format, Target};
use crate::tui::theme::Theme;
use crate::tui::widgets::input::TextInput;
use crate::tui::widgets::pane;

/// Rows of the popup.
const HEIGHT: u16 = 7;
/// Columns of what stands before each line.
const LEAD: u16 = 6;

/// The popup.
pub struct ExportPrompt {
    /// What is exported.
    pub export: Export,
    /// Whether it is put on the clipboard, not into a file.
    pub is_to_clipboard: bool,
    /// The path of the file.
    pub input: TextInput,
    format: usize,
}

impl ExportPrompt {
    /// A prompt for what a screen shows.
    pub fn new(export: Export) -> ExportPrompt {
        let [first, _] = export.formats();
        let input = TextInput::holding(&format!("{}{}", export.name, first.ending()));
        ExportPrompt { export, is_to_clipboard: false, input, format: 0 }
    }

    /// How it is written down.
    pub fn format(&self) -> Format {
        let [first, second] = self.export.formats();
        if self.format == 0 { first } else { second }
    }

    /// Where it goes.
    pub fn target(&self) -> Target {
        if self.is_to_clipboard {
            return Target::Clipboard;
        }
        Target::File { path: self.input.text().trim().to_owned(), replaces: false }
    }

    /// Takes a key that neither opens nor closes anything.
    pub fn key(&mut self, key: KeyEvent) {
        match key.code {
            KeyCode::Tab | KeyCode::BackTab => self.turn(),
            KeyCode::Up | KeyCode::Down => self.is_to_clipboard = !self.is_to_clipboard,
            _ if !self.is_to_clipboard => {
                self.input.key(key);
                self.follow_ending();
            }
            _ => {}
        }
    }

    /// Takes a text that was pasted.
    pub fn paste(&mut self, text: &str) {
        if !self.is_to_clipboard {
            self.input.paste(text);
            self.follow_ending();
        }
    }

    /// A name that ends as files of the other format do says that it is to be that one.
    fn follow_ending(&mut self) {
        let name = self.input.text().trim().to_ascii_lowercase();
        if let Some(format) = self.export.formats().iter().position(|format| name.ends_with(format.ending()))
        {
            self.format = format;
        }
    }

    /// The other format; a name that ends as files of this one do ends as those of the other.
    fn turn(&mut self) {
        let before = self.format();
        self.format = 1 - self.format;
        if let Some(name) = self.input.text().strip_suffix(before.ending()) {
            self.input = TextInput::holding(&format!("{name}{}", self.format().ending()));
        }
    }

    /// Draws it over `area`, and gives where the terminal's cursor belongs, where something can be typed.
    pub fn draw(&self, area: Rect, buffer: &mut Buffer, theme: &Theme) -> Option<Position> {
        let area = place(area, width_of(area, 8, 84), HEIGHT.min(area.height), buffer, theme);
        let inside = pane::frame(area, buffer, theme, &format!("Export {}", self.export.title), "", true);
        let choice = |lead: &'static str, labels: [&'static str; 2], chosen: usize| {
            let label = |at: usize, label: &'static str| {
                let style = if at == chosen { theme.tab_current } else { theme.tab };
                Span::styled(format!(" {label} "), style)
            };
            let [first, second] = labels;
            vec![Span::styled(format!(" {lead:<4} "), theme.dim), label(0, first), label(1, second)]
        };
        let labels = self.export.formats().map(Format::label);
        let target = choice("to", ["a file", "the clipboard"], usize::from(self.is_to_clipboard));
        for (number, left) in [choice("as", labels, self.format), target].into_iter().enumerate() {
            if let Some(row) = pane::line(inside, number) {
                pane::row(row, buffer, left, Span::raw(""), Style::new());
            }
        }
        let hints = [
            ("enter", "export"),
            ("tab", "format"),
            ("\u{2191}\u{2193}", "file, clipboard"),
            ("esc", "close"),
        ];
        let hints = hints.into_iter().flat_map(|(key, does)| {
            [Span::styled(format!(" {key} "), theme.key), Span::styled(format!("{does} "), theme.dim)]
        });
        if let Some(row) = pane::line(inside, usize::from(inside.height.saturating_sub(1)).max(3)) {
            pane::row(row, buffer, hints.collect(), Span::raw(""), Style::new());
        }
        let row = pane::line(inside, 2).filter(|_| !self.is_to_clipboard)?;
        buffer.set_stringn(row.x, row.y, " file ", usize::from(row.width), theme.dim);
        let width = row.width.saturating_sub(LEAD + 1);
        Some(self.input.draw(Rect { x: row.x + LEAD.min(row.width), width, ..row }, buffer, theme))
    }
}
