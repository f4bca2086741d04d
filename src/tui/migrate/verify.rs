//! The fifth step: the copy is read back and compared.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::lines::{self, Line, named};
use super::progress::PartProgress;
use super::run::{overall, part_line, trouble};
use super::sides::Pane;
use super::{Ended, Migrate};
use crate::migrate::PartReport;
use crate::tui::text;
use crate::tui::theme::{Paint, Theme};
use crate::tui::widgets::list::ListState;
use crate::tui::widgets::pane;
use crate::tui::widgets::panes::{Division, Size};

/// Rows from which the selected part has a pane of its own.
const TALL: u16 = 16;
/// Digits of a hash that are shown in a row.
const SHORT: usize = 8;

/// The state of the step.
#[derive(Debug)]
pub(super) struct VerifyView {
    pub(super) list: ListState,
    /// Whether the list follows the part that is read back.
    pub(super) follows: bool,
}

impl Default for VerifyView {
    fn default() -> VerifyView {
        VerifyView { list: ListState::default(), follows: true }
    }
}

impl Migrate {
    pub(super) fn draw_verify(&mut self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let Some(copy) = &self.copy else { return };
        if self.verify.follows && copy.ended.is_none() {
            self.verify.list.selected = copy.current;
        }
        let width = usize::from(area.width.saturating_sub(2));
        let (ticks, crosses) = copy.verdicts();
        let mut above = match (trouble(copy), &copy.ended) {
            (Some((words, stopped)), _) => {
                lines::words(&words, if stopped { theme.warning } else { theme.error }, width)
            }
            (None, Some(Ended::Made(_))) => lines::words(
                "\u{2713} every part of the copy is the same as in the source, and the copy is at its place",
                theme.ok,
                width,
            ),
            _ => overall(copy, copy.compared(), width, theme),
        };
        let title = format!("Verify: {ticks} \u{2713} {crosses} \u{2717} of {}", copy.parts.len());
        if area.height < TALL {
            let inside = pane::frame(area, buffer, theme, &title, "", true);
            above.truncate(usize::from(inside.height).saturating_sub(1).max(1));
            let rest = lines::put(&above, inside, buffer);
            return self.draw_compared(rest, buffer, theme);
        }
        let detail = copy.parts.get(self.verify.list.selected).map(|part| detail(part, width, theme));
        let detail = detail.unwrap_or_default();
        let rows = u16::try_from(above.len()).unwrap_or(u16::MAX).min(area.height / 3);
        let [top, middle, bottom] = [Pane::Above, Pane::List, Pane::Other].map(Division::Pane);
        let part = Size::Second(if area.height >= 20 { 7 } else { 5 });
        let below = Division::below("part", part, middle, bottom);
        let division = Division::below("verify", Size::First(rows + 2), top, below);
        for (pane, area) in self.divide(area, &[Pane::Above, Pane::List, Pane::Other], &division) {
            match pane {
                Pane::Above => self.draw_side((pane, area), (&title, &above), false, buffer, theme),
                Pane::Other => self.draw_side((pane, area), ("Selected part", &detail), false, buffer, theme),
                Pane::List => {
                    let len = self.copy.as_ref().map_or(0, |copy| copy.parts.len());
                    let (title, note) = (
                        "Parts: rows and hashes, source and copy",
                        pane::position(self.verify.list.selected, len),
                    );
                    let inside = pane::frame(area, buffer, theme, title, &note, self.is_focused(pane));
                    self.draw_compared(inside, buffer, theme);
                }
            }
        }
    }

    fn draw_compared(&mut self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        self.list_area = area;
        let is_focused = self.is_focused(Pane::List);
        let Some(copy) = &self.copy else { return };
        let line_of = |part: &PartProgress| verdict_line(part, usize::from(area.width), theme);
        lines::list(&copy.parts, line_of, (&mut self.verify.list, is_focused), area, buffer, theme);
    }
}

fn verdict_line(part: &PartProgress, width: usize, theme: &Theme) -> Line {
    let Some(report) = &part.report else {
        if part.compared > 0 {
            let mut line = part_line(part, part.compared, width.saturating_sub(2), theme);
            line.left.insert(0, Span::styled("\u{2026} ", theme.bar));
            return line;
        }
        let words = Span::styled("not yet", theme.dim);
        return Line {
            left: vec![Span::raw("  "), Span::raw(text::clean(&part.name).into_owned())],
            right: words,
        };
    };
    let [source, copy] = &report.rows;
    let [source_hash, copy_hash] = &report.hashes;
    let (sign, paint) = if report.is_equal() { ("\u{2713} ", theme.ok) } else { ("\u{2717} ", theme.error) };
    let rows = if source == copy {
        text::grouped(*source)
    } else {
        format!("{} \u{2260} {}", text::grouped(*source), text::grouped(*copy))
    };
    let between = if source_hash == copy_hash { "=" } else { "\u{2260}" };
    let hashes = format!("{} {between} {}", short(source_hash), short(copy_hash));
    let right = if width < 60 {
        rows
    } else {
        let both = format!(
            "{} {} {}",
            text::grouped(*source),
            if source == copy { "=" } else { "\u{2260}" },
            text::grouped(*copy)
        );
        format!("{both:>25}  {hashes}")
    };
    let style = if report.is_equal() { theme.dim } else { theme.error };
    let left = vec![Span::styled(sign, paint), Span::raw(text::clean(&part.name).into_owned())];
    Line { left, right: Span::styled(right, style) }
}

/// The first digits of a hash; a report may hold anything.
fn short(hash: &str) -> String {
    text::fit(&hash.chars().take(SHORT).collect::<String>(), SHORT)
}

/// All that is known of a part.
fn detail(part: &PartProgress, width: usize, theme: &Theme) -> Vec<Line> {
    let plain = Paint::default();
    let Some(report) = &part.report else {
        return named("part", &format!("{}: not read back yet", part.name), plain, width, theme);
    };
    let mut all = Vec::new();
    let (words, paint) = verdict(report, theme);
    all.extend(named("part", &part.name, theme.heading, width, theme).into_iter().take(1));
    all.extend(named("verdict", &words, paint, width, theme));
    let names = ["source", "copy"];
    for (name, (rows, hash)) in names.into_iter().zip(report.rows.iter().zip(&report.hashes)) {
        let full = format!("{hash} {}", text::counted(*rows, "row"));
        let fits = text::width(&full) + lines::NAMES <= width;
        let value = if fits { full } else { hash.clone() };
        all.extend(named(name, &value, plain, width, theme));
    }
    all
}

/// What came out of comparing a part.
fn verdict(report: &PartReport, theme: &Theme) -> (String, Paint) {
    let [source, copy] = report.rows;
    if report.is_equal() {
        return ("\u{2713} the copy holds the same rows".to_owned(), theme.ok);
    }
    let words = match source.cmp(&copy) {
        std::cmp::Ordering::Greater => {
            format!(
                "\u{2717} {} of the source did not arrive in the copy",
                text::counted(source - copy, "row")
            )
        }
        std::cmp::Ordering::Less => {
            format!(
                "\u{2717} the copy has {} that the source does not have",
                text::counted(copy - source, "row")
            )
        }
        std::cmp::Ordering::Equal => {
            "\u{2717} as many rows, but not the same: something was changed on its way or on the disk"
                .to_owned()
        }
    };
    (words, theme.error)
}
