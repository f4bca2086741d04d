//! What is remembered of a database: where its sources are now, as `--root` said once, and what the explorer was at.
//!
//! Small files for each database in the user's state folder. Losing one costs the user an option, so nothing here
//! fails loudly.

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::tui::memory::Memory;

/// A file longer than this is not ours.
const MAX_BYTES: u64 = 4 << 20;

#[derive(Serialize, Deserialize)]
struct Remembered<T> {
    /// The database, to be told apart from another whose path has the same hash.
    database: PathBuf,
    #[serde(flatten)]
    what: T,
}

#[derive(Serialize, Deserialize)]
struct Root {
    root: PathBuf,
}

/// The root that was given for a database before.
pub(super) fn root(database: &Path) -> Option<PathBuf> {
    let Root { root } = load(&folder()?, database, "toml")?;
    root.is_dir().then_some(root)
}

/// Remembers a root.
pub(super) fn save_root(database: &Path, root: &Path) {
    tell(folder().map(|folder| save(&folder, database, "toml", &Root { root: root.to_owned() })));
}

/// What the explorer was at when it ended.
pub(super) fn memory(database: &Path) -> Memory {
    folder().and_then(|folder| load(&folder, database, "explorer.toml")).unwrap_or_default()
}

/// Remembers that.
pub(super) fn save_memory(database: &Path, memory: &Memory) {
    tell(folder().map(|folder| save(&folder, database, "explorer.toml", memory)));
}

fn tell(saved: Option<anyhow::Result<()>>) {
    if let Some(Err(error)) = saved {
        tracing::warn!(%error, "nothing could be remembered");
    }
}

fn folder() -> Option<PathBuf> {
    let folders = etcetera::choose_base_strategy().ok()?;
    let state = folders.state_dir().unwrap_or_else(|| folders.data_dir());
    Some(state.join("magellan-tui"))
}

fn load<T: DeserializeOwned>(folder: &Path, database: &Path, ending: &str) -> Option<T> {
    let database = database.canonicalize().ok()?;
    let file = file(folder, &database, ending);
    if file.metadata().ok()?.len() > MAX_BYTES {
        return None;
    }
    let remembered: Remembered<T> = toml::from_str(&std::fs::read_to_string(file).ok()?).ok()?;
    (remembered.database == database).then_some(remembered.what)
}

fn save<T: Serialize>(folder: &Path, database: &Path, ending: &str, what: T) -> anyhow::Result<()> {
    let database = database.canonicalize()?;
    let file = file(folder, &database, ending);
    let text = toml::to_string(&Remembered { database, what })?;
    std::fs::create_dir_all(folder)?;
    // Whole or not at all: two programs may write it at once.
    let mut staged = tempfile::NamedTempFile::new_in(folder)?;
    std::io::Write::write_all(&mut staged, text.as_bytes())?;
    staged.persist(file)?;
    Ok(())
}

fn file(folder: &Path, database: &Path, ending: &str) -> PathBuf {
    let hash = blake3::hash(database.as_os_str().as_encoded_bytes()).to_hex();
    folder.join(format!("{}.{ending}", hash.get(..16).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn database(place: &Path, name: &str) -> PathBuf {
        let path = place.join(name);
        std::fs::write(&path, "").unwrap();
        path
    }

    #[test]
    fn each_database_has_a_root_of_its_own() {
        let place = tempfile::tempdir().unwrap();
        let state = place.path().join("state");
        let root = |database: &Path| load::<Root>(&state, database, "toml").map(|found| found.root);
        let (a, b) = (database(place.path(), "a.db"), database(place.path(), "b.db"));
        assert_eq!(root(&a), None);
        save(&state, &a, "toml", Root { root: "/srv".into() }).unwrap();
        assert_eq!(root(&a), Some("/srv".into()));
        assert_eq!(root(&b), None);
        std::fs::write(file(&state, &a.canonicalize().unwrap(), "toml"), "nonsense").unwrap();
        assert_eq!(root(&a), None);
    }

    #[test]
    fn what_the_explorer_was_at_comes_back() {
        let place = tempfile::tempdir().unwrap();
        let a = database(place.path(), "a.db");
        let mut memory = Memory { screen: "Explore".into(), ..Memory::default() };
        memory.searched("tick");
        save(place.path(), &a, "explorer.toml", &memory).unwrap();
        assert_eq!(load::<Memory>(place.path(), &a, "explorer.toml"), Some(memory));
    }
}
