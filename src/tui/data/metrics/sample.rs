//! A picture of all rows: the numbers of many of them, and the largest of each column.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::filter::Filter;
use super::{Column, Measured, Row, Sort, page};
use crate::model::{Record, RecordKind};
use crate::store::{Order, Reader, Result};

/// Rows that pass the filter of which the numbers are kept.
const KEPT: usize = 50_000;
/// How often what is there so far is told.
const TELL_EVERY: Duration = Duration::from_millis(200);
/// Rows that are looked at.
const LOOKED_AT: usize = 500_000;

/// The numbers of many rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sample {
    /// The columns that have numbers.
    columns: Vec<Column>,
    /// The numbers in each of `columns`, row by row.
    numbers: Vec<Vec<f32>>,
    /// The largest number of each of `columns`, of all rows.
    most: Vec<f64>,
    /// Whether these are all rows that pass.
    pub is_all: bool,
}

impl Sample {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.numbers.first().map_or(0, Vec::len)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The numbers of a column, row by row; none of names.
    pub fn numbers(&self, column: Column) -> impl Iterator<Item = f64> {
        let at = self.columns.iter().position(|other| *other == column);
        let numbers = at.and_then(|at| self.numbers.get(at)).map(Vec::as_slice).unwrap_or_default();
        numbers.iter().map(|number| f64::from(*number))
    }

    /// The largest number of a column; 0 where it has none.
    pub fn most(&self, column: Column) -> f64 {
        let at = self.columns.iter().position(|other| *other == column);
        at.and_then(|at| self.most.get(at)).copied().unwrap_or_default()
    }
}

/// Takes the sample, of rows that pass: all where there are not very many, else those by the smallest ids,
/// which in an index of our own are of files in no particular order. `tell` is given what is there of it meanwhile. Cost: a
/// scan that is bounded.
///
/// # Errors
/// Where the measures cannot be read.
pub fn sample(
    reader: &dyn Reader,
    measured: Measured,
    filter: &Filter,
    cancel: &AtomicBool,
    tell: &mut dyn FnMut(Sample),
) -> Result<Sample> {
    let columns: Vec<Column> =
        measured.columns().iter().copied().filter(|column| *column != Column::Name).collect();
    let mut most = Vec::new();
    for column in &columns {
        let sort = Sort { column: *column, order: Order::Descending };
        let first = page(reader, measured, sort, None, 1)?.items.into_iter().next();
        most.push(first.and_then(|row| row.value(*column)).unwrap_or_default());
    }
    let numbers = vec![Vec::new(); columns.len()];
    let mut sample = Sample { columns, numbers, most, is_all: false };
    let mut is_all = true;
    let mut told = Instant::now();
    let kind = match measured {
        Measured::Symbols => RecordKind::SymbolMetrics,
        Measured::Files => RecordKind::FileMetrics,
    };
    let mut looked_at = 0;
    reader.records(kind, &mut |record| {
        let row = match record {
            Record::SymbolMetrics(row) => Row::Symbol(row),
            Record::FileMetrics(row) => Row::File(row),
            _ => return true,
        };
        if sample.len() == KEPT || looked_at == LOOKED_AT || cancel.load(Ordering::Relaxed) {
            is_all = false;
            return false;
        }
        looked_at += 1;
        if filter.passes(&row) {
            for (column, numbers) in sample.columns.iter().zip(&mut sample.numbers) {
                numbers.push(row.value(*column).unwrap_or_default() as f32);
            }
        }
        if told.elapsed() >= TELL_EVERY {
            tell(sample.clone());
            told = Instant::now();
        }
        true
    })?;
    sample.is_all = is_all;
    Ok(sample)
}
