//! What a module gives out.

use tree_sitter::Node;

use super::imports::{WHOLE, aliased};
use super::kinds::K;
use super::{Extractor, Frame, flag};
use crate::index::UseKind;
use crate::index::facts::{ImportedName, Qualifier};
use crate::model::SymbolKind;

/// What a symbol is a member of that a file only puts into what it gives out: it has no name in the file itself.
pub(super) const EXPORTS: &str = "exports";

impl<'s> Extractor<'s, '_> {
    /// Notes a name that the module gives out.
    pub(super) fn export_name(&mut self, name: Node) {
        let text = self.out.text(name);
        self.exported.get_or_insert_default().insert(text);
    }

    /// `export …`. Gives whether what is in it is to be visited.
    pub(super) fn export_statement(&mut self, node: Node, frame: &mut Frame) -> bool {
        self.exported.get_or_insert_default();
        if let Some(source) = self.child(node, self.fields.source) {
            self.export_from(node, source);
            return false;
        }
        let mut cursor = node.walk();
        let clause = node.named_children(&mut cursor).find(|child| self.kind(*child) == K::ExportClause);
        if let Some(clause) = clause {
            let names = self.export_clause(clause, None);
            let span = self.out.span(node);
            self.out.import("export", Vec::new(), names, false, span);
            return false;
        }
        if let Some(declaration) = self.child(node, self.fields.declaration) {
            self.export_declaration(node, declaration);
        } else if let Some(value) = self.child(node, self.fields.value) {
            self.export_default(node, value, frame);
        } else if self.has_word(node, K::Equals)
            && let Some(value) = node.named_child(0).filter(|value| self.kind(*value) == K::Identifier)
        {
            self.export_as(value, super::imports::ITSELF, node);
        }
        true
    }

    /// `export … from "…"`.
    fn export_from(&mut self, node: Node, source: Node) {
        let path = self.module_path(source);
        let span = self.out.span(node);
        let mut names = Vec::new();
        let mut cursor = node.walk();
        for part in node.named_children(&mut cursor) {
            match self.kind(part) {
                K::ExportClause => names.extend(self.export_clause(part, Some(source))),
                K::NamespaceExport => {
                    let name = part.named_child(0).and_then(|name| self.out.owned(name));
                    names.extend(name.map(|name| aliased(WHOLE, name)));
                }
                _ => {}
            }
        }
        let is_glob = names.is_empty() && self.has_word(node, K::Star);
        self.out.import("export", path, names, is_glob, span);
    }

    fn export_clause(&mut self, clause: Node, source: Option<Node>) -> Vec<ImportedName> {
        let mut names = Vec::new();
        let mut cursor = clause.walk();
        for specifier in clause.named_children(&mut cursor) {
            let Some(name) = self.child(specifier, self.fields.name) else { continue };
            let name = self.plain_name(name).unwrap_or(name);
            match source {
                Some(source) => self.use_in_module(name, source),
                None => {
                    self.export_name(name);
                    self.out.usage(UseKind::Reference, name, Qualifier::None);
                }
            }
            let alias = self.child(specifier, self.fields.alias);
            let alias = alias.and_then(|alias| self.out.owned(self.plain_name(alias).unwrap_or(alias)));
            names.extend(self.out.owned(name).map(|name| ImportedName { name, alias }));
        }
        names
    }

    fn export_declaration(&mut self, node: Node, declaration: Node) {
        if let Some(name) = self.child(declaration, self.fields.name) {
            self.export_name(self.root_of(name).unwrap_or(name));
            if self.has_word(node, K::Default) {
                self.export_as(name, "default", node);
            }
        }
        let mut cursor = declaration.walk();
        for declarator in declaration.named_children(&mut cursor) {
            if self.kind(declarator) != K::VariableDeclarator {
                continue;
            }
            match self.child(declarator, self.fields.name) {
                Some(name) if self.kind(name) == K::Identifier => self.export_name(name),
                Some(pattern) => {
                    let mut cursor = pattern.walk();
                    for part in pattern.named_children(&mut cursor) {
                        self.export_name(self.child(part, self.fields.value).unwrap_or(part));
                    }
                }
                None => {}
            }
        }
    }

    /// What the module itself defines, under another name.
    pub(super) fn export_as(&mut self, name: Node, alias: &str, node: Node) {
        self.export_name(name);
        let span = self.out.span(node);
        let name = self.out.owned(name).map(|name| aliased(&name, alias.to_owned()));
        self.out.import("export", Vec::new(), name.into_iter().collect(), false, span);
    }

    /// `export default value`: a symbol called `default`, where the value is none itself.
    fn export_default(&mut self, node: Node, value: Node, frame: &mut Frame) {
        let kind = self.kind(value);
        if kind == K::Identifier {
            self.export_as(value, "default", node);
            return;
        }
        let own = self.child(value, self.fields.name).filter(|_| self.defines(value));
        let mut cursor = node.walk();
        let word =
            node.children(&mut cursor).find(|child| !child.is_named() && self.kind(*child) == K::Default);
        let Some(name) = own.or(word) else { return };
        let kind = match kind {
            K::Arrow | K::FunctionExpression => SymbolKind::Function,
            K::Class => SymbolKind::Class,
            _ => SymbolKind::Constant,
        };
        let body = self.child(value, self.fields.body).filter(|_| self.defines(value));
        let symbol = self.define(node, name, kind, body, frame);
        self.export_name(name);
        if own.is_some() {
            self.export_as(name, "default", node);
        }
        self.tell_value(symbol, None, Some(value), frame);
        frame.flags |= flag::MEMBERS;
    }

    /// One property of `module.exports = { … }`. Gives whether it gives out what has a name elsewhere.
    pub(super) fn export_pair(&mut self, name: Node, value: Node) -> bool {
        let Some(alias) = self.out.owned(name) else { return false };
        if matches!(self.kind(value), K::Identifier | K::Shorthand) {
            self.export_as(value, &alias, name);
            return true;
        }
        self.export_name(name);
        if let Some(required) = self.required(value) {
            self.export_required(&required, &alias, name);
            return true;
        }
        false
    }
}
