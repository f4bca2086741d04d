//! The names of types.

use tree_sitter::Node;

use super::Extractor;
use super::kinds::K;
use super::symbols::Context;

/// How many layers of a type or expression are looked through.
const MAX_LAYERS: usize = 16;

/// How many definitions outward the type of `self` is looked for.
const MAX_SCOPES: usize = 64;

impl<'s> Extractor<'s> {
    /// Last segment of a type's name, references and generic arguments left out. `None` for tuples, slices,
    /// functions and the like.
    pub(super) fn plain_type(&self, node: Node) -> Option<&'s [u8]> {
        let mut node = node;
        for _ in 0..MAX_LAYERS {
            node = match self.kind(node) {
                K::TypeIdentifier | K::PrimitiveType | K::Identifier => {
                    let name = self.out.text(node);
                    return if name == b"Self" { self.self_type() } else { Some(name) };
                }
                K::ScopedTypeIdentifier | K::ScopedIdentifier => {
                    return Some(self.out.text(self.child(node, self.fields.name)?));
                }
                K::ReferenceType => self.child(node, self.fields.r#type)?,
                K::DynamicType | K::AbstractType => self.child(node, self.fields.r#trait)?,
                K::BoundedType => node.named_child(0)?,
                K::GenericType => self.child(node, self.fields.r#type)?,
                _ => return None,
            };
        }
        None
    }

    /// Whether the walk is in an `impl` for what has no name.
    pub(super) fn is_in_nameless(&self) -> bool {
        let around = self.contexts.iter().rev().take(MAX_SCOPES);
        let mut around = around.filter(|context| !matches!(context, Context::Other));
        matches!(around.next(), Some(Context::Impl { name: None, .. }))
    }

    /// Whether `Self` is a type with a name: in a trait, and where one is implemented for all types of some sort, it is a parameter.
    pub(super) fn is_own_type_named(&self) -> bool {
        let around = self.contexts.iter().rev().take(MAX_SCOPES);
        let mut around = around.filter(|context| !matches!(context, Context::Other));
        match around.next() {
            Some(Context::Impl { is_of_type, .. }) => *is_of_type,
            Some(Context::Type { .. }) => true,
            _ => false,
        }
    }

    /// The type whose `impl` or trait the walk is in.
    pub(super) fn self_type(&self) -> Option<&'s [u8]> {
        self.contexts.iter().rev().take(MAX_SCOPES).find_map(|context| match context {
            Context::Impl { name, .. } => Some(*name),
            Context::Type { name, .. } | Context::Trait { name, .. } => Some(Some(*name)),
            Context::Other => None,
        })?
    }
}
