//! The log of runs.

use rusqlite::{Connection, params};

use super::super::reader::{diagnostic_up_to, execution_up_to};
use super::super::row::unsigned;
use super::ledger::Ledger;
use super::records::signed;
use super::{At, Failure};
use crate::model::{Diagnostic, Execution, Outcome, Record};
use crate::store::{KILLED, RUN_PREFIX};

/// Marks the runs of ours that were killed, and records a new one.
pub(super) fn begin(connection: &Connection, run: &Execution, ledger: &mut Ledger) -> Result<(), Failure> {
    let (outcome, message) = KILLED;
    let killed = "outcome = ?1 AND substr(execution_id, 1, length(?2)) = ?2";
    for mut killed in find(connection, killed, [Outcome::Running.as_str(), RUN_PREFIX])? {
        killed.outcome = outcome.clone();
        killed.error_message = Some(message.to_owned());
        put(connection, &killed, ledger)?;
    }
    put(connection, run, ledger)
}

/// Records how a run ended, and what it complained of.
pub(super) fn finish(
    connection: &Connection,
    run: &Execution,
    diagnostics: Option<&[Diagnostic]>,
    ledger: &mut Ledger,
) -> Result<(), Failure> {
    put(connection, run, ledger)?;
    let Some(diagnostics) = diagnostics else { return Ok(()) };
    let at = "tui_diagnostics";
    for before in complaints(connection, &run.execution_id)? {
        ledger.forget(&before);
    }
    connection.execute("DELETE FROM tui_diagnostics WHERE execution_id = ?1", [&run.execution_id]).at(at)?;
    for (seq, diagnostic) in (0_u64..).zip(diagnostics) {
        import_diagnostic(connection, &run.execution_id, seq, diagnostic, ledger)?;
    }
    Ok(())
}

const COMPLAIN: &str = "INSERT INTO tui_diagnostics (execution_id, seq, path, line, severity, message)
                        VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

/// Adds a run with the row that it has.
pub(super) fn import_run(
    connection: &Connection,
    run: &Execution,
    ledger: &mut Ledger,
) -> Result<(), Failure> {
    let at = "execution_log";
    connection
        .prepare_cached(
            "INSERT INTO execution_log (id, execution_id, tool_version, args, root, db_path, started_at,
                finished_at, duration_ms, outcome, error_message, files_indexed, symbols_indexed,
                references_indexed)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        )
        .and_then(|mut insert| {
            insert.execute(params![
                run.row,
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
            ])
        })
        .at(at)?;
    ledger.note(&Record::Execution(run.clone()));
    Ok(())
}

/// Adds what a run complained of.
pub(super) fn import_diagnostic(
    connection: &Connection,
    execution_id: &str,
    seq: u64,
    diagnostic: &Diagnostic,
    ledger: &mut Ledger,
) -> Result<(), Failure> {
    let Diagnostic { path, line, severity, message } = diagnostic;
    connection
        .prepare_cached(COMPLAIN)
        .and_then(|mut insert| {
            insert.execute(params![execution_id, signed(seq), path, line, severity.as_str(), message])
        })
        .at("tui_diagnostics")?;
    let (execution_id, diagnostic) = (execution_id.to_owned(), diagnostic.clone());
    ledger.note(&Record::Diagnostic { execution_id, seq, diagnostic });
    Ok(())
}

/// What a run has complained of so far.
fn complaints(connection: &Connection, execution_id: &str) -> Result<Vec<Record>, Failure> {
    let at = "tui_diagnostics";
    let sql = "SELECT path, line, severity, message, seq FROM tui_diagnostics WHERE execution_id = ?1";
    let mut select = connection.prepare_cached(sql).at(at)?;
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Record::Diagnostic {
            execution_id: execution_id.to_owned(),
            seq: unsigned(row, 4),
            diagnostic: diagnostic_up_to(row, usize::MAX),
        })
    };
    select.query_map([execution_id], read).and_then(Iterator::collect).at(at)
}

/// The runs that a condition holds for.
fn find(
    connection: &Connection,
    which: &str,
    params: impl rusqlite::Params,
) -> Result<Vec<Execution>, Failure> {
    let at = "execution_log";
    let sql = format!(
        "SELECT id, execution_id, tool_version, args, root, db_path, started_at, finished_at, duration_ms,
                outcome, error_message, files_indexed, symbols_indexed, references_indexed
         FROM execution_log WHERE {which}"
    );
    let mut select = connection.prepare_cached(&sql).at(at)?;
    select.query_map(params, |row| Ok(execution_up_to(row, usize::MAX))).and_then(Iterator::collect).at(at)
}

/// Writes a run's row, a new one or over its old one.
fn put(connection: &Connection, run: &Execution, ledger: &mut Ledger) -> Result<(), Failure> {
    let before = find(connection, "execution_id = ?1", [&run.execution_id])?;
    // Not one statement for both: one that comes upon the row takes a row's number all the same.
    let sql = if before.is_empty() {
        "INSERT INTO execution_log (execution_id, tool_version, args, root, db_path, started_at, finished_at,
            duration_ms, outcome, error_message, files_indexed, symbols_indexed, references_indexed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"
    } else {
        "UPDATE execution_log SET tool_version = ?2, args = ?3, root = ?4, db_path = ?5, started_at = ?6,
            finished_at = ?7, duration_ms = ?8, outcome = ?9, error_message = ?10, files_indexed = ?11,
            symbols_indexed = ?12, references_indexed = ?13
         WHERE execution_id = ?1"
    };
    for before in before {
        ledger.forget(&Record::Execution(before));
    }
    connection
        .execute(
            sql,
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
    ledger.note(&Record::Execution(run.clone()));
    Ok(())
}
