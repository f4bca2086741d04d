//! Sorted entries that wait on disk to be merged: so what is in no order is put in order in little memory, and goes
//! into the tables in one pass.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::FileExt;
use std::path::Path;

use super::super::entries::{Bounds, Pair, begin_of, bounds_at};

/// Bytes of a run between two places that are noted.
const MARK: u64 = 1 << 20;

/// Bytes that are read, or written, at a time.
const BUFFER: usize = 256 << 10;

/// The length of a value that a key is to go for.
const GONE: u32 = u32::MAX;

/// Bytes before a key: its length, and that of its value.
const HEAD: usize = 8;

/// Runs of entries, each in order; a later one says what holds. In a file of which nobody knows the name.
pub(super) struct Spilled {
    file: File,
    end: u64,
    runs: Vec<Run>,
}

/// A sorted run.
struct Run {
    end: u64,
    /// Keys, and where they stand: the first one, and some further on.
    marks: Vec<(Vec<u8>, u64)>,
}

impl Spilled {
    /// Nothing yet, in a folder.
    ///
    /// # Errors
    /// Where no file can be made there.
    pub(super) fn new(folder: &Path) -> io::Result<Spilled> {
        Ok(Spilled { file: tempfile::tempfile_in(folder)?, end: 0, runs: Vec::new() })
    }

    /// Puts a run there, in order.
    ///
    /// # Errors
    /// Where it cannot be written: the disk is full.
    pub(super) fn put<'a>(&mut self, pairs: impl Iterator<Item = Pair<'a>>) -> io::Result<()> {
        let mut marks: Vec<(Vec<u8>, u64)> = Vec::new();
        let mut to = BufWriter::with_capacity(BUFFER, &self.file);
        for (key, value) in pairs {
            if marks.last().is_none_or(|(_, at)| self.end - at >= MARK) {
                marks.push((key.to_vec(), self.end));
            }
            let length = |bytes: &[u8]| u32::try_from(bytes.len()).map_err(|_| io::ErrorKind::FileTooLarge);
            to.write_all(&length(key)?.to_le_bytes())?;
            to.write_all(&value.map_or(Ok(GONE), length)?.to_le_bytes())?;
            to.write_all(key)?;
            to.write_all(value.unwrap_or_default())?;
            self.end += (HEAD + key.len() + value.map_or(0, <[u8]>::len)) as u64;
        }
        to.flush()?;
        drop(to);
        self.runs.push(Run { end: self.end, marks });
        Ok(())
    }

    /// Bounds that part the keys into so many parts of about one size.
    pub(super) fn parted(&self, parts: usize) -> Vec<Bounds<'_>> {
        let mut marks: Vec<&[u8]> =
            self.runs.iter().flat_map(|run| run.marks.iter().map(|(key, _)| key.as_slice())).collect();
        marks.sort_unstable();
        let mut at: Vec<&[u8]> =
            (1..parts).filter_map(|part| marks.get(marks.len() * part / parts).copied()).collect();
        at.dedup();
        bounds_at(&at)
    }

    /// Calls `each` with the keys between bounds, in order, of equal ones with the latest.
    ///
    /// # Errors
    /// Where they cannot be read, and those of `each`.
    pub(super) fn merge<E: From<io::Error>>(
        &self,
        bounds: Bounds<'_>,
        mut each: impl FnMut(&[u8], Option<&[u8]>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut heads = BinaryHeap::with_capacity(self.runs.len());
        for (number, run) in self.runs.iter().enumerate() {
            let mut head = Head::new(&self.file, run, number, bounds.0);
            if head.advance(bounds)? {
                heads.push(Reverse(head));
            }
        }
        let mut last: Option<Vec<u8>> = None;
        while let Some(mut next) = heads.peek_mut() {
            let Reverse(head) = &mut *next;
            if last.as_deref() != Some(head.key()) {
                each(head.key(), head.value())?;
                let last = last.get_or_insert_default();
                last.clear();
                last.extend_from_slice(head.key());
            }
            if !head.advance(bounds)? {
                PeekMut::pop(next);
            }
        }
        Ok(())
    }
}

/// The next entry of a run.
struct Head<'f> {
    file: &'f File,
    /// Where the next bytes are to be read, and where the run ends.
    at: u64,
    end: u64,
    buffer: Vec<u8>,
    /// Where the entry's key stands in the buffer; its value stands behind it.
    key: std::ops::Range<usize>,
    value: u32,
    /// The first bytes of the key, so that most comparisons look no further.
    begin: u128,
    number: usize,
}

impl<'f> Head<'f> {
    /// Before the first entry that may be wanted.
    fn new(file: &'f File, run: &Run, number: usize, from: Option<&[u8]>) -> Head<'f> {
        let before = |(key, _): &(Vec<u8>, u64)| from.is_some_and(|from| key.as_slice() <= from);
        let first = run.marks.partition_point(before).saturating_sub(1);
        let at = run.marks.get(first).map_or(run.end, |(_, at)| *at);
        Head { file, at, end: run.end, buffer: Vec::new(), key: 0..0, value: GONE, begin: 0, number }
    }

    fn key(&self) -> &[u8] {
        self.buffer.get(self.key.clone()).unwrap_or_default()
    }

    fn value(&self) -> Option<&[u8]> {
        (self.value != GONE).then(|| self.buffer.get(self.key.end..self.entry_end()).unwrap_or_default())
    }

    fn entry_end(&self) -> usize {
        self.key.end + if self.value == GONE { 0 } else { self.value as usize }
    }

    /// Goes on to the next entry between bounds; `false` where there is none.
    fn advance(&mut self, (from, to): Bounds<'_>) -> io::Result<bool> {
        while self.step()? {
            if to.is_some_and(|to| self.key() >= to) {
                return Ok(false);
            }
            if from.is_none_or(|from| self.key() >= from) {
                self.begin = begin_of(self.key());
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn step(&mut self) -> io::Result<bool> {
        let mut at = self.entry_end();
        if !self.fill(&mut at, HEAD)? {
            return Ok(false);
        }
        let length =
            |bytes: Option<&[u8]>| bytes.and_then(<[u8]>::first_chunk).map(|four| u32::from_le_bytes(*four));
        let damaged = || io::Error::from(io::ErrorKind::InvalidData);
        let key = length(self.buffer.get(at..)).ok_or_else(damaged)? as usize;
        let value = length(self.buffer.get(at + 4..)).ok_or_else(damaged)?;
        let whole = HEAD + key + if value == GONE { 0 } else { value as usize };
        if !self.fill(&mut at, whole)? {
            return Err(damaged());
        }
        (self.key, self.value) = (at + HEAD..at + HEAD + key, value);
        Ok(true)
    }

    /// Has so many bytes in the buffer from a place on, which may move to its beginning; `false` where the run ends
    /// before.
    fn fill(&mut self, at: &mut usize, wanted: usize) -> io::Result<bool> {
        let there = self.buffer.len().saturating_sub(*at);
        if there >= wanted {
            return Ok(true);
        }
        self.buffer.drain(..self.buffer.len().min(*at));
        *at = 0;
        let more = (self.end - self.at).min(BUFFER.max(wanted) as u64) as usize;
        self.buffer.resize(there + more, 0);
        let to = self.buffer.get_mut(there..).unwrap_or_default();
        self.file.read_exact_at(to, self.at)?;
        self.at += more as u64;
        Ok(there + more >= wanted)
    }
}

impl Ord for Head<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        // Of equal keys that of the latest run comes first.
        let by_key = self.begin.cmp(&other.begin).then_with(|| self.key().cmp(other.key()));
        by_key.then_with(|| other.number.cmp(&self.number))
    }
}

impl PartialOrd for Head<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Head<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Head<'_> {}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    type Wanted = BTreeMap<Vec<u8>, Option<Vec<u8>>>;

    fn merged(spilled: &Spilled, bounds: Bounds<'_>) -> Vec<(Vec<u8>, Option<Vec<u8>>)> {
        let mut found = Vec::new();
        let each = |key: &[u8], value: Option<&[u8]>| -> io::Result<()> {
            found.push((key.to_vec(), value.map(<[u8]>::to_vec)));
            Ok(())
        };
        spilled.merge(bounds, each).unwrap();
        found
    }

    proptest! {
        #[test]
        fn runs_come_back_as_one(
            runs in prop::collection::vec(prop::collection::vec(
                (prop::collection::vec(0u8..3, 0..20), prop::option::of(prop::collection::vec(any::<u8>(), 0..3))),
                0..40,
            ), 0..6),
            parts in 1usize..4,
        ) {
            let mut spilled = Spilled::new(&std::env::temp_dir()).unwrap();
            let mut wanted = Wanted::new();
            for run in runs {
                let run: Wanted = run.into_iter().collect();
                spilled.put(run.iter().map(|(key, value)| (key.as_slice(), value.as_deref()))).unwrap();
                wanted.extend(run);
            }
            let found: Vec<_> =
                spilled.parted(parts).into_iter().flat_map(|bounds| merged(&spilled, bounds)).collect();
            prop_assert_eq!(found, wanted.into_iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn long_runs_are_parted_and_long_values_come_back() {
        let mut spilled = Spilled::new(&std::env::temp_dir()).unwrap();
        let mut wanted = Wanted::new();
        for run in 0..3u32 {
            let run: Wanted = (0..30_000u32)
                .map(|at| {
                    let value = if at % 10_000 == 7 { vec![1; 700_000] } else { at.to_le_bytes().repeat(20) };
                    ((at * 7 + run).to_be_bytes().to_vec(), (at % 5 != 3).then_some(value))
                })
                .collect();
            spilled.put(run.iter().map(|(key, value)| (key.as_slice(), value.as_deref()))).unwrap();
            wanted.extend(run);
        }
        let bounds = spilled.parted(3);
        assert_eq!(bounds.len(), 3);
        let parts: Vec<_> = bounds.into_iter().map(|bounds| merged(&spilled, bounds)).collect();
        let bytes = |part: &[(Vec<u8>, Option<Vec<u8>>)]| -> usize {
            part.iter().map(|(key, value)| HEAD + key.len() + value.as_ref().map_or(0, Vec::len)).sum()
        };
        let sizes: Vec<usize> = parts.iter().map(|part| bytes(part)).collect();
        assert!(
            sizes.iter().all(|size| *size > sizes.iter().sum::<usize>() / 6),
            "of about one size: {sizes:?}"
        );
        assert!(parts.concat() == wanted.into_iter().collect::<Vec<_>>());
    }
}
