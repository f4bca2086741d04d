//! Whether a condition of the preprocessor most likely holds: where nothing special is asked for, on the system and
//! with the compiler that most C is built with.

use std::collections::HashMap;
use std::iter::Peekable;

use crate::index::extract::c::lex::{Lexer, Sort, Token, contains, directive};
use crate::model::Language;

/// How deep parentheses and marks of negation nest; what is deeper is not known.
const MAX_DEPTH: usize = 32;

/// So many operands are read for one condition, those in the macros that it names among them.
const MAX_OPERANDS: usize = 200;

/// Macros that a file has defined so far, and as what.
pub(super) type Defined<'s> = HashMap<&'s [u8], &'s [u8]>;

/// Names that a compiler defines, and what as.
fn value_of(name: &[u8], language: Language) -> Option<i64> {
    Some(match name {
        b"__cplusplus" if language != Language::C => 201_703,
        b"__STDC_VERSION__" if language == Language::C => 201_710,
        b"__GNUC__" => 12,
        b"__GNUC_MINOR__" => 2,
        b"__STDC__" | b"__linux__" | b"__linux" | b"linux" | b"__unix__" | b"__unix" | b"unix"
        | b"__x86_64__" | b"__LP64__" | b"_LP64" | b"__ELF__" | b"__SIZEOF_INT128__" | b"__gnu_linux__" => 1,
        b"__CHAR_BIT__" | b"CHAR_BIT" => 8,
        b"SCHAR_MAX" => 127,
        b"UCHAR_MAX" => 255,
        b"SHRT_MAX" => 32_767,
        b"USHRT_MAX" => 65_535,
        b"INT_MAX" => 2_147_483_647,
        b"INT_MIN" => -2_147_483_648,
        b"UINT_MAX" => 4_294_967_295,
        b"INT8_MAX" => 127,
        b"UINT8_MAX" => 255,
        b"INT16_MAX" => 32_767,
        b"UINT16_MAX" => 65_535,
        b"INT32_MAX" => 2_147_483_647,
        b"UINT32_MAX" => 4_294_967_295,
        b"INT64_MAX" | b"UINT64_MAX" | b"INTPTR_MAX" | b"UINTPTR_MAX" | b"INTMAX_MAX" | b"UINTMAX_MAX" => {
            i64::MAX
        }
        b"LONG_MAX" | b"LLONG_MAX" | b"ULONG_MAX" | b"ULLONG_MAX" | b"SIZE_MAX" => i64::MAX,
        b"__has_include" | b"__has_cpp_attribute" | b"__has_attribute" | b"__has_builtin" => 1,
        // What looks for mistakes is left out of what people use.
        _ if name.starts_with(b"CONFIG_") && (contains(name, b"DEBUG") || contains(name, b"CHECK")) => {
            return None;
        }
        _ if name.starts_with(b"HAVE_") || name.starts_with(b"CONFIG_") => 1,
        _ => return None,
    })
}

/// Whether the condition of `#if`, `#ifdef`, `#ifndef` or `#elif` holds; `defined` are names that the file has
/// defined before. A name that nobody is known to define is not defined; what a number says that is not known is
/// not known.
pub(super) fn holds(line: &[u8], defined: &Defined<'_>, language: Language) -> Option<bool> {
    let word = directive(line);
    let begin = line.windows(word.len()).position(|part| part == word)? + word.len();
    let text = line.get(begin..)?;
    let reader = Reader { text, tokens: Lexer::new(text).peekable(), defined, language, left: MAX_OPERANDS };
    match word {
        b"ifdef" | b"elifdef" => reader.names_one_defined(),
        b"ifndef" | b"elifndef" => reader.names_one_defined().map(|is_defined| !is_defined),
        b"if" | b"elif" => reader.condition(),
        _ => None,
    }
}

/// The value of a number; what is larger than any is the largest.
fn number(text: &[u8]) -> Option<i64> {
    let (digits, radix) = match text {
        [b'0', b'x' | b'X', digits @ ..] => (digits, 16),
        [b'0', digits @ ..] if digits.first().is_some_and(u8::is_ascii_digit) => (digits, 8),
        digits => (digits, 10),
    };
    let count = digits.iter().take_while(|byte| char::from(**byte).is_digit(radix)).count();
    let digits = std::str::from_utf8(digits.get(..count)?).ok()?;
    let value = u128::from_str_radix(digits, radix).ok()?;
    Some(i64::try_from(value).unwrap_or(i64::MAX))
}

struct Reader<'s, 'd> {
    text: &'s [u8],
    tokens: Peekable<Lexer<'s>>,
    defined: &'d Defined<'d>,
    language: Language,
    /// How many operands may still be read.
    left: usize,
}

impl<'s> Reader<'s, '_> {
    fn text(&self, token: Token) -> &'s [u8] {
        self.text.get(token.begin..token.end).unwrap_or_default()
    }

    fn is_defined(&self, name: &[u8]) -> bool {
        self.defined.contains_key(name) || value_of(name, self.language).is_some()
    }

    fn names_one_defined(mut self) -> Option<bool> {
        let token = self.tokens.next()?;
        Some(self.is_defined(self.text(token)))
    }

    fn condition(mut self) -> Option<bool> {
        let value = self.either(0);
        if self.tokens.next().is_some() { None } else { value.map(|value| value != 0) }
    }

    fn takes(&mut self, mark: &[u8]) -> bool {
        let mut ahead = self.tokens.clone();
        for byte in mark {
            if !matches!(ahead.next(), Some(Token { sort: Sort::Punctuation(found), .. }) if found == *byte) {
                return false;
            }
        }
        self.tokens = ahead;
        true
    }

    /// `a || b`
    fn either(&mut self, depth: usize) -> Option<i64> {
        let mut value = self.both(depth);
        while self.takes(b"||") {
            let other = self.both(depth);
            value = match (value, other) {
                (Some(0), other) => other,
                (value, Some(0)) => value,
                (None, None) => None,
                _ => Some(1),
            };
        }
        value
    }

    /// `a && b`
    fn both(&mut self, depth: usize) -> Option<i64> {
        let mut value = self.compared(depth);
        while self.takes(b"&&") {
            let other = self.compared(depth);
            value = match (value, other) {
                (Some(0), _) | (_, Some(0)) => Some(0),
                (None, _) | (_, None) => None,
                _ => Some(1),
            };
        }
        value
    }

    /// `a >= b` and its like.
    fn compared(&mut self, depth: usize) -> Option<i64> {
        let value = self.sum(depth);
        let marks: [&[u8]; 6] = [b">=", b"<=", b"==", b"!=", b">", b"<"];
        let Some(mark) = marks.into_iter().find(|mark| self.takes(mark)) else { return value };
        let (a, b) = (value, self.sum(depth));
        // What is asked to be on mostly is.
        if let (b"==", (None, Some(1)) | (Some(1), None)) = (mark, (a, b)) {
            return Some(1);
        }
        let (a, b) = (a?, b?);
        Some(i64::from(match mark {
            b">=" => a >= b,
            b"<=" => a <= b,
            b"==" => a == b,
            b"!=" => a != b,
            b">" => a > b,
            _ => a < b,
        }))
    }

    fn sum(&mut self, depth: usize) -> Option<i64> {
        let mut value = self.product(depth);
        loop {
            let is_plus = self.takes(b"+");
            if !is_plus && !self.takes(b"-") {
                return value;
            }
            let other = self.product(depth);
            value =
                value.zip(other).and_then(|(a, b)| if is_plus { a.checked_add(b) } else { a.checked_sub(b) });
        }
    }

    fn product(&mut self, depth: usize) -> Option<i64> {
        let mut value = self.operand(depth);
        loop {
            let is_times = self.takes(b"*");
            if !is_times && !self.takes(b"/") {
                return value;
            }
            let other = self.operand(depth);
            value = value
                .zip(other)
                .and_then(|(a, b)| if is_times { a.checked_mul(b) } else { a.checked_div(b) });
        }
    }

    /// What a macro stands for.
    fn expanded(&mut self, body: &[u8], depth: usize) -> Option<i64> {
        let tokens = Lexer::new(body).peekable();
        let mut inner =
            Reader { text: body, tokens, defined: self.defined, language: self.language, left: self.left };
        let value = inner.either(depth + 1);
        self.left = inner.left;
        if inner.tokens.next().is_some() { None } else { value }
    }

    fn operand(&mut self, depth: usize) -> Option<i64> {
        if depth > MAX_DEPTH || self.left == 0 {
            return None;
        }
        self.left -= 1;
        if self.takes(b"!") {
            return self.operand(depth + 1).map(|value| i64::from(value == 0));
        }
        if self.takes(b"(") {
            let value = self.either(depth + 1);
            return if self.takes(b")") { value } else { None };
        }
        let token = self.tokens.next()?;
        let text = self.text(token);
        match token.sort {
            Sort::Literal => number(text),
            Sort::Word if text == b"defined" => {
                let is_wrapped = self.takes(b"(");
                let name = self.tokens.next()?;
                if is_wrapped && !self.takes(b")") {
                    return None;
                }
                Some(i64::from(self.is_defined(self.text(name))))
            }
            Sort::Word if self.defined.contains_key(text) => {
                let body = self.defined.get(text).copied()?;
                self.expanded(body, depth)
            }
            // What no compiler of ours defines is 0.
            Sort::Word => {
                let is_called =
                    matches!(self.tokens.peek(), Some(Token { sort: Sort::Punctuation(b'('), .. }));
                let is_foreign =
                    matches!(text, b"_MSC_VER" | b"_WIN32" | b"WIN32" | b"__clang__" | b"__APPLE__");
                match value_of(text, self.language) {
                    _ if is_called => None,
                    None if is_foreign => Some(0),
                    value => value,
                }
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(line: &str) -> Option<bool> {
        let defined = HashMap::from([
            (&b"OURS"[..], &b""[..]),
            (b"SIX", b"(TWO * 3)"),
            (b"TWO", b"2"),
            (b"ROUND", b"(ROUND + ROUND)"),
        ]);
        holds(line.as_bytes(), &defined, Language::C)
    }

    #[test]
    fn what_nobody_asks_for_does_not_hold_and_what_is_not_known_is_not_said() {
        for line in [
            "#ifdef __GNUC__",
            "# if defined(__linux__) && !defined _WIN32",
            "#ifndef THEIRS",
            "#ifdef CONFIG_NET",
            "#ifndef CONFIG_DEBUG_NET",
            "#ifdef OURS",
            "#if SIX + 1 == 7 && __GNUC__ * 100 >= 302",
            "#if UINT_MAX == 0xffffffffUL && INT_MAX > 077777",
            "#if defined(UINT8_MAX) && UINT32_MAX == UINT_MAX",
            "#if ULONG_MAX > 0xFFFFFFFFFFFFF && 10L == 012",
        ] {
            assert_eq!(said(line), Some(true), "{line}");
        }
        for line in
            ["#ifdef _WIN32", "#if defined(THEIRS) || 0", "#if __GNUC__ < 4", "#elif _MSC_VER >= 1900"]
        {
            assert_eq!(said(line), Some(false), "{line}");
        }
        for line in ["#if THEIRS > 3", "#if OURS", "#if ASKS(3)", "#if (((1)", "#if", "#else", "#if ROUND"] {
            assert_eq!(said(line), None, "{line}");
        }
        assert_eq!(said(&format!("#if {}1", "!".repeat(100_000))), None);
    }
}
