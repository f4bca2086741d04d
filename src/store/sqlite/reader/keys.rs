//! Where a list goes on after a text that was shown.
//!
//! A text is shown cut, and with U+FFFD for what is not UTF-8 (see [`super::super::row`]), so it may not
//! be the key that stands in the file. Then the key is looked up in its row, where that is known, or among those that
//! are shown like it: the one that comes last in the list's order, so that pages always come to an end. Of rows that
//! nobody can tell apart, and what lies between them, a list may lack some; measures of files stand on one page for that.

use std::borrow::Cow;

use rusqlite::types::Value;

use super::super::row::{MAX_TEXT, bytes, lossy};
use super::SqliteReader;
use crate::store::Result;

/// A text in the order of its bytes.
pub(super) struct Key<'a> {
    /// What is known of it.
    bytes: Cow<'a, [u8]>,
    /// Whether that is all of it.
    pub(super) exact: bool,
}

/// Where a text stands.
#[derive(Clone, Copy)]
pub(super) struct Column<'a> {
    /// The table.
    pub(super) table: &'static str,
    /// The condition on its rows.
    pub(super) rows: &'a str,
    /// The column.
    pub(super) name: &'a str,
    /// Whether the list runs backwards.
    pub(super) is_descending: bool,
}

impl<'a> Key<'a> {
    /// The text as it stands in `column`; in the row of which a column has a number, where that is known.
    pub(super) fn find(
        reader: &SqliteReader<'_>,
        column: Column<'_>,
        text: &'a str,
        row: Option<(&str, i64)>,
    ) -> Result<Key<'a>> {
        let Column { table, rows, name, is_descending } = column;
        let mark = match text.find('\u{FFFD}') {
            None if text.len() >= MAX_TEXT && text.ends_with('…') => text.len() - '…'.len_utf8(),
            None => return Ok(Key { bytes: text.as_bytes().into(), exact: true }),
            Some(mark) => mark,
        };
        let mut found = None;
        let take = |row: &rusqlite::Row<'_>| {
            let key = bytes(row, 0).filter(|key| lossy(key, MAX_TEXT) == text);
            key.map(<[u8]>::to_vec)
        };
        if let Some((id, number)) = row {
            let sql = format!("SELECT {name} FROM {table} WHERE {rows} AND {id} = ?1");
            reader.each(table, &sql, [number], |row| {
                found = take(row);
                found.is_none()
            })?;
        }
        let begin = text.get(..mark).unwrap_or_default().as_bytes();
        if found.is_none() && mark < MAX_TEXT / 2 {
            // What is shown as the mark is no character of ASCII.
            let sql = format!(
                "SELECT {name} FROM {table}
                 WHERE {rows} AND {name} COLLATE BINARY >= CAST(?1 AS TEXT) AND {name} COLLATE BINARY < {}
                 ORDER BY {name} COLLATE BINARY {}",
                if begin.is_empty() { "?2" } else { "CAST(?2 AS TEXT)" },
                if is_descending { "ASC" } else { "DESC" }
            );
            let (from, to) = ([begin, &[0x80]].concat(), above(begin.to_vec()).unwrap_or_default());
            reader.each(table, &sql, (from, to), |row| {
                found = take(row);
                found.is_none()
            })?;
        }
        Ok(match found {
            Some(key) => Key { bytes: key.into(), exact: true },
            None => Key { bytes: begin.into(), exact: false },
        })
    }

    /// Whether it begins so.
    pub(super) fn begins_with(&self, prefix: &str) -> bool {
        self.bytes.starts_with(prefix.as_bytes())
    }

    /// The least text behind it, to be cast to one; `None` where there can be none.
    pub(super) fn behind(&self) -> Option<Value> {
        let mut bytes = self.bytes.to_vec();
        if self.exact {
            bytes.push(0);
            return Some(Value::Blob(bytes));
        }
        above(bytes).map(Value::Blob)
    }

    /// The text before which all others stand that are before it.
    pub(super) fn before(&self) -> Value {
        Value::Blob(self.bytes.to_vec())
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
        let key = Key { bytes: b"a".into(), exact: true };
        assert_eq!(key.behind(), Some(Value::Blob(b"a\0".to_vec())));
        let cut = Key { bytes: b"a".into(), exact: false };
        assert_eq!(
            (cut.behind(), cut.before()),
            (Some(Value::Blob(b"b".to_vec())), Value::Blob(b"a".to_vec()))
        );
    }
}
