//! Properties that have just some values, by which types are told apart.

use tree_sitter::Node;

use super::Extractor;
use super::kinds::K;
use super::narrowed::MAX_TOLD;
use crate::index::facts::{Is, TypeFact, ValueFact};
use crate::model::Language;

/// A longer text is no literal that tells types apart.
const MAX_TEXT: usize = 64;

/// So many properties of one object tell which type is expected of it.
const MAX_TELLING: usize = 3;

impl Extractor<'_, '_> {
    /// A literal, or a constant by the last two parts of its path.
    pub(super) fn constant(&self, node: Node) -> Option<String> {
        let text = std::str::from_utf8(self.out.text(node)).ok().filter(|text| text.len() <= MAX_TEXT)?;
        match self.kind(node) {
            K::String => {
                let inner = text.get(1..text.len().checked_sub(1)?)?;
                Some(format!("\"{inner}\""))
            }
            K::Literal if !text.starts_with(['`', '/']) => Some(text.to_owned()),
            K::Nothing | K::Identifier if matches!(text, "undefined" | "null") => Some(text.to_owned()),
            K::Member => {
                let of = self.child(node, self.fields.object)?;
                let of = match self.kind(of) {
                    K::Member => self.child(of, self.fields.property)?,
                    _ => of,
                };
                let name = self.child(node, self.fields.property)?;
                // What begins with a small letter is hardly a constant's or an enumeration's name.
                let is_constant = self.out.text(of).first().is_some_and(u8::is_ascii_uppercase);
                is_constant.then(|| Some(format!("{}.{}", self.out.owned(of)?, self.out.owned(name)?)))?
            }
            _ => None,
        }
    }

    /// What an object's own text tells of which of the types it is that are expected of it.
    pub(super) fn told_by_object(&mut self, node: Node, expected: u32) -> u32 {
        if self.out.facts.language == Language::JavaScript {
            return expected;
        }
        let mut cursor = node.walk();
        let pairs: Vec<Node> = node.named_children(&mut cursor).take(MAX_TOLD).collect();
        let mut told = expected;
        let mut count = 0;
        for pair in pairs {
            if self.kind(pair) != K::Pair {
                continue;
            }
            let key = self.child(pair, self.fields.key).and_then(|key| self.plain_name(key));
            let key = key.filter(|key| self.kind(*key) != K::ComputedName);
            let value = self.child(pair, self.fields.value).and_then(|value| self.constant(value));
            // Numbers are mostly how much there is of something.
            let value = value.filter(|value| !value.starts_with(|letter: char| letter.is_ascii_digit()));
            let (Some(key), Some(value)) = (key.and_then(|key| self.out.owned(key)), value) else { continue };
            let by = self.out.type_fact(TypeFact::With(key, Is::OneOf(vec![value])));
            let Some(by) = by else { break };
            told = self.out.value(ValueFact::Narrowed(told, by)).unwrap_or(told);
            count += 1;
            if count == MAX_TELLING {
                break;
            }
        }
        told
    }

    /// The values that a type names, where it names nothing else: literals and, beside such, constants.
    pub(super) fn values_of_type(&mut self, annotation: Node) -> Option<u32> {
        let of = match self.kind(annotation) {
            K::TypeWrapper => annotation.named_child(0)?,
            _ => annotation,
        };
        let mut values = Vec::new();
        let mut has_literal = false;
        for part in self.parts_of_type(of) {
            has_literal |= matches!(self.kind(part), K::LiteralType | K::PredefinedType);
            values.push(match self.kind(part) {
                K::LiteralType | K::TypeQuery => self.constant(part.named_child(0)?)?,
                K::PredefinedType if self.out.text(part) == b"never" => "undefined".to_owned(),
                K::NestedType => {
                    let of = self.path_of(self.child(part, self.fields.module)?)?;
                    format!("{}.{}", of.last()?, self.out.owned(self.child(part, self.fields.name)?)?)
                }
                _ => return None,
            });
        }
        has_literal.then(|| self.out.type_fact(TypeFact::Values(values)))?
    }
}
