//! Definitions.

use tree_sitter::Node;

use super::kinds::K;
use super::{Extractor, Frame, flag};
use crate::index::extract::builder::NewSymbol;
use crate::index::facts::{Arity, LocalFact, SymbolFlags};
use crate::model::SymbolKind;

/// Annotations that make a method a test, in the frameworks that are in use.
const TEST_ANNOTATIONS: [&[u8]; 5] =
    [b"Test", b"ParameterizedTest", b"RepeatedTest", b"TestFactory", b"TestTemplate"];

/// A definition around the place where the walk is, as far as what is in it must know.
pub(super) enum Context<'s> {
    Class(Class<'s>),
    /// A method, a field, an enum's constant: what is defined in it is nobody's member.
    Code,
}

/// A class, interface, enum, record or annotation type.
#[derive(Default)]
pub(super) struct Class<'s> {
    name: &'s [u8],
    is_interface: bool,
    /// Whether its methods are tests by their name.
    is_test_case: bool,
    /// Of an enum, itself as a type.
    constants: Option<u32>,
    /// Of a record, its components: the parameters of a constructor that names none.
    components: Vec<(&'s [u8], Option<u32>)>,
    /// How many those are.
    takes: Option<Arity>,
}

/// What the modifiers before a definition say.
#[derive(Default)]
struct Modifiers {
    flags: SymbolFlags,
    is_final: bool,
}

impl<'s> Extractor<'s> {
    fn class(&self) -> Option<&Class<'s>> {
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

    fn symbol(&mut self, node: Node, name: Node, kind: SymbolKind) -> Option<u32> {
        let modifiers = self.modifiers(node);
        let is_constant = modifiers.is_final && modifiers.flags.is_static;
        let kind = if kind == SymbolKind::Field && is_constant { SymbolKind::Constant } else { kind };
        let (parent, member_of) = (self.out.container(), self.member_of());
        let body = self.child(node, self.fields.body);
        let symbol = self.out.symbol(NewSymbol { kind, node, name, body, parent, member_of });
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            fact.flags = modifiers.flags;
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
                K::Private => read.flags.is_file_local = true,
                K::Annotation => {
                    self.out.attribute(modifier);
                    read.flags.is_test |= self.is_test_annotation(modifier);
                }
                _ => {}
            }
        }
        read
    }

    fn is_test_annotation(&self, annotation: Node) -> bool {
        let name = self.child(annotation, self.fields.name).map(|name| self.dotted(name)).unwrap_or_default();
        name.last().is_some_and(|last| TEST_ANNOTATIONS.contains(&self.out.text(*last)))
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
        if let Some(Context::Class(class)) = self.contexts.last_mut() {
            class.components = components;
            class.takes = Some(takes);
        }
    }

    fn methods_without_parameters(&self, node: Node) -> std::collections::HashSet<&'s [u8]> {
        let Some(body) = self.child(node, self.fields.body) else { return Default::default() };
        let mut cursor = body.walk();
        let methods = body.named_children(&mut cursor).filter(|child| self.kind(*child) == K::Method);
        let own = methods.filter(|method| {
            let list = self.child(*method, self.fields.parameters);
            list.is_some_and(|list| list.named_child_count() == 0)
        });
        own.filter_map(|method| Some(self.out.text(self.child(method, self.fields.name)?))).collect()
    }

    fn declare(&mut self, symbol: Option<u32>, declared: Option<u32>, takes: Option<Arity>) {
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            fact.declared = declared;
            fact.takes = takes;
        }
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

    /// A method, constructor or element of an annotation type.
    pub(super) fn method(&mut self, node: Node, frame: &mut Frame) {
        let Some(name) = self.child(node, self.fields.name) else { return };
        let is_test =
            self.class().is_some_and(|class| class.is_test_case) && self.out.text(name).starts_with(b"test");
        let (components, takes) = match self.class() {
            Some(class) if frame.kind == K::CompactConstructor => (class.components.clone(), class.takes),
            _ => (Vec::new(), None),
        };
        let kind = if self.class().is_some() { SymbolKind::Method } else { SymbolKind::Function };
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
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            fact.flags.is_test |= is_test && takes.most == 0;
        }
        for (name, declared) in components {
            let local = self.out.local(LocalFact { declared, value: None });
            self.locals.bind(name, local);
        }
    }

    fn arity(&self, list: Node) -> Arity {
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

fn exactly(count: u16) -> Arity {
    Arity { least: count, most: count }
}
