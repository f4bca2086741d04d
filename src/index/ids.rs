//! Ids made from what they name.
//!
//! A node's id is 40 bits of its file's path above 23 bits (the slot) of what it is in the file. So the
//! same sources give the same ids on any day and any number of threads, a file's records lie together
//! on disk, and an edit moves no id of what it did not touch (save where two names of one file fall on
//! one slot: then the one that was there first in the order of hashes keeps it). Slot 0 is the file's
//! own node. Edges have slots of their own, likewise.

use std::collections::HashSet;

use ahash::AHashMap;
use twox_hash::XxHash3_64;

use crate::model::NodeId;

/// Bits of an id that tell the nodes of one file apart.
const SLOT_BITS: u32 = NodeId::SLOT_BITS;
const SLOTS: u32 = 1 << SLOT_BITS;

/// The ids of files, by their paths in ascending order.
///
/// Where two paths fall on the same 40 bits the smaller path keeps them and the other goes on to those
/// of its path with a salt: so ids depend on which paths there are, never on the order in which they
/// came.
pub(crate) fn file_ids(paths: &[&str]) -> Vec<NodeId> {
    file_ids_by(paths, path_bits)
}

fn file_ids_by(paths: &[&str], bits: impl Fn(&str, u32) -> u64) -> Vec<NodeId> {
    debug_assert!(paths.is_sorted());
    // 0 is kept free: an id of 0 reads as "none" in too many tools.
    let mut taken = HashSet::from([0]);
    let mut place = |path: &&str| {
        let free = (0..=u32::MAX).map(|salt| bits(path, salt)).find(|&bits| taken.insert(bits));
        NodeId((free.unwrap_or_default() << SLOT_BITS).cast_signed())
    };
    paths.iter().map(&mut place).collect()
}

/// 40 bits of a path.
fn path_bits(path: &str, salt: u32) -> u64 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(path.as_bytes());
    if salt > 0 {
        hasher.update(&[0]).update(&salt.to_le_bytes());
    }
    let mut first = [0; 8];
    hasher.finalize_xof().fill(&mut first);
    u64::from_be_bytes(first) >> 24
}

/// The stable id of a symbol: its node's id as 16 hex digits.
pub(crate) fn stable_id(node: NodeId) -> String {
    format!("{:016x}", node.0)
}

/// What a key is of. Each has a key space of its own.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Tag {
    Symbol = 1,
    Import = 2,
    Call = 3,
    Reference = 4,
    Edge = 5,
}

/// Makes the keys of one file's nodes or edges: equal ones are told apart by their rank.
#[derive(Default)]
pub(crate) struct Keys {
    buffer: Vec<u8>,
    ranks: AHashMap<u64, u64>,
}

impl Keys {
    /// The key of the next thing that is described by `parts`.
    pub(crate) fn next<'a>(&mut self, tag: Tag, parts: impl IntoIterator<Item = &'a [u8]>) -> u64 {
        self.buffer.clear();
        self.buffer.push(tag as u8);
        for part in parts {
            // The length keeps ("a", "bc") apart from ("ab", "c").
            self.buffer.extend_from_slice(&(part.len() as u64).to_le_bytes());
            self.buffer.extend_from_slice(part);
        }
        let rank = self.ranks.entry(XxHash3_64::oneshot(&self.buffer)).or_default();
        let key = XxHash3_64::oneshot_with_seed(*rank, &self.buffer);
        *rank += 1;
        key
    }
}

/// The slots of one file.
pub(crate) struct Slots {
    base: i64,
    /// For a taken slot, one after it that may be free: followed and shortened like the paths of a
    /// union-find, so that names chosen to collide cost no more than others.
    next: AHashMap<u32, u32>,
}

/// The id that a key of a file has where no other key wants it.
pub(crate) fn natural(file: NodeId, key: u64) -> i64 {
    file.0 + i64::from(wanted(key))
}

/// The slot that a key has where it is free.
fn wanted(key: u64) -> u32 {
    (key >> (64 - SLOT_BITS)) as u32
}

impl Slots {
    /// The slots of the file whose node is `file`, of which slot 0 is taken.
    pub(crate) fn new(file: NodeId) -> Slots {
        Slots { base: file.0, next: AHashMap::from([(0, 1)]) }
    }

    /// Takes those slots that `ids` of this file hold.
    pub(crate) fn take(&mut self, ids: &[NodeId]) {
        for id in ids {
            let slot = u32::try_from(id.0 - self.base).unwrap_or_default() % SLOTS;
            self.next.insert(slot, (slot + 1) % SLOTS);
        }
    }

    /// Gives each key an id. Keys are placed in the order of their values, so that the outcome does not
    /// depend on the order in which they are given; a taken slot passes on to the next free one. There
    /// must be more slots than keys, see [`super::limits`].
    pub(crate) fn place(&mut self, keys: &[u64]) -> Vec<i64> {
        let mut order: Vec<usize> = (0..keys.len()).collect();
        order.sort_unstable_by_key(|&at| (keys.get(at), at));
        let mut ids = vec![0; keys.len()];
        for at in order {
            let (Some(&key), Some(id)) = (keys.get(at), ids.get_mut(at)) else { continue };
            *id = self.base + i64::from(self.free(wanted(key)));
        }
        ids
    }

    /// Takes the first free slot from `wanted` on.
    fn free(&mut self, wanted: u32) -> u32 {
        let mut free = wanted;
        while let Some(&next) = self.next.get(&free) {
            free = next;
        }
        let after = (free + 1) % SLOTS;
        let mut at = wanted;
        while at != free {
            let Some(next) = self.next.insert(at, after) else { break };
            at = next;
        }
        self.next.insert(free, after);
        free
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashMap};

    use proptest::prelude::*;

    use super::*;

    fn ids_of(names: &[String]) -> HashMap<String, i64> {
        let mut keys = Keys::default();
        let keys: Vec<u64> = names.iter().map(|name| keys.next(Tag::Symbol, [name.as_bytes()])).collect();
        let ids = Slots::new(NodeId(7 << SLOT_BITS)).place(&keys);
        names.iter().cloned().zip(ids).collect()
    }

    proptest! {
        #[test]
        fn ids_do_not_depend_on_order(names in prop::collection::btree_set("[a-z]{1,6}", 1..200), seed: u64) {
            let sorted: Vec<String> = names.iter().cloned().collect();
            let mut shuffled = sorted.clone();
            shuffled.sort_by_key(|name| XxHash3_64::oneshot_with_seed(seed, name.as_bytes()));
            prop_assert_eq!(ids_of(&sorted), ids_of(&shuffled));
        }

        #[test]
        fn file_ids_depend_on_the_set_of_paths_alone(paths in prop::collection::btree_set("[a-c/]{1,4}", 1..60)) {
            // A hash of three bits makes nearly every path collide.
            let weak = |path: &str, salt: u32| if salt < 40 {
                XxHash3_64::oneshot_with_seed(u64::from(salt), path.as_bytes()) % 8
            } else {
                1000 + path_bits(path, salt)
            };
            let sorted: Vec<&str> = paths.iter().map(String::as_str).collect();
            let ids = file_ids_by(&sorted, weak);
            let distinct: BTreeSet<i64> = ids.iter().map(|id| id.0).collect();
            prop_assert_eq!(distinct.len(), ids.len());
            // A path that comes after all others moves none of them.
            let fewer = file_ids_by(&sorted[..sorted.len() - 1], weak);
            prop_assert_eq!(&ids[..ids.len() - 1], &fewer[..]);
        }

        #[test]
        fn colliding_keys_get_slots_of_their_own(low in prop::collection::vec(0u64..64, 1..300), high in 0u64..SLOTS as u64) {
            let keys: Vec<u64> = low.iter().map(|low| (high << (64 - SLOT_BITS)) | low).collect();
            let ids = Slots::new(NodeId(1 << SLOT_BITS)).place(&keys);
            let distinct: BTreeSet<i64> = ids.iter().copied().collect();
            prop_assert_eq!(distinct.len(), keys.len());
            prop_assert!(ids.iter().all(|id| id >> SLOT_BITS == 1 && id % i64::from(SLOTS) != 0));
        }
    }

    #[test]
    fn a_new_name_moves_no_other() {
        let names: Vec<String> = (0..500).map(|n| format!("name{n}")).collect();
        let before = ids_of(&names[1..]);
        let after = ids_of(&names);
        let moved = before.iter().filter(|(name, id)| after.get(*name) != Some(id)).count();
        assert_eq!(moved, 0);
    }

    #[test]
    fn equal_names_are_told_apart_by_rank() {
        let mut keys = Keys::default();
        let first = keys.next(Tag::Call, [b"f".as_slice(), b"g"]);
        let second = keys.next(Tag::Call, [b"f".as_slice(), b"g"]);
        assert_ne!(first, second);
        assert_ne!(first, Keys::default().next(Tag::Reference, [b"f".as_slice(), b"g"]));
    }

    #[test]
    fn ids_are_positive_and_of_their_file() {
        let ids = file_ids(&["a.rs", "src/lib.rs"]);
        for id in ids {
            assert!(id.0 > 0 && id.0 % i64::from(SLOTS) == 0);
        }
    }
}
