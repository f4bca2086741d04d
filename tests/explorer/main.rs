//! The explorer without a terminal: keys in, screens out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

mod chunks;
#[path = "../common/mod.rs"]
mod common;
mod documents;
mod export;
mod graph;
mod harness;
mod history;
mod hostile;
mod metrics;
mod migrate;
mod palette;
mod panes;
mod pictures;
mod popups;
mod screens;
mod sight;
mod states;
mod steps;
mod tables;
mod tabs;
mod tour;
