//! Definitions: classes, interfaces, type aliases, enums and namespaces.

use tree_sitter::Node;

use super::kinds::K;
use super::scope::ScopeKind;
use super::{Extractor, Frame, flag};
use crate::index::extract::builder::NewSymbol;
use crate::index::facts::{TypeFact, UNNAMED, ValueFact};
use crate::model::SymbolKind;

/// The longest `a.b.c` that a namespace is named with.
const MAX_PARTS: usize = 16;

/// Functions and classes that one class is mixed of.
const MAX_MIXINS: usize = 8;

/// Types that a union or intersection is made of.
const MAX_TYPES: usize = 64;

impl<'s> Extractor<'s, '_> {
    /// Adds a symbol and goes into it; it is a member of nothing.
    pub(super) fn define(
        &mut self,
        node: Node,
        name: Node,
        kind: SymbolKind,
        body: Option<Node>,
        frame: &mut Frame,
    ) -> Option<u32> {
        let is_ambient = frame.has(flag::AMBIENT)
            && matches!(
                kind,
                SymbolKind::Function | SymbolKind::Class | SymbolKind::Constant | SymbolKind::Variable
            );
        if frame.has(flag::AMBIENT) && self.out.container().is_none() && self.exported.is_some() {
            self.export_name(name);
        }
        let symbol = self.add(node, name, kind, body, None);
        self.go_into(symbol, name, frame);
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            fact.flags.is_declaration = is_ambient;
            fact.flags.is_global = frame.has(flag::GLOBAL) && fact.parent.is_none();
        }
        symbol
    }

    /// Adds a symbol inside the innermost one.
    pub(super) fn add(
        &mut self,
        node: Node,
        name: Node,
        kind: SymbolKind,
        body: Option<Node>,
        member_of: Option<String>,
    ) -> Option<u32> {
        let parent = self.out.container();
        self.note_decorators(node);
        let owner = parent.filter(|_| member_of.is_some());
        let is_inner = match owner.and_then(|owner| self.out.facts.symbols.get(owner as usize)) {
            Some(owner) => owner.flags.is_inner,
            None => self.scopes.kind_of_var() == ScopeKind::Function,
        };
        let is_unnamed = member_of.as_deref() == Some(UNNAMED);
        let symbol = self.out.symbol(NewSymbol { kind, node, name, body, parent, member_of });
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            fact.flags.is_inner = is_inner;
        }
        match (parent, symbol) {
            (None, Some(symbol)) => {
                self.top.entry(self.out.text(name)).or_insert(symbol);
            }
            // What a function takes is nothing that it has itself.
            (Some(parent), _) if !is_unnamed => {
                self.members.insert((parent, self.out.text(name)), symbol);
            }
            _ => {}
        }
        symbol
    }

    /// Goes into a symbol, until the walk leaves the node.
    pub(super) fn go_into(&mut self, symbol: Option<u32>, name: Node, frame: &mut Frame) {
        self.out.open(symbol, Some(&String::from_utf8_lossy(self.out.text(name))));
        frame.owners = frame.owners.saturating_add(1);
        frame.name_at = name.start_byte();
    }

    /// Decorators that are part of what they stand before.
    fn note_decorators(&mut self, node: Node) {
        let mut cursor = node.walk();
        let mut decorators = node.named_children(&mut cursor);
        while let Some(decorator) = decorators.next().filter(|child| self.kind(*child) == K::Decorator) {
            self.out.attribute(decorator);
        }
    }

    /// A class, with a name of its own, that of the symbol that it is the value of, or none.
    pub(super) fn class(&mut self, node: Node, frame: &mut Frame) {
        let body = self.child(node, self.fields.body);
        let symbol = match self.child(node, self.fields.name) {
            _ if frame.has(flag::NAMED) => self.out.container(),
            Some(name) => self.define(node, name, SymbolKind::Class, body, frame),
            None => None,
        };
        if let Some(name) = self.child(node, self.fields.name) {
            frame.name_at = name.start_byte();
        }
        frame.flags &= !flag::MEMBERS;
        if symbol.is_some() {
            frame.flags |= flag::MEMBERS;
        }
        self.enter(ScopeKind::Block, frame);
        self.type_parameters(node, symbol);
        let mut cursor = node.walk();
        let heritage = node.named_children(&mut cursor).find(|child| self.kind(*child) == K::ClassHeritage);
        let bases = heritage.map(|heritage| self.bases(heritage)).unwrap_or_default();
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            fact.bases = bases;
        }
        if let (Some(symbol), Some(body)) = (symbol, body) {
            self.note_members(symbol, body);
        }
    }

    /// Members that a class declares: what its methods assign to them defines no more.
    fn note_members(&mut self, class: u32, body: Node) {
        let mut cursor = body.walk();
        for member in body.named_children(&mut cursor) {
            if matches!(self.kind(member), K::Field | K::Method)
                && let Some(name) = self.name_of_member(member)
            {
                self.members.insert((class, self.out.text(name)), None);
            }
        }
    }

    fn bases(&mut self, heritage: Node) -> Vec<u32> {
        let mut bases = Vec::new();
        let mut cursor = heritage.walk();
        let clauses: Vec<Node> = heritage.named_children(&mut cursor).collect();
        for clause in clauses {
            match self.kind(clause) {
                K::ExtendsClause => {
                    let value = self.child(clause, self.fields.value);
                    let given = self.child(clause, self.fields.type_arguments);
                    match value.filter(|value| self.kind(*value) == K::Call) {
                        Some(call) => self.mixed(call, &mut bases, 0),
                        None => bases.extend(value.and_then(|value| self.constructed(value, given))),
                    }
                }
                K::ImplementsClause => bases.extend(self.types_in(clause)),
                K::Call => self.mixed(clause, &mut bases, 0),
                _ => bases.extend(self.constructed(clause, None)),
            }
        }
        bases
    }

    /// What `extends mix(Base)` extends: the class that the function makes, which adds to those that it is given.
    fn mixed(&mut self, call: Node, bases: &mut Vec<u32>, depth: usize) {
        if depth > MAX_MIXINS {
            return;
        }
        let function = self.child(call, self.fields.function).and_then(|function| self.value_of(function));
        let class = function.and_then(|function| self.out.value(ValueFact::Call(function)));
        let made = class.and_then(|class| self.out.value(ValueFact::Call(class)));
        bases.extend(made.and_then(|made| self.out.type_fact(TypeFact::OfValue(made))));
        let Some(list) = self.child(call, self.fields.arguments) else { return };
        let mut cursor = list.walk();
        let given: Vec<Node> = list.named_children(&mut cursor).take(MAX_MIXINS).collect();
        for given in given {
            match self.kind(given) {
                K::Call => self.mixed(given, bases, depth + 1),
                K::Identifier | K::Member | K::Instantiation => bases.extend(self.constructed(given, None)),
                _ => {}
            }
        }
    }

    fn types_in(&mut self, clause: Node) -> Vec<u32> {
        let mut cursor = clause.walk();
        let types: Vec<Node> = clause.named_children(&mut cursor).collect();
        types.into_iter().filter_map(|of| self.type_of(of)).collect()
    }

    pub(super) fn interface(&mut self, node: Node, frame: &mut Frame) {
        let Some(name) = self.child(node, self.fields.name) else { return };
        let body = self.child(node, self.fields.body);
        let symbol = self.define(node, name, SymbolKind::Trait, body, frame);
        frame.flags |= flag::MEMBERS;
        self.enter(ScopeKind::Block, frame);
        self.type_parameters(node, symbol);
        let mut cursor = node.walk();
        let clause = node.named_children(&mut cursor).find(|child| self.kind(*child) == K::ExtendsTypeClause);
        let bases = clause.map(|clause| self.types_in(clause)).unwrap_or_default();
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            fact.bases = bases;
        }
    }

    /// A type alias. One that has members of its own is like an interface with what else it is made of as bases.
    pub(super) fn type_alias(&mut self, node: Node, frame: &mut Frame) {
        let Some(name) = self.child(node, self.fields.name) else { return };
        let symbol = self.define(node, name, SymbolKind::TypeAlias, None, frame);
        frame.flags |= flag::MEMBERS;
        self.enter(ScopeKind::Block, frame);
        self.type_parameters(node, symbol);
        let Some(value) = self.child(node, self.fields.value) else { return };
        let parts = self.parts_of_type(value);
        let (mut declared, mut bases) = (None, Vec::new());
        let has_own = |part: &Node| self.has_own_members(*part);
        if parts.iter().any(has_own) {
            let others: Vec<Node> = parts.iter().copied().filter(|part| !has_own(part)).collect();
            bases = others.into_iter().filter_map(|part| self.type_of(part)).collect();
            // Of a union each part is a type by itself, which a test may tell from the others.
            if parts.len() > 1 && value.kind() == "union_type" {
                declared = self.type_of(value);
            }
        } else {
            declared = self.type_of(value);
        }
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            (fact.declared, fact.bases) = (declared, bases);
        }
    }

    /// The types that a union or intersection is made of, in order.
    pub(super) fn parts_of_type<'n>(&self, of: Node<'n>) -> Vec<Node<'n>> {
        let mut parts = Vec::new();
        let mut open = vec![of];
        while let Some(node) = open.pop() {
            if parts.len() + open.len() >= MAX_TYPES {
                break;
            }
            let mut cursor = node.walk();
            let kind = self.kind(node);
            let is_several =
                kind == K::UnionType || (kind == K::TypeWrapper && node.kind() == "parenthesized_type");
            if is_several {
                let mut inner: Vec<Node> = node.named_children(&mut cursor).take(MAX_TYPES).collect();
                inner.reverse();
                open.extend(inner);
            } else if kind != K::Comment {
                parts.push(node);
            }
        }
        parts
    }

    pub(super) fn enumeration(&mut self, node: Node, frame: &mut Frame) {
        let Some(name) = self.child(node, self.fields.name) else { return };
        let body = self.child(node, self.fields.body);
        self.define(node, name, SymbolKind::Enum, body, frame);
    }

    pub(super) fn enum_member(&mut self, node: Node, name: Node, frame: &mut Frame) {
        let Some(name) = self.plain_name(name) else { return };
        let member_of = self.container_name();
        let symbol = self.add(node, name, SymbolKind::Variant, None, member_of);
        self.go_into(symbol, name, frame);
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            fact.flags.is_static = true;
        }
    }

    /// `namespace a.b {}`, `module "a" {}`: each part is in the one before it.
    pub(super) fn namespace(&mut self, node: Node, frame: &mut Frame) {
        let Some(name) = self.child(node, self.fields.name) else { return };
        let body = self.child(node, self.fields.body);
        let kind = if self.kind(name) == K::String { SymbolKind::Module } else { SymbolKind::Namespace };
        let mut parts = Vec::new();
        let mut at = Some(name);
        while let Some(node) = at.filter(|_| parts.len() < MAX_PARTS) {
            let is_path = self.kind(node) == K::Member;
            parts.extend(if is_path {
                self.child(node, self.fields.property)
            } else {
                self.plain_name(node)
            });
            at = if is_path { self.child(node, self.fields.object) } else { None };
        }
        for part in parts.into_iter().rev() {
            self.define(node, part, kind.clone(), body, frame);
        }
        frame.name_at = name.start_byte();
    }

    /// The bare name of the innermost symbol.
    pub(super) fn container_name(&self) -> Option<String> {
        let container = self.out.container()?;
        self.out.facts.symbols.get(container as usize).map(|fact| fact.name.clone())
    }
}
