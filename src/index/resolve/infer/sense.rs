//! What a used name leads to.

use std::rc::Rc;

use super::meaning::{Meaning, Type};
use super::members::Members;
use super::overloads::takes;
use super::{MAX_DEPTH, Resolver};
use crate::index::facts::Qualifier;
use crate::index::resolve::Target;
use crate::index::resolve::lookup::Search;
use crate::index::resolve::place::{Found, Place, UseWant, Want};
use crate::index::{UseFact, UseKind};
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
        self.lead_up(file, index);
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
        if self.table.rules(file).own_type() == Some(&used.name) {
            return self.own_type_named(file, used);
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
            (Found::External, certainty) => match self.required(file, &used.name) {
                Some(variable) => Sense::symbols(vec![variable], Certainty::Scope, None),
                None => Sense::of(Found::External, certainty),
            },
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
        }
    }

    /// The variable that holds what is required of a package.
    fn required(&self, file: u32, name: &str) -> Option<Target> {
        if !self.table.rules(file).holds_packages() {
            return None;
        }
        let mut all = self.table.symbols_in(file, None, name).map(|symbol| Target { file, symbol });
        all.find(|of| {
            self.table.fact(*of).is_some_and(|fact| fact.flags.is_required_module && fact.name == name)
        })
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
        if let [own] = parts
            && self.table.rules(file).own_type() == Some(own)
            && let Some(associated) = self.own_associated(file, used)
        {
            return Sense::symbols(vec![associated], Certainty::Type, None);
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
            Found::Places(places) => self.step(file, &places, used, want),
            found if rules.has_values_in_paths() => match self.through_value(file, used, parts, want) {
                Sense::Unknown => Sense::of(found, Certainty::Import),
                sense => sense,
            },
            found => match parts {
                [only] if self.table.rules(file).has_extensions() => {
                    match self.extension_of_type(file, used, only) {
                        Sense::Outside => Sense::of(found, Certainty::Import),
                        sense => sense,
                    }
                }
                _ => Sense::of(found, Certainty::Import),
            },
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

    /// A name in modules or types.
    fn step(&mut self, file: u32, places: &[Place], used: &UseFact, want: Want) -> Sense {
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
        if found.len() > 1 {
            self.keep_of_alias(places, &mut found);
        }
        // Where something generic is around, some type is meant that has the trait.
        let of_trait = match places {
            [Place::Symbol(of)] if want == Want::Use(UseWant::Call) => Some(*of),
            _ => None,
        };
        if of_trait.is_some_and(|of| !self.is_generic_there(file, used.container, of)) {
            self.add_implementations(places, &used.name, &mut found);
        }
        let certainty = if through_type { Certainty::Type } else { Certainty::Import };
        match Sense::of(Found::of(found), certainty) {
            Sense::Unknown if is_outside => Sense::Outside,
            Sense::Places { places: found, certainty, holder: None } => {
                Sense::Places { places: found, certainty, holder: self.class_of(places) }
            }
            sense => sense,
        }
    }

    /// The class that a path leads through, where what its methods give may depend on it.
    fn class_of(&self, places: &[Place]) -> Option<Rc<Type>> {
        let [Place::Symbol(class)] = *places else { return None };
        let is_class = self.table.fact(class).is_some_and(|fact| fact.kind == SymbolKind::Class);
        (is_class && self.home_rules().keeps_receivers()).then(|| Rc::new(Type::of(class)))
    }

    /// A name behind a dot.
    pub(super) fn member_of(&mut self, file: u32, used: &'t UseFact, of: &Meaning, want: Want) -> Sense {
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
            Meaning::Super(of) => {
                let found = self.look_in_bases(*of, &used.name, &fits);
                self.as_seen_by(&Type::of(*of), found)
            }
            Meaning::Places(places) => {
                return match self.step(file, places, used, want) {
                    Sense::Outside | Sense::Unknown if self.is_extended(of) => self.extension(file, used, of),
                    found => found,
                };
            }
            Meaning::Method(..) if self.is_extended(of) => return self.extension(file, used, of),
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
            // What a macro gives to a trait is the trait's own, whoever implements it.
            Members::None if rules.has_open_types() && self.is_any_of_trait(of) => Sense::Outside,
            Members::None if rules.has_open_types() => self.only_of_trait(file, used),
            Members::None | Members::Outside if rules.has_keys() && self.is_keyed(of) => {
                self.bare(file, used, want)
            }
            Members::Outside if rules.has_extensions() => self.extension(file, used, of),
            Members::None | Members::Outside => Sense::Outside,
            Members::Unknown => self.only_member(file, used),
        }
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

    /// Whether all that is known of a value is a trait that it has.
    fn is_any_of_trait(&mut self, of: &Meaning) -> bool {
        let Meaning::Instance(of) = of else { return false };
        let bound = match *of.bare() {
            Type::Parameter { of, index } => self.bound(of, index),
            _ => None,
        };
        match bound.as_ref().unwrap_or(of).bare() {
            Type::Project { target, .. } => {
                self.table.fact(*target).is_some_and(|fact| fact.kind == SymbolKind::Trait)
            }
            _ => false,
        }
    }

    fn is_project(&self, of: &Meaning) -> bool {
        matches!(of, Meaning::Instance(of) if matches!(of.bare(), Type::Project { .. }))
    }
}
