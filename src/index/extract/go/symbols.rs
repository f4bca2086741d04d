//! Definitions.

use std::collections::HashMap;

use tree_sitter::Node;

use super::kinds::K;
use super::{Extractor, Frame, flag};
use crate::index::extract::builder::NewSymbol;
use crate::model::SymbolKind;

impl<'s, 't> Extractor<'s, 't> {
    /// Adds a symbol where the walk is and goes into it.
    fn define(
        &mut self,
        node: Node,
        name: Node,
        body: Option<Node>,
        kind: SymbolKind,
        frame: &mut Frame,
    ) -> Option<u32> {
        let (parent, member_of) = (self.out.container(), self.member_of());
        let symbol = self.out.symbol(NewSymbol { kind, node, name, body, parent, member_of });
        self.open(symbol, name, frame);
        symbol
    }

    fn open(&mut self, symbol: Option<u32>, name: Node, frame: &mut Frame) {
        self.out.open(symbol, Some(&String::from_utf8_lossy(self.out.text(name))));
        frame.name_at = name.start_byte();
        frame.flags |= flag::OWNER;
    }

    /// The type that the walk is in, if what is defined here is a member of one.
    fn member_of(&self) -> Option<String> {
        let around = self.out.facts.symbols.get(self.out.container()? as usize)?;
        matches!(around.kind, SymbolKind::Struct | SymbolKind::Trait).then(|| around.name.clone())
    }

    pub(super) fn function(&mut self, node: Node, frame: &mut Frame) {
        let Some(name) = self.child(node, self.fields.name) else { return };
        self.open_scope(frame);
        let body = self.child(node, self.fields.body);
        let symbol = match self.child(node, self.fields.receiver) {
            Some(receiver) => self.method(node, name, receiver, frame),
            None => self.define(node, name, body, SymbolKind::Function, frame),
        };
        if let Some(list) = self.child(node, self.fields.type_parameters) {
            self.type_parameters(list, symbol);
        }
        let declared = self.child(node, self.fields.result).and_then(|result| self.returned(result));
        let is_test = self.is_test(node, name);
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            fact.declared = declared;
            fact.flags.is_test = is_test;
        }
        let parameters = self.parameters(node);
        // What they are matters where something else is told by what they are given.
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol))
            && !fact.type_parameters.is_empty()
        {
            fact.parameters = parameters;
        }
        self.functions += 1;
        frame.flags |= flag::FUNCTION;
    }

    /// A method: a member of its receiver's type, wherever that is defined.
    fn method(&mut self, node: Node, name: Node, receiver: Node, frame: &mut Frame) -> Option<u32> {
        let of = receiver.named_child(0).and_then(|first| self.child(first, self.fields.r#type));
        let base = of.and_then(|of| self.base_name(of));
        if let Some(of) = of {
            self.bind_receiver_parameters(of);
        }
        let owner = base.and_then(|base| self.out.owned(base));
        self.out.open(None, owner.as_deref());
        frame.flags |= flag::METHOD;
        let body = self.child(node, self.fields.body);
        let (kind, parent) = (SymbolKind::Method, self.out.container());
        let symbol = self.out.symbol(NewSymbol { kind, node, name, body, parent, member_of: owner });
        self.methods.extend(symbol);
        self.open(symbol, name, frame);
        symbol
    }

    /// `T` of a receiver `List[T]` stands for the type's own parameter.
    fn bind_receiver_parameters(&mut self, of: Node) {
        let mut of = of;
        while self.kind(of) == K::PointerType || self.kind(of) == K::Parenthesized {
            let Some(inner) = of.named_child(0) else { return };
            of = inner;
        }
        let Some(list) = self.child(of, self.fields.type_arguments) else { return };
        let mut cursor = list.walk();
        for argument in list.named_children(&mut cursor) {
            let name = argument.named_child(0).unwrap_or(argument);
            self.type_names.bind(self.out.text(name), None);
        }
    }

    /// `TestName(t *testing.T)` and its like, which `go test` runs.
    fn is_test(&self, node: Node, name: Node) -> bool {
        let name = self.out.text(name);
        let runs =
            [(&b"Test"[..], &b"*testing.T"[..]), (b"Benchmark", b"*testing.B"), (b"Fuzz", b"*testing.F")];
        let Some(takes) = runs.iter().find_map(|(prefix, takes)| {
            let rest = name.strip_prefix(*prefix)?;
            (!rest.first().is_some_and(u8::is_ascii_lowercase)).then_some(*takes)
        }) else {
            return false;
        };
        let list = self.child(node, self.fields.parameters).filter(|list| list.named_child_count() == 1);
        let only = list.and_then(|list| list.named_child(0));
        let of = only.and_then(|only| self.child(only, self.fields.r#type));
        self.child(node, self.fields.receiver).is_none() && of.is_some_and(|of| self.out.text(of) == takes)
    }

    /// `[K comparable, V any]` behind the name of a function or type.
    fn type_parameters(&mut self, list: Node, symbol: Option<u32>) {
        let mut cursor = list.walk();
        let parameters: Vec<Node> = list.named_children(&mut cursor).collect();
        let mut read = Vec::new();
        for parameter in parameters {
            let mut cursor = parameter.walk();
            let names: Vec<Node> = parameter.children_by_field_name("name", &mut cursor).collect();
            let bound = self.child(parameter, self.fields.r#type).and_then(|bound| self.type_of(bound));
            for name in names {
                if self.kind(name) == K::Identifier {
                    self.type_names.bind(self.out.text(name), None);
                    read.extend(self.out.owned(name).map(|name| (name, bound)));
                }
            }
        }
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            fact.type_parameters = read;
        }
    }

    /// `type Name …`, one of a declaration or the only one.
    pub(super) fn type_spec(&mut self, node: Node<'t>, frame: &mut Frame) {
        let whole = self.declaration.take().unwrap_or(node);
        let (Some(name), Some(of)) =
            (self.child(node, self.fields.name), self.child(node, self.fields.r#type))
        else {
            return;
        };
        let (kind, body) = match self.kind(of) {
            K::StructType => (SymbolKind::Struct, of.named_child(0)),
            K::InterfaceType => (SymbolKind::Trait, self.opening(of)),
            _ if frame.kind == K::TypeAlias => (SymbolKind::TypeAlias, None),
            // A type of its own, whatever it is made of.
            _ => (SymbolKind::Struct, None),
        };
        let is_made_here = matches!(self.kind(of), K::StructType | K::InterfaceType);
        let parent = self.out.container();
        let symbol = self.out.symbol(NewSymbol { kind, node: whole, name, body, parent, member_of: None });
        self.open(symbol, name, frame);
        self.type_names.enter();
        frame.flags |= flag::TYPES;
        if let Some(list) = self.child(node, self.fields.type_parameters) {
            self.type_parameters(list, symbol);
        }
        if is_made_here {
            self.unnamed.insert(of.start_byte(), symbol);
        } else {
            let declared = self.type_of(of);
            if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
                fact.declared = declared;
            }
        }
    }

    /// A struct or interface: where a type is not named by it, one without a name.
    pub(super) fn type_body(&mut self, node: Node, frame: &mut Frame, parent: &Frame) {
        if matches!(parent.kind, K::TypeSpec | K::TypeAlias) {
            return;
        }
        if let Some(symbol) = self.unnamed_type(node) {
            let name = self.out.facts.symbols.get(symbol as usize).map(|fact| fact.name.clone());
            self.out.open(Some(symbol), name.as_deref());
            frame.flags |= flag::OWNER;
        }
    }

    /// Fields of one declaration, or an embedded type.
    pub(super) fn field(&mut self, node: Node, frame: &mut Frame) {
        let of = self.child(node, self.fields.r#type);
        let mut cursor = node.walk();
        let mut names: Vec<Node> = node.children_by_field_name("name", &mut cursor).collect();
        names.retain(|name| self.kind(*name) == K::FieldIdentifier && self.out.text(*name) != b"_");
        let embedded = of.filter(|_| self.child(node, self.fields.name).is_none());
        let around = self.out.container();
        if let Some(embedded) = embedded {
            names.extend(self.base_name(embedded));
            let base = self.type_of(embedded);
            if let Some(fact) = around.and_then(|around| self.out.fact(around)) {
                fact.bases.extend(base);
            }
        }
        let (parent, member_of, body) = (around, self.member_of(), None);
        let mut symbols = Vec::with_capacity(names.len());
        for name in names {
            let (kind, member_of) = (SymbolKind::Field, member_of.clone());
            symbols.push(self.out.symbol(NewSymbol { kind, node, name, body, parent, member_of }));
        }
        self.open_first(&symbols, frame);
        let declared = of.and_then(|of| self.type_of(of));
        for symbol in symbols.into_iter().flatten() {
            if let Some(fact) = self.out.fact(symbol) {
                fact.declared = declared;
            }
        }
    }

    /// Goes into the first of several symbols that one text defines.
    fn open_first(&mut self, symbols: &[Option<u32>], frame: &mut Frame) {
        let Some(&first) = symbols.first() else { return };
        // Where there is just one, what stands in it goes by its name.
        let only = first.filter(|_| symbols.len() == 1);
        let only = only.and_then(|only| self.out.facts.symbols.get(only as usize));
        let name = only.map(|only| only.name.clone());
        self.out.open(first, name.as_deref());
        frame.flags |= flag::OWNER;
    }

    /// A method that an interface asks for.
    pub(super) fn method_element(&mut self, node: Node, frame: &mut Frame) {
        let Some(name) = self.child(node, self.fields.name) else { return };
        let symbol = self.define(node, name, None, SymbolKind::Method, frame);
        let declared = self.child(node, self.fields.result).and_then(|result| self.returned(result));
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            fact.declared = declared;
        }
    }

    /// An interface inside an interface.
    pub(super) fn embedded_interface(&mut self, node: Node) {
        let only = node.named_child(0).filter(|_| node.named_child_count() == 1);
        let only =
            only.filter(|of| matches!(self.kind(*of), K::TypeIdentifier | K::QualifiedType | K::GenericType));
        let base = only.and_then(|of| self.type_of(of));
        let around = self.out.container();
        if let Some(fact) = around.and_then(|around| self.out.fact(around)) {
            fact.bases.extend(base);
        }
    }

    /// Constants or variables of the package.
    pub(super) fn package_spec(&mut self, node: Node<'t>, frame: &mut Frame) {
        let whole = self.declaration.take().unwrap_or(node);
        let kind = if frame.kind == K::ConstSpec { SymbolKind::Constant } else { SymbolKind::Variable };
        let mut cursor = node.walk();
        let names: Vec<Node> = node.children_by_field_name("name", &mut cursor).collect();
        let names = names.into_iter().filter(|name| self.kind(*name) == K::Identifier);
        let names: Vec<Node> = names.collect();
        let (parent, body) = (self.out.container(), None);
        let mut symbols = Vec::with_capacity(names.len());
        for name in names {
            let is_blank = self.out.text(name) == b"_";
            let new = NewSymbol { kind: kind.clone(), node: whole, name, body, parent, member_of: None };
            symbols.push(if is_blank { None } else { self.out.symbol(new) });
        }
        self.open_first(&symbols, frame);
        for ((_, told), symbol) in self.specified(node).into_iter().zip(symbols) {
            if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
                fact.declared = told.declared;
                fact.values.extend(told.value);
            }
        }
    }

    /// Settles what needs the whole file: methods stand in their types, where the file defines those, and all of it is in
    /// the builds that the file is in.
    pub(super) fn settle(&mut self) {
        let symbols = &mut self.out.facts.symbols;
        for fact in symbols.iter_mut() {
            fact.flags.is_unlikely = self.is_unlikely;
        }
        let mut types: HashMap<&str, u32> = HashMap::new();
        for (number, fact) in (0..).zip(symbols.iter()) {
            let is_type = matches!(fact.kind, SymbolKind::Struct | SymbolKind::Trait | SymbolKind::TypeAlias);
            if is_type && fact.parent.is_none() {
                types.entry(&fact.name).or_insert(number);
            }
        }
        let parents: Vec<(u32, u32)> = self
            .methods
            .iter()
            .filter_map(|method| {
                let owner = symbols.get(*method as usize)?.member_of.as_deref()?;
                Some((*method, *types.get(owner)?))
            })
            .collect();
        for (method, parent) in parents {
            if let Some(fact) = symbols.get_mut(method as usize) {
                fact.parent = Some(parent);
            }
        }
    }
}
