//! What lists, sets and dictionaries hold: what is written in them, and what is put into them later.

use tree_sitter::Node;

use super::Extractor;
use super::kinds::K;
use super::scope::Bound;
use crate::index::facts::{LocalFact, TypeFact, ValueFact};

/// So many of the parts of one dictionary are looked at: one with more is a table of many things.
const MAX_PAIRS: usize = 8;

/// So many different things that are put into one holder are looked at.
const MAX_PUT: u8 = 8;

/// What things are put into of which it was seen that they hold nothing.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Holder {
    /// A variable of a function.
    Local(u32),
    /// A variable of the module, or a field.
    Symbol(u32),
}

/// What a holder holds.
#[derive(Clone, Copy)]
pub(super) enum Held {
    Nothing,
    /// What this type says, after so many things were put in.
    Some(u32, u8),
}

impl Extractor<'_, '_> {
    /// A dictionary of values of this type.
    pub(super) fn dictionary_of(&mut self, held: u32) -> Option<u32> {
        let key = self.out.named_type(vec!["str".to_owned()])?;
        self.out.generic_type(vec!["dict".to_owned()], vec![key, held])
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
            self.held.insert(Holder::Local(local), Held::Nothing);
        }
    }

    /// Likewise, of a symbol.
    pub(super) fn note_empty_symbol(&mut self, symbol: Option<u32>, assignment: Node) {
        if let Some(symbol) = symbol.filter(|_| self.makes_empty(assignment)) {
            self.held.insert(Holder::Symbol(symbol), Held::Nothing);
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
        self.put(object, put, false);
    }

    /// `name[key] = value`: likewise.
    pub(super) fn put_under(&mut self, target: Node, put: Node) {
        if let Some(object) = self.child(target, self.fields.value) {
            self.put(object, put, true);
        }
    }

    /// Puts something into what an expression names: from here on that holds it, or one or the other.
    fn put(&mut self, object: Node, put: Node, is_dictionary: bool) -> Option<()> {
        let holder = self.holder(object)?;
        let held = *self.held.get(&holder)?;
        let value = self.value_of(put);
        if let Held::Some(of, count) = held {
            let Some(&TypeFact::OfValue(before)) = self.out.facts.types.get(of as usize) else { return None };
            let more = value.filter(|_| count < MAX_PUT)?;
            let either = self.out.value(ValueFact::Either(before, more))?;
            *self.out.facts.types.get_mut(of as usize)? = TypeFact::OfValue(either);
            self.held.insert(holder, Held::Some(of, count + 1));
            return Some(());
        }
        let of = self.out.type_fact(TypeFact::OfValue(value?))?;
        let whole =
            if is_dictionary { self.dictionary_of(of) } else { self.out.type_fact(TypeFact::Sequence(of)) };
        let value = self.out.value(ValueFact::Of(whole?));
        let fact = LocalFact { declared: None, value };
        let holder = match holder {
            Holder::Local(_) => {
                let local = self.out.local(fact)?;
                self.scopes.assign(self.out.text(object), Some(local), false);
                Holder::Local(local)
            }
            Holder::Symbol(symbol) => {
                self.give(Some(symbol), fact);
                holder
            }
        };
        self.held.insert(holder, Held::Some(of, 1));
        Some(())
    }

    /// Whether a variable is known to hold nothing.
    pub(super) fn holds_nothing(&self, local: u32) -> bool {
        matches!(self.held.get(&Holder::Local(local)), Some(Held::Nothing))
    }

    /// What an expression names.
    fn holder(&self, object: Node) -> Option<Holder> {
        match self.kind(object) {
            K::Identifier => {
                let name = self.out.text(object);
                let binding = self.scopes.find(self.scopes.current(), name)?;
                match binding.bound {
                    Bound::Local => binding.local.map(Holder::Local),
                    Bound::Symbol => self.top.get(name).copied().map(Holder::Symbol),
                    _ => None,
                }
            }
            K::Attribute => {
                let field = self.field_of_self(object)?;
                self.members.get(&(self.class_symbol()?, field)).copied().flatten().map(Holder::Symbol)
            }
            _ => None,
        }
    }
}
