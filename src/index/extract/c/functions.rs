//! Functions, defined and declared, and what macros make functions of.

use std::collections::HashSet;

use tree_sitter::Node;

use super::declarators::Declared;
use super::kinds::K;
use super::symbols::{Context, MAX_PARAMETERS, Place};
use super::variables::Specifiers;
use super::words::is_shouting;
use super::{Extractor, Frame, Told, flag};
use crate::index::SymbolFact;
use crate::index::facts::{Arity, TypeFact};
use crate::model::SymbolKind;

impl Extractor<'_, '_> {
    /// A function with its body.
    pub(super) fn function(&mut self, node: Node, frame: &mut Frame) {
        let specifiers = self.specifiers(node);
        let declared =
            self.child(node, self.fields.declarator).and_then(|declarator| self.declared(declarator));
        let Some(declared) = declared.filter(|declared| declared.function.is_some()) else {
            self.open_scope(frame);
            let context = Context { place: Place::Function, returns_to: None, outer: None, ..self.context() };
            self.open_context(frame, context);
            return;
        };
        let made_by_macro = self.macro_made(node, &declared);
        let symbol = match made_by_macro {
            Some(name) => self.made_by_macro(node, &declared, name, frame),
            None => self.function_symbol(node, &declared, specifiers, frame),
        };
        let declares = symbol.and_then(|symbol| self.out.facts.symbols.get(symbol as usize)?.declared);
        let context = self.context();
        let returns_to = symbol.filter(|_| declares.is_none());
        self.open_context(frame, Context { place: Place::Function, returns_to, ..context });
        self.open_scope(frame);
        if let Some(parameters) =
            declared.function.and_then(|function| self.child(function, self.fields.parameters))
        {
            self.own_parameters = parameters.start_byte();
            self.is_taking = symbol.is_some() && made_by_macro.is_none() && !self.is_c;
        }
    }

    /// The symbol of a function, defined or declared.
    pub(super) fn function_symbol(
        &mut self,
        node: Node,
        declared: &Declared,
        specifiers: Specifiers,
        frame: &mut Frame,
    ) -> Option<u32> {
        let is_friend = frame.flags & flag::FRIEND != 0;
        let path = self.open_path(declared.whole, frame);
        let of_type = path.filter(|(name, _)| !self.namespaces.contains(name));
        let in_type = self.place() == Place::Type && !is_friend;
        let kind = if of_type.is_some() || in_type { SymbolKind::Method } else { SymbolKind::Function };
        let is_definition = self.kind(node) == K::FunctionDefinition;
        let friend_of = self.around_class();
        self.told.insert(declared.name.start_byte(), Told::Nothing);
        let body = self.child(node, self.fields.body);
        let symbol = self.define(node, declared.name, kind, body, frame)?;
        let is_own_name = match of_type {
            Some((name, _)) => name == self.out.text(declared.name),
            None => in_type && self.context().name == Some(self.out.text(declared.name)),
        };
        let returned =
            if is_own_name { self.out.type_fact(TypeFact::This) } else { self.returned_type(node, declared) };
        let is_deleted = self.is_deleted(node);
        let is_constant = declared.function.is_some_and(|function| self.is_constant(function));
        let is_override = declared.function.is_some_and(|function| self.is_override(function));
        let takes = declared.function.filter(|_| !self.is_c).and_then(|function| self.arity(function));
        let name_end = self.cast_name(declared.name);
        let fact = self.out.fact(symbol)?;
        fact.declared = returned;
        fact.takes = takes;
        fact.flags.is_declaration = !is_definition || is_deleted;
        fact.flags.is_constant = is_constant;
        fact.flags.is_override = is_override;
        fact.flags.is_static = in_type && specifiers.is_static;
        fact.flags.is_file_local |= specifiers.is_static && !in_type && of_type.is_none();
        if is_friend {
            // It stands in the class, but belongs to what is around that.
            fact.member_of = None;
            fact.parent = None;
            fact.qualified = format!("{friend_of}{}", fact.name);
        }
        if let Some((name, parent)) = of_type {
            fact.member_of = Some(String::from_utf8_lossy(name).into_owned());
            fact.parent = parent.or(fact.parent);
        }
        if let Some((name, end)) = name_end {
            let scope = fact.qualified.len().saturating_sub(fact.name.len());
            fact.qualified.truncate(scope);
            fact.qualified.push_str(&name);
            fact.name = name;
            fact.name_bytes.1 = end;
        }
        Some(symbol)
    }

    /// Settles what needs the whole file: a function that was declared `static` is so where it is defined without that word.
    pub(super) fn settle_linkage(&mut self) {
        let is_function = |fact: &SymbolFact| fact.kind == SymbolKind::Function && fact.member_of.is_none();
        let declared: HashSet<String> = (self.out.facts.symbols.iter())
            .filter(|fact| is_function(fact) && fact.flags.is_declaration && fact.flags.is_file_local)
            .map(|fact| fact.qualified.clone())
            .collect();
        if declared.is_empty() {
            return;
        }
        for fact in self.out.facts.symbols.iter_mut().filter(|fact| is_function(fact)) {
            fact.flags.is_file_local |= declared.contains(&fact.qualified);
        }
    }

    /// The name of a conversion operator, which no node is: `operator bool`.
    fn cast_name(&self, name: Node) -> Option<(String, u64)> {
        let end =
            self.child(name, self.fields.r#type).filter(|_| self.kind(name) == K::OperatorCast)?.end_byte();
        let text = self.out.text(name);
        let text = text.get(..end.checked_sub(name.start_byte())?)?;
        Some((String::from_utf8_lossy(text).into_owned(), end as u64))
    }

    /// The scope around the class where the walk is, as a qualified name begins.
    fn around_class(&self) -> String {
        let mut scope = self.out.qualify("");
        if let Some(name) = self.context().name.filter(|_| self.place() == Place::Type) {
            let outer = scope.len().saturating_sub(name.len() + 2);
            scope.truncate(if scope.is_char_boundary(outer) { outer } else { 0 });
        }
        scope
    }

    /// Whether a function stands in the place of a base's: `override` or `final` behind its parameters.
    fn is_override(&self, declarator: Node) -> bool {
        let mut cursor = declarator.walk();
        let mut behind = declarator.named_children(&mut cursor).take(MAX_PARAMETERS);
        behind.any(|child| self.kind(child) == K::VirtualSpecifier)
    }

    /// Whether a function says that it is not there: `= delete`.
    fn is_deleted(&self, node: Node) -> bool {
        let last = node.named_child_count().checked_sub(1).and_then(|last| u32::try_from(last).ok());
        last.and_then(|last| node.named_child(last)).is_some_and(|last| self.kind(last) == K::Deleted)
    }

    /// What a function takes: how many parameters have no default, and how many there are.
    fn arity(&self, function: Node) -> Option<Arity> {
        let list = self.child(function, self.fields.parameters)?;
        let (mut least, mut most) = (0u16, 0u16);
        let mut cursor = list.walk();
        for parameter in list.children(&mut cursor).take(MAX_PARAMETERS) {
            match self.kind(parameter) {
                K::Parameter => {
                    let is_void = self.out.text(parameter) == b"void";
                    least = least.saturating_add(u16::from(!is_void));
                    most = most.saturating_add(u16::from(!is_void));
                }
                K::OptionalParameter => most = most.saturating_add(1),
                K::VariadicParameter | K::Ellipsis => most = u16::MAX,
                _ => {}
            }
        }
        Some(Arity { least, most })
    }

    /// The parameter that names what a macro makes a function of: `TEST(Suite, Name) {`.
    fn macro_made<'t>(&self, node: Node<'t>, declared: &Declared<'t>) -> Option<Node<'t>> {
        let is_rewritten = self.mask.is_rewritten(node.start_byte());
        let has_type = self.child(node, self.fields.r#type).is_some();
        let name = self.out.text(declared.name);
        if self.place() != Place::File || has_type != is_rewritten || !is_shouting(name) {
            return None;
        }
        let list = self.child(declared.function?, self.fields.parameters)?;
        let named: Vec<Node> = self
            .plain_parameters(list)
            .into_iter()
            .filter(|parameter| matches!(self.kind(*parameter), K::TypeIdentifier | K::Identifier))
            .collect();
        let is_suite = name.starts_with(b"TEST") || name.starts_with(b"TYPED_TEST");
        if is_suite && named.len() > 1 { named.get(1).copied() } else { named.first().copied() }
    }

    /// The nodes of parameters that are a bare name each.
    pub(super) fn plain_parameters<'t>(&self, list: Node<'t>) -> Vec<Node<'t>> {
        let mut cursor = list.walk();
        let parameters: Vec<Node> = list.named_children(&mut cursor).take(MAX_PARAMETERS).collect();
        let plain = |parameter: Node<'t>| match self.kind(parameter) {
            K::Parameter if self.child(parameter, self.fields.declarator).is_none() => {
                self.child(parameter, self.fields.r#type)
            }
            _ => Some(parameter),
        };
        parameters.into_iter().filter_map(plain).collect()
    }

    fn made_by_macro(
        &mut self,
        node: Node,
        declared: &Declared,
        name: Node,
        frame: &mut Frame,
    ) -> Option<u32> {
        let made_by = self.out.text(declared.name);
        self.told.insert(name.start_byte(), Told::Nothing);
        if self.mask.is_rewritten(node.start_byte()) {
            // The first letter stands for a type, the others for the function.
            self.told.insert(node.start_byte(), Told::Nothing);
            self.told.insert(declared.name.start_byte(), Told::Nothing);
        }
        let list = declared.function.and_then(|function| self.child(function, self.fields.parameters))?;
        let parameters = self.plain_parameters(list);
        let is_call = made_by.windows(7).any(|part| part == b"SYSCALL");
        if is_call || self.is_c {
            for pair in parameters.get(1..)?.chunks(2) {
                if let [_, variable] = pair {
                    self.told.insert(variable.start_byte(), Told::Local(None));
                }
            }
        }
        let body = self.child(node, self.fields.body);
        let symbol = self.define(node, name, SymbolKind::Function, body, frame)?;
        // What tests a fixture is a member of a class that derives from it.
        let fixture = parameters.first().filter(|first| first.start_byte() != name.start_byte());
        let fixture = fixture.filter(|_| made_by.starts_with(b"TEST_") || made_by.starts_with(b"TYPED_"));
        let fixture = fixture.and_then(|first| self.out.owned(*first));
        let fact = self.out.fact(symbol)?;
        fact.flags.is_test = made_by.windows(4).any(|part| part == b"TEST");
        fact.member_of = fixture;
        Some(symbol)
    }
}
