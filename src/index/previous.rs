//! What the index held before a run.

use std::path::Path;
use std::sync::Arc;

use ahash::AHashMap;

use crate::model::{FileState, Outcome};
use crate::store::{self, Reader, Store, StoreError};

/// What the index held before a run; nothing where there was none.
#[derive(Default)]
pub(crate) struct Previous {
    store: Option<Arc<dyn Store>>,
    /// The folder that was indexed.
    pub(crate) root: Option<String>,
    /// By path.
    pub(crate) states: AHashMap<String, FileState>,
    /// Whether all its files must be resolved again, whatever changed: the last run did not get to its
    /// end, or was one of another version of this program.
    pub(crate) is_stale: bool,
    /// The id of the last run.
    pub(crate) last_run: Option<String>,
}

impl Previous {
    /// Reads the states of all files.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub(crate) fn read(database: &Path) -> Result<Previous, StoreError> {
        let store = store::open(database)?;
        let mut states = AHashMap::new();
        let (root, last) = {
            let reader = store.reader()?;
            reader.file_states(&mut |state| {
                states.insert(state.path.clone(), state);
                true
            })?;
            (reader.meta()?.root, reader.executions(None, 1)?.items.into_iter().next())
        };
        let last_run = last.as_ref().map(|run| run.execution_id.clone());
        let is_stale = last.is_none_or(|run| {
            let whole = match run.outcome {
                Outcome::Success => true,
                Outcome::Partial => !run.error_message.is_some_and(|text| text.starts_with(INTERRUPTED)),
                _ => false,
            };
            !whole || run.tool_version != env!("CARGO_PKG_VERSION")
        });
        let is_stale = is_stale || states.values().any(|state| state.digest == [0; 16]);
        Ok(Previous { store: Some(store), root, states, is_stale, last_run })
    }

    /// That of the database now, see [`Store::generation`]; 0 where there was nothing.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub(crate) fn generation(&self) -> Result<u64, StoreError> {
        self.store.as_ref().map_or(Ok(0), |store| store.generation())
    }

    /// The database; `None` where there was none.
    pub(crate) fn store(&self) -> Option<Arc<dyn Store>> {
        self.store.clone()
    }

    /// A look at what it held; `None` where there was nothing.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub(crate) fn reader(&self) -> Result<Option<Box<dyn Reader + '_>>, StoreError> {
        self.store.as_ref().map(|store| store.reader()).transpose()
    }

    /// The encoded facts of files, by their paths; `None` for those that must be parsed again.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub(crate) fn encoded<'p>(
        &self,
        paths: impl Iterator<Item = &'p str>,
    ) -> Result<Vec<Option<Vec<u8>>>, StoreError> {
        let reader = self.reader()?;
        paths
            .map(|path| match (&reader, self.states.get(path)) {
                (Some(reader), Some(state)) => reader.facts(state.file),
                _ => Ok(None),
            })
            .collect()
    }
}

/// What the message of an interrupted run begins with.
pub(crate) const INTERRUPTED: &str = "interrupted";
