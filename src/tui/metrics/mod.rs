//! Metrics: tables of symbols and of files by their measures, and what those look like as a whole.

mod ask;
mod chart;
mod draw;
mod export;
mod memory;
mod table;

pub use ask::{Question, Reply};

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::action::{Action, Context};
use super::answer::Slot;
use super::data::metrics::filter::Filter;
use super::data::metrics::sample::Sample;
use super::data::metrics::{Column, Measured, Row, Sort, reversed};
use super::data::place::Place;
use super::exporting::Export;
use super::memory::Spot;
use super::services::{Loadable, Services, Tone};
use super::theme::Theme;
use super::view::View;
use super::widgets::panes::Panes;
use super::widgets::window::Window;
use crate::store::Order;

/// What a scatter can have to the right.
const ACROSS: [Column; 3] = [Column::Lines, Column::FanIn, Column::FanOut];

/// One of the tables.
struct Sheet {
    window: Window<Row>,
    sort: Sort,
    /// The column that the user is at.
    column: Column,
    /// The filter as it was typed, and what is wrong with it.
    typed: String,
    mistake: Option<String>,
    /// The last filter that was none.
    filter: Filter,
    /// Why rows could not be read.
    trouble: Option<String>,
    /// Whether the user has stopped the search for more rows.
    stopped: bool,
    sample: Loadable<Sample>,
    /// What is to be selected when the rows are read.
    resume: Option<Spot>,
}

impl Default for Sheet {
    fn default() -> Self {
        Sheet {
            window: Window::default(),
            sort: Sort { column: Column::Complexity, order: Order::Descending },
            column: Column::Complexity,
            typed: String::new(),
            mistake: None,
            filter: Filter::default(),
            trouble: None,
            stopped: false,
            sample: Loadable::Loading,
            resume: None,
        }
    }
}

/// The screen.
#[derive(Default)]
pub struct Metrics {
    measured: Measured,
    symbols: Sheet,
    files: Sheet,
    /// Whether the pictures are turned the other way: away where there is room for them, else instead of the table.
    charts_turned: bool,
    /// Which of [`ACROSS`] the scatter has to the right.
    across: usize,
    /// The selected row, and where it leads.
    place: Option<(Row, Option<Place>)>,
    rows_area: Rect,
    /// Whether the scatter was drawn.
    has_scatter: bool,
    heads: Vec<(Rect, Column)>,
    panes: Panes,
}

impl Metrics {
    fn sheet(&self) -> &Sheet {
        match self.measured {
            Measured::Symbols => &self.symbols,
            Measured::Files => &self.files,
        }
    }

    fn sheet_mut(&mut self) -> &mut Sheet {
        self.of(self.measured)
    }

    fn of(&mut self, measured: Measured) -> &mut Sheet {
        match measured {
            Measured::Symbols => &mut self.symbols,
            Measured::Files => &mut self.files,
        }
    }

    fn across(&self) -> Column {
        ACROSS.get(self.across).copied().unwrap_or(Column::Lines)
    }

    /// Goes to the column that is `by` columns to the right.
    fn step_column(&mut self, by: usize) {
        let columns = self.measured.columns();
        let sheet = self.sheet_mut();
        let at = columns.iter().position(|column| *column == sheet.column).unwrap_or(0);
        sheet.column = columns.get((at + by) % columns.len()).copied().unwrap_or(sheet.column);
    }

    /// Sorts by a column; by the same one again the other way.
    fn sort_by(&mut self, column: Column, services: &mut Services) {
        let sheet = self.sheet_mut();
        sheet.column = column;
        sheet.sort = match sheet.sort {
            Sort { column: same, order } if same == column => Sort { column, order: reversed(order) },
            _ if column == Column::Name => Sort { column, order: Order::Ascending },
            _ => Sort { column, order: Order::Descending },
        };
        self.read_again(services);
    }
}

impl View for Metrics {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Metrics, Context::Motion, Context::Browse, Context::Panes, Context::Global]
    }

    fn show(&mut self, services: &mut Services) {
        if self.sheet().trouble.is_some() {
            return self.refresh(true, services);
        }
        self.fill(services);
        self.ask_sample(services);
    }

    fn refresh(&mut self, shown: bool, services: &mut Services) {
        for measured in [Measured::Symbols, Measured::Files] {
            services.jobs.cancel(&Slot::Metrics(Question::Sample(measured)));
            services.jobs.cancel(&Slot::Metrics(Question::Rows(measured)));
            services.jobs.cancel(&Slot::Metrics(Question::Resume(measured)));
        }
        let selected = [self.spot(&self.symbols), self.spot(&self.files)];
        for (sheet, selected) in [&mut self.symbols, &mut self.files].into_iter().zip(selected) {
            sheet.resume = selected;
            sheet.window.clear();
            sheet.trouble = None;
            sheet.sample = Loadable::Loading;
        }
        self.place = None;
        if shown {
            self.show(services);
        }
    }

    fn draw(&mut self, area: Rect, buffer: &mut Buffer, services: &Services, theme: &Theme) {
        self.draw_screen(area, buffer, services, theme);
    }

    fn panes(&mut self) -> Option<&mut Panes> {
        Some(&mut self.panes)
    }

    fn act(&mut self, action: Action, services: &mut Services) -> bool {
        match action {
            Action::NextPane | Action::PreviousPane => {
                self.measured = match self.measured {
                    Measured::Symbols => Measured::Files,
                    Measured::Files => Measured::Symbols,
                };
                self.show(services);
            }
            Action::ColumnRight => self.step_column(1),
            Action::ColumnLeft => self.step_column(self.measured.columns().len() - 1),
            Action::SortColumn => self.sort_by(self.sheet().column, services),
            Action::TurnCharts => self.charts_turned = !self.charts_turned,
            Action::ScatterAcross if !self.has_scatter => {
                services.say(Tone::Refusal, "the charts are not shown");
            }
            Action::ScatterAcross => self.across = (self.across + 1) % ACROSS.len(),
            Action::Open => self.open(services),
            _ => {
                self.sheet_mut().stopped = false;
                let moved = self.sheet_mut().window.act(action);
                self.fill(services);
                return moved;
            }
        }
        true
    }

    fn mouse(&mut self, x: u16, y: u16, wheel: Option<isize>, services: &mut Services) {
        let at = Position { x, y };
        if let Some(rows) = wheel {
            let window = &mut self.sheet_mut().window;
            let len = window.len();
            window.list.scroll(rows, len);
            return self.fill(services);
        }
        if let Some(&(_, column)) = self.heads.iter().find(|(area, _)| area.contains(at)) {
            return self.sort_by(column, services);
        }
        if !self.rows_area.contains(at) {
            return;
        }
        let line = usize::from(y - self.rows_area.y);
        let window = &mut self.sheet_mut().window;
        let Some(row) = window.list.row_at(line, window.len()) else { return };
        if std::mem::replace(&mut window.list.selected, row) == row {
            return self.open(services);
        }
        self.fill(services);
    }

    fn filter(&self) -> &str {
        &self.sheet().typed
    }

    fn set_filter(&mut self, text: &str, services: &mut Services) {
        let parsed = Filter::parse(text, self.measured, &services.roots.prefix(true));
        let sheet = self.sheet_mut();
        if sheet.typed == text {
            return;
        }
        text.clone_into(&mut sheet.typed);
        match parsed {
            Ok(filter) => {
                (sheet.filter, sheet.mistake) = (filter, None);
                sheet.sample = Loadable::Loading;
                self.read_again(services);
                self.ask_sample(services);
            }
            Err(mistake) => sheet.mistake = Some(mistake),
        }
    }

    fn stop(&mut self, services: &mut Services) -> bool {
        let stopped = services.jobs.stop(&Slot::Metrics(Question::Rows(self.measured)));
        self.sheet_mut().stopped |= stopped;
        stopped
    }

    fn why_not(&self, action: Action) -> Option<&'static str> {
        (action == Action::ScatterAcross && !self.has_scatter).then_some("the charts are not shown")
    }

    fn export(&self, services: &Services) -> Result<Export, &'static str> {
        Ok(self.table(services))
    }

    fn here(&self) -> Option<Place> {
        let selected = self.sheet().window.selected()?;
        self.place.as_ref().filter(|(row, _)| row == selected)?.1.clone()
    }
}
