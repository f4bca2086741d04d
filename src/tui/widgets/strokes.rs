//! Lines that meet: each cell knows to which sides its strokes lead, and is drawn as the character that has these.

use std::collections::HashMap;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// The sides of a cell to which a stroke leads.
const UP: u8 = 1;
const DOWN: u8 = 2;
const LEFT: u8 = 4;
const RIGHT: u8 = 8;

/// By the sides to which strokes lead.
const CHARACTERS: [char; 16] = [
    ' ', '\u{2502}', '\u{2502}', '\u{2502}', '\u{2500}', '\u{2518}', '\u{2510}', '\u{2524}', '\u{2500}',
    '\u{2514}', '\u{250c}', '\u{251c}', '\u{2500}', '\u{2534}', '\u{252c}', '\u{253c}',
];

/// Lines on a plane that may be larger than the screen.
#[derive(Debug, Clone, Default)]
pub struct Strokes {
    cells: HashMap<(i32, i32), u8>,
}

impl Strokes {
    fn add(&mut self, x: i32, y: i32, sides: u8) {
        *self.cells.entry((x, y)).or_default() |= sides;
    }

    /// A line from one column to another, both included: it begins and ends in the middle of a cell.
    pub fn horizontal(&mut self, y: i32, from: i32, to: i32) {
        for x in from.min(to)..from.max(to) {
            self.add(x, y, RIGHT);
            self.add(x + 1, y, LEFT);
        }
    }

    /// A line from one row to another, both included.
    pub fn vertical(&mut self, x: i32, from: i32, to: i32) {
        for y in from.min(to)..from.max(to) {
            self.add(x, y, DOWN);
            self.add(x, y + 1, UP);
        }
    }

    /// Draws what of them lies in `area`, whose first cell is the plane's `origin`.
    pub fn draw(&self, area: Rect, origin: (i32, i32), buffer: &mut Buffer, style: Style) {
        for (&(x, y), &sides) in &self.cells {
            let Some(cell) = cell(area, origin, (x, y)) else { continue };
            let character = CHARACTERS.get(usize::from(sides)).copied().unwrap_or(' ');
            if let Some(cell) = buffer.cell_mut(cell) {
                cell.set_char(character).set_style(style);
            }
        }
    }
}

/// The cell of the screen for a place of the plane; `None` outside of the area.
pub fn cell(area: Rect, origin: (i32, i32), at: (i32, i32)) -> Option<(u16, u16)> {
    let x = u16::try_from(at.0.checked_sub(origin.0)?).ok().filter(|x| *x < area.width)?;
    let y = u16::try_from(at.1.checked_sub(origin.1)?).ok().filter(|y| *y < area.height)?;
    Some((area.x + x, area.y + y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strokes_that_meet_are_joined() {
        let mut strokes = Strokes::default();
        strokes.vertical(1, 0, 2);
        strokes.horizontal(1, 0, 2);
        strokes.horizontal(0, 1, 2);
        strokes.horizontal(2, 0, 1);
        let area = Rect::new(0, 0, 3, 3);
        let mut buffer = Buffer::empty(area);
        strokes.draw(area, (0, 0), &mut buffer, Style::new());
        let rows: Vec<String> =
            (0..3).map(|y| (0..3).map(|x| buffer[(x, y)].symbol()).collect::<String>()).collect();
        assert_eq!(rows, [" \u{250c}\u{2500}", "\u{2500}\u{253c}\u{2500}", "\u{2500}\u{2518} "]);
        let mut moved = Buffer::empty(Rect::new(0, 0, 2, 1));
        strokes.draw(Rect::new(0, 0, 2, 1), (1, 1), &mut moved, Style::new());
        assert_eq!(moved[(0, 0)].symbol(), "\u{253c}");
    }
}
