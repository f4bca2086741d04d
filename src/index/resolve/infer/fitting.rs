//! Which of several functions of one name a call means: the one whose parameters fit best what it is given.

use std::rc::Rc;

use super::Resolver;
use super::assigning::is_same;
use super::meaning::{Meaning, Type};
use crate::index::UseFact;
use crate::index::resolve::Target;

/// Of more functions than this that can be meant none is preferred.
pub(super) const MAX_COMPARED: usize = 64;

/// Of more functions than this of one name none is looked at: visitors have one for each of a hundred classes.
const MAX_OF_NAME: usize = 1024;

/// How well an argument fits a parameter; where it cannot at all there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::index::resolve) enum Fit {
    /// Nothing is known of the argument.
    Open,
    /// It may.
    Maybe,
    /// What is made of it for the call is handed over.
    Made,
    /// As one of its bases, or by widening.
    Base,
    /// It is of that type, but for what costs nothing.
    Near,
    /// It is of just that type.
    Exact,
}

/// A candidate, as its parameters fit.
pub(super) struct Candidate {
    pub(super) target: Target,
    pub(super) fits: Vec<Fit>,
    pub(super) parameters: Vec<Type>,
    pub(super) takes_any_number: bool,
}

impl Resolver<'_, '_> {
    /// Leaves the functions that a call of a value of the type `receiver` can mean, and where one fits better than all others
    /// only that. Of those that stand in for each other only the one that is seen is left.
    pub(super) fn best_fitting(
        &mut self,
        file: u32,
        used: &UseFact,
        receiver: Option<&Type>,
        targets: Vec<Target>,
    ) -> Vec<Target> {
        if targets.len() < 2 || targets.len() > MAX_OF_NAME {
            return targets;
        }
        let count = usize::from(used.arguments.unwrap_or_default());
        let mut given: Vec<Type> = Vec::with_capacity(count);
        for value in used.given.iter().take(count) {
            given.push(self.type_to_choose_by(file, *value));
        }
        given.resize(count.min(MAX_COMPARED), Type::Unknown);
        let mut candidates: Vec<Candidate> = Vec::with_capacity(targets.len());
        for &target in &targets {
            let holder = self.holder_of(receiver, target);
            candidates.extend(self.candidate(target, &given, holder.as_ref()));
        }
        if candidates.len() > MAX_COMPARED {
            return candidates.into_iter().map(|candidate| candidate.target).collect();
        }
        self.without_overridden(&mut candidates);
        // One that takes just as many goes before those that take any number.
        if candidates.iter().any(|one| !one.takes_any_number && !one.fits.contains(&Fit::Open)) {
            candidates.retain(|one| !one.takes_any_number);
        }
        let best = candidates.iter().find(|one| {
            candidates.iter().all(|other| one.target == other.target || self.is_better(one, other))
        });
        if let Some(best) = best {
            return vec![best.target];
        }
        let left: Vec<Target> = candidates.iter().map(|candidate| candidate.target).collect();
        if left.is_empty() { targets } else { left }
    }

    /// The type that has a member, as the type that it was looked for in has it for a base.
    fn holder_of(&mut self, receiver: Option<&Type>, member: Target) -> Option<Type> {
        let owner = self.table.owner_of(member)?;
        self.as_base(receiver?, owner)
    }

    /// The type of an argument.
    pub(super) fn type_given(&mut self, file: u32, value: Option<u32>) -> Type {
        match value.map(|value| self.value(file, value)) {
            Some(Meaning::Instance(of)) => of,
            _ => Type::Unknown,
        }
    }

    /// A function as a candidate, if it can be called with this; `holder` is the type whose member it is.
    pub(super) fn candidate(
        &mut self,
        target: Target,
        given: &[Type],
        holder: Option<&Type>,
    ) -> Option<Candidate> {
        let fact = self.table.fact(target)?;
        let mut declared: Vec<Type> = Vec::with_capacity(fact.parameters.len());
        for of in &fact.parameters {
            let of = of.map_or(Type::Unknown, |of| self.type_of(target.file, of));
            declared.push(match holder {
                Some(holder) => self.filled(&of, holder),
                None => of,
            });
        }
        let is_open = fact.takes.is_some_and(|takes| takes.most == u16::MAX);
        // What stands behind `...` may be anything; elsewhere all that there may be any number of is of one type.
        let takes_anything = is_open && self.home_rules().has_signatures();
        let mut takes_any_number = takes_anything;
        let mut parameters = Vec::with_capacity(given.len());
        for (at, argument) in given.iter().enumerate() {
            let last = declared.len().checked_sub(1);
            let parameter = declared.get(at).or(declared.last()).cloned().unwrap_or(Type::Unknown);
            let parameter = if takes_anything {
                // A pack (`T... all`) goes on with what it is of.
                let is_pack = matches!(parameter, Type::Parameter { .. });
                if at < declared.len() || is_pack { parameter } else { Type::Unknown }
            } else if is_open && Some(at) >= last {
                let is_whole = given.len() == declared.len() && matches!(argument, Type::Sequence(_));
                takes_any_number |= !is_whole;
                if is_whole { Type::Sequence(Rc::new(parameter)) } else { parameter }
            } else {
                parameter
            };
            parameters.push(parameter);
        }
        takes_any_number |= is_open && given.len() < declared.len();
        let mut fits = Vec::with_capacity(given.len());
        for (argument, parameter) in given.iter().zip(&parameters) {
            fits.push(self.fit(argument, parameter)?);
        }
        Some(Candidate { target, fits, parameters, takes_any_number })
    }

    /// Whether one candidate fits better than another: nowhere worse, somewhere better, and where nothing is known
    /// of an argument both take the same.
    pub(super) fn is_better(&self, one: &Candidate, other: &Candidate) -> bool {
        let mut is_better = false;
        let has_signatures = self.home_rules().has_signatures();
        let pairs = one.fits.iter().zip(&one.parameters).zip(other.fits.iter().zip(&other.parameters));
        for ((fit, parameter), (other_fit, other_parameter)) in pairs {
            let are_open =
                matches!((parameter, other_parameter), (Type::Parameter { .. }, Type::Parameter { .. }));
            let is_same = match has_signatures {
                true => are_open || parameter == other_parameter,
                // Each says it in its own parameters.
                false => is_same(parameter, other_parameter, one.target, other.target),
            };
            if is_same {
                continue;
            }
            // What takes anything may be made to fit just so.
            let is_less = fit < other_fit || *other_fit == Fit::Open && *fit < Fit::Near;
            if *fit == Fit::Open || is_less {
                return false;
            }
            if fit == other_fit && !self.narrower(parameter, other_parameter) {
                return false;
            }
            is_better = true;
        }
        // Of two that fit alike it is the one that takes no more than that.
        is_better || has_signatures && !one.takes_any_number && other.takes_any_number
    }
}
