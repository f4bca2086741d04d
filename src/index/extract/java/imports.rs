//! Package, imports and module directives.

use tree_sitter::Node;

use super::kinds::K;
use super::symbols::Context;
use super::types::is_capitalised;
use super::{Extractor, Frame};
use crate::index::UseKind;
use crate::index::extract::builder::NewSymbol;
use crate::index::facts::{ImportedName, Qualifier};
use crate::model::SymbolKind;

/// The longest dotted name that is kept, in parts.
const MAX_PARTS: usize = 64;

impl Extractor<'_> {
    /// `package a.b.c;`: what the file belongs to, whatever its path says.
    pub(super) fn package(&mut self, node: Node) {
        let mut cursor = node.walk();
        let name = node
            .named_children(&mut cursor)
            .find(|child| matches!(self.kind(*child), K::Identifier | K::ScopedIdentifier));
        let Some(name) = name else { return };
        let parts = self.dotted(name);
        let Some(last) = parts.last().copied() else { return };
        let path: Vec<String> = parts.iter().filter_map(|part| self.out.owned(*part)).collect();
        let symbol = self.out.symbol(NewSymbol {
            kind: SymbolKind::Module,
            node,
            name: last,
            body: None,
            parent: None,
            member_of: None,
        });
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            fact.qualified = path.join(".");
        }
        self.out.facts.module = path;
    }

    /// `import a.b.C;`, `import a.b.*;`, and both with `static`.
    pub(super) fn import(&mut self, node: Node) {
        let (mut is_static, mut is_glob, mut name) = (false, false, None);
        let mut cursor = node.walk();
        for child in node.children(&mut cursor) {
            match self.kind(child) {
                K::Static => is_static = true,
                K::Asterisk => is_glob = true,
                K::Identifier | K::ScopedIdentifier => name = Some(child),
                _ => {}
            }
        }
        let parts = name.map(|name| self.dotted(name)).unwrap_or_default();
        let Some(last) = parts.last().copied() else { return };
        // What is named is a type, or of a static import the type and its member.
        let least = if is_static && !is_glob { parts.len() - 1 } else { parts.len() };
        let names_type = is_static || !is_glob;
        let mut path: Vec<String> = Vec::with_capacity(parts.len());
        for (number, part) in (1..).zip(&parts) {
            if (number >= least && names_type) || is_capitalised(self.out.text(*part)) {
                let before = if path.is_empty() { Qualifier::None } else { Qualifier::Path(path.clone()) };
                self.out.usage(UseKind::Reference, *part, before);
            }
            path.extend(self.out.owned(*part));
        }
        let mut names = Vec::new();
        if !is_glob {
            path.pop();
            names.extend(self.out.owned(last).map(|name| ImportedName { name, alias: None }));
        }
        let kind = if is_static { "static_import" } else { "import" };
        let span = self.out.span(node);
        self.out.import(kind, path, names, is_glob, span);
    }

    /// `module a.b { … }`.
    pub(super) fn module_declaration(&mut self, node: Node, frame: &mut Frame) {
        if let Some(name) = self.child(node, self.fields.name) {
            self.define(node, name, SymbolKind::Module, frame);
            self.contexts.push(Context::Code);
        }
    }

    /// Types that a module's `uses` and `provides … with …` name.
    pub(super) fn module_types(&mut self, node: Node) {
        let mut cursor = node.walk();
        let names: Vec<Node> = node.named_children(&mut cursor).collect();
        for name in names {
            let parts = self.dotted(name);
            let Some((last, path)) = parts.split_last() else { continue };
            let path: Vec<String> = path.iter().filter_map(|part| self.out.owned(*part)).collect();
            self.out.usage(UseKind::Reference, *last, Qualifier::Path(path));
        }
    }

    /// The parts of a dotted name.
    pub(super) fn dotted<'t>(&self, node: Node<'t>) -> Vec<Node<'t>> {
        let mut parts = Vec::new();
        let mut next = Some(node);
        while let Some(node) = next
            && parts.len() < MAX_PARTS
        {
            next = match self.kind(node) {
                K::ScopedIdentifier => {
                    parts.extend(self.child(node, self.fields.name));
                    self.child(node, self.fields.scope)
                }
                K::Identifier => {
                    parts.push(node);
                    None
                }
                _ => None,
            };
        }
        parts.reverse();
        parts
    }
}
