//! A picture of all rows: the numbers of many of them, and the largest of each column.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::filter::Filter;
use super::{Column, Measured, Row, Sort, each, page, unnamed};
use crate::model::{Record, RecordKind};
use crate::store::{Order, Reader, Result};

/// When what is there so far is told first, and how long it takes at least until it is told again.
const TELL_EVERY: Duration = Duration::from_millis(200);
/// Rows between two looks at the clock.
const STEP: usize = 256;
/// Rows that are looked at. The numbers of those that pass take 20 bytes each until they are counted.
const LOOKED_AT: usize = 500_000;
/// Rows that are looked at in the order of a column, each a look-up, before a scan takes less time.
const IN_ORDER: usize = 20_000;

/// The numbers of many rows, each number once: drawing them costs no more than there are different ones.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sample {
    /// The columns that have numbers.
    columns: Vec<Column>,
    /// The numbers of each of `columns`, ascending, with how many rows have them.
    counts: Vec<Vec<(f32, u64)>>,
    /// The pairs of numbers in each of `columns` and in [`Column::Complexity`] that a row has.
    pairs: Vec<Vec<(f32, f32)>>,
    /// The largest number of each of `columns`, of all rows.
    most: Vec<f64>,
    rows: usize,
    /// Whether these are all rows that pass.
    pub is_all: bool,
}

impl Sample {
    /// That of rows whose numbers stand in `numbers`, column by column.
    fn of(columns: &[Column], numbers: &[Vec<f32>], most: &[f64], is_all: bool) -> Sample {
        let complexity = columns.iter().position(|column| *column == Column::Complexity);
        let complexity = complexity.and_then(|at| numbers.get(at)).map(Vec::as_slice).unwrap_or_default();
        let counts = numbers.iter().map(|numbers| {
            let mut sorted = numbers.clone();
            sorted.sort_unstable_by(f32::total_cmp);
            sorted
                .chunk_by(|one, other| one == other)
                .filter_map(|same| Some((*same.first()?, same.len() as u64)))
                .collect()
        });
        let pairs = numbers.iter().map(|numbers| {
            let mut pairs: Vec<(f32, f32)> =
                numbers.iter().copied().zip(complexity.iter().copied()).collect();
            pairs.sort_unstable_by(|one, other| one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1)));
            pairs.dedup();
            pairs
        });
        Sample {
            columns: columns.to_vec(),
            counts: counts.collect(),
            pairs: pairs.collect(),
            most: most.to_vec(),
            rows: numbers.first().map_or(0, Vec::len),
            is_all,
        }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The numbers of a column, ascending, with how many rows have them; none of names.
    pub fn counts(&self, column: Column) -> &[(f32, u64)] {
        self.of_column(&self.counts, column).map(Vec::as_slice).unwrap_or_default()
    }

    /// The pairs of numbers in a column and in [`Column::Complexity`] that rows have.
    pub fn pairs(&self, column: Column) -> &[(f32, f32)] {
        self.of_column(&self.pairs, column).map(Vec::as_slice).unwrap_or_default()
    }

    /// The largest number of a column; 0 where it has none.
    pub fn most(&self, column: Column) -> f64 {
        self.of_column(&self.most, column).copied().unwrap_or_default()
    }

    fn of_column<'a, T>(&self, all: &'a [T], column: Column) -> Option<&'a T> {
        all.get(self.columns.iter().position(|other| *other == column)?)
    }
}

/// A sample in the making.
struct Taking<'t> {
    reader: &'t dyn Reader,
    filter: &'t Filter,
    cancel: &'t AtomicBool,
    columns: Vec<Column>,
    most: Vec<f64>,
    numbers: Vec<Vec<f32>>,
    looked_at: usize,
    rows_told: usize,
    told: Instant,
}

impl Taking<'_> {
    /// Looks at one more row, of `at_most`. Gives whether there was room for it.
    fn look_at(&mut self, row: &mut Row, at_most: usize, tell: &mut dyn FnMut(Sample)) -> bool {
        if self.looked_at == at_most || self.cancel.load(Ordering::Relaxed) {
            return false;
        }
        self.looked_at += 1;
        self.filter.find_out(row, self.reader);
        if self.filter.passes(row) {
            for (column, numbers) in self.columns.iter().zip(&mut self.numbers) {
                numbers.push(row.value(*column).unwrap_or_default() as f32);
            }
        }
        let rows = self.numbers.first().map_or(0, Vec::len);
        // To count them takes its time, too: each telling has twice as many rows as the one before.
        let is_time = self.looked_at.is_multiple_of(STEP) && self.told.elapsed() >= TELL_EVERY;
        if is_time && rows >= 2 * self.rows_told {
            tell(self.so_far(false));
            (self.told, self.rows_told) = (Instant::now(), rows);
        }
        true
    }

    fn so_far(&self, is_all: bool) -> Sample {
        Sample::of(&self.columns, &self.numbers, &self.most, is_all)
    }

    fn begin_again(&mut self) {
        self.numbers.iter_mut().for_each(Vec::clear);
        (self.looked_at, self.rows_told) = (0, 0);
    }
}

/// Takes the sample, of rows that pass: all where a bound of the filter keeps all but a few out, or where there are not very
/// many, else those by the smallest ids, which in an index of our own are of files in no particular order. `tell` is given what is
/// there of it meanwhile. Cost: that of the rows within the bound, or a scan that is bounded.
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
    let (looked_at, rows_told, told) = (0, 0, Instant::now());
    let mut taking = Taking { reader, filter, cancel, columns, most, numbers, looked_at, rows_told, told };
    if let Some(sort) = filter.bounded_order() {
        let mut is_all = true;
        each(reader, measured, sort, &mut |mut row| {
            let is_within = !filter.is_past(&row, sort);
            if is_within {
                is_all = taking.look_at(&mut row, IN_ORDER, tell);
            }
            is_within && is_all
        })?;
        if is_all {
            return Ok(taking.so_far(true));
        }
        taking.begin_again();
    }
    let kind = match measured {
        Measured::Symbols => RecordKind::SymbolMetrics,
        Measured::Files => RecordKind::FileMetrics,
    };
    let mut is_all = true;
    reader.records(kind, &mut |record| {
        let mut row = match record {
            Record::SymbolMetrics(row) => unnamed(row),
            Record::FileMetrics(row) => Row::File(row),
            _ => return true,
        };
        is_all = taking.look_at(&mut row, LOOKED_AT, tell);
        is_all
    })?;
    Ok(taking.so_far(is_all))
}
