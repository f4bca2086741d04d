//! Drawing the migration: the steps above, the one that is shown, what comes next below.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Span;

use super::{Ended, Migrate, Step};
use crate::tui::text;
use crate::tui::theme::Theme;
use crate::tui::widgets::pane;

/// Rows from which there is one for what comes next.
const ROOMY: u16 = 12;

impl Migrate {
    /// Draws the screen, and gives where the terminal's cursor belongs, if it does.
    pub fn draw(&mut self, area: Rect, buffer: &mut Buffer, theme: &Theme) -> Option<Position> {
        self.list_area = Rect::default();
        self.begin_sides();
        self.draw_bar(Rect { height: 1, ..area }, buffer, theme);
        let mut body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        if area.height >= ROOMY {
            body.height -= 1;
            let row = Rect { y: body.bottom(), height: 1, ..body };
            let left =
                vec![Span::styled(" Next: ", theme.key), Span::styled(self.what_comes_next(), theme.dim)];
            pane::row(row, buffer, left, Span::raw(""), Style::new());
        }
        match self.step {
            Step::Source => self.draw_source(body, buffer, theme),
            Step::Target => return self.draw_target(body, buffer, theme),
            Step::Plan => self.draw_plan(body, buffer, theme),
            Step::Run => self.draw_run(body, buffer, theme),
            Step::Verify => self.draw_verify(body, buffer, theme),
            Step::Done => self.draw_done(body, buffer, theme),
        }
        None
    }

    /// The steps: which are done, where one is; names of the others only where there is room for them.
    fn draw_bar(&self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let words = |step: Step, named: bool| {
            let number = Step::ALL.iter().position(|other| *other == step).unwrap_or(0) + 1;
            let sign = match self.is_done(step) {
                Some(true) => "\u{2713}",
                Some(false) => "\u{2717}",
                None => "",
            };
            let name = if named || step == self.step { format!(" {}", step.title()) } else { String::new() };
            let gap = if sign.is_empty() { "" } else { " " };
            format!(" {number}{name}{gap}{sign} ")
        };
        let width =
            |named: bool| Step::ALL.iter().map(|step| text::width(&words(*step, named)) + 1).sum::<usize>();
        let named = width(true) <= usize::from(area.width);
        let mut spans = Vec::new();
        for step in Step::ALL {
            let style = match (step == self.step, self.is_done(step)) {
                (true, _) => theme.tab_current,
                (false, Some(true)) => theme.ok,
                (false, Some(false)) => theme.error,
                (false, None) => theme.tab,
            };
            if step != Step::Source {
                spans.push(Span::styled("\u{b7}", theme.dim));
            }
            spans.push(Span::styled(words(step, named), style));
        }
        pane::row(area, buffer, spans, Span::raw(""), Style::new());
    }

    /// Whether a step came to a good end or to a bad one; `None` where it has come to none.
    fn is_done(&self, step: Step) -> Option<bool> {
        let copy = self.copy.as_ref();
        let failed = |copy: &super::Progress| matches!(copy.ended, Some(Ended::Failed(_)));
        match step {
            Step::Plan if step == self.step && self.is_stuck() => Some(false),
            Step::Source | Step::Target | Step::Plan => {
                (step < self.step || copy.is_some_and(|c| !failed(c))).then_some(true)
            }
            Step::Run => match copy? {
                copy if copy.verifying => Some(true),
                copy => failed(copy).then_some(false),
            },
            Step::Verify => match copy?.ended.as_ref()? {
                Ended::Made(_) => Some(true),
                Ended::Failed(_) => copy?.verifying.then_some(false),
            },
            Step::Done => (self.step == Step::Done).then_some(true),
        }
    }

    fn what_comes_next(&self) -> &'static str {
        let copy = self.copy.as_ref();
        let failed = copy.is_some_and(|copy| matches!(copy.ended, Some(Ended::Failed(_))));
        match self.step {
            Step::Source => "2 Target, where the copy is to be and in which engine",
            Step::Target if self.is_typing() => "enter keeps the path; it is looked at while you type",
            Step::Target => "3 Plan, what the copy would do; nothing is changed by looking",
            Step::Plan if self.is_stuck() => "back to 2 Target",
            Step::Plan => "4 Run, the copy is made beside its place; the source is only read",
            Step::Run | Step::Verify if copy.is_some_and(|copy| copy.stopping && copy.ended.is_none()) => {
                "what was copied is taken away; then back to the plan"
            }
            Step::Run if failed => "back to 3 Plan, and from there to 2 Target",
            Step::Run => "5 Verify, the copy is read back and compared",
            Step::Verify if failed => "back to 4 Run, 3 Plan and 2 Target",
            Step::Verify => "6 Done, the report",
            Step::Done => "open the copy, or keep looking at the source",
        }
    }
}
