//! Functions of one name that differ in what they take, in a language that declares them apart from where they are
//! defined (C++): which of them a call means.

use super::Resolver;
use super::conversions::is_made_for;
use super::fitting::{Candidate, Fit, MAX_COMPARED};
use super::meaning::{Meaning, Type};
use super::sense::Sense;
use crate::index::facts::{Hold, Qualifier};
use crate::index::resolve::Target;
use crate::index::resolve::place::Place;
use crate::index::resolve::rules::c::is_special;
use crate::index::{UseFact, UseKind, ValueFact};
use crate::model::SymbolKind;

/// Values in values are followed so deep.
const MAX_LAYERS: usize = 12;

/// A function, with all of its declarations and definitions.
struct Signature {
    all: Vec<Target>,
    parameters: Vec<Type>,
    is_constant: bool,
}

impl Resolver<'_, '_> {
    /// Of functions of one name leaves those that a call can mean, and where one fits best only that, declared and
    /// defined.
    pub(super) fn narrowed(&mut self, file: u32, used: &UseFact, sense: Sense) -> Sense {
        let Sense::Places { places, certainty, holder } = &sense else { return sense };
        let is_many = (2..=MAX_COMPARED).contains(&places.len());
        if !is_many || used.kind != UseKind::Call || !self.home_rules().has_signatures() {
            return sense;
        }
        let function = |place: &Place| match place {
            Place::Symbol(target) => Some(*target).filter(|target| self.is_function(*target)),
            Place::Module { .. } | Place::Package { .. } => None,
        };
        let Some(targets) = places.iter().map(function).collect::<Option<Vec<Target>>>() else {
            return sense;
        };
        let (certainty, holder) = (*certainty, holder.as_deref().cloned());
        // What a template is for some arguments may take others.
        let known = holder
            .as_ref()
            .filter(|of| !matches!(of, Type::Project { target, .. } if self.is_specialised(*target)));
        let best = self.best_signature(file, used, targets, known);
        Sense::symbols(best, certainty, holder)
    }

    /// `holder` is the type whose members they are.
    fn best_signature(
        &mut self,
        file: u32,
        used: &UseFact,
        mut targets: Vec<Target>,
        holder: Option<&Type>,
    ) -> Vec<Target> {
        if let Some(arguments) = used.arguments {
            self.prefer_taking(&mut targets, arguments);
        }
        let signatures = self.signatures(&targets);
        if signatures.len() < 2 {
            return targets;
        }
        let given = self.types_given(file, used);
        let is_constant = self.has_constant_receiver(file, used);
        let mut candidates: Vec<(Candidate, Signature)> = Vec::with_capacity(signatures.len());
        for signature in signatures {
            let candidate = self.as_candidate(&signature, &given, is_constant, holder);
            candidates.extend(candidate.map(|candidate| (candidate, signature)));
        }
        if used.arguments.is_none() {
            // As many as a pack has.
            candidates.iter_mut().for_each(|(one, _)| one.takes_any_number = true);
        }
        let best = candidates.iter().position(|(one, _)| {
            candidates.iter().all(|(other, _)| one.target == other.target || self.is_better(one, other))
        });
        match best {
            Some(best) => candidates.swap_remove(best).1.all,
            None if candidates.is_empty() => targets,
            None => candidates.into_iter().flat_map(|(_, signature)| signature.all).collect(),
        }
    }

    /// Whether a template is another one for some of what it may take.
    fn is_specialised(&self, of: Target) -> bool {
        let table = self.table;
        let Some(fact) = table.fact(of) else { return false };
        let same = table.named(table.language(of.file), &fact.name).take(MAX_COMPARED);
        same.filter(|other| table.fact(*other).is_some_and(|other| other.qualified == fact.qualified))
            .any(|other| is_special(table, other))
    }

    /// Puts together what declares and defines one function.
    fn signatures(&mut self, targets: &[Target]) -> Vec<Signature> {
        let mut signatures: Vec<Signature> = Vec::new();
        for &target in targets {
            let Some(fact) = self.table.fact(target) else { continue };
            let is_constant = self.is_constant(target);
            let parameters: Vec<Type> = fact
                .parameters
                .iter()
                .map(|of| of.map_or(Type::Unknown, |of| self.type_of(target.file, of)))
                .collect();
            let same = signatures.iter_mut().find(|known| {
                known.is_constant == is_constant
                    && known.parameters.len() == parameters.len()
                    && known.parameters.iter().zip(&parameters).all(|(a, b)| self.is_alike(a, b))
            });
            match same {
                Some(known) => known.all.push(target),
                None => signatures.push(Signature { all: vec![target], parameters, is_constant }),
            }
        }
        signatures
    }

    /// Whether two types are written for the same one, as far as that can be told.
    fn is_alike(&self, one: &Type, other: &Type) -> bool {
        let all = |one: &[Type], other: &[Type]| {
            one.len() == other.len() && one.iter().zip(other).all(|(a, b)| self.is_alike(a, b))
        };
        match (one, other) {
            (Type::Unknown, _) | (_, Type::Unknown) => true,
            (Type::Held(one_hold, one), Type::Held(other_hold, other)) => {
                one_hold == other_hold && self.is_alike(one, other)
            }
            (Type::Parameter { index: one, .. }, Type::Parameter { index: other, .. }) => one == other,
            (Type::Project { target: one, arguments: a }, Type::Project { target: other, arguments: b }) => {
                (one == other || self.is_declared_as(*one, *other)) && all(a, b)
            }
            (Type::Outside { name: one, arguments: a }, Type::Outside { name: other, arguments: b }) => {
                one == other && all(a, b)
            }
            (Type::Project { target, .. }, Type::Outside { name, .. })
            | (Type::Outside { name, .. }, Type::Project { target, .. }) => {
                self.table.fact(*target).is_some_and(|fact| *fact.name == **name)
            }
            (Type::Sequence(one), Type::Sequence(other) | Type::Held(Hold::Pointer, other))
            | (Type::Held(Hold::Pointer, one), Type::Sequence(other)) => self.is_alike(one, other),
            _ => one == other,
        }
    }

    /// Whether one of two types only says that the other exists.
    fn is_declared_as(&self, one: Target, other: Target) -> bool {
        let (Some(one), Some(other)) = (self.table.fact(one), self.table.fact(other)) else { return false };
        one.qualified == other.qualified && (one.flags.is_declaration || other.flags.is_declaration)
    }

    /// What a call gives: the type of each argument, and whether it is a variable's own name.
    fn types_given(&mut self, file: u32, used: &UseFact) -> Vec<(Type, bool)> {
        let count = usize::from(used.arguments.unwrap_or_default());
        let mut given = Vec::with_capacity(count);
        for value in &used.given {
            let bodies = self.table.bodies(file);
            let fact = value.and_then(|value| bodies?.values.get(value as usize));
            let is_variable = matches!(fact, Some(ValueFact::Local(_)));
            given.push((self.type_given(file, *value), is_variable));
        }
        given.resize(count, (Type::Unknown, false));
        given
    }

    /// A function as a candidate, if it can be called with this on such an object.
    fn as_candidate(
        &mut self,
        signature: &Signature,
        given: &[(Type, bool)],
        is_constant: Option<bool>,
        holder: Option<&Type>,
    ) -> Option<Candidate> {
        let target = *signature.all.first()?;
        let types: Vec<Type> = given.iter().map(|(of, _)| of.clone()).collect();
        let mut candidate = self.candidate(target, &types, holder)?;
        let is_taken = |((given, is_variable), parameter): (&(Type, bool), &Type)| match parameter {
            // What a template takes like this may be a variable too, and what is made of one for the call is nobody else's.
            Type::Held(Hold::Fresh, of) => {
                !is_variable || matches!(**of, Type::Parameter { .. }) || is_made_for(given, of)
            }
            _ => true,
        };
        if !given.iter().zip(&candidate.parameters).all(is_taken) {
            return None;
        }
        let is_static = self.table.fact(target).is_some_and(|fact| fact.flags.is_static);
        let (fit, object) = match (is_constant, signature.is_constant) {
            _ if is_static => (Fit::Exact, Type::This),
            (None, false) => (Fit::Open, Type::This),
            (None, true) => (Fit::Open, constant(Type::This)),
            (Some(true), false) if self.is_method(target) => return None,
            (Some(_), false) => (Fit::Exact, Type::This),
            (Some(true), true) => (Fit::Exact, constant(Type::This)),
            (Some(false), true) => (Fit::Near, constant(Type::This)),
        };
        candidate.fits.push(fit);
        candidate.parameters.push(object);
        Some(candidate)
    }

    /// Whether a function is one of objects; a constructor makes them.
    fn is_method(&self, target: Target) -> bool {
        self.table.fact(target).is_some_and(|fact| {
            fact.kind == SymbolKind::Method && fact.member_of.as_ref() != Some(&fact.name)
        })
    }

    /// Whether the object that a call is on must not change; `None` where that is not known.
    fn has_constant_receiver(&mut self, file: u32, used: &UseFact) -> Option<bool> {
        match used.qualifier {
            Qualifier::None | Qualifier::Path(_) => Some(self.is_in_constant(file, used.container)),
            Qualifier::Value(value) => self.is_constant_value(file, value?, 0),
        }
    }

    /// Whether the object itself must not change in the text of a function.
    fn is_in_constant(&self, file: u32, scope: Option<u32>) -> bool {
        let around = scope.map(|symbol| Target { file, symbol });
        around.is_some_and(|around| self.is_function(around) && self.is_constant(around))
    }

    /// Whether a member can be called on what must not change.
    fn is_constant(&self, member: Target) -> bool {
        self.table.fact(member).is_some_and(|fact| fact.flags.is_constant)
    }

    fn is_constant_value(&mut self, file: u32, value: u32, depth: usize) -> Option<bool> {
        if depth > MAX_LAYERS {
            return None;
        }
        let table = self.table;
        let facts = table.bodies(file)?;
        let of = match self.value(file, value) {
            Meaning::Instance(of) => of,
            _ => return None,
        };
        let is_constant = self.is_constant_type(&of)?;
        match *facts.values.get(value as usize)? {
            ValueFact::This(scope) => Some(self.is_in_constant(file, scope)),
            _ if is_constant || self.is_pointer(&of) => Some(is_constant),
            // A part of what must not change must not either.
            ValueFact::Element(whole) => self.is_constant_value(file, whole, depth + 1),
            ValueFact::Use(used) if self.is_field(file, used) => {
                let used = facts.uses.get(used as usize)?;
                match used.qualifier {
                    Qualifier::None => Some(self.is_in_constant(file, used.container)),
                    Qualifier::Value(whole) => self.is_constant_value(file, whole?, depth + 1),
                    Qualifier::Path(_) => None,
                }
            }
            _ => Some(is_constant),
        }
    }

    fn is_field(&mut self, file: u32, used: u32) -> bool {
        let Sense::Places { places, .. } = self.sense(file, used) else { return false };
        places.iter().any(|place| {
            let fact = place.target().and_then(|target| self.table.fact(target));
            fact.is_some_and(|fact| fact.kind == SymbolKind::Field && !fact.flags.is_static)
        })
    }

    /// Whether what a value of this type is or points to must not change.
    fn is_constant_type(&self, of: &Type) -> Option<bool> {
        match of {
            Type::Held(Hold::Constant, inner) if !self.is_pointer(inner) => Some(true),
            Type::Held(_, inner) => self.is_constant_type(inner),
            Type::Outside { arguments, .. } if self.is_pointer(of) => {
                self.is_constant_type(arguments.first()?)
            }
            Type::AnyOf(_) | Type::This | Type::Unknown => None,
            _ => Some(false),
        }
    }

    /// Whether a value of this type only leads to what its members are reached through.
    fn is_pointer(&self, of: &Type) -> bool {
        match of {
            Type::Held(hold, inner) => *hold == Hold::Pointer || self.is_pointer(inner),
            Type::Outside { name, arguments } => {
                !arguments.is_empty() && self.home_rules().is_transparent(name)
            }
            _ => false,
        }
    }
}

fn constant(of: Type) -> Type {
    Type::Held(Hold::Constant, of.into())
}
