//! Members of a value, by its type.

use std::rc::Rc;

use super::Resolver;
use super::bases::{MAX_TYPES, is_same};
use super::meaning::Type;
use crate::index::facts::Hold;
use crate::index::resolve::Target;
use crate::index::resolve::lookup::Search;
use crate::index::resolve::names::{Entry, Name};
use crate::index::resolve::place::{Found, Place, UseWant, Want};
use crate::model::SymbolKind;

/// Types in types are looked through so deep.
const MAX_LAYERS: usize = 12;

/// What became of looking for a member.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Members {
    /// These, in a type that is this one or a base of it.
    Found(Vec<Target>, Type),
    /// The type is the project's, all of its bases are known, and none has it.
    None,
    /// It may be there, where we do not see.
    Outside,
    /// Nothing is known of the type.
    Unknown,
}

impl Resolver<'_, '_> {
    /// The members of that name, and the type that has them.
    pub(super) fn members(&mut self, of: &Type, name: &str) -> Option<(Vec<Target>, Type)> {
        match self.look_in(of, name, &|_| true) {
            Members::Found(members, holder) => Some((members, holder)),
            _ => None,
        }
    }

    /// Looks for the members of that name which `fits`.
    pub(super) fn look_in(&mut self, of: &Type, name: &str, fits: &dyn Fn(Target) -> bool) -> Members {
        self.look_deep(of, name, fits, 0)
    }

    pub(super) fn look_deep(
        &mut self,
        of: &Type,
        name: &str,
        fits: &dyn Fn(Target) -> bool,
        depth: usize,
    ) -> Members {
        if depth > MAX_LAYERS || !self.goes_on() {
            return Members::Unknown;
        }
        match of {
            Type::Project { .. } => self.look_in_project(of, name, fits, depth),
            Type::Outside { name: of, arguments } => match arguments.first() {
                Some(inner) if self.home_rules().is_transparent(of) => {
                    let (holder, inner) = (Rc::clone(of), inner.clone());
                    let found = self.look_deep(&inner, name, fits, depth + 1);
                    self.with_those_of_holder(&holder, &inner, name, fits, found)
                }
                _ => Members::Outside,
            },
            Type::Parameter { of, index } => match self.bound(*of, *index) {
                Some(bound) => self.look_deep(&bound, name, fits, depth + 1),
                None => Members::Unknown,
            },
            Type::Held(Hold::Spread, parts) => self.look_in_parts(parts.bare(), name, fits, depth),
            Type::Held(_, inner) => self.look_deep(inner, name, fits, depth + 1),
            Type::AnyOf(types) => self.look_in_all(&Rc::clone(types), name, fits, depth),
            Type::Sequence(_) | Type::Tuple(_) | Type::Function { .. } | Type::Object { .. } => {
                Members::Outside
            }
            Type::Written { file, of: written, .. } => {
                self.look_in_written(of, (*file, *written), name, fits)
            }
            Type::Places(places) => self.look_in_places(&Rc::clone(places), name, fits),
            Type::This | Type::Unknown => Members::Unknown,
        }
    }

    /// What a trait of the project gives to a type from outside that only holds another goes before what it gives to that
    /// one, where this is a trait or any type itself; where it is some type, either may be meant.
    fn with_those_of_holder(
        &self,
        holder: &str,
        inner: &Type,
        name: &str,
        fits: &dyn Fn(Target) -> bool,
        found: Members,
    ) -> Members {
        let table = self.table;
        if !self.home_rules().has_extensions() {
            return found;
        }
        let given = table.outer_members(Name::of(name).in_type(holder)).map(Entry::target);
        let given = given.filter(|member| {
            let is_given = table.fact(*member).is_some_and(|fact| {
                fact.name == name && fact.of_trait.is_some() && fact.member_of.as_deref() == Some(holder)
            });
            // Of `self: Pin<&mut Self>` the pointer is no more than the way to hold the object.
            let is_on_holder = || {
                let signature = table.detail(*member).map_or("", |detail| detail.signature.as_str());
                !(holder == "Pin" && signature.split_once("self:").is_some_and(|(_, of)| of.contains("Pin<")))
            };
            is_given && table.owner_of(*member).is_none() && fits(*member) && is_on_holder()
        });
        let mut given: Vec<Target> = given.collect();
        if given.is_empty() {
            return found;
        }
        let is_any = match inner.bare() {
            Type::Project { target, .. } => {
                table.fact(*target).is_some_and(|fact| fact.kind == SymbolKind::Trait)
            }
            Type::Parameter { .. } => true,
            _ => false,
        };
        match found {
            Members::Found(others, of) if !is_any => {
                given.extend(others);
                Members::Found(given, of)
            }
            _ => Members::Found(given, inner.clone()),
        }
    }

    fn look_in_all(
        &mut self,
        types: &[Type],
        name: &str,
        fits: &dyn Fn(Target) -> bool,
        depth: usize,
    ) -> Members {
        let mut all: Vec<Target> = Vec::new();
        let mut holder = None;
        let mut missed = Members::None;
        for of in types {
            match self.look_deep(of, name, fits, depth + 1) {
                Members::Found(found, in_type) => {
                    all.extend(found);
                    holder.get_or_insert(in_type);
                }
                Members::None => {}
                other => missed = other,
            }
        }
        all.sort_unstable();
        all.dedup();
        match holder {
            Some(holder) => Members::Found(all, holder),
            None => missed,
        }
    }

    /// What the first of some parts has; of an object's text that is no symbol.
    fn look_in_parts(
        &mut self,
        parts: &Type,
        name: &str,
        fits: &dyn Fn(Target) -> bool,
        depth: usize,
    ) -> Members {
        let Type::AnyOf(parts) = parts else { return Members::Unknown };
        let mut missed = Members::None;
        for part in &**parts {
            if self.property_in(part, name).is_some() {
                return Members::Outside;
            }
            match self.look_deep(part, name, fits, depth + 1) {
                Members::None => {}
                found @ Members::Found(..) => return found,
                other => missed = other,
            }
        }
        missed
    }

    /// The field of a base that has a type, where all that a type has by that name itself are fields that have none. A base
    /// may also say it in its own text, outside of its methods.
    fn declared_by_base(&self, of: Target, own: &[Target], name: &str) -> Option<Target> {
        let table = self.table;
        let is_assigned = |target: &Target| {
            let fact = table.fact(*target);
            fact.is_some_and(|fact| fact.kind == SymbolKind::Field && fact.declared.is_none())
        };
        let is_declared = |target: &Target| {
            let is_data =
                |kind| matches!(kind, &SymbolKind::Field | &SymbolKind::Variable | &SymbolKind::Constant);
            table.fact(*target).is_some_and(|fact| is_data(&fact.kind) && fact.declared.is_some())
        };
        if !own.iter().all(is_assigned) {
            return None;
        }
        let bases = self.lineage(of).into_iter().skip(1);
        bases.flat_map(|base| table.own_members(base, name)).find(is_declared)
    }

    /// What modules and types have themselves.
    fn look_in_places(&self, places: &[Place], name: &str, fits: &dyn Fn(Target) -> bool) -> Members {
        let mut all = Vec::new();
        for &place in places {
            if let Found::Places(found) =
                Search::new(self.table).step(place, name, Want::Use(UseWant::Reference))
            {
                all.extend(found.into_iter().filter_map(Place::target).filter(|member| fits(*member)));
            }
        }
        if all.is_empty() { Members::Outside } else { Members::Found(all, Type::This) }
    }

    pub(super) fn look_in_project(
        &mut self,
        of: &Type,
        name: &str,
        fits: &dyn Fn(Target) -> bool,
        depth: usize,
    ) -> Members {
        if depth > MAX_LAYERS {
            return Members::Unknown;
        }
        let found = self.look_along(vec![of.clone()], name, fits, depth);
        if matches!(found, Members::Found(..)) {
            return self.as_seen_by(of, found);
        }
        if let Some(pointer) = self.home_rules().pointer_member()
            && name != pointer
            && let Some((target, holder)) = self.members(of, pointer)
            && let Some(&target) = target.first()
        {
            let inner = self.returned(target);
            let inner = self.filled(&inner, &holder);
            return self.look_deep(&inner, name, fits, depth + 1);
        }
        if self.home_rules().has_keys()
            && let Some(inner) = self.defined_as(of)
        {
            let table = self.table;
            let is_given = |member: Target| {
                let is_field = table.fact(member).is_some_and(|fact| fact.kind == SymbolKind::Field);
                let owner = table.owner_of(member).and_then(|owner| table.fact(owner));
                fits(member) && (is_field || owner.is_some_and(|owner| owner.kind == SymbolKind::Trait))
            };
            if let found @ Members::Found(..) = self.look_deep(&inner, name, &is_given, depth + 1) {
                return found;
            }
        }
        found
    }

    /// Members of a base as those of a type that extends it: what the base says of itself it says of that.
    pub(super) fn as_seen_by(&self, of: &Type, found: Members) -> Members {
        match found {
            Members::Found(members, holder)
                if self.home_rules().keeps_receivers() && !is_generic(&holder) =>
            {
                Members::Found(members, of.clone())
            }
            found => found,
        }
    }

    /// Looks into these types, one after another, and then into what they extend.
    pub(super) fn look_along(
        &mut self,
        mut types: Vec<Type>,
        name: &str,
        fits: &dyn Fn(Target) -> bool,
        depth: usize,
    ) -> Members {
        let mut is_open = false;
        let mut at = 0;
        while let Some(Type::Project { target, arguments }) = types.get(at).cloned() {
            let mut own = self.table.own_members(target, name);
            own.retain(|member| fits(*member));
            if own.len() > 1 {
                self.home_rules().narrow(self.table, self.file, &mut own);
                self.keep_of_instance(&Type::Project { target, arguments: Rc::clone(&arguments) }, &mut own);
            }
            if self.home_rules().assigns_inherited()
                && !own.is_empty()
                && let Some(inherited) = self.declared_by_base(target, &own, name)
            {
                return Members::Found(vec![inherited], Type::Project { target, arguments });
            }
            if !own.is_empty() {
                let is_inherent =
                    |member: &&Target| self.table.fact(**member).is_some_and(|fact| fact.of_trait.is_none());
                let inherent: Vec<Target> = own.iter().filter(is_inherent).copied().collect();
                let holder = Type::Project { target, arguments };
                return Members::Found(if inherent.is_empty() { own } else { inherent }, holder);
            }
            is_open |= self.table.is_open(target);
            let holder = Type::Project { target, arguments };
            if let Some(inner) = self.stands_for(target)
                && let found @ Members::Found(..) = self.look_deep(&inner, name, fits, depth + 1)
            {
                return found;
            }
            for base in self.next_bases(&holder) {
                if types.len() < MAX_TYPES && !types.iter().any(|known| is_same(known, &base)) {
                    types.push(base);
                }
            }
            for part in self.other_parts(&holder) {
                match part {
                    Type::Project { target, .. } => {
                        if types.len() < MAX_TYPES && !types.iter().any(|known| is_same(known, &part)) {
                            // What a function makes of a base goes before that.
                            let behind = if self.is_of_function(target) { at + 1 } else { types.len() };
                            types.insert(behind, part);
                        }
                    }
                    part => {
                        if let found @ Members::Found(..) = self.look_deep(&part, name, fits, depth + 1) {
                            return found;
                        }
                    }
                }
            }
            at += 1;
        }
        if is_open { Members::Outside } else { Members::None }
    }

    /// What an alias stands for that is no one type of the project.
    fn stands_for(&mut self, target: Target) -> Option<Type> {
        let fact = self.table.fact(target).filter(|fact| fact.kind == SymbolKind::TypeAlias)?;
        let declared = self.type_of(target.file, fact.declared?);
        Some(declared.bare().clone()).filter(|of| matches!(of, Type::AnyOf(_) | Type::Places(_)))
    }

    /// What a type of its own is defined as (Go's `type Name Other`): it has that one's fields, and if it is an interface
    /// its methods, and no others.
    fn defined_as(&mut self, of: &Type) -> Option<Type> {
        let Type::Project { target, .. } = of else { return None };
        let fact = self.table.fact(*target).filter(|fact| fact.kind == SymbolKind::Struct)?;
        let declared = self.type_of(target.file, fact.declared?);
        Some(self.filled(&declared, of))
    }
}

/// Whether a type has arguments.
fn is_generic(of: &Type) -> bool {
    matches!(of, Type::Project { arguments, .. } if !arguments.is_empty())
}
