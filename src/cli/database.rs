//! Which database a command is given.

use std::path::{Path, PathBuf};

use super::print::{self, Failure};
use crate::store::{self, Meta};

/// The database at a path; that of a folder is the index in it.
pub(super) fn at(path: &Path) -> Result<PathBuf, Failure> {
    match store::identify(path)? {
        store::Found::Database(_) => Ok(path.to_owned()),
        store::Found::Folder => match store::find_database(path) {
            Some(database) => Ok(database),
            None => Err(no_index(path)),
        },
    }
}

/// Why no index was found in a folder.
fn no_index(folder: &Path) -> Failure {
    let shown = folder.display();
    // Nobody can tell what is in a folder that may not be entered or read.
    let looked = std::fs::metadata(folder.join(".")).and_then(|_| std::fs::read_dir(folder));
    match looked {
        Ok(_) => {
            anyhow::anyhow!("{shown}: no index in this folder; make one with `magellan-tui index {shown}`")
        }
        Err(error) => anyhow::anyhow!("{shown}: {error}; give a folder that you may read"),
    }
    .into()
}

/// Says what a user should know of a database before its content.
pub(super) fn tell_notices(path: &Path, meta: &Meta) {
    for notice in &meta.notices {
        print::message(&format!("{}: {notice}", path.display()));
    }
}
