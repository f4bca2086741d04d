//! Definitions of functions, types and namespaces, and what they belong to.

use tree_sitter::Node;

use super::kinds::K;
use super::variables::Specifiers;
use super::words::is_keyword;
use super::{Extractor, Frame, Told, flag};
use crate::index::extract::builder::NewSymbol;
use crate::model::SymbolKind;

/// Where the walk is, as far as what is defined there must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The file or a namespace.
    File,
    /// A struct, union or class.
    Type,
    /// A function: what it declares are variables, not symbols.
    Function,
}

/// A definition around the place where the walk is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'s> {
    pub(super) place: Place,
    /// The name of the type, where it has one.
    pub(super) name: Option<&'s [u8]>,
    /// Whether nobody outside of the file can name what is in it.
    pub(super) is_hidden: bool,
    /// The function whose `return` tells its type.
    pub(super) returns_to: Option<u32>,
    /// For an enum whose members are named without its name: how much of the qualified name before them stays.
    pub(super) outer: Option<usize>,
}

/// A declarator that opens a symbol of its own.
#[derive(Debug, Clone, Copy)]
pub(super) struct Opening {
    pub(super) specifiers: Specifiers,
    pub(super) base: Option<u32>,
}

/// How deep the parameters of a function are looked at for what it takes.
pub(super) const MAX_PARAMETERS: usize = 1 << 10;

impl<'s> Extractor<'s, '_> {
    pub(super) fn context(&self) -> Context<'s> {
        self.contexts.last().copied().unwrap_or(Context {
            place: Place::File,
            name: None,
            is_hidden: false,
            returns_to: None,
            outer: None,
        })
    }

    pub(super) fn place(&self) -> Place {
        self.context().place
    }

    /// Adds a symbol and opens it.
    pub(super) fn define(
        &mut self,
        node: Node,
        name: Node,
        kind: SymbolKind,
        body: Option<Node>,
        frame: &mut Frame,
    ) -> Option<u32> {
        if is_keyword(self.out.text(name)) {
            return None;
        }
        self.attributes(node);
        let parent = self.out.container();
        let context = self.context();
        let of_type = context.name.filter(|_| context.place == Place::Type);
        let member_of = of_type.map(|name| String::from_utf8_lossy(name).into_owned());
        let symbol = self.out.symbol(NewSymbol { kind, node, name, body, parent, member_of })?;
        let type_parameters = std::mem::take(&mut self.template);
        let is_unlikely = self.mask.is_unlikely(name.start_byte());
        if let Some(fact) = self.out.fact(symbol) {
            fact.type_parameters = type_parameters;
            fact.flags.is_file_local = context.is_hidden;
            fact.flags.is_unlikely = is_unlikely;
        }
        let text = self.out.owned(name);
        self.out.open(Some(symbol), text.as_deref());
        frame.owners = frame.owners.saturating_add(1);
        Some(symbol)
    }

    /// Keeps what `[[…]]` and `__attribute__` say of a definition.
    fn attributes(&mut self, node: Node) {
        let mut cursor = node.walk();
        let attributes: Vec<Node> =
            node.named_children(&mut cursor).take_while(|child| self.kind(*child) != K::FieldList).collect();
        for attribute in attributes {
            if self.kind(attribute) == K::Attribute {
                self.out.attribute(attribute);
            }
        }
    }

    /// Goes into the path that stands before the name of a definition (`A::B::f`); the last part of it.
    pub(super) fn open_path(&mut self, whole: Node, frame: &mut Frame) -> Option<(&'s [u8], Option<u32>)> {
        let path = self.path_before(whole);
        let last = self.out.text(*path.last()?);
        let path = self.path_text(&path).join("::");
        let parent = self.types_here.get(&self.out.qualify(&path)).copied();
        self.out.open(None, Some(&path));
        frame.owners = frame.owners.saturating_add(1);
        Some((last, parent))
    }

    /// A struct, union, class or enum: defined, declared, or named.
    pub(super) fn type_specifier(&mut self, node: Node, frame: &mut Frame, parent: &Frame) {
        let body = self.child(node, self.fields.body);
        let name = self.child(node, self.fields.name).filter(|name| !self.is_underlying(node, *name));
        let is_forward = body.is_none()
            && self.place() != Place::Function
            && match parent.kind {
                K::TranslationUnit
                | K::DeclarationList
                | K::TemplateDeclaration
                | K::Linkage
                | K::Preproc
                | K::FieldList => true,
                K::FieldDeclaration => frame.flags & flag::FRIEND == 0 && self.stands_alone(node),
                _ => false,
            };
        match (name, body) {
            (Some(name), _) if body.is_some() || is_forward => self.type_symbol(node, name, body, frame),
            (None, Some(_)) if frame.kind == K::EnumSpecifier => {
                let is_named = self.named_by_declarator == node.start_byte();
                let outer = if is_named { self.enum_scope } else { self.out.qualify("").len() };
                let context =
                    Context { place: Place::Type, name: None, outer: Some(outer), ..self.context() };
                self.open_context(frame, context);
            }
            (None, Some(_)) if self.named_by_declarator == node.start_byte() => {}
            (None, Some(_)) if !self.is_transparent(node, parent) => {
                let context = Context { place: Place::Type, name: None, ..self.context() };
                self.open_context(frame, context);
            }
            (Some(name), None) if self.is_c => self.tag(name),
            _ => {}
        }
    }

    /// Whether nothing is declared with a type: `struct S { … };` or `union { … };` in a type.
    fn stands_alone(&self, node: Node) -> bool {
        node.parent().is_some_and(|parent| self.child(parent, self.fields.declarator).is_none())
    }

    /// Whether the members of a struct or union without a name are members of the type around it.
    fn is_transparent(&self, node: Node, parent: &Frame) -> bool {
        parent.kind == K::FieldDeclaration && self.stands_alone(node)
    }

    /// Whether what the grammar takes for the name of an enum is the type that its members are of: `enum : long { A }`.
    fn is_underlying(&self, of: Node, name: Node) -> bool {
        let before = self.out.source().get(of.start_byte()..name.start_byte()).unwrap_or_default();
        self.kind(of) == K::EnumSpecifier && before.contains(&b':')
    }

    fn type_symbol(&mut self, node: Node, whole: Node, body: Option<Node>, frame: &mut Frame) {
        let Some(name) = self.last_name(whole) else { return };
        let kind = match frame.kind {
            K::ClassSpecifier => SymbolKind::Class,
            K::UnionSpecifier => SymbolKind::Union,
            K::EnumSpecifier => SymbolKind::Enum,
            _ => SymbolKind::Struct,
        };
        let is_enum = frame.kind == K::EnumSpecifier;
        let path = self.open_path(whole, frame);
        self.told.insert(name.start_byte(), Told::Nothing);
        let outer = Some(self.out.qualify("").len()).filter(|_| is_enum && !self.is_scoped(node));
        let Some(symbol) = self.define(node, name, kind, body, frame) else { return };
        let bases = self.bases(node);
        if let Some(fact) = self.out.fact(symbol) {
            fact.bases = bases;
            fact.flags.is_declaration = body.is_none();
            if let Some((name, parent)) = path {
                fact.member_of = Some(String::from_utf8_lossy(name).into_owned());
                fact.parent = parent.or(fact.parent);
            }
            if body.is_some() {
                let qualified = fact.qualified.clone();
                self.types_here.insert(qualified, symbol);
            }
        }
        let context =
            Context { place: Place::Type, name: Some(self.out.text(name)), outer, ..self.context() };
        self.open_context(frame, context);
    }

    fn is_scoped(&self, node: Node) -> bool {
        let mut cursor = node.walk();
        node.children(&mut cursor).take(4).any(|child| self.kind(child) == K::EnumClass)
    }

    /// The classes that a class derives from.
    fn bases(&mut self, node: Node) -> Vec<u32> {
        let mut cursor = node.walk();
        let clause = node.named_children(&mut cursor).find(|child| self.kind(*child) == K::BaseClause);
        let Some(clause) = clause else { return Vec::new() };
        let mut cursor = clause.walk();
        let named: Vec<Node> = clause.named_children(&mut cursor).take(MAX_PARAMETERS).collect();
        named.into_iter().filter_map(|base| self.type_of(base)).collect()
    }

    /// One of an enum.
    pub(super) fn enumerator(&mut self, node: Node, frame: &mut Frame) {
        let Some(name) = self.child(node, self.fields.name) else { return };
        self.told.insert(name.start_byte(), Told::Nothing);
        let outer = self.context().outer;
        let scope = self.out.qualify("");
        let Some(symbol) = self.define(node, name, SymbolKind::Variant, None, frame) else { return };
        if let (Some(outer), Some(fact)) = (outer, self.out.fact(symbol)) {
            let scope = scope.get(..outer).unwrap_or_default();
            fact.qualified = format!("{scope}{}", fact.name);
            fact.member_of = None;
        }
    }

    /// A namespace, or several in each other.
    pub(super) fn namespace(&mut self, node: Node, frame: &mut Frame) {
        let body = self.child(node, self.fields.body);
        let name = self.child(node, self.fields.name);
        let names: Vec<Node> = match name {
            Some(name) if self.kind(name) == K::Namespaces => {
                let mut cursor = name.walk();
                name.named_children(&mut cursor)
                    .filter(|part| self.kind(*part) == K::NamespaceIdentifier)
                    .take(usize::from(u8::MAX))
                    .collect()
            }
            name => name.into_iter().collect(),
        };
        for name in &names {
            self.namespaces.insert(self.out.text(*name));
            self.define(node, *name, SymbolKind::Namespace, body, frame);
        }
        let is_hidden = names.is_empty() || self.context().is_hidden;
        let context = Context { place: Place::File, name: None, is_hidden, returns_to: None, outer: None };
        self.open_context(frame, context);
    }

    /// `using A = B;`, and a concept.
    pub(super) fn alias(&mut self, node: Node, frame: &mut Frame) {
        let Some(name) = self.child(node, self.fields.name) else { return };
        self.told.insert(name.start_byte(), Told::Nothing);
        let is_alias = frame.kind == K::AliasDeclaration;
        let kind = if is_alias { SymbolKind::TypeAlias } else { SymbolKind::Trait };
        let Some(symbol) = self.define(node, name, kind, None, frame) else { return };
        let target = self.child(node, self.fields.r#type).filter(|_| is_alias);
        let target = target.and_then(|target| self.type_of(target));
        if let Some(fact) = self.out.fact(symbol) {
            fact.declared = target;
        }
    }
}
