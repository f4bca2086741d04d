//! Texts as the index knows them: by the three letters at each of their places.

use std::collections::HashSet;

use super::Words;
use crate::store::Result;

/// Letters of a gram.
const LETTERS: usize = 3;
/// Grams of a text that are looked up: more make no difference.
const MOST_GRAMS: usize = 24;
/// Grams with which a text of fewer letters may begin. One that begins more is in so many chunks that some are found
/// at once wherever one begins to look.
const MOST_BEGUN: usize = 500;

/// How chunks are found that have some texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Lookup {
    /// The index does not help: all of them are looked at.
    All,
    /// By this expression of FTS5.
    Matching(String),
    /// None has them.
    None,
}

impl Words {
    /// How chunks are found that have all of some texts, whatever the case. What is found has all that these are made
    /// of, which may be apart: the text itself is to be looked at. Cost: of a short text a look at the grams that begin
    /// with it.
    pub(super) fn lookup(&self, texts: &[String]) -> Result<Lookup> {
        let mut parts = Vec::new();
        for text in texts {
            let grams = grams(text);
            if !grams.is_empty() {
                parts.push(grams.join(" AND "));
            } else if !text.is_empty() && !text.contains('\0') {
                let begun = self.begun_with(&text.to_lowercase())?;
                if begun.is_empty() {
                    return Ok(Lookup::None);
                }
                if begun.len() <= MOST_BEGUN {
                    parts.push(format!("({})", begun.join(" OR ")));
                }
            }
        }
        Ok(if parts.is_empty() { Lookup::All } else { Lookup::Matching(parts.join(" AND ")) })
    }

    /// The grams that begin with a text, quoted; one more than [`MOST_BEGUN`] where there are more.
    fn begun_with(&self, text: &str) -> Result<Vec<String>> {
        let read = || -> rusqlite::Result<Vec<String>> {
            let sql = "SELECT term FROM grams WHERE term >= ?1 AND term < ?2 LIMIT ?3";
            let mut statement = self.connection.prepare_cached(sql)?;
            let behind = format!("{text}{}", char::MAX);
            let most = i64::try_from(MOST_BEGUN).unwrap_or(i64::MAX) + 1;
            let terms = statement.query_map((text, behind, most), |row| row.get::<_, String>(0))?;
            terms.map(|term| term.map(|term| quoted(&term))).collect()
        };
        read().map_err(|error| self.failed("searching", &error))
    }
}

/// The grams of a text, quoted, each once; none of one that is too short.
fn grams(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let mut known = HashSet::new();
    let grams = letters.windows(LETTERS).filter(|gram| !gram.contains(&'\0'));
    grams
        .filter(|gram| known.insert(*gram))
        .take(MOST_GRAMS)
        .map(|gram| quoted(&String::from_iter(gram)))
        .collect()
}

fn quoted(gram: &str) -> String {
    format!("\"{}\"", gram.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_at_each_of_its_places() {
        assert_eq!(grams("fn a(\""), ["\"fn \"", "\"n a\"", "\" a(\"", "\"a(\"\"\""]);
        assert_eq!(grams("aaaaab"), ["\"aaa\"", "\"aab\""]);
        assert_eq!(grams("\u{60d1}\u{661f}\u{7cfb}"), ["\"\u{60d1}\u{661f}\u{7cfb}\""]);
        assert_eq!(grams("ab"), Vec::<String>::new());
        assert_eq!(grams(&"abcdefghij".repeat(40)).len(), 10);
    }
}
