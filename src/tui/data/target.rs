//! Where a copy may be made: what is at a path, and whether anything can be made there.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use rustix::fs::{Access, access, statvfs};

use crate::store::{self, Engine, Found, StoreError};

/// Numbers that are tried to make a name free.
const NUMBERS: u32 = 1000;

/// What a SQLite file or a database's writer keeps beside it.
const BESIDE: [&str; 5] = ["-wal", "-shm", "-journal", ".lock", ".building"];

/// What was found at a path at which a copy is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// The path, absolute.
    pub path: PathBuf,
    /// What is there.
    pub finding: Finding,
    /// Bytes that are free there, where that can be told.
    pub free_bytes: Option<u64>,
}

/// What is at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// Nothing: a copy can be made.
    Free,
    /// Something that can be replaced: `a fjall database`.
    Replaceable(&'static str),
    /// No copy can be made there; a line says why, and what to do.
    Refused(String),
}

/// The path that a user typed, absolute, with `~` for the home folder.
pub fn resolved(typed: &str) -> PathBuf {
    let at_home = typed.strip_prefix('~').filter(|rest| rest.is_empty() || rest.starts_with('/'));
    let path = match (at_home, std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest.trim_start_matches('/')),
        _ => PathBuf::from(typed),
    };
    std::path::absolute(&path).unwrap_or(path)
}

/// The name that a copy of `from` in `engine` would usually have, in the same folder; made free by a number.
pub fn preset(from: &Path, engine: Engine) -> PathBuf {
    let name = from.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let stem = [".db", ".sqlite", ".sqlite3", ".fjall"].iter().find_map(|ending| name.strip_suffix(ending));
    let stem = stem.filter(|stem| !stem.is_empty()).unwrap_or(&name);
    let ending = ending(engine);
    let first = from.with_file_name(format!("{stem}{ending}"));
    let numbered = (2..NUMBERS).map(|number| from.with_file_name(format!("{stem}-{number}{ending}")));
    std::iter::once(first.clone())
        .chain(numbered)
        .find(|path| path.symlink_metadata().is_err())
        .unwrap_or(first)
}

/// What the name of a database of an engine usually ends in.
pub fn ending(engine: Engine) -> &'static str {
    match engine {
        Engine::Fjall => ".fjall",
        Engine::Sqlite => ".db",
    }
}

/// Looks at the path that a user typed for a copy of `from`. Makes and changes nothing.
pub fn look(from: &Path, typed: &str) -> Look {
    let path = resolved(typed);
    let folder = path.parent().unwrap_or(&path).to_owned();
    let finding = if typed.is_empty() {
        Finding::Refused("there is no path yet: give one".to_owned())
    } else {
        found(from, &path, &folder).unwrap_or_else(Finding::Refused)
    };
    let free_bytes = statvfs(&folder).ok().map(|disk| disk.f_bavail.saturating_mul(disk.f_frsize));
    Look { path, finding, free_bytes }
}

fn found(from: &Path, path: &Path, folder: &Path) -> Result<Finding, String> {
    let Some(name) = path.file_name() else {
        return Err("this is no name for a database: give a folder and a name".to_owned());
    };
    let real_folder = match std::fs::metadata(folder) {
        Ok(metadata) if metadata.is_dir() => folder.canonicalize().map_err(|error| error.to_string())?,
        Ok(_) => return Err(format!("{} is no folder: give another path", folder.display())),
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
            return Err(format!("{} may not be entered: give another path", folder.display()));
        }
        Err(_) => {
            return Err(format!("there is no folder {}: make it, or give another path", folder.display()));
        }
    };
    // What is there is replaced where it stands, not where a link to it does; a link that leads nowhere is
    // something, too.
    let real = path.canonicalize().unwrap_or_else(|_| real_folder.join(name));
    apart(from, &real)?;
    if let Err(error) = access(real.parent().unwrap_or(&real_folder), Access::WRITE_OK | Access::EXEC_OK) {
        let why = if error == rustix::io::Errno::ROFS { "is on a read-only disk" } else { "is not writable" };
        return Err(format!("the folder {} {why}: give another path", folder.display()));
    }
    let no_database = |what: &str| {
        Err(format!(
            "{what} is there, no database of ours or Magellan's, and is never replaced: give another path"
        ))
    };
    if path.symlink_metadata().is_err() {
        return Ok(Finding::Free);
    }
    match store::identify(path).and_then(|found| match found {
        Found::Database(engine) => store::open(path).map(|_| Some(engine)),
        Found::Folder => Ok(None),
    }) {
        Ok(Some(Engine::Fjall)) => Ok(Finding::Replaceable("a fjall database")),
        Ok(Some(Engine::Sqlite)) => Ok(Finding::Replaceable("a SQLite database")),
        Err(StoreError::Empty { .. }) => Ok(Finding::Replaceable("an empty file")),
        Err(StoreError::Damaged { .. }) => Ok(Finding::Replaceable("a damaged database")),
        Err(StoreError::Newer { .. }) => Ok(Finding::Replaceable("a database of a newer version")),
        Ok(None) => no_database("a folder"),
        Err(StoreError::NotFound { .. }) => no_database("a link that leads nowhere"),
        Err(StoreError::NotMagellan { .. }) => no_database("a SQLite file of another program"),
        Err(StoreError::NotADatabase { what, .. }) => no_database(match what {
            "not a regular file" => "something that is no file",
            what => what,
        }),
        Err(_) => no_database("a file that cannot be read"),
    }
}

/// Fails where one of the two is the other, lies in it, or belongs to it.
fn apart(from: &Path, to: &Path) -> Result<(), String> {
    let from = from.canonicalize().unwrap_or_else(|_| from.to_owned());
    if to == from {
        return Err("this is the database that is to be copied: give another path".to_owned());
    }
    if to.starts_with(&from) {
        return Err("this lies in the database that is to be copied: give another path".to_owned());
    }
    if from.starts_with(to) {
        return Err("the database that is to be copied lies in this: give another path".to_owned());
    }
    let belongs = |ending: &&str| {
        let mut beside = OsString::from(from.as_os_str());
        beside.push(ending);
        to == Path::new(&beside)
    };
    match BESIDE.iter().find(|ending| belongs(ending)) {
        Some(_) => {
            Err("this name belongs to the database that is to be copied: give another path".to_owned())
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preset_has_the_other_ending_and_a_free_name() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        assert_eq!(preset(&at("x.db"), Engine::Fjall), at("x.fjall"));
        assert_eq!(preset(&at("x.fjall"), Engine::Sqlite), at("x.db"));
        assert_eq!(preset(&at("x"), Engine::Sqlite), at("x.db"));
        assert_eq!(preset(&at("a.b.sqlite3"), Engine::Fjall), at("a.b.fjall"));
        std::fs::write(at("x.fjall"), "").unwrap();
        std::fs::write(at("x-2.fjall"), "").unwrap();
        assert_eq!(preset(&at("x.db"), Engine::Fjall), at("x-3.fjall"));
        std::os::unix::fs::symlink("nowhere", at("x.db")).unwrap();
        assert_eq!(
            preset(&at("x.db"), Engine::Sqlite),
            at("x-2.db"),
            "a link that leads nowhere is something"
        );
    }

    #[test]
    fn every_bad_path_is_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name).display().to_string();
        let from = folder.path().join("x.db");
        std::fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/magellan-4.17.0.db"), &from)
            .unwrap();
        std::fs::copy(&from, at("other.db")).unwrap();
        std::fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/notes.db"), at("foreign.db"))
            .unwrap();
        std::fs::write(at("text"), "text\n").unwrap();
        std::fs::write(at("empty"), "").unwrap();
        std::fs::create_dir(at("folder")).unwrap();
        std::os::unix::fs::symlink("nowhere", at("link")).unwrap();
        std::os::unix::fs::symlink("x.db", at("alias")).unwrap();
        let says = |path: &str| match look(&from, path).finding {
            Finding::Refused(why) => why,
            other => format!("{other:?}"),
        };
        for (path, words) in [
            (String::new(), "there is no path yet"),
            ("/".to_owned(), "this is no name"),
            (at("x.db"), "is the database that is to be copied"),
            (at("alias"), "is the database that is to be copied"),
            (at("x.db-wal"), "belongs to the database"),
            (at("x.db/inside"), "is no folder"),
            (folder.path().display().to_string(), "to be copied lies in this"),
            (at("none/x.fjall"), "there is no folder"),
            (at("text"), "a text file is there"),
            (at("empty"), "Replaceable(\"an empty file\")"),
            (at("folder"), "a folder is there"),
            (at("link"), "a link that leads nowhere is there"),
            ("/dev/null".to_owned(), "something that is no file is there"),
            (at("other.db"), "Replaceable(\"a SQLite database\")"),
            (at("foreign.db"), "a SQLite file of another program is there"),
            (at("new.fjall"), "Free"),
        ] {
            assert!(says(&path).contains(words), "{path}: {}", says(&path));
        }
        assert!(look(&from, &at("new.fjall")).free_bytes.is_some());
    }

    #[test]
    fn a_copy_may_not_lie_in_its_source() {
        let folder = tempfile::tempdir().unwrap();
        let from = folder.path().join("x.fjall");
        std::fs::create_dir(&from).unwrap();
        let inside = from.join("copy.db");
        let finding = look(&from, &inside.display().to_string()).finding;
        assert!(matches!(finding, Finding::Refused(why) if why.contains("lies in the database")));
    }

    #[test]
    fn a_tilde_is_the_home_folder() {
        let home = std::env::home_dir().unwrap();
        assert_eq!(resolved("~/x.db"), home.join("x.db"));
        assert_eq!(resolved("/a/~/x"), PathBuf::from("/a/~/x"));
        assert!(resolved("~x").ends_with("~x"));
        assert!(resolved("x").is_absolute());
    }
}
