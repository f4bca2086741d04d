//! Names as numbers, and where in the project each is defined.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::Target;

/// The hash of a name. Two names may have the same: who finds something by it compares the name itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Name(u64);

impl Name {
    /// That of a name alone.
    pub(super) fn of(name: &str) -> Name {
        // The lowest bit says of an entry of the index that it is a field.
        Name(Name::of_parts(&[name]).0 & !1)
    }

    /// The same of a field of objects, which only a member's name means.
    pub(super) fn of_field(self) -> Name {
        Name(self.0 | 1)
    }

    /// That of a member, by the bare name of its type and its own.
    pub(super) fn of_member(owner: &str, name: &str) -> Name {
        Name::of_parts(&[owner, name])
    }

    fn of_parts(parts: &[&str]) -> Name {
        let mut hasher = DefaultHasher::new();
        parts.iter().for_each(|part| part.hash(&mut hasher));
        Name(hasher.finish())
    }
}

/// Symbols by name: 16 bytes each.
#[derive(Debug, Default)]
pub(super) struct NameIndex {
    /// In order, once it is complete.
    entries: Vec<(Name, Target)>,
}

impl NameIndex {
    /// Adds a symbol, while the index is being made.
    pub(super) fn add(&mut self, name: Name, target: Target) {
        self.entries.push((name, target));
    }

    /// Ends the making.
    pub(super) fn complete(&mut self) {
        self.entries.sort_unstable();
        self.entries.shrink_to_fit();
    }

    /// The symbols that may have that name: fields last, else in order.
    pub(super) fn get(&self, name: Name) -> impl Iterator<Item = Target> {
        self.range(name, name.of_field())
    }

    /// Likewise, without fields.
    pub(super) fn free(&self, name: Name) -> impl Iterator<Item = Target> {
        self.range(name, name)
    }

    fn range(&self, first: Name, last: Name) -> impl Iterator<Item = Target> {
        let begin = self.entries.partition_point(|(other, _)| *other < first);
        let rest = self.entries.get(begin..).unwrap_or_default().iter();
        rest.take_while(move |(other, _)| *other <= last).map(|(_, target)| *target)
    }
}
