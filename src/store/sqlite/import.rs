//! A new file of another database's content.

use std::path::Path;

use crate::model::{FileRecords, Record};
use crate::store::{Content, Importer, Meta, Result, Row, Wants};

/// A new file of another database's content.
pub(in crate::store) struct SqliteImport {
    wants: Wants,
}

impl SqliteImport {
    /// Begins one.
    pub(in crate::store) fn new(_: &Path, _: &Path, _: &Content, _: &Meta) -> Result<SqliteImport> {
        todo!()
    }
}

impl Importer for SqliteImport {
    fn wants(&self) -> &Wants {
        &self.wants
    }
    fn row(&mut self, _: usize, _: &Row<'_>) -> Result<()> {
        todo!()
    }
    fn file(&mut self, _: &FileRecords) -> Result<()> {
        todo!()
    }
    fn record(&mut self, _: &Record) -> Result<()> {
        todo!()
    }
    fn finish(self: Box<Self>) -> Result<()> {
        todo!()
    }
}
