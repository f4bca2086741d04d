//! Drawing the metrics: where the table stands, and where the pictures.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};

use super::Metrics;
use crate::tui::data::metrics::Measured;
use crate::tui::services::Services;
use crate::tui::text;
use crate::tui::theme::Theme;
use crate::tui::widgets::pane;

/// Columns from which the pictures stand beside the table.
const WIDE: u16 = 116;
/// Columns and rows from which they stand below it.
const ROOMY: (u16, u16) = (64, 20);

impl Metrics {
    pub(super) fn draw_screen(
        &mut self,
        area: Rect,
        buffer: &mut Buffer,
        services: &Services,
        theme: &Theme,
    ) {
        self.rows_area = Rect::default();
        self.heads.clear();
        let (table, charts) = self.split(area);
        if let Some(area) = table {
            self.draw_table(area, buffer, services, theme);
        }
        if let Some([histogram, scatter]) = charts {
            self.draw_histogram(histogram, buffer, theme);
            self.draw_scatter(scatter, buffer, theme);
        }
    }

    fn split(&self, area: Rect) -> (Option<Rect>, Option<[Rect; 2]>) {
        let halves = |area: Rect| area.layout(&Layout::vertical([Constraint::Fill(1); 2]));
        let beside = |area: Rect| area.layout(&Layout::horizontal([Constraint::Fill(1); 2]));
        let (is_wide, is_roomy) = (area.width >= WIDE, area.width >= ROOMY.0 && area.height >= ROOMY.1);
        match (is_wide, is_roomy, self.charts_turned) {
            (false, false, true) if area.height >= 12 => (None, Some(halves(area))),
            (false, false, true) => (None, Some(beside(area))),
            (false, false, false) | (_, _, true) => (Some(area), None),
            (true, _, false) => {
                let side = area.width / 3;
                let [table, side] =
                    area.layout(&Layout::horizontal([Constraint::Min(40), Constraint::Length(side)]));
                (Some(table), Some(halves(side)))
            }
            (false, true, false) => {
                let below = area.height * 2 / 5;
                let [table, below] =
                    area.layout(&Layout::vertical([Constraint::Min(8), Constraint::Length(below)]));
                (Some(table), Some(beside(below)))
            }
        }
    }

    fn draw_table(&mut self, area: Rect, buffer: &mut Buffer, services: &Services, theme: &Theme) {
        let sheet = self.sheet();
        let name = match self.measured {
            Measured::Symbols => "Symbols",
            Measured::Files => "Files",
        };
        let title = pane::titled(name, &sheet.typed);
        let number = |number: Option<u64>| number.map_or_else(|| "?".to_owned(), text::grouped);
        let note = match sheet.window.position() {
            (None, _) => String::new(),
            (at, Some(of)) => format!("{} of {}", number(at), text::grouped(of)),
            (at, None) => number(at),
        };
        let note = if sheet.stopped { format!("{note}, stopped: down goes on") } else { note };
        let mut inside = pane::frame(area, buffer, theme, &title, &note, true);
        let mistake = sheet.mistake.as_ref().map(|words| (format!("! {words}"), theme.warning));
        let trouble = sheet.trouble.as_ref().map(|words| (words.clone(), theme.error));
        if let Some((words, paint)) = mistake.or(trouble) {
            inside = pane::notice(inside, buffer, &words, paint);
        }
        self.draw_rows(inside, buffer, services, theme);
    }
}
