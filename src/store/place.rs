//! Where the index of a folder lives.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use etcetera::BaseStrategy;

use super::{Engine, Result, StoreError};

/// The folder inside the sources that holds databases, Magellan's and ours.
const FOLDER: &str = ".magellan";
/// Magellan's own database in it.
const MAGELLAN: &str = "magellan.db";
/// Endings by which the name of a new database says that it is to be a SQLite file.
const SQLITE_ENDINGS: [&str; 3] = ["db", "sqlite", "sqlite3"];

/// Our index in it.
fn own_name(engine: Engine) -> &'static str {
    match engine {
        Engine::Fjall => "tui.fjall",
        Engine::Sqlite => "tui.db",
    }
}

/// The engine that a new database of this name is made with: SQLite where it ends in `.db`, `.sqlite` or
/// `.sqlite3`, else fjall. What engine holds a database that is there its content says
/// ([`super::identify`]).
pub fn engine_by_name(path: &Path) -> Engine {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    let is_sqlite = ending.is_some_and(|ending| SQLITE_ENDINGS.contains(&ending.as_str()));
    if is_sqlite { Engine::Sqlite } else { Engine::Fjall }
}

/// The database to explore for a folder of source: of our indexes (`.magellan/tui.fjall` and
/// `.magellan/tui.db`, or those in the user's cache folder) the one that was committed last, else
/// Magellan's own (`.magellan/magellan.db`); `None` where there is none.
pub fn find_database(folder: &Path) -> Option<PathBuf> {
    let magellan = || Some(folder.join(FOLDER).join(MAGELLAN)).filter(|path| path.is_file());
    find_index(folder, None).or_else(magellan)
}

/// The index of our own that a folder of source has: of `engine`, or where that is `None` the one that was
/// committed last.
pub fn find_index(folder: &Path, engine: Option<Engine>) -> Option<PathBuf> {
    indexes(folder, engine).into_iter().next()
}

/// Whether a database lies where an index of this folder's own does.
pub fn is_own_index(folder: &Path, database: &Path) -> bool {
    let Ok(database) = database.canonicalize() else { return false };
    indexes(folder, None).iter().any(|own| own.canonicalize().is_ok_and(|own| own == database))
}

/// Where the index of a folder is to be kept: where there is one already that can be written (of `engine`,
/// or where that is `None` the one that was committed last), else at a new place: `tui.fjall` or `tui.db`
/// in the folder's `.magellan`, or where that cannot be written, below the user's cache folder. A new index
/// is fjall's where `engine` is `None`. Makes the folder that the index is in, with a `.gitignore` of its
/// own.
///
/// # Errors
/// Where neither folder can be written.
pub fn index_path(folder: &Path, engine: Option<Engine>) -> Result<PathBuf> {
    let can_be_written = |index: &PathBuf| index.parent().is_some_and(|parent| prepare(parent).is_ok());
    if let Some(index) = indexes(folder, engine).into_iter().find(can_be_written) {
        return Ok(index);
    }
    let name = own_name(engine.unwrap_or(Engine::Fjall));
    let inside = folder.join(FOLDER);
    let refused = match prepare(&inside) {
        Ok(()) => return Ok(inside.join(name)),
        Err(error) => error,
    };
    if let Some(cache) = cache_folder(folder)
        && prepare(&cache).is_ok()
    {
        return Ok(cache.join(name));
    }
    Err(match refused.kind() {
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            StoreError::Permission { path: inside, access: "write" }
        }
        _ => StoreError::Io { path: inside, source: refused },
    })
}

/// The indexes of our own that a folder has, the one that was committed last first.
fn indexes(folder: &Path, engine: Option<Engine>) -> Vec<PathBuf> {
    let engines = [Engine::Fjall, Engine::Sqlite].into_iter().filter(|&has| engine.is_none_or(|e| e == has));
    let places: Vec<PathBuf> =
        [Some(folder.join(FOLDER)), cache_folder(folder)].into_iter().flatten().collect();
    let mut found: Vec<(SystemTime, PathBuf)> = engines
        .flat_map(|engine| places.iter().map(move |place| (engine, place.join(own_name(engine)))))
        .filter_map(|(engine, path)| Some((committed(engine, &path)?, path)))
        .collect();
    // Stable: of two of one time, as a coarse clock gives them, the first place wins.
    found.sort_by_key(|(committed, _)| std::cmp::Reverse(*committed));
    found.into_iter().map(|(_, path)| path).collect()
}

/// When an index was committed last; `None` where there is none. One that lost what says so is older than
/// any other, but still there: whoever opens it is told what is wrong with it.
fn committed(engine: Engine, path: &Path) -> Option<SystemTime> {
    let metadata = fs::metadata(path).ok()?;
    let modified = |metadata: fs::Metadata| metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
    match engine {
        Engine::Sqlite => metadata.is_file().then(|| modified(metadata)),
        Engine::Fjall if metadata.is_dir() => {
            Some(fs::metadata(path.join("current")).map_or(SystemTime::UNIX_EPOCH, modified))
        }
        Engine::Fjall => None,
    }
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
    use std::fs::File;
    use std::time::Duration;

    use super::*;

    fn touch(path: &Path, seconds: u64) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let file = File::options().create(true).append(true).open(path).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)).unwrap();
    }

    #[test]
    fn our_index_comes_before_magellans() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(find_database(folder.path()), None);
        let own = index_path(folder.path(), None).unwrap();
        assert_eq!(own, folder.path().join(".magellan/tui.fjall"));
        assert_eq!(fs::read_to_string(folder.path().join(".magellan/.gitignore")).unwrap(), "*\n");
        assert_eq!(find_database(folder.path()), None, "asking for the place makes no database");
        let magellan = folder.path().join(".magellan/magellan.db");
        touch(&magellan, 9);
        assert_eq!(find_database(folder.path()), Some(magellan));
        touch(&own.join("current"), 5);
        assert_eq!(find_database(folder.path()), Some(own.clone()));
        assert!(is_own_index(folder.path(), &own) && !is_own_index(folder.path(), folder.path()));
    }

    #[test]
    fn of_two_engines_the_one_committed_last_wins() {
        let folder = tempfile::tempdir().unwrap();
        let [fjall, sqlite] = ["tui.fjall", "tui.db"].map(|name| folder.path().join(".magellan").join(name));
        let path = |engine| index_path(folder.path(), engine).unwrap();
        touch(&sqlite, 5);
        assert_eq!(path(None), sqlite, "what is there is brought up to date");
        assert_eq!(path(Some(Engine::Fjall)), fjall, "unless another is asked for");
        for (seconds, last) in [(4, &sqlite), (6, &fjall)] {
            touch(&fjall.join("current"), seconds);
            assert_eq!(find_database(folder.path()).as_ref(), Some(last));
            assert_eq!(path(None), *last);
        }
        assert_eq!(find_index(folder.path(), Some(Engine::Sqlite)), Some(sqlite.clone()));
        assert_eq!(path(Some(Engine::Sqlite)), sqlite);
        assert!(is_own_index(folder.path(), &sqlite) && is_own_index(folder.path(), &fjall));
        // What was committed is not known any more: better than none, worse than any other.
        fs::remove_file(fjall.join("current")).unwrap();
        assert_eq!(find_database(folder.path()), Some(sqlite.clone()));
        fs::remove_file(&sqlite).unwrap();
        assert_eq!(find_database(folder.path()), Some(fjall));
    }

    #[test]
    fn a_name_tells_the_engine_of_a_new_database() {
        for name in ["x.db", "x.sqlite", "x.SQLite3", "a/tui.db"] {
            assert_eq!(engine_by_name(Path::new(name)), Engine::Sqlite, "{name}");
        }
        for name in ["x", "x.fjall", ".db", "x.db.d", "tui.fjall/"] {
            assert_eq!(engine_by_name(Path::new(name)), Engine::Fjall, "{name}");
        }
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
