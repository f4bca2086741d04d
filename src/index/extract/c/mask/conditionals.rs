//! Conditionals of the preprocessor that a grammar cannot follow.
//!
//! One whose branches are whole statements or definitions stays as it is: the grammar knows such. Of another its
//! lines are hidden, and where branches exclude each other all but one.

use super::Word;
use super::conditions::{Defined, holds};
use crate::index::extract::c::lex::{Sort, contains, directive};
use crate::index::extract::c::words::looks_like_macro;
use crate::model::Language;

/// How deep braces and parentheses are at a place.
type Depth = (i32, i32);

/// What becomes of a text's conditionals.
pub(super) struct Decided {
    /// Ranges of tokens that are to be hidden, in order and apart from each other.
    pub(super) dead: Vec<(usize, usize)>,
    /// Ranges of bytes that stay, but most likely are not compiled; likewise.
    pub(super) unlikely: Vec<(usize, usize)>,
}

struct Branch {
    /// Whether its condition most likely holds; of `#else` always.
    holds: Option<bool>,
    /// The directive that it begins with.
    directive: usize,
    /// How many tokens that are no directives there were before it.
    begin: usize,
    end: Depth,
    last: Sort,
    is_empty: bool,
    is_balanced: bool,
}

struct Group {
    entry: Depth,
    entry_last: Sort,
    /// The lowest depths in it, and in what has been of its current branch.
    lowest: Depth,
    lowest_here: Depth,
    /// Whether what stands around it is most likely compiled.
    is_outer_likely: bool,
    /// Whether the first branch is known to hold, or not to.
    truth: Option<bool>,
    branches: Vec<Branch>,
}

/// Of so many branches it is looked at whether they hold.
const MAX_BRANCHES: usize = 64;

const START: Sort = Sort::Punctuation(b';');

fn first_word(text: &[u8]) -> &[u8] {
    let text = text.trim_ascii_start();
    let length = text.iter().position(|byte| !(byte.is_ascii_alphanumeric() || *byte == b'_'));
    text.get(..length.unwrap_or(text.len())).unwrap_or_default()
}

/// Decides what stays of the conditionals of a text.
pub(super) fn decide(source: &[u8], tokens: &[Word], language: Language) -> Decided {
    let mut dead = Vec::new();
    let mut unlikely = Vec::new();
    let mut defined = Defined::new();
    let mut groups: Vec<Group> = Vec::new();
    let mut depth: Depth = (0, 0);
    let mut last = START;
    let mut seen = 0;
    for (at, token) in tokens.iter().enumerate() {
        match token.sort {
            Sort::Directive => {
                let line = token.text(source);
                let before = tokens.get(..at).unwrap_or_default();
                if ends_alone(source, before, depth == (0, 0)) {
                    last = START;
                }
                match directive(line) {
                    b"if" | b"ifdef" | b"ifndef" => groups.push(Group {
                        entry: depth,
                        entry_last: last,
                        lowest: depth,
                        lowest_here: depth,
                        truth: truth(line, language),
                        is_outer_likely: groups.last().is_none_or(Group::is_likely),
                        branches: vec![Branch {
                            holds: holds(line, &defined, language),
                            ..Branch::at(at, seen, depth, last)
                        }],
                    }),
                    kind @ (b"else" | b"elif" | b"elifdef" | b"elifndef") => {
                        let holds =
                            if kind == b"else" { Some(true) } else { holds(line, &defined, language) };
                        if let Some(group) = groups.last_mut() {
                            group.end_branch(seen, depth, last);
                            (depth, last) = (group.entry, group.entry_last);
                            group.lowest_here = depth;
                            group.branches.push(Branch { holds, ..Branch::at(at, seen, depth, last) });
                        }
                    }
                    b"endif" => {
                        if let Some(mut group) = groups.pop() {
                            group.end_branch(seen, depth, last);
                            group.tell_unlikely(tokens, at, &mut unlikely);
                            (depth, last) = group.settle(at, &mut dead);
                            if let Some(outer) = groups.last_mut() {
                                outer.lower(group.lowest);
                            }
                        }
                    }
                    b"define" => {
                        let name = line.windows(6).position(|part| part == b"define");
                        let name = name.and_then(|at| line.get(at + 6..)).unwrap_or_default();
                        if groups.last().is_none_or(Group::is_likely) {
                            let word = first_word(name);
                            let body = name.trim_ascii_start().get(word.len()..).unwrap_or_default();
                            defined.insert(word, body);
                        }
                    }
                    _ => {}
                }
                continue;
            }
            Sort::Punctuation(b'{') => depth.0 += 1,
            Sort::Punctuation(b'(' | b'[') => depth.1 += 1,
            Sort::Punctuation(b'}') => depth.0 -= 1,
            Sort::Punctuation(b')' | b']') => depth.1 -= 1,
            _ => {}
        }
        last = token.sort;
        seen += 1;
        if let Some(group) = groups.last_mut() {
            group.lower(depth);
        }
    }
    Decided { dead: merged(dead), unlikely: merged(unlikely) }
}

/// Whether the last token is a macro with nothing beside it (`END_NAMESPACE`): a statement or definition ends before it. In braces
/// it stands behind `public:` or the like.
fn ends_alone(source: &[u8], tokens: &[Word], is_outside: bool) -> bool {
    let [before @ .., only] = tokens else { return false };
    let is_free = match before {
        [.., label, colon] if colon.sort == Sort::Punctuation(b':') => {
            matches!(label.text(source), b"public" | b"private" | b"protected")
        }
        [.., before] => {
            is_outside && matches!(before.sort, Sort::Directive | Sort::Punctuation(b';' | b'{' | b'}'))
        }
        [] => is_outside,
    };
    is_free && only.sort == Sort::Word && looks_like_macro(only.text(source))
}

/// Ranges in order.
fn merged(mut ranges: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    ranges.sort_unstable();
    // What lies in another, or beside it, is one with it.
    let mut merged: Vec<(usize, usize)> = Vec::with_capacity(ranges.len());
    for (begin, end) in ranges {
        match merged.last_mut() {
            Some(last) if begin < last.1 => last.1 = last.1.max(end),
            _ => merged.push((begin, end)),
        }
    }
    merged
}

/// Whether a condition is known to hold or not to hold, from itself alone.
fn truth(line: &[u8], language: Language) -> Option<bool> {
    let kind = directive(line);
    if language == Language::C
        && contains(line, b"defined(__cplusplus) &&")
        && !contains(line, b"!defined(__cplusplus)")
        && !contains(line, b"||")
    {
        return Some(false);
    }
    if contains(line, b"__cplusplus") && !contains(line, b"&&") && !contains(line, b"||") {
        let is_about_being = kind != b"if" || contains(line, b"defined");
        let is_not = (kind == b"ifndef") != contains(line, b"!");
        return is_about_being.then_some((language != Language::C) != is_not);
    }
    // What only a program that reads comments sees.
    if contains(line, b"DOXYGEN") && !contains(line, b"&&") && !contains(line, b"||") {
        return Some((kind == b"ifndef") != contains(line, b"!"));
    }
    if kind != b"if" {
        return None;
    }
    let condition = line.trim_ascii().strip_prefix(b"#")?.trim_ascii().strip_prefix(b"if")?.trim_ascii();
    match condition {
        b"0" => Some(false),
        b"1" => Some(true),
        _ => None,
    }
}

impl Branch {
    fn at(directive: usize, begin: usize, end: Depth, last: Sort) -> Branch {
        Branch { holds: None, directive, begin, end, last, is_empty: true, is_balanced: true }
    }

    /// Whether it ends where a statement or definition ends.
    fn is_whole(&self) -> bool {
        self.is_balanced && (self.is_empty || matches!(self.last, Sort::Punctuation(b';' | b'}' | b':')))
    }
}

impl Group {
    /// Whether the branch that it is in is most likely compiled, or may as well be.
    fn is_likely(&self) -> bool {
        let Some((current, before)) = self.branches.split_last() else { return self.is_outer_likely };
        // Few have more branches than one can count.
        let is_decided = before.iter().take(MAX_BRANCHES).any(|branch| branch.holds == Some(true));
        self.is_outer_likely && current.holds != Some(false) && !is_decided
    }

    fn lower(&mut self, depth: Depth) {
        self.lowest = (self.lowest.0.min(depth.0), self.lowest.1.min(depth.1));
        self.lowest_here = (self.lowest_here.0.min(depth.0), self.lowest_here.1.min(depth.1));
    }

    fn end_branch(&mut self, seen: usize, depth: Depth, last: Sort) {
        let (entry, lowest) = (self.entry, self.lowest_here);
        let Some(branch) = self.branches.last_mut() else { return };
        branch.is_empty = seen == branch.begin;
        branch.end = depth;
        branch.last = last;
        branch.is_balanced = depth == entry && lowest.0 >= entry.0 && lowest.1 >= entry.1;
    }

    /// Tells the branches that most likely are not taken: those whose condition does not hold, and all behind the
    /// first one that does.
    fn tell_unlikely(&self, tokens: &[Word], end: usize, unlikely: &mut Vec<(usize, usize)>) {
        let taken = self.branches.iter().position(|branch| branch.holds == Some(true));
        // What is not known before it leaves it open.
        let before = self.branches.get(..taken.unwrap_or(0)).unwrap_or_default();
        let taken = taken.filter(|_| before.iter().all(|branch| branch.holds.is_some()));
        for (at, branch) in self.branches.iter().enumerate() {
            let next = self.branches.get(at + 1).map_or(end, |next| next.directive);
            if branch.holds == Some(false) || taken.is_some_and(|taken| at != taken) {
                let place = |token: usize| tokens.get(token).map(|token| token.begin as usize);
                unlikely.extend(place(branch.directive).zip(place(next)));
            }
        }
    }

    /// Decides what is hidden; the state behind it.
    fn settle(&self, end: usize, dead: &mut Vec<(usize, usize)>) -> (Depth, Sort) {
        let begins =
            matches!(self.entry_last, Sort::Punctuation(b';' | b'{' | b'}' | b':')) && self.entry.1 <= 0;
        let is_whole = begins && self.branches.iter().all(Branch::is_whole);
        let keeps_all = match self.truth {
            Some(_) => false,
            None if is_whole => {
                let last = self.branches.iter().rev().find(|branch| !branch.is_empty);
                return last.map_or((self.entry, self.entry_last), |last| (last.end, last.last));
            }
            None if self.branches.len() == 1 => true,
            // Members of a list that follow each other.
            None => self.branches.iter().all(|branch| {
                branch.is_balanced && (branch.is_empty || branch.last == Sort::Punctuation(b','))
            }),
        };
        let is_possible = |at: usize| match self.truth {
            Some(true) => at == 0,
            Some(false) => at != 0,
            None => true,
        };
        let kept = (0..self.branches.len())
            .find(|at| is_possible(*at) && self.branches.get(*at).is_some_and(|branch| !branch.is_empty));
        let mut after = (self.entry, self.entry_last);
        for (at, branch) in self.branches.iter().enumerate() {
            let next = self.branches.get(at + 1).map_or(end, |next| next.directive);
            if keeps_all || Some(at) == kept {
                dead.push((branch.directive, branch.directive + 1));
                after = (branch.end, branch.last);
            } else {
                dead.push((branch.directive, next));
            }
        }
        dead.push((end, end + 1));
        after
    }
}
