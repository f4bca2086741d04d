//! Where a list goes on after a text that was shown.
//!
//! A text is shown cut, and with U+FFFD for what is not UTF-8 (see [`super::super::row`]), so it may not
//! be the key that stands in the file. Then the list goes on behind everything that begins like it: a
//! page may lack rows that nobody can tell apart, but pages always come to an end.

use rusqlite::types::Value;

use super::super::row::MAX_TEXT;
use super::SqliteReader;
use crate::store::Result;

/// A text in the order of its bytes.
pub(super) struct Key<'a> {
    /// What is known of it.
    text: &'a str,
    /// Whether that is all of it.
    pub(super) exact: bool,
}

impl<'a> Key<'a> {
    /// The text as it stands in `column`, as far as can be told.
    pub(super) fn find(
        reader: &SqliteReader<'_>,
        table: &'static str,
        column: &str,
        text: &'a str,
    ) -> Result<Key<'a>> {
        let mark = match text.find('\u{FFFD}') {
            None if text.len() >= MAX_TEXT && text.ends_with('…') => text.len() - '…'.len_utf8(),
            None => return Ok(Key { text, exact: true }),
            Some(mark) => mark,
        };
        let sql = format!("SELECT 1 FROM {table} WHERE {column} COLLATE BINARY = ?1 LIMIT 1");
        if reader.first(table, &sql, [text], |_| ())?.is_some() {
            return Ok(Key { text, exact: true });
        }
        Ok(Key { text: text.get(..mark).unwrap_or_default(), exact: false })
    }

    /// The least text behind it, to be cast to one; `None` where there can be none.
    pub(super) fn behind(&self) -> Option<Value> {
        let mut bytes = self.text.as_bytes().to_vec();
        if self.exact {
            bytes.push(0);
            return Some(Value::Blob(bytes));
        }
        above(bytes).map(Value::Blob)
    }

    /// The text before which all others stand that are before it.
    pub(super) fn before(&self) -> Value {
        Value::Blob(self.text.as_bytes().to_vec())
    }
}

/// The least text that is above all those that begin with `prefix`; `None` where all others do.
pub(super) fn above(mut prefix: Vec<u8>) -> Option<Vec<u8>> {
    while let Some(last) = prefix.pop() {
        if let Some(next) = last.checked_add(1) {
            prefix.push(next);
            return Some(prefix);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn above_a_prefix_is_nothing_that_begins_with_it() {
        assert_eq!(above(b"ab".to_vec()), Some(b"ac".to_vec()));
        assert_eq!(above(b"a\xFF\xFF".to_vec()), Some(b"b".to_vec()));
        assert_eq!(above(b"\xFF".to_vec()), None);
        assert_eq!(above(Vec::new()), None);
    }

    #[test]
    fn behind_a_text_comes_the_next_one() {
        let key = Key { text: "a", exact: true };
        assert_eq!(key.behind(), Some(Value::Blob(b"a\0".to_vec())));
        let cut = Key { text: "a", exact: false };
        assert_eq!(
            (cut.behind(), cut.before()),
            (Some(Value::Blob(b"b".to_vec())), Value::Blob(b"a".to_vec()))
        );
    }
}
