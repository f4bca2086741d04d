//! Macros where a type or a template begins, beside a type's name and among what a template takes; and what a parameter is by default.

use super::macros::Scan;
use crate::index::extract::c::lex::Sort;
use crate::index::extract::c::words::{is_control, is_shouting, is_tag, looks_like_macro};

/// The longest `[[attribute]]`, in tokens.
const MAX_ATTRIBUTE: usize = 16;

/// So many tokens of what a template takes are looked at.
const MAX_PARAMETERS: usize = 256;

impl Scan<'_> {
    /// `class MACRO Name {`, `struct MACRO(x) Name {`.
    pub(super) fn type_name(&mut self, from: usize, to: usize) -> bool {
        let Some(tag) = (from..to).rev().find(|at| is_tag(self.text(*at))) else { return false };
        // `struct alignas(64) Name {`: the grammar knows what stands before the name, but for macros.
        if to > tag + 1 && self.text(to - 1) == b"alignas" && self.is(to, b'(') {
            let name = self.close_of(to).map(|close| close + 1);
            let name = name.filter(|name| self.sort(*name) == Sort::Word);
            if let Some(name) = name {
                if to > tag + 2 {
                    self.hide(tag + 1, to - 2);
                }
                self.head.type_name = Some(name);
                self.behind = name + 1;
            }
            return name.is_some();
        }
        let end = (tag + 1..to).find(|at| is_control(self.text(*at))).unwrap_or(to);
        let names = end - tag - 1;
        let opens = self.is(to, b'{') || self.is(to, b':');
        if names >= 2 && opens {
            self.keep_name(tag + 1, end);
            return true;
        }
        if names == 0 && end == to {
            return self.behind_attribute(to);
        }
        // `enum Name MACRO(x) {`
        if names == 2 && self.is(to, b'(') && end == to && looks_like_macro(self.text(tag + 2)) {
            let Some(close) = self.close_of(to) else { return false };
            if self.is(close + 1, b'{') || self.is(close + 1, b':') {
                self.hide(tag + 2, close);
                return true;
            }
        }
        // `class MACRO Name<int> {`, where a template is specialised.
        if names == 1 && self.is(to, b'(') && end == to && looks_like_macro(self.text(tag + 1)) {
            let Some(close) = self.close_of(to) else { return false };
            if self.sort(close + 1) == Sort::Word && (self.is(close + 2, b'{') || self.is(close + 2, b':')) {
                self.hide(tag + 1, close);
                return true;
            }
        }
        // `class MACRO [[attribute]] Name {`
        if names == 1 && self.is(to, b'[') && self.is(to + 1, b'[') && looks_like_macro(self.text(tag + 1)) {
            let mut ahead = to + 2..to + MAX_ATTRIBUTE;
            let close = ahead.find(|at| self.is(*at, b']') && self.is(at + 1, b']'));
            if close.is_some_and(|close| self.sort(close + 2) == Sort::Word) {
                self.hide(tag + 1, tag + 1);
                return true;
            }
        }
        false
    }

    /// `class MACRO Name {` and `class Name MACRO {`: of these words one is the type's name.
    fn keep_name(&mut self, from: usize, to: usize) {
        let is_attribute = |at: usize| looks_like_macro(self.text(at));
        let last = to - 1;
        let named = if is_attribute(last) { (from..last).rev().find(|at| !is_attribute(*at)) } else { None };
        let name = named.unwrap_or(last);
        self.head.type_name = Some(name);
        if name > from {
            self.hide(from, name - 1);
        }
        if name < last {
            self.hide(name + 1, last);
        }
    }

    /// `class [[attribute]] alignas(8) Name {`, `class [[attribute]] MACRO Name {`: the grammar wants the attribute elsewhere.
    fn behind_attribute(&mut self, open: usize) -> bool {
        if !(self.is(open, b'[') && self.is(open + 1, b'[')) {
            return false;
        }
        let mut ahead = open + 2..open + MAX_ATTRIBUTE;
        let Some(close) = ahead.find(|at| self.is(*at, b']') && self.is(at + 1, b']')) else { return false };
        let next = close + 2;
        let aligned = Some(next).filter(|next| self.text(*next) == b"alignas" && self.is(next + 1, b'('));
        let name = match aligned.and_then(|next| self.close_of(next + 1)) {
            Some(close) => close + 1,
            None => {
                next + usize::from(looks_like_macro(self.text(next)) && self.sort(next + 1) == Sort::Word)
            }
        };
        if self.sort(name) != Sort::Word || is_control(self.text(name)) {
            return false;
        }
        if name > next {
            self.hide(open, if aligned.is_some() { close + 1 } else { name - 1 });
        }
        self.head.type_name = Some(name);
        self.behind = name + 1;
        true
    }

    /// `ALIGNED(class) Name {`: the macro's argument says what sort of type it is.
    pub(super) fn tag_in_macro(&mut self, open: usize) -> bool {
        let (macro_at, tag, close, name) = (open - 1, open + 1, open + 2, open + 3);
        let is_head = is_tag(self.text(tag))
            && self.is(open, b'(')
            && self.is(close, b')')
            && self.sort(name) == Sort::Word
            && (self.is(name + 1, b'{') || self.is(name + 1, b':'));
        if !is_head || !self.in_declarations() || !is_shouting(self.text(macro_at)) {
            return false;
        }
        self.hide(macro_at, open);
        self.hide(close, close);
        self.head.has_type = self.text(tag) != b"enum";
        self.head.is_enum = !self.head.has_type;
        self.head.type_name = Some(name);
        self.behind = name + 1;
        true
    }

    /// `template <class T, REQUIRES("text", f(T))>`: a macro among what a template takes that the grammar takes for no type.
    pub(super) fn template_parameters(&mut self, open: usize) {
        let mut depth = 0usize;
        let mut at = open;
        while at < open + MAX_PARAMETERS {
            match self.sort(at) {
                Sort::Punctuation(b'<') => depth += 1,
                Sort::Punctuation(b'>') if depth <= 1 => return,
                Sort::Punctuation(b'>') => depth -= 1,
                Sort::Punctuation(b'(') => match self.close_of(at) {
                    Some(close) => at = close,
                    None => return,
                },
                Sort::Punctuation(b';' | b'{' | b'}') => return,
                Sort::Punctuation(b',') if depth == 1 && self.is(at + 2, b'(') => {
                    let Some(close) = self.close_of(at + 2) else { return };
                    let ends = self.is(close + 1, b',') || self.is(close + 1, b'>');
                    if ends && is_shouting(self.text(at + 1)) && self.is_expression(at + 3, close) {
                        self.hide(at, close);
                    }
                    at = close;
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// `(const A& a = {})`: the grammar wants an expression for what a parameter is by default.
    pub(super) fn empty_default(&mut self, assigned: usize) {
        let (open, close, behind) = (assigned + 1, assigned + 2, assigned + 3);
        let is_empty = self.is(open, b'{') && self.is(close, b'}');
        if !is_empty || !(self.is(behind, b',') || self.is(behind, b')')) {
            return;
        }
        if let (Some(first), Some(last)) = (self.tokens.get(open), self.tokens.get(close)) {
            self.mask.blank(self.source, first.begin as usize, last.end as usize);
            self.mask.put(self.source, first.begin as usize, b"0");
            self.behind = close + 1;
        }
    }

    /// Whether there are marks or literals that no list of types has.
    fn is_expression(&self, from: usize, to: usize) -> bool {
        (from..to).any(|at| match self.sort(at) {
            Sort::Literal => true,
            Sort::Punctuation(mark) => !matches!(mark, b'<' | b'>' | b',' | b'(' | b')' | b'&' | b'*' | b'.'),
            _ => false,
        })
    }
}
