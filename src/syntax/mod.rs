//! Grammars and highlighting: which languages we can read, and how their text is coloured.

mod grammars;
mod highlight;
mod stack;

pub use grammars::can_index;
pub(crate) use grammars::grammar;
pub use highlight::{Highlight, MAX_HIGHLIGHT_BYTES, SyntaxRole, highlight};
pub use stack::{WORKER_STACK_BYTES, declare_thread_stack};
pub(crate) use stack::{fits_thread, spawn_deep};
