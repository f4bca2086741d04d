//! Every symbol, scope and module of the project, ready to be asked.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::rules::{c, python, rules};
use super::shared::Shared;
use super::{Target, Unit};
use crate::index::facts::TypeFact;
use crate::index::packages::Packages;
use crate::index::{ImportFact, SymbolFact};
use crate::model::{Language, SymbolKind};

/// A scope of a file: the file itself, or the body of one of its symbols.
pub(super) type ScopeId = Option<u32>;

/// A name that an import binds in a scope: which import, and which of its names.
#[derive(Debug, Clone, Copy)]
pub(super) struct Binding {
    pub(super) import: u32,
    /// `None` where the import binds the first part of its path (`import a.b`).
    pub(super) name: Option<u32>,
}

/// The scopes of one file.
#[derive(Debug, Default)]
pub(super) struct Scopes<'a> {
    /// Symbols by the scope that they stand in and their name.
    pub(super) symbols: HashMap<(ScopeId, &'a str), Vec<u32>>,
    /// Imported names by the scope of the import.
    pub(super) bindings: HashMap<(ScopeId, &'a str), Vec<Binding>>,
    /// Imports of everything.
    pub(super) globs: HashMap<ScopeId, Vec<u32>>,
}

/// Where a file stands among the modules of its crate or package.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct ModulePath {
    /// Folder (or file) of the crate's root; for Python always empty.
    pub(super) root: String,
    /// The module's parts below it, joined by `/`.
    pub(super) parts: String,
}

/// The table of the whole project.
pub(crate) struct Table<'a> {
    pub(super) units: &'a [Unit],
    pub(super) packages: &'a Packages,
    pub(super) scopes: Vec<Scopes<'a>>,
    pub(super) modules: Vec<ModulePath>,
    /// Files by module; a library and a binary may both be the root of one crate.
    pub(super) files_by_module: HashMap<(Language, ModulePath), Vec<u32>>,
    /// Packages whose files share one scope.
    pub(super) shared: Shared<'a>,
    /// Python modules by the last part of their path.
    pub(super) python_by_last: HashMap<&'a str, Vec<u32>>,
    /// Folders that are Python packages.
    pub(super) python_packages: HashSet<&'a str>,
    /// Names and includes of the C languages.
    pub(super) c: c::Names<'a>,
    pub(super) by_name: HashMap<(Language, &'a str), Vec<Target>>,
    /// The type that each symbol is a member of, by file and symbol.
    pub(super) owners: Vec<Vec<Option<Target>>>,
    pub(super) members: HashMap<(Target, &'a str), Vec<Target>>,
    /// What has members and is no type: objects that variables and properties hold.
    objects: HashSet<Target>,
    /// The bases that types of the project have in the project, each with the number of the type in the file's
    /// facts.
    pub(super) bases: HashMap<Target, Vec<(Target, u32)>>,
    /// Types with a base that is not in the project, or not known: they may have any member.
    pub(super) open: HashSet<Target>,
}

impl<'a> Table<'a> {
    /// Builds the table. Cost: a few passes over all symbols and imports, in parallel where files do not
    /// need each other.
    pub(crate) fn build(units: &'a [Unit], packages: &'a Packages) -> Table<'a> {
        let scopes = units.par_iter().map(|unit| scopes_of(unit)).collect();
        let modules: Vec<ModulePath> = units.par_iter().map(|unit| module_of(unit, packages)).collect();
        let mut table = Table {
            units,
            packages,
            scopes,
            modules,
            files_by_module: HashMap::new(),
            shared: Shared::default(),
            python_by_last: HashMap::new(),
            python_packages: HashSet::new(),
            c: c::Names::build(units),
            by_name: HashMap::new(),
            owners: Vec::new(),
            members: HashMap::new(),
            objects: HashSet::new(),
            bases: HashMap::new(),
            open: HashSet::new(),
        };
        table.add_names();
        table.shared = Shared::new(units, &table.modules, &table.files_by_module);
        table.add_owners();
        table.add_bases();
        table
    }

    fn add_names(&mut self) {
        let units: &'a [Unit] = self.units;
        for (file, (unit, module)) in (0u32..).zip(units.iter().zip(&self.modules)) {
            let language = unit.facts.language;
            self.files_by_module.entry((language, module.clone())).or_default().push(file);
            if language == Language::Python {
                if let Some(last) = python::last_part(&unit.path) {
                    self.python_by_last.entry(last).or_default().push(file);
                }
                if let Some(folder) = python::package_folder(&unit.path) {
                    self.python_packages.insert(folder);
                }
            }
            for (symbol, fact) in (0u32..).zip(&unit.facts.symbols) {
                let target = Target { file, symbol };
                self.by_name.entry((language, &fact.name)).or_default().push(target);
            }
        }
    }

    /// Finds the type of every member; that of a method whose type another file defines through scopes
    /// and imports.
    fn add_owners(&mut self) {
        let units: &'a [Unit] = self.units;
        let table: &Table<'a> = self;
        let owners: Vec<Vec<Option<Target>>> = (0u32..)
            .zip(units)
            .collect::<Vec<_>>()
            .into_par_iter()
            .map(|(file, unit)| {
                let symbols = (0u32..).zip(&unit.facts.symbols);
                symbols.map(|(at, fact)| table.find_owner(unit, Target { file, symbol: at }, fact)).collect()
            })
            .collect();
        for (file, (unit, owners)) in (0u32..).zip(units.iter().zip(&owners)) {
            for (symbol, (fact, owner)) in (0u32..).zip(unit.facts.symbols.iter().zip(owners)) {
                if let Some(owner) = owner {
                    let target = Target { file, symbol };
                    let is_object = owner.file == file
                        && unit.facts.symbols.get(owner.symbol as usize).is_some_and(|of| !is_type(&of.kind));
                    if is_object {
                        self.objects.insert(*owner);
                    }
                    self.members.entry((*owner, &fact.name)).or_default().push(target);
                }
            }
        }
        self.owners = owners;
    }

    fn find_owner(&self, unit: &Unit, member: Target, fact: &SymbolFact) -> Option<Target> {
        if let Some(parent) = fact.parent {
            let of = unit.facts.symbols.get(parent as usize)?;
            // What stands in an object is a member of the variable that holds it.
            if is_type(&of.kind) || fact.member_of.as_ref().is_some_and(|owner| *owner == of.name) {
                return Some(Target { file: member.file, symbol: parent });
            }
        }
        let name = fact.member_of.as_deref()?;
        let path = self.rules(member.file).owner_path(fact);
        if let Some(owner) = path.and_then(|path| self.find_type(member.file, None, &path).target()) {
            return Some(owner);
        }
        self.find_type(member.file, fact.parent, &[name]).target()
    }

    fn add_bases(&mut self) {
        let units: &'a [Unit] = self.units;
        let table: &Table<'a> = self;
        let bases: Vec<Bases> = (0u32..)
            .zip(units)
            .collect::<Vec<_>>()
            .into_par_iter()
            .flat_map_iter(|(file, unit)| {
                let symbols = (0u32..).zip(&unit.facts.symbols);
                symbols.filter_map(move |(symbol, fact)| table.find_bases(Target { file, symbol }, fact))
            })
            .collect();
        for Bases { of, known, is_open } in bases {
            if is_open {
                self.open.insert(of);
            }
            if !known.is_empty() {
                self.bases.insert(of, known);
            }
        }
    }

    /// What a type's bases are; for an alias, what it stands for.
    fn find_bases(&self, of: Target, fact: &SymbolFact) -> Option<Bases> {
        let alias = fact.declared.filter(|_| fact.kind == SymbolKind::TypeAlias);
        let mut bases = Bases { of, known: Vec::new(), is_open: false };
        for &named in fact.bases.iter().chain(&alias) {
            let found = match self.units.get(of.file as usize)?.facts.types.get(named as usize) {
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
        (bases.is_open || !bases.known.is_empty()).then_some(bases)
    }

    pub(super) fn fact(&self, target: Target) -> Option<&'a SymbolFact> {
        self.units.get(target.file as usize)?.facts.symbols.get(target.symbol as usize)
    }

    pub(super) fn import(&self, file: u32, import: u32) -> Option<&'a ImportFact> {
        self.units.get(file as usize)?.facts.imports.get(import as usize)
    }

    pub(super) fn language(&self, file: u32) -> Language {
        self.units.get(file as usize).map_or(Language::Other, |unit| unit.facts.language)
    }

    /// The traits or base classes of a type that the project defines.
    pub(super) fn bases_of(&self, target: Target) -> &[(Target, u32)] {
        self.bases.get(&target).map_or(&[], Vec::as_slice)
    }

    /// Whether something that is no type has members, as an object has.
    pub(super) fn has_members(&self, target: Target) -> bool {
        self.objects.contains(&target)
    }

    pub(super) fn owner_of(&self, target: Target) -> Option<Target> {
        *self.owners.get(target.file as usize)?.get(target.symbol as usize)?
    }
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

/// What was found of a type's bases.
struct Bases {
    of: Target,
    known: Vec<(Target, u32)>,
    is_open: bool,
}

fn module_of(unit: &Unit, packages: &Packages) -> ModulePath {
    rules(unit.facts.language).module_of(unit, packages)
}

fn scopes_of(unit: &Unit) -> Scopes<'_> {
    let mut scopes = Scopes::default();
    let is_python = unit.facts.language == Language::Python;
    for (at, fact) in (0u32..).zip(&unit.facts.symbols) {
        scopes.symbols.entry((fact.parent, fact.name.as_str())).or_default().push(at);
    }
    for (at, import) in (0u32..).zip(&unit.facts.imports) {
        if import.is_glob {
            // What is imported like that where files share a package comes behind the package: `Rules::around`.
            if rules(unit.facts.language).has_packages() {
                continue;
            }
            scopes.globs.entry(import.container).or_default().push(at);
            continue;
        }
        for (name, imported) in (0u32..).zip(&import.names) {
            let whole = is_python && import.kind == "import" && imported.alias.is_none();
            let bound = match &imported.alias {
                Some(alias) => Some(alias.as_str()),
                // `import a.b` binds `a`.
                None if whole => import.path.first().or(Some(&imported.name)).map(String::as_str),
                None => Some(imported.name.as_str()),
            };
            let Some(bound) = bound else { continue };
            let binding = Binding { import: at, name: (!whole).then_some(name) };
            scopes.bindings.entry((import.container, bound)).or_default().push(binding);
        }
        if import.names.is_empty()
            && let Some(bound) = import.path.first()
        {
            let binding = Binding { import: at, name: None };
            scopes.bindings.entry((import.container, bound)).or_default().push(binding);
        }
    }
    scopes
}
