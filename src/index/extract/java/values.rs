//! What expressions are, as far as that tells their type.

use tree_sitter::Node;

use super::Extractor;
use super::kinds::K;
use crate::index::facts::{TypeFact, ValueFact};

/// How deep expressions are followed.
const MAX_LAYERS: usize = 16;

impl Extractor<'_> {
    /// The object itself.
    pub(super) fn this(&mut self) -> Option<u32> {
        let container = self.out.container();
        self.out.value(ValueFact::This(container))
    }

    /// The object itself, seen as its base.
    fn base(&mut self) -> Option<u32> {
        let container = self.out.container();
        self.out.value(ValueFact::Super(container))
    }

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
            K::This => self.this(),
            K::Super => self.base(),
            K::Identifier => match self.locals.get(self.out.text(node)) {
                Some(local) => self.out.value(ValueFact::Local(local?)),
                None => self.out.used(node),
            },
            K::FieldAccess => {
                let field = self.child(node, self.fields.field)?;
                if self.kind(field) != K::This {
                    return self.out.used(field);
                }
                self.outer_instance(node)
            }
            K::MethodCall => {
                let called = self.out.used(self.child(node, self.fields.name)?)?;
                self.out.value(ValueFact::Call(called))
            }
            K::Creation => {
                let of = self.type_of(self.child(node, self.fields.r#type)?)?;
                self.out.value(ValueFact::Of(of))
            }
            K::ArrayCreation => {
                let mut of = self.type_of(self.child(node, self.fields.r#type)?)?;
                let mut cursor = node.walk();
                let parts: Vec<Node> = node.named_children(&mut cursor).take(MAX_LAYERS).collect();
                for part in parts {
                    of = match self.kind(part) {
                        K::DimensionsExpression => self.out.type_fact(TypeFact::Sequence(of))?,
                        K::Dimensions => self.with_dimensions(of, Some(part))?,
                        _ => of,
                    };
                }
                self.out.value(ValueFact::Of(of))
            }
            K::Cast => {
                let of = self.type_of(self.child(node, self.fields.r#type)?)?;
                self.out.value(ValueFact::Of(of))
            }
            K::ArrayAccess => {
                let array = self.layer_of_value(self.child(node, self.fields.array)?, next)?;
                self.out.value(ValueFact::Element(array))
            }
            K::Parenthesized => self.layer_of_value(node.named_child(0)?, next),
            K::Assignment => self.layer_of_value(self.child(node, self.fields.right)?, next),
            K::Ternary => {
                let then = self.child(node, self.fields.consequence)?;
                let other = self.child(node, self.fields.alternative)?;
                let (then, other) = (self.layer_of_value(then, next), self.layer_of_value(other, next));
                self.out.one_of(then, other)
            }
            K::String => self.language_value("String"),
            K::ClassLiteral => {
                let of = self.language_type("Class")?;
                let held = node.named_child(0).and_then(|held| self.type_of(held));
                if let Some(TypeFact::Named { arguments, .. }) = self.out.facts.types.get_mut(of as usize) {
                    arguments.extend(held);
                }
                self.out.value(ValueFact::Of(of))
            }
            K::Integer | K::Float | K::Boolean | K::Character => self.value_of_literal(node),
            K::InstanceOf => self.own_value("boolean"),
            K::Not => self.value_of_not(node, next),
            K::Binary => self.value_of_binary(node, next),
            K::Null => self.own_value("null"),
            K::Lambda => self.value_of_lambda(node),
            K::MethodReference => self.value_of_reference(node),
            _ => None,
        }
    }

    /// An instance of a type of `java.lang`.
    fn language_value(&mut self, name: &str) -> Option<u32> {
        let of = self.language_type(name)?;
        self.out.value(ValueFact::Of(of))
    }

    /// An instance of a type that the language itself has.
    fn own_value(&mut self, name: &str) -> Option<u32> {
        let of = self.out.named_type(vec![name.to_owned()])?;
        self.out.value(ValueFact::Of(of))
    }

    fn value_of_literal(&mut self, node: Node) -> Option<u32> {
        let ends_in = |letters: &[u8]| self.out.text(node).last().is_some_and(|last| letters.contains(last));
        let name = match self.kind(node) {
            K::Boolean => "boolean",
            K::Character => "char",
            K::Integer if ends_in(b"lL") => "long",
            K::Integer => "int",
            _ if ends_in(b"fF") => "float",
            _ => "double",
        };
        self.own_value(name)
    }

    /// `!x` is a boolean, and another sign changes nothing that matters here.
    fn value_of_not(&mut self, node: Node, depth: usize) -> Option<u32> {
        if self.out.text(node).starts_with(b"!") {
            return self.own_value("boolean");
        }
        self.layer_of_value(self.child(node, self.fields.operand)?, depth)
    }

    /// A comparison, a sum of which a part is a string, or what both sides are.
    fn value_of_binary(&mut self, node: Node, depth: usize) -> Option<u32> {
        let operator = self.child(node, self.fields.operator)?;
        if self.kind(operator) == K::Comparison {
            return self.own_value("boolean");
        }
        let mut at = node;
        for _ in 0..MAX_LAYERS {
            let right = self.child(at, self.fields.right)?;
            let left = self.child(at, self.fields.left)?;
            let is_sum = self.child(at, self.fields.operator).is_some_and(|sign| self.kind(sign) == K::Plus);
            if !is_sum {
                break;
            }
            if self.kind(left) == K::String || self.kind(right) == K::String {
                return self.language_value("String");
            }
            if self.kind(left) != K::Binary {
                break;
            }
            at = left;
        }
        let left = self.layer_of_value(self.child(node, self.fields.left)?, depth)?;
        let right = self.layer_of_value(self.child(node, self.fields.right)?, depth)?;
        self.out.value(ValueFact::Either(left, right))
    }

    /// `Outer` of `Outer.this` and `Outer.super`, as a value.
    fn outer_instance(&mut self, node: Node) -> Option<u32> {
        let path = self.access_path(self.child(node, self.fields.object)?)?;
        let of = self.out.named_type(path)?;
        self.out.value(ValueFact::Of(of))
    }

    /// What a member's name stands behind: `object`, or the type of `Type.super`.
    pub(super) fn receiver(&mut self, node: Node, object: Node) -> Option<u32> {
        let mut cursor = node.walk();
        let is_outer_super = self.kind(object) != K::Super
            && node.children(&mut cursor).take(4).any(|child| self.kind(child) == K::Super);
        if !is_outer_super {
            return self.value_of(object);
        }
        let path = self.access_path(object)?;
        let of = self.out.named_type(path)?;
        self.out.value(ValueFact::Of(of))
    }

    /// The parts of `a.b.C` in an expression.
    fn access_path(&self, node: Node) -> Option<Vec<String>> {
        let mut parts = Vec::new();
        let mut at = node;
        while self.kind(at) == K::FieldAccess {
            if parts.len() >= MAX_LAYERS {
                return None;
            }
            parts.push(self.out.owned(self.child(at, self.fields.field)?)?);
            at = self.child(at, self.fields.object)?;
        }
        if self.kind(at) != K::Identifier {
            return None;
        }
        parts.push(self.out.owned(at)?);
        parts.reverse();
        Some(parts)
    }

    /// What a loop binds.
    pub(super) fn element_of(&mut self, node: Node) -> Option<u32> {
        let of = self.value_of(node)?;
        self.out.value(ValueFact::Element(of))
    }

    /// An instance of the type that a node names.
    pub(super) fn instance_of(&mut self, node: Node) -> Option<u32> {
        let of = self.type_of(node)?;
        self.out.value(ValueFact::Of(of))
    }

    /// Whether a declared type is the language's own, so that no `case` of it is an enum's.
    pub(super) fn is_primitive(&self, of: u32) -> bool {
        match self.out.facts.types.get(of as usize) {
            Some(TypeFact::Named { path, .. }) => {
                matches!(path.as_slice(), [name] if name.starts_with(|first: char| first.is_ascii_lowercase()))
            }
            _ => false,
        }
    }
}
