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
    /// For about so many.
    pub(crate) fn with_room(keys: usize) -> Keys {
        Keys { buffer: Vec::new(), ranks: AHashMap::with_capacity(keys) }
    }

    /// The key of the next thing that is described by `parts`.
    pub(crate) fn next<'a>(&mut self, tag: Tag, parts: impl IntoIterator<Item = &'a [u8]>) -> u64 {
        let first = self.only(tag, parts);
        let rank = self.ranks.entry(first).or_default();
        let key = if *rank == 0 { first } else { XxHash3_64::oneshot_with_seed(*rank, &self.buffer) };
        *rank += 1;
        key
    }

    /// The key of what alone is described by `parts`: as of the first of equal ones, which it does not tell apart.
    pub(crate) fn only<'a>(&mut self, tag: Tag, parts: impl IntoIterator<Item = &'a [u8]>) -> u64 {
        self.buffer.clear();
        self.buffer.push(tag as u8);
        for part in parts {
            // The length keeps ("a", "bc") apart from ("ab", "c").
            self.buffer.extend_from_slice(&(part.len() as u64).to_le_bytes());
            self.buffer.extend_from_slice(part);
        }
        XxHash3_64::oneshot(&self.buffer)
    }
}

/// Fewer keys are sorted without more ado.
const FEW: usize = 64;

/// Keys in order, each with its index. Cost: a few passes over them, where they are spread as hashes are; at worst a sort.
fn in_order(keys: &[u64]) -> Vec<(u64, usize)> {
    if keys.len() < FEW {
        let mut order: Vec<(u64, usize)> = keys.iter().copied().zip(0..).collect();
        order.sort_unstable();
        return order;
    }
    // As many parts of the range as there are keys, so that few stand in one.
    let shift = (keys.len() as u64).leading_zeros() + 1;
    let part = |key: u64| (key >> shift) as usize;
    let mut ends = vec![0usize; part(u64::MAX) + 2];
    for key in keys {
        if let Some(next) = ends.get_mut(part(*key) + 1) {
            *next += 1;
        }
    }
    let mut sum = 0;
    for end in &mut ends {
        sum += *end;
        *end = sum;
    }
    // Where the next key of each part goes; in the end where the part ends.
    let mut order = vec![(0, 0); keys.len()];
    for (at, key) in keys.iter().enumerate() {
        if let Some(end) = ends.get_mut(part(*key)) {
            if let Some(place) = order.get_mut(*end) {
                *place = (*key, at);
            }
            *end += 1;
        }
    }
    let mut rest = order.as_mut_slice();
    let mut begin = 0;
    for end in ends {
        let (part, behind) = rest.split_at_mut((end - begin).min(rest.len()));
        part.sort_unstable();
        (rest, begin) = (behind, end);
    }
    order
}

/// The slots of one file.
pub(crate) struct Slots {
    base: i64,
    /// Those that are taken, in order.
    taken: Vec<u32>,
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
        Slots { base: file.0, taken: vec![0] }
    }

    /// Takes those slots that `ids` of this file hold.
    pub(crate) fn take(&mut self, ids: &[NodeId]) {
        let slot = |id: &NodeId| u32::try_from(id.0 - self.base).unwrap_or_default() % SLOTS;
        let mut slots: Vec<u32> = ids.iter().map(slot).collect();
        self.taken.append(&mut slots);
        self.taken.sort_unstable();
    }

    /// Gives each key an id, in the order of the keys, see [`Slots::place_in_order`].
    pub(crate) fn place(&mut self, keys: &[u64]) -> Vec<i64> {
        let mut ids = vec![0; keys.len()];
        for (id, at) in self.place_in_order(keys) {
            if let Some(place) = ids.get_mut(at) {
                *place = id;
            }
        }
        ids
    }

    /// Gives each key an id: these in order, each with the index of its key. Keys are placed in the order of their values,
    /// so that the outcome does not depend on the order in which they are given; a taken slot passes on to the next free
    /// one, and the last one to the first. There must be more slots than keys, see [`super::limits`]. Cost: a sort of
    /// the keys, and a look at each slot that is taken.
    pub(crate) fn place_in_order(&mut self, keys: &[u64]) -> Vec<(i64, usize)> {
        let order = in_order(keys);
        let mut placed: Vec<(i64, usize)> = Vec::with_capacity(keys.len());
        let mut behind = 0;
        let mut taken = self.taken.iter().copied().peekable();
        let mut beyond = Vec::new();
        for (key, at) in order {
            // All from where the key before wanted to stand up to where it stands are taken, and none wants to be
            // before that one.
            let mut slot = wanted(key).max(behind);
            while let Some(passed) = taken.next_if(|taken| *taken <= slot) {
                slot += u32::from(passed == slot);
            }
            behind = slot.saturating_add(1);
            match slot < SLOTS {
                true => placed.push((self.base + i64::from(slot), at)),
                false => beyond.push(at),
            }
        }
        self.add(&placed);
        if !beyond.is_empty() {
            let front = self.place_in_front(&beyond);
            placed.extend(front);
            placed.sort_unstable();
        }
        placed
    }

    /// Gives those ids that found no free slot up to the last one the first that there are.
    fn place_in_front(&mut self, beyond: &[usize]) -> Vec<(i64, usize)> {
        let mut taken = self.taken.iter().copied().peekable();
        let free = (0..SLOTS).filter(|slot| taken.next_if_eq(slot).is_none());
        let placed = free.zip(beyond).map(|(slot, at)| (self.base + i64::from(slot), *at));
        let placed: Vec<(i64, usize)> = placed.collect();
        self.add(&placed);
        placed
    }

    /// Takes the slots of ids that are in order.
    fn add(&mut self, placed: &[(i64, usize)]) {
        self.taken.extend(placed.iter().map(|(id, _)| (id - self.base) as u32));
        // Two runs, which this sort puts together in one pass.
        self.taken.sort();
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

    proptest! {
        #[test]
        fn keys_come_in_order(keys in prop::collection::vec(any::<u64>(), 0..500), narrow in 0u32..64) {
            let keys: Vec<u64> = keys.into_iter().map(|key| key >> narrow).collect();
            let mut wanted: Vec<(u64, usize)> = keys.iter().copied().zip(0..).collect();
            wanted.sort_unstable();
            prop_assert_eq!(in_order(&keys), wanted);
        }
    }

    /// Each key in turn takes the first slot that is free from where it wants to be.
    fn placed_one_by_one(taken: &mut BTreeSet<u32>, keys: &[u64]) -> Vec<i64> {
        let mut order: Vec<usize> = (0..keys.len()).collect();
        order.sort_by_key(|&at| (keys[at], at));
        let mut ids = vec![0; keys.len()];
        for at in order {
            let from = wanted(keys[at]);
            let slot = (from..SLOTS).chain(0..from).find(|slot| !taken.contains(slot)).unwrap();
            taken.insert(slot);
            ids[at] = i64::from(slot);
        }
        ids
    }

    proptest! {
        #[test]
        fn slots_are_taken_as_if_one_by_one(
            rounds in prop::collection::vec(prop::collection::vec((0u64..24, any::<bool>(), 0u64..9), 0..30), 1..4),
            held in prop::collection::btree_set(1u32..30, 0..9),
        ) {
            let file = NodeId(0);
            let (mut slots, mut taken) = (Slots::new(file), BTreeSet::from([0]));
            let ids: Vec<NodeId> = held.iter().map(|slot| NodeId(i64::from(*slot))).collect();
            slots.take(&ids);
            taken.extend(&held);
            for round in rounds {
                // At the beginning and the end of all slots.
                let slot = |(near, is_last, _): (u64, bool, u64)| if is_last { u64::from(SLOTS) - 1 - near } else { near };
                let keys: Vec<u64> = round.iter().map(|key| slot(*key) << (64 - SLOT_BITS) | key.2).collect();
                prop_assert_eq!(slots.place(&keys), placed_one_by_one(&mut taken, &keys));
            }
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
