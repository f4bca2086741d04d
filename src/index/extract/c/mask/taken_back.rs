//! Macros that a text takes back: `#define X …`, uses of it, `#undef X`. Who includes the text does not know them.

use std::collections::HashMap;

use super::Word;
use crate::index::extract::c::lex::{Lexer, Sort, directive};

/// Where the names of macros begin that the text takes back itself, in order. One that just a branch takes back, which may
/// not be taken where the macro is defined, stays.
pub(super) fn taken_back(source: &[u8], tokens: &[Word]) -> Vec<usize> {
    let mut branches = Branches::default();
    let mut defined: HashMap<&[u8], Vec<(usize, Vec<u32>)>> = HashMap::new();
    let mut taken = Vec::new();
    for token in tokens.iter().filter(|token| token.sort == Sort::Directive) {
        let line = token.text(source);
        let word = directive(line);
        branches.pass(word);
        if !matches!(word, b"define" | b"undef") {
            continue;
        }
        let Some((begin, name)) = name_in(line, word) else { continue };
        if word == b"define" {
            defined.entry(name).or_default().push((token.begin as usize + begin, branches.open.clone()));
        } else if let Some(known) = defined.get_mut(name) {
            let is_sure = |at: &(usize, Vec<u32>)| at.1.starts_with(&branches.open);
            taken.extend(known.iter().filter(|at| is_sure(at)).map(|at| at.0));
            known.retain(|at| !is_sure(at));
        }
    }
    taken.sort_unstable();
    taken
}

/// Branches of conditionals, deeper ones are taken for their outer one.
#[derive(Default)]
struct Branches {
    /// The branches around, each by a number of its own.
    open: Vec<u32>,
    /// Conditionals that are open beyond those.
    beyond: u32,
    count: u32,
}

/// So deep conditionals are told apart.
const MAX_DEPTH: usize = 16;

impl Branches {
    fn pass(&mut self, word: &[u8]) {
        match word {
            b"if" | b"ifdef" | b"ifndef" if self.open.len() == MAX_DEPTH => self.beyond += 1,
            b"if" | b"ifdef" | b"ifndef" => {
                self.count += 1;
                self.open.push(self.count);
            }
            b"endif" if self.beyond > 0 => self.beyond -= 1,
            b"endif" => drop(self.open.pop()),
            b"else" | b"elif" | b"elifdef" | b"elifndef" if self.beyond == 0 => {
                self.count += 1;
                if let Some(last) = self.open.last_mut() {
                    *last = self.count;
                }
            }
            _ => {}
        }
    }
}

/// The name that a directive is about, and where in its line that begins.
fn name_in<'l>(line: &'l [u8], word: &[u8]) -> Option<(usize, &'l [u8])> {
    let from = line.windows(word.len()).position(|part| part == word)? + word.len();
    let rest = line.get(from..)?;
    let name = Lexer::new(rest).next().filter(|token| token.sort == Sort::Word)?;
    Some((from + name.begin, rest.get(name.begin..name.end)?))
}

#[cfg(test)]
mod tests {
    use super::super::mask;
    use crate::model::Language;

    fn names_taken_back(text: &str) -> Vec<&str> {
        let places = mask(text.as_bytes(), Language::C).taken_back;
        places.iter().filter_map(|at| text.get(*at..)?.split([' ', '(', '\n']).next()).collect()
    }

    #[test]
    fn a_macro_is_taken_back_by_what_stands_behind_it() {
        assert_eq!(
            names_taken_back("#define A 1\n#define B(x) x\nint a = A;\n#undef A\n# undef B\n"),
            ["A", "B"]
        );
        assert_eq!(names_taken_back("#undef A\n#define A 1\n"), [""; 0]);
        assert_eq!(names_taken_back("#define A 1\n#undef A\n#define A 2\n"), ["A"]);
    }

    #[test]
    fn what_just_a_branch_takes_back_stays() {
        assert_eq!(names_taken_back("#define A 1\n#ifdef X\n#undef A\n#endif\n"), [""; 0]);
        assert_eq!(names_taken_back("#ifdef X\n#define A 1\n#else\n#undef A\n#endif\n"), [""; 0]);
        assert_eq!(names_taken_back("#ifdef X\n#define A 1\n#endif\n#undef A\n"), ["A"]);
        assert_eq!(names_taken_back("#ifndef H\n#define A 1\nint a = A;\n#undef A\n#endif\n"), ["A"]);
    }
}
