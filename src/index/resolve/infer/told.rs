//! What a call's arguments say of each other: which function they choose, and what that one hands to a lambda among them.

use std::rc::Rc;

use super::Resolver;
use super::generics::{names, replaced};
use super::meaning::Type;
use super::overloads::takes;
use crate::index::facts::TypeFact;
use crate::index::resolve::Target;
use crate::index::resolve::table::is_type;
use crate::index::{UseFact, ValueFact};

impl Resolver<'_, '_> {
    /// The type of an argument, as far as it tells which function is called. Of a lambda that is only how much it takes: what it
    /// gives follows from what it is handed, and that is what the function says.
    pub(super) fn type_to_choose_by(&mut self, file: u32, value: Option<u32>) -> Type {
        match self.taken_by_lambda(file, value) {
            Some(count) => Type::Function {
                takes: std::iter::repeat_n(Type::Unknown, count).collect(),
                returned: Rc::new(Type::Unknown),
            },
            None => self.type_given(file, value),
        }
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

    /// What a function's parameter is of, with what the arguments of a call say of the function's own generic parameters, and
    /// of those of the type that it makes. Lambdas say nothing: they wait for that.
    pub(super) fn told_by_arguments(
        &mut self,
        mut of: Type,
        function: Target,
        file: u32,
        used: &UseFact,
    ) -> Type {
        let table = self.table;
        let Some(fact) = table.fact(function) else { return of };
        let class = table.owner_of(function).filter(|owner| {
            table.fact(*owner).is_some_and(|owner| is_type(&owner.kind) && owner.name == fact.name)
        });
        for generic in class.into_iter().chain([function]) {
            let count = table.fact(generic).map_or(0, |fact| fact.type_parameters.len());
            if count == 0 || !names(&of, generic, 0) {
                continue;
            }
            let mut known: Vec<Option<Type>> = vec![None; count];
            for (value, takes) in used.given.iter().zip(&fact.parameters) {
                let Some(takes) = *takes else { continue };
                let takes = self.type_of(function.file, takes);
                if names(&takes, generic, 0) && self.taken_by_lambda(file, *value).is_none() {
                    let given = self.type_given(file, *value);
                    self.unify(&takes, &given, generic, &mut known, 0);
                }
            }
            of = replaced(&of, generic, &known, 0);
        }
        of
    }
}
