//! What the names are that a pattern binds: parts of what it is matched against.

use tree_sitter::Node;

use super::kinds::K;
use super::{Extractor, Frame};
use crate::index::facts::{LocalFact, ValueFact};

/// How deep a pattern is followed.
const MAX_LAYERS: usize = 8;

/// How many parts of one pattern are followed.
const MAX_PARTS: usize = 32;

impl Extractor<'_> {
    /// Notes what a parameter or `let` binds.
    pub(super) fn tell_type(&mut self, node: Node) {
        let Some(pattern) = self.child(node, self.fields.pattern) else { return };
        let declared = self.child(node, self.fields.r#type).and_then(|node| self.type_of(node));
        let value = match declared {
            Some(declared) => self.out.value(ValueFact::Of(declared)),
            None => self.child(node, self.fields.value).and_then(|value| self.value_of(value)),
        };
        self.tell(pattern, value, 0);
    }

    /// Notes what a loop binds.
    pub(super) fn tell_loop(&mut self, node: Node) {
        let Some(pattern) = self.child(node, self.fields.pattern) else { return };
        let value = self.child(node, self.fields.value).and_then(|value| self.value_of(value));
        let value = value.and_then(|value| self.out.value(ValueFact::Element(value)));
        self.tell(pattern, value, 0);
    }

    /// Notes what an arm of a `match` binds.
    pub(super) fn tell_arm(&mut self, node: Node) {
        let matched = self.matched.last().copied().flatten();
        if let Some(pattern) = node.named_child(0) {
            self.tell(pattern, matched, 0);
        }
    }

    /// Notes what a call is called on whose arguments hold a closure.
    pub(super) fn tell_receiver(&mut self, call: Node) {
        let Some(arguments) = self.child(call, self.fields.arguments) else { return };
        let mut cursor = arguments.walk();
        let mut given = arguments.named_children(&mut cursor);
        if !given.any(|argument| self.kind(argument) == K::ClosureExpression) {
            return;
        }
        let function = self.child(call, self.fields.function);
        let receiver = function.filter(|function| self.kind(*function) == K::FieldExpression);
        let receiver = receiver.and_then(|function| self.child(function, self.fields.value));
        let receiver = receiver.and_then(|receiver| self.value_of(receiver));
        self.receivers.push((self.frames.len(), receiver));
    }

    /// Notes what the one parameter of a closure is that a method is given.
    pub(super) fn tell_closure(&mut self, node: Node, parent: &Frame) {
        // Its call is two frames up, past the brackets.
        let call = self.frames.len().checked_sub(2);
        let receiver =
            self.receivers.last().filter(|(at, _)| parent.kind == K::Arguments && Some(*at) == call);
        let Some((_, Some(receiver))) = receiver.copied() else { return };
        let Some(parameters) = self.child(node, self.fields.parameters) else { return };
        let only = parameters.named_child(0).filter(|_| parameters.named_child_count() == 1);
        let only = only.filter(|only| self.kind(*only) != K::Parameter);
        if let (Some(only), Some(given)) = (only, self.out.value(ValueFact::Given(receiver))) {
            self.tell(only, Some(given), 0);
        }
    }

    /// Notes what each name of a pattern is, matched against a value.
    fn tell(&mut self, pattern: Node, value: Option<u32>, depth: usize) {
        if depth > MAX_LAYERS {
            return;
        }
        let next = depth + 1;
        match self.kind(pattern) {
            K::Identifier => {
                if let Some(local) =
                    value.and_then(|value| self.out.local(LocalFact { declared: None, value: Some(value) }))
                {
                    self.told.insert(pattern.start_byte(), local);
                }
            }
            K::HoldingPattern => {
                let mut cursor = pattern.walk();
                let held: Vec<Node> = pattern.named_children(&mut cursor).take(MAX_PARTS).collect();
                for held in held {
                    self.tell(held, value, next);
                }
            }
            K::TuplePattern => self.tell_parts(pattern, 0, value, next),
            K::TupleStructPattern => {
                let of = self.child(pattern, self.fields.r#type);
                match of.map(|of| self.out.text(of)) {
                    Some(b"Some" | b"Ok") => {
                        let inside = value.and_then(|value| self.out.value(ValueFact::Inside(value)));
                        if let Some(held) = pattern.named_child(1) {
                            self.tell(held, inside, next);
                        }
                    }
                    _ => {
                        let name = of.and_then(|of| match self.kind(of) {
                            K::ScopedIdentifier => self.child(of, self.fields.name),
                            _ => Some(of),
                        });
                        let variant = name.and_then(|name| self.out.used(name));
                        self.tell_parts(pattern, 1, variant, next);
                    }
                }
            }
            K::StructPattern => self.tell_fields(pattern, next),
            _ => {}
        }
    }

    fn tell_parts(&mut self, pattern: Node, skipped: usize, value: Option<u32>, depth: usize) {
        let mut cursor = pattern.walk();
        let parts: Vec<Node> = pattern.named_children(&mut cursor).skip(skipped).take(MAX_PARTS).collect();
        for (at, part) in (0u16..).zip(parts) {
            let value = value.and_then(|value| self.out.value(ValueFact::Part(value, at)));
            self.tell(part, value, depth);
        }
    }

    /// A field that a pattern names is what its own name means.
    fn tell_fields(&mut self, pattern: Node, depth: usize) {
        let mut cursor = pattern.walk();
        let fields: Vec<Node> = pattern.named_children(&mut cursor).take(MAX_PARTS).collect();
        for field in fields {
            if self.kind(field) != K::FieldPattern {
                continue;
            }
            let Some(name) = self.child(field, self.fields.name) else { continue };
            let value = self.out.used(name);
            match self.child(field, self.fields.pattern) {
                Some(inner) => self.tell(inner, value, depth),
                None => {
                    let local = self.out.local(LocalFact { declared: None, value });
                    self.told.extend(local.map(|local| (name.start_byte(), local)));
                }
            }
        }
    }
}
