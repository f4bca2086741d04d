//! Names that are used, and names that are bound.

use tree_sitter::{Node, TreeCursor};

use super::kinds::K;
use super::scope::{Bound, ScopeKind};
use super::types::is_capitalised;
use super::{Extractor, Frame, flag};
use crate::index::UseKind;
use crate::index::facts::{Qualifier, ValueFact};

/// The longest chain of attributes that is read as a path.
const MAX_SEGMENTS: usize = 16;

/// So many named arguments of one call are told of.
const MAX_ARGUMENTS: usize = 64;

/// How deep the targets of an assignment nest.
const MAX_NESTING: usize = 64;

impl<'s> Extractor<'s, '_> {
    pub(super) fn identifier(&mut self, node: Node, frame: &Frame, parent: &Frame, cursor: &TreeCursor) {
        let stands_at = |field: u16| cursor.field_id().is_some_and(|id| id.get() == field);
        let text = self.out.text(node);
        match parent.kind {
            _ if node.start_byte() == parent.name_at => {}
            K::Type | K::GenericType if self.alias_at == Some(node.start_byte()) => {}
            K::Attribute if stands_at(self.fields.attribute) => {}
            K::KeywordArgument if stands_at(self.fields.name) => {}
            K::GlobalStatement => self.scopes.bind(text, Bound::Global, None),
            K::NonlocalStatement => self.scopes.bind(text, Bound::Nonlocal, None),
            K::KeywordPattern if !parent.has(flag::SEEN) => self.mark_parent(flag::SEEN),
            K::SplatPattern | K::AsPattern | K::KeywordPattern if frame.has(flag::CASE) => self.bind(node),
            _ if frame.has(flag::PARAMETER) => {
                let told = self.told.remove(&node.start_byte());
                let is_receiver = self.receiver_at.take_if(|at| *at == node.start_byte()).is_some();
                let bound = if is_receiver { Bound::Receiver } else { Bound::Local };
                self.scopes.bind(text, bound, told);
            }
            K::AugmentedAssignment if frame.has(flag::TARGET) => {
                if self.scopes.kind() == ScopeKind::Function {
                    self.bind(node);
                } else {
                    self.plain_use(node, UseKind::Reference);
                }
            }
            _ if frame.has(flag::TARGET) => {
                let told = self.told.remove(&node.start_byte());
                let walrus = parent.kind == K::NamedExpression;
                let in_assignment = self.is_assigned(parent);
                let known = self.scopes.here(text).is_some();
                if let Some(told) = told.filter(|_| in_assignment) {
                    self.give_global(text, told);
                }
                let later = self.statements.last_mut().filter(|_| in_assignment && known);
                let is_new = match later {
                    // Until then it is what it was: `x = x.next`.
                    Some(statement) => {
                        statement.assigned.push((text, told));
                        false
                    }
                    None => self.scopes.assign(text, told, walrus) && !known,
                };
                if in_assignment && (is_new || self.is_first_likely(text)) {
                    self.variable(node, told);
                }
            }
            _ if frame.has(flag::CALLEE) => self.plain_use(node, UseKind::Call),
            _ => self.plain_use(node, UseKind::Reference),
        }
    }

    /// What a function gives a variable of the module.
    fn give_global(&mut self, name: &'s [u8], told: u32) {
        let is_global = self.scopes.here(name).is_some_and(|of| of.bound == Bound::Global);
        if let Some(symbol) = self.top.get(name).copied().filter(|_| is_global) {
            let fact = self.out.facts.locals.get(told as usize).copied().unwrap_or_default();
            self.give(Some(symbol), fact);
        }
    }

    /// Whether a target's parent is part of the left of an assignment, not of a loop or `with`.
    fn is_assigned(&self, parent: &Frame) -> bool {
        if parent.kind == K::Assignment {
            return true;
        }
        let frames = self.frames.iter().rev().take(MAX_NESTING);
        let statement = frames.map(|frame| frame.kind).find(|kind| !matches!(kind, K::Sequence | K::Splat));
        statement == Some(K::Assignment)
    }

    /// Binds a name that a pattern captures.
    fn bind(&mut self, node: Node) {
        let told = self.told.remove(&node.start_byte());
        self.scopes.assign(self.out.text(node), told, false);
    }

    /// A name in a `case` pattern: alone it captures, but names the class before parentheses; with dots
    /// it is a value.
    pub(super) fn case_name(&mut self, node: Node, parent: &Frame) {
        let mut cursor = node.walk();
        let parts: Vec<Node> = node
            .named_children(&mut cursor)
            .filter(|part| self.kind(*part) == K::Identifier)
            .take(MAX_SEGMENTS)
            .collect();
        let is_class = parent.kind == K::ClassPattern && !parent.has(flag::SEEN);
        match parts.as_slice() {
            [name] if is_class => self.plain_use(*name, UseKind::Reference),
            [name] => self.bind(*name),
            [path @ .., name] => {
                let path = path.iter().filter_map(|part| self.out.owned(*part)).collect();
                self.out.usage(UseKind::Reference, *name, Qualifier::Path(path));
            }
            [] => {}
        }
        if parent.kind == K::ClassPattern {
            self.mark_parent(flag::SEEN);
        }
    }

    pub(super) fn plain_use(&mut self, node: Node, kind: UseKind) {
        if let Some(usage) = self.out.usage(kind, node, Qualifier::None) {
            self.plain_uses.push((usage, self.scopes.current()));
        }
    }

    /// `object.name`, called or not.
    pub(super) fn attribute(&mut self, node: Node, frame: &Frame, parent: &Frame) {
        let (Some(object), Some(name)) =
            (self.child(node, self.fields.object), self.child(node, self.fields.attribute))
        else {
            return;
        };
        let is_first =
            frame.has(flag::TARGET) && self.is_assigned(parent) && self.field_of_self(node).is_some();
        if is_first && self.field(name) {
            return;
        }
        let kind = if frame.has(flag::CALLEE) { UseKind::Call } else { UseKind::Reference };
        let qualifier = match self.kind(object) {
            K::Identifier => self.receiver(object),
            K::Attribute => match self.module_path(object) {
                Some(path) => Qualifier::Path(path),
                None => Qualifier::Value(self.value_of(object)),
            },
            _ => Qualifier::Value(self.value_of(object)),
        };
        self.out.usage(kind, name, qualifier);
    }

    /// Whether a call is `super()`, or says the same with the name of its own class. With that of another one it begins past
    /// that.
    pub(super) fn is_super(&self, call: Node) -> bool {
        let function = self.child(call, self.fields.function);
        let is_super = function.is_some_and(|function| {
            self.kind(function) == K::Identifier && self.out.text(function) == b"super"
        });
        let given = self.child(call, self.fields.arguments).and_then(|list| list.named_child(0));
        let is_other = |given: Node| {
            self.kind(given) == K::Identifier
                && self.class_name().is_some_and(|own| own != self.out.text(given))
        };
        is_super && !given.is_some_and(is_other)
    }

    /// What a plain name before a dot is.
    fn receiver(&mut self, node: Node) -> Qualifier {
        let name = self.out.text(node);
        let binding = self.scopes.find(self.scopes.current(), name);
        match binding.map(|binding| binding.bound) {
            Some(Bound::Import | Bound::Class) => {
                Qualifier::Path(vec![String::from_utf8_lossy(name).into_owned()])
            }
            None if super::types::is_capitalised(name) => {
                Qualifier::Path(vec![String::from_utf8_lossy(name).into_owned()])
            }
            _ => Qualifier::Value(self.value_of(node)),
        }
    }

    /// The parts of `a.b.c` where `a` is imported or a class.
    fn module_path(&self, node: Node) -> Option<Vec<String>> {
        let mut parts = Vec::new();
        let mut at = node;
        while self.kind(at) == K::Attribute {
            if parts.len() >= MAX_SEGMENTS {
                return None;
            }
            parts.push(self.child(at, self.fields.attribute)?);
            at = self.child(at, self.fields.object)?;
        }
        if self.kind(at) != K::Identifier {
            return None;
        }
        let root = self.scopes.find(self.scopes.current(), self.out.text(at))?;
        if !matches!(root.bound, Bound::Import | Bound::Class) {
            return None;
        }
        parts.push(at);
        parts.into_iter().rev().map(|part| self.out.owned(part)).collect()
    }

    /// `Name(field=value)`: of a class that is made of its fields these are named.
    pub(super) fn named_arguments(&mut self, call: Node) {
        let (Some(function), Some(list)) =
            (self.child(call, self.fields.function), self.child(call, self.fields.arguments))
        else {
            return;
        };
        let last = match self.kind(function) {
            K::Attribute => self.child(function, self.fields.attribute),
            _ => Some(function).filter(|of| self.kind(*of) == K::Identifier),
        };
        if !last.is_some_and(|last| is_capitalised(self.out.text(last))) {
            return;
        }
        let mut cursor = list.walk();
        let named = list.named_children(&mut cursor).filter(|of| self.kind(*of) == K::KeywordArgument);
        let names: Vec<Node> =
            named.filter_map(|of| self.child(of, self.fields.name)).take(MAX_ARGUMENTS).collect();
        if names.is_empty() {
            return;
        }
        let Some(called) = self.value_of(function) else { return };
        let Some(fields) = self.out.value(ValueFact::Fields(called)) else { return };
        for name in names {
            self.out.usage(UseKind::Reference, name, Qualifier::Value(Some(fields)));
        }
    }

    /// Settles what needs the whole file: which names are local.
    pub(super) fn settle(&mut self) {
        let mut drop = vec![false; self.out.facts.uses.len()];
        for (index, scope) in std::mem::take(&mut self.plain_uses) {
            let Some(usage) = self.out.facts.uses.get_mut(index) else { continue };
            let binding = self.scopes.find(scope, usage.name.as_bytes());
            usage.local =
                binding.is_some_and(|binding| matches!(binding.bound, Bound::Local | Bound::Receiver));
            if let Some(drop) = drop.get_mut(index) {
                *drop = usage.local && usage.kind == UseKind::Reference;
            }
        }
        let mut drop = drop.into_iter();
        self.out.facts.uses.retain(|_| !drop.next().unwrap_or(false));
    }
}
