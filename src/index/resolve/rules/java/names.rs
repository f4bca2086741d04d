//! How types of Java's own become each other.

use super::library::extends;
use crate::index::resolve::infer::Fit;

/// Numbers, from narrow to wide.
const NUMBERS: [&str; 6] = ["byte", "short", "int", "long", "float", "double"];

/// Whether a value of one of the language's own types is widened to another without being asked.
pub(in crate::index::resolve) fn widens(from: &str, to: &str) -> bool {
    let rank = |name: &str| match name {
        // As wide as a short, and no short.
        "char" => Some(1),
        name => NUMBERS.iter().position(|number| *number == name),
    };
    matches!((rank(from), rank(to)), (Some(from), Some(to)) if from < to) && to != "char"
}

/// What a value of the language's own types is wrapped in.
fn wrapper(name: &str) -> Option<&'static str> {
    Some(match name {
        "boolean" => "Boolean",
        "byte" => "Byte",
        "char" => "Character",
        "short" => "Short",
        "int" => "Integer",
        "long" => "Long",
        "float" => "Float",
        "double" => "Double",
        _ => return None,
    })
}

/// Whether values of a type are no objects.
pub(in crate::index::resolve) fn is_primitive(name: &str) -> bool {
    wrapper(name).is_some()
}

/// Whether nothing extends a type.
pub(in crate::index::resolve) fn is_final(name: &str) -> bool {
    let wrapped = ["Boolean", "Byte", "Character", "Short", "Integer", "Long", "Float", "Double"];
    is_primitive(name) || matches!(name, "String" | "Class" | "Optional") || wrapped.contains(&name)
}

/// Whether a type is of what can be thrown, by its name.
fn is_thrown(name: &str) -> bool {
    name.ends_with("Exception") || name.ends_with("Error") || name == "Throwable"
}

/// Whether a type from outside extends another such; `None` where that is not known.
pub(in crate::index::resolve) fn is_base(of: &str, base: &str) -> Option<bool> {
    match extends(of, base) {
        None if base == "Object" => Some(true),
        None if is_thrown(base) && !is_thrown(of) => Some(false),
        None if base == "Throwable" && is_thrown(of) => Some(true),
        known => known,
    }
}

/// How a type that is not the project's fits another such.
pub(in crate::index::resolve) fn fit_of_names(of: &str, wanted: &str) -> Option<Fit> {
    if of == wanted {
        return Some(Fit::Exact);
    }
    if widens(of, wanted) {
        return Some(Fit::Base);
    }
    match (wrapper(of), wrapper(wanted)) {
        (Some(_), Some(_)) => None,
        (Some(boxed), None) => is_base(boxed, wanted).unwrap_or(false).then_some(Fit::Maybe),
        (None, Some(boxed)) => (of == boxed || unboxes(of, wanted) || of.is_empty()).then_some(Fit::Maybe),
        (None, None) if of == "null" => Some(Fit::Base),
        (None, None) => match is_base(of, wanted) {
            Some(true) => Some(Fit::Base),
            Some(false) => None,
            None => (of != "Object" && !is_final(of) && !is_final(wanted)).then_some(Fit::Maybe),
        },
    }
}

/// Whether what a type wraps is widened to a number.
fn unboxes(of: &str, wanted: &str) -> bool {
    let all = NUMBERS.iter().chain(&["char", "boolean"]);
    all.copied().any(|own| wrapper(own) == Some(of) && widens(own, wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_languages_own_types_fit_as_it_says() {
        assert_eq!(fit_of_names("int", "int"), Some(Fit::Exact));
        assert_eq!(fit_of_names("char", "int"), Some(Fit::Base));
        assert_eq!(fit_of_names("int", "char"), None);
        assert_eq!(fit_of_names("short", "char"), None);
        assert_eq!(fit_of_names("int", "Integer"), Some(Fit::Maybe));
        assert_eq!(fit_of_names("Integer", "long"), Some(Fit::Maybe));
        assert_eq!(fit_of_names("int", "Object"), Some(Fit::Maybe));
        assert_eq!(fit_of_names("int", "String"), None);
        assert_eq!(fit_of_names("String", "Object"), Some(Fit::Base));
        assert_eq!(fit_of_names("String", "CharSequence"), Some(Fit::Base));
        assert_eq!(fit_of_names("String", "List"), None);
        assert_eq!(fit_of_names("ArrayList", "List"), Some(Fit::Base));
        assert_eq!(fit_of_names("List", "ArrayList"), None);
        assert_eq!(fit_of_names("Object", "Throwable"), None);
        assert_eq!(fit_of_names("Object", "Mine"), None);
        assert_eq!(fit_of_names("MyException", "Throwable"), Some(Fit::Base));
        assert_eq!(fit_of_names("Mine", "Throwable"), None);
        assert_eq!(fit_of_names("Mine", "Yours"), Some(Fit::Maybe));
        assert_eq!(fit_of_names("null", "Mine"), Some(Fit::Base));
        assert_eq!(fit_of_names("null", "int"), None);
        assert_eq!(fit_of_names("Reader", "String"), None);
    }
}
