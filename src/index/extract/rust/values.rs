//! What a type's text and an expression say of a type.

use std::num::NonZero;

use tree_sitter::Node;

use super::Extractor;
use super::kinds::K;
use crate::index::facts::{Hold, TypeFact, ValueFact};
use crate::index::literals::{FLOAT, FLOATS, INTEGER, INTEGERS};
use crate::model::SymbolKind;

/// How deep types and expressions are followed.
const MAX_LAYERS: usize = 16;

/// Stands for the type of `b"text"`.
const BYTES: &str = "[u8]";

/// The type of a number: what it ends with, else that it is one.
fn number(kind: &str, text: &[u8]) -> &'static str {
    let ends = |name: &&&str| text.ends_with(name.as_bytes());
    let is_hexadecimal = text.starts_with(b"0x");
    match (INTEGERS.iter().find(ends), FLOATS.iter().find(ends)) {
        (Some(name), _) => name,
        (None, Some(name)) if !is_hexadecimal => name,
        _ if kind == "float_literal" => FLOAT,
        _ => INTEGER,
    }
}

impl Extractor<'_> {
    /// The object itself; of a slice, a tuple and the like no more than that the project does not define it.
    pub(super) fn this(&mut self) -> Option<u32> {
        if self.is_in_nameless() {
            return self.out.value(ValueFact::Outside);
        }
        let container = self.out.container();
        self.out.value(ValueFact::This(container))
    }

    /// What the text of a definition says of its type.
    pub(super) fn declared_type(&mut self, node: Node, kind: &SymbolKind) -> Option<u32> {
        let field = match kind {
            SymbolKind::Function | SymbolKind::Method => self.fields.return_type,
            SymbolKind::Variant | SymbolKind::Struct => return self.payload(node),
            _ => self.fields.r#type,
        };
        let written = self.child(node, field)?;
        let of = self.type_of(written)?;
        let is_hidden = field == self.fields.return_type && self.kind(written) == K::AbstractType;
        if is_hidden { self.out.type_fact(TypeFact::Held(Hold::Some, of)) } else { Some(of) }
    }

    /// What a tuple struct or variant holds, as a tuple.
    fn payload(&mut self, node: Node) -> Option<u32> {
        let list = self.child(node, self.fields.body).filter(|body| self.kind(*body) == K::OrderedFields)?;
        let mut cursor = list.walk();
        let of_type = NonZero::new(self.fields.r#type)?;
        let held: Vec<Node> = list.children_by_field_id(of_type, &mut cursor).collect();
        let mut parts = Vec::with_capacity(held.len());
        for of in held {
            match self.type_of(of) {
                Some(of) => parts.push(of),
                None => parts.push(self.out.named_type(Vec::new())?),
            }
        }
        self.out.type_fact(TypeFact::Tuple(parts))
    }

    /// A type as its text names it.
    pub(super) fn type_of(&mut self, node: Node) -> Option<u32> {
        self.layer_of_type(node, 0)
    }

    pub(super) fn layer_of_type(&mut self, node: Node, depth: usize) -> Option<u32> {
        if depth > MAX_LAYERS {
            return None;
        }
        let next = depth + 1;
        match self.kind(node) {
            K::TypeIdentifier | K::Identifier if self.out.text(node) == b"Self" => {
                self.out.type_fact(TypeFact::This)
            }
            K::TypeIdentifier | K::PrimitiveType | K::Identifier => {
                let name = self.out.owned(node)?;
                self.out.named_type(vec![name])
            }
            K::ScopedTypeIdentifier | K::ScopedIdentifier => {
                let path = self.type_path(node)?;
                self.out.named_type(path)
            }
            K::ReferenceType => self.layer_of_type(self.child(node, self.fields.r#type)?, next),
            K::DynamicType | K::AbstractType => {
                self.layer_of_type(self.child(node, self.fields.r#trait)?, next)
            }
            K::BoundedType => self.layer_of_type(node.named_child(0)?, next),
            K::GenericType => {
                let base = self.layer_of_type(self.child(node, self.fields.r#type)?, next)?;
                let list = self.child(node, self.fields.type_arguments)?;
                let mut cursor = list.walk();
                let given: Vec<Node> = list.named_children(&mut cursor).collect();
                let mut arguments_given = Vec::with_capacity(given.len());
                for argument in given {
                    let is_type =
                        !matches!(self.kind(argument), K::Skipped | K::TypeBinding | K::Literal | K::Block);
                    // What is not known has a place among them all the same.
                    let known = match self.kind(argument) {
                        K::TypeBinding => self.bound_to(argument, arguments_given.is_empty(), next),
                        _ => self.layer_of_type(argument, next),
                    };
                    let known = known.or_else(|| self.out.named_type(Vec::new()).filter(|_| is_type));
                    arguments_given.extend(known);
                }
                if let Some(TypeFact::Named { arguments, .. }) = self.out.facts.types.get_mut(base as usize) {
                    *arguments = arguments_given;
                }
                Some(base)
            }
            K::ArrayType => {
                let of = self.layer_of_type(node.named_child(0)?, next)?;
                self.out.type_fact(TypeFact::Sequence(of))
            }
            K::FunctionType => self.callable(node, next),
            K::HigherRanked => self.layer_of_type(self.child(node, self.fields.r#type)?, next),
            // Brackets around a type.
            K::TupleType if node.named_child_count() == 1 && !self.has_comma(node) => {
                self.layer_of_type(node.named_child(0)?, next)
            }
            K::UnitType => self.out.type_fact(TypeFact::Tuple(Vec::new())),
            K::TupleType => {
                let mut cursor = node.walk();
                let parts: Vec<Node> = node.named_children(&mut cursor).collect();
                let parts: Option<Vec<u32>> =
                    parts.into_iter().map(|part| self.layer_of_type(part, next)).collect();
                self.out.type_fact(TypeFact::Tuple(parts?))
            }
            _ => None,
        }
    }

    /// What an iterator gives, a future comes to or a pointer leads to, where that is all that is said of it: `Item = Node`. It
    /// stands like the last argument of a type that holds others; what an index gives stands behind the index.
    fn bound_to(&mut self, binding: Node, is_only: bool, depth: usize) -> Option<u32> {
        let name = self.child(binding, self.fields.name).map(|name| self.out.text(name));
        let of = self.child(binding, self.fields.r#type);
        match name {
            Some(b"Output") => self.layer_of_type(of?, depth),
            Some(b"Item" | b"Target") if is_only => self.layer_of_type(of?, depth),
            _ => None,
        }
    }

    fn has_comma(&self, node: Node) -> bool {
        let mut cursor = node.walk();
        node.children(&mut cursor).any(|child| self.kind(child) == K::Comma)
    }

    fn type_path(&self, node: Node) -> Option<Vec<String>> {
        let mut path: Vec<String> =
            self.path_segments(node).into_iter().filter_map(|part| self.out.owned(part)).collect();
        path.push(self.out.owned(self.child(node, self.fields.name)?)?);
        Some(path)
    }

    /// What an expression is, where that can tell its type.
    pub(super) fn value_of(&mut self, node: Node) -> Option<u32> {
        let mut node = node;
        for _ in 0..MAX_LAYERS {
            node = match self.kind(node) {
                K::SelfValue => return self.this(),
                K::Identifier => {
                    let text = self.out.text(node);
                    if let Some((_, local)) = self.hidden.iter().rev().find(|(name, _)| *name == text) {
                        let local = *local;
                        return self.out.value(ValueFact::Local(local?));
                    }
                    return match self.locals.get(text) {
                        Some(local) => self.out.value(ValueFact::Local(local?)),
                        None => self.out.used(node),
                    };
                }
                K::ScopedIdentifier => return self.out.used(self.child(node, self.fields.name)?),
                K::FieldExpression => {
                    let field = self.child(node, self.fields.field)?;
                    return match self.kind(field) {
                        K::Literal => self.value_of_part(node),
                        _ => self.out.used(field),
                    };
                }
                K::GenericFunction => self.child(node, self.fields.function)?,
                // What wraps all that is collected is no list of it.
                K::CallExpression if self.is_wrapping(node) => return None,
                K::CallExpression => {
                    if let Some(held) = self.held_by_call(node).or_else(|| self.same_by_call(node)) {
                        return Some(held);
                    }
                    let called = self.value_of_called(node)?;
                    self.note_given(node);
                    return self.out.value(ValueFact::Call(called));
                }
                K::StructExpression => {
                    let made = self.type_of(self.child(node, self.fields.name)?)?;
                    return self.out.value(ValueFact::Of(made));
                }
                K::CastExpression => {
                    let made = self.type_of(self.child(node, self.fields.r#type)?)?;
                    return self.out.value(ValueFact::Of(made));
                }
                K::ReferenceExpression => self.child(node, self.fields.value)?,
                K::Parenthesized => node.named_child(0)?,
                K::TryExpression | K::AwaitExpression | K::UnaryExpression => {
                    let inner = self.wrapped(node)?;
                    return self.out.value(ValueFact::Inside(inner));
                }
                // A part of a slice is a slice.
                K::IndexExpression if self.is_slicing(node) => node.named_child(0)?,
                K::IndexExpression => {
                    let inner = self.wrapped(node)?;
                    return self.out.value(ValueFact::Element(inner));
                }
                K::Literal => return self.literal(node),
                K::RangeExpression => {
                    let is_closed = self.out.text(node).windows(3).any(|mark| mark == b"..=");
                    return self.made_by("std", if is_closed { "RangeInclusive" } else { "Range" });
                }
                K::MacroInvocation => {
                    let name = self.child(node, self.fields.r#macro).map(|name| self.out.text(name));
                    return match name {
                        Some(b"vec") => {
                            let first = self.first_in_brackets(node);
                            self.made_of("std", "Vec", first)
                        }
                        Some(b"format") => self.made_by("std", "String"),
                        _ => None,
                    };
                }
                _ => return self.given_by(node),
            };
        }
        None
    }

    /// Whether a call collects something into a `Result` or `Option`, as far as it says so itself.
    fn is_wrapping(&self, call: Node) -> bool {
        let generic =
            self.child(call, self.fields.function).filter(|of| self.kind(*of) == K::GenericFunction);
        let arguments = generic.and_then(|of| self.child(of, self.fields.type_arguments));
        let text = arguments.map(|of| self.out.text(of)).unwrap_or_default();
        [&b"::<Result"[..], b"<Result", b"::<Option", b"<Option"].iter().any(|begin| text.starts_with(begin))
    }

    /// Whether brackets hold a range.
    fn is_slicing(&self, node: Node) -> bool {
        node.named_child(1).is_some_and(|index| self.kind(index) == K::RangeExpression)
    }

    /// A literal: the same value wherever one of its type stands.
    fn literal(&mut self, node: Node) -> Option<u32> {
        let text = self.out.text(node);
        let name = match node.kind() {
            "boolean_literal" => "bool",
            "char_literal" if text.starts_with(b"b") => "u8",
            "char_literal" => "char",
            "integer_literal" | "float_literal" => number(node.kind(), text),
            _ if text.starts_with(b"c") => "CStr",
            _ if text.starts_with(b"b") => BYTES,
            _ => "str",
        };
        if let Some(known) = self.literals.get(name) {
            return Some(*known);
        }
        let of = match name {
            BYTES => {
                let byte = self.out.named_type(vec!["u8".to_owned()])?;
                self.out.type_fact(TypeFact::Sequence(byte))?
            }
            name => self.out.named_type(vec![name.to_owned()])?,
        };
        let value = self.out.value(ValueFact::Of(of))?;
        self.literals.insert(name, value);
        Some(value)
    }

    /// `x.0`, and `x.0.1`: parts of what a name or a call is.
    fn value_of_part(&mut self, node: Node) -> Option<u32> {
        let (mut of, mut parts) = (node, Vec::new());
        while let Some(field) = self.child(of, self.fields.field).filter(|of| self.kind(*of) == K::Literal) {
            if parts.len() >= MAX_LAYERS {
                return None;
            }
            parts.push(std::str::from_utf8(self.out.text(field)).ok()?.parse::<u16>().ok()?);
            of = self.child(of, self.fields.value)?;
        }
        let is_name = matches!(
            self.kind(of),
            K::Identifier | K::SelfValue | K::FieldExpression | K::CallExpression | K::ScopedIdentifier
        );
        let mut value = if is_name { self.value_of(of)? } else { return None };
        for part in parts.into_iter().rev() {
            value = self.out.value(ValueFact::Part(value, part))?;
        }
        Some(value)
    }

    /// What a call calls: a name, in whatever way it is written, so that this goes no deeper.
    pub(super) fn value_of_called(&mut self, call: Node) -> Option<u32> {
        let mut function = self.child(call, self.fields.function)?;
        if self.kind(function) == K::GenericFunction {
            function = self.child(function, self.fields.function)?;
        }
        // `(self.field)(…)`
        if self.kind(function) == K::Parenthesized {
            function = function.named_child(0)?;
        }
        match self.kind(function) {
            K::Identifier | K::ScopedIdentifier | K::FieldExpression => self.value_of(function),
            _ => None,
        }
    }

    /// What stands inside `?`, `.await`, `*` or before brackets: a name or a call.
    fn wrapped(&mut self, node: Node) -> Option<u32> {
        let inner = node.named_child(0)?;
        match self.kind(inner) {
            K::TryExpression | K::AwaitExpression | K::UnaryExpression | K::IndexExpression => {
                self.wrapped_again(inner)
            }
            _ => self.value_of(inner),
        }
    }

    /// A second layer, and no third.
    fn wrapped_again(&mut self, node: Node) -> Option<u32> {
        let inner = node.named_child(0)?;
        let is_name = matches!(
            self.kind(inner),
            K::Identifier | K::SelfValue | K::FieldExpression | K::CallExpression | K::ScopedIdentifier
        );
        let inner = if is_name { self.value_of(inner)? } else { return None };
        let fact = if self.kind(node) == K::IndexExpression { ValueFact::Element } else { ValueFact::Inside };
        self.out.value(fact(inner))
    }
}
