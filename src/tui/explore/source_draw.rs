//! Drawing the source, with breadcrumbs over it, and the detail beside it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use super::detail::Shown;
use super::{Explore, Pane, crumbs};
use crate::source::{Document, Origin};
use crate::tui::services::Services;
use crate::tui::text;
use crate::tui::theme::Theme;
use crate::tui::widgets::code::{self, Overlay, hits_in};
use crate::tui::widgets::pane;

impl Explore {
    pub(super) fn draw_source(
        &mut self,
        area: Rect,
        buffer: &mut Buffer,
        services: &Services,
        theme: &Theme,
    ) {
        let focused = self.focus == Pane::Source;
        let title = if self.subject.is_some() { "" } else { "Source" };
        let inside =
            pane::frame(area, buffer, theme, title, &self.source_note(usize::from(area.width)), focused);
        self.draw_crumbs(area, buffer, services, theme);
        let Some(document) = self.source.document.clone() else {
            let note = match (&self.source.notice, &self.place) {
                (Some(why), _) => why,
                (None, Some(_)) => "reading \u{2026}",
                (None, None) => return self.draw_summary(inside, buffer, services, theme),
            };
            pane::paragraph(inside, buffer, note, theme.dim);
            return;
        };
        let mut inside = inside;
        if let Origin::Chunk(why) = &document.origin {
            let told = text::broken(&format!("from the index: {why}"), usize::from(inside.width), 2);
            for line in told.into_iter().take(usize::from(inside.height / 3)) {
                let Some(first) = pane::line(inside, 0) else { break };
                pane::row(
                    first,
                    buffer,
                    vec![Span::styled(line, theme.warning)],
                    Span::raw(""),
                    Style::new(),
                );
                inside = Rect { y: inside.y + 1, height: inside.height - 1, ..inside };
            }
        }
        let last_number = document.number_of_line(document.line_count() - 1);
        let gutter = u16::try_from(last_number.to_string().len()).unwrap_or(10) + 1;
        let gutter = if inside.width > gutter + 10 { gutter } else { 0 };
        let code_area = Rect { x: inside.x + gutter, width: inside.width - gutter, ..inside };
        self.areas.source = code_area;
        let columns = usize::from(code_area.width);
        let marked = self.marked(&document, theme);
        let lines = self.source.view(usize::from(code_area.height), columns);
        for (line, index) in lines.enumerate() {
            let (Some(area), Some((start, content))) = (pane::line(code_area, line), document.line(index))
            else {
                break;
            };
            let current = index == self.source.cursor.0;
            let mut overlays: Vec<Overlay> = marked.into_iter().collect();
            let hits = hits_in(content, &self.source.query).map(|hit| Overlay {
                start: start + hit.start,
                end: start + hit.end,
                style: theme.hit.into(),
            });
            overlays.extend(hits);
            if current {
                buffer.set_style(Rect { x: inside.x, width: inside.width, ..area }, theme.cursor_line);
                let at = start + self.source.cursor.1;
                if focused {
                    overlays.push(Overlay { start: at, end: at + 1, style: theme.cursor.into() });
                }
            }
            let drawn = code::line(
                &document,
                index,
                &self.source.highlights,
                &overlays,
                (self.source.left, columns),
                theme,
            );
            buffer.set_line(area.x, area.y, &drawn, area.width);
            if current && focused && content.is_empty() {
                buffer.set_style(Rect { width: 1, ..area }, theme.cursor);
            }
            if gutter > 0 {
                let style = if current { theme.line_number_current } else { theme.line_number };
                let number = document.number_of_line(index);
                let width = usize::from(gutter) - 1;
                buffer.set_string(inside.x, area.y, format!("{number:>width$}"), style);
            }
        }
    }

    /// The block or node that is selected in the detail, where that is shown.
    fn marked(&self, document: &Document, theme: &Theme) -> Option<Overlay> {
        let bytes = self.detail.marked()?;
        let at = |byte: u64| usize::try_from(byte.saturating_sub(document.first_byte)).unwrap_or(usize::MAX);
        let style = theme.selection_unfocused.into();
        Some(Overlay { start: at(bytes.start), end: at(bytes.end), style })
    }

    /// What is told of the text at the foot of its pane: in a narrow one where the cursor is before all else.
    fn source_note(&self, width: usize) -> String {
        let Some(subject) = &self.subject else { return String::new() };
        let mut note = Vec::new();
        if let Some(metrics) = &subject.metrics {
            note.push(format!("complexity {}", metrics.cyclomatic_complexity));
            note.push(format!("fan-in {}", text::grouped(metrics.fan_in.max(0).unsigned_abs())));
        }
        if let Some(document) = &self.source.document {
            if document.origin == Origin::Disk {
                note.push("file as indexed".to_owned());
            }
            let (line, column) = self.source.position();
            note.push(format!("{line}:{}", column + 1));
        }
        let told = |note: &[String]| note.join(" \u{b7} ");
        let mut note = note.as_slice();
        while text::width(&told(note)) + 6 > width
            && let Some((_, rest)) = note.split_first()
            && !rest.is_empty()
        {
            note = rest;
        }
        told(note)
    }

    /// Draws the breadcrumbs over the frame of the source.
    fn draw_crumbs(&mut self, area: Rect, buffer: &mut Buffer, services: &Services, theme: &Theme) {
        let Some(subject) = &self.subject else { return };
        let path = subject.file.as_ref().map_or(subject.path.as_str(), |file| file.path.as_str());
        let outline = match &self.outline {
            (Some(of), outline) if *of == subject.path => outline.as_slice(),
            _ => &[],
        };
        let byte = self.source.byte().unwrap_or(u64::MAX);
        let crumbs = crumbs::crumbs(path, services.roots.relative(path), outline, byte);
        let style = if self.focus == Pane::Source { theme.title_focused } else { theme.title };
        let line = Rect { x: area.x + 2, width: area.width.saturating_sub(4), height: 1, ..area };
        let places = crumbs::draw(&crumbs, line, buffer, style.into(), theme.dim.into());
        // A blank before and behind, as other titles have.
        let end = places.last().map_or(line.x, |(last, _)| last.right());
        for x in [area.x + 1, end] {
            buffer.set_string(x, area.y, " ", style);
        }
        self.areas.crumbs = places;
    }

    pub(super) fn draw_detail(
        &mut self,
        area: Rect,
        buffer: &mut Buffer,
        services: &Services,
        theme: &Theme,
    ) {
        let of = Shown {
            subject: self.subject.as_ref(),
            document: self.source.document.as_deref().filter(|document| {
                self.subject.as_ref().is_some_and(|subject| subject.path == document.path)
            }),
            origin: self.origin,
        };
        let focused = self.focus == Pane::Detail;
        self.areas.detail = self.detail.draw(area, buffer, focused, &of, services, theme);
    }
}
