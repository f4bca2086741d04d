//! The log of runs.

use rusqlite::{Connection, params};

use super::{At, Failure};
use crate::model::{Diagnostic, Execution, Outcome};
use crate::store::{KILLED, RUN_PREFIX};

/// Marks the runs of ours that were killed, and records a new one.
pub(super) fn begin(connection: &Connection, run: &Execution) -> Result<(), Failure> {
    let (outcome, message) = KILLED;
    connection
        .execute(
            "UPDATE execution_log SET outcome = ?1, error_message = ?2
             WHERE outcome = ?3 AND substr(execution_id, 1, length(?4)) = ?4",
            params![outcome.as_str(), message, Outcome::Running.as_str(), RUN_PREFIX],
        )
        .at("execution_log")?;
    put(connection, run)
}

/// Records how a run ended, and what it complained of.
pub(super) fn finish(
    connection: &Connection,
    run: &Execution,
    diagnostics: &[Diagnostic],
) -> Result<(), Failure> {
    put(connection, run)?;
    let mut insert = connection
        .prepare_cached(
            "INSERT OR REPLACE INTO tui_diagnostics (execution_id, seq, path, line, severity, message)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )
        .at("tui_diagnostics")?;
    for (seq, diagnostic) in (0_i64..).zip(diagnostics) {
        let Diagnostic { path, line, severity, message } = diagnostic;
        insert
            .execute(params![run.execution_id, seq, path, line, severity.as_str(), message])
            .at("tui_diagnostics")?;
    }
    Ok(())
}

/// Writes a run's row, a new one or over its old one.
fn put(connection: &Connection, run: &Execution) -> Result<(), Failure> {
    connection
        .execute(
            "INSERT INTO execution_log (execution_id, tool_version, args, root, db_path, started_at, finished_at,
                duration_ms, outcome, error_message, files_indexed, symbols_indexed, references_indexed)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
             ON CONFLICT (execution_id) DO UPDATE SET
                tool_version = excluded.tool_version, args = excluded.args, root = excluded.root,
                db_path = excluded.db_path, started_at = excluded.started_at,
                finished_at = excluded.finished_at, duration_ms = excluded.duration_ms,
                outcome = excluded.outcome, error_message = excluded.error_message,
                files_indexed = excluded.files_indexed, symbols_indexed = excluded.symbols_indexed,
                references_indexed = excluded.references_indexed",
            params![
                run.execution_id,
                run.tool_version,
                run.args,
                run.root,
                run.db_path,
                run.started_at,
                run.finished_at,
                run.duration_ms,
                run.outcome.as_str(),
                run.error_message,
                run.files_indexed,
                run.symbols_indexed,
                run.references_indexed,
            ],
        )
        .at("execution_log")?;
    Ok(())
}
