//! What stands for generic parameters: of a base as a type has it, and of a function as it is called.

use std::rc::Rc;

use super::Resolver;
use super::meaning::Type;
use crate::index::UseFact;
use crate::index::resolve::Target;

/// Bases of bases are followed through at most so many types.
const MAX_TYPES: usize = 64;

/// Types in types are compared so deep.
const MAX_LAYERS: usize = 8;

impl Resolver<'_, '_> {
    /// A type as one of its bases, with what stands for that one's parameters.
    pub(super) fn as_base(&mut self, of: &Type, base: Target) -> Option<Type> {
        let mut of = of.bare().clone();
        for _ in 0..MAX_LAYERS {
            let Type::Parameter { of: owner, index } = of else { break };
            of = self.bound(owner, index)?.bare().clone();
        }
        let mut types = vec![of];
        let mut at = 0;
        while let Some(of) = types.get(at).cloned() {
            if matches!(of, Type::Project { target, .. } if target == base) {
                return Some(of);
            }
            for next in self.bases_of(&of) {
                if types.len() < MAX_TYPES && !types.contains(&next) {
                    types.push(next);
                }
            }
            at += 1;
        }
        None
    }

    /// What stands for the parameters of a type of the library where a type is or extends it.
    pub(super) fn as_outside(&mut self, of: &Type, name: &str) -> Option<Rc<[Type]>> {
        if let Type::Outside { name: own, arguments } = of
            && **own == *name
        {
            return Some(Rc::clone(arguments));
        }
        let all = if self.home_rules().has_library() { self.library_types(of) } else { Vec::new() };
        all.into_iter().find(|(of, _)| **of == *name).map(|(_, arguments)| arguments)
    }

    /// What a call of a function gives, where that is said in the function's own parameters: those are what the
    /// arguments make them.
    pub(super) fn with_arguments(
        &mut self,
        returned: Type,
        function: Target,
        file: u32,
        used: &UseFact,
    ) -> Type {
        let Some(fact) = self.table.fact(function).filter(|fact| !fact.type_parameters.is_empty()) else {
            return returned;
        };
        if used.given.is_empty() || !names(&returned, function, 0) {
            return returned;
        }
        let mut known: Vec<Option<Type>> = vec![None; fact.type_parameters.len()];
        let last = fact.parameters.last().copied();
        for (at, value) in used.given.iter().enumerate() {
            let Some(Some(takes)) = fact.parameters.get(at).copied().or(last) else { continue };
            let takes = self.type_of(function.file, takes);
            if names(&takes, function, 0) {
                let given = self.type_given(file, *value);
                self.unify(&takes, &given, function, &mut known, 0);
            }
        }
        replaced(&returned, function, &known, 0)
    }

    /// Notes what the function's own parameters are where something is to be of a type.
    pub(super) fn unify(
        &mut self,
        of: &Type,
        given: &Type,
        function: Target,
        known: &mut [Option<Type>],
        depth: usize,
    ) {
        if depth > MAX_LAYERS {
            return;
        }
        match (of.bare(), given.bare()) {
            (_, Type::Unknown) => {}
            (Type::Parameter { of, index }, given) if *of == function => {
                if let Some(slot) = known.get_mut(*index)
                    && slot.is_none()
                    && !matches!(given, Type::Outside { name, .. } if &**name == "null")
                {
                    *slot = Some(given.clone());
                }
            }
            (Type::Sequence(of), Type::Sequence(given)) => self.unify(of, given, function, known, depth + 1),
            (Type::Project { target, arguments }, given @ Type::Project { .. }) => {
                if let Some(Type::Project { arguments: given, .. }) = self.as_base(given, *target) {
                    self.unify_all(arguments, &given, function, known, depth);
                }
            }
            (of, Type::Function { returned: given, .. }) => {
                if let Some((_, returned)) = self.signature(of) {
                    self.unify(&returned, given, function, known, depth + 1);
                }
            }
            (Type::Outside { name, arguments }, given) => {
                if let Some(given) = self.as_outside(given, name) {
                    self.unify_all(arguments, &given, function, known, depth);
                }
            }
            _ => {}
        }
    }

    fn unify_all(
        &mut self,
        of: &[Type],
        given: &[Type],
        function: Target,
        known: &mut [Option<Type>],
        depth: usize,
    ) {
        for (of, given) in of.iter().zip(given) {
            self.unify(of, given, function, known, depth + 1);
        }
    }
}

/// A type with what a tuple says of a function's parameters in their places.
pub(super) fn with_given(of: &Type, function: Target, given: &Type) -> Type {
    let Type::Tuple(given) = given else { return of.clone() };
    let is_known = |of: &Type| !matches!(of, Type::Unknown) && *of != Type::AnyOf(Rc::new([]));
    let known: Vec<Option<Type>> = given.iter().map(|of| Some(of.clone()).filter(is_known)).collect();
    replaced(of, function, &known, 0)
}

/// Whether a type is said in a function's own parameters.
pub(super) fn names(of: &Type, function: Target, depth: usize) -> bool {
    let any = |types: &[Type]| types.iter().any(|of| names(of, function, depth + 1));
    match of {
        _ if depth > MAX_LAYERS => false,
        Type::Parameter { of, .. } => *of == function,
        Type::Project { arguments, .. } | Type::Outside { arguments, .. } => any(arguments),
        Type::Sequence(inner) | Type::Held(_, inner) => names(inner, function, depth + 1),
        Type::Function { takes, returned } => any(takes) || names(returned, function, depth + 1),
        Type::Tuple(all) | Type::AnyOf(all) => any(all),
        Type::Places(_) | Type::Written { .. } | Type::Object { .. } | Type::This | Type::Unknown => false,
    }
}

/// A type with what is known of a function's parameters in their places.
pub(super) fn replaced(of: &Type, function: Target, known: &[Option<Type>], depth: usize) -> Type {
    let all = |types: &Rc<[Type]>| types.iter().map(|of| replaced(of, function, known, depth + 1)).collect();
    match of {
        _ if depth > MAX_LAYERS => of.clone(),
        Type::Parameter { of: owner, index } if *owner == function => {
            known.get(*index).cloned().flatten().unwrap_or_else(|| of.clone())
        }
        Type::Project { target, arguments } => Type::Project { target: *target, arguments: all(arguments) },
        Type::Outside { name, arguments } => {
            Type::Outside { name: Rc::clone(name), arguments: all(arguments) }
        }
        Type::Sequence(inner) => Type::Sequence(Rc::new(replaced(inner, function, known, depth + 1))),
        Type::Held(hold, inner) => Type::Held(*hold, Rc::new(replaced(inner, function, known, depth + 1))),
        Type::Tuple(inner) => Type::Tuple(all(inner)),
        Type::AnyOf(inner) => Type::AnyOf(all(inner)),
        Type::Function { takes, returned } => Type::Function {
            takes: all(takes),
            returned: Rc::new(replaced(returned, function, known, depth + 1)),
        },
        of => of.clone(),
    }
}
