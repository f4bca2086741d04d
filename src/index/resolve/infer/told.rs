//! What a call's arguments say of each other: which function they choose, and what that one hands to a lambda among them.

use std::rc::Rc;

use super::Resolver;
use super::fitting::Fit;
use super::generics::{names, replaced};
use super::library::shaped;
use super::meaning::{Meaning, Type};
use super::overloads::takes;
use crate::index::facts::Qualifier;
use crate::index::facts::TypeFact;
use crate::index::resolve::Target;
use crate::index::resolve::place::Place;
use crate::index::resolve::rules::java::library::LibraryMethod;
use crate::index::resolve::table::is_type;
use crate::index::{SymbolFact, UseFact, ValueFact};

impl Resolver<'_, '_> {
    /// The type of an argument, as far as it tells which function is called. Of a lambda that is only how much it takes: what it
    /// gives follows from what it is handed, and that is what the function says.
    pub(super) fn type_to_choose_by(&mut self, file: u32, value: Option<u32>) -> Type {
        match self.taken_by_lambda(file, value) {
            Some(count) => Type::Function {
                takes: std::iter::repeat_n(Type::Unknown, count).collect(),
                returned: Rc::new(Type::Unknown),
            },
            None => match self.reference_given(file, value) {
                Some(reference) => reference,
                None => self.type_given(file, value),
            },
        }
    }

    /// What `object::name` and `Type::name` of Java's are: where just one method is meant, what that takes and gives, else
    /// something of which nothing is known. `None` of another argument.
    fn reference_given(&mut self, file: u32, value: Option<u32>) -> Option<Type> {
        let facts = self.table.bodies(file).filter(|_| self.home_rules().has_library())?;
        let ValueFact::Of(of) = *facts.values.get(value? as usize)? else { return None };
        let TypeFact::Function(given) = facts.types.get(of as usize)? else { return None };
        let TypeFact::OfValue(given) = *facts.types.get(*given as usize)? else { return None };
        let any = Type::Function { takes: Rc::new([]), returned: Rc::new(Type::Unknown) };
        let Some(ValueFact::Call(called)) = facts.values.get(given as usize) else { return Some(any) };
        Some(self.exact_reference(file, *called).unwrap_or(any))
    }

    fn exact_reference(&mut self, file: u32, called: u32) -> Option<Type> {
        let method = match self.value(file, called) {
            Meaning::Places(places) | Meaning::Method(places, _) => match *places {
                [Place::Symbol(only)] if self.is_function(only) => only,
                _ => return None,
            },
            _ => return None,
        };
        let fact = self.table.fact(method)?;
        let takes = fact.takes.filter(|takes| takes.least == takes.most)?;
        let Qualifier::Value(Some(before)) = self.use_of(file, called)?.qualifier else { return None };
        // Of a type an object is wanted as well.
        let is_of_type = matches!(self.value(file, before), Meaning::Places(_));
        let count = usize::from(takes.most) + usize::from(is_of_type && !fact.flags.is_static);
        let returned = match fact.declared {
            Some(_) => self.returned(method),
            None => Type::Outside { name: "void".into(), arguments: Rc::new([]) },
        };
        let takes = std::iter::repeat_n(Type::Unknown, count).collect();
        Some(Type::Function { takes, returned: Rc::new(returned) })
    }

    /// Of several methods of the library of one name the one that takes what a call gives, if there is just one, or they all
    /// give the same.
    pub(super) fn chosen_of_library(
        &mut self,
        file: u32,
        used: &UseFact,
        methods: &[&'static LibraryMethod],
        arguments: &[Type],
    ) -> Option<&'static LibraryMethod> {
        let mut given: Vec<Type> = Vec::with_capacity(used.given.len());
        for value in &used.given {
            given.push(self.type_to_choose_by(file, *value));
        }
        let mut left: Vec<(&'static LibraryMethod, Vec<Fit>)> = Vec::with_capacity(methods.len());
        for &method in methods {
            let mut fits = Vec::with_capacity(given.len());
            for (given, takes) in given.iter().zip(&method.takes) {
                fits.extend(self.fit(given, &shaped(takes, arguments, &[], 0)));
            }
            if fits.len() == given.len().min(method.takes.len()) {
                left.push((method, fits));
            }
        }
        let is_better = |one: &[Fit], other: &[Fit]| {
            one != other && one.iter().zip(other).all(|(one, other)| one >= other && *one != Fit::Open)
        };
        let best = left.iter().find(|(method, fits)| {
            left.iter().all(|(other, others)| std::ptr::eq(*method, *other) || is_better(fits, others))
        });
        let (first, _) = left.first()?;
        let is_same = left.iter().all(|(method, _)| method.gives == first.gives);
        best.map(|(method, _)| *method).or_else(|| is_same.then_some(*first))
    }

    /// How much a lambda of Java's takes; `None` of another argument.
    fn taken_by_lambda(&self, file: u32, value: Option<u32>) -> Option<usize> {
        let facts = self.table.bodies(file).filter(|_| self.home_rules().has_library())?;
        let ValueFact::Of(of) = *facts.values.get(value? as usize)? else { return None };
        match facts.types.get(of as usize)? {
            TypeFact::Callable { takes, .. } => Some(takes.len()),
            _ => None,
        }
    }

    /// Of several functions those that a call can mean that has a lambda among its arguments.
    pub(super) fn called_with(
        &mut self,
        file: u32,
        used: &UseFact,
        holder: Option<&Type>,
        mut all: Vec<Target>,
    ) -> Vec<Target> {
        all.retain(|of| self.table.fact(*of).is_some_and(|fact| takes(fact, used)));
        self.best_fitting(file, used, holder, all)
    }

    /// What a function's parameter of this number is of, with what the other arguments of a call say of the function's own
    /// generic parameters, and of those of the type that it makes.
    pub(super) fn told_by_others(
        &mut self,
        mut of: Type,
        function: Target,
        number: u16,
        (file, used): (u32, &UseFact),
    ) -> Type {
        let table = self.table;
        let Some(fact) = table.fact(function) else { return of };
        let class = table.owner_of(function).filter(|owner| {
            let is_maker = |owner: &SymbolFact| {
                owner.name == fact.name || self.home_rules().constructor() == Some(&fact.name)
            };
            table.fact(*owner).is_some_and(|owner| is_type(&owner.kind) && is_maker(owner))
        });
        for generic in class.into_iter().chain([function]) {
            let is_generic = table.fact(generic).is_some_and(|fact| !fact.type_parameters.is_empty());
            if is_generic && names(&of, generic, 0) {
                let takes = (function.file, fact.parameters.as_slice());
                let known = self.told_by(generic, takes, (file, used), Some(usize::from(number)));
                of = replaced(&of, generic, &known, 0);
            }
        }
        of
    }

    /// What the arguments of a call tell of the parameters of `owner`; `takes` are what the call takes, types of a file. Where
    /// it is asked for one argument, that one says nothing, and no lambda does: they wait for what they are handed.
    pub(super) fn told_by(
        &mut self,
        owner: Target,
        (home, takes): (u32, &[Option<u32>]),
        (file, used): (u32, &UseFact),
        asked: Option<usize>,
    ) -> Vec<Option<Type>> {
        let count = self.table.fact(owner).map_or(0, |fact| fact.type_parameters.len());
        let mut known: Vec<Option<Type>> = vec![None; count];
        // A call that gives several values for several parameters.
        let parts = match *used.given {
            [Some(only)] if takes.len() > 1 => match self.value(file, only) {
                Meaning::Instance(Type::Tuple(parts)) => Some(parts),
                _ => None,
            },
            _ => None,
        };
        let count = parts.as_ref().map_or(used.given.len(), |parts| parts.len());
        let last = takes.last().copied();
        // What is called by a path is given the object itself before the others.
        let is_path = self.home_rules().has_extensions() && !matches!(used.qualifier, Qualifier::Value(_));
        let before = if is_path { count.saturating_sub(takes.len()).min(1) } else { 0 };
        for at in (0..count.saturating_sub(before)).filter(|at| Some(*at) != asked) {
            let Some(Some(of)) = takes.get(at).copied().or(last) else { continue };
            let of = self.type_of(home, of);
            let value = used.given.get(at + before).copied().flatten();
            if !names(&of, owner, 0) || asked.is_some() && self.taken_by_lambda(file, value).is_some() {
                continue;
            }
            let given = match (&parts, value.map(|value| self.value(file, value))) {
                (Some(parts), _) => parts.get(at).cloned().unwrap_or(Type::Unknown),
                (None, Some(Meaning::Places(places))) => Type::Places(places),
                (None, Some(Meaning::Instance(of))) => of,
                _ => continue,
            };
            self.unify(&of, &given, owner, &mut known, 0);
        }
        known
    }
}
