//! The mouse: it selects, opens and scrolls.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

use super::{App, Screen};
use crate::tui::action::Action;
use crate::tui::popup::{Hit, Popup};

/// Rows that a turn of the wheel scrolls.
const WHEEL_ROWS: isize = 3;

impl App {
    pub(super) fn mouse(&mut self, event: MouseEvent) {
        let at = Position { x: event.column, y: event.row };
        let wheel = match event.kind {
            MouseEventKind::Drag(MouseButton::Left) if self.popup.is_none() => return self.drag_border(at),
            MouseEventKind::Up(MouseButton::Left) => return self.release_border(),
            MouseEventKind::ScrollDown => Some(WHEEL_ROWS),
            MouseEventKind::ScrollUp => Some(-WHEEL_ROWS),
            MouseEventKind::Down(MouseButton::Left) => None,
            _ => return,
        };
        match (&mut self.popup, wheel) {
            (None | Some(Popup::Prompt(_)), _) => {}
            (Some(Popup::Finder(finder)), Some(rows)) => {
                finder.list.scroll(rows, finder.hit_count());
                return finder.glance(&mut self.services);
            }
            (Some(Popup::Palette(palette)), Some(rows)) => return palette.list.scroll(rows, palette.len()),
            (Some(Popup::Choose(choose)), Some(rows)) => {
                return choose.list.scroll(rows, choose.places.len());
            }
            (Some(popup), Some(rows)) => {
                let action = if rows > 0 { Action::Down } else { Action::Up };
                for _ in 0..WHEEL_ROWS {
                    match popup {
                        Popup::Help(help) => help.act(action, &self.keymap),
                        Popup::Run(run) => run.act(action, &self.theme),
                        _ => {}
                    }
                }
                return;
            }
            (Some(popup), None) => {
                match (popup.click(at), popup) {
                    (Hit::Inside, Popup::Finder(finder)) => finder.glance(&mut self.services),
                    (Hit::Inside, _) => {}
                    (Hit::Again, Popup::Choose(_)) => self.open_chosen(),
                    (Hit::Again, _) => self.key(KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE)),
                    (Hit::Key(code), _) => self.key(KeyEvent::new(code, KeyModifiers::NONE)),
                    (Hit::Outside, Popup::Finder(_)) => self.close_finder(),
                    (Hit::Outside, _) => self.popup = None,
                }
                return;
            }
        }
        if let Some((_, screen)) = self.tabs.iter().find(|(area, _)| area.contains(at)) {
            if wheel.is_none() {
                let screen = *screen;
                self.show(screen);
            }
            return;
        }
        if wheel.is_none() && self.grab_border(at) {
            return;
        }
        match self.screen {
            Screen::Overview => {
                if self.overview.mouse(event.column, event.row, wheel) {
                    self.act(Action::Open);
                }
            }
            Screen::Migrate => {
                if let Some(migrate) = &mut self.migrate {
                    migrate.mouse(event.column, event.row, wheel);
                }
            }
            Screen::Explore => self.explore.mouse(event.column, event.row, wheel, &mut self.services),
            _ => {
                if let Some((view, services)) = self.view() {
                    view.mouse(event.column, event.row, wheel, services);
                }
            }
        }
    }
}
