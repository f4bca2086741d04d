//! Keys: bytes whose order is the order of what they say.
//!
//! A key is made of parts, one after the other, each of which ends by itself, so that a range or a prefix
//! answers one question. Numbers stand big-endian, signed ones with their sign turned; text ends in a
//! mark that sorts before anything that could follow in a longer text.
//!
//! | keyspace | key | value |
//! | --- | --- | --- |
//! | records | file, 0 | path |
//! | records | node, 1 | node |
//! | records | node, 2, kind, edge | edge that begins at the node |
//! | records | symbol, 3 | measures of the symbol |
//! | records | file, 4 | state of the file |
//! | records | file, 5 | measures of the file |
//! | records | last id of the file, 6 | totals of the file |
//! | texts | file, 0 | facts |
//! | texts | file, 1 | syntax tree |
//! | texts | file, 2, first byte, end | chunk |
//! | texts | function, 3 | control flow |
//! | indexes | 0, node, kind, other file | edges of that file that end at the node |
//! | indexes | 1, name, symbol | |
//! | indexes | 2, hash of the qualified name, symbol | |
//! | indexes | 3, hash of the stable id, symbol | (only of an id that is not the node's own) |
//! | indexes | 4, path | file |
//! | indexes | 5, column, value turned, file | symbols of the file |
//! | indexes | 6, column, value turned, path | file |
//! | indexes | 7, path | file, state of the file |
//! | indexes | 8, last node of a block | edges inside of the file that end in the block |
//! | log | 0 | what the database says of itself |
//! | log | 1 | totals |
//! | log | 2, row | run |
//! | log | 3, execution id | row |
//! | log | 4, outcome, row | |
//! | log | 5, beginning, row | |
//! | log | 6, execution id, how bad, path, line, number | what a run complained of |
//! | log | 8 | the SQLite file that it was made of, its rows apart |
//! | tables | table, key | row of a SQLite table |
//!
//! What is of one node other than a file stands in one entry (`packed`), a long text in several (`long`); the values of
//! `indexes` are told in `leads`.
//! This is the form of our own. In which ways that of a copy of what Magellan wrote differs, `foreign` tells.

use smallvec::SmallVec;
use twox_hash::{XxHash3_64, XxHash3_128};

use crate::model::EdgeKind;

/// Bytes of an id.
pub(super) const ID: usize = 8;

/// The longest text that stands in a key as it is, in bytes. Of a longer one its beginning and a hash
/// stand there: fjall's keys have at most 65,535 bytes.
const MAX_TEXT: usize = 16 << 10;

/// Bytes of a key that need no memory of their own: most have fewer.
const INLINE: usize = 48;

/// A key under construction.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(SmallVec<[u8; INLINE]>);

impl Key {
    /// A key that begins with a tag.
    pub(super) fn tagged(tag: u8) -> Key {
        Key(SmallVec::from_slice(&[tag]))
    }

    /// A key that begins with an id.
    pub(super) fn of(id: i64) -> Key {
        Key::default().int(id)
    }

    pub(super) fn tag(mut self, tag: u8) -> Key {
        self.0.push(tag);
        self
    }

    /// A signed number.
    pub(super) fn int(mut self, number: i64) -> Key {
        self.0.extend_from_slice(&turned(number).to_be_bytes());
        self
    }

    /// A signed number, larger ones first.
    pub(super) fn int_down(mut self, number: i64) -> Key {
        self.0.extend_from_slice(&(!turned(number)).to_be_bytes());
        self
    }

    /// A number from 0.
    pub(super) fn size(mut self, number: u64) -> Key {
        self.0.extend_from_slice(&number.to_be_bytes());
        self
    }

    /// A floating-point number, larger ones first, in IEEE 754's total order.
    pub(super) fn real_down(self, number: f64) -> Key {
        let bits = number.to_bits().cast_signed();
        // Of negative numbers all bits but the sign count backwards.
        self.int_down(bits ^ (((bits >> 63).cast_unsigned()) >> 1).cast_signed())
    }

    /// A whole text with its end.
    pub(super) fn text(mut self, text: &[u8]) -> Key {
        match text.get(..MAX_TEXT) {
            Some(begin) if begin.len() < text.len() => {
                self = self.begin_of_long_text(begin);
                self.0.extend_from_slice(&XxHash3_128::oneshot(text).to_be_bytes());
            }
            _ => {
                self = self.begin_of_text(text);
                self.0.extend_from_slice(&END);
            }
        }
        self
    }

    /// The beginning of a text: what all keys of texts that begin so have in common.
    pub(super) fn begin_of_text(mut self, text: &[u8]) -> Key {
        for &byte in text.iter().take(MAX_TEXT) {
            self.0.push(byte);
            if byte == 0 {
                self.0.push(NUL);
            }
        }
        self
    }

    /// What the keys of all texts have in common that are too long to stand there whole and begin like this one.
    pub(super) fn begin_of_long_text(self, text: &[u8]) -> Key {
        self.begin_of_text(text).raw(&CUT)
    }

    /// The hash of a text that is only ever asked for whole.
    pub(super) fn hash(self, text: &str) -> Key {
        self.size(XxHash3_64::oneshot(text.as_bytes()))
    }

    /// The kind of an edge.
    pub(super) fn edge_kind(mut self, kind: &EdgeKind) -> Key {
        match EDGE_KINDS.iter().position(|known| known == kind) {
            Some(code) => self.0.push(code as u8),
            None => return self.tag(OTHER_EDGE).text(kind.as_str().as_bytes()),
        }
        self
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0.into_vec()
    }

    /// More bytes, as they stand in another key.
    pub(super) fn raw(mut self, bytes: &[u8]) -> Key {
        self.0.extend_from_slice(bytes);
        self
    }
}

/// What follows a NUL byte of a text.
const NUL: u8 = 0xFF;
/// What ends a text.
const END: [u8; 2] = [0, 0];
/// What ends the beginning of a text that is too long.
const CUT: [u8; 2] = [0, 1];

/// Edges of the kinds that we model have their place here as code.
const EDGE_KINDS: [EdgeKind; 6] = [
    EdgeKind::Defines,
    EdgeKind::Caller,
    EdgeKind::Calls,
    EdgeKind::References,
    EdgeKind::Imports,
    EdgeKind::Implements,
];
/// The code of all other kinds; their name follows.
const OTHER_EDGE: u8 = 0xFF;

fn turned(number: i64) -> u64 {
    number.cast_unsigned() ^ (1 << 63)
}

/// Reads a key part by part. `None` where it is no such key.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parts<'a>(pub(super) &'a [u8]);

impl<'a> Parts<'a> {
    pub(super) fn tag(&mut self) -> Option<u8> {
        let (&tag, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(tag)
    }

    pub(super) fn size(&mut self) -> Option<u64> {
        let (number, rest) = self.0.split_first_chunk::<ID>()?;
        self.0 = rest;
        Some(u64::from_be_bytes(*number))
    }

    pub(super) fn int(&mut self) -> Option<i64> {
        self.size().map(|number| (number ^ (1 << 63)).cast_signed())
    }

    /// A signed number of those that stand larger ones first.
    pub(super) fn int_down(&mut self) -> Option<i64> {
        self.size().map(|number| (!number ^ (1 << 63)).cast_signed())
    }

    /// A floating-point number of those that stand larger ones first.
    pub(super) fn real_down(&mut self) -> Option<f64> {
        let bits = self.int_down()?;
        // What turned them turns them back.
        let turned = bits ^ (((bits >> 63).cast_unsigned()) >> 1).cast_signed();
        Some(f64::from_bits(turned.cast_unsigned()))
    }

    /// A text with its end; `None` also for one that was too long to stand there whole, which only what
    /// the key leads to can tell.
    pub(super) fn text(&mut self) -> Option<Vec<u8>> {
        let mut text = Vec::new();
        loop {
            match (self.tag()?, self.0) {
                (0, [NUL, rest @ ..]) => {
                    text.push(0);
                    self.0 = rest;
                }
                (0, [0, rest @ ..]) => {
                    self.0 = rest;
                    return Some(text);
                }
                (0, _) => return None,
                (byte, _) => text.push(byte),
            }
        }
    }

    pub(super) fn edge_kind(&mut self) -> Option<EdgeKind> {
        match self.tag()? {
            OTHER_EDGE => {
                let name = String::from_utf8(self.text()?).ok()?;
                Some(EdgeKind::from_text(&name))
            }
            code => EDGE_KINDS.get(usize::from(code)).cloned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Texts that could be taken for parts of keys.
    fn any_text() -> impl Strategy<Value = Vec<u8>> {
        let byte =
            prop_oneof![Just(0u8), Just(1), Just(0xFF), Just(b':'), Just(b'/'), Just(b'a'), any::<u8>()];
        prop_oneof![
            9 => prop::collection::vec(byte.clone(), 0..12),
            1 => prop::collection::vec(byte.clone(), 4090..4100),
            1 => prop::collection::vec(byte, MAX_TEXT - 2..MAX_TEXT + 3),
        ]
    }

    proptest! {
        #[test]
        fn texts_keep_their_order_and_come_back(a in any_text(), b in any_text(), x: i64, y: i64) {
            let key = |text: &[u8], id| Key::tagged(1).text(text).int(id);
            let is_whole = a.len() <= MAX_TEXT && b.len() <= MAX_TEXT;
            if is_whole {
                prop_assert_eq!(key(&a, x).cmp(&key(&b, y)), (&a, x).cmp(&(&b, y)));
            }
            prop_assert_eq!(key(&a, x) == key(&b, y), (&a, x) == (&b, y), "no two keys meet");
            let made = key(&a, x);
            let mut parts = Parts(made.bytes());
            prop_assert_eq!(parts.tag(), Some(1));
            let text = parts.text();
            prop_assert_eq!(text.as_deref(), (a.len() <= MAX_TEXT).then_some(&a[..]));
            if a.len() <= MAX_TEXT {
                prop_assert_eq!(parts.int(), Some(x));
                prop_assert!(parts.0.is_empty());
            }
            prop_assert!(made.bytes().len() < 65_536);
        }

        #[test]
        fn a_prefix_holds_what_begins_so_and_nothing_else(a in any_text(), b in any_text()) {
            let prefix = Key::tagged(4).begin_of_text(&a);
            let is_held = Key::tagged(4).text(&b).bytes().starts_with(prefix.bytes());
            if a.len() < MAX_TEXT {
                prop_assert_eq!(is_held, b.starts_with(&a));
            }
        }

        #[test]
        fn numbers_keep_their_order_and_come_back(a: i64, b: i64, x: u64, y: u64) {
            prop_assert_eq!(Key::of(a).cmp(&Key::of(b)), a.cmp(&b));
            prop_assert_eq!(Key::default().int_down(a).cmp(&Key::default().int_down(b)), b.cmp(&a));
            prop_assert_eq!(Key::default().size(x).cmp(&Key::default().size(y)), x.cmp(&y));
            prop_assert_eq!(Parts(Key::of(a).bytes()).int(), Some(a));
            prop_assert_eq!(Parts(Key::default().size(x).bytes()).size(), Some(x));
            prop_assert_eq!(Parts(Key::default().int_down(a).bytes()).int_down(), Some(a));
        }

        #[test]
        fn reals_stand_largest_first(a: f64, b: f64) {
            let key = |number: f64| Key::default().real_down(number);
            prop_assert_eq!(key(a).cmp(&key(b)), b.total_cmp(&a));
            prop_assert_eq!(Parts(key(a).bytes()).real_down().map(f64::to_bits), Some(a.to_bits()));
        }

        #[test]
        fn kinds_of_edges_come_back(name in "[A-Z\\x00/:]{0,12}") {
            for kind in EDGE_KINDS.into_iter().chain([EdgeKind::from_text(&name)]) {
                let key = Key::default().edge_kind(&kind).int(7);
                let mut parts = Parts(key.bytes());
                prop_assert_eq!(parts.edge_kind(), Some(kind));
                prop_assert_eq!(parts.int(), Some(7));
            }
        }
    }

    #[test]
    fn keys_are_as_they_were_first_written() {
        let key = Key::of(5).tag(2).edge_kind(&EdgeKind::Calls).int(-1);
        assert_eq!(key.bytes(), b"\x80\0\0\0\0\0\0\x05\x02\x02\x7f\xff\xff\xff\xff\xff\xff\xff");
        assert_eq!(Key::tagged(1).text(b"a\0b").int(0).bytes(), b"\x01a\0\xffb\0\0\x80\0\0\0\0\0\0\0");
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for bytes in [&b""[..], b"a", b"a\0", b"a\0\x02", b"\0"] {
            assert_eq!(Parts(bytes).text(), None, "{bytes:?}");
        }
        assert_eq!(Parts(b"\0\0\0").size(), None);
        assert_eq!(Parts(&[77]).edge_kind(), None);
    }
}
