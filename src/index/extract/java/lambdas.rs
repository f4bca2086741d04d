//! Functions without a name: what they take and give, and who takes them.

use tree_sitter::Node;

use super::kinds::K;
use super::{Extractor, Frame};
use crate::index::facts::{LocalFact, TypeFact, ValueFact};

/// What a lambda is made to be.
#[derive(Clone, Copy)]
pub(super) enum Taker {
    /// An argument of this number, of the call of a name that begins there.
    Call(u32, u16),
    /// Something of a type.
    Type(u32),
    /// What another value is.
    Value(u32),
}

impl Extractor<'_> {
    /// What a lambda is: something that takes so much. What it gives is known once its parameters are.
    pub(super) fn value_of_lambda(&mut self, node: Node) -> Option<u32> {
        let count = self.parameters_of_lambda(node).len();
        let of = self.out.type_fact(TypeFact::Callable { takes: vec![None; count], returns: None })?;
        self.lambdas.insert(node.start_byte(), of);
        self.out.value(ValueFact::Of(of))
    }

    /// What `object::name` and `Type::new` are: something that gives what calling that does.
    pub(super) fn value_of_reference(&mut self, node: Node) -> Option<u32> {
        let of = node.named_child(0)?;
        let mut cursor = node.walk();
        let last = node.named_children(&mut cursor).last()?;
        let given = if last == of {
            self.instance_of(of)
        } else {
            let called = self.out.used(last)?;
            self.out.value(ValueFact::Call(called))
        };
        let given = given.or_else(|| self.out.value(ValueFact::Unknown))?;
        let given = self.out.type_fact(TypeFact::OfValue(given))?;
        let of = self.out.type_fact(TypeFact::Function(given))?;
        self.out.value(ValueFact::Of(of))
    }

    /// Notes which of a call's arguments are lambdas.
    pub(super) fn takes(&mut self, name: Node, given: &[Node]) {
        let Ok(called) = u32::try_from(name.start_byte()) else { return };
        for (number, argument) in (0u16..).zip(given) {
            self.is_taken(*argument, Taker::Call(called, number));
        }
    }

    /// Notes what a value is made to be, if it is a lambda.
    pub(super) fn is_taken(&mut self, value: Node, taker: Taker) {
        if self.kind(value) == K::Lambda {
            self.takers.insert(value.start_byte(), taker);
        }
    }

    /// A lambda's parameters.
    fn parameters_of_lambda<'t>(&self, node: Node<'t>) -> Vec<Node<'t>> {
        let Some(list) = self.child(node, self.fields.parameters) else { return Vec::new() };
        if self.kind(list) == K::Identifier {
            return vec![list];
        }
        let mut cursor = list.walk();
        list.named_children(&mut cursor).filter(|of| self.kind(*of) != K::Comment).collect()
    }

    /// `target = …`.
    pub(super) fn assignment(&mut self, node: Node) {
        let (left, right) = (self.child(node, self.fields.left), self.child(node, self.fields.right));
        if let (Some(left), Some(right)) = (left, right)
            && self.kind(right) == K::Lambda
            && let Some(value) = self.value_of(left)
        {
            self.is_taken(right, Taker::Value(value));
        }
    }

    /// `(Type) …`.
    pub(super) fn cast(&mut self, node: Node) {
        if let (Some(of), Some(value)) =
            (self.child(node, self.fields.r#type), self.child(node, self.fields.value))
            && self.kind(value) == K::Lambda
            && let Some(of) = self.type_of(of)
        {
            self.is_taken(value, Taker::Type(of));
        }
    }

    /// What the method around returns, if no lambda stands between.
    fn returned_here(&self) -> Option<u32> {
        let around = self.frames.iter().rev().find(|frame| matches!(frame.kind, K::Lambda | K::Method))?;
        let method = self.out.container().filter(|_| around.kind == K::Method)?;
        self.out.facts.symbols.get(method as usize)?.declared
    }

    /// Goes into a lambda: its parameters that have no type are what its taker hands to it.
    pub(super) fn lambda(&mut self, node: Node, parent: &Frame) {
        let whole = match self.takers.remove(&node.start_byte()) {
            Some(Taker::Call(called, number)) => {
                let called = self.out.value(ValueFact::Use(called));
                called.and_then(|called| self.out.value(ValueFact::Parameter(called, number)))
            }
            Some(Taker::Type(of)) => self.out.value(ValueFact::Of(of)),
            Some(Taker::Value(value)) => Some(value),
            None if parent.kind == K::Return => {
                self.returned_here().and_then(|of| self.out.value(ValueFact::Of(of)))
            }
            None => None,
        };
        for (number, name) in (0u16..).zip(self.parameters_of_lambda(node)) {
            if self.kind(name) == K::Identifier {
                let value = whole.and_then(|whole| self.out.value(ValueFact::Parameter(whole, number)));
                self.bind(name, LocalFact { declared: None, value });
            }
        }
        let Some(of) = self.lambdas.remove(&node.start_byte()) else { return };
        let body = self.child(node, self.fields.body).filter(|body| self.kind(*body) != K::Block);
        let given = body.and_then(|body| self.value_of(body));
        let given = given.and_then(|given| self.out.type_fact(TypeFact::OfValue(given)));
        if let Some(TypeFact::Callable { returns, .. }) = self.out.facts.types.get_mut(of as usize) {
            *returns = given;
        }
    }
}
