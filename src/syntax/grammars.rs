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

/// Another language is one more row here, a table in [`crate::index::flow`], an extractor in
/// [`crate::index::extract`] and its rules in `crate::index::resolve`.
static GRAMMARS: [Grammar; 10] = [
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
    Grammar {
        language: Language::C,
        parser: || tree_sitter_c::LANGUAGE.into(),
        highlights: &[tree_sitter_c::HIGHLIGHT_QUERY],
        injections: "",
    },
    Grammar {
        language: Language::Cpp,
        parser: || tree_sitter_cpp::LANGUAGE.into(),
        highlights: &[tree_sitter_c::HIGHLIGHT_QUERY, tree_sitter_cpp::HIGHLIGHT_QUERY],
        injections: "",
    },
    Grammar {
        language: Language::Cuda,
        parser: || tree_sitter_cuda::LANGUAGE.into(),
        highlights: &[
            tree_sitter_c::HIGHLIGHT_QUERY,
            tree_sitter_cpp::HIGHLIGHT_QUERY,
            tree_sitter_cuda::HIGHLIGHTS_QUERY,
        ],
        injections: "",
    },
    Grammar {
        language: Language::Java,
        parser: || tree_sitter_java::LANGUAGE.into(),
        highlights: &[tree_sitter_java::HIGHLIGHTS_QUERY],
        injections: "",
    },
    Grammar {
        language: Language::JavaScript,
        parser: || tree_sitter_javascript::LANGUAGE.into(),
        highlights: &[tree_sitter_javascript::HIGHLIGHT_QUERY, tree_sitter_javascript::JSX_HIGHLIGHT_QUERY],
        injections: "",
    },
    Grammar {
        language: Language::TypeScript,
        parser: || tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
        highlights: &[tree_sitter_javascript::HIGHLIGHT_QUERY, tree_sitter_typescript::HIGHLIGHTS_QUERY],
        injections: "",
    },
    Grammar {
        language: Language::Tsx,
        parser: || tree_sitter_typescript::LANGUAGE_TSX.into(),
        highlights: &[
            tree_sitter_javascript::HIGHLIGHT_QUERY,
            tree_sitter_javascript::JSX_HIGHLIGHT_QUERY,
            tree_sitter_typescript::HIGHLIGHTS_QUERY,
        ],
        injections: "",
    },
    Grammar {
        language: Language::Go,
        parser: || tree_sitter_go::LANGUAGE.into(),
        highlights: &[
            tree_sitter_go::HIGHLIGHTS_QUERY,
            include_str!("../../assets/queries/go/highlights.scm"),
        ],
        injections: "",
    },
];

/// The grammar of a language, where we have one.
pub(crate) fn grammar(language: Language) -> Option<&'static Grammar> {
    GRAMMARS.iter().find(|grammar| grammar.language == language)
}

/// Whether we can index a language.
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
    fn only_languages_with_an_extractor_can_be_indexed() {
        assert!(can_index(Language::Rust));
        assert!(can_index(Language::Python));
        assert!(!can_index(Language::Other));
    }
}
