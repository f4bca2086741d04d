//! Names that patterns bind, and the properties that they take apart.

use tree_sitter::Node;

use super::kinds::K;
use super::scope::Bound;
use super::types::MAX_PARAMETERS;
use super::{Extractor, Frame, flag};
use crate::index::UseKind;
use crate::index::facts::{LocalFact, Qualifier, ValueFact};
use crate::model::SymbolKind;

/// So many parts of one pattern are told.
const MAX_PARTS: usize = 64;

impl<'s> Extractor<'s, '_> {
    /// Binds the name that a pattern's node is to `value`.
    pub(super) fn bind(&mut self, node: Node, frame: &Frame, value: Option<u32>) {
        if !frame.has(flag::SYMBOLS) {
            let declared = self.documented_parameter(node).or_else(|| self.parts.remove(&node.start_byte()));
            self.bind_local(node, LocalFact { declared, value }, frame.has(flag::VAR));
            return;
        }
        let kind = if frame.has(flag::CONST) { SymbolKind::Constant } else { SymbolKind::Variable };
        let symbol = self.add(node, node, kind, None, None);
        if let (Some(symbol), Some(value)) = (symbol, value) {
            self.give(symbol, value);
        }
    }

    /// `{ name, other = 1 }: { name: Type; other: number }`: what each name is.
    pub(super) fn tell_parts(&mut self, pattern: Node, annotation: Node) {
        let object = annotation.named_child(0).filter(|of| self.kind(*of) == K::ObjectType);
        let Some(object) = object.filter(|_| self.kind(pattern) == K::ObjectPattern) else { return };
        let mut cursor = pattern.walk();
        let parts: Vec<Node> = pattern.named_children(&mut cursor).take(MAX_PARTS).collect();
        let mut cursor = object.walk();
        let properties: Vec<Node> = object.named_children(&mut cursor).take(MAX_PARTS).collect();
        for part in parts {
            let (key, bound) = match self.kind(part) {
                K::AssignmentPattern => {
                    let left = self.child(part, self.fields.left);
                    (left, left)
                }
                K::PairPattern => (self.child(part, self.fields.key), self.child(part, self.fields.value)),
                _ => (Some(part), Some(part)),
            };
            let (Some(key), Some(bound)) = (key, bound) else { continue };
            let name = self.out.text(key);
            let is_named =
                |of: &&Node| self.child(**of, self.fields.name).map(|of| self.out.text(of)) == Some(name);
            let of = properties.iter().find(is_named).and_then(|of| self.child(*of, self.fields.r#type));
            if let Some(of) = of.and_then(|of| self.type_of(of)) {
                self.parts.insert(bound.start_byte(), of);
            }
        }
    }

    /// The type that a comment gives a parameter of the innermost function, whose symbol learns of it.
    fn documented_parameter(&mut self, name: Node) -> Option<u32> {
        let function = self.functions.last().filter(|function| !function.documented.is_empty())?;
        let symbol = function.symbol?;
        let around = self.frames.iter().rev().take(2).find(|frame| frame.kind == K::FormalParameters)?;
        let place = usize::from(around.count.saturating_sub(1));
        let text = self.out.text(name);
        let (_, of) = function.documented.iter().find(|(name, _)| name.as_bytes() == text)?;
        let of = *of;
        if let Some(fact) = self.out.fact(symbol)
            && place < MAX_PARAMETERS
        {
            fact.parameters.resize(fact.parameters.len().max(place + 1), None);
            if let Some(parameter) = fact.parameters.get_mut(place) {
                *parameter = Some(of);
            }
        }
        Some(of)
    }

    /// `{ name }` in a pattern: a property, and the variable of that name.
    pub(super) fn shorthand_pattern(&mut self, node: Node, frame: &Frame, parent: &Frame) {
        let used = self.out.usage(UseKind::Reference, node, Qualifier::Value(parent.value));
        if frame.has(flag::BIND) {
            let value = used.and_then(|_| self.out.used(node));
            let default = self.default.take_if(|(at, _)| *at == node.start_byte());
            let value = self.out.one_of(value, default.map(|(_, value)| value));
            self.bind(node, frame, value);
        }
    }

    /// `{ name: pattern }`.
    pub(super) fn pair_pattern(&mut self, node: Node, frame: &mut Frame, parent: &Frame) {
        let key = self.child(node, self.fields.key).and_then(|key| self.plain_name(key));
        frame.value = None;
        if let Some(key) = key.filter(|key| self.kind(*key) == K::PropertyName) {
            self.out.usage(UseKind::Reference, key, Qualifier::Value(parent.value));
            frame.value = self.out.used(key);
        }
    }

    /// `pattern = value`: of what nothing is known is what its default is.
    pub(super) fn default_value(&mut self, node: Node, frame: &mut Frame) {
        let is_shorthand =
            self.child(node, self.fields.left).is_some_and(|left| self.kind(left) == K::ShorthandPattern);
        let right = self.child(node, self.fields.right);
        if is_shorthand {
            let value = right.and_then(|value| self.value_of(value));
            self.default = value.map(|value| (node.start_byte(), value));
        } else if frame.value.is_none() {
            frame.value = right.and_then(|value| self.value_of(value));
        }
    }

    /// A plain name that is assigned to is what it is given from there on; where that may not have come to pass, it
    /// is one or the other.
    pub(super) fn assign(&mut self, name: Node, value: Option<u32>) {
        let text = self.out.text(name);
        self.scopes.widen(text);
        let here = self.scopes.current();
        let Some((scope, bound)) = self.scopes.find(here, text) else {
            if let (Some(&symbol), Some(value)) = (self.top.get(text), value) {
                self.give(symbol, value);
            }
            return;
        };
        let Bound::Local(old) = bound else { return };
        let known = old.and_then(|old| self.out.facts.locals.get(old as usize));
        if known.is_some_and(|known| known.declared.is_some()) {
            return;
        }
        let mut value = value;
        if scope != here {
            let before = old.and_then(|old| self.out.value(ValueFact::Local(old)));
            value = self.out.one_of(before, value);
        }
        let local = value.and_then(|value| self.out.local(LocalFact { declared: None, value: Some(value) }));
        self.scopes.bind_in(scope, text, Bound::Local(local));
    }
}
