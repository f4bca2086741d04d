//! Drawing the Overview.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::Span;

use super::rows::StandoutRow;
use super::runs::run_row;
use super::{Overview, Pane};
use crate::tui::services::Services;
use crate::tui::text;
use crate::tui::theme::{Paint, Theme};
use crate::tui::widgets::gauge::bar;
use crate::tui::widgets::pane;
use crate::tui::widgets::panes::{Division, Size};

/// Rows of a frame around all counts.
const COUNTS_HEIGHT: u16 = 15;

/// A part of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    About,
    Counts,
    Languages,
    Standouts,
    Runs,
}

/// Columns of the names in the database's pane.
const ABOUT_NAMES: usize = 9;

impl Overview {
    /// Draws the screen.
    pub fn draw(&mut self, area: Rect, buffer: &mut Buffer, services: &Services, theme: &Theme) {
        (self.standouts_area, self.runs_area) = (Rect::default(), Rect::default());
        let area = if self.offers_migration() { self.draw_offer(area, buffer, theme) } else { area };
        self.small = area.width < 60 || area.height < 16;
        if self.small {
            self.panes.put_away();
            return self.draw_small(area, buffer, services, theme);
        }
        if self.focus == Pane::Facts {
            self.focus = Pane::Standouts;
        }
        let division = self.division(area);
        let focus = if self.focus == Pane::Runs { Part::Runs } else { Part::Standouts };
        for (part, area) in self.panes.divide(area, (0, 0), focus, &division) {
            match part {
                Part::About => self.draw_about(area, buffer, theme),
                Part::Counts => self.draw_counts(area, buffer, theme),
                Part::Languages => self.draw_languages(area, buffer, theme),
                Part::Standouts => self.draw_standouts(area, buffer, services, theme),
                Part::Runs => self.draw_runs(area, buffer, theme),
            }
        }
    }

    fn division(&self, area: Rect) -> Division<Part> {
        let pane = Division::Pane;
        let top = (area.height / 2).clamp(9, 15);
        // The lists below scroll, the counts do not: they go before where there is little room.
        let top = if area.height >= COUNTS_HEIGHT + 7 { top.max(COUNTS_HEIGHT) } else { top };
        let counts = if area.width >= 110 { 30 } else { 26 };
        let facts = if area.width >= 100 {
            let languages = Size::Second(area.width / 4);
            let side = Division::beside("languages", languages, pane(Part::Counts), pane(Part::Languages));
            Division::beside("counts", Size::Second(counts + area.width / 4), pane(Part::About), side)
        } else {
            let rows = self.languages.get().map_or(1, Vec::len).clamp(1, 2);
            let languages = Size::Second(u16::try_from(rows).unwrap_or(1) + 2);
            let about =
                Division::below("languages-below", languages, pane(Part::About), pane(Part::Languages));
            Division::beside("counts-beside", Size::Second(counts), about, pane(Part::Counts))
        };
        let lists = Division::beside("runs", Size::Share(550), pane(Part::Standouts), pane(Part::Runs));
        Division::below("facts", Size::First(top), facts, lists)
    }

    /// Offers the other engine in a line, and gives the area that is left.
    fn draw_offer(&self, area: Rect, buffer: &mut Buffer, theme: &Theme) -> Rect {
        let row = Rect { y: area.bottom().saturating_sub(1), height: 1, ..area };
        let spans = if area.width < 60 {
            vec![
                Span::styled(" M", theme.key),
                Span::raw(" copies it to fjall  "),
                Span::styled("esc", theme.key),
                Span::styled(" hides this", theme.dim),
            ]
        } else {
            vec![
                Span::raw(" In fjall it would be faster and smaller: "),
                Span::styled("M", theme.key),
                Span::raw(" copies it there  "),
                Span::styled("esc", theme.key),
                Span::styled(" hides this", theme.dim),
            ]
        };
        pane::row(row, buffer, spans, Span::raw(""), Style::new());
        Rect { height: area.height.saturating_sub(1), ..area }
    }

    fn draw_small(&mut self, area: Rect, buffer: &mut Buffer, services: &Services, theme: &Theme) {
        if self.focus == Pane::Facts {
            return self.draw_facts(area, buffer, theme);
        }
        let about = if area.height >= 12 { 6 } else { 3 };
        let [about, list] = area.layout(&Layout::vertical([Constraint::Length(about), Constraint::Min(3)]));
        self.draw_about(about, buffer, theme);
        match self.focus {
            Pane::Standouts => self.draw_standouts(list, buffer, services, theme),
            Pane::Runs => self.draw_runs(list, buffer, theme),
            Pane::Facts => {}
        }
    }

    fn draw_facts(&mut self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let inside = pane::frame(area, buffer, theme, "Database", "", true);
        let rows = self.facts();
        let mut list = self.facts_list;
        for (line, at) in list.view(rows.len(), usize::from(inside.height)).enumerate() {
            let (Some((name, value)), Some(area)) = (rows.get(at), pane::line(inside, line)) else { break };
            let style = pane::selection(at == list.selected, true, theme);
            let room = usize::from(area.width).saturating_sub(text::width(name) + 1);
            let value = Span::raw(text::fit_end(value, room));
            pane::row(area, buffer, vec![Span::styled(*name, theme.dim)], value, style);
        }
        self.facts_list = list;
    }

    fn draw_about(&self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let inside = pane::frame(area, buffer, theme, "Database", "", false);
        if let Some(note) = self.meta.note() {
            return pane::paragraph(inside, buffer, note, failed_or_dim(note, theme));
        }
        let mut line = 0;
        for (name, value) in self.about() {
            let room = usize::from(inside.width).saturating_sub(ABOUT_NAMES);
            let (style, values) = match name {
                "note" => (theme.warning, text::broken(&value, room, 0)),
                "root" | "file" => (Paint::default(), vec![text::fit_end(&value, room)]),
                _ => (Paint::default(), vec![text::fit(&value, room)]),
            };
            for value in values {
                let Some(area) = pane::line(inside, line) else { return };
                line += 1;
                let name = Span::styled(format!("{name:<ABOUT_NAMES$}"), theme.dim);
                pane::row(area, buffer, vec![name, Span::styled(value, style)], Span::raw(""), Style::new());
            }
        }
    }

    fn draw_counts(&self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let inside = pane::frame(area, buffer, theme, "Counts", "", false);
        let Some(counts) = self.counts.get() else {
            let note = self.counts.note().unwrap_or_default();
            return pane::paragraph(inside, buffer, note, failed_or_dim(note, theme));
        };
        for (line, (name, count)) in counts.entries().into_iter().enumerate() {
            let Some(area) = pane::line(inside, line) else { break };
            let style = if count == 0 { theme.dim } else { theme.heading };
            let count = Span::styled(text::grouped(count), style);
            pane::row(area, buffer, vec![Span::styled(name, theme.dim)], count, Style::new());
        }
    }

    fn draw_languages(&self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let room = usize::from(area.height.saturating_sub(2));
        let hidden = self.languages.get().map_or(0, |languages| languages.len().saturating_sub(room));
        let note = if hidden == 0 { String::new() } else { format!("{hidden} more") };
        let inside = pane::frame(area, buffer, theme, "Languages", &note, false);
        let Some(languages) = self.languages.get() else {
            let note = self.languages.note().unwrap_or_default();
            return pane::paragraph(inside, buffer, note, failed_or_dim(note, theme));
        };
        if languages.is_empty() {
            pane::paragraph(inside, buffer, "none", theme.dim);
        }
        let most = languages.iter().map(|share| share.files).max().unwrap_or(1).max(1);
        let names = languages.iter().map(|share| text::width(share.language.name())).max().unwrap_or(0) + 1;
        for (line, share) in languages.iter().enumerate() {
            let Some(area) = pane::line(inside, line) else { break };
            let number = text::counted(share.files, "file");
            let room = usize::from(area.width).saturating_sub(names + text::width(&number) + 1);
            let name = share.language.name();
            let left = match room {
                0 => vec![Span::styled(name, theme.base)],
                room => vec![
                    Span::styled(format!("{name:<names$}"), theme.base),
                    Span::styled(bar(share.files, most, room), theme.bar),
                ],
            };
            pane::row(area, buffer, left, Span::styled(number, theme.dim), Style::new());
        }
    }

    fn draw_standouts(&mut self, area: Rect, buffer: &mut Buffer, services: &Services, theme: &Theme) {
        let focused = self.focus == Pane::Standouts;
        let title = pane::titled("Stands out", &self.standouts_filter);
        let inside = pane::frame(area, buffer, theme, &title, "", focused);
        self.standouts_area = inside;
        if let Some(note) = self.standouts.note() {
            return pane::paragraph(inside, buffer, note, failed_or_dim(note, theme));
        }
        let mut list = self.standouts_list;
        let rows = self.standout_rows();
        for (line, at) in list.view(rows.len(), usize::from(inside.height)).enumerate() {
            let (Some(row), Some(area)) = (rows.get(at), pane::line(inside, line)) else { break };
            let style = pane::selection(at == list.selected, focused, theme);
            let (left, right) = match row {
                StandoutRow::Heading(heading, by) => {
                    (vec![Span::styled(*heading, theme.heading)], Span::styled(*by, theme.dim))
                }
                StandoutRow::Item(item) => {
                    let path = services.roots.relative(&item.path);
                    let number = text::grouped(item.value);
                    let room = usize::from(area.width).saturating_sub(text::width(&number) + 3);
                    let left = if item.name.is_empty() {
                        vec![Span::raw("  "), Span::raw(text::fit_end(path, room))]
                    } else {
                        // The name has what the path leaves, and two thirds at least.
                        let left = room.saturating_sub(text::width(path) + 2);
                        let name = text::fit_name(&item.name, left.max(room * 2 / 3));
                        let rest = room.saturating_sub(text::width(&name) + 2);
                        let path = text::fit_end(path, rest);
                        vec![Span::raw("  "), Span::raw(name), Span::styled(format!("  {path}"), theme.dim)]
                    };
                    (left, Span::styled(number, theme.bar))
                }
                StandoutRow::Note(note) => {
                    (vec![Span::raw("  "), Span::styled(*note, theme.dim)], Span::raw(""))
                }
            };
            pane::row(area, buffer, left, right, style);
        }
        self.standouts_list = list;
    }

    fn draw_runs(&mut self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let focused = self.focus == Pane::Runs;
        let title = pane::titled("Runs", &self.runs_filter);
        let inside = pane::frame(area, buffer, theme, &title, "", focused);
        self.runs_area = inside;
        if let Some(note) = self.runs.note() {
            return pane::paragraph(inside, buffer, note, failed_or_dim(note, theme));
        }
        let mut list = self.runs_list;
        let rows = self.run_rows();
        if rows.is_empty() {
            pane::paragraph(inside, buffer, "no runs", theme.dim);
        }
        for (line, at) in list.view(rows.len(), usize::from(inside.height)).enumerate() {
            let (Some(row), Some(area)) = (rows.get(at), pane::line(inside, line)) else { break };
            let style = pane::selection(at == list.selected && focused, focused, theme);
            let (left, right) = run_row(row, usize::from(area.width), theme);
            pane::row(area, buffer, left, right, style);
        }
        self.runs_list = list;
    }
}

fn failed_or_dim(note: &str, theme: &Theme) -> Paint {
    if note.starts_with("reading") { theme.dim } else { theme.error }
}
