//! What a block declares is in force in all of it, so it is bound before the block is walked through.

use tree_sitter::Node;

use super::Extractor;
use super::kinds::K;
use super::scope::{Bound, ScopeKind};

/// Names that one pattern binds before the walk comes to it.
const MAX_NAMES: usize = 256;

impl<'s> Extractor<'s, '_> {
    /// Binds what the statements of a block declare. What a module declares needs no binding.
    pub(super) fn hoist(&mut self, block: Node) {
        if self.scopes.kind() == ScopeKind::Module {
            return;
        }
        let mut cursor = block.walk();
        for statement in block.named_children(&mut cursor) {
            match self.kind(statement) {
                K::Function => self.hoist_symbol(statement),
                K::Class | K::Enum | K::Interface | K::TypeAlias => {
                    self.hoist_symbol(statement);
                    if let Some(name) = self.child(statement, self.fields.name) {
                        self.scopes.bind_type(self.out.text(name), Bound::Symbol);
                    }
                }
                K::Lexical | K::Var => self.hoist_variables(statement),
                _ => {}
            }
        }
    }

    fn hoist_symbol(&mut self, definition: Node) {
        if let Some(name) = self.child(definition, self.fields.name) {
            self.scopes.bind(self.out.text(name), Bound::Symbol);
        }
    }

    fn hoist_variables(&mut self, declaration: Node) {
        let mut cursor = declaration.walk();
        for declarator in declaration.named_children(&mut cursor) {
            let Some(name) = self.child(declarator, self.fields.name) else { continue };
            if self.kind(name) == K::Identifier {
                let value = self.child(declarator, self.fields.value);
                let is_symbol =
                    value.is_some_and(|value| self.defines(value) || self.required(value).is_some());
                let bound = if is_symbol { Bound::Symbol } else { Bound::Local(None) };
                self.scopes.bind(self.out.text(name), bound);
            } else {
                self.hoist_pattern(name);
            }
        }
    }

    fn hoist_pattern(&mut self, pattern: Node) {
        let mut open = vec![pattern];
        for _ in 0..MAX_NAMES {
            let Some(node) = open.pop() else { break };
            match self.kind(node) {
                K::Identifier | K::ShorthandPattern => {
                    self.scopes.bind(self.out.text(node), Bound::Local(None));
                }
                K::PairPattern => open.extend(self.child(node, self.fields.value)),
                K::AssignmentPattern => open.extend(self.child(node, self.fields.left)),
                K::ObjectPattern | K::ArrayPattern | K::RestPattern => {
                    let mut cursor = node.walk();
                    open.extend(node.named_children(&mut cursor).take(MAX_NAMES));
                }
                _ => {}
            }
        }
    }
}
