//! What methods from outside give that are given functions: what those give.

use std::rc::Rc;

use super::Resolver;
use super::meaning::{Meaning, Type};
use crate::index::facts::Qualifier;
use crate::index::resolve::Target;
use crate::index::resolve::place::Place;
use crate::index::resolve::rules::Mapped;
use crate::index::resolve::table::is_type;
use crate::model::SymbolKind;

impl Resolver<'_, '_> {
    /// What a call of a method that is not the project's gives, where that is about what it is given.
    pub(super) fn mapped(&mut self, file: u32, called: u32) -> Option<Meaning> {
        let used = self.use_of(file, called)?;
        let Qualifier::Value(receiver) = used.qualifier else { return None };
        let mapped = self.table.rules(file).maps(&used.name)?;
        let given = |at: usize| used.given.get(at).copied().flatten();
        let receiver = receiver.map_or(Meaning::Unknown, |receiver| self.value(file, receiver));
        if self.is_extended(&receiver) {
            return None;
        }
        let found = match mapped {
            Mapped::Each => holds(&receiver, self.given_by(file, given(0)?)?),
            Mapped::Inner => {
                let each = self.given_by(file, given(0)?)?;
                holds(&receiver, self.given(&each))
            }
            Mapped::Whole => self.given_by(file, given(0)?)?,
            Mapped::Promised => promise_of(self.given_by(file, given(0)?)?),
            Mapped::Of(at) => self.given_by(file, given(at)?)?,
            Mapped::Like(at) => self.instance(file, given(at)?)?,
            Mapped::Pairs => {
                let Meaning::Instance(own) = &receiver else { return None };
                let own = self.looped(own);
                let other = self.instance(file, given(0)?)?;
                let other = self.looped(&other);
                holds(&receiver, Type::Tuple(Rc::new([own, other])))
            }
            Mapped::Else => {
                let Meaning::Instance(own) = &receiver else { return None };
                let other = given(0).and_then(|given| self.given_by(file, given)).unwrap_or(Type::Unknown);
                match own.bare() {
                    Type::Outside { name, arguments } => {
                        let held = arguments.first()?.clone();
                        Type::Outside { name: Rc::clone(name), arguments: Rc::new([held, other]) }
                    }
                    _ => return None,
                }
            }
            Mapped::Held => holds(&receiver, self.instance(file, given(0)?)?),
        };
        Some(Meaning::instance(found)).filter(|found| *found != Meaning::Unknown)
    }

    /// The type of a value.
    fn instance(&mut self, file: u32, value: u32) -> Option<Type> {
        match self.value(file, value) {
            Meaning::Instance(of) => Some(of),
            // What has no fields is its own only value.
            Meaning::Places(places) => match *places {
                [Place::Symbol(of)] if self.table.fact(of).is_some_and(|fact| is_type(&fact.kind)) => {
                    Some(Type::of(of))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// What a function gives when it is called: a closure, one that has a name, or what makes a struct or variant.
    fn given_by(&mut self, file: u32, function: u32) -> Option<Type> {
        let found = match self.value(file, function) {
            Meaning::Instance(Type::Project { target, arguments }) if self.is_enum_itself(target) => {
                Type::Project { target, arguments }
            }
            Meaning::Instance(of) => self.signature(&of)?.1,
            Meaning::Places(places) => self.given_by_places(&places, None)?,
            Meaning::Method(places, holder) => self.given_by_places(&places, Some(&holder))?,
            Meaning::Super(_) | Meaning::Outside | Meaning::Unknown => return None,
        };
        Some(found).filter(|found| *found != Type::Unknown)
    }

    /// Whether it is the type of a variant, which is named.
    fn is_enum_itself(&self, target: Target) -> bool {
        self.table.fact(target).is_some_and(|fact| fact.kind == SymbolKind::Enum)
    }

    fn given_by_places(&mut self, places: &[Place], holder: Option<&Type>) -> Option<Type> {
        let Some(Place::Symbol(target)) = places.first().copied() else { return None };
        let fact = self.table.fact(target)?;
        if is_type(&fact.kind) {
            return Some(Type::of(target));
        }
        Some(self.returned_by(target, holder))
    }
}

/// What has to be waited for and comes to a value of this type, or to what that comes to.
fn promise_of(of: Type) -> Type {
    match of.bare() {
        Type::Outside { name, .. } if is_promise(name) => of,
        _ => Type::Outside { name: "Promise".into(), arguments: Rc::new([of]) },
    }
}

/// What holds something else than a receiver does, in the same way.
fn holds(receiver: &Meaning, of: Type) -> Type {
    let name = match receiver {
        Meaning::Instance(of) => match of.bare() {
            Type::Outside { name, .. } if matches!(&**name, "Option" | "Result") => Rc::clone(name),
            _ => "Iterator".into(),
        },
        _ => "Iterator".into(),
    };
    Type::Outside { name, arguments: Rc::new([of]) }
}

/// Whether this is what waiting is done for.
pub(super) fn is_promise(name: &str) -> bool {
    matches!(name, "Promise" | "PromiseLike")
}
