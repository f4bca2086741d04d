//! Which files the index holds after a run, and what is known of each.

use std::collections::HashSet;

use super::previous::Previous;
use super::rules::{Class, Mark, Reason, Skip};
use super::shelf::Taken;
use super::walk::Found;
use super::write::Seen;
use crate::model::{FileState, Language};
use crate::store::{StoreError, Writer};

/// A file that is part of the index after the run.
pub(crate) struct Kept {
    pub(crate) path: String,
    pub(crate) seen: Seen,
    /// What was taken out of it; `None` where that is in the database.
    pub(crate) taken: Option<Box<Taken>>,
    /// Whether its records stay as they are, because nobody knows what is in it now.
    pub(crate) is_frozen: bool,
}

impl Kept {
    /// Why it was left out, if it was.
    fn skip(&self) -> Option<Skip> {
        let reason = match self.seen.class {
            Class { is_left_out: false, .. } | Class { mark: None, .. } => return None,
            Class { mark: Some(Mark::Generated), .. } => Reason::Generated,
            Class { mark: Some(Mark::Binary), .. } => Reason::Binary,
        };
        Some(Skip { path: self.path.clone(), is_folder: false, reason })
    }
}

/// What reading found.
#[derive(Default)]
pub(crate) struct Reading {
    pub(crate) kept: Vec<Kept>,
    pub(crate) parsed: u64,
    pub(crate) unchanged: u64,
    pub(crate) skipped: u64,
    pub(crate) failed: u64,
    /// Files that were read and left out, and were not left out so before.
    pub(crate) newly_left_out: u64,
}

impl Reading {
    /// Files that are left out for what is in them, by path.
    pub(crate) fn skips(&self) -> Vec<Skip> {
        self.kept.iter().filter_map(Kept::skip).collect()
    }
}

impl Kept {
    /// A file as it was.
    pub(crate) fn known(state: &FileState) -> Kept {
        let seen = Seen {
            hash: state.hash.clone(),
            size: state.size,
            modified_ns: state.modified_ns,
            trusted: true,
            class: Class::of_digest(&state.digest),
        };
        Kept { path: state.path.clone(), seen, taken: None, is_frozen: false }
    }

    /// A file that its size and time say is as it was.
    pub(crate) fn unchanged(state: &FileState, found: &Found) -> Kept {
        let mut kept = Kept::known(state);
        kept.seen.modified_ns = found.modified_ns;
        kept.seen.trusted = state.modified_ns == found.modified_ns;
        kept
    }

    /// A file that could not be read this time.
    pub(crate) fn frozen(state: &FileState, found: &Found) -> Kept {
        Kept { is_frozen: true, ..Kept::unchanged(state, found) }
    }
}

/// Keeps, as they are, the files of an index that an interrupted walk did not come to.
pub(crate) fn keep_unseen(reading: &mut Reading, previous: &Previous) {
    let seen: HashSet<String> = reading.kept.iter().map(|kept| kept.path.clone()).collect();
    for state in previous.states.values().filter(|state| !seen.contains(&state.path)) {
        let found = Found {
            path: state.path.clone(),
            language: Language::of_path(&state.path),
            size: state.size,
            modified_ns: state.modified_ns,
        };
        reading.kept.push(Kept::frozen(state, &found));
    }
    reading.kept.sort_by(|a, b| a.path.cmp(&b.path));
}

/// Notes the new times of files whose content is what it was.
pub(crate) fn put_times(
    writer: &mut dyn Writer,
    kept: &[Kept],
    previous: &Previous,
) -> Result<(), StoreError> {
    for kept in kept.iter().filter(|kept| !kept.is_frozen && kept.taken.is_none()) {
        let Some(before) = previous.states.get(&kept.path) else { continue };
        if !kept.seen.is_in(before) {
            writer.put_state(&kept.seen.state(before))?;
        }
    }
    Ok(())
}
