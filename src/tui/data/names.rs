//! All names of a database in little memory: each says how it goes on from the one before it, so that names which
//! stand beside their likes take a few bytes, and several symbols of one name take those once. Who has a name is looked
//! up by it when it is shown.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::model::NodeId;
use crate::source::cut;
use crate::store::{NameRow, Reader, Result};

/// Longest part of a name that is kept, in bytes.
const LONGEST_NAME: usize = 240;
/// Names between two that are whole, from which others can be read.
const BLOCK: usize = 64;
/// Bytes that lie together: a table that grows copies nothing of what it has.
const SEGMENT: usize = 1 << 20;
/// The most that a block takes.
const LONGEST_BLOCK: usize = BLOCK * (LONGEST_NAME + 15);
/// Behind a name stands how many have it, in a byte; or one of these, and then a larger number, or who has it.
const MANY: u8 = 254;
const ONE: u8 = 255;

/// All names, packed. Each has a place in the order in which the engine gives them: files, then symbols.
#[derive(Debug, Default)]
pub struct NameTable {
    segments: Vec<Vec<u8>>,
    /// Where each block begins: in which segment, and where in it.
    blocks: Vec<(u32, u32)>,
    /// Names that are kept, and what has them.
    names: usize,
    nodes: usize,
    /// The last name, as a writer or reader of the next one must know it, and what is to stand behind it.
    last: Vec<u8>,
    behind: Named,
}

/// Who has a name that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Named {
    /// A file, or a symbol that cannot be found by what is kept of its name.
    pub id: Option<NodeId>,
    /// How many have it; symbols of this name where it is no single `id`.
    pub count: u32,
}

impl NameTable {
    /// Reads every name; `None` where it was told to stop.
    ///
    /// # Errors
    /// Where the names cannot be read.
    pub fn read(reader: &dyn Reader, cancel: &AtomicBool) -> Result<Option<NameTable>> {
        let mut table = NameTable::default();
        reader.names(&mut |row| table.push(row) && !cancel.load(Ordering::Relaxed))?;
        table.complete();
        Ok((!cancel.load(Ordering::Relaxed)).then_some(table))
    }

    /// Adds a name; `false` when the table is full (2^32 segments).
    pub(super) fn push(&mut self, row: NameRow<'_>) -> bool {
        let name = cut(row.name, LONGEST_NAME);
        // What was cut or is not as it was written cannot be looked up by its name.
        let is_whole = name.len() == row.name.len() && !name.contains(char::REPLACEMENT_CHARACTER);
        let id = (row.is_file || !is_whole).then_some(row.id);
        self.nodes += 1;
        let is_again = id.is_none() && self.behind.id.is_none() && name.as_bytes() == self.last;
        if is_again && (1..u32::MAX).contains(&self.behind.count) {
            self.behind.count += 1;
            return true;
        }
        self.end_name();
        let mut shared = 0;
        if !self.names.is_multiple_of(BLOCK) {
            shared = self.last.iter().zip(name.as_bytes()).take_while(|(a, b)| a == b).count();
        } else if !self.begin_block() {
            return false;
        }
        let rest = name.as_bytes().get(shared..).unwrap_or_default();
        if let Some(bytes) = self.segments.last_mut() {
            bytes.extend([shared as u8, rest.len() as u8]);
            bytes.extend_from_slice(rest);
        }
        self.last.truncate(shared);
        self.last.extend_from_slice(rest);
        self.names += 1;
        self.behind = Named { id, count: 1 };
        true
    }

    /// Begins a block; `false` where there is no room for it.
    fn begin_block(&mut self) -> bool {
        if self.segments.last().is_none_or(|segment| segment.len() + LONGEST_BLOCK > SEGMENT) {
            // The first one grows as it must: most databases are small.
            let room = if self.segments.is_empty() { 0 } else { SEGMENT };
            self.segments.push(Vec::with_capacity(room));
        }
        let segment = u32::try_from(self.segments.len() - 1);
        let at = self.segments.last().and_then(|segment| u32::try_from(segment.len()).ok());
        let (Ok(segment), Some(at)) = (segment, at) else { return false };
        self.blocks.push((segment, at));
        true
    }

    /// Writes who has the last name, where there is one.
    fn end_name(&mut self) {
        let Named { id, count } = std::mem::take(&mut self.behind);
        let Some(bytes) = self.segments.last_mut().filter(|_| count > 0) else { return };
        match (id, u8::try_from(count)) {
            (Some(id), _) => {
                bytes.push(ONE);
                bytes.extend_from_slice(&id.0.to_le_bytes());
            }
            (None, Ok(count)) if count < MANY => bytes.push(count),
            (None, _) => {
                bytes.push(MANY);
                bytes.extend_from_slice(&count.to_le_bytes());
            }
        }
    }

    /// Ends the adding.
    pub(super) fn complete(&mut self) {
        self.end_name();
        if let Some(segment) = self.segments.last_mut() {
            segment.shrink_to_fit();
        }
        self.blocks.shrink_to_fit();
    }

    /// How many files and symbols there are.
    pub fn len(&self) -> usize {
        self.nodes
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.nodes == 0
    }

    /// How many names there are.
    pub(super) fn names(&self) -> usize {
        self.names
    }

    /// Bytes that the table takes.
    pub fn bytes(&self) -> usize {
        let segments: usize = self.segments.iter().map(Vec::capacity).sum();
        segments + self.blocks.capacity() * size_of::<(u32, u32)>()
    }

    /// All names from the block on that the name at `index` stands in.
    pub(super) fn from(&self, index: usize) -> Names<'_> {
        let block = self.blocks.get(index / BLOCK).map(|&(segment, at)| (segment as usize, at as usize));
        let (segment, at) = block.unwrap_or((self.segments.len(), 0));
        let rest = self.segments.get(segment).and_then(|bytes| bytes.get(at..)).unwrap_or_default();
        Names { table: self, segment, rest, name: Vec::with_capacity(LONGEST_NAME) }
    }

    /// The name at `index`, and who has it. Cost: a look at up to 64 names.
    pub fn get(&self, index: usize) -> Option<(String, Named)> {
        let mut names = self.from(index);
        let mut found = None;
        for _ in 0..=index % BLOCK {
            found = Some(names.next()?);
        }
        found.map(|named| (names.name().to_owned(), named))
    }
}

/// Names, one after the other.
pub(super) struct Names<'t> {
    table: &'t NameTable,
    segment: usize,
    /// What is left of the segment.
    rest: &'t [u8],
    name: Vec<u8>,
}

impl Names<'_> {
    /// Goes on to the next name; `None` where that was the last.
    pub(super) fn next(&mut self) -> Option<Named> {
        if self.rest.is_empty() {
            self.segment += 1;
            self.rest = self.table.segments.get(self.segment)?;
        }
        let ([shared, length], rest) = self.rest.split_first_chunk()?;
        let (text, rest) = rest.split_at_checked(usize::from(*length))?;
        let (named, rest) = match rest.split_first()? {
            (&ONE, rest) => {
                let (id, rest) = rest.split_first_chunk()?;
                (Named { id: Some(NodeId(i64::from_le_bytes(*id))), count: 1 }, rest)
            }
            (&MANY, rest) => {
                let (count, rest) = rest.split_first_chunk()?;
                (Named { id: None, count: u32::from_le_bytes(*count) }, rest)
            }
            (&count, rest) => (Named { id: None, count: count.into() }, rest),
        };
        self.name.truncate(usize::from(*shared));
        self.name.extend_from_slice(text);
        self.rest = rest;
        Some(named)
    }

    /// The name that was gone on to last.
    pub(super) fn name(&self) -> &str {
        std::str::from_utf8(&self.name).unwrap_or_default()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    pub(in crate::tui::data) fn table(names: &[&str]) -> NameTable {
        let mut table = NameTable::default();
        for (at, name) in names.iter().enumerate() {
            assert!(table.push(NameRow { id: NodeId(at as i64), is_file: name.contains('/'), name }));
        }
        table.complete();
        table
    }

    proptest! {
        #[test]
        fn every_name_comes_back(
            names in prop::collection::vec("[ab/]{0,4}|[\u{e4}b\u{6f22}]{0,90}|a\u{fffd}?", 0..300)
        ) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let table = table(&names);
            prop_assert_eq!(table.len(), names.len());
            let mut found = Vec::new();
            let mut at = 0;
            while let Some((name, named)) = table.get(at) {
                let is_single = named.id.is_some();
                let single = Named { id: Some(NodeId(found.len() as i64)), count: 1 };
                prop_assert!(!is_single || named == single);
                let of = names[found.len()];
                let is_found_by_name = !of.contains('/') && of.len() <= LONGEST_NAME && !of.contains('\u{fffd}');
                prop_assert_eq!(is_single, !is_found_by_name);
                found.extend(std::iter::repeat_n(name, named.count as usize));
                at += 1;
            }
            prop_assert_eq!(at, table.names());
            let cut: Vec<&str> = names.iter().map(|name| cut(name, LONGEST_NAME)).collect();
            prop_assert_eq!(found, cut);
        }
    }

    #[test]
    fn many_of_one_name_take_no_room() {
        for count in [1, 253, 254, 255, 256, 100_000] {
            let names: Vec<&str> = std::iter::repeat_n("new", count).collect();
            let table = table(&names);
            let named = Named { id: None, count: count as u32 };
            assert_eq!((table.get(0), table.names()), (Some(("new".to_owned(), named)), 1));
            assert!(table.bytes() < 100);
        }
    }

    #[test]
    fn a_name_takes_less_than_40_bytes_and_in_order_less_than_8() {
        let names: Vec<String> = (0..100_000).map(|at| format!("a_name_of_common_length_{at:06}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert!(table(&names).bytes() <= 8 * names.len());
        let scattered: Vec<&str> = (0..names.len()).map(|at| names[at * 7919 % names.len()]).collect();
        assert!(table(&scattered).bytes() <= 40 * names.len());
    }
}
