//! A run that goes on from where the last one ended: what changed since is put into the project that is in memory, and
//! what that leads to into the database.

use std::collections::{HashMap, HashSet};
use std::panic::resume_unwind;
use std::path::Path;

use super::{Change, Run, Standing, is_spent};
use crate::index::graph::{Fresh, Graph};
use crate::index::kept::{Kept, Reading, put_times};
use crate::index::live::{Scope, Update};
use crate::index::packages::Packages;
use crate::index::rules::diagnostics as skips_told;
use crate::index::shelf::Place;
use crate::index::walk::{Found, Walk, walk_within};
use crate::index::{IndexError, Summary, Timings, rules_of};
use crate::model::Outcome;
use crate::store::{StoreError, Writer};

/// What the opening of a writer came to.
type Opened = Result<Box<dyn Writer>, StoreError>;

impl Run<'_> {
    /// Brings the index up to date with what changed in a scope, and says whether what is in memory can be gone on from; `None` where that cannot be told from what is in
    /// memory, or that is to be made anew: then nothing was done.
    ///
    /// # Errors
    /// Those of [`super::run`].
    pub(in crate::index) fn follow(
        &mut self,
        standing: &mut Standing,
        scope: &Scope,
    ) -> Result<Option<(Update, bool)>, IndexError> {
        if self.shelf.size() > standing.room {
            return Ok(None);
        }
        self.timings = Timings::default();
        let begin = std::time::Instant::now();
        let (found, packages) = self.look(standing, scope)?;
        self.timings.walk += begin.elapsed();
        self.diagnostics.retain(|told| !scope.covers(&told.path));
        self.diagnostics.extend(found.diagnostics);
        let of = found.files.len() as u64;
        let (reading, opened) = self.read_beside(found.files, standing)?;
        if reading.skipped > 0 || reading.kept.iter().any(|kept| kept.is_frozen) {
            return Ok(None);
        }
        let mut skipped = found.skips;
        skipped.extend(reading.skips());
        if *scope == Scope::All {
            self.diagnostics.extend(skips_told(&skipped));
        }
        let gone = gone(standing, scope, &reading.kept);
        let mut summary = Summary {
            outcome: if reading.failed > 0 { Outcome::Partial } else { Outcome::Success },
            files: of,
            parsed: reading.parsed,
            unchanged: reading.unchanged,
            removed: gone.len() as u64,
            symbols: 0,
            references: 0,
            diagnostics: 0,
            skipped,
            heard: None,
            timings: Timings::default(),
        };
        if gone.is_empty() && packages == standing.packages && is_as_before(standing, &reading.kept) {
            return Ok(Some((Update { summary, resolved: 0, written: 0 }, true)));
        }
        let opened = opened.unwrap_or_else(|| self.rest.open_writer(&self.database, self.options.wait));
        let mut writer = match opened {
            Err(StoreError::NotFound { .. }) => return Ok(None),
            writer => writer?,
        };
        if standing.previous.generation()? != standing.generation {
            return Ok(None);
        }
        put_times(writer.as_mut(), &reading.kept, &standing.previous)?;
        let (kept, fresh) = reading.kept.into_iter().partition(|kept| kept.taken.is_none());
        self.take_times(standing, kept);
        let change = self.change(&mut standing.graph, fresh, &gone, &packages);
        standing.packages = packages;
        let pool = self.pool()?;
        let Standing { graph, previous, .. } = standing;
        let written = self.settle(writer.as_mut(), &pool, graph, &change, previous, &mut summary)?;
        gone.iter().for_each(|path| drop(previous.states.remove(path)));
        // Files may have other numbers now.
        standing.unknown_from = standing.unknown_from.map(|_| 0);
        let files = written.states.len() as u64 + gone.len() as u64;
        previous.states.extend(written.states.into_iter().map(|state| (state.path.clone(), state)));
        let summary = self.end(writer, summary)?;
        standing.generation = standing.previous.generation()?;
        let is_spent = is_spent(&standing.graph, &change);
        let update = Update { summary, resolved: change.touched.tied.len() as u64, written: files };
        Ok(Some((update, !is_spent)))
    }

    /// Reads files; meanwhile the writer is opened that will be needed where one of them seems to have changed.
    fn read_beside(
        &mut self,
        found: Vec<Found>,
        standing: &Standing,
    ) -> Result<(Reading, Option<Opened>), IndexError> {
        let states = &standing.previous.states;
        let is_as_before = |found: &Found| {
            let state = states.get(&found.path);
            state.is_some_and(|state| (state.size, state.modified_ns) == (found.size, found.modified_ns))
        };
        let is_needed = !found.iter().all(is_as_before);
        let (database, wait) = (self.database.clone(), self.options.wait);
        let mut rest = std::mem::take(&mut self.rest);
        let read = std::thread::scope(|scope| {
            let opening = is_needed.then(|| scope.spawn(|| rest.open_writer(&database, wait)));
            let of = found.len() as u64;
            let reading = self.read(found, &standing.previous, of);
            let opened = opening.map(|opening| opening.join().unwrap_or_else(|panic| resume_unwind(panic)));
            Ok((reading?, opened))
        });
        self.rest = rest;
        read
    }

    /// What there is in a scope, and the packages of the project.
    fn look(&mut self, standing: &Standing, scope: &Scope) -> Result<(Walk, Packages), IndexError> {
        match scope {
            Scope::All => {
                self.rules = rules_of(&self.root, &self.options.rules)?;
                let found = self.walk()?;
                let packages = Packages::read(&self.root, &found.manifests);
                Ok((found, packages))
            }
            Scope::Within(_) => {
                let enter = |folder: &Path| self.enter(folder);
                let found =
                    walk_within(&self.root, &self.rules, &enter, standing.parents, scope, self.cancel)?;
                Ok((found, standing.packages.clone()))
            }
        }
    }

    /// Notes the times of files whose content is what it was.
    fn take_times(&self, standing: &mut Standing, kept: Vec<Kept>) {
        for kept in &kept {
            if let Some(before) = standing.previous.states.get_mut(&kept.path) {
                *before = kept.seen.state(before);
            }
        }
        standing.graph.see(kept.into_iter().map(|kept| (kept.path, kept.seen)).collect());
    }

    /// Puts what changed into the project.
    pub(super) fn change(
        &self,
        graph: &mut Graph,
        fresh: Vec<Kept>,
        gone: &HashSet<String>,
        packages: &Packages,
    ) -> Change {
        let mut structures = HashMap::new();
        let take = |kept: Kept| {
            let taken = kept.taken?;
            structures.extend(taken.flow.map(|flow| (kept.path.clone(), flow)));
            Some(Fresh { path: kept.path, facts: taken.facts, glance: taken.glance, seen: kept.seen })
        };
        let fresh = fresh.into_iter().filter_map(take).collect();
        let touched = graph.change(fresh, gone, packages);
        let shelved = &graph.shelved;
        let number = |(path, flow): (String, Place)| Some((shelved.number(&path)?, flow));
        let flows = structures.into_iter().filter_map(number).collect();
        let name = self.project_name(packages);
        let print = packages.print(&name);
        Change { parsed: touched.changed.iter().copied().collect(), touched, flows, name, print }
    }
}

/// Whether files, and their times, are what the index says.
fn is_as_before(standing: &Standing, kept: &[Kept]) -> bool {
    let is_same = |kept: &Kept| {
        let before = standing.previous.states.get(&kept.path);
        kept.taken.is_none() && before.is_some_and(|before| kept.seen.is_in(before))
    };
    kept.iter().all(is_same)
}

/// Files that were in a scope, and are not there any more. Cost: that of the scope, if it names files alone; else a look
/// at each file of the project.
fn gone(standing: &Standing, scope: &Scope, kept: &[Kept]) -> HashSet<String> {
    let kept: HashSet<&str> = kept.iter().map(|kept| kept.path.as_str()).collect();
    let states = &standing.previous.states;
    let is_file = |path: &String| states.contains_key(path) || kept.contains(path.as_str());
    match scope {
        Scope::Within(paths) if paths.iter().all(is_file) => {
            paths.iter().filter(|path| !kept.contains(path.as_str())).cloned().collect()
        }
        _ => {
            let known = states.keys().filter(|path| scope.covers(path));
            known.filter(|path| !kept.contains(path.as_str())).cloned().collect()
        }
    }
}
