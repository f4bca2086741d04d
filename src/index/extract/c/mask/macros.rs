//! Words that are one too many in a declaration: macros that stand for attributes, or for nothing.

use std::collections::HashMap;

use super::names::Words;
use super::{Mask, Word, made};
use crate::index::extract::c::lex::Sort;
use crate::index::extract::c::words::{is_control, is_shouting, is_tag, looks_like_macro};
use crate::model::Language;

/// At most so many words of one run are looked at.
const MAX_RUN: usize = 64;

pub(super) const START: Sort = Sort::Punctuation(b';');

/// Hides macros.
pub(super) fn hide(mask: &mut Mask, source: &[u8], tokens: &[Word], language: Language) {
    let mut scan = Scan {
        mask,
        source,
        tokens,
        is_c: language == Language::C,
        closes: closes(tokens),
        braces: Vec::new(),
        behind: 0,
        types: Vec::new(),
        typed: 0,
        makers: made::makers(source, tokens),
        head: Head::default(),
        closed_type: false,
    };
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at = if token.sort == Sort::Word { scan.run(at) } else { scan.mark(at, token.sort) };
        at = at.max(scan.behind);
    }
    mask.hidden.sort_unstable();
    mask.rewritten.sort_unstable();
    mask.made.sort_unstable();
}

/// For each opening parenthesis the token that closes it.
fn closes(tokens: &[Word]) -> Vec<u32> {
    let mut closes = vec![u32::MAX; tokens.len()];
    let mut open = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token.sort {
            Sort::Punctuation(b'(') => open.push(at),
            Sort::Punctuation(b')') => {
                if let Some(slot) = open.pop().and_then(|from: usize| closes.get_mut(from)) {
                    *slot = u32::try_from(at).unwrap_or(u32::MAX);
                }
            }
            // Parentheses do not reach over the end of a block.
            Sort::Punctuation(b'}') if open.len() > 64 => open.clear(),
            _ => {}
        }
    }
    closes
}

/// What has been of the statement where the scan is.
#[derive(Default)]
pub(super) struct Head {
    has_namespace: bool,
    pub(super) has_type: bool,
    pub(super) is_enum: bool,
    is_extern: bool,
    /// The name of the type, as a token.
    pub(super) type_name: Option<usize>,
    has_parentheses: bool,
    is_assigned: bool,
}

/// What a brace holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Brace {
    /// Declarations of a file or namespace.
    Declarations,
    /// Members.
    Members,
    /// Statements or values.
    Code,
}

pub(super) struct Scan<'a> {
    pub(super) mask: &'a mut Mask,
    pub(super) source: &'a [u8],
    pub(super) tokens: &'a [Word],
    pub(super) is_c: bool,
    closes: Vec<u32>,
    pub(super) braces: Vec<Brace>,
    /// What is before this token has been seen to.
    pub(super) behind: usize,
    /// Names of the types around, as tokens.
    pub(super) types: Vec<Option<usize>>,
    /// What begins at this token has its type before an attribute that was hidden.
    pub(super) typed: usize,
    /// Macros of the text that make a function of a name that they are given.
    pub(super) makers: HashMap<&'a [u8], made::Maker>,
    pub(super) head: Head,
    /// Whether the brace that was closed last was that of a type.
    pub(super) closed_type: bool,
}

impl<'a> Scan<'a> {
    pub(super) fn sort(&self, at: usize) -> Sort {
        self.tokens.get(at).map_or(Sort::Punctuation(b';'), |token| token.sort)
    }

    pub(super) fn text(&self, at: usize) -> &'a [u8] {
        self.tokens.get(at).map_or(&[], |token| token.text(self.source))
    }

    pub(super) fn is(&self, at: usize, mark: u8) -> bool {
        self.sort(at) == Sort::Punctuation(mark)
    }

    pub(super) fn close_of(&self, at: usize) -> Option<usize> {
        self.closes.get(at).filter(|close| **close != u32::MAX).map(|close| *close as usize)
    }

    pub(super) fn in_declarations(&self) -> bool {
        self.braces.last().is_none_or(|brace| *brace != Brace::Code)
    }

    pub(super) fn hide(&mut self, from: usize, to: usize) {
        if let (Some(begin), Some(end)) = (self.tokens.get(from), self.tokens.get(to)) {
            self.mask.hide(self.source, *begin, *end);
            if to > from {
                self.behind = to + 1;
            }
        }
    }

    /// A mark.
    fn mark(&mut self, at: usize, sort: Sort) -> usize {
        match sort {
            Sort::Punctuation(b'{') => {
                let head = std::mem::take(&mut self.head);
                let is_linkage = head.is_extern && at > 0 && self.sort(at - 1) == Sort::Literal;
                let is_type = head.has_type && !head.has_parentheses && !head.is_assigned && !head.is_enum;
                self.types.push(head.type_name);
                self.braces.push(match (head.has_namespace || is_linkage, is_type) {
                    (true, _) => Brace::Declarations,
                    (_, true) => Brace::Members,
                    _ => Brace::Code,
                });
            }
            Sort::Punctuation(b'}') => {
                self.closed_type = self.braces.pop() == Some(Brace::Members);
                self.types.pop();
                self.head = Head::default();
            }
            Sort::Punctuation(b';') => {
                self.head = Head::default();
                self.closed_type = false;
            }
            Sort::Punctuation(b'(') => self.head.has_parentheses = true,
            Sort::Punctuation(b'=') => {
                self.head.is_assigned = true;
                self.empty_default(at);
            }
            Sort::Punctuation(b',') => self.type_argument(at),
            _ => {}
        }
        at + 1
    }

    /// Words that follow each other without a mark between them; gives what is behind them.
    fn run(&mut self, from: usize) -> usize {
        let mut to = from;
        let mut is_tagged = false;
        if from > 0 && self.is(from - 1, b'>') && is_tag(self.text(from)) {
            // What a template takes (`template <typename A = B, int n = f()>`) is not the class's own.
            self.head = Head::default();
        }
        while self.sort(to) == Sort::Word && to < self.tokens.len() {
            let word = self.text(to);
            if word == b"typename" && to > from && self.text(to - 1) == b"using" {
                // `using typename A::B;`
                let (begin, end) =
                    self.tokens.get(to).map_or((0, 0), |of| (of.begin as usize, of.end as usize));
                self.mask.blank(self.source, begin, end);
            }
            if is_tagged && !is_control(word) {
                self.head.type_name = Some(to);
            }
            is_tagged |= is_tag(word);
            self.head.has_namespace |= word == b"namespace";
            self.head.has_type |= matches!(word, b"struct" | b"union" | b"class");
            self.head.is_enum |= word == b"enum";
            self.head.is_extern |= word == b"extern";
            to += 1;
        }
        let is_member = from > 0 && matches!(self.sort(from - 1), Sort::Punctuation(b'.') | Sort::Arrow);
        if !is_member && to - from <= MAX_RUN {
            self.judge(from, to);
        }
        if self.text(to - 1) == b"template" && self.is(to, b'<') {
            self.template_parameters(to);
        }
        to
    }

    pub(super) fn judge(&mut self, from: usize, to: usize) {
        if self.is(to, b'(') && self.gives_parts(to) {
            return;
        }
        if let Some(operator) = (from..to).find(|at| self.text(*at) == b"operator") {
            // A conversion (`MACRO operator bool()`) has no type before it.
            let next = self.text(operator + 1);
            let is_conversion = operator + 1 < to && !matches!(next, b"new" | b"delete");
            let words = self.words(from, operator);
            let allowed = usize::from(!words.has_type && !is_conversion);
            if self.in_declarations() {
                self.hide_excess(&words, words.plain.len().saturating_sub(allowed), to);
            }
            return;
        }
        if self.in_declarations() && self.before_type(from, to) || self.tag_in_macro(to) {
            return;
        }
        if self.type_name(from, to) || self.in_typedef(from, to) {
            return;
        }
        let begin = (from..to).rev().find(|at| is_control(self.text(*at))).map_or(from, |at| at + 1);
        let mut words = self.words(begin, to);
        let before = if from > 0 { self.sort(from - 1) } else { START };
        if begin == from
            && (matches!(before, Sort::Punctuation(b'*' | b'&')) || from > 0 && self.typed == from)
        {
            // The type stood before the star, or before an attribute.
            words.has_type = true;
        }
        if self.is(to, b'(') && self.made(&words, before, to) {
            return;
        }
        if self.stands_alone(&words, before, to) || self.among_statements(&words, before, to) {
            return;
        }
        if before == Sort::Punctuation(b')') && begin == from && self.behind_parameters(&words, to) {
            return;
        }
        if self.is(to, b'(') && (self.attribute(&mut words, to) || self.with_arguments(&words, to)) {
            return;
        }
        let is_behind_type = before == Sort::Punctuation(b'}') && self.closed_type && begin == from;
        let allowed = if is_behind_type && !words.has_type && !self.is(to, b'(') && !self.is(to, b'*') {
            let is_attribute = |at: &usize| self.text(*at).starts_with(b"__");
            if words.plain.len() == 1 && self.is(to, b';') && words.plain.iter().all(is_attribute) {
                0
            } else {
                1
            }
        } else {
            self.allowed(&words, to)
        };
        let excess = words.plain.len().saturating_sub(allowed).max(words.before_type);
        self.hide_excess(&words, excess, to);
    }

    /// Hides so many words: those that look most like macros first.
    fn hide_excess(&mut self, words: &Words, excess: usize, to: usize) {
        if excess == 0 {
            return;
        }
        let before_type = words.plain.get(..words.before_type).unwrap_or_default();
        let is_sure = self.in_declarations() && (words.has_type || words.plain.len() > 2);
        let reserved = |at: &&usize| self.text(**at).starts_with(b"__") && looks_like_macro(self.text(**at));
        let shouting = |at: &&usize| is_shouting(self.text(**at));
        let mut chosen: Vec<usize> = Vec::new();
        chosen.extend(before_type);
        chosen.extend(words.plain.iter().filter(reserved));
        chosen.extend(words.plain.iter().filter(shouting));
        if is_sure || self.is(to, b'*') {
            chosen.extend(&words.plain);
        }
        let mut hidden: Vec<usize> = Vec::new();
        for at in chosen {
            if hidden.len() < excess && !hidden.contains(&at) {
                hidden.push(at);
                self.hide(at, at);
            }
        }
    }
}
