//! Languages in which functions of one name differ in what they take, and in which a bare call may be of a member.

use std::cell::RefCell;

use super::Resolver;
use super::meaning::{Meaning, Type};
use super::members::Members;
use super::sense::Sense;
use crate::index::resolve::Target;
use crate::index::resolve::place::Place;
use crate::index::resolve::table::{Table, is_type};
use crate::index::{SymbolFact, UseFact, UseKind};
use crate::model::{Certainty, SymbolKind};

/// How many scopes outward the types around a call are looked for.
const MAX_SCOPES: usize = 64;

/// Whose members a name is looked for in.
#[derive(Clone, Copy)]
enum Seen<'v> {
    /// Those of a type.
    As(&'v Type),
    /// Those of a type's bases.
    AsBaseOf(Target),
}

impl Resolver<'_, '_> {
    /// What a bare call means as a member of a type around it, nearest first: also one that the type inherits.
    pub(super) fn implicit_call(&mut self, file: u32, used: &UseFact) -> Option<Sense> {
        if let "this" | "super" = used.name.as_str() {
            return Some(self.constructor_call(file, used));
        }
        let table = self.table;
        let fits = |member: Target| {
            table.fact(member).is_some_and(|fact| {
                is_function(&fact.kind) && is_open_to(file, member, fact) && takes(fact, used)
            })
        };
        let mut at = used.container;
        for _ in 0..MAX_SCOPES {
            let fact = table.fact(Target { file, symbol: at? })?;
            if is_type(&fact.kind)
                && let Some(own) = self.this_in(file, at)
            {
                // What every object has goes before what an interface asks for, but in an interface.
                let is_object = is_of_all(used) && fact.kind != SymbolKind::Trait;
                let is_had = |member: &Target| !is_object || !is_asked_for(table, *member);
                if let Members::Found(members, holder) = self.best_in(file, used, Seen::As(&own), &fits)
                    && members.iter().any(is_had)
                {
                    return Some(Sense::symbols(members, Certainty::Scope, Some(holder)));
                }
                // A name that a base from the library has hides those around.
                if is_of_all(used) || self.library_has(&own, &used.name) {
                    return Some(Sense::Outside);
                }
            }
            if fact.kind == SymbolKind::Variant {
                let mut own = table.own_members(Target { file, symbol: at? }, &used.name);
                own.retain(|member| fits(*member));
                if !own.is_empty() {
                    let own = self.best_fitting(file, used, None, own);
                    return Some(Sense::symbols(own, Certainty::Scope, None));
                }
            }
            at = fact.parent;
        }
        None
    }

    /// `this(…)` and `super(…)`: constructors of the type around, or of its first base.
    fn constructor_call(&mut self, file: u32, used: &UseFact) -> Sense {
        let Some(own) = self.enclosing_type(file, used.container) else { return Sense::Unknown };
        let of = match used.name.as_str() {
            "this" => Some(own),
            _ => self.table.bases_of(own).first().map(|(base, _)| *base),
        };
        match of {
            Some(of) => Sense::symbols(vec![of], Certainty::Type, None),
            None => Sense::Outside,
        }
    }

    /// A name behind a dot, of members that can be what is meant: by what they take, and from where. `None` where
    /// nothing is known of what stands before the dot.
    pub(super) fn overloaded(
        &mut self,
        file: u32,
        used: &UseFact,
        of: &Meaning,
        fits: &dyn Fn(Target) -> bool,
    ) -> Option<Sense> {
        let table = self.table;
        let is_called = used.kind == UseKind::Call;
        let fits = |member: Target| {
            fits(member)
                && table.fact(member).is_some_and(|fact| {
                    let is_meant = is_called || is_function(&fact.kind) == used.is_function;
                    is_meant && is_open_to(file, member, fact) && takes(fact, used)
                })
        };
        let found = match of {
            Meaning::Instance(of) => self.best_in(file, used, Seen::As(of), &fits),
            Meaning::Super(of) => {
                // What an interface asks for is not there.
                let is_of_class = |member: Target| fits(member) && !is_asked_for(table, member);
                self.best_in(file, used, Seen::AsBaseOf(*of), &is_of_class)
            }
            Meaning::Places(places) => match **places {
                [Place::Symbol(of)] if table.fact(of).is_some_and(|fact| is_type(&fact.kind)) => {
                    self.best_in(file, used, Seen::As(&Type::of(of)), &fits)
                }
                _ => return None,
            },
            Meaning::Method(..) | Meaning::Outside | Meaning::Unknown => return None,
        };
        match found {
            Members::Found(members, holder) => Some(Sense::symbols(members, Certainty::Type, Some(holder))),
            Members::Outside | Members::None => Some(Sense::Outside),
            Members::Unknown => None,
        }
    }

    /// Looks for the members of that name which `fits`, in all bases, and leaves those that fit the call best.
    fn best_in(
        &mut self,
        file: u32,
        used: &UseFact,
        seen: Seen<'_>,
        fits: &dyn Fn(Target) -> bool,
    ) -> Members {
        // Nothing is taken, so that the search goes on through all bases.
        let all = RefCell::new(Vec::new());
        let collect = |member: Target| {
            let mut all = all.borrow_mut();
            if fits(member) && !all.contains(&member) {
                all.push(member);
            }
            false
        };
        let missed = self.look(seen, used, &collect);
        let all = all.into_inner();
        if all.is_empty() {
            return missed;
        }
        let best = match seen {
            Seen::As(of) => self.best_fitting(file, used, Some(of), all),
            Seen::AsBaseOf(of) => self.best_fitting(file, used, Some(&Type::of(of)), all),
        };
        // Those of several types stand side by side.
        let first = best.iter().find_map(|only| match self.look(seen, used, &|member| member == *only) {
            Members::Found(_, holder) => Some(holder),
            _ => None,
        });
        first.map_or(missed, |holder| Members::Found(best, holder))
    }

    fn look(&mut self, seen: Seen<'_>, used: &UseFact, fits: &dyn Fn(Target) -> bool) -> Members {
        match seen {
            Seen::As(of) => self.look_in(of, &used.name, fits),
            Seen::AsBaseOf(of) => self.look_in_bases(of, &used.name, fits),
        }
    }

    /// Of several that a use may mean, leaves those that it can mean. What a call of a type calls are its
    /// constructors, where it has some that take as much.
    pub(super) fn choose(&mut self, used: &UseFact, targets: &mut Vec<Target>) {
        if used.kind != UseKind::Call {
            self.prefer(targets, |table, target| {
                table.fact(target).is_some_and(|fact| !is_function(&fact.kind))
            });
            return;
        }
        let mut chosen = Vec::with_capacity(targets.len());
        for &target in targets.iter() {
            match self.constructors(target, used) {
                constructors if constructors.is_empty() => chosen.push(target),
                constructors => chosen.extend(constructors),
            }
        }
        let owner = chosen.first().map(|first| self.table.owner_of(*first));
        let is_of_one = chosen.iter().all(|target| Some(self.table.owner_of(*target)) == owner);
        *targets = if is_of_one { self.best_fitting(self.file, used, None, chosen) } else { chosen };
    }

    fn constructors(&self, of: Target, used: &UseFact) -> Vec<Target> {
        let Some(fact) = self.table.fact(of).filter(|fact| is_type(&fact.kind)) else { return Vec::new() };
        let named = self.table.own_members(of, &fact.name).into_iter();
        let fitting = named.filter(|member| {
            self.table.fact(*member).is_some_and(|fact| {
                is_function(&fact.kind) && is_open_to(self.file, *member, fact) && takes(fact, used)
            })
        });
        fitting.collect()
    }
}

fn is_function(kind: &SymbolKind) -> bool {
    matches!(kind, SymbolKind::Function | SymbolKind::Method)
}

/// Whether an interface has it without a body.
fn is_asked_for(table: &Table<'_>, member: Target) -> bool {
    let owner = table.owner_of(member).and_then(|owner| table.fact(owner));
    let is_asked = table.fact(member).is_some_and(|fact| fact.flags.is_declaration);
    is_asked && owner.is_some_and(|owner| owner.kind == SymbolKind::Trait)
}

/// Whether every object has a method of that name which takes as much.
fn is_of_all(used: &UseFact) -> bool {
    match used.arguments {
        Some(0) => {
            matches!(used.name.as_str(), "getClass" | "hashCode" | "notify" | "notifyAll" | "toString")
        }
        Some(1) => used.name == "equals",
        _ => false,
    }
}

/// Whether a member can be named in a file.
fn is_open_to(file: u32, member: Target, fact: &SymbolFact) -> bool {
    !fact.flags.is_file_local || member.file == file
}

/// Whether a function can be called with as many arguments as a use gives it.
pub(super) fn takes(fact: &SymbolFact, used: &UseFact) -> bool {
    match (fact.takes, used.arguments) {
        (Some(takes), Some(arguments)) => (takes.least..=takes.most).contains(&arguments),
        _ => true,
    }
}
