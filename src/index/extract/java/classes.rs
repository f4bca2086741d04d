//! Types, and what only they define: components, constants, classes without a name.

use std::collections::HashSet;

use tree_sitter::Node;

use super::kinds::K;
use super::symbols::Context;
use super::{Extractor, Frame, flag};
use crate::index::extract::builder::NewSymbol;
use crate::index::facts::Arity;
use crate::model::SymbolKind;

/// A class, interface, enum, record or annotation type.
#[derive(Default)]
pub(super) struct Class<'s> {
    pub(super) name: &'s [u8],
    pub(super) is_interface: bool,
    /// Whether it is an interface that asks for a method.
    pub(super) asks: bool,
    /// Whether its methods are tests by their name.
    pub(super) is_test_case: bool,
    /// Of an enum, itself as a type.
    pub(super) constants: Option<u32>,
    /// Of a record, its components: the parameters of a constructor that names none.
    pub(super) components: Vec<(&'s [u8], Option<u32>)>,
    /// What those take as parameters: how many, and of which types.
    pub(super) takes: Option<Arity>,
    pub(super) parameters: Vec<Option<u32>>,
}

impl<'s> Extractor<'s> {
    /// A class, interface, enum, record or annotation type.
    pub(super) fn class_declaration(&mut self, node: Node, frame: &mut Frame) {
        let Some(name) = self.child(node, self.fields.name) else { return };
        let (kind, is_interface) = match frame.kind {
            K::Interface | K::AnnotationDeclaration => (SymbolKind::Trait, true),
            K::EnumDeclaration => (SymbolKind::Enum, false),
            _ => (SymbolKind::Class, false),
        };
        let symbol = self.define(node, name, kind, frame);
        let mut bases = Vec::new();
        let mut cursor = node.walk();
        let clauses: Vec<Node> = node.named_children(&mut cursor).collect();
        for clause in clauses {
            match self.kind(clause) {
                K::Superclass => {
                    bases.extend(self.first_type(clause).and_then(|base| self.type_of(base)));
                }
                K::SuperInterfaces | K::ExtendsInterfaces => bases.extend(self.listed_types(clause)),
                _ => {}
            }
        }
        let is_test_case = bases.first().is_some_and(|base| self.is_named(*base, "TestCase"));
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            fact.bases = bases;
        }
        let text = self.out.text(name);
        let constants = match frame.kind {
            K::EnumDeclaration => self.out.owned(name).and_then(|name| self.out.named_type(vec![name])),
            _ => None,
        };
        self.contexts.push(Context::Class(Class {
            name: text,
            is_interface,
            is_test_case,
            constants,
            ..Class::default()
        }));
        self.hide_fields(node);
        if frame.kind == K::Record {
            self.components(node);
        }
    }

    /// A record's components: fields, and methods of their names where it writes none itself.
    fn components(&mut self, node: Node) {
        let written = self.methods_without_parameters(node);
        let Some(list) = self.child(node, self.fields.parameters) else { return };
        let mut cursor = list.walk();
        let parameters: Vec<Node> = list.named_children(&mut cursor).collect();
        let mut components = Vec::new();
        for parameter in parameters {
            let name = match self.kind(parameter) {
                K::FormalParameter => self.child(parameter, self.fields.name),
                K::SpreadParameter => self.spread_name(parameter),
                _ => None,
            };
            let Some(name) = name else { continue };
            let declared = self.parameter_type(parameter);
            let text = self.out.text(name);
            components.push((text, declared));
            let field = self.symbol(parameter, name, SymbolKind::Field);
            self.declare(field, declared, None);
            if !written.contains(&text) {
                let accessor = self.symbol(parameter, name, SymbolKind::Method);
                self.declare(accessor, declared, Some(Arity { least: 0, most: 0 }));
            }
        }
        let takes = self.arity(list);
        let types = self.parameter_types(list);
        if let Some(Context::Class(class)) = self.contexts.last_mut() {
            class.components = components;
            class.takes = Some(takes);
            class.parameters = types;
        }
    }

    fn methods_without_parameters(&self, node: Node) -> HashSet<&'s [u8]> {
        let Some(body) = self.child(node, self.fields.body) else { return Default::default() };
        let mut cursor = body.walk();
        let methods = body.named_children(&mut cursor).filter(|child| self.kind(*child) == K::Method);
        let own = methods.filter(|method| {
            let list = self.child(*method, self.fields.parameters);
            list.is_some_and(|list| list.named_child_count() == 0)
        });
        own.filter_map(|method| Some(self.out.text(self.child(method, self.fields.name)?))).collect()
    }

    /// Fields of a class inside a method hide the method's variables.
    fn hide_fields(&mut self, node: Node) {
        let body = self.child(node, self.fields.body);
        let Some(body) = body.filter(|_| !self.locals.is_empty()) else { return };
        self.hide_fields_of(body);
    }

    fn hide_fields_of(&mut self, body: Node) {
        let mut cursor = body.walk();
        for member in body.named_children(&mut cursor) {
            if self.kind(member) != K::FieldDeclaration {
                continue;
            }
            let mut cursor = member.walk();
            for part in member.named_children(&mut cursor) {
                if self.kind(part) == K::VariableDeclarator
                    && let Some(name) = self.child(part, self.fields.name)
                {
                    self.locals.hide(self.out.text(name));
                }
            }
        }
    }

    pub(super) fn enum_constant(&mut self, node: Node, frame: &mut Frame) {
        let Some(name) = self.child(node, self.fields.name) else { return };
        let declared = self.class().and_then(|class| class.constants);
        self.constant = Some(self.out.text(name));
        let symbol = self.define(node, name, SymbolKind::Variant, frame);
        let has_body = self.child(node, self.fields.body).is_some();
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            fact.declared = declared;
            fact.flags.is_static = true;
            if has_body {
                fact.bases.extend(declared);
            }
        }
        self.contexts.push(Context::Code);
    }

    /// The body of an enum's constant: what it defines are members of the constant.
    pub(super) fn constant_body(&mut self, frame: &mut Frame) {
        let name = self.constant.take().unwrap_or_default();
        let symbol = self.out.container();
        self.out.open(symbol, None);
        self.contexts.push(Context::Class(Class { name, ..Class::default() }));
        frame.flags |= flag::OWNER;
    }

    /// A class without a name: its `new` stands for that.
    pub(super) fn anonymous_class(&mut self, node: Node) -> Option<u32> {
        let mut cursor = node.walk();
        let new = node.children(&mut cursor).find(|child| self.kind(*child) == K::New)?;
        let base = self.child(node, self.fields.r#type).and_then(|of| self.type_of(of));
        let (parent, member_of, kind) = (self.out.container(), None, SymbolKind::Class);
        let mut cursor = node.walk();
        let body = node.named_children(&mut cursor).last();
        let symbol = self.out.symbol(NewSymbol { kind, node, name: new, body, parent, member_of });
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            fact.bases.extend(base);
        }
        symbol
    }

    /// Goes into the body of a class without a name.
    pub(super) fn anonymous_body(&mut self, node: Node, frame: &mut Frame) {
        let symbol = self.creations.last().copied().flatten();
        self.out.open(symbol, Some("new"));
        self.contexts.push(Context::Class(Class { name: b"new", ..Class::default() }));
        self.locals.enter();
        self.hide_fields_of(node);
        frame.flags |= flag::OWNER | flag::SCOPE;
    }
}
