//! Several places to choose from.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::{Areas, place, width_of};
use crate::source::Roots;
use crate::tui::data::place::Place;
use crate::tui::text;
use crate::tui::theme::Theme;
use crate::tui::widgets::list::ListState;
use crate::tui::widgets::pane;

/// The popup.
pub struct Choose {
    /// What the places have in common.
    pub title: String,
    /// The places.
    pub places: Vec<Place>,
    /// The selection.
    pub list: ListState,
    pub(super) areas: Areas,
}

impl Choose {
    /// One among these places.
    pub fn new(title: String, places: Vec<Place>) -> Choose {
        Choose { title, places, list: ListState::default(), areas: Areas::default() }
    }

    /// The place that is selected.
    pub fn selected(&self) -> Option<&Place> {
        self.places.get(self.list.selected)
    }

    /// Draws it over `area`.
    pub fn draw(&mut self, area: Rect, buffer: &mut Buffer, roots: &Roots, theme: &Theme) {
        let height = u16::try_from(self.places.len()).unwrap_or(u16::MAX).saturating_add(2);
        let area = place(area, width_of(area, 8, 110), height.min(area.height * 3 / 4), buffer, theme);
        let note = pane::position(self.list.selected, self.places.len());
        let inside = pane::frame(area, buffer, theme, &self.title, &note, true);
        self.areas = Areas { whole: area, rows: inside };
        for (line, at) in self.list.view(self.places.len(), usize::from(inside.height)).enumerate() {
            let (Some(found), Some(area)) = (self.places.get(at), pane::line(inside, line)) else { break };
            let style = pane::selection(at == self.list.selected, true, theme);
            let path = format!("{}:{}", roots.relative(&found.path), found.line);
            let path = text::fit_end(&path, usize::from(area.width) * 2 / 3);
            pane::row(
                area,
                buffer,
                vec![Span::raw(found.label.as_str())],
                Span::styled(path, theme.dim),
                style,
            );
        }
    }
}
