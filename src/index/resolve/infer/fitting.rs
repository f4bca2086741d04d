//! Which of several functions of one name a call means: the one whose parameters fit best what it is given.

use std::rc::Rc;

use super::Resolver;
use super::meaning::{Meaning, Type};
use crate::index::UseFact;
use crate::index::facts::TypeFact;
use crate::index::resolve::Target;

/// Bases of bases are followed through at most so many types.
const MAX_TYPES: usize = 64;

/// Of more candidates than this none is preferred.
pub(super) const MAX_COMPARED: usize = 64;

/// How well an argument fits a parameter; where it cannot at all there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// Nothing is known of the argument.
    Open,
    /// It may.
    Maybe,
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
    takes_any_number: bool,
}

impl Resolver<'_, '_> {
    /// Leaves the functions that a call can mean, and where one fits better than all others only that. Those that come
    /// first, of the type nearest to the call, go before others where that cannot be told.
    pub(super) fn best_fitting(&mut self, file: u32, used: &UseFact, targets: Vec<Target>) -> Vec<Target> {
        if targets.len() < 2 || targets.len() > MAX_COMPARED || used.given.is_empty() {
            return self.nearest(targets);
        }
        let given: Vec<Type> = used.given.iter().map(|value| self.type_given(file, *value)).collect();
        let mut candidates: Vec<Candidate> = Vec::with_capacity(targets.len());
        for &target in &targets {
            candidates.extend(self.candidate(target, &given));
        }
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
        self.nearest(if left.is_empty() { targets } else { left })
    }

    /// Those of the first one's type.
    fn nearest(&self, mut targets: Vec<Target>) -> Vec<Target> {
        if let Some(&first) = targets.first() {
            let owner = self.table.owner_of(first);
            targets.retain(|target| self.table.owner_of(*target) == owner);
        }
        targets
    }

    /// The type of an argument.
    pub(super) fn type_given(&mut self, file: u32, value: Option<u32>) -> Type {
        match value.map(|value| self.value(file, value)) {
            Some(Meaning::Instance(of)) => of,
            _ => Type::Unknown,
        }
    }

    /// A function as a candidate, if it can be called with this.
    pub(super) fn candidate(&mut self, target: Target, given: &[Type]) -> Option<Candidate> {
        let fact = self.table.fact(target)?;
        let declared: Vec<Type> = fact
            .parameters
            .iter()
            .map(|of| of.map_or(Type::Unknown, |of| self.type_of(target.file, of)))
            .collect();
        let is_open = fact.takes.is_some_and(|takes| takes.most == u16::MAX);
        let mut takes_any_number = false;
        let mut parameters = Vec::with_capacity(given.len());
        for (at, argument) in given.iter().enumerate() {
            let last = declared.len().checked_sub(1);
            let parameter = declared.get(at).or(declared.last()).cloned().unwrap_or(Type::Unknown);
            let parameter = if is_open && Some(at) >= last {
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
        let pairs = one.fits.iter().zip(&one.parameters).zip(other.fits.iter().zip(&other.parameters));
        for ((fit, parameter), (other_fit, other_parameter)) in pairs {
            if parameter == other_parameter {
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
        is_better
    }

    /// Whether a parameter's type is a narrower one than another.
    fn narrower(&self, one: &Type, other: &Type) -> bool {
        match (one.bare(), other.bare()) {
            (Type::Project { target, .. }, Type::Project { target: base, .. }) => {
                target != base && self.lineage(*target).contains(base)
            }
            (one, Type::Outside { name, .. }) if &**name == "Object" => {
                !matches!(one, Type::Unknown | Type::Parameter { .. })
            }
            (Type::Outside { name, .. }, Type::Outside { name: other, .. }) => widens(name, other),
            _ => false,
        }
    }

    /// How an argument fits a parameter.
    fn fit(&mut self, argument: &Type, parameter: &Type) -> Option<Fit> {
        if self.home_rules().has_signatures() {
            return self.conversion(argument, parameter);
        }
        match (argument, parameter) {
            (Type::Held(_, argument), _) => self.fit(argument, parameter),
            (_, Type::Held(_, parameter)) => self.fit(argument, parameter),
            (Type::Unknown | Type::This | Type::AnyOf(_) | Type::Tuple(_) | Type::Function { .. }, _) => {
                Some(Fit::Open)
            }
            (Type::Parameter { of, index }, _) => {
                if argument == parameter {
                    return Some(Fit::Exact);
                }
                match self.bound(*of, *index) {
                    Some(Type::Parameter { .. }) | None => Some(Fit::Maybe),
                    Some(bound) => self.fit(&bound, parameter).map(|fit| fit.min(Fit::Base)),
                }
            }
            (_, Type::Unknown | Type::This | Type::AnyOf(_) | Type::Tuple(_) | Type::Function { .. }) => {
                Some(Fit::Maybe)
            }
            (Type::Sequence(argument), Type::Sequence(parameter)) => self.fit(argument, parameter),
            (_, Type::Parameter { .. }) => Some(Fit::Maybe),
            (_, Type::Sequence(_)) => None,
            (Type::Sequence(_), Type::Outside { name, .. }) => {
                matches!(&**name, "Object" | "Cloneable" | "Serializable").then_some(Fit::Maybe)
            }
            (Type::Sequence(_), Type::Project { .. }) => None,
            (Type::Project { target, .. }, Type::Project { target: wanted, .. }) => {
                self.fit_of_project(*target, *wanted)
            }
            (Type::Project { target, .. }, Type::Outside { name, .. }) => self.fit_outside(*target, name),
            (Type::Outside { .. }, Type::Project { .. }) => None,
            (Type::Outside { name, .. }, Type::Outside { name: wanted, .. }) => fit_of_names(name, wanted),
        }
    }

    pub(super) fn fit_of_project(&self, of: Target, wanted: Target) -> Option<Fit> {
        if of == wanted {
            return Some(Fit::Exact);
        }
        let lineage = self.lineage(of);
        if lineage.contains(&wanted) {
            return Some(Fit::Base);
        }
        let is_open = lineage.iter().any(|of| self.table.is_open(*of));
        is_open.then_some(Fit::Maybe)
    }

    /// How a type of the project fits one from outside, which one of its bases may be.
    fn fit_outside(&self, of: Target, wanted: &str) -> Option<Fit> {
        let lineage = self.lineage(of);
        let is_named = lineage.iter().any(|of| {
            let bases = self.table.fact(*of).map_or(&[][..], |fact| fact.bases.as_slice());
            bases.iter().any(|base| self.is_called(of.file, *base, wanted))
        });
        if is_named {
            return Some(Fit::Base);
        }
        if matches!(wanted, "Object" | "Enum" | "Record" | "Comparable" | "Serializable" | "Cloneable") {
            return Some(Fit::Maybe);
        }
        let is_open = lineage.iter().any(|of| self.table.is_open(*of));
        (is_open && !is_final(wanted)).then_some(Fit::Maybe)
    }

    fn is_called(&self, file: u32, of: u32, name: &str) -> bool {
        let types = self.table.bodies(file).map(|bodies| bodies.types);
        match types.and_then(|types| types.get(of as usize)) {
            Some(TypeFact::Named { path, .. }) => path.last().is_some_and(|last| last == name),
            _ => false,
        }
    }

    /// A type and all its bases in the project.
    fn lineage(&self, of: Target) -> Vec<Target> {
        let mut types = vec![of];
        let mut at = 0;
        while let Some(&of) = types.get(at) {
            for &(base, _) in self.table.bases_of(of) {
                if types.len() < MAX_TYPES && !types.contains(&base) {
                    types.push(base);
                }
            }
            at += 1;
        }
        types
    }
}

/// Numbers, from narrow to wide.
const NUMBERS: [&str; 6] = ["byte", "short", "int", "long", "float", "double"];

/// Whether a value of one of the language's own types is widened to another without being asked.
fn widens(from: &str, to: &str) -> bool {
    let rank = |name: &str| match name {
        // As wide as a short, and no short.
        "char" => Some(1),
        name => NUMBERS.iter().position(|number| *number == name),
    };
    matches!((rank(from), rank(to)), (Some(from), Some(to)) if from < to) && to != "char"
}

/// What a value of the language's own types is wrapped in.
fn wrapper(name: &str) -> Option<&'static str> {
    Some(match name {
        "boolean" => "Boolean",
        "byte" => "Byte",
        "char" => "Character",
        "short" => "Short",
        "int" => "Integer",
        "long" => "Long",
        "float" => "Float",
        "double" => "Double",
        _ => return None,
    })
}

/// Whether nothing extends a type.
fn is_final(name: &str) -> bool {
    wrapper(name).is_some()
        || matches!(
            name,
            "String"
                | "Class"
                | "Boolean"
                | "Byte"
                | "Character"
                | "Short"
                | "Integer"
                | "Long"
                | "Float"
                | "Double"
        )
}

/// How a type that is not the project's fits another such.
fn fit_of_names(of: &str, wanted: &str) -> Option<Fit> {
    if of == wanted {
        return Some(Fit::Exact);
    }
    if widens(of, wanted) {
        return Some(Fit::Base);
    }
    match (wrapper(of), wrapper(wanted)) {
        (Some(_), Some(_)) => None,
        (Some(boxed), None) => {
            let can_be =
                wanted == boxed || matches!(wanted, "Object" | "Number" | "Comparable" | "Serializable");
            can_be.then_some(Fit::Maybe)
        }
        (None, Some(boxed)) => (of == boxed || matches!(of, "Object" | "")).then_some(Fit::Maybe),
        (None, None) if of == "String" => match wanted {
            "CharSequence" => Some(Fit::Base),
            "Object" | "Comparable" | "Serializable" => Some(Fit::Maybe),
            _ => None,
        },
        (None, None) => (!is_final(wanted)).then_some(Fit::Maybe),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_languages_own_types_fit_as_it_says() {
        assert_eq!(fit_of_names("int", "int"), Some(Fit::Exact));
        assert_eq!(fit_of_names("char", "int"), Some(Fit::Base));
        assert_eq!(fit_of_names("int", "char"), None);
        assert_eq!(fit_of_names("short", "char"), None);
        assert_eq!(fit_of_names("int", "Integer"), Some(Fit::Maybe));
        assert_eq!(fit_of_names("int", "String"), None);
        assert_eq!(fit_of_names("String", "Object"), Some(Fit::Maybe));
        assert_eq!(fit_of_names("String", "CharSequence"), Some(Fit::Base));
        assert_eq!(fit_of_names("String", "List"), None);
        assert_eq!(fit_of_names("ArrayList", "List"), Some(Fit::Maybe));
        assert_eq!(fit_of_names("Reader", "String"), None);
    }
}
