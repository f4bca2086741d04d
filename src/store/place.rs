//! Where the index of a folder lives.

use std::fs;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

use super::{Result, StoreError};

/// The folder inside the sources that holds databases, Magellan's and ours.
const FOLDER: &str = ".magellan";
/// Our index in it.
const OWN: &str = "tui.db";
/// Magellan's own database in it.
const MAGELLAN: &str = "magellan.db";

/// The database to explore for a folder of source: our index (`.magellan/tui.db`, or that in the
/// user's cache folder), else Magellan's own (`.magellan/magellan.db`); `None` where there is none.
pub fn find_database(folder: &Path) -> Option<PathBuf> {
    let inside = folder.join(FOLDER);
    let cached = cache_folder(folder).map(|cache| cache.join(OWN));
    [Some(inside.join(OWN)), cached, Some(inside.join(MAGELLAN))]
        .into_iter()
        .flatten()
        .find(|candidate| candidate.is_file())
}

/// Where the index of a folder is to be kept: its `.magellan/tui.db`, or where that cannot be written,
/// a place under the user's cache folder that is this folder's own. Makes the folder, with a
/// `.gitignore` of its own.
///
/// # Errors
/// Where neither can be written.
pub fn default_index_path(folder: &Path) -> Result<PathBuf> {
    let inside = folder.join(FOLDER);
    let refused = match prepare(&inside) {
        Ok(()) => return Ok(inside.join(OWN)),
        Err(error) => error,
    };
    if let Some(cache) = cache_folder(folder)
        && prepare(&cache).is_ok()
    {
        return Ok(cache.join(OWN));
    }
    Err(match refused.kind() {
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            StoreError::Permission { path: inside, access: "write" }
        }
        _ => StoreError::Io { path: inside, source: refused },
    })
}

/// `<cache>/magellan-tui/<name>-<hash of the absolute path>`: two folders of one name do not share.
fn cache_folder(folder: &Path) -> Option<PathBuf> {
    let cache = etcetera::choose_base_strategy().ok()?.cache_dir();
    let absolute = fs::canonicalize(folder).or_else(|_| std::path::absolute(folder)).ok()?;
    let name = absolute.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let hash: String =
        blake3::hash(absolute.as_os_str().as_encoded_bytes()).to_hex().chars().take(16).collect();
    Some(cache.join("magellan-tui").join(format!("{name}-{hash}")))
}

/// Makes the folder and its `.gitignore`, and sees whether a file can be made in it.
fn prepare(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    let ignore = folder.join(".gitignore");
    if !ignore.exists() {
        fs::write(ignore, "*\n")?;
    }
    tempfile::tempfile_in(folder).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_index_comes_before_magellans() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(find_database(folder.path()), None);
        let own = default_index_path(folder.path()).unwrap();
        assert_eq!(own, folder.path().join(".magellan/tui.db"));
        assert_eq!(fs::read_to_string(folder.path().join(".magellan/.gitignore")).unwrap(), "*\n");
        assert_eq!(find_database(folder.path()), None, "asking for the place makes no database");
        let magellan = folder.path().join(".magellan/magellan.db");
        fs::write(&magellan, "x").unwrap();
        assert_eq!(find_database(folder.path()), Some(magellan));
        fs::write(&own, "x").unwrap();
        assert_eq!(find_database(folder.path()), Some(own));
    }

    #[test]
    fn folders_of_one_name_have_places_of_their_own() {
        let folder = tempfile::tempdir().unwrap();
        let places = ["a/x", "b/x"].map(|name| cache_folder(&folder.path().join(name)));
        assert_ne!(places[0], places[1]);
        assert!(
            places
                .iter()
                .flatten()
                .all(|place| place.file_name().is_some_and(|name| name.len() == 1 + 1 + 16))
        );
    }

    #[test]
    fn a_place_that_cannot_be_made_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        assert!(prepare(&file.join(".magellan")).is_err());
    }
}
