//! Uses of names.

use tree_sitter::{Node, TreeCursor};

use super::kinds::K;
use super::types::is_own_type;
use super::{Extractor, Frame, flag};
use crate::index::UseKind;
use crate::index::facts::{Qualifier, TypeFact, ValueFact};

impl Extractor<'_, '_> {
    /// A plain name of a value, in whatever place.
    pub(super) fn identifier(&mut self, node: Node, frame: &Frame, parent: &Frame, cursor: &TreeCursor) {
        let field = cursor.field_id().map_or(0, std::num::NonZero::get);
        let text = self.out.text(node);
        let is_definition = field == self.fields.name
            && matches!(
                parent.kind,
                K::ConstSpec
                    | K::VarSpec
                    | K::Function
                    | K::Parameter
                    | K::VariadicParameter
                    | K::TypeParameter
            );
        if is_definition || frame.has(flag::DECLARED) || text == b"_" {
            return;
        }
        if parent.kind == K::LiteralElement && parent.has(flag::KEY) && self.literal_field(node) {
            return;
        }
        let kind = if self.is_callee(parent, field) { UseKind::Call } else { UseKind::Reference };
        let is_local = self.locals.get(text).is_some();
        // Variables are of no interest where they are not called.
        if is_local && kind == UseKind::Reference || self.type_names.get(text).is_some() {
            return;
        }
        let usage = self.out.usage(kind, node, Qualifier::None);
        if let Some(usage) = usage.and_then(|index| self.out.facts.uses.get_mut(index)) {
            usage.local = is_local;
        }
    }

    fn is_callee(&self, parent: &Frame, field: u16) -> bool {
        parent.kind == K::Call && field == self.fields.function
            || parent.kind == K::Index && parent.has(flag::CALLEE) && field == self.fields.operand
    }

    /// `name` of `T{name: …}`; whether it is a field's.
    fn literal_field(&mut self, node: Node) -> bool {
        let Some(of) = self.composites.last().copied().flatten() else { return false };
        let is_field = match self.out.facts.values.get(of as usize) {
            Some(ValueFact::Of(of)) => match self.out.facts.types.get(*of as usize) {
                Some(TypeFact::Named { path, .. }) => path.first().is_none_or(|name| name != "map"),
                _ => false,
            },
            // What stands inside a list of them.
            value => value.is_some(),
        };
        if is_field {
            self.out.usage(UseKind::Reference, node, Qualifier::Value(Some(of)));
        }
        is_field
    }

    /// The braces of a literal, and of what is elided inside it.
    pub(super) fn literal_value(&mut self, parent: &Frame) {
        let of = match parent.kind {
            K::CompositeLiteral => self.literals.last().copied().flatten(),
            _ => {
                let around = self.composites.last().copied().flatten();
                let is_key = parent.has(flag::KEY);
                around.and_then(|around| {
                    self.out.value(match is_key {
                        true => ValueFact::Part(around, 0),
                        false => ValueFact::Element(around),
                    })
                })
            }
        };
        self.composites.push(of);
    }

    pub(super) fn type_identifier(&mut self, node: Node, frame: &Frame, parent: &Frame) {
        let text = self.out.text(node);
        let is_known = node.start_byte() == parent.name_at
            || parent.kind == K::QualifiedType
            || is_own_type(text)
            || self.misread.contains(&node.start_byte())
            || self.type_names.get(text).is_some();
        if !is_known {
            self.out.usage(kind_of(frame), node, Qualifier::None);
        }
    }

    /// `package.Type`.
    pub(super) fn qualified_type(&mut self, node: Node, frame: &Frame) {
        let (Some(package), Some(name)) =
            (self.child(node, self.fields.package), self.child(node, self.fields.name))
        else {
            return;
        };
        let path: Vec<String> = self.out.owned(package).into_iter().collect();
        self.out.usage(UseKind::Reference, package, Qualifier::None);
        self.out.usage(kind_of(frame), name, Qualifier::Path(path));
    }

    /// `operand.field`, called or not.
    pub(super) fn selector(&mut self, node: Node, parent: &Frame, cursor: &TreeCursor) {
        let (Some(operand), Some(name)) =
            (self.child(node, self.fields.operand), self.child(node, self.fields.field))
        else {
            return;
        };
        let field = cursor.field_id().map_or(0, std::num::NonZero::get);
        let kind = if self.is_callee(parent, field) { UseKind::Call } else { UseKind::Reference };
        let operand = self.value_of(operand);
        self.out.usage(kind, name, Qualifier::Value(operand));
    }
}

fn kind_of(frame: &Frame) -> UseKind {
    if frame.has(flag::CALLEE) { UseKind::Call } else { UseKind::Reference }
}
