//! The second half of a run: what the names mean, and what of that goes into the database.

use std::collections::HashSet;
use std::io;
use std::sync::Arc;
use std::time::Instant;

use rayon::ThreadPool;
use rayon::prelude::*;

use super::{Run, named};
use crate::index::kept::Reading;
use crate::index::measure::FanIn;
use crate::index::packages::Packages;
use crate::index::previous::Previous;
use crate::index::records::{Project, symbol_ids};
use crate::index::resolve::{self, Directory, Resolved, Unit, Verdict};
use crate::index::scip::{self, Defined};
use crate::index::shelf::{Place, Shelved};
use crate::index::write::Writing;
use crate::index::{IndexError, Progress, Summary, UseKind, clock, ids};
use crate::model::NodeId;
use crate::store::{StoreError, Writer};

impl Run<'_> {
    /// Resolves the uses of all files, and writes what that changed.
    pub(super) fn resolve_and_write(
        &mut self,
        writer: &mut dyn Writer,
        pool: &ThreadPool,
        reading: Reading,
        packages: &Packages,
        previous: &Previous,
        summary: &mut Summary,
    ) -> Result<(), IndexError> {
        let begin = Instant::now();
        let parsed: HashSet<String> =
            reading.kept.iter().filter(|kept| kept.taken.is_some()).map(|kept| kept.path.clone()).collect();
        let kept = self.with_facts(pool, reading.kept, previous, summary)?;
        let (mut paths, mut seen) = (Vec::with_capacity(kept.len()), Vec::with_capacity(kept.len()));
        let (mut flows, mut glances) = (Vec::with_capacity(kept.len()), Vec::with_capacity(kept.len()));
        for kept in kept {
            let Some(taken) = kept.taken else { continue };
            seen.push((kept.seen, kept.is_frozen));
            flows.push(taken.flow);
            glances.push(taken.glance);
            paths.push((kept.path, taken.facts));
        }
        let shelf = Arc::clone(&self.shelf);
        let mut shelved = Shelved::new(&shelf, paths);
        if !self.options.scip.is_empty() {
            let mut listening = scip::Listening {
                root: &self.root,
                shelf: &shelf,
                files: &mut shelved,
                seen: &seen,
                glances: &mut glances,
                cancel: self.cancel,
            };
            summary.heard = Some(listening.hear(&self.options.scip, &mut self.diagnostics)?);
        }
        let paths: Vec<&str> = shelved.paths().collect();
        let files = ids::file_ids(&paths);
        let symbols: Vec<Vec<NodeId>> = pool.install(|| {
            glances.par_iter().zip(&files).map(|(glance, &file)| symbol_ids(file, &glance.keys)).collect()
        });
        let fan_in = FanIn::new(symbols.iter().map(Vec::len));
        let languages = glances.iter().map(|glance| glance.language);
        let (mut directory, mut defined) = (Directory::new(packages, languages), Defined::default());
        for (file, (path, glance)) in (0u32..).zip(paths.iter().zip(glances)) {
            defined.add(file, &glance.defines);
            directory.add(path, glance);
        }
        pool.install(|| directory.complete());
        let resolve = |file: u32| -> io::Result<(Place, u64, u64)> {
            let Some(unit) = shelved.open(file) else { return Err(io::ErrorKind::InvalidData.into()) };
            let mut resolved = resolve::resolve(&directory, &shelved, file, &unit);
            scip::apply(file, &unit, &mut resolved, &defined, &shelved);
            fan_in.add(file, &unit, &resolved);
            let is_parsed = parsed.contains(&unit.path);
            let counts = if is_parsed {
                (unit.facts.symbols.len() as u64, count_uses(&unit, &resolved))
            } else {
                (0, 0)
            };
            Ok((shelf.put(&resolved.encode())?, counts.0, counts.1))
        };
        let count = files.len() as u32;
        let resolved: io::Result<Vec<(Place, u64, u64)>> =
            pool.install(|| (0..count).into_par_iter().map(resolve).collect());
        let resolved = resolved.map_err(|source| IndexError::Shelf { source })?;
        // Names are not looked up any more, nor is one file from another.
        drop((directory, defined));
        shelved.forget();
        self.timings.resolve = begin.elapsed();
        summary.symbols += resolved.iter().map(|(_, symbols, _)| symbols).sum::<u64>();
        summary.references += resolved.iter().map(|(_, _, references)| references).sum::<u64>();
        let resolved: Vec<Place> = resolved.into_iter().map(|(place, _, _)| place).collect();
        let begin = Instant::now();
        remove_gone(writer, &paths, &files, previous)?;
        let name = named(&self.root, packages.root_library());
        let project = Project { name: &name, files: &files, symbols: &symbols, fan_in: &fan_in };
        let writing = Writing {
            root: &self.root,
            project: &project,
            shelved: &shelved,
            resolved: &resolved,
            seen: &seen,
            flows: &flows,
            previous,
            now: clock::now(),
        };
        let of = files.len() as u64;
        let each = |done| (self.progress)(Progress::Writing { done, of });
        let complaints = writing.write(pool, writer, &each)?;
        self.diagnostics.extend(complaints);
        if shelved.has_failed() {
            return Err(IndexError::Shelf { source: io::ErrorKind::InvalidData.into() });
        }
        self.timings.write += begin.elapsed();
        Ok(())
    }
}

/// Removes the files that are gone, and those whose id went to another path.
fn remove_gone(
    writer: &mut dyn Writer,
    paths: &[&str],
    files: &[NodeId],
    previous: &Previous,
) -> Result<(), StoreError> {
    let now: HashSet<(&str, NodeId)> = paths.iter().copied().zip(files.iter().copied()).collect();
    let mut gone: Vec<NodeId> = previous
        .states
        .values()
        .filter(|state| !now.contains(&(state.path.as_str(), state.file)))
        .map(|state| state.file)
        .collect();
    gone.sort_unstable();
    gone.into_iter().try_for_each(|file| writer.remove_file(file))
}

/// References and calls that a file puts into the index.
fn count_uses(unit: &Unit, resolved: &Resolved) -> u64 {
    let uses = unit.facts.uses.iter().zip(&resolved.uses);
    let stored = uses.filter(|(used, verdict)| match used.kind {
        UseKind::Reference => matches!(verdict, Verdict::Known(..)),
        UseKind::Call | UseKind::MacroCall => **verdict != Verdict::Local,
    });
    stored.count() as u64
}
