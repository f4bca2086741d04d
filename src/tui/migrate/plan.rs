//! The third step: what the copy would do.

use std::path::PathBuf;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::lines::{self, Line, named};
use super::sides::Pane;
use super::{Migrate, Trouble};
use crate::migrate::{Becomes, Part, Plan};
use crate::store::Engine;
use crate::tui::services::Loadable;
use crate::tui::text;
use crate::tui::theme::{Paint, Theme};
use crate::tui::widgets::list::ListState;
use crate::tui::widgets::pane;
use crate::tui::widgets::panes::{Division, Size};

/// Rows from which the parts have a pane of their own.
const TALL: u16 = 16;

/// What the user wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wish {
    pub(super) to: PathBuf,
    pub(super) engine: Engine,
    pub(super) force: bool,
}

/// The state of the step.
#[derive(Debug, Default)]
pub(super) struct Planned {
    pub(super) plan: Loadable<Box<Plan>>,
    /// What it is a plan of.
    pub(super) of: Option<Wish>,
    pub(super) list: ListState,
    /// Lines when it was drawn last.
    pub(super) len: usize,
    /// Bytes that a copy takes in an engine, as plans said.
    expected: Vec<(Engine, u64)>,
}

impl Planned {
    /// A plan of this is being made.
    pub(super) fn begin(&mut self, wish: Wish) {
        self.plan = Loadable::Loading;
        self.of = Some(wish);
        self.list = ListState::default();
    }

    pub(super) fn end(&mut self, planned: Result<Plan, Trouble>) {
        let expected = match &planned {
            Ok(plan) => Some(plan.expected_bytes),
            Err(trouble) => trouble.wanted,
        };
        if let (Some(wish), Some(bytes)) = (&self.of, expected) {
            self.expected.retain(|(engine, _)| *engine != wish.engine);
            self.expected.push((wish.engine, bytes));
        }
        self.plan = match planned {
            Ok(plan) => Loadable::Ready(Box::new(plan)),
            Err(trouble) => Loadable::Failed(trouble.words),
        };
    }

    /// Bytes that a copy takes in an engine, where a plan has said it.
    pub(super) fn expected(&self, engine: Engine) -> Option<u64> {
        self.expected.iter().find(|(other, _)| *other == engine).map(|(_, bytes)| *bytes)
    }
}

impl Migrate {
    pub(super) fn draw_plan(&mut self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let plan = match &self.plan.plan {
            Loadable::Ready(plan) => plan,
            Loadable::Loading => {
                let inside = pane::frame(area, buffer, theme, "Plan", "", true);
                return pane::paragraph(inside, buffer, "counting what there is to copy \u{2026}", theme.bar);
            }
            Loadable::Failed(why) => {
                let inside = pane::frame(area, buffer, theme, "Plan", "", true);
                let words = format!("\u{2717} {why}");
                let mut all = lines::words(&words, theme.error, usize::from(inside.width));
                all.extend(lines::words(
                    "backspace goes back to the target",
                    theme.dim,
                    usize::from(inside.width),
                ));
                self.plan.len = all.len();
                return lines::scroll(&all, &mut self.plan.list, inside, buffer, theme);
            }
        };
        let width = usize::from(area.width.saturating_sub(2));
        let summary = self.summary(plan, width, theme);
        let parts = &plan.parts;
        let count = parts.len() as u64;
        let title = format!("{} to copy", text::counted(count, "part"));
        if area.height < TALL {
            let parts = parts.iter().map(|part| part_line(part, width, theme));
            let all: Vec<Line> = summary.into_iter().chain(parts).collect();
            self.plan.len = all.len();
            let note = pane::position(self.plan.list.selected, all.len());
            let inside = pane::frame(area, buffer, theme, "Plan", &note, true);
            self.list_area = inside;
            return lines::scroll(&all, &mut self.plan.list, inside, buffer, theme);
        }
        let rows = u16::try_from(summary.len()).unwrap_or(u16::MAX).min(area.height / 2);
        let [above, list] = [Division::Pane(Pane::Above), Division::Pane(Pane::List)];
        let division = Division::below("parts", Size::First(rows + 2), above, list);
        for (pane, area) in self.divide(area, &[Pane::Above, Pane::List], &division) {
            match pane {
                Pane::Above => self.draw_side((pane, area), ("Plan", &summary), false, buffer, theme),
                _ => self.draw_parts(&title, area, buffer, theme),
            }
        }
    }

    fn draw_parts(&mut self, title: &str, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let is_focused = self.is_focused(Pane::List);
        let Loadable::Ready(plan) = &self.plan.plan else { return };
        self.plan.len = plan.parts.len();
        let note = pane::position(self.plan.list.selected, self.plan.len);
        let inside = pane::frame(area, buffer, theme, title, &note, is_focused);
        self.list_area = inside;
        let line_of = |part: &Part| part_line(part, usize::from(inside.width), theme);
        lines::list(&plan.parts, line_of, (&mut self.plan.list, is_focused), inside, buffer, theme);
    }

    fn summary(&self, plan: &Plan, width: usize, theme: &Theme) -> Vec<Line> {
        let plain = Paint::default();
        let mut all = Vec::new();
        let mut add =
            |name: &str, value: String, paint: Paint| all.extend(named(name, &value, paint, width, theme));
        add("from", format!("{} ({})", plan.from.display(), plan.from_engine), plain);
        add("to", format!("{} ({})", plan.to.display(), plan.to_engine), plain);
        let rows = |becomes: Becomes| {
            let parts = plan.parts.iter().filter(|part| part.becomes == becomes);
            parts.map(|part| part.rows).fold(0, u64::saturating_add)
        };
        let (records, carried) = (rows(Becomes::Records), rows(Becomes::Rows));
        let counts = match (records, carried) {
            (_, 0) => text::counted(records, "record"),
            (0, _) => format!("{} as they are", text::counted(carried, "row")),
            _ => format!(
                "{} and {} as they are",
                text::counted(records, "record"),
                text::counted(carried, "row")
            ),
        };
        add("copies", counts, theme.heading);
        let size = format!(
            "{} now, about {} then; {} free",
            text::size(plan.from_bytes),
            text::size(plan.expected_bytes),
            text::size(plan.free_bytes)
        );
        add("size", size, plain);
        let ms = i64::try_from(plan.expected_ms).unwrap_or(i64::MAX);
        add("takes", format!("about {}", text::duration(ms)), plain);
        if plan.replaces {
            add("replaces", "! the database that is there, once the copy is whole".to_owned(), theme.warning);
        }
        if let Some(left) = &plan.left_over {
            add(
                "clears",
                format!("! {}, left by a copy that did not come to its end", left.display()),
                theme.warning,
            );
        }
        let (check, paint) = self.check_line(theme);
        add("check", check, paint);
        all
    }
}

fn part_line(part: &Part, width: usize, theme: &Theme) -> Line {
    let becomes = match (part.becomes, width < 60) {
        (Becomes::Records, true) => "records",
        (Becomes::Records, false) => "records that the explorer reads",
        (Becomes::Rows, true) => "as is",
        (Becomes::Rows, false) => "carried as they are",
    };
    let column = if width < 60 { 8 } else { 32 };
    let room = width.saturating_sub(column + 14);
    let name = text::fit(&part.name, room);
    let pad = " ".repeat(room.saturating_sub(text::width(&name)));
    let rows = if part.rows == 0 { theme.dim } else { theme.heading };
    let left = vec![
        Span::raw(format!("{name}{pad} ")),
        Span::styled(format!("{:>12}", text::grouped(part.rows)), rows),
    ];
    let becomes = format!("{becomes:<width$}", width = column - 1);
    Line { left, right: Span::styled(becomes, theme.dim) }
}
