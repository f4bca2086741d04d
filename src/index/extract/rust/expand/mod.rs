//! What the macros of a file define where it calls them: a call is written out, as far as it takes to see which of its names
//! stand behind `fn`, `struct` and the like.

mod bind;
mod items;
mod lex;

use std::collections::{BTreeMap, HashMap, HashSet};

use bind::{Bindings, bind, repetition};
pub(super) use items::Made;
use lex::{Form, Token, lex, lex_documented};

/// Macros that call macros are followed so deep.
const MAX_CALLS: usize = 16;

/// So many tokens are written out in one file, at most.
const MAX_TOKENS: usize = 1 << 18;

/// So many tokens are held against patterns in one file, at most.
const MAX_TRIED: usize = 1 << 22;

/// The longest call that is written out, in bytes.
const MAX_CALL: usize = 64 << 10;

/// Groups in groups are written out so deep.
const MAX_DEPTH: usize = 64;

/// The macros of a file, by their names.
#[derive(Default)]
pub(super) struct Macros<'s> {
    source: &'s [u8],
    /// Where those stand whose text has not been read.
    unread: BTreeMap<&'s [u8], Vec<(usize, usize)>>,
    known: HashSet<&'s [u8]>,
    rules: HashMap<&'s [u8], Vec<Rule<'s>>>,
    written: usize,
    tried: usize,
}

/// A rule: what it is called with, and what it stands for.
struct Rule<'s> {
    pattern: Vec<Token<'s>>,
    body: Vec<Token<'s>>,
}

impl<'s> Macros<'s> {
    pub(super) fn new(source: &'s [u8]) -> Macros<'s> {
        Macros { source, ..Macros::default() }
    }

    /// Adds a macro, by its name and where its `macro_rules! name { … }` stands.
    pub(super) fn add(&mut self, name: &'s [u8], begin: usize, end: usize) {
        self.known.insert(name);
        self.unread.entry(name).or_default().push((begin, end));
    }

    /// What a call defines whose brackets stand there, in the order of the text. Cost: that of writing it out; nothing
    /// where the file has no macro of that name, or one that defines nothing by a name that it is given.
    pub(super) fn made(&mut self, name: &[u8], begin: usize, end: usize) -> Vec<Made<'s>> {
        self.read();
        if !self.rules.contains_key(name) || end.saturating_sub(begin) > MAX_CALL {
            return Vec::new();
        }
        let Some(given) = lex_documented(self.source, begin, end) else { return Vec::new() };
        let [Token { form: Form::Group(_, given), .. }] = given.as_slice() else { return Vec::new() };
        let mut items = items::Items::new(begin, end);
        self.call(name, given, &mut items, 0);
        items.found()
    }

    /// What stands in a call's brackets behind `fn`, `struct` and the like: what a macro that is not known most likely defines.
    /// Cost: a pass over the text.
    pub(super) fn named(&self, begin: usize, end: usize) -> Vec<Made<'s>> {
        if end.saturating_sub(begin) > MAX_CALL {
            return Vec::new();
        }
        let mut items = items::Items::new(begin, end);
        if let Some(tokens) = lex(self.source, begin, end) {
            for (called, given) in items.read(&tokens) {
                items.test(&called, &given);
            }
        }
        items.found()
    }

    /// What stands in a call's brackets with parentheses behind it: what a macro that is not known, called where members are
    /// defined, most likely makes methods of. Cost: a pass over the text.
    pub(super) fn methods(&self, begin: usize, end: usize) -> Vec<Made<'s>> {
        if end.saturating_sub(begin) > MAX_CALL {
            return Vec::new();
        }
        let mut items = items::Items::new(begin, end);
        if let Some([Token { form: Form::Group(_, given), .. }]) = lex(self.source, begin, end).as_deref() {
            items.read_methods(given);
        }
        items.found()
    }

    /// Whether the file defines a macro of that name.
    pub(super) fn knows(&self, name: &[u8]) -> bool {
        self.known.contains(name)
    }

    fn read(&mut self) {
        for (name, places) in std::mem::take(&mut self.unread) {
            let rules = places
                .into_iter()
                .filter_map(|(begin, end)| rules(&lex_documented(self.source, begin, end)?));
            let rules: Vec<Rule> = rules.flatten().collect();
            if rules.iter().any(|rule| items::may_define(&rule.body)) {
                self.rules.entry(name).or_default().extend(rules);
            }
        }
    }

    /// Looks for items in what a call stands for.
    fn call(&mut self, name: &[u8], given: &[Token<'s>], items: &mut items::Items<'s>, depth: usize) {
        if depth > MAX_CALLS {
            return;
        }
        let Some(rules) = self.rules.get(name) else { return };
        let tried = &mut self.tried;
        let bound = rules.iter().find_map(|rule| {
            *tried += given.len() + 1;
            let bindings = if *tried > MAX_TRIED { None } else { bind(&rule.pattern, given) };
            Some((bindings?, &rule.body))
        });
        let Some((bindings, body)) = bound else { return };
        let mut left = MAX_TOKENS.saturating_sub(self.written);
        let mut written = Vec::new();
        write(body, &[&bindings], &mut written, &mut left, 0);
        self.written = MAX_TOKENS - left;
        if left == 0 {
            return;
        }
        for (called, given) in items.read(&written) {
            let outer = items.enter(called.owner);
            self.call(called.text, &given, items, depth + 1);
            items.enter(outer);
        }
    }
}

/// The rules of `macro_rules! name { (pattern) => { body }; … }`.
fn rules<'s>(tokens: &[Token<'s>]) -> Option<Vec<Rule<'s>>> {
    let body = tokens.iter().find_map(|token| match &token.form {
        Form::Group(_, inner) => Some(inner),
        _ => None,
    })?;
    let mut rules = Vec::new();
    for rule in body.split(|token| token.is_mark(b";")) {
        if let [pattern, arrow, body] = rule
            && let (Form::Group(_, pattern), Form::Group(_, body)) = (&pattern.form, &body.form)
            && arrow.is_mark(b"=>")
        {
            rules.push(Rule { pattern: pattern.to_vec(), body: body.to_vec() });
        }
    }
    Some(rules)
}

/// Writes a body out; the innermost of the repetitions where it stands is the last one of `bound`.
fn write<'s>(
    body: &[Token<'s>],
    bound: &[&Bindings<'s>],
    written: &mut Vec<Token<'s>>,
    left: &mut usize,
    depth: usize,
) {
    let mut at = 0;
    while let Some(token) = body.get(at) {
        at += 1;
        if depth > MAX_DEPTH || *left == 0 {
            *left = 0;
            return;
        }
        if token.is_mark(b"$") {
            if let Some(name) = body.get(at).and_then(Token::word)
                && let Some(found) = bound.iter().rev().find_map(|bound| bound.variables.get(name))
            {
                *left = left.saturating_sub(found.len());
                if *left > 0 {
                    written.extend(found.iter().cloned());
                }
                at += 1;
                continue;
            }
            if let Some(inner) = body.get(at).and_then(|next| next.group(b'('))
                && let Some((separator, _, length)) = repetition(body.get(at + 1..).unwrap_or_default())
            {
                repeat(inner, separator, bound, written, left, depth);
                at += 1 + length;
                continue;
            }
        }
        *left = left.saturating_sub(1);
        match &token.form {
            Form::Group(open, inner) => {
                let mut within = Vec::new();
                write(inner, bound, &mut within, left, depth + 1);
                written.push(Token { at: token.at, form: Form::Group(*open, within.into()) });
            }
            _ => written.push(token.clone()),
        }
    }
}

/// Writes what is repeated, as often as the variables in it stand for something.
fn repeat<'s>(
    inner: &[Token<'s>],
    separator: Option<&Token<'s>>,
    bound: &[&Bindings<'s>],
    written: &mut Vec<Token<'s>>,
    left: &mut usize,
    depth: usize,
) {
    let mut used = Vec::new();
    bind::variables(inner, &mut used, 0);
    let repeats = bound.iter().rev().flat_map(|bound| &bound.repeats);
    let mut all = repeats.filter(|(names, _)| names.iter().any(|name| used.contains(name)));
    let Some((_, times)) = all.next() else { return };
    // Others that are repeated beside it.
    let beside: Vec<&Vec<Bindings>> =
        all.map(|(_, times)| times).filter(|of| of.len() == times.len()).collect();
    for (time, one) in times.iter().enumerate() {
        if time > 0 {
            written.extend(separator.cloned());
        }
        let mut bound = bound.to_vec();
        bound.extend(beside.iter().filter_map(|of| of.get(time)));
        bound.push(one);
        write(inner, &bound, written, left, depth + 1);
    }
}
