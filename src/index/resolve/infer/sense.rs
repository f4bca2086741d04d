//! What a used name leads to.

use std::rc::Rc;

use super::meaning::{Meaning, Type};
use super::members::Members;
use super::overloads::takes;
use super::{MAX_DEPTH, Resolver};
use crate::index::facts::{Hold, Qualifier};
use crate::index::literals;
use crate::index::resolve::Target;
use crate::index::resolve::common;
use crate::index::resolve::lookup::Search;
use crate::index::resolve::place::{Found, Place, UseWant, Want};
use crate::index::{SymbolFact, UseFact, UseKind};
use crate::model::{Certainty, Language, SymbolKind};

/// What a used name leads to.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Sense {
    /// A parameter or variable: no symbol.
    Local,
    /// One of these, at least one.
    Places {
        places: Rc<[Place]>,
        certainty: Certainty,
        /// The type whose member it is, where it was found as one.
        holder: Option<Rc<Type>>,
    },
    /// Something that is not the project's.
    Outside,
    /// Nothing is known.
    Unknown,
}

impl Sense {
    fn of(found: Found, certainty: Certainty) -> Sense {
        match found {
            Found::Places(places) => Sense::Places { places: places.into(), certainty, holder: None },
            Found::External => Sense::Outside,
            Found::Nothing => Sense::Unknown,
        }
    }

    pub(super) fn symbols(targets: Vec<Target>, certainty: Certainty, holder: Option<Type>) -> Sense {
        if targets.is_empty() {
            return Sense::Unknown;
        }
        let places = targets.into_iter().map(Place::Symbol).collect();
        Sense::Places { places, certainty, holder: holder.map(Rc::new) }
    }
}

impl<'t> Resolver<'t, '_> {
    /// What one of a file's uses leads to.
    pub(super) fn sense(&mut self, file: u32, index: u32) -> Sense {
        if let Some(known) = self.senses.get(&(file, index)) {
            return known.clone();
        }
        if self.depth >= MAX_DEPTH {
            return Sense::Unknown;
        }
        let Some(used) = self.table.bodies(file).and_then(|bodies| bodies.uses.get(index as usize)) else {
            return Sense::Unknown;
        };
        self.senses.insert((file, index), Sense::Unknown);
        self.depth += 1;
        let found = self.look_up(file, used);
        let found = self.narrowed(file, used, found);
        self.depth -= 1;
        self.senses.insert((file, index), found.clone());
        found
    }

    fn look_up(&mut self, file: u32, used: &'t UseFact) -> Sense {
        let want = Want::of(used.kind);
        match &used.qualifier {
            Qualifier::None if used.local => Sense::Local,
            Qualifier::None => self.bare(file, used, want),
            Qualifier::Path(parts) => self.qualified(file, used, parts, want),
            Qualifier::Value(None) => self.only_member(file, used),
            Qualifier::Value(Some(value)) => {
                let meaning = self.value(file, *value);
                self.member_of(file, used, &meaning, want)
            }
        }
    }

    fn bare(&mut self, file: u32, used: &'t UseFact, want: Want) -> Sense {
        if used.kind == UseKind::Call
            && self.table.rules(file).has_overloads()
            && let Some(found) = self.implicit_call(file, used)
        {
            return found;
        }
        let sought = match want {
            Want::Use(UseWant::Reference) if used.is_function => Want::Use(UseWant::Call),
            Want::Use(UseWant::Reference) => Want::Use(UseWant::Bare),
            want => want,
        };
        match self.in_scopes(file, used.container, &used.name, sought) {
            // Where all files of a package are seen, what none of them binds is from elsewhere.
            (Found::Nothing, _) if self.table.rules(file).has_packages() => Sense::Outside,
            (Found::Nothing, _) => self.only_free(file, used, want),
            (Found::Places(mut places), certainty) => {
                let rules = self.table.rules(file);
                if places.len() > 1 && rules.has_packages() {
                    self.last_before(file, used, &mut places);
                }
                if rules.has_overloads() && used.kind == UseKind::Call {
                    places.retain(|place| {
                        let fact = place.target().and_then(|target| self.table.fact(target));
                        fact.is_none_or(|fact| takes(fact, used))
                    });
                    if places.is_empty() {
                        return Sense::Outside;
                    }
                }
                Sense::of(Found::Places(places), certainty)
            }
            (found, certainty) => Sense::of(found, certainty),
        }
    }

    /// Of several definitions in one function, whose blocks are no scopes here, leaves the last one before a name.
    fn last_before(&self, file: u32, used: &UseFact, places: &mut Vec<Place>) {
        let begin = |place: &Place| {
            let target = place.target().filter(|target| target.file == file)?;
            let fact = self.table.fact(target)?;
            let around = Target { file, symbol: fact.parent? };
            self.is_function(around).then_some(fact.span.byte_start)
        };
        if places.len() > 1 && places.iter().all(|place| begin(place).is_some()) {
            let is_before = |place: &&Place| begin(place) <= Some(used.span.byte_start);
            if let Some(last) = places.iter().filter(is_before).max_by_key(|place| begin(place)) {
                *places = vec![*last];
            }
        }
    }

    fn qualified(&mut self, file: u32, used: &'t UseFact, parts: &'t [String], want: Want) -> Sense {
        if parts.is_empty() {
            return match self.in_scopes(file, used.container, &used.name, Want::Type) {
                (Found::Nothing, _) => Sense::Outside,
                (Found::Places(mut places), certainty) => {
                    self.last_before(file, used, &mut places);
                    Sense::of(Found::Places(places), certainty)
                }
                (found, certainty) => Sense::of(found, certainty),
            };
        }
        if let Some((first, rest)) = parts.split_first()
            && let Some(of) = self.type_prefix(file, used.container, first)
        {
            let of = self.type_in(of, rest);
            return self.member_of_type(file, used, &of, want);
        }
        let whole: Vec<&str> = parts.iter().chain([&used.name]).map(String::as_str).collect();
        let mut search = Search::new(self.table);
        let rules = self.table.rules(file);
        if let Some(found) = rules.whole_path(&mut search, file, used.container, &whole, want) {
            return Sense::of(found, Certainty::Import);
        }
        let places = match parts {
            // The common case, and the one that repeats: one part.
            [only] if self.table.language(file) != Language::Rust => {
                self.in_scopes(file, used.container, only, Want::Path).0
            }
            _ => Search::new(self.table).path(file, used.container, parts, Want::Path),
        };
        match places {
            Found::Places(places) => self.step(&places, used, want),
            Found::External => Sense::Outside,
            Found::Nothing => Sense::Unknown,
        }
    }

    /// A name in a type that a path names: of a parameter or the object's own type.
    fn member_of_type(&mut self, file: u32, used: &UseFact, of: &Type, want: Want) -> Sense {
        let (table, rules) = (self.table, self.table.rules(file));
        let fits = |member: Target| table.fact(member).is_some_and(|fact| want.fits(rules, &fact.kind));
        match self.look_in(of, &used.name, &fits) {
            Members::Found(members, holder) => match self.of_traits(members) {
                members if members.is_empty() => Sense::Outside,
                members => Sense::symbols(members, Certainty::Type, Some(holder)),
            },
            Members::Outside | Members::None => Sense::Outside,
            Members::Unknown => Sense::Unknown,
        }
    }

    /// A type that an `impl` of a trait gives by a name is the trait's, wherever it is named so.
    fn of_traits(&mut self, members: Vec<Target>) -> Vec<Target> {
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

    /// A name in modules or types.
    fn step(&mut self, places: &[Place], used: &UseFact, want: Want) -> Sense {
        let through_type = places.iter().any(|place| matches!(place, Place::Symbol(_)));
        let mut found = Vec::new();
        let mut is_outside = false;
        for &place in places {
            match Search::new(self.table).step(place, &used.name, want) {
                Found::Places(next) => found.extend(next),
                Found::External => is_outside = true,
                Found::Nothing => {
                    is_outside |= place.target().is_some_and(|of| self.table.is_open(of));
                }
            }
        }
        found.dedup();
        if want == Want::Use(UseWant::Call) {
            self.add_implementations(places, &used.name, &mut found);
        }
        let certainty = if through_type { Certainty::Type } else { Certainty::Import };
        match Sense::of(Found::of(found), certainty) {
            Sense::Unknown if is_outside => Sense::Outside,
            sense => sense,
        }
    }

    /// What `Trait::name()` may call besides the trait's own: what its implementations say.
    fn add_implementations(&self, places: &[Place], name: &str, found: &mut Vec<Place>) {
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

    /// A name behind a dot.
    fn member_of(&mut self, file: u32, used: &'t UseFact, of: &Meaning, want: Want) -> Sense {
        let table = self.table;
        let rules = table.rules(file);
        let is_called = used.kind != UseKind::Reference;
        let fits = |member: Target| {
            table
                .fact(member)
                .is_some_and(|fact| want.fits(rules, &fact.kind) && rules.is_reached(fact, is_called))
        };
        if rules.has_overloads()
            && let Some(found) = self.overloaded(file, used, of, &fits)
        {
            return found;
        }
        let found = match of {
            Meaning::Instance(of) => self.look_in(of, &used.name, &fits),
            Meaning::Super(of) => self.look_in_bases(*of, &used.name, &fits),
            Meaning::Places(places) => return self.step(places, used, want),
            Meaning::Method(..) => return Sense::Outside,
            Meaning::Outside => Members::Outside,
            Meaning::Unknown => Members::Unknown,
        };
        match found {
            Members::Found(mut members, holder) => {
                self.add_implementing(file, used, of, &mut members);
                Sense::symbols(members, Certainty::Type, Some(holder))
            }
            Members::Outside if rules.has_open_types() && self.is_project(of) => {
                self.only_of_trait(file, used)
            }
            Members::None if rules.has_open_types() => self.only_of_trait(file, used),
            Members::None | Members::Outside if rules.has_keys() && self.is_keyed(of) => {
                self.bare(file, used, want)
            }
            Members::Outside if rules.has_extensions() => self.extension(file, used, of),
            Members::None | Members::Outside => Sense::Outside,
            Members::Unknown => self.only_member(file, used),
        }
    }

    /// What a method of a trait may call besides the trait's own where it is called on a value of a generic parameter's type
    /// outside of what has that parameter: there it stands for some type, of which it is not known which. Of a type that is
    /// hidden behind the trait, it may be what the trait is implemented by for all types.
    fn add_implementing(&self, file: u32, used: &UseFact, of: &Meaning, members: &mut Vec<Target>) {
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
    fn is_generic_there(&self, file: u32, scope: Option<u32>, owner: Target) -> bool {
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

    /// Whether it has elements, and no fields.
    fn is_keyed(&mut self, of: &Meaning) -> bool {
        let Meaning::Instance(of) = of else { return false };
        match self.made_of(of) {
            Some(Type::Sequence(_)) => true,
            Some(Type::Outside { name, .. }) => &*name == "map",
            _ => false,
        }
    }

    /// What a trait of the project gives to types from outside, where it is in scope: the only one that has such a method.
    /// What its implementations say is meant where one is for a type of that name, or for all of them.
    fn extension(&mut self, file: u32, used: &'t UseFact, of: &Meaning) -> Sense {
        let (table, language) = (self.table, self.table.language(file));
        if used.kind != UseKind::Call || common::is_outside_member(language, &used.name) {
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
        match meant.as_slice() {
            [_] => Sense::symbols(meant, Certainty::UniqueName, None),
            _ => Sense::Outside,
        }
    }

    fn is_project(&self, of: &Meaning) -> bool {
        matches!(of, Meaning::Instance(of) if matches!(of.bare(), Type::Project { .. }))
    }

    /// The only symbol of that name which stands in no type.
    fn only_free(&self, file: u32, used: &UseFact, want: Want) -> Sense {
        let language = self.table.language(file);
        if !self.table.rules(file).guesses(want, false) || common::is_builtin(language, &used.name) {
            return Sense::Unknown;
        }
        self.only(file, used, want, false)
    }

    /// The only member of that name.
    fn only_member(&self, file: u32, used: &UseFact) -> Sense {
        let (want, language) = (Want::of(used.kind), self.table.language(file));
        // A field is the project's, a method may be the library's.
        let is_common = match used.kind {
            UseKind::Call => common::is_outside_member(language, &used.name),
            _ => common::is_common_member(language, &used.name),
        };
        if !self.table.rules(file).guesses(want, true) || is_common {
            return Sense::Unknown;
        }
        self.only(file, used, want, true)
    }

    /// Likewise, if it is a trait's: what is not found in a type that is known cannot be another type's own.
    fn only_of_trait(&self, file: u32, used: &UseFact) -> Sense {
        let is_of_trait = |place: &Place| {
            let target = place.target();
            let fact = target.and_then(|target| self.table.fact(target));
            let owner = target.and_then(|target| self.table.owner_of(target));
            let owner = owner.and_then(|owner| self.table.fact(owner));
            fact.is_some_and(|fact| fact.of_trait.is_some())
                || owner.is_some_and(|owner| owner.kind == SymbolKind::Trait)
        };
        match self.only_member(file, used) {
            Sense::Places { places, .. } if !places.iter().all(is_of_trait) => Sense::Outside,
            sense => sense,
        }
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
            })
        });
        Sense::symbols(fitting.collect(), Certainty::UniqueName, None)
    }
}

/// Whether its own text makes it a member: of a type, or of one without a name that has a trait.
fn is_member_fact(fact: &SymbolFact) -> bool {
    fact.member_of.is_some() || fact.of_trait.is_some()
}

/// Whether it is a member of all types: of an `impl<T> Trait for T`.
fn is_for_all(fact: &SymbolFact) -> bool {
    fact.type_parameters.iter().any(|(of, _)| Some(of) == fact.member_of.as_ref())
}
