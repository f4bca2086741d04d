//! Objects whose type has no name: types that are written out where they are named, and objects that functions make.

use tree_sitter::Node;

use super::Extractor;
use super::kinds::K;
use crate::index::facts::{Hold, TypeFact, ValueFact};

/// So many layers of brackets are looked through.
const MAX_LAYERS: usize = 16;

/// So many properties of one object are told.
const MAX_PROPERTIES: usize = 64;

/// Objects in objects are told so deep.
const MAX_NESTING: usize = 4;

impl Extractor<'_, '_> {
    /// The type whose members an object type writes out. They are told when the walk comes to them.
    pub(super) fn written(&mut self, node: Node) -> Option<u32> {
        if let Some(&known) = self.written.get(&node.start_byte()) {
            return Some(known);
        }
        let of = self.out.type_fact(TypeFact::Written(Vec::new()))?;
        self.written.insert(node.start_byte(), of);
        Some(of)
    }

    /// Whether a type is written out where it is named.
    pub(super) fn is_written(&self, of: u32) -> bool {
        matches!(self.out.facts.types.get(of as usize), Some(TypeFact::Written(_)))
    }

    /// Whether a value is said to be of a type that is not its own; `as const` says none.
    fn is_cast(&self, value: Node) -> bool {
        self.kind(value) == K::As && value.named_child_count() > 1
    }

    /// What a function returns or a variable holds, also where it is an object that it makes.
    pub(super) fn given_back(&mut self, value: Node) -> Option<u32> {
        let mut object = value;
        for _ in 0..MAX_LAYERS {
            object = match self.kind(object) {
                K::Parenthesized | K::As | K::Satisfies if !self.is_cast(object) => {
                    self.first_value(object)?
                }
                K::Object => return self.object(object, 0),
                _ => break,
            };
        }
        self.value_of(value)
    }

    /// An object, by what stands in its text, within so many layers of expressions.
    pub(super) fn object(&mut self, node: Node, depth: usize) -> Option<u32> {
        if depth > MAX_NESTING {
            return self.out.value(ValueFact::Outside);
        }
        let mut cursor = node.walk();
        let properties: Vec<Node> = node.named_children(&mut cursor).take(MAX_PROPERTIES).collect();
        let (mut spread, mut parts) = (Vec::new(), Vec::new());
        for property in properties {
            let (name, value) = match self.kind(property) {
                K::Shorthand => (Some(property), self.named_value(property)),
                K::Pair => {
                    let key = self.child(property, self.fields.key).and_then(|key| self.plain_name(key));
                    let value = self.child(property, self.fields.value);
                    let value = value.and_then(|value| match self.kind(value) {
                        K::Arrow | K::FunctionExpression => self.value_or_function(value, depth),
                        _ => self.layer_of_value(value, depth),
                    });
                    (key.filter(|key| self.kind(*key) != K::ComputedName), value)
                }
                K::Spread => {
                    let value =
                        self.first_value(property).and_then(|value| self.layer_of_value(value, depth));
                    if let Some(of) = value.and_then(|value| self.out.type_fact(TypeFact::OfValue(value))) {
                        spread.extend(self.made_of(std::mem::take(&mut parts)));
                        spread.push(of);
                    }
                    continue;
                }
                _ => continue,
            };
            if let (Some(name), Some(value)) = (name.and_then(|name| self.out.owned(name)), value) {
                parts.push((name, value));
            }
        }
        spread.extend(self.made_of(parts));
        // What comes later takes the place of what was there.
        spread.reverse();
        match self.spread(spread) {
            Some(of) => self.out.value(ValueFact::Of(of)),
            None => self.out.value(ValueFact::Outside),
        }
    }

    /// The type of what is made of values of these types, of which the first goes before the others.
    pub(super) fn spread(&mut self, parts: Vec<u32>) -> Option<u32> {
        if let [] | [_] = *parts.as_slice() {
            return parts.first().copied();
        }
        let all = self.out.type_fact(TypeFact::AnyOf(parts))?;
        self.out.type_fact(TypeFact::Held(Hold::Spread, all))
    }

    /// The type of an object that has these properties, if it has any.
    fn made_of(&mut self, parts: Vec<(String, u32)>) -> Option<u32> {
        if parts.is_empty() { None } else { self.out.type_fact(TypeFact::Object(parts)) }
    }
}
