//! What expressions are, as far as that tells their type.

use tree_sitter::Node;

use super::Extractor;
use super::kinds::K;
use crate::index::facts::{TypeFact, ValueFact};

/// How deep expressions are followed.
const MAX_LAYERS: usize = 16;

/// How deep what may be one or the other is followed.
const MAX_CHOICES: usize = 3;

/// At most so many returned values are kept.
const MAX_VALUES: usize = 8;

impl Extractor<'_, '_> {
    /// What an expression is.
    pub(super) fn value_of(&mut self, node: Node) -> Option<u32> {
        self.layer_of_value(node, 0, 0)
    }

    fn layer_of_value(&mut self, node: Node, depth: usize, choices: usize) -> Option<u32> {
        let mut node = node;
        for depth in depth..MAX_LAYERS {
            let next = depth + 1;
            node = match self.kind(node) {
                K::This => {
                    let container = self.out.container();
                    return self.out.value(ValueFact::This(container));
                }
                K::Identifier => {
                    return match self.locals.get(self.out.text(node)) {
                        Some(binding) => self.out.value(ValueFact::Local(binding.local?)),
                        None => self.out.used(node),
                    };
                }
                K::Qualified | K::TemplateFunction => {
                    let name = self.last_name(node)?;
                    return self.out.used(name);
                }
                K::FieldExpression => {
                    let field = self.child(node, self.fields.field)?;
                    let name = self.last_name(field)?;
                    return self.out.used(name);
                }
                K::Call => return self.called_value(node, next, choices),
                K::New | K::CompoundLiteral | K::Cast => {
                    let made = self.type_of(self.child(node, self.fields.r#type)?)?;
                    return self.out.value(ValueFact::Of(made));
                }
                K::PointerExpression if self.out.text(node).first() == Some(&b'*') => {
                    let inner =
                        self.layer_of_value(self.child(node, self.fields.argument)?, next, choices)?;
                    return self.out.value(ValueFact::Inside(inner));
                }
                K::PointerExpression | K::Update => self.child(node, self.fields.argument)?,
                K::Subscript => {
                    let inner =
                        self.layer_of_value(self.child(node, self.fields.argument)?, next, choices)?;
                    return self.out.value(ValueFact::Element(inner));
                }
                K::Parenthesized | K::CoAwait => node.named_child(0)?,
                K::Assignment | K::Binary => self.child(node, self.fields.left)?,
                K::Comma => self.child(node, self.fields.right)?,
                K::Conditional if choices < MAX_CHOICES => {
                    let one = self.child(node, self.fields.consequence);
                    let other = self.child(node, self.fields.alternative);
                    let one = one.and_then(|one| self.layer_of_value(one, next, choices + 1));
                    let other = other.and_then(|other| self.layer_of_value(other, next, choices + 1));
                    return match (one, other) {
                        (Some(one), Some(other)) => self.out.value(ValueFact::Either(one, other)),
                        (one, other) => one.or(other),
                    };
                }
                K::Literal => return self.out.value(ValueFact::Outside),
                _ => return None,
            };
        }
        None
    }

    /// What a call gives.
    fn called_value(&mut self, call: Node, depth: usize, choices: usize) -> Option<u32> {
        let function = self.child(call, self.fields.function)?;
        let name = self.last_name(function);
        let text = name.map(|name| self.out.text(name)).unwrap_or_default();
        match text {
            b"static_cast" | b"dynamic_cast" | b"const_cast" | b"reinterpret_cast" => {
                let made = self.first_template_argument(function)?;
                return self.out.value(ValueFact::Of(made));
            }
            b"make_unique" | b"make_shared" => {
                if let Some(made) = self.first_template_argument(function) {
                    let pointer = if text == b"make_unique" { "unique_ptr" } else { "shared_ptr" };
                    let path = vec!["std".to_owned(), pointer.to_owned()];
                    let container = self.out.container();
                    let made =
                        self.out.type_fact(TypeFact::Named { path, arguments: vec![made], container })?;
                    return self.out.value(ValueFact::Of(made));
                }
            }
            b"move" | b"forward" => {
                let arguments = self.child(call, self.fields.arguments)?;
                return self.layer_of_value(arguments.named_child(0)?, depth, choices);
            }
            _ => {}
        }
        let called = self.layer_of_value(function, depth, choices)?;
        self.out.value(ValueFact::Call(called))
    }

    /// `T` of `f<T>` or `a::f<T>`.
    fn first_template_argument(&mut self, function: Node) -> Option<u32> {
        let name = self.last_name(function)?;
        let list = self.child(name.parent()?, self.fields.arguments)?;
        self.type_of(list.named_child(0)?)
    }

    /// What a function returns that says no type.
    pub(super) fn returned(&mut self, node: Node) {
        let Some(symbol) = self.context().returns_to else { return };
        let known = self.out.fact(symbol).map_or(MAX_VALUES, |fact| fact.values.len());
        if known >= MAX_VALUES {
            return;
        }
        let Some(value) = node.named_child(0).and_then(|value| self.value_of(value)) else { return };
        if let Some(fact) = self.out.fact(symbol) {
            fact.values.push(value);
        }
    }
}
