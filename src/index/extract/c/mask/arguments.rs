//! Macros with arguments in declarations, and types among arguments.

use super::macros::{Brace, START, Scan};
use super::names::Words;
use crate::index::extract::c::lex::Sort;
use crate::index::extract::c::words::{is_builtin_type, is_shouting, is_specifier, is_tag, looks_like_macro};

/// Of a macro's arguments so many are looked at.
const MAX_ARGUMENTS: usize = 16;

impl Scan<'_> {
    /// `macro(T *, x)`: a type among the arguments of what looks like a call loses its stars and `struct`.
    pub(super) fn type_argument(&mut self, comma: usize) {
        let mut at = comma;
        while at > 0 && self.is(at - 1, b'*') {
            at -= 1;
        }
        let Some(name) = at.checked_sub(1).filter(|name| self.sort(*name) == Sort::Word) else { return };
        if at < comma
            && let (Some(first), Some(last)) = (self.tokens.get(at), self.tokens.get(comma - 1))
        {
            self.mask.blank(self.source, first.begin as usize, last.end as usize);
        }
        let Some(tag) = name.checked_sub(1).and_then(|tag| self.tokens.get(tag)) else { return };
        if !self.in_declarations() && is_tag(tag.text(self.source)) && self.is(name.saturating_sub(2), b'(') {
            self.mask.blank(self.source, tag.begin as usize, tag.end as usize);
        }
    }

    /// `f() MACRO {`, `f() MACRO;`, `f() MACRO(x) {`.
    pub(super) fn behind_parameters(&mut self, words: &Words, to: usize) -> bool {
        if !self.in_declarations() || words.plain.is_empty() || words.has_type {
            return false;
        }
        let are_macros = words.plain.iter().all(|at| looks_like_macro(self.text(*at)));
        if self.is(to, b'{') || self.is(to, b';') && are_macros {
            for at in &words.plain {
                self.hide(*at, *at);
            }
            return true;
        }
        let (Some(last), true, true) = (words.plain.last(), self.is(to, b'('), are_macros) else {
            return false;
        };
        let Some(close) = self.close_of(to) else { return false };
        let ends = matches!(self.sort(close + 1), Sort::Punctuation(b'{' | b';' | b':'))
            || self.sort(close + 1) == Sort::Word && looks_like_macro(self.text(close + 1));
        if ends && words.plain.len() == 1 {
            self.hide(*last, close);
        }
        ends
    }

    /// A macro with arguments behind the name that is declared: `int a ALIGNED(4);`, `int f OF((int a));`. Whether
    /// nothing is left to do.
    pub(super) fn attribute(&mut self, words: &mut Words, open: usize) -> bool {
        let (Some(&last), Some(close)) = (words.plain.last(), self.close_of(open)) else { return false };
        let is_wrapped = words.plain.len() + usize::from(words.has_type) >= 2
            && is_shouting(self.text(last))
            && self.is(open + 1, b'(')
            && self.close_of(open + 1).is_some_and(|inner| inner + 1 == close);
        if is_wrapped {
            self.hide(last, open);
            self.hide(close, close);
            words.plain.pop();
            return false;
        }
        // `void format(printf, 1, 2) say(…)`: no parameters are numbers, nor do they stand in brackets twice.
        let is_double = self.is(open + 1, b'(') && self.close_of(open + 1) == close.checked_sub(1);
        let is_before_name = self.sort(close + 1) == Sort::Word && self.is(close + 2, b'(');
        let has_type = words.has_type || words.plain.len() > 1;
        let is_attribute = is_double || self.holds_numbers(open, close);
        if self.in_declarations() && has_type && is_before_name && is_attribute {
            self.hide(last, close);
            self.typed = close + 1;
            return true;
        }
        let before =
            words.plain.first().and_then(|first| first.checked_sub(1)).map_or(START, |at| self.sort(at));
        let is_behind_arguments =
            before == Sort::Punctuation(b'>') && self.braces.last() == Some(&Brace::Members);
        let names = 1 + usize::from(!words.has_type && !is_behind_arguments);
        let others = words.plain.get(..words.plain.len() - 1).unwrap_or_default();
        let is_attribute = others.len() >= names
            && looks_like_macro(self.text(last))
            && !others.iter().any(|at| looks_like_macro(self.text(*at)))
            && matches!(self.sort(close + 1), Sort::Word | Sort::Punctuation(b';' | b',' | b'='));
        if is_attribute {
            self.hide(last, close);
        }
        is_attribute
    }

    /// Whether brackets hold numbers, and at most words beside.
    fn holds_numbers(&self, open: usize, close: usize) -> bool {
        let is_number = |at: usize| {
            self.sort(at) == Sort::Literal && self.text(at).first().is_some_and(u8::is_ascii_digit)
        };
        let may_be =
            |at: usize| matches!(self.sort(at), Sort::Word | Sort::Literal | Sort::Punctuation(b','));
        (open + 1..close).any(is_number) && (open + 1..close).all(may_be)
    }

    /// A macro with arguments before a declaration, or that makes a function of what follows.
    pub(super) fn with_arguments(&mut self, words: &Words, open: usize) -> bool {
        let Some(&last) = words.plain.last() else { return false };
        let Some(close) = self.close_of(open) else { return false };
        let name = self.text(last);
        if !self.in_declarations() || !looks_like_macro(name) || words.plain.len() > 1 || words.has_type {
            return false;
        }
        if self.function_as_argument(last, open, close) || self.function_in_arguments(last, open, close) {
            return true;
        }
        if self.is_c && self.is(close + 1, b'{') && is_shouting(name) && name.len() > 2 {
            if !self.made_with_text(last, open, close) {
                self.rewrite(last);
            }
            return true;
        }
        match self.sort(close + 1) {
            Sort::Word | Sort::Directive => {}
            Sort::Punctuation(b'}') if close + 1 < self.tokens.len() => {}
            // `DEFINE_FLAG(int, name, 8, "text");` is neither a call nor a function to the grammars.
            Sort::Punctuation(b';') if self.mixes_types(open, close) => {}
            _ => return false,
        }
        let is_type =
            (open + 1..close).all(|at| matches!(self.sort(at), Sort::Word | Sort::Punctuation(b'*')));
        let next = self.text(close + 1);
        let is_named =
            self.is(close + 2, b'(') && !is_builtin_type(next) && !is_specifier(next) && !is_tag(next);
        if is_type && close > open + 1 && is_named && !looks_like_macro(next) {
            // `API(int) f(…)`
            self.hide(last, open);
            self.hide(close, close);
        } else {
            self.hide(last, close);
        }
        true
    }

    /// `MACRO(static int f(int a)) {`: a function that is an argument whole.
    fn function_as_argument(&mut self, name: usize, open: usize, close: usize) -> bool {
        let ends = matches!(self.sort(close + 1), Sort::Punctuation(b'{' | b';'));
        let Some(last) = close.checked_sub(1).filter(|last| ends && self.is(*last, b')')) else {
            return false;
        };
        let is_head = |at: &usize| matches!(self.sort(*at), Sort::Word | Sort::Punctuation(b'*'));
        let head = (open + 1..close).take_while(is_head).count();
        let parameters = open + 1 + head;
        let words = (open + 1..parameters).filter(|at| self.sort(*at) == Sort::Word).count();
        let is_function = words >= 2
            && self.sort(parameters - 1) == Sort::Word
            && self.is(parameters, b'(')
            && self.close_of(parameters) == Some(last);
        if is_function {
            self.hide(name, open);
            self.hide(close, close);
        }
        is_function
    }

    /// `MACRO(int, API f, (int a), MORE) {`: a function whose parts are arguments loses what is between them.
    fn function_in_arguments(&mut self, name: usize, open: usize, close: usize) -> bool {
        let ends = matches!(self.sort(close + 1), Sort::Punctuation(b'{' | b';'));
        if !ends || !is_shouting(self.text(name)) {
            return false;
        }
        let mut commas = vec![open];
        let mut at = open + 1;
        while at < close {
            match self.sort(at) {
                Sort::Punctuation(b'(') => at = self.close_of(at).unwrap_or(close),
                Sort::Punctuation(b',') if commas.len() < MAX_ARGUMENTS => commas.push(at),
                _ => {}
            }
            at += 1;
        }
        commas.push(close);
        let is_type = |from: usize, to: usize| {
            from < to && (from..to).all(|at| matches!(self.sort(at), Sort::Word | Sort::Punctuation(b'*')))
        };
        let parts = commas.windows(4).find_map(|commas| {
            let &[first, second, third, last] = commas else { return None };
            let is_taken = self.is(third + 1, b'(') && self.close_of(third + 1) == last.checked_sub(1);
            let is_function = is_taken && is_type(first + 1, second) && is_type(second + 1, third);
            (is_function && self.sort(third - 1) == Sort::Word).then_some((first, second, third, last))
        });
        let Some((first, second, third, last)) = parts else { return false };
        self.hide(name, first);
        self.hide(second, third - 2);
        self.hide(third, third);
        self.hide(last, close);
        true
    }

    /// `MACRO(int old = ) f();`, `void f(int a MACRO(, int b))`: what is given is a part of what stands around, and no list.
    pub(super) fn gives_parts(&mut self, open: usize) -> bool {
        let Some(name) = open.checked_sub(1).filter(|name| is_shouting(self.text(*name))) else {
            return false;
        };
        let Some(close) = self.close_of(open).filter(|close| *close > open + 2) else { return false };
        let before_last = close - 2;
        let is_begun = self.is(close - 1, b'=')
            && self.sort(before_last) == Sort::Word
            && self.text(before_last) != b"operator";
        let is_part = is_begun || self.is(open + 1, b',');
        if is_part {
            self.hide(name, close);
        }
        is_part
    }

    /// Whether there are names of the language's own types among what a macro is given, and literals too.
    fn mixes_types(&self, open: usize, close: usize) -> bool {
        let has_type = (open + 1..close).any(|at| is_builtin_type(self.text(at)));
        has_type && (open + 1..close).any(|at| self.sort(at) == Sort::Literal)
    }

    /// `TEST(a) {` becomes `T ST(a) {`, which is a function to the grammar of C.
    pub(super) fn rewrite(&mut self, name: usize) {
        let Some(token) = self.tokens.get(name).copied() else { return };
        let begin = token.begin as usize;
        self.mask.blank(self.source, begin + 1, begin + 2);
        self.mask.rewritten.push(begin);
        self.mask.hidden.push((begin, token.end as usize));
    }
}
