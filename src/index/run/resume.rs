//! A run that goes on from what the last one left beside the index: the project as it was is made from the outlines of its
//! files, which the database has, and what changed since is put into it, as where a folder is followed. So names are
//! resolved alone that may mean something else.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rayon::ThreadPool;
use rayon::prelude::*;

use super::{Change, Run};
use crate::index::graph::Graph;
use crate::index::kept::{Kept, Reading, put_times};
use crate::index::packages::Packages;
use crate::index::previous::Previous;
use crate::index::resolve::Glance;
use crate::index::shelf::Facts;
use crate::index::shelved::Shelved;
use crate::index::write::Seen;
use crate::index::{IndexError, encoding, ties_file};
use crate::model::FileState;
use crate::store::{StoreError, Writer};

/// Where more than one of so many files is another one, all is resolved: what is tied to so many is most of a project.
const MOST: usize = 2;

/// So many files are taken out of the database with one look at it: those that stand side by side there.
const TOGETHER: usize = 64;

impl Run<'_> {
    /// The project with what was read, and what that changes in the one that the last run left; or what was read, where
    /// the last one left nothing. Cost: that of the outlines of all files, and of [`Graph::change`].
    ///
    /// # Errors
    /// Where the database cannot be read or written.
    pub(super) fn resumed(
        &mut self,
        writer: &mut dyn Writer,
        pool: &ThreadPool,
        reading: Reading,
        packages: &Packages,
        previous: &Previous,
    ) -> Result<Result<(Graph, Change), Reading>, IndexError> {
        let fresh = reading.kept.iter().filter(|kept| kept.taken.is_some()).count();
        if fresh > previous.states.len() / MOST {
            return Ok(Err(reading));
        }
        let print = ties_file::Print::of(previous.states.values());
        let Some(left) = ties_file::read(&self.database, print) else { return Ok(Err(reading)) };
        let Some(glances) = pool.install(|| glances(previous))? else { return Ok(Err(reading)) };
        let (mut paths, mut found) = (Vec::with_capacity(glances.len()), Vec::with_capacity(glances.len()));
        let now: HashMap<&str, &Kept> = reading.kept.iter().map(|kept| (kept.path.as_str(), kept)).collect();
        for (state, glance) in glances {
            found.push((glance, seen(state, now.get(state.path.as_str()).copied()), false));
            paths.push((state.path.clone(), Facts::Known { file: state.file, scopes: None }));
        }
        let gone = previous.states.keys().filter(|path| !now.contains_key(path.as_str()));
        let gone: HashSet<String> = gone.cloned().collect();
        let shelved = Shelved::new(Arc::clone(&self.shelf), paths, previous.store());
        let mut graph = pool.install(|| Graph::new(shelved, found, packages, true));
        if !graph.take_up(left) {
            return Ok(Err(reading));
        }
        put_times(writer, &reading.kept, previous)?;
        let fresh = reading.kept.into_iter().filter(|kept| kept.taken.is_some()).collect();
        let change = self.change(&mut graph, fresh, &gone, packages);
        Ok(Ok((graph, change)))
    }
}

/// How a file was found, where it is what it was; else how it was found then.
fn seen(state: &FileState, now: Option<&Kept>) -> Seen {
    match now {
        Some(kept) if kept.taken.is_none() => kept.seen.clone(),
        _ => Kept::known(state).seen,
    }
}

/// Glances at all files of the index, in the order of their paths; `None` where there is one whose facts are not in the database.
fn glances(previous: &Previous) -> Result<Option<Vec<(&FileState, Glance)>>, StoreError> {
    let mut states: Vec<&FileState> = previous.states.values().collect();
    states.sort_unstable_by_key(|state| state.file);
    let glance = |states: &[&FileState]| -> Result<Option<Vec<Glance>>, StoreError> {
        let Some(reader) = previous.reader()? else { return Ok(None) };
        let mut glances = Vec::with_capacity(states.len());
        for state in states {
            let encoded = reader.facts(state.file)?;
            let outline = encoded.and_then(|encoded| encoding::decode_outline(&state.path, &encoded));
            let Some((outline, word)) = outline else { return Ok(None) };
            glances.push(Glance::of(&outline, word.as_deref()));
        }
        Ok(Some(glances))
    };
    let glances: Result<Vec<_>, StoreError> = states.par_chunks(TOGETHER).map(glance).collect();
    let glances: Option<Vec<Vec<Glance>>> = glances?.into_iter().collect();
    let both = glances.map(|glances| states.into_iter().zip(glances.into_iter().flatten()));
    Ok(both.map(|both| {
        let mut both: Vec<(&FileState, Glance)> = both.collect();
        both.sort_unstable_by(|(a, _), (b, _)| a.path.cmp(&b.path));
        both
    }))
}
