//! Facts as bytes, to be stored beside the records that were resolved from them.

use super::scip::Word;
use super::{FileFacts, limits};

/// Raised whenever facts, or the control flow and syntax trees that are kept beside them, mean something
/// else than before: files with older ones are parsed again.
const VERSION: u8 = 5;

/// Facts as bytes, and behind them what a compiler says of the file, without which the facts stand alone.
pub(crate) fn encode(facts: &FileFacts, word: Option<&Word>) -> Vec<u8> {
    let bytes = match word {
        None => postcard::to_extend(facts, vec![VERSION]),
        Some(word) => {
            let mut alone = facts.clone();
            word.shorten(&mut alone);
            postcard::to_extend(&alone, vec![VERSION]).and_then(|bytes| postcard::to_extend(word, bytes))
        }
    };
    debug_assert!(bytes.is_ok(), "facts are plain data");
    bytes.unwrap_or_default()
}

/// Facts from bytes, and what a compiler says of the file; `None` where they are damaged or of another version of this
/// program.
pub(crate) fn decode(path: &str, bytes: &[u8]) -> Option<(FileFacts, Option<Box<Word>>)> {
    let (&version, bytes) = bytes.split_first()?;
    let decoded = (version == VERSION).then(|| postcard::take_from_bytes(bytes).ok()).flatten()?;
    let (mut facts, rest): (FileFacts, &[u8]) = decoded;
    limits::tame(path, &mut facts);
    let word = if rest.is_empty() { None } else { Some(postcard::from_bytes(rest).ok()?) };
    Some((facts, word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::extract::extract;
    use crate::model::Language;

    #[test]
    fn facts_come_back() {
        let facts = extract("a.rs", b"fn a() { b() }", Language::Rust);
        let bytes = encode(&facts, None);
        assert_eq!(decode("a.rs", &bytes), Some((facts.clone(), None)));
        let word = Word::default();
        let with_word = encode(&facts, Some(&word));
        assert_eq!(decode("a.rs", &with_word), Some((facts, Some(Box::new(word)))));
        assert_eq!(decode("a.rs", &with_word[..with_word.len() - 1]), None);
        assert_eq!(decode("a.rs", &bytes[..bytes.len() - 1]), None);
        assert_eq!(decode("a.rs", &[]), None);
        let mut other = bytes;
        other[0] = VERSION + 1;
        assert_eq!(decode("a.rs", &other), None);
    }
}
