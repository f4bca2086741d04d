//! The runs that touched a file, as far as the log can tell.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};

use super::overview::RunRow;
use super::subject::Subject;
use crate::model::{Diagnostic, Execution, Outcome, Record, RecordKind};
use crate::source::Roots;
use crate::store::{Reader, Result};

/// Runs that complained of the file that are kept.
const MOST: usize = 200;
/// Complaints of one run that are kept.
const MOST_TOLD: usize = 50;
/// Runs that are looked at for the one that indexed the file last.
const LOOKED_AT: usize = 100;

/// What the log tells of a file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Touched {
    /// When what the database holds of the file was indexed, in Unix seconds; `None` where it does not say.
    pub indexed_at: Option<i64>,
    /// The run that went on at that moment, where the log has one, with what it complained of in the file.
    pub indexed_by: Option<RunRow>,
    /// Other runs that complained of it, newest first.
    pub complained: Vec<RunRow>,
    /// Whether there are more of those than are kept.
    pub more: bool,
}

impl Touched {
    /// All of these runs: the one that indexed it first.
    pub fn runs(&self) -> impl Iterator<Item = &RunRow> {
        self.indexed_by.iter().chain(&self.complained)
    }
}

/// Reads what the log tells of a subject's file. Cost: a scan of what all runs complained of.
///
/// # Errors
/// Where the log cannot be read.
pub fn touched(
    reader: &dyn Reader,
    roots: &Roots,
    subject: &Subject,
    cancel: &AtomicBool,
) -> Result<Touched> {
    let at = subject.file.as_ref().map(|file| file.last_indexed_at).filter(|at| *at > 0);
    let by = at.map(|at| run_at(reader, at)).transpose()?.flatten();
    let path = roots.relative(&subject.path);
    let mut told: VecDeque<(String, Vec<Diagnostic>)> = VecDeque::new();
    reader.records(RecordKind::Diagnostic, &mut |record| {
        if let Record::Diagnostic { execution_id, diagnostic, .. } = record
            && roots.relative(&diagnostic.path) == path
        {
            match told.back_mut() {
                Some((run, of)) if *run == execution_id && of.len() > MOST_TOLD => {}
                Some((run, of)) if *run == execution_id => of.push(diagnostic),
                _ => told.push_back((execution_id, vec![diagnostic])),
            }
            // The newest ones are kept, and one more that says that there are others.
            if told.len() > MOST + 2 {
                told.pop_front();
            }
        }
        !cancel.load(Ordering::Relaxed)
    })?;
    let mut touched = Touched { indexed_at: at, ..Touched::default() };
    let row = |run: Execution, mut diagnostics: Vec<Diagnostic>| {
        let more = diagnostics.len() > MOST_TOLD;
        diagnostics.truncate(MOST_TOLD);
        RunRow { run, diagnostics, more }
    };
    if let Some(run) = by {
        let own = told.iter().position(|(id, _)| *id == run.execution_id).and_then(|at| told.remove(at));
        touched.indexed_by = Some(row(run, own.map(|(_, of)| of).unwrap_or_default()));
    }
    touched.more = told.len() > MOST;
    for (id, of) in told.into_iter().rev().take(MOST) {
        if let Some(run) = reader.execution(&id)? {
            touched.complained.push(row(run, of));
        }
    }
    touched.complained.sort_by_key(|row| std::cmp::Reverse(row.run.row));
    Ok(touched)
}

/// The newest run that went on at a moment.
fn run_at(reader: &dyn Reader, at: i64) -> Result<Option<Execution>> {
    let page = reader.executions_between(i64::MIN..at.saturating_add(1), None, LOOKED_AT)?;
    let went_on = |run: &Execution| match run.finished_at {
        Some(end) => end >= at,
        None => run.outcome == Outcome::Running,
    };
    Ok(page.items.into_iter().find(went_on))
}
