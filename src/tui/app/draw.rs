//! Drawing a frame: the tabs above, the screen, the foot, what is open over it.

use std::time::Instant;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Span;

use super::{App, Screen};
use crate::index::Progress;
use crate::tui::action::{ACTIONS, Action};
use crate::tui::popup::Popup;
use crate::tui::services::Tone;
use crate::tui::text;
use crate::tui::widgets::pane;
use crate::tui::{SMALLEST_HEIGHT, SMALLEST_WIDTH};

impl App {
    /// Draws everything.
    pub fn draw(&mut self, frame: &mut Frame<'_>) {
        let area = frame.area();
        let cursor = self.draw_into(area, frame.buffer_mut());
        if let Some(cursor) = cursor {
            frame.set_cursor_position(cursor);
        }
    }

    fn draw_into(&mut self, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        buffer.set_style(area, self.theme.base);
        if area.width < SMALLEST_WIDTH || area.height < SMALLEST_HEIGHT {
            let words = format!(
                "{}\u{d7}{} is too small: {SMALLEST_WIDTH}\u{d7}{SMALLEST_HEIGHT} is needed. q leaves.",
                area.width, area.height
            );
            pane::paragraph(area, buffer, &words, self.theme.warning);
            return None;
        }
        let head = Rect { height: 1, ..area };
        let body = Rect { y: area.y + 1, height: area.height - 2, ..area };
        let foot = Rect { y: area.bottom() - 1, height: 1, ..area };
        self.draw_head(head, buffer);
        match self.screen {
            Screen::Overview => self.overview.draw(body, buffer, &self.services, &self.theme),
            Screen::Explore => self.explore.draw(body, buffer, &self.services, &self.theme),
        }
        if let Some(Popup::Prompt(prompt)) = &self.popup {
            return Some(prompt.draw(foot, buffer, &self.theme));
        }
        self.draw_foot(foot, buffer);
        match &mut self.popup {
            Some(Popup::Help(help)) => help.draw(body, buffer, &self.keymap, &self.theme),
            Some(Popup::Choose(choose)) => choose.draw(body, buffer, &self.services.roots, &self.theme),
            Some(Popup::Run(run)) => run.draw(body, buffer, &self.theme),
            Some(Popup::Finder(finder)) => {
                return Some(finder.draw(body, buffer, &self.services, &self.theme));
            }
            Some(Popup::Prompt(_)) | None => {}
        }
        None
    }

    fn draw_head(&mut self, area: Rect, buffer: &mut Buffer) {
        self.tabs.clear();
        let mut x = area.x;
        for (number, screen) in Screen::ALL.into_iter().enumerate() {
            let style = if screen == self.screen { self.theme.tab_current } else { self.theme.tab };
            let title = format!(" {} {} ", number + 1, screen.title());
            let width = u16::try_from(text::width(&title)).unwrap_or(0);
            if x + width > area.right() {
                break;
            }
            buffer.set_string(x, area.y, title, style);
            self.tabs.push((Rect { x, width, ..area }, screen));
            x += width;
        }
        let Some(meta) = &self.meta else { return };
        let name = meta
            .project
            .clone()
            .or_else(|| self.database.file_name().map(|name| name.to_string_lossy().into_owned()));
        let words = format!("{} \u{b7} {} ", name.unwrap_or_default(), meta.engine.as_str());
        let words = text::fit(&words, usize::from(area.right().saturating_sub(x + 1)));
        let width = u16::try_from(text::width(&words)).unwrap_or(0);
        buffer.set_string(area.right() - width, area.y, words, self.theme.dim);
    }

    fn draw_foot(&self, area: Rect, buffer: &mut Buffer) {
        let status = self.status();
        let right = Span::styled(status, self.theme.bar);
        let left = match &self.services.message {
            Some(message) => {
                let (sign, paint) = match message.tone {
                    Tone::Done => ("\u{2713} ", self.theme.ok),
                    Tone::Refusal => ("! ", self.theme.warning),
                    Tone::Failure => ("\u{2717} ", self.theme.error),
                };
                vec![Span::styled(format!(" {sign}{}", message.text), paint)]
            }
            None => self.hints(usize::from(area.width).saturating_sub(text::width(&right.content) + 1)),
        };
        pane::row(area, buffer, left, right, Style::new());
    }

    /// The most useful keys of the focused pane, narrowest context first, as many as fit; those for
    /// help and for leaving always.
    fn hints(&self, room: usize) -> Vec<Span<'static>> {
        const ALWAYS: [Action; 2] = [Action::Help, Action::Quit];
        let contexts = self.contexts();
        let hint = |action: Action| {
            let entry = action.entry().filter(|entry| !entry.hint.is_empty())?;
            let key = self.keymap.keys(action).into_iter().next()?;
            Some((format!(" {key}"), format!(" {} ", entry.hint)))
        };
        let hints =
            |of: &mut dyn Iterator<Item = Action>| -> Vec<(String, String)> { of.filter_map(hint).collect() };
        let here = ACTIONS.iter().filter(|entry| contexts.contains(&entry.context)).map(|entry| entry.action);
        let last = hints(&mut ALWAYS.into_iter());
        let width = |(key, words): &(String, String)| text::width(key) + text::width(words);
        let mut left = room.saturating_sub(last.iter().map(width).sum());
        let first = hints(&mut here.filter(|action| !ALWAYS.contains(action)));
        let first = first.into_iter().take_while(|hint| {
            let fits = width(hint) <= left;
            left = left.saturating_sub(width(hint));
            fits
        });
        let spans = |(key, words)| [Span::styled(key, self.theme.key), Span::styled(words, self.theme.dim)];
        first.chain(last).flat_map(spans).collect()
    }

    /// What runs, for the right end of the foot.
    fn status(&self) -> String {
        match self.update.as_ref().map(|update| update.progress) {
            Some(Some(Progress::Found { files })) => format!("looking: {files} files "),
            Some(Some(Progress::Read { done, of })) => format!("indexing {done} of {of} "),
            Some(Some(Progress::Writing { done, of })) => format!("writing {done} of {of} "),
            Some(None) => "indexing \u{2026} ".to_owned(),
            None if self.busy_from().is_some_and(|from| from <= Instant::now()) => {
                "reading \u{2026} ".to_owned()
            }
            None => String::new(),
        }
    }
}
