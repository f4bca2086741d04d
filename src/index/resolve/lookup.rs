//! Looking a name up: through scopes outward, through imports and re-exports, along a path.

use super::Target;
use super::place::{Found, Named, Place, UseWant, Want};
use super::table::{Binding, ScopeId, Table, is_type};
use crate::model::{Certainty, SymbolKind};

/// Imports of imports are followed so deep.
const MAX_DEPTH: usize = 24;
/// One search looks into at most so many scopes, however the imports are knotted.
const MAX_STEPS: u32 = 4000;

/// One search, with what keeps it from running in circles.
pub(super) struct Search<'t, 'p> {
    pub(super) table: &'t Table<'p>,
    /// Scopes and names that are being looked into.
    pub(super) open: Vec<(u32, ScopeId, String, bool)>,
    /// The file in whose text the path stands that is being followed.
    pub(super) from: u32,
    /// How many scopes were looked into.
    pub(super) steps: u32,
    /// How often something was found, or not, that depends on which scopes are being looked into.
    pub(super) turns: u32,
}

impl<'t, 'p> Search<'t, 'p> {
    pub(super) fn new(table: &'t Table<'p>) -> Self {
        Search { table, open: Vec::new(), from: table.home(), steps: 0, turns: 0 }
    }

    /// Begins to look into a scope for what it imports by a name; to be taken from `open` again.
    pub(super) fn enter(&mut self, (file, scope, name, is_inside): (u32, ScopeId, &str, bool)) {
        self.turns += 1;
        self.open.push((file, scope, name.to_owned(), is_inside));
    }

    /// Looks a bare name up from `scope` outward.
    pub(super) fn in_scopes(
        &mut self,
        file: u32,
        scope: ScopeId,
        name: &str,
        want: Want,
    ) -> (Found, Certainty) {
        let rules = self.table.rules(file);
        if let Some(found) = rules.whole_path(self, file, scope, &[name], want) {
            return (found, Certainty::Import);
        }
        let mut at = scope;
        // What a function imports from outside with everything else hardly has the name of what is defined around it.
        let mut missed = Found::Nothing;
        while let Some(symbol) = at {
            let target = Target { file, symbol };
            let Some(fact) = self.table.fact(target) else { break };
            if rules.sees(fact, at == scope) {
                match self.level_from(file, at, name, want, true) {
                    (Found::Nothing, _) => {}
                    (Found::External, _) if self.table.bindings(file, at, name).is_empty() => {
                        missed = Found::External;
                    }
                    found => return found,
                }
            }
            if rules.has_implicit_this() {
                let found = self.of_this(target, name, want);
                if found != Found::Nothing {
                    return (found, Certainty::Type);
                }
            }
            if rules.ends_at(fact) {
                return (missed, Certainty::Scope);
            }
            at = fact.parent;
        }
        match self.level_from(file, None, name, want, true) {
            (Found::Nothing, _) if missed != Found::Nothing => (missed, Certainty::Import),
            (Found::Nothing, _) => (rules.around(self, file, name, want), Certainty::Import),
            found => found,
        }
    }

    /// What a bare name means as a member of the type that a scope is, or that the method is of whose scope it is.
    fn of_this(&self, scope: Target, name: &str, want: Want) -> Found {
        let is_type = self.table.fact(scope).is_some_and(|fact| is_type(&fact.kind));
        let Some(owner) = (if is_type { Some(scope) } else { self.table.owner_of(scope) }) else {
            return Found::Nothing;
        };
        let members = self.table.member(owner, name, want);
        Found::of(members.into_iter().map(Place::Symbol).collect())
    }

    /// Looks a name up in just one scope, from outside: what it defines, then what it imports by name, then what
    /// it imports with everything else.
    pub(super) fn level(&mut self, file: u32, scope: ScopeId, name: &str, want: Want) -> (Found, Certainty) {
        self.level_from(file, scope, name, want, false)
    }

    /// Likewise, as a name in the scope itself sees it.
    pub(super) fn level_inside(&mut self, file: u32, scope: ScopeId, name: &str, want: Want) -> Found {
        self.level_from(file, scope, name, want, true).0
    }

    fn level_from(
        &mut self,
        file: u32,
        scope: ScopeId,
        name: &str,
        want: Want,
        is_inside: bool,
    ) -> (Found, Certainty) {
        let nothing = (Found::Nothing, Certainty::Scope);
        let table = self.table;
        let rules = table.rules(file);
        let own = table.symbols_in(file, scope, name).map(|symbol| Target { file, symbol });
        let mut own: Vec<Target> = own
            .filter(|&target| {
                let fact = table.fact(target);
                fact.is_some_and(|fact| want.fits(rules, &fact.kind) && rules.gives(fact, is_inside))
            })
            .collect();
        if own.len() > 1 && rules.has_type_names() {
            table.keep_named(&mut own, want);
        }
        if !own.is_empty() {
            // Of several that are there under different conditions, what most builds have.
            if own.len() > 1 && rules.has_conditions() {
                let is_likely =
                    |target: &Target| table.fact(*target).is_some_and(|fact| !fact.flags.is_unlikely);
                if own.iter().any(is_likely) {
                    own.retain(is_likely);
                }
                let is_built = |target: &Target| !table.is_left_out(*target);
                if own.iter().any(is_built) {
                    own.retain(is_built);
                }
            }
        }
        let defined: Vec<Place> = own.into_iter().map(|of| table.place(of)).collect();
        let is_settled = || !rules.has_conditions() || !defined.iter().all(|of| table.is_unlikely(*of));
        if !defined.is_empty() && !rules.is_conditional() && is_settled() {
            return (Found::Places(defined), Certainty::Scope);
        }
        self.steps += 1;
        let here = (file, scope, name, is_inside);
        let circle = self.open.iter().any(|(f, s, n, inside)| (*f, *s, n.as_str(), *inside) == here);
        let (bindings, has_globs) = (table.bindings(file, scope, name), !table.globs(file, scope).is_empty());
        if !defined.is_empty() {
            let found = match bindings {
                [] => Found::Places(defined),
                _ if circle || self.open.len() >= MAX_DEPTH => {
                    self.turns += 1;
                    Found::Places(defined)
                }
                _ => self.defined_or_imported(here, defined, want),
            };
            return (found, Certainty::Scope);
        }
        if circle || self.open.len() >= MAX_DEPTH || self.steps > MAX_STEPS {
            self.turns += 1;
            return nothing;
        }
        if bindings.is_empty() && !has_globs {
            return nothing;
        }
        let binds = |import: u32| table.import(file, import).is_some_and(|of| rules.binds(of, is_inside));
        let bindings = bindings.iter().copied();
        let mut bindings: Vec<Binding> = bindings.filter(|binding| binds(binding.import)).collect();
        if bindings.len() > 1 && rules.has_conditions() {
            let is_likely =
                |of: &Binding| table.import(file, of.import).is_some_and(|import| !import.is_unlikely);
            if bindings.iter().any(is_likely) {
                bindings.retain(is_likely);
            }
            let is_built = |of: &Binding| !table.leaves_import_out(file, of.import);
            if bindings.iter().any(is_built) {
                bindings.retain(is_built);
            }
        }
        self.enter(here);
        let found = self.imported(file, &bindings, want);
        let found = match found {
            Found::Nothing if has_globs => self.through_globs(here, want),
            found => found,
        };
        self.open.pop();
        (found, Certainty::Import)
    }

    /// Follows a path from `scope`; `want` says what its last part must be.
    pub(super) fn path<S: AsRef<str>>(
        &mut self,
        file: u32,
        scope: ScopeId,
        parts: &[S],
        want: Want,
    ) -> Found {
        let Some((first, rest)) = parts.split_first() else { return Found::Nothing };
        let path: Vec<&str> = parts.iter().map(AsRef::as_ref).collect();
        if let Some(found) = self.table.rules(file).whole_path(self, file, scope, &path, want) {
            return found;
        }
        let wants = |last: bool| if last { want } else { Want::Path };
        let begin = self.table.rules(file).begin(self, file, scope, first.as_ref(), wants(rest.is_empty()));
        let Found::Places(places) = begin else { return begin };
        let before = std::mem::replace(&mut self.from, file);
        let found = self.follow(places, rest, want);
        self.from = before;
        found
    }

    /// Follows the rest of a path.
    fn follow<S: AsRef<str>>(&mut self, mut places: Vec<Place>, rest: &[S], want: Want) -> Found {
        let wants = |last: bool| if last { want } else { Want::Path };
        for (at, part) in rest.iter().enumerate() {
            let mut next = Vec::new();
            let mut external = false;
            for place in places {
                match self.step(place, part.as_ref(), wants(at + 1 == rest.len())) {
                    Found::Places(found) => next.extend(found),
                    Found::External => external = true,
                    Found::Nothing => {}
                }
            }
            next.dedup();
            // Of modules of one name one build has one.
            if external && self.table.rules(self.from).is_conditional() {
                return Found::External;
            }
            if next.is_empty() {
                return if external { Found::External } else { Found::Nothing };
            }
            places = next;
        }
        Found::of(places)
    }

    /// One step along a path: `name` in a module, or as a member of a type.
    pub(super) fn step(&mut self, place: Place, name: &str, want: Want) -> Found {
        match place {
            Place::Symbol(owner) => {
                let members = self.table.member(owner, name, want);
                Found::of(members.into_iter().map(Place::Symbol).collect())
            }
            Place::Package { file, depth } => self.table.step_in_package(file, depth, name, want),
            Place::Module { file, scope, .. } => {
                if let Some(module) = self.table.rules(file).relative(self.table, file, scope, name) {
                    return Found::of(module);
                }
                match self.level(file, scope, name, want).0 {
                    Found::Places(places) => Found::Places(places),
                    otherwise => match self.table.child_modules(file, scope, name) {
                        modules if modules.is_empty() => otherwise,
                        modules => Found::Places(modules),
                    },
                }
            }
        }
    }
}

impl Table<'_> {
    /// The type that a path means in a scope, if it is just one.
    pub(super) fn find_type<S: AsRef<str>>(&self, file: u32, scope: ScopeId, path: &[S]) -> Named {
        match Search::new(self).path(file, scope, path, Want::Type) {
            Found::Places(places) => match places.as_slice() {
                [place] => place.target().map_or(Named::Unknown, Named::Type),
                places => self.merged(places).map_or(Named::Unknown, Named::Type),
            },
            Found::External => Named::Outside,
            Found::Nothing => Named::Unknown,
        }
    }

    /// The function that a path names: one that makes objects may extend another such.
    pub(super) fn find_function(&self, file: u32, scope: ScopeId, path: &[String]) -> Option<Target> {
        let found = Search::new(self).path(file, scope, path, Want::Use(UseWant::Reference));
        let Found::Places(places) = found else { return None };
        let [Place::Symbol(target)] = *places else { return None };
        self.fact(target).filter(|fact| fact.kind == SymbolKind::Function).map(|_| target)
    }

    /// A symbol as a place: a declared module is its file, or its own inline body.
    pub(super) fn place(&self, target: Target) -> Place {
        let Some(fact) = self.fact(target) else { return Place::Symbol(target) };
        if !matches!(fact.kind, SymbolKind::Module | SymbolKind::Namespace) {
            return Place::Symbol(target);
        }
        let files = self.rules(target.file).child_files(self, target.file, fact.parent, &fact.name);
        let file = files.first().copied();
        let (file, scope) = file.map_or((target.file, Some(target.symbol)), |file| (file, None));
        Place::Module { file, scope, declared: Some(target) }
    }

    /// Whether most builds leave a symbol out.
    pub(super) fn is_unlikely(&self, place: Place) -> bool {
        let fact = place.target().and_then(|target| self.fact(target));
        fact.is_some_and(|fact| fact.flags.is_unlikely)
    }

    /// Of types and functions of one name leaves what is meant where it is called, or named.
    fn keep_named(&self, targets: &mut Vec<Target>, want: Want) {
        let is_called = want == Want::Use(UseWant::Call);
        let is = |of: &Target, sort: fn(&SymbolKind) -> bool| self.fact(*of).is_some_and(|of| sort(&of.kind));
        let is_function: fn(&SymbolKind) -> bool = |kind| *kind == SymbolKind::Function;
        if targets.iter().any(|of| is(of, is_function)) && targets.iter().any(|of| is(of, is_type)) {
            targets.retain(|of| is(of, if is_called { is_function } else { is_type }));
        }
    }

    /// Whether the features that its package has by default leave a symbol out.
    pub(super) fn is_left_out(&self, target: Target) -> bool {
        let condition = self.fact(target).and_then(|fact| fact.condition.as_deref());
        self.is_ruled_out(target.file, condition)
    }

    /// Likewise an import.
    pub(super) fn leaves_import_out(&self, file: u32, import: u32) -> bool {
        let condition = self.import(file, import).and_then(|import| import.condition.as_deref());
        self.is_ruled_out(file, condition)
    }

    fn child_modules(&self, file: u32, scope: ScopeId, name: &str) -> Vec<Place> {
        Table::modules_of(self.rules(file).child_files(self, file, scope, name))
    }
}
