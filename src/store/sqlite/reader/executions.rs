//! The log of runs.

use std::ops::Range;

use rusqlite::{Params, Row, params};

use super::super::columns::Columns;
use super::super::row::{MAX_TEXT, int, optional_int, text_up_to};
use super::{SqliteReader, one_more, page};
use crate::model::{Diagnostic, Execution, Outcome, Severity};
use crate::store::{Page, Result};

const COLUMNS: [&str; 14] = [
    "id",
    "execution_id",
    "tool_version",
    "args",
    "root",
    "db_path",
    "started_at",
    "finished_at",
    "duration_ms",
    "outcome",
    "error_message",
    "files_indexed",
    "symbols_indexed",
    "references_indexed",
];

pub(super) fn executions(
    reader: &SqliteReader<'_>,
    before: Option<i64>,
    limit: usize,
) -> Result<Page<Execution>> {
    let Some(last) = until(before) else { return Ok(page(Vec::new(), limit)) };
    select(reader, &["id"], "id <= ?1 ORDER BY id DESC LIMIT ?2", (last, one_more(limit)), limit)
}

/// The last row below `before`; `None` where there can be none.
fn until(before: Option<i64>) -> Option<i64> {
    match before {
        None => Some(i64::MAX),
        Some(before) => before.checked_sub(1),
    }
}

pub(super) fn execution(reader: &SqliteReader<'_>, execution_id: &str) -> Result<Option<Execution>> {
    let runs = select(reader, &["execution_id"], "execution_id = ?1 LIMIT 1", [execution_id], 1)?;
    Ok(runs.items.into_iter().next())
}

pub(super) fn executions_ended(
    reader: &SqliteReader<'_>,
    outcome: &Outcome,
    before: Option<i64>,
    limit: usize,
) -> Result<Page<Execution>> {
    let Some(last) = until(before) else { return Ok(page(Vec::new(), limit)) };
    let rest = "outcome = ?1 AND id <= ?2 ORDER BY id DESC LIMIT ?3";
    select(reader, &["id", "outcome"], rest, (outcome.as_str(), last, one_more(limit)), limit)
}

pub(super) fn executions_between(
    reader: &SqliteReader<'_>,
    started: Range<i64>,
    before: Option<(i64, i64)>,
    limit: usize,
) -> Result<Page<Execution>> {
    let needed = ["id", "started_at"];
    let mut runs = Page { items: Vec::new(), more: false };
    let mut end = started.end;
    if let Some((at, row)) = before.filter(|(at, _)| *at < started.end) {
        end = at;
        if started.contains(&at) {
            let rest = "started_at = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3";
            runs = select(reader, &needed, rest, params![at, row, one_more(limit)], limit)?;
        }
    }
    if runs.more {
        return Ok(runs);
    }
    // Numbers alone: a text is larger than all of them.
    let rest = "started_at >= ?1 AND started_at < ?2 ORDER BY started_at DESC, id DESC LIMIT ?3";
    let left = limit - runs.items.len();
    let more = select(reader, &needed, rest, params![started.start, end, one_more(left)], left)?;
    runs.items.extend(more.items);
    Ok(Page { more: more.more, ..runs })
}

/// The runs that `rest` tells of; none where one of the columns that are `needed` is missing.
fn select(
    reader: &SqliteReader<'_>,
    needed: &[&str],
    rest: &str,
    params: impl Params,
    limit: usize,
) -> Result<Page<Execution>> {
    if !needed.iter().all(|column| reader.columns().has_column("execution_log", column)) {
        return Ok(page(Vec::new(), limit));
    }
    let sql = format!("SELECT {} FROM execution_log WHERE {rest}", selected(reader.columns()));
    let runs = reader.all("execution_log", &sql, params, |row| execution_up_to(row, MAX_TEXT))?;
    Ok(page(runs, limit))
}

/// The columns that [`execution_up_to`] expects, in order.
pub(in crate::store::sqlite) fn selected(columns: &Columns) -> String {
    columns.select("execution_log", &COLUMNS)
}

/// The run that a row holds, with texts of at most `most` bytes.
pub(in crate::store::sqlite) fn execution_up_to(row: &Row<'_>, most: usize) -> Execution {
    let optional = |column| text_up_to(row, column, most);
    let text = |column| optional(column).unwrap_or_default();
    Execution {
        row: int(row, 0),
        execution_id: text(1),
        tool_version: text(2),
        args: text(3),
        root: optional(4),
        db_path: text(5),
        started_at: int(row, 6),
        finished_at: optional_int(row, 7),
        duration_ms: optional_int(row, 8),
        outcome: Outcome::from_text(&text(9)),
        error_message: optional(10),
        files_indexed: int(row, 11),
        symbols_indexed: int(row, 12),
        references_indexed: int(row, 13),
    }
}

pub(super) fn diagnostics(
    reader: &SqliteReader<'_>,
    execution_id: &str,
    skip: usize,
    limit: usize,
) -> Result<Page<Diagnostic>> {
    if !reader.columns().has("tui_diagnostics") {
        return Ok(page(Vec::new(), limit));
    }
    let sql = "SELECT path, line, severity, message FROM tui_diagnostics WHERE execution_id = ?1
               ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, path, line, seq
               LIMIT ?2 OFFSET ?3";
    let skip = i64::try_from(skip).unwrap_or(i64::MAX);
    let found = reader.all("tui_diagnostics", sql, (execution_id, one_more(limit), skip), |row| {
        diagnostic_up_to(row, MAX_TEXT)
    })?;
    Ok(page(found, limit))
}

/// The complaint in a row of path, line, severity and message.
pub(in crate::store::sqlite) fn diagnostic_up_to(row: &Row<'_>, most: usize) -> Diagnostic {
    let text = |column| text_up_to(row, column, most).unwrap_or_default();
    Diagnostic {
        path: text(0),
        line: u32::try_from(int(row, 1)).unwrap_or_default(),
        severity: Severity::from_text(&text(2)),
        message: text(3),
    }
}
