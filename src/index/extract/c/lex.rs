//! The words and marks of a text, without a grammar.

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
