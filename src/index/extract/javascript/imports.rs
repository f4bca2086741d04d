//! Imports: of ECMAScript, of TypeScript, and of CommonJS.

use tree_sitter::Node;

use super::kinds::K;
use super::scope::{Bound, ScopeKind};
use super::{Extractor, Frame};
use crate::index::UseKind;
use crate::index::extract::builder::NewSymbol;
use crate::index::facts::{ImportedName, Qualifier};
use crate::model::SymbolKind;

/// The longest path of a module that is kept, in parts.
const MAX_PARTS: usize = 64;

/// What stands for all of a module among the names of an import.
pub(super) const WHOLE: &str = "*";

/// What stands for what a module *is*, where it is one thing: `module.exports = thing`, `export = thing`.
pub(super) const ITSELF: &str = "export=";

/// A call that gives a module, or something out of it.
pub(super) struct Required<'n> {
    source: Node<'n>,
    /// What is taken out of it.
    member: Option<Node<'n>>,
    kind: &'static str,
}

impl<'s> Extractor<'s, '_> {
    /// The parts of a module's path: `./a/b`, `../a`, `@scope/package/a`.
    pub(super) fn module_path(&self, source: Node) -> Vec<String> {
        let text = self.plain_name(source).and_then(|text| self.out.owned(text)).unwrap_or_default();
        text.split('/').filter(|part| !part.is_empty()).take(MAX_PARTS).map(str::to_owned).collect()
    }

    /// A name that comes from a module, in whose words it is written.
    pub(super) fn use_in_module(&mut self, name: Node, source: Node) {
        if let Some(module) = self.plain_name(source).and_then(|text| self.out.owned(text)) {
            self.out.usage(UseKind::Reference, name, Qualifier::Path(vec![module]));
        }
    }

    /// The module that `require("a")` or `import("a")` is, as it is written.
    pub(super) fn module_named(&self, call: Node) -> Option<String> {
        let source = self.module_call(call)?.source;
        self.plain_name(source).and_then(|text| self.out.owned(text))
    }

    /// `import a, { b as c } from "d"`, and the like.
    pub(super) fn import_statement(&mut self, node: Node) {
        self.exported.get_or_insert_default();
        let span = self.out.span(node);
        let mut names = Vec::new();
        let mut kind = "es_import";
        let mut source = self.child(node, self.fields.source);
        let mut cursor = node.walk();
        for clause in node.named_children(&mut cursor) {
            match self.kind(clause) {
                K::ImportClause => self.import_clause(clause, source, &mut names),
                K::ImportRequire => {
                    kind = "require";
                    source = self.child(clause, self.fields.source);
                    let name = clause.named_child(0).and_then(|name| self.out.owned(name));
                    names.extend(name.map(|name| aliased(WHOLE, name)));
                }
                _ => {}
            }
        }
        let path = source.map(|source| self.module_path(source)).unwrap_or_default();
        self.out.import(kind, path, names, false, span);
    }

    fn import_clause(&mut self, clause: Node, source: Option<Node>, names: &mut Vec<ImportedName>) {
        let mut cursor = clause.walk();
        for part in clause.named_children(&mut cursor) {
            match self.kind(part) {
                K::Identifier => {
                    names.extend(self.out.owned(part).map(|name| aliased("default", name)));
                    self.out.usage(UseKind::Reference, part, Qualifier::None);
                }
                K::NamespaceImport => {
                    let name = part.named_child(0).and_then(|name| self.out.owned(name));
                    names.extend(name.map(|name| aliased(WHOLE, name)));
                }
                K::NamedImports => {
                    let mut cursor = part.walk();
                    for specifier in part.named_children(&mut cursor) {
                        self.import_specifier(specifier, source, names);
                    }
                }
                _ => {}
            }
        }
    }

    fn import_specifier(&mut self, specifier: Node, source: Option<Node>, names: &mut Vec<ImportedName>) {
        let Some(name) = self.child(specifier, self.fields.name) else { return };
        let name = self.plain_name(name).unwrap_or(name);
        let alias = self.child(specifier, self.fields.alias);
        match (alias, source) {
            (None, _) => {
                self.out.usage(UseKind::Reference, name, Qualifier::None);
            }
            (Some(_), Some(source)) => self.use_in_module(name, source),
            _ => {}
        }
        let alias = alias.and_then(|alias| self.out.owned(alias));
        names.extend(self.out.owned(name).map(|name| ImportedName { name, alias }));
    }

    /// `import a = b.c`.
    pub(super) fn import_alias(&mut self, node: Node, frame: &mut Frame) {
        let (Some(name), Some(of)) = (node.named_child(0), node.named_child(1)) else { return };
        frame.name_at = name.start_byte();
        let (Some(mut path), Some(alias)) = (self.path_of(of), self.out.owned(name)) else { return };
        let Some(last) = path.pop() else { return };
        let span = self.out.span(node);
        self.out.import("import_alias", path, vec![aliased(&last, alias)], false, span);
    }

    /// `require("a")`, `require("a").b`, `await import("a")`.
    pub(super) fn required<'n>(&self, value: Node<'n>) -> Option<Required<'n>> {
        let mut value = value;
        let mut member = None;
        if self.kind(value) == K::Member {
            member = Some(self.child(value, self.fields.property)?);
            value = self.child(value, self.fields.object)?;
        }
        while matches!(self.kind(value), K::Parenthesized | K::As) {
            value = value.named_child(0)?;
        }
        let is_awaited = self.kind(value) == K::Await;
        if is_awaited {
            value = value.named_child(0)?;
        }
        let required = self.module_call(value)?;
        let fits = is_awaited == (required.kind == "dynamic_import");
        fits.then_some(Required { member, ..required })
    }

    fn module_call<'n>(&self, call: Node<'n>) -> Option<Required<'n>> {
        if self.kind(call) != K::Call {
            return None;
        }
        let function = self.child(call, self.fields.function)?;
        let kind = match self.kind(function) {
            K::Import => "dynamic_import",
            K::Identifier if self.out.text(function) == b"require" && !self.is_local(function) => "require",
            _ => return None,
        };
        let source = self.child(call, self.fields.arguments)?.named_child(0)?;
        (self.kind(source) == K::String).then_some(Required { source, member: None, kind })
    }

    /// A variable that is a module or something out of one is an import. Gives whether it is.
    pub(super) fn require(&mut self, name: Node, value: Node) -> bool {
        let Some(required) = self.required(value) else { return false };
        let mut names = Vec::new();
        match (self.kind(name), required.member) {
            (K::Identifier, member) => {
                let of = member.and_then(|member| self.out.owned(member)).unwrap_or(WHOLE.to_owned());
                names.extend(self.out.owned(name).map(|name| aliased(&of, name)));
                self.bind_import(name);
                self.hold_package(name, &required);
            }
            (K::ObjectPattern, member) => {
                // What is taken out of what a module gives out goes by both names.
                let of = member.and_then(|member| self.out.owned(member));
                let mut cursor = name.walk();
                for part in name.named_children(&mut cursor) {
                    let taken = self.required_name(part, required.source);
                    names.extend(taken.map(|taken| match &of {
                        Some(of) => ImportedName {
                            alias: Some(taken.alias.unwrap_or_else(|| taken.name.clone())),
                            name: format!("{of}.{}", taken.name),
                        },
                        None => taken,
                    }));
                }
            }
            _ => return false,
        }
        let span = self.out.span(value);
        let path = self.module_path(required.source);
        self.out.import(required.kind, path, names, false, span);
        if required.kind == "require" {
            self.exported.get_or_insert_default();
        }
        true
    }

    /// Adds the variable of a module that holds a package, which mostly is none of the project's. What a pattern takes out of one is
    /// the package's own, as what is imported from it.
    fn hold_package(&mut self, name: Node, required: &Required) {
        let path = self.out.text(required.source).trim_ascii();
        let path = path.get(1..path.len().saturating_sub(1)).unwrap_or_default();
        let is_package = !path.starts_with(b".") && !is_of_node(path);
        if !is_package || self.scopes.kind() != ScopeKind::Module || self.out.container().is_some() {
            return;
        }
        let node = name.parent().unwrap_or(name);
        let (kind, parent, member_of) = (SymbolKind::Variable, None, None);
        let symbol = self.out.symbol(NewSymbol { kind, node, name, body: None, parent, member_of });
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            fact.flags.is_required_module = true;
        }
    }

    /// One name of `const { a, b: c } = require("d")`.
    fn required_name(&mut self, part: Node, source: Node) -> Option<ImportedName> {
        match self.kind(part) {
            K::ShorthandPattern => {
                self.bind_import(part);
                self.out.usage(UseKind::Reference, part, Qualifier::None);
                Some(ImportedName { name: self.out.owned(part)?, alias: None })
            }
            K::PairPattern => {
                let key = self.plain_name(self.child(part, self.fields.key)?)?;
                let name = self.child(part, self.fields.value)?;
                if self.kind(name) != K::Identifier {
                    return None;
                }
                self.bind_import(name);
                self.use_in_module(key, source);
                Some(aliased(&self.out.owned(key)?, self.out.owned(name)?))
            }
            _ => None,
        }
    }

    fn bind_import(&mut self, name: Node) {
        if self.scopes.kind() != ScopeKind::Module {
            self.scopes.bind(self.out.text(name), Bound::Symbol);
        }
    }

    /// A module that is asked for in the middle of an expression.
    pub(super) fn import_call(&mut self, node: Node) {
        if let Some(required) = self.module_call(node) {
            let path = self.module_path(required.source);
            let span = self.out.span(node);
            self.out.import(required.kind, path, Vec::new(), false, span);
        }
    }

    /// What a module gives on of another one, as CommonJS does it.
    pub(super) fn export_required(&mut self, required: &Required, alias: &str, node: Node) {
        let of = required.member.and_then(|member| self.out.owned(member)).unwrap_or(WHOLE.to_owned());
        let path = self.module_path(required.source);
        let span = self.out.span(node);
        self.out.import("export", path, vec![aliased(&of, alias.to_owned())], false, span);
    }
}

/// A name with what it is called here.
pub(super) fn aliased(name: &str, alias: String) -> ImportedName {
    ImportedName { name: name.to_owned(), alias: (alias != name).then_some(alias) }
}

/// Modules of Node's own, whose types are known wherever it is used.
const NODE: [&str; 38] = [
    "assert",
    "async_hooks",
    "buffer",
    "child_process",
    "cluster",
    "console",
    "constants",
    "crypto",
    "dgram",
    "diagnostics_channel",
    "dns",
    "domain",
    "events",
    "fs",
    "http",
    "http2",
    "https",
    "inspector",
    "module",
    "net",
    "os",
    "path",
    "perf_hooks",
    "process",
    "punycode",
    "querystring",
    "readline",
    "stream",
    "string_decoder",
    "timers",
    "tls",
    "tty",
    "url",
    "util",
    "v8",
    "vm",
    "worker_threads",
    "zlib",
];

/// Whether a path names a module of Node's own: `fs`, `fs/promises`, `node:test`.
fn is_of_node(path: &[u8]) -> bool {
    let first = path.split(|byte| *byte == b'/').next().unwrap_or_default();
    path.starts_with(b"node:") || NODE.iter().any(|name| name.as_bytes() == first)
}
