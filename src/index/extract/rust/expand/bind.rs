//! A macro's pattern, held against what it is called with.

use std::collections::HashMap;

use super::lex::{Form, Token};

/// Patterns in patterns are followed so deep.
const MAX_DEPTH: usize = 32;

/// What the variables of a pattern stand for.
#[derive(Debug, Default)]
pub(super) struct Bindings<'s> {
    pub(super) variables: HashMap<&'s [u8], Vec<Token<'s>>>,
    /// For each repetition the names in it, and what they stand for each time.
    pub(super) repeats: Vec<(Vec<&'s [u8]>, Vec<Bindings<'s>>)>,
}

/// A part of a pattern.
enum Part<'p, 's> {
    Variable(&'s [u8], &'s [u8]),
    Repeat { inner: &'p [Token<'s>], separator: Option<&'p Token<'s>>, is_once: bool },
    Other(&'p Token<'s>),
}

/// The first part of a pattern, and how many tokens it is.
fn part<'p, 's>(pattern: &'p [Token<'s>]) -> Option<(Part<'p, 's>, usize)> {
    let (first, rest) = pattern.split_first()?;
    if !first.is_mark(b"$") {
        return Some((Part::Other(first), 1));
    }
    if let [name, colon, fragment, ..] = rest
        && let (Some(name), true, Some(fragment)) = (name.word(), colon.is_mark(b":"), fragment.word())
    {
        return Some((Part::Variable(name, fragment), 4));
    }
    let Some(inner) = rest.first().and_then(|of| of.group(b'(')) else {
        return Some((Part::Other(first), 1));
    };
    let (separator, is_once, length) = repetition(rest.get(1..).unwrap_or_default())?;
    Some((Part::Repeat { inner, separator, is_once }, 2 + length))
}

/// What stands behind the brackets of a repetition: what separates, whether it is there once at most, and how many
/// tokens those are.
pub(super) fn repetition<'p, 's>(behind: &'p [Token<'s>]) -> Option<(Option<&'p Token<'s>>, bool, usize)> {
    let is_sign = |token: &Token| [b"*", b"+", b"?"].iter().any(|sign| token.is_mark(*sign));
    match behind {
        [sign, ..] if is_sign(sign) => Some((None, sign.is_mark(b"?"), 1)),
        [separator, sign, ..] if is_sign(sign) => Some((Some(separator), false, 2)),
        _ => None,
    }
}

/// What a pattern's variables stand for, if it fits all of `given`.
pub(super) fn bind<'s>(pattern: &[Token<'s>], given: &[Token<'s>]) -> Option<Bindings<'s>> {
    let mut bindings = Bindings::default();
    let taken = take(pattern, given, None, &mut bindings, 0)?;
    (taken == given.len()).then_some(bindings)
}

/// Takes what fits a pattern; how many tokens that is. `stop` is what comes behind.
fn take<'s>(
    pattern: &[Token<'s>],
    given: &[Token<'s>],
    stop: Option<&Token<'s>>,
    bindings: &mut Bindings<'s>,
    depth: usize,
) -> Option<usize> {
    if depth > MAX_DEPTH {
        return None;
    }
    let (mut pattern, mut at) = (pattern, 0);
    while let Some((part, length)) = part(pattern) {
        pattern = pattern.get(length..)?;
        let rest = given.get(at..)?;
        let next = pattern.first().filter(|next| !next.is_mark(b"$")).or(stop);
        at += match part {
            Part::Variable(name, fragment) => {
                let taken = fragment_length(fragment, rest, next)?;
                bindings.variables.insert(name, rest.get(..taken)?.to_vec());
                taken
            }
            Part::Repeat { inner, separator, is_once } => {
                let mut names = Vec::new();
                variables(inner, &mut names, 0);
                let mut all = Vec::new();
                let mut taken = 0;
                while taken < rest.len() && !(is_once && all.len() == 1) {
                    let mut from = taken;
                    if let Some(separator) = separator.filter(|_| !all.is_empty()) {
                        match rest.get(from) {
                            Some(token) if token.is_like(separator) => from += 1,
                            _ => break,
                        }
                    }
                    let mut one = Bindings::default();
                    let stop = separator.or(next);
                    match take(inner, rest.get(from..)?, stop, &mut one, depth + 1) {
                        Some(length) if from + length > taken => taken = from + length,
                        _ => break,
                    }
                    all.push(one);
                }
                bindings.repeats.push((names, all));
                taken
            }
            Part::Other(token) => {
                let found = rest.first().filter(|found| found.is_like(token))?;
                if let (Form::Group(_, inner), Form::Group(_, given)) = (&token.form, &found.form) {
                    let taken = take(inner, given, None, bindings, depth + 1)?;
                    if taken != given.len() {
                        return None;
                    }
                }
                1
            }
        };
    }
    Some(at)
}

/// The names of the variables in a pattern or body.
pub(super) fn variables<'s>(pattern: &[Token<'s>], names: &mut Vec<&'s [u8]>, depth: usize) {
    if depth > MAX_DEPTH {
        return;
    }
    for (at, token) in pattern.iter().enumerate() {
        if token.is_mark(b"$") {
            names.extend(pattern.get(at + 1).and_then(Token::word));
        }
        if let Form::Group(_, inner) = &token.form {
            variables(inner, names, depth + 1);
        }
    }
}

/// How many tokens a fragment of this sort is. An expression, type or pattern is what stands before `next`.
fn fragment_length(sort: &[u8], given: &[Token], next: Option<&Token>) -> Option<usize> {
    let first = given.first();
    match sort {
        b"ident" => first?.word().map(|_| 1),
        b"tt" => first.map(|_| 1),
        b"block" => first?.group(b'{').map(|_| 1),
        b"lifetime" => matches!(first?.form, Form::Literal([b'\'', ..])).then_some(1),
        b"literal" => match (&first?.form, given.get(1).map(|token| &token.form)) {
            (Form::Literal(_) | Form::Word(b"true" | b"false"), _) => Some(1),
            (Form::Mark(b"-"), Some(Form::Literal(_))) => Some(2),
            _ => None,
        },
        b"vis" => Some(match (first.and_then(Token::word), given.get(1)) {
            (Some(b"pub"), Some(scope)) if scope.group(b'(').is_some() => 2,
            (Some(b"pub"), _) => 1,
            _ => 0,
        }),
        b"meta" => {
            let path = |token: &&Token| token.word().is_some() || token.is_mark(b"::");
            let path = given.iter().take_while(path).count();
            match given.get(path).map(|token| &token.form) {
                Some(Form::Group(..)) => Some(path + 1),
                Some(Form::Mark(b"=")) => Some(up_to(given, next, false).max(path)),
                _ => (path > 0).then_some(path),
            }
        }
        b"item" => {
            let ends = |token: &Token| token.is_mark(b";") || token.group(b'{').is_some();
            given.iter().position(ends).map(|last| last + 1)
        }
        b"ty" | b"path" => Some(up_to(given, next, true)).filter(|length| *length > 0),
        _ => Some(up_to(given, next, false)).filter(|length| *length > 0),
    }
}

/// How many tokens stand before `next`, or before what ends an expression, type or pattern anyway.
fn up_to(given: &[Token], next: Option<&Token>, is_type: bool) -> usize {
    let mut angles = 0usize;
    // The parameters of a closure.
    let is_bar = |token: &Token| token.is_mark(b"|");
    let first = usize::from(given.first().and_then(Token::word) == Some(b"move"));
    let behind = given.get(first + 1..).unwrap_or_default();
    let closes = behind.iter().position(is_bar).filter(|_| !is_type && given.get(first).is_some_and(is_bar));
    let begin = closes.map_or(0, |at| first + at + 2);
    for (at, token) in given.iter().enumerate().skip(begin) {
        let ends = |next: &Token| next.is_like(token);
        if angles == 0 && (next.is_some_and(ends) || [b",", b";"].iter().any(|mark| token.is_mark(*mark))) {
            return at;
        }
        let before = at.checked_sub(1).and_then(|before| given.get(before));
        if angles == 0 && !is_type && before.is_some_and(is_operand) && begins_operand(token) {
            return at;
        }
        let is_generic =
            angles > 0 || is_type || at > 0 && given.get(at - 1).is_some_and(|of| of.is_mark(b"::"));
        match token.form {
            Form::Mark(b"=>") if angles == 0 => return at,
            Form::Mark(b"<") if is_generic => angles += 1,
            Form::Mark(b">") => angles = angles.saturating_sub(1),
            _ => {}
        }
    }
    given.len()
}

/// Whether an expression may end with a token, and no name or literal can follow it.
fn is_operand(token: &Token) -> bool {
    match &token.form {
        Form::Literal(text) => !text.starts_with(b"'") || text.len() > 1 && text.ends_with(b"'"),
        Form::Group(..) => true,
        Form::Word(word) => !is_keyword(word),
        Form::Mark(_) => false,
    }
}

/// Whether a name or literal begins with a token that no operator is.
fn begins_operand(token: &Token) -> bool {
    match token.form {
        Form::Literal(_) => true,
        Form::Word(word) => !matches!(word, b"as" | b"in" | b"else"),
        _ => false,
    }
}

/// Words behind which an expression or pattern goes on.
fn is_keyword(word: &[u8]) -> bool {
    matches!(
        word,
        b"as"
            | b"async"
            | b"box"
            | b"break"
            | b"const"
            | b"dyn"
            | b"else"
            | b"for"
            | b"if"
            | b"impl"
            | b"in"
            | b"let"
            | b"loop"
            | b"match"
            | b"move"
            | b"mut"
            | b"raw"
            | b"ref"
            | b"return"
            | b"static"
            | b"unsafe"
            | b"where"
            | b"while"
            | b"yield"
    )
}
