//! What each language's nodes are to control flow: a table a language.

mod python;
mod rust;

use super::table::Description;
use crate::model::Language;

/// The table of a language; `None` where there is none.
pub(super) fn description(language: Language) -> Option<&'static Description> {
    match language {
        Language::Rust => Some(&rust::RUST),
        Language::Python => Some(&python::PYTHON),
        _ => None,
    }
}
