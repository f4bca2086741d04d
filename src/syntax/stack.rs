//! Room for tree-sitter's recursion.

use std::thread::{Builder, Scope, ScopedJoinHandle};

/// Stack that tree-sitter may need for a byte of text. It frees the stack of an ambiguous parse by
/// recursion (`stack_node_release`: 112 bytes a level as compiled here), and each token, so each byte
/// of text that is made for it, can be a level: a few MiB of brackets and errors overflow a common
/// thread's stack and kill the process.
const STACK_PER_BYTE: usize = 256;

/// What the rest of the work needs.
const STACK_BASE: usize = 2 << 20;

/// Texts up to this long, in bytes, are safe on a common thread of 2 MiB.
pub(crate) const SAFE_BYTES: usize = 4 << 10;

/// Starts `work` on a thread whose stack is deep enough for a text of `length` bytes. Memory is taken
/// only for what is touched; starting costs some tens of microseconds.
pub(crate) fn spawn_deep<'scope, 'env, T: Send + 'scope>(
    scope: &'scope Scope<'scope, 'env>,
    length: usize,
    work: impl FnOnce() -> T + Send + 'scope,
) -> std::io::Result<ScopedJoinHandle<'scope, T>> {
    let stack = STACK_BASE.saturating_add(length.saturating_mul(STACK_PER_BYTE));
    Builder::new().name("parse".into()).stack_size(stack).spawn_scoped(scope, work)
}
