//! What calls of the file's own macros define.

use std::collections::HashSet;

use tree_sitter::Node;

use super::Extractor;
use super::conditions::is_unlikely;
use super::expand::Made;
use super::symbols::Context;
use crate::index::UseFact;
use crate::index::facts::TypeFact;
use crate::model::SymbolKind;

/// Modules around a call are followed so far.
const MAX_MODULES: usize = 64;

impl<'s> Extractor<'s> {
    /// Reads what a macro is called with. Gives whether all that is in the brackets has been read.
    pub(super) fn called_with(&mut self, brackets: Node) -> bool {
        let (symbols, uses) = (self.out.facts.symbols.len(), self.out.facts.uses.len());
        let imports = self.out.facts.imports.len();
        let Some(call) = brackets.parent() else { return self.inside_macro(brackets) };
        let is_left_out = is_unlikely(&self.out.take_attributes(call));
        let is_read = self.inside_macro(brackets);
        if is_left_out {
            for symbol in self.out.facts.symbols.iter_mut().skip(symbols) {
                symbol.flags.is_unlikely = true;
            }
            for import in self.out.facts.imports.iter_mut().skip(imports) {
                import.is_unlikely = true;
            }
        }
        let Some(name) = call.child(0).map(|name| self.out.text(name)) else { return is_read };
        let name = name.rsplit(|byte| *byte == b':').next().unwrap_or_default();
        let (begin, end) = (brackets.start_byte(), brackets.end_byte());
        let made = match self.defined.knows(name) {
            true => self.defined.made(name, begin, end),
            false if !is_read => self.defined.named(begin, end),
            false => Vec::new(),
        };
        let made = match self.test_named(name, (call, brackets)) {
            Some(test) if made.is_empty() && !self.defined.knows(name) => vec![test],
            _ => made,
        };
        let made = if made.is_empty() && self.is_among_members() && !self.defined.knows(name) {
            self.defined.methods(begin, end)
        } else {
            made
        };
        if !made.is_empty() {
            self.define_made(&made, (call, brackets), symbols, uses);
        }
        is_read
    }

    /// What a macro for tests that is not known defines where items are: a function of the first name in its brackets
    /// (`rgtest!(name, …)`), or of the one that is given as its name (`test! { name: it, … }`). One is for tests whose name
    /// says so, or that is called in a module of tests.
    fn test_named(&self, name: &[u8], (call, brackets): (Node, Node)) -> Option<Made<'s>> {
        let is_among_items = match self.out.container() {
            Some(around) => {
                let around = self.out.facts.symbols.get(around as usize)?;
                around.kind == SymbolKind::Module
                    && !matches!(self.contexts.last(), Some(Context::Impl { .. }))
            }
            None => call.parent().is_some(),
        };
        if !is_among_items || !(name.windows(4).any(|part| part == b"test") || self.is_among_tests()) {
            return None;
        }
        let is_name = |of: &Node| of.kind() == "identifier";
        let mut cursor = brackets.walk();
        let mut tokens = brackets.children(&mut cursor).skip(1).take(4);
        let first = tokens.next().filter(is_name)?;
        let mark = tokens.next().map(|mark| self.out.text(mark))?;
        let named = match (self.out.text(first), mark) {
            (_, b",") => first,
            (b"name", b":") => tokens.next().filter(is_name)?,
            _ => return None,
        };
        if !self.out.text(named).first().is_some_and(u8::is_ascii_lowercase) {
            return None;
        }
        let name = (named.start_byte(), named.end_byte());
        Some(Made { kind: SymbolKind::Function, name, owner: None, is_test: true, returns: None })
    }

    /// Whether the walk is in a module that only tests have.
    fn is_among_tests(&self) -> bool {
        let mut at = self.out.container();
        for _ in 0..MAX_MODULES {
            let Some(around) = at else { return false };
            let attributes = self.out.facts.details.get(around as usize).map(|detail| &detail.attributes);
            if attributes.is_some_and(|all| all.iter().any(|attribute| attribute == "#[cfg(test)]")) {
                return true;
            }
            at = self.out.facts.symbols.get(around as usize).and_then(|around| around.parent);
        }
        false
    }

    /// Whether the walk is right in the text of an `impl` or trait: what stands there defines members.
    fn is_among_members(&self) -> bool {
        matches!(self.contexts.last(), Some(Context::Impl { .. } | Context::Trait { .. }))
    }

    /// Adds what a call defines, beside the symbols and uses from there on that were read in its brackets.
    fn define_made(&mut self, made: &[Made], (call, brackets): (Node, Node), symbols: usize, uses: usize) {
        let known = self.out.facts.symbols.iter().skip(symbols);
        let known: HashSet<u64> = known.map(|symbol| symbol.name_bytes.0).collect();
        let is_sole = made.len() == 1;
        for made in made.iter().filter(|made| !known.contains(&(made.name.0 as u64))) {
            let Some(name) = brackets.descendant_for_byte_range(made.name.0, made.name.1) else { continue };
            let symbol = self.define_one(made, if is_sole { call } else { name }, name);
            self.made.insert(made.name.0);
            if is_sole && made.is_test {
                self.put_into(symbol, uses);
            }
        }
        let all = &mut self.out.facts.uses;
        let read = all.split_off(uses.min(all.len()));
        let is_use = |used: &UseFact| !self.made.contains(&(used.span.byte_start as usize));
        all.extend(read.into_iter().filter(is_use));
    }

    /// What was named from there on stands in the text of a symbol that was added only behind it.
    fn put_into(&mut self, symbol: Option<u32>, uses: usize) {
        let outer = self.out.container();
        for used in self.out.facts.uses.iter_mut().skip(uses).filter(|used| used.container == outer) {
            used.container = symbol.or(outer);
        }
    }

    fn define_one(&mut self, made: &Made, node: Node, name: Node) -> Option<u32> {
        let is_member = matches!(self.contexts.last(), Some(Context::Impl { .. } | Context::Trait { .. }));
        let symbol = match (made.owner, &made.kind) {
            (Some(owner), kind) => self.symbol_of(node, name, kind.clone(), owner),
            (None, SymbolKind::Function) if is_member => self.symbol(node, name, SymbolKind::Method),
            (None, kind) => self.symbol(node, name, kind.clone()),
        };
        let declared = match made.returns {
            Some(b"Self") => self.out.type_fact(TypeFact::This),
            Some(name) => self.out.named_type(vec![String::from_utf8_lossy(name).into_owned()]),
            None => None,
        };
        if let Some(fact) = symbol.and_then(|symbol| self.out.fact(symbol)) {
            fact.flags.is_test = made.is_test;
            fact.declared = fact.declared.or(declared);
        }
        symbol
    }
}
