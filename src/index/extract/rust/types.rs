//! What a type's text or a constructor says about a type's name.

use tree_sitter::Node;

use super::Extractor;
use super::kinds::K;
use super::symbols::Context;

/// How many layers of a type or expression are looked through.
const MAX_LAYERS: usize = 16;

/// How many definitions outward the type of `self` is looked for.
const MAX_SCOPES: usize = 64;

/// Pointers that a method call sees through.
const SMART_POINTERS: [&[u8]; 3] = [b"Box", b"Rc", b"Arc"];

impl<'s> Extractor<'s> {
    /// Last segment of a type's name, references and generic arguments left out; with `through`,
    /// smart pointers too. `None` for tuples, slices, functions and the like.
    pub(super) fn plain_type(&self, node: Node, through: bool) -> Option<&'s [u8]> {
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
                K::GenericType => {
                    let base = self.child(node, self.fields.r#type)?;
                    let is_pointer = through && SMART_POINTERS.contains(&self.out.text(base));
                    let arguments = self.child(node, self.fields.type_arguments);
                    match arguments.filter(|_| is_pointer).and_then(|list| list.named_child(0)) {
                        Some(inner) => inner,
                        None => base,
                    }
                }
                _ => return None,
            };
        }
        None
    }

    /// The type that an expression makes, where it is plain: `Type { .. }`, `Type::new(..)` and its
    /// like, behind `&`, `?` and smart pointers.
    pub(super) fn constructed_type(&self, node: Node) -> Option<&'s [u8]> {
        let mut node = node;
        for _ in 0..MAX_LAYERS {
            node = match self.kind(node) {
                K::ReferenceExpression => self.child(node, self.fields.value)?,
                K::TryExpression => node.named_child(0)?,
                K::StructExpression => return self.plain_type(self.child(node, self.fields.name)?, false),
                K::CallExpression => {
                    let function = self.child(node, self.fields.function)?;
                    if self.kind(function) != K::ScopedIdentifier {
                        return None;
                    }
                    let owner = self.plain_type(self.child(function, self.fields.path)?, false)?;
                    let name = self.out.text(self.child(function, self.fields.name)?);
                    if SMART_POINTERS.contains(&owner) && name == b"new" {
                        let arguments = self.child(node, self.fields.arguments)?;
                        arguments.named_child(0)?
                    } else {
                        let is_type = owner.first().is_some_and(u8::is_ascii_uppercase);
                        return (is_type && is_constructor(name)).then_some(owner);
                    }
                }
                _ => return None,
            };
        }
        None
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

/// Names of functions that, by convention, give back the type that they belong to.
fn is_constructor(name: &[u8]) -> bool {
    matches!(name, b"new" | b"default" | b"from")
        || [b"new_".as_slice(), b"with_", b"from_"].iter().any(|prefix| name.starts_with(prefix))
}
