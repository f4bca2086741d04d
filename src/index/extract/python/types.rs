//! What an annotation or constructor says about a type's name.

use tree_sitter::Node;

use super::Extractor;
use super::kinds::K;
use super::scope::Bound;

impl<'s> Extractor<'s, '_> {
    /// Last part of a type's name in an annotation, its arguments left out. `None` for unions,
    /// `None`, callables and the like.
    pub(super) fn annotated_type(&self, node: Node) -> Option<&'s [u8]> {
        let mut node = node;
        for _ in 0..4 {
            node = match self.kind(node) {
                K::Identifier => return Some(self.out.text(node)),
                K::Attribute => self.child(node, self.fields.attribute)?,
                K::String => return quoted_name(self.out.text(node)),
                K::Subscript => self.child(node, self.fields.value)?,
                K::Type => node.named_child(0)?,
                K::GenericType => {
                    node.named_child(0).filter(|base| !is_special_form(self.out.text(*base)))?
                }
                _ => return None,
            };
        }
        None
    }

    /// The type that an expression has, where it is plain: `Type(..)`, or a variable of known type.
    pub(super) fn value_type(&self, node: Node) -> Option<&'s [u8]> {
        if self.kind(node) == K::Identifier {
            return self.scopes.find(self.scopes.current(), self.out.text(node))?.type_name;
        }
        if self.kind(node) != K::Call {
            return None;
        }
        let function = self.child(node, self.fields.function)?;
        let name = match self.kind(function) {
            K::Identifier => self.out.text(function),
            K::Attribute => self.out.text(self.child(function, self.fields.attribute)?),
            _ => return None,
        };
        self.is_type_name(name).then_some(name)
    }

    /// Whether a name is a class's: by definition, or by convention.
    pub(super) fn is_type_name(&self, name: &[u8]) -> bool {
        match self.scopes.find(self.scopes.current(), name).map(|binding| binding.bound) {
            Some(Bound::Class) => true,
            Some(Bound::Import) | None => is_capitalised(name),
            Some(_) => false,
        }
    }

    /// Notes the type of the plain name or attribute that an assignment binds.
    pub(super) fn tell_assignment(&mut self, node: Node) {
        let Some(left) = self.child(node, self.fields.left) else { return };
        let annotated = self.child(node, self.fields.r#type).and_then(|node| self.annotated_type(node));
        let of_value = || self.child(node, self.fields.right).and_then(|value| self.value_type(value));
        let Some(type_name) = annotated.or_else(of_value) else { return };
        match self.kind(left) {
            K::Identifier => {
                self.told_type = Some((left.start_byte(), type_name));
                let in_class = self.scopes.kind() == super::ScopeKind::Class;
                if let Some(class) = self.class_name().filter(|_| in_class) {
                    self.field_types.insert((class, self.out.text(left)), type_name);
                }
            }
            K::Attribute => {
                if let Some(field) = self.field_of_self(left)
                    && let Some(class) = self.class_name()
                {
                    self.field_types.insert((class, field), type_name);
                }
            }
            _ => {}
        }
    }

    /// Notes the type of a parameter.
    pub(super) fn tell_parameter(&mut self, node: Node) {
        let name = self.child(node, self.fields.name).or_else(|| node.named_child(0));
        let annotated = self.child(node, self.fields.r#type).and_then(|node| self.annotated_type(node));
        if let (Some(name), Some(type_name)) = (name, annotated)
            && self.kind(name) == K::Identifier
        {
            self.told_type = Some((name.start_byte(), type_name));
        }
    }

    /// `field` of `self.field`.
    pub(super) fn field_of_self(&self, node: Node) -> Option<&'s [u8]> {
        let object = self.child(node, self.fields.object)?;
        let is_self = self.kind(object) == K::Identifier
            && self
                .scopes
                .find(self.scopes.current(), self.out.text(object))
                .is_some_and(|binding| binding.bound == Bound::Receiver);
        let field = self.child(node, self.fields.attribute)?;
        is_self.then(|| self.out.text(field))
    }
}

/// Whether a name is written like a class: `Name`, not `NAME`.
pub(super) fn is_capitalised(name: &[u8]) -> bool {
    let name = name.strip_prefix(b"_").unwrap_or(name);
    name.first().is_some_and(u8::is_ascii_uppercase)
        && (name.len() == 1 || name.iter().any(u8::is_ascii_lowercase))
}

/// Whether what stands in an annotation's brackets is the type, and not what stands before them.
fn is_special_form(name: &[u8]) -> bool {
    matches!(name, b"Optional" | b"Union" | b"Annotated" | b"ClassVar" | b"Final" | b"Literal")
}

/// The last part of the dotted name that a string holds, if it holds one and nothing else.
pub(super) fn quoted_name(text: &[u8]) -> Option<&[u8]> {
    let quote = text.first().copied().filter(|byte| matches!(byte, b'"' | b'\''))?;
    let inner = text.get(1..)?.strip_suffix(&[quote])?;
    let is_name = |part: &[u8]| {
        part.first().is_some_and(|byte| !byte.is_ascii_digit())
            && part.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_' || !byte.is_ascii())
    };
    if !inner.split(|byte| *byte == b'.').all(is_name) {
        return None;
    }
    inner.rsplit(|byte| *byte == b'.').next()
}
