//! Variables and parameters, where they are bound.

use tree_sitter::Node;

use super::kinds::K;
use super::lambdas::Taker;
use super::{Extractor, Frame, flag};
use crate::index::facts::{LocalFact, TypeFact};

impl<'s> Extractor<'s> {
    /// Adds a variable and binds its name here.
    pub(super) fn bind(&mut self, name: Node, fact: LocalFact) {
        let local = self.out.local(fact);
        self.locals.bind(self.out.text(name), local);
    }

    /// What a declaration of variables says of each of them.
    pub(super) fn local_declaration(&mut self, node: Node) {
        let declared = self.child(node, self.fields.r#type).and_then(|of| self.type_of(of));
        let mut cursor = node.walk();
        let declarators: Vec<Node> = node
            .named_children(&mut cursor)
            .filter(|child| self.kind(*child) == K::VariableDeclarator)
            .collect();
        let mut locals = Vec::with_capacity(declarators.len());
        for declarator in declarators {
            let own = declared
                .and_then(|of| self.with_dimensions(of, self.child(declarator, self.fields.dimensions)));
            if let (Some(of), Some(value)) = (own, self.child(declarator, self.fields.value)) {
                self.is_taken(value, Taker::Type(of));
            }
            let value = match own {
                Some(_) => None,
                None => self.child(declarator, self.fields.value).and_then(|value| self.value_of(value)),
            };
            locals.push(self.out.local(LocalFact { declared: own, value }));
        }
        self.told.extend(locals.into_iter().rev());
    }

    /// One variable of a declaration.
    pub(super) fn local_variable(&mut self, node: Node, frame: &mut Frame) {
        let local = self.told.pop().flatten();
        let Some(name) = self.child(node, self.fields.name) else { return };
        frame.name_at = name.start_byte();
        self.locals.bind(self.out.text(name), local);
    }

    /// The type of a parameter.
    pub(super) fn parameter_type(&mut self, node: Node) -> Option<u32> {
        let of = self.type_of_each(node)?;
        match self.kind(node) {
            K::SpreadParameter => self.out.type_fact(TypeFact::Sequence(of)),
            _ => Some(of),
        }
    }

    /// Likewise; of one that takes any number, the type of each.
    pub(super) fn type_of_each(&mut self, node: Node) -> Option<u32> {
        if self.kind(node) == K::SpreadParameter {
            return self.first_type(node).and_then(|of| self.type_of(of));
        }
        let of = self.child(node, self.fields.r#type).and_then(|of| self.type_of(of))?;
        self.with_dimensions(of, self.child(node, self.fields.dimensions))
    }

    /// The name of `Type... name`.
    pub(super) fn spread_name<'t>(&self, node: Node<'t>) -> Option<Node<'t>> {
        let mut cursor = node.walk();
        let mut children = node.named_children(&mut cursor);
        let declarator = children.find(|child| self.kind(*child) == K::VariableDeclarator)?;
        self.child(declarator, self.fields.name)
    }

    /// A parameter of a method or lambda; of a record it is a component, which is a symbol already.
    pub(super) fn parameter(&mut self, node: Node, frame: &mut Frame, parent: &Frame) {
        let name = match frame.kind {
            K::SpreadParameter => self.spread_name(node),
            _ => self.child(node, self.fields.name),
        };
        let Some(name) = name else { return };
        frame.name_at = name.start_byte();
        if !parent.has(flag::COMPONENTS) {
            let declared = self.parameter_type(node);
            self.bind(name, LocalFact { declared, value: None });
        }
    }

    pub(super) fn catch_parameter(&mut self, node: Node, frame: &mut Frame) {
        let Some(name) = self.child(node, self.fields.name) else { return };
        frame.name_at = name.start_byte();
        let mut cursor = node.walk();
        let of = node.named_children(&mut cursor).find(|child| self.kind(*child) == K::CatchType);
        let declared = of.and_then(|of| self.type_of(of));
        self.bind(name, LocalFact { declared, value: None });
    }

    /// `for (Type name : value)`; the name is bound in the body alone.
    pub(super) fn enhanced_for(&mut self, node: Node, frame: &mut Frame) {
        let declared = self.child(node, self.fields.r#type).and_then(|of| self.type_of(of));
        let value = match declared {
            Some(_) => None,
            None => self.child(node, self.fields.value).and_then(|value| self.element_of(value)),
        };
        let local = self.out.local(LocalFact { declared, value });
        let name = self.child(node, self.fields.name);
        frame.name_at = name.map_or(usize::MAX, |name| name.start_byte());
        self.loops.push((name.map(|name| self.out.text(name)).unwrap_or_default(), local));
    }

    /// Binds what a loop goes through, where its body begins.
    pub(super) fn enter_loop(&mut self) {
        if let Some((name, local)) = self.loops.last() {
            self.locals.bind(name, *local);
        }
    }

    /// `Type name = value` of a `try`.
    pub(super) fn resource(&mut self, node: Node, frame: &mut Frame) {
        let (Some(name), Some(of)) =
            (self.child(node, self.fields.name), self.child(node, self.fields.r#type))
        else {
            return;
        };
        frame.name_at = name.start_byte();
        let declared = self.type_of(of);
        let value = match declared {
            Some(_) => None,
            None => self.child(node, self.fields.value).and_then(|value| self.value_of(value)),
        };
        self.bind(name, LocalFact { declared, value });
    }

    /// `Type name` of a pattern. Its name is known to the end of the block: where exactly depends on what
    /// comes out of the condition, and there it may not be bound to anything else.
    pub(super) fn pattern(&mut self, node: Node, frame: &mut Frame) {
        let (name, of) = match frame.kind {
            K::InstanceOf => (self.child(node, self.fields.name), self.child(node, self.fields.right)),
            _ => {
                let mut cursor = node.walk();
                let mut parts = node.named_children(&mut cursor);
                let name = parts.find(|part| self.kind(*part) == K::Identifier);
                (name, self.first_type(node))
            }
        };
        let Some(name) = name else { return };
        frame.name_at = name.start_byte();
        let declared = of.and_then(|of| self.type_of(of));
        self.bind(name, LocalFact { declared, value: None });
    }
}
