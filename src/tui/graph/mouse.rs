//! The mouse in the graph: it selects, opens and scrolls.

use ratatui::layout::Position;

use super::{Graph, Then, View};
use crate::tui::action::Action;
use crate::tui::services::Services;

impl Graph {
    /// A click or a turn of the wheel at a cell of the screen.
    pub fn mouse(&mut self, at: Position, wheel: Option<isize>, services: &mut Services) -> Option<Then> {
        let then = self.moused(at, wheel, services);
        self.note(&then);
        then
    }

    fn moused(&mut self, at: Position, wheel: Option<isize>, services: &mut Services) -> Option<Then> {
        if let Some(rows) = wheel {
            let action = if rows > 0 { Action::Down } else { Action::Up };
            for _ in 0..rows.unsigned_abs() {
                self.act(action, services);
            }
            return None;
        }
        let item = match self.view {
            View::Boxes => self.areas.boxes.iter().find(|(area, _)| area.contains(at)).map(|(_, item)| *item),
            View::Flow => return None,
            View::Tree | View::List(_) if !self.areas.rows.contains(at) => return None,
            View::Tree => {
                let rows = self.web.as_ref()?.rows();
                let row = self.tree_list.row_at(usize::from(at.y - self.areas.rows.y), rows.len())?;
                rows.get(row).map(|(item, _)| *item)
            }
            View::List(subject) => {
                let len = self.lists.rows(subject).len();
                let list = self.lists.state(subject);
                let row = list.row_at(usize::from(at.y - self.areas.rows.y), len)?;
                let is_again = std::mem::replace(&mut list.selected, row) == row;
                return is_again.then(|| self.open(services));
            }
        };
        let web = self.web.as_mut()?;
        let is_again = std::mem::replace(&mut web.selected, item?) == item?;
        is_again.then(|| self.open(services))
    }
}
