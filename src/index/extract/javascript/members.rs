//! Members of classes, interfaces, object types and objects.

use tree_sitter::Node;

use super::exports::EXPORTS;
use super::kinds::K;
use super::scope::ScopeKind;
use super::visit::expects;
use super::{Extractor, Frame, MAX_WORDS, flag};
use crate::index::UseKind;
use crate::index::facts::{Arity, Qualifier, TypeFact, UNNAMED, ValueFact};
use crate::model::SymbolKind;

/// Objects in objects have members so deep.
const MAX_NESTING: usize = 6;

/// So many ways to call the objects of one interface are told.
const MAX_WAYS: usize = 32;

impl<'s> Extractor<'s, '_> {
    /// The name that a property goes by: what stands in quotes is one too.
    pub(super) fn plain_name<'n>(&self, name: Node<'n>) -> Option<Node<'n>> {
        match self.kind(name) {
            K::String => name.named_child(0).filter(|part| self.kind(*part) == K::StringFragment),
            K::PropertyName | K::PrivateName | K::ComputedName | K::Identifier => Some(name),
            _ => None,
        }
    }

    /// The name of a member's definition.
    pub(super) fn name_of_member<'n>(&self, member: Node<'n>) -> Option<Node<'n>> {
        let name =
            self.child(member, self.fields.name).or_else(|| self.child(member, self.fields.property))?;
        self.plain_name(name)
    }

    /// Adds a member of what the innermost symbol is, and goes into it.
    fn define_member(
        &mut self,
        node: Node,
        name: Node,
        kind: SymbolKind,
        frame: &mut Frame,
        parent: &Frame,
    ) -> Option<u32> {
        let body = self.child(node, self.fields.body);
        let member_of = match parent.has(flag::EXPORTS) {
            true => Some(EXPORTS.to_owned()),
            false if parent.has(flag::MEMBERS) => self.container_name(),
            false => parent.has(flag::SIGNATURE).then(|| UNNAMED.to_owned()),
        };
        let symbol = self.add(node, name, kind, body, member_of);
        if let (Some(of), Some(symbol)) = (parent.written, symbol)
            && let Some(TypeFact::Written(members)) = self.out.facts.types.get_mut(of as usize)
        {
            members.push(symbol);
        }
        self.go_into(symbol, name, frame);
        symbol
    }

    /// Whether what stands in a class, type or object is a symbol.
    fn has_members(&self, parent: &Frame) -> bool {
        parent.has(flag::MEMBERS | flag::EXPORTS) || parent.written.is_some() && parent.has(flag::SIGNATURE)
    }

    /// A method, accessor or constructor, of whatever.
    pub(super) fn method(&mut self, node: Node, frame: &mut Frame, parent: &Frame) {
        let name = self.name_of_member(node);
        if parent.kind == K::Object
            && let Some(name) = name
        {
            frame.value = self.expected_property(name, parent);
        }
        let is_accessor = self.has_word(node, K::Accessor);
        let is_static = self.has_word(node, K::Static);
        let is_override = self.says_override(node);
        let kind = match (is_accessor, parent.has(flag::EXPORTS)) {
            (true, _) => SymbolKind::Property,
            (_, true) => SymbolKind::Function,
            _ => SymbolKind::Method,
        };
        let symbol = match name {
            Some(name) if self.has_members(parent) => self.define_member(node, name, kind, frame, parent),
            _ => None,
        };
        if parent.has(flag::EXPORTS)
            && let Some(name) = name
        {
            self.export_name(name);
        }
        let has_body = self.child(node, self.fields.body).is_some();
        let is_overload = parent.kind == K::ClassBody && !has_body && node.kind() == "method_signature";
        self.open_function(node, symbol, symbol, frame);
        let (mut declared, mut takes) = (None, None);
        if is_accessor {
            // One that is only set is of the type of what it takes.
            let list = self.child(node, self.fields.parameters);
            let taken = list.and_then(|list| list.named_child(0));
            let count = u16::from(taken.is_some());
            takes = Some(Arity { least: count, most: count });
            let taken = taken.and_then(|taken| self.child(taken, self.fields.r#type));
            declared = taken.and_then(|taken| self.type_of(taken));
        }
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            fact.flags.is_static = is_static;
            fact.flags.is_override = is_override;
            fact.flags.is_declaration = is_overload;
            fact.declared = fact.declared.or(declared);
            fact.takes = takes;
        }
    }

    /// Whether a member stands in the place of a base's: `override`.
    fn says_override(&self, member: Node) -> bool {
        let mut cursor = member.walk();
        member.named_children(&mut cursor).take(MAX_WORDS).any(|child| self.kind(child) == K::Override)
    }

    /// A field of a class, or a property of an interface or object type.
    pub(super) fn property(&mut self, node: Node, frame: &mut Frame, parent: &Frame) {
        let value = self.child(node, self.fields.value);
        let inherited = std::mem::take(&mut frame.flags) & flag::AMBIENT;
        frame.flags = inherited;
        let symbol = match self.name_of_member(node) {
            Some(name) if self.has_members(parent) => {
                let kind = match value.map(|value| self.kind(value)) {
                    Some(K::Arrow | K::FunctionExpression) => SymbolKind::Method,
                    Some(K::Class) => SymbolKind::Class,
                    _ if parent.kind == K::ClassBody => SymbolKind::Field,
                    _ => SymbolKind::Property,
                };
                self.define_member(node, name, kind, frame, parent)
            }
            _ => None,
        };
        self.open_initializer(symbol, frame);
        self.enter(ScopeKind::Function, frame);
        let is_static = self.has_word(node, K::Static);
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            fact.flags.is_static = is_static;
        }
        let of = self.child(node, self.fields.r#type);
        self.tell_value(symbol, of, value, frame);
        if symbol.is_some() {
            frame.flags |= flag::MEMBERS;
        }
        if let Some(values) = of.filter(|_| symbol.is_some()).and_then(|of| self.values_of_type(of))
            && let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol))
        {
            fact.declared = Some(values);
        }
    }

    /// Tells a symbol of its type and value; its value of the type that it should have.
    pub(super) fn tell_value(
        &mut self,
        symbol: Option<u32>,
        of: Option<Node>,
        value: Option<Node>,
        frame: &mut Frame,
    ) {
        let declared = of.and_then(|of| self.type_of(of));
        let is_function =
            value.is_some_and(|value| matches!(self.kind(value), K::Arrow | K::FunctionExpression));
        let is_definition = value.is_some_and(|value| self.defines(value));
        // Of a variable that is a function the symbol is the function.
        let told = match declared.and_then(|declared| self.out.facts.types.get(declared as usize)) {
            Some(TypeFact::Function(returned)) if is_function => Some(*returned),
            Some(TypeFact::Callable { returns, .. }) if is_function => *returns,
            _ if is_function => None,
            _ => declared,
        };
        let held = value.filter(|_| of.is_none() && !is_definition).and_then(|value| self.value_of(value));
        let told = told.or(if is_function { None } else { self.documented(symbol).of });
        let declared = declared.or(told);
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            fact.declared = told;
            fact.values.extend(held);
        }
        if is_definition && symbol.is_some() {
            frame.flags |= flag::NAMED;
        }
        let is_expected = value.is_some_and(|value| expects(self.kind(value)));
        if let Some(declared) = declared.filter(|_| is_expected) {
            frame.value = self.out.value(ValueFact::Of(declared));
            frame.flags |= flag::TYPED;
        }
    }

    /// `name: value` in an object.
    pub(super) fn pair(&mut self, node: Node, frame: &mut Frame, parent: &Frame) {
        frame.flags &= flag::AMBIENT;
        let (Some(key), Some(value)) =
            (self.child(node, self.fields.key), self.child(node, self.fields.value))
        else {
            return;
        };
        let Some(name) = self.plain_name(key) else { return };
        let expected = self.expected_property(name, parent);
        if expects(self.kind(value)) {
            frame.value = expected;
        }
        if parent.has(flag::EXPORTS) && self.export_pair(name, value) {
            return;
        }
        let objects = self.frames.iter().rev().take(4 * MAX_NESTING);
        let depth = objects.filter(|frame| frame.kind == K::Object && self.has_members(frame)).count();
        if !self.has_members(parent) || depth > MAX_NESTING || self.kind(name) == K::ComputedName {
            return;
        }
        let kind = match (self.kind(value), parent.has(flag::EXPORTS)) {
            (K::Arrow | K::FunctionExpression, true) => SymbolKind::Function,
            (K::Arrow | K::FunctionExpression, false) => SymbolKind::Method,
            (K::Class, _) => SymbolKind::Class,
            (_, true) => SymbolKind::Constant,
            (_, false) => SymbolKind::Property,
        };
        let symbol = self.define_member(node, name, kind, frame, parent);
        let mut told = Frame::new(frame.kind, 0);
        self.tell_value(symbol, None, Some(value), &mut told);
        frame.flags |= told.flags | flag::MEMBERS;
    }

    /// A property of an object of which a type is expected is one of that type's.
    pub(super) fn expected_property(&mut self, name: Node, object: &Frame) -> Option<u32> {
        let expected = object.value?;
        if self.kind(name) == K::ComputedName {
            return None;
        }
        let common = self.out.value(ValueFact::Common(expected))?;
        self.out.usage(UseKind::Reference, name, Qualifier::Value(Some(common)))?;
        self.out.used(name)
    }

    /// An interface whose objects can be called is a function's type too.
    pub(super) fn call_signature(&mut self, node: Node, parent: &Frame) {
        if parent.kind != K::ObjectType || !parent.has(flag::MEMBERS) || node.kind() == "constructor_type" {
            return;
        }
        let declared = self.type_of(node);
        let Some(container) = self.out.container() else { return };
        let fact = self.out.facts.symbols.get(container as usize);
        let Some(fact) = fact.filter(|fact| fact.kind == SymbolKind::Trait) else { return };
        let all = self.one_more_way(fact.declared, declared);
        if let Some(fact) = self.out.fact(container) {
            fact.declared = all;
        }
    }

    /// The ways to call an interface's objects, with one more.
    fn one_more_way(&mut self, known: Option<u32>, other: Option<u32>) -> Option<u32> {
        let (Some(known), Some(other)) = (known, other) else { return known.or(other) };
        if let Some(TypeFact::AnyOf(all)) = self.out.facts.types.get_mut(known as usize) {
            if all.len() < MAX_WAYS {
                all.push(other);
            }
            return Some(known);
        }
        self.out.type_fact(TypeFact::AnyOf(vec![known, other]))
    }

    pub(super) fn static_block(&mut self, frame: &mut Frame) {
        let class = self.out.container();
        self.enter(ScopeKind::Function, frame);
        self.open_initializer(class, frame);
    }
}
