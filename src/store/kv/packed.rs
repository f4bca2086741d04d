//! The records of a node in one entry.
//!
//! What an index of our own keeps of a node that is no file (the node, its measures, the edges that begin at it)
//! stands in one entry, under the id alone: a first index writes, sorts and hashes half of the entries so. Inside,
//! each *part* is the rest of the key that it would have by itself and its value, each behind its length (LEB128), in the
//! order of these keys. Files' own records stand by themselves: a file has as many edges as symbols, and a page of them is
//! to cost no more than it holds.

use std::ops::{Deref, Range};

use fjall::UserValue;

use super::keys::{ID, Key, Parts};
use super::layout::record;
use super::long::Each;
use crate::model::NodeId;
use crate::store::codec::{Undecodable, append};

/// Whether an entry of `records` has the records of a node in it.
pub(super) fn is_packed(key: &[u8]) -> bool {
    key.len() == ID
}

/// The node whose entry has the record with this key in it; `None` where that stands by itself.
pub(super) fn packed_in(key: &[u8]) -> Option<&[u8]> {
    let (node, rest) = key.split_at_checked(ID)?;
    let id = NodeId(Parts(node).int()?);
    (id.file() != id && rest.first() != Some(&record::TOTALS)).then_some(node)
}

/// A value, or a part of one: whoever holds a part holds the whole.
#[derive(Debug, Clone)]
pub(super) struct Value {
    whole: UserValue,
    part: Range<usize>,
}

impl From<UserValue> for Value {
    fn from(whole: UserValue) -> Value {
        Value { part: 0..whole.len(), whole }
    }
}

impl Value {
    /// The part of an entry that these bytes of its value are.
    pub(super) fn part(whole: &UserValue, part: Range<usize>) -> Value {
        Value { whole: whole.clone(), part }
    }
}

impl Deref for Value {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.whole.get(self.part.clone()).unwrap_or_default()
    }
}

/// The parts of an entry: the rest of a part's key, and where in the entry its value stands.
pub(super) fn parts(packed: &[u8]) -> impl Iterator<Item = Result<(&[u8], Range<usize>), Undecodable>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        (at < packed.len()).then(|| {
            let key = text_at(packed, &mut at)?;
            let value = text_at(packed, &mut at)?;
            Ok((packed.get(key).unwrap_or_default(), value))
        })
    })
    // Behind what cannot be read nothing can be found.
    .scan(true, |go_on, part| std::mem::replace(go_on, part.is_ok()).then_some(part))
}

/// Where the bytes stand whose length stands at `at`, which moves on behind them.
fn text_at(packed: &[u8], at: &mut usize) -> Result<Range<usize>, Undecodable> {
    let rest = packed.get(*at..).ok_or(Undecodable::Damaged)?;
    let (length, text) = postcard::take_from_bytes::<u32>(rest).map_err(|_| Undecodable::Damaged)?;
    let begin = packed.len() - text.len();
    let end = begin + length as usize;
    if end > packed.len() {
        return Err(Undecodable::Damaged);
    }
    *at = end;
    Ok(begin..end)
}

/// Gives `each` the records that an entry of `records` has in it, or is.
///
/// # Errors
/// Where it cannot be read, and those of `each`.
pub(super) fn each_record(key: &[u8], value: &[u8], each: Each<'_, Undecodable>) -> Result<(), Undecodable> {
    if !is_packed(key) {
        return each(key, value);
    }
    for part in parts(value) {
        let (rest, at) = part?;
        let whole = Key::default().raw(key).raw(rest);
        each(whole.bytes(), value.get(at).unwrap_or_default())?;
    }
    Ok(())
}

/// Where in an entry the value of the part stands with this rest of a key.
pub(super) fn find(packed: &[u8], rest: &[u8]) -> Result<Option<Range<usize>>, Undecodable> {
    for part in parts(packed) {
        let (key, value) = part?;
        if key == rest {
            return Ok(Some(value));
        }
    }
    Ok(None)
}

/// Brings records together that come node by node, in whatever order those of one node are.
#[derive(Debug, Default)]
pub(super) struct Packer {
    /// The id of the node whose records wait; empty before the first.
    node: Vec<u8>,
    bytes: Vec<u8>,
    /// Of each record that waits: where in `bytes` it begins, and where its value does, which ends where the next one begins.
    waiting: Vec<(usize, usize)>,
    packed: Vec<u8>,
}

impl Packer {
    /// Takes a record, and gives `each` those entries that are complete with it.
    pub(super) fn put(&mut self, key: &[u8], value: &[u8], each: &mut dyn FnMut(&[u8], &[u8])) {
        let Some(node) = packed_in(key) else {
            self.end(each);
            return each(key, value);
        };
        if self.node != node {
            self.end(each);
            self.node.extend_from_slice(node);
        }
        let begin = self.bytes.len();
        self.bytes.extend_from_slice(key.get(ID..).unwrap_or_default());
        self.waiting.push((begin, self.bytes.len()));
        self.bytes.extend_from_slice(value);
    }

    /// Gives `each` the entry of the last node.
    pub(super) fn end(&mut self, each: &mut dyn FnMut(&[u8], &[u8])) {
        let Packer { node, bytes, waiting, packed } = self;
        if waiting.is_empty() {
            return;
        }
        let ends = waiting.iter().skip(1).map(|(begin, _)| *begin).chain([bytes.len()]);
        let mut parts: smallvec::SmallVec<[(&[u8], &[u8]); 8]> = waiting
            .iter()
            .zip(ends)
            .map(|(&(begin, value), end)| {
                (bytes.get(begin..value).unwrap_or_default(), bytes.get(value..end).unwrap_or_default())
            })
            .collect();
        parts.sort_unstable();
        packed.clear();
        for text in parts.into_iter().flat_map(|(key, value)| [key, value]) {
            append(&(text.len() as u32), packed);
            packed.extend_from_slice(text);
        }
        each(node, packed);
        node.clear();
        bytes.clear();
        waiting.clear();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_packed_comes_back_in_order(
            records in prop::collection::btree_map((0i64..4, 0u8..9, 0i64..400), prop::collection::vec(any::<u8>(), 0..300), 0..40)
        ) {
            let key = |&(node, tag, edge): &(i64, u8, i64)| Key::of(((node % 2) << NodeId::SLOT_BITS) | (node / 2)).tag(tag).int(edge);
            let mut keys: Vec<_> = records.iter().map(|(name, value)| (key(name), value)).collect();
            keys.sort();
            // Those of a node come in any order.
            let mut coming = keys.clone();
            coming.sort_by_key(|(key, value)| (key.bytes()[..ID].to_vec(), value.len()));
            let mut stored: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
            let mut packer = Packer::default();
            let put = &mut |key: &[u8], value: &[u8]| stored.push((key.to_vec(), value.to_vec()));
            coming.iter().for_each(|(key, value)| packer.put(key.bytes(), value, put));
            packer.end(put);
            let mut found = Vec::new();
            for (key, value) in &stored {
                if !is_packed(key) {
                    prop_assert_eq!(packed_in(key), None);
                    found.push((key.clone(), value.clone()));
                    continue;
                }
                for part in parts(value) {
                    let (rest, at) = part.unwrap();
                    prop_assert_eq!(find(value, rest), Ok(Some(at.clone())));
                    found.push(([key, rest].concat(), value[at].to_vec()));
                }
            }
            found.sort();
            let wanted: Vec<_> = keys.iter().map(|(key, value)| (key.bytes().to_vec(), value.to_vec())).collect();
            prop_assert_eq!(found, wanted);
        }

        #[test]
        fn what_is_no_entry_is_refused_or_read_to_its_end(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let mut last = 0;
            for part in parts(&bytes) {
                let Ok((_, value)) = part else { return Ok(()) };
                prop_assert!(value.start >= last && value.end <= bytes.len());
                last = value.end;
            }
            prop_assert_eq!(last, bytes.len());
        }
    }
}
