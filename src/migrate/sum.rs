//! Counts and hashes of parts, whatever order their rows come in.

use crate::model::{Record, RecordKind};
use crate::store::{Bytes, Canonical, Content, Reader, Result, Row, Table};

/// How many rows a part has, and the sum of the BLAKE3 hashes of each, modulo 2^256: one row more, less or
/// other shows, however they are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Sum {
    pub(super) rows: u64,
    /// Lowest first.
    words: [u64; 4],
}

impl Sum {
    pub(super) fn add(&mut self, whole: &[u8]) {
        self.rows += 1;
        let hash = blake3::hash(whole);
        let (words, _) = hash.as_bytes().as_chunks::<8>();
        let mut carry = false;
        for (word, more) in self.words.iter_mut().zip(words) {
            let (sum, over) = word.overflowing_add(u64::from_le_bytes(*more));
            let (sum, over_again) = sum.overflowing_add(carry.into());
            (*word, carry) = (sum, over || over_again);
        }
    }

    /// The hash: 64 hexadecimal digits.
    pub(super) fn hex(&self) -> String {
        self.words.iter().rev().map(|word| format!("{word:016x}")).collect()
    }
}

/// Which part of a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PartKey<'a> {
    /// The rows of a table.
    Table(&'a Table),
    /// Records of a sort.
    Records(RecordKind),
}

impl PartKey<'_> {
    /// What it is called.
    pub(super) fn name(self) -> String {
        match self {
            PartKey::Table(table) => format!("table {}", table.name),
            PartKey::Records(kind) => kind.as_str().to_owned(),
        }
    }

    /// How many rows it has, as the database counts them.
    pub(super) fn count(self, reader: &dyn Reader) -> Result<u64> {
        match self {
            PartKey::Table(table) => reader.count_rows(table),
            PartKey::Records(kind) => reader.count_records(kind),
        }
    }

    /// Calls `each` with all of it until it gives `false`.
    pub(super) fn read(self, reader: &dyn Reader, each: &mut dyn FnMut(Item<'_>) -> bool) -> Result<()> {
        let mut canonical = Canonical::default();
        match self {
            PartKey::Table(table) => reader.rows(table, None, &mut |row| {
                each(Item { bytes: canonical.row(table, &row), what: What::Row(&row) })
            }),
            PartKey::Records(kind) => reader.records(kind, &mut |record| {
                each(Item { bytes: canonical.record(&record), what: What::Record(&record) })
            }),
        }
    }
}

/// A row or a record, and its bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item<'a> {
    pub(super) bytes: Bytes<'a>,
    pub(super) what: What<'a>,
}

/// A row or a record.
#[derive(Debug, Clone, Copy)]
pub(super) enum What<'a> {
    Row(&'a Row<'a>),
    Record(&'a Record),
}

/// The parts by which a database is compared with a copy that takes `tables` of it (places in its schema), and
/// where `with_records` its records.
pub(super) fn parts<'a>(content: &'a Content, tables: &[usize], with_records: bool) -> Vec<PartKey<'a>> {
    let of = |number: &usize| content.schema.as_ref()?.tables.get(*number).map(PartKey::Table);
    let mut parts: Vec<PartKey<'a>> = tables.iter().filter_map(of).collect();
    if with_records {
        parts.extend(RecordKind::ALL.map(PartKey::Records));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_does_not_depend_on_the_order_and_shows_every_row() {
        let sum = |rows: &[&str]| {
            let mut sum = Sum::default();
            rows.iter().for_each(|row| sum.add(row.as_bytes()));
            sum
        };
        assert_eq!(sum(&["a", "b", "b"]), sum(&["b", "a", "b"]));
        assert_ne!(sum(&["a", "b", "b"]), sum(&["a", "b"]));
        assert_ne!(sum(&["a", "b", "b"]).hex(), sum(&["a", "a", "b"]).hex());
        assert_ne!(sum(&["a", "a"]).hex(), sum(&[]).hex(), "equal rows do not cancel each other");
        assert_eq!(sum(&[]).hex(), "0".repeat(64));
        // One row alone is its hash, its bytes read as a number, lowest first.
        let mut bytes = *blake3::hash(b"a").as_bytes();
        bytes.reverse();
        let wanted: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(sum(&["a"]).hex(), wanted);
    }
}
