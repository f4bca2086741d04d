//! The words of a filter that is typed: `complexity>20 -lang:rust "some text"`.

use globset::{GlobBuilder, GlobMatcher};

/// What stands for other characters in a pattern.
pub const WILDCARDS: [char; 4] = ['*', '?', '[', '{'];

/// What stands between a field and its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Sign {
    /// `:`
    Is,
    Equal,
    Unequal,
    Above,
    AtLeast,
    Below,
    AtMost,
}

impl Sign {
    /// Two characters come before one of which they begin with.
    const ALL: [(&'static str, Sign); 7] = [
        (">=", Sign::AtLeast),
        ("<=", Sign::AtMost),
        ("!=", Sign::Unequal),
        (">", Sign::Above),
        ("<", Sign::Below),
        ("=", Sign::Equal),
        (":", Sign::Is),
    ];

    /// Whether a number stands in this relation to another one.
    pub fn holds(self, number: f64, other: f64) -> bool {
        match self {
            Sign::Is | Sign::Equal => number == other,
            Sign::Unequal => number != other,
            Sign::Above => number > other,
            Sign::AtLeast => number >= other,
            Sign::Below => number < other,
            Sign::AtMost => number <= other,
        }
    }
}

/// A term: a text by itself, or what a field is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term<'a> {
    /// As it was typed.
    pub text: &'a str,
    /// Whether what it says is not to hold.
    pub negated: bool,
    /// The field and its sign; `None` for a text.
    pub field: Option<(&'a str, Sign)>,
    /// What the field is to be, or the text.
    pub value: &'a str,
}

/// The terms of a filter, apart by blanks. A `"` holds blanks and signs together up to the next one.
pub fn terms(filter: &str) -> Vec<Term<'_>> {
    let mut terms = Vec::new();
    let mut rest = filter.trim_start();
    while !rest.is_empty() {
        let (text, left) = rest.split_at_checked(end_of_term(rest)).unwrap_or((rest, ""));
        terms.push(term(text));
        rest = left.trim_start();
    }
    terms
}

/// Bytes of the first term.
fn end_of_term(text: &str) -> usize {
    let mut quoted = false;
    let end = text.find(|c: char| {
        quoted ^= c == '"';
        !quoted && c.is_whitespace()
    });
    end.unwrap_or(text.len())
}

fn term(text: &str) -> Term<'_> {
    let (negated, said) = match text.strip_prefix('-') {
        Some(said) if !said.is_empty() => (true, said),
        _ => (false, text),
    };
    let name = said.find(|c: char| !(c.is_ascii_alphabetic() || c == '-' || c == '_')).unwrap_or(said.len());
    let (name, after) = said.split_at_checked(name).unwrap_or((said, ""));
    let sign = Sign::ALL.iter().find_map(|(sign, is)| Some((*is, after.strip_prefix(sign)?)));
    match sign {
        // `std::io` is a name.
        Some((sign, value)) if !name.is_empty() && !value.starts_with(':') => {
            Term { text, negated, field: Some((name, sign)), value: unquoted(value) }
        }
        _ => Term { text, negated, field: None, value: unquoted(said) },
    }
}

fn unquoted(text: &str) -> &str {
    text.strip_prefix('"').map_or(text, |text| text.strip_suffix('"').unwrap_or(text))
}

/// Whether `text` holds `wanted`, in letters of any case unless `wanted` has a capital.
pub fn holds(text: &str, wanted: &str) -> bool {
    if wanted.chars().any(char::is_uppercase) || text.contains(wanted) {
        return text.contains(wanted);
    }
    text.chars().any(char::is_uppercase) && text.to_lowercase().contains(wanted)
}

/// A term's pattern; one without a wildcard is the beginning of a path, or the whole of a name.
///
/// # Errors
/// One line that says what is wrong with it.
pub fn glob(term: &Term<'_>, is_path: bool) -> Result<GlobMatcher, String> {
    let value = term.value;
    let plain = !value.contains(WILDCARDS);
    let below = if is_path && plain { "**" } else { "" };
    let built = GlobBuilder::new(&format!("{value}{below}")).literal_separator(is_path && !plain).build();
    built.map(|glob| glob.compile_matcher()).map_err(|error| format!("{}: {}", term.text, error.kind()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_read_as_it_is_typed() {
        let read = |filter| {
            terms(filter)
                .into_iter()
                .map(|term| (term.negated, term.field, term.value.to_owned()))
                .collect::<Vec<_>>()
        };
        let own = |negated, field, value: &str| (negated, field, value.to_owned());
        assert_eq!(
            read("complexity>=20  -lang:rust path:\"src/a b/**\""),
            [
                own(false, Some(("complexity", Sign::AtLeast)), "20"),
                own(true, Some(("lang", Sign::Is)), "rust"),
                own(false, Some(("path", Sign::Is)), "src/a b/**"),
            ]
        );
        assert_eq!(
            read("std::io \"a:b\" - fan-in!=0 \"open"),
            [
                own(false, None, "std::io"),
                own(false, None, "a:b"),
                own(false, None, "-"),
                own(false, Some(("fan-in", Sign::Unequal)), "0"),
                own(false, None, "open"),
            ]
        );
        assert!(read("  ").is_empty());
        assert_eq!(read("\u{6f22}>\u{5b57}"), [own(false, None, "\u{6f22}>\u{5b57}")]);
    }

    #[test]
    fn a_capital_makes_case_matter() {
        assert!(holds("GraphMap", "map") && holds("GraphMap", "Map") && !holds("graphmap", "Map"));
    }
}
