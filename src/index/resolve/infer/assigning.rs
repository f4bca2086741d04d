//! How an argument becomes what a parameter takes, in a language where the type of one is assigned to that of the other.

use super::Resolver;
use super::fitting::{Candidate, Fit};
use super::meaning::Type;
use crate::index::facts::TypeFact;
use crate::index::resolve::Target;
use crate::index::resolve::rules::java::library::{Shape, library_type};
use crate::index::resolve::rules::java::names::{fit_of_names, is_base, is_primitive, widens};
use crate::model::SymbolKind;

/// Bases of bases are followed through at most so many types.
const MAX_TYPES: usize = 64;

/// Whether two functions take the same, each in the words of its own parameters.
pub(super) fn is_same(a: &Type, b: &Type, of: Target, other: Target) -> bool {
    let all =
        |a: &[Type], b: &[Type]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b, of, other));
    match (a, b) {
        (Type::Parameter { of: a, index: at }, Type::Parameter { of: b, index })
            if *a == of && *b == other =>
        {
            at == index
        }
        (Type::Project { target: a, arguments: of_a }, Type::Project { target: b, arguments: of_b }) => {
            a == b && (all(of_a, of_b) || of_a.is_empty() || of_b.is_empty())
        }
        (Type::Outside { name: a, arguments: of_a }, Type::Outside { name: b, arguments: of_b }) => {
            a == b && (all(of_a, of_b) || of_a.is_empty() || of_b.is_empty())
        }
        (Type::Sequence(a), Type::Sequence(b)) => is_same(a, b, of, other),
        (a, b) => a == b,
    }
}

impl Resolver<'_, '_> {
    /// Whether a parameter's type is a narrower one than another.
    pub(super) fn narrower(&self, one: &Type, other: &Type) -> bool {
        match (one.bare(), other.bare()) {
            (Type::Project { target, .. }, Type::Project { target: base, .. }) => {
                target != base && self.lineage(*target).contains(base)
            }
            (one, Type::Outside { name, .. }) if &**name == "Object" => {
                !matches!(one, Type::Unknown | Type::Parameter { .. })
            }
            (Type::Outside { name, .. }, Type::Outside { name: other, .. }) => {
                widens(name, other) || name != other && is_base(name, other) == Some(true)
            }
            (Type::Project { target, .. }, Type::Outside { name, .. }) => {
                self.fit_outside(*target, name) == Some(Fit::Base)
            }
            (Type::Sequence(one), Type::Sequence(other)) => self.narrower(one, other),
            (one, Type::Parameter { .. }) => !matches!(one, Type::Parameter { .. } | Type::Unknown),
            _ => false,
        }
    }

    /// How an argument fits a parameter.
    pub(super) fn fit(&mut self, argument: &Type, parameter: &Type) -> Option<Fit> {
        if self.home_rules().has_signatures() {
            return self.conversion(argument, parameter);
        }
        match (argument, parameter) {
            (Type::Held(_, argument), _) => self.fit(argument, parameter),
            (_, Type::Held(_, parameter)) => self.fit(argument, parameter),
            (Type::Function { takes, returned }, _) => self.fit_of_function(takes.len(), returned, parameter),
            (Type::AnyOf(types), _) => {
                let mut worst = Fit::Exact;
                for of in types.iter() {
                    worst = worst.min(self.fit(of, parameter)?);
                }
                Some(worst)
            }
            (
                Type::Unknown
                | Type::This
                | Type::Tuple(_)
                | Type::Places(_)
                | Type::Written { .. }
                | Type::Object { .. },
                _,
            ) => Some(Fit::Open),
            (Type::Parameter { .. }, _) if argument == parameter => Some(Fit::Exact),
            (_, Type::Parameter { of, index }) => self.fit_of_bound(argument, *of, *index),
            (Type::Parameter { of, index }, _) => match self.bound(*of, *index) {
                Some(Type::Parameter { .. }) => Some(Fit::Maybe),
                Some(bound) => self.fit(&bound, parameter).map(|fit| fit.min(Fit::Base)),
                None => {
                    let object = Type::Outside { name: "Object".into(), arguments: [].into() };
                    self.fit(&object, parameter).map(|fit| fit.min(Fit::Base))
                }
            },
            (
                _,
                Type::Unknown
                | Type::This
                | Type::AnyOf(_)
                | Type::Tuple(_)
                | Type::Places(_)
                | Type::Written { .. }
                | Type::Object { .. }
                | Type::Function { .. },
            ) => Some(Fit::Maybe),
            (Type::Sequence(argument), Type::Sequence(parameter)) => {
                self.fit_of_elements(argument, parameter)
            }
            (Type::Outside { name, .. }, Type::Sequence(_) | Type::Project { .. }) => {
                (&**name == "null").then_some(Fit::Base)
            }
            (_, Type::Sequence(_)) => None,
            (Type::Sequence(_), Type::Outside { name, .. }) => {
                matches!(&**name, "Object" | "Cloneable" | "Serializable").then_some(Fit::Base)
            }
            (Type::Sequence(_), Type::Project { .. }) => None,
            // What is not the project's does not extend what is.
            (Type::Project { target, .. }, Type::Project { target: wanted, .. }) => {
                self.fit_of_project(*target, *wanted).filter(|fit| *fit > Fit::Maybe)
            }
            (Type::Project { target, .. }, Type::Outside { name, .. }) => self.fit_outside(*target, name),
            (Type::Outside { name, .. }, Type::Outside { name: wanted, .. }) => fit_of_names(name, wanted),
        }
    }

    /// How a function without a name fits: one that takes nothing may be a name of one, of which that is not known.
    fn fit_of_function(&mut self, takes: usize, gives: &Type, parameter: &Type) -> Option<Fit> {
        let is_void = |of: &Type| match of {
            Type::Unknown => None,
            Type::Outside { name, .. } => Some(&**name == "void"),
            _ => Some(false),
        };
        let fits = |count: usize| takes == 0 || takes == count;
        // What gives nothing is not where something is wanted; what gives something is rather there than where nothing is.
        let of_given = |wanted: Option<bool>| match (is_void(gives), wanted) {
            (Some(true), Some(false)) => None,
            (Some(gives), Some(wanted)) if gives == wanted => Some(Fit::Made),
            _ => Some(Fit::Maybe),
        };
        match parameter {
            Type::Outside { name, .. } => match library_type(name) {
                Some(of) => {
                    let function = of.function.as_ref()?;
                    let is_nothing = matches!(&function.gives, Shape::Named("void", _));
                    fits(function.takes.len()).then(|| of_given(Some(is_nothing)))?
                }
                None => (!is_primitive(name)).then_some(Fit::Maybe),
            },
            Type::Project { target, .. } => {
                let is_interface =
                    self.table.fact(*target).is_some_and(|fact| fact.kind == SymbolKind::Trait);
                match self.signature(parameter) {
                    Some((all, wanted)) => fits(all.len()).then(|| of_given(is_void(&wanted)))?,
                    // One of those that it extends may ask for just one thing.
                    None => (is_interface && self.lineage(*target).iter().any(|of| self.table.is_open(*of)))
                        .then_some(Fit::Open),
                }
            }
            Type::Sequence(_) | Type::Parameter { .. } => None,
            _ => Some(Fit::Open),
        }
    }

    /// How an argument fits what is any type within a bound.
    fn fit_of_bound(&mut self, argument: &Type, of: Target, index: usize) -> Option<Fit> {
        let is_boxed = matches!(argument, Type::Outside { name, .. } if is_primitive(name));
        let best = if is_boxed { Fit::Maybe } else { Fit::Base };
        match self.bound(of, index) {
            Some(Type::Parameter { .. }) | None => Some(best),
            Some(bound) => self.fit(argument, &bound).map(|fit| fit.min(best)),
        }
    }

    /// Arrays fit as what they are of does, where that is objects.
    fn fit_of_elements(&mut self, argument: &Type, parameter: &Type) -> Option<Fit> {
        let own = |of: &Type| match of {
            Type::Outside { name, .. } if is_primitive(name) => Some(name.clone()),
            _ => None,
        };
        match (own(argument), own(parameter)) {
            (None, None) => self.fit(argument, parameter),
            (one, other) => (one == other || *argument == Type::Unknown).then_some(Fit::Exact),
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
        let mut is_unknown = false;
        for of in self.lineage(of) {
            let Some(fact) = self.table.fact(of) else { continue };
            let inside = self.table.bases_of(of);
            for &base in fact.bases.iter().filter(|base| inside.iter().all(|(_, named)| named != *base)) {
                let Some(name) = self.name_of(of.file, base) else { continue };
                match is_base(name, wanted) {
                    _ if name == wanted => return Some(Fit::Base),
                    Some(true) => return Some(Fit::Base),
                    Some(false) => {}
                    None => is_unknown = true,
                }
            }
            if fact.kind == SymbolKind::Enum && matches!(wanted, "Enum" | "Comparable" | "Serializable") {
                return Some(Fit::Base);
            }
        }
        match wanted {
            "Object" => Some(Fit::Base),
            "Record" | "Annotation" => Some(Fit::Maybe),
            wanted => (is_unknown && !is_primitive(wanted) && wanted != "String").then_some(Fit::Maybe),
        }
    }

    /// The last part of a type's name.
    fn name_of(&self, file: u32, of: u32) -> Option<&str> {
        match self.table.bodies(file)?.types.get(of as usize)? {
            TypeFact::Named { path, .. } => path.last().map(String::as_str),
            _ => None,
        }
    }

    /// A type and all its bases in the project.
    pub(super) fn lineage(&self, of: Target) -> Vec<Target> {
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

    /// Of candidates that take the same, in types that extend each other or that one type extends, leaves the one that is
    /// seen there: what has a body, then what an interface asks for.
    pub(super) fn without_overridden(&self, candidates: &mut Vec<Candidate>) {
        let mut at = 0;
        while at < candidates.len() {
            let hidden = candidates.get(at).is_some_and(|one| {
                candidates.iter().enumerate().any(|(other_at, other)| {
                    other_at != at && self.takes_same(one, other) && self.hides(other, one, other_at > at)
                })
            });
            if hidden {
                candidates.remove(at);
            } else {
                at += 1;
            }
        }
    }

    fn takes_same(&self, one: &Candidate, other: &Candidate) -> bool {
        let takes = |of: &Candidate| self.table.fact(of.target).and_then(|fact| fact.takes);
        let pairs = one.parameters.iter().zip(&other.parameters);
        takes(one) == takes(other) && pairs.into_iter().all(|(a, b)| is_same(a, b, one.target, other.target))
    }

    /// Whether a member hides another that takes the same; `is_later` where it was found behind it.
    fn hides(&self, one: &Candidate, other: &Candidate, is_later: bool) -> bool {
        let (Some(owner), Some(base)) = (self.table.owner_of(one.target), self.table.owner_of(other.target))
        else {
            return false;
        };
        if owner == base {
            return false;
        }
        if self.lineage(owner).contains(&base) {
            return true;
        }
        if self.lineage(base).contains(&owner) {
            return false;
        }
        let is_asked = |of: Target| self.table.fact(of).is_some_and(|fact| fact.flags.is_declaration);
        let is_interface =
            |of: Target| self.table.fact(of).is_some_and(|fact| fact.kind == SymbolKind::Trait);
        let rank = |of: &Candidate, owner: Target| (!is_asked(of.target), is_interface(owner));
        let (own, others) = (rank(one, owner), rank(other, base));
        own > others || own == others && is_later
    }
}
