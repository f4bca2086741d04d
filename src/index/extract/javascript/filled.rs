//! Lists, sets and maps that begin empty: what they are of is what is put into them.

use tree_sitter::Node;

use super::Extractor;
use super::kinds::K;
use super::scope::Bound;
use crate::index::facts::{TypeFact, ValueFact};

/// So many different things that are put into one are looked at.
const MAX_PUT: u8 = 8;

/// What can be put something into.
#[derive(Clone, Copy)]
enum Empty {
    /// A variable of a function.
    Local(u32),
    /// A symbol: a variable, or a field of the class around.
    Symbol(u32),
    /// One that was empty, by what it is of now.
    Filled(u32),
}

impl Extractor<'_, '_> {
    /// Notes what is put into something that began empty.
    pub(super) fn tell_filled(&mut self, call: Node) {
        let Some(called) = self.child(call, self.fields.function).filter(|of| self.kind(*of) == K::Member)
        else {
            return;
        };
        let Some(name) = self.child(called, self.fields.property).map(|name| self.out.text(name)) else {
            return;
        };
        let holder = match name {
            b"push" | b"unshift" => None,
            b"add" => Some("Set"),
            b"set" => Some("Map"),
            _ => return,
        };
        let object = self.child(called, self.fields.object);
        let Some(empty) = object.and_then(|object| self.empty(object, holder)) else { return };
        let given = self.values_given(call);
        let count = if holder == Some("Map") { 2 } else { 1 };
        if given.len() < count {
            return;
        }
        let Some(given) = given.get(..count) else { return };
        if let Empty::Filled(filled) = empty {
            return self.fill_more(filled, given);
        }
        let Some(value) = self.filled_with(given, holder) else { return };
        match empty {
            Empty::Filled(_) => {}
            Empty::Local(local) => {
                if let Some(fact) = self.out.facts.locals.get_mut(local as usize) {
                    fact.value = Some(value);
                }
            }
            Empty::Symbol(symbol) => {
                if let Some(first) = self.out.fact(symbol).and_then(|fact| fact.values.first_mut()) {
                    *first = value;
                }
            }
        }
    }

    /// What more is put into something: it is of one or the other.
    fn fill_more(&mut self, filled: u32, given: &[Node]) {
        let Some((held, count)) = self.filled.get(&filled).copied() else { return };
        let Some(TypeFact::OfValue(before)) = self.out.facts.types.get(held as usize) else { return };
        let before = *before;
        let Some(more) = given.last().and_then(|last| self.given_back(*last)) else { return };
        if count < MAX_PUT
            && let Some(either) = self.out.one_of(Some(before), Some(more))
            && let Some(of) = self.out.facts.types.get_mut(held as usize)
        {
            *of = TypeFact::OfValue(either);
            self.filled.insert(filled, (held, count + 1));
        }
    }

    fn filled_with(&mut self, given: &[Node], holder: Option<&str>) -> Option<u32> {
        let mut types = Vec::with_capacity(given.len());
        for given in given {
            let value = self.given_back(*given);
            // What is not known is from outside, as what an empty list gives is.
            let outside = self.out.value(ValueFact::Outside);
            let value = self.out.one_of(value, outside)?;
            types.push(self.out.type_fact(TypeFact::OfValue(value))?);
        }
        let held = *types.last()?;
        let of = match holder {
            None => self.out.type_fact(TypeFact::Sequence(held))?,
            Some(holder) => self.out.generic_type(vec![holder.to_owned()], types)?,
        };
        let value = self.out.value(ValueFact::Of(of))?;
        self.filled.insert(value, (held, 1));
        Some(value)
    }

    /// What an expression names, if that began empty and nothing says what it is of.
    fn empty(&self, object: Node, holder: Option<&str>) -> Option<Empty> {
        let symbol = match self.kind(object) {
            K::Identifier => {
                let name = self.out.text(object);
                match self.scopes.find(self.scopes.current(), name) {
                    Some((_, Bound::Local(local))) => {
                        let fact = self.out.facts.locals.get(local? as usize)?;
                        let value = fact.value.filter(|_| fact.declared.is_none())?;
                        return self.as_empty(value, holder, Empty::Local(local?));
                    }
                    Some(_) => return None,
                    None => *self.top.get(name)?,
                }
            }
            K::Member if self.kind(self.child(object, self.fields.object)?) == K::This => {
                let method = self.functions.last()?.this?;
                let fact = self.out.facts.symbols.get(method as usize)?;
                // A function that is called with `new` is its own class.
                let class = if fact.member_of.is_some() { fact.parent? } else { method };
                let name = self.out.text(self.child(object, self.fields.property)?);
                (*self.members.get(&(class, name))?)?
            }
            _ => return None,
        };
        let fact = self.out.facts.symbols.get(symbol as usize)?;
        let value = fact.values.first().filter(|_| fact.declared.is_none())?;
        self.as_empty(*value, holder, Empty::Symbol(symbol))
    }

    /// What something is that holds this value: that itself where the value is a list's text of which nothing is known, or a
    /// new object of this type.
    fn as_empty(&self, value: u32, holder: Option<&str>, of: Empty) -> Option<Empty> {
        if self.filled.contains_key(&value) {
            return Some(Empty::Filled(value));
        }
        let is_empty = match (self.out.facts.values.get(value as usize)?, holder) {
            (ValueFact::Outside, None) => true,
            (ValueFact::Of(of), Some(holder)) => match self.out.facts.types.get(*of as usize)? {
                TypeFact::Named { path, arguments, .. } if arguments.is_empty() => match path.as_slice() {
                    [only] => only.strip_prefix("Weak").unwrap_or(only) == holder,
                    _ => false,
                },
                _ => false,
            },
            _ => false,
        };
        is_empty.then_some(of)
    }
}
