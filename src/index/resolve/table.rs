//! What the resolution of one file sees of the project: files that it looks into, and what was found of their
//! types. A file is looked into when something leads there.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use elsa::FrozenMap;

use super::directory::{Directory, Listed, ModulePath};
use super::names::{Entry, Name};
use super::scopes::Seen;
pub(super) use super::scopes::{Binding, ScopeId};
use super::{Target, Unit};
use crate::index::facts::TypeFact;
use crate::index::{ImportFact, SymbolFact};
use crate::model::{Language, SymbolKind};

/// Symbols of one name are looked at one by one if there are no more.
const MAX_NAMED: usize = 256;

/// Where files are looked into.
pub(crate) trait Source: Sync {
    /// A file of the directory, by its number; `None` where it cannot be had.
    fn seen(&self, file: u32) -> Option<Arc<Seen>>;
}

/// The project, as the resolution of one file sees it.
pub(crate) struct Table<'p> {
    pub(super) directory: &'p Directory,
    source: &'p dyn Source,
    seen: FrozenMap<u32, Arc<Seen>>,
    owners: RefCell<HashMap<Target, Option<Target>>>,
    bases: FrozenMap<Target, Box<Bases>>,
    /// Types whose bases are being looked for.
    open: RefCell<HashSet<Target>>,
}

/// What was found of a type's bases.
#[derive(Debug, Default)]
struct Bases {
    /// Those that the project has, each with the number of the type in the file's facts.
    known: Vec<(Target, u32)>,
    /// Whether there is one that the project has not: the type may have any member.
    is_open: bool,
}

impl<'p> Table<'p> {
    /// A look at the project. Cost: nothing until something is asked.
    pub(crate) fn new(directory: &'p Directory, source: &'p dyn Source) -> Table<'p> {
        Table {
            directory,
            source,
            seen: FrozenMap::new(),
            owners: RefCell::default(),
            bases: FrozenMap::new(),
            open: RefCell::default(),
        }
    }

    pub(super) fn seen(&self, file: u32) -> Option<&Seen> {
        if let Some(seen) = self.seen.get(&file) {
            return Some(seen);
        }
        Some(self.seen.insert(file, self.source.seen(file)?))
    }

    pub(super) fn unit(&self, file: u32) -> Option<&Unit> {
        Some(self.seen(file)?)
    }

    pub(super) fn fact(&self, target: Target) -> Option<&SymbolFact> {
        self.unit(target.file)?.facts.symbols.get(target.symbol as usize)
    }

    pub(super) fn import(&self, file: u32, import: u32) -> Option<&ImportFact> {
        self.unit(file)?.facts.imports.get(import as usize)
    }

    fn listed(&self, file: u32) -> Option<&'p Listed> {
        self.directory.files.get(file as usize)
    }

    pub(super) fn path(&self, file: u32) -> Option<&'p str> {
        Some(&self.listed(file)?.path)
    }

    pub(super) fn module(&self, file: u32) -> Option<&'p ModulePath> {
        Some(&self.listed(file)?.module)
    }

    pub(super) fn language(&self, file: u32) -> Language {
        self.listed(file).map_or(Language::Other, |listed| listed.language)
    }

    /// Files that are a module.
    pub(super) fn files_of(&self, language: Language, module: ModulePath) -> &'p [u32] {
        self.directory.files_by_module.get(&(language, module)).map_or(&[], Vec::as_slice)
    }

    /// All symbols of that name in files of a language; none where they are very many: who asks wants just one of
    /// them, and each has to be looked at.
    pub(super) fn named(&self, language: Language, name: &str) -> impl Iterator<Item = Target> {
        let all = self.directory.names.get(Name::of(name));
        let all = all.filter(move |entry| self.language(entry.file) == language);
        let all: Vec<Target> = all.map(Entry::target).take(MAX_NAMED + 1).collect();
        let all = if all.len() > MAX_NAMED { Vec::new() } else { all };
        all.into_iter().filter(move |target| self.fact(*target).is_some_and(|fact| fact.name == name))
    }

    /// The members of that name that a type has itself.
    pub(super) fn own_members(&self, owner: Target, name: &str) -> Vec<Target> {
        let Some(seen) = self.seen(owner.file) else { return Vec::new() };
        let here = seen.symbols(Some(owner.symbol), name).map(|symbol| Target { file: owner.file, symbol });
        let mut members: Vec<Target> = here.filter(|member| self.owner_of(*member) == Some(owner)).collect();
        if let Some(of) = self.fact(owner) {
            let outer =
                self.directory.outer_members.free(Name::of(name).in_type(&of.name)).map(Entry::target);
            let outer = outer.filter(|member| {
                self.fact(*member).is_some_and(|fact| fact.name == name)
                    && self.owner_of(*member) == Some(owner)
            });
            members.extend(outer);
        }
        members.sort_unstable();
        members.dedup();
        members
    }

    /// The type that a symbol is a member of.
    pub(super) fn owner_of(&self, member: Target) -> Option<Target> {
        if let Some(known) = self.owners.borrow().get(&member) {
            return *known;
        }
        // Looking for it may lead back here.
        self.owners.borrow_mut().insert(member, None);
        let found = self.find_owner(member);
        self.owners.borrow_mut().insert(member, found);
        found
    }

    /// That of a method whose type another file defines is found through scopes and imports.
    fn find_owner(&self, member: Target) -> Option<Target> {
        let fact = self.fact(member)?;
        if let Some(parent) = fact.parent {
            let parent = Target { file: member.file, symbol: parent };
            let of = self.fact(parent)?;
            // What stands in an object is a member of the variable that holds it.
            if is_type(&of.kind) || fact.member_of.as_ref().is_some_and(|owner| *owner == of.name) {
                return Some(parent);
            }
        }
        let name = fact.member_of.as_deref()?;
        let path = self.rules(member.file).owner_path(fact);
        if let Some(owner) = path.and_then(|path| self.find_type(member.file, None, &path).target()) {
            return Some(owner);
        }
        self.find_type(member.file, fact.parent, &[name]).target()
    }

    /// The traits or base classes of a type that the project defines.
    pub(super) fn bases_of(&self, of: Target) -> &[(Target, u32)] {
        self.bases(of).map_or(&[], |bases| &bases.known)
    }

    /// Whether a type has a base that is not in the project, or not known: it may have any member.
    pub(super) fn is_open(&self, of: Target) -> bool {
        self.bases(of).is_some_and(|bases| bases.is_open)
    }

    fn bases(&self, of: Target) -> Option<&Bases> {
        if let Some(known) = self.bases.get(&of) {
            return Some(known);
        }
        if !self.open.borrow_mut().insert(of) {
            // The way to its bases leads through itself.
            return None;
        }
        let found = self.find_bases(of).unwrap_or_default();
        self.open.borrow_mut().remove(&of);
        Some(self.bases.insert(of, Box::new(found)))
    }

    /// What a type's bases are; for an alias, what it stands for.
    fn find_bases(&self, of: Target) -> Option<Bases> {
        let unit = self.unit(of.file)?;
        let fact = unit.facts.symbols.get(of.symbol as usize)?;
        let alias = fact.declared.filter(|_| fact.kind == SymbolKind::TypeAlias);
        let mut bases = Bases::default();
        for &named in fact.bases.iter().chain(&alias) {
            let found = match held_by(&unit.facts.types, named) {
                Some(TypeFact::Named { path, container, .. }) => {
                    // A type's own text is no scope for its bases.
                    let scope = if *container == Some(of.symbol) { fact.parent } else { *container };
                    self.find_type(of.file, scope, path).target()
                }
                _ => None,
            };
            match found {
                Some(base) if base != of => bases.known.push((base, named)),
                _ => bases.is_open = true,
            }
        }
        Some(bases)
    }

    /// Whether something that is no type has members, as an object has.
    pub(super) fn has_members(&self, target: Target) -> bool {
        self.seen(target.file).is_some_and(|seen| seen.has_members(target.symbol))
    }
}

/// A type without what only holds it.
fn held_by(types: &[TypeFact], of: u32) -> Option<&TypeFact> {
    let mut fact = types.get(of as usize)?;
    while let TypeFact::Held(_, inner) = fact {
        fact = types.get(*inner as usize)?;
    }
    Some(fact)
}

/// Whether something of this kind has members.
pub(super) fn is_type(kind: &SymbolKind) -> bool {
    matches!(
        kind,
        SymbolKind::Struct
            | SymbolKind::Class
            | SymbolKind::Enum
            | SymbolKind::Union
            | SymbolKind::Trait
            | SymbolKind::TypeAlias
    )
}
