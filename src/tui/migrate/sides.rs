//! The panes of a step: which has the keys, and how far those are scrolled that are not the step's own list.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::lines::Line;
use super::{Migrate, Step};
use crate::tui::services::{Services, Tone};
use crate::tui::theme::Theme;
use crate::tui::widgets::list::ListState;
use crate::tui::widgets::pane;
use crate::tui::widgets::panes::Division;

/// A pane of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Pane {
    /// What the step is about, above its list.
    Above,
    /// The step's list.
    #[default]
    List,
    /// What is beside or below the list.
    Other,
}

/// The panes of the step that is shown.
#[derive(Debug, Default)]
pub(super) struct Sides {
    step: Step,
    focus: Pane,
    /// The panes that there are, whether or not one of them has everything.
    present: Vec<Pane>,
    /// Where they were drawn last.
    areas: Vec<(Pane, Rect)>,
    above: Scrolled,
    other: Scrolled,
}

/// How far a pane is scrolled, and how many lines it had when it was drawn last.
#[derive(Debug, Default)]
struct Scrolled {
    list: ListState,
    len: usize,
}

impl Sides {
    fn scrolled(&mut self, pane: Pane) -> Option<&mut Scrolled> {
        match pane {
            Pane::Above => Some(&mut self.above),
            Pane::List => None,
            Pane::Other => Some(&mut self.other),
        }
    }
}

impl Migrate {
    /// Notes that a step is drawn as one pane, until it is divided.
    pub(super) fn begin_sides(&mut self) {
        if self.sides.step != self.step {
            self.sides = Sides { step: self.step, ..Sides::default() };
        }
        self.sides.present = vec![Pane::List];
        self.sides.areas.clear();
        self.panes.put_away();
    }

    /// Divides an area among panes, of which these are in it.
    pub(super) fn divide(
        &mut self,
        area: Rect,
        all: &[Pane],
        division: &Division<Pane>,
    ) -> Vec<(Pane, Rect)> {
        if !all.contains(&self.sides.focus) {
            self.sides.focus = Pane::default();
        }
        self.sides.present = all.to_vec();
        let parts = self.panes.divide(area, (0, 0), self.sides.focus, division);
        self.sides.areas.clone_from(&parts);
        parts
    }

    /// Whether a pane has the keys.
    pub(super) fn is_focused(&self, pane: Pane) -> bool {
        self.sides.present.len() == 1 || self.sides.focus == pane
    }

    /// Draws a pane that is not the step's list. While it does not have the keys it shows its beginning, or where
    /// it `follows` what is added its end.
    pub(super) fn draw_side(
        &mut self,
        (pane, area): (Pane, Rect),
        (title, lines): (&str, &[Line]),
        follows: bool,
        buffer: &mut Buffer,
        theme: &Theme,
    ) {
        let is_focused = self.is_focused(pane);
        let Some(scrolled) = self.sides.scrolled(pane) else { return };
        scrolled.len = lines.len();
        if !is_focused {
            scrolled.list.selected = if follows { lines.len().saturating_sub(1) } else { 0 };
        }
        let height = usize::from(area.height.saturating_sub(2));
        let seen = scrolled.list.view(lines.len(), height);
        let is_long = lines.len() > height;
        let note = if is_long && is_focused {
            pane::position(scrolled.list.selected, lines.len())
        } else {
            String::new()
        };
        let selected = scrolled.list.selected;
        let inside = pane::frame(area, buffer, theme, title, &note, is_focused);
        for (row, at) in seen.enumerate() {
            let (Some(line), Some(area)) = (lines.get(at), pane::line(inside, row)) else { break };
            let is_marked = is_long && is_focused && at == selected;
            let style = if is_marked { theme.cursor_line.into() } else { Style::new() };
            pane::row(area, buffer, line.left.clone(), line.right.clone(), style);
        }
    }

    /// Gives the keys to the pane that is so many further, around the end.
    pub(super) fn step_focus(&mut self, is_forward: bool, services: &mut Services) {
        let present = &self.sides.present;
        if present.len() == 1 {
            return services.say(Tone::Refusal, "there is one pane here");
        }
        let at = present.iter().position(|pane| *pane == self.sides.focus).unwrap_or(0);
        let by = if is_forward { 1 } else { present.len() - 1 };
        self.sides.focus = present.get((at + by) % present.len()).copied().unwrap_or_default();
    }

    /// The list of the pane that has the keys, and how long it is; `None` where that is the step's own.
    pub(super) fn side_list(&mut self) -> Option<(&mut ListState, usize)> {
        if self.sides.present.len() == 1 {
            return None;
        }
        let scrolled = self.sides.scrolled(self.sides.focus)?;
        Some((&mut scrolled.list, scrolled.len))
    }

    /// Gives the keys to the pane at a cell of the screen, where one is.
    pub(super) fn focus_at(&mut self, at: Position) {
        if let Some((pane, _)) = self.sides.areas.iter().find(|(_, area)| area.contains(at)) {
            self.sides.focus = *pane;
        }
    }

    /// Scrolls the pane at a cell of the screen; `false` where that is the step's list or none.
    pub(super) fn scroll_at(&mut self, at: Position, rows: isize) -> bool {
        let pane = self.sides.areas.iter().find(|(_, area)| area.contains(at)).map(|(pane, _)| *pane);
        let is_focused = pane.is_some_and(|pane| self.is_focused(pane));
        let Some(scrolled) = pane.and_then(|pane| self.sides.scrolled(pane)) else { return false };
        if is_focused {
            scrolled.list.scroll(rows, scrolled.len);
        }
        true
    }
}
