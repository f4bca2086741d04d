//! What conditions tell of variables and of their properties.

use tree_sitter::Node;

use super::Extractor;
use super::kinds::K;
use super::narrowed::{MAX_TOLD, Told};
use crate::index::facts::{Is, TypeFact, ValueFact};
use crate::model::Language;

/// Tests in tests are read so deep.
const MAX_LAYERS: usize = 8;

/// A longer text is no variable, and no property of one, that is tested.
const MAX_TEXT: usize = 64;

impl<'s> Extractor<'s, '_> {
    /// What a condition tells where it holds, or where it does not.
    pub(super) fn tested(&mut self, condition: Node, holds: bool, depth: usize) -> Told<'s> {
        if depth > MAX_LAYERS {
            return Vec::new();
        }
        let fields = self.fields;
        match self.kind(condition) {
            K::Parenthesized => match self.first_value(condition) {
                Some(inner) => self.tested(inner, holds, depth + 1),
                None => Vec::new(),
            },
            K::Unary => {
                let is_not = self.child(condition, fields.operator).map(|of| self.out.text(of)) == Some(b"!");
                match self.child(condition, fields.argument).filter(|_| is_not) {
                    Some(inner) => self.tested(inner, !holds, depth + 1),
                    None => Vec::new(),
                }
            }
            K::Binary => self.tested_by_operator(condition, holds, depth),
            K::Call => self.tested_by_function(condition, holds).into_iter().collect(),
            K::Member => {
                let of = self.child(condition, fields.object);
                let name = self.child(condition, fields.property);
                self.with(of, name, Is::True, holds).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    fn tested_by_operator(&mut self, node: Node, holds: bool, depth: usize) -> Told<'s> {
        let fields = self.fields;
        let (Some(left), Some(right), Some(operator)) = (
            self.child(node, fields.left),
            self.child(node, fields.right),
            self.child(node, fields.operator),
        ) else {
            return Vec::new();
        };
        match self.out.text(operator) {
            // Of `a && b` both hold, of `a || b` neither where it does not.
            both @ (b"&&" | b"||") if (both == b"&&") == holds => {
                let mut told = self.tested(left, holds, depth + 1);
                told.extend(self.tested(right, holds, depth + 1));
                told.truncate(MAX_TOLD);
                told
            }
            b"===" | b"==" => self.compared(left, right, holds).into_iter().collect(),
            b"!==" | b"!=" => self.compared(left, right, !holds).into_iter().collect(),
            b"instanceof" => {
                let told = self.constructed(right, None).and_then(|of| self.narrowed(left, of, holds));
                told.into_iter().collect()
            }
            b"in" => {
                let name = Some(left).filter(|name| self.kind(*name) == K::String);
                let name = name.and_then(|name| self.plain_name(name));
                self.with(Some(right), name, Is::There, holds).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// `x.name === "value"`.
    fn compared(&mut self, left: Node, right: Node, holds: bool) -> Option<(&'s [u8], u32)> {
        let (of, value) = match self.constant(right) {
            Some(value) => (left, value),
            None => (right, self.constant(left)?),
        };
        self.is_one_of(of, vec![value], holds)
    }

    pub(super) fn is_one_of(
        &mut self,
        member: Node,
        values: Vec<String>,
        holds: bool,
    ) -> Option<(&'s [u8], u32)> {
        let member = match self.kind(member) {
            K::Parenthesized => self.first_value(member)?,
            _ => member,
        };
        if self.kind(member) != K::Member {
            return None;
        }
        let (of, name) = (self.child(member, self.fields.object), self.child(member, self.fields.property));
        self.with(of, name, Is::OneOf(values), holds)
    }

    /// What a property tells of an object.
    fn with(&mut self, of: Option<Node>, name: Option<Node>, is: Is, holds: bool) -> Option<(&'s [u8], u32)> {
        // Of what is written without types the properties tell nothing.
        if self.out.facts.language == Language::JavaScript {
            return None;
        }
        let name = self.out.owned(name?)?;
        let of = of.filter(|of| self.is_tested(*of))?;
        let by = self.out.type_fact(TypeFact::With(name, is))?;
        self.narrowed(of, by, holds)
    }

    /// `isShape(x)`, where that says what it is.
    fn tested_by_function(&mut self, call: Node, holds: bool) -> Option<(&'s [u8], u32)> {
        let called = self.child(call, self.fields.function)?;
        let list = self.child(call, self.fields.arguments).filter(|list| self.kind(*list) == K::Arguments)?;
        let of = list.named_child(0).filter(|of| self.is_tested(*of))?;
        let called = self.value_of(called)?;
        let by = self.out.type_fact(TypeFact::SaidBy(called))?;
        self.narrowed(of, by, holds)
    }

    /// Whether it is a variable, or a property of one.
    fn is_tested(&self, node: Node) -> bool {
        let mut root = node;
        for _ in 0..MAX_LAYERS {
            match self.kind(root) {
                K::Identifier | K::This => return self.out.text(node).len() <= MAX_TEXT,
                K::Member => match self.child(root, self.fields.object) {
                    Some(object) => root = object,
                    None => return false,
                },
                _ => return false,
            }
        }
        false
    }

    fn narrowed(&mut self, of: Node, by: u32, holds: bool) -> Option<(&'s [u8], u32)> {
        let of = if self.kind(of) == K::Parenthesized { self.first_value(of)? } else { of };
        if !self.is_tested(of) || self.kind(of) == K::This {
            return None;
        }
        let text = self.out.text(of);
        let known = match self.value_of(of) {
            Some(known) => known,
            None if holds => self.out.value(ValueFact::Unknown)?,
            None => return None,
        };
        let fact = if holds { ValueFact::Narrowed(known, by) } else { ValueFact::Without(known, by) };
        Some((text, self.out.value(fact)?))
    }
}
