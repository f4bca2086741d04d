//! How and where what is on the screen is exported.

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::buttons::Buttons;
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
    /// Where the formats and the targets were drawn, for the mouse, and what stands for keys.
    choices: [[Rect; 2]; 2],
    buttons: Buttons,
}

impl ExportPrompt {
    /// A prompt for what a screen shows.
    pub fn new(export: Export) -> ExportPrompt {
        let [first, _] = export.formats();
        let input = TextInput::holding(&format!("{}{}", export.name, first.ending()));
        ExportPrompt {
            export,
            is_to_clipboard: false,
            input,
            format: 0,
            choices: Default::default(),
            buttons: Buttons::default(),
        }
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

    /// Takes a click on a format or a target; gives the key that a click stands for.
    pub fn click(&mut self, at: Position) -> Option<KeyCode> {
        let hit = |areas: &[Rect; 2]| areas.iter().position(|area| area.contains(at));
        let [format, target] = self.choices.each_ref().map(hit);
        if format.is_some_and(|format| format != self.format) {
            self.turn();
        }
        if let Some(target) = target {
            self.is_to_clipboard = target == 1;
        }
        self.buttons.at(at)
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
    pub fn draw(&mut self, area: Rect, buffer: &mut Buffer, theme: &Theme) -> Option<Position> {
        let area = place(area, width_of(area, 8, 84), HEIGHT.min(area.height), buffer, theme);
        let inside = pane::frame(area, buffer, theme, &format!("Export {}", self.export.title), "", true);
        let formats = ("as", self.export.formats().map(Format::label), self.format);
        let targets = ("to", ["a file", "the clipboard"], usize::from(self.is_to_clipboard));
        self.choices = Default::default();
        for (number, choice) in [formats, targets].into_iter().enumerate() {
            if let (Some(row), Some(areas)) = (pane::line(inside, number), self.choices.get_mut(number)) {
                *areas = draw_choice(choice, row, buffer, theme);
            }
        }
        let hints = [
            ("enter", "export", KeyCode::Enter),
            ("tab", "format", KeyCode::Tab),
            ("\u{2191}\u{2193}", "file, clipboard", KeyCode::Down),
            ("esc", "close", KeyCode::Esc),
        ];
        self.buttons = match pane::line(inside, usize::from(inside.height.saturating_sub(1)).max(3)) {
            Some(row) => Buttons::draw(&hints, row, buffer, theme, theme.dim.into()),
            None => Buttons::default(),
        };
        let row = pane::line(inside, 2).filter(|_| !self.is_to_clipboard)?;
        buffer.set_stringn(row.x, row.y, " file ", usize::from(row.width), theme.dim);
        let width = row.width.saturating_sub(LEAD + 1);
        Some(self.input.draw(Rect { x: row.x + LEAD.min(row.width), width, ..row }, buffer, theme))
    }
}

/// Draws two things to choose from behind what they are, with the chosen one marked, and gives where they are.
fn draw_choice(
    (lead, labels, chosen): (&str, [&str; 2], usize),
    row: Rect,
    buffer: &mut Buffer,
    theme: &Theme,
) -> [Rect; 2] {
    buffer.set_stringn(row.x, row.y, format!(" {lead:<4} "), usize::from(row.width), theme.dim);
    let mut x = row.x.saturating_add(LEAD).min(row.right());
    let mut number = 0;
    labels.map(|label| {
        let style = if number == chosen { theme.tab_current } else { theme.tab };
        number += 1;
        let (end, _) =
            buffer.set_stringn(x, row.y, format!(" {label} "), usize::from(row.right() - x), style);
        let area = Rect { x, width: end - x, ..row };
        x = end;
        area
    })
}
