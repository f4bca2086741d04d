//! Names as numbers, and where in the project each is defined.

use twox_hash::XxHash3_64;

use super::Target;

/// The hash of a name. Two names may have the same: who finds something by it compares the name itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Name(u64);

impl Name {
    /// That of a name alone.
    pub(super) fn of(name: &str) -> Name {
        // The lowest bit says of an entry of the index that it is a field.
        Name(XxHash3_64::oneshot(name.as_bytes()) & !1)
    }

    /// The same of a field of objects, which only a member's name means.
    pub(super) fn of_field(self) -> Name {
        Name(self.0 | 1)
    }

    /// Whether it is a field's.
    pub(super) fn is_field(self) -> bool {
        self.0 & 1 == 1
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

    /// It as bytes; a field's name is that of what is no field.
    pub(super) fn bytes(self) -> [u8; 8] {
        (self.0 & !1).to_le_bytes()
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
    /// It stands in no scope.
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

/// Symbols by name: 16 bytes each.
#[derive(Debug, Default)]
pub(super) struct NameIndex {
    /// In order, once it is complete.
    entries: Vec<(Name, Entry)>,
}

impl NameIndex {
    /// Adds a symbol, while the index is being made.
    pub(super) fn add(&mut self, name: Name, entry: Entry) {
        self.entries.push((name, entry));
    }

    /// Ends the making.
    pub(super) fn complete(&mut self) {
        self.entries.sort_unstable();
        self.entries.shrink_to_fit();
    }

    /// The symbols that may have that name: fields last, else in order.
    pub(super) fn get(&self, name: Name) -> impl Iterator<Item = Entry> + Clone {
        self.range(name, name.of_field())
    }

    /// Likewise, without fields.
    pub(super) fn free(&self, name: Name) -> impl Iterator<Item = Entry> + Clone {
        self.range(name, name)
    }

    fn range(&self, first: Name, last: Name) -> impl Iterator<Item = Entry> + Clone {
        let begin = self.entries.partition_point(|(other, _)| *other < first);
        let rest = self.entries.get(begin..).unwrap_or_default().iter();
        rest.take_while(move |(other, _)| *other <= last).map(|(_, entry)| *entry)
    }
}
