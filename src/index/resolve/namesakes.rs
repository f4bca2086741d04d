//! Symbols of one name, wherever they stand: what is known of each is taken out of its file once for all files that ask.
//! A name that nothing binds leads to files all over the project, and to the same ones from each file that has it.

use std::convert::Infallible;
use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache;

use super::Target;
use super::directory::Directory;
use super::names::{Entry, Name};
use super::table::Source;
use crate::index::SymbolFact;
use crate::model::Language;

/// Symbols of one name are looked at one by one if there are no more.
const MAX_NAMED: usize = 256;

/// How much of what was taken out is kept in memory, in bytes, roughly.
const KEPT_BYTES: u64 = 24 << 20;

/// What a symbol takes in memory, in bytes, roughly.
const SYMBOL_BYTES: u64 = 600;

/// Names of which something is kept, about.
const NAMES: usize = 1 << 12;

/// A symbol that has the name that was asked for, or one of the same hash.
#[derive(Debug)]
pub(super) struct Namesake {
    pub(super) target: Target,
    pub(super) fact: Arc<SymbolFact>,
    /// What it stands in, where its own text does not say that it is a member.
    pub(super) around: Option<(Target, Arc<SymbolFact>)>,
}

/// What was found of names lately.
#[derive(Debug)]
pub(super) struct Namesakes(Cache<(Language, Name), Arc<[Namesake]>, Weigh>);

#[derive(Debug, Clone)]
struct Weigh;

impl Weighter<(Language, Name), Arc<[Namesake]>> for Weigh {
    fn weight(&self, _: &(Language, Name), all: &Arc<[Namesake]>) -> u64 {
        SYMBOL_BYTES * (1 + all.len() as u64)
    }
}

impl Default for Namesakes {
    fn default() -> Namesakes {
        Namesakes(Cache::with_weighter(NAMES, KEPT_BYTES, Weigh))
    }
}

impl Namesakes {
    /// Forgets all: a file is another one than it was.
    pub(super) fn clear(&self) {
        self.0.clear();
    }
}

impl Directory {
    /// All symbols of a name in files of a language, in the order of the index; none where they are very many: who asks
    /// wants just one of them. Cost: a look into each of their files, once.
    pub(super) fn namesakes(&self, source: &dyn Source, language: Language, name: Name) -> Arc<[Namesake]> {
        let find = || Ok::<_, Infallible>(self.find_namesakes(source, language, name));
        match self.namesakes.0.get_or_insert_with(&(language, name), find) {
            Ok(all) => all,
            Err(never) => match never {},
        }
    }

    fn find_namesakes(&self, source: &dyn Source, language: Language, name: Name) -> Arc<[Namesake]> {
        let is_of = |entry: &Entry| {
            self.files.get(entry.file as usize).is_some_and(|listed| listed.language == language)
        };
        let all = self.names.get(name).filter(is_of).take(MAX_NAMED + 1);
        let all: Vec<Target> = all.map(Entry::target).collect();
        if all.len() > MAX_NAMED {
            return Arc::new([]);
        }
        let namesake = |target: Target| {
            let seen = source.seen(target.file)?;
            let fact = seen.facts.symbols.get(target.symbol as usize)?;
            let parent = fact.parent.filter(|_| fact.member_of.is_none() && fact.of_trait.is_none());
            let around = parent.and_then(|symbol| {
                let around = seen.facts.symbols.get(symbol as usize)?;
                Some((Target { file: target.file, symbol }, Arc::new(around.clone())))
            });
            Some(Namesake { target, fact: Arc::new(fact.clone()), around })
        };
        all.into_iter().filter_map(namesake).collect()
    }
}
