//! Lists and maps that begin empty: what they are of is what is first put into them.

use tree_sitter::Node;

use super::Extractor;
use super::kinds::K;
use crate::index::facts::{TypeFact, ValueFact};

/// Types of the library that begin empty.
const LISTS: [&str; 7] = ["Vec", "VecDeque", "BinaryHeap", "HashSet", "BTreeSet", "HashMap", "BTreeMap"];

impl Extractor<'_> {
    /// Notes that a variable is an empty list of which the text does not say what it is of.
    pub(super) fn tell_empty(&mut self, node: Node) {
        let Some(pattern) = self.child(node, self.fields.pattern) else { return };
        let Some(value) = self.child(node, self.fields.value) else { return };
        if self.kind(pattern) != K::Identifier || self.child(node, self.fields.r#type).is_some() {
            return;
        }
        if let Some(list) = self.empty_list(value)
            && let Some(local) = self.told.get(&pattern.start_byte())
        {
            self.empty.insert(*local, list);
        }
    }

    /// The type of an empty list: `Vec::new()`, `vec![]`.
    fn empty_list(&self, value: Node) -> Option<&'static str> {
        if self.kind(value) == K::MacroInvocation {
            let is_empty = self.out.text(value).strip_prefix(b"vec![").is_some_and(|rest| rest == b"]");
            return is_empty.then_some("Vec");
        }
        let function = self.child(value, self.fields.function);
        let function = function.filter(|of| self.kind(*of) == K::ScopedIdentifier)?;
        let name = self.out.text(self.child(function, self.fields.name)?);
        let of = self.out.text(self.child(function, self.fields.path)?);
        let makes = matches!(name, b"new" | b"with_capacity" | b"default");
        LISTS.into_iter().find(|list| makes && list.as_bytes() == of)
    }

    /// Notes what is put into a list that began empty, if it is the first that is known.
    pub(super) fn tell_filled(&mut self, call: Node) {
        let Some((local, list)) = self.filled_by(call) else { return };
        let Some(given) = self.child(call, self.fields.arguments) else { return };
        let mut cursor = given.walk();
        let given: Vec<Node> = given.named_children(&mut cursor).take(2).collect();
        let put = match (list.ends_with("Map"), given.as_slice()) {
            (true, [_, _]) => given.as_slice(),
            (false, [.., last]) => std::slice::from_ref(last),
            _ => return,
        };
        let mut types = Vec::with_capacity(put.len());
        for put in put {
            let value = self.value_of(*put);
            // What is not known is from outside, as what an empty list gives is.
            let outside = self.out.value(ValueFact::Outside);
            let value = self.out.one_of(value, outside);
            types.extend(value.and_then(|value| self.out.type_fact(TypeFact::OfValue(value))));
        }
        let path = vec!["std".to_owned(), list.to_owned()];
        let Some(of) = self.out.generic_type(path, types) else { return };
        let value = self.out.value(ValueFact::Of(of));
        if let Some(fact) = self.out.facts.locals.get_mut(local as usize) {
            fact.value = value;
        }
        self.empty.remove(&local);
    }

    /// The empty list that a call puts something into, as a variable, and its type.
    fn filled_by(&self, call: Node) -> Option<(u32, &'static str)> {
        if self.empty.is_empty() {
            return None;
        }
        let function = self.child(call, self.fields.function)?;
        let field = self.child(function, self.fields.field)?;
        if !matches!(self.out.text(field), b"push" | b"push_back" | b"push_front" | b"insert") {
            return None;
        }
        let list = self.child(function, self.fields.value).filter(|of| self.kind(*of) == K::Identifier)?;
        let local = self.locals.get(self.out.text(list))??;
        Some((local, *self.empty.get(&local)?))
    }

    /// A value of a type of the library's of which it is not known what it holds.
    pub(super) fn made_by(&mut self, library: &str, name: &str) -> Option<u32> {
        self.made_of(library, name, None)
    }

    /// A value of a type of the library's, and one of what it holds.
    pub(super) fn made_of(&mut self, library: &str, name: &str, held: Option<u32>) -> Option<u32> {
        let held = held.or_else(|| self.out.value(ValueFact::Unknown))?;
        let held = self.out.type_fact(TypeFact::OfValue(held))?;
        let of = self.out.generic_type(vec![library.to_owned(), name.to_owned()], vec![held])?;
        self.out.value(ValueFact::Of(of))
    }
}
