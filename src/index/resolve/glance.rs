//! What the project's directory must know of a file: a few bytes a symbol, taken when the file is read.

use super::names::{Name, Traits};
use super::rules::c::{self, is_c};
use super::rules::rules;
use super::table::is_type;
use crate::index::FileFacts;
use crate::index::ids::{Keys, Tag};
use crate::index::scip::{Key, Word};
use crate::model::{Language, SymbolKind};

/// A file, as far as the directory must know it.
#[derive(Debug, Clone)]
pub(crate) struct Glance {
    pub(crate) language: Language,
    /// Parts of the module that the file says it is.
    pub(super) module: Vec<String>,
    /// The name of each symbol, and what the directory says of it.
    pub(super) names: Vec<(Name, Traits)>,
    /// Names in the scopes of C and C++ that have a name.
    pub(super) scoped: Vec<(Name, u32)>,
    /// Members that do not stand in their type's own text.
    pub(super) outer_members: Vec<(Name, u32)>,
    /// What stands at the top of a file of a language whose packages share one scope.
    pub(super) tops: Vec<u32>,
    /// What a file of the C languages includes.
    pub(super) includes: Vec<Vec<String>>,
    /// What the ids of its symbols are made from.
    pub(crate) keys: Vec<u64>,
    /// The symbols that a compiler says are defined there: which, whether that is a mere declaration, and its index.
    pub(crate) defines: Vec<(Key, bool, u32)>,
}

impl Glance {
    /// Cost: a pass over the file's symbols and imports.
    pub(crate) fn of(facts: &FileFacts, word: Option<&Word>) -> Glance {
        let mut glance = Glance {
            language: facts.language,
            module: facts.module.clone(),
            names: Vec::with_capacity(facts.symbols.len()),
            scoped: Vec::new(),
            outer_members: Vec::new(),
            tops: Vec::new(),
            includes: Vec::new(),
            keys: Vec::with_capacity(facts.symbols.len()),
            defines: word.map(|word| word.defined(facts)).unwrap_or_default(),
        };
        if is_c(facts.language) {
            let includes = facts.imports.iter().filter(|import| import.kind == "include");
            glance.includes = includes.map(|import| import.path.clone()).collect();
        }
        glance.add_symbols(facts);
        glance
    }

    /// What stands at the top of a file of a language whose packages share one scope: names and symbols.
    pub(super) fn tops(&self) -> impl Iterator<Item = (Name, u32)> {
        self.tops.iter().filter_map(|&symbol| Some((self.names.get(symbol as usize)?.0, symbol)))
    }

    /// Whether a file with this glance stands where one with the other does: they differ at most in their symbols.
    pub(crate) fn stands_like(&self, other: &Glance) -> bool {
        (self.language, &self.module, &self.includes) == (other.language, &other.module, &other.includes)
    }

    /// Forgets its names.
    pub(crate) fn forget(&mut self) {
        let Glance { names, scoped, outer_members, tops, keys, .. } = self;
        (*names, *scoped, *outer_members) = (Vec::new(), Vec::new(), Vec::new());
        (*tops, *keys) = (Vec::new(), Vec::new());
    }

    fn add_symbols(&mut self, facts: &FileFacts) {
        let has_packages = rules(facts.language).has_packages();
        let is_c = is_c(facts.language);
        let mut keys = Keys::default();
        for (at, fact) in (0u32..).zip(&facts.symbols) {
            let is_field = fact.kind == SymbolKind::Field && !fact.flags.is_static;
            let name = Name::of(&fact.name);
            let traits = Traits::default().and(Traits::FILE_LOCAL, fact.flags.is_file_local);
            let traits = traits.and(Traits::GLOBAL, fact.flags.is_global);
            let traits = if is_c { traits.and(c::traits(fact), true) } else { traits };
            let placed = match is_field {
                true => name.of_field(),
                false if is_c && c::is_scoped(fact) => name.of_scoped(),
                false => name,
            };
            self.names.push((placed, traits));
            if is_c && !is_field {
                self.scoped.extend(c::scoped(fact, name).map(|name| (name, at)));
            }
            let parent = fact.parent.and_then(|parent| facts.symbols.get(parent as usize));
            if let Some(owner) = &fact.member_of
                && !parent.is_some_and(|parent| is_type(&parent.kind))
            {
                self.outer_members.push((name.in_type(owner), at));
            }
            let is_top = fact.parent.is_none() && fact.member_of.is_none();
            if has_packages && is_top && fact.kind != SymbolKind::Module {
                self.tops.push(at);
            }
            self.keys.push(keys.next(Tag::Symbol, [fact.qualified.as_bytes(), fact.kind.label().as_bytes()]));
        }
    }
}
