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
                match (then, other) {
                    (Some(then), Some(other)) => self.out.value(ValueFact::Either(then, other)),
                    (one, other) => one.or(other),
                }
            }
            K::String => self.language_value("String"),
            K::ClassLiteral => self.language_value("Class"),
            K::Literal => self.out.value(ValueFact::Outside),
            _ => None,
        }
    }

    /// An instance of a type of `java.lang`.
    fn language_value(&mut self, name: &str) -> Option<u32> {
        let of = self.language_type(name)?;
        self.out.value(ValueFact::Of(of))
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
