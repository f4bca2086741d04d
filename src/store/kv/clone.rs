//! A second folder with the content of a generation, made in no time.
//!
//! fjall's tables never change once they are written: a hard link to one is as good as a copy, and
//! outlives the original. All else in a generation is small and copied.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Where a clone has its tables.
#[derive(Debug, Clone, Copy)]
pub(super) enum Tables<'a> {
    /// In the clone.
    Within(Otherwise),
    /// In this folder, which the clone leads to: it may be on another file system, where there can be no
    /// hard links.
    At(&'a Path),
}

/// How a clone comes to the tables where the file system or the rights allow no hard links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Otherwise {
    /// By symbolic links: for what is only read.
    Symlink,
    /// By copies.
    Copy,
}

/// The folders that hold what never changes.
const UNCHANGING: [&str; 2] = ["tables", "blobs"];

/// The file that fjall locks; each clone has one of its own.
const LOCK: &str = "lock";

/// The journal of every generation and clone: empty, since a generation is closed with everything in its
/// tables. It must be there, or fjall does not look how far its counters are.
const JOURNAL: &str = "0.jnl";

/// Folders in folders that a generation has at most.
const DEPTH: u32 = 6;

/// Clones the generation in the folder `from` into the folder `to`, which must not be there.
///
/// # Errors
/// `NotFound` also where the generation was removed meanwhile.
pub(super) fn clone(from: &Path, to: &Path, tables: Tables<'_>) -> std::io::Result<()> {
    fs::create_dir(to)?;
    clone_folder(from, to, tables, DEPTH)?;
    File::create(to.join(LOCK))?;
    File::create(to.join(JOURNAL))?;
    Ok(())
}

fn clone_folder(from: &Path, to: &Path, tables: Tables<'_>, depth: u32) -> std::io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (name, path) = (entry.file_name(), entry.path());
        let target = to.join(&name);
        if entry.file_type()?.is_dir() {
            if depth == 0 {
                return Err(ErrorKind::InvalidData.into());
            }
            if UNCHANGING.iter().any(|unchanging| name == *unchanging) {
                link_tables(&path, &target, tables)?;
            } else {
                fs::create_dir(&target)?;
                clone_folder(&path, &target, tables, depth - 1)?;
            }
        } else if name != LOCK && !is_journal(&path) {
            is_plain(&entry)?;
            fs::copy(&path, &target)?;
        }
    }
    Ok(())
}

/// Makes a folder `to` with the tables of the folder `from`.
fn link_tables(from: &Path, to: &Path, tables: Tables<'_>) -> std::io::Result<()> {
    let otherwise = match tables {
        Tables::Within(otherwise) => {
            fs::create_dir(to)?;
            otherwise
        }
        Tables::At(folder) => {
            // One of many folders of that name: told apart by the keyspace that it is of.
            let keyspace = from.parent().and_then(Path::file_name).unwrap_or_default();
            let name = [keyspace, from.file_name().unwrap_or_default()].join(OsStr::new("-"));
            let folder = fs::canonicalize(folder)?.join(name);
            fs::create_dir(&folder)?;
            std::os::unix::fs::symlink(folder, to)?;
            Otherwise::Symlink
        }
    };
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        is_plain(&entry)?;
        link(&entry.path(), &to.join(entry.file_name()), otherwise)?;
    }
    Ok(())
}

/// A generation holds plain files: what leads elsewhere, or never ends, was put there by somebody else.
fn is_plain(entry: &fs::DirEntry) -> std::io::Result<()> {
    if entry.file_type()?.is_file() { Ok(()) } else { Err(ErrorKind::InvalidData.into()) }
}

fn link(from: &Path, to: &Path, otherwise: Otherwise) -> std::io::Result<()> {
    match (fs::hard_link(from, to), otherwise) {
        (Ok(()), _) => Ok(()),
        (Err(error), _) if error.kind() == ErrorKind::NotFound => Err(error),
        (Err(_), Otherwise::Symlink) => std::os::unix::fs::symlink(fs::canonicalize(from)?, to),
        (Err(_), Otherwise::Copy) => {
            fs::copy(from, to)?;
            File::open(to)?.sync_all()
        }
    }
}

/// Leaves the journal of a closed database empty. Gives it: it is to be made durable.
///
/// # Errors
/// Where the folder cannot be written.
pub(super) fn close(path: &Path) -> std::io::Result<PathBuf> {
    for entry in fs::read_dir(path)? {
        let path = entry?.path();
        if is_journal(&path) {
            fs::remove_file(path)?;
        }
    }
    let journal = path.join(JOURNAL);
    File::create(&journal)?;
    Ok(journal)
}

fn is_journal(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "jnl")
}
