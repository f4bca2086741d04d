//! Drawing the metrics: where the table stands, and where the pictures.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Metrics;
use crate::tui::data::metrics::Measured;
use crate::tui::services::Services;
use crate::tui::theme::Theme;
use crate::tui::widgets::pane;
use crate::tui::widgets::panes::{Division, Size};

/// Columns from which the pictures stand beside the table.
const WIDE: u16 = 116;
/// Columns and rows from which they stand below it.
const ROOMY: (u16, u16) = (64, 20);

/// A part of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Table,
    Histogram,
    Scatter,
}

/// Whether there is room for pictures below the table.
fn is_roomy(area: Rect) -> bool {
    area.width >= ROOMY.0 && area.height >= ROOMY.1
}

/// What is said of a table that was not read to its end.
const STOPPED: &str = "stopped: down goes on";

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
        self.has_scatter = false;
        let division = self.division(area);
        let focus = if self.shows_charts_alone(area) { Part::Histogram } else { Part::Table };
        for (part, area) in self.panes.divide(area, (0, 0), focus, &division) {
            match part {
                Part::Table => self.draw_table(area, buffer, services, theme),
                Part::Histogram => self.draw_histogram(area, buffer, theme),
                Part::Scatter => {
                    self.has_scatter = true;
                    self.draw_scatter(area, buffer, theme);
                }
            }
        }
    }

    /// Whether there is room for either the table or the pictures, and these are wanted.
    fn shows_charts_alone(&self, area: Rect) -> bool {
        area.width < WIDE && !is_roomy(area) && self.charts_turned
    }

    fn division(&self, area: Rect) -> Division<Part> {
        let pane = Division::Pane;
        let half = Size::Share(500);
        let above = |name| Division::below(name, half, pane(Part::Histogram), pane(Part::Scatter));
        let beside = |name| Division::beside(name, half, pane(Part::Histogram), pane(Part::Scatter));
        if self.shows_charts_alone(area) {
            return if area.height >= 12 { above("charts") } else { beside("charts-in-a-row") };
        }
        match (area.width >= WIDE, is_roomy(area), self.charts_turned) {
            (false, false, _) | (_, _, true) => pane(Part::Table),
            (true, _, false) => {
                let side = Size::Second(area.width / 3);
                Division::beside("charts-beside", side, pane(Part::Table), above("charts"))
            }
            (false, true, false) => {
                let below = Size::Second(area.height * 2 / 5);
                Division::below("charts-below", below, pane(Part::Table), beside("charts-in-a-row"))
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
        // The pictures know how many rows there are before the table has been walked to its end.
        let sample = sheet.sample.get().filter(|sample| sample.is_all).map(|sample| sample.len() as u64);
        let (at, of) = sheet.window.position();
        let note = pane::number_of(at, of.or(sample));
        let note = match (sheet.stopped, note.is_empty()) {
            (false, _) => note,
            (true, true) => STOPPED.to_owned(),
            (true, false) => format!("{note}, {STOPPED}"),
        };
        let mut inside = pane::frame(area, buffer, theme, &title, &note, true);
        let mistake = sheet.mistake.as_ref().map(|words| (format!("! {words}"), theme.warning));
        let trouble = sheet.trouble.as_ref().map(|words| (words.clone(), theme.error));
        if let Some((words, paint)) = mistake.or(trouble) {
            inside = pane::notice(inside, buffer, &words, paint);
        }
        self.draw_rows(inside, buffer, services, theme);
    }
}
