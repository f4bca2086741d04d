//! Names as numbers, and where in the project each is defined.

use rayon::slice::ParallelSliceMut;
use twox_hash::XxHash3_64;

use super::Target;

/// The lowest bits of an entry's name in the index say where it stands: so those of one place are found by themselves.
const PLACE: u64 = 3;
const SCOPED: u64 = 1;
const FIELD: u64 = 2;

/// The hash of a name. Two names may have the same: who finds something by it compares the name itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Name(u64);

impl Name {
    /// That of a name alone.
    pub(super) fn of(name: &str) -> Name {
        Name(XxHash3_64::oneshot(name.as_bytes()) & !PLACE)
    }

    /// The same of what stands in a scope in one of the C languages: some names stand in thousands.
    pub(super) fn of_scoped(self) -> Name {
        Name(self.0 | SCOPED)
    }

    /// The same of a field of objects, which only a member's name means.
    pub(super) fn of_field(self) -> Name {
        Name(self.0 | FIELD)
    }

    /// Whether it is neither.
    pub(super) fn is_global(self) -> bool {
        self.place() == 0
    }

    /// Which of these it is, as a number.
    pub(super) fn place(self) -> u64 {
        self.0 & PLACE
    }

    /// That of a member, by the bare name of its type.
    pub(super) fn in_type(self, owner: &str) -> Name {
        self.under(0, owner)
    }

    /// That of what stands in just this scope (`a::b`).
    pub(super) fn in_scope(self, scope: &str) -> Name {
        self.under(1, scope)
    }

    /// That of what stands in scopes that begin with this part.
    pub(super) fn in_first(self, first: &str) -> Name {
        self.under(2, first)
    }

    /// That of what stands in scopes that end with this part.
    pub(super) fn in_last(self, last: &str) -> Name {
        self.under(3, last)
    }

    /// It as bytes, wherever what has it stands.
    pub(super) fn bytes(self) -> [u8; 8] {
        (self.0 & !PLACE).to_le_bytes()
    }

    /// The hash itself.
    pub(super) fn bits(self) -> u64 {
        self.0
    }

    fn under(self, sort: u64, outer: &str) -> Name {
        let outer = XxHash3_64::oneshot_with_seed(sort, outer.as_bytes());
        Name(XxHash3_64::oneshot_with_seed(outer, &self.bytes()))
    }
}

/// What the index says of a symbol without a look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Traits(u8);

impl Traits {
    /// Nobody outside of its file can name it.
    pub(super) const FILE_LOCAL: Traits = Traits(1);
    /// A definition that is meant wherever a declaration of it is seen.
    pub(super) const LINKED: Traits = Traits(2);
    /// It stands in the scope that all files of its language are in.
    pub(super) const GLOBAL: Traits = Traits(4);

    /// These too, where that is so.
    pub(super) fn and(self, others: Traits, is_so: bool) -> Traits {
        if is_so { Traits(self.0 | others.0) } else { self }
    }

    pub(super) fn bits(self) -> u8 {
        self.0
    }

    pub(super) fn has(self, others: Traits) -> bool {
        self.0 & others.0 == others.0
    }
}

/// A symbol that may have the name that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    pub(super) file: u32,
    /// The symbol's index, above 8 bits of traits.
    symbol: u32,
}

impl Entry {
    /// Of a symbol whose index fits in 24 bits, as those of all files do.
    pub(super) fn new(target: Target, traits: Traits) -> Entry {
        Entry { file: target.file, symbol: target.symbol << 8 | u32::from(traits.0) }
    }

    pub(super) fn target(self) -> Target {
        Target { file: self.file, symbol: self.symbol >> 8 }
    }

    pub(super) fn has(self, traits: Traits) -> bool {
        Traits((self.symbol & 0xff) as u8).has(traits)
    }
}

/// Symbols by name: 16 bytes each, and half a byte.
#[derive(Debug, Default)]
pub(super) struct NameIndex {
    /// In order, once it is complete.
    entries: Vec<(Name, Entry)>,
    /// Where those begin whose names begin with the same bits, and the last of them end: a search in all of them would
    /// wait for memory at each step.
    begins: Vec<u32>,
}

/// How many entries begin with the same bits, about.
const ALIKE: usize = 8;

impl NameIndex {
    /// One of no symbols yet, with room for so many.
    pub(super) fn with_room(symbols: usize) -> NameIndex {
        NameIndex { entries: Vec::with_capacity(symbols), begins: Vec::new() }
    }

    /// Adds symbols, while the index is being made.
    pub(super) fn extend(&mut self, entries: Vec<(Name, Entry)>) {
        self.entries.extend(entries);
    }

    /// Puts what a file has in the place of what it had, when the index is made. Cost: a search for each name; where
    /// those are others than before, a pass over all entries.
    pub(super) fn replace(&mut self, file: u32, mut known: Vec<(Name, Entry)>, mut new: Vec<(Name, Entry)>) {
        known.sort_unstable();
        new.sort_unstable();
        if known.iter().map(|(name, _)| name).eq(new.iter().map(|(name, _)| name)) {
            // Those of a name stand side by side, in order, and so they do still.
            let (mut at, mut last) = (0, None);
            for (name, entry) in new {
                at = match last == Some(name) {
                    true => at + 1,
                    false => self.entries.partition_point(|(of, other)| (*of, other.file) < (name, file)),
                };
                last = Some(name);
                if let Some(known) = self.entries.get_mut(at) {
                    *known = (name, entry);
                }
            }
        } else {
            self.entries.retain(|(_, entry)| entry.file != file);
            self.entries.extend(new);
            // Two runs, which this sort puts together in one pass.
            self.entries.sort();
            self.part();
        }
    }

    /// Ends the making.
    pub(super) fn complete(&mut self) {
        self.entries.par_sort_unstable();
        self.entries.shrink_to_fit();
        self.part();
    }

    /// Notes where names begin with other bits. Cost: a pass over all entries.
    fn part(&mut self) {
        let parts = (self.entries.len() / ALIKE).next_power_of_two().max(2);
        self.begins.clear();
        self.begins.reserve_exact(parts + 1);
        for (at, (name, _)) in (0u32..).zip(&self.entries) {
            while self.begins.len() <= first_bits(*name, parts) {
                self.begins.push(at);
            }
        }
        self.begins.resize(parts + 1, self.entries.len() as u32);
    }

    /// The symbols that may have that name: what stands in scopes behind the others, fields last, else in order.
    pub(super) fn get(&self, name: Name) -> impl Iterator<Item = Entry> + Clone {
        self.range(name, name.of_field())
    }

    /// Likewise, without fields.
    pub(super) fn free(&self, name: Name) -> impl Iterator<Item = Entry> + Clone {
        self.range(name, name.of_scoped())
    }

    /// Likewise, of just this name, at its place.
    pub(super) fn exactly(&self, name: Name) -> impl Iterator<Item = Entry> + Clone {
        self.range(name, name)
    }

    fn range(&self, first: Name, last: Name) -> impl Iterator<Item = Entry> + Clone {
        let part = first_bits(first, self.begins.len().saturating_sub(1));
        let bound = |at: usize| self.begins.get(at).map_or(0, |begin| *begin as usize);
        let (begin, end) = (bound(part), bound(part + 1));
        let alike = self.entries.get(begin..end).unwrap_or_default();
        let begin = begin + alike.partition_point(|(other, _)| *other < first);
        let rest = self.entries.get(begin..).unwrap_or_default().iter();
        rest.take_while(move |(other, _)| *other <= last).map(|(_, entry)| *entry)
    }
}

/// Which of so many parts a name is in, a power of two, at least two.
fn first_bits(name: Name, parts: usize) -> usize {
    (name.0 >> (u64::BITS - parts.max(2).ilog2())) as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What files have: a name and a symbol each.
    fn entries(file: u32, symbols: &[u8]) -> Vec<(Name, Entry)> {
        let entry = |(symbol, name): (u32, &u8)| {
            let traits = Traits(name % 3);
            (Name::of(&name.to_string()), Entry::new(Target { file, symbol }, traits))
        };
        (0u32..).zip(symbols).map(entry).collect()
    }

    fn index(files: &[Vec<u8>]) -> NameIndex {
        let mut index = NameIndex::default();
        (0u32..).zip(files).for_each(|(file, symbols)| index.extend(entries(file, symbols)));
        index.complete();
        index
    }

    proptest! {
        #[test]
        fn what_is_replaced_is_as_if_it_had_been_added(
            mut files in prop::collection::vec(prop::collection::vec(0u8..6, 0..8), 3),
            edits in prop::collection::vec((0usize..3, prop::collection::vec(0u8..6, 0..8)), 1..5),
        ) {
            let mut replaced = index(&files);
            for (file, symbols) in edits {
                let number = file as u32;
                replaced.replace(number, entries(number, &files[file]), entries(number, &symbols));
                files[file] = symbols;
                let made = index(&files);
                prop_assert_eq!((&replaced.entries, &replaced.begins), (&made.entries, &made.begins));
            }
        }

        #[test]
        fn what_has_a_name_is_found(symbols in prop::collection::vec(any::<u8>(), 0..300), others in 0u8..9) {
            let index = index(std::slice::from_ref(&symbols));
            for name in symbols.iter().copied().chain(0..others).chain([u8::MAX]) {
                let wanted = (0u32..).zip(&symbols).filter(|(_, other)| **other == name);
                let wanted: Vec<u32> = wanted.map(|(symbol, _)| symbol).collect();
                let found = index.get(Name::of(&name.to_string()));
                prop_assert_eq!(found.map(|entry| entry.target().symbol).collect::<Vec<_>>(), wanted);
            }
        }
    }
}
