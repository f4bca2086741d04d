//! What the imports of everything in a scope bring in. A module that imports everything of a thousand others is asked for each name that its own
//! files do not bind: where its imports lead is found once, and those modules that cannot have the name are passed over.

use std::borrow::Cow;
use std::convert::Infallible;
use std::sync::{Arc, OnceLock};

use ahash::AHashMap;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use super::directory::Directory;
use super::lookup::Search;
use super::names::{Entry, Name};
use super::place::{Found, Place, Want};
use super::table::{MAX_OF_A_NAME, ScopeId, Source, Table};
use super::ties::Tie;

/// From so many imports on it pays to ask first which files have the name, and to find where they lead for all files that ask.
const MANY: usize = 16;

/// How much is kept of where many imports lead, in bytes, roughly, and what one of them takes.
const KEPT_BYTES: u64 = 24 << 20;
const GLOB_BYTES: u64 = 200;

/// Scopes of which it is kept, about.
const SCOPES: usize = 1 << 8;

/// The imports of everything in one scope, in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Globs {
    all: Vec<Glob>,
    /// Those of many that lead to modules alone that import nothing with everything else, by the files of these.
    closed: AHashMap<u32, Vec<u32>>,
    /// The same ones, by the names that these modules import.
    bound: AHashMap<Name, Vec<u32>>,
    /// The others of many.
    open: Vec<u32>,
    /// What was asked to find where they lead, where that was found for all files.
    pub(super) ties: Vec<Tie>,
}

/// An import of everything.
#[derive(Debug)]
struct Glob {
    /// Its index among the imports of its file.
    import: u32,
    /// Whether it brings something in for who looks from inside.
    binds_inside: bool,
    /// Likewise from outside.
    binds_outside: bool,
    is_private: bool,
    leads: OnceLock<Leads>,
}

/// Where an import of everything leads.
#[derive(Debug, Clone, Default)]
struct Leads {
    /// Nowhere in the project.
    is_outside: bool,
    to: Vec<Place>,
    /// How many scopes were looked into to find that.
    steps: u32,
}

/// Where imports lead in scopes that have many.
#[derive(Debug)]
pub(super) struct ManyGlobs(Cache<(u32, ScopeId), Arc<Globs>, Weigh>);

#[derive(Debug, Clone)]
struct Weigh;

impl Weighter<(u32, ScopeId), Arc<Globs>> for Weigh {
    fn weight(&self, _: &(u32, ScopeId), globs: &Arc<Globs>) -> u64 {
        GLOB_BYTES * globs.all.len() as u64 + 8 * globs.ties.len() as u64
    }
}

impl Default for ManyGlobs {
    fn default() -> ManyGlobs {
        ManyGlobs(Cache::with_weighter(SCOPES, KEPT_BYTES, Weigh))
    }
}

impl ManyGlobs {
    /// Forgets all: a file is another one than it was.
    pub(super) fn clear(&self) {
        self.0.clear();
    }
}

impl Globs {
    fn are_many(&self) -> bool {
        self.all.len() >= MANY
    }

    /// Those of many that may bring in a name that only these files have.
    fn having(&self, name: &str, files: &[u32]) -> Vec<&Glob> {
        let closed = files.iter().filter_map(|file| self.closed.get(file)).flatten();
        let bound = self.bound.get(&Name::of(name)).into_iter().flatten();
        let mut which: Vec<u32> = self.open.iter().chain(closed).chain(bound).copied().collect();
        which.sort_unstable();
        which.dedup();
        which.into_iter().filter_map(|at| self.all.get(at as usize)).collect()
    }
}

impl Glob {
    /// Whether it gives a name on to who looks from inside, or outside, and sees what is private or does not.
    fn gives(&self, is_inside: bool, sees_private: bool) -> bool {
        let binds = if is_inside { self.binds_inside } else { self.binds_outside };
        binds && (sees_private || !self.is_private)
    }
}

impl<'t> Search<'t, '_> {
    /// What a name means that an import of everything in a scope brings in.
    pub(super) fn through_globs(
        &mut self,
        (file, scope, name, is_inside): (u32, ScopeId, &str, bool),
        want: Want,
    ) -> Found {
        let table = self.table;
        let rules = table.rules(file);
        let globs = table.glob_imports(file, scope);
        let sees_private = is_inside || rules.sees_private(table, file, self.from);
        let having = globs.are_many().then(|| table.files_having(file, name)).flatten();
        let which = match having {
            Some(files) => globs.having(name, &files),
            None => globs.all.iter().collect(),
        };
        let mut is_outside = false;
        let mut all: Vec<Place> = Vec::new();
        for glob in which.into_iter().filter(|glob| glob.gives(is_inside, sees_private)) {
            let leads = self.leads(file, glob, globs.are_many());
            is_outside |= leads.is_outside;
            for &place in &leads.to {
                match self.given(file, place, name, want) {
                    // Where several bring it in, one build has one of them.
                    Found::Places(places) if rules.is_conditional() => all.extend(places),
                    Found::Places(places) if places.is_empty() => {}
                    found @ Found::Places(_) => return found,
                    Found::External => is_outside = true,
                    Found::Nothing => {}
                }
            }
        }
        let mut unique: Vec<Place> = Vec::with_capacity(all.len());
        for place in all {
            if !unique.contains(&place) {
                unique.push(place);
            }
        }
        match Found::of(unique) {
            Found::Nothing if is_outside => Found::External,
            found => found,
        }
    }

    /// What an import of everything of a place brings into a file by a name.
    fn given(&mut self, file: u32, place: Place, name: &str, want: Want) -> Found {
        let before = std::mem::replace(&mut self.from, file);
        let found = self.step(place, name, want);
        self.from = before;
        match (found, place) {
            (Found::Places(mut members), Place::Symbol(_)) => {
                members.retain(|member| self.table.is_in_glob(*member));
                Found::Places(members)
            }
            (found, _) => found,
        }
    }

    /// Where an import of everything leads. That of one of many was found before if it can be kept.
    fn leads(&mut self, file: u32, glob: &'t Glob, is_of_many: bool) -> Cow<'t, Leads> {
        if let Some(known) = glob.leads.get() {
            self.steps += known.steps;
            return Cow::Borrowed(known);
        }
        match self.find_leads(file, glob) {
            (leads, true) if !is_of_many => Cow::Borrowed(glob.leads.get_or_init(|| leads)),
            (leads, _) => Cow::Owned(leads),
        }
    }

    /// Likewise, and whether it leads there whatever else is being looked into.
    fn find_leads(&mut self, file: u32, glob: &Glob) -> (Leads, bool) {
        let table = self.table;
        let Some(import) = table.import(file, glob.import) else { return (Leads::default(), true) };
        let (steps, turns) = (self.steps, self.turns);
        let (found, is_uncut) = table.is_uncut(|| table.rules(file).globbed(self, file, import));
        let mut leads = Leads { steps: self.steps - steps, ..Leads::default() };
        match found {
            Found::Places(places) => leads.to = places,
            Found::External | Found::Nothing => leads.is_outside = true,
        }
        (leads, is_uncut && self.turns == turns)
    }
}

impl Directory {
    /// The imports of everything in a scope that has many of them, and where they lead. Cost: what it takes to find that, once.
    pub(super) fn many_globs(&self, source: &dyn Source, file: u32, scope: ScopeId) -> Arc<Globs> {
        let find = || {
            let Some(seen) = source.seen(file) else { return Ok::<_, Infallible>(Arc::default()) };
            let table = Table::of_nobody(self, source, &seen);
            let mut globs = table.find_globs(file, scope);
            for (at, glob) in (0u32..).zip(&globs.all) {
                let mut closed = None;
                if let (leads, true) = Search::new(&table).find_leads(file, glob) {
                    closed = table.closed(&leads, (file, scope));
                    glob.leads.get_or_init(|| leads);
                }
                for module in closed.iter().flatten() {
                    globs.closed.entry(module.0).or_default().push(at);
                    let names = table.bound_names(module.0, module.1);
                    names.for_each(|name| globs.bound.entry(name).or_default().push(at));
                }
                globs.open.extend(closed.is_none().then_some(at));
            }
            globs.ties = table.into_ties();
            Ok(Arc::new(globs))
        };
        match self.many_globs.0.get_or_insert_with(&(file, scope), find) {
            Ok(globs) => globs,
            Err(never) => match never {},
        }
    }
}

impl Table<'_> {
    /// The imports of everything in a scope. Those that are many are found for all files, but by who does just that.
    pub(super) fn make_globs(&self, file: u32, scope: ScopeId) -> Arc<Globs> {
        match self.globs(file, scope).len() >= MANY && !self.is_of_nobody() {
            true => self.many_globs(file, scope),
            false => Arc::new(self.find_globs(file, scope)),
        }
    }

    fn find_globs(&self, file: u32, scope: ScopeId) -> Globs {
        let rules = self.rules(file);
        let glob = |&at: &u32| {
            let import = self.import(file, at)?;
            Some(Glob {
                import: at,
                binds_inside: rules.binds(import, true),
                binds_outside: rules.binds(import, false),
                is_private: rules.is_private(import),
                leads: OnceLock::new(),
            })
        };
        Globs { all: self.globs(file, scope).iter().filter_map(glob).collect(), ..Globs::default() }
    }

    /// The files that may have something by a name, in order; `None` where they are many, or a module may have the name.
    fn files_having(&self, file: u32, name: &str) -> Option<Vec<u32>> {
        let rules = self.rules(file);
        if rules.relative(self, file, None, name).is_some() || rules.has_child_files(self, name) {
            return None;
        }
        let entries = self.entries(Name::of(name));
        let mut files: Vec<u32> = entries.take(MAX_OF_A_NAME).map(|Entry { file, .. }| file).collect();
        files.sort_unstable();
        (files.len() < MAX_OF_A_NAME).then_some(files)
    }

    /// The modules that an import of everything in a scope leads to, if these give on to it nothing that they import with everything else, but
    /// from the scope itself; `None` where it leads to anything else.
    fn closed(&self, leads: &Leads, to: (u32, ScopeId)) -> Option<Vec<(u32, ScopeId)>> {
        let module = |place: &Place| match *place {
            Place::Module { file, scope, .. } if self.is_closed((file, scope), to) => Some((file, scope)),
            _ => None,
        };
        leads.to.iter().map(module).collect::<Option<_>>().filter(|_| !leads.is_outside)
    }

    fn is_closed(&self, (file, scope): (u32, ScopeId), to: (u32, ScopeId)) -> bool {
        let rules = self.rules(file);
        let sees_private = rules.sees_private(self, file, to.0);
        let is_asking =
            |place: &Place| matches!(*place, Place::Module { file, scope, .. } if (file, scope) == to);
        let is_back = |glob: &Glob| {
            let (leads, is_kept) = Search::new(self).find_leads(file, glob);
            is_kept && !leads.is_outside && leads.to.iter().all(is_asking)
        };
        let mut globs = self.glob_imports(file, scope).all.iter();
        globs.all(|glob| !glob.gives(false, sees_private) || is_back(glob))
    }

    fn is_in_glob(&self, member: Place) -> bool {
        let fact = member.target().and_then(|target| Some((target, self.fact(target)?)));
        fact.is_none_or(|(target, fact)| self.rules(target.file).is_in_glob(fact))
    }
}
