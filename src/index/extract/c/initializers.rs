//! Lists of initialisers: `.field` in one is a field of what the list fills.

use tree_sitter::Node;

use super::kinds::K;
use super::{Extractor, Frame, flag};
use crate::index::UseKind;
use crate::index::facts::{Qualifier, TypeFact, ValueFact};

/// What a list of initialisers fills.
#[derive(Debug, Clone, Copy)]
pub(super) enum Filled {
    /// Something of this type.
    Type(u32),
    /// This value.
    Value(u32),
    /// Nothing is known of it.
    Unknown,
}

/// How many designators of one value are followed.
const MAX_DESIGNATORS: usize = 16;

impl Extractor<'_, '_> {
    pub(super) fn initializer_list(&mut self, node: Node, frame: &mut Frame, parent: &Frame) {
        let told = self.to_fill.remove(&node.start_byte());
        let filled = match (told, parent.kind) {
            (Some(filled), _) => filled,
            (None, K::InitializerList) => self.element_of(self.filled.last().copied()),
            (None, K::InitializerPair) => self.filled.last().copied().unwrap_or(Filled::Unknown),
            _ => Filled::Unknown,
        };
        frame.flags |= flag::LIST;
        self.filled.push(filled);
    }

    /// What one of the things is that a list fills.
    fn element_of(&mut self, list: Option<Filled>) -> Filled {
        match list {
            Some(Filled::Type(of)) => match self.out.facts.types.get(of as usize) {
                Some(TypeFact::Sequence(of)) => Filled::Type(*of),
                _ => Filled::Unknown,
            },
            Some(Filled::Value(of)) => {
                self.out.value(ValueFact::Element(of)).map_or(Filled::Unknown, Filled::Value)
            }
            _ => Filled::Unknown,
        }
    }

    /// `.a.b = x` and `[i] = x`.
    pub(super) fn initializer_pair(&mut self, node: Node, frame: &mut Frame) {
        let mut filled = self.filled.last().copied().unwrap_or(Filled::Unknown);
        let mut cursor = node.walk();
        let designators: Vec<Node> = node.named_children(&mut cursor).take(MAX_DESIGNATORS).collect();
        for designator in designators {
            filled = match self.kind(designator) {
                K::FieldDesignator => match designator.named_child(0) {
                    Some(field) => self.designated(field, filled),
                    None => Filled::Unknown,
                },
                K::SubscriptDesignator => self.element_of(Some(filled)),
                _ => break,
            };
        }
        frame.flags |= flag::LIST;
        self.filled.push(filled);
    }

    fn designated(&mut self, field: Node, filled: Filled) -> Filled {
        let value = match filled {
            Filled::Type(of) => self.out.value(ValueFact::Of(of)),
            Filled::Value(value) => Some(value),
            Filled::Unknown => None,
        };
        self.out.usage(UseKind::Reference, field, Qualifier::Value(value));
        self.out.used(field).map_or(Filled::Unknown, Filled::Value)
    }
}
