//! What is bound otherwise than by a plain assignment: in loops and comprehensions, by `with` and `except`, several names at once.

use tree_sitter::Node;

use super::kinds::K;
use super::{Extractor, Frame};
use crate::index::facts::{LocalFact, TypeFact, ValueFact};

/// How deep the names of one target nest.
const MAX_LAYERS: usize = 8;

/// How many names of one target are followed.
const MAX_PARTS: usize = 32;

impl Extractor<'_, '_> {
    /// Notes what each name of a target is that is bound to a value.
    pub(super) fn tell_target(&mut self, target: Node, value: Option<u32>, depth: usize) {
        let Some(value) = value.filter(|_| depth <= MAX_LAYERS) else { return };
        match self.kind(target) {
            K::Identifier => {
                let local = self.out.local(LocalFact { declared: None, value: Some(value) });
                self.told.extend(local.map(|local| (target.start_byte(), local)));
            }
            K::Sequence => {
                let mut cursor = target.walk();
                let parts: Vec<Node> = target.named_children(&mut cursor).take(MAX_PARTS).collect();
                if target.kind() == "parenthesized_expression" {
                    parts.first().iter().for_each(|inner| self.tell_target(**inner, Some(value), depth + 1));
                    return;
                }
                // What stands behind a star is counted from the other end, which is not known.
                let parts = parts.into_iter().take_while(|part| self.kind(*part) != K::Splat);
                for (at, part) in (0u16..).zip(parts.collect::<Vec<_>>()) {
                    let part_of = self.out.value(ValueFact::Part(value, at));
                    self.tell_target(part, part_of, depth + 1);
                }
            }
            _ => {}
        }
    }

    /// Notes what a loop binds.
    pub(super) fn tell_loop(&mut self, node: Node) {
        let Some(target) = self.child(node, self.fields.left) else { return };
        let value = self.child(node, self.fields.right).and_then(|value| self.value_of(value));
        let value = value.and_then(|value| self.out.value(ValueFact::Looped(value)));
        self.tell_target(target, value, 0);
    }

    /// Notes what the loops of a comprehension bind, before its first part is met: that stands before them.
    pub(super) fn tell_comprehension(&mut self, node: Node) {
        let mut cursor = node.walk();
        let clauses: Vec<Node> = node
            .named_children(&mut cursor)
            .filter(|of| self.kind(*of) == K::ForInClause)
            .take(MAX_PARTS)
            .collect();
        for clause in clauses {
            self.tell_loop(clause);
            if let Some(target) = self.child(clause, self.fields.left) {
                self.bind_told(target, 0);
            }
        }
        let mut cursor = node.walk();
        let tests = node.named_children(&mut cursor).filter(|of| self.kind(*of) == K::IfClause);
        for test in tests.take(MAX_PARTS).collect::<Vec<_>>() {
            self.asserted(test);
        }
    }

    /// Binds the names of a target of which it was noted what they are.
    fn bind_told(&mut self, target: Node, depth: usize) {
        match self.kind(target) {
            K::Identifier => {
                let told = self.told.get(&target.start_byte()).copied();
                self.scopes.assign(self.out.text(target), told, false);
            }
            K::Sequence if depth <= MAX_LAYERS => {
                let mut cursor = target.walk();
                let parts: Vec<Node> = target.named_children(&mut cursor).take(MAX_PARTS).collect();
                for part in parts {
                    self.bind_told(part, depth + 1);
                }
            }
            _ => {}
        }
    }

    /// Notes what `… as name` binds: what is caught, or what `with` is given.
    pub(super) fn tell_as(&mut self, node: Node, parent: &Frame) {
        // In a pattern the grammar gives the name no field.
        let target = self.child(node, self.fields.alias).or_else(|| node.named_child(1));
        let (Some(of), Some(target)) = (node.named_child(0), target) else { return };
        let target = target.named_child(0).unwrap_or(target);
        let value = match parent.kind {
            K::CasePattern => self.class_in(of).and_then(|of| self.out.value(ValueFact::Of(of))),
            K::ExceptClause => self.classes_of(of).and_then(|of| self.out.value(ValueFact::Of(of))),
            _ => {
                let given = self.value_of(of);
                given.and_then(|given| self.out.value(ValueFact::Entered(given)))
            }
        };
        self.tell_target(target, value, 0);
    }

    /// The class whose instances a pattern is for.
    pub(super) fn class_in(&mut self, pattern: Node) -> Option<u32> {
        let class = pattern.named_child(0).filter(|of| self.kind(*of) == K::ClassPattern)?;
        self.dotted_type(class.named_child(0)?)
    }

    /// The type that `a.b` names.
    fn dotted_type(&mut self, node: Node) -> Option<u32> {
        let mut cursor = node.walk();
        let parts: Vec<Node> = node.named_children(&mut cursor).take(MAX_PARTS).collect();
        let parts: Option<Vec<String>> = parts.into_iter().map(|part| self.out.owned(part)).collect();
        self.out.named_type(parts.filter(|parts| !parts.is_empty())?)
    }

    /// Notes what a function without a name takes that is called with each of what another argument holds: `map(lambda x: …, xs)`,
    /// `sorted(xs, key=lambda x: …)`, `xs.sort(key=lambda x: …)`.
    pub(super) fn tell_lambda(&mut self, call: Node) {
        let (Some(function), Some(list)) =
            (self.child(call, self.fields.function), self.child(call, self.fields.arguments))
        else {
            return;
        };
        let mut cursor = list.walk();
        let given: Vec<Node> = list.named_children(&mut cursor).take(MAX_PARTS).collect();
        let key = |of: &&Node| {
            self.kind(**of) == K::KeywordArgument
                && self.child(**of, self.fields.name).is_some_and(|name| self.out.text(name) == b"key")
        };
        let key = given.iter().find(key).and_then(|of| self.child(*of, self.fields.value));
        let (lambda, many) = match self.kind(function) {
            K::Identifier => match self.out.text(function) {
                b"map" | b"filter" => (given.first().copied(), given.get(1).copied()),
                b"sorted" | b"min" | b"max" => (key, given.first().copied()),
                _ => return,
            },
            K::Attribute if key.is_some() => (key, self.child(function, self.fields.object)),
            _ => return,
        };
        let Some(lambda) = lambda.filter(|of| self.kind(*of) == K::Lambda) else { return };
        let taken = self.child(lambda, self.fields.parameters).and_then(|list| list.named_child(0));
        let each = many.and_then(|many| self.value_of(many));
        let each = each.and_then(|each| self.out.value(ValueFact::Looped(each)));
        if let Some(taken) = taken {
            self.tell_target(taken, each, 0);
        }
    }

    /// Likewise, where the grammar takes the name for one of the clause.
    pub(super) fn tell_caught(&mut self, node: Node) {
        let (Some(of), Some(target)) =
            (self.child(node, self.fields.value), self.child(node, self.fields.alias))
        else {
            return;
        };
        let value = self.classes_of(of).and_then(|of| self.out.value(ValueFact::Of(of)));
        self.tell_target(target, value, 0);
    }

    /// Notes what `name := value` binds.
    pub(super) fn tell_named(&mut self, node: Node) {
        let (Some(name), Some(value)) =
            (self.child(node, self.fields.name), self.child(node, self.fields.value))
        else {
            return;
        };
        let value = self.value_of(value);
        self.tell_target(name, value, 0);
    }

    /// The type that a class is, or one of several in brackets.
    pub(super) fn classes_of(&mut self, node: Node) -> Option<u32> {
        if self.kind(node) != K::Sequence {
            return self.type_of(node);
        }
        let mut cursor = node.walk();
        let parts: Vec<Node> = node.named_children(&mut cursor).take(MAX_PARTS).collect();
        let types: Option<Vec<u32>> = parts.into_iter().map(|part| self.type_of(part)).collect();
        self.out.type_fact(TypeFact::AnyOf(types.filter(|types| !types.is_empty())?))
    }
}
