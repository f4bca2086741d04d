//! `use` trees and `extern crate`.

use tree_sitter::Node;

use super::Extractor;
use super::conditions::{is_unlikely, of_features};
use super::kinds::K;
use crate::index::UseKind;
use crate::index::facts::{ImportedName, Qualifier};
use crate::model::Span;

/// The longest path of an import, in segments, and the deepest nesting of `{}`; what is beyond is left out.
const MAX_SEGMENTS: usize = 64;

/// At most so many parts of a tree wait to be read.
const MAX_BRANCHES: usize = 1 << 16;

/// A part of a `use` tree that is still to be read.
struct Branch<'t> {
    node: Node<'t>,
    /// The path before it.
    path: Vec<String>,
}

impl Extractor<'_> {
    /// Reads a `use` declaration: an import for each list's plain names, one for each other leaf.
    /// `a::{self, b}` imports `a` and, apart from it, `b` of `a`.
    pub(super) fn use_declaration(&mut self, node: Node) {
        let attributes = self.out.take_attributes(node);
        let (is_unlikely, condition) = (is_unlikely(&attributes), of_features(&attributes));
        let before = self.out.facts.imports.len();
        let Some(argument) = self.child(node, self.fields.argument) else { return };
        self.imported_names(argument);
        let whole = self.out.span(node);
        let mut branches = vec![Branch { node: argument, path: Vec::new() }];
        let mut is_whole = true;
        while let Some(branch) = branches.pop() {
            let span = if is_whole { whole } else { self.out.span(branch.node) };
            match self.kind(branch.node) {
                K::ScopedUseList => {
                    let path = match self.child(branch.node, self.fields.path) {
                        Some(prefix) => self.joined(branch.path, prefix),
                        None => branch.path,
                    };
                    if let Some(list) = self.child(branch.node, self.fields.list) {
                        self.use_list(list, path, span, &mut branches);
                    }
                }
                K::UseList => self.use_list(branch.node, branch.path, span, &mut branches),
                K::UseWildcard => {
                    let prefix = branch.node.named_child(0);
                    let path = match prefix {
                        Some(prefix) => self.joined(branch.path, prefix),
                        None => branch.path,
                    };
                    self.add_import(path, Vec::new(), true, span);
                }
                _ => {
                    if let Some((path, name)) = self.leaf(branch.node, branch.path) {
                        self.add_import(path, vec![name], false, span);
                    }
                }
            }
            is_whole = false;
        }
        let is_public = node.named_child(0).is_some_and(|first| first.kind() == "visibility_modifier");
        for import in self.out.facts.imports.iter_mut().skip(before) {
            (import.is_unlikely, import.is_public) = (is_unlikely, is_public);
            import.condition.clone_from(&condition);
        }
    }

    /// What a `use` tree names is referred to: each type on the way, and what is at the end.
    fn imported_names(&mut self, argument: Node) {
        let mut branches = vec![Branch { node: argument, path: Vec::new() }];
        while let Some(Branch { node, path }) = branches.pop() {
            match self.kind(node) {
                K::ScopedUseList => {
                    let path = match self.child(node, self.fields.path) {
                        Some(prefix) => self.named_segments(path, prefix, false),
                        None => path,
                    };
                    if let Some(list) = self.child(node, self.fields.list) {
                        branches.push(Branch { node: list, path });
                    }
                }
                K::UseList if path.len() < MAX_SEGMENTS && branches.len() <= MAX_BRANCHES => {
                    let first = branches.len();
                    let mut cursor = node.walk();
                    let parts = node.named_children(&mut cursor);
                    branches.extend(parts.map(|node| Branch { node, path: path.clone() }));
                    if let Some(new) = branches.get_mut(first..) {
                        new.reverse();
                    }
                }
                K::UseAsClause => {
                    if let Some(target) = self.child(node, self.fields.path) {
                        self.named_segments(path, target, true);
                    }
                }
                K::UseWildcard => {
                    if let Some(prefix) = node.named_child(0) {
                        self.named_segments(path, prefix, false);
                    }
                }
                K::Identifier | K::ScopedIdentifier => drop(self.named_segments(path, node, true)),
                _ => {}
            }
        }
    }

    /// Refers to the types of a path behind another, and where it is whole to what it leads to; both paths in one.
    fn named_segments(&mut self, path: Vec<String>, node: Node, is_whole: bool) -> Vec<String> {
        let mut segments = self.path_segments(node);
        segments.push(match self.kind(node) {
            K::ScopedIdentifier => self.child(node, self.fields.name).unwrap_or(node),
            _ => node,
        });
        let last = segments.len().saturating_sub(1);
        let mut path = path;
        for (at, segment) in segments.into_iter().enumerate() {
            let Some(name) = self.out.owned(segment) else { continue };
            let is_type = name.starts_with(|first: char| first.is_ascii_uppercase());
            let is_end = is_whole && at == last && !path.is_empty();
            if self.kind(segment) == K::Identifier && (is_type || is_end) {
                let qualifier = if path.is_empty() { Qualifier::None } else { Qualifier::Path(path.clone()) };
                self.out.usage(UseKind::Reference, segment, qualifier);
            }
            path.push(name);
        }
        path
    }

    /// One `{}`: its plain names are one import, its other parts branches of their own.
    fn use_list<'t>(
        &mut self,
        list: Node<'t>,
        path: Vec<String>,
        span: Span,
        branches: &mut Vec<Branch<'t>>,
    ) {
        if path.len() >= MAX_SEGMENTS || branches.len() > MAX_BRANCHES {
            return;
        }
        let mut names = Vec::new();
        let first_new = branches.len();
        let mut cursor = list.walk();
        for part in list.named_children(&mut cursor) {
            let named = match self.kind(part) {
                K::UseAsClause => self.child(part, self.fields.path),
                _ => Some(part),
            };
            match named.map(|node| self.kind(node)) {
                Some(K::Identifier) => {
                    names.extend(self.leaf(part, Vec::new()).map(|(_, name)| name));
                }
                Some(K::Skipped | K::Other) | None => {}
                Some(_) => branches.push(Branch { node: part, path: path.clone() }),
            }
        }
        // The text's order; the stack gives back the last one first.
        if let Some(new) = branches.get_mut(first_new..) {
            new.reverse();
        }
        if !names.is_empty() {
            self.add_import(path, names, false, span);
        }
    }

    /// A single name, `name as alias`, `path::name` or `self`.
    fn leaf(&self, node: Node, path: Vec<String>) -> Option<(Vec<String>, ImportedName)> {
        let (target, alias) = match self.kind(node) {
            K::UseAsClause => (
                self.child(node, self.fields.path)?,
                self.child(node, self.fields.alias).and_then(|alias| self.out.owned(alias)),
            ),
            _ => (node, None),
        };
        let mut path = self.joined(path, target);
        if self.kind(target) == K::SelfValue && path.len() > 1 {
            // `a::{self}` is `a` itself.
            path.pop();
        }
        let name = path.pop()?;
        Some((path, ImportedName { name, alias }))
    }

    /// A path with the segments of another behind it.
    fn joined(&self, mut path: Vec<String>, node: Node) -> Vec<String> {
        let mut segments = Vec::new();
        let mut next = Some(node);
        while let Some(node) = next
            && segments.len() < MAX_SEGMENTS
        {
            next = match self.kind(node) {
                K::ScopedIdentifier => {
                    segments.extend(self.child(node, self.fields.name).and_then(|name| self.out.owned(name)));
                    self.child(node, self.fields.path)
                }
                _ => {
                    segments.extend(self.out.owned(node));
                    None
                }
            };
        }
        path.extend(segments.into_iter().rev());
        path
    }

    fn add_import(&mut self, path: Vec<String>, names: Vec<ImportedName>, is_glob: bool, span: Span) {
        let first = path.first().or(names.first().map(|name| &name.name));
        let kind = match first.map(String::as_str) {
            Some("crate") => "use_crate",
            Some("super") => "use_super",
            Some("self") => "use_self",
            _ => "plain_use",
        };
        self.out.import(kind, path, names, is_glob, span);
    }

    pub(super) fn extern_crate(&mut self, node: Node) {
        let text = |field| self.child(node, field).and_then(|name| self.out.owned(name));
        let Some(name) = text(self.fields.name) else { return };
        let names = vec![ImportedName { name, alias: text(self.fields.alias) }];
        let span = self.out.span(node);
        self.out.import("extern_crate", Vec::new(), names, false, span);
    }
}
