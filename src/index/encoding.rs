//! Facts as bytes, to be stored beside the records that were resolved from them.

use super::{FileFacts, limits};

/// Raised whenever facts, or the control flow and syntax trees that are kept beside them, mean something
/// else than before: files with older ones are parsed again.
const VERSION: u8 = 4;

/// Facts as bytes.
pub(crate) fn encode(facts: &FileFacts) -> Vec<u8> {
    let bytes = postcard::to_extend(facts, vec![VERSION]);
    debug_assert!(bytes.is_ok(), "facts are plain data");
    bytes.unwrap_or_default()
}

/// Facts from bytes; `None` where they are damaged or of another version of this program.
pub(crate) fn decode(path: &str, bytes: &[u8]) -> Option<FileFacts> {
    let (&version, bytes) = bytes.split_first()?;
    let mut facts: FileFacts = (version == VERSION).then(|| postcard::from_bytes(bytes).ok()).flatten()?;
    limits::tame(path, &mut facts);
    Some(facts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::extract::extract;
    use crate::model::Language;

    #[test]
    fn facts_come_back() {
        let facts = extract("a.rs", b"fn a() { b() }", Language::Rust);
        let bytes = encode(&facts);
        assert_eq!(decode("a.rs", &bytes), Some(facts));
        assert_eq!(decode("a.rs", &bytes[..bytes.len() - 1]), None);
        assert_eq!(decode("a.rs", &[]), None);
        let mut other = bytes;
        other[0] = VERSION + 1;
        assert_eq!(decode("a.rs", &other), None);
    }
}
