//! Types that JavaScript's comments give: `@param {Type} name`, `@returns {Type}`, `@type {Type}`.

use tree_sitter::Node;

use super::Extractor;
use super::imports::{WHOLE, aliased};
use crate::index::facts::{ImportedName, TypeFact};
use crate::model::{Language, SymbolKind};

/// How deep a type in a comment is followed.
const MAX_LAYERS: usize = 8;

/// Parts of one type in a comment.
const MAX_PARTS: usize = 16;

/// Names of one import in a comment.
const MAX_NAMES: usize = 256;

/// A comment that says what stands behind it is not longer.
const MAX_COMMENT: usize = 1 << 10;

/// What a comment says before a name that stands for a type.
const TYPEDEF: &str = "@typedef";

/// Names that say nothing about members.
const SILENT: [&str; 12] = [
    "any",
    "unknown",
    "void",
    "null",
    "undefined",
    "never",
    "object",
    "Object",
    "function",
    "Function",
    "symbol",
    "*",
];

/// What a comment says of a function or variable.
#[derive(Default)]
pub(super) struct Documented {
    /// Types of parameters, by name.
    pub(super) parameters: Vec<(String, u32)>,
    pub(super) returns: Option<u32>,
    pub(super) of: Option<u32>,
    /// What `this` is.
    pub(super) this: Option<u32>,
}

impl Extractor<'_, '_> {
    /// What the comment of a symbol says of types. TypeScript's comments are not asked: its code says more.
    pub(super) fn documented(&mut self, symbol: Option<u32>) -> Documented {
        let mut told = Documented::default();
        if self.out.facts.language != Language::JavaScript {
            return told;
        }
        let detail = symbol.and_then(|symbol| self.out.detail(symbol));
        let Some(doc) = detail.map(|detail| detail.doc.clone()) else { return told };
        for tag in doc.split('@').skip(1) {
            let Some((word, rest)) = tag.split_once('{') else { continue };
            let Some((of, rest)) = within(rest, '{', '}') else { continue };
            match word.trim() {
                "param" | "arg" | "argument" => {
                    let name = rest.split_whitespace().next().unwrap_or_default();
                    let name = name.trim_start_matches('[').split(['=', ']']).next().unwrap_or_default();
                    let of = if name.is_empty() { None } else { self.type_in_comment(of, 0) };
                    told.parameters.extend(of.map(|of| (name.to_owned(), of)));
                }
                "returns" | "return" => told.returns = self.type_in_comment(of, 0),
                "this" => told.this = self.type_in_comment(of, 0),
                "type" => told.of = self.type_in_comment(of, 0),
                _ => {}
            }
        }
        told
    }

    /// The type that a comment gives what stands right behind it: `/** @type {Type} */ (value)`.
    pub(super) fn documented_before(&mut self, at: usize) -> Option<u32> {
        if self.out.facts.language != Language::JavaScript {
            return None;
        }
        let before = self.out.source().get(..at)?.trim_ascii_end();
        let before = before.strip_suffix(b"*/")?;
        let before = before.get(before.len().saturating_sub(MAX_COMMENT)..)?;
        let begin = before.windows(3).rposition(|mark| mark == b"/**")?;
        let text = std::str::from_utf8(before.get(begin..)?).ok()?;
        let (_, of) = text.split_once("@type")?;
        let (of, _) = within(of.trim_start().strip_prefix('{')?, '{', '}')?;
        let of = of.to_owned();
        self.type_in_comment(&of, 0)
    }

    /// `@import { a, b as c } from "d"` of a comment.
    pub(super) fn documented_imports(&mut self, node: Node) {
        if self.out.facts.language != Language::JavaScript {
            return;
        }
        let Ok(text) = std::str::from_utf8(self.out.text(node)) else { return };
        let mut imports = Vec::new();
        for tag in text.split("@import").skip(1) {
            let tag = tag.split('@').next().unwrap_or_default();
            imports.extend(import_in_comment(tag));
        }
        for (path, names) in imports {
            let span = self.out.span(node);
            self.out.import("es_import", path, names, false, span);
        }
    }

    /// `@typedef {Type} Name` of a comment: a name that stands for a type, of another module (`import("a").Type`) or not.
    pub(super) fn documented_types(&mut self, node: Node) {
        if self.out.facts.language != Language::JavaScript || self.out.container().is_some() {
            return;
        }
        let Ok(text) = std::str::from_utf8(self.out.text(node)) else { return };
        for (at, _) in text.match_indices(TYPEDEF).take(MAX_NAMES) {
            let rest = text.get(at + TYPEDEF.len()..).unwrap_or_default().trim_start();
            let Some((of, behind)) = rest.strip_prefix('{').and_then(|rest| within(rest, '{', '}')) else {
                continue;
            };
            let behind = behind.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '*');
            let end = behind.find(|letter: char| !is_of_name(letter)).unwrap_or(behind.len());
            let Some(name) = behind.get(..end).filter(|name| !name.is_empty()) else { continue };
            if let Some((path, imported)) = type_of_module(of) {
                let names = vec![aliased(imported, name.to_owned())];
                let span = self.out.span(node);
                self.out.import("typedef", path, names, false, span);
                continue;
            }
            let begin = node.start_byte() + text.len() - behind.len();
            let declared = self.type_in_comment(&without_margin(of), 0);
            if declared.is_some()
                && let Some(symbol) = self.out.symbol_at(SymbolKind::TypeAlias, node, (begin, begin + end))
                && let Some(fact) = self.out.fact(symbol)
            {
                fact.declared = declared;
            }
        }
    }

    fn type_in_comment(&mut self, text: &str, depth: usize) -> Option<u32> {
        if depth > MAX_LAYERS {
            return None;
        }
        let next = depth + 1;
        if let Some(each) = text.trim().strip_prefix("...") {
            let of = self.type_in_comment(each, next)?;
            return self.out.type_fact(TypeFact::Sequence(of));
        }
        if let Some((taken, returned)) = function_in_comment(text.trim()) {
            let takes: Vec<Option<u32>> = split(taken, ',')
                .into_iter()
                .filter(|part| !part.trim().is_empty())
                .map(|part| self.type_in_comment(part.split_once(':')?.1, next))
                .collect();
            let returns = self.type_in_comment(returned, next);
            return self.out.type_fact(TypeFact::Callable { takes, returns });
        }
        let text = text.trim().trim_start_matches(['?', '!', '.']).trim_end_matches('=').trim();
        let parts: Vec<&str> = split(text, '|');
        if parts.len() > 1 {
            let parts: Vec<u32> =
                parts.into_iter().filter_map(|part| self.type_in_comment(part, next)).collect();
            return match parts.as_slice() {
                [] => None,
                [only] => Some(*only),
                _ => self.out.type_fact(TypeFact::AnyOf(parts)),
            };
        }
        if let Some(inner) = text.strip_suffix("[]") {
            let of = self.type_in_comment(inner, next)?;
            return self.out.type_fact(TypeFact::Sequence(of));
        }
        if let Some(inner) = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
            return self.type_in_comment(inner, next);
        }
        let Some((base, list)) = text.split_once('<') else { return self.name_in_comment(text) };
        let mut given = Vec::new();
        for of in split(list.strip_suffix('>')?, ',') {
            let known = self.type_in_comment(of, next);
            given.push(known.or_else(|| self.out.type_fact(TypeFact::AnyOf(Vec::new())))?);
        }
        let base = base.trim_end_matches('.');
        if let ("Array" | "ReadonlyArray", [of]) = (base, given.as_slice()) {
            return self.out.type_fact(TypeFact::Sequence(*of));
        }
        let base = self.name_in_comment(base)?;
        if let Some(TypeFact::Named { arguments, .. }) = self.out.facts.types.get_mut(base as usize) {
            *arguments = given;
        }
        Some(base)
    }

    /// `a.b.Type`, `import("a").Type`.
    fn name_in_comment(&mut self, text: &str) -> Option<u32> {
        if text == "this" {
            return self.out.type_fact(TypeFact::This);
        }
        let mut path = Vec::new();
        let mut names = text;
        if let Some(import) = text.strip_prefix("import(") {
            let (module, rest) = import.split_once(')')?;
            path.push(module.trim().trim_matches(['"', '\'']).to_owned());
            names = rest.strip_prefix('.')?;
        }
        let is_name = |part: &&str| {
            part.starts_with(|first: char| first.is_alphabetic() || matches!(first, '_' | '$'))
                && part.chars().all(is_of_name)
        };
        let parts: Vec<&str> = names.split('.').take(MAX_PARTS).collect();
        if !parts.iter().all(is_name) || SILENT.contains(&names) {
            return None;
        }
        path.extend(parts.into_iter().map(str::to_owned));
        self.out.named_type(path)
    }
}

/// What a function takes and what it returns: `(a: A, b: B) => C`.
fn function_in_comment(text: &str) -> Option<(&str, &str)> {
    let (takes, rest) = within(text.strip_prefix('(')?, '(', ')')?;
    Some((takes, rest.trim_start().strip_prefix("=>")?))
}

/// The path of the module and the name of `import("a").Type`; of `import("a")` what the module is.
fn type_of_module(text: &str) -> Option<(Vec<String>, &str)> {
    let (module, rest) = text.trim().strip_prefix("import(")?.split_once(')')?;
    let name = match rest.trim() {
        "" => WHOLE,
        rest => rest.strip_prefix('.').filter(|name| name.chars().all(is_of_name))?,
    };
    let path = module.trim().trim_matches(['"', '\'']).split('/').filter(|part| !part.is_empty());
    Some((path.take(MAX_PARTS).map(str::to_owned).collect(), name))
}

/// A text of several lines of a comment without the mark that each begins with.
fn without_margin(text: &str) -> String {
    let lines = text.lines().map(|line| line.trim_start().trim_start_matches('*'));
    lines.collect::<Vec<&str>>().join(" ")
}

fn is_of_name(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '$')
}

/// The module and the names of `{ a, b as c } from "d"`.
fn import_in_comment(text: &str) -> Option<(Vec<String>, Vec<ImportedName>)> {
    let (names, rest) = text.trim_start().strip_prefix('{')?.split_once('}')?;
    let from = rest.trim_start().strip_prefix("from")?.trim_start();
    let quote = from.chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
    let (module, _) = from.get(1..)?.split_once(quote)?;
    let path = module.split('/').filter(|part| !part.is_empty()).take(MAX_PARTS).map(str::to_owned);
    let mut imported = Vec::new();
    for name in names.split(',').take(MAX_NAMES) {
        let mut words = name.split(|letter: char| letter.is_whitespace() || letter == '*');
        let mut words = words.by_ref().filter(|word| !word.is_empty());
        let Some(name) = words.next() else { continue };
        let alias = words.next().filter(|word| *word == "as").and_then(|_| words.next());
        imported.push(ImportedName { name: name.to_owned(), alias: alias.map(str::to_owned) });
    }
    Some((path.collect(), imported))
}

/// What stands before the bracket that closes one that was opened before, and what stands behind it.
fn within(text: &str, opens: char, closes: char) -> Option<(&str, &str)> {
    let mut depth = 1u32;
    for (at, letter) in text.char_indices() {
        depth = match letter {
            _ if letter == opens => depth + 1,
            _ if letter == closes => depth - 1,
            _ => depth,
        };
        if depth == 0 {
            return Some((text.get(..at)?, text.get(at + closes.len_utf8()..)?));
        }
    }
    None
}

/// Parts of a text between marks that stand in no brackets.
fn split(text: &str, mark: char) -> Vec<&str> {
    let mut depth = 0i32;
    let between = |letter: char| {
        depth += match letter {
            '<' | '(' | '{' | '[' => 1,
            '>' | ')' | '}' | ']' => -1,
            _ => 0,
        };
        depth == 0 && letter == mark
    };
    text.split(between).take(MAX_PARTS).collect()
}
