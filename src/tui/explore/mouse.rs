//! The mouse in Explore.

use ratatui::layout::{Position, Rect};

use super::crumbs::Lead;
use super::detail::Tab;
use super::{Explore, Pane};
use crate::tui::action::Action;
use crate::tui::data::place::Place;
use crate::tui::services::Services;

impl Explore {
    /// A click or a turn of the wheel at a cell of the screen.
    pub fn mouse(&mut self, x: u16, y: u16, wheel: Option<isize>, services: &mut Services) {
        let at = Position { x, y };
        let areas = self.areas.clone();
        if wheel.is_none() {
            if let Some((_, tab)) = areas.tabs.iter().find(|(area, _)| area.contains(at)) {
                return self.turn_to(*tab, services);
            }
            if let Some((_, lead)) = areas.crumbs.iter().find(|(area, _)| area.contains(at)) {
                return self.follow_crumb(lead.clone(), services);
            }
        }
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
                    self.follow_source(services);
                }
            }
        } else if areas.detail.contains(at) {
            match wheel {
                Some(rows) => self.detail.scroll(rows),
                None => {
                    self.focus = Pane::Detail;
                    let height = usize::from(areas.detail.height);
                    match self.detail.click(line(areas.detail), height) {
                        Some(true) if self.detail.tab() == Tab::Relations => self.open_relation(services),
                        Some(_) => self.follow_detail(),
                        None => {}
                    }
                }
            }
        }
    }

    /// Goes where a breadcrumb leads.
    fn follow_crumb(&mut self, lead: Lead, services: &mut Services) {
        let Some(file) = self.subject.as_ref().and_then(|subject| subject.file.as_ref()) else { return };
        match lead {
            Lead::Folder(prefix) => {
                if self.tree.select_folder(&prefix) {
                    self.focus = Pane::Tree;
                }
            }
            Lead::File => {
                let place = Place::of_file(file.id, &file.path);
                self.go(place, services);
            }
            Lead::Symbol(at) => {
                let Some(symbol) = self.outline.1.get(at) else { return };
                let place = Place {
                    file: Some(file.id),
                    path: file.path.clone(),
                    symbol: Some(symbol.id),
                    label: symbol.name.clone(),
                    line: symbol.line,
                    column: symbol.column,
                };
                self.go(place, services);
            }
        }
    }
}
