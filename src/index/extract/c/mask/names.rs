//! How many names a declaration may have: what is beyond is a macro.

use super::macros::{Brace, Scan};
use crate::index::extract::c::lex::Sort;
use crate::index::extract::c::words::{is_builtin_type, is_specifier, is_tag};

/// How many tokens ahead a template's arguments or a path are followed.
const MAX_AHEAD: usize = 64;

/// The words of a run that are no keywords.
#[derive(Default)]
pub(super) struct Words {
    pub(super) plain: Vec<usize>,
    /// Whether a type of the language or a `struct` stands among them.
    pub(super) has_type: bool,
    /// How many stand before that.
    pub(super) before_type: usize,
}

impl Scan<'_> {
    pub(super) fn words(&self, from: usize, to: usize) -> Words {
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
    pub(super) fn allowed(&self, words: &Words, to: usize) -> usize {
        let name = match self.sort(to) {
            Sort::Punctuation(b'*' | b'&') => 0,
            Sort::Punctuation(b'<') => match self.behind_arguments(to) {
                Some(behind) if self.sort(behind) == Sort::Colons => return self.in_path(words, behind),
                _ if words.has_type => 1,
                _ => 0,
            },
            Sort::Colons => return self.in_path(words, to),
            // A destructor has no type.
            Sort::Punctuation(b'~') if self.braces.last() == Some(&Brace::Members) => return 0,
            // Nor has a constructor.
            Sort::Punctuation(b'(') if self.is_constructor(words) => return 1,
            _ => 1,
        };
        name + usize::from(!words.has_type)
    }

    /// Whether the last name is that of the type around.
    pub(super) fn is_constructor(&self, words: &Words) -> bool {
        let around =
            self.types.last().copied().flatten().filter(|_| self.braces.last() == Some(&Brace::Members));
        let name = words.plain.last().filter(|_| !words.has_type);
        around.zip(name).is_some_and(|(around, name)| self.text(around) == self.text(*name))
    }

    /// Likewise where a path begins with the last one: the path is a type, or the name of what is defined.
    pub(super) fn in_path(&self, words: &Words, colons: usize) -> usize {
        let mut at = colons;
        let mut name = words.plain.last().copied().unwrap_or(at);
        for _ in 0..MAX_AHEAD {
            if self.sort(at) != Sort::Colons {
                break;
            }
            at += 1;
            let is_constructor = self.text(at) == self.text(name) && self.is(at + 1, b'(');
            if (is_constructor || self.is(at, b'~')) && self.in_declarations() {
                return 1;
            }
            name = at;
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
    pub(super) fn behind_arguments(&self, from: usize) -> Option<usize> {
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
}
