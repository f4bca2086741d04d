//! Imports.

use tree_sitter::Node;

use super::Extractor;
use super::kinds::K;
use super::scope::Bound;
use crate::index::UseKind;
use crate::index::facts::{ImportedName, Qualifier};

/// The longest dotted name that is kept, in parts.
const MAX_PARTS: usize = 64;

impl<'s> Extractor<'s, '_> {
    /// `import a.b`, which binds `a`, and `import a.b as c`: one import a name. The path is the whole module's;
    /// there is a name only where there is an alias.
    pub(super) fn import_statement(&mut self, node: Node) {
        let span = self.out.span(node);
        let mut cursor = node.walk();
        for part in node.children_by_field_name("name", &mut cursor) {
            let (target, alias) = self.aliased(part);
            let path = target.map(|target| self.dotted(target)).unwrap_or_default();
            let Some(last) = path.last().cloned() else { continue };
            let first = target.and_then(|target| target.named_child(0));
            if let Some(bound) = alias.or(first) {
                self.scopes.bind(self.out.text(bound), Bound::Import, None);
            }
            let alias = alias.and_then(|alias| self.out.owned(alias));
            let names = alias.map(|alias| ImportedName { name: last, alias: Some(alias) });
            self.out.import("import", path, names.into_iter().collect(), false, span);
        }
    }

    /// `from .a import b as c, d`, and `from a import *`.
    pub(super) fn import_from(&mut self, node: Node) {
        let path = match self.child(node, self.fields.module_name) {
            Some(module) => self.module(module),
            None => vec!["__future__".to_owned()],
        };
        let mut names = Vec::new();
        let mut is_glob = false;
        let mut cursor = node.walk();
        for part in node.named_children(&mut cursor) {
            is_glob |= self.kind(part) == K::WildcardImport;
        }
        let mut cursor = node.walk();
        for part in node.children_by_field_name("name", &mut cursor) {
            let (target, alias) = self.aliased(part);
            let Some(name) = target.and_then(|target| self.out.owned(target)) else { continue };
            if let Some(bound) = alias.or(target) {
                self.scopes.bind(self.out.text(bound), Bound::Import, None);
            }
            // Under another name it is not found where it is imported.
            if let (Some(target), None) = (target, alias) {
                self.out.usage(UseKind::Reference, target, Qualifier::None);
            }
            names.push(ImportedName { name, alias: alias.and_then(|alias| self.out.owned(alias)) });
        }
        let span = self.out.span(node);
        self.out.import("from_import", path, names, is_glob, span);
    }

    /// A module's parts, with a `.` for each leading dot.
    fn module(&self, node: Node) -> Vec<String> {
        if self.kind(node) != K::RelativeImport {
            return self.dotted(node);
        }
        let mut path = Vec::new();
        let mut cursor = node.walk();
        for part in node.named_children(&mut cursor) {
            match self.kind(part) {
                K::ImportPrefix => {
                    let dots = self.out.text(part).iter().filter(|byte| **byte == b'.').count();
                    path.extend(std::iter::repeat_n(".".to_owned(), dots.min(MAX_PARTS)));
                }
                K::DottedName => path.extend(self.dotted(part)),
                _ => {}
            }
        }
        path
    }

    fn dotted(&self, node: Node) -> Vec<String> {
        let mut cursor = node.walk();
        let parts = node.named_children(&mut cursor).filter(|part| self.kind(*part) == K::Identifier);
        parts.take(MAX_PARTS).filter_map(|part| self.out.owned(part)).collect()
    }

    /// The name and the alias of `name as alias` or `name`.
    fn aliased<'n>(&self, node: Node<'n>) -> (Option<Node<'n>>, Option<Node<'n>>) {
        match self.kind(node) {
            K::AliasedImport => (self.child(node, self.fields.name), self.child(node, self.fields.alias)),
            _ => (Some(node), None),
        }
    }
}
