//! Drawing the graph: boxes and lines, the tree, the lists.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use super::layout::{self, BOX, Fan, Placed};
use super::list::Subject;
use super::web::{Item, Web};
use super::{Areas, Graph, Shows};
use crate::model::Certainty;
use crate::tui::data::graph::{Leaf, Side};
use crate::tui::data::reach::Row;
use crate::tui::data::relations::Sureness;
use crate::tui::flow;
use crate::tui::services::Services;
use crate::tui::text;
use crate::tui::theme::Theme;
use crate::tui::view::View as _;
use crate::tui::widgets::pane;
use crate::tui::widgets::panes::{Division, Size};
use crate::tui::widgets::strokes::{self, Strokes};

/// Columns between two boxes.
const GUTTER: u16 = 4;
/// The narrowest and the widest box.
const NARROWEST: u16 = 21;
const WIDEST: u16 = 34;
/// Columns below which the source is not shown beside control flow.
const FLOW_ALONE: u16 = 72;
/// What is said where there is no symbol to show.
const EMPTY: &str = "Select a symbol in Explore, or find one with ctrl-p: it is shown here with what leads to it and \
                     where it leads. c shows the cycles among calls, u what nothing reaches.";

/// A part of the screen that shows control flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FlowPart {
    Blocks,
    Source,
}

impl Graph {
    /// Draws the screen.
    pub(super) fn draw_screen(
        &mut self,
        area: Rect,
        buffer: &mut Buffer,
        services: &Services,
        theme: &Theme,
    ) {
        self.areas = Areas::default();
        match self.shows {
            Shows::List(subject) => return self.draw_list(subject, area, buffer, services, theme),
            Shows::Flow => return self.draw_flow(area, buffer, services, theme),
            Shows::Boxes | Shows::Tree => {}
        }
        let note =
            self.here().map(|place| format!("{}:{}", services.roots.relative(&place.path), place.line));
        let title = match self.middle() {
            Some(leaf) => format!("Graph \u{203a} {} of {}", self.kind.title(), leaf.name),
            None => "Graph".to_owned(),
        };
        let inside = pane::frame(area, buffer, theme, &title, &note.unwrap_or_default(), true);
        let Some(mut web) = self.web.take() else {
            return pane::paragraph(inside, buffer, EMPTY, theme.dim);
        };
        let inside = self.draw_heads(&web, inside, buffer, theme);
        if self.shows == Shows::Tree {
            self.draw_tree(&mut web, inside, buffer, services, theme);
        } else {
            self.draw_boxes(&mut web, inside, buffer, theme);
        }
        self.web = Some(web);
    }

    /// How much there is to either side, and what is marked; gives the area below.
    fn draw_heads(&self, web: &Web, area: Rect, buffer: &mut Buffer, theme: &Theme) -> Rect {
        let head = |side: Side| match (web.count(side), web.kind.thing(side)) {
            (Some((count, true)), Some(thing)) => format!("{count}+ {thing}s"),
            (Some((count, false)), Some(thing)) => text::counted(count as u64, thing),
            _ => String::new(),
        };
        let mut left = vec![Span::styled(head(Side::Left), theme.dim)];
        for (name, mark) in ["A", "B"].into_iter().zip(&self.marks) {
            if let Some(leaf) = mark {
                left.push(Span::styled(format!("  {name} "), theme.key));
                left.push(Span::raw(text::fit(&leaf.name, 24)));
            }
        }
        if let Some(line) = pane::line(area, 0) {
            pane::row(line, buffer, left, Span::styled(head(Side::Right), theme.dim), Style::new());
        }
        Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area }
    }

    fn draw_boxes(&mut self, web: &mut Web, area: Rect, buffer: &mut Buffer, theme: &Theme) {
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

    fn draw_tree(
        &mut self,
        web: &mut Web,
        area: Rect,
        buffer: &mut Buffer,
        services: &Services,
        theme: &Theme,
    ) {
        web.room = usize::from(area.height).max(4);
        self.areas.rows = area;
        let rows = web.rows();
        self.tree_list.selected = rows.iter().position(|(item, _)| *item == web.selected).unwrap_or(0);
        for (line, at) in self.tree_list.view(rows.len(), usize::from(area.height)).enumerate() {
            let (Some((item, depth)), Some(area)) = (rows.get(at), pane::line(area, line)) else { break };
            let style = pane::selection(*item == web.selected, true, theme);
            let side = web.side(*item);
            let mut left = vec![Span::raw(" ".repeat(depth * 2))];
            let mut right = Span::raw("");
            match item {
                Item::More(node, side) => {
                    left.push(Span::styled(format!("  {}", web.rest(*node, *side)), theme.key));
                }
                Item::Node(node) => {
                    let Some(leaf) = web.leaf(*node) else { continue };
                    let arrow = match side {
                        Some(Side::Left) => "\u{2190} ",
                        Some(Side::Right) => "\u{2192} ",
                        None => "",
                    };
                    left.push(Span::styled(format!("{:<2}{arrow}", web.sign(*node)), theme.dim));
                    left.extend(named(leaf, side.is_none(), theme));
                    let path = format!("{}:{}", services.roots.relative(&leaf.place.path), leaf.place.line);
                    right = Span::styled(text::fit_end(&path, usize::from(area.width) / 2), theme.dim);
                }
            }
            pane::row(area, buffer, left, right, style);
        }
    }

    fn draw_flow(&mut self, area: Rect, buffer: &mut Buffer, services: &Services, theme: &Theme) {
        let path = self.flow.place.as_ref().map_or("", |place| services.roots.relative(&place.path));
        let path = path.to_owned();
        let [blocks, source] = [Division::Pane(FlowPart::Blocks), Division::Pane(FlowPart::Source)];
        let division = Division::beside("source", Size::Share(520), blocks, source);
        for (part, area) in self.panes.divide(area, (FLOW_ALONE, 0), FlowPart::Blocks, &division) {
            match part {
                FlowPart::Blocks => {
                    let name = self.flow.place.as_ref().map_or("", |place| place.label.as_str());
                    let title = pane::titled(&format!("Control flow of {name}"), self.flow.filter());
                    let inside = pane::frame(area, buffer, theme, &title, &self.flow.note(), true);
                    self.areas.rows = inside;
                    self.flow.draw(inside, buffer, theme);
                }
                FlowPart::Source => {
                    let Some(shown) = self.flow.shown() else { continue };
                    let inside = pane::frame(area, buffer, theme, &path, "", false);
                    flow::source(shown, self.flow.list.selected, inside, buffer, theme);
                }
            }
        }
    }

    fn draw_list(
        &mut self,
        subject: Subject,
        area: Rect,
        buffer: &mut Buffer,
        services: &Services,
        theme: &Theme,
    ) {
        let title = pane::titled(&self.lists.title(subject), self.lists.filter(subject));
        let note = match self.lists.note(subject) {
            Some(_) => String::new(),
            None => text::counted(self.lists.count(subject) as u64, "symbol"),
        };
        let inside = pane::frame(area, buffer, theme, &title, &note, true);
        self.areas.rows = inside;
        if let Some(note) = self.lists.note(subject) {
            return pane::paragraph(inside, buffer, &note, theme.dim);
        }
        let mut state = *self.lists.state(subject);
        let rows = self.lists.rows(subject);
        for (line, at) in state.view(rows.len(), usize::from(inside.height)).enumerate() {
            let (Some(row), Some(area)) = (rows.get(at), pane::line(inside, line)) else { break };
            let style = pane::selection(at == state.selected, true, theme);
            let (left, right) = match row {
                Row::Heading(heading, count) => {
                    let heading = services.roots.relative(heading).to_owned();
                    (vec![Span::styled(heading, theme.heading)], Span::styled(count.clone(), theme.dim))
                }
                Row::Spot(spot, said) => {
                    let path = format!("{}:{}", services.roots.relative(&spot.path), spot.line);
                    let path = text::fit_end(&path, usize::from(area.width) / 2);
                    let kind = Span::styled(format!("  {} ", text::fit(spot.kind.label(), 10)), theme.kind);
                    let said = Span::styled(format!("  {said}"), theme.dim);
                    (vec![kind, Span::raw(spot.name.clone()), said], Span::styled(path, theme.dim))
                }
                Row::Note(note) => (vec![Span::styled(note.clone(), theme.dim)], Span::raw("")),
            };
            pane::row(area, buffer, left, right, style);
        }
        *self.lists.state(subject) = state;
    }
}

/// A name with how it was found and how many edges lead there.
fn named(leaf: &Leaf, is_middle: bool, theme: &Theme) -> Vec<Span<'static>> {
    let (sign, style) = match leaf.sureness {
        Sureness::Unresolved => ("? ", Style::from(theme.dim)),
        Sureness::Known(Certainty::UniqueName) => ("~ ", Style::new()),
        _ if is_middle => ("", theme.heading.into()),
        _ => ("", Style::new()),
    };
    let mut spans = vec![Span::styled(sign, theme.dim), Span::styled(leaf.name.clone(), style)];
    if leaf.uses > 1 {
        spans.push(Span::styled(format!(" \u{d7}{}", leaf.uses), theme.dim));
    }
    spans
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
                left.extend(named(leaf, placed.column == 0, theme));
                (left, Span::styled(if is_left { "" } else { web.sign(node) }, theme.dim))
            }
        };
        pane::row(inside, buffer, left, right, style);
        let seen = Rect { x: column - 1, y: row.saturating_sub(1), width: width + 2, height: 3 };
        Some(seen.intersection(self.area))
    }
}
