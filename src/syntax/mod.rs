//! Grammars and highlighting: which languages we can read, and how their text is coloured.

mod grammars;
mod highlight;
mod stack;

pub use grammars::can_index;
pub(crate) use grammars::grammar;
pub use highlight::{Highlight, MAX_HIGHLIGHT_BYTES, SyntaxRole, highlight};
pub(crate) use stack::{SAFE_BYTES, spawn_deep};
