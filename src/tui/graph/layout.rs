//! Where boxes and lines stand: columns to both sides of the middle, what is unfolded beside what it belongs to.

use super::web::{Item, Web};
use crate::tui::data::graph::Side;

/// Rows of a box.
pub const BOX: i32 = 3;

/// A box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// What it shows.
    pub item: Item,
    /// Columns from the middle: negative to the left.
    pub column: i32,
    /// The row of its middle line.
    pub row: i32,
}

/// The lines from a box to those that it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fan {
    /// The box's column.
    pub column: i32,
    /// The row of its middle line.
    pub row: i32,
    /// On which side they are.
    pub side: Side,
    /// The rows of their middle lines.
    pub rows: Vec<i32>,
}

/// Everything that is shown, on a plane.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plane {
    /// The boxes; those of a column by their rows.
    pub boxes: Vec<Placed>,
    /// The lines.
    pub fans: Vec<Fan>,
    /// Rows that it takes.
    pub height: i32,
}

/// Places everything that is shown. Cost: what is shown.
pub fn plane(web: &Web) -> Plane {
    let [mut left, mut right] = Side::BOTH.map(|side| {
        let mut half = Half { web, side, plane: Plane::default(), next: 0 };
        let rows: Vec<i32> = web.shown(0, side).into_iter().map(|item| half.place(item, 1)).collect();
        half.plane.fans.push(Fan { column: 0, row: 0, side, rows });
        half.plane.height = half.next;
        half.plane
    });
    let height = left.height.max(right.height).max(BOX);
    let middle = (height - 1) / 2;
    for half in [&mut left, &mut right] {
        let down = (height - half.height) / 2;
        half.boxes.iter_mut().for_each(|placed| placed.row += down);
        for fan in &mut half.fans {
            fan.row = if fan.column == 0 { middle } else { fan.row + down };
            fan.rows.iter_mut().for_each(|row| *row += down);
        }
    }
    let centre = Placed { item: Item::Node(0), column: 0, row: middle };
    let mut boxes: Vec<Placed> = left.boxes.into_iter().chain([centre]).chain(right.boxes).collect();
    boxes.sort_by_key(|placed| (placed.column, placed.row));
    let mut fans = left.fans;
    fans.extend(right.fans);
    fans.retain(|fan| !fan.rows.is_empty());
    Plane { boxes, fans, height }
}

/// One side while it is placed.
struct Half<'a> {
    web: &'a Web,
    side: Side,
    plane: Plane,
    /// The first row that is free.
    next: i32,
}

impl Half<'_> {
    /// Places an item and what is unfolded beside it; gives the row of its middle line.
    fn place(&mut self, item: Item, depth: i32) -> i32 {
        let below = match item {
            Item::Node(node) => self.web.shown(node, self.side),
            Item::More(..) => Vec::new(),
        };
        let rows: Vec<i32> = below.into_iter().map(|item| self.place(item, depth + 1)).collect();
        let row = match (rows.first(), rows.last()) {
            (Some(first), Some(last)) => (first + last) / 2,
            _ => {
                self.next += BOX;
                self.next - BOX / 2 - 1
            }
        };
        let column = if self.side == Side::Left { -depth } else { depth };
        self.plane.boxes.push(Placed { item, column, row });
        self.plane.fans.push(Fan { column, row, side: self.side, rows });
        row
    }
}

impl Plane {
    /// The item above (-1) or below (1) another one in its column; the nearest where the column has it not.
    pub fn beside(&self, item: Item, by: i32) -> Option<Item> {
        let at = self.boxes.iter().position(|placed| placed.item == item)?;
        let other = at.checked_add_signed(by as isize)?;
        let (here, there) = (self.boxes.get(at)?, self.boxes.get(other)?);
        (here.column == there.column).then_some(there.item)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Spot;
    use crate::model::{NodeId, SymbolKind};
    use crate::tui::data::graph::{Branch, Kind, Leaf};

    fn spot(id: i64) -> Spot {
        let name = format!("f{id}");
        Spot { id: NodeId(id), name, kind: SymbolKind::Function, path: "a.rs".to_owned(), line: 1, column: 0 }
    }

    #[test]
    fn boxes_never_overlap_and_lines_lead_to_them() {
        let mut web = Web::around(Leaf::from(&spot(0)), Kind::Calls);
        let mut id = 1;
        for (node, side, count) in [
            (0, Side::Left, 3),
            (0, Side::Right, 9),
            (1, Side::Left, 2),
            (4, Side::Right, 3),
            (6, Side::Right, 1),
        ] {
            web.open(node, side);
            let leaves = (id..id + count).map(|id| Leaf::from(&spot(id))).collect();
            id += count;
            web.put(node, side, Ok(Branch { leaves, next: None }));
        }
        let plane = plane(&web);
        for pair in plane.boxes.windows(2) {
            assert!(pair[0].column < pair[1].column || pair[0].row + BOX <= pair[1].row, "{pair:?}");
        }
        for placed in &plane.boxes {
            assert!(placed.row >= 1 && placed.row < plane.height - 1, "{placed:?} of {}", plane.height);
        }
        for fan in &plane.fans {
            let column = fan.column + if fan.side == Side::Left { -1 } else { 1 };
            for row in &fan.rows {
                assert!(plane.boxes.iter().any(|b| b.column == column && b.row == *row), "{fan:?}");
            }
        }
        let first = plane.boxes.iter().find(|placed| placed.column == 1).unwrap().item;
        assert_eq!(plane.beside(first, -1), None);
        assert!(plane.beside(first, 1).is_some());
    }
}
