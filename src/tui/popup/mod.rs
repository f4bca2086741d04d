//! What opens over a screen and takes the keys.

mod buttons;
pub mod choose;
pub mod confirm;
pub mod export;
pub mod finder;
pub mod glance;
pub mod help;
pub mod palette;
pub mod prompt;
mod recall;
pub mod run;

use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Position, Rect};
use ratatui::widgets::{Clear, Widget};

use super::theme::Theme;

/// Columns below which a popup is as wide as the screen.
const NARROW: u16 = 60;

/// What is open over the screen.
pub enum Popup {
    /// What the keys do.
    Help(help::Help),
    /// Any symbol or file by a part of its name.
    Finder(finder::Finder),
    /// Every action by its name.
    Palette(palette::Palette),
    /// A text to filter or search by.
    Prompt(prompt::Prompt),
    /// Several places to choose from.
    Choose(choose::Choose),
    /// A run's details.
    Run(run::RunDetails),
    /// How and where what is on the screen is exported.
    Export(Box<export::ExportPrompt>),
    /// A question with yes and no.
    Confirm(confirm::Confirm),
}

/// Where a popup was drawn, for the mouse.
#[derive(Debug, Clone, Copy, Default)]
pub struct Areas {
    /// All of it.
    pub whole: Rect,
    /// The rows to choose from.
    pub rows: Rect,
}

/// What a click hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hit {
    /// What is behind the popup, which can be closed without loss.
    Outside,
    /// A row that was selected already.
    Again,
    /// What stands for a key.
    Key(KeyCode),
    /// Anything else.
    Inside,
}

impl Popup {
    /// Takes a click: it selects a row, or what can be chosen.
    pub fn click(&mut self, at: Position) -> Hit {
        let (areas, list, len) = match self {
            Popup::Finder(finder) => (finder.areas, Some(&mut finder.list), finder.found.hits.len()),
            Popup::Palette(palette) => (palette.areas, Some(&mut palette.list), palette.shown.len()),
            Popup::Choose(choose) => (choose.areas, Some(&mut choose.list), choose.places.len()),
            Popup::Help(help) => (help.areas, None, 0),
            Popup::Run(run) => (run.areas, None, 0),
            // What is typed or asked in these is not given up by a slip of the hand.
            Popup::Prompt(_) => return Hit::Inside,
            Popup::Export(prompt) => return prompt.click(at).map_or(Hit::Inside, Hit::Key),
            Popup::Confirm(confirm) => return confirm.buttons.at(at).map_or(Hit::Inside, Hit::Key),
        };
        if !areas.whole.contains(at) {
            return Hit::Outside;
        }
        let line = at.y.checked_sub(areas.rows.y).filter(|_| areas.rows.contains(at));
        let Some((list, line)) = list.zip(line) else { return Hit::Inside };
        let Some(row) = list.row_at(usize::from(line), len) else { return Hit::Inside };
        if std::mem::replace(&mut list.selected, row) == row { Hit::Again } else { Hit::Inside }
    }
}

/// The width of a popup that leaves `margin` columns of its screen free, where there is room for that.
fn width_of(area: Rect, margin: u16, most: u16) -> u16 {
    if area.width < NARROW { area.width } else { (area.width - margin).min(most) }
}

/// Clears a place in the middle of `area` for a popup that wants `width` × `height` cells.
fn place(area: Rect, width: u16, height: u16, buffer: &mut Buffer, theme: &Theme) -> Rect {
    let place =
        area.centered(Constraint::Length(width.min(area.width)), Constraint::Length(height.min(area.height)));
    Clear.render(place, buffer);
    buffer.set_style(place, theme.base);
    place
}
