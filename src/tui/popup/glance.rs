//! A glance at the text of what is selected in the finder, beside the list or below it.

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};

use crate::source::{Document, Origin};
use crate::syntax::Highlight;
use crate::tui::answer::{Answer, Slot};
use crate::tui::data::place::Place;
use crate::tui::data::subject;
use crate::tui::services::Services;
use crate::tui::theme::Theme;
use crate::tui::widgets::code::Overlay;
use crate::tui::widgets::{lines, pane};

/// Columns from which the text stands beside the list, and rows from which it stands below.
const WIDE: u16 = 130;
const HIGH: u16 = 22;

/// The text at a place.
#[derive(Debug)]
pub struct Text {
    /// The place that was asked for.
    place: Place,
    /// Its file's text, or its chunk; else why there is none.
    document: Result<Arc<Document>, String>,
    highlights: Vec<Highlight>,
}

impl Text {
    /// Whether what is at another place stands in it, too.
    fn holds(&self, place: &Place) -> bool {
        self.place == *place
            || self.place.path == place.path
                && self.document.as_ref().is_ok_and(|document| document.origin == Origin::Disk)
    }
}

/// What is seen of it.
#[derive(Default)]
pub struct Glance {
    place: Option<Place>,
    text: Option<Text>,
    /// Whether there was room for it when it was drawn last. Without room nothing is read.
    is_seen: bool,
}

impl Glance {
    /// Turns to what is selected.
    pub fn turn_to(&mut self, place: Option<&Place>, services: &mut Services) {
        if !self.is_seen || self.place.as_ref() == place {
            return;
        }
        self.place = place.cloned();
        let Some(wanted) = self.place.clone() else { return services.jobs.cancel(&Slot::Glance) };
        if self.text.as_ref().is_some_and(|text| text.holds(&wanted)) {
            return;
        }
        let roots = services.roots.clone();
        services.ask(Slot::Glance, move |desk| {
            let reader = desk.store.reader()?;
            let subject = subject::subject(&*reader, &wanted.path, wanted.file, wanted.symbol)?;
            let document = subject::document(&*reader, &roots, &subject)?;
            let text = |highlights| {
                Answer::Glance(Box::new(Text {
                    place: wanted.clone(),
                    document: document.clone(),
                    highlights,
                }))
            };
            (desk.report)(text(Vec::new()));
            let found = document.as_ref().ok().and_then(|document| {
                crate::syntax::highlight(document.language, document.text(), desk.cancel)
            });
            Ok(found.map_or(Answer::Done, text))
        });
    }

    /// Takes a text, or why there is none.
    pub fn deliver(&mut self, answer: Result<Answer, String>) {
        match (answer, &self.place) {
            (Ok(Answer::Glance(text)), _) => self.text = Some(*text),
            (Err(why), Some(place)) => {
                self.text = Some(Text { place: place.clone(), document: Err(why), highlights: Vec::new() });
            }
            _ => {}
        }
    }

    /// Divides a popup's area into the list's and its own, where there is room for both.
    pub fn divide(&mut self, area: Rect) -> (Rect, Option<Rect>) {
        let halves = match (area.width >= WIDE, area.height >= HIGH) {
            (true, _) => Layout::horizontal([Constraint::Fill(1), Constraint::Fill(1)]),
            (false, true) => Layout::vertical([Constraint::Fill(1), Constraint::Fill(1)]),
            (false, false) => {
                self.is_seen = false;
                return (area, None);
            }
        };
        let [list, text] = halves.areas(area);
        self.is_seen = true;
        (list, Some(text))
    }

    /// Draws it.
    pub fn draw(&self, area: Rect, buffer: &mut Buffer, services: &Services, theme: &Theme) {
        let title = self.place.as_ref().map_or("Text", |place| services.roots.relative(&place.path));
        let inside = pane::frame(area, buffer, theme, title, "", false);
        let Some(place) = &self.place else { return };
        let Some(text) = self.text.as_ref().filter(|text| text.holds(place)) else {
            return pane::paragraph(inside, buffer, "reading \u{2026}", theme.dim);
        };
        let document = match &text.document {
            Ok(document) => document,
            Err(why) => return pane::paragraph(inside, buffer, why, theme.dim),
        };
        // What is meant stands in the upper third: what is above it is seen, and more of what it begins.
        let line = document.index_of_line(place.line);
        let top = line.saturating_sub(usize::from(inside.height) / 3);
        let begins = document.line(line).map(|(start, _)| start).filter(|_| place.symbol.is_some());
        let marked = |start: usize, content: &str| {
            let style = theme.selection_unfocused.into();
            let indent = content.len() - content.trim_start().len();
            let overlay = Overlay { start: start + indent, end: start + content.len(), style };
            (begins == Some(start)).then_some(overlay).into_iter().collect()
        };
        lines::numbered(inside, buffer, (document, &text.highlights), top, marked, theme);
    }
}
