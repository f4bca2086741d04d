//! Definitions: functions, classes, and variables of modules and classes.

use tree_sitter::Node;

use super::kinds::K;
use super::scope::{Bound, ScopeKind};
use super::{Extractor, Frame, flag};
use crate::index::extract::builder::NewSymbol;
use crate::index::extract::detail::without_marks;
use crate::index::facts::LocalFact;
use crate::model::SymbolKind;

/// How many definitions outward a method's class is looked for.
pub(super) const MAX_SCOPES: usize = 64;

/// A function or class around the place where the walk is.
pub(super) struct Definition<'s> {
    pub(super) symbol: Option<u32>,
    /// Its name, if it is a class.
    class: Option<&'s [u8]>,
    /// Whether it is an enumeration.
    is_enum: bool,
}

/// An assignment around the place where the walk is.
pub(super) struct Statement<'s, 't> {
    pub(super) node: Node<'t>,
    /// Its place among the frames.
    pub(super) frame: usize,
    /// Names that it gives other values to, and what they are from there on.
    pub(super) assigned: Vec<(&'s [u8], Option<u32>)>,
}

impl<'s> Extractor<'s, '_> {
    fn member_of(&self) -> Option<String> {
        let class = self.definitions.last()?.class?;
        Some(String::from_utf8_lossy(class).into_owned())
    }

    pub(super) fn function(&mut self, node: Node, frame: &mut Frame, parent: &Frame) {
        let Some(name) = self.child(node, self.fields.name) else { return };
        let is_method = self.definitions.last().is_some_and(|definition| definition.class.is_some());
        let kind = if is_method { SymbolKind::Method } else { SymbolKind::Function };
        self.scopes.bind(self.out.text(name), Bound::Symbol, None);
        let returns = self.child(node, self.fields.return_type);
        let variables = self.variables_of_function(node);
        // Types in its own parameters stand in its own text.
        let outer = returns.filter(|_| variables.is_empty()).and_then(|returns| self.type_of(returns));
        let symbol = self.define(node, name, kind, None, frame);
        let inner = returns.filter(|_| !variables.is_empty()).and_then(|returns| self.type_of(returns));
        self.give(symbol, LocalFact { declared: outer.or(inner), value: None });
        let has_receiver = is_method && !parent.has(flag::STATIC);
        self.tell_generic(node, symbol, variables, has_receiver);
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            fact.flags.is_property = is_method && parent.has(flag::PROPERTY);
        }
        self.enter_scope(node, ScopeKind::Function, frame);
        if has_receiver {
            let first = self.child(node, self.fields.parameters).and_then(|list| list.named_child(0));
            let typed = first.filter(|first| self.kind(*first) == K::TypedParameter);
            let first = typed.and_then(|typed| typed.named_child(0)).or(first);
            self.receiver_at =
                first.filter(|first| self.kind(*first) == K::Identifier).map(|first| first.start_byte());
        }
    }

    /// What a function returns.
    pub(super) fn returned(&mut self, node: Node) {
        let Some(symbol) = self.definitions.last().and_then(|definition| definition.symbol) else { return };
        let value = node.named_child(0).and_then(|value| self.value_of(value));
        self.give(Some(symbol), LocalFact { declared: None, value });
    }

    /// What a generator gives, one after another.
    pub(super) fn yielded(&mut self, node: Node) {
        let Some(symbol) = self.definitions.last().and_then(|definition| definition.symbol) else { return };
        let from = node.child(1).is_some_and(|word| word.kind() == "from");
        let value = node.named_child(0).and_then(|value| self.value_of(value));
        let value = value.and_then(|value| if from { Some(value) } else { self.out.many(value) });
        self.give(Some(symbol), LocalFact { declared: None, value });
    }

    /// What is assigned in an enumeration is one of its instances.
    fn tell_member_of_enum(&mut self, symbol: Option<u32>) {
        let Some(class) = self.definitions.last().filter(|of| of.is_enum).and_then(|of| of.class) else {
            return;
        };
        let declared = self.out.named_type(vec![String::from_utf8_lossy(class).into_owned()]);
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            fact.declared = declared.or(fact.declared);
        }
    }

    pub(super) fn class(&mut self, node: Node, frame: &mut Frame, parent: &Frame) {
        let Some(name) = self.child(node, self.fields.name) else { return };
        let text = self.out.text(name);
        self.scopes.bind(text, Bound::Class, None);
        let symbol = self.define(node, name, SymbolKind::Class, Some(text), frame);
        let list = self.child(node, self.fields.superclasses);
        let is_enum = list.is_some_and(|list| self.names_enum(list));
        if let Some(definition) = self.definitions.last_mut() {
            definition.is_enum = is_enum;
        }
        let parameters = list.map(|list| self.type_variables_in(list)).unwrap_or_default();
        let bases = list.map(|list| self.bases(list));
        let symbol = symbol.and_then(|index| self.out.facts.symbols.get_mut(index as usize));
        if let Some(symbol) = symbol {
            symbol.bases = bases.unwrap_or_default();
            symbol.type_parameters = parameters;
            symbol.flags.is_record = parent.has(flag::RECORD);
        }
        self.note_assigned(node);
        self.enter_scope(node, ScopeKind::Class, frame);
    }

    /// Names that a class itself assigns or defines: what its methods give its object by those defines no more.
    fn note_assigned(&mut self, class: Node) {
        let (Some(symbol), Some(body)) = (self.class_symbol(), self.child(class, self.fields.body)) else {
            return;
        };
        let mut cursor = body.walk();
        for statement in body.named_children(&mut cursor) {
            let name = match self.kind(statement) {
                K::FunctionDefinition => self.child(statement, self.fields.name),
                _ => {
                    let inner = statement.named_child(0).filter(|of| self.kind(*of) == K::Assignment);
                    let defined = self.child(statement, self.fields.definition);
                    let defined = defined.filter(|of| self.kind(*of) == K::FunctionDefinition);
                    match defined {
                        Some(function) => self.child(function, self.fields.name),
                        None => inner.and_then(|assigned| self.child(assigned, self.fields.left)),
                    }
                }
            };
            if let Some(name) = name.filter(|name| self.kind(*name) == K::Identifier) {
                self.members.insert((symbol, self.out.text(name)), None);
            }
        }
    }

    /// Goes into the scope of a function or class; its type parameters have one around that.
    fn enter_scope(&mut self, node: Node, kind: ScopeKind, frame: &mut Frame) {
        let outer = self.scopes.current();
        if self.child(node, self.fields.type_parameters).is_some() {
            self.scopes.enter(ScopeKind::Function);
        }
        self.scopes.enter(kind);
        frame.outer_scope = Some(outer);
    }

    fn define(
        &mut self,
        node: Node,
        name: Node,
        kind: SymbolKind,
        class: Option<&'s [u8]>,
        frame: &mut Frame,
    ) -> Option<u32> {
        let parent = self.out.container();
        let member_of = self.member_of();
        let body = self.child(node, self.fields.body);
        let symbol = self.out.symbol(NewSymbol { kind, node, name, body, parent, member_of });
        self.note_member(parent, self.out.text(name), symbol);
        self.describe(symbol, body);
        self.out.open(symbol, Some(&String::from_utf8_lossy(self.out.text(name))));
        self.definitions.push(Definition { symbol, class, is_enum: false });
        frame.name_at = name.start_byte();
        frame.flags |= flag::OWNER | flag::DEFINITION;
        symbol
    }

    /// Adds what the definition's own string says of it, and whether it is a test: by its name, in a module that has
    /// such a name too, as test runners find them.
    fn describe(&mut self, symbol: Option<u32>, body: Option<Node>) {
        let string = body.and_then(|body| body.named_child(0)).and_then(|first| first.named_child(0));
        let string = string.filter(|string| self.kind(*string) == K::String);
        let text = string.and_then(|string| string.named_child(1)).map(|content| self.out.text(content));
        let is_test_module = self.out.facts.module.last();
        let is_test_module =
            is_test_module.is_some_and(|name| name.starts_with("test") || name.ends_with("_test"));
        if let (Some(text), Some(detail)) = (text, symbol.and_then(|symbol| self.out.detail(symbol))) {
            detail.doc = without_marks(text);
        }
        let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) else { return };
        let is_function = matches!(fact.kind, SymbolKind::Function | SymbolKind::Method);
        fact.flags.is_test = is_test_module && is_function && fact.name.starts_with("test");
    }

    /// Whether one of a class's bases is called as those of the language's own enumerations are.
    fn names_enum(&self, list: Node) -> bool {
        let mut cursor = list.walk();
        list.named_children(&mut cursor).take(MAX_SCOPES).any(|base| {
            let is_named = matches!(self.kind(base), K::Identifier | K::Attribute);
            is_named && (self.out.text(base).ends_with(b"Enum") || self.out.text(base).ends_with(b"Flag"))
        })
    }

    fn bases(&mut self, list: Node) -> Vec<u32> {
        let mut cursor = list.walk();
        let named: Vec<Node> = list.named_children(&mut cursor).collect();
        let named = named.into_iter().filter_map(|base| match self.kind(base) {
            K::Identifier | K::Attribute | K::Subscript => self.type_of(base),
            _ => None,
        });
        named.collect()
    }

    pub(super) fn type_alias(&mut self, node: Node, frame: &mut Frame) {
        let mut name = self.child(node, self.fields.left);
        while let Some(inner) = name.filter(|name| matches!(self.kind(*name), K::Type | K::GenericType)) {
            name = inner.named_child(0);
        }
        let Some(name) = name.filter(|name| self.kind(*name) == K::Identifier) else { return };
        self.alias_at = Some(name.start_byte());
        if self.scopes.kind() == ScopeKind::Function {
            self.scopes.bind(self.out.text(name), Bound::Local, None);
        } else {
            self.scopes.bind(self.out.text(name), Bound::Class, None);
            self.variable_symbol(node, name, SymbolKind::TypeAlias, None);
            let symbol =
                self.out.facts.symbols.len().checked_sub(1).and_then(|last| u32::try_from(last).ok());
            self.out.open(symbol, None);
            frame.flags |= flag::OWNER;
        }
    }

    /// A variable of a module or class, at its first assignment, and the one of the file's variables that says what it is.
    pub(super) fn variable(&mut self, name: Node, told: Option<u32>) {
        let Some(statement) = self.statements.last() else { return };
        let (node, at) = (statement.node, statement.frame);
        let text = self.out.text(name);
        let made =
            self.child(node, self.fields.right).and_then(|value| self.child(value, self.fields.function));
        if made.is_some_and(|function| self.out.text(function).ends_with(b"TypeVar")) {
            let bound = self.child(node, self.fields.right).and_then(|call| self.bound_of_variable(call));
            self.type_variables.insert(text, bound);
        }
        let is_constant = text.iter().any(u8::is_ascii_uppercase) && !text.iter().any(u8::is_ascii_lowercase);
        let kind = if is_constant { SymbolKind::Constant } else { SymbolKind::Variable };
        self.variable_symbol(node, name, kind, Some((at, told)));
        if self.out.is_unlikely {
            self.unlikely.insert((self.scopes.current(), text));
        }
    }

    /// Whether most programs assign a variable here first, where others do elsewhere.
    pub(super) fn is_first_likely(&mut self, name: &'s [u8]) -> bool {
        !self.out.is_unlikely && self.unlikely.remove(&(self.scopes.current(), name))
    }

    /// An attribute that a method gives its object (`self.name = …`): a field of the class, where it is first
    /// assigned. Gives whether this is where.
    pub(super) fn field(&mut self, name: Node) -> bool {
        let Some(statement) = self.statements.last().map(|statement| statement.node) else { return false };
        let Some(class) = self.class_symbol() else { return false };
        let text = self.out.text(name);
        if self.members.contains_key(&(class, text)) {
            return false;
        }
        let Some(of) = self.out.facts.symbols.get(class as usize) else { return false };
        let (member_of, qualified) = (of.name.clone(), of.qualified.clone());
        let symbol = self.out.symbol(NewSymbol {
            kind: SymbolKind::Field,
            node: statement,
            name,
            body: None,
            parent: Some(class),
            member_of: Some(member_of),
        });
        let Some(index) = symbol else { return false };
        if let Some(symbol) = self.out.facts.symbols.get_mut(index as usize) {
            symbol.qualified = format!("{qualified}.{}", symbol.name);
        }
        if self.child(statement, self.fields.left).is_some_and(|left| self.kind(left) == K::Attribute) {
            let fact = self.assigned(statement);
            self.give(symbol, fact);
            self.note_empty_symbol(symbol, statement);
        }
        self.note_member(Some(class), text, symbol);
        true
    }

    fn note_member(&mut self, of: Option<u32>, name: &'s [u8], symbol: Option<u32>) {
        if let Some(of) = of {
            self.members.insert((of, name), symbol);
        }
    }

    /// The symbol of the innermost class.
    pub(super) fn class_symbol(&self) -> Option<u32> {
        let innermost = self.definitions.iter().rev().take(MAX_SCOPES);
        innermost.filter(|definition| definition.class.is_some()).find_map(|class| class.symbol)
    }

    /// The name of the innermost class.
    pub(super) fn class_name(&self) -> Option<&'s [u8]> {
        self.definitions.iter().rev().take(MAX_SCOPES).find_map(|definition| definition.class)
    }

    /// Adds a name that an assignment binds; of a variable also the frame of its statement, and what it is told to be.
    fn variable_symbol(
        &mut self,
        node: Node,
        name: Node,
        kind: SymbolKind,
        assigned: Option<(usize, Option<u32>)>,
    ) {
        let parent = self.definitions.last().and_then(|definition| definition.symbol);
        let member_of = self.member_of();
        let body = None;
        let symbol = self.out.symbol(NewSymbol { kind, node, name, body, parent, member_of });
        self.note_member(parent, self.out.text(name), symbol);
        if let Some((_, Some(told))) = assigned {
            let fact = self.out.facts.locals.get(told as usize).copied().unwrap_or_default();
            self.give(symbol, fact);
        }
        if parent.is_none()
            && let Some(symbol) = symbol
        {
            self.top.insert(self.out.text(name), symbol);
        }
        if assigned.is_some() {
            self.note_empty_symbol(symbol, node);
            self.tell_member_of_enum(symbol);
        }
        // What is assigned stands in the text of the first variable that it is assigned to.
        if let Some(frame) = assigned.and_then(|(at, _)| self.frames.get_mut(at))
            && !frame.has(flag::OWNER)
        {
            frame.flags |= flag::OWNER;
            self.out.open(symbol, None);
        }
    }
}
