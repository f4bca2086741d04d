//! The second half of a run: what the names mean, and what of that goes into the database.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use rayon::ThreadPool;
use rayon::prelude::*;

use super::{Keep, Run, named};
use crate::index::graph::{Graph, Led, Meant, Touched};
use crate::index::kept::Reading;
use crate::index::packages::Packages;
use crate::index::previous::Previous;
use crate::index::records::Project;
use crate::index::resolve::{Resolved, Unit};
use crate::index::shelf::Place;
use crate::index::shelved::Shelved;
use crate::index::write::{Writing, Written};
use crate::index::{IndexError, Progress, Summary, clock, scip};
use crate::model::NodeId;
use crate::store::{StoreError, Writer};

/// What a run puts into the database.
pub(super) struct Change {
    pub(super) touched: Touched,
    /// The structure of files that were parsed.
    pub(super) flows: HashMap<u32, Place>,
    /// Files that were parsed.
    pub(super) parsed: HashSet<u32>,
    /// What the project is called.
    pub(super) name: String,
    /// What the files' digests say of it.
    pub(super) print: [u8; 4],
}

impl Run<'_> {
    /// The project from nothing, with all that there is to say of each file.
    pub(super) fn graph(
        &mut self,
        pool: &ThreadPool,
        reading: Reading,
        packages: &Packages,
        previous: &Previous,
        summary: &mut Summary,
        keep: Keep,
    ) -> Result<(Graph, Change), IndexError> {
        let is_parsed = reading.kept.iter().filter(|kept| kept.taken.is_some());
        let is_parsed: HashSet<String> = is_parsed.map(|kept| kept.path.clone()).collect();
        let kept = self.with_facts(pool, reading.kept, previous, summary)?;
        let (mut paths, mut found) = (Vec::with_capacity(kept.len()), Vec::with_capacity(kept.len()));
        let (mut flows, mut parsed) = (HashMap::new(), HashSet::new());
        for kept in kept {
            let Some(taken) = kept.taken else { continue };
            let file = u32::try_from(paths.len()).unwrap_or(u32::MAX);
            flows.extend(taken.flow.map(|flow| (file, flow)));
            parsed.extend(is_parsed.contains(&kept.path).then_some(file));
            found.push((taken.glance, kept.seen, kept.is_frozen));
            paths.push((kept.path, taken.facts));
        }
        let mut shelved = Shelved::new(Arc::clone(&self.shelf), paths, None);
        if !self.options.scip.is_empty() {
            let mut listening = scip::Listening {
                root: &self.root,
                files: &mut shelved,
                found: &mut found,
                cancel: self.cancel,
            };
            summary.heard = Some(listening.hear(&self.options.scip, &mut self.diagnostics)?);
        }
        let graph = pool.install(|| Graph::new(shelved, found, packages, keep == Keep::Project));
        let touched = Touched::whole(graph.members.len() as u32, gone(&graph, previous));
        let name = self.project_name(packages);
        let print = packages.print(&name);
        Ok((graph, Change { touched, flows, parsed, name, print }))
    }

    pub(super) fn project_name(&self, packages: &Packages) -> String {
        named(&self.root, packages.root_library())
    }

    /// Resolves what a change may have given another meaning, and writes what it did. Gives the states of files that
    /// were written.
    pub(super) fn settle(
        &mut self,
        writer: &mut dyn Writer,
        pool: &ThreadPool,
        graph: &mut Graph,
        change: &Change,
        previous: &Previous,
        summary: &mut Summary,
    ) -> Result<Written, IndexError> {
        let begin = Instant::now();
        let shelf = |source: io::Error| IndexError::Shelf { source };
        let Change { touched, flows, parsed, name, print } = change;
        let tied: Vec<u32> = touched.tied.iter().copied().collect();
        let (progress, done, of) = (self.progress, AtomicU64::new(0), tied.len() as u64);
        let count = |graph: &Graph, file: u32, all: Option<(&Unit, &Resolved)>| {
            progress(Progress::Resolving { done: done.fetch_add(1, Ordering::Relaxed) + 1, of });
            if let (true, Some((unit, resolved))) = (touched.is_whole, all) {
                graph.count_uses_of(file, unit, resolved);
            }
        };
        let meant = graph.resolve(pool, &tied, touched, &count).map_err(shelf)?;
        for meant in meant.iter().filter(|meant| parsed.contains(&meant.file)) {
            let symbols = graph.members.get(meant.file as usize).map_or(0, |member| member.symbols.len());
            summary.symbols += symbols as u64;
            summary.references += meant.uses;
        }
        let places = |all: &[Meant]| -> BTreeMap<u32, Place> {
            all.iter().map(|meant| (meant.file, meant.links)).collect()
        };
        let (root, now) = (self.root.clone(), clock::now());
        let is_heard = touched.is_whole && !self.options.scip.is_empty();
        let mut write = places(&meant);
        let mut was = BTreeMap::new();
        if !touched.is_whole {
            let is_altered =
                |meant: &&Meant| touched.changed.contains(&meant.file) || graph.is_relinked(meant);
            let altered: Vec<&Meant> = pool.install(|| meant.par_iter().filter(is_altered).collect());
            let mut led = discount(graph, &touched.gone, previous)?;
            led.extend(recount(pool, graph, &altered, previous)?);
            let written: BTreeSet<u32> =
                altered.iter().map(|meant| meant.file).chain(led.iter().map(|led| led.file)).collect();
            let unchanged = written.iter().filter(|file| !touched.changed.contains(file));
            was.extend(unchanged.filter_map(|file| Some((*file, graph.was(*file)?))));
            for Led { file, called } in led {
                if let Some(was) = was.get_mut(&file) {
                    was.called.extend(called);
                }
            }
            for Meant { file, relinked, .. } in &altered {
                if let Some(was) = was.get_mut(file) {
                    was.relinked.clone_from(relinked);
                }
            }
            let more: Vec<u32> = written.iter().copied().filter(|file| !write.contains_key(file)).collect();
            write.retain(|file, _| written.contains(file));
            for file in &more {
                if let Some(was) = was.get_mut(file) {
                    // Its names lead where they did.
                    was.relinked = Some(Vec::new());
                    write.insert(*file, was.links);
                }
            }
            graph.note_links(altered.into_iter());
            let unknown: Vec<u32> = more.into_iter().filter(|file| !write.contains_key(file)).collect();
            let unknown = graph.resolve(pool, &unknown, touched, &|_, _, _| ()).map_err(shelf)?;
            graph.note_links(unknown.iter());
            write.extend(places(&unknown));
        }
        if touched.is_whole {
            graph.note_links(meant.iter());
            // From here on files are looked into one by one.
            graph.shelved.forget();
        }
        graph.forget_names();
        self.timings.resolve += begin.elapsed();
        let begin = Instant::now();
        for id in &touched.gone {
            writer.remove_file(*id)?;
        }
        let project = Project { name, print: *print, graph };
        let writing =
            Writing { root: &root, project, links: &write, was: &was, flows, is_heard, previous, now };
        let of = write.len() as u64;
        let each = |done| (self.progress)(Progress::Writing { done, of });
        let mut written = writing.write(pool, writer, &each)?;
        graph.note_places(std::mem::take(&mut written.places));
        self.diagnostics.append(&mut written.diagnostics);
        if graph.shelved.has_failed() {
            return Err(shelf(io::ErrorKind::InvalidData.into()));
        }
        self.timings.write += begin.elapsed();
        Ok(written)
    }
}

/// Takes what files that are gone led to off what leads there. Gives where less leads.
fn discount(graph: &Graph, gone: &[NodeId], previous: &Previous) -> Result<Vec<Led>, StoreError> {
    let mut led = Vec::new();
    if gone.is_empty() {
        return Ok(led);
    }
    let Some(reader) = previous.reader()? else { return Ok(led) };
    for id in gone {
        if let Some(before) = reader.file_records(*id)? {
            led.extend(graph.discount(&before));
        }
    }
    Ok(led)
}

/// Counts anew what leads where, for files that lead elsewhere than before. Gives where more or less leads.
fn recount(
    pool: &ThreadPool,
    graph: &Graph,
    altered: &[&Meant],
    previous: &Previous,
) -> Result<Vec<Led>, StoreError> {
    let (known, others): (Vec<&Meant>, Vec<&Meant>) =
        altered.iter().copied().partition(|meant| graph.knows_before(meant));
    let counted = known.par_iter().flat_map_iter(|meant| graph.recount(meant, None));
    let mut led: Vec<Led> = pool.install(|| counted.collect());
    let mut reader = None;
    for meant in others {
        let mut before = None;
        if let Some(path) = graph.shelved.path(meant.file)
            && let Some(state) = previous.states.get(path)
        {
            if reader.is_none() {
                reader = previous.reader()?;
            }
            before = reader.as_ref().map(|reader| reader.file_records(state.file)).transpose()?.flatten();
        }
        led.extend(graph.recount(meant, before.as_ref()));
    }
    Ok(led)
}

/// The files that are gone, and those whose id went to another path.
fn gone(graph: &Graph, previous: &Previous) -> Vec<NodeId> {
    let now = graph.paths().zip(&graph.members).map(|(path, member)| (path, member.id));
    let now: HashSet<(&str, NodeId)> = now.collect();
    let states = previous.states.values();
    let gone = states.filter(|state| !now.contains(&(state.path.as_str(), state.file)));
    let mut gone: Vec<NodeId> = gone.map(|state| state.file).collect();
    gone.sort_unstable();
    gone
}
