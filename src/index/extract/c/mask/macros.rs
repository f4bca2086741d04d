//! Words that are one too many in a declaration: macros that stand for attributes, or for nothing.

use super::{Mask, Word};
use crate::index::extract::c::lex::{Sort, is_builtin_type, is_control, is_shouting, is_specifier, is_tag};
use crate::model::Language;

/// How many tokens ahead a template's arguments or a path are followed.
const MAX_AHEAD: usize = 64;

/// At most so many words of one run are looked at.
const MAX_RUN: usize = 64;

const START: Sort = Sort::Punctuation(b';');

/// Hides macros.
pub(super) fn hide(mask: &mut Mask, source: &[u8], tokens: &[Word], language: Language) {
    let mut scan = Scan {
        mask,
        source,
        tokens,
        is_c: language == Language::C,
        closes: closes(tokens),
        braces: Vec::new(),
        head: Head::default(),
        closed_type: false,
    };
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at = if token.sort == Sort::Word { scan.run(at) } else { scan.mark(at, token.sort) };
    }
    mask.hidden.sort_unstable();
    mask.rewritten.sort_unstable();
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
struct Head {
    has_namespace: bool,
    has_type: bool,
    is_enum: bool,
    is_extern: bool,
    has_parentheses: bool,
    is_assigned: bool,
}

/// What a brace holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Brace {
    /// Declarations of a file or namespace.
    Declarations,
    /// Members.
    Members,
    /// Statements or values.
    Code,
}

struct Scan<'a> {
    mask: &'a mut Mask,
    source: &'a [u8],
    tokens: &'a [Word],
    is_c: bool,
    closes: Vec<u32>,
    braces: Vec<Brace>,
    head: Head,
    /// Whether the brace that was closed last was that of a type.
    closed_type: bool,
}

impl<'a> Scan<'a> {
    fn sort(&self, at: usize) -> Sort {
        self.tokens.get(at).map_or(Sort::Punctuation(b';'), |token| token.sort)
    }

    fn text(&self, at: usize) -> &'a [u8] {
        self.tokens.get(at).map_or(&[], |token| token.text(self.source))
    }

    fn is(&self, at: usize, mark: u8) -> bool {
        self.sort(at) == Sort::Punctuation(mark)
    }

    fn close_of(&self, at: usize) -> Option<usize> {
        self.closes.get(at).filter(|close| **close != u32::MAX).map(|close| *close as usize)
    }

    fn in_declarations(&self) -> bool {
        self.braces.last().is_none_or(|brace| *brace != Brace::Code)
    }

    fn hide(&mut self, from: usize, to: usize) {
        if let (Some(begin), Some(end)) = (self.tokens.get(from), self.tokens.get(to)) {
            self.mask.hide(self.source, *begin, *end);
        }
    }

    /// A mark.
    fn mark(&mut self, at: usize, sort: Sort) -> usize {
        match sort {
            Sort::Punctuation(b'{') => {
                let head = std::mem::take(&mut self.head);
                let is_linkage = head.is_extern && at > 0 && self.sort(at - 1) == Sort::Literal;
                let is_type = head.has_type && !head.has_parentheses && !head.is_assigned && !head.is_enum;
                self.braces.push(match (head.has_namespace || is_linkage, is_type) {
                    (true, _) => Brace::Declarations,
                    (_, true) => Brace::Members,
                    _ => Brace::Code,
                });
            }
            Sort::Punctuation(b'}') => {
                self.closed_type = self.braces.pop() == Some(Brace::Members);
                self.head = Head::default();
            }
            Sort::Punctuation(b';') => {
                self.head = Head::default();
                self.closed_type = false;
            }
            Sort::Punctuation(b'(') => self.head.has_parentheses = true,
            Sort::Punctuation(b'=') => self.head.is_assigned = true,
            Sort::Punctuation(b',') => self.type_argument(at),
            _ => {}
        }
        at + 1
    }

    /// `macro(T *, x)`: a type among the arguments of what looks like a call loses its stars and `struct`.
    fn type_argument(&mut self, comma: usize) {
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

    /// Words that follow each other without a mark between them; gives what is behind them.
    fn run(&mut self, from: usize) -> usize {
        let mut to = from;
        while self.sort(to) == Sort::Word && to < self.tokens.len() {
            let word = self.text(to);
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
        to
    }

    fn judge(&mut self, from: usize, to: usize) {
        if (from..to).any(|at| self.text(at) == b"operator") {
            return;
        }
        if self.in_declarations() && self.before_type(from, to) {
            return;
        }
        if self.type_name(from, to) {
            return;
        }
        let begin = (from..to).rev().find(|at| is_control(self.text(*at))).map_or(from, |at| at + 1);
        let mut words = self.words(begin, to);
        let before = if from > 0 { self.sort(from - 1) } else { START };
        if begin == from && matches!(before, Sort::Punctuation(b'*' | b'&')) {
            // The type stood before the star.
            words.has_type = true;
        }
        if self.stands_alone(&words, before, to) {
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

    /// A macro on a line of its own between declarations.
    fn stands_alone(&mut self, words: &Words, before: Sort, to: usize) -> bool {
        let begins = matches!(before, Sort::Directive | Sort::Punctuation(b';' | b'{' | b'}' | b')'));
        let ends = self.sort(to) == Sort::Directive || self.is(to, b'}') || to >= self.tokens.len();
        let &[only] = words.plain.as_slice() else { return false };
        let is_macro = begins && ends && self.in_declarations() && !words.has_type && !self.closed_type;
        if is_macro && looks_like_macro(self.text(only)) {
            self.hide(only, only);
            return true;
        }
        false
    }

    /// Macros before `class`, `template`, `public` and their like.
    fn before_type(&mut self, from: usize, to: usize) -> bool {
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

    /// `class MACRO Name {`, `struct MACRO(x) Name {`.
    fn type_name(&mut self, from: usize, to: usize) -> bool {
        let Some(tag) = (from..to).rev().find(|at| is_tag(self.text(*at))) else { return false };
        let end = (tag + 1..to).find(|at| is_control(self.text(*at))).unwrap_or(to);
        let names = end - tag - 1;
        let opens = self.is(to, b'{') || self.is(to, b':');
        if names >= 2 && opens {
            self.hide(tag + 1, end - 2);
            return true;
        }
        // `class MACRO Name<int> {`, where a template is specialised.
        if names == 1 && self.is(to, b'(') && end == to && looks_like_macro(self.text(tag + 1)) {
            let Some(close) = self.close_of(to) else { return false };
            if self.sort(close + 1) == Sort::Word && (self.is(close + 2, b'{') || self.is(close + 2, b':')) {
                self.hide(tag + 1, close);
                return true;
            }
        }
        false
    }

    fn words(&self, from: usize, to: usize) -> Words {
        let mut words = Words::default();
        let mut is_tagged = false;
        for at in from..to {
            let word = self.text(at);
            if is_tagged && !is_tag(word) && !is_specifier(word) {
                is_tagged = false;
                continue;
            }
            if is_tag(word) || is_builtin_type(word) {
                words.has_type = true;
                words.before_type = words.before_type.max(words.plain.len());
                is_tagged = is_tag(word);
            } else if !is_specifier(word) {
                words.plain.push(at);
            }
        }
        words
    }

    /// How many names may stand in a run.
    fn allowed(&self, words: &Words, to: usize) -> usize {
        let name = match self.sort(to) {
            Sort::Punctuation(b'*' | b'&') => 0,
            Sort::Punctuation(b'<') => match self.behind_arguments(to) {
                Some(behind) if self.sort(behind) == Sort::Colons => return self.in_path(words, behind),
                _ if words.has_type => 1,
                _ => 0,
            },
            Sort::Colons => return self.in_path(words, to),
            _ => 1,
        };
        name + usize::from(!words.has_type)
    }

    /// Likewise where a path begins with the last one: the path is a type, or the name of what is defined.
    fn in_path(&self, words: &Words, colons: usize) -> usize {
        let mut at = colons;
        for _ in 0..MAX_AHEAD {
            if self.sort(at) != Sort::Colons {
                break;
            }
            at += 1;
            if self.is(at, b'~') || self.text(at) == b"operator" {
                return 1 + usize::from(!words.has_type);
            }
            if self.sort(at) == Sort::Word {
                at += 1;
            }
            if self.is(at, b'<')
                && let Some(behind) = self.behind_arguments(at)
            {
                at = behind;
            }
        }
        let is_name = self.is(at, b'(') || self.is(at, b'=') || self.is(at, b';') || self.is(at, b'{');
        if is_name { 1 + usize::from(!words.has_type) } else { 1 }
    }

    /// Behind `<…>`.
    fn behind_arguments(&self, from: usize) -> Option<usize> {
        let mut depth = 0usize;
        for at in from..from + MAX_AHEAD {
            match self.sort(at) {
                Sort::Punctuation(b'<') => depth += 1,
                Sort::Punctuation(b'>') => {
                    depth = depth.checked_sub(1)?;
                    if depth == 0 {
                        return Some(at + 1);
                    }
                }
                Sort::Punctuation(b';' | b'{' | b'}') => return None,
                _ => {}
            }
        }
        None
    }

    /// `f() MACRO {`, `f() MACRO;`, `f() MACRO(x) {`.
    fn behind_parameters(&mut self, words: &Words, to: usize) -> bool {
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
    fn attribute(&mut self, words: &mut Words, open: usize) -> bool {
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

    /// A macro with arguments before a declaration, or that makes a function of what follows.
    fn with_arguments(&mut self, words: &Words, open: usize) -> bool {
        let Some(&last) = words.plain.last() else { return false };
        let Some(close) = self.close_of(open) else { return false };
        let name = self.text(last);
        if !self.in_declarations() || !looks_like_macro(name) || words.plain.len() > 1 || words.has_type {
            return false;
        }
        if self.is_c && self.is(close + 1, b'{') && is_shouting(name) && name.len() > 2 {
            self.rewrite(last);
            return true;
        }
        match self.sort(close + 1) {
            Sort::Word | Sort::Directive => {}
            Sort::Punctuation(b'}') if close + 1 < self.tokens.len() => {}
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

    /// `TEST(a) {` becomes `T ST(a) {`, which is a function to the grammar of C.
    fn rewrite(&mut self, name: usize) {
        let Some(token) = self.tokens.get(name).copied() else { return };
        let begin = token.begin as usize;
        self.mask.blank(self.source, begin + 1, begin + 2);
        self.mask.rewritten.push(begin);
        self.mask.hidden.push((begin, token.end as usize));
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

/// The words of a run that are no keywords.
#[derive(Default)]
struct Words {
    plain: Vec<usize>,
    /// Whether a type of the language or a `struct` stands among them.
    has_type: bool,
    /// How many stand before that.
    before_type: usize,
}

/// Whether a name is written as macros are that stand for attributes.
fn looks_like_macro(name: &[u8]) -> bool {
    if is_shouting(name) {
        return true;
    }
    let Some(rest) = name.strip_prefix(b"__") else { return false };
    let is_number = rest.last().is_some_and(u8::is_ascii_digit)
        && matches!(rest.first(), Some(b'u' | b's' | b'b' | b'l'));
    !is_number && !name.ends_with(b"_t") && rest != b"wsum" && rest != b"sum16"
}
