//! What functions and classes are generic in, and what generic functions are given.

use tree_sitter::Node;

use super::Extractor;
use super::kinds::K;
use super::symbols::MAX_SCOPES;
use crate::index::extract::builder::MAX_GIVEN;

/// So many names among a function's parameters are looked at.
const MAX_NAMES: usize = 64;

impl Extractor<'_, '_> {
    /// `[T]` behind the name of a function or class.
    pub(super) fn type_parameters(&mut self, node: Node) {
        for (name, bound) in self.names_of_parameters(node) {
            self.scopes.bind_type_parameter(self.out.text(name));
            let symbol = self.definitions.last().and_then(|definition| definition.symbol);
            let own = self.out.owned(name);
            let is_new = |own: &String| {
                let fact = symbol.and_then(|symbol| self.out.facts.symbols.get(symbol as usize));
                fact.is_some_and(|fact| fact.type_parameters.iter().all(|(known, _)| known != own))
            };
            let Some(own) = own.filter(is_new) else { continue };
            let bound = self.bound(bound);
            if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
                fact.type_parameters.push((own, bound));
            }
        }
    }

    /// The names in `[T, U: Bound]`, and what bounds them.
    fn names_of_parameters<'n>(&self, list: Node<'n>) -> Vec<(Node<'n>, Option<Node<'n>>)> {
        let mut cursor = list.walk();
        let mut names = Vec::new();
        for parameter in list.named_children(&mut cursor).take(MAX_NAMES) {
            let (mut name, mut bound) = (parameter.named_child(0), None);
            while let Some(inner) =
                name.filter(|name| matches!(self.kind(*name), K::Type | K::ConstrainedType))
            {
                bound = bound.or_else(|| inner.named_child(1));
                name = inner.named_child(0);
            }
            names.extend(name.filter(|name| self.kind(*name) == K::Identifier).map(|name| (name, bound)));
        }
        names
    }

    /// What bounds a variable for types; where nothing is said, any object.
    fn bound(&mut self, said: Option<Node>) -> Option<u32> {
        said.and_then(|bound| self.type_of(bound)).or_else(|| self.out.named_type(vec!["object".to_owned()]))
    }

    /// The variables that a class's bases are given for types: it is generic in these.
    pub(super) fn type_variables_in(&self, list: Node) -> Vec<(String, Option<u32>)> {
        let mut found: Vec<(String, Option<u32>)> = Vec::new();
        if self.type_variables.is_empty() {
            return found;
        }
        let mut cursor = list.walk();
        let generic = list.named_children(&mut cursor).filter(|base| self.kind(*base) == K::Subscript);
        for base in generic.take(MAX_SCOPES) {
            let mut cursor = base.walk();
            for part in base.named_children(&mut cursor).skip(1).take(MAX_SCOPES) {
                let name = self.out.text(part);
                if let Some(bound) = self.type_variables.get(name)
                    && let Some(name) = self.out.owned(part)
                    && found.iter().all(|(known, _)| *known != name)
                {
                    found.push((name, *bound));
                }
            }
        }
        found
    }

    /// What a variable for types (`TypeVar(…)`) is bound to.
    pub(super) fn bound_of_variable(&mut self, call: Node) -> Option<u32> {
        let list = self.child(call, self.fields.arguments)?;
        let mut cursor = list.walk();
        let is_bound = |argument: &Node| {
            let name = self.child(*argument, self.fields.name);
            self.kind(*argument) == K::KeywordArgument
                && name.is_some_and(|name| self.out.text(name) == b"bound")
        };
        let bound = list.named_children(&mut cursor).take(MAX_NAMES).find(is_bound);
        let bound = bound.and_then(|bound| self.child(bound, self.fields.value));
        self.bound(bound)
    }

    /// The variables for types that a function's parameters name, but for those that its class is generic in.
    pub(super) fn variables_of_function(&mut self, function: Node) -> Vec<(String, Option<u32>)> {
        let mut found: Vec<(String, Option<u32>)> = Vec::new();
        let own = self.child(function, self.fields.type_parameters);
        for (name, bound) in own.map(|own| self.names_of_parameters(own)).unwrap_or_default() {
            let bound = self.bound(bound);
            found.extend(self.out.owned(name).map(|name| (name, bound)));
        }
        if self.type_variables.is_empty() {
            return found;
        }
        let of_class = self.class_symbol().and_then(|class| self.out.facts.symbols.get(class as usize));
        let of_class = of_class.map(|class| class.type_parameters.as_slice()).unwrap_or_default();
        let mut waiting: Vec<Node> = self.child(function, self.fields.parameters).into_iter().collect();
        let mut seen = 0;
        while let Some(node) = waiting.pop() {
            if self.kind(node) == K::Identifier {
                seen += 1;
                if let Some(bound) = self.type_variables.get(self.out.text(node))
                    && let Some(name) = self.out.owned(node)
                    && found.iter().chain(of_class).all(|(known, _)| *known != name)
                {
                    found.push((name, *bound));
                }
            }
            let mut cursor = node.walk();
            if seen < MAX_NAMES && waiting.len() < MAX_NAMES {
                waiting.extend(node.named_children(&mut cursor).take(MAX_NAMES));
            }
        }
        found
    }

    /// Tells of a function what it is generic in, and of what types its parameters are, where that or its class is generic;
    /// `has_receiver` where the first of them is the object itself.
    pub(super) fn tell_generic(
        &mut self,
        function: Node,
        symbol: Option<u32>,
        variables: Vec<(String, Option<u32>)>,
        has_receiver: bool,
    ) {
        let class = self.class_symbol().and_then(|class| self.out.facts.symbols.get(class as usize));
        let is_class_generic = has_receiver && class.is_some_and(|class| !class.type_parameters.is_empty());
        let list = self.child(function, self.fields.parameters);
        let Some(list) = list.filter(|_| is_class_generic || !variables.is_empty()) else { return };
        let mut cursor = list.walk();
        let named = list.named_children(&mut cursor).filter(|node| !node.is_extra());
        let named: Vec<Node> = named.skip(usize::from(has_receiver)).take(MAX_GIVEN).collect();
        let parameters = named.into_iter().map(|parameter| {
            let of = self.child(parameter, self.fields.r#type)?;
            self.type_of(of)
        });
        let parameters = parameters.collect();
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            fact.type_parameters = variables;
            fact.parameters = parameters;
        }
    }

    /// Notes what a call is given whose value is asked for, as far as it has no names: that may tell what a generic function gives.
    pub(super) fn note_given(&mut self, call: Node, function: Node) {
        let name = match self.kind(function) {
            K::Attribute => self.child(function, self.fields.attribute),
            K::Identifier => Some(function),
            _ => None,
        };
        let Some(name) = name.filter(|name| !self.out.knows_given(*name)) else { return };
        let Some(list) = self.child(call, self.fields.arguments) else { return };
        let mut cursor = list.walk();
        let given = list.named_children(&mut cursor).filter(|node| !node.is_extra());
        let is_plain = |node: &Node| !matches!(self.kind(*node), K::Splat | K::KeywordArgument);
        let given: Vec<Node> = given.take_while(is_plain).take(MAX_GIVEN).collect();
        let given: Box<[Option<u32>]> = given.into_iter().map(|value| self.deeper(value)).collect();
        self.out.note_given(name, given);
    }
}
