//! Unfolding and folding, and the steps to the left and to the right that do so.

use super::{Item, Known, Need, Web};
use crate::tui::data::graph::Side;

impl Web {
    /// Unfolds a side of a node; what is to be read for that.
    pub fn open(&mut self, node: usize, side: Side) -> Option<Need> {
        let symbol = self.leaf(node)?.symbol?;
        let end = self.end_mut(node, side)?;
        end.is_open = true;
        if !matches!(end.known, Known::Unread | Known::Failed(_)) {
            return None;
        }
        end.known = Known::Reading;
        Some(Need { node, symbol, side, after: None })
    }

    /// Shows more of a side of a node; what is to be read for that.
    pub fn more(&mut self, node: usize, side: Side) -> Option<Need> {
        let symbol = self.leaf(node)?.symbol?;
        let room = self.room;
        let end = self.end_mut(node, side)?;
        if end.known == Known::Reading {
            return None;
        }
        let first_hidden = end.children.get(room.saturating_mul(end.turns + 1)).copied();
        end.turns += 1;
        let is_short = end.children.len() < room.saturating_mul(end.turns + 1);
        let after = end.next.filter(|_| is_short);
        if after.is_some() {
            end.known = Known::Reading;
        }
        // What was hidden stands where `more` did.
        if let Some(child) = first_hidden {
            self.selected = Item::Node(child);
        }
        after.map(|after| Need { node, symbol, side, after: Some(after) })
    }

    /// Goes to the left or to the right: away from the middle, to what is unfolded by that first; towards it, to what
    /// is folded by that first. Gives what is to be read.
    pub fn step(&mut self, to: Side) -> Option<Need> {
        let away = self.side(self.selected).is_none_or(|side| side == to);
        match (self.selected, away) {
            (Item::More(node, side), true) => self.more(node, side),
            (Item::More(node, _), false) => {
                self.selected = Item::Node(node);
                None
            }
            (Item::Node(node), true) => {
                if self.end(node, to).is_some_and(|end| end.is_open) {
                    self.selected = self.shown(node, to).first().copied().unwrap_or(self.selected);
                    return None;
                }
                self.open(node, to)
            }
            (Item::Node(node), false) => {
                if !self.fold(node) {
                    self.selected = Item::Node(self.nodes.get(node).map_or(0, |node| node.parent));
                }
                None
            }
        }
    }

    /// Folds what is unfolded at a node; `false` where nothing is.
    pub fn fold(&mut self, node: usize) -> bool {
        let Some(side) = self.side(Item::Node(node)) else { return false };
        let Some(end) = self.end_mut(node, side) else { return false };
        // What holds nothing looks folded.
        std::mem::take(&mut end.is_open) && !(end.known == Known::Read && end.children.is_empty())
    }
}
