//! The first bytes of a SQLite file, checked against its size.
//!
//! SQLite itself opens lazily and reads a last page that is cut off as if zeros followed.

use std::ops::Range;

/// How much of a file is looked at.
pub(super) const LENGTH: usize = 100;

/// What the header of a whole file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    /// Whether changes go to a log beside the file. Even reading makes files there then.
    pub(super) has_log: bool,
}

impl Header {
    /// Reads the `head` of a file of `size` bytes, of which no part is in a log or journal beside it;
    /// what is wrong with it where it cannot be a whole database.
    pub(super) fn read(head: &[u8], size: u64) -> Result<Header, &'static str> {
        let (Some(raw_page), Some(counter), Some(count), Some(counted_at), Some([read_version])) = (
            field::<2>(head, 16..18),
            field::<4>(head, 24..28),
            field::<4>(head, 28..32),
            field::<4>(head, 92..96),
            field::<1>(head, 19..20),
        ) else {
            return Err("the file ends within its header");
        };
        let page = match u16::from_be_bytes(raw_page) {
            1 => 65_536,
            other => u64::from(other),
        };
        if page < 512 || !page.is_power_of_two() {
            return Err("its header gives no possible size of a page");
        }
        if !size.is_multiple_of(page) {
            return Err("the file ends within a page");
        }
        // Old versions of SQLite leave the count as it was, or 0, and the counter beside it tells.
        let counted = u64::from(u32::from_be_bytes(count));
        if counter == counted_at && size / page < counted {
            return Err("the file is shorter than its header says");
        }
        Ok(Header { has_log: read_version == 2 })
    }
}

fn field<const N: usize>(head: &[u8], at: Range<usize>) -> Option<[u8; N]> {
    head.get(at)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(page: u16, counter: u32, count: u32, counted_at: u32) -> Vec<u8> {
        let mut head = vec![0; LENGTH];
        head[16..18].copy_from_slice(&page.to_be_bytes());
        head[19] = 2;
        head[24..28].copy_from_slice(&counter.to_be_bytes());
        head[28..32].copy_from_slice(&count.to_be_bytes());
        head[92..96].copy_from_slice(&counted_at.to_be_bytes());
        head
    }

    #[test]
    fn a_whole_file_has_the_pages_that_its_header_counts() {
        let whole = Ok(Header { has_log: true });
        assert_eq!(Header::read(&head(4096, 7, 3, 7), 3 * 4096), whole);
        assert_eq!(Header::read(&head(4096, 7, 3, 7), 4 * 4096), whole, "pages left by a crash");
        assert_eq!(Header::read(&head(1, 7, 2, 7), 2 * 65_536), whole, "the largest page");
        assert!(Header::read(&head(4096, 7, 3, 7), 3 * 4096 - 100).is_err());
        assert!(Header::read(&head(4096, 7, 3, 7), 2 * 4096).is_err());
    }

    #[test]
    fn a_count_that_was_not_kept_up_does_not_count() {
        assert!(Header::read(&head(4096, 8, 3, 7), 2 * 4096).is_ok());
        assert!(Header::read(&head(4096, 7, 0, 7), 2 * 4096).is_ok());
        assert!(Header::read(&head(4096, 8, 3, 7), 2 * 4096 - 100).is_err(), "still no whole page");
    }

    #[test]
    fn sizes_that_no_page_has_are_refused() {
        for page in [0, 2, 256, 513, 4095, 0xFFFF] {
            assert!(Header::read(&head(page, 7, 1, 7), u64::from(page) * 4).is_err(), "{page}");
        }
        assert!(Header::read(&head(512, 7, 1, 7)[..95], 512).is_err());
    }
}
