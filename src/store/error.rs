//! What can go wrong with a database, said so that a person knows what to do.

use std::path::PathBuf;

/// A result of the store.
pub type Result<T> = std::result::Result<T, StoreError>;

/// What can go wrong with a database. Each message is one line that names the path and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is nothing at the path.
    #[error("{}: no such file or folder; give a Magellan database or a folder of source", path.display())]
    NotFound {
        /// The path.
        path: PathBuf,
    },
    /// Another file stands at the path than the one that was opened.
    #[error("{}: another file stands here since this one was opened; start again to see that", path.display())]
    Replaced {
        /// The path.
        path: PathBuf,
    },
    /// The folder that a new database is to stand in is not there.
    #[error("{}: there is no folder {} to make the database in; make that folder, or give another path", path.display(), folder.display())]
    NoFolder {
        /// The path.
        path: PathBuf,
        /// The folder.
        folder: PathBuf,
    },
    /// The file holds no byte.
    #[error("{}: the file is empty, not a database; index the sources again (`magellan-tui index DIR`)", path.display())]
    Empty {
        /// The path.
        path: PathBuf,
    },
    /// The file is something else.
    #[error("{}: not a database ({what}); give a Magellan SQLite file or a folder of source", path.display())]
    NotADatabase {
        /// The path.
        path: PathBuf,
        /// What it seems to be.
        what: &'static str,
    },
    /// The file is of the engine that Magellan 2.1 had and removed.
    #[error("{}: a file of Magellan's removed Native V2 engine (MAG2), which nothing reads any more; index the sources again (`magellan-tui index DIR`)", path.display())]
    Mag2 {
        /// The path.
        path: PathBuf,
    },
    /// A SQLite file of something else.
    #[error("{}: a SQLite file, but not Magellan's (it has no table `{missing}`); give a file that Magellan wrote", path.display())]
    NotMagellan {
        /// The path.
        path: PathBuf,
        /// The first table that it lacks.
        missing: &'static str,
    },
    /// The file is damaged.
    #[error("{}: damaged{}: {detail}; restore it from a copy or index the sources again", path.display(), table.as_ref().map(|t| format!(" in table {t}")).unwrap_or_default())]
    Damaged {
        /// The path.
        path: PathBuf,
        /// The table that was being read.
        table: Option<String>,
        /// What the engine says.
        detail: String,
    },
    /// Somebody else writes to the database, or holds a SQLite file so that it cannot be read.
    #[error("{}: locked by another program; wait until it is done (`magellan-tui index` does with --wait SECONDS), or end it", path.display())]
    Locked {
        /// The path.
        path: PathBuf,
    },
    /// The system refuses access.
    #[error("{}: permission denied; check who may {access} it", path.display())]
    Permission {
        /// The path.
        path: PathBuf,
        /// `read` or `write`.
        access: &'static str,
    },
    /// Something in the database cannot be copied into another one as it is.
    #[error("{}: the {what} cannot be carried over: {why}", path.display())]
    CannotCarry {
        /// The path.
        path: PathBuf,
        /// What: `table x`.
        what: String,
        /// Why, and what to do.
        why: String,
    },
    /// Somebody tried to write to a file that is not ours.
    #[error("{}: written by Magellan, or a copy of such a file, and never changed by this program; update the original with `magellan watch`, and copy it again", path.display())]
    Foreign {
        /// The path.
        path: PathBuf,
    },
    /// Our own part of the database is of a newer version than this program knows.
    #[error("{}: made by a newer magellan-tui (index format {found}, this program knows {known}); update magellan-tui", path.display())]
    Newer {
        /// The path.
        path: PathBuf,
        /// The version that was found.
        found: i64,
        /// The newest that we know.
        known: i64,
    },
    /// Our own part of the database is of an older version than this program writes.
    #[error("{}: made by an older magellan-tui (index format {found}, this program writes {known}), which cannot be brought up to date: remove it and index the sources again (`magellan-tui index DIR`)", path.display())]
    Older {
        /// The path.
        path: PathBuf,
        /// The version that was found.
        found: i64,
        /// The one that we write.
        known: i64,
    },
    /// The system failed to read or write.
    #[error("{}: {source}", path.display())]
    Io {
        /// The path.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The engine failed in a way that has no name here.
    #[error("{}: {doing}: {detail}", path.display())]
    Engine {
        /// The path.
        path: PathBuf,
        /// What was being done.
        doing: String,
        /// What the engine says.
        detail: String,
    },
}
