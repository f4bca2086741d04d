//! What is told in lines: measures with their meanings, and the runs that touched the file.

use ratatui::text::Span;

use crate::export::sheet::Cell;
use crate::store::Origin;
use crate::tui::data::measures::{Measure, Measures};
use crate::tui::data::overview::RunRow;
use crate::tui::data::touched::Touched;
use crate::tui::history::facts;
use crate::tui::overview::outcome;
use crate::tui::text;
use crate::tui::theme::{Paint, Theme};

/// Columns of a measure's name and of its number.
const NAME: usize = 11;
const NUMBER: usize = 8;

/// Columns from which there is room for the version that made a run.
const VERSION: usize = 46;

/// A line of the pane.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// What stands at its left.
    pub left: Vec<Span<'static>>,
    /// What stands at its right.
    pub right: Span<'static>,
    /// Which run it is of.
    pub run: Option<usize>,
}

/// Lines of one width.
struct Page {
    width: usize,
    lines: Vec<Line>,
}

impl Page {
    fn put(&mut self, words: &str, paint: Paint, hanging: usize) {
        for line in text::broken(words, self.width, hanging) {
            self.lines.push(Line { left: vec![Span::styled(line, paint)], ..Line::default() });
        }
    }

    fn blank(&mut self) {
        self.lines.push(Line::default());
    }

    fn measures(&mut self, measures: &[Measure], theme: &Theme) {
        for Measure { name, value, meaning } in measures {
            let left = vec![
                Span::styled(format!("{name:<NAME$}"), theme.kind),
                Span::raw(format!("{value:>NUMBER$}")),
            ];
            self.lines.push(Line { left, ..Line::default() });
            let room = self.width.saturating_sub(2).max(8);
            for words in text::broken(meaning, room, 0) {
                self.lines.push(Line {
                    left: vec![Span::styled(format!("  {words}"), theme.dim)],
                    ..Line::default()
                });
            }
        }
    }

    fn run(&mut self, row: &RunRow, at: usize, theme: &Theme) {
        let run = &row.run;
        let (sign, ended) = outcome(&run.outcome, theme);
        let mut left = vec![
            Span::styled(format!("{sign} {:<8}", text::fit(run.outcome.as_str(), 8)), ended),
            Span::raw(text::time(run.started_at)),
        ];
        if self.width >= VERSION {
            left.push(Span::styled(format!("  {}", text::fit(&run.tool_version, 8)), theme.dim));
        }
        let right = Span::styled(run.duration_ms.map(text::duration).unwrap_or_default(), theme.dim);
        let from = self.lines.len();
        self.lines.push(Line { left, right, run: None });
        for told in &row.diagnostics {
            let (words, paint) = facts::complaint(told, theme);
            self.put(&format!("  {words}"), paint, 4);
        }
        if row.more {
            self.put("  and more", theme.dim, 2);
        }
        for line in self.lines.iter_mut().skip(from) {
            line.run = Some(at);
        }
    }
}

/// Whether what a measure is called, or counts, holds a text, whatever the case.
pub fn holds_measure(measure: &Measure, filter: &str) -> bool {
    let wanted = filter.to_lowercase();
    [measure.name, measure.meaning].iter().any(|text| text.to_lowercase().contains(&wanted))
}

/// The measures of a symbol (`name`) and of its file (`path`), each with what it counts; those that hold a text.
pub fn measures(
    of: &Measures,
    (name, path): (&str, &str),
    (origin, filter): (Origin, &str),
    width: usize,
    theme: &Theme,
) -> Vec<Line> {
    let mut page = Page { width, lines: Vec::new() };
    let mut put = |of: &str, mut measures: Vec<Measure>, none: &str| {
        page.put(of, theme.heading, 2);
        let is_kept = !measures.is_empty();
        measures.retain(|measure| holds_measure(measure, filter));
        if measures.is_empty() {
            page.put(if is_kept { "no measure holds that" } else { none }, theme.dim, 0);
        }
        page.measures(&measures, theme);
        page.blank();
    };
    if !name.is_empty() {
        put(name, of.of_symbol(origin), "The database keeps no measures of this symbol.");
    }
    put(path, of.of_file(), "The database keeps no measures of this file.");
    page.lines.pop();
    page.lines
}

/// Whether what is told of a run holds a text, whatever the case.
fn holds_run(row: &RunRow, filter: &str) -> bool {
    let wanted = filter.to_lowercase();
    let run = &row.run;
    let of_run = [run.outcome.as_str(), &run.tool_version, &run.execution_id].map(str::to_owned);
    let when = text::time(run.started_at);
    let told = row.diagnostics.iter().map(|told| format!("{} {}", told.severity.as_str(), told.message));
    of_run.into_iter().chain([when]).chain(told).any(|text| text.to_lowercase().contains(&wanted))
}

/// The runs that touched a file, those that hold a text, and what the log does not tell of that.
pub fn touched(of: &Touched, filter: &str, width: usize, theme: &Theme) -> Vec<Line> {
    let mut page = Page { width, lines: Vec::new() };
    match of.indexed_at {
        Some(at) => page.put(&format!("Indexed {} UTC", text::time(at)), theme.heading, 2),
        None => page.put("The database does not say when it indexed this file.", theme.dim, 0),
    }
    let mut runs = of.runs().enumerate();
    match (&of.indexed_by, of.indexed_at) {
        (Some(_), _) => match runs.next() {
            Some((at, row)) if holds_run(row, filter) => page.run(row, at, theme),
            _ => page.put("The run that did it does not hold that.", theme.dim, 0),
        },
        (None, Some(_)) => page.put("No run in the log went on at that time.", theme.dim, 0),
        (None, None) => {}
    }
    page.blank();
    let count = of.complained.len();
    let more = if of.more { "+" } else { "" };
    let other = if of.indexed_by.is_some() { "Other runs" } else { "Runs" };
    page.put(&format!("{other} that complained: {count}{more}"), theme.heading, 2);
    let mut passing = runs.filter(|(_, row)| holds_run(row, filter)).peekable();
    if passing.peek().is_none() && count > 0 {
        page.put("none of them holds that", theme.dim, 0);
    }
    for (at, row) in passing {
        page.run(row, at, theme);
    }
    page.blank();
    page.put(
        "The log does not say which files a run read. Runs that indexed this file before, and had nothing to \
         complain of in it, cannot be told from others.",
        theme.dim,
        0,
    );
    page.lines
}

/// The same runs as rows: one for each complaint, and one for a run that had none.
pub fn rows(of: &Touched, filter: &str) -> Vec<Vec<Cell<'static>>> {
    let mut rows = Vec::new();
    for row in of.runs().filter(|row| holds_run(row, filter)) {
        let run = &row.run;
        let head = || -> Vec<Cell<'static>> {
            vec![
                run.execution_id.clone().into(),
                run.outcome.as_str().to_owned().into(),
                run.started_at.into(),
            ]
        };
        if row.diagnostics.is_empty() {
            rows.push(head());
        }
        for told in &row.diagnostics {
            let said: Vec<Cell<'static>> =
                vec![told.severity.as_str().into(), i64::from(told.line).into(), told.message.clone().into()];
            rows.push([head(), said].concat());
        }
    }
    rows
}
