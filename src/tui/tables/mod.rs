//! Tables: every table and keyspace of the database, row by row, and each row in full.

mod ask;
mod draw;
mod export;
mod lines;

pub use ask::{Question, Reply};

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::action::{Action, Context};
use super::answer::Slot;
use super::data::place::Place;
use super::data::tables::{Listed, RowKey, TableRow};
use super::exporting::Export;
use super::services::{Loadable, Services};
use super::theme::Theme;
use super::view::View;
use super::widgets::list::ListState;
use super::widgets::panes::Panes;
use super::widgets::window::Window;
use lines::Lines;

/// A pane of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Pane {
    /// The tables and keyspaces.
    #[default]
    Tables,
    /// Rows of the selected one.
    Rows,
    /// The selected row in full; of what has no rows what made it.
    Detail,
}

/// The screen.
#[derive(Default)]
pub struct Tables {
    focus: Pane,
    listed: Loadable<Vec<Listed>>,
    list: ListState,
    window: Window<TableRow>,
    /// What stands in the rows that are shown.
    filter: String,
    /// Why rows could not be read.
    trouble: Option<String>,
    /// Whether the user has stopped the search for more rows.
    stopped: bool,
    /// The row that was selected before the index changed, to be gone on from.
    resume: Option<RowKey>,
    /// The first column that is seen, the key apart.
    column: usize,
    /// The selected row in full, as far as it is here.
    detail: Option<(RowKey, Lines)>,
    detail_list: ListState,
    tables_area: Rect,
    rows_area: Rect,
    detail_area: Rect,
    panes: Panes,
}

impl Tables {
    fn table(&self) -> Option<&Listed> {
        self.listed.get()?.get(self.list.selected)
    }

    /// Reads the rows of another table, or by another filter.
    fn read_again(&mut self, services: &mut Services) {
        services.jobs.cancel(&Slot::Tables(Question::Rows));
        services.jobs.cancel(&Slot::Tables(Question::Detail));
        services.jobs.cancel(&Slot::Tables(Question::Resume));
        self.window.clear();
        self.detail_list = ListState::default();
        (self.detail, self.trouble, self.stopped) = (None, None, false);
        self.fill(services);
    }

    fn step_focus(&mut self, forward: bool) {
        self.focus = match (self.focus, forward) {
            (Pane::Tables, true) | (Pane::Detail, false) => Pane::Rows,
            (Pane::Rows, true) | (Pane::Tables, false) => Pane::Detail,
            (Pane::Detail, true) | (Pane::Rows, false) => Pane::Tables,
        };
    }

    fn select_table(&mut self, services: &mut Services) {
        (self.column, self.filter, self.resume) = (0, String::new(), None);
        self.read_again(services);
    }
}

impl View for Tables {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Tables, Context::Motion, Context::Browse, Context::Panes, Context::Global]
    }

    fn show(&mut self, services: &mut Services) {
        if !matches!(self.listed, Loadable::Ready(_)) {
            self.ask_listed(services);
        }
        if self.trouble.is_some() {
            self.read_again(services);
        }
    }

    fn hide(&mut self, services: &mut Services) {
        services.jobs.cancel(&Slot::Tables(Question::Counts));
    }

    fn refresh(&mut self, shown: bool, services: &mut Services) {
        // Who is at the first row stays at the first.
        let is_first = self.window.position().0 == Some(1);
        let selected = self.window.selected().filter(|_| !is_first).map(|row| row.key.clone());
        self.resume = selected.or(self.resume.take());
        self.listed = Loadable::Loading;
        for question in [Question::Rows, Question::Detail, Question::Resume] {
            services.jobs.cancel(&Slot::Tables(question));
        }
        self.window.clear();
        self.detail = None;
        if shown {
            self.show(services);
        }
    }

    fn draw(&mut self, area: Rect, buffer: &mut Buffer, _: &Services, theme: &Theme) {
        self.draw_screen(area, buffer, theme);
    }

    fn panes(&mut self) -> Option<&mut Panes> {
        Some(&mut self.panes)
    }

    fn act(&mut self, action: Action, services: &mut Services) -> bool {
        let tables = self.listed.get().map_or(0, Vec::len);
        let columns = self.table().map_or(0, |table| table.columns.len());
        match (action, self.focus) {
            (Action::NextPane | Action::Open, _) => self.step_focus(true),
            (Action::PreviousPane, _) => self.step_focus(false),
            (Action::ColumnRight, _) => self.column = (self.column + 1).min(columns.saturating_sub(2)),
            (Action::ColumnLeft, _) => self.column = self.column.saturating_sub(1),
            (_, Pane::Detail) => {
                let len = self.detail_len();
                return self.detail_list.act(action, len);
            }
            (_, Pane::Tables) => {
                let before = self.list.selected;
                let moved = self.list.act(action, tables);
                if self.list.selected != before {
                    self.select_table(services);
                }
                return moved;
            }
            (_, Pane::Rows) => {
                self.stopped = false;
                let moved = self.window.act(action);
                self.fill(services);
                return moved;
            }
        }
        true
    }

    fn mouse(&mut self, x: u16, y: u16, wheel: Option<isize>, services: &mut Services) {
        let at = Position { x, y };
        let tables = self.listed.get().map_or(0, Vec::len);
        if self.tables_area.contains(at) {
            let line = usize::from(y - self.tables_area.y);
            let before = self.list.selected;
            match wheel {
                Some(rows) => self.list.scroll(rows, tables),
                None => {
                    self.focus = Pane::Tables;
                    self.list.selected = self.list.row_at(line, tables).unwrap_or(before);
                }
            }
            if self.list.selected != before {
                self.select_table(services);
            }
        } else if self.rows_area.contains(at) {
            let len = self.window.len();
            match wheel {
                Some(rows) => self.window.list.scroll(rows, len),
                None => {
                    self.focus = Pane::Rows;
                    let row = self.window.list.row_at(usize::from(y - self.rows_area.y), len);
                    self.window.list.selected = row.unwrap_or(self.window.list.selected);
                }
            }
            self.fill(services);
        } else if self.detail_area.contains(at) {
            match wheel {
                Some(rows) => {
                    let len = self.detail_len();
                    self.detail_list.scroll(rows, len);
                }
                None => self.focus = Pane::Detail,
            }
        }
    }

    fn filter(&self) -> &str {
        &self.filter
    }

    fn set_filter(&mut self, text: &str, services: &mut Services) {
        if self.filter != text {
            text.clone_into(&mut self.filter);
            self.resume = None;
            self.read_again(services);
        }
    }

    fn stop(&mut self, services: &mut Services) -> bool {
        let stopped = services.jobs.stop(&Slot::Tables(Question::Rows));
        self.stopped |= stopped;
        stopped
    }

    fn why_not(&self, action: Action) -> Option<&'static str> {
        let last = self.table().map_or(0, |table| table.columns.len()).saturating_sub(2);
        match action {
            Action::ColumnLeft if self.column == 0 => Some("these are the first columns"),
            Action::ColumnRight if self.column >= last => Some("these are the last columns"),
            _ => None,
        }
    }

    fn export(&self, _: &Services) -> Result<Export, &'static str> {
        self.rows()
    }

    fn here(&self) -> Option<Place> {
        None
    }
}
