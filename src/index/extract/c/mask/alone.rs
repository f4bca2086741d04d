//! Macros that stand by themselves: between declarations, between statements, and where a type is named.

use super::macros::{Brace, Scan};
use super::names::Words;
use crate::index::extract::c::lex::Sort;
use crate::index::extract::c::words::{is_shouting, looks_like_macro};

impl Scan<'_> {
    /// Macros between declarations, with nothing beside them.
    pub(super) fn stands_alone(&mut self, words: &Words, before: Sort, to: usize) -> bool {
        // `MACRO:` among members is `public:` or the like.
        if let [label] = *words.plain.as_slice()
            && self.braces.last() == Some(&Brace::Members)
            && matches!(before, Sort::Directive | Sort::Punctuation(b';' | b'{' | b'}' | b':'))
            && self.is(to, b':')
            && !words.has_type
            && is_shouting(self.text(label))
        {
            self.hide(label, to);
            return true;
        }
        let is_labelled = before == Sort::Punctuation(b':') && self.braces.last() == Some(&Brace::Members);
        let begins =
            is_labelled || matches!(before, Sort::Directive | Sort::Punctuation(b';' | b'{' | b'}' | b')'));
        let ends = self.sort(to) == Sort::Directive || self.is(to, b'}') || to >= self.tokens.len();
        let are_alone = begins && ends && self.in_declarations() && !words.has_type && !self.closed_type;
        let are_macros = words.plain.iter().all(|at| looks_like_macro(self.text(*at)));
        if words.plain.is_empty() || !are_alone || !are_macros {
            return false;
        }
        for at in &words.plain {
            self.hide(*at, *at);
        }
        true
    }

    /// A macro on a line of its own between statements, which has no semicolon.
    pub(super) fn among_statements(&mut self, words: &Words, before: Sort, to: usize) -> bool {
        let is_free = matches!(before, Sort::Punctuation(b';' | b'}'));
        if self.in_declarations() || words.has_type || !(is_free || before == Sort::Punctuation(b'{')) {
            return false;
        }
        if let [only] = *words.plain.as_slice()
            && (self.handles_exceptions(only, to) || self.is_condition(only, to))
        {
            return true;
        }
        let first = match *words.plain.as_slice() {
            [only] if is_free && self.is(to, b'}') => only,
            [first, called] if self.is(to, b'(') && self.is_line_between(first, called) => first,
            _ => return false,
        };
        let is_macro = is_shouting(self.text(first));
        if is_macro {
            self.hide(first, first);
        }
        is_macro
    }

    /// `MY_TRY {` and `MY_CATCH(…) {`: what they hold are blocks.
    fn handles_exceptions(&mut self, word: usize, to: usize) -> bool {
        let text = self.text(word);
        let is_block = text.ends_with(b"_TRY") || text.ends_with(b"_CATCH_ALL");
        let last = match self.close_of(to) {
            _ if !is_shouting(text) => None,
            _ if is_block && self.is(to, b'{') => Some(word),
            Some(close) if text.ends_with(b"_CATCH") && self.is(to, b'(') => {
                Some(close).filter(|close| self.is(close + 1, b'{'))
            }
            _ => None,
        };
        if let Some(last) = last {
            self.hide(word, last);
        }
        last.is_some()
    }

    /// `MY_CONSTEXPR_IF(…) {` is an `if`, behind which `else` may stand.
    fn is_condition(&mut self, word: usize, to: usize) -> bool {
        let text = self.text(word);
        let is_named_so = is_shouting(text) && text.split(|byte| *byte == b'_').any(|part| part == b"IF");
        let is_before_block =
            self.is(to, b'(') && self.close_of(to).is_some_and(|close| self.is(close + 1, b'{'));
        let Some(token) = self.tokens.get(word).copied().filter(|_| is_named_so && is_before_block) else {
            return false;
        };
        self.mask.hide(self.source, token, token);
        self.mask.put(self.source, token.begin as usize, b"if");
        true
    }

    fn is_line_between(&self, first: usize, second: usize) -> bool {
        let (Some(first), Some(second)) = (self.tokens.get(first), self.tokens.get(second)) else {
            return false;
        };
        let between = self.source.get(first.end as usize..second.begin as usize);
        between.is_some_and(|between| between.contains(&b'\n'))
    }

    /// Macros before `class`, `template`, `public` and their like.
    pub(super) fn before_type(&mut self, from: usize, to: usize) -> bool {
        let begins = |word: &[u8]| {
            matches!(
                word,
                b"public" | b"private" | b"protected" | b"template" | b"using" | b"namespace" | b"class"
            ) || matches!(
                word,
                b"struct" | b"union" | b"enum" | b"typedef" | b"friend" | b"extern" | b"static"
            )
        };
        let Some(type_at) = (from..to).find(|at| begins(self.text(*at))) else { return false };
        let is_free =
            from == 0 || !matches!(self.sort(from - 1), Sort::Punctuation(b',' | b'(' | b'<' | b':'));
        let mut hidden = false;
        for at in from..type_at {
            if is_free && looks_like_macro(self.text(at)) {
                self.hide(at, at);
                hidden = true;
            }
        }
        if hidden && type_at < to {
            self.judge(type_at, to);
        }
        hidden
    }

    /// `typedef __attribute__((x)) int name;`, `typedef int (MACRO *name)(int);`.
    pub(super) fn in_typedef(&mut self, from: usize, to: usize) -> bool {
        let is_attribute =
            self.text(from) == b"typedef" && self.text(to - 1) == b"__attribute__" && self.is(to, b'(');
        if let Some(close) = self.close_of(to).filter(|_| is_attribute) {
            self.hide(to - 1, close);
            return true;
        }
        let is_pointer = self.in_declarations()
            && to == from + 1
            && from > 0
            && self.is(from - 1, b'(')
            && self.is(to, b'*')
            && self.sort(to + 1) == Sort::Word
            && self.is(to + 2, b')')
            && self.is(to + 3, b'(');
        if is_pointer && looks_like_macro(self.text(from)) {
            self.hide(from, from);
            return true;
        }
        false
    }
}
