//! What stands in files, sorted by file, in temporary files where it is much.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};

use serde::{Deserialize, Serialize};

use crate::model::{NodeId, Span};

/// So many are sorted in memory.
const RUN: usize = 1 << 16;

/// Something that stands in a file. Sorted by its fields from the first to the last.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Entry {
    /// The file, from the root.
    pub(super) path: String,
    pub(super) what: What,
    pub(super) span: Span,
}

/// What it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum What {
    /// The file itself.
    File,
    /// The definition of a symbol.
    Define(NodeId),
    /// A use of a symbol.
    Refer(NodeId),
}

/// Takes entries in any order.
pub(super) struct Sorter {
    run: Vec<Entry>,
    limit: usize,
    files: Vec<BufReader<File>>,
}

impl Sorter {
    pub(super) fn new() -> Sorter {
        Sorter { run: Vec::new(), limit: RUN, files: Vec::new() }
    }

    /// Takes one.
    ///
    /// # Errors
    /// Where a temporary file cannot be written.
    pub(super) fn add(&mut self, entry: Entry) -> io::Result<()> {
        self.run.push(entry);
        if self.run.len() >= self.limit { self.put_aside() } else { Ok(()) }
    }

    fn put_aside(&mut self) -> io::Result<()> {
        self.run.sort_unstable();
        let mut out = BufWriter::new(tempfile::tempfile()?);
        for entry in self.run.drain(..) {
            let bytes = postcard::to_stdvec(&entry).map_err(io::Error::other)?;
            out.write_all(&(bytes.len() as u64).to_le_bytes())?;
            out.write_all(&bytes)?;
        }
        let mut file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(0))?;
        self.files.push(BufReader::new(file));
        Ok(())
    }

    /// All of them, in order.
    ///
    /// # Errors
    /// Where a temporary file cannot be read back.
    pub(super) fn sorted(mut self) -> io::Result<Sorted> {
        self.run.sort_unstable();
        self.run.reverse();
        let mut sorted = Sorted { run: self.run, files: self.files, heads: BinaryHeap::new() };
        for source in 0..=sorted.files.len() {
            sorted.refill(source)?;
        }
        Ok(sorted)
    }
}

/// Entries in order.
pub(super) struct Sorted {
    /// Those in memory, last first.
    run: Vec<Entry>,
    files: Vec<BufReader<File>>,
    /// The next of each file, and of those in memory, which count as the last file.
    heads: BinaryHeap<Reverse<(Entry, usize)>>,
}

impl Sorted {
    /// The next one.
    ///
    /// # Errors
    /// Where a temporary file cannot be read back.
    pub(super) fn next(&mut self) -> io::Result<Option<Entry>> {
        let Some(Reverse((entry, source))) = self.heads.pop() else { return Ok(None) };
        self.refill(source)?;
        Ok(Some(entry))
    }

    fn refill(&mut self, source: usize) -> io::Result<()> {
        let entry = match self.files.get_mut(source) {
            Some(file) => read(file)?,
            None => self.run.pop(),
        };
        self.heads.extend(entry.map(|entry| Reverse((entry, source))));
        Ok(())
    }
}

fn read(file: &mut BufReader<File>) -> io::Result<Option<Entry>> {
    let mut length = [0; 8];
    match file.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        done => done?,
    }
    let mut bytes = vec![0; usize::try_from(u64::from_le_bytes(length)).map_err(io::Error::other)?];
    file.read_exact(&mut bytes)?;
    postcard::from_bytes(&bytes).map(Some).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn all_come_back_in_order(numbers in prop::collection::vec((0i64..40, 0u8..4), 0..200), limit in 1usize..50) {
            let entry = |&(id, path): &(i64, u8)| {
                let what = match id % 3 {
                    0 => What::File,
                    1 => What::Define(NodeId(id)),
                    _ => What::Refer(NodeId(id)),
                };
                Entry { path: path.to_string(), what, span: Span::default() }
            };
            let mut sorter = Sorter { limit, ..Sorter::new() };
            let mut expected: Vec<Entry> = numbers.iter().map(entry).collect();
            for entry in &expected {
                sorter.add(entry.clone()).unwrap();
            }
            expected.sort();
            let mut sorted = sorter.sorted().unwrap();
            for entry in expected {
                prop_assert_eq!(sorted.next().unwrap(), Some(entry));
            }
            prop_assert_eq!(sorted.next().unwrap(), None);
        }
    }
}
