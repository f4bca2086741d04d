//! Members of types: their own, and those of their bases.

use super::Target;
use super::place::{Place, Want};
use super::table::{Table, is_type};
use crate::index::SymbolFact;
use crate::model::SymbolKind;

/// Bases of bases are followed through at most so many types.
const MAX_TYPES: usize = 64;

impl Table<'_> {
    /// Of several types that are parts of one, the class, else the first.
    pub(super) fn merged(&self, places: &[Place]) -> Option<Target> {
        let targets: Option<Vec<Target>> = places.iter().map(|place| place.target()).collect();
        let targets = targets?;
        let first = *targets.first()?;
        let parts = self.parts_of(first);
        if !targets.iter().all(|target| *target == first || parts.contains(target)) {
            return None;
        }
        let is_class =
            |target: &Target| self.fact(*target).is_some_and(|fact| fact.kind == SymbolKind::Class);
        Some(targets.iter().copied().find(is_class).unwrap_or(first))
    }

    /// The other declarations that a type is made of, in a language where one that is declared again has what each
    /// declaration says.
    pub(super) fn parts_of(&self, of: Target) -> Vec<Target> {
        let Some(fact) = self.fact(of) else { return Vec::new() };
        // What one name stands for under several conditions has in each build what is said of it.
        let is_conditional = fact.condition.is_some();
        let is_part = |fact: &SymbolFact| match is_conditional {
            true => is_type(&fact.kind) && fact.condition.is_some(),
            false => matches!(fact.kind, SymbolKind::Class | SymbolKind::Trait),
        };
        if !is_part(fact) || !(is_conditional || self.rules(of.file).merges_types()) {
            return Vec::new();
        }
        let all = self.symbols_in(of.file, fact.parent, &fact.name).filter(|symbol| *symbol != of.symbol);
        let all = all.map(|symbol| Target { file: of.file, symbol });
        all.filter(|part| self.fact(*part).is_some_and(is_part)).collect()
    }

    /// The members called `name` of a type: its own, else those of its nearest traits or base classes.
    pub(super) fn member(&self, owner: Target, name: &str, want: Want) -> Vec<Target> {
        let rules = self.rules(owner.file);
        let home = owner.file;
        let fits = |target: &Target| {
            let fact = self.fact(*target);
            fact.is_some_and(|fact| {
                // What nobody else can name is not inherited either.
                want.fits(rules, &fact.kind) && (!fact.flags.is_file_local || target.file == home)
            })
        };
        let mut types = vec![owner];
        let mut at = 0;
        while let Some(&owner) = types.get(at) {
            let mut own = self.own_members(owner, name);
            own.retain(fits);
            let is_inherent =
                |target: &Target| self.fact(*target).is_some_and(|fact| fact.of_trait.is_none());
            let inherent: Vec<Target> = own.iter().copied().filter(is_inherent).collect();
            if !own.is_empty() {
                return if inherent.is_empty() { own } else { inherent };
            }
            let bases = self.bases_of(owner).iter().map(|(base, _)| *base);
            for base in bases.chain(self.parts_of(owner)) {
                if types.len() < MAX_TYPES && !types.contains(&base) {
                    types.push(base);
                }
            }
            at += 1;
        }
        Vec::new()
    }
}
