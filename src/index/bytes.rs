//! A part of some bytes that whoever has another part of them shares.

use std::ops::{Deref, Range};
use std::sync::Arc;

/// Bytes that are not copied where they are parted or handed on.
#[derive(Debug, Clone)]
pub(crate) struct Bytes {
    whole: Arc<[u8]>,
    part: Range<usize>,
}

impl Bytes {
    /// What stands before a place, and the rest; `None` where there are not so many.
    pub(crate) fn split_at(&self, at: usize) -> Option<(Bytes, Bytes)> {
        let middle = self.part.start.checked_add(at).filter(|middle| *middle <= self.part.end)?;
        let part = |part| Bytes { whole: Arc::clone(&self.whole), part };
        Some((part(self.part.start..middle), part(middle..self.part.end)))
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.whole.get(self.part.clone()).unwrap_or_default()
    }
}

impl From<Arc<[u8]>> for Bytes {
    fn from(whole: Arc<[u8]>) -> Bytes {
        Bytes { part: 0..whole.len(), whole }
    }
}

impl From<&[u8]> for Bytes {
    fn from(whole: &[u8]) -> Bytes {
        Bytes::from(Arc::from(whole))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_parted_again() {
        let (head, rest) = Bytes::from(b"abcdef".as_slice()).split_at(2).unwrap();
        assert_eq!((&*head, &*rest), (b"ab".as_slice(), b"cdef".as_slice()));
        let (middle, end) = rest.split_at(4).unwrap();
        assert_eq!((&*middle, &*end), (b"cdef".as_slice(), b"".as_slice()));
        assert!(rest.split_at(5).is_none() && rest.split_at(usize::MAX).is_none());
    }
}
