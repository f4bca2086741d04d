//! Drawing a frame: the tabs above, the screen, the foot, what is open over it.

use std::time::Instant;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Span;
use ratatui::widgets::{Clear, Widget};

use super::follow::Following;
use super::{App, Screen};
use crate::index::Progress;
use crate::tui::action::{ACTIONS, Action, Entry};
use crate::tui::migrate::Migrate;
use crate::tui::popup::Popup;
use crate::tui::services::Tone;
use crate::tui::text;
use crate::tui::widgets::{pane, plain};
use crate::tui::{SMALLEST_HEIGHT, SMALLEST_WIDTH};

/// Columns that the name of the database is to have, or its beginning says too little.
const LABEL: usize = 12;
/// Rows that a long message takes at most.
const MESSAGE_ROWS: usize = 4;

/// Columns that some pieces take.
fn width_of(spans: &[Span<'_>]) -> usize {
    spans.iter().map(|span| text::width(&span.content)).sum()
}

impl App {
    /// Draws everything.
    pub fn draw(&mut self, frame: &mut Frame<'_>) {
        let area = frame.area();
        let cursor = self.draw_into(area, frame.buffer_mut());
        if self.plain {
            plain::redraw(frame.buffer_mut());
        }
        if let Some(cursor) = cursor {
            frame.set_cursor_position(cursor);
        }
    }

    fn draw_into(&mut self, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        buffer.set_style(area, self.theme.base);
        self.is_seen = area.width >= SMALLEST_WIDTH && area.height >= SMALLEST_HEIGHT;
        if !self.is_seen {
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
        let mut cursor = None;
        match self.screen {
            Screen::Overview => self.overview.draw(body, buffer, &self.services, &self.theme),
            Screen::Explore => self.explore.draw(body, buffer, &self.services, &self.theme),
            Screen::Migrate => {
                let migrate = self.migrate.as_mut();
                cursor = migrate.and_then(|migrate| migrate.draw(body, buffer, &self.theme));
            }
            screen => {
                if let Some(view) = self.views.get_mut(screen) {
                    view.draw(body, buffer, &self.services, &self.theme);
                }
            }
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
            Some(Popup::Palette(palette)) => return Some(palette.draw(body, buffer, &self.theme)),
            Some(Popup::Confirm(confirm)) => confirm.draw(body, buffer, &self.theme),
            Some(Popup::Export(prompt)) => return prompt.draw(body, buffer, &self.theme),
            Some(Popup::Prompt(_)) => {}
            None => return cursor,
        }
        None
    }

    fn draw_head(&mut self, area: Rect, buffer: &mut Buffer) {
        self.tabs.clear();
        let mut x = area.x;
        let screens: Vec<Screen> = Screen::ALL
            .into_iter()
            .filter(|screen| *screen != Screen::Migrate || self.migrate.is_some())
            .collect();
        let titles = |named: &dyn Fn(Screen) -> bool| -> Vec<String> {
            screens.iter().map(|screen| self.tab_title(*screen, named(*screen))).collect()
        };
        // Where there is little room only the tab of this screen says what it is called.
        let all = titles(&|_| true);
        let fits = all.iter().map(|title| text::width(title)).sum::<usize>() <= usize::from(area.width);
        let titles = if fits { all } else { titles(&|screen| screen == self.screen) };
        for (screen, title) in screens.into_iter().zip(titles) {
            let style = if screen == self.screen { self.theme.tab_current } else { self.theme.tab };
            let width = u16::try_from(text::width(&title)).unwrap_or(0);
            if x + width > area.right() {
                break;
            }
            buffer.set_string(x, area.y, title, style);
            self.tabs.push((Rect { x, width, ..area }, screen));
            x += width;
        }
        // What the database is called stands in what they leave, as far as it is of use.
        let room = usize::from(area.right().saturating_sub(x + 1));
        let label = self.database_label();
        if room < text::width(&label).min(LABEL) {
            return;
        }
        let label = text::fit(&label, room);
        let width = u16::try_from(text::width(&label)).unwrap_or(0);
        buffer.set_string(area.right() - width, area.y, label, self.theme.dim);
    }

    /// What the database is called, and what keeps it; nothing before it has said so.
    fn database_label(&self) -> String {
        let Some(meta) = &self.meta else { return String::new() };
        let file = || self.database.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = meta.project.clone().or_else(file).unwrap_or_default();
        format!("{name} \u{b7} {} ", meta.engine.as_str())
    }

    /// What a screen's tab says.
    fn tab_title(&self, screen: Screen, is_named: bool) -> String {
        let key = self.keymap.keys(screen.action()).into_iter().next().unwrap_or_default();
        let mut title = format!(" {key} ");
        if is_named {
            title = format!("{title}{} ", screen.title());
        }
        // A copy that goes on is seen from every screen.
        let sign = self.migrate.as_ref().filter(|_| screen == Screen::Migrate).and_then(Migrate::sign);
        sign.map_or(title.clone(), |sign| format!("{title}{sign} "))
    }

    fn draw_foot(&mut self, area: Rect, buffer: &mut Buffer) {
        let status = self.status();
        let right = Span::styled(status, self.theme.bar);
        let room = usize::from(area.width).saturating_sub(text::width(&right.content) + 1);
        let Some(message) = &self.services.message else {
            if let Some(lines) = self.pending_hints(usize::from(area.width)) {
                return self.draw_over_foot(area, buffer, lines, &right);
            }
            let hints = match &self.popup {
                Some(popup) => self.popup_hints(popup),
                None => self.hints(room),
            };
            return pane::row(area, buffer, hints, right, Style::new());
        };
        let (sign, paint) = match message.tone {
            Tone::Done => ("\u{2713} ", self.theme.ok),
            Tone::Refusal => ("! ", self.theme.warning),
            Tone::Failure => ("\u{2717} ", self.theme.error),
        };
        let mut lines = text::broken(&format!(" {sign}{}", message.text), usize::from(area.width), 3);
        lines.truncate(usize::from(area.y).min(MESSAGE_ROWS));
        let lines = lines.into_iter().map(|line| vec![Span::styled(line, paint)]).collect();
        self.draw_over_foot(area, buffer, lines, &right);
    }

    /// Draws lines, of which the last stands at the foot and the others above it.
    fn draw_over_foot(&self, area: Rect, buffer: &mut Buffer, lines: Vec<Vec<Span<'_>>>, right: &Span<'_>) {
        let last = lines.len().saturating_sub(1);
        for (number, line) in lines.into_iter().enumerate() {
            let rows_up = u16::try_from(last - number).unwrap_or(0);
            let area = Rect { y: area.y.saturating_sub(rows_up), ..area };
            Clear.render(area, buffer);
            buffer.set_style(area, self.theme.base);
            // What is said is not cut for what runs.
            let taken = width_of(&line) + text::width(&right.content);
            let fits = number == last && taken < usize::from(area.width);
            let right = if fits { right.clone() } else { Span::raw("") };
            pane::row(area, buffer, line, right, Style::new());
        }
    }

    /// What may follow the keys that were pressed, where they are the beginning of more, in as many lines as it takes.
    fn pending_hints(&self, width: usize) -> Option<Vec<Vec<Span<'static>>>> {
        let (keys, following) = self.pending.hints(&self.keymap, self.contexts())?;
        let mut lines = vec![vec![Span::styled(format!(" {keys} \u{2026} "), self.theme.key)]];
        for (rest, entry) in following {
            let name = entry.name.strip_prefix("tab-").unwrap_or(entry.name);
            let hint = [
                Span::styled(format!(" {rest}"), self.theme.key),
                Span::styled(format!(" {name} "), self.theme.dim),
            ];
            match lines.last_mut() {
                Some(line) if width_of(line) + width_of(&hint) <= width => line.extend(hint),
                _ => lines.push(hint.to_vec()),
            }
        }
        lines.truncate(MESSAGE_ROWS);
        Some(lines)
    }

    /// What the keys do in what is open over the screen.
    fn popup_hints(&self, popup: &Popup) -> Vec<Span<'static>> {
        let confirm = [("y", "yes"), ("n", "no"), ("esc", "no")];
        let open = match popup {
            Popup::Finder(_) | Popup::Choose(_) => Some(("enter", "open")),
            Popup::Palette(_) => Some(("enter", "do")),
            _ => None,
        };
        let list = open.into_iter().chain([("\u{2191} \u{2193}", "move"), ("esc", "close")]);
        let keys: Vec<_> = match popup {
            Popup::Confirm(_) => confirm.to_vec(),
            // It says by itself what its keys do.
            Popup::Export(_) => Vec::new(),
            _ => list.collect(),
        };
        keys.into_iter()
            .flat_map(|(key, words)| {
                [
                    Span::styled(format!(" {key}"), self.theme.key),
                    Span::styled(format!(" {words} "), self.theme.dim),
                ]
            })
            .collect()
    }

    /// The most useful keys of the focused pane, narrowest context first, as many as `room` columns
    /// hold. The way to all keys and the way out are always among them.
    fn hints(&self, room: usize) -> Vec<Span<'static>> {
        let contexts = self.contexts();
        let hint = |entry: &Entry| {
            let key = self.keymap.keys_in(contexts, entry.action).into_iter().next()?;
            Some([
                Span::styled(format!(" {key}"), self.theme.key),
                Span::styled(format!(" {} ", entry.hint), self.theme.dim),
            ])
        };
        let view = self.views.get(self.screen);
        // What cannot be used now is in the help and in the palette, which says why.
        let is_of_use = |entry: &&Entry| self.why_not(entry.action).is_none();
        let (kept, others): (Vec<&Entry>, Vec<&Entry>) = ACTIONS
            .iter()
            .filter(|entry| !entry.hint.is_empty() && contexts.contains(&entry.context))
            .filter(is_of_use)
            .partition(|entry| matches!(entry.action, Action::Help | Action::Quit));
        let under = view.and_then(|view| view.under()).and_then(|hint_of| {
            let dismiss = ACTIONS.iter().find(|entry| entry.action == Action::Dismiss)?;
            hint(&Entry { hint: hint_of, ..*dismiss })
        });
        let kept = under.into_iter().chain(kept.into_iter().filter_map(hint));
        let kept: Vec<Span<'static>> = kept.flatten().collect();
        let mut left = room.saturating_sub(width_of(&kept));
        let fits = |hint: &[Span<'static>; 2]| {
            let rest = left.checked_sub(width_of(hint));
            left = rest.unwrap_or(left);
            rest.is_some()
        };
        let mut spans: Vec<Span<'static>> =
            others.into_iter().filter_map(hint).take_while(fits).flatten().collect();
        spans.extend(kept);
        spans
    }

    /// What runs, for the right end of the foot.
    fn status(&mut self) -> String {
        if let Some(told) = self.export_status() {
            return told;
        }
        match self.update.as_ref().map(|update| update.progress) {
            Some(Some(Progress::Found { files })) => format!("looking: {files} files "),
            Some(Some(Progress::Read { done, of })) => format!("indexing {done} of {of} "),
            Some(Some(Progress::Waiting)) => "waiting for another writer ".to_owned(),
            Some(Some(Progress::Resolving { done, of })) => format!("resolving {done} of {of} "),
            Some(Some(Progress::Writing { done, of })) => format!("writing {done} of {of} "),
            Some(None) => "indexing \u{2026} ".to_owned(),
            None if self.busy_from().is_some_and(|from| from <= Instant::now()) => {
                "reading \u{2026} ".to_owned()
            }
            None if self.is_zoomed() => "one pane: z shows all ".to_owned(),
            None => self.following.as_ref().map_or("", Following::sign).to_owned(),
        }
    }
}
