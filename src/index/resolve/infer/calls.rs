//! What calls of values give.

use std::rc::Rc;

use super::Resolver;
use super::generics::with_given;
use super::meaning::{Meaning, Type};
use crate::index::ValueFact;
use crate::index::facts::Hold;
use crate::index::resolve::Target;
use crate::index::resolve::place::Place;
use crate::index::resolve::table::is_type;
use crate::model::SymbolKind;

impl Resolver<'_, '_> {
    /// The type of what a function returns, in its own words.
    pub(super) fn returned(&mut self, target: Target) -> Type {
        match self.table.fact(target) {
            Some(fact) => match fact.declared {
                Some(declared) => self.type_of(target.file, declared),
                None => match self.held(target) {
                    Meaning::Instance(of) => of,
                    _ => Type::Unknown,
                },
            },
            None => Type::Unknown,
        }
    }

    /// Whether a method gives the object that it is called on.
    fn gives_itself(&self, target: Target) -> bool {
        if !self.home_rules().keeps_receivers() {
            return false;
        }
        let fact = self.table.fact(target).filter(|fact| fact.declared.is_none());
        let value = fact.and_then(|fact| fact.values.first());
        let value = value.and_then(|value| self.table.bodies(target.file)?.values.get(*value as usize));
        matches!(value, Some(ValueFact::This(Some(symbol))) if *symbol == target.symbol)
    }

    /// What a function gives as it says itself, [`Type::This`] where that is the object that it is called on.
    pub(super) fn returned_or_itself(&mut self, target: Target) -> Type {
        if self.gives_itself(target) { Type::This } else { self.returned(target) }
    }

    pub(super) fn returned_by(&mut self, target: Target, holder: Option<&Type>) -> Type {
        let returned = self.returned_or_itself(target);
        let owner = match holder {
            Some(holder) => Some(holder.clone()),
            None => self.instance_of(target).or_else(|| self.table.owner_of(target).map(Type::of)),
        };
        match owner {
            Some(holder) => self.filled(&returned, &holder),
            None => returned,
        }
    }

    /// What a call of a value gives; `given` are its generic arguments, where the text has them.
    pub(super) fn called(&mut self, file: u32, of: u32, given: Option<u32>) -> Meaning {
        let meaning = self.value(file, of);
        self.called_as(file, of, given, meaning)
    }

    /// Likewise, where the value is known; `of` is what names it, or stands before it.
    pub(super) fn called_as(&mut self, file: u32, of: u32, given: Option<u32>, meaning: Meaning) -> Meaning {
        match meaning {
            Meaning::Places(places) => self.called_places(file, (of, given), &places, None),
            Meaning::Method(places, holder) => self.called_places(file, (of, given), &places, Some(&holder)),
            // A variant with fields is made like this.
            Meaning::Instance(of @ Type::Project { .. }) if self.is_enum(&of) => Meaning::Instance(of),
            Meaning::Instance(of @ Type::Project { .. }) if self.home_rules().call_method().is_some() => {
                self.called_object(&of).unwrap_or(Meaning::Unknown)
            }
            Meaning::Instance(of) => {
                self.signature(&of).map_or(Meaning::Unknown, |(_, returned)| Meaning::instance(returned))
            }
            Meaning::Super(_) => Meaning::Unknown,
            unseen => {
                let given = self.library_result(file, of);
                let given = given.or_else(|| self.mapped(file, of));
                let given = given.or_else(|| self.passed(file, of));
                given.or_else(|| self.made_of_own(file, of)).unwrap_or(unseen)
            }
        }
    }

    /// A function that another one defines and gives: it may return what stands for a parameter of that one, which each call
    /// says anew.
    fn inner_function(&mut self, of: &Type, around: Target) -> Type {
        let inner = match of {
            Type::Places(places) => match **places {
                [Place::Symbol(inner)] if self.is_function(inner) => inner,
                _ => return of.clone(),
            },
            _ => return of.clone(),
        };
        let table = self.table;
        let is_generic = |of: Target| table.fact(of).is_some_and(|fact| !fact.type_parameters.is_empty());
        let is_inside = inner.file == around.file
            && table.fact(inner).is_some_and(|fact| fact.parent == Some(around.symbol));
        if !is_inside || !is_generic(around) || is_generic(inner) {
            return of.clone();
        }
        Type::Function { takes: Rc::new([]), returned: Rc::new(self.returned(inner)) }
    }

    /// What a macro makes of a text that is all that it is given: a text.
    fn text_given(&mut self, file: u32, called: u32) -> Option<Meaning> {
        let used = self.use_of(file, called).filter(|_| self.home_rules().has_signatures())?;
        let [Some(only)] = *used.given else { return None };
        let of = self.type_given(file, Some(only));
        let Type::Held(Hold::Pointer, held) = &of else { return None };
        let is_text = matches!(held.bare(), Type::Outside { name, .. } if &**name == "char");
        is_text.then_some(Meaning::Instance(of))
    }

    /// What a call of an object gives: what its own method for that does.
    fn called_object(&mut self, of: &Type) -> Option<Meaning> {
        let (members, holder) = self.members(of, self.home_rules().call_method()?)?;
        let method = *members.first().filter(|method| self.is_function(**method))?;
        Some(Meaning::instance(self.returned_by(method, Some(&holder))))
    }

    fn is_enum(&self, of: &Type) -> bool {
        let Type::Project { target, .. } = of else { return false };
        self.table.fact(*target).is_some_and(|fact| fact.kind == SymbolKind::Enum)
    }

    fn called_places(
        &mut self,
        file: u32,
        (called, given): (u32, Option<u32>),
        places: &[Place],
        holder: Option<&Type>,
    ) -> Meaning {
        let Some(Place::Symbol(target)) = places.first().copied() else { return Meaning::Unknown };
        let Some(fact) = self.table.fact(target) else { return Meaning::Unknown };
        if fact.kind == SymbolKind::Macro {
            return self.text_given(file, called).unwrap_or(Meaning::Unknown);
        }
        if is_type(&fact.kind) {
            let made = self.made(target);
            return Meaning::Instance(self.constructed(file, made, called));
        }
        if fact.declared.is_none()
            && let Meaning::Places(returned) = self.held(target)
        {
            return Meaning::Places(returned);
        }
        let mut returned = self.returned_by(target, holder);
        if let Type::Tuple(parts) = &returned {
            returned = Type::Tuple(parts.iter().map(|part| self.inner_function(part, target)).collect());
        }
        if let Some(given) = given {
            let given = self.type_of(file, given);
            returned = with_given(&returned, target, &given);
        }
        Meaning::instance(match self.use_of(file, called) {
            Some(used) => self.with_arguments(returned, target, file, used),
            None => returned,
        })
    }
}
