//! A run's row in the log of runs.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::clock;
use crate::model::{Execution, Outcome};

/// A run that has begun.
pub(crate) struct RunLog {
    begin: Instant,
    execution: Execution,
}

impl RunLog {
    /// The row of a run that begins now.
    pub(crate) fn begin(args: &[String], root: &Path, database: &Path) -> RunLog {
        let args = serde_json::Value::from(args.to_vec()).to_string();
        let execution = Execution {
            row: 0,
            execution_id: unique_id(),
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            args,
            root: Some(root.to_string_lossy().into_owned()),
            db_path: database.to_string_lossy().into_owned(),
            started_at: clock::now(),
            finished_at: None,
            duration_ms: None,
            outcome: Outcome::Running,
            error_message: None,
            files_indexed: 0,
            symbols_indexed: 0,
            references_indexed: 0,
        };
        RunLog { begin: Instant::now(), execution }
    }

    /// The row as it stands.
    pub(crate) fn execution(&self) -> &Execution {
        &self.execution
    }

    /// The row of the run's end, or of one of its ends where it goes on: counts are added up. Its duration is from [`RunLog::begin`] until now: the walk, and all that
    /// was read, parsed, resolved, put and settled. Only the commit itself comes after it, as the row is a
    /// part of what is committed.
    pub(crate) fn finish(
        &mut self,
        outcome: Outcome,
        message: Option<String>,
        counts: [u64; 3],
    ) -> &Execution {
        let [files, symbols, references] = counts.map(|count| i64::try_from(count).unwrap_or(i64::MAX));
        let run = &mut self.execution;
        run.finished_at = Some(clock::now());
        run.duration_ms = i64::try_from(self.begin.elapsed().as_millis()).ok();
        run.outcome = outcome;
        run.error_message = message;
        run.files_indexed += files;
        run.symbols_indexed += symbols;
        run.references_indexed += references;
        run
    }

    /// How long it has been going on.
    pub(crate) fn elapsed(&self) -> Duration {
        self.begin.elapsed()
    }
}

/// Runs that this process has begun.
static RUNS: AtomicU64 = AtomicU64::new(0);

/// `tui-` and 16 hex digits that no other run has.
fn unique_id() -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&clock::real_ns().to_le_bytes());
    hasher.update(&std::process::id().to_le_bytes());
    hasher.update(&RUNS.fetch_add(1, Ordering::Relaxed).to_le_bytes());
    let hex = hasher.finalize().to_hex();
    format!("tui-{}", hex.get(..16).unwrap_or_default())
}
