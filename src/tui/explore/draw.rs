//! Drawing the Explore screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::crumbs::Lead;
use super::detail::{self, Tab};
use super::tree::{Item, Row};
use super::{Explore, Pane};
use crate::model::SymbolKind;
use crate::tui::data::tree::Change;
use crate::tui::services::Services;
use crate::tui::text;
use crate::tui::theme::Theme;
use crate::tui::widgets::pane;
use crate::tui::widgets::panes::{Division, Size};

/// Columns and rows below which only the focused pane is shown.
const NARROW: (u16, u16) = (64, 12);
/// Columns from which the detail stands beside the source and not below it.
const WIDE: u16 = 116;

/// Where the inside of each pane was drawn last; empty for one that is not shown.
#[derive(Debug, Clone, Default)]
pub struct Areas {
    /// The tree.
    pub tree: Rect,
    /// The text, without its line numbers.
    pub source: Rect,
    /// The detail.
    pub detail: Rect,
    /// The tabs of the detail.
    pub tabs: Vec<(Rect, Tab)>,
    /// The breadcrumbs over the source.
    pub crumbs: Vec<(Rect, Lead)>,
    /// Whether one pane has everything.
    pub is_single: bool,
}

impl Explore {
    /// Draws the screen.
    pub fn draw(&mut self, area: Rect, buffer: &mut Buffer, services: &Services, theme: &Theme) {
        self.areas = Areas::default();
        let panes = self.divide(area);
        let tabs = panes.iter().filter(|(pane, _)| *pane != Pane::Tree).map(|(_, area)| *area);
        // The tabs stand in the row above what is beside the tree.
        if let Some(first) = tabs.min_by_key(|area| (area.y, area.x)).filter(|first| first.y > area.y) {
            let line = Rect { x: first.x, y: first.y - 1, width: area.right() - first.x, height: 1 };
            self.areas.tabs = detail::draw_tabs(line, self.tab(), buffer, theme);
        }
        for (pane, area) in panes {
            match pane {
                Pane::Tree => self.draw_tree(area, buffer, theme),
                Pane::Source => self.draw_source(area, buffer, services, theme),
                Pane::Detail => self.draw_detail(area, buffer, services, theme),
            }
        }
    }

    /// The tab that is shown: where one pane has everything and it is the source, that is it.
    pub(super) fn tab(&self) -> Tab {
        let is_source = self.areas.is_single && self.focus == Pane::Source;
        if is_source { Tab::Source } else { self.detail.tab() }
    }

    /// Where each pane is that is shown.
    fn divide(&mut self, area: Rect) -> Vec<(Pane, Rect)> {
        let tree = Size::First((area.width * 23 / 100).clamp(24, 44));
        let text = match self.detail.tab() {
            Tab::Source => Division::Pane(Pane::Source),
            _ if area.width >= WIDE => {
                let side = (area.width * 3 / 10).clamp(34, 60);
                Division::beside(
                    "detail-beside",
                    Size::Second(side),
                    Division::Pane(Pane::Source),
                    Division::Pane(Pane::Detail),
                )
            }
            _ => {
                let below = if self.focus == Pane::Detail { area.height / 2 } else { area.height / 3 };
                Division::below(
                    "detail-below",
                    Size::Second(below),
                    Division::Pane(Pane::Source),
                    Division::Pane(Pane::Detail),
                )
            }
        };
        let text = Division::Headed(Box::new(text));
        let division = Division::beside("tree", tree, Division::Pane(Pane::Tree), text);
        let focus = self.focus;
        let panes = self.panes.divide(area, NARROW, focus, &division);
        self.areas.is_single = panes.len() == 1;
        panes
    }

    fn draw_tree(&mut self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let focused = self.focus == Pane::Tree;
        let len = self.tree.len();
        let title = pane::titled("Files", self.tree.filter());
        let note = pane::position(self.tree.list.selected, len);
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

/// How a file's state is told at its row.
fn change_mark(change: Change) -> &'static str {
    match change {
        Change::Changed => "changed",
        Change::Gone => "gone",
        Change::Same | Change::Unknown => "",
    }
}
