//! Names that are never guessed at, because a standard library has them too: `assets/names/`.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::model::Language;

static COMMON_MEMBERS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| names(include_str!("../../../assets/names/common-members.txt")));
static PYTHON_BUILTINS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| names(include_str!("../../../assets/names/python-builtins.txt")));
static RUST_PRELUDE: LazyLock<HashSet<&str>> =
    LazyLock::new(|| names(include_str!("../../../assets/names/rust-prelude.txt")));

/// A name a line; lines that begin with `#` are comments.
fn names(list: &'static str) -> HashSet<&'static str> {
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

/// Whether a member of this name on an unknown receiver is more likely a standard type's.
pub(super) fn is_common_member(name: &str) -> bool {
    COMMON_MEMBERS.contains(name) || (name.starts_with("__") && name.ends_with("__"))
}

/// Whether a bare name means something that the language itself brings in.
pub(super) fn is_builtin(language: Language, name: &str) -> bool {
    match language {
        Language::Rust => RUST_PRELUDE.contains(name),
        Language::Python => PYTHON_BUILTINS.contains(name),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_hold_what_everybody_knows() {
        assert!(is_common_member("unwrap") && is_common_member("append") && is_common_member("__len__"));
        assert!(!is_common_member("add_edge") && !is_common_member("#"));
        assert!(is_builtin(Language::Rust, "Vec") && is_builtin(Language::Python, "ValueError"));
        assert!(!is_builtin(Language::Python, "Vec"));
    }
}
