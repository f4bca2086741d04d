//! What can be called takes, and what closures that are given to it are given in turn.

use std::rc::Rc;

use super::Resolver;
use super::meaning::{Meaning, Type};
use crate::index::facts::{Hold, Qualifier};
use crate::index::resolve::Target;
use crate::index::resolve::place::Place;
use crate::index::resolve::rules::Pass;
use crate::index::resolve::table::is_type;
use crate::index::{UseFact, ValueFact};
use crate::model::SymbolKind;

/// Types in types are looked through so deep.
const MAX_LAYERS: usize = 12;

/// Overloads of one function that are looked at.
const MAX_OVERLOADS: usize = 32;

/// Types of one parameter that are told apart.
const MAX_TAKEN: usize = 4;

impl Resolver<'_, '_> {
    /// What something of a type takes when it is called, and what it returns.
    pub(super) fn signature(&mut self, of: &Type) -> Option<(Rc<[Type]>, Type)> {
        self.signature_within(of, 0)
    }

    fn signature_within(&mut self, of: &Type, depth: usize) -> Option<(Rc<[Type]>, Type)> {
        if depth > MAX_LAYERS {
            return None;
        }
        match of {
            Type::Function { takes, returned } => Some((Rc::clone(takes), (**returned).clone())),
            Type::Held(_, inner) => self.signature_within(inner, depth + 1),
            Type::Outside { name, arguments } => match arguments.first() {
                Some(inner) if self.home_rules().is_transparent(name) => {
                    self.signature_within(&inner.clone(), depth + 1)
                }
                Some(given) if self.home_rules().is_component(name) => {
                    Some((Rc::new([given.clone()]), Type::Unknown))
                }
                _ => self.library_function(name, arguments),
            },
            Type::AnyOf(types) => types.iter().find_map(|of| self.signature_within(of, depth + 1)),
            Type::Parameter { of, index } => {
                let bound = self.bound(*of, *index)?;
                self.signature_within(&bound, depth + 1)
            }
            Type::Project { target, .. } => {
                let fact = self.table.fact(*target)?;
                if let Some(declared) =
                    fact.declared.filter(|_| matches!(fact.kind, SymbolKind::Trait | SymbolKind::Struct))
                {
                    let declared = self.type_of(target.file, declared);
                    let declared = self.filled(&declared, of);
                    return self.signature_within(&declared, depth + 1);
                }
                let bases = self.bases_of(of);
                bases.iter().find_map(|base| self.signature_within(base, depth + 1))
            }
            _ => None,
        }
    }

    /// What a function takes as its parameter of this number.
    pub(super) fn parameter_of(&mut self, file: u32, function: u32, number: u16) -> Meaning {
        // What is called by a path is given the object itself among the others.
        let number = match self.is_given_itself(file, function) {
            true => number.checked_sub(1),
            false => Some(number),
        };
        let Some(number) = number else { return Meaning::Unknown };
        let call = self.use_of(file, function).map(|used| (file, used));
        let taken = match self.value(file, function) {
            Meaning::Places(places) => self.taken(&places, None, number, call),
            Meaning::Method(places, holder) => self.taken(&places, Some(&holder), number, call),
            Meaning::Instance(of) => self.taken_in_one_way(&of, number),
            _ => return self.handed(file, function, number).unwrap_or(Meaning::Unknown),
        };
        match taken {
            Some(taken) => Meaning::instance(taken),
            // What takes closures of any kind hands on what it is about.
            None if self.home_rules().has_extensions() => {
                self.handed(file, function, number).unwrap_or(Meaning::Unknown)
            }
            None => Meaning::Unknown,
        }
    }

    /// What something of a type takes as its parameter of this number, in whichever way to call it has one.
    fn taken_in_one_way(&mut self, of: &Type, number: u16) -> Option<Type> {
        let mut all: Vec<Type> = Vec::new();
        for way in self.ways_to_call(of) {
            let Some((takes, _)) = self.signature(&way) else { continue };
            if let Some(taken) = takes.get(usize::from(number))
                && *taken != Type::Unknown
                && !all.contains(taken)
                && all.len() < MAX_TAKEN
            {
                all.push(taken.clone());
            }
        }
        in_some_way(all)
    }

    /// The ways in which something of a type can be called, where it says several.
    fn ways_to_call(&mut self, of: &Type) -> Vec<Type> {
        if let Type::Project { target, .. } = of.bare()
            && let Some(fact) = self.table.fact(*target).filter(|fact| fact.kind == SymbolKind::Trait)
            && let Some(declared) = fact.declared
            && let Type::AnyOf(ways) = self.type_of(target.file, declared)
        {
            return ways.iter().map(|way| self.filled(way, of.bare())).collect();
        }
        vec![of.clone()]
    }

    fn is_given_itself(&mut self, file: u32, function: u32) -> bool {
        if !self.home_rules().has_extensions() {
            return false;
        }
        let used = self.use_of(file, function);
        let is_path = used.is_some_and(|used| !matches!(used.qualifier, Qualifier::Value(_)));
        is_path && {
            let method = match self.value(file, function) {
                Meaning::Places(places) | Meaning::Method(places, _) => places.first().copied(),
                _ => None,
            };
            let fact = method.and_then(Place::target).and_then(|target| self.table.fact(target));
            fact.is_some_and(|fact| fact.kind == SymbolKind::Method && !fact.flags.is_static)
        }
    }

    /// Likewise, of one of these or of a type's constructor, in whichever overload has such a parameter, as a call of it makes that.
    fn taken(
        &mut self,
        places: &[Place],
        holder: Option<&Type>,
        number: u16,
        call: Option<(u32, &UseFact)>,
    ) -> Option<Type> {
        let Some(Place::Symbol(mut target)) = places.first().copied() else { return None };
        let mut holder = holder.cloned();
        if is_type(&self.table.fact(target)?.kind) {
            let rules = self.table.rules(target.file);
            let named = || self.table.fact(target).map(|fact| fact.name.as_str());
            let constructor = rules.constructor().or_else(|| named().filter(|_| rules.has_overloads()))?;
            match self.members(&Type::of(target), constructor) {
                Some((constructors, of)) => {
                    target = *constructors.first()?;
                    holder = Some(of);
                }
                None => return self.given_to_component(target).filter(|_| number == 0),
            }
        }
        let used = call.filter(|_| self.home_rules().has_library());
        let overloads = match used {
            Some((file, used)) => self.called_with(file, used, holder.as_ref(), self.overloads(target)),
            None => self.overloads(target),
        };
        let mut all = Vec::new();
        for overload in overloads {
            let parameters = self.table.fact(overload).map(|fact| fact.parameters.as_slice());
            let Some(&Some(of)) = parameters.and_then(|of| of.get(usize::from(number))) else { continue };
            let of = self.type_of(overload.file, of);
            let owner = || self.table.owner_of(overload).map(Type::of);
            let of = match holder.clone().or_else(owner) {
                Some(holder) => self.filled(&of, &holder),
                None => of,
            };
            let of = match call {
                Some(call) => self.told_by_others(of, overload, number, call),
                None => of,
            };
            let of = if used.is_some() { of } else { without_own(&of, overload) };
            if of != Type::Unknown && !all.contains(&of) {
                all.push(of);
            }
        }
        in_some_way(all)
    }

    /// What a class takes that is a component as its base from outside says.
    fn given_to_component(&mut self, class: Target) -> Option<Type> {
        let bases = self.outside_bases(&Type::of(class));
        bases.into_iter().find_map(|base| match base {
            Type::Outside { name, arguments } if self.home_rules().is_component(&name) => {
                arguments.first().cloned()
            }
            _ => None,
        })
    }

    /// The functions of one name in one scope.
    fn overloads(&self, of: Target) -> Vec<Target> {
        let Some(fact) = self.table.fact(of) else { return Vec::new() };
        let all = self.table.symbols_in(of.file, fact.parent, &fact.name).take(MAX_OVERLOADS);
        all.map(|symbol| Target { file: of.file, symbol }).collect()
    }

    /// What a method of the language's own library gives to a closure that is its argument, as far as that is about
    /// its receiver.
    fn handed(&mut self, file: u32, argument: u32, number: u16) -> Option<Meaning> {
        if let Some(taken) = self.library_takes(file, argument, number) {
            return Some(taken);
        }
        let facts = self.table.bodies(file)?;
        let ValueFact::Parameter(method, at) = *facts.values.get(argument as usize)? else { return None };
        let ValueFact::Use(used) = *facts.values.get(method as usize)? else { return None };
        let used = facts.uses.get(used as usize)?;
        let Qualifier::Value(Some(receiver)) = used.qualifier else { return None };
        let pass = self.table.rules(file).hands(&used.name, at, number)?;
        let Meaning::Instance(receiver) = self.value(file, receiver) else { return None };
        Some(Meaning::instance(match pass {
            Pass::Same
            | Pass::Many
            | Pass::Numbered
            | Pass::Parts
            | Pass::Keys
            | Pass::Values
            | Pass::Entries
            | Pass::Pairs
            | Pass::Seconds
            | Pass::Guarded
            | Pass::Called
            | Pass::Borrowed => receiver,
            Pass::Argument(at) => self.type_given(file, *used.given.get(at)?),
            Pass::Inside => Self::inside(&receiver),
            Pass::Looped => self.one_of_many(&receiver),
            Pass::Element | Pass::PerhapsElement => self.element(&receiver),
            Pass::Held => self.given(&receiver),
            Pass::Other | Pass::PerhapsOther => Self::two_of(&receiver)?.1,
        }))
    }
}

/// What something takes that can be called in these ways. It is all of that: a union would be of what they have in common.
fn in_some_way(all: Vec<Type>) -> Option<Type> {
    match all.as_slice() {
        [] => None,
        [only] => Some(only.clone()),
        _ => Some(Type::Held(Hold::Together, Rc::new(Type::AnyOf(all.into())))),
    }
}

/// A parameter's type without what a call's other arguments say of a closure's parameters: what stands for the
/// function's own generic parameters there is not known.
fn without_own(of: &Type, function: Target) -> Type {
    match of {
        Type::Function { takes, returned } => {
            let known = |of: &Type| match of {
                Type::Parameter { of, .. } if *of == function => Type::Unknown,
                of => of.clone(),
            };
            Type::Function { takes: takes.iter().map(known).collect(), returned: Rc::clone(returned) }
        }
        Type::AnyOf(types) => Type::AnyOf(types.iter().map(|of| without_own(of, function)).collect()),
        of => of.clone(),
    }
}
