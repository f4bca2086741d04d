//! A macro's text as tokens, with where they stand.

/// Brackets in brackets are read so deep.
const MAX_DEPTH: usize = 64;

/// Marks of more than one byte that are one token, longest first.
const MARKS: [&[u8]; 18] = [
    b"..=", b"...", b"<<=", b">>=", b"::", b"->", b"=>", b"==", b"!=", b"<=", b">=", b"&&", b"||", b"+=",
    b"-=", b"*=", b"/=", b"..",
];

/// A token, or brackets with what is in them.
#[derive(Debug, Clone)]
pub(super) struct Token<'s> {
    /// The byte where it begins.
    pub(super) at: usize,
    pub(super) form: Form<'s>,
}

#[derive(Debug, Clone)]
pub(super) enum Form<'s> {
    /// A name or keyword.
    Word(&'s [u8]),
    Mark(&'s [u8]),
    /// A number, text or lifetime.
    Literal(&'s [u8]),
    /// Brackets: the one that opens, and what they hold.
    Group(u8, std::rc::Rc<[Token<'s>]>),
}

impl<'s> Token<'s> {
    pub(super) fn word(&self) -> Option<&'s [u8]> {
        match self.form {
            Form::Word(word) => Some(word),
            _ => None,
        }
    }

    pub(super) fn is_mark(&self, mark: &[u8]) -> bool {
        matches!(self.form, Form::Mark(of) if of == mark)
    }

    /// What brackets of this sort hold.
    pub(super) fn group(&self, open: u8) -> Option<&[Token<'s>]> {
        match &self.form {
            Form::Group(of, inner) if *of == open => Some(inner),
            _ => None,
        }
    }

    /// Whether both are written alike; what brackets hold is not compared.
    pub(super) fn is_like(&self, other: &Token<'_>) -> bool {
        match (&self.form, &other.form) {
            (Form::Word(a), Form::Word(b))
            | (Form::Mark(a), Form::Mark(b))
            | (Form::Literal(a), Form::Literal(b)) => a == b,
            (Form::Group(a, _), Form::Group(b, _)) => a == b,
            _ => false,
        }
    }
}

/// The tokens of `source` from `begin` to `end`, without comments. `None` where brackets do not match or go too deep. Cost: a pass.
pub(super) fn lex(source: &[u8], begin: usize, end: usize) -> Option<Vec<Token<'_>>> {
    read(source, begin, end, false)
}

/// Likewise, as a macro is given them: what documents something is an attribute there, `#[doc = …]`.
pub(super) fn lex_documented(source: &[u8], begin: usize, end: usize) -> Option<Vec<Token<'_>>> {
    read(source, begin, end, true)
}

fn read(source: &[u8], begin: usize, end: usize, is_documented: bool) -> Option<Vec<Token<'_>>> {
    let text = source.get(..end)?;
    let mut at = begin;
    let mut open: Vec<(u8, usize, Vec<Token>)> = Vec::new();
    let mut tokens = Vec::new();
    while let Some(&byte) = text.get(at) {
        let rest = text.get(at..)?;
        let length = match byte {
            _ if byte.is_ascii_whitespace() => {
                at += 1;
                continue;
            }
            b'/' if matches!(rest.get(1), Some(b'/' | b'*')) => {
                let length = comment(rest);
                if is_documented && documents(rest) {
                    let marks: &[&[u8]] = if rest.get(2) == Some(&b'!') { &[b"#", b"!"] } else { &[b"#"] };
                    tokens.extend(marks.iter().map(|mark| Token { at, form: Form::Mark(mark) }));
                    let text = Form::Literal(rest.get(..length)?);
                    let said = [Form::Word(b"doc"), Form::Mark(b"="), text];
                    let said = said.into_iter().map(|form| Token { at, form }).collect();
                    tokens.push(Token { at, form: Form::Group(b'[', said) });
                }
                at += length;
                continue;
            }
            b'(' | b'[' | b'{' => {
                if open.len() >= MAX_DEPTH {
                    return None;
                }
                open.push((byte, at, std::mem::take(&mut tokens)));
                at += 1;
                continue;
            }
            b')' | b']' | b'}' => {
                let (opened, begin, outer) = open.pop()?;
                let closes = matches!((opened, byte), (b'(', b')') | (b'[', b']') | (b'{', b'}'));
                let inner = std::mem::replace(&mut tokens, outer);
                tokens.push(Token { at: begin, form: Form::Group(opened, inner.into()) });
                if !closes {
                    return None;
                }
                at += 1;
                continue;
            }
            _ => length(rest),
        };
        let text = rest.get(..length)?;
        let form = match byte {
            b'"' | b'\'' | b'0'..=b'9' => Form::Literal(text),
            b'r' | b'b' | b'c' if text.contains(&b'"') || text.contains(&b'\'') => Form::Literal(text),
            _ if is_letter(byte) => Form::Word(text),
            _ => Form::Mark(text),
        };
        tokens.push(Token { at, form });
        at += length;
    }
    open.is_empty().then_some(tokens)
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

fn letters(text: &[u8]) -> usize {
    text.iter().take_while(|byte| is_letter(**byte)).count()
}

/// Whether a comment documents something: `///`, `//!`, `/**`, `/*!`.
fn documents(text: &[u8]) -> bool {
    match text {
        [b'/', b'/' | b'*', b'!', ..] => true,
        [b'/', b'/', b'/', next, ..] => *next != b'/',
        [b'/', b'*', b'*', next, ..] => !matches!(next, b'*' | b'/'),
        _ => false,
    }
}

/// The length of a comment that begins here.
fn comment(text: &[u8]) -> usize {
    if text.get(1) == Some(&b'/') {
        return text.iter().position(|byte| *byte == b'\n').unwrap_or(text.len());
    }
    let (mut at, mut depth) = (2, 1usize);
    while depth > 0 {
        match text.get(at..) {
            Some([b'/', b'*', ..]) => (at, depth) = (at + 2, depth + 1),
            Some([b'*', b'/', ..]) => (at, depth) = (at + 2, depth - 1),
            Some([_, ..]) => at += 1,
            _ => return text.len(),
        }
    }
    at
}

/// The length of the token that begins here, at least 1.
fn length(text: &[u8]) -> usize {
    let prefix = text.iter().take_while(|byte| matches!(byte, b'r' | b'b' | b'c')).count().min(2);
    let behind = text.get(prefix..).unwrap_or_default();
    let hashes = behind.iter().take_while(|byte| **byte == b'#').count();
    let is_raw = text.get(..prefix).is_some_and(|prefix| prefix.contains(&b'r'));
    match (behind.first(), behind.get(hashes)) {
        (_, Some(b'"')) if is_raw => prefix + hashes + 1 + raw(behind.get(hashes + 1..), hashes),
        // A name that would be a keyword.
        (Some(b'#'), Some(byte)) if is_raw && hashes == 1 && is_letter(*byte) => {
            prefix + 1 + letters(behind.get(1..).unwrap_or_default())
        }
        (Some(b'"'), _) => prefix + quoted(behind, b'"'),
        (Some(b'\''), _) => prefix + tick(behind),
        _ => match letters(text) {
            0 => MARKS.iter().find(|mark| text.starts_with(mark)).map_or(1, |mark| mark.len()),
            count => count,
        },
    }
}

/// The length of what is left of a raw text that so many hashes end.
fn raw(text: Option<&[u8]>, hashes: usize) -> usize {
    let text = text.unwrap_or_default();
    let ends = |at: &usize| {
        let behind = text.get(at + 1..at + 1 + hashes);
        text.get(*at) == Some(&b'"') && behind.is_some_and(|behind| behind.iter().all(|byte| *byte == b'#'))
    };
    (0..text.len()).find(ends).map_or(text.len(), |at| at + 1 + hashes)
}

/// The length of a text in quotes.
fn quoted(text: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while let Some(byte) = text.get(at) {
        at += 1;
        match byte {
            b'\\' => at += 1,
            _ if *byte == quote => break,
            _ => {}
        }
    }
    at.min(text.len())
}

/// The length of a letter in quotes, or of a lifetime.
fn tick(text: &[u8]) -> usize {
    let letters = letters(text.get(1..).unwrap_or_default());
    let is_lifetime = letters > 0 && text.get(1 + letters) != Some(&b'\'');
    if is_lifetime { 1 + letters } else { quoted(text, b'\'') }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(tokens: &[Token]) -> String {
        let show = |token: &Token| match &token.form {
            Form::Word(text) => format!("w:{}", String::from_utf8_lossy(text)),
            Form::Mark(text) => String::from_utf8_lossy(text).into_owned(),
            Form::Literal(text) => format!("l:{}", String::from_utf8_lossy(text)),
            Form::Group(open, inner) => format!("{}{}", *open as char, shown(inner)),
        };
        tokens.iter().map(show).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn tokens_are_what_the_language_says() {
        for (text, expected) in [
            ("a::b => 'c' 'd", "w:a :: w:b => l:'c' l:'d"),
            ("r#\"a\"b\"# r#fn b\"x\\\"y\" '\\''", "l:r#\"a\"b\"# w:r#fn l:b\"x\\\"y\" l:'\\''"),
            ("f(1, [x]) /* a /* b */ c */ {} // d", "w:f (l:1 , [w:x {"),
            ("rb c bc1", "w:rb w:c w:bc1"),
        ] {
            let tokens = lex(text.as_bytes(), 0, text.len()).unwrap();
            assert_eq!(shown(&tokens), expected, "{text}");
        }
    }

    #[test]
    fn what_documents_is_an_attribute_of_a_macros_tokens() {
        let text = b"/// a\n//// b\n/** c */ //! d\n/**/ x // e";
        assert_eq!(shown(&lex(text, 0, text.len()).unwrap()), "w:x");
        let expected = "# [w:doc = l:/// a # [w:doc = l:/** c */ # ! [w:doc = l://! d w:x";
        assert_eq!(shown(&lex_documented(text, 0, text.len()).unwrap()), expected);
    }

    #[test]
    fn brackets_that_do_not_match_are_no_tokens() {
        for text in ["(", ")", "(]", "\"", "'\\", "r#\"", "/*"] {
            let tokens = lex(text.as_bytes(), 0, text.len());
            assert!(tokens.is_none() || !text.contains(['(', ')']), "{text}");
        }
        let deep = "(".repeat(100_000);
        assert!(lex(deep.as_bytes(), 0, deep.len()).is_none());
    }
}
