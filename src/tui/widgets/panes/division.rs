//! How an area is to be divided among panes.

use ratatui::layout::Rect;

/// Columns and rows that a pane has at least, where there is room for all.
const LEAST: (u16, u16) = (12, 3);
/// Rows from which there is room for one above them.
const HEADED: u16 = 8;

/// How the two parts of a split lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The second to the right of the first.
    Beside,
    /// The second below the first.
    Below,
}

/// What one part of a split has while nobody has moved its border; the other has the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// So many cells, the first.
    First(u16),
    /// So many cells, the second.
    Second(u16),
    /// So many thousandths, the first.
    Share(u16),
}

/// How an area is divided.
#[derive(Debug, Clone)]
pub enum Division<P> {
    /// All of it is one pane's.
    Pane(P),
    /// Two parts, with a border that can be moved.
    Split(Box<Split<P>>),
    /// A row above all of it that is no pane's, where there is room for one.
    Headed(Box<Division<P>>),
}

/// Two parts of an area.
#[derive(Debug, Clone)]
pub struct Split<P> {
    /// By what its border is remembered: one of this screen's names.
    pub name: &'static str,
    /// How they lie.
    pub way: Way,
    /// How large they are at first.
    pub size: Size,
    /// The left or upper one.
    pub first: Division<P>,
    /// The right or lower one.
    pub second: Division<P>,
}

impl<P> Division<P> {
    /// Two parts beside each other.
    pub fn beside(name: &'static str, size: Size, first: Self, second: Self) -> Self {
        Division::Split(Box::new(Split { name, way: Way::Beside, size, first, second }))
    }

    /// Two parts below each other.
    pub fn below(name: &'static str, size: Size, first: Self, second: Self) -> Self {
        Division::Split(Box::new(Split { name, way: Way::Below, size, first, second }))
    }

    /// The cells that it has at least, one way.
    pub(super) fn least(&self, way: Way) -> u16 {
        match self {
            Division::Pane(_) if way == Way::Beside => LEAST.0,
            Division::Pane(_) => LEAST.1,
            Division::Headed(below) => below.least(way),
            Division::Split(split) => {
                let [first, second] = [split.first.least(way), split.second.least(way)];
                if split.way == way { first.saturating_add(second) } else { first.max(second) }
            }
        }
    }
}

impl<P: PartialEq> Division<P> {
    pub(super) fn holds(&self, pane: &P) -> bool {
        match self {
            Division::Pane(other) => other == pane,
            Division::Headed(below) => below.holds(pane),
            Division::Split(split) => split.first.holds(pane) || split.second.holds(pane),
        }
    }
}

impl<P: PartialEq> Division<P> {
    /// Whether a row of its own stands above a pane.
    pub(super) fn is_headed(&self, pane: &P) -> bool {
        match self {
            Division::Pane(_) => false,
            Division::Headed(below) => below.holds(pane),
            Division::Split(split) => split.first.is_headed(pane) || split.second.is_headed(pane),
        }
    }
}

/// An area less the row above it; all of it where there is too little.
pub(super) fn below_head(area: Rect) -> Rect {
    if area.height < HEADED { area } else { Rect { y: area.y + 1, height: area.height - 1, ..area } }
}
