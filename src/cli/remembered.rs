//! Where the sources of a database are now, as `--root` said once.
//!
//! A small file for each database in the user's state folder. Losing one costs the user an option, so
//! nothing here fails loudly.

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;
use serde::{Deserialize, Serialize};

/// A file longer than this is not ours.
const MAX_BYTES: u64 = 64 << 10;

#[derive(Serialize, Deserialize)]
struct Remembered {
    /// The database, to be told apart from another whose path has the same hash.
    database: PathBuf,
    root: PathBuf,
}

/// The root that was given for a database before.
pub(super) fn load(database: &Path) -> Option<PathBuf> {
    load_from(&folder()?, database)
}

/// Remembers a root.
pub(super) fn save(database: &Path, root: &Path) {
    let saved = folder().map(|folder| save_to(&folder, database, root));
    if let Some(Err(error)) = saved {
        tracing::warn!(%error, "the root could not be remembered");
    }
}

fn folder() -> Option<PathBuf> {
    let folders = etcetera::choose_base_strategy().ok()?;
    let state = folders.state_dir().unwrap_or_else(|| folders.data_dir());
    Some(state.join("magellan-tui"))
}

fn load_from(folder: &Path, database: &Path) -> Option<PathBuf> {
    let database = database.canonicalize().ok()?;
    let file = file(folder, &database);
    if file.metadata().ok()?.len() > MAX_BYTES {
        return None;
    }
    let remembered: Remembered = toml::from_str(&std::fs::read_to_string(file).ok()?).ok()?;
    (remembered.database == database && remembered.root.is_dir()).then_some(remembered.root)
}

fn save_to(folder: &Path, database: &Path, root: &Path) -> anyhow::Result<()> {
    let database = database.canonicalize()?;
    let file = file(folder, &database);
    let text = toml::to_string(&Remembered { database, root: root.to_owned() })?;
    std::fs::create_dir_all(folder)?;
    // Whole or not at all: two programs may write it at once.
    let mut staged = tempfile::NamedTempFile::new_in(folder)?;
    std::io::Write::write_all(&mut staged, text.as_bytes())?;
    staged.persist(file)?;
    Ok(())
}

fn file(folder: &Path, database: &Path) -> PathBuf {
    let hash = blake3::hash(database.as_os_str().as_encoded_bytes()).to_hex();
    folder.join(format!("{}.toml", hash.get(..16).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_database_has_a_root_of_its_own() {
        let place = tempfile::tempdir().unwrap();
        let state = place.path().join("state");
        let root = place.path().join("root");
        std::fs::create_dir(&root).unwrap();
        let database = |name: &str| {
            let path = place.path().join(name);
            std::fs::write(&path, "").unwrap();
            path
        };
        let (a, b) = (database("a.db"), database("b.db"));
        assert_eq!(load_from(&state, &a), None);
        save_to(&state, &a, &root).unwrap();
        assert_eq!(load_from(&state, &a), Some(root.clone()));
        assert_eq!(load_from(&state, &b), None);
        std::fs::write(file(&state, &a.canonicalize().unwrap()), "nonsense").unwrap();
        assert_eq!(load_from(&state, &a), None);
    }
}
