//! In which pages the system gives this program memory.

/// Has them be small from now on. With pages of two megabytes what is freed here and there stays resident with what lies
/// beside it, and many threads that keep a little each keep much: an explorer that had seen every screen was twice as
/// large, an index in the making a third larger. That is the price of some 6 % of the time that an index takes, which
/// small projects have and large ones have not.
///
/// Programs that are started from here (an editor) inherit it. Where the system knows nothing of this, nothing changes.
#[cfg(target_os = "linux")]
pub(crate) fn be_small() {
    if let Err(error) = rustix::thread::disable_transparent_huge_pages(true) {
        tracing::debug!(%error, "memory comes in large pages");
    }
}

/// Elsewhere there is nothing to ask for.
#[cfg(not(target_os = "linux"))]
pub(crate) fn be_small() {}
