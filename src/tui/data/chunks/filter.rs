//! The filter of chunks: texts that stand in them, and `kind:fn name:add* path:src/**`.

use globset::GlobMatcher;

use crate::model::Language;
use crate::source::cut;
use crate::store::words::ChunkKey;
use crate::tui::data::terms::{Sign, Term, glob, holds, terms};
use crate::tui::widgets::code::hits_in;

/// The fields that a filter can name.
const FIELDS: &str = "kind, name, path, lang";
/// Bytes of a line that are shown before what is found in it.
const BEFORE: usize = 12;
/// Longest part of a line that is shown of a chunk, in bytes.
const LONGEST_LINE: usize = 400;

/// What chunks are to be; all of it.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Texts that are to be in them, and such as are not.
    texts: Vec<(bool, String)>,
    conditions: Vec<(bool, Condition)>,
}

#[derive(Debug, Clone)]
enum Condition {
    Kind(String),
    Name(GlobMatcher),
    /// A path, below the top unless it is absolute.
    Path(GlobMatcher, String),
    Language(Language),
}

impl Filter {
    /// Reads a filter. Paths are below `top` (empty, or ending in `/`).
    ///
    /// # Errors
    /// One line that says which term is wrong and what it might be.
    pub fn parse(text: &str, top: &str) -> Result<Filter, String> {
        let mut filter = Filter::default();
        for term in terms(text) {
            match term.field {
                None => filter.texts.push((term.negated, term.value.to_owned())),
                Some((field, sign)) => {
                    filter.conditions.push((term.negated, condition(&term, field, sign, top)?));
                }
            }
        }
        filter.texts.retain(|(_, text)| !text.is_empty());
        Ok(filter)
    }

    /// Whether every chunk passes.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty() && self.conditions.is_empty()
    }

    /// The texts that are searched for: all of them are in what passes.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().filter(|(negated, _)| !negated).map(|(_, text)| text.as_str())
    }

    /// The kind that chunks must have, where one is asked for.
    pub fn kind(&self) -> Option<&str> {
        self.conditions.iter().find_map(|(negated, condition)| match condition {
            Condition::Kind(kind) if !negated => Some(kind.as_str()),
            _ => None,
        })
    }

    /// Whether a chunk's name, kind and path pass.
    pub fn passes(&self, key: &ChunkKey) -> bool {
        self.conditions.iter().all(|(negated, condition)| condition.holds(key) != *negated)
    }

    /// Whether a text must be looked at.
    pub fn looks_at_text(&self) -> bool {
        !self.texts.is_empty()
    }

    /// The first line of a text that holds what is searched for (its first one, where that stands in no single line);
    /// `None` where the text does not pass.
    pub fn line_in(&self, text: &str) -> Option<String> {
        if !self.texts.iter().all(|(negated, wanted)| holds(text, wanted) != *negated) {
            return None;
        }
        let is_hit = |line: &&str| self.texts().any(|wanted| holds(line, wanted));
        let line = text.lines().find(is_hit).or_else(|| text.lines().next()).unwrap_or_default().trim();
        let hit = self.texts().find_map(|wanted| hits_in(line, wanted).next()).map_or(0, |hit| hit.start);
        let Some(before) = hit.checked_sub(BEFORE).filter(|before| *before > 0) else {
            return Some(cut(line, LONGEST_LINE).to_owned());
        };
        let from = line.get(line.ceil_char_boundary(before)..).unwrap_or(line);
        Some(format!("\u{2026}{}", cut(from, LONGEST_LINE)))
    }
}

impl Condition {
    fn holds(&self, key: &ChunkKey) -> bool {
        match self {
            Condition::Kind(kind) => key.kind == *kind,
            Condition::Name(glob) => glob.is_match(&key.name) || glob.is_match(&key.qualified),
            Condition::Path(glob, top) => glob.is_match(key.path.strip_prefix(top).unwrap_or(&key.path)),
            Condition::Language(language) => Language::of_path(&key.path).label() == language.label(),
        }
    }
}

fn condition(term: &Term<'_>, field: &str, sign: Sign, top: &str) -> Result<Condition, String> {
    let field = field.to_ascii_lowercase();
    let is_known = matches!(field.as_str(), "kind" | "name" | "path" | "file" | "lang" | "language");
    if !is_known {
        return Err(format!("{}: there is no {field}, but {FIELDS}; in quotes it is a text", term.text));
    }
    if !matches!(sign, Sign::Is | Sign::Equal) {
        return Err(format!("{}: {field} is asked for by `{field}:\u{2026}`", term.text));
    }
    match field.as_str() {
        "kind" if term.value.is_empty() => Err(format!("{}: which kind? fn, struct, \u{2026}", term.text)),
        "kind" => Ok(Condition::Kind(term.value.to_owned())),
        "name" => glob(term, false).map(Condition::Name),
        "lang" | "language" => {
            let known = || format!("{}: the languages are {}", term.text, Language::labels().join(", "));
            Language::of_label(term.value).map(Condition::Language).ok_or_else(known)
        }
        _ => {
            let top = if term.value.starts_with('/') { "" } else { top };
            Ok(Condition::Path(glob(term, true)?, top.to_owned()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(text: &str) -> Filter {
        Filter::parse(text, "").unwrap()
    }

    #[test]
    fn texts_are_looked_for_as_they_are() {
        let texts = |text| filter(text).texts().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(texts("\"fn add(\" spin_lo -old kind:fn"), ["fn add(", "spin_lo"]);
        let both = filter("spin_lock -unlock");
        assert_eq!(both.line_in("a\n  spin_lock(x);\nb"), Some("spin_lock(x);".to_owned()));
        let far = format!("{}spin_lock", "x ".repeat(40));
        assert_eq!(both.line_in(&far), Some(format!("\u{2026}{}spin_lock", "x ".repeat(6))));
        assert_eq!(both.line_in("spin + lock"), None);
        assert_eq!(both.line_in("spin_lock unlock"), None);
        assert_eq!(filter("Lock").line_in("lock"), None, "a capital makes case matter");
    }

    #[test]
    fn names_kinds_and_paths_are_conditions() {
        let key = ChunkKey {
            id: 1,
            path: "src/a.rs".to_owned(),
            byte_start: 0,
            byte_end: 9,
            name: "add_edge".to_owned(),
            qualified: "Graph::add_edge".to_owned(),
            kind: "fn".to_owned(),
        };
        for text in ["", "kind:fn name:add* path:src lang:rust", "name:Graph::*", "-path:tests", "any words"]
        {
            assert!(filter(text).passes(&key), "{text}");
        }
        for text in ["kind:struct", "name:add", "path:tests/**", "-lang:rust"] {
            assert!(!filter(text).passes(&key), "{text}");
        }
        assert_eq!(filter("kind:fn").kind(), Some("fn"));
        for (text, words) in
            [("size>3", "there is no size"), ("kind>fn", "`kind:"), ("lang:x", "languages are")]
        {
            let error = Filter::parse(text, "").unwrap_err();
            assert!(error.starts_with(text) && error.contains(words), "{error}");
        }
    }
}
