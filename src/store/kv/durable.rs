//! Files and folders onto the disk, several at a time: a disk that is told to write out what it has makes everybody wait who
//! asks meanwhile, but only once. One after the other each would wait by itself.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// So many are waited for at a time.
const AT_ONCE: usize = 8;

/// Makes files durable, and what was made, renamed or removed in folders. Cost: about that of a few of them, one after the other.
///
/// # Errors
/// Where one of them cannot be opened or written.
pub(super) fn sync_all(paths: &[PathBuf]) -> std::io::Result<()> {
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
            sync(path)?;
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (1..paths.len().min(AT_ONCE)).map(|_| scope.spawn(work)).collect();
        let done = work();
        threads.into_iter().fold(done, |done, thread| {
            done.and(thread.join().unwrap_or_else(|_| Err(std::io::ErrorKind::Other.into())))
        })
    })
}

/// Makes a file durable, or what was made, renamed or removed in a folder.
///
/// # Errors
/// Where it cannot be opened or written.
pub(super) fn sync(path: &Path) -> std::io::Result<()> {
    File::open(path)?.sync_all()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn each_is_synced_and_what_cannot_be_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let mut paths = vec![folder.path().to_owned()];
        for number in 0..3 * AT_ONCE {
            let path = folder.path().join(number.to_string());
            fs::write(&path, "content").unwrap();
            paths.push(path);
        }
        sync_all(&paths).unwrap();
        sync_all(&[]).unwrap();
        // Whichever of them it is, and whoever comes upon it.
        for gone in [1, paths.len() / 2, paths.len() - 1] {
            fs::remove_file(&paths[gone]).unwrap();
            assert_eq!(sync_all(&paths).unwrap_err().kind(), std::io::ErrorKind::NotFound);
            fs::write(&paths[gone], "content").unwrap();
        }
    }
}
