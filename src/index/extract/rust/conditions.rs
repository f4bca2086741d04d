//! Whether what stands behind a `#[cfg(…)]` is most likely compiled.
//!
//! What is sure of most builds counts: that they have a standard library, are for Linux on a processor of 64 bits, and that no tool
//! looks at them. Of other features the text of a file says nothing: a condition that they decide is kept, for who knows the
//! package's manifest. A word that no compiler knows is set by hand, for what is special; one that says
//! what a compiler has a build script may set.

use crate::index::extract::conditions::decided;

/// Conditions in conditions are read so deep.
const MAX_DEPTH: usize = 16;

/// A condition longer than this is not kept.
const MAX_KEPT: usize = 1000;

/// Whether a package has a feature; `None` where nobody knows.
type Features<'f> = &'f dyn Fn(&str) -> Option<bool>;

/// Whether one of these attributes says that most builds leave out what it stands at. Cost: a pass over their text.
pub(super) fn is_unlikely(attributes: &[String]) -> bool {
    conditions(attributes).any(|condition| holds(condition, &|_| None, 0) == Some(false))
}

/// What these attributes ask of the features of a package, all together; `None` where these decide nothing. Cost: likewise.
pub(super) fn of_features(attributes: &[String]) -> Option<Box<str>> {
    let is_open =
        |condition: &&str| condition.contains("feature") && holds(condition, &|_| None, 0).is_none();
    let open: Vec<&str> = conditions(attributes).filter(is_open).collect();
    let kept: Box<str> = match open.as_slice() {
        [] => return None,
        [only] => (*only).into(),
        all => format!("all({})", all.join(", ")).into(),
    };
    (kept.len() <= MAX_KEPT).then_some(kept)
}

/// Both conditions at once.
pub(super) fn both(first: Option<Box<str>>, second: Option<&str>) -> Option<Box<str>> {
    match (first, second) {
        (Some(first), Some(second)) => {
            Some(format!("all({first}, {second})")).filter(|kept| kept.len() <= MAX_KEPT).map(Box::from)
        }
        (first, second) => first.or_else(|| second.map(Box::from)),
    }
}

/// Whether a condition that was kept does not hold in a package with these features. Cost: a pass over its text.
pub(in crate::index) fn is_ruled_out(condition: &str, features: Features<'_>) -> bool {
    holds(condition, features, 0) == Some(false)
}

/// What stands in the brackets of `#[cfg(…)]`.
fn conditions(attributes: &[String]) -> impl Iterator<Item = &str> {
    attributes.iter().filter_map(|attribute| attribute.strip_prefix("#[cfg(")?.strip_suffix(")]"))
}

/// Whether a condition holds; `None` where that depends on the build, or is not understood.
fn holds(condition: &str, features: Features<'_>, depth: usize) -> Option<bool> {
    if depth > MAX_DEPTH {
        return None;
    }
    let condition = condition.trim();
    let Some((name, inner)) = condition.strip_suffix(')').and_then(|head| head.split_once('(')) else {
        return match condition.split_once('=') {
            Some((key, value)) => value_holds(key.trim(), value.trim().trim_matches('"'), features),
            None => word_holds(condition),
        };
    };
    let mut parts = parts(inner).into_iter().map(|part| holds(part, features, depth + 1));
    match name.trim() {
        "not" => parts.next()?.map(|holds| !holds),
        "all" => decided(parts, false),
        "any" => decided(parts, true),
        _ => None,
    }
}

/// What commas divide, outside of brackets and strings.
fn parts(list: &str) -> Vec<&str> {
    let (mut parts, mut begin, mut open, mut is_quoted) = (Vec::new(), 0, 0usize, false);
    for (at, letter) in list.char_indices() {
        match letter {
            '"' => is_quoted = !is_quoted,
            '(' if !is_quoted => open += 1,
            ')' if !is_quoted => open = open.saturating_sub(1),
            ',' if !is_quoted && open == 0 => {
                parts.extend(list.get(begin..at));
                begin = at + 1;
            }
            _ => {}
        }
    }
    parts.extend(list.get(begin..));
    parts.retain(|part| !part.trim().is_empty());
    parts
}

fn word_holds(word: &str) -> Option<bool> {
    match word {
        "unix" => Some(true),
        "test" | "debug_assertions" | "proc_macro" | "overflow_checks" | "panic" | "std" => None,
        _ if ["has", "have", "rustc", "stable", "support"].iter().any(|begin| word.starts_with(begin)) => {
            None
        }
        _ if word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') => {
            Some(false).filter(|_| !word.is_empty())
        }
        _ => None,
    }
}

fn value_holds(key: &str, value: &str, features: Features<'_>) -> Option<bool> {
    match (key, value) {
        ("feature", "std" | "default") => Some(true),
        ("target_os", os) => Some(os == "linux"),
        ("target_family", family) => Some(family == "unix"),
        ("target_pointer_width", width) => Some(width == "64"),
        ("target_endian", order) => Some(order == "little"),
        ("target_vendor", "apple") | ("target_env", "msvc" | "sgx") => Some(false),
        ("target_arch", "wasm32" | "wasm64") => Some(false),
        ("feature", name) => features(name),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_most_builds_leave_out_is_known() {
        for (attribute, expected) in [
            ("#[cfg(not(feature = \"std\"))]", true),
            ("#[cfg(feature = \"std\")]", false),
            ("#[cfg(not(feature = \"fast\"))]", false),
            ("#[cfg(test_by_hand)]", true),
            ("#[cfg(not(no_pointers))]", false),
            ("#[cfg(has_pointers)]", false),
            ("#[cfg(windows)]", true),
            ("#[cfg(any(windows, target_os = \"macos\"))]", true),
            ("#[cfg(any(windows, feature = \"x\"))]", false),
            ("#[cfg(all(unix, not(target_pointer_width = \"64\")))]", true),
            ("#[cfg(all(feature = \"a,b(\", windows))]", true),
            ("#[cfg(not())]", false),
            ("#[cfg(not(all(unix, feature = …", false),
            ("#[cfg_attr(windows, inline)]", false),
            ("#[inline]", false),
        ] {
            assert_eq!(is_unlikely(&[attribute.to_owned()]), expected, "{attribute}");
        }
    }

    #[test]
    fn what_features_decide_is_kept_for_who_knows_them() {
        let of = |attributes: &[&str]| {
            of_features(&attributes.iter().map(|of| (*of).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(of(&["#[cfg(feature = \"std\")]", "#[cfg(windows)]", "#[inline]"]), None);
        let kept = of(&["#[cfg(not(feature = \"a\"))]", "#[cfg(feature = \"b\")]"]);
        assert_eq!(kept.as_deref(), Some("all(not(feature = \"a\"), feature = \"b\")"));
        let has = |a, b| move |name: &str| if name == "a" { a } else { b };
        let rules_out = |features: Features<'_>| kept.as_deref().is_some_and(|of| is_ruled_out(of, features));
        assert!(rules_out(&has(Some(true), None)));
        assert!(rules_out(&has(None, Some(false))));
        assert!(!rules_out(&has(Some(false), None)));
        assert!(!rules_out(&has(Some(false), Some(true))));
    }

    #[test]
    fn what_is_nested_without_end_is_not_read_without_end() {
        let deep = format!("#[cfg({}windows{})]", "not(".repeat(5000), ")".repeat(5000));
        assert!(!is_unlikely(&[deep]));
    }
}
