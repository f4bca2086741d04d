//! What each language's nodes are to control flow: a table a language.

mod c;
mod go;
mod java;
mod javascript;
mod python;
mod rust;

use super::table::Description;
use crate::model::Language;

/// The table of a language; `None` where there is none.
pub(super) fn description(language: Language) -> Option<&'static Description> {
    match language {
        Language::Rust => Some(&rust::RUST),
        Language::Python => Some(&python::PYTHON),
        Language::C => Some(&c::C),
        Language::Cpp | Language::Cuda => Some(&c::CPP),
        Language::Java => Some(&java::JAVA),
        Language::JavaScript => Some(&javascript::JAVASCRIPT),
        Language::TypeScript | Language::Tsx => Some(&javascript::TYPESCRIPT),
        Language::Go => Some(&go::GO),
        Language::Other => None,
    }
}
