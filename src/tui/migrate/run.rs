//! The fourth step: the copy is made.

use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::lines::{self, Line, named};
use super::progress::PartProgress;
use super::sides::Pane;
use super::{Ended, Migrate, Progress};
use crate::tui::text;
use crate::tui::theme::{Paint, Theme};
use crate::tui::widgets::gauge::{self, percent};
use crate::tui::widgets::list::ListState;
use crate::tui::widgets::pane;
use crate::tui::widgets::panes::{Division, Size};

/// Rows from which there are panes for parts and log.
const TALL: u16 = 16;

/// The state of the step.
#[derive(Debug)]
pub(super) struct RunView {
    pub(super) list: ListState,
    /// Whether the list follows the part that is copied.
    pub(super) follows: bool,
}

impl Default for RunView {
    fn default() -> RunView {
        RunView { list: ListState::default(), follows: true }
    }
}

impl Migrate {
    pub(super) fn draw_run(&mut self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let Some(copy) = &self.copy else { return };
        if self.run.follows && !copy.verifying {
            self.run.list.selected = copy.current;
        }
        let width = usize::from(area.width.saturating_sub(2));
        let mut above = overall(copy, copy.copied(), width, theme);
        if let Some(trouble) = trouble(copy) {
            above = lines::words(&trouble.0, if trouble.1 { theme.warning } else { theme.error }, width);
        }
        if area.height < TALL {
            let inside = pane::frame(area, buffer, theme, "Run", "", true);
            // Why it failed comes before how far it was.
            let below = if copy.ended.is_none() { 1 } else { 0 };
            above.truncate(usize::from(inside.height).saturating_sub(below));
            let rest = lines::put(&above, inside, buffer);
            return self.draw_copied(rest, buffer, theme);
        }
        let rows = u16::try_from(above.len()).unwrap_or(u16::MAX).min(area.height / 3);
        let log_rows = (area.height / 4).clamp(5, 14);
        let [top, middle, bottom] = [Pane::Above, Pane::List, Pane::Other].map(Division::Pane);
        let below = Division::below("log", Size::Second(log_rows), middle, bottom);
        let division = Division::below("run", Size::First(rows + 2), top, below);
        for (pane, area) in self.divide(area, &[Pane::Above, Pane::List, Pane::Other], &division) {
            match pane {
                Pane::Above => self.draw_side((pane, area), ("Run", &above), false, buffer, theme),
                Pane::Other => {
                    let log = self.log_lines(usize::from(area.width.saturating_sub(2)), theme);
                    self.draw_side((pane, area), ("Log", &log), true, buffer, theme);
                }
                Pane::List => {
                    let len = self.copy.as_ref().map_or(0, |copy| copy.parts.len());
                    let note = pane::position(self.run.list.selected, len);
                    let inside = pane::frame(area, buffer, theme, "Parts", &note, self.is_focused(pane));
                    self.draw_copied(inside, buffer, theme);
                }
            }
        }
    }

    fn draw_copied(&mut self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        self.list_area = area;
        let is_focused = self.is_focused(Pane::List);
        let Some(copy) = &self.copy else { return };
        let width = usize::from(area.width);
        let line_of = |part: &PartProgress| part_line(part, part.copied, width, theme);
        lines::list(&copy.parts, line_of, (&mut self.run.list, is_focused), area, buffer, theme);
    }

    fn log_lines(&self, width: usize, theme: &Theme) -> Vec<Line> {
        let log = self.copy.iter().flat_map(|copy| &copy.log);
        log.flat_map(|(at, words)| named(&clock(*at), words, Paint::default(), width, theme)).collect()
    }
}

/// Why there is no copy, and whether that is only because it was stopped; `None` where there is nothing to say.
pub(super) fn trouble(copy: &Progress) -> Option<(String, bool)> {
    match &copy.ended {
        Some(Ended::Failed(trouble)) if trouble.stopped => {
            Some((format!("! {}; backspace goes back to the plan", trouble.words), true))
        }
        Some(Ended::Failed(trouble)) => Some((
            format!(
                "\u{2717} {}. What was there is as it was. Backspace goes back to the plan.",
                trouble.words
            ),
            false,
        )),
        _ => None,
    }
}

/// How far all of it is, in a gauge and in words. `done` is of the rows of all parts.
pub(super) fn overall(copy: &Progress, done: u64, width: usize, theme: &Theme) -> Vec<Line> {
    let total = copy.total();
    let number = format!(" {:>3}%", percent(done, total));
    let [full, rest] = gauge::gauge(done, total, width.saturating_sub(text::width(&number) + 1), theme);
    let mut words = vec![format!("{} of {} rows", text::grouped(done), text::grouped(total))];
    let goes_on = copy.ended.is_none();
    if goes_on && copy.stopping {
        words.insert(0, "stopping: what was copied is taken away".to_owned());
    } else if goes_on && done >= total {
        // All rows are there, and something is done with them still.
        words.extend(copy.log.back().map(|(_, said)| said.clone()));
    } else if goes_on {
        words.extend(copy.rate().map(|rate| format!("{}/s", text::grouped(rate))));
        words.extend(copy.seconds_left().map(|left| format!("{} left", time_left(left))));
    }
    if !copy.verifying || !goes_on {
        words.push(text::size(copy.bytes));
    }
    words.push(format!("after {}", clock(copy.at)));
    vec![
        Line { left: vec![full, rest], right: Span::styled(number, theme.heading) },
        Line::of(words.join(" \u{b7} "), Paint::default()),
    ]
}

/// A part and how far it is.
pub(super) fn part_line(part: &PartProgress, done: u64, width: usize, theme: &Theme) -> Line {
    let (numbers, sides) = if width < 60 {
        (format!(" {:>3}%", percent(done, part.rows)), 5)
    } else {
        let of = format!("{} of {}", text::grouped(done), text::grouped(part.rows));
        (format!(" {of:>25} {:>3}%", percent(done, part.rows)), 32)
    };
    let name_room = (width * 2 / 5).min(44);
    let name = text::fit(&part.name, name_room);
    let pad = " ".repeat(name_room.saturating_sub(text::width(&name)) + 1);
    let room = width.saturating_sub(name_room + 1 + sides + 1).min(60);
    let [full, rest] = gauge::thin(done, part.rows, room, theme);
    let [full, rest] =
        if part.rows == 0 { [Span::raw(" ".repeat(room)), Span::raw("")] } else { [full, rest] };
    Line { left: vec![Span::raw(name), Span::raw(pad), full, rest], right: Span::styled(numbers, theme.dim) }
}

/// How long something has gone on (`0.7 s`, `2:03`, `1:02:03`).
pub(super) fn clock(at: Duration) -> String {
    let seconds = at.as_secs();
    if seconds < 60 {
        return format!("{seconds}.{} s", at.subsec_millis() / 100);
    }
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

fn time_left(seconds: u64) -> String {
    match seconds {
        0..120 => format!("{seconds} s"),
        120..7_200 => format!("{} min", seconds.div_ceil(60)),
        _ => format!("{} h", seconds.div_ceil(3600)),
    }
}
