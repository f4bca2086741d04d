//! Includes, macros, and the uses in what macros stand for.

use std::collections::HashSet;

use tree_sitter::Node;

use super::kinds::K;
use super::lex::{Lexer, Sort};
use super::words::is_keyword;
use super::{Extractor, Frame};
use crate::index::UseKind;
use crate::index::facts::Qualifier;
use crate::model::SymbolKind;

/// The longest path of an include, in parts.
const MAX_PARTS: usize = 64;

/// Words of the types of numbers and characters.
const TYPE_WORDS: [&str; 13] = [
    "char", "wchar_t", "char8_t", "char16_t", "char32_t", "int", "long", "short", "signed", "unsigned",
    "float", "double", "bool",
];

/// The longest type of such words.
const MAX_TYPE_WORDS: usize = 4;

impl Extractor<'_, '_> {
    /// `#include "x"` and `#include <x>`.
    pub(super) fn include(&mut self, node: Node) {
        let Some(path) = self.child(node, self.fields.path) else { return };
        if !matches!(self.kind(path), K::Literal | K::SystemPath) {
            return;
        }
        let text = String::from_utf8_lossy(self.out.text(path));
        let text = text.trim_matches(['"', '<', '>']);
        let parts = text.split(['/', '\\']).filter(|part| !part.is_empty()).take(MAX_PARTS);
        let path: Vec<String> = parts.map(str::to_owned).collect();
        let span = self.out.span(node);
        self.out.import("include", path, Vec::new(), true, span);
    }

    /// `#define`.
    pub(super) fn macro_definition(&mut self, node: Node) {
        let Some(name) = self.child(node, self.fields.name) else { return };
        let value = self.child(node, self.fields.value);
        let mut frame = Frame { kind: K::Other, flags: 0, owners: 0 };
        let contexts = std::mem::take(&mut self.contexts);
        let template = std::mem::take(&mut self.template);
        let symbol = self.define(node, name, SymbolKind::Macro, None, &mut frame);
        self.contexts = contexts;
        self.template = template;
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            // A macro knows no scopes.
            fact.qualified.clone_from(&fact.name);
            fact.parent = None;
        }
        let is_taken_back = self.mask.is_taken_back(name.start_byte());
        let declared = value.filter(|_| node.child_by_field_id(self.fields.parameters).is_none());
        let declared = declared.and_then(|value| self.type_in_macro(value));
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            fact.declared = declared;
            fact.flags.is_file_local = is_taken_back;
        }
        if let Some(value) = value.filter(|_| symbol.is_some()) {
            let parameters = self.child(node, self.fields.parameters);
            self.macro_body(value, parameters);
        }
        for _ in 0..frame.owners {
            self.out.close();
        }
    }

    /// The type of the language's own that a macro stands for: `#define TEXT_CHAR wchar_t`.
    fn type_in_macro(&mut self, value: Node) -> Option<u32> {
        if self.is_c {
            return None;
        }
        let text = std::str::from_utf8(self.out.text(value)).ok()?;
        let words: Vec<&str> = text.split_ascii_whitespace().take(MAX_TYPE_WORDS + 1).collect();
        let is_type = !words.is_empty()
            && words.len() <= MAX_TYPE_WORDS
            && words.iter().all(|word| TYPE_WORDS.contains(word));
        if is_type { self.out.named_type(vec![words.join(" ")]) } else { None }
    }

    /// Names in what a macro stands for: a name before parentheses is called.
    fn macro_body(&mut self, value: Node, parameters: Option<Node>) {
        let parameters: HashSet<&[u8]> = parameters
            .map(|list| {
                let mut cursor = list.walk();
                list.named_children(&mut cursor).map(|parameter| self.out.text(parameter)).collect()
            })
            .unwrap_or_default();
        let text = self.out.text(value);
        let begin = value.start_byte();
        self.token_uses(text, begin, &parameters);
    }

    /// Names in a text that no tree was made of.
    fn token_uses(&mut self, text: &[u8], begin: usize, without: &HashSet<&[u8]>) {
        let mut tokens = Lexer::new(text).peekable();
        let mut before = Sort::Punctuation(b';');
        let mut path: Vec<String> = Vec::new();
        while let Some(token) = tokens.next() {
            let next = tokens.peek().map(|token| token.sort);
            let word = text.get(token.begin..token.end).unwrap_or_default();
            if token.sort == Sort::Word && next == Some(Sort::Colons) {
                path.push(String::from_utf8_lossy(word).into_owned());
            } else if token.sort == Sort::Word && !is_keyword(word) && !without.contains(word) {
                let is_member = matches!(before, Sort::Punctuation(b'.') | Sort::Arrow);
                let is_pasted = before == Sort::Punctuation(b'#') || next == Some(Sort::Punctuation(b'#'));
                let is_called = next == Some(Sort::Punctuation(b'('));
                let kind = if is_called { UseKind::Call } else { UseKind::Reference };
                let qualifier = match (is_member, path.is_empty()) {
                    (true, _) => Qualifier::Value(None),
                    (_, true) => Qualifier::None,
                    _ => Qualifier::Path(std::mem::take(&mut path)),
                };
                if !is_pasted {
                    self.out.usage_at(kind, begin + token.begin, begin + token.end, qualifier);
                }
            }
            if !matches!(next, Some(Sort::Colons)) && token.sort != Sort::Colons {
                path.clear();
            }
            before = token.sort;
        }
    }

    /// Names that were hidden from the parser: macros, and what stood in them.
    pub(super) fn masked_uses(&mut self) {
        let mask = self.mask;
        for &(begin, end) in mask.hidden() {
            let text = self.out.bytes(begin, end);
            self.token_uses(text, begin, &HashSet::new());
        }
    }
}
