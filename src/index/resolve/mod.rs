//! What a used name means: from the facts of all files, which symbol each use leads to, and how that
//! is known.
//!
//! [`Table`] knows all symbols, scopes and modules; then each file is resolved against it on its own,
//! on any thread ([`infer`]). What differs between languages is how a path begins and which scopes are seen
//! ([`rules`]); the rest is shared. A name is looked for, in this order: in the enclosing
//! scopes of the file, through its imports, in the type that it is qualified with; and where all of that
//! says nothing, it is taken for the only symbol of that name, if there is just one. A name that
//! an import brings in from outside of the project, or a method that any standard type may have, is never
//! guessed at: no answer is better than a wrong one.

mod by_scope;
mod common;
mod directory;
mod glance;
mod globs;
mod imports;
mod infer;
mod lookup;
mod members;
mod names;
mod namesakes;
mod outline;
mod place;
mod rules;
mod scopes;
mod shapes;
mod shared;
mod table;
mod ties;

pub(crate) use by_scope::Scopes;
pub(crate) use directory::Directory;
pub(crate) use glance::Glance;
pub(crate) use outline::Outline;
pub(crate) use scopes::Seen;
pub(crate) use table::Source;
use table::Table;
pub(crate) use ties::{Tie, Ties};

use std::sync::{Arc, Mutex, PoisonError};

use ahash::AHashMap;
use serde::{Deserialize, Serialize};

use super::bytes::Bytes;
use super::encoding::{self, OpenFacts};
use super::scip::Word;
use crate::model::{Certainty, SymbolKind};

/// At most so many candidates are told of an ambiguous use.
const MAX_CANDIDATES: usize = 16;

/// A file to resolve: its path and what extraction found in it.
#[derive(Debug)]
pub(crate) struct Unit {
    /// Relative to the root, with `/`.
    pub(crate) path: String,
    /// What is in it; behind what extraction found, what a compiler says there is beside that.
    pub(crate) facts: OpenFacts,
    /// What a compiler says of it.
    pub(crate) word: Option<Box<Word>>,
    /// Its facts and that, encoded.
    bytes: Bytes,
}

impl Unit {
    /// A file whose facts were encoded. `None` where these are damaged.
    pub(crate) fn open(path: String, bytes: Bytes) -> Option<Unit> {
        let (facts, word) = encoding::open(&bytes)?;
        Some(Unit { path, facts, word, bytes })
    }

    /// What [`Unit::open`] opened.
    pub(crate) fn encoded(&self) -> &Bytes {
        &self.bytes
    }
}

impl Source for Vec<Arc<Seen>> {
    fn seen(&self, file: u32) -> Option<Arc<Seen>> {
        self.get(file as usize).map(Arc::clone)
    }
}

/// A source that looks into each file only once, for the parts of one file: these lead to the same files again and
/// again, and what lies in them may be long.
pub(crate) struct Once<'s> {
    source: &'s dyn Source,
    seen: Mutex<AHashMap<u32, Option<Arc<Seen>>>>,
}

impl<'s> Once<'s> {
    pub(crate) fn new(source: &'s dyn Source) -> Once<'s> {
        Once { source, seen: Mutex::default() }
    }
}

impl Source for Once<'_> {
    fn seen(&self, file: u32) -> Option<Arc<Seen>> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.entry(file).or_insert_with(|| self.source.seen(file)).clone()
    }
}

/// A symbol of the project: which file, and which of its symbols.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct Target {
    /// Index among the units.
    pub(crate) file: u32,
    /// Index among the file's symbols.
    pub(crate) symbol: u32,
}

/// What a use means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// A parameter or local variable: no symbol.
    Local,
    /// Just this symbol.
    Known(Target, Certainty),
    /// One of these.
    Ambiguous(Box<[Target]>),
    /// Nothing that we know.
    Unknown,
}

/// What the uses of one file mean.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Resolved {
    /// One for each of [`FileFacts::uses`].
    pub(crate) uses: Vec<Verdict>,
    /// Types of the file (by index) and the traits or bases of the project that they name.
    pub(crate) implements: Vec<(u32, Target)>,
}

/// What was found of one part of a file.
pub(crate) enum Found {
    /// What uses mean, from this one on.
    Uses(u32, Vec<Verdict>),
    /// [`Resolved::implements`].
    Bases(Vec<(u32, Target)>),
}

/// Which ties of a file are noted when it is resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Notes {
    /// None.
    Nothing,
    /// Those of all of it, in one list.
    File,
    /// Those of each of its parts. Each is then resolved by itself, and what was found for one is found again for the next.
    Parts,
}

/// Resolves one file of the directory, looking into others where `source` has them. A few uses are resolved together, one after another
/// ([`rules`]): what was found on the way is kept from one to the next, and no further than would be found again. So where answers change, only
/// those parts of a file are resolved again that asked for them. Gives the ties that are noted, too. Cost: that of its uses, and of looking into the files that these lead to.
pub(crate) fn resolve(
    directory: &Directory,
    source: &dyn Source,
    file: u32,
    unit: &Arc<Seen>,
    notes: Notes,
) -> (Resolved, Vec<Vec<Tie>>) {
    let mut resolved = Resolved::default();
    let mut ties = Vec::new();
    let source = Once::new(source);
    let parts = Parts::of(unit);
    let mut part = 0;
    while part <= parts.last() {
        let table = Table::new(directory, &source, (file, unit), notes != Notes::Nothing);
        let mut resolver = infer::Resolver::new(&table, file);
        let first = part;
        while part <= parts.last() {
            let found = parts.find(part, &table, &mut resolver);
            // An answer that leads back to itself depends on where one came from: such a part is resolved with nothing
            // known, as it is by itself. Of other answers nobody can tell what was known before.
            if table.is_cut() && part > first {
                break;
            }
            match found {
                Found::Uses(_, verdicts) => resolved.uses.extend(verdicts),
                Found::Bases(bases) => resolved.implements = bases,
            }
            part += 1;
            if notes == Notes::Parts || table.is_cut() {
                break;
            }
            resolver.forget_senses();
        }
        ties.push(table.into_ties());
    }
    (resolved, ties)
}

/// Resolves one part of a file: uses in the order of the text, or what the last one is, the bases of its types. What
/// it comes to depends on nothing but the file and the answers to what it is tied to, which are given with it.
pub(crate) fn resolve_part(
    directory: &Directory,
    source: &dyn Source,
    (file, unit): (u32, &Arc<Seen>),
    part: u32,
) -> (Found, Vec<Tie>) {
    let table = Table::new(directory, source, (file, unit), true);
    let mut resolver = infer::Resolver::new(&table, file);
    let found = Parts::of(unit).find(part, &table, &mut resolver);
    (found, table.into_ties())
}

/// How the uses of a file are divided.
struct Parts<'u> {
    unit: &'u Seen,
    uses: u32,
    together: u32,
}

impl Parts<'_> {
    fn of(unit: &Seen) -> Parts<'_> {
        let together = rules::rules(unit.facts.language).uses_together();
        Parts { unit, uses: unit.facts.uses.len() as u32, together }
    }

    /// The number of the last one, which has no uses.
    fn last(&self) -> u32 {
        self.uses.div_ceil(self.together)
    }

    fn find(&self, part: u32, table: &Table<'_>, resolver: &mut infer::Resolver<'_, '_>) -> Found {
        let from = part.saturating_mul(self.together);
        if from >= self.uses {
            return Found::Bases(implemented(table, self.unit));
        }
        let part = from..self.uses.min(from.saturating_add(self.together));
        Found::Uses(from, part.map(|index| resolver.verdict(index)).collect())
    }
}

fn implemented(table: &Table<'_>, unit: &Seen) -> Vec<(u32, Target)> {
    let file = table.home();
    let mut implements = Vec::new();
    for (symbol, fact) in (0u32..).zip(unit.facts.symbols.iter()) {
        let target = Target { file, symbol };
        // A type alias has what it stands for in the place of a base, but does not implement it.
        if fact.kind != SymbolKind::TypeAlias {
            implements.extend(table.bases_of(target).iter().map(|&(base, _)| (symbol, base)));
        }
    }
    implements.sort_unstable();
    implements.dedup();
    implements
}

#[cfg(test)]
mod tests;
