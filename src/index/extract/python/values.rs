//! What annotations and expressions say of a type.

use tree_sitter::Node;

use super::Extractor;
use super::kinds::K;
use super::quoted::expression;
use super::scope::Bound;
use crate::index::facts::{TypeFact, ValueFact};

/// How deep types and expressions are followed.
const MAX_LAYERS: usize = 16;

impl Extractor<'_, '_> {
    /// A type as an annotation names it.
    pub(super) fn type_of(&mut self, node: Node) -> Option<u32> {
        self.layer_of_type(node, 0)
    }

    fn layer_of_type(&mut self, node: Node, depth: usize) -> Option<u32> {
        if depth > MAX_LAYERS {
            return None;
        }
        let next = depth + 1;
        match self.kind(node) {
            K::Identifier if self.out.text(node) == b"Self" => self.out.type_fact(TypeFact::This),
            K::Identifier => {
                let name = self.out.owned(node)?;
                self.out.named_type(vec![name])
            }
            K::Attribute => {
                let path = self.attribute_path(node)?;
                self.out.named_type(path)
            }
            K::String => {
                let tree = self.unquoted(node)?;
                self.layer_of_type(expression(&tree)?, next)
            }
            K::Type => self.layer_of_type(node.named_child(0)?, next),
            K::Subscript | K::GenericType => self.generic(node, next),
            K::BinaryOperator | K::UnionType => self.either(node, next),
            _ => None,
        }
    }

    /// `A[B, C]`: `A` of `B` and `C`, but for the forms of `typing` that only stand around a type.
    fn generic(&mut self, node: Node, depth: usize) -> Option<u32> {
        let mut cursor = node.walk();
        let mut parts: Vec<Node> = node.named_children(&mut cursor).collect();
        if let [_, list] = parts.as_slice()
            && self.kind(*list) == K::TypeParameter
        {
            let list = *list;
            parts.truncate(1);
            parts.extend(list.named_children(&mut cursor));
        }
        let (first, rest) = parts.split_first()?;
        let name = self.out.text(*first);
        let name = name.rsplit(|byte| *byte == b'.').next().unwrap_or(name);
        let mut arguments = Vec::new();
        for part in rest.iter().take(MAX_LAYERS) {
            arguments.extend(self.layer_of_type(*part, depth));
        }
        match name {
            b"Optional" | b"Union" => self.out.type_fact(TypeFact::AnyOf(arguments)),
            b"Annotated" | b"ClassVar" | b"Final" | b"Required" | b"NotRequired" | b"ReadOnly" => {
                arguments.first().copied()
            }
            b"Callable" => {
                let returned = rest.last().and_then(|last| self.layer_of_type(*last, depth))?;
                self.out.type_fact(TypeFact::Function(returned))
            }
            b"tuple" | b"Tuple" => self.out.type_fact(TypeFact::Tuple(arguments)),
            _ => {
                let base = self.layer_of_type(*first, depth)?;
                if let Some(TypeFact::Named { arguments: given, .. }) =
                    self.out.facts.types.get_mut(base as usize)
                {
                    *given = arguments;
                }
                Some(base)
            }
        }
    }

    /// `A | B`.
    fn either(&mut self, node: Node, depth: usize) -> Option<u32> {
        let mut cursor = node.walk();
        let parts: Vec<Node> = node.named_children(&mut cursor).collect();
        let parts: Vec<u32> = parts.into_iter().filter_map(|part| self.layer_of_type(part, depth)).collect();
        match parts.as_slice() {
            [] => None,
            [only] => Some(*only),
            _ => self.out.type_fact(TypeFact::AnyOf(parts)),
        }
    }

    /// The parts of `a.b.c`.
    fn attribute_path(&self, node: Node) -> Option<Vec<String>> {
        let mut parts = Vec::new();
        let mut at = node;
        while self.kind(at) == K::Attribute {
            if parts.len() >= MAX_LAYERS {
                return None;
            }
            parts.push(self.out.owned(self.child(at, self.fields.attribute)?)?);
            at = self.child(at, self.fields.object)?;
        }
        parts.push(self.out.owned(at)?);
        parts.reverse();
        Some(parts)
    }

    /// Whether a call makes another one of what the object itself is: `type(self)()`, `self.__class__()`.
    fn makes_own(&self, call: Node) -> bool {
        let is_self = |node: Node| {
            let found = self.scopes.find(self.scopes.current(), self.out.text(node));
            self.kind(node) == K::Identifier && found.is_some_and(|of| of.bound == Bound::Receiver)
        };
        let Some(function) = self.child(call, self.fields.function) else { return false };
        match self.kind(function) {
            // The first parameter of a method of the class itself is called so.
            K::Identifier => self.out.text(function) == b"cls" && is_self(function),
            K::Attribute => {
                let name = self.child(function, self.fields.attribute).map(|name| self.out.text(name));
                name == Some(b"__class__") && self.child(function, self.fields.object).is_some_and(is_self)
            }
            K::Call => {
                let name = self.child(function, self.fields.function).map(|name| self.out.text(name));
                let list = self.child(function, self.fields.arguments);
                let only =
                    list.filter(|list| list.named_child_count() == 1).and_then(|list| list.named_child(0));
                name == Some(b"type") && only.is_some_and(is_self)
            }
            _ => false,
        }
    }

    /// What it is whose class an expression names: `type(x)`, `x.__class__`.
    fn classed<'n>(&self, node: Node<'n>) -> Option<Node<'n>> {
        match self.kind(node) {
            K::Attribute => {
                let name = self.child(node, self.fields.attribute)?;
                (self.out.text(name) == b"__class__").then(|| self.child(node, self.fields.object)).flatten()
            }
            K::Call => {
                let function = self.child(node, self.fields.function)?;
                let list =
                    self.child(node, self.fields.arguments).filter(|list| list.named_child_count() == 1)?;
                (self.out.text(function) == b"type").then(|| list.named_child(0)).flatten()
            }
            _ => None,
        }
    }

    /// What an expression is, where that can tell its type.
    pub(super) fn value_of(&mut self, node: Node) -> Option<u32> {
        match self.kind(node) {
            K::Identifier => {
                let binding = self.scopes.find(self.scopes.current(), self.out.text(node));
                let local = binding.and_then(|binding| binding.local);
                match (binding.map(|binding| binding.bound), local) {
                    (Some(Bound::Receiver), _) => {
                        let container = self.out.container();
                        self.out.value(ValueFact::This(container))
                    }
                    (Some(Bound::Local), local) => self.out.value(ValueFact::Local(local?)),
                    // What a loop or the like binds outside of functions is no symbol.
                    (Some(Bound::Symbol), Some(local)) if !self.top.contains_key(self.out.text(node)) => {
                        self.out.value(ValueFact::Local(local))
                    }
                    _ => self.out.used(node),
                }
            }
            // A class is looked into as its instances are.
            K::Attribute | K::Call if self.classed(node).is_some() => {
                let of = self.classed(node)?;
                self.deeper(of)
            }
            K::Attribute => self.out.used(self.child(node, self.fields.attribute)?),
            K::Call if self.is_super(node) => {
                let container = self.out.container();
                self.out.value(ValueFact::Super(container))
            }
            K::Call if self.makes_own(node) => {
                let container = self.out.container();
                self.out.value(ValueFact::This(container))
            }
            K::Call => {
                let function = self.child(node, self.fields.function)?;
                if let Some(of) = self.classed(function) {
                    return self.deeper(of);
                }
                let called = match self.kind(function) {
                    K::Identifier => match self.given_by_builtin(node, function) {
                        Some(given) => return Some(given),
                        None => self.value_of(function)?,
                    },
                    K::Attribute => match self.given_by_module(node, function) {
                        Some(given) => return Some(given),
                        None => self.value_of(function)?,
                    },
                    // What a call gives is called: a class, say.
                    K::Call => self.deeper(function)?,
                    // A generic class: `Name[Type](…)`.
                    K::Subscript => {
                        let of = self.child(function, self.fields.value)?;
                        let is_class = super::types::is_capitalised(self.out.text(of));
                        if is_class && self.kind(of) == K::Identifier {
                            self.value_of(of)?
                        } else {
                            return None;
                        }
                    }
                    _ => return None,
                };
                self.note_given(node, function);
                self.out.value(ValueFact::Call(called))
            }
            K::Subscript => {
                let of = self.child(node, self.fields.value)?;
                let of = match self.kind(of) {
                    K::Identifier | K::Attribute | K::Call => self.value_of(of)?,
                    K::Subscript | K::Sequence | K::Comprehension | K::Dictionary => self.deeper(of)?,
                    _ => return None,
                };
                if node.named_child(1).is_some_and(|part| self.kind(part) == K::Slice) {
                    return Some(of);
                }
                let index = node.named_child(1).map(|index| self.out.text(index)).unwrap_or_default();
                let number = std::str::from_utf8(index).ok().and_then(|text| text.parse().ok());
                let fact = number.map_or(ValueFact::Element(of), |number| ValueFact::Numbered(of, number));
                self.out.value(fact)
            }
            K::Await => {
                let inner = node.named_child(0)?;
                let inner = match self.kind(inner) {
                    K::Identifier | K::Attribute | K::Call => self.value_of(inner)?,
                    _ => return None,
                };
                self.out.value(ValueFact::Inside(inner))
            }
            K::String | K::Literal => self.out.value(ValueFact::Outside),
            _ => self.given_by(node),
        }
    }
}
