//! The table of grammars: one row a language.

use crate::model::Language;

/// What we have for one language.
pub(crate) struct Grammar {
    /// The language.
    pub(crate) language: Language,
    /// The tree-sitter grammar. Making one is cheap: it is a pointer to a table.
    pub(crate) parser: fn() -> tree_sitter::Language,
    /// Highlight queries, of which later ones win over earlier ones.
    pub(super) highlights: &'static [&'static str],
    /// The query for text that is to be parsed anew (the insides of Rust macros).
    pub(super) injections: &'static str,
}

/// Another language is one more row here and an extractor in [`crate::index::extract`].
static GRAMMARS: [Grammar; 2] = [
    Grammar {
        language: Language::Rust,
        parser: || tree_sitter_rust::LANGUAGE.into(),
        highlights: &[
            tree_sitter_rust::HIGHLIGHTS_QUERY,
            include_str!("../../assets/queries/rust/highlights.scm"),
        ],
        injections: tree_sitter_rust::INJECTIONS_QUERY,
    },
    Grammar {
        language: Language::Python,
        parser: || tree_sitter_python::LANGUAGE.into(),
        highlights: &[
            tree_sitter_python::HIGHLIGHTS_QUERY,
            include_str!("../../assets/queries/python/highlights.scm"),
        ],
        injections: "",
    },
];

/// The grammar of a language, where we have one.
pub(crate) fn grammar(language: Language) -> Option<&'static Grammar> {
    GRAMMARS.iter().find(|grammar| grammar.language == language)
}

/// Whether we can index (and highlight) a language.
pub fn can_index(language: Language) -> bool {
    grammar(language).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_grammar_is_one_that_this_tree_sitter_can_load() {
        for row in &GRAMMARS {
            let mut parser = tree_sitter::Parser::new();
            parser.set_language(&(row.parser)()).unwrap();
        }
    }

    #[test]
    fn only_languages_with_a_grammar_can_be_indexed() {
        assert!(can_index(Language::Rust));
        assert!(can_index(Language::Python));
        assert!(!can_index(Language::Go));
        assert!(!can_index(Language::Other));
    }
}
