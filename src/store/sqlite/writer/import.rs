//! A new index of another one's content.

use std::path::Path;

use rusqlite::Connection;

use super::super::tables::{Frame, Layout};
use super::build::Building;
use super::{At, SqliteWriter, runs};
use crate::model::Record;
use crate::store::{NewDatabase, Result, StoreError};

impl SqliteWriter {
    /// Begins one at just the path `at`, where nobody else looks: no lock is taken, and it is put nowhere else.
    /// Errors name `shown`.
    pub(in crate::store::sqlite) fn import(
        at: &Path,
        shown: &Path,
        new: &NewDatabase<'_>,
    ) -> Result<SqliteWriter> {
        let mut writer = SqliteWriter::build(shown, Building::at(at, shown)?, new, None)?;
        // Everything comes in one transaction, and what is not of files comes first.
        writer.change(|_, _| Ok(()))?;
        Ok(writer)
    }

    /// The connection, for what is beside the index.
    pub(in crate::store::sqlite) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Makes a frame for rows.
    pub(in crate::store::sqlite) fn frame(&self, name: String, layout: &Layout) -> Result<Frame> {
        self.write(|connection| Frame::make(connection, name, layout, true).at("sqlite_schema"))
    }

    /// Adds a run, or what one complained of, as it is.
    pub(in crate::store::sqlite) fn put_record(&mut self, record: &Record) -> Result<()> {
        match record {
            Record::Execution(run) => {
                self.change(|connection, ledger| runs::import_run(connection, run, ledger))
            }
            Record::Diagnostic { execution_id, seq, diagnostic } => self.change(|connection, ledger| {
                runs::import_diagnostic(connection, execution_id, *seq, diagnostic, ledger)
            }),
            _ => Err(StoreError::Foreign { path: self.path.clone() }),
        }
    }

    /// Completes the index. What `add` does comes as the last.
    pub(in crate::store::sqlite) fn finish(self, add: impl FnOnce(&Connection) -> Result<()>) -> Result<()> {
        Box::new(self).complete(add).map(drop)
    }
}
