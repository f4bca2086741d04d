//! What opens over a screen and takes the keys.

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

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Rect};
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
