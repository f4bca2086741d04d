//! What is hidden from the parser before a text is parsed: words and lines that no grammar can make sense of,
//! because the preprocessor takes them away or makes something else of them.
//!
//! Hidden bytes become spaces, line ends stay, so that every other byte keeps its place. What is hidden is a
//! function of the text alone: of a conditional that cuts a statement in two one branch stays, and a word that
//! is one too many in a declaration is taken for a macro. Rules are about tokens, so that they cost little.

mod alone;
mod arguments;
mod conditionals;
mod conditions;
mod heads;
mod macros;
mod made;
mod names;
mod taken_back;

use super::lex::{Lexer, Sort, Token, contains, directive};
use crate::model::Language;

/// A text of more tokens is left as it is from there on.
const MAX_TOKENS: usize = 4 << 20;

/// What is hidden of a text.
#[derive(Debug, Default)]
pub(in crate::index::extract) struct Mask {
    /// The text without it; `None` where nothing is.
    text: Option<Vec<u8>>,
    /// Macros that were hidden, in the order of the text.
    hidden: Vec<(usize, usize)>,
    /// Where the name of a macro begins that was made a function's type and name.
    rewritten: Vec<usize>,
    /// Where the name begins of what is declared and is a function that a macro makes, and whether that has its body.
    made: Vec<(usize, bool)>,
    /// Branches that most likely are not taken, from and to which byte, apart from each other.
    unlikely: Vec<(usize, usize)>,
    /// Where the names of macros begin that the text takes back itself.
    taken_back: Vec<usize>,
}

/// A token in less space.
#[derive(Debug, Clone, Copy)]
struct Word {
    sort: Sort,
    begin: u32,
    end: u32,
}

impl Word {
    fn of(token: Token) -> Option<Word> {
        Some(Word {
            sort: token.sort,
            begin: u32::try_from(token.begin).ok()?,
            end: u32::try_from(token.end).ok()?,
        })
    }

    fn text(self, source: &[u8]) -> &[u8] {
        source.get(self.begin as usize..self.end as usize).unwrap_or_default()
    }
}

/// Finds what is to be hidden of a text in one of the C languages; of others nothing is.
pub(in crate::index::extract) fn mask(source: &[u8], language: Language) -> Mask {
    let mut mask = Mask::default();
    if !matches!(language, Language::C | Language::Cpp | Language::Cuda) {
        return mask;
    }
    let tokens: Vec<Word> = Lexer::new(source).take(MAX_TOKENS).filter_map(Word::of).collect();
    let conditionals::Decided { dead, unlikely } = conditionals::decide(source, &tokens, language);
    mask.unlikely = unlikely;
    mask.taken_back = taken_back::taken_back(source, &tokens);
    let tokens = mask.without(source, tokens, &dead);
    for token in tokens.iter().filter(|token| token.sort == Sort::Directive) {
        mask.simplify(source, *token);
        mask.hide_comments(source, *token);
    }
    macros::hide(&mut mask, source, &tokens, language);
    mask
}

impl Mask {
    /// The text as it is to be parsed.
    pub(in crate::index::extract) fn text<'t>(&'t self, source: &'t [u8]) -> &'t [u8] {
        self.text.as_deref().unwrap_or(source)
    }

    /// Macros that were hidden, from and to which byte.
    pub(super) fn hidden(&self) -> &[(usize, usize)] {
        &self.hidden
    }

    /// Whether what begins here is a macro that was made a function's type and name.
    pub(super) fn is_rewritten(&self, at: usize) -> bool {
        self.rewritten.binary_search(&at).is_ok()
    }

    /// Whether the function that a macro makes of the name that begins here has its body; `None` where none does.
    pub(super) fn made(&self, at: usize) -> Option<bool> {
        let found = self.made.binary_search_by_key(&at, |(begin, _)| *begin).ok()?;
        self.made.get(found).map(|(_, has_body)| *has_body)
    }

    /// Whether what begins here stands in a branch that most likely is not taken.
    pub(super) fn is_unlikely(&self, at: usize) -> bool {
        let behind = self.unlikely.partition_point(|(begin, _)| *begin <= at);
        let last = behind.checked_sub(1).and_then(|last| self.unlikely.get(last));
        last.is_some_and(|(_, end)| at < *end)
    }

    /// Whether the text takes the macro back whose name begins here.
    pub(super) fn is_taken_back(&self, at: usize) -> bool {
        self.taken_back.binary_search(&at).is_ok()
    }

    fn blank(&mut self, source: &[u8], begin: usize, end: usize) {
        let text = self.text.get_or_insert_with(|| source.to_vec());
        for byte in text.get_mut(begin..end).into_iter().flatten() {
            if !matches!(byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
    }

    /// Puts other bytes in the place of those from there on.
    fn put(&mut self, source: &[u8], begin: usize, bytes: &[u8]) {
        let text = self.text.get_or_insert_with(|| source.to_vec());
        if let Some(place) = text.get_mut(begin..begin + bytes.len()) {
            place.copy_from_slice(bytes);
        }
    }

    /// Makes a condition that the grammars cannot read (`__has_include(<x>)`) the number 1.
    fn simplify(&mut self, source: &[u8], line: Word) {
        let text = line.text(source);
        let is_odd = contains(text, b"(<") || contains(text, b"::") || contains(text, b"__has_");
        if !is_odd || !matches!(directive(text), b"if" | b"elif") {
            return;
        }
        let Some(keyword) = text.windows(2).position(|part| part == b"if") else { return };
        let begin = line.begin as usize + keyword + 2;
        let end = line.end as usize;
        self.hidden.push((begin, end));
        self.blank(source, begin, end);
        // What goes on on the next line is one line no more.
        if let Some(one) =
            self.text.as_mut().and_then(|text| text.get_mut(begin + 1)).filter(|one| **one == b' ')
        {
            *one = b'1';
        }
    }

    /// Hides comments in what a macro stands for: the grammars take them for its end.
    fn hide_comments(&mut self, source: &[u8], line: Word) {
        let text = line.text(source);
        if directive(text) != b"define" {
            return;
        }
        let mut at = 0;
        while let Some(begin) = find(text, b"/*", at) {
            let end = find(text, b"*/", begin + 2).map_or(text.len(), |end| end + 2);
            let from = line.begin as usize;
            // A line that goes on goes on behind the comment too.
            for (place, byte) in (from + begin..).zip(text.get(begin..end).unwrap_or_default()) {
                if *byte != b'\\' {
                    self.blank(source, place, place + 1);
                }
            }
            at = end;
        }
    }

    /// Hides a macro.
    fn hide(&mut self, source: &[u8], begin: Word, end: Word) {
        let (begin, end) = (begin.begin as usize, end.end as usize);
        self.hidden.push((begin, end));
        self.blank(source, begin, end);
    }

    /// A condition whose line is hidden still names macros.
    fn keep_condition(&mut self, source: &[u8], line: Word) {
        let text = line.text(source);
        let word = directive(text);
        let begin = text.windows(word.len().max(1)).position(|part| part == word);
        if let Some(begin) = begin.filter(|_| matches!(word, b"if" | b"ifdef" | b"ifndef" | b"elif")) {
            self.hidden.push((line.begin as usize + begin + word.len(), line.end as usize));
        }
    }

    /// Hides ranges of tokens, and gives the tokens without them.
    fn without(&mut self, source: &[u8], tokens: Vec<Word>, dead: &[(usize, usize)]) -> Vec<Word> {
        if dead.is_empty() {
            return tokens;
        }
        let mut kept = Vec::with_capacity(tokens.len());
        let mut from = 0;
        for &(begin, end) in dead {
            kept.extend_from_slice(tokens.get(from..begin).unwrap_or_default());
            if let (Some(first), Some(last)) = (tokens.get(begin), tokens.get(end - 1)) {
                if begin + 1 == end {
                    self.keep_condition(source, *first);
                }
                self.blank(source, first.begin as usize, last.end as usize);
            }
            from = end;
        }
        kept.extend_from_slice(tokens.get(from..).unwrap_or_default());
        kept
    }
}

/// Where a part of a text begins, from a place on.
fn find(text: &[u8], part: &[u8], from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    rest.windows(part.len()).position(|window| window == part).map(|at| from + at)
}
