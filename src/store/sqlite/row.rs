//! Values of a row, read leniently: SQLite columns hold whatever was put there.

use std::borrow::Cow;

use rusqlite::Row;
use rusqlite::types::ValueRef;

fn value<'r>(row: &'r Row<'_>, column: usize) -> ValueRef<'r> {
    row.get_ref(column).unwrap_or(ValueRef::Null)
}

/// The bytes of a text or blob; none for anything else.
pub(super) fn bytes<'r>(row: &'r Row<'_>, column: usize) -> Option<&'r [u8]> {
    match value(row, column) {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Some(bytes),
        _ => None,
    }
}

/// Longest text that is only shown or compared, in bytes: any path is shorter, and any name worth
/// reading.
pub(super) const MAX_TEXT: usize = 64 << 10;

/// A text, cut at [`MAX_TEXT`]; bytes that are not UTF-8 become U+FFFD, a number its digits.
pub(super) fn optional_text(row: &Row<'_>, column: usize) -> Option<String> {
    text_up_to(row, column, MAX_TEXT)
}

/// As [`optional_text`], cut at `most` bytes.
pub(super) fn text_up_to(row: &Row<'_>, column: usize, most: usize) -> Option<String> {
    match value(row, column) {
        ValueRef::Null => None,
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Some(lossy(bytes, most).into_owned()),
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Real(number) => Some(number.to_string()),
    }
}

/// As [`optional_text`], empty for NULL.
pub(super) fn text(row: &Row<'_>, column: usize) -> String {
    optional_text(row, column).unwrap_or_default()
}

/// As [`text`], however long: for source text and JSON, of which a part is worth nothing.
pub(super) fn whole_text(row: &Row<'_>, column: usize) -> String {
    text_up_to(row, column, usize::MAX).unwrap_or_default()
}

/// Bytes as a text of at most `most` bytes; `…` stands for what is cut off.
pub(super) fn lossy(bytes: &[u8], most: usize) -> Cow<'_, str> {
    if bytes.len() <= most {
        return String::from_utf8_lossy(bytes);
    }
    // Not within a character: its later bytes are `10xx_xxxx`.
    let ends = |at: &usize| bytes.get(*at).is_some_and(|byte| byte & 0xC0 != 0x80);
    let end = (most.saturating_sub(3)..=most).rev().find(ends).unwrap_or(most);
    Cow::Owned(String::from_utf8_lossy(bytes.get(..end).unwrap_or_default()).into_owned() + "…")
}

/// A whole number, also where it stands as a text or a real.
pub(super) fn optional_int(row: &Row<'_>, column: usize) -> Option<i64> {
    match value(row, column) {
        ValueRef::Integer(number) => Some(number),
        #[expect(clippy::cast_possible_truncation, reason = "`as` saturates, which is what we want")]
        ValueRef::Real(number) => Some(number as i64),
        ValueRef::Text(bytes) => std::str::from_utf8(bytes).ok()?.trim().parse().ok(),
        ValueRef::Null | ValueRef::Blob(_) => None,
    }
}

/// As [`optional_int`], 0 where there is none.
pub(super) fn int(row: &Row<'_>, column: usize) -> i64 {
    optional_int(row, column).unwrap_or_default()
}

/// A number that counts: a negative one is 0.
pub(super) fn unsigned(row: &Row<'_>, column: usize) -> u64 {
    u64::try_from(int(row, column)).unwrap_or_default()
}

/// A real; 0 where there is none.
pub(super) fn real(row: &Row<'_>, column: usize) -> f64 {
    match value(row, column) {
        ValueRef::Real(number) => number,
        #[expect(clippy::cast_precision_loss, reason = "a measure, not a key")]
        ValueRef::Integer(number) => number as f64,
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_characters() {
        assert_eq!(lossy("aéz".as_bytes(), 4), "aéz");
        assert_eq!(lossy("aéz".as_bytes(), 3), "aé…");
        assert_eq!(lossy("aéz".as_bytes(), 2), "a…");
        assert_eq!(
            lossy(b"\x80\x80\x80\x80\x80\x80", 5),
            "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}…",
            "no character at all"
        );
    }
}
