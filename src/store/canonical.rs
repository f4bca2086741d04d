//! Records and rows as bytes that say all there is of them, for whoever compares databases.

use super::codec::{Encoder, encode_record};
use super::tables::{Row, Table, encode_row};
use crate::model::Record;

/// Makes bytes of records and rows: the same of the same one, whichever engine it comes from.
#[derive(Debug, Default)]
pub struct Canonical {
    encoder: Encoder,
    buffer: Vec<u8>,
    key: usize,
}

/// One record or row as bytes.
#[derive(Debug, Clone, Copy)]
pub struct Bytes<'a> {
    /// By what it is found among others of its sort.
    pub key: &'a [u8],
    /// All that is known of it, its key too.
    pub whole: &'a [u8],
}

impl Canonical {
    /// The bytes of a record. A chunk's row is no part of it: it is another one in each database.
    pub fn record(&mut self, record: &Record) -> Bytes<'_> {
        encode_record(&mut self.encoder, record);
        self.buffer.clear();
        if let Record::Execution(run) = record {
            self.buffer.extend_from_slice(&run.row.to_be_bytes());
        }
        self.buffer.extend_from_slice(self.encoder.heading());
        self.key = self.buffer.len();
        self.buffer.extend_from_slice(self.encoder.payload());
        self.bytes()
    }

    /// The bytes of a row of a table. Where the table has rowids, that is the row's key; else all of it is.
    pub fn row(&mut self, table: &Table, row: &Row<'_>) -> Bytes<'_> {
        self.buffer.clear();
        if table.rowid.is_some() {
            self.buffer.extend_from_slice(&row.key.to_be_bytes());
            self.key = self.buffer.len();
            encode_row(row, &mut self.buffer);
        } else {
            encode_row(row, &mut self.buffer);
            self.key = self.buffer.len();
        }
        self.bytes()
    }

    fn bytes(&self) -> Bytes<'_> {
        Bytes { key: self.buffer.get(..self.key).unwrap_or_default(), whole: &self.buffer }
    }
}
