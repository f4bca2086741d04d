//! What a run leaves: in memory for the one that goes on from there, and beside the index for a later one.

use std::path::Path;

use super::Run;
use crate::index::IndexError;
use crate::index::graph::Graph;
use crate::index::packages::Packages;
use crate::index::previous::Previous;
use crate::index::ties_file::{self, Print};

/// How many times what a whole run puts there, and how many bytes more, may stand on the shelf.
const ROOM: u64 = 3;
const ROOM_BYTES: u64 = 256 << 20;

/// The project and its index as a run left them, for the next one to go on from.
pub(in crate::index) struct Standing {
    pub(super) graph: Graph,
    pub(super) previous: Previous,
    /// The database's, for noticing that somebody else wrote to it.
    pub(super) generation: u64,
    pub(super) packages: Packages,
    /// How folders above the root were heard when it was walked.
    pub(super) parents: bool,
    /// Bytes that may stand on the shelf before it is made anew: what edits replace stays there.
    pub(super) room: u64,
    /// The file from which on it may not be known what names lead to; `None` where it is of all.
    pub(super) unknown_from: Option<u32>,
    /// Whether it cannot be gone on from once more.
    pub(super) is_spent: bool,
}

/// A project of which all is known that is in the index, and the state of that.
pub(super) struct Known {
    pub(super) graph: Graph,
    pub(super) print: Print,
}

impl Standing {
    /// Whether it cannot be gone on from: facts that it has looked for in the database are those of other files now.
    pub(in crate::index) fn is_spent(&self) -> bool {
        self.is_spent
    }

    /// Leaves what the next run can go on from.
    pub(in crate::index) fn leave(&self, database: &Path) {
        leave(database, Print::of(self.previous.states.values()), &self.graph);
    }
}

/// Leaves beside an index what the next run can go on from. Where it cannot, that one resolves all names.
pub(super) fn leave(database: &Path, print: Print, graph: &Graph) {
    if let Err(error) = ties_file::write(database, print, graph.left()) {
        tracing::debug!(%error, "nothing is left for the next run");
    }
}

impl Run<'_> {
    /// What a run left, for the next one; `None` where somebody else has written to the database since.
    pub(super) fn standing(
        &self,
        graph: Graph,
        packages: Packages,
        parents: bool,
    ) -> Result<Option<Standing>, IndexError> {
        let previous = Previous::read(&self.database)?;
        let generation = previous.generation()?;
        let is_ours = previous.last_run.as_ref() == Some(&self.log.execution().execution_id);
        let room = self.room();
        let (unknown_from, is_spent) = (Some(0), false);
        let standing =
            Standing { graph, previous, generation, packages, parents, room, unknown_from, is_spent };
        Ok(is_ours.then_some(standing))
    }

    /// Finds out, where it is not known yet, what the names of some files lead to and what each part of them asked: for an edit
    /// that touches others of their parts. Gives whether there are more such files.
    ///
    /// # Errors
    /// Where facts cannot be read any more, or what is found cannot be kept.
    pub(in crate::index) fn learn(&self, standing: &mut Standing) -> Result<bool, IndexError> {
        let Some(first) = standing.unknown_from else { return Ok(false) };
        let learned = standing.graph.learn(&self.pool()?, first);
        standing.unknown_from = learned.map_err(|source| IndexError::Shelf { source })?;
        standing.room = self.room();
        Ok(standing.unknown_from.is_some())
    }

    /// Bytes that may stand on the shelf, with what stands there now.
    fn room(&self) -> u64 {
        self.shelf.size().saturating_mul(ROOM).saturating_add(ROOM_BYTES)
    }
}
