//! Long texts in pieces.
//!
//! Facts and the syntax tree of a file of 16 MiB are as long again each, and each hand that an entry goes through on its
//! way into a table has a copy of it. So a text that is longer than [`PIECE`] stands in pieces, under its key and their
//! numbers; under the key alone stands [`MARK`] and how many there are. So does one that begins with that mark, which only facts
//! do that another program wrote.

use super::keys::{ID, Key};
use super::layout::text;
use crate::store::codec::Undecodable;

/// Bytes of a piece.
const PIECE: usize = 1 << 20;

/// What a value begins with that says how many pieces there are.
const MARK: u8 = 0xFF;

/// Takes an entry: its key and its value.
pub(super) type Each<'e, E> = &'e mut dyn FnMut(&[u8], &[u8]) -> Result<(), E>;

/// Reads the value of a key.
type Get<'g, V, E> = &'g dyn Fn(&[u8]) -> Result<Option<V>, E>;

/// Whether the key, one of `texts`, is of a text that may stand in pieces: not one of which a file has many.
fn may_be_long(key: &[u8]) -> bool {
    matches!(key.get(ID), Some(&(text::FACTS | text::AST)))
}

/// Whether the key is that of a piece.
pub(super) fn is_piece(key: &[u8]) -> bool {
    may_be_long(key) && key.len() > ID + 1
}

/// Gives `each` the entries that a text is kept in.
///
/// # Errors
/// Those of `each`.
pub(super) fn put<E>(key: &Key, text: &[u8], each: Each<'_, E>) -> Result<(), E> {
    let is_short = text.len() <= PIECE && text.first() != Some(&MARK);
    if is_short || !may_be_long(key.bytes()) {
        return each(key.bytes(), text);
    }
    let pieces = text.chunks(PIECE);
    let mut head = vec![MARK];
    head.extend_from_slice(&(pieces.len() as u64).to_be_bytes());
    each(key.bytes(), &head)?;
    (0..).zip(pieces).try_for_each(|(number, piece)| each(of_piece(key.clone(), number).bytes(), piece))
}

/// The key of a piece.
fn of_piece(key: Key, number: u64) -> Key {
    key.size(number)
}

/// How many pieces a text is kept in; `None` where the value is all of it.
pub(super) fn pieces(key: &[u8], value: &[u8]) -> Result<Option<u64>, Undecodable> {
    match value {
        [MARK, count @ ..] if may_be_long(key) => {
            let count = count.try_into().map_err(|_| Undecodable::Damaged)?;
            Ok(Some(u64::from_be_bytes(count)))
        }
        _ => Ok(None),
    }
}

/// Puts a text together of its pieces, which `get` reads.
///
/// # Errors
/// Those of `get`; `damaged` where a piece is missing.
pub(super) fn join<E, V: AsRef<[u8]>>(
    key: &[u8],
    pieces: u64,
    get: Get<'_, V, E>,
    damaged: &dyn Fn() -> E,
) -> Result<Vec<u8>, E> {
    let mut text = Vec::new();
    for number in 0..pieces {
        let piece = get(of_piece(Key::default().raw(key), number).bytes())?;
        text.extend_from_slice(piece.ok_or_else(damaged)?.as_ref());
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn a_text_of_any_length_comes_back() {
        for (length, first) in [(0, 0), (1, 0), (PIECE, 7), (PIECE + 1, 0), (3 * PIECE + 7, MARK), (9, MARK)]
        {
            let text: Vec<u8> =
                (0..length).map(|at| if at == 0 { first } else { (at % 251) as u8 }).collect();
            let key = Key::of(7).tag(text::FACTS);
            let mut stored = BTreeMap::new();
            let put = &mut |key: &[u8], value: &[u8]| {
                stored.insert(key.to_vec(), value.to_vec());
                Ok::<(), ()>(())
            };
            super::put(&key, &text, put).unwrap();
            assert!(stored.values().all(|value| value.len() <= PIECE));
            let head = &stored[key.bytes()];
            let found = match pieces(key.bytes(), head).unwrap() {
                None => head.clone(),
                Some(count) => {
                    join(key.bytes(), count, &|key| Ok::<_, ()>(stored.get(key).cloned()), &|| ()).unwrap()
                }
            };
            assert!(found == text, "{length}");
        }
    }

    #[test]
    fn what_says_no_number_and_what_is_not_there_is_told() {
        let key = Key::of(7).tag(text::AST);
        assert_eq!(pieces(key.bytes(), &[MARK, 1]), Err(Undecodable::Damaged));
        assert_eq!(pieces(key.bytes(), &[1, 2]), Ok(None));
        let joined = join(b"k", 1, &|_| Ok::<Option<Vec<u8>>, u8>(None), &|| 7);
        assert_eq!(joined, Err(7));
    }
}
