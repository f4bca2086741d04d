//! Reading files as they are found: both Magellan versions, damaged ones, foreign ones, ones in use.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

mod damaged;
mod folders;
mod harness;
mod in_use;
mod lenient;
mod lookups;
mod refused;
mod rights;
mod versions;
