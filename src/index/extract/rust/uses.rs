//! Names that are used: called, or named.

use tree_sitter::Node;

use super::kinds::K;
use super::{Extractor, Frame, flag};
use crate::index::UseKind;
use crate::index::facts::{Qualifier, ValueFact};

/// The longest path that is kept, in segments.
const MAX_SEGMENTS: usize = 64;

/// Traits of the library that say most often what their types are.
const COMMON_TRAITS: [&[u8]; 8] = [
    b"Iterator",
    b"IntoIterator",
    b"DoubleEndedIterator",
    b"ExactSizeIterator",
    b"Future",
    b"Deref",
    b"Add",
    b"Mul",
];

impl<'s> Extractor<'s> {
    /// A plain name of a value, in whatever place.
    pub(super) fn identifier(&mut self, node: Node, frame: &Frame, parent: &Frame) {
        if frame.has(flag::IN_PATH) || node.start_byte() == parent.name_at {
            return;
        }
        match parent.kind {
            K::MacroInvocation => {
                self.out.usage(UseKind::MacroCall, node, Qualifier::None);
            }
            // `#[inline]` and its like are the compiler's own.
            K::Attribute => {}
            K::TupleStructPattern if self.is_first(parent) => {
                let before = self.out.facts.uses.len();
                self.value(node, UseKind::Reference);
                if let Some(usage) = self.out.facts.uses.get_mut(before) {
                    usage.is_function = true;
                }
            }
            K::GenericPattern | K::RangePattern => self.value(node, UseKind::Reference),
            _ if frame.has(flag::PATTERN) => self.bind(node, frame),
            K::ShorthandFieldInitializer => {
                self.struct_field(node);
                self.value(node, UseKind::Reference);
            }
            _ if frame.has(flag::CALLEE) => self.value(node, UseKind::Call),
            _ => self.value(node, UseKind::Reference),
        }
    }

    /// Whether a node is the first child that its parent has of the sort that matters there.
    fn is_first(&mut self, parent: &Frame) -> bool {
        if let Some(frame) = self.frames.last_mut() {
            frame.flags |= flag::SEEN;
        }
        !parent.has(flag::SEEN)
    }

    /// A plain name of a value; local variables that are not called are of no interest.
    fn value(&mut self, node: Node, kind: UseKind) {
        let text = self.out.text(node);
        let is_local = self.locals.get(text).is_some();
        if (is_local || text == b"_") && kind == UseKind::Reference {
            return;
        }
        let usage = self.out.usage(kind, node, Qualifier::None);
        if let Some(usage) = usage.and_then(|index| self.out.facts.uses.get_mut(index)) {
            usage.local = is_local;
        }
    }

    pub(super) fn type_identifier(&mut self, node: Node, frame: &Frame, parent: &Frame) {
        let is_own_name = node.start_byte() == parent.name_at;
        let is_binding = parent.kind == K::TypeBinding && self.is_first(parent);
        if is_binding {
            self.bound_name(node);
            return;
        }
        if frame.has(flag::IN_PATH) || is_own_name {
            return;
        }
        if self.out.text(node) == b"Self" && !self.is_own_type_named() {
            return;
        }
        self.value(node, UseKind::Reference);
    }

    /// `Name` of `Trait<Name = T>`: the trait's own type of that name, where the trait is not the language's.
    fn bound_name(&mut self, name: Node) {
        let generic = name.parent().and_then(|binding| binding.parent()).and_then(|list| list.parent());
        let Some(of) = generic.and_then(|generic| self.child(generic, self.fields.r#type)) else { return };
        let mut path: Vec<String> = match self.kind(of) {
            K::ScopedTypeIdentifier => {
                self.path_segments(of).into_iter().filter_map(|part| self.out.owned(part)).collect()
            }
            _ => Vec::new(),
        };
        let last = self.child(of, self.fields.name).unwrap_or(of);
        if COMMON_TRAITS.contains(&self.out.text(last)) {
            return;
        }
        path.extend(self.out.owned(last));
        self.out.usage(UseKind::Reference, name, Qualifier::Path(path));
    }

    /// A path: its last name is what is used, and each type on the way is referred to.
    pub(super) fn scoped(&mut self, node: Node, frame: &Frame, parent: &Frame) {
        if parent.kind == K::TupleStructPattern {
            self.is_first(parent);
        }
        if frame.has(flag::IN_PATH) {
            return;
        }
        let kind = match parent.kind {
            K::MacroInvocation | K::Attribute => UseKind::MacroCall,
            _ if frame.has(flag::CALLEE) => UseKind::Call,
            _ => UseKind::Reference,
        };
        let Some(name) = self.child(node, self.fields.name) else { return };
        let segments = self.path_segments(node);
        let mut path: Vec<String> = Vec::with_capacity(segments.len());
        for segment in segments {
            let text = self.out.text(segment);
            let is_type = match text {
                b"Self" => path.is_empty() && self.is_own_type_named(),
                text => text.first().is_some_and(u8::is_ascii_uppercase),
            };
            let is_parameter = path.is_empty() && self.locals.get(text).is_some();
            // A bracketed type's own name is met again inside it.
            let is_named_here = matches!(self.kind(segment), K::Identifier | K::TypeIdentifier);
            if is_type && !is_parameter && is_named_here && kind != UseKind::MacroCall {
                let qualifier = if path.is_empty() { Qualifier::None } else { Qualifier::Path(path.clone()) };
                self.out.usage(UseKind::Reference, segment, qualifier);
            }
            match self.kind(segment) {
                K::Metavariable if text == b"$crate" => path.push("crate".to_owned()),
                K::BracketedType => path.extend(self.bracketed_name(segment)),
                _ => path.extend(self.out.owned(segment)),
            }
        }
        let usage = self.out.usage(kind, name, Qualifier::Path(path));
        // A path leads to no field: only between braces they have the type's name before them.
        if kind == UseKind::Reference
            && let Some(usage) = usage.and_then(|index| self.out.facts.uses.get_mut(index))
        {
            usage.is_function = usage.name.starts_with(|first: char| first.is_ascii_lowercase());
        }
        if kind == UseKind::Call && self.out.text(name) == b"from" {
            let given = self.given(node);
            if let Some(usage) = usage.and_then(|index| self.out.facts.uses.get_mut(index)) {
                usage.given = given;
            }
        }
    }

    /// The only argument of a call of this function.
    fn given(&mut self, function: Node) -> Box<[Option<u32>]> {
        let call = function.parent().filter(|call| self.kind(*call) == K::CallExpression);
        let list = call.and_then(|call| self.child(call, self.fields.arguments));
        let only = list.filter(|list| list.named_child_count() == 1).and_then(|list| list.named_child(0));
        only.map(|only| Box::from([self.value_of(only)])).unwrap_or_default()
    }

    /// The nodes of a path's segments but the last, first one first.
    pub(super) fn path_segments<'t>(&self, node: Node<'t>) -> Vec<Node<'t>> {
        let mut segments = Vec::new();
        let mut next = self.child(node, self.fields.path);
        while let Some(node) = next {
            if segments.len() >= MAX_SEGMENTS {
                break;
            }
            next = match self.kind(node) {
                K::ScopedIdentifier | K::ScopedTypeIdentifier => {
                    segments.extend(self.child(node, self.fields.name));
                    self.child(node, self.fields.path)
                }
                K::GenericType => self.child(node, self.fields.r#type),
                _ => {
                    segments.push(node);
                    None
                }
            };
        }
        segments.reverse();
        segments
    }

    /// `Trait` of `<Type as Trait>`, else `Type` of `<Type>`.
    fn bracketed_name(&self, node: Node) -> Option<String> {
        let inner = node.named_child(0)?;
        let of =
            if self.kind(inner) == K::QualifiedType { self.child(inner, self.fields.alias)? } else { inner };
        self.plain_type(of).map(|name| String::from_utf8_lossy(name).into_owned())
    }

    /// `receiver.name`, called or not.
    pub(super) fn field_expression(&mut self, node: Node, frame: &Frame) {
        let (Some(receiver), Some(name)) =
            (self.child(node, self.fields.value), self.child(node, self.fields.field))
        else {
            return;
        };
        if self.kind(name) != K::FieldIdentifier {
            return;
        }
        let kind = if frame.has(flag::CALLEE) { UseKind::Call } else { UseKind::Reference };
        let receiver = self.value_of(receiver);
        let usage = self.out.usage(kind, name, Qualifier::Value(receiver));
        if kind == UseKind::Call {
            let given = self.given_to_method(node, self.out.text(name));
            if let Some(usage) = usage.and_then(|index| self.out.facts.uses.get_mut(index)) {
                usage.given = given;
            }
        }
    }

    /// A variable as a receiver.
    pub(super) fn variable(&mut self, name: &[u8]) -> Qualifier {
        let local = self.locals.get(name).flatten();
        Qualifier::Value(local.and_then(|local| self.out.value(ValueFact::Local(local))))
    }

    /// Opens a struct literal or pattern: its fields are fields of that type.
    pub(super) fn struct_type(&mut self, node: Node) {
        let by_name = self.child(node, self.fields.name);
        let mut path = Vec::new();
        let mut next = by_name.or_else(|| self.child(node, self.fields.r#type));
        while let Some(of) = next {
            next = match self.kind(of) {
                K::GenericType => self.child(of, self.fields.r#type),
                K::ScopedIdentifier | K::ScopedTypeIdentifier => {
                    path.extend(self.path_segments(of).into_iter().filter_map(|part| self.out.owned(part)));
                    self.child(of, self.fields.name)
                }
                _ => {
                    path.extend(self.out.owned(of));
                    None
                }
            };
        }
        self.struct_types.push(path);
    }

    /// A field named in a struct literal or pattern.
    pub(super) fn field_name(&mut self, node: Node, parent: &Frame) {
        if matches!(parent.kind, K::FieldInitializer | K::FieldPattern) {
            self.struct_field(node);
        }
    }

    pub(super) fn struct_field(&mut self, node: Node) {
        if let Some(path) = self.struct_types.last() {
            self.out.usage(UseKind::Reference, node, Qualifier::Path(path.clone()));
        }
    }
}
