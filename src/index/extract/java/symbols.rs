//! Definitions.

use tree_sitter::Node;

use super::classes::Class;
use super::kinds::K;
use super::lambdas::Taker;
use super::{Extractor, Frame, flag};
use crate::index::extract::builder::NewSymbol;
use crate::index::facts::{Arity, LocalFact, SymbolFlags, TypeFact};
use crate::model::SymbolKind;

/// Annotations that make a method a test, in the frameworks that are in use.
const TEST_ANNOTATIONS: [&[u8]; 5] =
    [b"Test", b"ParameterizedTest", b"RepeatedTest", b"TestFactory", b"TestTemplate"];

/// Types of at most so many parameters are kept.
const MAX_PARAMETERS: usize = 12;

/// A definition around the place where the walk is, as far as what is in it must know.
pub(super) enum Context<'s> {
    Class(Class<'s>),
    /// A method, a field, an enum's constant: what is defined in it is nobody's member.
    Code,
}

/// What the modifiers before a definition say.
#[derive(Default)]
struct Modifiers {
    flags: SymbolFlags,
    is_final: bool,
    is_native: bool,
}

impl<'s> Extractor<'s> {
    pub(super) fn class(&self) -> Option<&Class<'s>> {
        match self.contexts.last()? {
            Context::Class(class) => Some(class),
            Context::Code => None,
        }
    }

    fn member_of(&self) -> Option<String> {
        self.class().map(|class| String::from_utf8_lossy(class.name).into_owned())
    }

    /// Adds a symbol where the walk is, and goes into it.
    pub(super) fn define(
        &mut self,
        node: Node,
        name: Node,
        kind: SymbolKind,
        frame: &mut Frame,
    ) -> Option<u32> {
        let symbol = self.symbol(node, name, kind);
        self.out.open(symbol, Some(&String::from_utf8_lossy(self.out.text(name))));
        self.locals.enter();
        self.type_names.enter();
        frame.name_at = name.start_byte();
        frame.flags |= flag::OWNER | flag::SCOPE | flag::TYPES;
        if let Some(list) = self.child(node, self.fields.type_parameters) {
            self.type_parameters(list, symbol);
        }
        symbol
    }

    pub(super) fn symbol(&mut self, node: Node, name: Node, kind: SymbolKind) -> Option<u32> {
        let modifiers = self.modifiers(node);
        let is_constant = modifiers.is_final && modifiers.flags.is_static;
        let kind = if kind == SymbolKind::Field && is_constant { SymbolKind::Constant } else { kind };
        let (parent, member_of) = (self.out.container(), self.member_of());
        let body = self.child(node, self.fields.body);
        let has_body = body.is_some() || modifiers.is_native || self.kind(node) != K::Method;
        let symbol = self.out.symbol(NewSymbol { kind, node, name, body, parent, member_of });
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            fact.flags = modifiers.flags;
            // What has no body has one in another type.
            fact.flags.is_declaration = !has_body;
        }
        symbol
    }

    /// Reads modifiers and annotations.
    fn modifiers(&mut self, node: Node) -> Modifiers {
        let mut read = Modifiers::default();
        if let Some(class) = self.class()
            && class.is_interface
        {
            // What an interface has besides methods is static and, if it is a variable, final.
            read.is_final = true;
            read.flags.is_static = !matches!(self.kind(node), K::Method | K::AnnotationElement);
        }
        let Some(list) = node.named_child(0).filter(|first| self.kind(*first) == K::Modifiers) else {
            return read;
        };
        let mut cursor = list.walk();
        for modifier in list.children(&mut cursor) {
            match self.kind(modifier) {
                K::Static => read.flags.is_static = true,
                K::Final => read.is_final = true,
                K::Native => read.is_native = true,
                K::Private => read.flags.is_file_local = true,
                K::Annotation => {
                    self.out.attribute(modifier);
                    let name = self.annotation_name(modifier);
                    read.flags.is_test |= TEST_ANNOTATIONS.contains(&name);
                    read.flags.is_override |= name == b"Override";
                }
                _ => {}
            }
        }
        read
    }

    /// The name of an annotation, without the package where it is.
    fn annotation_name(&self, annotation: Node) -> &'s [u8] {
        let name = self.child(annotation, self.fields.name).map(|name| self.dotted(name)).unwrap_or_default();
        name.last().map(|last| self.out.text(*last)).unwrap_or_default()
    }

    /// Binds type parameters and notes them at the symbol that has them.
    fn type_parameters(&mut self, list: Node, symbol: Option<u32>) {
        let mut cursor = list.walk();
        let parameters: Vec<Node> = list.named_children(&mut cursor).collect();
        let named = |parameter: &Node| self.first_type(*parameter).map(|name| self.out.text(name));
        let names: Vec<(&'s [u8], Node)> =
            parameters.iter().filter_map(|parameter| Some((named(parameter)?, *parameter))).collect();
        for (name, _) in &names {
            self.type_names.bind(name, None);
        }
        let mut read = Vec::with_capacity(names.len());
        for (name, parameter) in names {
            let mut cursor = parameter.walk();
            let bound = parameter.named_children(&mut cursor).find(|child| self.kind(*child) == K::TypeBound);
            let bound = bound.and_then(|bound| self.first_type(bound)).and_then(|of| self.type_of(of));
            read.push((String::from_utf8_lossy(name).into_owned(), bound));
        }
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            fact.type_parameters = read;
        }
    }

    pub(super) fn declare(&mut self, symbol: Option<u32>, declared: Option<u32>, takes: Option<Arity>) {
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            fact.declared = declared;
            fact.takes = takes;
        }
    }

    /// A method, constructor or element of an annotation type.
    pub(super) fn method(&mut self, node: Node, frame: &mut Frame) {
        let Some(name) = self.child(node, self.fields.name) else { return };
        let is_test =
            self.class().is_some_and(|class| class.is_test_case) && self.out.text(name).starts_with(b"test");
        let (components, takes, types) = match self.class() {
            Some(class) if frame.kind == K::CompactConstructor => {
                (class.components.clone(), class.takes, class.parameters.clone())
            }
            _ => (Vec::new(), None, Vec::new()),
        };
        let kind = if self.class().is_some() { SymbolKind::Method } else { SymbolKind::Function };
        let interface = self.out.container().filter(|_| self.class().is_some_and(|class| class.is_interface));
        let symbol = self.define(node, name, kind, frame);
        self.contexts.push(Context::Code);
        let declared = self.child(node, self.fields.r#type).and_then(|of| self.type_of(of));
        let declared =
            declared.and_then(|of| self.with_dimensions(of, self.child(node, self.fields.dimensions)));
        let takes = match self.child(node, self.fields.parameters) {
            Some(list) => self.arity(list),
            None => takes.unwrap_or(exactly(0)),
        };
        self.declare(symbol, declared, Some(takes));
        let parameters = match self.child(node, self.fields.parameters) {
            Some(list) => self.parameter_types(list),
            None => types,
        };
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            fact.flags.is_test |= is_test && takes.most == 0;
            fact.parameters.clone_from(&parameters);
        }
        if let Some(interface) = interface {
            self.asked_for(interface, symbol, parameters, declared);
        }
        for (name, declared) in components {
            let local = self.out.local(LocalFact { declared, value: None });
            self.locals.bind(name, local);
        }
    }

    /// A method of an interface: where it is the only one that has no body, the interface is a function's type.
    fn asked_for(
        &mut self,
        interface: u32,
        method: Option<u32>,
        takes: Vec<Option<u32>>,
        returns: Option<u32>,
    ) {
        let asked = method.and_then(|method| self.out.facts.symbols.get(method as usize));
        if !asked.is_some_and(|fact| fact.flags.is_declaration && !is_of_all(&fact.name)) {
            return;
        }
        let Some(Context::Class(class)) = self.contexts.iter_mut().rev().nth(1) else { return };
        let is_first = !std::mem::replace(&mut class.asks, true);
        let of = if is_first { self.out.type_fact(TypeFact::Callable { takes, returns }) } else { None };
        if let Some(fact) = self.out.fact(interface) {
            fact.declared = of;
        }
    }

    pub(super) fn parameter_types(&mut self, list: Node) -> Vec<Option<u32>> {
        let mut cursor = list.walk();
        let parameters: Vec<Node> = list.named_children(&mut cursor).collect();
        let parameters = parameters
            .into_iter()
            .filter(|parameter| matches!(self.kind(*parameter), K::FormalParameter | K::SpreadParameter));
        let parameters: Vec<Node> = parameters.take(MAX_PARAMETERS).collect();
        parameters.into_iter().map(|parameter| self.type_of_each(parameter)).collect()
    }

    pub(super) fn arity(&self, list: Node) -> Arity {
        let mut cursor = list.walk();
        let mut arity = exactly(0);
        for parameter in list.named_children(&mut cursor) {
            match self.kind(parameter) {
                K::FormalParameter => {
                    arity.least = arity.least.saturating_add(1);
                    arity.most = arity.most.saturating_add(1);
                }
                K::SpreadParameter => arity.most = u16::MAX,
                _ => {}
            }
        }
        arity
    }

    /// Fields that one declaration names: each spans the whole of it.
    pub(super) fn fields(&mut self, node: Node, frame: &mut Frame) {
        let mut cursor = node.walk();
        let declarators: Vec<Node> = node
            .named_children(&mut cursor)
            .filter(|child| self.kind(*child) == K::VariableDeclarator)
            .collect();
        let mut symbols = Vec::with_capacity(declarators.len());
        for declarator in &declarators {
            let name = self.child(*declarator, self.fields.name);
            symbols.push(name.and_then(|name| self.symbol(node, name, SymbolKind::Field)));
        }
        // The type and the modifiers stand in the first one's text.
        self.out.open(symbols.first().copied().flatten(), None);
        self.contexts.push(Context::Code);
        frame.flags |= flag::OWNER;
        let declared = self.child(node, self.fields.r#type).and_then(|of| self.type_of(of));
        for (declarator, symbol) in declarators.into_iter().zip(&symbols) {
            let own = declared
                .and_then(|of| self.with_dimensions(of, self.child(declarator, self.fields.dimensions)));
            self.declare(*symbol, own, None);
            if let (Some(of), Some(value)) = (own, self.child(declarator, self.fields.value)) {
                self.is_taken(value, Taker::Type(of));
            }
        }
        self.told.extend(symbols.into_iter().rev());
    }

    /// Goes into one field of a declaration.
    pub(super) fn field(&mut self, node: Node, frame: &mut Frame) {
        let symbol = self.told.pop().flatten();
        let Some(name) = self.child(node, self.fields.name) else { return };
        self.out.open(symbol, Some(&String::from_utf8_lossy(self.out.text(name))));
        self.contexts.push(Context::Code);
        self.locals.enter();
        frame.name_at = name.start_byte();
        frame.flags |= flag::OWNER | flag::SCOPE;
    }
}

/// Whether every object has a method of this name.
fn is_of_all(name: &str) -> bool {
    matches!(name, "equals" | "hashCode" | "toString")
}

fn exactly(count: u16) -> Arity {
    Arity { least: count, most: count }
}
