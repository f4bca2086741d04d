//! What traits give: to types from outside, to generic parameters, and to what is hidden behind them.

use std::rc::Rc;

use super::Resolver;
use super::meaning::{Meaning, Type};
use super::sense::Sense;
use crate::index::facts::Hold;
use crate::index::literals;
use crate::index::resolve::Target;
use crate::index::resolve::common;
use crate::index::resolve::place::{Found, Place, Want};
use crate::index::{SymbolFact, UseFact, UseKind};
use crate::model::{Certainty, SymbolKind};

impl<'t> Resolver<'t, '_> {
    /// A type that an `impl` of a trait gives by a name is the trait's, wherever it is named so.
    pub(super) fn of_traits(&mut self, members: Vec<Target>) -> Vec<Target> {
        let mut named = Vec::with_capacity(members.len());
        for member in members {
            let alias = self.table.fact(member).filter(|fact| fact.kind == SymbolKind::TypeAlias);
            match alias.and_then(|fact| fact.of_trait.as_ref().map(|of_trait| (fact, of_trait))) {
                Some((fact, of_trait)) => {
                    let is_trait =
                        |of: &Target| self.table.fact(*of).is_some_and(|fact| fact.kind == SymbolKind::Trait);
                    let of_trait = self.table.find_type(member.file, None, &[of_trait]).target();
                    let of_trait = of_trait.filter(is_trait);
                    named.extend(
                        of_trait
                            .map(|of| self.table.member(of, &fact.name, Want::Type))
                            .into_iter()
                            .flatten(),
                    );
                }
                None => named.push(member),
            }
        }
        named
    }

    /// What `Trait::name()` may call besides the trait's own: what its implementations say.
    pub(super) fn add_implementations(&self, places: &[Place], name: &str, found: &mut Vec<Place>) {
        let [Place::Symbol(of)] = places else { return };
        let table = self.table;
        let Some(of_trait) = table.fact(*of).filter(|fact| fact.kind == SymbolKind::Trait) else { return };
        let all = table.named(table.language(of.file), name);
        let implementing = all.filter(|target| {
            let fact = table.fact(*target);
            fact.is_some_and(|fact| fact.of_trait.as_ref() == Some(&of_trait.name))
        });
        found.extend(implementing.map(Place::Symbol));
    }

    /// What a method of a trait may call besides the trait's own where it is called on a value of a generic parameter's type
    /// outside of what has that parameter: there it stands for some type, of which it is not known which. Of a type that is
    /// hidden behind the trait, it may be what the trait is implemented by for all types.
    pub(super) fn add_implementing(
        &self,
        file: u32,
        used: &UseFact,
        of: &Meaning,
        members: &mut Vec<Target>,
    ) {
        let Meaning::Instance(of) = of else { return };
        if used.kind != UseKind::Call || !self.table.rules(file).has_extensions() {
            return;
        }
        let is_hidden = matches!(of, Type::Held(Hold::Some, _));
        match of.bare() {
            Type::Parameter { of: owner, .. } if !self.is_generic_there(file, used.container, *owner) => {}
            _ if is_hidden => {}
            _ => return,
        }
        let mut places = Vec::new();
        for member in members.iter() {
            let owner = self.table.owner_of(*member).map(Place::Symbol);
            self.add_implementations(owner.as_slice(), &used.name, &mut places);
        }
        let places = places.into_iter().filter_map(Place::target);
        let may_be = |target: &Target| !is_hidden || self.table.fact(*target).is_some_and(is_for_all);
        members.extend(places.filter(may_be));
    }

    /// Whether a scope is in the text of `owner` or of a member of it, or has generic parameters with bounds of its own.
    pub(super) fn is_generic_there(&self, file: u32, scope: Option<u32>, owner: Target) -> bool {
        let mut at = scope;
        while let Some(symbol) = at {
            let target = Target { file, symbol };
            let Some(fact) = self.table.fact(target) else { return false };
            let has_bounds = fact.type_parameters.iter().any(|(_, bound)| bound.is_some());
            if target == owner || has_bounds || self.table.owner_of(target) == Some(owner) {
                return true;
            }
            at = fact.parent;
        }
        false
    }

    /// What a trait of the project gives to types from outside, where it is in scope: the only one that has such a method.
    /// What its implementations say is meant where one is for a type of that name, or for all of them.
    pub(super) fn extension(&mut self, file: u32, used: &'t UseFact, of: &Meaning) -> Sense {
        let (table, language) = (self.table, self.table.language(file));
        let is_function = self.is_of_functions(of);
        // The library gives no methods to functions.
        // Nor those of texts to slices and numbers.
        let is_no_text = match of {
            Meaning::Instance(of) => match of.bare() {
                Type::Sequence(_) => true,
                Type::Outside { name, .. } => literals::INTEGERS.contains(&&**name),
                _ => false,
            },
            _ => false,
        };
        let is_own = is_function || is_no_text && common::is_of_text(&used.name);
        let is_shared = !is_own && common::is_outside_member(language, &used.name);
        if used.kind != UseKind::Call || is_shared {
            return Sense::Outside;
        }
        let (mut own, mut implementing) = (Vec::new(), Vec::new());
        for member in table.named(language, &used.name) {
            let Some(fact) = table.fact(member).filter(|fact| fact.kind == SymbolKind::Method) else {
                continue;
            };
            let owner = table.owner_of(member).and_then(|owner| Some((owner, table.fact(owner)?)));
            if let Some((owner, of_trait)) = owner.filter(|(_, of)| of.kind == SymbolKind::Trait) {
                let (in_scope, _) = self.in_scopes(file, used.container, &of_trait.name, Want::Type);
                if matches!(in_scope, Found::Places(places) if places.contains(&Place::Symbol(owner))) {
                    own.push((member, of_trait));
                }
            } else if let Some(of_trait) = &fact.of_trait {
                implementing.push((member, fact, of_trait));
            }
        }
        let [(member, of_trait)] = own.as_slice() else { return Sense::Outside };
        implementing.retain(|(_, _, of)| **of == of_trait.name);
        if is_function {
            implementing.retain(|(member, fact, _)| self.is_for_functions(*member, fact));
        }
        let is_named = |fact: &SymbolFact| match of {
            Meaning::Instance(Type::Outside { name, .. }) => {
                fact.member_of.as_ref().is_some_and(|of| literals::may_be(name, of))
            }
            Meaning::Instance(Type::Sequence(_)) => fact.member_of.is_none(),
            _ => false,
        };
        let meant: Vec<Target> = match implementing.as_slice() {
            // Where an implementation must say it, and none is seen, a macro makes that.
            [] if table.fact(*member).is_some_and(|fact| fact.flags.is_required) => Vec::new(),
            [] => vec![*member],
            [(only, fact, _)] if is_for_all(fact) => vec![*only],
            all => all.iter().filter(|(_, fact, _)| is_named(fact)).map(|(member, ..)| *member).collect(),
        };
        let mut meant = meant;
        if let Meaning::Instance(of) = of {
            self.keep_of_instance(of, &mut meant);
        }
        match meant.as_slice() {
            [_] => Sense::symbols(meant, Certainty::UniqueName, None),
            _ => Sense::Outside,
        }
    }
}

impl<'t> Resolver<'t, '_> {
    /// What a trait of the project gives to a type from outside, by the name of that type: `u64::read(…)`.
    pub(super) fn extension_of_type(&mut self, file: u32, used: &'t UseFact, name: &str) -> Sense {
        let is_primitive = literals::INTEGERS.contains(&name)
            || literals::FLOATS.contains(&name)
            || matches!(name, "bool" | "char" | "str");
        let is_type =
            name.starts_with(char::is_uppercase) && common::is_builtin(self.table.language(file), name);
        if !is_primitive && !is_type {
            return Sense::Outside;
        }
        let arguments: Rc<[Type]> = Rc::new([Type::Unknown]);
        let of = Type::Outside { name: name.into(), arguments };
        self.extension(file, used, &Meaning::Instance(of))
    }
}

impl Resolver<'_, '_> {
    /// Whether a value is a function, in a language where the project can give such methods.
    pub(super) fn is_extended(&self, of: &Meaning) -> bool {
        self.home_rules().has_extensions() && self.is_of_functions(of)
    }

    /// Whether a value is a function.
    fn is_of_functions(&self, of: &Meaning) -> bool {
        match of {
            Meaning::Instance(of) => matches!(of.bare(), Type::Function { .. }),
            Meaning::Places(places) | Meaning::Method(places, _) => {
                matches!(**places, [Place::Symbol(only)] if self.is_function(only))
            }
            _ => false,
        }
    }

    /// Whether a member is one of all functions that can be called like that: of an `impl<F: Fn()> Trait for F`.
    fn is_for_functions(&mut self, member: Target, fact: &SymbolFact) -> bool {
        let of = fact.type_parameters.iter().find(|(of, _)| Some(of) == fact.member_of.as_ref());
        let Some((_, Some(bound))) = of else { return false };
        let is_callable = |of: &Type| matches!(of.bare(), Type::Function { .. });
        match self.type_of(member.file, *bound).bare() {
            Type::AnyOf(all) => all.iter().any(is_callable),
            only => is_callable(only),
        }
    }
}

/// Whether it is a member of all types: of an `impl<T> Trait for T`.
fn is_for_all(fact: &SymbolFact) -> bool {
    fact.type_parameters.iter().any(|(of, _)| Some(of) == fact.member_of.as_ref())
}
