//! What the index held before a run.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::scip::Word;
use super::{FileFacts, encoding};
use crate::model::{FileState, Outcome};
use crate::store::{self, Reader, Store, StoreError};

/// Facts are decoded so many files at a time.
const BATCH: usize = 512;

/// What is known of a file: its facts, and what a compiler says of it.
pub(crate) type Known = (FileFacts, Option<Box<Word>>);

/// What the index held before a run; nothing where there was none.
#[derive(Default)]
pub(crate) struct Previous {
    store: Option<Arc<dyn Store>>,
    /// The folder that was indexed.
    pub(crate) root: Option<String>,
    /// By path.
    pub(crate) states: HashMap<String, FileState>,
    /// Whether all its files must be resolved again, whatever changed: the last run did not get to its
    /// end, or was one of another version of this program.
    pub(crate) is_stale: bool,
}

impl Previous {
    /// Reads the states of all files.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub(crate) fn read(database: &Path) -> Result<Previous, StoreError> {
        let store = store::open(database)?;
        let mut states = HashMap::new();
        let (root, last) = {
            let reader = store.reader()?;
            reader.file_states(&mut |state| {
                states.insert(state.path.clone(), state);
                true
            })?;
            (reader.meta()?.root, reader.executions(None, 1)?.items.into_iter().next())
        };
        let is_stale = last.is_none_or(|run| {
            let whole = match run.outcome {
                Outcome::Success => true,
                Outcome::Partial => !run.error_message.is_some_and(|text| text.starts_with(INTERRUPTED)),
                _ => false,
            };
            !whole || run.tool_version != env!("CARGO_PKG_VERSION")
        });
        let is_stale = is_stale || states.values().any(|state| state.digest == [0; 16]);
        Ok(Previous { store: Some(store), root, states, is_stale })
    }

    /// A look at what it held; `None` where there was nothing.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub(crate) fn reader(&self) -> Result<Option<Box<dyn Reader + '_>>, StoreError> {
        self.store.as_ref().map(|store| store.reader()).transpose()
    }

    /// The facts of files, by their states; `None` for those that must be parsed again.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub(crate) fn facts(&self, files: &[&FileState]) -> Result<Vec<Option<Known>>, StoreError> {
        let Some(store) = &self.store else { return Ok(files.iter().map(|_| None).collect()) };
        let reader = store.reader()?;
        let mut facts = Vec::with_capacity(files.len());
        for batch in files.chunks(BATCH) {
            let mut encoded = Vec::with_capacity(batch.len());
            for state in batch {
                encoded.push((state.path.as_str(), reader.facts(state.file)?));
            }
            let decode = |(path, bytes): &(&str, Option<Vec<u8>>)| encoding::decode(path, bytes.as_deref()?);
            facts.extend(encoded.par_iter().map(decode).collect::<Vec<_>>());
        }
        Ok(facts)
    }
}

/// What the message of an interrupted run begins with.
pub(crate) const INTERRUPTED: &str = "interrupted";
