//! Annotations in quotes: text that is an expression once more.

use tree_sitter::{Node, Tree};

use super::Extractor;
use super::kinds::K;
use crate::index::UseKind;
use crate::index::extract::parse::parse_parts;
use crate::index::facts::Qualifier;
use crate::model::Language;

/// How deep a quoted annotation is followed.
const MAX_LAYERS: usize = 16;

impl Extractor<'_, '_> {
    /// What stands in an annotation's quotes, as a tree; its expression is what [`expression`] gives.
    pub(super) fn unquoted(&self, string: Node) -> Option<Tree> {
        let content = string.named_child(1).filter(|_| string.named_child_count() == 3)?;
        let tree = parse_parts(self.out.source(), &[content.range()], Language::Python)?;
        (!tree.root_node().has_error()).then_some(tree)
    }

    /// The names in an annotation that is a string.
    pub(super) fn quoted_type(&mut self, node: Node) {
        let Some(quoted) = node.named_child(0).filter(|child| self.kind(*child) == K::String) else { return };
        if let Some(tree) = self.unquoted(quoted)
            && let Some(expression) = expression(&tree)
        {
            self.quoted_names(expression, 0);
        }
    }

    fn quoted_names(&mut self, node: Node, depth: usize) {
        if depth > MAX_LAYERS {
            return;
        }
        match self.kind(node) {
            K::Identifier => self.plain_use(node, UseKind::Reference),
            K::Attribute => {
                let (Some(object), Some(name)) =
                    (self.child(node, self.fields.object), self.child(node, self.fields.attribute))
                else {
                    return;
                };
                self.quoted_names(object, depth + 1);
                let object = self.value_of(object);
                self.out.usage(UseKind::Reference, name, Qualifier::Value(object));
            }
            K::String => {}
            _ => {
                let mut cursor = node.walk();
                for child in node.named_children(&mut cursor) {
                    self.quoted_names(child, depth + 1);
                }
            }
        }
    }
}

/// The expression that a text is, if it is one.
pub(super) fn expression(tree: &Tree) -> Option<Node<'_>> {
    let root = tree.root_node();
    let statement = root.named_child(0).filter(|_| root.named_child_count() == 1)?;
    statement.named_child(0).filter(|_| statement.kind() == "expression_statement")
}
