//! The explorer without a terminal: keys in, screens out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[path = "../common/mod.rs"]
mod common;
mod graph;
mod harness;
mod hostile;
mod migrate;
mod screens;
mod steps;
