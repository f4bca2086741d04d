//! Little memory, for who looks at much a little at a time and for who indexes much.

/// Has the system give this program memory in small pages. With pages of two megabytes what is freed here and there
/// stays resident with what lies beside it, and many threads that keep a little each keep much: an explorer that has
/// seen every screen was twice as large, an index in the making a third larger, and neither was quicker.
///
/// Programs that are started from here (an editor) inherit it. Where the system knows nothing of this, nothing changes.
#[cfg(target_os = "linux")]
pub(super) fn in_small_pages() {
    if let Err(error) = rustix::thread::disable_transparent_huge_pages(true) {
        tracing::debug!(%error, "memory comes in large pages");
    }
}

/// Elsewhere there is nothing to ask for.
#[cfg(not(target_os = "linux"))]
pub(super) fn in_small_pages() {}
