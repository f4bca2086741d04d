//! Types as the text names them.

use tree_sitter::Node;

use super::Extractor;
use super::kinds::K;
use crate::index::facts::TypeFact;

/// How deep types are followed, and how long a dotted name may be.
const MAX_LAYERS: usize = 16;

/// At most so many dimensions of an array are kept.
const MAX_DIMENSIONS: usize = 8;

impl Extractor<'_> {
    /// A type as the text names it; `None` for what says nothing (`void`, `var`).
    pub(super) fn type_of(&mut self, node: Node) -> Option<u32> {
        self.layer_of_type(node, 0)
    }

    fn layer_of_type(&mut self, node: Node, depth: usize) -> Option<u32> {
        if depth > MAX_LAYERS {
            return None;
        }
        let next = depth + 1;
        match self.kind(node) {
            K::TypeIdentifier if self.out.text(node) == b"var" => None,
            K::TypeIdentifier | K::Identifier | K::PrimitiveType => {
                let name = self.out.owned(node)?;
                self.out.named_type(vec![name])
            }
            K::ScopedType => {
                let path = self.type_path(node)?;
                self.out.named_type(path)
            }
            K::ScopedIdentifier => {
                let path = self.dotted(node).into_iter().filter_map(|part| self.out.owned(part)).collect();
                self.out.named_type(path)
            }
            K::GenericType => {
                let base = self.layer_of_type(self.first_type(node)?, next)?;
                let mut cursor = node.walk();
                let list = node.named_children(&mut cursor).last()?;
                let mut cursor = list.walk();
                let parts: Vec<Node> = list.named_children(&mut cursor).collect();
                let mut given = Vec::new();
                for part in parts {
                    if self.is_type(part) || self.kind(part) == K::Wildcard {
                        let argument = self.layer_of_type(part, next).or_else(|| self.object());
                        given.extend(argument);
                    }
                }
                if let Some(TypeFact::Named { arguments, .. }) = self.out.facts.types.get_mut(base as usize) {
                    *arguments = given;
                }
                Some(base)
            }
            K::ArrayType => {
                let of = self.layer_of_type(self.child(node, self.fields.element)?, next)?;
                self.with_dimensions(of, self.child(node, self.fields.dimensions))
            }
            K::AnnotatedType | K::Wildcard => self.layer_of_type(self.first_type(node)?, next),
            K::CatchType => {
                let mut cursor = node.walk();
                let parts: Vec<Node> = node.named_children(&mut cursor).collect();
                let parts: Vec<u32> =
                    parts.into_iter().filter_map(|part| self.layer_of_type(part, next)).collect();
                match parts.as_slice() {
                    [] => None,
                    [only] => Some(*only),
                    _ => self.out.type_fact(TypeFact::AnyOf(parts)),
                }
            }
            _ => None,
        }
    }

    /// What `?` stands for.
    fn object(&mut self) -> Option<u32> {
        self.language_type("Object")
    }

    /// A type of `java.lang`.
    pub(super) fn language_type(&mut self, name: &str) -> Option<u32> {
        self.out.named_type(vec!["java".to_owned(), "lang".to_owned(), name.to_owned()])
    }

    /// An array of a type: `dimensions` are the brackets behind its name or a variable's.
    pub(super) fn with_dimensions(&mut self, of: u32, dimensions: Option<Node>) -> Option<u32> {
        let Some(dimensions) = dimensions else { return Some(of) };
        let text = self.out.text(dimensions);
        let count = text.iter().filter(|byte| **byte == b'[').take(MAX_DIMENSIONS).count();
        let mut of = of;
        for _ in 0..count {
            of = self.out.type_fact(TypeFact::Sequence(of))?;
        }
        Some(of)
    }

    /// Whether the last part of a type's name is this.
    pub(super) fn is_named(&self, of: u32, name: &str) -> bool {
        match self.out.facts.types.get(of as usize) {
            Some(TypeFact::Named { path, .. }) => path.last().is_some_and(|last| last == name),
            _ => false,
        }
    }

    pub(super) fn is_type(&self, node: Node) -> bool {
        matches!(
            self.kind(node),
            K::TypeIdentifier
                | K::ScopedType
                | K::GenericType
                | K::ArrayType
                | K::AnnotatedType
                | K::PrimitiveType
                | K::VoidType
        )
    }

    /// The first type among a node's children.
    pub(super) fn first_type<'t>(&self, node: Node<'t>) -> Option<Node<'t>> {
        let mut cursor = node.walk();
        node.named_children(&mut cursor).find(|child| self.is_type(*child))
    }

    /// Types that `extends` and `implements` clauses list.
    pub(super) fn listed_types(&mut self, clause: Node) -> Vec<u32> {
        let mut cursor = clause.walk();
        let list = clause.named_children(&mut cursor).find(|child| self.kind(*child) == K::TypeList);
        let list = list.unwrap_or(clause);
        let mut cursor = list.walk();
        let named: Vec<Node> = list.named_children(&mut cursor).collect();
        named.into_iter().filter_map(|of| self.type_of(of)).collect()
    }

    /// The parts of a dotted type's name, without arguments.
    fn type_path(&self, node: Node) -> Option<Vec<String>> {
        let mut path: Vec<String> =
            self.type_parts(node).into_iter().filter_map(|part| self.out.owned(part)).collect();
        path.push(self.out.owned(self.type_name(node)?)?);
        Some(path)
    }

    /// The name nodes of a dotted type but the last, first one first.
    pub(super) fn type_parts<'t>(&self, node: Node<'t>) -> Vec<Node<'t>> {
        let mut parts = Vec::new();
        let mut next = node.named_child(0);
        while let Some(node) = next
            && parts.len() < MAX_LAYERS
        {
            next = match self.kind(node) {
                K::ScopedType => {
                    parts.extend(self.type_name(node));
                    node.named_child(0)
                }
                K::GenericType => node.named_child(0),
                K::TypeIdentifier => {
                    parts.push(node);
                    None
                }
                _ => None,
            };
        }
        parts.reverse();
        parts
    }

    /// The bare name of a type.
    pub(super) fn type_name<'t>(&self, node: Node<'t>) -> Option<Node<'t>> {
        let mut node = node;
        for _ in 0..MAX_LAYERS {
            match self.kind(node) {
                K::TypeIdentifier => return Some(node),
                K::ScopedType => {
                    let last = u32::try_from(node.named_child_count().checked_sub(1)?).ok()?;
                    return node.named_child(last).filter(|name| self.kind(*name) == K::TypeIdentifier);
                }
                K::GenericType | K::AnnotatedType => node = self.first_type(node)?,
                _ => return None,
            }
        }
        None
    }
}

/// Whether a name is written like a type, not like a package.
pub(super) fn is_capitalised(name: &[u8]) -> bool {
    let first = name.iter().find(|byte| !matches!(byte, b'_' | b'$'));
    first.is_some_and(u8::is_ascii_uppercase)
}
