//! Hashes and ids that are written in hexadecimal, in half the room.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use smallvec::SmallVec;

/// Text that mostly is an even number of lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::store) enum Hex<'a> {
    /// The bytes that the digits stand for.
    Bytes(Bytes),
    /// Any other text, and the empty one.
    Text(&'a str),
}

/// Bytes, most often no more than a hash has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Bytes(SmallVec<[u8; 32]>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Bytes, D::Error> {
        <&[u8]>::deserialize(from).map(|bytes| Bytes(SmallVec::from_slice(bytes)))
    }
}

impl<'a> Hex<'a> {
    pub(super) fn of(text: &'a str) -> Hex<'a> {
        let digit = |digit: u8| match digit {
            b'0'..=b'9' => Some(digit - b'0'),
            b'a'..=b'f' => Some(digit - b'a' + 10),
            _ => None,
        };
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        let mut bytes = SmallVec::with_capacity(pairs.len());
        for [high, low] in pairs {
            let (Some(high), Some(low)) = (digit(*high), digit(*low)) else { return Hex::Text(text) };
            bytes.push(high << 4 | low);
        }
        if rest.is_empty() && !pairs.is_empty() { Hex::Bytes(Bytes(bytes)) } else { Hex::Text(text) }
    }

    pub(in crate::store) fn is_empty(&self) -> bool {
        matches!(self, Hex::Text(""))
    }

    /// The number that 16 digits stand for.
    pub(in crate::store) fn number(&self) -> Option<i64> {
        match self {
            Hex::Bytes(Bytes(bytes)) => bytes.as_slice().try_into().ok().map(i64::from_be_bytes),
            Hex::Text(_) => None,
        }
    }

    pub(in crate::store) fn text(&self) -> String {
        match self {
            Hex::Bytes(Bytes(bytes)) => {
                let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or_default();
                bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
            }
            Hex::Text(text) => (*text).to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_text_comes_back(text in "([0-9a-fA-F]{0,40}|\\PC{0,20})") {
            prop_assert_eq!(Hex::of(&text).text(), text);
        }
    }

    #[test]
    fn digits_take_half_the_room() {
        assert_eq!(Hex::of("00ff"), Hex::Bytes(Bytes(SmallVec::from_slice(&[0, 255]))));
        assert_eq!(Hex::of("00f"), Hex::Text("00f"));
        assert_eq!(Hex::of("00FF"), Hex::Text("00FF"));
        assert_eq!(Hex::of(""), Hex::Text(""));
        assert!(Hex::of("").is_empty());
        assert_eq!(Hex::of("ffffffffffffffff").number(), Some(-1));
        assert_eq!(Hex::of("00ff").number(), None);
    }
}
