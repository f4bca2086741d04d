//! Variables and parameters.

use tree_sitter::Node;

use super::kinds::K;
use super::scope::{Bound, ScopeKind};
use super::types::MAX_PARAMETERS;
use super::visit::expects;
use super::{Extractor, Frame, flag};
use crate::index::extract::builder::NewSymbol;
use crate::index::facts::{LocalFact, ValueFact};
use crate::model::SymbolKind;

impl<'s, 't> Extractor<'s, 't> {
    /// `const a = 1, b = 2`.
    pub(super) fn declaration(&mut self, node: Node<'t>, frame: &mut Frame) {
        let is_constant = match self.child(node, self.fields.kind) {
            Some(kind) => self.out.text(kind) != b"let",
            None => false,
        };
        if frame.kind == K::Var {
            frame.flags |= flag::VAR;
        } else if is_constant {
            frame.flags |= flag::CONST;
        }
        let mut cursor = node.walk();
        let declarators =
            node.named_children(&mut cursor).filter(|of| self.kind(*of) == K::VariableDeclarator);
        self.statement = (declarators.take(2).count() == 1).then_some(node);
    }

    /// Whether a value is a function or class, so that its variable is a symbol wherever it stands.
    pub(super) fn defines(&self, value: Node) -> bool {
        matches!(self.kind(value), K::Arrow | K::FunctionExpression | K::Class)
    }

    /// One variable, or the pattern that takes a value apart. Gives whether its children are to be visited.
    pub(super) fn variable(&mut self, node: Node<'t>, frame: &mut Frame, parent: &Frame) -> bool {
        let statement = self.statement.take();
        let Some(name) = self.child(node, self.fields.name) else { return true };
        let of = self.child(node, self.fields.r#type);
        let value = self.child(node, self.fields.value);
        frame.flags |= parent.flags & (flag::VAR | flag::CONST);
        if let Some(value) = value
            && self.require(name, value)
        {
            return false;
        }
        let is_var = frame.has(flag::VAR);
        let kind = if is_var { self.scopes.kind_of_var() } else { self.scopes.kind() };
        let in_module = kind == ScopeKind::Module;
        if self.kind(name) != K::Identifier {
            frame.flags |= if in_module { flag::SYMBOLS } else { 0 };
            frame.value = match of {
                Some(of) => self.type_of(of).and_then(|of| self.out.value(ValueFact::Of(of))),
                None => value.and_then(|value| self.value_of(value)),
            };
            return true;
        }
        let kind = match value.map(|value| self.kind(value)) {
            Some(K::Arrow | K::FunctionExpression) => SymbolKind::Function,
            Some(K::Class) => SymbolKind::Class,
            _ if frame.has(flag::CONST) => SymbolKind::Constant,
            _ => SymbolKind::Variable,
        };
        frame.name_at = name.start_byte();
        if in_module || value.is_some_and(|value| self.defines(value)) {
            if !in_module {
                let scope = if is_var { self.scopes.of_var() } else { self.scopes.current() };
                self.scopes.bind_in(scope, self.out.text(name), Bound::Symbol);
            }
            let body = value.filter(|value| self.defines(*value));
            let body = body.and_then(|value| self.child(value, self.fields.body));
            let symbol = self.define(statement.unwrap_or(node), name, kind, body, frame);
            self.tell_value(symbol, of, value, frame);
            frame.flags |= flag::MEMBERS;
        } else {
            let declared = of.and_then(|of| self.type_of(of)).filter(|of| !self.is_written(*of));
            let mut fact = LocalFact { declared, value: None };
            if let Some(statement) = statement.filter(|_| of.is_none()) {
                fact.declared = self.documented_before(statement.start_byte());
            }
            if fact.declared.is_none() {
                fact.value = value.and_then(|value| self.given_back(value));
            }
            self.bind_local(name, fact, is_var);
            if let Some(declared) = fact.declared
                && value.is_some_and(|value| expects(self.kind(value)))
            {
                frame.value = self.out.value(ValueFact::Of(declared));
                frame.flags |= flag::TYPED;
            }
        }
        true
    }

    /// Binds a variable or parameter of a function.
    pub(super) fn bind_local(&mut self, name: Node, fact: LocalFact, is_var: bool) {
        let local = if fact == LocalFact::default() { None } else { self.out.local(fact) };
        let scope = if is_var { self.scopes.of_var() } else { self.scopes.current() };
        self.scopes.bind_in(scope, self.out.text(name), Bound::Local(local));
    }

    /// A parameter with what TypeScript says of it.
    pub(super) fn parameter(&mut self, node: Node, frame: &mut Frame, parent: &Frame) {
        if parent.kind == K::TupleType {
            frame.name_at = self.child(node, self.fields.name).map_or(usize::MAX, |name| name.start_byte());
            return;
        }
        let Some(pattern) = self.child(node, self.fields.pattern) else { return };
        let written = self.child(node, self.fields.r#type);
        let is_told = parent.has(flag::SIGNATURE);
        let declared = written.and_then(|of| self.type_of(of)).filter(|of| is_told || !self.is_written(*of));
        if let Some(written) = written {
            self.tell_parts(pattern, written);
        }
        if !self.takes_argument(node) {
            if self.is_of_function() {
                self.tell_this(declared);
            }
            return;
        }
        self.tell_function(node, declared);
        let value = self.child(node, self.fields.value);
        let given = frame.value.filter(|_| declared.is_none());
        let told = value.filter(|_| declared.is_none()).and_then(|value| self.value_of(value));
        let told = given.or(told);
        let is_expected = value.is_some_and(|value| expects(self.kind(value)));
        if let Some(declared) = declared
            && (is_expected || self.kind(pattern) != K::Identifier)
        {
            frame.value = self.out.value(ValueFact::Of(declared));
            frame.flags |= flag::TYPED;
        } else {
            frame.value = told;
        }
        if self.kind(pattern) == K::Identifier {
            frame.name_at = pattern.start_byte();
            self.bind_local(pattern, LocalFact { declared, value: told }, false);
            if self.has_word(node, K::Modifier) || self.has_modifier(node) {
                self.parameter_property(node, pattern, LocalFact { declared, value: told });
            }
        }
    }

    /// Tells a function's symbol what the type of one more parameter is.
    fn tell_function(&mut self, node: Node, declared: Option<u32>) {
        let is_own = self.is_of_function();
        let symbol = self.functions.last().and_then(|function| function.symbol).filter(|_| is_own);
        let each = self.each(node, declared);
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol))
            && fact.parameters.len() < MAX_PARAMETERS
        {
            fact.parameters.push(each);
        }
    }

    /// Whether a parameter is the innermost function's, and not one of a function's type.
    fn is_of_function(&self) -> bool {
        let mut around = self.frames.iter().rev();
        around.nth(1).is_some_and(|function| function.has(flag::FUNCTION))
    }

    fn has_modifier(&self, parameter: Node) -> bool {
        let mut cursor = parameter.walk();
        parameter
            .named_children(&mut cursor)
            .take(8)
            .any(|child| matches!(self.kind(child), K::Modifier | K::Override))
    }

    /// A parameter of a constructor that is a field of the class.
    fn parameter_property(&mut self, node: Node, name: Node, told: LocalFact) {
        let Some(constructor) = self.functions.last().and_then(|function| function.symbol) else { return };
        let Some(class) = self.out.facts.symbols.get(constructor as usize).and_then(|fact| fact.parent)
        else {
            return;
        };
        let Some(of) = self.out.facts.symbols.get(class as usize) else { return };
        let (member_of, qualified) = (of.name.clone(), of.qualified.clone());
        let symbol = self.out.symbol(NewSymbol {
            kind: SymbolKind::Field,
            node,
            name,
            body: None,
            parent: Some(class),
            member_of: Some(member_of),
        });
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            fact.qualified = format!("{qualified}.{}", fact.name);
            fact.declared = told.declared;
            fact.values.extend(told.value);
        }
        self.members.insert((class, self.out.text(name)), symbol);
    }
}
