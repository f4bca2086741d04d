//! Names that are used.

use tree_sitter::Node;

use super::kinds::K;
use super::scope::Bound;
use super::visit::{At, expects};
use super::{Extractor, Frame, flag};
use crate::index::facts::{Qualifier, ValueFact};
use crate::index::{SymbolFact, UseKind};

/// The longest path of a type that is kept, in parts.
const MAX_PARTS: usize = 16;

impl<'s> Extractor<'s, '_> {
    /// A plain name, in whatever place.
    pub(super) fn identifier(&mut self, node: Node, frame: &Frame, parent: &Frame, at: At) {
        let text = self.out.text(node);
        if node.start_byte() == parent.name_at || text == b"arguments" || text == b"undefined" {
            return;
        }
        match parent.kind {
            K::IndexSignature if at.is(self.fields.name) => {}
            K::JsxOpening | K::JsxClosing if at.is(self.fields.name) => {
                // Names in lower case are the page's own elements.
                if !text.first().is_some_and(u8::is_ascii_lowercase) {
                    let is_opening = parent.kind == K::JsxOpening;
                    self.plain_use(node, if is_opening { UseKind::Call } else { UseKind::Reference }, None);
                }
            }
            _ if frame.has(flag::BIND) => self.bind(node, frame, frame.value),
            _ if frame.has(flag::CALLEE) => self.plain_use(node, UseKind::Call, Some(parent.count)),
            _ => self.plain_use(node, UseKind::Reference, None),
        }
    }

    /// A name of a value that a scope binds, or none.
    pub(super) fn plain_use(&mut self, node: Node, kind: UseKind, arguments: Option<u16>) {
        let Some(usage) = self.out.usage(kind, node, Qualifier::None) else { return };
        if let Some(fact) = self.out.facts.uses.get_mut(usage) {
            fact.arguments = arguments;
        }
        self.plain_uses.push((usage, self.scopes.current(), false));
    }

    pub(super) fn type_identifier(&mut self, node: Node, parent: &Frame) {
        if node.start_byte() == parent.name_at || parent.kind == K::NestedType {
            return;
        }
        if let Some(usage) = self.out.usage(UseKind::Reference, node, Qualifier::None) {
            self.plain_uses.push((usage, self.scopes.current(), true));
        }
    }

    /// `a.b.Type`; `a` and `b` are met inside it.
    pub(super) fn nested_type(&mut self, node: Node) {
        let (Some(name), Some(module)) =
            (self.child(node, self.fields.name), self.child(node, self.fields.module))
        else {
            return;
        };
        if let Some(path) = self.path_of(module) {
            self.out.usage(UseKind::Reference, name, Qualifier::Path(path));
        }
    }

    /// The parts of `a.b.c`.
    pub(super) fn path_of(&self, node: Node) -> Option<Vec<String>> {
        let mut parts = Vec::new();
        let mut at = node;
        while self.kind(at) == K::Member {
            if parts.len() >= MAX_PARTS {
                return None;
            }
            parts.push(self.out.owned(self.child(at, self.fields.property)?)?);
            at = self.child(at, self.fields.object)?;
        }
        match (self.kind(at), self.module_named(at)) {
            (K::Identifier, _) => parts.push(self.out.owned(at)?),
            (_, Some(module)) => parts.push(module),
            _ => return None,
        }
        parts.reverse();
        Some(parts)
    }

    /// `object.name`, called or not. Gives whether its parts are to be visited.
    pub(super) fn member(&mut self, node: Node, frame: &Frame, parent: &Frame) -> bool {
        if node.start_byte() == parent.name_at {
            return false;
        }
        let (Some(object), Some(name)) =
            (self.child(node, self.fields.object), self.child(node, self.fields.property))
        else {
            return true;
        };
        self.member_use(object, name, frame, parent);
        true
    }

    fn member_use(&mut self, object: Node, name: Node, frame: &Frame, parent: &Frame) {
        let qualifier = match self.module_named(object) {
            Some(module) => Qualifier::Path(vec![module]),
            None => Qualifier::Value(self.value_of(object)),
        };
        let is_called = frame.has(flag::CALLEE) || parent.kind == K::JsxOpening;
        let kind = if is_called { UseKind::Call } else { UseKind::Reference };
        let usage = self.out.usage(kind, name, qualifier);
        if let Some(fact) = usage.and_then(|usage| self.out.facts.uses.get_mut(usage)) {
            fact.arguments = frame.has(flag::CALLEE).then_some(parent.count);
        }
    }

    /// `object["name"]` is `object.name`.
    pub(super) fn subscript(&mut self, node: Node, frame: &Frame, parent: &Frame) {
        let name = self.child(node, self.fields.index).filter(|index| self.kind(*index) == K::String);
        let name = name.and_then(|name| self.plain_name(name));
        if let (Some(object), Some(name)) = (self.child(node, self.fields.object), name) {
            self.member_use(object, name, frame, parent);
        }
    }

    /// `{ name }` in an object: the value of that name, and a property.
    pub(super) fn shorthand(&mut self, node: Node, parent: &Frame) {
        if parent.has(flag::EXPORTS) {
            self.export_pair(node, node);
        }
        self.plain_use(node, UseKind::Reference, None);
        if let Some(expected) = parent.value {
            let common = self.out.value(ValueFact::Common(expected));
            self.out.usage(UseKind::Reference, node, Qualifier::Value(common));
        }
    }

    /// `<Card title="x">`: a component is a function of what its attributes are properties of.
    pub(super) fn element(&mut self, node: Node, frame: &mut Frame) {
        frame.value = None;
        let Some(name) = self.child(node, self.fields.name) else { return };
        let is_own = |text: &[u8]| text.first().is_some_and(u8::is_ascii_lowercase);
        if self.kind(name) == K::Identifier && is_own(self.out.text(name)) {
            return;
        }
        let mut cursor = node.walk();
        if node.named_children(&mut cursor).any(|child| self.kind(child) == K::JsxAttribute) {
            let component = self.value_of(name);
            frame.value = component.and_then(|of| self.out.value(ValueFact::Parameter(of, 0)));
        }
    }

    /// An attribute of a component that is given `properties`; it is what its value is expected to be.
    pub(super) fn attribute(&mut self, node: Node, properties: u32) -> Option<u32> {
        let name = node.named_child(0).filter(|name| self.kind(*name) == K::PropertyName)?;
        self.out.usage(UseKind::Reference, name, Qualifier::Value(Some(properties)))?;
        self.out.used(name)
    }

    /// A call or `new`: how many arguments it has, and what tells the types of their parameters.
    pub(super) fn call(&mut self, node: Node, called: u16, frame: &mut Frame) {
        self.tell_filled(node);
        self.tell_inherited(node);
        frame.value = None;
        let list = self.child(node, self.fields.arguments).filter(|list| self.kind(*list) == K::Arguments);
        let Some(list) = list else { return };
        frame.count = u16::try_from(list.named_child_count()).unwrap_or(u16::MAX);
        let mut cursor = list.walk();
        let asks = list.named_children(&mut cursor).any(|argument| expects(self.kind(argument)));
        if asks && let Some(called) = self.child(node, called) {
            frame.value = match self.made_component(node) {
                Some(makes) => Some(makes),
                None => self.value_of(called),
            };
            // What stands for a function's own parameters is told by what else it is given.
            if frame.count > 1 && frame.value.is_some() {
                self.note_given(node, called, 0);
            }
        }
    }

    /// Settles what needs the whole file: which names are local, and which symbols nobody outside can name.
    pub(super) fn settle(&mut self) {
        let mut drop = vec![false; self.out.facts.uses.len()];
        for (index, scope, is_type) in std::mem::take(&mut self.plain_uses) {
            let Some(used) = self.out.facts.uses.get_mut(index) else { continue };
            let name = used.name.as_bytes();
            used.local = if is_type {
                self.scopes.is_type_parameter(scope, name)
            } else {
                matches!(self.scopes.find(scope, name), Some((_, Bound::Local(_))))
            };
            if let Some(drop) = drop.get_mut(index) {
                *drop = used.local && used.kind == UseKind::Reference;
            }
        }
        let mut drop = drop.into_iter();
        self.out.facts.uses.retain(|_| !drop.next().unwrap_or(false));
        let is_own = |fact: &SymbolFact| fact.parent.is_none() && fact.member_of.is_none();
        let Some(exported) = &self.exported else {
            // The scripts of a page share one scope.
            for fact in self.out.facts.symbols.iter_mut().filter(|fact| is_own(fact)) {
                fact.flags.is_global = true;
            }
            return;
        };
        for fact in &mut self.out.facts.symbols {
            let is_open = fact.flags.is_declaration || exported.contains(fact.name.as_bytes());
            fact.flags.is_file_local = is_own(fact) && !is_open;
        }
    }
}
