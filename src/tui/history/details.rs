//! What there is to say of a run, or of two, laid out.

use std::collections::BTreeSet;
use std::sync::Arc;

use ratatui::text::Span;

use super::facts;
use crate::tui::data::overview::RunRow;
use crate::tui::overview::outcome;
use crate::tui::text;
use crate::tui::theme::{Paint, Theme};

/// The lines as they were laid out last. A run may have complained of tens of thousands of things: they are laid out when
/// they change, not for each frame.
#[derive(Default)]
pub struct Laid {
    told: Option<Arc<RunRow>>,
    other: Option<Arc<RunRow>>,
    width: usize,
    theme: Theme,
    pub title: &'static str,
    /// A line a row.
    pub lines: Vec<Vec<Span<'static>>>,
}

impl Laid {
    /// Those of a run, beside another one where there is one, in so many columns.
    pub fn of(
        &mut self,
        told: Option<&Arc<RunRow>>,
        other: Option<&Arc<RunRow>>,
        width: usize,
        theme: &Theme,
    ) -> &Laid {
        let is_same = |one: Option<&Arc<RunRow>>, other: Option<&Arc<RunRow>>| {
            one.map(Arc::as_ptr) == other.map(Arc::as_ptr)
        };
        let is_laid = is_same(self.told.as_ref(), told) && is_same(self.other.as_ref(), other);
        if !is_laid || self.width != width || self.theme != *theme || self.title.is_empty() {
            let (title, lines) = match (told, other) {
                (None, _) => ("Run", Vec::new()),
                (Some(told), None) => ("Run", alone(told, width, theme)),
                (Some(told), Some(other)) => {
                    ("The marked run \u{2502} this one", beside(other, told, width, theme))
                }
            };
            let (told, other) = (told.cloned(), other.cloned());
            *self = Laid { told, other, width, theme: theme.clone(), title, lines };
        }
        self
    }
}

/// All that there is to say of a run, a line a row.
fn alone(row: &RunRow, width: usize, theme: &Theme) -> Vec<Vec<Span<'static>>> {
    let broken = |(words, paint): (String, Paint)| {
        text::broken(&words, width, facts::NAMES).into_iter().map(move |line| vec![Span::styled(line, paint)])
    };
    facts::lines(row, theme).into_iter().flat_map(broken).collect()
}

/// Two runs side by side: what differs stands out. Of what they complained of only what one alone did.
fn beside(left: &RunRow, right: &RunRow, width: usize, theme: &Theme) -> Vec<Vec<Span<'static>>> {
    let room = width.saturating_sub(facts::NAMES + 3) / 2;
    let mut lines = Vec::new();
    let mut put = |name: &str, values: [&str; 2], paints: [Paint; 2]| {
        // What the colour says.
        let between = if values[0] == values[1] { " \u{2502} " } else { " \u{2260} " };
        let [left, right] = values.map(|value| text::broken(value, room, 0));
        for at in 0..left.len().max(right.len()) {
            let cell = |lines: &[String]| {
                let line = lines.get(at).map_or("", String::as_str);
                format!("{line}{}", " ".repeat(room.saturating_sub(text::width(line))))
            };
            let name = if at == 0 { name } else { "" };
            lines.push(vec![
                Span::styled(format!("{name:<width$}", width = facts::NAMES), theme.dim),
                Span::styled(cell(&left), paints[0]),
                Span::styled(if at == 0 { between } else { " \u{2502} " }, theme.border),
                Span::styled(cell(&right), paints[1]),
            ]);
        }
    };
    let ends = [left, right].map(|row| outcome(&row.run.outcome, theme));
    let said = [left, right].map(|row| row.run.outcome.as_str().to_owned());
    let said = [format!("{} {}", ends[0].0, said[0]), format!("{} {}", ends[1].0, said[1])];
    put("", [&said[0], &said[1]], [ends[0].1, ends[1].1]);
    let errors = [left, right].map(|row| row.run.error_message.as_deref().unwrap_or(""));
    if errors != ["", ""] {
        put("error", errors, [theme.error; 2]);
    }
    for ((name, one), (_, other)) in facts::facts(&left.run).iter().zip(facts::facts(&right.run)) {
        let paint = if *one == other { Paint::default() } else { theme.changed };
        put(name, [one, &other], [paint; 2]);
    }
    let [ours, theirs] = [left, right].map(|row| row.diagnostics.iter().collect::<BTreeSet<_>>());
    for told in left.diagnostics.iter().filter(|told| !theirs.contains(told)) {
        let (words, paint) = facts::complaint(told, theme);
        put("only here", [&words, ""], [paint; 2]);
    }
    for told in right.diagnostics.iter().filter(|told| !ours.contains(told)) {
        let (words, paint) = facts::complaint(told, theme);
        put("only here", ["", &words], [paint; 2]);
    }
    lines
}
