//! What expressions are, as far as that tells their type.

use tree_sitter::Node;

use super::Extractor;
use super::kinds::K;
use crate::index::extract::builder::MAX_GIVEN;
use crate::index::facts::{TypeFact, ValueFact};

/// How deep expressions are followed.
const MAX_LAYERS: usize = 16;

impl Extractor<'_, '_> {
    /// What an expression is, where that can tell its type.
    pub(super) fn value_of(&mut self, node: Node) -> Option<u32> {
        self.layer_of_value(node, 0)
    }

    fn layer_of_value(&mut self, node: Node, depth: usize) -> Option<u32> {
        if depth > MAX_LAYERS {
            return None;
        }
        let next = depth + 1;
        match self.kind(node) {
            K::Identifier => match self.locals.get(self.out.text(node)) {
                Some(local) => self.out.value(ValueFact::Local(local?)),
                None => self.out.used(node),
            },
            K::Selector => self.out.used(self.child(node, self.fields.field)?),
            K::Call => self.value_of_call(node, next),
            // A pointer stands for what it points to.
            K::Unary if self.out.text(node).starts_with(b"<-") => {
                let channel = self.layer_of_value(self.child(node, self.fields.operand)?, next)?;
                self.out.value(ValueFact::Element(channel))
            }
            K::Unary | K::SliceExpression => {
                self.layer_of_value(self.child(node, self.fields.operand)?, next)
            }
            K::Index => {
                let of = self.layer_of_value(self.child(node, self.fields.operand)?, next)?;
                self.out.value(ValueFact::Element(of))
            }
            K::Conversion if self.called_name(node).is_some() => {
                let name = self.called_name(node)?;
                let called = self.out.used(name)?;
                let given = self.child(node, self.fields.r#type);
                let list = given.and_then(|of| self.child(of, self.fields.type_arguments));
                let given = list.map(|list| self.types_in(list, 0));
                self.call_with(called, given)
            }
            K::TypeAssertion | K::Conversion | K::CompositeLiteral => {
                let of = self.type_of(self.child(node, self.fields.r#type)?)?;
                self.out.value(ValueFact::Of(of))
            }
            K::TypeInstantiation => self.layer_of_value(self.child(node, self.fields.r#type)?, next),
            K::FuncLiteral => {
                let of = self.type_of(node)?;
                self.out.value(ValueFact::Of(of))
            }
            K::Parenthesized => self.layer_of_value(node.named_child(0)?, next),
            K::Binary => {
                let operator = self.child(node, self.fields.operator)?;
                if self.kind(operator) == K::Comparison {
                    return self.out.value(ValueFact::Outside);
                }
                // A constant takes the type of what stands beside it.
                let (left, right) =
                    (self.child(node, self.fields.left)?, self.child(node, self.fields.right)?);
                let side = if self.kind(left) == K::AnyLiteral { right } else { left };
                self.layer_of_value(side, next)
            }
            K::AnyLiteral => self.out.value(ValueFact::Outside),
            _ => None,
        }
    }

    /// The name of `f[T](x)`, which the grammar takes for a conversion.
    fn called_name<'n>(&self, node: Node<'n>) -> Option<Node<'n>> {
        let of = self.child(node, self.fields.r#type).filter(|of| self.kind(*of) == K::GenericType)?;
        self.base_name(of)
    }

    fn value_of_call(&mut self, node: Node, depth: usize) -> Option<u32> {
        let function = self.child(node, self.fields.function)?;
        let name = self.out.text(function);
        let is_own = self.kind(function) == K::Identifier && self.locals.get(name).is_none();
        let first = || self.child(node, self.fields.arguments).and_then(|list| list.named_child(0));
        match name {
            b"new" | b"make" if is_own => {
                let of = self.type_of(first()?)?;
                self.out.value(ValueFact::Of(of))
            }
            b"append" if is_own => self.layer_of_value(first()?, depth),
            _ => {
                let called = self.layer_of_value(function, depth)?;
                let list = self.child(node, self.fields.type_arguments);
                let given = list.map(|list| self.types_in(list, 0)).or_else(|| self.given_as_index(function));
                if given.is_none() {
                    self.note_given(node, function, depth);
                }
                self.call_with(called, given)
            }
        }
    }

    /// Notes what a call is given whose value is asked for: that may tell what a generic function gives.
    fn note_given(&mut self, call: Node, function: Node, depth: usize) {
        let name = match self.kind(function) {
            K::Selector => self.child(function, self.fields.field),
            K::Identifier => Some(function),
            _ => None,
        };
        let Some(name) = name.filter(|name| !self.out.knows_given(*name)) else { return };
        let Some(list) = self.child(call, self.fields.arguments) else { return };
        let mut cursor = list.walk();
        let given: Vec<Node> = list.named_children(&mut cursor).take(MAX_GIVEN).collect();
        let given: Box<[Option<u32>]> =
            given.into_iter().map(|value| self.layer_of_value(value, depth)).collect();
        self.out.note_given(name, given);
    }

    /// `T` of `f[T]()`, which the grammar takes for an index: `f` is no variable of a function.
    fn given_as_index(&mut self, function: Node) -> Option<Vec<u32>> {
        let index = self.child(function, self.fields.index).filter(|_| self.kind(function) == K::Index)?;
        let operand = self.child(function, self.fields.operand)?;
        let is_local = self.locals.get(self.out.text(operand)).is_some();
        (!is_local).then(|| self.type_of(index)).flatten().map(|of| vec![of])
    }

    /// What a call gives, of a function with such generic arguments, where the text says them.
    fn call_with(&mut self, called: u32, given: Option<Vec<u32>>) -> Option<u32> {
        match given
            .filter(|given| !given.is_empty())
            .and_then(|given| self.out.type_fact(TypeFact::Tuple(given)))
        {
            Some(given) => self.out.value(ValueFact::CallWith(called, given)),
            None => self.out.value(ValueFact::Call(called)),
        }
    }

    /// What the names on the left of an assignment are bound to, one for each of `count`.
    pub(super) fn values_of(&mut self, right: Node, count: usize) -> Vec<Option<u32>> {
        let mut cursor = right.walk();
        let given: Vec<Node> = match self.kind(right) {
            K::ExpressionList => {
                right.named_children(&mut cursor).filter(|value| self.kind(*value) != K::Comment).collect()
            }
            _ => vec![right],
        };
        match given.as_slice() {
            [only] if count > 1 => self.parts_of(*only, count),
            _ => given.into_iter().take(count).map(|value| self.value_of(value)).collect(),
        }
    }

    /// The parts of one value: what a call returns, or with `v, ok := …` the value and whether there is one.
    fn parts_of(&mut self, node: Node, count: usize) -> Vec<Option<u32>> {
        let Some(whole) = self.value_of(node) else { return Vec::new() };
        let is_call = self.kind(node) == K::Call
            || self.kind(node) == K::Conversion && self.called_name(node).is_some();
        if is_call {
            let parts = (0..u16::MAX).take(count);
            return parts.map(|part| self.out.value(ValueFact::Part(whole, part))).collect();
        }
        vec![Some(whole), self.out.value(ValueFact::Outside)]
    }

    /// What a loop over a value binds: keys and elements.
    pub(super) fn ranged(&mut self, right: Node) -> Vec<Option<u32>> {
        let Some(over) = self.value_of(right) else { return Vec::new() };
        vec![self.out.value(ValueFact::Part(over, 0)), self.out.value(ValueFact::Element(over))]
    }
}
