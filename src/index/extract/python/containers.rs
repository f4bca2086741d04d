//! What lists, sets and dictionaries hold: what is written in them, and what is put into them later.

use tree_sitter::Node;

use super::Extractor;
use super::kinds::K;
use super::scope::Bound;
use crate::index::facts::{LocalFact, TypeFact, ValueFact};

/// So many of the parts of one dictionary are looked at: one with more is a table of many things.
const MAX_PAIRS: usize = 8;

/// What holds nothing yet.
enum Holder<'s> {
    /// A variable of a function.
    Local(&'s [u8]),
    /// A variable of the module, or a field.
    Symbol(u32),
}

impl<'s> Extractor<'s, '_> {
    /// Many of what a value is.
    pub(super) fn many(&mut self, of: u32) -> Option<u32> {
        let of = self.out.type_fact(TypeFact::OfValue(of))?;
        let of = self.out.type_fact(TypeFact::Sequence(of))?;
        self.out.value(ValueFact::Of(of))
    }

    /// A dictionary of values of this type.
    pub(super) fn dictionary_of(&mut self, held: u32) -> Option<u32> {
        let key = self.out.named_type(vec!["str".to_owned()])?;
        let of = self.out.named_type(vec!["dict".to_owned()])?;
        if let Some(TypeFact::Named { arguments, .. }) = self.out.facts.types.get_mut(of as usize) {
            *arguments = vec![key, held];
        }
        Some(of)
    }

    /// `{key: value}`.
    pub(super) fn dictionary(&mut self, node: Node) -> Option<u32> {
        let mut cursor = node.walk();
        let pairs: Vec<Node> = node.named_children(&mut cursor).take(MAX_PAIRS + 1).collect();
        let is_few = !pairs.is_empty() && pairs.len() <= MAX_PAIRS;
        let mut held = Vec::with_capacity(pairs.len());
        if is_few {
            for pair in pairs {
                let value = self.child(pair, self.fields.value).and_then(|value| self.value_of(value));
                held.push(value.and_then(|value| self.out.type_fact(TypeFact::OfValue(value))));
            }
        }
        // Of one that holds something of which nothing is known nothing is known.
        let all: Option<Vec<u32>> = held.into_iter().collect();
        let held = match all.as_deref() {
            None | Some([]) => return self.out.value(ValueFact::Outside),
            Some([only]) => *only,
            Some(several) => self.out.type_fact(TypeFact::AnyOf(several.to_vec()))?,
        };
        let of = self.dictionary_of(held)?;
        self.out.value(ValueFact::Of(of))
    }

    /// Whether an expression makes something that holds nothing yet.
    fn is_empty(&self, node: Node) -> bool {
        match self.kind(node) {
            K::Sequence | K::Dictionary => node.named_child_count() == 0,
            K::Call => {
                let name = self.child(node, self.fields.function).map(|function| self.out.text(function));
                let list = self.child(node, self.fields.arguments);
                matches!(name, Some(b"list" | b"set" | b"dict"))
                    && list.is_some_and(|list| list.named_child_count() == 0)
            }
            _ => false,
        }
    }

    /// Notes that a variable that is assigned holds nothing yet.
    pub(super) fn note_empty(&mut self, local: u32, assignment: Node) {
        if self.makes_empty(assignment) {
            self.empty.insert(local);
        }
    }

    /// Likewise, of a symbol.
    pub(super) fn note_empty_symbol(&mut self, symbol: Option<u32>, assignment: Node) {
        if self.makes_empty(assignment) {
            self.empty_symbols.extend(symbol);
        }
    }

    fn makes_empty(&self, assignment: Node) -> bool {
        self.child(assignment, self.fields.r#type).is_none()
            && self.child(assignment, self.fields.right).is_some_and(|value| self.is_empty(value))
    }

    /// `name.append(value)`: what holds nothing yet holds that.
    pub(super) fn put_into(&mut self, call: Node) {
        let Some(function) = self.child(call, self.fields.function) else { return };
        if self.kind(function) != K::Attribute {
            return;
        }
        let name = self.child(function, self.fields.attribute).map(|name| self.out.text(name));
        let list = self.child(call, self.fields.arguments).filter(|list| list.named_child_count() == 1);
        let (Some(b"append" | b"add"), Some(list)) = (name, list) else { return };
        let (Some(object), Some(put)) = (self.child(function, self.fields.object), list.named_child(0))
        else {
            return;
        };
        if let Some(holder) = self.holder(object)
            && let Some(value) = self.value_of(put)
            && let Some(value) = self.many(value)
        {
            self.hold(holder, value);
        }
    }

    /// `name[key] = value`: likewise.
    pub(super) fn put_under(&mut self, target: Node, put: Node) {
        if let Some(object) = self.child(target, self.fields.value)
            && let Some(holder) = self.holder(object)
            && let Some(value) = self.value_of(put)
            && let Some(held) = self.out.type_fact(TypeFact::OfValue(value))
            && let Some(of) = self.dictionary_of(held)
            && let Some(value) = self.out.value(ValueFact::Of(of))
        {
            self.hold(holder, value);
        }
    }

    /// What an expression names, where that holds nothing yet as far as is known.
    fn holder(&self, object: Node) -> Option<Holder<'s>> {
        let symbol = match self.kind(object) {
            K::Identifier => {
                let name = self.out.text(object);
                let binding = self.scopes.find(self.scopes.current(), name)?;
                match binding.bound {
                    Bound::Local => {
                        let is_empty = binding.local.is_some_and(|local| self.empty.contains(&local));
                        return is_empty.then_some(Holder::Local(name));
                    }
                    Bound::Symbol => *self.top.get(name)?,
                    _ => return None,
                }
            }
            K::Attribute => {
                let field = self.field_of_self(object)?;
                self.members.get(&(self.class_symbol()?, field)).copied().flatten()?
            }
            _ => return None,
        };
        self.empty_symbols.contains(&symbol).then_some(Holder::Symbol(symbol))
    }

    /// From here on it holds what this value does.
    fn hold(&mut self, holder: Holder<'s>, value: u32) {
        let fact = LocalFact { declared: None, value: Some(value) };
        match holder {
            Holder::Local(name) => {
                let local = self.out.local(fact);
                self.scopes.assign(name, local, false);
            }
            Holder::Symbol(symbol) => {
                self.empty_symbols.remove(&symbol);
                self.give(Some(symbol), fact);
            }
        }
    }
}
