//! What assignments define: `module.exports`, prototypes, and fields of `this`.

use tree_sitter::Node;

use super::exports::EXPORTS;
use super::imports::ITSELF;
use super::kinds::K;
use super::visit::expects;
use super::{Extractor, Frame, flag};
use crate::index::UseKind;
use crate::index::extract::builder::NewSymbol;
use crate::index::facts::ValueFact;
use crate::model::{Language, SymbolKind};

/// `a = b = c` is followed so far.
const MAX_CHAIN: usize = 8;

impl<'s, 't> Extractor<'s, 't> {
    pub(super) fn assignment(&mut self, node: Node<'t>, frame: &mut Frame, parent: &Frame) {
        frame.flags &= flag::AMBIENT;
        let (Some(left), Some(right)) =
            (self.child(node, self.fields.left), self.child(node, self.fields.right))
        else {
            return;
        };
        if expects(self.kind(right)) {
            let told = self.documented_before(node.start_byte());
            frame.value = told.and_then(|of| self.out.value(ValueFact::Of(of)));
        }
        match self.kind(left) {
            K::Identifier => {
                let value = self.value_of(right);
                // Until then it is what it was: `x = x.next`.
                self.assigned.push((self.frames.len(), left, value));
            }
            K::Member => {
                self.scopes.widen(self.out.text(left));
                if self.assigned_member(node, left, right, frame) {
                    return;
                }
                let is_field =
                    self.child(left, self.fields.object).is_some_and(|object| self.kind(object) == K::This);
                if is_field && self.field(node, left, right, frame) {
                    return;
                }
            }
            _ => {}
        }
        if expects(self.kind(right)) && frame.value.is_none() {
            frame.value = self.value_of(left).or(parent.value.filter(|_| parent.kind == K::Assignment));
        }
    }

    /// What a file gives out or adds to its functions and classes. Gives whether it was one of these.
    fn assigned_member(&mut self, node: Node, left: Node, right: Node, frame: &mut Frame) -> bool {
        if !self.functions.is_empty() || self.out.container().is_some() {
            return false;
        }
        let Some(name) = self.child(left, self.fields.property) else { return false };
        let Some(path) = self.path_of(left) else { return false };
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        match path.as_slice() {
            ["module", "exports"] => self.export_whole(node, name, right, frame),
            ["exports", _] | ["module", "exports", _] => self.export_assigned(node, name, right, frame),
            [of, "prototype"] => {
                if let Some(base) = self.base_of_prototype(right) {
                    self.extend(of.as_bytes(), base);
                }
                return false;
            }
            [of, "prototype", _] => {
                if !self.defines(right) {
                    return false;
                }
                self.add_to(of, false, node, left, right, frame);
            }
            [of, _] => {
                let is_new = self.top.get(of.as_bytes()).is_some_and(|of| {
                    !self.members.contains_key(&(*of, self.out.text(name))) && self.takes_members(*of)
                });
                if !is_new {
                    return false;
                }
                self.add_to(of, true, node, left, right, frame);
            }
            _ => return false,
        }
        true
    }

    /// `Base` of `Object.create(Base.prototype)`, `new Base()`: what an object is made as that becomes a prototype.
    fn base_of_prototype<'n>(&self, right: Node<'n>) -> Option<Node<'n>> {
        match self.kind(right) {
            K::New => self.child(right, self.fields.constructor).filter(|of| self.kind(*of) == K::Identifier),
            K::Call => {
                let called = self.child(right, self.fields.function)?;
                let first = self.values_given(right).first().copied()?;
                (self.out.text(called) == b"Object.create").then(|| self.of_prototype(first)).flatten()
            }
            _ => None,
        }
    }

    /// `Base` of `Base.prototype`.
    fn of_prototype<'n>(&self, node: Node<'n>) -> Option<Node<'n>> {
        let name = self.child(node, self.fields.property).filter(|_| self.kind(node) == K::Member)?;
        (self.out.text(name) == b"prototype").then(|| self.child(node, self.fields.object)).flatten()
    }

    /// `util.inherits(Child, Base)`, `Object.setPrototypeOf(Child.prototype, Base.prototype)`: what a function makes has the
    /// members of another one's.
    pub(super) fn tell_inherited(&mut self, call: Node) {
        let Some(called) = self.child(call, self.fields.function) else { return };
        let given = match self.out.text(called) {
            b"inherits" | b"util.inherits" => self.values_given(call),
            b"Object.setPrototypeOf" => {
                let given = self.values_given(call);
                given.into_iter().filter_map(|of| self.of_prototype(of)).collect()
            }
            _ => return,
        };
        if let [child, base] = *given.as_slice() {
            self.extend(self.out.text(child), base);
        }
    }

    fn extend(&mut self, child: &[u8], base: Node) {
        let Some(symbol) = self.top.get(child).copied() else { return };
        let base = self.constructed(base, None);
        if let Some(fact) = self.out.fact(symbol).filter(|fact| fact.bases.is_empty()) {
            fact.bases.extend(base);
        }
    }

    /// Whether a symbol is a function, a class or an object of its own, and not what has another name too: then members
    /// can be added to it.
    fn takes_members(&self, symbol: u32) -> bool {
        let Some(fact) = self.out.facts.symbols.get(symbol as usize) else { return false };
        let value = fact.values.first().and_then(|value| self.out.facts.values.get(*value as usize));
        match fact.kind {
            SymbolKind::Function | SymbolKind::Class => true,
            SymbolKind::Constant | SymbolKind::Variable => !matches!(value, Some(ValueFact::Use(_))),
            _ => false,
        }
    }

    /// What stands at the end of `a = b = c`.
    fn last_right<'n>(&self, right: Node<'n>) -> Node<'n> {
        let mut right = right;
        for _ in 0..MAX_CHAIN {
            if self.kind(right) != K::Assignment {
                break;
            }
            let Some(next) = self.child(right, self.fields.right) else { break };
            right = next;
        }
        right
    }

    /// `module.exports = …`.
    fn export_whole(&mut self, node: Node, name: Node, right: Node, frame: &mut Frame) {
        self.exported.get_or_insert_default();
        let last = self.last_right(right);
        if self.kind(last) == K::Identifier {
            self.export_as(last, ITSELF, node);
        } else if let Some(required) = self.required(right) {
            self.export_required(&required, ITSELF, node);
        } else if self.kind(right) == K::Object {
            frame.flags |= flag::EXPORTS;
        } else if self.kind(right) != K::Assignment || self.defines(last) {
            let own = self.child(last, self.fields.name).filter(|_| self.defines(last));
            self.define_assigned(node, own.unwrap_or(name), last, own.is_none(), frame);
            self.export_as(own.unwrap_or(name), ITSELF, node);
        }
    }

    /// `exports.name = …`.
    fn export_assigned(&mut self, node: Node, name: Node, right: Node, frame: &mut Frame) {
        let text = self.out.text(name);
        let Some(alias) = self.out.owned(name) else { return };
        if self.kind(right) == K::Assignment {
            let other =
                self.child(right, self.fields.left).and_then(|left| self.child(left, self.fields.property));
            if let Some(other) = other {
                self.export_as(other, &alias, node);
            }
        } else if self.kind(right) == K::Identifier {
            self.export_as(right, &alias, node);
            if self.out.text(right) == text {
                frame.name_at = node.start_byte();
                self.plain_use(name, UseKind::Reference, None);
            }
        } else if let Some(required) = self.required(right) {
            self.export_name(name);
            self.export_required(&required, &alias, node);
        } else if right.kind() != "unary_expression" && !self.top.contains_key(text) {
            self.export_name(name);
            self.define_assigned(node, name, right, true, frame);
        }
    }

    fn kind_of_assigned(&self, right: Node, is_member: bool) -> SymbolKind {
        match (self.kind(right), is_member) {
            (K::Arrow | K::FunctionExpression, true) => SymbolKind::Method,
            (K::Arrow | K::FunctionExpression, false) => SymbolKind::Function,
            (K::Class, _) => SymbolKind::Class,
            (_, true) => SymbolKind::Property,
            (_, false) => SymbolKind::Variable,
        }
    }

    /// What is put into what the file gives out; `is_only` where it has no name besides.
    fn define_assigned(&mut self, node: Node, name: Node, right: Node, is_only: bool, frame: &mut Frame) {
        let kind = self.kind_of_assigned(right, false);
        let body = self.child(right, self.fields.body).filter(|_| self.defines(right));
        let symbol = self.add(node, name, kind, body, is_only.then(|| EXPORTS.to_owned()));
        self.go_into(symbol, name, frame);
        frame.name_at = node.start_byte();
        self.tell_value(symbol, None, Some(right), frame);
        frame.flags |= flag::MEMBERS;
    }

    /// A member that is added to a function or class of the file.
    fn add_to(&mut self, of: &str, is_static: bool, node: Node, left: Node, right: Node, frame: &mut Frame) {
        let (Some(name), Some(root)) = (self.child(left, self.fields.property), self.root_of(left)) else {
            return;
        };
        let owner = self.top.get(of.as_bytes()).copied();
        self.plain_use(root, UseKind::Reference, None);
        // `A.b = A.prototype.b = function () {}` is one symbol: that of the first name.
        let right = self.last_right(right);
        let symbol = self.member_symbol(owner, of.to_owned(), node, name, right);
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            fact.flags.is_static = is_static;
        }
        let qualified = symbol.and_then(|symbol| self.out.fact(symbol)).map(|fact| fact.qualified.clone());
        self.out.open(symbol, qualified.as_deref());
        frame.owners = frame.owners.saturating_add(1);
        frame.name_at = node.start_byte();
        self.tell_value(symbol, None, Some(right), frame);
        frame.flags |= flag::MEMBERS;
    }

    /// `a` of `a.b.c`.
    pub(super) fn root_of<'n>(&self, member: Node<'n>) -> Option<Node<'n>> {
        let mut root = member;
        while self.kind(root) == K::Member {
            root = self.child(root, self.fields.object)?;
        }
        Some(root)
    }

    fn member_symbol(
        &mut self,
        owner: Option<u32>,
        member_of: String,
        node: Node,
        name: Node,
        right: Node,
    ) -> Option<u32> {
        let fact = owner.and_then(|owner| self.out.facts.symbols.get(owner as usize));
        let qualified = fact.map_or_else(|| member_of.clone(), |fact| fact.qualified.clone());
        let kind = self.kind_of_assigned(right, true);
        let body = self.child(right, self.fields.body).filter(|_| self.defines(right));
        let symbol =
            self.out.symbol(NewSymbol { kind, node, name, body, parent: owner, member_of: Some(member_of) });
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            fact.qualified = format!("{qualified}.{}", fact.name);
        }
        if let Some(owner) = owner {
            self.members.insert((owner, self.out.text(name)), symbol);
        }
        symbol
    }

    /// `this.name = value` in a method: a field, where it is first assigned; TypeScript's are all declared. Gives
    /// whether this is where.
    fn field(&mut self, node: Node, left: Node, right: Node, frame: &mut Frame) -> bool {
        if self.out.facts.language != Language::JavaScript {
            return false;
        }
        let Some(this) = self.functions.last().and_then(|function| function.this) else { return false };
        let Some(method) = self.out.facts.symbols.get(this as usize) else { return false };
        let class = match method.parent.filter(|_| method.member_of.is_some()) {
            Some(class) => class,
            // A function that is called with `new`, as its name says.
            None if method.kind == SymbolKind::Function && method.name.starts_with(char::is_uppercase) => {
                this
            }
            None => return false,
        };
        let Some(name) = self.child(left, self.fields.property) else { return false };
        let kind = self.out.facts.symbols.get(class as usize).map(|fact| &fact.kind);
        if !matches!(kind, Some(SymbolKind::Class | SymbolKind::Function)) {
            return false;
        }
        let key = (class, self.out.text(name));
        match self.members.get(&key).copied() {
            Some(Some(known)) => {
                let is_field = self
                    .out
                    .facts
                    .symbols
                    .get(known as usize)
                    .is_some_and(|fact| fact.kind == SymbolKind::Field);
                if is_field && let Some(value) = self.value_of(right) {
                    self.give(known, value);
                }
                false
            }
            Some(None) => false,
            None => {
                let member_of = self.out.facts.symbols.get(class as usize).map(|fact| fact.name.clone());
                let symbol =
                    self.member_symbol(Some(class), member_of.unwrap_or_default(), node, name, right);
                if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol))
                    && fact.kind == SymbolKind::Property
                {
                    fact.kind = SymbolKind::Field;
                }
                frame.name_at = node.start_byte();
                if self.defines(right) {
                    self.out.open(symbol, None);
                    frame.owners = frame.owners.saturating_add(1);
                }
                let mut told = Frame::new(frame.kind, 0);
                self.tell_value(symbol, None, Some(right), &mut told);
                frame.flags |= told.flags;
                true
            }
        }
    }
}
