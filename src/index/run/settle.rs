//! The second half of a run: what the names mean, and what of that goes into the database.

use std::collections::HashSet;
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
use crate::index::resolve::{self, Directory, Resolved, Seen, Unit, Verdict};
use crate::index::scip;
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
            reading.kept.iter().filter(|kept| kept.facts.is_some()).map(|kept| kept.path.clone()).collect();
        let kept = self.with_facts(pool, reading.kept, previous, summary)?;
        let mut units = Vec::with_capacity(kept.len());
        let mut seen = Vec::with_capacity(kept.len());
        let mut flows = Vec::with_capacity(kept.len());
        for kept in kept {
            let Some(facts) = kept.facts else { continue };
            seen.push((kept.seen, kept.is_frozen));
            flows.push(kept.flow);
            units.push(Unit::new(kept.path, *facts, kept.word));
        }
        if !self.options.scip.is_empty() {
            let heard = scip::hear(
                &self.options.scip,
                &self.root,
                &mut units,
                &seen,
                self.cancel,
                &mut self.diagnostics,
            )?;
            summary.heard = Some(heard);
        }
        let paths: Vec<&str> = units.iter().map(|unit| unit.path.as_str()).collect();
        let files = ids::file_ids(&paths);
        let mut directory = Directory::new(packages);
        units.iter().for_each(|unit| directory.add(unit));
        directory.complete();
        let units: Vec<Arc<Seen>> =
            pool.install(|| units.into_par_iter().map(|unit| Arc::new(Seen::new(unit))).collect());
        let (symbols, resolved, fan_in) = pool.install(|| {
            let symbols: Vec<Vec<NodeId>> =
                units.par_iter().zip(&files).map(|(unit, &file)| symbol_ids(file, &unit.facts)).collect();
            let mut resolved: Vec<Resolved> = (0..units.len() as u32)
                .into_par_iter()
                .map(|file| resolve::resolve(&directory, &units, file))
                .collect();
            scip::apply(&units, &mut resolved);
            let fan_in = FanIn::count(&units, &resolved);
            (symbols, resolved, fan_in)
        });
        self.timings.resolve = begin.elapsed();
        let changed = units.iter().zip(&resolved).filter(|(unit, _)| parsed.contains(&unit.path));
        for (unit, resolved) in changed {
            summary.symbols += unit.facts.symbols.len() as u64;
            summary.references += count_uses(unit, resolved);
        }
        let begin = Instant::now();
        remove_gone(writer, &units, &files, previous)?;
        let name = named(&self.root, packages.root_library());
        let project = Project {
            name: &name,
            units: &units,
            files: &files,
            symbols: &symbols,
            resolved: &resolved,
            fan_in: &fan_in,
        };
        let writing = Writing {
            root: &self.root,
            project: &project,
            seen: &seen,
            flows: &flows,
            previous,
            now: clock::now(),
        };
        let of = units.len() as u64;
        let each = |done| (self.progress)(Progress::Writing { done, of });
        let complaints = writing.write(pool, writer, &each)?;
        self.diagnostics.extend(complaints);
        self.timings.write += begin.elapsed();
        Ok(())
    }
}

/// Removes the files that are gone, and those whose id went to another path.
fn remove_gone(
    writer: &mut dyn Writer,
    units: &[Arc<Seen>],
    files: &[NodeId],
    previous: &Previous,
) -> Result<(), StoreError> {
    let now: HashSet<(&str, NodeId)> =
        units.iter().map(|unit| unit.path.as_str()).zip(files.iter().copied()).collect();
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
