//! What the resolution of one file sees of the project: files that it looks into, and what was found of their
//! types. A file is looked into when something leads there.

mod asks;

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use ahash::{AHashMap, AHashSet, RandomState};
use elsa::FrozenMap;
use fixedbitset::FixedBitSet;

use super::Target;
use super::directory::Directory;
use super::globs::Globs;
use super::names::{Entry, Name};
use super::scopes::Seen;
pub(super) use super::scopes::{Binding, ScopeId};
use super::ties::{Noted, Tie};
use crate::index::SymbolFact;
use crate::index::facts::TypeFact;
use crate::index::lists::List;
use crate::model::SymbolKind;

/// Symbols of one name in one scope that are looked at: what leads to one of so many leads to any of them, and where every use
/// of a file did it would take time with their square.
pub(super) const MAX_OF_A_NAME: usize = 1024;

/// The number of no file.
const NOBODY: u32 = u32::MAX;

/// Where files are looked into.
pub(crate) trait Source: Sync {
    /// A file of the directory, by its number; `None` where it cannot be had.
    fn seen(&self, file: u32) -> Option<Arc<Seen>>;
}

/// The project, as the resolution of one file sees it.
pub(crate) struct Table<'p> {
    directory: &'p Directory,
    source: &'p dyn Source,
    /// The file that is being resolved.
    file: u32,
    own: Looked,
    /// The others that it looked into.
    looked: FrozenMap<u32, Box<Looked>, RandomState>,
    /// Symbols of files that it did not look into, by whose name it asked for them.
    lent: FrozenMap<Target, Arc<SymbolFact>, RandomState>,
    /// What was asked of other files, where somebody wants to know.
    asked: Option<RefCell<Noted>>,
    /// Where imports of everything lead.
    globs: FrozenMap<(u32, ScopeId), Arc<Globs>, RandomState>,
    owners: RefCell<AHashMap<Target, Owner>>,
    bases: FrozenMap<Target, Box<Bases>, RandomState>,
    /// Types whose bases are being looked for.
    open: RefCell<AHashSet<Target>>,
    /// Whether an answer was cut short because the way to it led through itself.
    is_cut: Cell<bool>,
}

/// What is known of the type that a symbol is a member of.
#[derive(Debug, Clone, Copy)]
enum Owner {
    /// It is being looked for.
    Sought,
    Found(Option<Target>),
}

/// A file that was looked into.
struct Looked {
    seen: Arc<Seen>,
    /// The symbols whose names were noted.
    noted: RefCell<FixedBitSet>,
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
    /// A look at the project from one of its files, and whether it notes what it is asked. Cost: nothing until
    /// something is asked.
    pub(super) fn new(
        directory: &'p Directory,
        source: &'p dyn Source,
        (file, own): (u32, &Arc<Seen>),
        notes: bool,
    ) -> Table<'p> {
        Table {
            directory,
            source,
            file,
            own: Looked { seen: Arc::clone(own), noted: RefCell::default() },
            looked: FrozenMap::default(),
            lent: FrozenMap::default(),
            asked: notes.then(RefCell::default),
            globs: FrozenMap::default(),
            owners: RefCell::default(),
            bases: FrozenMap::default(),
            open: RefCell::default(),
            is_cut: Cell::new(false),
        }
    }

    /// A look at the project from none of its files, which notes all that it is asked; `some` is any file.
    pub(super) fn of_nobody(directory: &'p Directory, source: &'p dyn Source, some: &Arc<Seen>) -> Table<'p> {
        Table::new(directory, source, (NOBODY, some), true)
    }

    pub(super) fn is_of_nobody(&self) -> bool {
        self.file == NOBODY
    }

    /// Whether any answer was cut short because the way to it led through itself. What is kept then depends on where
    /// the way began; where none was, all that is kept is what anybody would be told, whatever was asked before.
    pub(super) fn is_cut(&self) -> bool {
        self.is_cut.get()
    }

    /// Whether what is found goes the same way wherever it is asked for: no answer to it was cut short.
    pub(super) fn is_uncut<T>(&self, find: impl FnOnce() -> T) -> (T, bool) {
        let before = self.is_cut.replace(false);
        let found = find();
        let is_cut = self.is_cut.get();
        self.is_cut.set(before || is_cut);
        (found, !is_cut)
    }

    /// What the file is tied to, now that it is resolved, each once; nothing where that was not noted.
    pub(super) fn into_ties(self) -> Vec<Tie> {
        self.asked.map(RefCell::into_inner).unwrap_or_default().into_ties()
    }

    /// The members of that name that a type has itself.
    pub(super) fn own_members(&self, owner: Target, name: &str) -> Vec<Target> {
        let here = self.symbols_in(owner.file, Some(owner.symbol), name);
        let here = here.map(|symbol| Target { file: owner.file, symbol });
        let mut members: Vec<Target> = here.filter(|member| self.owner_of(*member) == Some(owner)).collect();
        if let Some(of) = self.fact(owner) {
            let outer = self.outer_members(Name::of(name).in_type(&of.name)).map(Entry::target);
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
        let known = self.owners.borrow().get(&member).copied();
        match known {
            Some(Owner::Found(found)) => return found,
            Some(Owner::Sought) => {
                self.is_cut.set(true);
                return None;
            }
            None => {}
        }
        self.owners.borrow_mut().insert(member, Owner::Sought);
        let found = self.find_owner(member);
        self.owners.borrow_mut().insert(member, Owner::Found(found));
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
        if let Some(of) = fact.of_type
            && let Some(TypeFact::Named { path, .. }) = self.bodies(member.file)?.types.get(of as usize)
            && path.len() > 1
        {
            return self.find_type(member.file, fact.parent, path).target();
        }
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
            self.is_cut.set(true);
            return None;
        }
        let found = self.find_bases(of).unwrap_or_default();
        self.open.borrow_mut().remove(&of);
        Some(self.bases.insert(of, Box::new(found)))
    }

    /// What a type's bases are; for an alias, what it stands for.
    fn find_bases(&self, of: Target) -> Option<Bases> {
        let fact = self.fact(of)?;
        let alias = fact.declared.filter(|_| fact.kind == SymbolKind::TypeAlias);
        let mut bases = Bases::default();
        for &named in fact.bases.iter().chain(&alias) {
            let found = match held_by(self.bodies(of.file)?.types, named) {
                Some(TypeFact::Named { path, container, .. }) => {
                    // A type's own text is no scope for its bases.
                    let scope = if *container == Some(of.symbol) { fact.parent } else { *container };
                    let found = self.find_type(of.file, scope, path).target();
                    let is_function = fact.kind == SymbolKind::Function;
                    found.or_else(|| self.find_function(of.file, scope, path).filter(|_| is_function))
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
}

/// A type without what only holds it.
fn held_by(types: &List<TypeFact>, of: u32) -> Option<&TypeFact> {
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
