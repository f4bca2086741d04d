//! The table: a name and numbers, each with a bar where there is room for one.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use super::Metrics;
use crate::model::Language;
use crate::store::Order;
use crate::tui::data::metrics::{Column, Row};
use crate::tui::services::{Loadable, Services};
use crate::tui::text;
use crate::tui::theme::Theme;
use crate::tui::widgets::gauge::bar;
use crate::tui::widgets::pane;

/// Columns that a name has at least.
const LEAST_NAME: u16 = 18;
/// Columns of a bar.
const BAR: u16 = 6;

/// Where a column stands: the cells of its number and of its bar.
#[derive(Clone, Copy)]
struct Place {
    column: Column,
    x: u16,
    number: u16,
    bar: u16,
}

impl Metrics {
    /// Where the columns stand in `width` cells: the name first, then as many as there is room for, of which
    /// the one that the user is at is one.
    fn places(&self, area: Rect) -> Vec<Place> {
        let sheet = self.sheet();
        let wanted = |column: &Column| {
            let head = u16::try_from(text::width(self.measured.head(*column))).unwrap_or(8);
            (*column, (head + 2).max(8))
        };
        let numbers = self.measured.columns().iter().filter(|column| **column != Column::Name).map(wanted);
        let (mut left, mut kept) = (area.width.saturating_sub(LEAST_NAME), Vec::new());
        let at = |column: &Column| *column != sheet.column;
        let mut by_need: Vec<_> = numbers.collect();
        by_need.sort_by_key(|(column, _)| at(column));
        for (column, width) in by_need {
            if width <= left {
                left -= width;
                kept.push((column, width));
            }
        }
        kept.sort_by_key(|(column, _)| *column as u8);
        let mut bars: Vec<Column> = kept.iter().map(|(column, _)| *column).collect();
        bars.sort_by_key(at);
        // A name has half of what is left.
        bars.truncate(usize::from(left / 2 / (BAR + 1)));
        let widths = kept.into_iter().map(|(column, number)| {
            let bar = if bars.contains(&column) { BAR + 1 } else { 0 };
            (column, number, bar)
        });
        let widths: Vec<_> = widths.collect();
        let taken: u16 = widths.iter().map(|(_, number, bar)| number + bar).sum();
        let name = area.width.saturating_sub(taken);
        let mut x = area.x + name;
        let mut places = vec![Place { column: Column::Name, x: area.x, number: name, bar: 0 }];
        for (column, number, bar) in widths {
            places.push(Place { column, x, number, bar });
            x += number + bar;
        }
        places
    }

    /// Draws the heads and the rows below them.
    pub(super) fn draw_rows(&mut self, area: Rect, buffer: &mut Buffer, services: &Services, theme: &Theme) {
        let places = self.places(area);
        let Some(head) = pane::line(area, 0) else { return };
        for place in &places {
            self.draw_head(head, *place, buffer, theme);
        }
        let inside = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        self.rows_area = inside;
        let sheet = self.sheet();
        let mut list = sheet.window.list;
        for (line, at) in list.view(sheet.window.len(), usize::from(inside.height)).enumerate() {
            let (Some(row), Some(area)) = (sheet.window.row(at), pane::line(inside, line)) else { break };
            for place in &places {
                self.draw_cell(area, *place, row, buffer, services, theme);
            }
            buffer.set_style(area, pane::selection(at == list.selected, true, theme));
        }
        if sheet.window.is_empty() && sheet.trouble.is_none() {
            let words = match (sheet.window.is_at_end(), sheet.filter.is_empty()) {
                _ if sheet.stopped => "stopped before anything was found",
                (true, true) => "nothing is measured",
                (true, false) if sheet.mistake.is_some() => "nothing passed what the filter said before",
                (true, false) => "nothing passes the filter",
                (false, _) => "reading \u{2026}",
            };
            pane::paragraph(inside, buffer, words, theme.dim);
        }
        self.sheet_mut().window.list = list;
    }

    fn draw_head(&mut self, line: Rect, place: Place, buffer: &mut Buffer, theme: &Theme) {
        let sheet = self.sheet();
        let sign = match sheet.sort {
            sort if sort.column != place.column => "",
            sort if sort.order == Order::Descending => "\u{25bc}",
            _ => "\u{25b2}",
        };
        let name = self.measured.head(place.column);
        let words = if sign.is_empty() { name.to_owned() } else { format!("{sign}{name}") };
        let words = text::fit(&words, usize::from(place.number));
        let width = u16::try_from(text::width(&words)).unwrap_or(0);
        let is_name = place.column == Column::Name;
        let x = if is_name { place.x } else { place.x + place.number - width };
        let mut style: Style = theme.heading.into();
        if place.column == sheet.column {
            style = style.patch(Style::from(theme.selection_unfocused));
        }
        buffer.set_string(x, line.y, words, style);
        // The room above its bar is a column's, too.
        self.heads.push((Rect { x: place.x, width: place.number + place.bar, ..line }, place.column));
    }

    fn draw_cell(
        &self,
        line: Rect,
        place: Place,
        row: &Row,
        buffer: &mut Buffer,
        services: &Services,
        theme: &Theme,
    ) {
        let Some(value) = row.value(place.column) else {
            let area = Rect { x: place.x, width: place.number, ..line };
            return pane::row(
                area,
                buffer,
                name(row, place.number, services, theme),
                Span::raw(""),
                Style::new(),
            );
        };
        let number = match row {
            Row::File(_) if place.column == Column::Complexity => format!("{value:.1}"),
            _ if value < 0.0 => format!("{value}"),
            _ => text::grouped(value as u64),
        };
        let number = text::fit(&number, usize::from(place.number));
        let width = u16::try_from(text::width(&number)).unwrap_or(0);
        let style = if value == 0.0 { theme.dim } else { theme.base };
        buffer.set_string(place.x + place.number - width, line.y, number, style);
        if place.bar > 0
            && let Loadable::Ready(sample) = &self.sheet().sample
        {
            let most = sample.most(place.column).max(1.0);
            // Thousandths, so that a score has a bar as a count has.
            let of = |number: f64| (number.clamp(0.0, most) * 1000.0) as u64;
            let bar = bar(of(value), of(most).max(1), usize::from(place.bar) - 1);
            buffer.set_string(place.x + place.number + 1, line.y, bar, theme.bar);
        }
    }
}

/// What a row is called, and where it stands.
fn name(row: &Row, width: u16, services: &Services, theme: &Theme) -> Vec<Span<'static>> {
    let room = usize::from(width).saturating_sub(1);
    let path = services.roots.relative(row.path());
    if row.name().is_empty() {
        let language = Language::of_path(path).label();
        let (room, language) = match room.checked_sub(11) {
            Some(less) if less >= 30 => (less, format!("{:<11}", text::fit(language, 10))),
            _ => (room, String::new()),
        };
        return vec![Span::styled(language, theme.kind), Span::raw(text::fit_end(path, room))];
    }
    let kind = format!("{} ", text::fit(row.kind(), 10));
    let mut spans = vec![Span::styled(kind, theme.kind)];
    let used = |spans: &[Span<'_>]| spans.iter().map(|span| text::width(&span.content)).sum::<usize>();
    let name_room = room.saturating_sub(used(&spans)).max(8);
    spans.extend(pane::qualified(row.shown_name(), row.name(), name_room, theme));
    let left = room.saturating_sub(used(&spans) + 2);
    let path = if left >= 6 { format!("  {}", text::fit_end(path, left)) } else { String::new() };
    spans.push(Span::styled(path, theme.dim));
    spans
}
