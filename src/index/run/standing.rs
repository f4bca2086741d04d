//! What a run leaves: in memory for the one that goes on from there, and beside the index for a later one.

use super::{Change, Run};
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
}

/// A project of which all is known that is in the index, and the state of that.
pub(super) struct Known {
    pub(super) graph: Graph,
    pub(super) print: Print,
    /// See [`is_spent`].
    pub(super) is_spent: bool,
}

/// Whether a project cannot be gone on from in memory after a change: files may have other ids, and the facts that it looks for in
/// the database by those of before may be another file's.
pub(super) fn is_spent(graph: &Graph, change: &Change) -> bool {
    change.touched.is_whole && graph.shelved.has_store()
}

impl Run<'_> {
    /// Leaves beside the index what the next run can go on from. Where it cannot, that one resolves all names.
    pub(super) fn leave(&self, print: Print, graph: &Graph) {
        if let Err(error) = ties_file::write(&self.database, print, graph.left()) {
            tracing::debug!(%error, "nothing is left for the next run");
        }
    }

    /// Likewise, what one that follows has in memory.
    pub(in crate::index) fn leave_standing(&self, standing: &Standing) {
        self.leave(Print::of(standing.previous.states.values()), &standing.graph);
    }

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
        let unknown_from = Some(0);
        let standing = Standing { graph, previous, generation, packages, parents, room, unknown_from };
        Ok(is_ours.then_some(standing))
    }

    /// Finds out, where it is not known yet, what the names of some files lead to and what each part of them asked: for an edit
    /// that touches others of their parts. Gives whether there are more such files.
    ///
    /// # Errors
    /// Where facts cannot be read any more, or what is found cannot be kept.
    pub(in crate::index) fn learn(&self, standing: &mut Standing) -> Result<bool, IndexError> {
        let Some(first) = standing.unknown_from else { return Ok(false) };
        let learned = standing.graph.learn(&*self.pool()?, first);
        standing.unknown_from = learned.map_err(|source| IndexError::Shelf { source })?;
        standing.room = self.room();
        Ok(standing.unknown_from.is_some())
    }

    /// Bytes that may stand on the shelf, with what stands there now.
    fn room(&self) -> u64 {
        self.shelf.size().saturating_mul(ROOM).saturating_add(ROOM_BYTES)
    }
}
