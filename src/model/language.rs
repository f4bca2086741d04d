//! Programming languages, told by a file's name.

use serde::{Deserialize, Serialize};

/// A programming language, as far as its name goes. Which ones can be indexed is
/// [`crate::syntax`]'s to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Language {
    Rust,
    Python,
    C,
    Cpp,
    Java,
    JavaScript,
    TypeScript,
    /// TypeScript with JSX, which has a grammar of its own.
    Tsx,
    Go,
    Cuda,
    /// Anything else.
    Other,
}

impl Language {
    /// How many there are.
    pub(crate) const COUNT: usize = Language::Other as usize + 1;

    /// The language of a path, told by what follows its last dot.
    pub fn of_path(path: &str) -> Language {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        let Some((_, extension)) = name.rsplit_once('.') else { return Language::Other };
        match extension {
            "rs" => Language::Rust,
            "py" | "pyi" | "pyw" => Language::Python,
            "c" | "h" => Language::C,
            "cc" | "cpp" | "cxx" | "c++" | "hh" | "hpp" | "hxx" | "h++" | "ipp" | "tpp" | "txx" | "tcc"
            | "inl" => Language::Cpp,
            "java" => Language::Java,
            "js" | "jsx" | "mjs" | "cjs" => Language::JavaScript,
            "ts" | "mts" | "cts" => Language::TypeScript,
            "tsx" => Language::Tsx,
            "go" => Language::Go,
            "cu" | "cuh" => Language::Cuda,
            _ => Language::Other,
        }
    }

    /// One language for each label, in order; TypeScript stands for both of its grammars.
    const LABELLED: [Language; 9] = [
        Language::Rust,
        Language::Python,
        Language::C,
        Language::Cpp,
        Language::Java,
        Language::JavaScript,
        Language::TypeScript,
        Language::Go,
        Language::Cuda,
    ];

    /// The labels of all languages.
    pub fn labels() -> Vec<&'static str> {
        Language::LABELLED.iter().map(|language| language.label()).collect()
    }

    /// The language with this label or name, in letters of any case; `None` where there is none.
    pub fn of_label(text: &str) -> Option<Language> {
        let is_it = |language: &&Language| {
            text.eq_ignore_ascii_case(language.label()) || text.eq_ignore_ascii_case(language.name())
        };
        Language::LABELLED.iter().find(is_it).copied()
    }

    /// The lower-case name that Magellan uses as a label (`rust`, `python`, …).
    pub fn label(self) -> &'static str {
        match self {
            Language::Rust => "rust",
            Language::Python => "python",
            Language::C => "c",
            Language::Cpp => "cpp",
            Language::Java => "java",
            Language::JavaScript => "javascript",
            Language::TypeScript | Language::Tsx => "typescript",
            Language::Go => "go",
            Language::Cuda => "cuda",
            Language::Other => "other",
        }
    }

    /// The name as people write it (`Rust`, `C++`, …).
    pub fn name(self) -> &'static str {
        match self {
            Language::Rust => "Rust",
            Language::Python => "Python",
            Language::C => "C",
            Language::Cpp => "C++",
            Language::Java => "Java",
            Language::JavaScript => "JavaScript",
            Language::TypeScript => "TypeScript",
            Language::Tsx => "TypeScript (JSX)",
            Language::Go => "Go",
            Language::Cuda => "CUDA",
            Language::Other => "other",
        }
    }

    /// What stands between the parts of a qualified name: `::` or `.`.
    pub fn separator(self) -> &'static str {
        match self {
            Language::Rust | Language::C | Language::Cpp | Language::Cuda => "::",
            _ => ".",
        }
    }
}
