//! A database written down for other programs, fact by fact.
//!
//! The same facts give the same bytes, whichever engine holds them: neither the engine nor the database's
//! place is said, nor the numbers of its rows. `docs/export.md` describes every form. What a screen shows is written
//! down here too, table by table ([`sheet`]) or as boxes and lines ([`drawing`]).

mod csv;
mod dot;
pub mod drawing;
mod escape;
mod line;
pub mod place;
mod record;
mod scip;
pub mod sheet;
#[cfg(test)]
mod tests;

pub use csv::tables_of;
pub use dot::call_graph;
pub(crate) use escape::is_harmful;
pub use record::{json, pretty};
pub use scip::{NameStarts, scip_index};

use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::model::RecordKind;
use crate::store::{Reader, StoreError};

/// Why an export ended early.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// The database could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What was read could not be written.
    #[error("the export cannot be written: {0}")]
    Write(#[from] std::io::Error),
    /// It was cancelled.
    #[error("the export was interrupted")]
    Interrupted,
}

/// Writes every fact of a snapshot as JSON lines: an object a line, `type` first, sort after sort in the
/// order of [`RecordKind::ALL`]. Setting `cancel` ends it. Cost: a scan of the whole database; memory for
/// one record. `out` is written to in small pieces and is not flushed.
///
/// # Errors
/// Where the database cannot be read or `out` not be written to, and where it was cancelled.
pub fn json_lines(reader: &dyn Reader, out: &mut dyn Write, cancel: &AtomicBool) -> Result<(), ExportError> {
    for kind in RecordKind::ALL {
        let mut done = Ok(());
        reader.records(kind, &mut |record| {
            done = if cancel.load(Ordering::Relaxed) {
                Err(ExportError::Interrupted)
            } else {
                record::write(out, &record).map_err(ExportError::Write)
            };
            done.is_ok()
        })?;
        done?;
    }
    Ok(())
}
