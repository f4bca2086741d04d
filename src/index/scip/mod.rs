//! A compiler's word: what a SCIP index says of names, in the place of what we find ourselves.
//!
//! It is another input beside the text. What it says of a file is held against the file's text once ([`build`]), kept beside the
//! file's facts ([`Word`]) for as long as the text is the same, and put over what was resolved ([`apply`]).

mod build;
mod input;
mod lines;
mod names;
mod scopes;
mod word;

pub(super) use input::check;
pub(crate) use word::{Defined, Key, Word, apply};

use std::collections::{BTreeSet, HashMap, HashSet};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use super::resolve::Glance;
use super::shelf::Taken;
use super::shelved::Shelved;
use super::write::Seen;
use super::{FileFacts, IndexError, text};
use crate::model::{Diagnostic, Severity};

/// At most so many files are told of that an index is not true of.
const MAX_TOLD: usize = 50;

/// What became of the documents of SCIP indexes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Heard {
    /// Files that the compiler's word was taken of.
    pub files: u64,
    /// Files whose text is another by now.
    pub stale: u64,
    /// Documents of what is not in the index.
    pub elsewhere: u64,
}

/// The files that SCIP indexes may speak of.
pub(super) struct Listening<'a> {
    pub(super) root: &'a Path,
    pub(super) files: &'a mut Shelved,
    /// What the directory is to know of each file, how it was found, and whether its records stay as they are.
    pub(super) found: &'a mut [(Glance, Seen, bool)],
    pub(super) cancel: &'a AtomicBool,
}

impl Listening<'_> {
    /// Reads SCIP indexes and takes their word of the files that they cover: of several for a file, the first that
    /// is true of it. Gives what became of their documents. Cost: a read of the indexes and of the files that they
    /// cover.
    ///
    /// # Errors
    /// Where an index cannot be read, or what it says cannot be kept.
    pub(super) fn hear(
        &mut self,
        indexes: &[PathBuf],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<Heard, IndexError> {
        let by_path: HashMap<String, u32> =
            (0u32..).zip(self.files.paths()).map(|(at, path)| (path.to_owned(), at)).collect();
        let mut heard = Heard::default();
        let mut taken: BTreeSet<u32> = BTreeSet::new();
        let mut kept = Ok(());
        for index in indexes {
            input::documents(index, &mut |from, document| {
                if self.cancel.load(Ordering::Relaxed) || kept.is_err() {
                    return;
                }
                let at = relative(self.root, from, &document.relative_path);
                let at = at.and_then(|path| by_path.get(&path).copied());
                let found = at.and_then(|at| Some((at, self.found.get(at as usize)?)));
                let Some((at, (_, seen, false))) = found else {
                    heard.elsewhere += 1;
                    return;
                };
                if taken.contains(&at) {
                    return;
                }
                let Some((path, facts, known)) = self.files.facts(at) else { return };
                let read = text::read(&self.root.join(path), &|| true).ok().flatten();
                let text = read.filter(|read| read.hash == seen.hash);
                let said = text.and_then(|read| build::word(&facts, &read.text.head, &document));
                if said.is_some() {
                    heard.files += 1;
                    taken.insert(at);
                } else {
                    heard.stale += 1;
                    if heard.stale <= MAX_TOLD as u64 {
                        diagnostics.push(stale(path, index));
                    }
                }
                let word = said.map(Box::new).or(known);
                kept = self.keep(at, facts, word.as_deref());
            })?;
        }
        kept.and_then(|()| self.settle(&taken)).map_err(|source| IndexError::Shelf { source })?;
        Ok(heard)
    }

    fn keep(&mut self, at: u32, facts: FileFacts, word: Option<&Word>) -> io::Result<()> {
        let taken = Taken::put_heard(self.files.shelf(), facts, word)?;
        self.files.replace(at, taken.facts);
        if let Some((glance, ..)) = self.found.get_mut(at as usize) {
            *glance = taken.glance;
        }
        Ok(())
    }

    /// Tells what compilers know from outside of the project from what it defines.
    fn settle(&mut self, taken: &BTreeSet<u32>) -> io::Result<()> {
        let defined = self.found.iter().flat_map(|(glance, ..)| &glance.defines);
        let defined: HashSet<Key> = defined.map(|(key, _, _)| *key).collect();
        for &at in taken {
            let Some((_, facts, Some(mut word))) = self.files.facts(at) else { continue };
            word.settle(&|key| defined.contains(&key));
            self.keep(at, facts, Some(&word))?;
        }
        Ok(())
    }
}

fn stale(path: &str, index: &Path) -> Diagnostic {
    let index = index.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let message = format!("{index} is not of this text, and was not heard; make it anew");
    Diagnostic { path: path.to_owned(), line: 0, severity: Severity::Note, message }
}

/// The path of a document from our root. It is from the folder that the index says, if that is above or below our root; else it
/// is taken for one from our root: the index may have been made elsewhere.
fn relative(root: &Path, from: Option<&Path>, path: &str) -> Option<String> {
    let from = from.and_then(|from| from.canonicalize().ok());
    let from = from.filter(|from| from.starts_with(root) || root.starts_with(from));
    let whole = from.as_deref().unwrap_or(root).join(path);
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.strip_prefix(root).ok()?.components() {
        match part {
            Component::Normal(part) => parts.push(part.to_str()?),
            Component::CurDir => {}
            Component::ParentDir => {
                parts.pop()?;
            }
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_found_from_where_the_index_was_made() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let (sub, other) = (root.join("sub"), tempfile::tempdir().unwrap());
        std::fs::create_dir(&sub).unwrap();
        let at =
            |root: &Path, from: Option<&Path>, path: &str| relative(root, from, path).unwrap_or_default();
        assert_eq!(at(&root, None, "a/b.rs"), "a/b.rs");
        assert_eq!(at(&root, Some(&root), "./a/../b.rs"), "b.rs");
        assert_eq!(at(&root, Some(&sub), "b.rs"), "sub/b.rs");
        assert_eq!(at(&sub, Some(&root), "sub/b.rs"), "b.rs");
        assert_eq!(at(&sub, Some(&root), "b.rs"), "");
        assert_eq!(at(&root, Some(other.path()), "b.rs"), "b.rs");
        assert_eq!(at(&root, Some(Path::new("/no/such/folder")), "b.rs"), "b.rs");
        assert_eq!(at(&root, None, "../b.rs"), "");
    }
}
