//! What stands in which scope of a file, as bytes that are searched as they are.

use std::ops::Range;

use super::names::Name;
use super::scopes::ScopeId;
use super::table::is_type;
use crate::index::FileFacts;
use crate::index::bytes::Bytes;

/// Scope, name and symbol, in big-endian order: so their bytes compare as they do.
type Entry = [u8; 16];

/// Symbols by the scope that they stand in and their name.
#[derive(Debug)]
pub(crate) struct Scopes {
    bytes: Bytes,
    /// Where its entries stand; behind them, four bytes each, what has members and is no type.
    entries: Range<usize>,
}

impl Scopes {
    /// As bytes. Cost: a pass over the file's symbols, and a sort.
    pub(crate) fn encode(facts: &FileFacts) -> Vec<u8> {
        let symbols = &facts.symbols;
        let mut entries: Vec<Entry> = Vec::with_capacity(symbols.len());
        let mut objects: Vec<u32> = Vec::new();
        for (at, fact) in (0u32..).zip(symbols) {
            entries.push(entry(fact.parent, Name::of(&fact.name), at));
            let parent = fact.parent.and_then(|parent| Some((parent, symbols.get(parent as usize)?)));
            // What variables and properties hold.
            if let Some((parent, of)) = parent
                && !is_type(&of.kind)
                && fact.member_of.as_ref().is_some_and(|owner| *owner == of.name)
            {
                objects.push(parent);
            }
        }
        entries.sort_unstable();
        objects.sort_unstable();
        objects.dedup();
        let mut bytes = (entries.len() as u32).to_be_bytes().to_vec();
        bytes.extend(entries.as_flattened());
        bytes.extend(objects.iter().flat_map(|object| object.to_be_bytes()));
        bytes
    }

    /// From what [`Scopes::encode`] gave. `None` where it is damaged.
    pub(crate) fn new(bytes: Bytes) -> Option<Scopes> {
        let (count, rest) = bytes.split_first_chunk::<4>()?;
        let length = (u32::from_be_bytes(*count) as usize).checked_mul(size_of::<Entry>())?;
        let entries = 4..length.checked_add(4).filter(|_| length <= rest.len())?;
        Some(Scopes { bytes, entries })
    }

    /// The symbols in a scope whose name may be that one, in order.
    pub(super) fn symbols(&self, scope: ScopeId, name: Name) -> impl Iterator<Item = u32> {
        let (entries, _) = self.bytes.get(self.entries.clone()).unwrap_or_default().as_chunks::<16>();
        let first = entry(scope, name, 0);
        let begin = entries.partition_point(|entry| *entry < first);
        let all = entries.get(begin..).unwrap_or_default().iter();
        all.take_while(move |entry| entry.first_chunk::<12>() == first.first_chunk())
            .filter_map(|entry| entry.last_chunk().map(|symbol| u32::from_be_bytes(*symbol)))
    }

    /// Whether something that is no type has members.
    pub(super) fn has_members(&self, symbol: u32) -> bool {
        let (objects, _) = self.bytes.get(self.entries.end..).unwrap_or_default().as_chunks::<4>();
        objects.binary_search(&symbol.to_be_bytes()).is_ok()
    }
}

fn entry(scope: ScopeId, name: Name, symbol: u32) -> Entry {
    // No file has so many symbols.
    let scope = u128::from(scope.unwrap_or(u32::MAX));
    (scope << 96 | u128::from(name.bits()) << 32 | u128::from(symbol)).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::extract::extract;
    use crate::model::Language;

    #[test]
    fn symbols_are_found_in_their_scope() {
        let source = b"class A {\n  f() {}\n  g() {}\n}\nclass B { f() {} }\nconst o = { f() {} };\n";
        let facts = extract("a.js", source, Language::JavaScript);
        let scopes = Scopes::new(Bytes::from(&*Scopes::encode(&facts))).unwrap();
        for (at, fact) in (0u32..).zip(&facts.symbols) {
            let found: Vec<u32> = scopes.symbols(fact.parent, Name::of(&fact.name)).collect();
            assert_eq!(found, [at], "{}", fact.qualified);
        }
        assert_eq!(scopes.symbols(None, Name::of("f")).count(), 0);
        let objects = (0u32..).zip(&facts.symbols).filter(|(at, _)| scopes.has_members(*at));
        let objects: Vec<&str> = objects.map(|(_, fact)| fact.name.as_str()).collect();
        assert_eq!(objects, ["o"]);
    }

    #[test]
    fn damage_is_seen() {
        assert!(Scopes::new(Bytes::from([0, 0, 0].as_slice())).is_none());
        assert!(Scopes::new(Bytes::from([0, 0, 0, 1, 7].as_slice())).is_none());
    }
}
