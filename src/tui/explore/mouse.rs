//! The mouse in Explore.

use ratatui::layout::{Position, Rect};

use super::{Explore, Pane};
use crate::tui::action::Action;
use crate::tui::services::Services;

impl Explore {
    /// A click or a turn of the wheel at a cell of the screen.
    pub fn mouse(&mut self, x: u16, y: u16, wheel: Option<isize>, services: &mut Services) {
        let at = Position { x, y };
        let areas = self.areas;
        let line = |area: Rect| usize::from(y.saturating_sub(area.y));
        if areas.tree.contains(at) {
            let len = self.tree.len();
            match wheel {
                Some(rows) => self.tree.list.scroll(rows, len),
                None => {
                    self.focus = Pane::Tree;
                    let Some(row) = self.tree.list.row_at(line(areas.tree), len) else { return };
                    if self.tree.list.selected == row {
                        self.act_in_tree(Action::Open, services);
                    }
                    self.tree.list.selected = row;
                }
            }
            self.follow_tree(services);
        } else if areas.source.contains(at) {
            match wheel {
                Some(lines) => self.source.scroll(lines),
                None => {
                    self.focus = Pane::Source;
                    self.source.click(line(areas.source), usize::from(x - areas.source.x));
                }
            }
        } else if areas.relations.contains(at) {
            let len = self.relations.rows().len();
            match wheel {
                Some(rows) => self.relations.list.scroll(rows, len),
                None => {
                    self.focus = Pane::Relations;
                    let Some(row) = self.relations.list.row_at(line(areas.relations), len) else { return };
                    if std::mem::replace(&mut self.relations.list.selected, row) == row {
                        self.act_in_relations(Action::Open, services);
                    }
                }
            }
        }
    }
}
