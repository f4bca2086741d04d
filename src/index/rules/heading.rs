//! The comments that a file begins with: what stands before its first line of code. A text that a program writes speaks
//! there of who wrote it; a program that writes such texts has the same words behind some code of its own.

use crate::model::Language;

/// How comments look in a language, and what may stand among the first ones and is none.
struct Signs {
    line: &'static [&'static str],
    /// How comments of several lines begin and end.
    blocks: &'static [(&'static str, &'static str)],
    passing: &'static [&'static str],
}

const SLASHES: &[&str] = &["//"];
const STARS: &[(&str, &str)] = &[("/*", "*/")];

fn signs(language: Language) -> Signs {
    let (line, blocks) = (SLASHES, STARS);
    match language {
        Language::Python => Signs {
            line: &["#"],
            // What documents a module.
            blocks: &[("\"\"\"", "\"\"\""), ("'''", "'''"), ("r\"\"\"", "\"\"\"")],
            passing: &[],
        },
        Language::C | Language::Cpp | Language::Cuda => Signs { line, blocks, passing: &["#"] },
        Language::Rust => Signs { line, blocks, passing: &["#!", "#["] },
        Language::Java | Language::Go => Signs { line, blocks, passing: &["package "] },
        Language::JavaScript | Language::TypeScript | Language::Tsx => {
            Signs { line, blocks, passing: &["#!", "'use strict'", "\"use strict\""] }
        }
        Language::Other => Signs { line: &["//", "#"], blocks, passing: &[] },
    }
}

/// What each line of those comments says, without signs; nothing for an empty line, and for one that is no comment and may stand
/// among them.
pub(super) fn heading(text: &str, language: Language) -> impl Iterator<Item = &str> {
    let signs = signs(language);
    let mut block = None;
    text.trim_start_matches('\u{feff}').lines().map_while(move |line| {
        let line = line.trim();
        if let Some(end) = block {
            let said = line.split(end).next()?;
            if said.len() < line.len() {
                block = None;
            }
            return Some(words(said));
        }
        if line.is_empty() {
            return Some("");
        }
        if let Some(said) = signs.line.iter().find_map(|sign| line.strip_prefix(sign)) {
            return Some(words(said));
        }
        let opened = signs.blocks.iter().find_map(|(begin, end)| Some((line.strip_prefix(begin)?, *end)));
        if let Some((rest, end)) = opened {
            let said = rest.split(end).next()?;
            if said.len() == rest.len() {
                block = Some(end);
            }
            return Some(words(said));
        }
        signs.passing.iter().any(|sign| line.starts_with(sign)).then_some("")
    })
}

/// A line without what draws a comment.
fn words(said: &str) -> &str {
    said.trim_start_matches(|c: char| c.is_whitespace() || "/*#!<-".contains(c)).trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str, language: Language) -> Vec<&str> {
        heading(text, language).filter(|said| !said.is_empty()).collect()
    }

    #[test]
    fn comments_come_before_code() {
        let text =
            "\u{feff}// One.\n\n/* Two\n * three */\npackage a;\n//- four\nimport b; // Five.\n// Six.\n";
        assert_eq!(said(text, Language::Java), ["One.", "Two", "three", "four"]);
        let text =
            "#!/bin/python\n# One.\n\"\"\"Two.\n\n# Three.\n\"\"\"\n# Four.\nx = \"\"\"\n# Five.\n\"\"\"\n";
        assert_eq!(said(text, Language::Python), ["bin/python", "One.", "Two.", "Three.", "Four."]);
        let text = "#ifndef A\n#define A\n/* One. */\nint a;\n// Two.\n";
        assert_eq!(said(text, Language::C), ["One."]);
        assert_eq!(said("'use strict';\n// One.\nconst a = `\n// Two.\n`;", Language::JavaScript), ["One."]);
        assert_eq!(said("// One.\n", Language::Python), [""; 0]);
    }
}
