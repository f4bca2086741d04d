//! An index that follows its project is what an index built afresh would be, after any sequence of edits.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

#[allow(dead_code, reason = "other tests need more of it")]
#[path = "../common/contents.rs"]
mod contents;
mod edits;
mod harness;
mod promises;
mod runs;
mod seeds;
mod watching;
