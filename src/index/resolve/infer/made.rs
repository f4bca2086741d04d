//! What is made: instances of types, and what methods from outside give of what they are called on.

use std::rc::Rc;

use super::Resolver;
use super::meaning::{Meaning, Type};
use crate::index::ValueFact;
use crate::index::facts::Qualifier;
use crate::index::resolve::Target;
use crate::index::resolve::rules::Pass;
use crate::model::SymbolKind;

impl Resolver<'_, '_> {
    /// An instance of a type or of what an alias stands for.
    pub(super) fn made(&mut self, target: Target) -> Type {
        let alias = self.table.fact(target).filter(|fact| fact.kind == SymbolKind::TypeAlias);
        match alias.and_then(|fact| fact.declared) {
            Some(declared) => match self.type_of(target.file, declared) {
                Type::Unknown => Type::of(target),
                known => known,
            },
            None => Type::of(target),
        }
    }

    /// What a call of a method that is not the project's gives, where that is about its receiver.
    pub(super) fn passed(&mut self, file: u32, of: u32) -> Option<Meaning> {
        let facts = self.table.bodies(file)?;
        let ValueFact::Use(used) = *facts.values.get(of as usize)? else { return None };
        let used = facts.uses.get(used as usize)?;
        let Qualifier::Value(Some(receiver)) = used.qualifier else { return None };
        let pass = self.table.rules(file).passes(&used.name)?;
        let named = receiver;
        let receiver = self.value(file, named);
        if self.is_extended(&receiver) {
            return None;
        }
        Some(match (pass, receiver) {
            (Pass::Called, receiver @ (Meaning::Places(_) | Meaning::Method(..))) => {
                self.called_as(file, named, None, receiver)
            }
            (Pass::Called, _) => return None,
            (Pass::Inside, Meaning::Instance(of)) => Meaning::instance(Self::inside(&of)),
            (Pass::Element, Meaning::Instance(of)) => Meaning::instance(self.element(&of)),
            (Pass::Looped, Meaning::Instance(of)) => Meaning::instance(self.one_of_many(&of)),
            (Pass::PerhapsElement, Meaning::Instance(of)) => self.perhaps_element(&of),
            (Pass::Guarded, Meaning::Instance(of)) => match self.kept_in(&of) {
                Some((_, guarded)) => wrapped("LockResult", guarded),
                None => Meaning::Instance(Self::inside(&of)),
            },
            (Pass::Borrowed, Meaning::Instance(of)) => match self.kept_in(&of) {
                Some((cell, held)) if is_cell(&cell) => wrapped("Ref", held),
                _ => Meaning::Instance(of),
            },
            (Pass::Many, Meaning::Instance(of)) if matches!(of.bare(), Type::Project { .. }) => {
                Self::many(self.element(&of))
            }
            (Pass::Numbered, Meaning::Instance(of)) => {
                let number = Type::Outside { name: "usize".into(), arguments: Rc::new([]) };
                Self::many(Type::Tuple(Rc::new([number, self.looped(&of)])))
            }
            (Pass::Entries, Meaning::Instance(of)) => {
                let (key, value) = match self.pair(&of) {
                    Some(pair) => pair,
                    None => {
                        (Type::Outside { name: "number".into(), arguments: Rc::new([]) }, self.element(&of))
                    }
                };
                Self::many(Type::Tuple(Rc::new([key, value])))
            }
            (Pass::Parts, Meaning::Instance(of)) => Self::many(Type::Sequence(Rc::new(self.element(&of)))),
            (Pass::Keys, Meaning::Instance(of)) => Self::many(self.pair(&of)?.0),
            (Pass::Pairs, Meaning::Instance(of)) => {
                let (key, value) = Self::two_of(&of)?;
                Self::many(Type::Tuple(Rc::new([key, value])))
            }
            (Pass::Seconds, Meaning::Instance(of)) => Self::many(Self::two_of(&of)?.1),
            (Pass::Values, Meaning::Instance(of)) if self.pair(&of).is_some() => {
                Self::many(self.pair(&of)?.1)
            }
            (Pass::Other, Meaning::Instance(of)) => Meaning::instance(Self::two_of(&of)?.1),
            (Pass::PerhapsOther, Meaning::Instance(of)) => {
                let (_, other) = Self::two_of(&of)?;
                wrapped("Option", other)
            }
            (Pass::Other | Pass::PerhapsOther, _) => return None,
            (_, receiver) => receiver,
        })
    }

    /// One of what a value of this type holds, if it has one. What holds just one thing has it.
    fn perhaps_element(&mut self, of: &Type) -> Meaning {
        let element = self.element(of);
        match self.kept_in(of) {
            Some((name, held)) if is_cell(&name) => Meaning::instance(held),
            _ if element == Type::Unknown => Meaning::Unknown,
            _ => wrapped("Option", element),
        }
    }

    /// The type from outside that is found behind pointers, by its name, and what it holds.
    fn kept_in(&self, of: &Type) -> Option<(Rc<str>, Type)> {
        let mut at = of.bare();
        while let Type::Outside { name, arguments } = at {
            let held = arguments.first()?.bare();
            if !self.home_rules().is_transparent(name) {
                return Some((Rc::clone(name), held.clone()));
            }
            at = held;
        }
        None
    }

    /// The two arguments of a type from outside.
    pub(super) fn two_of(of: &Type) -> Option<(Type, Type)> {
        match of.bare() {
            Type::Outside { arguments, .. } => match &**arguments {
                [one, other] => Some((one.clone(), other.clone())),
                _ => None,
            },
            _ => None,
        }
    }

    /// What gives values of a type, one by one.
    fn many(of: Type) -> Meaning {
        Meaning::Instance(Type::Outside { name: "Iterator".into(), arguments: Rc::new([of]) })
    }

    /// A list that does not say what it holds, of what is collected into it.
    pub(super) fn list_of(&mut self, collected: &Type, list: Type) -> Type {
        let Type::Outside { name, arguments } = &list else { return list };
        let name = Rc::clone(name);
        match (arguments.len(), self.element(collected)) {
            (_, Type::Unknown) => list,
            (1, one) => Type::Outside { name, arguments: Rc::new([one]) },
            (2, Type::Tuple(pair)) if pair.len() == 2 => Type::Outside { name, arguments: pair },
            _ => list,
        }
    }

    /// The key and the value of what holds pairs.
    pub(super) fn pair(&self, of: &Type) -> Option<(Type, Type)> {
        match of.bare() {
            Type::Outside { name, arguments } if self.home_rules().holds_pairs(name) => match &**arguments {
                [key, value, ..] => Some((key.clone(), value.clone())),
                _ => None,
            },
            Type::Outside { name, arguments } if self.home_rules().is_transparent(name) => {
                self.pair(arguments.first()?)
            }
            _ => None,
        }
    }

    /// What a loop over a value of this type gives.
    pub(super) fn looped(&mut self, of: &Type) -> Type {
        match self.pair(of) {
            Some((key, value)) => Type::Tuple(Rc::new([key, value])),
            None => self.element(of),
        }
    }

    /// What waiting for a value of this type comes to, where that is said: by the project's own implementation of a future, or
    /// of one that a box or a generic parameter stands for.
    pub(super) fn come_to(&mut self, of: &Type) -> Option<Type> {
        let (output, traits) = self.home_rules().future()?;
        match of.bare() {
            Type::Parameter { of: owner, index } => {
                let bound = self.bound(*owner, *index)?;
                let mut bounds = match bound.bare() {
                    Type::AnyOf(all) => all.to_vec(),
                    only => vec![only.clone()],
                };
                bounds.retain(|of| is_one_of(of, traits));
                bounds.first().map(Self::inside)
            }
            Type::Outside { name, arguments } if self.home_rules().is_transparent(name) => {
                let inner = arguments.first()?;
                match is_one_of(inner.bare(), traits) {
                    true => Some(Self::inside(inner.bare())),
                    false => self.come_to(&inner.clone()),
                }
            }
            Type::Project { .. } => {
                let (members, holder) = self.members(of.bare(), output)?;
                let is_said = |member: &&Target| {
                    let of_trait = self.table.fact(**member).and_then(|fact| fact.of_trait.as_deref());
                    of_trait.is_some_and(|of| traits.contains(&of))
                };
                let member = *members.iter().find(is_said)?;
                let said = self.returned(member);
                Some(self.filled(&said, &holder)).filter(|said| *said != Type::Unknown)
            }
            _ => None,
        }
    }

    /// The type of the project that a function makes a value of which a trait from outside gives it: `Type::default()`.
    pub(super) fn made_of_own(&mut self, file: u32, called: u32) -> Option<Meaning> {
        let used = self.use_of(file, called)?;
        let Qualifier::Path(path) = &used.qualifier else { return None };
        if !self.table.rules(file).makes_own(&used.name) {
            return None;
        }
        let of = match path.as_slice() {
            [own] if self.table.rules(file).own_type() == Some(own) => self.this_in(file, used.container)?,
            path => Type::of(self.find_type(file, used.container, path).target()?),
        };
        let Type::Project { target, .. } = &of else { return None };
        let is_made = self.table.fact(*target).is_some_and(|fact| fact.kind != SymbolKind::Trait);
        is_made.then_some(Meaning::Instance(of))
    }
}

/// A type from outside that holds another one.
fn wrapped(name: &str, of: Type) -> Meaning {
    Meaning::Instance(Type::Outside { name: name.into(), arguments: Rc::new([of]) })
}

/// Whether a type from outside holds just one thing, which is there.
fn is_cell(name: &str) -> bool {
    matches!(name, "Cell" | "RefCell" | "UnsafeCell" | "Mutex" | "RwLock")
}

/// Whether it is one of these from outside, and what it holds is known.
fn is_one_of(of: &Type, names: &[&str]) -> bool {
    matches!(of, Type::Outside { name, arguments } if !arguments.is_empty() && names.contains(&&**name))
}

/// Whether a type says that it holds something, and not what.
pub(super) fn is_left_open(of: &Type) -> bool {
    let is_open = |of: &Type| matches!(of, Type::Outside { name, .. } if matches!(&**name, "" | "_"));
    matches!(of, Type::Outside { arguments, .. } if !arguments.is_empty() && arguments.iter().all(is_open))
}
