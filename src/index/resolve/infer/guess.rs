//! Names that nothing binds, taken for the only symbol of that name.

use super::Resolver;
use super::sense::Sense;
use crate::index::resolve::Target;
use crate::index::resolve::common;
use crate::index::resolve::place::{Place, UseWant, Want};
use crate::index::resolve::rules::c::is_c;
use crate::index::{SymbolFact, UseFact, UseKind};
use crate::model::{Certainty, SymbolKind};

impl Resolver<'_, '_> {
    /// The only symbol of that name which stands in no type.
    pub(super) fn only_free(&self, file: u32, used: &UseFact, want: Want) -> Sense {
        let language = self.table.language(file);
        if !self.table.rules(file).guesses(want, false) || common::is_builtin(language, &used.name) {
            return Sense::Unknown;
        }
        self.only(file, used, want, false)
    }

    /// The only member of that name. A method that the library has by that name too may be its own, unless it is a trait's.
    pub(super) fn only_member(&self, file: u32, used: &UseFact) -> Sense {
        let (want, language) = (Want::of(used.kind), self.table.language(file));
        if !self.table.rules(file).guesses(want, true) || common::is_common_member(language, &used.name) {
            return Sense::Unknown;
        }
        let is_shared = used.kind == UseKind::Call && common::is_outside_member(language, &used.name);
        match self.only(file, used, want, true) {
            Sense::Places { places, .. } if is_shared && !self.are_of_traits(&places) => Sense::Unknown,
            Sense::Places { places, .. } if self.hands_on(file, used, &places) => Sense::Unknown,
            sense => sense,
        }
    }

    /// Whether what implements a trait from outside calls what has its own name: it hands the call on to something else that
    /// implements it.
    fn hands_on(&self, file: u32, used: &UseFact, places: &[Place]) -> bool {
        let around = used.container.map(|symbol| Target { file, symbol });
        let Some(around) = around.filter(|around| *places == [Place::Symbol(*around)]) else { return false };
        let fact = self.table.fact(around);
        let of_trait = fact.and_then(|fact| fact.of_trait.as_deref().map(|of_trait| (fact.parent, of_trait)));
        of_trait.is_some_and(|(scope, of_trait)| {
            self.table.find_type(file, scope, &[of_trait]).target().is_none()
        })
    }

    /// Likewise, if it is a trait's: what is not found in a type that is known cannot be another type's own.
    pub(super) fn only_of_trait(&self, file: u32, used: &UseFact) -> Sense {
        match self.only_member(file, used) {
            Sense::Places { places, .. } if !self.are_of_traits(&places) => Sense::Outside,
            sense => sense,
        }
    }

    fn are_of_traits(&self, places: &[Place]) -> bool {
        places.iter().all(|place| {
            let target = place.target();
            let fact = target.and_then(|target| self.table.fact(target));
            let owner = target.and_then(|target| self.table.owner_of(target));
            let owner = owner.and_then(|owner| self.table.fact(owner));
            fact.is_some_and(|fact| fact.of_trait.is_some())
                || owner.is_some_and(|owner| owner.kind == SymbolKind::Trait)
        })
    }

    fn only(&self, file: u32, used: &UseFact, want: Want, is_member: bool) -> Sense {
        let language = self.table.language(file);
        let rules = self.table.rules(file);
        let is_called = want != Want::Use(UseWant::Reference);
        let others = rules.dialects().iter().copied().filter(|other| *other != language);
        let all = std::iter::once(language).chain(others);
        let all = all.flat_map(|language| self.table.named(language, &used.name));
        let fitting = all.filter(|&target| {
            self.table.fact(target).is_some_and(|fact| {
                want.fits(rules, &fact.kind)
                    && is_member == (is_member_fact(fact) || self.table.owner_of(target).is_some())
                    && (!is_member || rules.is_reached(fact, is_called))
                    && (!fact.flags.is_file_local || target.file == file)
                    // A test that a macro makes has no name in the text.
                    && !(fact.flags.is_test && is_c(language))
            })
        });
        Sense::symbols(fitting.collect(), Certainty::UniqueName, None)
    }
}

/// Whether its own text makes it a member: of a type, or of one without a name that has a trait.
fn is_member_fact(fact: &SymbolFact) -> bool {
    fact.member_of.is_some() || fact.of_trait.is_some()
}
