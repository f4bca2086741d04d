//! The text behind a fact: from the file on disk while it is still what was indexed, else from the
//! database.

mod document;
mod hash;
mod read;
mod roots;

pub use document::{Document, LONGEST_LINE, Origin, cut};
pub use hash::{ContentHasher, content_hash, matches, sha256};
pub use read::{LARGEST_FILE, Unusable, read_indexed, read_limited};
pub use roots::Roots;
