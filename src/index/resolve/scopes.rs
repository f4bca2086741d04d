//! The scopes of one file, and what binds names in them.

use std::collections::{HashMap, HashSet};
use std::ops::Deref;

use super::Unit;
use super::names::Name;
use super::rules::rules;
use super::table::is_type;
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
    /// Symbols by the scope that they stand in and their name.
    symbols: HashMap<(ScopeId, Name), Vec<u32>>,
    /// Imported names by the scope of the import.
    bindings: HashMap<(ScopeId, Name), Vec<Binding>>,
    /// Imports of everything.
    globs: HashMap<ScopeId, Vec<u32>>,
    /// What has members and is no type: objects that variables and properties hold.
    objects: HashSet<u32>,
}

impl Deref for Seen {
    type Target = Unit;

    fn deref(&self) -> &Unit {
        &self.unit
    }
}

impl Seen {
    /// Puts a file's names in order. Cost: a pass over its symbols and imports.
    pub(crate) fn new(unit: Unit) -> Seen {
        let mut seen = Seen {
            unit,
            symbols: HashMap::new(),
            bindings: HashMap::new(),
            globs: HashMap::new(),
            objects: HashSet::new(),
        };
        seen.add_symbols();
        seen.add_imports();
        seen
    }

    fn add_symbols(&mut self) {
        let symbols = &self.unit.facts.symbols;
        for (at, fact) in (0u32..).zip(symbols) {
            self.symbols.entry((fact.parent, Name::of(&fact.name))).or_default().push(at);
            let parent = fact.parent.and_then(|parent| Some((parent, symbols.get(parent as usize)?)));
            if let Some((parent, of)) = parent
                && !is_type(&of.kind)
                && fact.member_of.as_ref().is_some_and(|owner| *owner == of.name)
            {
                self.objects.insert(parent);
            }
        }
    }

    fn add_imports(&mut self) {
        let facts = &self.unit.facts;
        let is_python = facts.language == Language::Python;
        for (at, import) in (0u32..).zip(&facts.imports) {
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

    /// The symbols that stand in a scope and may have that name.
    pub(super) fn symbols(&self, scope: ScopeId, name: &str) -> &[u32] {
        self.symbols.get(&(scope, Name::of(name))).map_or(&[], Vec::as_slice)
    }

    /// What imports bind a name to in a scope.
    pub(super) fn bindings(&self, scope: ScopeId, name: &str) -> &[Binding] {
        self.bindings.get(&(scope, Name::of(name))).map_or(&[], Vec::as_slice)
    }

    /// All that imports bind, in the order of the text.
    pub(super) fn all_bindings(&self) -> Vec<(ScopeId, Name, Binding)> {
        let all = self.bindings.iter();
        let all = all.flat_map(|(&(scope, name), of)| of.iter().map(move |binding| (scope, name, *binding)));
        let mut all: Vec<_> = all.collect();
        all.sort_unstable_by_key(|(_, _, binding)| (binding.import, binding.name));
        all
    }

    /// The imports of everything in a scope.
    pub(super) fn globs(&self, scope: ScopeId) -> &[u32] {
        self.globs.get(&scope).map_or(&[], Vec::as_slice)
    }

    /// Whether something that is no type has members, as an object has.
    pub(super) fn has_members(&self, symbol: u32) -> bool {
        self.objects.contains(&symbol)
    }
}
