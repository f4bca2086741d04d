//! What stands for generic parameters: of a base as a type has it, and of a function as it is called.

use std::rc::Rc;

use super::Resolver;
use super::mapped::is_promise;
use super::meaning::Type;
use crate::index::UseFact;
use crate::index::resolve::Target;
use crate::index::resolve::place::Place;
use crate::index::resolve::table::is_type;

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
        let known = self.told_by(function, (function.file, &fact.parameters), (file, used), None);
        replaced(&returned, function, &known, 0)
    }

    /// An instance that a call of a class makes, where the text does not say what stands for the class's parameters: what the
    /// arguments of its constructor make them.
    pub(super) fn constructed(&mut self, file: u32, of: Type, called: u32) -> Type {
        let Type::Project { target, arguments } = &of else { return of };
        let is_generic = self.table.fact(*target).is_some_and(|fact| !fact.type_parameters.is_empty());
        let rules = self.home_rules();
        let (Some(maker), Some(used)) = (rules.constructor().or(rules.maker()), self.use_of(file, called))
        else {
            return of;
        };
        if !is_generic || !arguments.is_empty() || used.given.is_empty() {
            return of;
        }
        let table = self.table;
        let [maker] = *table.own_members(*target, maker) else { return of };
        let Some(takes) = table.fact(maker) else { return of };
        let known = self.told_by(*target, (maker.file, &takes.parameters), (file, used), None);
        if known.iter().all(Option::is_none) {
            return of;
        }
        let arguments = known.into_iter().map(|known| known.unwrap_or(Type::Unknown)).collect();
        Type::Project { target: *target, arguments }
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
            (Type::Sequence(of), given @ (Type::Tuple(_) | Type::Outside { .. })) => {
                let given = self.element(given);
                self.unify(of, &given, function, known, depth + 1);
            }
            (Type::Project { target, arguments }, given @ Type::Project { .. }) => {
                if let Some(Type::Project { arguments: given, .. }) = self.as_base(given, *target) {
                    self.unify_all(arguments, &given, function, known, depth);
                }
            }
            // A class makes objects of its own, a function what it returns.
            (of, Type::Places(places)) => {
                let [Place::Symbol(target)] = **places else { return };
                let Some(made) = self.made_by(of) else { return };
                let given = match self.table.fact(target).map(|fact| is_type(&fact.kind)) {
                    Some(true) => Type::of(target),
                    _ if self.is_function(target) => self.returned(target),
                    _ => return,
                };
                self.unify(&made, &given, function, known, depth + 1);
            }
            (Type::AnyOf(all), given) => {
                let (all, given) = (Rc::clone(all), given.clone());
                all.iter().for_each(|of| self.unify(of, &given, function, known, depth + 1));
            }
            (of, Type::Function { returned: given, .. }) => {
                if let Some((_, returned)) = self.signature(of) {
                    self.unify(&returned, given, function, known, depth + 1);
                }
            }
            (Type::Outside { name, arguments }, given) => match self.as_outside(given, name) {
                Some(given) => self.unify_all(arguments, &given, function, known, depth),
                // What an asynchronous function gives that says no type is told as what waiting for it comes to.
                None if self.home_rules().is_transparent(name) || is_promise(name) => {
                    if let Some(of) = arguments.first() {
                        self.unify(of, given, function, known, depth + 1);
                    }
                }
                // What takes many of something may be given any list of them.
                None => {
                    if let [each] = &**arguments {
                        let given = self.one_of_many(given);
                        self.unify(each, &given, function, known, depth + 1);
                    }
                }
            },
            _ => {}
        }
    }

    /// What is made by what is to be of a type: an object of the class that is named, what a function returns.
    fn made_by(&mut self, of: &Type) -> Option<Type> {
        match of {
            Type::Outside { name, arguments } if self.home_rules().is_of_class(name) => {
                arguments.first().cloned()
            }
            of => self.signature(of).map(|(_, returned)| returned),
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
