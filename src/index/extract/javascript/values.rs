//! What an expression says of its type.

use tree_sitter::Node;

use super::kinds::K;
use super::scope::Bound;
use super::visit::expects;
use super::{Extractor, Frame};
use crate::index::facts::{TypeFact, ValueFact};

/// How deep expressions are followed.
const MAX_LAYERS: usize = 16;

impl Extractor<'_, '_> {
    /// Whether a plain name is a variable of a function.
    pub(super) fn is_local(&self, name: Node) -> bool {
        let bound = self.scopes.find(self.scopes.current(), self.out.text(name));
        matches!(bound, Some((_, Bound::Local(_))))
    }

    /// What an expression is, where that can tell its type.
    pub(super) fn value_of(&mut self, node: Node) -> Option<u32> {
        self.layer_of_value(node, 0)
    }

    pub(super) fn layer_of_value(&mut self, node: Node, depth: usize) -> Option<u32> {
        if depth > MAX_LAYERS {
            return None;
        }
        let next = depth + 1;
        let fields = self.fields;
        match self.kind(node) {
            K::Identifier => self.named_value(node),
            K::This => self.this(),
            K::Super => {
                let this = self.functions.last().and_then(|function| function.this)?;
                self.out.value(ValueFact::Super(Some(this)))
            }
            K::Member => match self.scopes.narrowed(self.out.text(node)) {
                Some(told) => Some(told),
                None => self.out.used(self.child(node, fields.property)?),
            },
            K::Subscript => {
                let index = self.child(node, fields.index)?;
                if self.kind(index) == K::String {
                    let name = self.plain_name(index)?;
                    return self.out.used(name);
                }
                let of = self.layer_of_value(self.child(node, fields.object)?, next)?;
                // Of a tuple that is one of its parts, of a list what it is of.
                let number =
                    std::str::from_utf8(self.out.text(index)).ok().and_then(|text| text.parse().ok());
                let fact = number.map_or(ValueFact::Element(of), |number| ValueFact::Numbered(of, number));
                self.out.value(fact)
            }
            K::Call => {
                let called = self.child(node, fields.function)?;
                if matches!(self.kind(called), K::Super | K::Import) {
                    return None;
                }
                if let Some(component) = self.component(node, next) {
                    return Some(component);
                }
                if self.kind(called) == K::Member
                    && let Some(made) = self.made_of_argument(node, called, next)
                {
                    return Some(made);
                }
                let value = match self.function_at_once(called) {
                    Some(function) => self.value_or_function(function, next)?,
                    None => self.layer_of_value(called, next)?,
                };
                let call = match self.given_to_call(node) {
                    Some(given) => ValueFact::CallWith(value, given),
                    None => {
                        self.note_given(node, called, next);
                        ValueFact::Call(value)
                    }
                };
                self.out.value(call)
            }
            K::New => {
                let given = self.child(node, fields.type_arguments);
                let class = self.child(node, fields.constructor)?;
                if self.kind(class) == K::This {
                    return self.this();
                }
                if let Some(made) = self.constructed(class, given) {
                    return self.instance(node, class, made, next);
                }
                // A class that a variable holds.
                let held = self.layer_of_value(class, next)?;
                self.out.value(ValueFact::Call(held))
            }
            K::Await => {
                let inner = self.layer_of_value(node.named_child(0)?, next)?;
                self.out.value(ValueFact::Inside(inner))
            }
            K::NonNull | K::Parenthesized | K::Satisfies | K::Instantiation => {
                match self.documented_before(node.start_byte()) {
                    Some(of) if self.kind(node) == K::Parenthesized => self.out.value(ValueFact::Of(of)),
                    _ => self.layer_of_value(self.first_value(node)?, next),
                }
            }
            K::As => match node.named_child(1) {
                Some(of) => self.cast(of),
                None => match node.named_child(0)? {
                    list if self.kind(list) == K::Array => self.fixed(list, false, next),
                    value => self.layer_of_value(value, next),
                },
            },
            K::TypeAssertion => self.cast(node.named_child(0)?.named_child(0)?),
            K::Binary | K::Augmented => self.binary(node, next),
            K::Ternary => {
                let then =
                    self.child(node, fields.consequence).and_then(|value| self.layer_of_value(value, next));
                let other =
                    self.child(node, fields.alternative).and_then(|value| self.layer_of_value(value, next));
                self.out.one_of(then, other)
            }
            K::Assignment => self.layer_of_value(self.child(node, fields.right)?, next),
            K::Sequence => {
                let last = u32::try_from(node.named_child_count().checked_sub(1)?).ok()?;
                self.layer_of_value(node.named_child(last)?, next)
            }
            K::Object => self.object(node, next),
            K::Array => self.list(node, next),
            K::Literal | K::String => self.out.value(ValueFact::Outside),
            _ => None,
        }
    }

    /// The function that is called where it stands: `(function () { … })()`.
    fn function_at_once<'n>(&self, called: Node<'n>) -> Option<Node<'n>> {
        let inner = self.first_value(called).filter(|_| self.kind(called) == K::Parenthesized)?;
        matches!(self.kind(inner), K::Arrow | K::FunctionExpression).then_some(inner)
    }

    /// An object of a class that a constructor makes: what a generic one is of, the arguments tell where the text does not.
    fn instance(&mut self, node: Node, class: Node, made: u32, depth: usize) -> Option<u32> {
        let is_told = self.child(node, self.fields.type_arguments).is_some();
        // What begins in lower case may be a variable that holds a class.
        let is_class = self.out.text(class).first().is_some_and(u8::is_ascii_uppercase);
        let is_plain = is_class && self.values_given(node).is_empty();
        if is_told || self.kind(class) != K::Identifier || is_plain {
            return self.out.value(ValueFact::Of(made));
        }
        if matches!(self.out.text(class), b"Set" | b"WeakSet") {
            let many =
                self.values_given(node).first().copied().and_then(|many| self.layer_of_value(many, depth));
            let one = many.and_then(|many| self.out.value(ValueFact::Looped(many)));
            let one = one.and_then(|one| self.out.type_fact(TypeFact::OfValue(one)));
            let set = one.and_then(|one| self.out.generic_type(vec!["Set".to_owned()], vec![one]));
            return self.out.value(ValueFact::Of(set.unwrap_or(made)));
        }
        self.note_given(node, class, depth);
        let called = self.out.used(class)?;
        self.out.value(ValueFact::Constructed(made, called))
    }

    /// What a plain name stands for.
    pub(super) fn named_value(&mut self, name: Node) -> Option<u32> {
        let text = self.out.text(name);
        if let Some(told) = self.scopes.narrowed(text) {
            return Some(told);
        }
        match self.scopes.find(self.scopes.current(), text) {
            Some((_, Bound::Local(local))) => self.out.value(ValueFact::Local(local?)),
            _ if text == b"undefined" => None,
            _ => self.out.used(name),
        }
    }

    /// The first child that is no comment.
    pub(super) fn first_value<'n>(&self, node: Node<'n>) -> Option<Node<'n>> {
        let mut cursor = node.walk();
        node.named_children(&mut cursor).find(|child| self.kind(*child) != K::Comment)
    }

    /// `[a, b] as const`: so many values side by side, each of its own type, or of what waiting for it comes to.
    pub(super) fn fixed(&mut self, list: Node, is_awaited: bool, depth: usize) -> Option<u32> {
        let mut cursor = list.walk();
        let parts: Vec<Node> = list.named_children(&mut cursor).collect();
        let parts: Vec<Node> = parts.into_iter().filter(|part| self.kind(*part) != K::Comment).collect();
        if parts.len() > MAX_LAYERS || parts.iter().any(|part| self.kind(*part) == K::Spread) {
            return self.out.value(ValueFact::Outside);
        }
        let mut types = Vec::with_capacity(parts.len());
        for part in parts {
            let mut value = self.layer_of_value(part, depth);
            if is_awaited {
                value = value.and_then(|value| self.out.value(ValueFact::Inside(value)));
            }
            let value = value.or_else(|| self.out.value(ValueFact::Unknown))?;
            types.push(self.out.type_fact(TypeFact::OfValue(value))?);
        }
        let tuple = self.out.type_fact(TypeFact::Tuple(types))?;
        self.out.value(ValueFact::Of(tuple))
    }

    fn cast(&mut self, of: Node) -> Option<u32> {
        let of = self.type_of(of)?;
        self.out.value(ValueFact::Of(of))
    }

    fn binary(&mut self, node: Node, depth: usize) -> Option<u32> {
        let operator = self.child(node, self.fields.operator).map(|operator| self.out.text(operator));
        let right = self.child(node, self.fields.right)?;
        match operator {
            Some(b"||" | b"??" | b"||=" | b"??=") => {
                let left = self.child(node, self.fields.left)?;
                let left = self.layer_of_value(left, depth);
                let right = self.layer_of_value(right, depth);
                self.out.one_of(left, right)
            }
            Some(b"&&") => self.layer_of_value(right, depth),
            _ => self.out.value(ValueFact::Outside),
        }
    }

    /// `value as Type` and `value satisfies Type`: of that type is what stands before it.
    pub(super) fn expected_by_cast(&mut self, node: Node, frame: &mut Frame) {
        let (Some(value), Some(of)) = (node.named_child(0), node.named_child(1)) else { return };
        frame.value = if expects(self.kind(value)) { self.cast(of) } else { None };
    }
}
