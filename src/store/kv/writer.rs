//! The writer.

use std::path::Path;
use std::time::Duration;

use crate::model::{Diagnostic, Execution, FileRecords, FileState, NodeId};
use crate::store::{NewDatabase, Result, StoreError, Writer};

/// The writer.
pub(in crate::store) struct KvWriter;

impl KvWriter {
    pub(in crate::store) fn open(path: &Path, _: Duration) -> Result<KvWriter> {
        Err(StoreError::NotFound { path: path.to_owned() })
    }

    pub(in crate::store) fn create(path: &Path, _: &NewDatabase<'_>, _: Duration) -> Result<KvWriter> {
        Err(StoreError::NotFound { path: path.to_owned() })
    }
}

impl Writer for KvWriter {
    fn begin_run(&mut self, _: &Execution) -> Result<()> {
        Ok(())
    }
    fn set_root(&mut self, _: &str) -> Result<()> {
        Ok(())
    }
    fn put_file(&mut self, _: &FileRecords) -> Result<()> {
        Ok(())
    }
    fn put_state(&mut self, _: &FileState) -> Result<()> {
        Ok(())
    }
    fn remove_file(&mut self, _: NodeId) -> Result<()> {
        Ok(())
    }
    fn finish_run(&mut self, _: &Execution, _: &[Diagnostic]) -> Result<()> {
        Ok(())
    }
    fn settle(&mut self) -> Result<()> {
        Ok(())
    }
    fn commit(self: Box<Self>) -> Result<()> {
        Ok(())
    }
}
