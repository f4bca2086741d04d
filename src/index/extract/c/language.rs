//! Which of its languages a header is in.

use super::lex::{Lexer, Sort, Token, contains, directive};
use crate::model::Language;

/// How many tokens of a header are looked at for what only C++ has.
const MAX_TOKENS: usize = 200_000;

/// The language that a file is read as: a `.h` is one of C++ where its own text has what no C has.
pub(in crate::index::extract) fn language_of(path: &str, text: &[u8], language: Language) -> Language {
    if language == Language::C && path.ends_with(".h") && is_cpp(text) { Language::Cpp } else { language }
}

/// Whether a text has what only C++ has: `a::b`, `template <`, `namespace a`, `class A {`, `enum class A`, `using A =`, `public:`,
/// `virtual int`, `const A &`, `operator <`, `static_cast<`. What
/// stands under `#ifdef __cplusplus` does not count, for a C header has that too, unless nothing stands elsewhere.
fn is_cpp(text: &[u8]) -> bool {
    let mut before = Token { sort: Sort::Punctuation(b';'), begin: 0, end: 0 };
    let mut before_that = before.sort;
    let mut named = false;
    // Whether the word before stands behind `enum` or `using`.
    let (mut scoped, mut used) = (false, false);
    // Whether it stands behind `const`, and whether it is `operator` behind a type.
    let (mut is_constant, mut is_operator) = (false, false);
    // Conditions around, and how many of them are about C++.
    let mut conditions: Vec<bool> = Vec::new();
    let mut hidden = 0usize;
    let (mut tells_inside, mut is_all_inside) = (false, true);
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
        is_all_inside &= hidden > 0;
        let previous = text.get(before.begin..before.end).unwrap_or_default();
        let is_telling = match token.sort {
            Sort::Word if before.sort == Sort::Colons => named,
            Sort::Punctuation(b'<') => previous == b"template" || previous.ends_with(b"_cast") || is_operator,
            Sort::Punctuation(b'&') if is_constant && before.sort == Sort::Word => true,
            Sort::Punctuation(b'=' | b'(' | b'[' | b'+' | b'-' | b'!') if is_operator => true,
            Sort::Punctuation(b':') => {
                let ends = matches!(before_that, Sort::Punctuation(b'{' | b';' | b'}' | b')'));
                ends && matches!(previous, b"public" | b"private" | b"protected")
            }
            Sort::Punctuation(b'{') => named && before.sort == Sort::Word,
            Sort::Punctuation(b'=') => used && before.sort == Sort::Word,
            Sort::Word => {
                let is_scoped = scoped && matches!(previous, b"class" | b"struct");
                scoped = previous == b"enum";
                used = previous == b"using";
                is_constant = previous == b"const";
                let is_typed =
                    before.sort == Sort::Word && !matches!(previous, b"return" | b"case" | b"struct");
                is_operator = word == b"operator" && is_typed;
                named = match previous {
                    b"namespace" | b"class" => before.sort == Sort::Word,
                    _ => false,
                };
                is_scoped || previous == b"virtual" && before_that != Sort::Word
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
        tells_inside |= is_telling;
        is_operator &= token.sort == Sort::Word;
        before_that = before.sort;
        before = token;
    }
    tells_inside && is_all_inside
}
