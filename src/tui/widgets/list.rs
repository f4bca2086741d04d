//! A list with a selected row: where it is, what of it is seen.

use crate::tui::action::Action;

/// The selected row of a list, and the first one that is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ListState {
    /// The selected row, from 0; 0 for an empty list.
    pub selected: usize,
    /// The first row that is seen.
    pub offset: usize,
    /// Rows that were seen when it was drawn last.
    height: usize,
}

impl ListState {
    /// Moves as `action` says in a list of `len` rows; `false` for an action that moves nothing.
    pub fn act(&mut self, action: Action, len: usize) -> bool {
        let page = self.height.max(2) - 1;
        let last = len.saturating_sub(1);
        self.selected = match action {
            Action::Down => self.selected.saturating_add(1),
            Action::Up => self.selected.saturating_sub(1),
            Action::PageDown => self.selected.saturating_add(page),
            Action::PageUp => self.selected.saturating_sub(page),
            Action::HalfPageDown => self.selected.saturating_add(page / 2 + 1),
            Action::HalfPageUp => self.selected.saturating_sub(page / 2 + 1),
            Action::Top => 0,
            Action::Bottom => last,
            _ => return false,
        }
        .min(last);
        true
    }

    /// Scrolls the view by `rows` and takes the selection along where it would leave the view.
    pub fn scroll(&mut self, rows: isize, len: usize) {
        let last_offset = len.saturating_sub(self.height);
        self.offset = self.offset.saturating_add_signed(rows).min(last_offset);
        let bottom = (self.offset + self.height.max(1) - 1).min(len.saturating_sub(1));
        self.selected = self.selected.clamp(self.offset.min(bottom), bottom);
    }

    /// The row that is drawn at `line` (from 0) of the list's area.
    pub fn row_at(&self, line: usize, len: usize) -> Option<usize> {
        let row = self.offset + line;
        (row < len).then_some(row)
    }

    /// Fits the view to a list of `len` rows of which `height` are seen, and gives the rows to draw.
    pub fn view(&mut self, len: usize, height: usize) -> std::ops::Range<usize> {
        self.height = height;
        self.selected = self.selected.min(len.saturating_sub(1));
        self.offset = self.offset.min(self.selected).min(len.saturating_sub(height));
        if self.selected >= self.offset + height {
            self.offset = (self.selected + 1).saturating_sub(height);
        }
        self.offset..(self.offset + height).min(len)
    }

    /// Selects a row; one that was out of view comes into its middle.
    pub fn reveal(&mut self, row: usize) {
        self.selected = row;
        if row < self.offset || row >= self.offset + self.height.max(1) {
            self.offset = row.saturating_sub(self.height / 3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selection_stays_in_the_list_and_in_view() {
        let mut list = ListState::default();
        assert_eq!(list.view(100, 10), 0..10);
        assert!(list.act(Action::Bottom, 100));
        assert_eq!(list.view(100, 10), 90..100);
        list.act(Action::PageUp, 100);
        assert_eq!((list.selected, list.view(100, 10)), (90, 90..100));
        list.scroll(-50, 100);
        assert_eq!((list.offset, list.selected), (40, 49));
        assert_eq!(list.view(5, 10), 0..5);
        assert_eq!(list.selected, 4);
        assert!(list.act(Action::Down, 0));
        assert_eq!(list.view(0, 10), 0..0);
        assert!(!list.act(Action::Open, 5));
    }
}
