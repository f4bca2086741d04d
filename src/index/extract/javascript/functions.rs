//! Functions, named or not, and what they return.

use tree_sitter::Node;

use super::closures::Asked;
use super::kinds::K;
use super::scope::{Bound, ScopeKind};
use super::types::MAX_PARAMETERS;
use super::visit::expects;
use super::{Extractor, Frame, flag};
use crate::index::facts::{TypeFact, ValueFact};
use crate::model::SymbolKind;

/// How many values of one symbol are kept.
pub(super) const MAX_VALUES: usize = 8;

/// A function around the place where the walk is.
pub(super) struct Function {
    /// Its symbol, where it has one.
    pub(super) symbol: Option<u32>,
    /// What it says that it returns.
    declared: Option<u32>,
    /// Something of the type that it is expected to be of.
    expected: Option<u32>,
    pub(super) is_async: bool,
    /// What somebody asked who it is given to.
    pub(super) asked: Option<Asked>,
    /// Types of parameters that its comment gives, by name.
    pub(super) documented: Vec<(String, u32)>,
    /// The symbol that knows what `this` is.
    pub(super) this: Option<u32>,
    /// What it is where the function says so itself.
    pub(super) this_value: Option<u32>,
}

impl Extractor<'_, '_> {
    /// A function declaration, or one of its overloads.
    pub(super) fn function(&mut self, node: Node, frame: &mut Frame) {
        let body = self.child(node, self.fields.body);
        let symbol = match self.child(node, self.fields.name) {
            Some(name) => self.define(node, name, SymbolKind::Function, body, frame),
            None => None,
        };
        if body.is_none()
            && let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol))
        {
            fact.flags.is_declaration = true;
        }
        // In a method it has another `this`, of which nothing is known.
        let is_nested = self.functions.last().is_some_and(|function| function.this.is_some());
        self.open_function(node, symbol, symbol.filter(|_| !is_nested), frame);
    }

    /// A function expression or arrow function: that of the symbol around it, or one without.
    pub(super) fn closure(&mut self, node: Node, frame: &mut Frame) {
        let symbol = if frame.has(flag::NAMED) { self.out.container() } else { None };
        let outer = self.functions.last().and_then(|function| function.this);
        let this = match frame.kind {
            K::Arrow if self.is_member(symbol) => symbol,
            K::Arrow => outer,
            _ => symbol.filter(|_| self.is_member(symbol) || outer.is_none()),
        };
        self.open_function(node, symbol, this, frame);
        if let Some(name) = self.child(node, self.fields.name) {
            frame.name_at = name.start_byte();
            let bound = if symbol.is_some() { Bound::Symbol } else { Bound::Local(None) };
            self.scopes.bind(self.out.text(name), bound);
        }
    }

    fn is_member(&self, symbol: Option<u32>) -> bool {
        let fact = symbol.and_then(|symbol| self.out.facts.symbols.get(symbol as usize));
        fact.is_some_and(|fact| fact.member_of.is_some())
    }

    /// Goes into a function's scope.
    pub(super) fn open_function(
        &mut self,
        node: Node,
        symbol: Option<u32>,
        this: Option<u32>,
        frame: &mut Frame,
    ) {
        self.enter(ScopeKind::Function, frame);
        self.type_parameters(node, symbol);
        let documented = self.documented(symbol);
        let declared = self.child(node, self.fields.return_type).and_then(|of| self.type_of(of));
        // What a closure takes and returns is its own business, as its variables are.
        let is_declared = match frame.kind {
            K::Function => true,
            K::Method => self.frames.last().is_some_and(|parent| parent.kind != K::Object),
            _ => false,
        };
        let is_told = is_declared && symbol.is_some();
        let declared = declared.filter(|of| is_told || !self.is_written(*of)).or(documented.returns);
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            fact.declared = declared.or(fact.declared);
        }
        let is_async = self.has_word(node, K::Async);
        let documented_this = documented.this;
        let (documented, expected) = (documented.parameters, frame.value);
        if let (Some(symbol), Some(expected)) = (symbol, expected) {
            self.expect_parameters(node, symbol, expected);
        }
        let outer = self.functions.last().and_then(|function| function.this_value);
        let told = documented_this.and_then(|of| self.out.value(ValueFact::Of(of)));
        let this_value = told.or(outer.filter(|_| frame.kind == K::Arrow));
        let asked = self.asked_of(node, declared);
        self.functions.push(Function {
            symbol,
            declared,
            expected,
            is_async,
            asked,
            documented,
            this,
            this_value,
        });
        frame.flags |= flag::FUNCTION;
        if is_told {
            frame.flags |= flag::SIGNATURE;
        }
    }

    /// A function of which a type says what it is takes what that does, where it says nothing itself.
    fn expect_parameters(&mut self, node: Node, symbol: u32, expected: u32) {
        let list = self.child(node, self.fields.parameters);
        let count = list.map_or(1, |list| list.named_child_count()).min(MAX_PARAMETERS);
        let mut parameters = Vec::with_capacity(count);
        for number in 0..u16::try_from(count).unwrap_or(0) {
            let taken = self.out.value(ValueFact::Parameter(expected, number));
            parameters.push(taken.and_then(|taken| self.out.type_fact(TypeFact::OfValue(taken))));
        }
        if let Some(fact) = self.out.fact(symbol).filter(|fact| fact.parameters.is_empty()) {
            fact.parameters = parameters;
        }
    }

    /// `this: Type` among the parameters of the innermost function.
    pub(super) fn tell_this(&mut self, of: Option<u32>) {
        let value = of.and_then(|of| self.out.value(ValueFact::Of(of)));
        if let Some(function) = self.functions.last_mut() {
            function.this_value = value;
        }
    }

    /// What `this` is where the walk is.
    pub(super) fn this(&mut self) -> Option<u32> {
        let function = self.functions.last()?;
        match (function.this_value, function.this) {
            (Some(value), _) => Some(value),
            (None, this) => self.out.value(ValueFact::This(Some(this?))),
        }
    }

    /// Goes to a place where `this` is what it is to a symbol, though that is no function.
    pub(super) fn open_initializer(&mut self, this: Option<u32>, frame: &mut Frame) {
        self.functions.push(Function {
            symbol: None,
            declared: None,
            expected: None,
            is_async: false,
            asked: None,
            documented: Vec::new(),
            this,
            this_value: None,
        });
        frame.flags |= flag::FUNCTION;
    }

    /// What the innermost function gives, one after another: a generator.
    pub(super) fn yielded(&mut self, node: Node) {
        let Some(symbol) = self.functions.last().and_then(|function| function.symbol) else { return };
        let of_another = node.child(1).is_some_and(|word| word.kind() == "*");
        let value = node.named_child(0).and_then(|value| self.value_of(value));
        let value = value.and_then(|value| if of_another { Some(value) } else { self.out.many(value) });
        if let Some(value) = value {
            self.give(symbol, value);
        }
    }

    /// What the innermost function returns. Gives something of the type that it should be.
    pub(super) fn returned(&mut self, value: Node) -> Option<u32> {
        self.tell_given(value);
        let function = self.functions.last()?;
        let (symbol, declared, is_async) = (function.symbol, function.declared, function.is_async);
        let expected = function.expected;
        if declared.is_none()
            && let Some(symbol) = symbol
            && let Some(value) = self.given_back(value)
        {
            self.give(symbol, value);
        }
        if !expects(self.kind(value)) {
            return None;
        }
        let returned = match (declared, expected) {
            (Some(declared), _) => self.out.value(ValueFact::Of(declared))?,
            (None, Some(expected)) => self.out.value(ValueFact::Call(expected))?,
            (None, None) => return None,
        };
        if is_async { self.out.value(ValueFact::Inside(returned)) } else { Some(returned) }
    }

    /// Adds to what is known of what a symbol holds or gives.
    pub(super) fn give(&mut self, symbol: u32, value: u32) {
        if let Some(fact) = self.out.fact(symbol)
            && fact.declared.is_none()
            && fact.values.len() < MAX_VALUES
        {
            fact.values.push(value);
        }
    }

    /// Binds the type parameters of a definition, and tells them of its symbol.
    pub(super) fn type_parameters(&mut self, node: Node, symbol: Option<u32>) {
        let Some(list) = self.child(node, self.fields.type_parameters) else { return };
        let mut cursor = list.walk();
        let parameters: Vec<Node> =
            list.named_children(&mut cursor).filter(|node| self.kind(*node) == K::TypeParameter).collect();
        for parameter in &parameters {
            if let Some(name) = self.child(*parameter, self.fields.name) {
                self.scopes.bind_type(self.out.text(name), Bound::Local(None));
            }
        }
        let Some(symbol) = symbol else { return };
        let mut told = Vec::new();
        for parameter in parameters {
            let Some(name) = self.child(parameter, self.fields.name).and_then(|name| self.out.owned(name))
            else {
                continue;
            };
            let bound = self.child(parameter, self.fields.constraint).and_then(|of| of.named_child(0));
            told.push((name, bound.and_then(|bound| self.type_of(bound))));
        }
        if let Some(fact) = self.out.fact(symbol) {
            fact.type_parameters = told;
        }
    }
}
