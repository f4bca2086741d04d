//! Chunks: all of them, by file, name or kind, searched in their texts while one types, with the text beside.

mod ask;
mod draw;
mod export;

pub use ask::{Question, Reply};

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::action::{Action, Context};
use super::answer::Slot;
use super::data::chunks::filter::Filter;
use super::data::chunks::{ChunkRow, Preview, Query};
use super::data::place::Place;
use super::exporting::Export;
use super::services::Services;
use super::theme::Theme;
use super::view::View;
use super::widgets::code::hits_in;
use super::widgets::panes::Panes;
use super::widgets::window::Window;
use crate::store::words::{ChunkOrder, WordsPlace};

/// A pane of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Pane {
    /// The chunks.
    #[default]
    List,
    /// The text of the selected one.
    Text,
}

/// How far the index of words is.
#[derive(Debug, Clone, PartialEq, Default)]
enum Progress {
    /// Nobody has asked for it.
    #[default]
    Unasked,
    /// It is being brought up to date: so many files of so many are in it.
    Reading(usize, usize),
    /// It holds what the database holds.
    Done,
    /// It cannot be had, for this reason.
    Failed(String),
}

/// The screen.
#[derive(Default)]
pub struct Chunks {
    focus: Pane,
    window: Window<ChunkRow>,
    query: Query,
    /// The filter as it was typed, and what is wrong with it.
    typed: String,
    mistake: Option<String>,
    /// Why chunks could not be read.
    trouble: Option<String>,
    /// Whether the user has stopped the search for more.
    stopped: bool,
    /// Where the index of words is, once it is known.
    place: Option<WordsPlace>,
    progress: Progress,
    /// Whether the list that is shown is of another query, or of less of the index: it is read again.
    stale: bool,
    /// Whether the index has changed since the list was read.
    is_changed: bool,
    preview: Option<Preview>,
    /// The first line of the text that is seen.
    top: usize,
    list_area: Rect,
    text_area: Rect,
    panes: Panes,
}

impl Chunks {
    /// Reads the list of another query; what is shown stays until something of it is here.
    fn read_again(&mut self, services: &mut Services) {
        services.jobs.cancel(&Slot::Chunks(Question::Rows));
        (self.stale, self.stopped, self.trouble) = (true, false, None);
        self.fill(services);
    }

    /// The first line that is to be seen of a text: some above the first hit, where that would not be seen otherwise.
    fn first_hit(&self, preview: &Preview) -> usize {
        let height = usize::from(self.text_area.height);
        let is_hit =
            |line: &str| self.query.filter.texts().any(|wanted| hits_in(line, wanted).next().is_some());
        let hit = preview.document.as_ref().and_then(|document| {
            (0..document.line_count()).find(|at| document.line(*at).is_some_and(|(_, line)| is_hit(line)))
        });
        hit.filter(|hit| *hit >= height).map_or(0, |hit| hit - height / 3)
    }

    fn scroll_text(&mut self, action: Action) -> bool {
        let lines = self.preview.as_ref().and_then(|preview| preview.document.as_ref());
        let lines = lines.map_or(0, |document| document.line_count());
        let page = usize::from(self.text_area.height.max(2)) - 1;
        let last = lines.saturating_sub(page);
        self.top = match action {
            Action::Down => self.top + 1,
            Action::Up => self.top.saturating_sub(1),
            Action::PageDown => self.top + page,
            Action::PageUp => self.top.saturating_sub(page),
            Action::HalfPageDown => self.top + page / 2,
            Action::HalfPageUp => self.top.saturating_sub(page / 2),
            Action::Top => 0,
            Action::Bottom => last,
            _ => return false,
        }
        .min(last);
        true
    }
}

impl View for Chunks {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Chunks, Context::Motion, Context::Browse, Context::Panes, Context::Global]
    }

    fn show(&mut self, services: &mut Services) {
        if self.trouble.take().is_some() || matches!(self.progress, Progress::Unasked | Progress::Failed(_)) {
            self.ask_index(services);
        }
        self.fill(services);
    }

    fn hide(&mut self, services: &mut Services) {
        self.leave_index(services);
    }

    fn refresh(&mut self, shown: bool, services: &mut Services) {
        (self.progress, self.is_changed) = (Progress::Unasked, true);
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
        match (action, self.focus) {
            (Action::NextPane | Action::PreviousPane, Pane::List) => self.focus = Pane::Text,
            (Action::NextPane | Action::PreviousPane, Pane::Text) => self.focus = Pane::List,
            (Action::NextOrder, _) => {
                self.query.by = match self.query.by {
                    ChunkOrder::File => ChunkOrder::Name,
                    ChunkOrder::Name => ChunkOrder::Kind,
                    ChunkOrder::Kind => ChunkOrder::File,
                };
                self.read_again(services);
            }
            (Action::Open, _) => self.open(services),
            (_, Pane::Text) => return self.scroll_text(action),
            (_, Pane::List) => {
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
        if self.text_area.contains(at) {
            match wheel {
                Some(rows) => {
                    let action = if rows > 0 { Action::Down } else { Action::Up };
                    for _ in 0..rows.unsigned_abs() {
                        self.scroll_text(action);
                    }
                }
                None => self.focus = Pane::Text,
            }
        } else if self.list_area.contains(at) {
            let len = self.window.len();
            match wheel {
                Some(rows) => self.window.list.scroll(rows, len),
                None => {
                    self.focus = Pane::List;
                    let line = usize::from(y - self.list_area.y);
                    let Some(row) = self.window.list.row_at(line, len) else { return };
                    if std::mem::replace(&mut self.window.list.selected, row) == row {
                        return self.open(services);
                    }
                }
            }
            self.fill(services);
        }
    }

    fn filter(&self) -> &str {
        &self.typed
    }

    fn set_filter(&mut self, text: &str, services: &mut Services) {
        if self.typed == text {
            return;
        }
        text.clone_into(&mut self.typed);
        match Filter::parse(text, &services.roots.prefix(true)) {
            Ok(filter) => {
                (self.query.filter, self.mistake) = (filter, None);
                self.read_again(services);
            }
            Err(mistake) => self.mistake = Some(mistake),
        }
    }

    fn stop(&mut self, services: &mut Services) -> bool {
        let stopped = services.jobs.stop(&Slot::Chunks(Question::Rows));
        self.stopped |= stopped;
        stopped
    }

    fn export(&self, services: &Services) -> Result<Export, &'static str> {
        self.list(services)
    }

    fn here(&self) -> Option<Place> {
        let selected = self.window.selected()?;
        self.preview.as_ref().filter(|preview| preview.key == selected.key)?.place.clone()
    }
}
