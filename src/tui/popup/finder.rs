//! The finder: any symbol or file by a part of its name, while one types.

use std::collections::VecDeque;
use std::sync::Arc;

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Span;

use super::glance::Glance;
use super::recall::Recall;
use super::{Areas, place, width_of};
use crate::tui::action::Action;
use crate::tui::answer::{Answer, Slot};
use crate::tui::data::finder::{self, Found, Hit, NameTable};
use crate::tui::data::place::Place;
use crate::tui::services::{Loadable, Services};
use crate::tui::text;
use crate::tui::theme::Theme;
use crate::tui::widgets::input::TextInput;
use crate::tui::widgets::list::ListState;
use crate::tui::widgets::pane;

/// Columns below which there is no room for what a match is in.
const LEAST_SCOPE: usize = 6;

/// The popup. It holds all names while it is open, and no longer.
#[derive(Default)]
pub struct Finder {
    /// What is typed.
    pub input: TextInput,
    names: Loadable<Arc<NameTable>>,
    pub(super) found: Found,
    /// The selection.
    pub list: ListState,
    /// Whether it is to go to the best match as soon as that is known.
    pub is_chosen: bool,
    recall: Recall,
    glance: Glance,
    pub(super) areas: Areas,
}

impl Finder {
    /// Opens it, and reads the names.
    pub fn open(services: &mut Services) -> Finder {
        services.ask(Slot::Names, |desk| {
            let names = NameTable::read(&*desk.store.reader()?, desk.cancel)?;
            Ok(names.map_or(Answer::Done, |names| Answer::Names(Arc::new(names))))
        });
        Finder::default()
    }

    /// Closes it.
    pub fn close(services: &mut Services) {
        services.jobs.cancel(&Slot::Names);
        services.jobs.cancel(&Slot::Find);
        services.jobs.cancel(&Slot::Glance);
    }

    /// Turns to the text of what is selected.
    pub fn glance(&mut self, services: &mut Services) {
        let selected = self.found.hits.get(self.list.selected).map(|hit| &hit.place);
        self.glance.turn_to(selected, services);
    }

    /// Searches for what is typed.
    pub fn search(&mut self, services: &mut Services) {
        let Some(names) = self.names.get().map(Arc::clone) else { return };
        let query = self.input.text().trim().to_owned();
        if query.is_empty() {
            services.jobs.cancel(&Slot::Find);
            self.found = Found::default();
            return;
        }
        services.ask(Slot::Find, move |desk| {
            let reader = desk.store.reader()?;
            let answer = |indices: &[usize], total, complete| -> crate::store::Result<Answer> {
                let hits = finder::hits(&*reader, &names, indices, &query)?;
                Ok(Answer::Found(Found { query: query.clone(), hits, total, complete }))
            };
            let found = names.search(&query, desk.cancel, |indices, total| {
                // What cannot be read early will not be readable at the end either, and is told then.
                if let Ok(early) = answer(&indices, total, false) {
                    (desk.report)(early);
                }
            });
            match found {
                Some((indices, total)) => answer(&indices, total, true),
                None => Ok(Answer::Done),
            }
        });
    }

    /// Goes up, or with `Action::Down` down: in the list; above its first row, where nothing was typed but what is shown
    /// was searched for before, to what was searched for before that, or after it where there is no list.
    pub fn step(&mut self, action: Action, searches: &VecDeque<String>, services: &mut Services) {
        let is_untouched = self.input.text().is_empty() || self.recall.is_on();
        let back = match action {
            Action::Up if is_untouched && self.list.selected == 0 => Some(1),
            Action::Down if is_untouched && self.found.hits.is_empty() => Some(-1),
            _ => None,
        };
        match back {
            Some(by) => {
                if let Some(text) = self.recall.step(searches, by) {
                    self.input = TextInput::holding(text);
                    self.search(services);
                }
            }
            None => {
                let len = self.hit_count();
                self.list.act(action, len);
            }
        }
    }

    /// Takes a key that changes what is typed.
    pub fn key(&mut self, key: KeyEvent, services: &mut Services) {
        let before = self.input.text().to_owned();
        self.input.key(key);
        if self.input.text() != before {
            self.recall = Recall::default();
            self.search(services);
        }
    }

    /// Takes an answer, or why there is none.
    pub fn deliver(&mut self, slot: &Slot, answer: Result<Answer, String>, services: &mut Services) {
        match answer {
            _ if *slot == Slot::Glance => self.glance.deliver(answer),
            Ok(Answer::Names(names)) => {
                self.names = Loadable::Ready(names);
                self.search(services);
            }
            Ok(Answer::Found(found)) => {
                if found.query != self.found.query {
                    self.list = ListState::default();
                }
                self.found = found;
                self.glance(services);
            }
            Err(why) => self.names = Loadable::Failed(why),
            Ok(_) => {}
        }
    }

    /// Whether the matches are of what is typed, and not of what was typed before.
    pub fn is_answered(&self) -> bool {
        self.names.get().is_some()
            && self.found.query == self.input.text().trim()
            && (self.found.complete || !self.found.hits.is_empty() || self.found.query.is_empty())
    }

    /// The place of the selected match.
    pub fn selected(&self) -> Option<&Place> {
        self.found.hits.get(self.list.selected).map(|hit| &hit.place)
    }

    /// How many matches are shown.
    pub fn hit_count(&self) -> usize {
        self.found.hits.len()
    }

    /// Draws it over `area`, and gives where the terminal's cursor belongs.
    pub fn draw(&mut self, area: Rect, buffer: &mut Buffer, services: &Services, theme: &Theme) -> Position {
        let area = place(area, width_of(area, 8, 200), area.height * 4 / 5, buffer, theme);
        self.areas.whole = area;
        let (area, text) = self.glance.divide(area);
        if let Some(text) = text {
            self.glance.draw(text, buffer, services, theme);
        }
        let note = match self.names.get() {
            Some(_) if self.input.text().trim().is_empty() => String::new(),
            Some(names) => {
                let more = if self.found.complete { "" } else { "+" };
                let (total, all) =
                    (text::grouped(self.found.total as u64), text::grouped(names.len() as u64));
                format!("{total}{more} of {all} match")
            }
            None => String::new(),
        };
        let inside = pane::frame(area, buffer, theme, "Find a symbol or file", &note, true);
        let Some(first) = pane::line(inside, 0) else { return Position::default() };
        buffer.set_string(first.x, first.y, "> ", theme.key);
        let typed = Rect { x: first.x + 2, width: first.width.saturating_sub(2), ..first };
        let cursor = self.input.draw(typed, buffer, theme);
        let rest = Rect { y: inside.y + 1, height: inside.height - 1, ..inside };
        let note = match (self.names.note(), self.input.text().trim().is_empty()) {
            (Some(note), _) => Some(note.to_owned()),
            (None, true) => Some("Type a part of a name; words apart by spaces must all match. \u{2191} brings back what was searched for.".to_owned()),
            (None, false) if self.found.hits.is_empty() && self.found.complete => {
                Some("nothing matches".to_owned())
            }
            _ => None,
        };
        self.areas.rows = Rect::default();
        if let Some(note) = note {
            pane::paragraph(rest, buffer, &note, theme.dim);
            return cursor;
        }
        self.areas.rows = rest;
        for (line, at) in self.list.view(self.found.hits.len(), usize::from(rest.height)).enumerate() {
            let (Some(hit), Some(area)) = (self.found.hits.get(at), pane::line(rest, line)) else { break };
            let style = pane::selection(at == self.list.selected, true, theme);
            let (left, right) = hit_row(hit, services, theme, usize::from(area.width));
            pane::row(area, buffer, left, right, style);
        }
        cursor
    }
}

/// What a symbol is in, by its qualified name.
fn scope(hit: &Hit) -> &str {
    let scope = hit.place.label.strip_suffix(hit.name.as_str()).unwrap_or_default();
    scope.trim_end_matches([':', '.', '#', '/'])
}

fn hit_row<'h>(hit: &'h Hit, services: &Services, theme: &Theme, width: usize) -> (Vec<Span<'h>>, Span<'h>) {
    let kind = hit.kind.as_ref().map_or("file", |kind| kind.label());
    let mut spans = vec![Span::styled(format!("{:<9} ", text::fit(kind, 9)), theme.kind)];
    let room = width.saturating_sub(10);
    let path = match &hit.kind {
        Some(_) => format!("{}:{}", services.roots.relative(&hit.place.path), hit.place.line),
        None => String::new(),
    };
    // The name comes first; the path has what it leaves, and a third at least.
    let name_width = text::width(&text::clean(&hit.name));
    let path = text::fit_end(&path, room.saturating_sub(name_width + 1).max(room / 3));
    let room = if path.is_empty() { room } else { room.saturating_sub(text::width(&path) + 1) };
    let whole = name_width <= room;
    let mut room = if whole { room } else { room.saturating_sub(1) };
    for (at, character) in hit.name.char_indices() {
        let Some(width) = text::shown(character).map(text::char_width) else { continue };
        let Some(rest) = room.checked_sub(width) else { break };
        room = rest;
        let style = if hit.matched.contains(&at) { theme.r#match.into() } else { Style::new() };
        let end = at + character.len_utf8();
        spans.push(Span::styled(hit.name.get(at..end).unwrap_or(""), style));
    }
    if !whole {
        spans.push(Span::raw("\u{2026}"));
    }
    // Of many that have a name each says what it is in.
    let scope = scope(hit);
    if !scope.is_empty() && room > LEAST_SCOPE {
        spans.push(Span::styled(format!("  {}", text::fit_end(scope, room - 3)), theme.dim));
    }
    (spans, Span::styled(path, theme.dim))
}
