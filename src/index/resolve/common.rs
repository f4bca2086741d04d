//! Names that are never guessed at, because a standard library has them too: `assets/names/`.

use std::sync::LazyLock;

use ahash::AHashSet;

use crate::model::Language;

static COMMON_MEMBERS: LazyLock<AHashSet<&str>> =
    LazyLock::new(|| names(include_str!("../../../assets/names/common-members.txt")));
static JAVASCRIPT_MEMBERS: LazyLock<AHashSet<&str>> =
    LazyLock::new(|| names(include_str!("../../../assets/names/javascript-members.txt")));
static PYTHON_BUILTINS: LazyLock<AHashSet<&str>> =
    LazyLock::new(|| names(include_str!("../../../assets/names/python-builtins.txt")));
static RUST_PRELUDE: LazyLock<AHashSet<&str>> =
    LazyLock::new(|| names(include_str!("../../../assets/names/rust-prelude.txt")));

static C_LIBRARY: LazyLock<AHashSet<&str>> =
    LazyLock::new(|| names(include_str!("../../../assets/names/c-library.txt")));
static RUST_MEMBERS: LazyLock<AHashSet<&str>> =
    LazyLock::new(|| names(include_str!("../../../assets/names/rust-members.txt")));

static RUST_TEXT_MEMBERS: LazyLock<AHashSet<&str>> =
    LazyLock::new(|| names(include_str!("../../../assets/names/rust-text-members.txt")));

/// A name a line; lines that begin with `#` are comments.
fn names(list: &'static str) -> AHashSet<&'static str> {
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

/// Whether a member of this name on an unknown receiver is more likely a standard type's.
pub(super) fn is_common_member(language: Language, name: &str) -> bool {
    let is_script = matches!(language, Language::JavaScript | Language::TypeScript | Language::Tsx);
    (is_script && JAVASCRIPT_MEMBERS.contains(name))
        || COMMON_MEMBERS.contains(name)
        || (name.starts_with("__") && name.ends_with("__"))
}

/// Likewise of what is known to be from outside, and of a method that is called on what nothing is known of.
pub(super) fn is_outside_member(language: Language, name: &str) -> bool {
    is_common_member(language, name) || language == Language::Rust && RUST_MEMBERS.contains(name)
}

/// Whether only texts and characters have a method of this name, of what Rust's own library has.
pub(super) fn is_of_text(name: &str) -> bool {
    RUST_TEXT_MEMBERS.contains(name)
}

/// Whether C's own library or the system has a function of this name.
pub(super) fn is_of_c_library(name: &str) -> bool {
    C_LIBRARY.contains(name)
}

/// Whether a bare name means something that the language itself brings in.
pub(super) fn is_builtin(language: Language, name: &str) -> bool {
    match language {
        Language::Rust => RUST_PRELUDE.contains(name),
        Language::Python => PYTHON_BUILTINS.contains(name),
        Language::C | Language::Cpp | Language::Cuda => is_of_c_library(name),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_hold_what_everybody_knows() {
        let is_common = |name| is_common_member(Language::Python, name);
        assert!(is_common("unwrap") && is_common("append") && is_common("__len__"));
        assert!(!is_common("add_edge") && !is_common("#") && !is_common("hasOwnProperty"));
        assert!(is_common_member(Language::Tsx, "hasOwnProperty"));
        assert!(is_outside_member(Language::Rust, "eq_ignore_ascii_case"));
        assert!(
            !is_common("eq_ignore_ascii_case") && !is_outside_member(Language::Go, "eq_ignore_ascii_case")
        );
        assert!(is_builtin(Language::Rust, "Vec") && is_builtin(Language::Python, "ValueError"));
        assert!(!is_builtin(Language::Python, "Vec"));
    }
}
