//! What serde can write, behind bytes that are there already, in postcard's encoding.

use postcard::ser_flavors::Flavor;
use serde::Serialize;

/// Most of what is written is a number or a short name: pieces up to so many bytes, as many as a number takes, are put one
/// by one, which is quicker than to have them copied.
const SHORT: usize = 10;

/// Writes `what` behind `bytes`. Cost: that of the bytes that it comes to.
pub(in crate::store) fn append(what: &(impl Serialize + ?Sized), bytes: &mut Vec<u8>) {
    // Writing to memory cannot fail, and no type here asks for what postcard cannot write.
    let written = postcard::serialize_with_flavor(what, Behind(bytes));
    debug_assert!(written.is_ok());
}

struct Behind<'b>(&'b mut Vec<u8>);

impl Flavor for Behind<'_> {
    type Output = ();

    #[inline]
    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.0.push(byte);
        Ok(())
    }

    #[inline]
    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        match bytes.len() <= SHORT {
            true => bytes.iter().for_each(|byte| self.0.push(*byte)),
            false => self.0.extend_from_slice(bytes),
        }
        Ok(())
    }

    fn finalize(self) -> postcard::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_postcards() {
        let what = (1u8, 300u32, u64::MAX, "short", "as long as it takes", -7i64, [1.5f64], None::<u8>);
        let mut bytes = b"before".to_vec();
        append(&what, &mut bytes);
        assert_eq!(bytes, postcard::to_extend(&what, b"before".to_vec()).unwrap());
    }
}
