//! The words and marks of a text, without a grammar.

use crate::model::Language;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// A name or keyword.
    Word,
    /// A number, a character or a string.
    Literal,
    /// A line of the preprocessor, with those that it goes on in.
    Directive,
    /// `::`
    Colons,
    /// `->`
    Arrow,
    /// Another mark, byte by byte.
    Punctuation(u8),
}

/// A token, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) sort: Sort,
    pub(super) begin: usize,
    pub(super) end: usize,
}

/// Gives the tokens of a text; comments and white space are left out.
#[derive(Clone)]
pub(super) struct Lexer<'s> {
    text: &'s [u8],
    at: usize,
    /// Whether only white space stood on the line so far.
    is_line_start: bool,
}

/// The longest mark of a raw string.
const MAX_MARK: usize = 16;

impl<'s> Lexer<'s> {
    pub(super) fn new(text: &'s [u8]) -> Lexer<'s> {
        Lexer { text, at: 0, is_line_start: true }
    }

    fn byte(&self, at: usize) -> u8 {
        self.text.get(at).copied().unwrap_or(0)
    }

    fn skip_while(&mut self, holds: impl Fn(u8) -> bool) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        self.at += rest.iter().position(|byte| !holds(*byte)).unwrap_or(rest.len());
    }

    /// Goes behind white space and comments.
    fn skip_blank(&mut self) {
        loop {
            match self.byte(self.at) {
                b'\n' => {
                    self.is_line_start = true;
                    self.at += 1;
                }
                b' ' | b'\t' | b'\r' | 0x0b | 0x0c => self.at += 1,
                b'\\' => match (self.byte(self.at + 1), self.byte(self.at + 2)) {
                    (b'\n', _) => self.at += 2,
                    (b'\r', b'\n') => self.at += 3,
                    _ => return,
                },
                b'/' if self.byte(self.at + 1) == b'/' => self.skip_line(),
                b'/' if self.byte(self.at + 1) == b'*' => self.skip_comment(),
                _ => return,
            }
        }
    }

    /// Goes to the end of the line, past those that it goes on in.
    fn skip_line(&mut self) {
        loop {
            self.skip_while(|byte| byte != b'\n');
            let goes_on = match (self.at.checked_sub(1), self.at.checked_sub(2)) {
                (Some(last), _) if self.byte(last) == b'\\' => true,
                (Some(last), Some(before)) => self.byte(last) == b'\r' && self.byte(before) == b'\\',
                _ => false,
            };
            if !goes_on || self.at >= self.text.len() {
                return;
            }
            self.at += 1;
        }
    }

    fn skip_comment(&mut self) {
        self.at += 2;
        loop {
            self.skip_while(|byte| byte != b'*');
            if self.at >= self.text.len() {
                return;
            }
            self.at += 1;
            if self.byte(self.at) == b'/' {
                self.at += 1;
                return;
            }
        }
    }

    /// A directive: to the end of its line, where comments may hide line ends.
    fn skip_directive(&mut self) {
        loop {
            self.skip_while(|byte| !matches!(byte, b'\n' | b'\\' | b'/'));
            match (self.byte(self.at), self.byte(self.at + 1), self.byte(self.at + 2)) {
                (b'/', b'*', _) => self.skip_comment(),
                (b'/', b'/', _) => {
                    self.skip_line();
                    return;
                }
                (b'\\', b'\n', _) => self.at += 2,
                (b'\\', b'\r', b'\n') => self.at += 3,
                (b'\\' | b'/', ..) => self.at += 1,
                _ => return,
            }
        }
    }

    /// A string or character, to its end or that of the line.
    fn skip_literal(&mut self, mark: u8) {
        self.at += 1;
        loop {
            self.skip_while(|byte| byte != mark && byte != b'\n' && byte != b'\\');
            match self.byte(self.at) {
                b'\\' => self.at += 2,
                byte if byte == mark && self.at < self.text.len() => {
                    self.at += 1;
                    return;
                }
                _ => return,
            }
        }
    }

    /// `R"mark(…)mark"`, where the walk is before the quote.
    fn skip_raw(&mut self) {
        let rest = self.text.get(self.at + 1..).unwrap_or_default();
        let Some(length) = rest.iter().take(MAX_MARK + 1).position(|byte| *byte == b'(') else {
            self.skip_literal(b'"');
            return;
        };
        let mark = rest.get(..length).unwrap_or_default();
        let ends = |at: usize| {
            let rest = self.text.get(at + 1..).unwrap_or_default();
            rest.starts_with(mark) && rest.get(length) == Some(&b'"')
        };
        let mut at = self.at + length + 2;
        while at < self.text.len() && !(self.byte(at) == b')' && ends(at)) {
            at += 1;
        }
        self.at = (at + length + 2).min(self.text.len());
    }

    fn sort(&mut self, first: u8) -> Sort {
        match first {
            b'#' if self.is_line_start => {
                self.skip_directive();
                Sort::Directive
            }
            b'"' | b'\'' => {
                self.skip_literal(first);
                Sort::Literal
            }
            b'0'..=b'9' => {
                self.skip_number();
                Sort::Literal
            }
            _ if is_word_byte(first) => {
                let begin = self.at;
                self.skip_while(is_word_byte);
                let word = self.text.get(begin..self.at).unwrap_or_default();
                if self.byte(self.at) == b'"' && matches!(word, b"R" | b"u8R" | b"uR" | b"UR" | b"LR") {
                    self.skip_raw();
                    return Sort::Literal;
                }
                Sort::Word
            }
            b':' if self.byte(self.at + 1) == b':' => {
                self.at += 2;
                Sort::Colons
            }
            b'-' if self.byte(self.at + 1) == b'>' => {
                self.at += 2;
                Sort::Arrow
            }
            _ => {
                self.at += 1;
                Sort::Punctuation(first)
            }
        }
    }

    fn skip_number(&mut self) {
        loop {
            self.skip_while(|byte| is_word_byte(byte) || byte == b'.');
            // A mark between digits.
            if self.byte(self.at) != b'\'' || !is_word_byte(self.byte(self.at + 1)) {
                return;
            }
            self.at += 1;
        }
    }
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        self.skip_blank();
        if self.at >= self.text.len() {
            return None;
        }
        let begin = self.at;
        let sort = self.sort(self.byte(begin));
        self.is_line_start = false;
        self.at = self.at.min(self.text.len());
        Some(Token { sort, begin, end: self.at })
    }
}

fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80 || byte == b'$'
}

/// Whether a name is written as macros are: no lower-case letter, and more than one letter.
pub(super) fn is_shouting(name: &[u8]) -> bool {
    name.len() > 1 && name.iter().any(u8::is_ascii_uppercase) && !name.iter().any(u8::is_ascii_lowercase)
}

/// Whether a word is a keyword that names no type.
pub(super) fn is_control(word: &[u8]) -> bool {
    matches!(
        word,
        b"if"
            | b"else"
            | b"for"
            | b"while"
            | b"do"
            | b"switch"
            | b"case"
            | b"default"
            | b"return"
            | b"goto"
            | b"break"
            | b"continue"
            | b"sizeof"
            | b"new"
            | b"delete"
            | b"throw"
            | b"try"
            | b"catch"
            | b"using"
            | b"namespace"
            | b"operator"
            | b"public"
            | b"private"
            | b"protected"
            | b"co_return"
            | b"co_await"
            | b"co_yield"
            | b"alignof"
            | b"_Alignof"
            | b"typeof"
            | b"__typeof__"
            | b"decltype"
            | b"asm"
            | b"__asm__"
            | b"this"
            | b"nullptr"
            | b"true"
            | b"false"
            | b"typename"
            | b"template"
            | b"concept"
            | b"requires"
            | b"static_assert"
            | b"_Static_assert"
            | b"_Generic"
            | b"and"
            | b"or"
            | b"not"
            | b"override"
            | b"final"
            | b"noexcept"
            | b"__attribute__"
            | b"__declspec"
            | b"alignas"
            | b"_Alignas"
            | b"defined"
            | b"import"
            | b"export"
            | b"module"
    )
}

/// Whether a word stands before a declaration's type.
pub(super) fn is_specifier(word: &[u8]) -> bool {
    matches!(
        word,
        b"static"
            | b"extern"
            | b"inline"
            | b"const"
            | b"volatile"
            | b"register"
            | b"typedef"
            | b"constexpr"
            | b"consteval"
            | b"constinit"
            | b"virtual"
            | b"explicit"
            | b"friend"
            | b"mutable"
            | b"thread_local"
            | b"restrict"
            | b"__inline"
            | b"__inline__"
            | b"__restrict"
            | b"__restrict__"
            | b"__extension__"
            | b"__const"
            | b"__volatile__"
            | b"_Noreturn"
            | b"_Atomic"
            | b"_Thread_local"
            | b"__forceinline"
            | b"__global__"
            | b"__device__"
            | b"__host__"
            | b"__shared__"
            | b"__constant__"
            | b"__managed__"
            | b"__forceinline__"
            | b"__noinline__"
            | b"__thread"
    )
}

/// Whether a word is a type of the language itself.
pub(super) fn is_builtin_type(word: &[u8]) -> bool {
    matches!(
        word,
        b"void"
            | b"char"
            | b"short"
            | b"int"
            | b"long"
            | b"float"
            | b"double"
            | b"signed"
            | b"unsigned"
            | b"bool"
            | b"_Bool"
            | b"auto"
            | b"wchar_t"
            | b"char8_t"
            | b"char16_t"
            | b"char32_t"
            | b"__int128"
    )
}

/// Whether a word says what sort of type the name behind it is.
pub(super) fn is_tag(word: &[u8]) -> bool {
    matches!(word, b"struct" | b"union" | b"enum" | b"class")
}

/// Whether a word is none that a program can name something by, in C.
pub(super) fn is_keyword(word: &[u8]) -> bool {
    let is_common = is_specifier(word) || is_builtin_type(word) || is_tag(word) && word != b"class";
    is_common
        || is_control(word)
            && !matches!(
                word,
                b"new"
                    | b"delete"
                    | b"this"
                    | b"try"
                    | b"catch"
                    | b"throw"
                    | b"using"
                    | b"namespace"
                    | b"operator"
                    | b"public"
                    | b"private"
                    | b"protected"
                    | b"template"
                    | b"typename"
                    | b"export"
                    | b"import"
                    | b"module"
                    | b"final"
                    | b"override"
                    | b"and"
                    | b"or"
                    | b"not"
                    | b"concept"
                    | b"requires"
                    | b"asm"
            )
}

/// How many tokens of a header are looked at for what only C++ has.
const MAX_TOKENS: usize = 200_000;

/// The language that a file is read as: a `.h` is one of C++ where its own text has what no C has.
pub(in crate::index::extract) fn language_of(path: &str, text: &[u8], language: Language) -> Language {
    if language == Language::C && path.ends_with(".h") && is_cpp(text) { Language::Cpp } else { language }
}

/// Whether a text has what only C++ has: `a::b`, `template <`, `namespace a`, `class A {`, `public:`. What
/// stands under `#ifdef __cplusplus` does not count: a C header has that too.
fn is_cpp(text: &[u8]) -> bool {
    let mut before = Token { sort: Sort::Punctuation(b';'), begin: 0, end: 0 };
    let mut before_that = before.sort;
    let mut named = false;
    // Conditions around, and how many of them are about C++.
    let mut conditions: Vec<bool> = Vec::new();
    let mut hidden = 0usize;
    for token in Lexer::new(text).take(MAX_TOKENS) {
        let word = text.get(token.begin..token.end).unwrap_or_default();
        if token.sort == Sort::Directive {
            match directive(word) {
                b"if" | b"ifdef" | b"ifndef" => {
                    let is_about = contains(word, b"__cplusplus") && directive(word) != b"ifndef";
                    conditions.push(is_about);
                    hidden += usize::from(is_about);
                }
                b"else" | b"elif" => {
                    if let Some(last) = conditions.last_mut().filter(|last| **last) {
                        *last = false;
                        hidden -= 1;
                    }
                }
                b"endif" => hidden -= usize::from(conditions.pop() == Some(true)),
                _ => {}
            }
            continue;
        }
        let previous = text.get(before.begin..before.end).unwrap_or_default();
        let is_telling = match token.sort {
            Sort::Word if before.sort == Sort::Colons => named,
            Sort::Punctuation(b'<') => previous == b"template",
            Sort::Punctuation(b':') => {
                let ends = matches!(before_that, Sort::Punctuation(b'{' | b';' | b'}'));
                ends && matches!(previous, b"public" | b"private" | b"protected")
            }
            Sort::Punctuation(b'{') => named && before.sort == Sort::Word,
            Sort::Word => {
                named = match previous {
                    b"namespace" | b"class" => before.sort == Sort::Word,
                    _ => false,
                };
                false
            }
            Sort::Colons => {
                named = before.sort == Sort::Word;
                false
            }
            _ => false,
        };
        if is_telling && hidden == 0 {
            return true;
        }
        before_that = before.sort;
        before = token;
    }
    false
}

/// The word behind the `#` of a directive.
pub(super) fn directive(line: &[u8]) -> &[u8] {
    let line = line.get(1..).unwrap_or_default().trim_ascii_start();
    let length = line.iter().position(|byte| !is_word_byte(*byte)).unwrap_or(line.len());
    line.get(..length).unwrap_or_default()
}

/// Whether a text contains another.
pub(super) fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}
