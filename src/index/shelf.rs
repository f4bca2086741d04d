//! What was found in files, on disk until it is written: a run needs no more memory for a large project than for a
//! small one, but for a few bytes a symbol.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::flow::FileFlow;
use super::resolve::{Glance, Scopes};
use super::scip::Word;
use super::{FileFacts, encoding};
use crate::model::NodeId;

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
pub(crate) enum Facts {
    /// On the shelf.
    OnShelf {
        /// What is in which scope, and behind it the facts, encoded.
        place: Place,
        /// How many bytes the former takes.
        scopes: u32,
    },
    /// In the database as it was before the run.
    Known {
        /// As those of this file.
        file: NodeId,
        /// What is in which scope, on the shelf, once that was made of them.
        scopes: Option<Place>,
    },
}

impl Facts {
    fn put(shelf: &Shelf, scopes: &[u8], encoded: &[u8]) -> io::Result<Facts> {
        let place = shelf.put(&[scopes, encoded].concat())?;
        Ok(Facts::OnShelf { place, scopes: scopes.len() as u32 })
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
