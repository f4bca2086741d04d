//! What all rows look like: a histogram of the column that the user is at, and a scatter of complexity against
//! another column. The selected row is marked in both.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};
use ratatui::symbols::Marker;
use ratatui::text::Span;
use ratatui::widgets::Widget;
use ratatui::widgets::canvas::{Canvas, Points};

use super::Metrics;
use crate::tui::data::metrics::Column;
use crate::tui::data::metrics::sample::Sample;
use crate::tui::text;
use crate::tui::theme::Theme;
use crate::tui::widgets::gauge::bar;
use crate::tui::widgets::pane;

/// What a bin is as many times as large as the one before, of which the first that gives few enough is taken.
const RATIOS: [f64; 4] = [2.0, 4.0, 10.0, 100.0];

impl Metrics {
    pub(super) fn draw_histogram(&self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let sheet = self.sheet();
        let column = if sheet.column == Column::Name { Column::Complexity } else { sheet.column };
        let title = format!("Histogram of {}", self.measured.head(column));
        let note = sheet.sample.get().map(of_how_many).unwrap_or_default();
        let inside = pane::frame(area, buffer, theme, &title, &note, false);
        let Some(sample) = self.sample_or_note(inside, buffer, theme) else { return };
        let bins = bins(sample.counts(column), sample.most(column), usize::from(inside.height));
        let most = bins.iter().map(|bin| bin.count).max().unwrap_or(0).max(1);
        let label = bins.iter().map(|bin| text::width(&bin.label)).max().unwrap_or(0);
        let count = text::width(&text::grouped(most));
        let room = usize::from(inside.width).saturating_sub(label + count + 4);
        let selected = sheet.window.selected().and_then(|row| row.value(column));
        for (line, bin) in bins.iter().enumerate() {
            let Some(area) = pane::line(inside, line) else { break };
            let is_here = selected.is_some_and(|value| bin.from <= value && value < bin.to);
            let (sign, paint) = if is_here { ("\u{25b8}", theme.key) } else { (" ", theme.dim) };
            let left = vec![
                Span::styled(format!("{sign}{:>label$} ", bin.label), paint),
                Span::styled(bar(bin.count, most, room), if is_here { theme.key } else { theme.bar }),
            ];
            pane::row(area, buffer, left, Span::styled(text::grouped(bin.count), paint), Style::new());
        }
    }

    pub(super) fn draw_scatter(&self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let across = self.across();
        let (up_name, across_name) = (self.measured.head(Column::Complexity), self.measured.head(across));
        let title = format!("\u{2191} {up_name}  \u{2192} {across_name}");
        let sample = self.sheet().sample.get();
        let note = sample.map(|sample| {
            let most = |column| number(sample.most(column));
            format!("\u{2191} to {}  \u{2192} to {}", most(Column::Complexity), most(across))
        });
        let inside = pane::frame(area, buffer, theme, &title, &note.unwrap_or_default(), false);
        let Some(sample) = self.sample_or_note(inside, buffer, theme) else { return };
        let place = |value: f64| value.max(0.0).ln_1p();
        let pairs = sample.pairs(across).iter();
        let points: Vec<(f64, f64)> = pairs.map(|(x, y)| (place((*x).into()), place((*y).into()))).collect();
        let edges = [across, Column::Complexity].map(|column| place(sample.most(column)).max(1.0));
        let color = Style::from(theme.bar).fg.unwrap_or(Color::Reset);
        Canvas::default()
            .background_color(Style::from(theme.base).bg.unwrap_or(Color::Reset))
            // Fonts that have lines for frames have these, and often no dots of Braille.
            .marker(Marker::Quadrant)
            .x_bounds([0.0, edges[0]])
            .y_bounds([0.0, edges[1]])
            .paint(|canvas| canvas.draw(&Points::new(&points, color)))
            .render(inside, buffer);
        let Some(row) = self.sheet().window.selected() else { return };
        let part = |column, edge: f64| row.value(column).map(|value| (place(value) / edge).min(1.0));
        let (Some(x), Some(y)) = (part(across, edges[0]), part(Column::Complexity, edges[1])) else { return };
        // A cell has two dots across and two up: the mark is where the dot of the row is.
        let cell = |part: f64, cells: u16, dots: u16| {
            let last = f64::from(cells.saturating_mul(dots).saturating_sub(1));
            ((part * last).round() as u16 / dots).min(cells.saturating_sub(1))
        };
        let at = (inside.x + cell(x, inside.width, 2), inside.y + cell(1.0 - y, inside.height, 2));
        if let Some(cell) = buffer.cell_mut(at) {
            cell.set_symbol("\u{25c6}").set_style(theme.hit);
        }
    }

    /// What there is to draw; where there is nothing, says why.
    fn sample_or_note(&self, area: Rect, buffer: &mut Buffer, theme: &Theme) -> Option<&Sample> {
        let loaded = &self.sheet().sample;
        match loaded.get() {
            Some(sample) if sample.is_empty() => pane::paragraph(area, buffer, "no rows", theme.dim),
            Some(sample) => return Some(sample),
            None => pane::paragraph(area, buffer, loaded.note().unwrap_or_default(), theme.dim),
        }
        None
    }
}

/// Of how many rows a picture is.
fn of_how_many(sample: &Sample) -> String {
    let rows = text::grouped(sample.len() as u64);
    if sample.is_all { format!("all {rows}") } else { format!("a sample of {rows}") }
}

/// A number for a label.
fn number(number: f64) -> String {
    if number.fract() == 0.0 { text::grouped(number.max(0.0) as u64) } else { format!("{number:.1}") }
}

/// A row of a histogram.
#[derive(Debug, PartialEq)]
struct Bin {
    /// Its smallest number.
    from: f64,
    /// The smallest one that is too large for it.
    to: f64,
    label: String,
    count: u64,
}

/// At most `rows` bins for numbers up to `most`: one for 0 (and what is below), then each as many times as large
/// as the one before.
fn bins(numbers: &[(f32, u64)], most: f64, rows: usize) -> Vec<Bin> {
    let count = |ratio: f64| 2 + most.max(1.0).log(ratio).floor() as usize;
    let ratio = RATIOS.into_iter().find(|ratio| count(*ratio) <= rows).unwrap_or(1000.0);
    let mut bins: Vec<Bin> = Vec::new();
    let mut edge = 1.0;
    bins.push(Bin { from: f64::NEG_INFINITY, to: edge, label: "0".to_owned(), count: 0 });
    while edge <= most {
        let to = edge * ratio;
        let label = if to - edge <= 1.0 {
            number(edge)
        } else {
            format!("{}\u{2013}{}", number(edge), number(to - 1.0))
        };
        bins.push(Bin { from: edge, to, label, count: 0 });
        edge = to;
    }
    for (number, count) in numbers {
        let at = bins.partition_point(|bin| bin.to <= f64::from(*number));
        let last = bins.len() - 1;
        if let Some(bin) = bins.get_mut(at.min(last)) {
            bin.count += count;
        }
    }
    if bins.first().is_some_and(|bin| bin.count == 0) {
        bins.remove(0);
    }
    bins
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(numbers: &[f32], rows: usize) -> Vec<(String, u64)> {
        let most = numbers.iter().copied().fold(0.0, f32::max);
        let once: Vec<(f32, u64)> = numbers.iter().map(|number| (*number, 1)).collect();
        bins(&once, most.into(), rows).into_iter().map(|bin| (bin.label, bin.count)).collect()
    }

    #[test]
    fn each_number_is_in_one_bin_and_there_are_few_enough() {
        let own = |label: &str, count| (label.to_owned(), count);
        assert_eq!(
            counts(&[0.0, 1.0, 2.0, 3.0, 4.5, 9.0], 8),
            [own("0", 1), own("1", 1), own("2\u{2013}3", 2), own("4\u{2013}7", 1), own("8\u{2013}15", 1)]
        );
        let numbers: Vec<f32> = (0_u16..50_000).map(f32::from).collect();
        for rows in 5..20 {
            let counts = counts(&numbers, rows);
            assert!(counts.len() <= rows, "{counts:?}");
            assert_eq!(counts.iter().map(|(_, count)| count).sum::<u64>(), 50_000);
        }
        assert_eq!(counts(&[-3.0, 1.0], 8), [own("0", 1), own("1", 1)]);
        assert_eq!(counts(&[], 8), []);
    }
}
