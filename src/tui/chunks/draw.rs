//! Drawing the chunks.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::{Chunks, Pane, Progress};
use crate::store::words::ChunkOrder;
use crate::tui::data::chunks::ChunkRow;
use crate::tui::services::Services;
use crate::tui::text;
use crate::tui::theme::Theme;
use crate::tui::widgets::code::{Overlay, hits_in};
use crate::tui::widgets::panes::{Division, Size};
use crate::tui::widgets::{lines, pane};

/// Columns from which the text stands beside the list.
const WIDE: u16 = 100;
/// Columns and rows below which only the focused pane is shown.
const NARROW: (u16, u16) = (64, 14);

impl Chunks {
    pub(super) fn draw_screen(
        &mut self,
        area: Rect,
        buffer: &mut Buffer,
        services: &Services,
        theme: &Theme,
    ) {
        (self.list_area, self.text_area) = (Rect::default(), Rect::default());
        let [list, text] = [Division::Pane(Pane::List), Division::Pane(Pane::Text)];
        let division = match area.width >= WIDE {
            true => Division::beside("text-beside", Size::Share(450), list, text),
            false => Division::below("text-below", Size::Share(450), list, text),
        };
        for (pane, area) in self.panes.divide(area, NARROW, self.focus, &division) {
            match pane {
                Pane::List => self.draw_list(area, buffer, services, theme),
                Pane::Text => self.draw_text(area, buffer, services, theme),
            }
        }
    }

    fn draw_list(&mut self, area: Rect, buffer: &mut Buffer, services: &Services, theme: &Theme) {
        let focused = self.focus == Pane::List;
        let by = match self.query.by {
            ChunkOrder::File => "by file",
            ChunkOrder::Name => "by name",
            ChunkOrder::Kind => "by kind",
        };
        let title = pane::titled(&format!("Chunks {by}"), &self.typed);
        let (at, of) = self.window.position();
        let mut note = pane::number_of(at, of);
        if let Progress::Reading(done, of) = self.progress
            && done < of
        {
            note =
                format!("searchable: {} of {}", text::grouped(done as u64), text::counted(of as u64, "file"));
        }
        let mut inside = pane::frame(area, buffer, theme, &title, &note, focused);
        let mistake = self.mistake.as_ref().map(|words| (format!("! {words}"), theme.warning));
        let trouble = self.trouble.as_ref().map(|words| (words.clone(), theme.error));
        let failed = match &self.progress {
            Progress::Failed(why) => Some((why.clone(), theme.error)),
            _ => None,
        };
        let has_failed = trouble.is_some() || failed.is_some();
        if let Some((words, paint)) = mistake.or(trouble).or(failed) {
            inside = pane::notice(inside, buffer, &words, paint);
        }
        self.list_area = inside;
        let mut list = self.window.list;
        for (line, at) in list.view(self.window.len(), usize::from(inside.height)).enumerate() {
            let (Some(row), Some(area)) = (self.window.row(at), pane::line(inside, line)) else { break };
            let (left, right) = self.row(row, usize::from(area.width), services, theme);
            pane::row(area, buffer, left, right, pane::selection(at == list.selected, focused, theme));
        }
        if self.window.is_empty() && !has_failed {
            let is_done = self.window.is_at_end() && self.progress == Progress::Done;
            let words = match (is_done, self.query.filter.is_empty()) {
                _ if self.stopped => "stopped before anything was found",
                (true, true) => "the database keeps no chunks",
                (true, false) if self.mistake.is_some() => "nothing passed what the search said before",
                (true, false) => "nothing passes the search",
                (false, _) => "reading \u{2026}",
            };
            pane::paragraph(inside, buffer, words, theme.dim);
        }
        self.window.list = list;
    }

    /// A chunk in the list: its kind and name, then the line that was found, else where it stands.
    fn row(
        &self,
        row: &ChunkRow,
        width: usize,
        services: &Services,
        theme: &Theme,
    ) -> (Vec<Span<'static>>, Span<'static>) {
        let key = &row.key;
        let kind = if key.kind.is_empty() { "\u{2013}" } else { key.kind.as_str() };
        let kind = format!("{} ", text::fit(kind, 10));
        // What was found in it needs room, too.
        let room = (width / if row.line.is_empty() { 2 } else { 3 }).max(8);
        let name = pane::qualified(key.shown_name(), &key.name, room, theme);
        let mut left = vec![Span::styled(kind, theme.kind)];
        left.extend(name);
        let path = services.roots.relative(&key.path);
        let file = path.rsplit('/').next().unwrap_or(path);
        if row.line.is_empty() {
            let used: usize = left.iter().map(|span| text::width(&span.content)).sum();
            let place = text::fit_end(path, width.saturating_sub(used + 2));
            return (left, Span::styled(place, theme.dim));
        }
        left.push(Span::raw("  "));
        let mut from = 0;
        let mut hits: Vec<_> =
            self.query.filter.texts().flat_map(|wanted| hits_in(&row.line, wanted)).collect();
        hits.sort_by_key(|hit| hit.start);
        for hit in hits.into_iter().filter(|hit| hit.end <= row.line.len()) {
            if hit.start < from {
                continue;
            }
            let part = |range: std::ops::Range<usize>| row.line.get(range).unwrap_or("").to_owned();
            left.push(Span::styled(part(from..hit.start), theme.dim));
            left.push(Span::styled(part(hit.clone()), theme.hit));
            from = hit.end;
        }
        left.push(Span::styled(row.line.get(from..).unwrap_or("").to_owned(), theme.dim));
        (left, Span::styled(text::fit_end(file, width / 4), theme.dim))
    }

    fn draw_text(&mut self, area: Rect, buffer: &mut Buffer, services: &Services, theme: &Theme) {
        let focused = self.focus == Pane::Text;
        let selected = self.window.selected();
        let preview =
            self.preview.as_ref().filter(|preview| selected.is_some_and(|row| row.key == preview.key));
        let (title, note) = match preview {
            Some(preview) => {
                let path = services.roots.relative(&preview.key.path);
                let size = preview.key.byte_end.saturating_sub(preview.key.byte_start);
                (
                    path.to_owned(),
                    format!("from byte {}, {}", text::grouped(preview.key.byte_start), text::size(size)),
                )
            }
            None => ("Text".to_owned(), String::new()),
        };
        let inside = pane::frame(area, buffer, theme, &title, &note, focused);
        self.text_area = inside;
        let Some((preview, document)) =
            preview.and_then(|preview| Some((preview, preview.document.as_ref()?)))
        else {
            let words = if preview.is_some() { "reading \u{2026}" } else { "" };
            return pane::paragraph(inside, buffer, words, theme.dim);
        };
        let texts = || self.query.filter.texts();
        let hits = |start: usize, content: &str| {
            let found = texts().flat_map(|wanted| hits_in(content, wanted).collect::<Vec<_>>());
            let style = theme.hit.into();
            found.map(|hit| Overlay { start: start + hit.start, end: start + hit.end, style }).collect()
        };
        lines::numbered(inside, buffer, (document, &preview.highlights), self.top, hits, theme);
    }
}
