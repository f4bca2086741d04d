//! What the names are that a pattern binds: parts of what it is matched against.

use tree_sitter::Node;

use super::Extractor;
use super::kinds::K;
use crate::index::facts::{LocalFact, ValueFact};

/// How deep a pattern is followed.
const MAX_LAYERS: usize = 8;

/// How many parts of one pattern are followed.
const MAX_PARTS: usize = 32;

impl Extractor<'_> {
    /// Notes what a parameter or `let` binds.
    pub(super) fn tell_type(&mut self, node: Node) {
        let Some(pattern) = self.child(node, self.fields.pattern) else { return };
        let value = self.value_of_let(node);
        self.tell(pattern, value, 0);
        self.tell_empty(node);
    }

    /// What a parameter or `let` matches its pattern against.
    pub(super) fn value_of_let(&mut self, node: Node) -> Option<u32> {
        let written = self.child(node, self.fields.r#type);
        // What is left open the value says (`Vec<_>`).
        let is_open = written.is_some_and(|of| is_left_open(self.out.text(of)));
        let value = self.child(node, self.fields.value).filter(|value| is_open && self.collects(*value));
        let told = value.and_then(|value| self.value_of(value));
        let declared = written.and_then(|node| self.type_of(node));
        match declared {
            Some(declared) if told.is_some() => {
                let declared = self.out.value(ValueFact::Of(declared));
                told.zip(declared).and_then(|(told, of)| self.out.value(ValueFact::Either(told, of)))
            }
            Some(declared) => self.out.value(ValueFact::Of(declared)),
            None => self.child(node, self.fields.value).and_then(|value| self.value_of(value)),
        }
    }

    /// Whether something is collected: what of is not said again.
    fn collects(&self, value: Node) -> bool {
        let called = self.child(value, self.fields.function);
        let name = called.and_then(|called| self.child(called, self.fields.field));
        name.is_some_and(|name| self.out.text(name) == b"collect")
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

    /// Notes what each name of a pattern is, matched against a value.
    pub(super) fn tell(&mut self, pattern: Node, value: Option<u32>, depth: usize) {
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
            // What is bound beside its own pattern is all of it.
            K::CapturedPattern => {
                for held in [pattern.named_child(0), pattern.named_child(1)].into_iter().flatten() {
                    self.tell(held, value, next);
                }
            }
            K::SlicePattern => {
                let element = value.and_then(|value| self.out.value(ValueFact::Element(value)));
                let mut cursor = pattern.walk();
                let held: Vec<Node> = pattern.named_children(&mut cursor).take(MAX_PARTS).collect();
                for held in held {
                    // A part of a slice is a slice.
                    let is_rest = held.named_child(1).is_some_and(|of| self.kind(of) == K::RestPattern);
                    self.tell(held, if is_rest { value } else { element }, next);
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
                    Some(b"Err") => {
                        let inside = value.and_then(|value| self.out.value(ValueFact::Part(value, 1)));
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
        for (at, part) in parts(pattern, skipped) {
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

/// The parts of a pattern or of a closure's parameters that bind something, and which ones they are: `_` is one that binds
/// nothing. What stands behind `..` is counted from the other end, which is not known.
pub(super) fn parts(of: Node, skipped: usize) -> Vec<(u16, Node)> {
    let mut cursor = of.walk();
    let is_part = |node: &Node| node.is_named() && !node.is_extra() || node.kind() == "_";
    let all = of.children(&mut cursor).filter(is_part).skip(skipped);
    let all = all.take_while(|part| part.kind() != "remaining_field_pattern").take(MAX_PARTS);
    (0u16..).zip(all).filter(|(_, part)| part.is_named()).collect()
}

/// Whether a type says only how many there are of something: `Vec<_>`, `HashMap<_, _>`.
fn is_left_open(text: &[u8]) -> bool {
    let Some(at) = text.iter().position(|byte| *byte == b'<') else { return false };
    let (name, arguments) = text.split_at(at);
    let is_open = |byte: &u8| matches!(byte, b'<' | b'_' | b'&' | b',' | b' ' | b'>');
    arguments.iter().all(is_open) && arguments.contains(&b'_') && !matches!(name, b"Result" | b"Option")
}
