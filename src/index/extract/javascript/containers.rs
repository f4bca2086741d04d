//! Arrays, sets and maps that hold nothing yet, and what is put into them.

use tree_sitter::Node;

use super::Extractor;
use super::kinds::K;
use super::scope::Bound;
use crate::index::facts::{LocalFact, TypeFact, ValueFact};

/// What holds nothing yet.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Holder {
    /// A variable of a function.
    Local(u32),
    /// Another one, or a field.
    Symbol(u32),
}

impl Extractor<'_, '_> {
    /// Notes that a variable or symbol is given something that holds nothing yet: `[]`, `new Map()`.
    pub(super) fn note_empty(&mut self, holder: Holder, value: Node) {
        let is_empty = match self.kind(value) {
            K::Array => value.named_child_count() == 0,
            K::New => {
                let name = self.child(value, self.fields.constructor).map(|name| self.out.text(name));
                let given = self.child(value, self.fields.type_arguments).is_some()
                    || self
                        .child(value, self.fields.arguments)
                        .is_some_and(|list| list.named_child_count() > 0);
                matches!(name, Some(b"Map" | b"Set")) && !given
            }
            _ => false,
        };
        if is_empty {
            self.empty.insert(holder);
        }
    }

    /// Likewise, of the variable that a name is.
    pub(super) fn note_empty_local(&mut self, name: Node, value: Node) {
        let bound = self.scopes.find(self.scopes.current(), self.out.text(name));
        if let Some((_, Bound::Local(Some(local)))) = bound {
            self.note_empty(Holder::Local(local), value);
        }
    }

    /// `name.push(value)`: what holds nothing yet holds that.
    pub(super) fn put_into(&mut self, call: Node) {
        let function = self.child(call, self.fields.function).filter(|of| self.kind(*of) == K::Member);
        let list = self.child(call, self.fields.arguments);
        let (Some(function), Some(list)) = (function, list) else { return };
        let Some(name) = self.child(function, self.fields.property) else { return };
        let put = match (self.out.text(name), list.named_child_count()) {
            (b"push" | b"unshift" | b"add", 1) => list.named_child(0),
            (b"set", 2) => list.named_child(1),
            _ => return,
        };
        let is_map = self.out.text(name) == b"set";
        let object = self.child(function, self.fields.object);
        let (Some(put), Some(object)) = (put, object) else { return };
        if let Some(holder) = self.holder(object).filter(|holder| self.empty.contains(holder))
            && let Some(held) = self.value_of(put)
            && let Some(held) = self.out.type_fact(TypeFact::OfValue(held))
            && let Some(of) =
                if is_map { self.map_of(held) } else { self.out.type_fact(TypeFact::Sequence(held)) }
            && let Some(value) = self.out.value(ValueFact::Of(of))
        {
            self.empty.remove(&holder);
            match holder {
                Holder::Local(_) => {
                    let text = self.out.text(object);
                    let local = self.out.local(LocalFact { declared: None, value: Some(value) });
                    if let Some((scope, _)) = self.scopes.find(self.scopes.current(), text) {
                        self.scopes.bind_in(scope, text, Bound::Local(local));
                    }
                }
                Holder::Symbol(symbol) => {
                    // What it was given first says nothing more.
                    if let Some(fact) = self.out.fact(symbol).filter(|fact| fact.values.len() == 1) {
                        fact.values.clear();
                    }
                    self.give(symbol, value);
                }
            }
        }
    }

    fn map_of(&mut self, held: u32) -> Option<u32> {
        let key = self.out.named_type(vec!["string".to_owned()])?;
        let of = self.out.named_type(vec!["Map".to_owned()])?;
        if let Some(TypeFact::Named { arguments, .. }) = self.out.facts.types.get_mut(of as usize) {
            *arguments = vec![key, held];
        }
        Some(of)
    }

    /// What an expression names.
    fn holder(&self, object: Node) -> Option<Holder> {
        match self.kind(object) {
            K::Identifier => {
                let text = self.out.text(object);
                match self.scopes.find(self.scopes.current(), text) {
                    Some((_, Bound::Local(local))) => local.map(Holder::Local),
                    _ => self.top.get(text).copied().map(Holder::Symbol),
                }
            }
            K::Member
                if self.child(object, self.fields.object).is_some_and(|of| self.kind(of) == K::This) =>
            {
                let this = self.functions.last().and_then(|function| function.this)?;
                let method = self.out.facts.symbols.get(this as usize)?;
                let class = if method.member_of.is_some() { method.parent? } else { this };
                let name = self.child(object, self.fields.property)?;
                self.members.get(&(class, self.out.text(name))).copied().flatten().map(Holder::Symbol)
            }
            _ => None,
        }
    }
}
