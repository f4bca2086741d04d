//! Uses of names.

use tree_sitter::{Node, TreeCursor};

use super::kinds::K;
use super::types::is_capitalised;
use super::{Extractor, Frame};
use crate::index::UseKind;
use crate::index::facts::{Qualifier, ValueFact};

/// Of a call with more arguments than this nothing is said of what they are.
const MAX_GIVEN: usize = 12;

impl Extractor<'_> {
    /// A plain name, in whatever place.
    pub(super) fn identifier(&mut self, node: Node, parent: &Frame, cursor: &TreeCursor) {
        let at_parameters = cursor.field_id().is_some_and(|id| id.get() == self.fields.parameters);
        match parent.kind {
            _ if node.start_byte() == parent.name_at => {}
            K::Labeling | K::InferredParameters | K::ReceiverParameter => {}
            K::Lambda if at_parameters => {}
            // Variables are of no interest.
            _ if self.locals.get(self.out.text(node)).is_some() => {}
            K::SwitchLabel => self.case_constant(node),
            _ => {
                self.out.usage(UseKind::Reference, node, Qualifier::None);
            }
        }
    }

    /// A plain name behind `case`: a constant of the enum that the switch is over, or one that is seen here.
    fn case_constant(&mut self, node: Node) {
        let over = self.switches.last().copied().flatten();
        let before = over.and_then(|over| {
            let here = self.this()?;
            self.out.value(ValueFact::Either(over, here))
        });
        let before = before.map_or(Qualifier::None, |value| Qualifier::Value(Some(value)));
        self.out.usage(UseKind::Reference, node, before);
    }

    /// What a switch is over, where that may be an enum.
    pub(super) fn switch(&mut self, node: Node) {
        let over = self.child(node, self.fields.condition).and_then(|over| self.value_of(over));
        let is_primitive = over.is_some_and(|over| match self.out.facts.values.get(over as usize) {
            Some(ValueFact::Local(local)) => {
                let declared = self.out.facts.locals.get(*local as usize).and_then(|local| local.declared);
                declared.is_some_and(|of| self.is_primitive(of))
            }
            _ => false,
        });
        self.switches.push(over.filter(|_| !is_primitive));
    }

    pub(super) fn type_identifier(&mut self, node: Node, parent: &Frame) {
        let text = self.out.text(node);
        let is_package = parent.kind == K::ScopedType && !is_capitalised(text);
        if node.start_byte() == parent.name_at
            || is_package
            || text == b"var"
            || self.type_names.get(text).is_some()
        {
            return;
        }
        self.out.usage(UseKind::Reference, node, Qualifier::Path(Vec::new()));
    }

    /// `a.b.Type`, `Outer.Inner`: each type on the way is referred to.
    pub(super) fn scoped_type(&mut self, node: Node, frame: &mut Frame, parent: &Frame) {
        let Some(name) = self.type_name(node) else { return };
        let is_recorded = name.start_byte() == parent.name_at;
        frame.name_at = name.start_byte();
        let is_package = parent.kind == K::ScopedType && !is_capitalised(self.out.text(name));
        if !is_recorded && !is_package {
            let before = self.type_prefix(node);
            self.out.usage(UseKind::Reference, name, before);
        }
    }

    /// What stands before the last name of a dotted type.
    fn type_prefix(&self, node: Node) -> Qualifier {
        let parts = self.type_parts(node).into_iter().filter_map(|part| self.out.owned(part)).collect();
        Qualifier::Path(parts)
    }

    /// `object.name`, not called.
    pub(super) fn field_access(&mut self, node: Node, frame: &mut Frame) {
        let (Some(object), Some(name)) =
            (self.child(node, self.fields.object), self.child(node, self.fields.field))
        else {
            return;
        };
        frame.name_at = name.start_byte();
        if self.kind(name) == K::Identifier {
            let receiver = self.receiver(node, object);
            self.out.usage(UseKind::Reference, name, Qualifier::Value(receiver));
        }
    }

    /// `name(…)`, `object.name(…)`.
    pub(super) fn method_call(&mut self, node: Node, frame: &mut Frame) {
        let Some(name) = self.child(node, self.fields.name) else { return };
        frame.name_at = name.start_byte();
        let before = match self.child(node, self.fields.object) {
            Some(object) => Qualifier::Value(self.receiver(node, object)),
            None => Qualifier::None,
        };
        self.call(node, name, before);
    }

    /// `this(…)`, `super(…)`.
    pub(super) fn constructor_call(&mut self, node: Node) {
        if let Some(name) = self.child(node, self.fields.constructor) {
            self.call(node, name, Qualifier::None);
        }
    }

    /// `new Type(…)`, with or without a body.
    pub(super) fn creation(&mut self, node: Node, frame: &mut Frame) {
        let mut cursor = node.walk();
        let has_body = node.named_children(&mut cursor).last().is_some_and(|last| self.kind(last) == K::Body);
        let of = self.child(node, self.fields.r#type);
        if let Some(of) = of
            && let Some(name) = self.type_name(of)
        {
            frame.name_at = name.start_byte();
            let mut dotted = of;
            if self.kind(dotted) == K::GenericType {
                dotted = self.first_type(dotted).unwrap_or(dotted);
            }
            // `object.new Inner()`.
            let outer =
                node.named_child(0).filter(|first| *first != of && first.end_byte() < of.start_byte());
            let outer = outer.filter(|first| !matches!(self.kind(*first), K::Annotation | K::Comment));
            let before = match self.kind(dotted) {
                _ if outer.is_some_and(|outer| !self.is_type(outer)) => {
                    Qualifier::Value(outer.and_then(|outer| self.value_of(outer)))
                }
                K::ScopedType => self.type_prefix(dotted),
                _ => Qualifier::Path(Vec::new()),
            };
            self.call(node, name, before);
        }
        let symbol = if has_body { self.anonymous_class(node) } else { None };
        self.creations.push(symbol);
    }

    fn call(&mut self, node: Node, name: Node, before: Qualifier) {
        let list = self.child(node, self.fields.arguments);
        let arguments = list.map(|list| {
            let mut cursor = list.walk();
            let given = list.named_children(&mut cursor).filter(|given| self.kind(*given) != K::Comment);
            given.collect::<Vec<Node>>()
        });
        let given = match &arguments {
            Some(given) if given.len() <= MAX_GIVEN => given.iter().map(|of| self.value_of(*of)).collect(),
            _ => Box::default(),
        };
        self.takes(name, arguments.as_deref().unwrap_or_default());
        let usage = self.out.usage(UseKind::Call, name, before);
        if let Some(usage) = usage.and_then(|index| self.out.facts.uses.get_mut(index)) {
            usage.arguments = arguments.map(|given| u16::try_from(given.len()).unwrap_or(u16::MAX));
            usage.given = given;
        }
    }

    /// `object::name`, `Type::name`; of `Type::new` the type alone is a name.
    pub(super) fn method_reference(&mut self, node: Node, frame: &mut Frame) {
        let Some(of) = node.named_child(0) else { return };
        let mut cursor = node.walk();
        let last = node.named_children(&mut cursor).last();
        let Some(name) = last.filter(|name| self.kind(*name) == K::Identifier && *name != of) else { return };
        frame.name_at = name.start_byte();
        let receiver = if self.is_type(of) { self.instance_of(of) } else { self.value_of(of) };
        self.function_usage(name, receiver);
    }

    /// `@Name`, `@a.b.Name`.
    pub(super) fn annotation(&mut self, node: Node, frame: &mut Frame) {
        let name = self.child(node, self.fields.name);
        let parts = name.map(|name| self.dotted(name)).unwrap_or_default();
        if let (Some(name), Some((last, path))) = (name, parts.split_last()) {
            frame.name_at = name.start_byte();
            let path: Vec<String> = path.iter().filter_map(|part| self.out.owned(*part)).collect();
            self.out.usage(UseKind::Reference, *last, Qualifier::Path(path));
        }
        let of = name.and_then(|name| self.instance_of(name));
        self.annotations.push(of);
    }

    /// `name = value` in an annotation: an element of its type.
    pub(super) fn element(&mut self, node: Node, frame: &mut Frame) {
        let Some(name) = self.child(node, self.fields.key) else { return };
        frame.name_at = name.start_byte();
        let of = self.annotations.last().copied().flatten();
        self.function_usage(name, of);
    }

    /// A method that is named and not called, behind a value.
    fn function_usage(&mut self, name: Node, of: Option<u32>) {
        let usage = self.out.usage(UseKind::Reference, name, Qualifier::Value(of));
        if let Some(usage) = usage.and_then(|index| self.out.facts.uses.get_mut(index)) {
            usage.is_function = true;
        }
    }
}
