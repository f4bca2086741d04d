//! The keys of `log`: runs, what leads to them, and what they complained of.

use super::entries::Entries;
use super::keys::Key;
use super::layout::log;
use crate::model::{Diagnostic, Execution, Outcome, Severity};
use crate::store::codec::Encoder;

/// Where a run's row stands in the log's indexes.
pub(super) fn run_keys(run: &Execution) -> [Key; 3] {
    [
        run_by_id(&run.execution_id),
        run_by_outcome(&run.outcome).int(run.row),
        run_by_time(run.started_at, run.row),
    ]
}

pub(super) fn run(row: i64) -> Key {
    Key::tagged(log::RUN).int(row)
}

pub(super) fn run_by_id(execution_id: &str) -> Key {
    Key::tagged(log::RUN_BY_ID).text(execution_id.as_bytes())
}

pub(super) fn run_by_outcome(outcome: &Outcome) -> Key {
    Key::tagged(log::RUN_BY_OUTCOME).text(outcome.as_str().as_bytes())
}

pub(super) fn run_by_time(started_at: i64, row: i64) -> Key {
    Key::tagged(log::RUN_BY_TIME).int(started_at).int(row)
}

/// What the keys of all that a run complained of begin with.
pub(super) fn diagnostics(execution_id: &str) -> Key {
    Key::tagged(log::DIAGNOSTIC).text(execution_id.as_bytes())
}

/// The key of a complaint: worst first, then by place.
pub(super) fn diagnostic(execution_id: &str, seq: u64, told: &Diagnostic) -> Key {
    let rank = match told.severity {
        Severity::Error => 0,
        Severity::Warning => 1,
        Severity::Note => 2,
    };
    diagnostics(execution_id).tag(rank).text(told.path.as_bytes()).size(told.line.into()).size(seq)
}

/// The number of a complaint: the last part of its key.
pub(super) fn diagnostic_seq(key: &[u8]) -> Option<u64> {
    key.last_chunk().map(|seq| u64::from_be_bytes(*seq))
}

/// Adds a run, which its caller has encoded with `with`, and what leads to it.
pub(super) fn put_run(added: &Execution, with: &Encoder, to: &mut Entries) {
    to.put(run(added.row).bytes(), with.payload());
    let [by_id, by_outcome, by_time] = run_keys(added);
    to.put(by_id.bytes(), Key::of(added.row).bytes());
    to.put(by_outcome.bytes(), &[]);
    to.put(by_time.bytes(), &[]);
}
