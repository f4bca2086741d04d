//! A copy of a database loses nothing, is made whole or not at all, and is proved before it is trusted.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

#[allow(dead_code, reason = "shared with other tests")]
#[path = "../common/mod.rs"]
mod common;
#[allow(dead_code, reason = "shared with other tests")]
#[path = "../common/contents.rs"]
mod contents;

mod atomic;
mod damage;
mod differ;
mod generated;
mod made;
mod meanwhile;
mod own;
mod raw;
mod refused;
mod round;
