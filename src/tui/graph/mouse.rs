//! The mouse in the graph: it selects, opens and scrolls.

use ratatui::layout::Position;

use super::web::Item;
use super::{Graph, Shows};
use crate::tui::action::Action;
use crate::tui::services::Services;

impl Graph {
    /// Takes a click or a turn of the wheel at a cell of the screen.
    pub(super) fn take_mouse(&mut self, at: Position, wheel: Option<isize>, services: &mut Services) {
        if let Some(rows) = wheel {
            let action = if rows > 0 { Action::Down } else { Action::Up };
            for _ in 0..rows.unsigned_abs() {
                self.do_action(action, services);
            }
        } else if let Some(is_again) = self.select_at(at)
            && is_again
        {
            self.open(services);
        }
    }

    /// Selects what is at a cell, and gives whether it was selected already; `None` where nothing is.
    fn select_at(&mut self, at: Position) -> Option<bool> {
        let line = at.y.checked_sub(self.areas.rows.y).filter(|_| self.areas.rows.contains(at));
        let item: Item = match self.shows {
            Shows::Flow => {
                let block = self.flow.block_at(usize::from(line?), usize::from(self.areas.rows.height))?;
                return Some(std::mem::replace(&mut self.flow.list.selected, block) == block);
            }
            Shows::Boxes => self.areas.boxes.iter().find(|(area, _)| area.contains(at))?.1,
            Shows::Tree => {
                let rows = self.web.as_ref()?.rows();
                rows.get(self.tree_list.row_at(usize::from(line?), rows.len())?)?.0
            }
            Shows::List(subject) => {
                let len = self.lists.rows(subject).len();
                let list = self.lists.state(subject);
                let row = list.row_at(usize::from(line?), len)?;
                return Some(std::mem::replace(&mut list.selected, row) == row);
            }
        };
        let web = self.web.as_mut()?;
        Some(std::mem::replace(&mut web.selected, item) == item)
    }
}
