//! What an annotation or constructor says about a type's name.

use tree_sitter::Node;

use super::Extractor;
use super::kinds::K;
use super::scope::Bound;
use crate::index::facts::{LocalFact, TypeFact};

/// How many values of one variable or function are kept.
pub(super) const MAX_VALUES: usize = 8;

impl<'s> Extractor<'s, '_> {
    /// Notes what the plain name or attribute that an assignment binds is from there on.
    pub(super) fn tell_assignment(&mut self, node: Node) {
        let Some(left) = self.child(node, self.fields.left) else { return };
        if self.kind(left) == K::Sequence {
            let value = self.child(node, self.fields.right).and_then(|value| self.value_of(value));
            self.tell_target(left, value, 0);
            return;
        }
        let fact = self.assigned(node);
        match self.kind(left) {
            K::Identifier if fact != LocalFact::default() => {
                let local = self.out.local(fact);
                self.told.extend(local.map(|local| (left.start_byte(), local)));
                if let Some(local) = local {
                    self.note_empty(local, node);
                }
            }
            K::Subscript => {
                if let Some(right) = self.child(node, self.fields.right) {
                    self.put_under(left, right);
                }
            }
            K::Attribute => {
                // One that is known to be a field: what it is given here is one more of its values.
                let field = self.field_of_self(left);
                let key = field.and_then(|field| Some((self.class_symbol()?, field)));
                if let Some(symbol) = key.and_then(|key| self.members.get(&key).copied().flatten()) {
                    self.give(Some(symbol), fact);
                }
            }
            _ => {}
        }
    }

    /// What an assignment says of what it binds.
    pub(super) fn assigned(&mut self, node: Node) -> LocalFact {
        let annotation = self.child(node, self.fields.r#type).filter(|of| !self.says_no_type(*of));
        let declared = annotation.and_then(|node| self.type_of(node));
        let value = match declared {
            Some(_) => None,
            None => self.child(node, self.fields.right).and_then(|value| self.value_of(value)),
        };
        LocalFact { declared, value }
    }

    /// Whether an annotation says what a name is for, and not of what type: `Name: TypeAlias = Other`.
    fn says_no_type(&self, annotation: Node) -> bool {
        let text = self.out.text(annotation);
        let name = text.rsplit(|byte| *byte == b'.').next().unwrap_or(text);
        matches!(name, b"TypeAlias" | b"Final" | b"ClassVar")
    }

    /// Adds to what is known of a symbol's type.
    pub(super) fn give(&mut self, symbol: Option<u32>, fact: LocalFact) {
        let symbol = symbol.and_then(|index| self.out.facts.symbols.get_mut(index as usize));
        let Some(symbol) = symbol else { return };
        symbol.declared = symbol.declared.or(fact.declared);
        if symbol.values.len() < MAX_VALUES {
            symbol.values.extend(fact.value);
        }
    }

    /// Notes the type of a parameter.
    pub(super) fn tell_parameter(&mut self, node: Node) {
        let mut name = self.child(node, self.fields.name).or_else(|| node.named_child(0));
        let mut declared = self.child(node, self.fields.r#type).and_then(|node| self.type_of(node));
        // `*names: Type`, `**names: Type`
        if let Some(stars) = name.filter(|name| self.kind(*name) == K::Splat) {
            name = stars.named_child(0);
            declared = declared.and_then(|each| match stars.kind() {
                "dictionary_splat_pattern" => self.dictionary_of(each),
                _ => self.out.type_fact(TypeFact::Sequence(each)),
            });
        }
        let value = self.child(node, self.fields.value).filter(|_| declared.is_none());
        let value = value.and_then(|value| self.value_of(value));
        if let Some(name) = name.filter(|name| self.kind(*name) == K::Identifier)
            && (declared.is_some() || value.is_some())
        {
            let local = self.out.local(LocalFact { declared, value });
            self.told.extend(local.map(|local| (name.start_byte(), local)));
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
