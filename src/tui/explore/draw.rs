//! Drawing the Explore screen.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::Span;

use super::relations::Row as RelationRow;
use super::tree::{Item, Row};
use super::{Explore, Pane};
use crate::model::{Certainty, SymbolKind};
use crate::source::Origin;
use crate::tui::data::relations::Sureness;
use crate::tui::data::tree::Change;
use crate::tui::services::Services;
use crate::tui::text;
use crate::tui::theme::Theme;
use crate::tui::widgets::code::{self, Overlay, hits_in};
use crate::tui::widgets::pane;

/// Columns below which only the focused pane is shown.
const NARROW: u16 = 64;
/// Columns from which the relations stand beside the source and not below it.
const WIDE: u16 = 116;

/// Where the inside of each pane was drawn last; empty for one that is not shown.
#[derive(Debug, Clone, Copy, Default)]
pub struct Areas {
    /// The tree.
    pub tree: Rect,
    /// The text, without its line numbers.
    pub source: Rect,
    /// The relations.
    pub relations: Rect,
}

impl Explore {
    /// Draws the screen.
    pub fn draw(&mut self, area: Rect, buffer: &mut Buffer, services: &Services, theme: &Theme) {
        self.areas = Areas::default();
        let (tree, source, relations) = self.split(area);
        if let Some(area) = tree {
            self.draw_tree(area, buffer, theme);
        }
        if let Some(area) = source {
            self.draw_source(area, buffer, services, theme);
        }
        if let Some(area) = relations {
            self.draw_relations(area, buffer, services, theme);
        }
    }

    fn split(&self, area: Rect) -> (Option<Rect>, Option<Rect>, Option<Rect>) {
        if area.width < NARROW || area.height < 12 {
            return match self.focus {
                Pane::Tree => (Some(area), None, None),
                Pane::Source => (None, Some(area), None),
                Pane::Relations => (None, None, Some(area)),
            };
        }
        let tree_width = (area.width * 23 / 100).clamp(24, 44);
        if area.width >= WIDE {
            let side = (area.width * 3 / 10).clamp(34, 60);
            let [tree, source, relations] = area.layout(&Layout::horizontal([
                Constraint::Length(tree_width),
                Constraint::Min(40),
                Constraint::Length(side),
            ]));
            return (Some(tree), Some(source), Some(relations));
        }
        let [tree, rest] =
            area.layout(&Layout::horizontal([Constraint::Length(tree_width), Constraint::Min(30)]));
        let below = if self.focus == Pane::Relations { area.height / 2 } else { area.height / 3 };
        let [source, relations] =
            rest.layout(&Layout::vertical([Constraint::Min(5), Constraint::Length(below)]));
        (Some(tree), Some(source), Some(relations))
    }

    fn draw_tree(&mut self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let focused = self.focus == Pane::Tree;
        let len = self.tree.len();
        let title = pane::titled("Files", self.tree.filter());
        let note = position(self.tree.list.selected, len);
        let inside = pane::frame(area, buffer, theme, &title, &note, focused);
        self.areas.tree = inside;
        if let Some(why) = &self.trouble {
            pane::paragraph(inside, buffer, why, theme.error);
            return;
        }
        if self.tree.is_empty() {
            pane::paragraph(inside, buffer, "reading \u{2026}", theme.dim);
            return;
        }
        if len == 0 {
            pane::paragraph(
                inside,
                buffer,
                "Nothing that is unfolded matches; ctrl-p finds everything.",
                theme.dim,
            );
        }
        let rows = self.tree.list.view(len, usize::from(inside.height));
        for (line, at) in rows.enumerate() {
            let (Some(row), Some(area)) = (self.tree.row(at), pane::line(inside, line)) else { break };
            let style = pane::selection(at == self.tree.list.selected, focused, theme);
            let step = if inside.width < 30 { 1 } else { 2 };
            let (spans, right) = tree_row(row, step, theme);
            pane::row(area, buffer, spans, right, style);
        }
    }

    fn draw_source(&mut self, area: Rect, buffer: &mut Buffer, services: &Services, theme: &Theme) {
        let focused = self.focus == Pane::Source;
        let (title, note) = self.source_title(services);
        let inside = pane::frame(area, buffer, theme, &title, &note, focused);
        let Some(document) = self.source.document.clone() else {
            let note = match (&self.source.notice, &self.place) {
                (Some(why), _) => why,
                (None, Some(_)) => "reading \u{2026}",
                (None, None) => "Select a file or a symbol to see its text and what it is related to.",
            };
            pane::paragraph(inside, buffer, note, theme.dim);
            return;
        };
        let mut inside = inside;
        if let Origin::Chunk(why) = &document.origin {
            let told = text::broken(&format!("from the index: {why}"), usize::from(inside.width), 2);
            for line in told.into_iter().take(usize::from(inside.height / 3)) {
                let Some(first) = pane::line(inside, 0) else { break };
                pane::row(
                    first,
                    buffer,
                    vec![Span::styled(line, theme.warning)],
                    Span::raw(""),
                    Style::new(),
                );
                inside = Rect { y: inside.y + 1, height: inside.height - 1, ..inside };
            }
        }
        let last_number = document.number_of_line(document.line_count() - 1);
        let gutter = u16::try_from(last_number.to_string().len()).unwrap_or(10) + 1;
        let gutter = if inside.width > gutter + 10 { gutter } else { 0 };
        let code_area = Rect { x: inside.x + gutter, width: inside.width - gutter, ..inside };
        self.areas.source = code_area;
        let columns = usize::from(code_area.width);
        let lines = self.source.view(usize::from(code_area.height), columns);
        for (line, index) in lines.enumerate() {
            let (Some(area), Some((start, content))) = (pane::line(code_area, line), document.line(index))
            else {
                break;
            };
            let current = index == self.source.cursor.0;
            let mut overlays: Vec<Overlay> = hits_in(content, &self.source.query)
                .map(|hit| Overlay {
                    start: start + hit.start,
                    end: start + hit.end,
                    style: theme.hit.into(),
                })
                .collect();
            if current {
                buffer.set_style(Rect { x: inside.x, width: inside.width, ..area }, theme.cursor_line);
                let at = start + self.source.cursor.1;
                if focused {
                    overlays.push(Overlay { start: at, end: at + 1, style: theme.cursor.into() });
                }
            }
            let drawn = code::line(
                &document,
                index,
                &self.source.highlights,
                &overlays,
                (self.source.left, columns),
                theme,
            );
            buffer.set_line(area.x, area.y, &drawn, area.width);
            if current && focused && content.is_empty() {
                buffer.set_style(Rect { width: 1, ..area }, theme.cursor);
            }
            if gutter > 0 {
                let style = if current { theme.line_number_current } else { theme.line_number };
                let number = document.number_of_line(index);
                let width = usize::from(gutter) - 1;
                buffer.set_string(inside.x, area.y, format!("{number:>width$}"), style);
            }
        }
    }

    fn source_title(&self, services: &Services) -> (String, String) {
        let Some(subject) = &self.subject else { return ("Source".to_owned(), String::new()) };
        let path = services.roots.relative(&subject.path);
        let mut note = Vec::new();
        if let Some(metrics) = &subject.metrics {
            note.push(format!("complexity {}", metrics.cyclomatic_complexity));
            note.push(format!("fan-in {}", metrics.fan_in));
        }
        if let Some(document) = &self.source.document {
            if document.origin == Origin::Disk {
                note.push("file as indexed".to_owned());
            }
            let (line, column) = self.source.position();
            note.push(format!("{line}:{}", column + 1));
        }
        let title = match &subject.symbol {
            Some(symbol) => format!("{path} \u{203a} {}", symbol.shown_name()),
            None => path.to_owned(),
        };
        (title, note.join(" \u{b7} "))
    }

    fn draw_relations(&mut self, area: Rect, buffer: &mut Buffer, services: &Services, theme: &Theme) {
        let focused = self.focus == Pane::Relations;
        let title = pane::titled("Relations", self.relations.filter());
        let mut list = self.relations.list;
        let rows = self.relations.rows();
        let inside = pane::frame(area, buffer, theme, &title, &position(list.selected, rows.len()), focused);
        self.areas.relations = inside;
        for (line, at) in list.view(rows.len(), usize::from(inside.height)).enumerate() {
            let (Some(row), Some(area)) = (rows.get(at), pane::line(inside, line)) else { break };
            let style = pane::selection(at == list.selected && focused, focused, theme);
            let (left, right) = relation_row(row, services, theme, usize::from(area.width));
            pane::row(area, buffer, left, right, style);
        }
        self.relations.list = list;
    }
}

/// A row of the tree, `step` columns to the right for each level.
fn tree_row<'r>(row: &'r Row, step: usize, theme: &Theme) -> (Vec<Span<'r>>, Span<'r>) {
    let indent = " ".repeat(usize::from(row.depth.min(40)) * step);
    let sign = match (&row.item, row.open) {
        (Item::Folder { .. } | Item::File { .. }, true) => "\u{25be} ",
        (Item::Folder { .. } | Item::File { .. }, false) => "\u{25b8} ",
        _ => "  ",
    };
    let lead = Span::styled(format!("{indent}{sign}"), theme.dim);
    match &row.item {
        Item::Folder { .. } => {
            let name = if row.name.is_empty() { "/".to_owned() } else { format!("{}/", row.name) };
            (vec![lead, Span::styled(name, theme.heading)], Span::raw(""))
        }
        Item::File { change, .. } => {
            (vec![lead, Span::raw(row.name.as_str())], Span::styled(change_mark(*change), theme.changed))
        }
        Item::Symbol { kind, .. } => {
            let kind = Span::styled(format!("{} ", short_kind(kind)), theme.kind);
            (vec![lead, kind, Span::raw(row.name.as_str())], Span::raw(""))
        }
        Item::More { .. } | Item::Notice => {
            (vec![lead, Span::styled(row.name.as_str(), theme.dim)], Span::raw(""))
        }
    }
}

/// A kind in few columns: where a name stands says whether a function is a method.
fn short_kind(kind: &SymbolKind) -> String {
    match kind {
        SymbolKind::Method => "fn".to_owned(),
        SymbolKind::Variable => "var".to_owned(),
        SymbolKind::TypeAlias => "type".to_owned(),
        other => text::fit(other.label(), 10),
    }
}

fn relation_row<'r>(
    row: &RelationRow<'r>,
    services: &Services,
    theme: &Theme,
    width: usize,
) -> (Vec<Span<'r>>, Span<'r>) {
    match row {
        RelationRow::Heading(kind, count, more) => {
            let count = format!("  {count}{}", if *more { "+" } else { "" });
            (vec![Span::styled(kind.title(), theme.heading), Span::styled(count, theme.dim)], Span::raw(""))
        }
        RelationRow::Step(step) => {
            let (sign, style) = match step.sureness {
                Sureness::Unresolved => ("? ", Style::from(theme.dim)),
                Sureness::Known(Certainty::UniqueName) => ("~ ", Style::new()),
                Sureness::Known(_) => ("= ", Style::new()),
                Sureness::Unsaid => ("  ", Style::new()),
            };
            let path = services.roots.relative(&step.at.0);
            let file = path.rsplit('/').next().unwrap_or(path);
            let place = text::fit_end(&format!("{file}:{}", step.at.1), width / 2);
            (
                vec![Span::styled(sign, theme.dim), Span::styled(step.name.as_str(), style)],
                Span::styled(place, theme.dim),
            )
        }
        RelationRow::More(..) => (vec![Span::styled("  more \u{2026}", theme.key)], Span::raw("")),
        RelationRow::Note(note) => (vec![Span::raw("  "), Span::styled(*note, theme.dim)], Span::raw("")),
    }
}

/// Where the selection is in a list, for a pane's foot.
fn position(selected: usize, len: usize) -> String {
    if len == 0 { String::new() } else { format!("{}/{len}", selected + 1) }
}

/// How a file's state is told at its row.
fn change_mark(change: Change) -> &'static str {
    match change {
        Change::Changed => "changed",
        Change::Gone => "gone",
        Change::Same | Change::Unknown => "",
    }
}
