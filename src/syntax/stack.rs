//! Room for tree-sitter's recursion.

use std::cell::Cell;
use std::thread::{Builder, Scope, ScopedJoinHandle};

/// Stack that tree-sitter may need for a byte of text. It frees the stack of an ambiguous parse by
/// recursion (`stack_node_release`: 112 bytes a level as compiled here), and each token, so each byte
/// of text that is made for it, can be a level: a few MiB of brackets and errors overflow a common
/// thread's stack and kill the process.
const STACK_PER_BYTE: usize = 256;

/// What the rest of the work needs.
const STACK_BASE: usize = 2 << 20;

/// A good stack for threads that parse many files, in bytes: all but the longest files are then parsed in
/// place, without a thread of their own (which costs a quarter of a common file's parse).
pub const WORKER_STACK_BYTES: usize = 64 << 20;

thread_local! {
    /// Rust's threads have 2 MiB unless told otherwise.
    static THREAD_STACK: Cell<usize> = const { Cell::new(2 << 20) };
}

/// Says that the current thread was started with a stack of so many bytes, so that more files can be
/// parsed on it. For the start of a worker thread; saying more than is true can end the process.
pub fn declare_thread_stack(bytes: usize) {
    THREAD_STACK.set(bytes);
}

/// Whether a text of so many bytes can be parsed on the current thread.
pub(crate) fn fits_thread(length: usize) -> bool {
    length <= THREAD_STACK.get() / STACK_PER_BYTE
}

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
