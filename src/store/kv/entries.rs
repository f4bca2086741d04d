//! Many keys with their values, to be put in order and written at once.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;

/// A key, and its value where it is to stay.
pub(super) type Pair<'a> = (&'a [u8], Option<&'a [u8]>);

/// Keys with values, or without one where a key is to go. Kept in one piece of memory: there may be
/// millions.
#[derive(Debug, Clone, Default)]
pub(super) struct Entries {
    bytes: Vec<u8>,
    entries: Vec<Entry>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    /// The first bytes of the key, so that most comparisons look no further.
    begin: u128,
    at: usize,
    key: u32,
    /// [`GONE`] for a key that is to go.
    value: u32,
}

const GONE: u32 = u32::MAX;

impl Entries {
    /// Adds a key with its value. One that was added before gives way.
    pub(super) fn put(&mut self, key: &[u8], value: &[u8]) {
        self.add(key, value, u32::try_from(value.len()).unwrap_or(GONE - 1));
    }

    /// Adds a key that is to go.
    pub(super) fn remove(&mut self, key: &[u8]) {
        self.add(key, &[], GONE);
    }

    fn add(&mut self, key: &[u8], value: &[u8], length: u32) {
        let key_length = u32::try_from(key.len()).unwrap_or(u32::MAX);
        let begin = begin_of(key);
        self.entries.push(Entry { begin, at: self.bytes.len(), key: key_length, value: length });
        self.bytes.extend_from_slice(key);
        self.bytes.extend_from_slice(value);
    }

    /// About how much memory it takes, in bytes.
    pub(super) fn size(&self) -> usize {
        self.bytes.len() + self.entries.len() * size_of::<Entry>()
    }

    /// How much it has room for, in bytes.
    pub(super) fn room(&self) -> usize {
        self.bytes.capacity() + self.entries.capacity() * size_of::<Entry>()
    }

    /// How many entries there are.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Forgets all entries, and keeps their room.
    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.entries.clear();
    }

    /// The first key that was added; of sorted ones the smallest.
    pub(super) fn first_key(&self) -> Option<&[u8]> {
        self.entries.first().map(|entry| key_of(&self.bytes, entry))
    }

    /// The last one.
    pub(super) fn last_key(&self) -> Option<&[u8]> {
        self.entries.last().map(|entry| key_of(&self.bytes, entry))
    }

    /// Puts the keys in order, and drops all but the last of equal ones.
    pub(super) fn sort(&mut self) {
        let Entries { bytes, entries } = self;
        let key = |entry: &Entry| key_of(bytes, entry);
        let compare = |a: &Entry, b: &Entry| match a.begin.cmp(&b.begin) {
            Ordering::Equal => key(a).cmp(key(b)),
            other => other,
        };
        // Stable: of equal keys the later one stays behind the earlier.
        entries.sort_by(compare);
        entries.dedup_by(|later, earlier| {
            let is_same = compare(later, earlier) == Ordering::Equal;
            if is_same {
                *earlier = *later;
            }
            is_same
        });
    }

    /// The value of a key, of sorted ones.
    pub(super) fn get(&self, key: &[u8]) -> Option<&[u8]> {
        let at = self.entries.partition_point(|entry| key_of(&self.bytes, entry) < key);
        let found = self.pairs(self.entries.get(at..).unwrap_or_default()).next();
        found.filter(|(found, _)| *found == key).and_then(|(_, value)| value)
    }

    /// The keys, with values where they are to stay.
    pub(super) fn iter(&self) -> impl Iterator<Item = Pair<'_>> {
        self.pairs(&self.entries)
    }

    /// Of sorted keys those from `from` up to, and without, `to`.
    fn between(&self, (from, to): Bounds<'_>) -> impl Iterator<Item = Pair<'_>> {
        let place = |bound: &[u8]| self.entries.partition_point(|entry| key_of(&self.bytes, entry) < bound);
        let from = from.map_or(0, place);
        let to = to.map_or(self.entries.len(), place);
        self.pairs(self.entries.get(from..to).unwrap_or_default())
    }

    /// Of sorted keys that with which the last `of - part` of `of` parts of one size begin.
    fn part(&self, part: usize, of: usize) -> Option<&[u8]> {
        self.entries.get(self.entries.len() * part / of).map(|entry| key_of(&self.bytes, entry))
    }

    fn pairs<'e>(&'e self, entries: &'e [Entry]) -> impl Iterator<Item = Pair<'e>> {
        entries.iter().map(|entry| {
            let value = (entry.value != GONE).then(|| {
                let begin = entry.at + entry.key as usize;
                self.bytes.get(begin..begin + entry.value as usize).unwrap_or_default()
            });
            (key_of(&self.bytes, entry), value)
        })
    }
}

fn key_of<'a>(bytes: &'a [u8], entry: &Entry) -> &'a [u8] {
    bytes.get(entry.at..entry.at + entry.key as usize).unwrap_or_default()
}

/// From which key, if from one, up to which other, if up to one.
pub(super) type Bounds<'a> = (Option<&'a [u8]>, Option<&'a [u8]>);

/// Bounds that part the keys of sorted pieces into so many parts of about one size.
pub(super) fn parted(pieces: &[Entries], parts: usize) -> Vec<Bounds<'_>> {
    let largest = pieces.iter().max_by_key(|piece| piece.len());
    let mut at: Vec<&[u8]> =
        (1..parts).filter_map(|part| largest.and_then(|piece| piece.part(part, parts))).collect();
    at.dedup();
    bounds_at(&at)
}

/// Bounds of the parts that begin and end at these keys, which go up.
pub(super) fn bounds_at<'a>(at: &[&'a [u8]]) -> Vec<Bounds<'a>> {
    let from = std::iter::once(None).chain(at.iter().copied().map(Some));
    let to = at.iter().copied().map(Some).chain([None]);
    from.zip(to).collect()
}

/// The first bytes of a key as a number, so that most comparisons look no further.
pub(super) fn begin_of(key: &[u8]) -> u128 {
    let mut begin = [0; 16];
    begin.iter_mut().zip(key).for_each(|(to, from)| *to = *from);
    u128::from_be_bytes(begin)
}

/// The keys of sorted pieces between bounds, in order; of equal keys that of the latest piece.
pub(super) fn merged<'p>(pieces: &'p [Entries], bounds: Bounds<'_>) -> impl Iterator<Item = Pair<'p>> {
    let mut rests: Vec<_> = pieces.iter().map(|piece| piece.between(bounds)).collect();
    let mut first: BinaryHeap<Reverse<Next<'p>>> = BinaryHeap::with_capacity(rests.len());
    for (piece, rest) in rests.iter_mut().enumerate() {
        first.extend(
            rest.next().map(|pair| Reverse(Next { key: pair.0, piece: Reverse(piece), value: pair.1 })),
        );
    }
    let mut last: Option<&'p [u8]> = None;
    std::iter::from_fn(move || {
        loop {
            let mut next = first.peek_mut()?;
            let Reverse(Next { key, piece, value }) = *next;
            // In its place comes the next of its piece, which moves the heap only once.
            match rests.get_mut(piece.0).and_then(Iterator::next) {
                Some((key, value)) => *next = Reverse(Next { key, piece, value }),
                None => drop(PeekMut::pop(next)),
            }
            if last.replace(key) != Some(key) {
                return Some((key, value));
            }
        }
    })
}

/// The next key of a piece: of equal ones that of the latest piece comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Next<'a> {
    key: &'a [u8],
    piece: Reverse<usize>,
    value: Option<&'a [u8]>,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn keys_come_in_order_and_the_last_of_equals_stays(
            added in prop::collection::vec((prop::collection::vec(0u8..3, 0..20), prop::option::of(any::<u8>())), 0..60)
        ) {
            let mut entries = Entries::default();
            let mut wanted = BTreeMap::new();
            for (key, value) in &added {
                match value {
                    Some(value) => entries.put(key, &[*value]),
                    None => entries.remove(key),
                }
                wanted.insert(key.clone(), value.map(|value| vec![value]));
            }
            entries.sort();
            let found: Vec<_> = entries.iter().map(|(key, value)| (key.to_vec(), value.map(<[u8]>::to_vec))).collect();
            for (key, _) in &added {
                prop_assert_eq!(entries.get(key).map(<[u8]>::to_vec), wanted.get(key).cloned().flatten());
            }
            let wanted: Vec<_> = wanted.into_iter().collect();
            prop_assert_eq!(&found, &wanted);

            // The same in pieces, merged.
            let pieces: Vec<Entries> = added.chunks(7).map(|some| {
                let mut piece = Entries::default();
                for (key, value) in some {
                    match value {
                        Some(value) => piece.put(key, &[*value]),
                        None => piece.remove(key),
                    }
                }
                piece.sort();
                piece
            }).collect();
            for parts in 1..4 {
                let bounds = parted(&pieces, parts);
                let pairs = bounds.iter().flat_map(|bounds| merged(&pieces, *bounds));
                let found: Vec<_> = pairs.map(|(key, value)| (key.to_vec(), value.map(<[u8]>::to_vec))).collect();
                prop_assert_eq!(&found, &wanted);
            }
        }
    }
}
