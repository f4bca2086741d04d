//! A database in a folder: what is refused, what damage is seen, who may come at one time.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[allow(dead_code, reason = "other tests need more of it")]
#[path = "../common/mod.rs"]
mod common;
#[allow(dead_code, reason = "other tests need more of it")]
#[path = "../common/contents.rs"]
mod contents;
mod damaged;
mod harness;
mod refused;
mod rights;
mod shared;
mod state;
