//! The files of a run, to be looked into by their numbers; in memory stands what was looked into lately.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use quick_cache::Weighter;
use quick_cache::sync::Cache;

use super::bytes::Bytes;
use super::resolve::{Scopes, Seen, Source, Unit};
use super::scip::Word;
use super::shelf::{Facts, Place, Shelf};
use super::{FileFacts, encoding};
use crate::store::Store;

/// How much of what was looked into is kept in memory, in bytes, roughly.
const KEPT_BYTES: u64 = 128 << 20;

/// What a byte of facts comes to in memory, roughly: as it is, and the little that is taken out of it as a rule.
const GROWTH: u64 = 2;

/// What a file that was looked into takes beside its facts, in bytes, roughly.
const SEEN_BYTES: u64 = 1 << 10;

/// Files of a run by their numbers, to be looked into.
pub(crate) struct Shelved {
    shelf: Arc<Shelf>,
    /// The database that has the facts of some of them.
    store: Option<Arc<dyn Store>>,
    files: Vec<(String, Facts)>,
    kept: Cache<u32, Kept, Weigh>,
    has_failed: AtomicBool,
}

/// A file that was looked into, and what it takes in memory.
#[derive(Debug, Clone)]
struct Kept(Arc<Seen>, u64);

#[derive(Debug, Clone)]
struct Weigh;

impl Weighter<u32, Kept> for Weigh {
    fn weight(&self, _: &u32, kept: &Kept) -> u64 {
        kept.1
    }
}

impl Shelved {
    /// Files in the order of their numbers: path, and where the facts stand; and the `store` of which some do.
    pub(crate) fn new(
        shelf: Arc<Shelf>,
        files: Vec<(String, Facts)>,
        store: Option<Arc<dyn Store>>,
    ) -> Shelved {
        let count = files.len().min(1 << 16);
        let kept = Cache::with_weighter(count, KEPT_BYTES, Weigh);
        Shelved { shelf, store, files, kept, has_failed: AtomicBool::new(false) }
    }

    /// Whether a database has the facts of some of them.
    pub(crate) fn has_store(&self) -> bool {
        self.store.is_some()
    }

    /// Lets go of the database: nobody looks into files any more.
    pub(crate) fn close(&mut self) {
        self.store = None;
    }

    /// The path of a file.
    pub(crate) fn path(&self, file: u32) -> Option<&str> {
        self.files.get(file as usize).map(|(path, _)| path.as_str())
    }

    /// The number of a file, where files stand in the order of their paths.
    pub(crate) fn number(&self, path: &str) -> Option<u32> {
        let at = self.files.binary_search_by(|(other, _)| other.as_str().cmp(path)).ok()?;
        u32::try_from(at).ok()
    }

    /// Takes all files out.
    pub(crate) fn take(&mut self) -> Vec<(String, Facts)> {
        self.kept.clear();
        std::mem::take(&mut self.files)
    }

    /// Puts files in, in the order of their numbers.
    pub(crate) fn set(&mut self, files: Vec<(String, Facts)>) {
        self.files = files;
    }

    /// The paths of the files, in order.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|(path, _)| path.as_str())
    }

    /// Puts other facts in the place of a file's.
    pub(crate) fn replace(&mut self, file: u32, facts: Facts) {
        if let Some((_, known)) = self.files.get_mut(file as usize) {
            *known = facts;
            self.kept.remove(&file);
        }
    }

    /// Frees the memory of what was looked into.
    pub(crate) fn forget(&self) {
        self.kept.clear();
    }

    /// Whether something could not be looked into that was put there.
    pub(crate) fn has_failed(&self) -> bool {
        self.has_failed.load(Ordering::Relaxed)
    }

    /// The shelf itself.
    pub(crate) fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    /// Puts bytes onto the shelf. From any thread.
    ///
    /// # Errors
    /// Where they cannot be written: the disk is full.
    pub(crate) fn put(&self, bytes: &[u8]) -> io::Result<Place> {
        self.shelf.put(bytes)
    }

    /// What stands at a place of the shelf. What cannot be read is told by [`Shelved::has_failed`].
    pub(crate) fn read(&self, place: Place) -> Option<Arc<[u8]>> {
        self.noted(self.shelf.get(place).ok())
    }

    /// A file for whoever takes all that is in it, and is the only one who does: it is not kept.
    pub(crate) fn open(&self, file: u32) -> Option<Arc<Seen>> {
        self.noted(self.look(file)).map(|Kept(seen, _)| seen)
    }

    /// A file's path and facts, and what a compiler says of it.
    pub(crate) fn facts(&self, file: u32) -> Option<(&str, FileFacts, Option<Box<Word>>)> {
        let (path, facts) = self.files.get(file as usize)?;
        let (_, encoded) = self.noted(self.bytes(path, *facts))?;
        let (facts, word) = encoding::decode(path, &encoded)?;
        Some((path, facts, word))
    }

    /// What is in which scope of a file, and its facts, encoded.
    fn bytes(&self, path: &str, facts: Facts) -> Option<(Bytes, Bytes)> {
        match facts {
            Facts::OnShelf { place, scopes } => {
                Bytes::from(self.shelf.get(place).ok()?).split_at(scopes as usize)
            }
            Facts::Known { file, scopes } => {
                let encoded = self.store.as_ref()?.reader().ok()?.facts(file).ok()??;
                let scopes = match scopes {
                    Some(place) => Bytes::from(self.shelf.get(place).ok()?),
                    None => Bytes::from(&*scopes_of(path, &encoded)?),
                };
                Some((scopes, Bytes::from(&*encoded)))
            }
        }
    }

    /// Puts what is in which scope of a file onto the shelf, for [`Shelved::note_scopes`]; `None` where it is there, or where that
    /// fails: then it is made each time that the file is looked into. Cost: that of decoding all facts.
    pub(crate) fn keep_scopes(&self, file: u32) -> Option<(u32, Place)> {
        let (path, facts) = self.files.get(file as usize)?;
        let Facts::Known { scopes: None, .. } = facts else { return None };
        let (scopes, _) = self.bytes(path, *facts)?;
        Some((file, self.shelf.put(&scopes).ok()?))
    }

    /// Notes where on the shelf it stands what is in which scope of files.
    pub(crate) fn note_scopes(&mut self, places: impl IntoIterator<Item = (u32, Place)>) {
        for (file, place) in places {
            if let Some((_, Facts::Known { scopes, .. })) = self.files.get_mut(file as usize) {
                *scopes = Some(place);
            }
        }
    }

    fn look(&self, file: u32) -> Option<Kept> {
        let (path, facts) = self.files.get(file as usize)?;
        let (scopes, encoded) = self.bytes(path, *facts)?;
        let weight = SEEN_BYTES + GROWTH * (scopes.len() + encoded.len()) as u64;
        let unit = Unit::open(path.clone(), encoded)?;
        Some(Kept(Arc::new(Seen::new(unit, Scopes::new(scopes)?)), weight))
    }

    fn noted<T>(&self, found: Option<T>) -> Option<T> {
        if found.is_none() {
            self.has_failed.store(true, Ordering::Relaxed);
        }
        found
    }
}

/// What is in which scope of a file, from its encoded facts.
fn scopes_of(path: &str, encoded: &[u8]) -> Option<Vec<u8>> {
    let (mut facts, word) = encoding::decode(path, encoded)?;
    if let Some(word) = &word {
        word.extend(&mut facts);
    }
    Some(Scopes::encode(&facts))
}

impl Source for Shelved {
    fn seen(&self, file: u32) -> Option<Arc<Seen>> {
        let seen = self.kept.get_or_insert_with(&file, || self.look(file).ok_or(()));
        self.noted(seen.ok()).map(|Kept(seen, _)| seen)
    }
}
