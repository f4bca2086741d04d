//! Which files there are.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use ignore::{DirEntry, WalkBuilder};

use super::IndexError;
use crate::model::{Diagnostic, Language, Severity};
use crate::syntax::can_index;

/// A file that can be indexed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// Relative to the root, with `/`.
    pub(crate) path: String,
    /// Its language.
    pub(crate) language: Language,
    /// Its length in bytes.
    pub(crate) size: u64,
    /// Its modification time, in nanoseconds since the Unix epoch.
    pub(crate) modified_ns: i64,
}

/// What a walk found.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    /// By path.
    pub(crate) files: Vec<Found>,
    /// Cargo manifests, by path.
    pub(crate) manifests: Vec<String>,
    /// What could not be looked at.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Walks a folder: what version control ignores is left out (also outside of a repository), and so are
/// hidden files; no symbolic link is followed.
///
/// # Errors
/// Where `root` itself cannot be read.
pub(crate) fn walk(root: &Path, found: &dyn Fn(u64), cancel: &AtomicBool) -> Result<Walk, IndexError> {
    let failed = |source| IndexError::Root { path: root.to_owned(), source };
    std::fs::read_dir(root).map_err(failed)?;
    let walk = walk_with(root, true, found, cancel);
    if walk.files.is_empty() && !cancel.load(Ordering::Relaxed) {
        // A folder that a repository around it ignores, named by the user all the same.
        return Ok(walk_with(root, false, found, cancel));
    }
    Ok(walk)
}

/// Whether a folder holds any file that can be indexed.
///
/// # Errors
/// Where `root` itself cannot be read.
pub(crate) fn has_source(root: &Path) -> Result<bool, IndexError> {
    std::fs::read_dir(root).map_err(|source| IndexError::Root { path: root.to_owned(), source })?;
    let is_source = |entry: &DirEntry| {
        let language = Language::of_path(&entry.file_name().to_string_lossy());
        can_index(language) && entry.file_type().is_some_and(|kind| kind.is_file())
    };
    Ok([true, false].iter().any(|&parents| entries(root, parents).flatten().any(|entry| is_source(&entry))))
}

fn entries(root: &Path, parents: bool) -> ignore::Walk {
    WalkBuilder::new(root).parents(parents).require_git(false).follow_links(false).build()
}

fn walk_with(root: &Path, parents: bool, found: &dyn Fn(u64), cancel: &AtomicBool) -> Walk {
    let mut walk = Walk::default();
    for entry in entries(root, parents) {
        if cancel.load(Ordering::Relaxed) {
            break;
        }
        match entry {
            Ok(entry) => {
                if let Some(error) = entry.error() {
                    walk.complain(root, entry.path(), Severity::Warning, error.to_string());
                }
                walk.add(root, &entry);
                if walk.files.len() % 64 == 1 {
                    found(walk.files.len() as u64);
                }
            }
            Err(error) => {
                let path = path_of(&error).unwrap_or_else(|| root.to_owned());
                let what = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                let what = format!("{what}; make it readable to have it indexed");
                walk.complain(root, &path, Severity::Error, what);
            }
        }
    }
    walk.files.sort_by(|a, b| a.path.cmp(&b.path));
    walk.manifests.sort();
    walk.diagnostics.sort();
    found(walk.files.len() as u64);
    walk
}

impl Walk {
    fn add(&mut self, root: &Path, entry: &DirEntry) {
        let path = entry.path();
        let Some(kind) = entry.file_type() else { return };
        let language =
            path.file_name().map_or(Language::Other, |name| Language::of_path(&name.to_string_lossy()));
        let is_source = can_index(language);
        if kind.is_symlink() && (is_source || path.is_dir()) {
            self.complain(root, path, Severity::Note, "a symbolic link, not followed".to_owned());
        }
        let is_folder = kind.is_dir() || kind.is_symlink();
        if is_source && !is_folder && !kind.is_file() {
            self.complain(root, path, Severity::Note, "a pipe, socket or device, not read".to_owned());
        }
        let is_manifest = entry.file_name() == "Cargo.toml";
        if !kind.is_file() || !(is_source || is_manifest) {
            return;
        }
        let Some(relative) = relative(root, path) else {
            let what = "the name is not UTF-8 or holds control characters; rename it to have it indexed";
            self.complain(root, path, Severity::Error, what.to_owned());
            return;
        };
        if is_manifest {
            self.manifests.push(relative);
            return;
        }
        match entry.metadata() {
            Ok(metadata) => self.files.push(Found {
                path: relative,
                language,
                size: metadata.len(),
                modified_ns: metadata.modified().map_or(0, super::clock::ns_since_epoch),
            }),
            Err(error) => self.complain(root, path, Severity::Error, error.to_string()),
        }
    }

    fn complain(&mut self, root: &Path, path: &Path, severity: Severity, message: String) {
        let path = path.strip_prefix(root).unwrap_or(path).to_string_lossy();
        let path = path.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
        self.diagnostics.push(Diagnostic { path, line: 0, severity, message });
    }
}

/// A path below `root` with `/` between its parts; `None` where it cannot be shown or stored as text.
fn relative(root: &Path, path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> =
        path.strip_prefix(root).ok()?.components().map(|part| part.as_os_str().to_str()).collect();
    let path = parts?.join("/");
    (!path.is_empty() && !path.chars().any(char::is_control)).then_some(path)
}

fn path_of(error: &ignore::Error) -> Option<PathBuf> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path.clone()),
        ignore::Error::Loop { child, .. } => Some(child.clone()),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}
