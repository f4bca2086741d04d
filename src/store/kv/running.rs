//! Runs that have begun and are not in the log yet.
//!
//! They stand in a file of their own, so that a run is seen from its beginning although all else that
//! it does becomes visible at its end. Who holds the writer's lock may change it.

use std::io::{ErrorKind, Read};

use super::error::{io_error, undecodable};
use super::folder::{Folder, open_plain};
use crate::model::{Execution, RecordKind};
use crate::store::codec::{Encoder, ExecutionPayload, Undecodable, decode};
use crate::store::{KILLED, RUN_PREFIX, Result};

/// Longest file that is read, in bytes.
const MAX: u64 = 16 << 20;

/// The runs in the file, oldest first, their rows not known.
pub(super) fn read(folder: &Folder) -> Result<Vec<Execution>> {
    let mut bytes = Vec::new();
    match open_plain(&folder.running()).and_then(|file| file.take(MAX).read_to_end(&mut bytes)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(io_error(folder.path(), "read", error)),
        Ok(_) => {}
    }
    let runs = || -> std::result::Result<Vec<Execution>, Undecodable> {
        let payloads: Vec<&[u8]> = decode(&bytes)?;
        payloads
            .into_iter()
            .map(|payload| Ok(decode::<ExecutionPayload<'_>>(payload)?.execution(0)))
            .collect()
    };
    runs().map_err(|error| undecodable(folder.path(), "running", &error))
}

/// Writes the file; without runs there is none.
pub(super) fn write(folder: &Folder, runs: &[Execution]) -> Result<()> {
    if runs.is_empty() {
        return folder.note_running(&[]);
    }
    let mut with = Encoder::default();
    let payloads: Vec<Vec<u8>> = runs
        .iter()
        .map(|run| {
            ExecutionPayload::encode(&mut with, run);
            with.payload().to_vec()
        })
        .collect();
    with.begin(RecordKind::Execution, &[]);
    with.fields(&payloads);
    folder.note_running(with.payload())
}

/// Marks a run of ours that says it is running though nobody holds the lock: its process is gone.
pub(super) fn mark_killed(run: &mut Execution) {
    if run.outcome == crate::model::Outcome::Running && run.execution_id.starts_with(RUN_PREFIX) {
        let (outcome, message) = KILLED;
        run.outcome = outcome;
        run.error_message = Some(message.to_owned());
    }
}
