//! Runs in a line: how they ended, when they began, what they complained of.

use ratatui::text::Span;

use crate::model::{Outcome, Severity};
use crate::tui::data::overview::RunRow;
use crate::tui::text;
use crate::tui::theme::{Paint, Theme};

/// A run, in so many columns.
pub(super) fn run_row(row: &RunRow, width: usize, theme: &Theme) -> (Vec<Span<'static>>, Span<'static>) {
    let run = &row.run;
    let (sign, ended) = outcome(&run.outcome, theme);
    let mut left = vec![
        Span::styled(format!("{sign} {:<8}", text::fit(run.outcome.as_str(), 8)), ended),
        Span::raw(text::time(run.started_at)),
    ];
    let used: usize = left.iter().map(|span| text::width(&span.content)).sum();
    if let Some(error) = &run.error_message {
        left.push(Span::styled(format!("  {error}"), theme.error));
    }
    let duration = run.duration_ms.map(text::duration).unwrap_or_default();
    if let Some((told, paint)) = worst(row, theme) {
        let told = format!("{told}  {duration}");
        // When it was comes before what it said.
        if used + 1 + text::width(&told) <= width {
            return (left, Span::styled(told, paint));
        }
    }
    (left, Span::styled(duration, theme.dim))
}

/// The worst that a run complained of, and how often.
fn worst(row: &RunRow, theme: &Theme) -> Option<(String, Paint)> {
    let worst = row.diagnostics.iter().map(|told| told.severity).max()?;
    let count = row.diagnostics.iter().filter(|told| told.severity == worst).count();
    let more = if row.more { "+" } else { "" };
    let counted = text::counted(count as u64, worst.as_str());
    let counted = counted.replacen(' ', &format!("{more} "), 1);
    Some(match worst {
        Severity::Note => (counted, theme.dim),
        _ => (format!("! {counted}"), theme.warning),
    })
}

/// A sign and a colour for how a run ended.
pub fn outcome(outcome: &Outcome, theme: &Theme) -> (&'static str, Paint) {
    match outcome {
        Outcome::Success => ("\u{2713}", theme.ok),
        Outcome::Error => ("\u{2717}", theme.error),
        Outcome::Partial => ("!", theme.warning),
        Outcome::Running => ("\u{2026}", theme.bar),
        Outcome::Other(_) => ("?", theme.dim),
    }
}
