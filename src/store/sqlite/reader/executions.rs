//! The log of runs.

use rusqlite::Row;

use super::super::row::{int, optional_int, optional_text, text};
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
    if !reader.columns().has_column("execution_log", "id") {
        return Ok(page(Vec::new(), limit));
    }
    let sql = format!(
        "SELECT {} FROM execution_log WHERE ?1 IS NULL OR id < ?1 ORDER BY id DESC LIMIT ?2",
        reader.columns().select("execution_log", &COLUMNS)
    );
    let runs = reader.all("execution_log", &sql, (before, one_more(limit)), read_execution)?;
    Ok(page(runs, limit))
}

fn read_execution(row: &Row<'_>) -> Execution {
    Execution {
        row: int(row, 0),
        execution_id: text(row, 1),
        tool_version: text(row, 2),
        args: text(row, 3),
        root: optional_text(row, 4),
        db_path: text(row, 5),
        started_at: int(row, 6),
        finished_at: optional_int(row, 7),
        duration_ms: optional_int(row, 8),
        outcome: Outcome::from_text(&text(row, 9)),
        error_message: optional_text(row, 10),
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
    let found =
        reader.all("tui_diagnostics", sql, (execution_id, one_more(limit), skip), |row| Diagnostic {
            path: text(row, 0),
            line: u32::try_from(int(row, 1)).unwrap_or_default(),
            severity: Severity::from_text(&text(row, 2)),
            message: text(row, 3),
        })?;
    Ok(page(found, limit))
}
