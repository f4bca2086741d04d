//! Runs, and what they complained of.
//!
//! Runs that have begun and are not in the log yet come first: they are newer than all others.

use std::ops::Range;

use super::super::keys::{ID, Key, Parts};
use super::super::keyspaces::{Space, behind};
use super::super::layout::log;
use super::super::log_keys;
use super::super::writer::read_run;
use super::{KvReader, page};
use crate::model::{Diagnostic, Execution, Outcome};
use crate::store::codec::{ExecutionPayload, decode};
use crate::store::{Page, Result};

/// Those of `begun` that are not in the log, with the rows that they will have.
pub(super) fn not_in_log(reader: &KvReader<'_>, begun: Vec<Execution>) -> Result<Vec<Execution>> {
    if begun.is_empty() {
        return Ok(begun);
    }
    let mut row = newest(reader)?.map_or(0, |run| run.row);
    let mut missing = Vec::new();
    for run in begun {
        if !reader.view.keyspaces.holds(Space::Log, &log_keys::run_by_id(&run.execution_id))? {
            row += 1;
            missing.push(Execution { row, ..run });
        }
    }
    Ok(missing)
}

/// The run with the largest row.
pub(super) fn newest(reader: &KvReader<'_>) -> Result<Option<Execution>> {
    Ok(executions(reader, None, 1)?.items.into_iter().next())
}

pub(super) fn executions(
    reader: &KvReader<'_>,
    before: Option<i64>,
    limit: usize,
) -> Result<Page<Execution>> {
    let begun = begun(reader, |run| before.is_none_or(|before| run.row < before));
    let to = before.map_or_else(|| behind(&[log::RUN]), |before| log_keys::run(before).into_bytes());
    let logged = reader.view.keyspaces.range(Space::Log, &[log::RUN], &to).rev().map(|pair| {
        let (key, value) = pair?;
        let row = last_row(reader, &key)?;
        decode::<ExecutionPayload<'_>>(&value)
            .map(|run| run.execution(row))
            .map_err(|error| reader.unreadable(Space::Log, &error))
    });
    page(begun.chain(logged), limit)
}

/// Runs that are not in the log yet, newest first.
fn begun(
    reader: &KvReader<'_>,
    is_meant: impl Fn(&Execution) -> bool,
) -> impl Iterator<Item = Result<Execution>> {
    reader.begun.iter().rev().filter(move |run| is_meant(run)).cloned().map(Ok)
}

/// The row that a key ends with.
fn last_row(reader: &KvReader<'_>, key: &[u8]) -> Result<i64> {
    let row = key.last_chunk::<ID>().and_then(|row| Parts(row).int());
    row.ok_or_else(|| reader.damaged(Space::Log))
}

/// The run that an index leads to.
fn led_to(reader: &KvReader<'_>, row: i64) -> Result<Execution> {
    read_run(&reader.view.keyspaces, row)?.ok_or_else(|| reader.damaged(Space::Log))
}

pub(super) fn execution(reader: &KvReader<'_>, execution_id: &str) -> Result<Option<Execution>> {
    if let Some(run) = reader.begun.iter().find(|run| run.execution_id == execution_id) {
        return Ok(Some(run.clone()));
    }
    let found = reader.view.keyspaces.get(Space::Log, &log_keys::run_by_id(execution_id))?;
    found.map(|row| led_to(reader, last_row(reader, &row)?)).transpose()
}

pub(super) fn executions_ended(
    reader: &KvReader<'_>,
    outcome: &Outcome,
    before: Option<i64>,
    limit: usize,
) -> Result<Page<Execution>> {
    let begun = begun(reader, |run| run.outcome == *outcome && before.is_none_or(|before| run.row < before));
    let prefix = log_keys::run_by_outcome(outcome);
    let from = prefix.bytes().to_vec();
    let to = before.map_or_else(|| behind(&from), |before| prefix.int(before).into_bytes());
    let keys = reader.view.keyspaces.range(Space::Log, &from, &to).rev();
    page(begun.chain(keys.map(|pair| led_to(reader, last_row(reader, &pair?.0)?))), limit)
}

pub(super) fn executions_between(
    reader: &KvReader<'_>,
    started: Range<i64>,
    before: Option<(i64, i64)>,
    limit: usize,
) -> Result<Page<Execution>> {
    let is_meant = |run: &Execution| {
        started.contains(&run.started_at) && before.is_none_or(|before| (run.started_at, run.row) < before)
    };
    let begin = |time| Key::tagged(log::RUN_BY_TIME).int(time).into_bytes();
    let end = begin(started.end);
    let to = before.map_or(end.clone(), |(time, row)| log_keys::run_by_time(time, row).into_bytes().min(end));
    let keys = reader.view.keyspaces.range(Space::Log, &begin(started.start), &to).rev();
    let mut logged = keys.map(|pair| led_to(reader, last_row(reader, &pair?.0)?)).peekable();
    // Newer by row is not always newer by time: both lists are in order, and are merged.
    let mut waiting: Vec<Execution> = reader.begun.iter().filter(|run| is_meant(run)).cloned().collect();
    waiting.sort_by_key(|run| (run.started_at, run.row));
    let merged = std::iter::from_fn(|| {
        let key = |run: &Execution| (run.started_at, run.row);
        match (waiting.last(), logged.peek()) {
            (Some(first), Some(Ok(second))) if key(first) < key(second) => logged.next(),
            (Some(_), _) => waiting.pop().map(Ok),
            (None, _) => logged.next(),
        }
    });
    page(merged, limit)
}

pub(super) fn diagnostics(
    reader: &KvReader<'_>,
    execution_id: &str,
    skip: usize,
    limit: usize,
) -> Result<Page<Diagnostic>> {
    let pairs = reader.view.keyspaces.prefix(Space::Log, &log_keys::diagnostics(execution_id)).skip(skip);
    let read = |value: &[u8]| decode(value).map_err(|error| reader.unreadable(Space::Log, &error));
    page(pairs.map(|pair| read(&pair?.1)), limit)
}
