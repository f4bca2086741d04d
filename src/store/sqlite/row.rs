//! Values of a row, read leniently: SQLite columns hold whatever was put there.

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

/// A text; bytes that are not UTF-8 become U+FFFD, a number its digits.
pub(super) fn optional_text(row: &Row<'_>, column: usize) -> Option<String> {
    match value(row, column) {
        ValueRef::Null => None,
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Real(number) => Some(number.to_string()),
    }
}

/// As [`optional_text`], empty for NULL.
pub(super) fn text(row: &Row<'_>, column: usize) -> String {
    optional_text(row, column).unwrap_or_default()
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
