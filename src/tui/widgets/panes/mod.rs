//! Panes beside and below each other: the one place that divides an area among them, lets their borders be moved, and
//! gives one of them all of it.

mod division;

pub use division::{Division, Size, Split, Way};

use std::collections::BTreeMap;

use division::below_head;
use ratatui::layout::{Position, Rect};

/// What a remembered share is of.
const WHOLE: u32 = 1000;

/// A border, as it was drawn last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Border {
    name: &'static str,
    way: Way,
    /// The area of both parts.
    area: Rect,
    /// Cells of the first part, the fewest and the most that it can have.
    first: u16,
    range: (u16, u16),
    /// Whether the focused pane is in the first part or in the second.
    focus: Option<bool>,
    /// Whether a row above the second part is no pane's, and so has no border.
    is_headed: bool,
}

impl Border {
    /// Cells of both parts together.
    fn whole(&self) -> u16 {
        if self.way == Way::Beside { self.area.width } else { self.area.height }
    }

    /// Whether a cell is one of those at which the two parts meet.
    fn is_at(&self, at: Position) -> bool {
        let along = match self.way {
            Way::Beside => at.x.checked_sub(self.area.x),
            Way::Below => at.y.checked_sub(self.area.y),
        };
        let is_head = self.is_headed && at.y == self.area.y && along == Some(self.first);
        let is_there = along.is_some_and(|along| along == self.first || along + 1 == self.first);
        self.area.contains(at) && is_there && !is_head
    }
}

/// Where the borders of a screen's panes are.
#[derive(Debug, Clone, Default)]
pub struct Panes {
    /// Of borders that were moved: thousandths that the first part has.
    shares: BTreeMap<String, u16>,
    is_zoomed: bool,
    borders: Vec<Border>,
    /// The border that the mouse holds.
    held: Option<Border>,
}

impl Panes {
    /// Where the borders are that were moved: thousandths of the whole that the first part has, by their names.
    pub fn shares(&self) -> &BTreeMap<String, u16> {
        &self.shares
    }

    /// Puts borders where they were at another time.
    pub fn restore(&mut self, shares: &BTreeMap<String, u16>) {
        self.shares = shares.clone();
    }

    /// Whether one pane has everything.
    pub fn is_zoomed(&self) -> bool {
        self.is_zoomed
    }

    /// Gives the focused pane everything, or each its part again.
    pub fn zoom(&mut self) {
        self.is_zoomed = !self.is_zoomed;
    }

    /// Notes that the screen is drawn in another way, without borders that could be moved.
    pub fn put_away(&mut self) {
        self.borders.clear();
    }

    /// Divides an area. One that is smaller than `fewest` columns and rows is all the focused pane's, as it is while
    /// that is zoomed. Each pane that is to be drawn is given once.
    pub fn divide<P: Copy + PartialEq>(
        &mut self,
        area: Rect,
        fewest: (u16, u16),
        focus: P,
        division: &Division<P>,
    ) -> Vec<(P, Rect)> {
        self.borders.clear();
        let mut parts = Vec::new();
        if self.is_zoomed || area.width < fewest.0 || area.height < fewest.1 {
            parts.push((focus, if division.is_headed(&focus) { below_head(area) } else { area }));
        } else {
            self.part(area, focus, division, &mut parts);
        }
        parts
    }

    fn part<P: Copy + PartialEq>(
        &mut self,
        area: Rect,
        focus: P,
        division: &Division<P>,
        parts: &mut Vec<(P, Rect)>,
    ) {
        let split = match division {
            Division::Pane(pane) => return parts.push((*pane, area)),
            Division::Headed(below) => return self.part(below_head(area), focus, below, parts),
            Division::Split(split) => split,
        };
        let whole = if split.way == Way::Beside { area.width } else { area.height };
        let [least, rest] = [split.first.least(split.way), split.second.least(split.way)];
        let most = whole.saturating_sub(rest);
        let wanted = match (self.shares.get(split.name), split.size) {
            (Some(share), _) => of_share(*share, whole),
            (None, Size::Share(share)) => of_share(share, whole),
            (None, Size::First(cells)) => cells,
            (None, Size::Second(cells)) => whole.saturating_sub(cells),
        };
        // What cannot hold both is halved.
        let (least, most) = if least <= most { (least, most) } else { (whole / 2, whole / 2) };
        let first = wanted.clamp(least, most);
        let focus_is_first = match (split.first.holds(&focus), split.second.holds(&focus)) {
            (false, false) => None,
            (is_first, _) => Some(is_first),
        };
        let (name, way, range) = (split.name, split.way, (least, most));
        let is_headed = matches!(split.second, Division::Headed(_));
        self.borders.push(Border { name, way, area, first, range, focus: focus_is_first, is_headed });
        let [one, other] = match way {
            Way::Beside => {
                [Rect { width: first, ..area }, Rect { x: area.x + first, width: whole - first, ..area }]
            }
            Way::Below => {
                [Rect { height: first, ..area }, Rect { y: area.y + first, height: whole - first, ..area }]
            }
        };
        self.part(one, focus, &split.first, parts);
        self.part(other, focus, &split.second, parts);
    }

    /// Makes the focused pane so many cells larger one way, or with a negative number smaller, by moving the border
    /// that is nearest to it; `false` where there is none or it cannot be moved further.
    pub fn resize(&mut self, way: Way, by: i16) -> bool {
        let nearest =
            self.borders.iter().rev().find(|border| border.way == way && border.focus.is_some()).copied();
        let Some(border) = nearest else { return false };
        let by = if border.focus == Some(true) { by } else { by.saturating_neg() };
        self.put(&border, border.first.saturating_add_signed(by))
    }

    /// Puts a border where its first part has so many cells, as far as it can be; `false` where it is there.
    fn put(&mut self, border: &Border, first: u16) -> bool {
        let first = first.clamp(border.range.0, border.range.1);
        if first == border.first {
            return false;
        }
        self.shares.insert(border.name.to_owned(), share_of(first, border.whole()));
        true
    }

    /// Takes hold of the border at a cell; `false` where none is.
    pub fn grab(&mut self, at: Position) -> bool {
        // The innermost one: where two cross, it is the shorter one that is meant.
        self.held = self.borders.iter().rev().find(|border| border.is_at(at)).copied();
        self.held.is_some()
    }

    /// Moves the border that is held to a cell; `false` where none is held.
    pub fn drag(&mut self, at: Position) -> bool {
        let Some(held) = self.held else { return false };
        let first = match held.way {
            Way::Beside => at.x.saturating_sub(held.area.x),
            Way::Below => at.y.saturating_sub(held.area.y),
        };
        // What is drawn now may be elsewhere than where it was taken.
        let now = self.borders.iter().find(|border| border.name == held.name).copied();
        if let Some(now) = now {
            self.put(&now, first);
        }
        true
    }

    /// Lets go of the border that is held.
    pub fn release(&mut self) {
        self.held = None;
    }
}

fn share_of(cells: u16, whole: u16) -> u16 {
    let whole = u32::from(whole.max(1));
    u16::try_from((u32::from(cells) * WHOLE + whole / 2) / whole).unwrap_or(u16::MAX)
}

fn of_share(share: u16, whole: u16) -> u16 {
    let share = u32::from(share).min(WHOLE);
    u16::try_from((share * u32::from(whole) + WHOLE / 2) / WHOLE).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests;
