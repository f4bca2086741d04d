//! What was found in files, on disk until it is written, and in memory what was looked into lately: a run needs
//! no more memory for a large project than for a small one, but for a few bytes a symbol.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use quick_cache::Weighter;
use quick_cache::sync::Cache;

use super::bytes::Bytes;
use super::flow::FileFlow;
use super::resolve::{Glance, Scopes, Seen, Source, Unit};
use super::scip::Word;
use super::{FileFacts, encoding};

/// How much of what was looked into is kept in memory, in bytes, roughly.
const KEPT_BYTES: u64 = 128 << 20;

/// What a byte on the shelf comes to in memory, roughly: as it is, and the little that is taken out of it as a rule.
const GROWTH: u64 = 2;

/// What a file that was looked into takes beside its facts, in bytes, roughly.
const SEEN_BYTES: u64 = 1 << 10;

/// A file of which nobody knows the name, for bytes that are needed once more.
#[derive(Debug)]
pub(crate) struct Shelf {
    file: File,
    end: AtomicU64,
}

/// Where something stands on the shelf.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    at: u64,
    length: u32,
}

impl Shelf {
    /// An empty one, on the disk that the database is on: a folder for what is temporary may be in memory.
    ///
    /// # Errors
    /// Where no file can be made there.
    pub(crate) fn new(database: &Path) -> io::Result<Shelf> {
        let folder = database.ancestors().skip(1).find(|folder| folder.is_dir());
        let file = tempfile::tempfile_in(folder.unwrap_or(Path::new(".")))?;
        Ok(Shelf { file, end: AtomicU64::new(0) })
    }

    /// How many bytes have been put there.
    pub(crate) fn size(&self) -> u64 {
        self.end.load(Ordering::Relaxed)
    }

    /// Puts bytes there. From any thread.
    ///
    /// # Errors
    /// Where they cannot be written: the disk is full.
    pub(crate) fn put(&self, bytes: &[u8]) -> io::Result<Place> {
        let length = u32::try_from(bytes.len()).map_err(|_| io::ErrorKind::FileTooLarge)?;
        let at = self.end.fetch_add(u64::from(length), Ordering::Relaxed);
        self.file.write_all_at(bytes, at)?;
        Ok(Place { at, length })
    }

    /// Takes a copy of what stands there.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub(crate) fn get(&self, place: Place) -> io::Result<Arc<[u8]>> {
        let mut bytes: Arc<[u8]> = std::iter::repeat_n(0, place.length as usize).collect();
        self.file.read_exact_at(Arc::make_mut(&mut bytes), place.at)?;
        Ok(bytes)
    }
}

/// What was taken out of a file.
#[derive(Debug)]
pub(crate) struct Taken {
    pub(crate) glance: Glance,
    pub(crate) facts: Facts,
    /// Its structure; `None` where the database has it.
    pub(crate) flow: Option<Place>,
}

/// Where a file's facts stand.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Facts {
    /// What is in which scope, and behind it the facts, encoded.
    place: Place,
    /// How many bytes the former takes.
    scopes: u32,
}

impl Facts {
    fn put(shelf: &Shelf, scopes: &[u8], encoded: &[u8]) -> io::Result<Facts> {
        let place = shelf.put(&[scopes, encoded].concat())?;
        Ok(Facts { place, scopes: scopes.len() as u32 })
    }
}

impl Taken {
    /// Puts what was found in a file there.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(crate) fn put(shelf: &Shelf, facts: &FileFacts, flow: &FileFlow) -> io::Result<Taken> {
        Ok(Taken {
            glance: Glance::of(facts, None),
            facts: Facts::put(shelf, &Scopes::encode(facts), &encoding::encode(facts, None))?,
            flow: Some(shelf.put(flow.bytes())?),
        })
    }

    /// Puts what the database holds of a file there: what [`encoding::encode`] made. `None` where it is damaged or of
    /// another version of this program.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(crate) fn put_known(shelf: &Shelf, path: &str, bytes: &[u8]) -> io::Result<Option<Taken>> {
        let Some((mut facts, word)) = encoding::decode(path, bytes) else { return Ok(None) };
        if let Some(word) = &word {
            word.extend(&mut facts);
        }
        let glance = Glance::of(&facts, word.as_deref());
        let facts = Facts::put(shelf, &Scopes::encode(&facts), bytes)?;
        Ok(Some(Taken { glance, facts, flow: None }))
    }

    /// Puts a file's facts there with what a compiler says of it.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub(crate) fn put_heard(shelf: &Shelf, facts: FileFacts, word: Option<&Word>) -> io::Result<Taken> {
        let encoded = encoding::encode(&facts, word);
        let mut facts = facts;
        if let Some(word) = word {
            word.extend(&mut facts);
        }
        let glance = Glance::of(&facts, word);
        Ok(Taken { glance, facts: Facts::put(shelf, &Scopes::encode(&facts), &encoded)?, flow: None })
    }
}

/// Files of a run by their numbers, to be looked into.
pub(crate) struct Shelved {
    shelf: Arc<Shelf>,
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
    /// Files in the order of their numbers: path, and where the facts stand.
    pub(crate) fn new(shelf: Arc<Shelf>, files: Vec<(String, Facts)>) -> Shelved {
        let count = files.len().min(1 << 16);
        let kept = Cache::with_weighter(count, KEPT_BYTES, Weigh);
        Shelved { shelf, files, kept, has_failed: AtomicBool::new(false) }
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
        let bytes = self.read(facts.place)?;
        let (facts, word) = encoding::decode(path, bytes.get(facts.scopes as usize..)?)?;
        Some((path, facts, word))
    }

    fn look(&self, file: u32) -> Option<Kept> {
        let (path, facts) = self.files.get(file as usize)?;
        let bytes = self.shelf.get(facts.place).ok()?;
        let (scopes, encoded) = Bytes::from(bytes).split_at(facts.scopes as usize)?;
        let weight = SEEN_BYTES + GROWTH * u64::from(facts.place.length);
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

impl Source for Shelved {
    fn seen(&self, file: u32) -> Option<Arc<Seen>> {
        let seen = self.kept.get_or_insert_with(&file, || self.look(file).ok_or(()));
        self.noted(seen.ok()).map(|Kept(seen, _)| seen)
    }
}
