//! Variables and parameters, where they are bound.

use tree_sitter::Node;

use super::kinds::K;
use super::{Extractor, Frame, flag};
use crate::index::facts::{LocalFact, TypeFact};

/// The variable that is none.
const BLANK: &[u8] = b"_";

impl Extractor<'_, '_> {
    /// Adds a variable that is bound at once.
    fn bind(&mut self, name: Node, fact: LocalFact) {
        let text = self.out.text(name);
        if text != BLANK {
            let local = self.out.local(fact);
            self.locals.bind(text, local);
        }
    }

    /// Adds a variable that is bound behind the statement that declares it.
    fn bind_later(&mut self, name: Node, fact: LocalFact) {
        let text = self.out.text(name);
        if text != BLANK {
            let local = self.out.local(fact);
            self.pending.push((text, local));
        }
    }

    /// Binds what was declared since `from`.
    pub(super) fn bind_pending(&mut self, from: usize) {
        for (name, local) in self.pending.drain(from.min(self.pending.len())..) {
            self.locals.bind(name, local);
        }
    }

    /// Parameters of a function, those that it returns with a name, and its receiver.
    ///
    /// Gives the types of those behind the name, in order.
    pub(super) fn parameters(&mut self, node: Node) -> Vec<Option<u32>> {
        let mut types = Vec::new();
        for field in [self.fields.receiver, self.fields.parameters, self.fields.result] {
            let list = self.child(node, field).filter(|list| self.kind(*list) == K::ParameterList);
            let Some(list) = list else { continue };
            let mut cursor = list.walk();
            let parameters: Vec<Node> = list.named_children(&mut cursor).collect();
            // What the grammar takes for types in a long list are names, where one has a name: all have or none.
            let is_named = |of: &Node| self.child(*of, self.fields.name).is_some();
            let has_names = parameters.iter().any(is_named);
            let mut waiting: Vec<Node> = Vec::new();
            for parameter in parameters {
                let of = self.child(parameter, self.fields.r#type);
                if has_names
                    && self.child(parameter, self.fields.name).is_none()
                    && let Some(of) = of.filter(|of| self.kind(*of) == K::TypeIdentifier)
                {
                    waiting.push(of);
                    continue;
                }
                let (fact, count) = self.parameter(parameter);
                if field == self.fields.parameters {
                    types.resize(types.len() + waiting.len() + count, fact.declared);
                }
                for name in waiting.drain(..) {
                    self.misread.insert(name.start_byte());
                    self.bind(name, fact);
                }
            }
        }
        types
    }

    /// Binds what a parameter, or several of one type, are called; what they are, and how many.
    fn parameter(&mut self, parameter: Node) -> (LocalFact, usize) {
        let mut cursor = parameter.walk();
        let names: Vec<Node> = parameter.children_by_field_name("name", &mut cursor).collect();
        let names: Vec<Node> = names.into_iter().filter(|name| self.kind(*name) == K::Identifier).collect();
        if names.is_empty() {
            return (LocalFact::default(), 1);
        }
        let count = names.len();
        let mut declared = self.child(parameter, self.fields.r#type).and_then(|of| self.type_of(of));
        if self.kind(parameter) == K::VariadicParameter {
            declared = declared.and_then(|of| self.out.type_fact(TypeFact::Sequence(of)));
        }
        let fact = LocalFact { declared, value: None };
        for name in names {
            self.bind(name, fact);
        }
        (fact, count)
    }

    /// `a, b := x, y`, and the same in a `range` clause or a receiving `case`.
    pub(super) fn short_declaration(&mut self, node: Node, frame: &mut Frame) {
        let (Some(left), Some(right)) =
            (self.child(node, self.fields.left), self.child(node, self.fields.right))
        else {
            return;
        };
        let mut cursor = node.walk();
        let declares = node.children(&mut cursor).any(|child| self.kind(child) == K::Declares);
        if !declares {
            return;
        }
        frame.flags |= flag::DECLARED;
        let mut cursor = left.walk();
        let names: Vec<Node> = left.named_children(&mut cursor).collect();
        let values = match self.kind(node) {
            K::RangeClause => self.ranged(right),
            _ => self.values_of(right, names.len()),
        };
        let mut values = values.into_iter();
        for name in names {
            let value = values.next().flatten();
            if self.kind(name) == K::Identifier {
                self.bind_later(name, LocalFact { declared: None, value });
            }
        }
    }

    /// `var` or `const` inside a function.
    pub(super) fn local_spec(&mut self, node: Node) {
        for (name, fact) in self.specified(node) {
            self.bind_later(name, fact);
        }
    }

    /// What a `var` or `const` says of each of its names.
    pub(super) fn specified<'n>(&mut self, node: Node<'n>) -> Vec<(Node<'n>, LocalFact)> {
        let mut cursor = node.walk();
        let names: Vec<Node> = node.children_by_field_name("name", &mut cursor).collect();
        let names: Vec<Node> = names.into_iter().filter(|name| self.kind(*name) == K::Identifier).collect();
        let given = self.child(node, self.fields.r#type);
        let value = self.child(node, self.fields.value);
        let mut declared = given.and_then(|of| self.type_of(of));
        let mut values = Vec::new();
        if self.kind(node) == K::ConstSpec && value.is_none() {
            // It repeats the one before it.
            declared = self.constant.declared;
            values = vec![self.constant.value; names.len()];
        } else if given.is_none() {
            values = value.map(|value| self.values_of(value, names.len())).unwrap_or_default();
        }
        if self.kind(node) == K::ConstSpec {
            self.constant = LocalFact { declared, value: values.first().copied().flatten() };
        }
        let values = values.into_iter().chain(std::iter::repeat(None));
        names.into_iter().zip(values).map(|(name, value)| (name, LocalFact { declared, value })).collect()
    }

    /// What a type switch is over, and the name that it has in each case.
    pub(super) fn type_switch(&mut self, node: Node) {
        let alias = self.child(node, self.fields.alias).and_then(|list| list.named_child(0));
        let value = self.child(node, self.fields.value).and_then(|value| self.value_of(value));
        self.switches.push((alias.map(|alias| self.out.text(alias)).unwrap_or(BLANK), value));
    }

    /// A case of a type switch: there its name has the type, if that is just one.
    pub(super) fn type_case(&mut self, node: Node) {
        let Some((name, value)) = self.switches.last().copied().filter(|(name, _)| *name != BLANK) else {
            return;
        };
        let mut cursor = node.walk();
        let types: Vec<Node> = node.children_by_field_name("type", &mut cursor).collect();
        let types: Vec<Node> = types.into_iter().filter(|of| of.is_named()).collect();
        let fact = match types.as_slice() {
            [only] => LocalFact { declared: self.type_of(*only), value: None },
            _ => LocalFact { declared: None, value },
        };
        let local = self.out.local(fact);
        self.locals.bind(name, local);
    }
}
