//! What types extend, in the order in which it is looked into.

use std::rc::Rc;

use super::Resolver;
use super::meaning::Type;
use super::members::Members;
use crate::index::resolve::Target;

/// Bases of bases are followed through at most so many types.
pub(super) const MAX_TYPES: usize = 64;

impl Resolver<'_, '_> {
    /// The bases of a type that the project has, with what stands for their parameters.
    pub(super) fn bases_of(&mut self, of: &Type) -> Vec<Type> {
        let Type::Project { target, .. } = of else { return Vec::new() };
        let table = self.table;
        let mut bases = Vec::new();
        for &(base, named) in table.bases_of(*target) {
            let base = match self.type_of(target.file, named).bare() {
                found @ Type::Project { .. } => self.filled(found, of),
                _ => Type::of(base),
            };
            bases.push(base);
        }
        let Type::Project { arguments, .. } = of else { return bases };
        let parts = table.parts_of(*target).into_iter();
        bases.extend(parts.map(|target| Type::Project { target, arguments: Rc::clone(arguments) }));
        bases
    }

    /// What a type is made of besides types that it names: what its parameters stand for (`T & { … }`), and what is picked of
    /// others (`extends Omit<T, K>`).
    pub(super) fn other_parts(&mut self, of: &Type) -> Vec<Type> {
        let Type::Project { target, .. } = of else { return Vec::new() };
        let table = self.table;
        let Some(fact) = table.fact(*target).filter(|_| table.rules(target.file).merges_types()) else {
            return Vec::new();
        };
        let known = table.bases_of(*target);
        let others = fact.bases.iter().filter(|base| !known.iter().any(|(_, of)| of == *base));
        let mut parts = Vec::new();
        for &other in others {
            let part = self.type_of(target.file, other);
            parts.push(self.filled(part.bare(), of));
        }
        parts
    }

    /// The types that are looked into behind a type: its bases. Where a language puts all that a type extends in one order,
    /// and it has several bases, all of that at once.
    pub(super) fn next_bases(&mut self, of: &Type) -> Vec<Type> {
        let bases = self.bases_of(of);
        let Type::Project { target, .. } = of else { return bases };
        if bases.len() < 2 || !self.home_rules().puts_bases_in_order() {
            return bases;
        }
        let order = self.table.in_order(*target);
        let mut all = bases;
        let mut at = 0;
        while let Some(of) = all.get(at).cloned() {
            for base in self.bases_of(&of) {
                if all.len() < MAX_TYPES && !all.iter().any(|known| is_same(known, &base)) {
                    all.push(base);
                }
            }
            at += 1;
        }
        let place = |of: &Type| match of {
            Type::Project { target, .. } => order.iter().position(|of| of == target),
            _ => None,
        };
        all.sort_by_key(|of| place(of).unwrap_or(usize::MAX));
        all
    }

    /// Looks for a member past the type's own: in its bases.
    pub(super) fn look_in_bases(&mut self, of: Target, name: &str, fits: &dyn Fn(Target) -> bool) -> Members {
        let mut missed = if self.table.is_open(of) { Members::Outside } else { Members::None };
        for part in self.other_parts(&Type::of(of)) {
            if let found @ Members::Found(..) = self.look_deep(&part, name, fits, 0) {
                return found;
            }
        }
        if self.home_rules().puts_bases_in_order() {
            let bases = self.next_bases(&Type::of(of));
            return match self.look_along(bases, name, fits, 0) {
                Members::None => missed,
                found => found,
            };
        }
        for base in self.bases_of(&Type::of(of)) {
            match self.look_in_project(&base, name, fits, 0) {
                Members::None => {}
                found @ Members::Found(..) => return found,
                other => missed = other,
            }
        }
        missed
    }
}

/// Whether two types are one of the project, whatever stands for its parameters.
pub(super) fn is_same(one: &Type, other: &Type) -> bool {
    match (one, other) {
        (Type::Project { target: one, .. }, Type::Project { target: other, .. }) => one == other,
        _ => false,
    }
}
