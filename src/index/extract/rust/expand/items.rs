//! Which names of a call stand where items have theirs.

use super::lex::{Form, Token};
use crate::model::SymbolKind;

/// Groups in groups are looked into so deep.
const MAX_DEPTH: usize = 32;

/// Something that a call of a macro defines.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::index::extract::rust) struct Made<'s> {
    pub(in crate::index::extract::rust) kind: SymbolKind,
    /// First and past-the-end byte of its name.
    pub(in crate::index::extract::rust) name: (usize, usize),
    /// The type whose `impl` or body it stands in, where the macro writes that.
    pub(in crate::index::extract::rust) owner: Option<&'s [u8]>,
    pub(in crate::index::extract::rust) is_test: bool,
    /// The name of the type that a function gives, where that is all that is said of it.
    pub(in crate::index::extract::rust) returns: Option<&'s [u8]>,
}

/// A macro that is called in what another stands for.
pub(super) struct Call<'s> {
    pub(super) text: &'s [u8],
    /// As of [`Made`].
    pub(super) owner: Option<&'s [u8]>,
    /// Whether it stands in a function's text.
    is_in_function: bool,
}

/// What a call defines.
pub(super) struct Items<'s> {
    /// Where the call's brackets stand: names from elsewhere are the macro's own.
    begin: usize,
    end: usize,
    owner: Option<&'s [u8]>,
    found: Vec<Made<'s>>,
}

/// Macros that are called, with what.
type Calls<'s> = Vec<(Call<'s>, std::rc::Rc<[Token<'s>]>)>;

impl<'s> Items<'s> {
    pub(super) fn new(begin: usize, end: usize) -> Items<'s> {
        Items { begin, end, owner: None, found: Vec::new() }
    }

    pub(super) fn found(mut self) -> Vec<Made<'s>> {
        self.found.sort_by_key(|made| made.name);
        self.found.dedup_by_key(|made| made.name);
        self.found
    }

    /// Goes into a type's `impl`; gives what was around it.
    pub(super) fn enter(&mut self, owner: Option<&'s [u8]>) -> Option<&'s [u8]> {
        std::mem::replace(&mut self.owner, owner)
    }

    /// Looks for items among tokens; the macros that are called there.
    pub(super) fn read(&mut self, tokens: &[Token<'s>]) -> Calls<'s> {
        let mut calls = Vec::new();
        self.read_in(tokens, (self.owner, false), &mut calls, 0);
        calls
    }

    fn read_in(
        &mut self,
        tokens: &[Token<'s>],
        (owner, is_in_function): (Option<&'s [u8]>, bool),
        calls: &mut Calls<'s>,
        depth: usize,
    ) {
        if depth > MAX_DEPTH {
            return;
        }
        let mut of_impl = None;
        let mut is_test = false;
        let mut is_function = false;
        for (at, token) in tokens.iter().enumerate() {
            let rest = tokens.get(at + 1..).unwrap_or_default();
            match &token.form {
                Form::Mark(b"#") => {
                    let attribute = rest.first().and_then(|next| next.group(b'[')).unwrap_or_default();
                    is_test |= attribute.last().and_then(Token::word) == Some(b"test");
                }
                Form::Word(b"impl") => of_impl = implemented(rest),
                Form::Word(word) => {
                    if let [bang, group, ..] = rest
                        && let (true, Form::Group(_, given)) = (bang.is_mark(b"!"), &group.form)
                    {
                        calls.push((Call { text: word, owner, is_in_function }, given.clone()));
                    } else if let Some(kind) = kind_of(word, owner.is_some()) {
                        is_function = *word == b"fn";
                        let name = rest.iter().find(|next| next.word() != Some(b"mut"));
                        if let Some(name) = name {
                            self.define(kind.clone(), name, owner, is_test);
                            self.tell_returned(name, rest);
                            self.members(&kind, name.word(), rest);
                        }
                        is_test = false;
                    }
                }
                Form::Group(b'{', inner) => {
                    let owner = if of_impl.is_some() { of_impl.take() } else { None };
                    let is_in_function = is_in_function || std::mem::take(&mut is_function);
                    self.read_in(inner, (owner, is_in_function), calls, depth + 1);
                }
                _ => {}
            }
        }
    }

    /// Takes names with parentheses behind them for methods, where nothing stands before them that makes more of them, but
    /// for `Self::`, or what else has that name where it is said what they return.
    pub(super) fn read_methods(&mut self, tokens: &[Token<'s>]) {
        for (at, pair) in tokens.windows(2).enumerate() {
            let [name, next] = pair else { continue };
            let returns = tokens.get(at + 2).is_some_and(|mark| mark.is_mark(b"->"));
            let is_own = |of: &Token| of.word().is_some_and(|word| returns || word == b"Self");
            let before = match tokens.get(..at).unwrap_or_default() {
                [before @ .., own, colons] if colons.is_mark(b"::") && is_own(own) => before,
                before => before,
            };
            let ends = |of: &Token| [b",", b";"].iter().any(|mark| of.is_mark(*mark));
            let is_lower = name.word().is_some_and(|word| word.first().is_some_and(u8::is_ascii_lowercase));
            if before.last().is_none_or(ends) && is_lower && next.group(b'(').is_some() {
                self.define(SymbolKind::Method, name, None, false);
            }
        }
    }

    /// Takes the first name that a macro for tests is given (`header_test!(it_works, …)`) for a test.
    pub(super) fn test(&mut self, called: &Call<'s>, given: &[Token<'s>]) {
        if let [name, next, ..] = given
            && !called.is_in_function
            && called.text.windows(4).any(|part| part == b"test")
            && next.is_mark(b",")
            && name.word().is_some_and(|word| word.first().is_some_and(u8::is_ascii_lowercase))
        {
            self.define(SymbolKind::Function, name, None, true);
        }
    }

    /// The variants or fields in the body of a type.
    fn members(&mut self, of: &SymbolKind, owner: Option<&'s [u8]>, behind: &[Token<'s>]) {
        let member = match of {
            SymbolKind::Enum => SymbolKind::Variant,
            SymbolKind::Struct | SymbolKind::Union => SymbolKind::Field,
            _ => return,
        };
        let ends = |token: &&Token| token.is_mark(b";") || token.group(b'{').is_some();
        let Some(body) = behind.iter().find(ends).and_then(|token| token.group(b'{')) else { return };
        let mut is_first = true;
        for (at, token) in body.iter().enumerate() {
            match token.form {
                Form::Mark(b",") => is_first = true,
                Form::Mark(b"#") | Form::Word(b"pub") | Form::Group(..) => {}
                Form::Word(_) if is_first => {
                    let is_typed = body.get(at + 1).is_some_and(|next| next.is_mark(b":"));
                    if member == SymbolKind::Variant || is_typed {
                        self.define(member.clone(), token, owner, false);
                    }
                    is_first = false;
                }
                _ => is_first = false,
            }
        }
    }

    fn define(&mut self, kind: SymbolKind, name: &Token<'s>, owner: Option<&'s [u8]>, is_test: bool) {
        let Some(word) = name.word() else { return };
        if (self.begin..self.end).contains(&name.at) && word != b"_" && kind_of(word, false).is_none() {
            self.found.push(Made {
                kind,
                name: (name.at, name.at + word.len()),
                owner,
                is_test,
                returns: None,
            });
        }
    }

    /// Notes what the function gives that was defined last, if it has this name.
    fn tell_returned(&mut self, name: &Token<'s>, behind: &[Token<'s>]) {
        let is_function = |of: &&mut Made| matches!(of.kind, SymbolKind::Function | SymbolKind::Method);
        if let Some(made) = self.found.last_mut().filter(is_function)
            && made.name.0 == name.at
        {
            made.returns = returned(behind);
        }
    }
}

/// What a keyword defines.
fn kind_of(keyword: &[u8], is_member: bool) -> Option<SymbolKind> {
    Some(match keyword {
        b"fn" if is_member => SymbolKind::Method,
        b"fn" => SymbolKind::Function,
        b"struct" => SymbolKind::Struct,
        b"enum" => SymbolKind::Enum,
        b"union" => SymbolKind::Union,
        b"trait" => SymbolKind::Trait,
        b"mod" => SymbolKind::Module,
        b"type" => SymbolKind::TypeAlias,
        b"const" => SymbolKind::Constant,
        b"static" => SymbolKind::Static,
        _ => return None,
    })
}

/// The name of the type that a function gives, behind its name, if it is one word.
fn returned<'s>(behind: &[Token<'s>]) -> Option<&'s [u8]> {
    let is_end =
        |token: &&Token| token.is_mark(b";") || token.group(b'{').is_some() || token.word() == Some(b"where");
    let head = behind.split(|token| is_end(&token)).next()?;
    let arrow = head.iter().rposition(|token| token.is_mark(b"->"))?;
    let mut written = head.get(arrow + 1..)?.iter().filter(|token| {
        let is_hold = token.is_mark(b"&") || token.word() == Some(b"mut");
        !is_hold && !matches!(token.form, Form::Literal(_))
    });
    let only = written.next()?.word()?;
    // What stands in `<…>` behind it is left out.
    let is_end = match written.next() {
        None => true,
        Some(next) => {
            next.is_mark(b"<") && head.last().is_some_and(|last| last.is_mark(b">") || last.is_mark(b">>"))
        }
    };
    // One of its own generic parameters is some type.
    let is_own =
        head.iter().take_while(|token| token.group(b'(').is_none()).any(|of| of.word() == Some(only));
    (is_end && !is_own).then_some(only)
}

/// The name of the type that an `impl` is for.
fn implemented<'s>(behind: &[Token<'s>]) -> Option<&'s [u8]> {
    let (mut name, mut angles) = (None, 0usize);
    for token in behind {
        match token.form {
            Form::Group(b'{', _) | Form::Word(b"where") => break,
            Form::Mark(b"<") => angles += 1,
            Form::Mark(b">") => angles = angles.saturating_sub(1),
            Form::Word(b"for") if angles == 0 => name = None,
            Form::Word(word) if angles == 0 => name = Some(word),
            _ => {}
        }
    }
    name
}

/// Whether a body defines something by a name that it is given, or calls a macro with one.
pub(super) fn may_define(body: &[Token]) -> bool {
    may_define_within(body, 0)
}

fn may_define_within(body: &[Token], depth: usize) -> bool {
    depth <= MAX_DEPTH
        && body.iter().enumerate().any(|(at, token)| {
            let next = body.get(at + 1);
            match &token.form {
                Form::Word(word) if kind_of(word, false).is_some() => {
                    next.is_some_and(|next| next.is_mark(b"$"))
                }
                Form::Word(_) => {
                    next.is_some_and(|next| next.is_mark(b"!"))
                        && matches!(body.get(at + 2).map(|token| &token.form), Some(Form::Group(..)))
                }
                Form::Group(_, inner) => may_define_within(inner, depth + 1),
                // Items that it is given whole.
                Form::Mark(b"$") => {
                    next.and_then(Token::word).is_some_and(|name| name == b"item" || name == b"items")
                }
                _ => false,
            }
        })
}
