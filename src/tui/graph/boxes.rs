//! Drawing boxes and the lines between them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use super::Graph;
use super::draw::named;
use super::layout::{self, BOX, Fan, Placed};
use super::web::{Item, Web};
use crate::tui::data::graph::Side;
use crate::tui::text;
use crate::tui::theme::Theme;
use crate::tui::widgets::pane;
use crate::tui::widgets::strokes::{self, Strokes};

/// Columns between two boxes.
const GUTTER: u16 = 4;
/// The narrowest and the widest box.
const NARROWEST: u16 = 21;
const WIDEST: u16 = 44;

impl Graph {
    pub(super) fn draw_boxes(&mut self, web: &mut Web, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        web.room = usize::from(area.height / 3).saturating_sub(2).max(2);
        let plane = layout::plane(web);
        let columns = plane.boxes.iter().map(|placed| placed.column);
        let (first, last) = (columns.clone().min().unwrap_or(0), columns.max().unwrap_or(0));
        let fit = ((area.width + GUTTER) / (NARROWEST + GUTTER)).max(1);
        let shown = fit.min(u16::try_from(last - first + 1).unwrap_or(u16::MAX));
        let width = ((area.width + GUTTER) / shown).saturating_sub(GUTTER).clamp(5, WIDEST);
        let selected = plane.boxes.iter().find(|placed| placed.item == web.selected);
        let (column, row) = selected.map_or((0, 0), |placed| (placed.column, placed.row));
        // As near to the middle as the selection allows, and what is unfolded beside it.
        let half = i32::from(shown) / 2;
        let beside = plane.fans.iter().find(|fan| fan.column == column && fan.row == row && column != 0);
        let far = match beside.filter(|fan| shown > 1 && !fan.rows.is_empty()).map(|fan| fan.side) {
            Some(Side::Left) => column - 1,
            Some(Side::Right) => column + 1,
            None => column,
        };
        let least = column.max(far) - i32::from(shown) + 1;
        let begin = (-half).max(least).max(first).min(column.min(far)).min(last - i32::from(shown) + 1);
        let used = shown * (width + GUTTER) - GUTTER;
        let left = i32::from(area.width.saturating_sub(used) / 2);
        let height = i32::from(area.height);
        let top = if plane.height <= height {
            (plane.height - height) / 2
        } else {
            (row - height / 2).clamp(0, plane.height - height)
        };
        let frame = Frame { area, begin, shown: i32::from(shown), width: i32::from(width), left, top };
        let mut lines = Strokes::default();
        let mut arrows = Vec::new();
        for fan in &plane.fans {
            frame.fan(fan, &mut lines, &mut arrows);
        }
        lines.draw(area, (0, frame.top), buffer, theme.border.into());
        for arrow in arrows {
            if let Some(at) = strokes::cell(area, (0, frame.top), arrow) {
                buffer.set_string(at.0, at.1, "\u{25b8}", theme.border);
            }
        }
        for placed in plane.boxes.iter().filter(|placed| frame.holds(placed.column)) {
            if let Some(area) = frame.draw_box(web, placed, buffer, theme) {
                self.areas.boxes.push((area, placed.item));
            }
        }
    }
}

/// What of the plane is seen.
struct Frame {
    area: Rect,
    /// The first column of boxes that is seen, and how many are.
    begin: i32,
    shown: i32,
    /// Cells of a box, and those left of the first.
    width: i32,
    left: i32,
    /// The first row that is seen.
    top: i32,
}

impl Frame {
    fn holds(&self, column: i32) -> bool {
        (self.begin..self.begin + self.shown).contains(&column)
    }

    /// The first cell of a column of boxes.
    fn x(&self, column: i32) -> i32 {
        self.left + (column - self.begin) * (self.width + i32::from(GUTTER))
    }

    /// Draws the lines from a box to those beside it, as far as both are seen, and notes where they end.
    fn fan(&self, fan: &Fan, lines: &mut Strokes, arrows: &mut Vec<(i32, i32)>) {
        let (from, trunk, to) = match fan.side {
            Side::Right => {
                let from = self.x(fan.column) + self.width;
                (from, from + 1, from + i32::from(GUTTER) - 1)
            }
            Side::Left => {
                let from = self.x(fan.column) - 1;
                (from, from - 1, from - i32::from(GUTTER) + 1)
            }
        };
        let other = fan.column + if fan.side == Side::Left { -1 } else { 1 };
        if !self.holds(fan.column) || !self.holds(other) {
            return;
        }
        lines.horizontal(fan.row, from, trunk);
        // Edges lead to the right on both sides.
        match fan.side {
            Side::Left => arrows.push((from, fan.row)),
            Side::Right => arrows.extend(fan.rows.iter().map(|row| (to, *row))),
        }
        for row in &fan.rows {
            lines.vertical(trunk, fan.row, *row);
            lines.horizontal(*row, trunk, to);
        }
    }

    /// Draws a box as far as it is seen, and gives where.
    fn draw_box(&self, web: &Web, placed: &Placed, buffer: &mut Buffer, theme: &Theme) -> Option<Rect> {
        let is_selected = placed.item == web.selected;
        let (x, top) = (self.x(placed.column), placed.row - BOX / 2);
        let border: Style = if is_selected { theme.border_focused.into() } else { theme.border.into() };
        let mut edge = Strokes::default();
        for row in [top, top + BOX - 1] {
            edge.horizontal(row, x, x + self.width - 1);
        }
        for column in [x, x + self.width - 1] {
            edge.vertical(column, top, top + BOX - 1);
        }
        edge.draw(self.area, (0, self.top), buffer, border);
        let (column, row) = strokes::cell(self.area, (0, self.top), (x + 1, placed.row))?;
        let width = u16::try_from(self.width - 2).unwrap_or(0);
        let inside = Rect { x: column, y: row, width, height: 1 };
        let style = pane::selection(is_selected, true, theme);
        let (left, right) = match placed.item {
            Item::More(node, side) => {
                (vec![Span::styled(format!(" {}", web.rest(node, side)), theme.key)], Span::raw(""))
            }
            Item::Node(node) => {
                let leaf = web.leaf(node)?;
                let mut left = vec![Span::raw(" ")];
                let is_left = placed.column < 0;
                if is_left {
                    left.push(Span::styled(format!("{:<2}", web.sign(node)), theme.dim));
                }
                let sign = if is_left { "" } else { web.sign(node) };
                let used =
                    if is_left { 3 } else { 1 + usize::from(!sign.is_empty()) * (text::width(sign) + 1) };
                let room = usize::from(width).saturating_sub(used);
                let name = named(leaf, placed.column == 0, room, theme);
                let taken: usize = name.iter().map(|span| text::width(&span.content)).sum();
                left.extend(name);
                // Many have the same name: where there is room the file says which it is.
                let file = leaf.place.path.rsplit('/').next().unwrap_or_default();
                let file = format!("  {}", text::clean(file));
                if leaf.symbol.is_some() && taken + text::width(&file) < room {
                    left.push(Span::styled(file, theme.dim));
                }
                (left, Span::styled(sign, theme.dim))
            }
        };
        pane::row(inside, buffer, left, right, style);
        let seen = Rect { x: column - 1, y: row.saturating_sub(1), width: width + 2, height: 3 };
        Some(seen.intersection(self.area))
    }
}
