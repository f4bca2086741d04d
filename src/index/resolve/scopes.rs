//! A file that names are looked up in, and what its imports bind in its scopes.

use std::ops::Deref;
use std::sync::OnceLock;

use ahash::AHashMap;

use super::Unit;
use super::by_scope::Scopes;
use super::names::Name;
use super::rules::rules;
use crate::index::encoding::OpenFacts;
use crate::model::Language;

/// A scope of a file: the file itself, or the body of one of its symbols.
pub(super) type ScopeId = Option<u32>;

/// A name that an import binds in a scope: which import, and which of its names.
#[derive(Debug, Clone, Copy)]
pub(super) struct Binding {
    pub(super) import: u32,
    /// `None` where the import binds the first part of its path (`import a.b`).
    pub(super) name: Option<u32>,
}

/// A file that names are looked up in.
#[derive(Debug)]
pub(crate) struct Seen {
    /// Its path, and what is in it.
    unit: Unit,
    scopes: Scopes,
    imported: OnceLock<Imported>,
}

/// What imports bring into the scopes of a file.
#[derive(Debug, Default)]
struct Imported {
    /// Imported names by the scope of the import.
    bindings: AHashMap<(ScopeId, Name), Vec<Binding>>,
    /// Imports of everything.
    globs: AHashMap<ScopeId, Vec<u32>>,
}

impl Deref for Seen {
    type Target = Unit;

    fn deref(&self) -> &Unit {
        &self.unit
    }
}

impl Seen {
    /// A file, and what is in which of its scopes.
    pub(crate) fn new(unit: Unit, scopes: Scopes) -> Seen {
        Seen { unit, scopes, imported: OnceLock::new() }
    }

    fn imported(&self) -> &Imported {
        self.imported.get_or_init(|| Imported::of(&self.unit))
    }

    /// The symbols that stand in a scope and may have that name.
    pub(super) fn symbols(&self, scope: ScopeId, name: &str) -> impl Iterator<Item = u32> {
        self.scopes.symbols(scope, Name::of(name))
    }

    /// What imports bind a name to in a scope.
    pub(super) fn bindings(&self, scope: ScopeId, name: &str) -> &[Binding] {
        self.imported().bindings.get(&(scope, Name::of(name))).map_or(&[], Vec::as_slice)
    }

    /// The names that imports bind in a scope, in no order.
    pub(super) fn bound_names(&self, scope: ScopeId) -> impl Iterator<Item = Name> {
        let all = self.imported().bindings.keys();
        all.filter(move |(of, _)| *of == scope).map(|(_, name)| *name)
    }

    /// All that imports bind, in the order of the text.
    pub(super) fn all_bindings(&self) -> Vec<(ScopeId, Name, Binding)> {
        let all = self.imported().bindings.iter();
        let all = all.flat_map(|(&(scope, name), of)| of.iter().map(move |binding| (scope, name, *binding)));
        let mut all: Vec<_> = all.collect();
        all.sort_unstable_by_key(|(_, _, binding)| (binding.import, binding.name));
        all
    }

    /// The imports of everything in a scope.
    pub(super) fn globs(&self, scope: ScopeId) -> &[u32] {
        self.imported().globs.get(&scope).map_or(&[], Vec::as_slice)
    }

    /// Whether something that is no type has members, as an object has.
    pub(super) fn has_members(&self, symbol: u32) -> bool {
        self.scopes.has_members(symbol)
    }
}

impl Imported {
    fn of(unit: &Unit) -> Imported {
        let mut imported = Imported::default();
        imported.add(&unit.facts);
        imported
    }

    fn add(&mut self, facts: &OpenFacts) {
        let is_python = facts.language == Language::Python;
        for (at, import) in (0u32..).zip(facts.imports.iter()) {
            if import.is_glob {
                // What is imported like that where files share a package comes behind the package: `Rules::around`.
                if !rules(facts.language).has_packages() {
                    self.globs.entry(import.container).or_default().push(at);
                }
                continue;
            }
            let mut bind = |bound: &str, name: Option<u32>| {
                let binding = Binding { import: at, name };
                self.bindings.entry((import.container, Name::of(bound))).or_default().push(binding);
            };
            for (name, imported) in (0u32..).zip(&import.names) {
                let whole = is_python && import.kind == "import" && imported.alias.is_none();
                let bound = match &imported.alias {
                    Some(alias) => alias,
                    // `import a.b` binds `a`.
                    None if whole => import.path.first().unwrap_or(&imported.name),
                    None => &imported.name,
                };
                bind(bound, (!whole).then_some(name));
            }
            if import.names.is_empty()
                && let Some(bound) = import.path.first()
            {
                bind(bound, None);
            }
        }
    }
}
