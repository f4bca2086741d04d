//! Members of types: their own, and those of their bases.

use std::collections::VecDeque;

use ahash::AHashMap;

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
            let bases = match self.bases_of(owner) {
                [_, _, ..] if rules.puts_bases_in_order() => self.in_order(owner),
                bases => bases.iter().map(|(base, _)| *base).collect(),
            };
            for base in bases.into_iter().chain(self.parts_of(owner)) {
                if types.len() < MAX_TYPES && !types.contains(&base) {
                    types.push(base);
                }
            }
            at += 1;
        }
        Vec::new()
    }

    /// A type and all that it extends, in the order in which Python looks into them (C3): each before what it extends
    /// itself, and the bases of each in the order of its text. What contradicts itself stands as it comes.
    pub(super) fn in_order(&self, of: Target) -> Vec<Target> {
        let mut known = AHashMap::new();
        self.put_in_order(of, &mut known, 0);
        known.remove(&of).unwrap_or_default()
    }

    fn put_in_order(&self, of: Target, known: &mut AHashMap<Target, Vec<Target>>, depth: usize) {
        // A type that extends itself does not go on.
        known.insert(of, vec![of]);
        if depth > MAX_TYPES {
            return;
        }
        let bases: Vec<Target> = self.bases_of(of).iter().map(|(base, _)| *base).collect();
        let mut lists: Vec<VecDeque<Target>> = Vec::with_capacity(bases.len() + 1);
        for &base in &bases {
            if !known.contains_key(&base) {
                self.put_in_order(base, known, depth + 1);
            }
            lists.extend(known.get(&base).map(|list| list.iter().copied().collect()));
        }
        lists.push(bases.into());
        let mut order = vec![of];
        while order.len() < MAX_TYPES {
            let is_later =
                |of: Target| lists.iter().any(|list| list.iter().skip(1).any(|later| *later == of));
            let mut heads = lists.iter().filter_map(|list| list.front().copied());
            let first = heads.clone().next();
            let Some(next) = heads.find(|head| !is_later(*head)).or(first) else { break };
            for list in &mut lists {
                list.retain(|of| *of != next);
            }
            if !order.contains(&next) {
                order.push(next);
            }
        }
        known.insert(of, order);
    }
}
