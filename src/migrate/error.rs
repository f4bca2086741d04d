//! Why there is no copy.

use std::path::PathBuf;

use crate::store::StoreError;

/// A result of copying or comparing.
pub type Result<T> = std::result::Result<T, MigrateError>;

/// Why there is no copy. Whatever it is, the place is as it was. Each message is one line that names the path
/// and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MigrateError {
    /// A database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Something stands at the place.
    #[error("{}: something is there already; give another path, or --force to replace it", path.display())]
    Exists {
        /// The place.
        path: PathBuf,
    },
    /// What stands at the place is no database, and is not replaced.
    #[error("{}: no database is there but something else, which is never replaced; give another path", path.display())]
    NotReplaced {
        /// The place.
        path: PathBuf,
    },
    /// Something else stands where the copy is to be made, beside its place.
    #[error("{}: the copy is to be made there, and something is there that no copy has left; move it away, or give another path", path.display())]
    InTheWay {
        /// Where it stands.
        path: PathBuf,
    },
    /// The source and the place are one, or one lies in the other.
    #[error("{}: is the database that is to be copied, or lies in it, or holds it; give another path", path.display())]
    SamePlace {
        /// The place.
        path: PathBuf,
    },
    /// There is not enough room.
    #[error("{}: the copy takes about {wanted} bytes, and {free} are free; make room, or give another path", path.display())]
    NoSpace {
        /// The place.
        path: PathBuf,
        /// Bytes that it takes.
        wanted: u64,
        /// Bytes that are free.
        free: u64,
    },
    /// The copy is not what the source is. It was not put at its place.
    #[error("{}: the copy was not the same as its source ({what}), and was thrown away; check the disk, and the source with `magellan-tui verify`", path.display())]
    NotEqual {
        /// The place.
        path: PathBuf,
        /// The first part that differs, and how.
        what: String,
    },
    /// It was asked to stop.
    #[error("{}: stopped; what is there is as it was", path.display())]
    Cancelled {
        /// The place, or the database that was read.
        path: PathBuf,
    },
}
