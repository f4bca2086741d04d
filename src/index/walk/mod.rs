//! Which files there are.

mod ignores;

use std::ffi::OsStr;
use std::fs::{DirEntry, FileType};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use ignores::{Ignores, Present, Said};

use super::live::Scope;
use super::packages::is_manifest;
use super::rules::{Reason, Rules, Skip};
use super::{IndexError, clock};
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
    /// Manifests of packages, by path.
    pub(crate) manifests: Vec<String>,
    /// Files of source that were left out, and folders, by path.
    pub(crate) skips: Vec<Skip>,
    /// What could not be looked at.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Whether lists of what is to be ignored were heard that stand in folders above the root.
    pub(crate) parents: bool,
}

/// Folders that hold no sources but what a tool keeps beside them. Nobody needs to be told.
const KEPT_BY_TOOLS: [&str; 7] = [".git", ".hg", ".svn", ".jj", ".bzr", "_darcs", ".magellan"];

/// Walks a folder by its rules; no symbolic link is followed. Opens nothing but folders and lists of what is to
/// be ignored. Each folder is told to `enter` before it is read.
///
/// # Errors
/// Where `root` itself cannot be read.
pub(crate) fn walk(
    root: &Path,
    rules: &Rules,
    enter: &dyn Fn(&Path),
    found: &dyn Fn(u64),
    cancel: &AtomicBool,
) -> Result<Walk, IndexError> {
    walk_until(root, rules, enter, found, &|_| !cancel.load(Ordering::Relaxed))
}

/// Walks until there is a file that can be indexed.
///
/// # Errors
/// Where `root` itself cannot be read.
pub(crate) fn first_source(root: &Path, rules: &Rules) -> Result<Walk, IndexError> {
    walk_until(root, rules, &|_| {}, &|_| {}, &|walk| walk.files.is_empty())
}

/// Looks only at what is in a scope, with lists from above the root or not, as [`Walk::parents`] says. Cost: a read of
/// the folders that lead there, and of those in it.
///
/// # Errors
/// Where `root` itself cannot be read.
pub(crate) fn walk_within(
    root: &Path,
    rules: &Rules,
    enter: &dyn Fn(&Path),
    parents: bool,
    scope: &Scope,
    cancel: &AtomicBool,
) -> Result<Walk, IndexError> {
    std::fs::read_dir(root).map_err(|source| IndexError::Root { path: root.to_owned(), source })?;
    let go_on = |_: &Walk| !cancel.load(Ordering::Relaxed);
    Ok(walk_with(root, rules, (parents, scope), enter, &|_| {}, &go_on))
}

/// Walks as long as `go_on` says.
fn walk_until(
    root: &Path,
    rules: &Rules,
    enter: &dyn Fn(&Path),
    found: &dyn Fn(u64),
    go_on: &dyn Fn(&Walk) -> bool,
) -> Result<Walk, IndexError> {
    let failed = |source| IndexError::Root { path: root.to_owned(), source };
    std::fs::read_dir(root).map_err(failed)?;
    // Lists of what is to be ignored name paths as they stand on the disk.
    let root = &root.canonicalize().map_err(failed)?;
    let walk = walk_with(root, rules, (true, &Scope::All), enter, found, go_on);
    if walk.files.is_empty() && go_on(&walk) && !rules.ignored {
        // A folder that a repository around it ignores, named by the user all the same.
        return Ok(walk_with(root, rules, (false, &Scope::All), enter, found, go_on));
    }
    Ok(walk)
}

/// A folder to look into.
struct Folder {
    path: PathBuf,
    /// Relative to the root, with `/` at its end; empty for the root. `None` where that cannot be shown or stored as text.
    relative: Option<String>,
    ignores: Ignores,
}

fn walk_with(
    root: &Path,
    rules: &Rules,
    (parents, scope): (bool, &Scope),
    enter: &dyn Fn(&Path),
    found: &dyn Fn(u64),
    go_on: &dyn Fn(&Walk) -> bool,
) -> Walk {
    let walk = Walk { parents, ..Walk::default() };
    let mut walker = Walker { root, rules, scope, walk, folders: Vec::new() };
    let ignores = if rules.ignored { Ignores::none() } else { Ignores::above(root, parents) };
    walker.folders.push(Folder { path: root.to_owned(), relative: Some(String::new()), ignores });
    while let Some(folder) = walker.folders.pop() {
        if !go_on(&walker.walk) {
            break;
        }
        enter(&folder.path);
        walker.look_into(&folder);
        found(walker.walk.files.len() as u64);
    }
    let mut walk = walker.walk;
    walk.files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    walk.manifests.sort_unstable();
    walk.skips.sort_unstable();
    walk.diagnostics.sort();
    walk
}

struct Walker<'a> {
    root: &'a Path,
    rules: &'a Rules,
    scope: &'a Scope,
    walk: Walk,
    /// Those to look into yet.
    folders: Vec<Folder>,
}

impl Walker<'_> {
    fn look_into(&mut self, folder: &Folder) {
        let mut entries = Vec::new();
        let mut present = Present::default();
        match std::fs::read_dir(&folder.path) {
            Ok(list) => {
                for entry in list {
                    match entry {
                        Ok(entry) => {
                            let name = entry.file_name();
                            present.note(&name);
                            entries.push((name, entry));
                        }
                        Err(error) => self.unreadable(&folder.path, &error),
                    }
                }
            }
            Err(error) => self.unreadable(&folder.path, &error),
        }
        let ignores = if self.rules.ignored {
            folder.ignores.clone()
        } else {
            let mut complaints = Vec::new();
            let mut complain = |path: &Path, what: String| complaints.push((path.to_owned(), what));
            let ignores = folder.ignores.within(&folder.path, present, &mut complain);
            for (path, what) in complaints {
                self.complain(&path, Severity::Warning, what);
            }
            ignores
        };
        for (name, entry) in entries {
            match entry.file_type() {
                Ok(kind) => self.entry(folder, &ignores, &name, &entry, kind),
                Err(error) => self.complain(&entry.path(), Severity::Error, error.to_string()),
            }
        }
    }

    fn entry(&mut self, folder: &Folder, ignores: &Ignores, name: &OsStr, entry: &DirEntry, kind: FileType) {
        let is_folder = kind.is_dir();
        let language = Language::of_path(&name.to_string_lossy());
        let is_source = can_index(language);
        let is_manifest = is_manifest(name);
        if is_folder {
            if KEPT_BY_TOOLS.iter().any(|kept| name == *kept) {
                return;
            }
        } else if !(is_source || is_manifest || kind.is_symlink()) {
            return;
        }
        let path = entry.path();
        let relative = folder.relative.as_ref().and_then(|above| {
            let name = name.to_str().filter(|name| !name.chars().any(char::is_control))?;
            Some(format!("{above}{name}"))
        });
        let shown = relative.clone().unwrap_or_else(|| self.shown(&path));
        let is_in_scope = match is_folder {
            true => self.scope.leads_through(&format!("{shown}/")),
            false => self.scope.covers(&shown),
        };
        if !is_in_scope {
            return;
        }
        let left_out = self.left_out(ignores, name, &path, &shown, is_folder);
        // What names mean is said by a manifest also where a list names it: who builds the project does not ask.
        let is_read = is_manifest && !is_source && !is_folder && left_out == Some(Reason::Ignored);
        if let Some(reason) = left_out.filter(|_| !is_read) {
            if (is_folder || is_source) && !kind.is_symlink() {
                self.walk.skips.push(Skip { path: shown, is_folder, reason });
            }
        } else if is_folder {
            let relative = relative.map(|relative| relative + "/");
            self.folders.push(Folder { path, relative, ignores: ignores.clone() });
        } else if kind.is_symlink() {
            if is_source || path.is_dir() {
                self.complain(&path, Severity::Note, "a symbolic link, not followed".to_owned());
            }
        } else if !kind.is_file() {
            if is_source {
                self.complain(&path, Severity::Note, "a pipe, socket or device, not read".to_owned());
            }
        } else if let Some(relative) = relative {
            if is_manifest {
                self.walk.manifests.push(relative);
            } else {
                self.source(entry, relative, language);
            }
        } else {
            let what = "the name is not UTF-8 or holds control characters; rename it to have it indexed";
            self.complain(&path, Severity::Error, what.to_owned());
        }
    }

    /// Why an entry is left out, as far as its name tells.
    fn left_out(
        &self,
        ignores: &Ignores,
        name: &OsStr,
        path: &Path,
        relative: &str,
        is_folder: bool,
    ) -> Option<Reason> {
        match ignores.of(path, is_folder) {
            Said::Ignored => return Some(Reason::Ignored),
            Said::Nothing if !self.rules.hidden && name.as_encoded_bytes().starts_with(b".") => {
                return Some(Reason::Hidden);
            }
            Said::Nothing | Said::Wanted => {}
        }
        self.rules.is_excluded(relative, is_folder).then_some(Reason::Excluded)
    }

    fn source(&mut self, entry: &DirEntry, path: String, language: Language) {
        let metadata = match entry.metadata() {
            Ok(metadata) => metadata,
            Err(error) => return self.complain(&entry.path(), Severity::Error, error.to_string()),
        };
        if let Some(reason) = self.rules.of_file(&path, language, metadata.len()) {
            return self.walk.skips.push(Skip { path, is_folder: false, reason });
        }
        self.walk.files.push(Found {
            path,
            language,
            size: metadata.len(),
            modified_ns: metadata.modified().map_or(0, clock::ns_since_epoch),
        });
    }

    fn unreadable(&mut self, path: &Path, error: &std::io::Error) {
        let what = format!("{error}; make it readable to have it indexed");
        self.complain(path, Severity::Error, what);
    }

    fn complain(&mut self, path: &Path, severity: Severity, message: String) {
        let path = self.shown(path);
        self.walk.diagnostics.push(Diagnostic { path, line: 0, severity, message });
    }

    /// A path below the root as text that steers no terminal.
    fn shown(&self, path: &Path) -> String {
        let path = path.strip_prefix(self.root).unwrap_or(path).to_string_lossy();
        path.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
    }
}
