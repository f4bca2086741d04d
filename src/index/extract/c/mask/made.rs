//! Macros of a text that make a function of a name that they are given: `#define GETTER(name) int name(void) { … }`. Where one is
//! called among declarations, the parser is given a declaration of that name, which stands where the name does.

use std::collections::HashMap;

use super::Word;
use super::macros::Scan;
use super::names::Words;
use crate::index::extract::c::lex::{Lexer, Sort, directive};
use crate::index::extract::c::words::is_control;

/// Of what a macro stands for so many tokens are read.
const MAX_BODY: usize = 1 << 10;

/// So many parameters of a macro are read.
const MAX_PARAMETERS: usize = 32;

/// A macro that makes a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Maker {
    /// Which of its arguments is the function's name, counted from 0.
    argument: usize,
    ending: Ending,
}

/// How what it stands for goes on behind the function's parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// With a body.
    Body,
    /// With a semicolon.
    Declared,
    /// Not at all: body or semicolon stand behind the call.
    Open,
}

/// The macros among these tokens that make functions. Cost: a pass over the text of what is defined.
pub(super) fn makers<'s>(source: &'s [u8], tokens: &[Word]) -> HashMap<&'s [u8], Maker> {
    let lines = tokens.iter().filter(|token| token.sort == Sort::Directive).map(|token| token.text(source));
    lines.filter(|line| directive(line) == b"define").filter_map(maker).collect()
}

/// Likewise of one line.
fn maker(line: &[u8]) -> Option<(&[u8], Maker)> {
    let keyword = line.windows(6).position(|part| part == b"define")? + 6;
    let text = line.get(keyword..)?;
    let word = |begin: usize, end: usize| text.get(begin..end).unwrap_or_default();
    let mut tokens = Lexer::new(text);
    let name = tokens.next().filter(|name| name.sort == Sort::Word)?;
    // What stands in brackets further on is no parameters.
    if text.get(name.end) != Some(&b'(') {
        return None;
    }
    let list = tokens.by_ref().skip(1).take_while(|token| token.sort != Sort::Punctuation(b')'));
    let parameters = list.filter(|token| token.sort == Sort::Word).take(MAX_PARAMETERS);
    let parameters: Vec<&[u8]> = parameters.map(|token| word(token.begin, token.end)).collect();
    let body: Vec<(Sort, &[u8])> =
        tokens.take(MAX_BODY).map(|token| (token.sort, word(token.begin, token.end))).collect();
    Some((word(name.begin, name.end), function(&body, &parameters)?))
}

/// The first function in a text that has one of these names.
fn function(body: &[(Sort, &[u8])], parameters: &[&[u8]]) -> Option<Maker> {
    let sort = |at: usize| body.get(at).map(|(sort, _)| *sort);
    let mut depth = 0i32;
    for (at, (kind, word)) in body.iter().enumerate() {
        match kind {
            Sort::Punctuation(b'(' | b'[' | b'{') => depth += 1,
            Sort::Punctuation(b')' | b']' | b'}') => depth -= 1,
            Sort::Punctuation(b'=') if depth == 0 => return None,
            Sort::Word if depth == 0 && sort(at + 1) == Some(Sort::Punctuation(b'(')) => {
                let before = at.checked_sub(1).and_then(|before| body.get(before));
                let is_typed = before.is_some_and(|(kind, word)| match kind {
                    Sort::Word => !is_control(word),
                    Sort::Punctuation(mark) => matches!(mark, b'*' | b'&' | b'>'),
                    _ => false,
                });
                if let Some(argument) = parameters.iter().position(|name| name == word).filter(|_| is_typed) {
                    return Some(Maker { argument, ending: ending(body.get(at + 1..)?)? });
                }
            }
            _ => {}
        }
    }
    None
}

/// How a function goes on whose parameters begin here.
fn ending(text: &[(Sort, &[u8])]) -> Option<Ending> {
    let mut depth = 0i32;
    let close = text.iter().position(|(sort, _)| {
        depth += match sort {
            Sort::Punctuation(b'(') => 1,
            Sort::Punctuation(b')') => -1,
            _ => 0,
        };
        depth == 0
    })?;
    // `const`, `noexcept` and their like.
    let mut behind = text.get(close + 1..)?.iter().skip_while(|(sort, _)| *sort == Sort::Word);
    match behind.next() {
        None => Some(Ending::Open),
        Some((Sort::Punctuation(b'{'), _)) => Some(Ending::Body),
        Some((Sort::Punctuation(b';'), _)) => Some(Ending::Declared),
        _ => None,
    }
}

impl Scan<'_> {
    /// `GETTER(size)` becomes `auto size;`, and `CASE(grows) {` becomes `auto grows() {`. Whether it did.
    pub(super) fn made(&mut self, words: &Words, before: Sort, open: usize) -> bool {
        let [called] = *words.plain.as_slice() else { return false };
        let begins = matches!(before, Sort::Directive | Sort::Punctuation(b';' | b'{' | b'}' | b')' | b':'));
        if words.has_type || !begins || !self.in_declarations() {
            return false;
        }
        let Some(maker) = self.makers.get(self.text(called)).copied() else { return false };
        let Some(close) = self.close_of(open) else { return false };
        let next = self.sort(close + 1);
        let has_body = next == Sort::Punctuation(b'{');
        let is_whole = match maker.ending {
            Ending::Open => has_body || next == Sort::Punctuation(b';'),
            Ending::Body | Ending::Declared => !has_body,
        };
        if !is_whole {
            return false;
        }
        let Some(name) = self.argument(open, close, maker.argument) else { return false };
        if !self.becomes_function([called, open, name, close]) {
            return false;
        }
        if !has_body && let Some(name) = self.tokens.get(name) {
            self.mask.made.push((name.begin as usize, maker.ending == Ending::Body));
        }
        true
    }

    /// `COMMAND(name, "text") {` becomes `void name() {`: no parameter of a function is a text, so the macro makes one of the name.
    pub(super) fn made_with_text(&mut self, called: usize, open: usize, close: usize) -> bool {
        let Some(name) = self.argument(open, close, 0) else { return false };
        let is_text = |at: usize| self.sort(at) == Sort::Literal && self.text(at).starts_with(b"\"");
        (name + 1..close).any(is_text) && self.becomes_function([called, open, name, close])
    }

    /// Gives the parser a function of a name instead of the call of a macro; whether there is room for it.
    fn becomes_function(&mut self, [called, open, name, close]: [usize; 4]) -> bool {
        let next = self.sort(close + 1);
        let place = |at: usize| self.tokens.get(at).map(|token| (token.begin as usize, token.end as usize));
        let (Some((begin, _)), Some((_, opened)), Some((from, to)), Some((closed, end))) =
            (place(called), place(open), place(name), place(close))
        else {
            return false;
        };
        // White space before a body is free, too.
        let has_body = next == Sort::Punctuation(b'{');
        let free = if has_body { place(close + 1).map_or(end, |(next, _)| next) } else { end };
        let room = |begin: usize, end: usize, wanted: usize| {
            let bytes = self.source.get(begin..end).unwrap_or_default();
            let at = bytes.windows(wanted.max(1)).take(MAX_BODY).position(|part| !part.contains(&b'\n'));
            if wanted == 0 { Some(begin) } else { at.map(|at| begin + at) }
        };
        // Without a body behind it the name alone is declared, for which there is always room: what it is stands in the mask.
        let behind: &[u8] = match next {
            Sort::Punctuation(b'{') => b"()",
            Sort::Punctuation(b';') => b"",
            _ => b";",
        };
        // Its type, which only the macro's text tells, is a word of the language: so nothing is referred to.
        let of_type: &[u8] = if self.is_c { b"void " } else { b"auto " };
        let (Some(before), Some(after)) = (room(begin, from, of_type.len()), room(to, free, behind.len()))
        else {
            return false;
        };
        self.mask.blank(self.source, begin, from);
        self.mask.put(self.source, before, of_type);
        self.mask.blank(self.source, to, end);
        self.mask.put(self.source, after, behind);
        self.mask.hidden.extend([(begin, opened), (opened, from), (to, closed)]);
        self.behind = close + 1;
        true
    }

    /// The name that is this argument of a call, where it is no more than a name.
    fn argument(&self, open: usize, close: usize, wanted: usize) -> Option<usize> {
        let (mut at, mut number) = (open + 1, 0);
        while number < wanted && at < close {
            match self.sort(at) {
                Sort::Punctuation(b'(') => at = self.close_of(at)?,
                Sort::Punctuation(b',') => number += 1,
                _ => {}
            }
            at += 1;
        }
        let is_one = at + 1 == close || at < close && self.is(at + 1, b',');
        (number == wanted && is_one && self.sort(at) == Sort::Word).then_some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_macro_makes_a_function_where_a_parameter_stands_for_its_name() {
        let of = |line: &str| maker(line.as_bytes()).map(|(_, maker)| (maker.argument, maker.ending));
        for (line, expected) in [
            ("#define GET(T, name) T name(void) { return 0; }", Some((1, Ending::Body))),
            ("#define GET(name) int *name() const;", Some((0, Ending::Declared))),
            ("#define TEST(name) static void name(void)", Some((0, Ending::Open))),
            ("#define GET(name) __attribute__((x)) \\\n int name(void);", Some((0, Ending::Declared))),
            ("#define CALL(f) return f(1)", None),
            ("#define CALL(f) x = new f(1)", None),
            ("#define CALL(f) f(1)", None),
            ("#define PASTE(name) int name##_get(void) {}", None),
            ("#define NO (name) int name(void)", None),
            ("#define MAKE(name) struct S { void name(); }", None),
        ] {
            assert_eq!(of(line), expected, "{line}");
        }
    }
}
