//! Hashes of a file's content, in the forms that databases hold.

use std::hash::Hasher as _;

use sha2::{Digest, Sha256};
use twox_hash::XxHash3_64;

/// The hash of a file's content as Magellan 4.17 writes it, and as our own index does: XXH3 of 64
/// bits with seed 0, in 32 hex digits of which the first 16 are zero.
///
/// It tells an edited file from an unchanged one; it does not withstand an adversary.
pub fn content_hash(content: &[u8]) -> String {
    format!("{:032x}", XxHash3_64::oneshot(content))
}

/// Makes a [`content_hash`] of content that comes piece by piece.
#[derive(Default)]
pub struct ContentHasher(XxHash3_64);

impl ContentHasher {
    /// Takes the next piece.
    pub fn update(&mut self, piece: &[u8]) {
        self.0.write(piece);
    }

    /// The hash of all pieces, one after the other.
    pub fn finish(self) -> String {
        format!("{:032x}", self.0.finish())
    }
}

/// SHA-256 in 64 lower-case hex digits: what chunks carry, and files in Magellan 2.x.
pub fn sha256(content: &[u8]) -> String {
    let digest = Sha256::digest(content);
    let mut hex = String::with_capacity(64);
    for byte in digest {
        hex.extend(
            [byte >> 4, byte & 15].map(|nibble| char::from_digit(u32::from(nibble), 16).unwrap_or('0')),
        );
    }
    hex
}

/// Whether `content` has the hash `recorded`, whichever of the known forms it is in; `None` for a
/// form that we do not know.
pub fn matches(content: &[u8], recorded: &str) -> Option<bool> {
    match recorded.len() {
        32 if recorded.starts_with("0000000000000000") => {
            Some(content_hash(content).eq_ignore_ascii_case(recorded))
        }
        64 => Some(sha256(content).eq_ignore_ascii_case(recorded)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_of_both_magellan_versions_are_recognised() {
        // Values that the released programs wrote for an empty file and a published test vector.
        assert_eq!(content_hash(b""), "00000000000000002d06800538d394c2");
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256(b"abc"), abc);
        assert_eq!(matches(b"abc", abc), Some(true));
        assert_eq!(matches(b"abd", abc), Some(false));
        assert_eq!(matches(b"abc", &content_hash(b"abc")), Some(true));
        assert_eq!(matches(b"abc", "feed"), None);
    }

    #[test]
    fn pieces_hash_as_the_whole() {
        let content: Vec<u8> = (0..5000_u32).map(|at| (at * 7 % 251) as u8).collect();
        for size in [1, 100, 256, 4999] {
            let mut hasher = ContentHasher::default();
            content.chunks(size).for_each(|piece| hasher.update(piece));
            assert_eq!(hasher.finish(), content_hash(&content), "in pieces of {size}");
        }
    }
}
