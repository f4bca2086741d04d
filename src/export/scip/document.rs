//! What stands in one file.

use std::collections::HashMap;

use protobuf::{EnumOrUnknown, MessageField};
use scip::types;

use super::symbol::{Naming, kind_of};
use crate::export::ExportError;
use crate::model::{Language, Node, NodeData, NodeId, Position, Span, Symbol};
use crate::store::Reader;

/// A document that is being filled.
pub(super) struct Document<'a> {
    naming: &'a Naming,
    reader: &'a dyn Reader,
    document: types::Document,
    /// The names of symbols that were asked for; `None` of what is no symbol.
    names: HashMap<NodeId, Option<String>>,
}

impl<'a> Document<'a> {
    pub(super) fn new(naming: &'a Naming, reader: &'a dyn Reader, path: &str) -> Document<'a> {
        let document = types::Document {
            language: language(path).to_owned(),
            relative_path: path.to_owned(),
            position_encoding: EnumOrUnknown::new(types::PositionEncoding::UTF8CodeUnitOffsetFromLineStart),
            ..Default::default()
        };
        Document { naming, reader, document, names: HashMap::new() }
    }

    pub(super) fn path(&self) -> &str {
        &self.document.relative_path
    }

    /// Adds a definition. `text` is that of its span, where it is kept, and `name_start` the byte of the file at which
    /// its name begins, where that is known.
    pub(super) fn define(
        &mut self,
        symbol: &Symbol,
        text: Option<&str>,
        name_start: Option<u64>,
        bases: &[NodeId],
    ) -> Result<(), ExportError> {
        let name = self.naming.of(symbol);
        if let Some(place) = name_place(symbol, text, name_start) {
            self.document.occurrences.push(types::Occurrence {
                range: range(place),
                symbol: name.clone(),
                symbol_roles: types::SymbolRole::Definition as i32,
                enclosing_range: places(symbol.span).map(range).unwrap_or_default(),
                ..Default::default()
            });
        }
        let mut relationships = Vec::new();
        for &base in bases {
            if let Some(symbol) = self.name_of(base)? {
                relationships.push(types::Relationship {
                    symbol,
                    is_implementation: true,
                    ..Default::default()
                });
            }
        }
        relationships.sort_by(|a, b| a.symbol.cmp(&b.symbol));
        relationships.dedup();
        self.document.symbols.push(types::SymbolInformation {
            symbol: name,
            documentation: symbol.documentation().map(str::to_owned).into_iter().collect(),
            relationships,
            kind: EnumOrUnknown::new(kind_of(&symbol.kind)),
            display_name: symbol.name.clone(),
            signature_documentation: symbol
                .signature()
                .map(|text| types::Signature {
                    language: self.document.language.clone(),
                    text: text.to_owned(),
                    ..Default::default()
                })
                .map_or_else(MessageField::none, MessageField::some),
            ..Default::default()
        });
        Ok(())
    }

    /// Adds a use of a symbol.
    pub(super) fn refer(&mut self, span: Span, target: NodeId) -> Result<(), ExportError> {
        if let (Some(symbol), Some(place)) = (self.name_of(target)?, places(span)) {
            self.document.occurrences.push(types::Occurrence {
                range: range(place),
                symbol,
                ..Default::default()
            });
        }
        Ok(())
    }

    /// The whole, in the order of the text.
    pub(super) fn finish(mut self) -> types::Document {
        let key = |of: &types::Occurrence| {
            let [line, column] = [0, 1].map(|at| of.range.get(at).copied().unwrap_or_default());
            (line, column)
        };
        self.document.occurrences.sort_by(|a, b| {
            (key(a), &a.range, a.symbol_roles, &a.symbol).cmp(&(key(b), &b.range, b.symbol_roles, &b.symbol))
        });
        self.document.occurrences.dedup();
        self.document.symbols.sort_by(|a, b| a.symbol.cmp(&b.symbol));
        self.document
    }

    fn name_of(&mut self, id: NodeId) -> Result<Option<String>, ExportError> {
        if let Some(name) = self.names.get(&id) {
            return Ok(name.clone());
        }
        let name = match self.reader.node(id)? {
            Some(Node { data: NodeData::Symbol(symbol), .. }) => Some(self.naming.of(&symbol)),
            _ => None,
        };
        self.names.insert(id, name.clone());
        Ok(name)
    }
}

/// What SCIP calls the language of a file.
fn language(path: &str) -> &'static str {
    match Language::of_path(path) {
        Language::Rust => "Rust",
        Language::Python => "Python",
        Language::C => "C",
        Language::Cpp => "CPP",
        Language::Java => "Java",
        Language::JavaScript => "JavaScript",
        Language::TypeScript => "TypeScript",
        Language::Tsx => "TypeScriptReact",
        Language::Go => "Go",
        Language::Cuda => "CUDA",
        Language::Other => "",
    }
}

/// First and past-the-end place of a span; `None` where no lines are known.
fn places(span: Span) -> Option<(Position, Position)> {
    (span.start.line > 0 && span.end.line > 0).then_some((span.start, span.end))
}

/// Lines from 0 and columns, with one line where both are the same.
fn range((start, end): (Position, Position)) -> Vec<i32> {
    let number = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    let [first, last] = [start.line, end.line].map(|line| number(line.saturating_sub(1)));
    if first == last {
        vec![first, number(start.column), number(end.column)]
    } else {
        vec![first, number(start.column), last, number(end.column)]
    }
}

/// Where the name of a symbol stands: at the byte where it is known to begin, else where it is found first in the
/// symbol's text. An empty place at the symbol's beginning where it is in neither; `None` where no lines are known.
fn name_place(symbol: &Symbol, text: Option<&str>, start: Option<u64>) -> Option<(Position, Position)> {
    let (begin, _) = places(symbol.span)?;
    let nowhere = (begin, begin);
    let (Some(text), false) = (text, symbol.name.is_empty()) else { return Some(nowhere) };
    let name = symbol.name.as_str();
    let known = start.and_then(|start| usize::try_from(start.checked_sub(symbol.span.byte_start)?).ok());
    let known = known.filter(|&at| text.get(at..).is_some_and(|rest| rest.starts_with(name)));
    let Some(at) = known.or_else(|| word(text, name)) else { return Some(nowhere) };
    let before = text.get(..at)?;
    let lines = before.bytes().filter(|&byte| byte == b'\n').count();
    let column = match before.rfind('\n') {
        Some(newline) => at - newline - 1,
        None => begin.column as usize + at,
    };
    let line = begin.line.saturating_add(u32::try_from(lines).ok()?);
    let column = u32::try_from(column).ok()?;
    let end = column.saturating_add(u32::try_from(name.len()).ok()?);
    Some((Position { line, column }, Position { line, column: end }))
}

/// The first byte of a word in a text.
fn word(text: &str, word: &str) -> Option<usize> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let is_whole = |at: usize| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|after| after.chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    };
    text.match_indices(word).map(|(at, _)| at).find(|&at| is_whole(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Json, SymbolKind};

    fn symbol(name: &str) -> Symbol {
        let at = |line, column| Position { line, column };
        Symbol {
            id: NodeId(1),
            name: name.to_owned(),
            kind: SymbolKind::Function,
            path: "a.rs".to_owned(),
            qualified: name.to_owned(),
            canonical: String::new(),
            display: String::new(),
            stable_id: String::new(),
            span: Span { byte_start: 100, byte_end: 200, start: at(10, 4), end: at(12, 5) },
            extra: Json::new(),
        }
    }

    #[test]
    fn a_name_is_found_where_it_is_known_to_be_or_first_stands() {
        let place = |name: &str, text: Option<&str>, start| {
            let (start, end) = name_place(&symbol(name), text, start).unwrap();
            assert_eq!(start.line, end.line);
            (start.line, start.column, end.column)
        };
        let text = "pub fn add(adder: u8)\n  -> add";
        assert_eq!(place("add", Some(text), None), (10, 11, 14));
        assert_eq!(place("add", Some(text), Some(100 + 27)), (11, 5, 8));
        // What is not there is looked for.
        assert_eq!(place("add", Some(text), Some(100 + 8)), (10, 11, 14));
        assert_eq!(place("add", Some(text), Some(3)), (10, 11, 14));
        assert_eq!(place("other", Some(text), None), (10, 4, 4));
        assert_eq!(place("add", None, Some(107)), (10, 4, 4));
        let mut unknown = symbol("add");
        unknown.span.start.line = 0;
        assert_eq!(name_place(&unknown, Some(text), None), None);
    }

    #[test]
    fn ranges_of_one_line_are_short() {
        let at = |line, column| Position { line, column };
        assert_eq!(range((at(3, 1), at(3, 9))), [2, 1, 9]);
        assert_eq!(range((at(3, 1), at(5, 0))), [2, 1, 4, 0]);
    }
}
