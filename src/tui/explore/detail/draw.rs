//! Drawing the detail pane, and the line of its tabs.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use super::relations::Row as RelationRow;
use super::{Detail, Tab, lines};
use crate::model::Certainty;
use crate::source::Document;
use crate::store::Origin;
use crate::tui::data::relations::Sureness;
use crate::tui::data::subject::Subject;
use crate::tui::data::syntax::SyntaxNode;
use crate::tui::services::{Loadable, Services};
use crate::tui::text;
use crate::tui::theme::Theme;
use crate::tui::widgets::pane;

/// Columns that a name has in the title at least.
const LEAST_NAME: usize = 8;
/// Bytes of a node's text that are looked at for its first line.
const SNIPPET: usize = 200;

/// What the pane shows things of.
pub struct Shown<'s> {
    /// What is selected, once it is known.
    pub subject: Option<&'s Subject>,
    /// The text on the screen.
    pub document: Option<&'s Document>,
    /// Who wrote the database.
    pub origin: Origin,
}

/// Draws the tabs in a line, with `current` as the one that is shown, and gives where each is.
pub fn draw_tabs(area: Rect, current: Tab, buffer: &mut Buffer, theme: &Theme) -> Vec<(Rect, Tab)> {
    let width = |which: usize| -> usize {
        Tab::ALL.iter().filter_map(|tab| tab.names().get(which).map(|name| text::width(name) + 2)).sum()
    };
    let which = usize::from(width(0) > usize::from(area.width));
    let mut places = Vec::new();
    let mut x = area.x;
    for tab in Tab::ALL {
        let title = format!(" {} ", tab.names().get(which).copied().unwrap_or_default());
        let width = u16::try_from(text::width(&title)).unwrap_or(0);
        if x + width > area.right() {
            break;
        }
        let style = if tab == current { theme.tab_current } else { theme.tab };
        buffer.set_string(x, area.y, title, style);
        places.push((Rect { x, width, height: 1, ..area }, tab));
        x += width;
    }
    places
}

impl Detail {
    /// Draws the pane and gives the area inside its frame.
    pub fn draw(
        &mut self,
        area: Rect,
        buffer: &mut Buffer,
        is_focused: bool,
        of: &Shown<'_>,
        services: &Services,
        theme: &Theme,
    ) -> Rect {
        let name = of.subject.and_then(|subject| subject.symbol.as_ref()).map(|symbol| symbol.shown_name());
        let path = of.subject.map_or("", |subject| services.roots.relative(&subject.path));
        let file = path.rsplit('/').next().unwrap_or(path);
        let width = usize::from(area.width.saturating_sub(2));
        let (what, of_what) = match self.tab {
            Tab::Source | Tab::Relations => ("Relations", name.unwrap_or(file)),
            Tab::Flow => ("Flow", name.unwrap_or(file)),
            Tab::Syntax => ("Syntax tree", file),
            Tab::Metrics => ("Metrics", ""),
            Tab::History => ("History", file),
        };
        // A long name is cut, and not what the pane shows of it.
        let filter = if self.filter().is_empty() { 0 } else { text::width(self.filter()) + 2 };
        let room = width.saturating_sub(2 + text::width(what) + " of ".len() + filter);
        let name_fitted = text::fit_name(of_what, room.max(LEAST_NAME));
        let title = if of_what.is_empty() { what.to_owned() } else { format!("{what} of {name_fitted}") };
        let title = pane::titled(&title, self.filter());
        match self.tab {
            Tab::Metrics => {
                let words = (name.unwrap_or(""), path);
                self.drawn = self
                    .measures
                    .get()
                    .map(|measures| {
                        lines::measures(measures, words, (of.origin, &self.measures_filter), width, theme)
                    })
                    .unwrap_or_default();
            }
            Tab::History => {
                let told = self.touched.get();
                self.drawn = told
                    .map(|told| lines::touched(told, &self.touched_filter, width, theme))
                    .unwrap_or_default();
            }
            _ => {}
        }
        let note = match self.tab {
            Tab::Flow => self.flow.note(),
            Tab::Source | Tab::Relations => {
                let (number, all) = self.relations.position();
                pane::number_of(number, all)
            }
            _ => {
                let (list, len) = self.list();
                pane::position(list.selected, len)
            }
        };
        let inside = pane::frame(area, buffer, theme, &title, &note, is_focused);
        match self.tab {
            Tab::Source | Tab::Relations => {
                self.draw_relations(inside, buffer, is_focused, path, services, theme)
            }
            Tab::Flow if of.subject.is_some() && name.is_none() => {
                pane::paragraph(inside, buffer, "Select a function to see its control flow.", theme.dim);
            }
            Tab::Flow => self.flow.draw(inside, buffer, theme),
            Tab::Syntax => self.draw_syntax(inside, buffer, is_focused, of, theme),
            Tab::Metrics => {
                let note = note_of(&self.measures);
                self.draw_lines(inside, buffer, is_focused, note, theme);
            }
            Tab::History => {
                let note = note_of(&self.touched);
                self.draw_lines(inside, buffer, is_focused, note, theme);
            }
        }
        inside
    }

    fn draw_relations(
        &mut self,
        area: Rect,
        buffer: &mut Buffer,
        is_focused: bool,
        here: &str,
        services: &Services,
        theme: &Theme,
    ) {
        let mut list = self.relations.list;
        let rows = self.relations.rows();
        for (line, at) in list.view(rows.len(), usize::from(area.height)).enumerate() {
            let (Some(row), Some(area)) = (rows.get(at), pane::line(area, line)) else { break };
            let style = pane::selection(at == list.selected && is_focused, is_focused, theme);
            let (left, right) = relation_row(row, here, services, theme, usize::from(area.width));
            pane::row(area, buffer, left, right, style);
        }
        self.relations.list = list;
    }

    fn draw_syntax(
        &mut self,
        area: Rect,
        buffer: &mut Buffer,
        is_focused: bool,
        of: &Shown<'_>,
        theme: &Theme,
    ) {
        let len = self.syntax.len();
        let tree = match &self.syntax.found {
            Loadable::Ready(tree) => tree,
            other => return pane::paragraph(area, buffer, other.note().unwrap_or_default(), theme.dim),
        };
        if len == 0 {
            let is_filtered = !tree.nodes.is_empty();
            let none = "The database keeps no syntax tree of this file.";
            let words = if is_filtered { "no node's kind holds that" } else { none };
            return pane::paragraph(area, buffer, words, theme.dim);
        }
        let mut area = area;
        if tree.is_cut {
            area = pane::notice(area, buffer, "the file has more nodes than are shown", theme.warning);
        }
        let mut list = self.syntax.list;
        for (line, at) in list.view(len, usize::from(area.height)).enumerate() {
            let (Some(node), Some(area)) = (self.syntax.row(at), pane::line(area, line)) else { break };
            let style = pane::selection(at == list.selected, is_focused, theme);
            let (left, right) = node_row(node, of.document, theme, usize::from(area.width));
            pane::row(area, buffer, left, right, style);
        }
        self.syntax.list = list;
    }

    fn draw_lines(
        &mut self,
        area: Rect,
        buffer: &mut Buffer,
        is_focused: bool,
        note: Option<String>,
        theme: &Theme,
    ) {
        if let Some(note) = note {
            return pane::paragraph(area, buffer, &note, theme.dim);
        }
        for (line, at) in self.lines.view(self.drawn.len(), usize::from(area.height)).enumerate() {
            let (Some(shown), Some(area)) = (self.drawn.get(at), pane::line(area, line)) else { break };
            let is_here = is_focused && at == self.lines.selected;
            let style = if is_here { theme.cursor_line.into() } else { Style::new() };
            pane::row(area, buffer, shown.left.clone(), shown.right.clone(), style);
        }
    }
}

fn note_of<T>(loaded: &Loadable<T>) -> Option<String> {
    loaded.note().map(str::to_owned)
}

/// A node of the syntax tree: what it is, the first line of its text where that is here, and the number of that line.
fn node_row(
    node: &SyntaxNode,
    document: Option<&Document>,
    theme: &Theme,
    width: usize,
) -> (Vec<Span<'static>>, Span<'static>) {
    let indent = usize::from(node.depth).min(width / 3);
    let mut left = vec![Span::raw(" ".repeat(indent)), Span::styled(node.kind.clone(), theme.kind)];
    let at = |byte: u64| usize::try_from(byte.checked_sub(document?.first_byte)?).ok();
    let text = document.zip(at(node.bytes.start).zip(at(node.bytes.end)));
    let found = text.and_then(|(document, (start, end))| {
        let all = document.text();
        let end = all.floor_char_boundary(end.min(start.saturating_add(SNIPPET)));
        Some((document, start, all.get(start..end)?))
    });
    let Some((document, start, snippet)) = found else {
        let bytes = format!("{}\u{2013}{}", node.bytes.start, node.bytes.end);
        return (left, Span::styled(bytes, theme.dim));
    };
    let line = snippet.trim_start().lines().next().unwrap_or_default().trim_end();
    left.push(Span::raw(format!("  {line}")));
    let number = document.number_of_line(document.line_at(start));
    (left, Span::styled(number.to_string(), theme.dim))
}

fn relation_row<'r>(
    row: &RelationRow<'r>,
    here: &str,
    services: &Services,
    theme: &Theme,
    width: usize,
) -> (Vec<Span<'r>>, Span<'r>) {
    match row {
        RelationRow::Heading(kind, counted) => {
            let said = |(count, is_more): (usize, bool)| {
                let plus = if is_more { "+" } else { "" };
                let things = match kind.thing() {
                    Some(thing) if count == 1 && !is_more => format!(" {thing}"),
                    Some(thing) => format!(" {thing}s"),
                    None => String::new(),
                };
                format!("  {}{plus}{things}", text::grouped(count as u64))
            };
            let count = counted.map(said).unwrap_or_default();
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
            // In the file that is shown beside it, a line is a place.
            let place = if path == here { step.at.1.to_string() } else { format!("{file}:{}", step.at.1) };
            let place = text::fit_end(&place, width / 2);
            let room = width.saturating_sub(sign.len() + text::width(&place) + 1);
            let name = text::fit_name(&step.name, room);
            (vec![Span::styled(sign, theme.dim), Span::styled(name, style)], Span::styled(place, theme.dim))
        }
        RelationRow::More(..) => (vec![Span::styled("  more \u{2026}", theme.key)], Span::raw("")),
        RelationRow::Note(note) => (vec![Span::raw("  "), Span::styled(*note, theme.dim)], Span::raw("")),
    }
}
