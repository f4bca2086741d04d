//! Drawing the graph: what is around it, the tree, the lists, control flow.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

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

/// Columns below which the source is not shown beside control flow.
const FLOW_ALONE: u16 = 72;

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
            return;
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
            (Some((count, true)), Some(thing)) => text::counted(count as u64, thing),
            (Some((count, false)), Some(thing)) => format!("{}+ {thing}s", text::grouped(count as u64)),
            _ => String::new(),
        };
        let mut left = vec![Span::styled(head(Side::Left), theme.dim)];
        for (name, mark) in ["A", "B"].into_iter().zip(&self.marks) {
            if let Some(leaf) = mark {
                left.push(Span::styled(format!("  {name} "), theme.key));
                left.push(Span::raw(text::fit_name(&leaf.name, 24)));
            }
        }
        if let Some(line) = pane::line(area, 0) {
            pane::row(line, buffer, left, Span::styled(head(Side::Right), theme.dim), Style::new());
        }
        Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area }
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
                    let path = format!("{}:{}", services.roots.relative(&leaf.place.path), leaf.place.line);
                    let path = text::fit_end(&path, usize::from(area.width) / 2);
                    let used: usize = left.iter().map(|span| text::width(&span.content)).sum();
                    let room = usize::from(area.width).saturating_sub(used + text::width(&path) + 1);
                    left.extend(named(leaf, side.is_none(), room, theme));
                    right = Span::styled(path, theme.dim);
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
                    let room = usize::from(area.width).saturating_sub(20 + text::width(self.flow.filter()));
                    let title = format!("Control flow of {}", text::fit_name(name, room));
                    let title = pane::titled(&title, self.flow.filter());
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
            None => match (self.lists.number(subject), self.lists.count(subject) as u64) {
                (None, count) => text::counted(count, "symbol"),
                (number, count) => pane::number_of(number, Some(count)),
            },
        };
        let inside = pane::frame(area, buffer, theme, &title, &note, true);
        self.areas.rows = inside;
        if let Some(note) = self.lists.note(subject) {
            return pane::paragraph(inside, buffer, &note, theme.dim);
        }
        let mut state = *self.lists.state(subject);
        let is_filtered = !self.lists.filter(subject).is_empty();
        let rows = self.lists.rows(subject);
        if rows.is_empty() && is_filtered {
            pane::paragraph(inside, buffer, "nothing passes the filter", theme.dim);
        }
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
                    let kind = format!("  {} ", text::fit(spot.kind.label(), 10));
                    let used = text::width(&kind) + text::width(&path) + 1;
                    let name = text::fit_name(&spot.name, usize::from(area.width).saturating_sub(used));
                    let said = Span::styled(format!("  {said}"), theme.dim);
                    let left = vec![Span::styled(kind, theme.kind), Span::raw(name), said];
                    (left, Span::styled(path, theme.dim))
                }
                Row::Note(note) => (vec![Span::styled(note.clone(), theme.dim)], Span::raw("")),
            };
            pane::row(area, buffer, left, right, style);
        }
        *self.lists.state(subject) = state;
    }
}

/// A name with how it was found and how many edges lead there, in so many columns.
pub(super) fn named(leaf: &Leaf, is_middle: bool, room: usize, theme: &Theme) -> Vec<Span<'static>> {
    let (sign, style) = match leaf.sureness {
        Sureness::Unresolved => ("? ", Style::from(theme.dim)),
        Sureness::Known(Certainty::UniqueName) => ("~ ", Style::new()),
        _ if is_middle => ("", theme.heading.into()),
        _ => ("", Style::new()),
    };
    let uses = if leaf.uses > 1 { format!(" \u{d7}{}", leaf.uses) } else { String::new() };
    let name = text::fit_name(&leaf.name, room.saturating_sub(sign.len() + text::width(&uses)));
    vec![Span::styled(sign, theme.dim), Span::styled(name, style), Span::styled(uses, theme.dim)]
}
