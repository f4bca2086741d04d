//! Resolving the uses of one file, one after another.

use std::collections::HashMap;

use super::common;
use super::lookup::Search;
use super::place::{Found, Place, UseWant, Want};
use super::table::{ScopeId, Table, is_type};
use super::{MAX_CANDIDATES, Target, Unit, Verdict};
use crate::index::{Qualifier, UseFact};
use crate::model::{Certainty, Language, SymbolKind};

/// Resolves uses of one file against the table.
pub(super) struct Resolver<'t, 'a> {
    table: &'t Table<'a>,
    file: u32,
    unit: &'a Unit,
    /// Answers for bare names, which files repeat a lot.
    bare: HashMap<(ScopeId, &'a str, Want), (Found, Certainty)>,
}

impl<'t, 'a> Resolver<'t, 'a> {
    pub(super) fn new(table: &'t Table<'a>, file: u32, unit: &'a Unit) -> Self {
        Resolver { table, file, unit, bare: HashMap::new() }
    }

    /// What a use means.
    pub(super) fn verdict(&mut self, used: &'a UseFact) -> Verdict {
        let want = Want::of(used.kind);
        match &used.qualifier {
            Qualifier::None if used.local => Verdict::Local,
            Qualifier::None => self.bare(used, want),
            Qualifier::Path(parts) => self.qualified(used, parts, want),
            Qualifier::Value(_) => self.only_member(used),
        }
    }

    fn bare(&mut self, used: &'a UseFact, want: Want) -> Verdict {
        match self.in_scopes(used.container, &used.name, want) {
            (Found::Places(places), certainty) => self.decide(&places, certainty),
            (Found::External, _) => Verdict::Unknown,
            (Found::Nothing, _) => self.only_free(used, want),
        }
    }

    fn in_scopes(&mut self, scope: ScopeId, name: &'a str, want: Want) -> (Found, Certainty) {
        let (table, file) = (self.table, self.file);
        let search = || Search::new(table).in_scopes(file, scope, name, want);
        self.bare.entry((scope, name, want)).or_insert_with(search).clone()
    }

    fn qualified(&mut self, used: &'a UseFact, parts: &'a [String], want: Want) -> Verdict {
        if let [only] = parts
            && only == "Self"
        {
            let Some(owner) = self.enclosing_type(used.container) else { return Verdict::Unknown };
            return self.decide_members(owner, used, want);
        }
        if let [only] = parts
            && only == "super"
            && self.unit.facts.language == Language::Python
        {
            return self.of_bases(used, want);
        }
        let places = match parts {
            // The common case, and the one that repeats: one part.
            [only] if self.table.language(self.file) != Language::Rust => {
                self.in_scopes(used.container, only, Want::Path).0
            }
            _ => Search::new(self.table).path(self.file, used.container, parts, Want::Path),
        };
        let Found::Places(places) = places else { return Verdict::Unknown };
        let through_type = places.iter().any(|place| matches!(place, Place::Symbol(_)));
        let mut found = Vec::new();
        for place in places {
            if let Found::Places(next) = Search::new(self.table).step(place, &used.name, want) {
                found.extend(next);
            }
        }
        found.dedup();
        self.decide(&found, if through_type { Certainty::Type } else { Certainty::Import })
    }

    /// A member of a base class, past the class's own. One that we do not see may have it.
    fn of_bases(&self, used: &UseFact, want: Want) -> Verdict {
        let Some(owner) = self.enclosing_type(used.container) else { return Verdict::Unknown };
        let bases = self.table.bases_of(owner).iter();
        let members = bases.map(|base| self.table.member(*base, &used.name, want));
        let members = members.into_iter().find(|members| !members.is_empty()).unwrap_or_default();
        self.decide(&members.into_iter().map(Place::Symbol).collect::<Vec<_>>(), Certainty::Type)
    }

    fn of_self(&mut self, used: &UseFact, want: Want) -> Verdict {
        let Some(owner) = self.enclosing_type(used.container) else { return self.only_member(used) };
        match self.decide_members(owner, used, want) {
            // A Python object may have got it from a base that we do not see.
            Verdict::Unknown if self.unit.facts.language == Language::Rust => self.only_member(used),
            verdict => verdict,
        }
    }

    fn of_type(&mut self, used: &'a UseFact, of: &'a str, want: Want) -> Verdict {
        let owner = match self.in_scopes(used.container, of, Want::Type).0 {
            _ if of == "Self" => self.enclosing_type(used.container),
            Found::Places(places) => match places.as_slice() {
                [Place::Symbol(only)] => Some(*only),
                _ => None,
            },
            Found::External => return Verdict::Unknown,
            Found::Nothing => None,
        };
        match owner.map(|owner| self.decide_members(owner, used, want)) {
            Some(Verdict::Unknown) | None => self.only_member(used),
            Some(verdict) => verdict,
        }
    }

    fn decide_members(&self, owner: Target, used: &UseFact, want: Want) -> Verdict {
        let table = self.table;
        let members = table.member(owner, &used.name, want);
        let members = members.into_iter().filter(|&member| self.is_reached(member, used));
        self.decide(&members.map(Place::Symbol).collect::<Vec<_>>(), Certainty::Type)
    }

    /// Whether `x.name` can mean this member: a Rust call never means a field, nor the other way round.
    fn is_reached(&self, member: Target, used: &UseFact) -> bool {
        let dotted = !matches!(used.qualifier, Qualifier::None | Qualifier::Path(_));
        if !dotted || self.unit.facts.language != Language::Rust {
            return true;
        }
        let Some(fact) = self.table.fact(member) else { return false };
        match Want::of(used.kind) {
            Want::Use(UseWant::Call) => matches!(fact.kind, SymbolKind::Function | SymbolKind::Method),
            _ => fact.kind == SymbolKind::Field,
        }
    }

    /// The type that `self` is in a scope.
    fn enclosing_type(&self, scope: ScopeId) -> Option<Target> {
        let mut at = scope;
        while let Some(symbol) = at {
            let target = Target { file: self.file, symbol };
            let fact = self.table.fact(target)?;
            if is_type(&fact.kind) {
                return Some(target);
            }
            if fact.member_of.is_some() || self.table.owner_of(target).is_some() {
                return self.table.owner_of(target);
            }
            at = fact.parent;
        }
        None
    }

    /// The only symbol of that name which stands in no type.
    fn only_free(&self, used: &UseFact, want: Want) -> Verdict {
        let language = self.unit.facts.language;
        // Rust binds every name that is not a macro in the text, so what is not found there is a
        // type parameter or comes out of a macro.
        let guess = language != Language::Rust || want != Want::Use(UseWant::Reference);
        if !guess || common::is_builtin(language, &used.name) {
            return Verdict::Unknown;
        }
        self.only(used, want, |member| !member)
    }

    /// The only member of that name.
    fn only_member(&self, used: &UseFact) -> Verdict {
        if common::is_common_member(&used.name) {
            return Verdict::Unknown;
        }
        self.only(used, Want::of(used.kind), |member| member)
    }

    fn only(&self, used: &UseFact, want: Want, is_fit: impl Fn(bool) -> bool) -> Verdict {
        let language = self.unit.facts.language;
        let all = self.table.by_name.get(&(language, used.name.as_str())).into_iter().flatten();
        let fitting = all.copied().filter(|&target| {
            self.table.fact(target).is_some_and(|fact| {
                want.fits(language, &fact.kind)
                    && is_fit(fact.member_of.is_some() || self.table.owner_of(target).is_some())
                    && self.is_reached(target, used)
            })
        });
        verdict_of(fitting.collect(), Certainty::UniqueName)
    }

    fn decide(&self, places: &[Place], certainty: Certainty) -> Verdict {
        let mut targets: Vec<Target> = places.iter().filter_map(|place| place.target()).collect();
        targets.sort_unstable();
        targets.dedup();
        if self.unit.facts.language == Language::Python
            && let [first, .., last] = targets.as_slice()
            && self.same_scope(*first, *last)
        {
            // What is defined more than once has overloads, or is defined under conditions: type checkers take
            // the first for the definition, and so do we.
            return Verdict::Known(*first, certainty);
        }
        verdict_of(targets, certainty)
    }

    fn same_scope(&self, a: Target, b: Target) -> bool {
        let parent = |target| self.table.fact(target).map(|fact| fact.parent);
        a.file == b.file && parent(a) == parent(b)
    }
}

fn verdict_of(mut targets: Vec<Target>, certainty: Certainty) -> Verdict {
    match targets.as_slice() {
        [] => Verdict::Unknown,
        [only] => Verdict::Known(*only, certainty),
        _ => {
            targets.truncate(MAX_CANDIDATES);
            Verdict::Ambiguous(targets.into_boxed_slice())
        }
    }
}
